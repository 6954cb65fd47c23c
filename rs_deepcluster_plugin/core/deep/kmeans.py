"""k-means over blocks of rows: in memory, or read from a file here or on other machines.

Only sums travel between blocks, so the result does not depend, but for rounding, on how rows are
divided into blocks, nor on where the blocks are computed.

Sources
-------
Lloyd 1982; Arthur & Vassilvitskii 2007, "k-means++"; Caron et al. 2018, "Deep Clustering for
Unsupervised Learning of Visual Features" (whitened features, empty clusters); Caron et al. 2019,
"Unsupervised Pre-Training of Image Features on Non-Curated Data" (distributed and hierarchical).
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, IntArray, Vectors
from ..base.parallel import run_side_by_side
from ..base.progress import Progress
from ..machines.client import connect_scheduler
from ..machines.crew import Crew
from ..machines.store import find_unseen, token_in

BLOCK = 32_768  # rows; with 1,000 centers their distances take 250 MB
_SAMPLE = 20_000  # rows that the start is drawn from
_PERTURBATION = 1 / 1024  # of a center that is split, as in the code of DeepCluster's k-means


class Blocks(Protocol):
    """Rows (n, d) that are gone through block by block."""

    @property
    def count(self) -> int:
        """Number of rows."""

    def map(self, function: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Return ``function(rows (m, d), start, *arguments)`` of each block, in their order."""

    def take(self, places: IntArray) -> Vectors:
        """Return the rows at ascending places."""


@dataclass(frozen=True)
class ArrayBlocks:
    """Rows of an array in memory."""

    values: Vectors
    size: int = BLOCK

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.values)

    def map(self, function: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Go through the blocks one after the other."""
        return [
            function(self.values[start : start + self.size], start, *arguments)
            for start in range(0, self.count, self.size)
        ]

    def take(self, places: IntArray) -> Vectors:
        """Return the rows at ascending places."""
        return self.values[places]


@dataclass(frozen=True)
class FileBlocks:
    """Rows of an npy file, of which each block is read where something is made of it.

    Threads of this process do so, or the workers of a ``crew``, which must see the file under the
    same path.
    """

    path: Path
    count: int
    """Number of rows."""

    size: int = BLOCK
    crew: Crew | None = None

    def map(self, function: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Go through the blocks side by side."""
        shared = str(self.path), function, arguments
        spans = [
            (start, min(start + self.size, self.count)) for start in range(0, self.count, self.size)
        ]
        if self.crew is None:
            made = run_side_by_side(lambda span: _of_file(shared, *span), spans)
            return [found for _, found in made]
        found: dict[int, Any] = {}

        def finished(made: tuple[int, Any]) -> float:
            found.update([made])
            return len(found) / len(spans)

        run = secrets.token_hex(8)
        tasks = ((f"rows-{run}-{start}", (start, stop)) for start, stop in spans)
        self.crew.do(_of_file, shared, tasks, finished)
        return [found[start] for start, _ in spans]

    def take(self, places: IntArray) -> Vectors:
        """Return the rows at ascending places."""
        return np.asarray(np.load(self.path, mmap_mode="r", allow_pickle=False)[places])


@contextlib.contextmanager
def hire_crew(address: str, folder: Path, progress: Progress) -> Iterator[Crew | None]:
    """Have the workers of a Dask scheduler that see a folder, for as long as the context lasts.

    Parameters
    ----------
    address
        Where the scheduler listens, such as ``tcp://host:8786``; "" for none.
    folder
        Where the files are that are read.
    progress
        Is told who cannot take part.

    Returns
    -------
    context manager
        It gives the crew, None without an address.

    Raises
    ------
    DeviceError
        No scheduler answers there, no worker comes, or one has another version of the plugin.
    OutputError
        A worker does not see the folder.
    DependencyError
        There is an address, and Dask is missing or cannot be loaded.
    """
    if not address:
        yield None
        return
    with connect_scheduler(address) as client, token_in(folder) as token:
        crew = Crew(client, _Lines(progress))
        crew.require(find_unseen, str(folder), token)
        yield crew


class _Lines:
    """A `Progress` for work that comes again and again, and is no share of the whole."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def __call__(self, fraction: float) -> None:
        """Do nothing."""

    def log(self, text: str) -> None:
        """Pass the line on."""
        self._whole.log(text)


def _of_file(
    shared: tuple[str, Callable[..., Any], tuple[Any, ...]], start: int, stop: int
) -> tuple[int, Any]:
    path, function, arguments = shared
    rows = np.load(path, mmap_mode="r", allow_pickle=False)[start:stop]
    return start, function(np.asarray(rows), start, *arguments)


@dataclass(frozen=True)
class Whitener:
    """PCA-whitens rows and gives them length 1: ``matrix`` (p, d), ``mean`` (d,)."""

    matrix: FloatArray
    mean: FloatArray

    def __call__(self, rows: npt.NDArray[Any]) -> FloatArray:
        """Whiten rows (n, d) to (n, p)."""
        found = (rows - self.mean) @ self.matrix.T
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12))


def fit_whitener(blocks: Blocks, dimensions: int) -> Whitener:
    """Fit PCA with whitening to rows.

    Parameters
    ----------
    blocks
        Rows of shape (n, d).
    dimensions
        How many principal components are kept at most. None is kept that has no variance, but for
        one where the rows are all alike.

    Returns
    -------
    Whitener
        What takes rows of shape (n, d) to shape (n, p).

    References
    ----------
    Caron et al. 2018, "Deep Clustering for Unsupervised Learning of Visual Features", section 3.3.
    """
    sums = blocks.map(_moments)
    count = sum(len_ for len_, _, _ in sums)
    mean = sum(total for _, total, _ in sums) / count
    covariance = sum(square for _, _, square in sums) / count - np.outer(mean, mean)
    variances, directions = np.linalg.eigh(covariance)
    variances, directions = variances[::-1], directions[:, ::-1].T
    kept = variances[:dimensions] > 1e-10 * max(variances[0], 1e-30)
    kept[0] = True  # rows that are all alike keep one dimension
    scale = np.sqrt(np.maximum(variances[:dimensions][kept], 1e-30))
    return Whitener(directions[:dimensions][kept] / scale[:, None], mean)


def _moments(rows: Vectors, _: int) -> tuple[int, FloatArray, FloatArray]:
    values = rows.astype(np.float64)
    return len(values), values.sum(axis=0), values.T @ values


@dataclass(frozen=True)
class Partition:
    """Clusters of rows: ``labels`` (n,) from 0 and ``centers`` (k, p)."""

    labels: IntArray
    centers: FloatArray
    inertia: float
    """Sum of the squared distances of rows to their centers."""


def lloyd(
    blocks: Blocks,
    centers: FloatArray,
    iterations: int = 50,
    seed: int = 0,
    whitener: Whitener | None = None,
    groups: IntArray | None = None,
    owners: IntArray | None = None,
) -> Partition:
    """Run k-means from given centers until no center moves.

    An empty cluster takes the center of a random non-empty one, slightly perturbed; the rows of
    that one are then divided between the two (Caron et al. 2018, section 3.3).

    Parameters
    ----------
    blocks
        Rows of shape (n, d).
    centers
        Centers to start from, of shape (k, p).
    iterations
        How often centers are moved at most.
    seed
        Decides which clusters are split.
    whitener
        What rows go through first.
    groups, owners
        Of shape (n,) and (k,). Where given, a row of group g is compared only with the centers that
        g owns: k-means in each group, all of them at once (the second level of Caron et al. 2019).

    Returns
    -------
    Partition
        Clusters of the rows.

    References
    ----------
    Lloyd 1982, "Least squares quantization in PCM".
    """
    generator = np.random.default_rng(seed)
    centers = centers.astype(np.float64).copy()
    owners = np.zeros(len(centers), dtype=np.int64) if owners is None else owners
    for _ in range(iterations):
        found = blocks.map(_sums, centers, whitener, groups, owners)
        counts = sum(c for c, _, _ in found)
        moved = sum(s for _, s, _ in found) / np.maximum(counts, 1)[:, None]
        moved = split_empty(
            np.where(counts[:, None] > 0, moved, centers), counts, owners, generator
        )
        still = np.array_equal(moved, centers)
        centers = moved
        if still:
            break
    parts = blocks.map(_nearest, centers, whitener, groups, owners)
    labels = np.concatenate([nearest for nearest, _ in parts])
    return Partition(labels, centers, float(sum(d.sum() for _, d in parts)))


def split_empty(
    centers: FloatArray, counts: IntArray, owners: IntArray, generator: np.random.Generator
) -> FloatArray:
    """Give each empty cluster half of a non-empty one of its group.

    The donor is drawn by its size; its center moves a little one way, the empty cluster's the other
    way. What has no more than one row is not split.

    Parameters
    ----------
    centers
        Centers of shape (k, p).
    counts
        Rows of each cluster, of shape (k,).
    owners
        Groups of the clusters, of shape (k,).
    generator
        What donors and directions are drawn by.

    Returns
    -------
    ndarray
        Centers of shape (k, p).

    References
    ----------
    Caron et al. 2018, "Deep Clustering for Unsupervised Learning of Visual Features", section 3.3.
    """
    centers, sizes = centers.copy(), counts.astype(np.float64)
    for empty in np.flatnonzero(counts == 0):
        weights = np.where(owners == owners[empty], np.maximum(sizes - 1, 0), 0)
        if not weights.any():
            continue
        donor = generator.choice(len(centers), p=weights / weights.sum())
        step = _PERTURBATION * generator.choice([-1.0, 1.0], centers.shape[1])
        step *= np.abs(centers[donor]) + 1e-6
        centers[empty], centers[donor] = centers[donor] + step, centers[donor] - step
        sizes[empty] = sizes[donor] = sizes[donor] / 2
    return centers


def kmeans(
    blocks: Blocks, clusters: int, seed: int = 0, whitener: Whitener | None = None,
    starts: int = 1, iterations: int = 50,
) -> Partition:  # fmt: skip
    """Run k-means from k-means++ on a sample; the best of several starts.

    Parameters
    ----------
    blocks
        Rows of shape (n, d).
    clusters
        Number of clusters.
    seed
        Decides which centers are drawn.
    whitener
        What rows go through first.
    starts
        How often it is run, at least 1.
    iterations
        How often centers are moved at most, in each run.

    Returns
    -------
    Partition
        The one of the least inertia.

    References
    ----------
    Arthur & Vassilvitskii 2007, "k-means++: The Advantages of Careful Seeding".
    """
    best: Partition | None = None
    for start in range(starts):
        centers = start_centers(blocks, clusters, seed * 101 + start, whitener)
        found = lloyd(blocks, centers, iterations, seed * 101 + start, whitener)
        if best is None or found.inertia < best.inertia:
            best = found
    assert best is not None  # nosec B101 # there is at least one start
    return best


def hierarchical_kmeans(
    blocks: Blocks, groups: int, clusters: int, seed: int = 0, whitener: Whitener | None = None,
    iterations: int = 30,
) -> tuple[Partition, IntArray]:  # fmt: skip
    """Run k-means in two levels.

    Rows are divided into groups, and each group into clusters of its own, shared out by the groups'
    sizes.

    Parameters
    ----------
    blocks
        Rows of shape (n, d).
    groups
        Number of groups.
    clusters
        Number of clusters in all; each non-empty group gets one at least (`share_out`).
    seed
        Decides which centers are drawn.
    whitener
        What rows go through first.
    iterations
        How often centers are moved at most, in each level.

    Returns
    -------
    tuple
        The partition into clusters, and the (k,) groups they belong to.

    References
    ----------
    Caron et al. 2019, "Unsupervised Pre-Training of Image Features on Non-Curated Data",
    section 3.2.
    """
    upper = kmeans(blocks, groups, seed, whitener, iterations=iterations)
    sizes = np.bincount(upper.labels, minlength=groups)
    shares = share_out(sizes, clusters)
    owners = np.repeat(np.arange(groups), shares)
    generator = np.random.default_rng([seed, 1])
    starts = []
    for group in np.flatnonzero(shares):
        members = np.flatnonzero(upper.labels == group)
        drawn = np.sort(generator.permutation(members)[:_SAMPLE])
        rows = _through(whitener, blocks.take(drawn))
        starts.append(_plus_plus(rows, int(shares[group]), seed + int(group)))
    centers = np.concatenate(starts)
    return lloyd(blocks, centers, iterations, seed, whitener, upper.labels, owners), owners


def share_out(sizes: IntArray, total: int) -> IntArray:
    """Share clusters out to groups by their sizes: each non-empty one gets one.

    No group gets more than it has members; what is left goes by the largest remainder.

    Parameters
    ----------
    sizes
        Members of each group, of shape (g,).
    total
        Number of clusters.

    Returns
    -------
    ndarray
        Clusters of each group, of shape (g,). They sum up to ``total``, but to no less than there
        are non-empty groups and to no more than there are members.

    Examples
    --------
    >>> import numpy as np
    >>> share_out(np.array([6, 2, 0]), 4).tolist()
    [3, 1, 0]
    """
    shares = (sizes > 0).astype(np.int64)
    while shares.sum() < min(total, sizes.sum()):
        want = np.where(shares < sizes, sizes * total / max(sizes.sum(), 1) - shares, -np.inf)
        shares[int(want.argmax())] += 1
    return shares


def start_centers(
    blocks: Blocks, clusters: int, seed: int, whitener: Whitener | None = None
) -> FloatArray:
    """Draw centers by k-means++ from a sample of the rows.

    Parameters
    ----------
    blocks
        Rows of shape (n, d).
    clusters
        Number of centers.
    seed
        Decides which rows are drawn.
    whitener
        What rows go through first.

    Returns
    -------
    ndarray
        Centers of shape (k, p).

    References
    ----------
    Arthur & Vassilvitskii 2007, "k-means++: The Advantages of Careful Seeding".
    """
    generator = np.random.default_rng([seed, 2])
    drawn = np.sort(generator.permutation(blocks.count)[:_SAMPLE])
    return _plus_plus(_through(whitener, blocks.take(drawn)), clusters, seed)


def _plus_plus(rows: FloatArray, clusters: int, seed: int) -> FloatArray:
    from sklearn.cluster import kmeans_plusplus

    found = kmeans_plusplus(rows, clusters, random_state=seed % 2**32)[0]
    return np.asarray(found, dtype=np.float64)


def _through(whitener: Whitener | None, rows: npt.NDArray[Any]) -> FloatArray:
    return np.asarray(rows, dtype=np.float64) if whitener is None else whitener(rows)


def _nearest(
    rows: npt.NDArray[Any], start: int, centers: FloatArray, whitener: Whitener | None,
    groups: IntArray | None, owners: IntArray,
) -> tuple[IntArray, FloatArray]:  # fmt: skip
    """Nearest center of each row, and the squared distance to it."""
    values = _through(whitener, rows)
    squared = (centers**2).sum(axis=1) - 2 * values @ centers.T
    if groups is not None:
        squared[groups[start : start + len(rows), None] != owners] = np.inf
    labels = squared.argmin(axis=1)
    distances = squared[np.arange(len(rows)), labels] + (values**2).sum(axis=1)
    return labels, np.maximum(distances, 0)


def _sums(
    rows: Vectors, start: int, centers: FloatArray, whitener: Whitener | None,
    groups: IntArray | None, owners: IntArray,
) -> tuple[IntArray, FloatArray, float]:  # fmt: skip
    """Return counts (k,) and sums (k, p) of the rows nearest to each center, and the inertia."""
    from scipy.sparse import csr_matrix

    values = _through(whitener, rows)
    labels, distances = _nearest(values, start, centers, None, groups, owners)
    places = np.arange(len(rows))
    members = csr_matrix((np.ones(len(rows)), (labels, places)), (len(centers), len(rows)))
    counts = np.bincount(labels, minlength=len(centers))
    return counts, np.asarray(members @ values), float(distances.sum())
