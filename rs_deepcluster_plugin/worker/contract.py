"""What crosses the wall: the arguments and the result of each job, as a frozen dataclass.

QGIS's side builds a job, the worker reads it, both by `core.base.plain`: no key crosses that is not
here. A job's name on the wall is that of its class. Arrays are too large for this: they go through
files (`array_files`), whose paths are here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, Optional, TypeVar, get_args

from ..core.accuracy.agreement import Agreement
from ..core.base.plain import check_settings, from_plain, to_plain
from ..core.classes.legend import MapClass
from ..core.classes.name_words import WordSettings
from ..core.clusters.layer_tree import ClusterTree
from ..core.clusters.methods import ClusterSettings
from ..core.clusters.project import ProjectionSettings
from ..core.deep.base import RefineSettings
from ..core.encoder.engine import EngineSettings
from ..core.features.change import ChangeSettings
from ..core.features.evaluate import EvaluationSettings
from ..core.features.extract import ExtractSettings
from ..core.features.import_embeddings import ImportSettings
from ..core.features.parts import MachineSettings
from ..core.features.scene_file import Provenance
from ..core.labels.classifier import LabelSettings
from ..core.labels.curve import CurveSettings
from ..core.labels.label_model import LabelClass
from ..core.labels.suggest import SuggestSettings
from ..core.pixels.cluster import PixelSettings
from ..core.pixels.likelihood import LikelihoodSettings
from ..core.reports.cluster_report import About, Imagery
from ..core.scenes.collection.listing import CollectionSettings
from ..core.scenes.grid import GridSettings
from ..core.scenes.segments import SegmentSettings
from ..core.training.fine_tune import FineTuneSettings
from ..core.training.loop import TrainSettings

JOB_VERSION = 2
"""Of the messages: QGIS may still run what was there before the plugin was updated."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Job(Generic[Result]):
    """The arguments of a job, whose result is of the class in brackets."""

    @classmethod
    def result_class(cls) -> type[Result]:
        """Return the class of the job's result."""
        (base,) = cls.__orig_bases__  # type: ignore[attr-defined]
        (found,) = get_args(base)
        return found  # type: ignore[no-any-return]

    def to_message(self) -> dict[str, Any]:
        """Return what the worker is sent."""
        name = type(self).__name__
        check_settings(self, name)
        return {
            "version": JOB_VERSION,
            "job": name,
            "arguments": to_plain(self, type(self), name),
        }

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Job[Any]:
        """Return the job of this class that a message holds."""
        job: Job[Any] = from_plain(message["arguments"], cls, cls.__name__)
        check_settings(job, cls.__name__)
        return job

    @classmethod
    def write_result(cls, result: Result) -> Any:
        """Return what the worker answers."""
        return to_plain(result, cls.result_class(), cls.result_class().__name__)

    @classmethod
    def read_result(cls, answer: Any) -> Result:
        """Return the result that the worker has answered."""
        found: Result = from_plain(answer, cls.result_class(), cls.result_class().__name__)
        return found


# --- Parts of several jobs ----------------------------------------------------------------------

Extent = Optional[tuple[float, float, float, float]]
"""xmin, ymin, xmax, ymax in the raster's coordinate reference system; None is all of it."""


@dataclass(frozen=True)
class RasterInput:
    """A raster that GDAL opens."""

    path: str
    crs_wkt: str
    """Empty where it has none."""

    no_data: tuple[tuple[int, float, float], ...] = ()
    """What counts as no data beside its own: band, lowest and highest value."""

    collection: CollectionSettings | None = None
    """The rasters that it is one of."""

    summary: str = ""
    """Where a table with a row for each of these is written, "" for nowhere."""


@dataclass(frozen=True)
class SceneInput:
    """The scenes of a raster: those of a regular grid, or polygons in place of it."""

    raster: RasterInput
    bands: tuple[int, ...]
    """In the order in which they are used; empty: those that suit the raster and the model."""

    grid: GridSettings
    polygons: str | None = None
    """File of arrays: shapes in the raster's coordinate reference system, with their numbers."""


@dataclass(frozen=True)
class LabeledPolygons:
    """Polygons in a file of arrays, and the class of each, None where it has none."""

    path: str
    classes: tuple[str | None, ...]


@dataclass(frozen=True)
class LayerOutput:
    """Where the arrays of a cluster layer are written."""

    path: str
    memberships: bool = False
    """With the memberships of each scene in the clusters."""

    raster: str = ""
    """Where clusters and probabilities go as a raster, "" where none is asked for."""

    transitions: str = ""
    """Where a table goes of the clusters of each date and the next, "" where none is asked for."""


@dataclass(frozen=True)
class ClusterLayerResult:
    """What a cluster layer needs beside its arrays."""

    scenes: int
    skipped: int
    clusters: int
    counts: tuple[int, ...]
    """Scenes of each cluster, from cluster 1."""

    unclustered: int
    memberships: int
    """Number of fields with memberships."""

    subclusters: bool
    levels: tuple[str, ...]
    """Names of the fields with further levels of the tree."""

    tree: ClusterTree | None
    provenance: Provenance


@dataclass(frozen=True)
class DrawnClass:
    """A class of a raster that was written."""

    value: int
    name: str
    color: str
    """#rrggbb."""

    pixels: int


# --- Scenes -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SceneGridResult:
    """Result of `SceneGridJob`."""

    scenes: int
    skipped: int


@dataclass(frozen=True)
class SceneGridJob(Job[SceneGridResult]):
    """Raster to scenes with their valid fractions."""

    source: SceneInput
    minimum_valid: float
    layer: str


@dataclass(frozen=True)
class SegmentScenesResult:
    """Result of `SegmentScenesJob`."""

    scenes: int


@dataclass(frozen=True)
class SegmentScenesJob(Job[SegmentScenesResult]):
    """Raster to scenes that follow the image."""

    raster: RasterInput
    bands: tuple[int, ...]
    extent: Extent
    segments: SegmentSettings
    scratch: str
    layer: str


@dataclass(frozen=True)
class SuggestScaleResult:
    """Result of `SuggestScaleJob`: the scale that is proposed."""

    size: int
    context: int
    cells: int


@dataclass(frozen=True)
class SuggestScaleJob(Job[SuggestScaleResult]):
    """Raster to sizes of cells that come into question: a table and a report."""

    source: SceneInput
    """Its size, its context and its stride are not used."""

    extract: ExtractSettings
    layer: str
    report: str


# --- Features -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExtractFeaturesResult:
    """Result of `ExtractFeaturesJob`."""

    scenes: int
    skipped: int


@dataclass(frozen=True)
class ExtractFeaturesJob(Job[ExtractFeaturesResult]):
    """Raster, and polygons where given, to features."""

    source: SceneInput
    extract: ExtractSettings
    features: str
    stac: str
    """A STAC item that describes them; empty: none."""


@dataclass(frozen=True)
class FolderToFeaturesResult:
    """Result of `FolderToFeaturesJob`."""

    scenes: int
    skipped: int
    unreadable: int


@dataclass(frozen=True)
class FolderToFeaturesJob(Job[FolderToFeaturesResult]):
    """Folder of images to features."""

    folder: str
    bands: tuple[int, ...]
    crs_wkt: str
    extract: ExtractSettings
    features: str
    stac: str
    """A STAC item that describes them; empty: none."""


@dataclass(frozen=True)
class ImportEmbeddingsResult:
    """Result of `ImportEmbeddingsJob`."""

    scenes: int
    skipped: int
    dimensions: int
    model: str
    """The name that the file gives it, or that it was given."""


@dataclass(frozen=True)
class ImportEmbeddingsJob(Job[ImportEmbeddingsResult]):
    """Table or raster of embeddings that others have made to features."""

    file: str
    """GeoParquet or GeoPackage; empty: a raster."""

    table: str
    """Of a GeoPackage with several; empty: the only one."""

    crs_wkt: str
    """Reference system of a table that names none."""

    source: SceneInput | None
    imported: ImportSettings
    features: str
    stac: str
    """A STAC item that describes them; empty: none."""


@dataclass(frozen=True)
class CompareFeaturesResult:
    """Result of `CompareFeaturesJob`."""

    scenes: int
    changed: int
    left_out: int
    """Scenes of the second date without a partner, or without features on one of the dates."""

    threshold: float | None
    """None: there are not two groups, and none was given."""

    separation: float
    """How far the two groups are apart."""

    crs_wkt: str


@dataclass(frozen=True)
class CompareFeaturesJob(Job[CompareFeaturesResult]):
    """Features of two dates to what has changed between them."""

    before: str
    after: str
    change: ChangeSettings
    layer: str
    cells: tuple[str, str] = ("", "")
    """Numbers, rows and columns of the scenes of maps of the two dates; empty: no map."""


@dataclass(frozen=True)
class EvaluateFeaturesResult:
    """Result of `EvaluateFeaturesJob`."""

    measures: tuple[float | None, ...]
    """In the order of the evaluation; None where one could not be measured."""

    scenes: int
    classes: int
    unreadable: int


@dataclass(frozen=True)
class EvaluateFeaturesJob(Job[EvaluateFeaturesResult]):
    """Folder of labeled images to a table of accuracies and a report."""

    folder: str
    bands: tuple[int, ...]
    extract: ExtractSettings
    evaluation: EvaluationSettings
    per_block: bool
    features: str
    layer: str
    report: str


@dataclass(frozen=True)
class FineTuneModelResult:
    """Result of `FineTuneModelJob`."""

    accuracy: float
    epochs: int
    scenes: int
    classes: int
    unreadable: int


@dataclass(frozen=True)
class FineTuneModelJob(Job[FineTuneModelResult]):
    """Labeled scenes to a model and a report."""

    folders: tuple[str, ...]
    raster: RasterInput | None
    polygons: LabeledPolygons | None
    """Of the raster."""

    bands: tuple[int, ...]
    extract: ExtractSettings
    finetune: FineTuneSettings
    output: str
    backbone: str | None
    report: str


@dataclass(frozen=True)
class RefineModelResult:
    """Result of `RefineModelJob`."""

    clusters: ClusterLayerResult
    epochs: int
    loss: float


@dataclass(frozen=True)
class RefineModelJob(Job[RefineModelResult]):
    """Target without labels to a model that is adapted to it, and to clusters."""

    source: SceneInput | None
    folder: str
    """Of images, in place of a raster; empty: none."""

    bands: tuple[int, ...]
    labels: tuple[str | None, ...] | None
    """Clusters that the polygons have already."""

    extract: ExtractSettings
    refine: RefineSettings
    train: TrainSettings
    size: int
    """Pixels to which scenes are resized in training."""

    output: str
    features: str
    embedding: str
    model_file: str
    layer: LayerOutput


# --- Clusters -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProjectFeaturesResult:
    """Result of `ProjectFeaturesJob`."""

    scenes: int


@dataclass(frozen=True)
class ProjectFeaturesJob(Job[ProjectFeaturesResult]):
    """Features to an embedding and its projector."""

    features: str
    projection: ProjectionSettings
    embedding: str
    projector: str
    machines: MachineSettings = field(default_factory=MachineSettings)


@dataclass(frozen=True)
class ClusterFeaturesJob(Job[ClusterLayerResult]):
    """Embedding to clusters: a layer's arrays and a cluster model."""

    embedding: str
    projector: str
    """Empty: none."""

    clusters: ClusterSettings
    model_file: str
    layer: LayerOutput
    machines: MachineSettings = field(default_factory=MachineSettings)


@dataclass(frozen=True)
class ClusterTogetherJob(Job[ClusterLayerResult]):
    """Features of several rasters to clusters that they have in common."""

    files: tuple[str, ...]
    projection: ProjectionSettings
    clusters: ClusterSettings
    features: str
    """Where those of all are written."""

    embedding: str
    model_file: str
    layer: LayerOutput
    machines: MachineSettings = field(default_factory=MachineSettings)


@dataclass(frozen=True)
class ClusterScenesJob(Job[ClusterLayerResult]):
    """All steps in one run."""

    source: SceneInput
    extract: ExtractSettings
    projection: ProjectionSettings
    clusters: ClusterSettings
    features: str
    embedding: str
    model_file: str
    layer: LayerOutput


@dataclass(frozen=True)
class ApplyClustersResult:
    """Result of `ApplyClustersJob`."""

    clusters: ClusterLayerResult
    probability: float | None
    """Mean probability of the scenes' clusters."""

    fitted_probability: float | None
    """That of the scenes that the clusters were fitted on, None where the model does not say."""

    unlike: float | None
    """Share of the scenes that are unlike all that the clusters were fitted on, of which 0.05 are
    by chance; None where the model does not say."""


@dataclass(frozen=True)
class ApplyClustersJob(Job[ApplyClustersResult]):
    """Find saved clusters on a new raster, or in features; nothing is fitted."""

    model_file: str
    source: SceneInput | None
    """None: the features are there already."""

    fitted_size: bool
    """Size and stride are those that the clusters were fitted with, in place of the grid's."""

    engine: EngineSettings
    detail: str
    """A level of detail, or any other text: the one that was saved."""

    features: str
    embedding: str
    layer: LayerOutput
    machines: MachineSettings = field(default_factory=MachineSettings)


# --- Classes ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MergeClustersResult:
    """Result of `MergeClustersJob`."""

    groups: tuple[tuple[int, ...], ...]
    nearest: tuple[int, int, float] | None
    """The two clusters that are most alike, and their similarity."""


@dataclass(frozen=True)
class MergeClustersJob(Job[MergeClustersResult]):
    """Features and current clusters to groups of clusters that are alike."""

    scenes: str
    features: str
    similarity: float


@dataclass(frozen=True)
class SplitClusterResult:
    """Result of `SplitClusterJob`."""

    parts: int


@dataclass(frozen=True)
class SplitClusterJob(Job[SplitClusterResult]):
    """Scenes of one cluster, with features or places in an embedding, to parts of it."""

    scenes: str
    features: str
    """Empty: by their places."""

    projection: ProjectionSettings
    clusters: ClusterSettings
    parts: str


@dataclass(frozen=True)
class ClusterTableResult:
    """Result of `ClusterTableJob`."""

    bands: tuple[int, ...]
    """Those that were measured."""


@dataclass(frozen=True)
class ClusterTableJob(Job[ClusterTableResult]):
    """Scenes and their clusters to what features and a raster tell of the clusters."""

    scenes: str
    groups: int
    features: str
    """Empty: none."""

    raster: RasterInput | None
    table: str


@dataclass(frozen=True)
class SuggestedName:
    """What is suggested as the name of a cluster; names by their places among those asked for."""

    name: int
    """-1: none."""

    score: float
    second: int
    """-1: none."""

    second_score: float


@dataclass(frozen=True)
class SuggestNamesResult:
    """Result of `SuggestNamesJob`."""

    names: tuple[SuggestedName, ...]
    """Of each cluster."""

    measured: tuple[str, ...]
    """What the file says of each cluster."""


@dataclass(frozen=True)
class SuggestNamesJob(Job[SuggestNamesResult]):
    """Scenes, their clusters and a raster to suggestions for the names of the clusters."""

    scenes: str
    groups: int
    raster: RasterInput
    colors: tuple[str, ...]
    """What each band of the raster is; empty: as its file says."""

    words: tuple[str, ...]
    """Names that a text encoder compares with pictures of scenes; those of the rules without."""

    encoder: WordSettings | None
    table: str


@dataclass(frozen=True)
class ClassRasterResult:
    """Result of `ClassRasterJob`."""

    classes: tuple[DrawnClass, ...]


@dataclass(frozen=True)
class ClassRasterJob(Job[ClassRasterResult]):
    """Scenes and their classes to a raster on the grid of another one."""

    raster: RasterInput
    scenes: str
    classes: tuple[MapClass, ...]
    output: str


@dataclass(frozen=True)
class FindSimilarResult:
    """Result of `FindSimilarJob`."""

    scenes: int
    searched: int
    crs_wkt: str


@dataclass(frozen=True)
class FindSimilarJob(Job[FindSimilarResult]):
    """Features and examples to the scenes that are like them."""

    features: str
    searched: str
    """Features of other scenes; empty: the same ones."""

    scene_ids: tuple[int, ...]
    unlike: tuple[int, ...]
    """Counterexamples, among the same features."""

    comparison: str
    number: int
    minimum: float
    layer: str
    cells: str = ""
    """Numbers, rows and columns of the scenes of a layer that the features are of; empty: none."""


@dataclass(frozen=True)
class ReportResult:
    """Result of the jobs that only write a report."""


@dataclass(frozen=True)
class AssessAccuracyJob(Job[ReportResult]):
    """Counts to the report of an accuracy assessment."""

    report: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    areas: tuple[float, ...]
    names: dict[str, str]
    scores: Agreement
    elsewhere: float | None
    """Accuracy of clusters that are named after labels in other blocks of the map."""

    matches: tuple[tuple[str, str, int, int], ...]
    notes: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CompareMapsJob(Job[ReportResult]):
    """Counts to the report of a comparison."""

    report: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    hectares: tuple[tuple[float, ...], ...]
    scores: Agreement
    unchanged: tuple[float, float]
    notes: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ClusterReportResult:
    """Result of `ClusterReportJob`."""

    clusters: int
    scenes: int


@dataclass(frozen=True)
class ClusterReportJob(Job[ClusterReportResult]):
    """Arrays, and imagery and a cluster model where there are any, to the report."""

    scenes: str
    tree: ClusterTree | None
    model_file: str
    imagery: Imagery | None
    exemplars: int
    side: int
    output: str
    about: About
    joined: bool = False
    """The scenes are of several grids."""


# --- Labels -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LabelInput:
    """Labels, the oldest first, and the classes that they name."""

    path: str
    """File of arrays: shapes in the reference system of the footprints, and numbers of scenes and
    of classes."""

    classes: tuple[LabelClass, ...]


@dataclass(frozen=True)
class ClassifyScenesResult:
    """Result of `ClassifyScenesJob`."""

    scenes: int
    skipped: int
    """For lack of valid data."""

    classes: tuple[LabelClass, ...]
    unclassified: int
    """Scenes without a class, those skipped included."""

    ambiguous: int
    labeled: int
    checked: int
    """Labeled scenes that were kept aside once."""

    accuracy: float | None
    """Share of these that is right."""

    calibration_error: float | None
    provenance: Provenance


@dataclass(frozen=True)
class ClassifyScenesJob(Job[ClassifyScenesResult]):
    """Features, and labels or a model that labels made, to the class of every scene."""

    features: str
    labels: LabelInput | None
    known: str
    """A saved model; empty: it is made of the labels."""

    label: LabelSettings
    every: bool
    """With the probability of each class."""

    model_file: str
    """Where the model that labels make is written."""

    layer: str


@dataclass(frozen=True)
class LearningCurveResult:
    """Result of `LearningCurveJob`."""

    labeled: int
    accuracy: float
    """With all labels, of scenes that are kept aside."""

    low: float
    high: float
    limit: float | None
    """With endless labels; None where the curve is too short."""

    doubled: float | None
    """What twice as many labels would bring."""

    needed: float | None
    """Labels in all for the wanted accuracy; None where none are enough, or it is not known."""


@dataclass(frozen=True)
class LearningCurveJob(Job[LearningCurveResult]):
    """Features and labels to accuracy by the number of labels."""

    features: str
    labels: LabelInput
    label: LabelSettings
    curve: CurveSettings
    table: str
    report: str
    """Empty: none."""


@dataclass(frozen=True)
class SuggestLabelsResult:
    """Result of `SuggestLabelsJob`."""

    scenes: int
    """Suggested."""

    looked_at: int
    labeled: int
    crs_wkt: str


@dataclass(frozen=True)
class SuggestLabelsJob(Job[SuggestLabelsResult]):
    """Features, and the labels that there are, to the scenes to label next."""

    features: str
    labels: LabelInput | None
    label: LabelSettings
    suggest: SuggestSettings
    layer: str


@dataclass(frozen=True)
class LabelSessionJob(Job[None]):
    """Features that stay in memory, to be classified again with each `LabelRequest`.

    It has no result: it ends with the program that asks.
    """

    features: str
    label: LabelSettings
    suggest: SuggestSettings
    folder: str
    """For the arrays of the answers."""


@dataclass(frozen=True)
class Examples:
    """Numbers of scenes that all others are compared with, and of such that are not meant."""

    scene_ids: tuple[int, ...]
    unlike: tuple[int, ...] = ()


@dataclass(frozen=True)
class LabelRequest:
    """All labels that there are, the oldest first: (m,) each. The next request cancels this one."""

    number: int
    scene_ids: tuple[int, ...]
    labels: tuple[int, ...]
    """Classes from 0; -1 where it is only known what the scene is not."""

    not_labels: tuple[int, ...]
    names: tuple[str, ...]
    """Of the classes."""

    loaded: LabelInput | None = None
    """Labels from elsewhere in place of all these: it is asked which scenes they mean."""

    alike: Examples | None = None
    """In place of all these: it is asked how similar all scenes are to them."""


@dataclass(frozen=True)
class LabelAnswer:
    """A part of what labels say: first the classes, then what to label next, then how right.

    Or all that is known of labels from elsewhere, or how similar scenes are to examples.
    """

    number: int
    """That of the request; 0: the features are in memory."""

    arrays: str = ""
    """File of arrays: those that are in it have changed."""

    problem: str = ""
    """Why there are no classes."""

    checked: int | None = None
    """Labeled scenes that were kept aside; None: that is not known yet."""

    accuracy: float | None = None
    """Share of these that is right."""

    last: bool = False
    """Whether nothing more is said of the request."""


@dataclass(frozen=True)
class ConstrainClustersResult:
    """Result of `ConstrainClustersJob`."""

    clusters: ClusterLayerResult
    named: tuple[tuple[int, int], ...]
    """Clusters, from 1, with the class of the labels in them, from 0."""

    labeled: int
    pairs: int
    moved: int
    """Constrained scenes that lie among others that they must be apart from."""


@dataclass(frozen=True)
class ConstrainClustersJob(Job[ConstrainClustersResult]):
    """Features, labels and pairs of scenes to clusters that keep to these."""

    features: str
    labels: LabelInput | None
    pairs: str
    """File of arrays: numbers of two scenes, and whether they are to be together; empty: none."""

    known: str
    """A cluster model whose projection and mixture are taken; empty: both are fitted."""

    label: LabelSettings
    projection: ProjectionSettings
    clusters: ClusterSettings
    embedding: str
    model_file: str
    layer: LayerOutput
    machines: MachineSettings = field(default_factory=MachineSettings)


# --- Pixels -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PixelClustersResult:
    """Result of `PixelClustersJob`."""

    pixels: int
    classes: tuple[DrawnClass, ...]


@dataclass(frozen=True)
class PixelClustersJob(Job[PixelClustersResult]):
    """Raster to classes of pixels and their signatures."""

    raster: RasterInput
    bands: tuple[int, ...]
    extent: Extent
    clusters: PixelSettings
    output: str
    signatures: str
    memberships: str | None


@dataclass(frozen=True)
class MaximumLikelihoodResult:
    """Result of `MaximumLikelihoodJob`."""

    signatures: int
    """Number of classes that are known."""

    pixels: int
    rejected: int
    classes: tuple[DrawnClass, ...]
    """In the map."""


@dataclass(frozen=True)
class MaximumLikelihoodJob(Job[MaximumLikelihoodResult]):
    """Raster, and signatures or labeled polygons, to a map of classes."""

    raster: RasterInput
    bands: tuple[int, ...]
    extent: Extent
    known: str
    """File of signatures; empty: they are made of the polygons."""

    polygons: LabeledPolygons | None
    likelihood: LikelihoodSettings
    output: str
    probability: str | None
    signatures: str
