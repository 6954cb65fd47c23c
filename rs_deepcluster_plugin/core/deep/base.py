"""What the methods of deep clustering share: settings, and how they speak to the training loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from ..base.arrays import FloatArray, IntArray, Vectors
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..machines.crew import Crew
from .kmeans import ArrayBlocks, Blocks, kmeans

ANY, PLAIN, WEAK, STRONG = "any", "plain", "weak", "strong"
"""Kinds of copies of a scene: any of them, the scene as it is, a weakly or a strongly augmented."""

PARTITIONS = ("equal", "estimated")
MODES = ("quick", "full")
BASES = ("scan", "default", "field")
"""Where the labels that RUC cleans come from: SCAN, the default clustering, or a given field."""

SAMPLINGS = ("hybrid", "confidence", "neighbors")
"""What RUC takes for credible: see `find_credible`."""

_STARTS = 10  # of k-means, the best of which is taken


@dataclass(frozen=True)
class RefineSettings:
    """How a model is adapted to a target without labels."""

    method: str = "scan"
    mode: str = "quick"
    """"quick" learns a linear map of cached features; "full" trains the last blocks as well."""

    clusters: int = setting(0, minimum=0, maximum=2000)
    """Number of clusters; 0: as many as the default clustering finds."""

    epochs: int = setting(0, minimum=0, maximum=10000)
    """0: what suits the method and the mode. In quick mode an epoch takes each copy of each scene
    once, in full mode each scene once."""

    copies: int = setting(4, minimum=0, maximum=64)
    """Quick mode: augmented copies of each scene."""

    dimensions: int = setting(256, minimum=2, maximum=4096)
    """Length of the adapted features, at most."""

    batch: int = setting(256, minimum=0, maximum=4096)
    """Scenes of a step; fewer where there are few."""

    rate: float = setting(0.0, minimum=0, maximum=1)
    """Highest learning rate, that of the map and of the classifier; 0: what suits the method."""

    temperature: float = setting(0.0, minimum=0, maximum=1)
    """Of the classifier: cosines are divided by it; 0: what suits the method."""

    overclustering: int = setting(0, minimum=0, maximum=100)
    """DeepCluster, DeeperCluster: pseudo-labels are so many times the clusters; 0: what suits the
    method."""

    interval: int = setting(0, minimum=0, maximum=1000)
    """Epochs between two reassignments of the labels; 0: what suits the method."""

    partition: str = "equal"
    """SelfLabel: one of `PARTITIONS`."""

    sharpness: float = setting(25.0, minimum=0.1, maximum=1000)
    """SelfLabel: lambda of the transport; large values give hard labels."""

    neighbors: int = setting(10, minimum=1, maximum=500)
    """SCAN, RUC: neighbors that are mined for each scene; 20 and 100 in the papers, for larger
    classes."""

    entropy: float = setting(2.0, minimum=0, maximum=100)
    """SCAN: weight of the entropy; the paper's 5 suits features that are learned from nothing."""

    confidence: float = setting(0.9, minimum=0, maximum=1)
    """SCAN, RUC: probability above which a scene teaches itself, or its label is credible."""

    base: str = "scan"
    """RUC: one of `BASES`."""

    sampling: str = "hybrid"
    """RUC: one of `SAMPLINGS`."""

    queue: int = setting(0, minimum=0, maximum=65536)
    """Contrastive: keys of earlier steps that a momentum encoder made (MoCo v2); 0: the other
    scenes of a step (SimCLR)."""

    scheduler: str = ""
    """DeeperCluster: address of a Dask scheduler; empty: threads of this computer."""

    seed: int = setting(0, minimum=0, maximum=2**31 - 1)


@dataclass(frozen=True)
class Outlook:
    """What the model makes of the target before an epoch; it is computed when it is asked for."""

    logits: Callable[[str], Vectors]
    """Logits (n, k) for a kind of copies."""

    stored: Callable[[], Path]
    """Write the embeddings (n, q) of the scenes as they are to an npy file."""

    set_classifier: Callable[[FloatArray | None], None]
    """Give the classifier these prototypes (k, q); None: draw them anew."""

    beside: Callable[[str, int], Vectors] | None = None
    """So many first columns of what the companion makes of a kind of copies, (n, r)."""


@dataclass(frozen=True)
class Seen:
    """What the student makes of copies (m, p) of scenes: torch tensors (m, p, ...)."""

    embedding: Any
    """(m, p, q), of length 1."""

    logits: Any
    """(m, p, k)."""

    beside: Any
    """(m, p, r) of the companion; r is 0 without one."""


@dataclass(frozen=True)
class Labels:
    """Clusters that scenes have already, for a method that works on them."""

    clusters: IntArray
    """(n,) from 0; -1: none."""

    probabilities: FloatArray | None = None
    """(n,) of the clusters; None: they are not known."""

    @property
    def count(self) -> int:
        """Number of clusters."""
        return int(self.clusters.max(initial=-1)) + 1


@dataclass
class DeepMethod:
    """Base of the methods; what one is, is how it labels scenes and what loss it has."""

    LABEL: ClassVar[str] = ""
    PAPER: ClassVar[str] = ""
    EPOCHS: ClassVar[tuple[int, int]] = (20, 10)
    """Epochs that suit it, in quick and in full mode."""

    RATES: ClassVar[tuple[float, float]] = (3e-4, 3e-4)
    """Learning rates that suit it, in quick and in full mode."""

    TEMPERATURE: ClassVar[float] = 0.1
    OVERCLUSTERING: ClassVar[int] = 1
    INTERVAL: ClassVar[int] = 1
    """Epochs between two reassignments; 0: scenes are never labeled by it."""

    WHOLE_BATCH: ClassVar[bool] = False
    """The loss is that of a batch, not a mean of its scenes'."""

    KINDS: ClassVar[tuple[str, ...]] = (ANY,)
    """The copies of a scene that a step looks at, and which kinds they are."""

    PREPARES: ClassVar[bool] = False
    """Preparing takes as long as learning does."""

    MACHINES: ClassVar[bool] = False
    """Its k-means can go to the workers of a Dask scheduler."""

    COPIES: ClassVar[tuple[int, int]] = (0, 64)
    """Augmented copies that it can do with in quick mode, at least and at most."""

    MODES: ClassVar[tuple[str, ...]] = MODES
    """Those in which the method makes sense."""

    WHY: ClassVar[str] = ""
    """A sentence on why not in the others, with a remedy."""

    settings: RefineSettings
    clusters: int
    count: int
    """Scenes."""

    labels: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Pseudo-labels (n,)."""

    crew: Crew | None = None
    """Workers of a Dask scheduler; None: threads of this computer."""

    parts: tuple[FloatArray, ...] = ()
    """Matrices (d, p) that take features (n, d) back to the tokens of each block they are of;
    empty: they are taken as they are."""

    given: Labels | None = None
    """Clusters to begin with, for the methods that work on those of others."""

    def first(self) -> DeepMethod | None:
        """Return the method that is learned before this one, and whose answers are `given`."""
        return None

    def companion(self, student: Any) -> Any:
        """Return a torch module that learns beside the student, or None.

        It takes copies (m, p, ...) and their features (m * p, d) to (m * p, r).
        """
        return None

    def prepare(self, features: Vectors, center: FloatArray, progress: Progress = silent) -> None:
        """Look at the features (n, d) and their mean (d,) once, before anything is learned."""

    def blocks(self, path: Path) -> Blocks:
        """Return the rows of an npy file as k-means goes through them."""
        return ArrayBlocks(np.load(path, allow_pickle=False))

    @classmethod
    def resolve(cls, settings: RefineSettings) -> RefineSettings:
        """Fill in what the settings leave to the method."""
        mode = MODES.index(settings.mode)
        return replace(
            settings,
            epochs=settings.epochs or cls.EPOCHS[mode],
            copies=min(settings.copies, cls.COPIES[1]),
            rate=settings.rate or cls.RATES[mode],
            temperature=settings.temperature or cls.TEMPERATURE,
            interval=(settings.interval or cls.INTERVAL) if cls.INTERVAL else 0,
            overclustering=settings.overclustering or cls.OVERCLUSTERING,
            scheduler=settings.scheduler if cls.MACHINES else "",
        )

    @property
    def prototypes(self) -> int:
        """Number of the classifier's outputs."""
        return self.clusters

    def begin(self, outlook: Outlook) -> None:
        """Set the classifier before the first epoch: to the centers of k-means."""
        blocks = self.blocks(outlook.stored())
        found = kmeans(blocks, self.clusters, self.settings.seed, starts=_STARTS)
        outlook.set_classifier(found.centers)

    def reassign(self, epoch: int, outlook: Outlook) -> None:
        """Label the scenes before an epoch."""

    def partners(self, scenes: IntArray, random: np.random.Generator) -> tuple[IntArray, ...]:
        """Return, for each of `kinds`, the scenes whose copies a step looks at."""
        return tuple(scenes for _ in self.KINDS)

    def kinds(self, epoch: int) -> tuple[str, ...]:
        """Return the kinds of copies that an epoch looks at."""
        return self.KINDS

    def is_balanced(self) -> bool:
        """Tell whether scenes are drawn uniformly over pseudo-labels."""
        return True

    def loss(self, logits: Any, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Return the loss of logits (m, copies, k), and a share of them that is right."""
        raise NotImplementedError

    def loss_of(self, seen: Seen, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """Return the loss of all that the student gives; here it is that of the logits."""
        return self.loss(seen.logits, scenes, epoch)

    def final_centers(self, blocks: Blocks, prototypes: FloatArray) -> tuple[FloatArray, float]:
        """Return the clusters' centers (k, q) among embeddings, and their variance.

        A scene's probabilities are those of equal round Gaussians around the centers. For centers
        of length 1 and embeddings of length 1 that is the softmax of cosines divided by the
        variance: the classifier itself.
        """
        units = prototypes / np.maximum(np.linalg.norm(prototypes, axis=1, keepdims=True), 1e-12)
        return units[: self.clusters], self.settings.temperature
