"""What the clustering methods share: their interface, and the settings of several of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import Field, dataclass, fields, replace
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from ...base.archive import Arrays
from ...base.arrays import FloatArray, IntArray, Vectors
from ...base.foreign import Form
from ...base.plain import setting
from ...encoder.settings import ClassLikeness
from ..layer_tree import ClusterTree
from ..merge_tree import DETAILS

Points = npt.NDArray[Any]
"""Scenes (n, k) in single or double precision."""


@dataclass(frozen=True)
class CommonSettings:
    """The settings that concern all methods, or several; each method adds its own to them."""

    method: str = "dpgmm"
    max_clusters: int = setting(
        60,
        "Most clusters",
        "Upper bound of the number of clusters where it is inferred. Not used where a number of "
        "clusters is given.",
        minimum=2,
        maximum=500,
    )
    detail: str = setting(
        "balanced",
        "Detail",
        "How far its components are merged. One to three levels hold: their clusters are well "
        "apart on the map and in the features. balanced is the coarsest of these, fine the next "
        "one, or the best of one and a half to three times as many clusters; coarse is the best of "
        "a third to two thirds as many. The layer has the other levels that hold in fields such as "
        "level_9, and the log says what splits. The cluster model keeps all of them: Apply "
        "clusters can show another one without a new fit.",
        choices=DETAILS,
    )
    """Level of the merge tree, for methods that have one."""

    min_scenes: int = setting(
        10,
        "Fewest scenes of a cluster",
        "A smaller group does not count as a cluster.",
        minimum=2,
        maximum=100_000,
    )
    exemplars: int = setting(
        5,
        "Exemplars",
        "Scenes of each cluster that get an exemplar_rank: 1 is the most typical one, the next "
        "ones are as different as the cluster holds.",
        minimum=0,
        maximum=100,
    )
    seed: int = setting(0, minimum=0, maximum=2**31 - 1)
    fit_scenes: int = 20_000
    """At most this many scenes, drawn by the seed, are fitted; the others are assigned."""

    n_clusters: int | None = setting(
        None,
        "Number of clusters",
        "The number of clusters; for ISODATA the one desired. Empty: the number up to Most "
        "clusters with the best silhouette; for the Gaussian mixture with the lowest Bayesian "
        "information criterion (BIC), for contiguous regions with the best index of Calinski and "
        "Harabasz.",
        minimum=2,
        maximum=10_000,
    )
    """None: inferred, see `number` and `gmm`."""

    spatial: bool = setting(
        False,
        "Contiguous regions",
        "Only clusters that touch along the edge of a scene are merged, so that each cluster is "
        "one region of the scene grid; all scenes are clustered, 100,000 at most. On another "
        "raster the clusters are found by their centers and need not be contiguous.",
    )
    """For methods that can make regions."""


SettingsT = TypeVar("SettingsT", bound=CommonSettings)


@dataclass(frozen=True)
class FitContext:
    """What is known about the scenes that are fitted, beside their places in the embedding."""

    runs: int = 1
    """Runs of the projection whose places are side by side in the embedding."""

    features: Points | None = None
    """Those (n, d) that the embedding was made of, None where they are not at hand."""

    passing: bool = False
    """Scenes pass into each other, as the windows of a raster do."""

    likeness: ClassLikeness | None = None
    """How alike scenes of a class are in features as the model makes them, where it knows that."""

    originals: Points | None = None
    """The features (n, d) as the model made them, None where they are not at hand."""

    def take(self, rows: IntArray) -> FitContext:
        """Return what is known about some of the scenes, in this order."""
        features = None if self.features is None else self.features[rows]
        originals = None if self.originals is None else self.originals[rows]
        return replace(self, features=features, originals=originals)


@dataclass(frozen=True)
class ClusterMethod(ABC, Generic[SettingsT]):
    """A fitted clustering method; its arrays are all of its fitted state.

    A method is a subclass with a label, `fit`, `memberships`, `reorder` and `clusters`. What else
    it can do it says by its flags, and overrides what goes with them.
    """

    LABEL: ClassVar[str]
    """What it is called in dialogs and tables."""

    FORMS: ClassVar[dict[str, Form]]
    """What its arrays are like, by which those of a file are checked: of K clusters, and scenes
    at k places. Those with a number in their names have ``FURTHER_FORMS``."""

    FURTHER_FORMS: ClassVar[dict[str, Form]] = {}

    HELP: ClassVar[str]
    """What a dialog says about it: a few words after its label."""

    SETTINGS: ClassVar[type[CommonSettings]] = CommonSettings
    """The class of its settings: those of its own are the fields that `CommonSettings` lacks."""

    USES: ClassVar[tuple[str, ...]] = ()
    """Which of max_clusters, n_clusters and min_scenes it goes by."""

    FITS_ALL_SCENES: ClassVar[bool] = False
    """It scales to any number of scenes, so that no sample is drawn for it."""

    USES_ALL_RUNS: ClassVar[bool] = False
    """It goes by all runs of the projection; others go by the first."""

    MAKES_REGIONS: ClassVar[bool] = False
    """Its clusters can be contiguous regions of the scene grid, see `fit_regions`."""

    HAS_LEVELS: ClassVar[bool] = False
    """Its clusters are groups of finer ones, see `tree`, `subclusters` and `with_detail`."""

    arrays: Arrays

    @classmethod
    @abstractmethod
    def fit(
        cls, embedding: Vectors, settings: SettingsT, context: FitContext | None = None
    ) -> ClusterMethod[SettingsT]:
        """Fit on an embedding (n, k), of the first run or of all, see `USES_ALL_RUNS`.

        Raises
        ------
        SceneError
            Settings or scenes that give no clusters.
        """

    @classmethod
    def fit_regions(
        cls, embedding: Vectors, settings: SettingsT, cells: IntArray
    ) -> tuple[ClusterMethod[SettingsT], IntArray]:
        """Fit contiguous regions on an embedding (n, k) of scenes at ``cells`` (n, 2) of a grid.

        Returns the method, by which clusters are found on another raster without being contiguous,
        and the region of each scene (n,), counted from 0.
        """
        raise NotImplementedError(f"{cls.LABEL} makes no regions")

    @classmethod
    def own_settings(cls) -> tuple[Field[Any], ...]:
        """Return the fields of its settings that it shares with no other method."""
        common = {one.name for one in fields(CommonSettings)}
        return tuple(one for one in fields(cls.SETTINGS) if one.name not in common)

    @property
    @abstractmethod
    def clusters(self) -> int:
        """Number of clusters."""

    @abstractmethod
    def memberships(self, embedding: Vectors) -> FloatArray:
        """Return the probabilities (n, K) of the clusters; what a row lacks to 1 is noise."""

    @abstractmethod
    def reorder(self, order: IntArray) -> ClusterMethod[SettingsT]:
        """Keep only the clusters in ``order``, numbered in that order."""

    def check(self) -> None:
        """Raise ``ValueError`` where arrays of a file have their forms and make no sense."""

    def notes(self) -> list[str]:
        """Return lines about the fit for the log."""
        return []

    def tree(self) -> ClusterTree | None:
        """Return the merge tree of its finest groups; None where its clusters are all there is."""
        return None

    def subclusters(self, embedding: Vectors, labels: IntArray) -> IntArray:
        """Return the finest groups (n,) that scenes of clusters ``labels`` (n,) are in.

        Both count from 0; the groups are the leaves of the tree, or else the clusters.
        """
        return labels

    def with_detail(self, detail: str) -> ClusterMethod[SettingsT]:
        """Return the clusters at another level of detail; nothing is fitted."""
        raise NotImplementedError(f"{self.LABEL} has no levels")

    def with_number(self, count: int) -> ClusterMethod[SettingsT]:
        """Return the level of ``count`` clusters; nothing is fitted."""
        raise NotImplementedError(f"{self.LABEL} has no levels")


def softmax(log: FloatArray) -> FloatArray:
    """Turn log weights into shares that sum to one.

    Parameters
    ----------
    log
        Log weights of shape (n, K), in nats; each row has a finite one.

    Returns
    -------
    ndarray of shape (n, K)
        Shares from 0 to 1; each row sums to one.

    Examples
    --------
    >>> import numpy as np
    >>> softmax(np.zeros((1, 2))).tolist()
    [[0.5, 0.5]]
    """
    shifted = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
