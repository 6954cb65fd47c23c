"""Clusterers of pixels: plain functions from values (n, bands) to centers (clusters, bands).

Pixels come by the million, so that all of them stand for what is assigned to the nearest center;
`find_nearest_centers` and `memberships` place new pixels. ISODATA and fuzzy c-means serve the
embeddings of scenes too (`clusters.methods`).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, IntArray, RealArray
from ..base.progress import Progress, silent

_CHUNK = 32_768  # pixels whose distances stay in the processor's cache
_MANY = 200_000  # pixels from which k-means goes through them in parts
_FUZZY_BATCH = 65_536


@dataclass(frozen=True)
class IsodataLimits:
    """Settings of ISODATA, under the names of Tou & Gonzalez (1974) in brackets."""

    clusters: int = 10
    """Desired number of clusters (K); between half and twice as many can come out."""

    minimum: int | None = None
    """Fewest pixels of a cluster (theta N); None: one in a hundred of an equal share."""

    deviation: float | None = None
    """Largest standard deviation of a cluster along a band before it is split (theta S), in units
    of the values; None: half more than as many clusters have on average after five iterations of
    `migrating_means`."""

    distance: float | None = None
    """Centers nearer than this are merged (theta C); None: half the mean distance of those
    clusters to their nearest."""

    pairs: int = 2
    """Most pairs of clusters that are merged in one iteration (L)."""

    iterations: int = 50
    """Most iterations (I)."""


def find_nearest_centers(values: RealArray, centers: FloatArray) -> IntArray:
    """Find the nearest center of each pixel by Euclidean distance.

    The result for a pixel does not depend on the others it comes with: sums go band by band.

    Parameters
    ----------
    values : ndarray of shape (n, bands)
    centers : ndarray of shape (clusters, bands)

    Returns
    -------
    ndarray of shape (n,)
        Row of the nearest center; of centers at the same distance, the first.
    """
    return _nearest(values, centers)[0]


def distances(values: RealArray, centers: FloatArray) -> FloatArray:
    """Return the squared Euclidean distances of pixels to centers.

    Parameters
    ----------
    values
        Pixels of shape (n, bands).
    centers
        Centers of shape (clusters, bands), in the same units.

    Returns
    -------
    ndarray of shape (n, clusters)
        Squared distances, in squared units of the values.

    Examples
    --------
    >>> import numpy as np
    >>> distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 1.0]])).tolist()
    [[25.0, 1.0]]
    """
    columns = np.ascontiguousarray(np.asarray(values, dtype=np.float64).T)
    squared = np.empty((len(centers), len(values)))
    for row, center in zip(squared, centers):
        row[:] = _to_one(columns, center)
    return squared.T


def memberships(values: RealArray, centers: FloatArray, fuzziness: float = 2.0) -> FloatArray:
    """Fuzzy memberships of pixels in clusters (Bezdek 1981), which sum to one.

    ``u_ik = 1 / sum_j (d_ik / d_ij) ** (2 / (fuzziness - 1))``; a pixel that lies on centers
    belongs to these in equal parts.

    Parameters
    ----------
    values : ndarray of shape (n, bands)
    centers : ndarray of shape (clusters, bands)
    fuzziness : float
        Exponent ``m`` above 1.

    Returns
    -------
    ndarray of shape (n, clusters)
    """
    squared = distances(values, centers)
    closest = squared.min(axis=1, keepdims=True)
    on_center = closest[:, 0] == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = (closest / squared) ** (1 / (fuzziness - 1))  # the largest is 1: no overflow
    weights[on_center] = squared[on_center] == 0
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def diagonal_means(values: RealArray, clusters: int) -> FloatArray:
    """Start means evenly along the diagonal from mean - sd to mean + sd of the bands.

    Parameters
    ----------
    values : ndarray of shape (n, bands)

    Returns
    -------
    ndarray of shape (clusters, bands)
    """
    mean, deviation = values.mean(axis=0, dtype=np.float64), values.std(axis=0, dtype=np.float64)
    steps = np.linspace(-1, 1, clusters) if clusters > 1 else np.zeros(1)
    return np.asarray(mean + steps[:, None] * deviation)


def k_means(values: RealArray, clusters: int, seed: int = 0) -> FloatArray:
    """k-means (Lloyd 1982) from k-means++ starts; many pixels in parts (Sculley 2010).

    Parameters
    ----------
    values : ndarray of shape (n, bands)

    Returns
    -------
    ndarray of shape (at most ``clusters``, bands)
        Fewer where there are fewer different pixels.
    """
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from sklearn.exceptions import ConvergenceWarning

    clusters = min(clusters, len(values))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct pixels than clusters
        if len(values) > _MANY:
            model = MiniBatchKMeans(clusters, batch_size=16_384, n_init=3, random_state=seed)
        else:
            model = KMeans(clusters, n_init=3, random_state=seed)
        model.fit(values)
    return np.unique(model.cluster_centers_.astype(np.float64), axis=0)


def fuzzy_c_means(
    values: RealArray, clusters: int, fuzziness: float = 2.0, seed: int = 0, iterations: int = 100,
    tolerance: float = 1e-3, progress: Progress = silent,
) -> FloatArray:  # fmt: skip
    """Fuzzy c-means, also called fuzzy k-means (Dunn 1973; Bezdek 1981).

    Starts from k-means++ and ends when no center moves by more than ``tolerance`` of the
    values' standard deviation, or after ``iterations``.

    Parameters
    ----------
    values : ndarray of shape (n, bands)
    fuzziness : float
        Exponent above 1: near 1 the clusters are those of k-means, large ones flow together.

    Returns
    -------
    ndarray of shape (at most ``clusters``, bands)
    """
    from sklearn.cluster import kmeans_plusplus

    clusters = min(clusters, len(np.unique(values, axis=0)))
    start, _ = kmeans_plusplus(np.asarray(values, np.float64), clusters, random_state=seed)
    centers: FloatArray = start
    limit = tolerance * float(values.std(axis=0, dtype=np.float64).max())
    for iteration in range(iterations):
        progress(iteration / iterations)
        sums, totals = np.zeros_like(centers), np.zeros(clusters)
        for part in _parts(values, _FUZZY_BATCH):
            weights = memberships(part, centers, fuzziness) ** fuzziness
            sums += weights.T @ part
            totals += weights.sum(axis=0)
        before, centers = centers, sums / totals[:, None]
        if np.abs(centers - before).max() <= limit:
            break
    return centers


def migrating_means(
    passes: Callable[[], Iterable[RealArray]], start: FloatArray, change: float = 0.02,
    iterations: int = 20, progress: Progress = silent,
) -> FloatArray:  # fmt: skip
    """Move means until few pixels change to another: the iterative minimum-distance classifier.

    Each iteration goes through all pixels, assigns each to its nearest mean and moves the means to
    the mean of their pixels; a mean without pixels stays where it is. This is the unsupervised
    classifier of early remote sensing systems ("migrating means"; Richards, Remote Sensing Digital
    Image Analysis, section 9.3).

    Parameters
    ----------
    passes : callable
        Gives all pixels once each time it is called, in parts of shape (n, bands).
    start : ndarray of shape (clusters, bands)
    change : float
        Ends when not more than this share of the pixels changes to another mean.

    Returns
    -------
    ndarray of shape (clusters, bands)
    """
    centers, before = start, None
    for iteration in range(iterations):
        progress(iteration / iterations)
        sums = np.zeros_like(centers)
        counts = np.zeros(len(centers))
        changed = total = 0
        for part in passes():
            for chunk in _parts(part, _CHUNK):
                labels = find_nearest_centers(chunk, centers)
                if before is not None:  # cheaper than to keep the labels of a whole raster
                    changed += int((labels != find_nearest_centers(chunk, before)).sum())
                total += len(chunk)
                counts += np.bincount(labels, minlength=len(centers))
                for band in range(centers.shape[1]):
                    sums[:, band] += np.bincount(labels, chunk[:, band], minlength=len(centers))
        if before is not None and changed <= change * total:
            break
        before = centers
        full = counts > 0
        centers = centers.copy()
        centers[full] = sums[full] / counts[full, None]
    return centers


def isodata(
    values: RealArray, settings: IsodataLimits | None = None, start: FloatArray | None = None,
    progress: Progress = silent,
) -> FloatArray:  # fmt: skip
    """ISODATA (Ball & Hall 1965), in the steps of Tou & Gonzalez (1974, section 3.3.6).

    Pixels go to the nearest center; clusters that are too small are given up; wide clusters are
    split along their widest band where there are too few clusters, or where they are wider and
    larger than most; near centers are merged in every second iteration and where there are too
    many. It ends after the last iteration, or when two iterations in a row change nothing.

    Parameters
    ----------
    values : ndarray of shape (n, bands)
    start : ndarray of shape (any number, bands), optional
        FloatArray to start from; None: as many as desired by `diagonal_means`.

    Returns
    -------
    ndarray of shape (clusters, bands)
    """
    settings = settings or IsodataLimits()
    desired = settings.clusters
    deviation, distance = settings.deviation, settings.distance
    if deviation is None or distance is None:
        usual = _usual(values, desired)
        deviation = usual[0] if deviation is None else deviation
        distance = usual[1] if distance is None else distance
    minimum = settings.minimum
    if minimum is None:
        minimum = max(len(values) // (100 * desired), 1)
    centers = diagonal_means(values, desired) if start is None else start
    idle = 0
    for iteration in range(1, settings.iterations + 1):
        progress(iteration / settings.iterations)
        last = iteration == settings.iterations
        means, counts, near, wide = _describe(values, centers)
        large = counts >= minimum
        if large.any() and not large.all():
            # The pixels of those given up go to the others before the means are taken.
            means, counts, near, wide = _describe(values, means[large])
        moved = means.shape != centers.shape or not np.array_equal(means, centers)
        centers = means
        split = False
        # An even iteration merges, and so does one with too many clusters; too few always split.
        if not last and (
            2 * len(centers) <= desired or (iteration % 2 and len(centers) < 2 * desired)
        ):
            few = 2 * len(centers) <= desired
            room = 2 * desired - len(centers)
            centers, split = _split(centers, counts, near, wide, deviation, minimum, few, room)
        merged = False
        if not split and not last:
            centers, merged = _merge(centers, counts, distance, settings.pairs)
        idle = 0 if moved or split or merged else idle + 1
        if idle == 2:
            break
    return centers


def _usual(values: RealArray, clusters: int) -> tuple[float, float]:
    """Deviation above which to split and distance below which to merge, for data as these."""
    start = diagonal_means(values, clusters)
    means, counts, _, wide = _describe(
        values, migrating_means(lambda: [values], start, 0, iterations=5)
    )
    apart = np.sqrt(distances(means, means))
    np.fill_diagonal(apart, np.inf)
    closest = apart.min(axis=1)
    closest = closest[np.isfinite(closest)]
    deviation = 1.5 * float((wide.max(axis=1) * counts).sum() / counts.sum())
    return deviation, 0.5 * float(closest.mean()) if len(closest) else 0.0


def _describe(
    values: RealArray, centers: FloatArray
) -> tuple[FloatArray, IntArray, FloatArray, FloatArray]:
    """Means, pixels, mean distance and standard deviations of the centers' clusters.

    FloatArray without pixels are left out.
    """
    count, bands = centers.shape
    labels = find_nearest_centers(values, centers)
    counts = np.bincount(labels, minlength=count)
    kept = np.flatnonzero(counts)
    labels = np.searchsorted(kept, labels)
    counts = counts[kept]

    def means_of(column: npt.NDArray[Any]) -> FloatArray:
        return np.asarray(np.bincount(labels, column, minlength=len(kept)) / counts)

    means = np.stack([means_of(values[:, band]) for band in range(bands)], axis=1)
    squares = np.zeros(len(values))
    wide = np.empty_like(means)
    for band in range(bands):
        square = (values[:, band] - means[labels, band]) ** 2
        squares += square
        wide[:, band] = np.sqrt(means_of(square))
    return means, counts, means_of(np.sqrt(squares)), wide


def _split(
    centers: FloatArray, counts: IntArray, near: FloatArray, wide: FloatArray,
    deviation: float, minimum: int, few: bool, room: int,
) -> tuple[FloatArray, bool]:  # fmt: skip
    """Split wide clusters in two along their widest band, its standard deviation apart.

    At most ``room`` of them, the widest first, so that there are never more than twice as many as
    desired.
    """
    widest = wide.argmax(axis=1)
    width = wide.max(axis=1)
    average = float((near * counts).sum() / counts.sum())
    large = (near > average) & (counts > 2 * (minimum + 1))
    chosen = (width > deviation) & (large | few)
    rows = np.flatnonzero(chosen)
    rows = np.sort(rows[np.argsort(-width[rows], kind="stable")][:room])
    if not len(rows):
        return centers, False
    shift = np.zeros_like(centers)
    shift[rows, widest[rows]] = 0.5 * width[rows]
    return np.concatenate([centers + shift, (centers - shift)[rows]]), True


def _merge(
    centers: FloatArray, counts: IntArray, distance: float, pairs: int
) -> tuple[FloatArray, bool]:
    """Merge the nearest pairs of centers below a distance, each center once."""
    apart = np.sqrt(distances(centers, centers))
    first, second = np.triu_indices(len(centers), 1)
    order = np.argsort(apart[first, second], kind="stable")
    order = order[apart[first, second][order] < distance][:pairs]
    used: set[int] = set()
    merged = centers.copy()
    gone = []
    for place in order:
        a, b = int(first[place]), int(second[place])
        if used & {a, b}:
            continue
        used |= {a, b}
        merged[a] = (counts[a] * centers[a] + counts[b] * centers[b]) / (counts[a] + counts[b])
        gone.append(b)
    return np.delete(merged, gone, axis=0), bool(gone)


def _nearest(values: RealArray, centers: FloatArray) -> tuple[IntArray, FloatArray]:
    """Row of the nearest center and the squared distance to it, both (n,)."""
    labels = np.zeros(len(values), dtype=np.int64)
    closest = np.full(len(values), np.inf)
    for start in range(0, len(values), _CHUNK):
        part = slice(start, start + _CHUNK)
        columns = np.ascontiguousarray(np.asarray(values[part], dtype=np.float64).T)
        best, which = closest[part], labels[part]
        for number, center in enumerate(centers):
            squared = _to_one(columns, center)
            nearer = squared < best
            which[nearer] = number
            np.minimum(best, squared, out=best)
    return labels, closest


def _to_one(columns: FloatArray, center: Any) -> FloatArray:
    """Squared distances of pixels, given band by band (bands, n), to one center."""
    squared = np.zeros(columns.shape[1])
    for column, middle in zip(columns, center):
        difference = column - middle
        difference *= difference
        squared += difference
    return squared


def _parts(values: RealArray, size: int) -> Iterable[RealArray]:
    return (values[start : start + size] for start in range(0, len(values), size))
