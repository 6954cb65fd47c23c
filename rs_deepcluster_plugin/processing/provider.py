"""The provider and its one setting."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.applyclusters import ApplyClusters
from .algorithms.assessaccuracy import AssessAccuracy
from .algorithms.assignclasses import AssignClasses
from .algorithms.classraster import ClassRaster
from .algorithms.clusterfeatures import ClusterFeatures
from .algorithms.clusterreport import ClusterReport
from .algorithms.clusterscenes import ClusterScenes
from .algorithms.clustertable import ClusterTable
from .algorithms.comparemaps import CompareMaps
from .algorithms.dissolveclasses import DissolveClasses
from .algorithms.evaluatefeatures import EvaluateFeatures
from .algorithms.extractfeatures import ExtractFeatures
from .algorithms.findsimilar import FindSimilar
from .algorithms.finetunemodel import FineTuneModel
from .algorithms.foldertofeatures import FolderToFeatures
from .algorithms.maximumlikelihood import MaximumLikelihood
from .algorithms.mergeclusters import MergeClusters
from .algorithms.pixelclusters import PixelClusters
from .algorithms.projectfeatures import ProjectFeatures
from .algorithms.reassignscenes import ReassignScenes
from .algorithms.redo import Redo
from .algorithms.refinemodel import RefineModel
from .algorithms.scenegrid import SceneGrid
from .algorithms.schemafromfile import SchemaFromFile
from .algorithms.segmentscenes import SegmentScenes
from .algorithms.setupworker import SetUpWorker
from .algorithms.smoothclasses import SmoothClasses
from .algorithms.splitcluster import SplitCluster
from .algorithms.undo import Undo
from .algorithms.validationsample import ValidationSample
from .base import ICONS, PYTHON_SETTING

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
