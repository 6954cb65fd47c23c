"""The provider and its one setting."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.classes.assessaccuracy import AssessAccuracy
from .algorithms.classes.assignclasses import AssignClasses
from .algorithms.classes.classraster import ClassRaster
from .algorithms.classes.clusterreport import ClusterReport
from .algorithms.classes.clustertable import ClusterTable
from .algorithms.classes.comparemaps import CompareMaps
from .algorithms.classes.dissolveclasses import DissolveClasses
from .algorithms.classes.findsimilar import FindSimilar
from .algorithms.classes.mergeclusters import MergeClusters
from .algorithms.classes.reassignscenes import ReassignScenes
from .algorithms.classes.redo import Redo
from .algorithms.classes.schemafromfile import SchemaFromFile
from .algorithms.classes.smoothclasses import SmoothClasses
from .algorithms.classes.splitcluster import SplitCluster
from .algorithms.classes.undo import Undo
from .algorithms.classes.validationsample import ValidationSample
from .algorithms.clusters.applyclusters import ApplyClusters
from .algorithms.clusters.clusterfeatures import ClusterFeatures
from .algorithms.clusters.clusterscenes import ClusterScenes
from .algorithms.clusters.projectfeatures import ProjectFeatures
from .algorithms.features.evaluatefeatures import EvaluateFeatures
from .algorithms.features.extractfeatures import ExtractFeatures
from .algorithms.features.finetunemodel import FineTuneModel
from .algorithms.features.foldertofeatures import FolderToFeatures
from .algorithms.features.refinemodel import RefineModel
from .algorithms.pixels.maximumlikelihood import MaximumLikelihood
from .algorithms.pixels.pixelclusters import PixelClusters
from .algorithms.scenes.scenegrid import SceneGrid
from .algorithms.scenes.segmentscenes import SegmentScenes
from .algorithms.setup.setupworker import SetUpWorker
from .framework.algorithm import ICONS, PYTHON_SETTING

ALGORITHMS = (
    SceneGrid,
    SegmentScenes,
    ExtractFeatures,
    FolderToFeatures,
    FineTuneModel,
    RefineModel,
    EvaluateFeatures,
    ProjectFeatures,
    ClusterFeatures,
    ClusterScenes,
    ApplyClusters,
    SchemaFromFile,
    ClusterTable,
    AssignClasses,
    MergeClusters,
    SplitCluster,
    ReassignScenes,
    SmoothClasses,
    FindSimilar,
    Undo,
    Redo,
    DissolveClasses,
    ClassRaster,
    ValidationSample,
    AssessAccuracy,
    CompareMaps,
    ClusterReport,
    PixelClusters,
    MaximumLikelihood,
    SetUpWorker,
)


class Provider(QgsProcessingProvider):
    """Algorithms of RS DeepCluster."""

    def id(self) -> str:
        """Return the id that models and scripts use."""
        return "rsdeepcluster"

    def name(self) -> str:
        """Return the name in the toolbox."""
        return "RS DeepCluster"

    def icon(self) -> QIcon:
        """Return our own icon."""
        return QIcon(str(Path(ICONS) / "provider.svg"))

    def defaultRasterFileExtension(self) -> str:
        """Return the one kind of raster that is written."""
        return "tif"

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """Return what a raster that is written may be called."""
        return ["tif", "tiff"]

    def load(self) -> bool:
        """Add the setting and the algorithms."""
        from processing.core.ProcessingConfig import ProcessingConfig, Setting

        ProcessingConfig.settingIcons[self.name()] = self.icon()
        ProcessingConfig.addSetting(
            Setting(
                self.name(),
                PYTHON_SETTING,
                self.tr("Python interpreter of the worker (empty: find it)"),
                "",
            )
        )
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self) -> None:
        """Remove the setting."""
        from processing.core.ProcessingConfig import ProcessingConfig

        ProcessingConfig.removeSetting(PYTHON_SETTING)

    def loadAlgorithms(self) -> None:
        """Add one instance of each algorithm."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
