"""Supervised classification: maximum likelihood with a Gaussian for each class."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray, IntArray, ObjectArray
from ..base.errors import DataFileError, RasterError, SceneError
from ..base.palette import shade_of
from ..base.plain import setting
from ..base.progress import Progress, silent
from ..classes.legend import HIGHEST_CLASS
from ..scenes.blocks import Area, RasterWriter, Window, class_writer, write_class_names
from ..scenes.grid import GeoTransform, map_to_pixel
from ..scenes.labeled import distinct_names
from .cluster import UNKNOWN
from .signatures import Moments, Signature, Signatures

REJECTED_COLOR = "#000000"
_SINGULAR = 1e-9  # smallest eigenvalue of a class's correlations that counts as more than none
_RIDGE = 1e-3  # share of a band's variance
_CHUNK = 32_768


@dataclass(frozen=True)
class LikelihoodSettings:
    """How pixels are classified by maximum likelihood."""

    priors: bool = False
    """Weigh classes by the pixels of their signatures; otherwise all are equally likely."""

    reject: float = setting(0.0, minimum=0, maximum=0.99)
    """Pixels are rejected that lie as far from their class as less than this share of its own
    pixels would (chi-square distribution of the Mahalanobis distance); 0 rejects none."""

    rejected_class: bool = False
    """Rejected pixels become a class of their own, the last one, and otherwise nodata."""


@dataclass(frozen=True)
class Likelihood:
    """What `classify` found: the classes with their pixels in the map, and how many there are."""

    classes: tuple[Signature, ...]
    pixels: int
    rejected: int


class Gaussians:
    """The Gaussians of signatures, ready to tell how likely each is (Swain & Davis 1978).

    A covariance that is singular gets a thousandth of each band's variance over all signatures
    added to its diagonal; ``regularized`` names the classes.
    """

    def __init__(self, classes: Sequence[Signature], priors: bool = False) -> None:
        pixels = np.array([max(c.pixels, 1) for c in classes], dtype=np.float64)
        self.means = np.stack([c.mean for c in classes])
        self.regularized: list[str] = []
        variance = _total_variance(classes, pixels)
        self._whitening, offsets = [], []
        for c in classes:
            covariance = c.covariance
            if _is_singular(covariance):
                covariance = covariance + np.diag(_RIDGE * variance)
                self.regularized.append(c.name)
            try:
                factor = np.linalg.cholesky(covariance)
            except np.linalg.LinAlgError as error:
                raise DataFileError(
                    f"The covariance of '{c.name}' is not valid, so the signatures are damaged. "
                    "Make them again."
                ) from error
            self._whitening.append(np.linalg.inv(factor))
            offsets.append(-np.log(np.diag(factor)).sum())
        weights = np.log(pixels / pixels.sum()) if priors else np.zeros(len(classes))
        self._offsets = np.array(offsets) + weights

    def distances(self, values: npt.NDArray[Any]) -> FloatArray:
        """Squared Mahalanobis distances of pixels (n, bands) to the classes, (n, classes)."""
        # Band by band, not as a product of matrices: BLAS would start threads for a few columns.
        columns = np.ascontiguousarray(np.asarray(values, dtype=np.float64).T)
        squared = np.zeros((len(self.means), columns.shape[1]))
        for row, mean, whitening in zip(squared, self.means, self._whitening):
            apart = columns - mean[:, None]
            for place, factors in enumerate(whitening):  # a lower triangle
                white = factors[0] * apart[0]
                for band in range(1, place + 1):
                    white += factors[band] * apart[band]
                row += white * white
        return squared.T

    def __call__(self, values: npt.NDArray[Any]) -> tuple[IntArray, FloatArray, FloatArray]:
        """Find the most likely class of pixels (n, bands).

        Returns
        -------
        tuple
            The place of the class, its posterior probability, and the squared Mahalanobis
            distance to it, all of shape (n,).
        """
        squared = self.distances(values)
        score = self._offsets - 0.5 * squared
        best = score.argmax(axis=1)
        rows = np.arange(len(score))
        posterior = 1 / np.exp(score - score[rows, best][:, None]).sum(axis=1)
        return best, posterior, squared[rows, best]


def classify(
    area: Area, signatures: Signatures, settings: LikelihoodSettings, output: str | Path,
    probability: str | Path | None = None, crs_wkt: str = "", progress: Progress = silent,
) -> Likelihood:  # fmt: skip
    """Give each valid pixel of an area the class that is most likely, block by block.

    Parameters
    ----------
    output : path
        GeoTIFF of the classes' values, 8 bits up to 255, else 16; 0 is nodata.
    probability : path, optional
        GeoTIFF of the posterior probability of the class in percent, 8 bits; 255 is nodata.

    Raises
    ------
    RasterError
        The area has no valid pixels.
    DataFileError
        The bands are not as many as those of the signatures.
    SceneError
        A class has too few pixels for a covariance, which takes one more than there are bands.
    OutputError
        A file cannot be written.
    """
    from scipy.stats import chi2

    bands = area.raster.bands
    if len(bands) != len(signatures.bands):
        raise DataFileError(
            f"The bands chosen are {len(bands)}, but the signatures are of "
            f"{len(signatures.bands)}. Choose the bands that correspond to "
            f"{list(signatures.bands)}."
        )
    check_pixels(signatures.classes, len(bands))
    gaussians = Gaussians(signatures.classes, settings.priors)
    for name in gaussians.regularized:
        progress.log(
            f"The covariance of '{name}' is singular (bands that are constant or depend on each "
            "other): a thousandth of each band's variance was added to its diagonal."
        )
    values_of = np.array([c.value for c in signatures.classes], dtype=np.uint16)
    classes = list(signatures.classes)
    limit = chi2.isf(settings.reject, len(bands)) if settings.reject > 0 else np.inf
    last = 0
    if settings.reject > 0 and settings.rejected_class:
        last = int(values_of.max()) + 1
        nothing = np.zeros(len(bands))
        classes.append(Signature(last, "Rejected", REJECTED_COLOR, 0, nothing, np.diag(nothing)))
    counts = np.zeros(int(values_of.max()) + 2, dtype=np.int64)
    pixels = rejected = 0
    windows = area.windows()
    with contextlib.ExitStack() as stack:
        writer = stack.enter_context(class_writer(output, area, classes, crs_wkt))
        percents = None
        if probability is not None:
            names = ["Probability in percent"]
            made = RasterWriter(probability, area, "uint8", UNKNOWN, crs_wkt, names=names)
            percents = stack.enter_context(made)
        for number, window in enumerate(windows):
            progress(number / len(windows))
            values, mask = area.read(window)
            found = np.empty(len(values), dtype=np.uint16)
            percent = np.empty(len(values), dtype=np.uint8)
            for start in range(0, len(values), _CHUNK):
                part = slice(start, start + _CHUNK)
                best, posterior, squared = gaussians(values[part])
                far = squared > limit
                found[part] = np.where(far, last, values_of[best])
                percent[part] = np.where(far, UNKNOWN, np.rint(100 * posterior))
                rejected += int(far.sum())
            pixels += len(values)
            counts += np.bincount(found, minlength=len(counts))
            writer.write(window, mask, found)
            if percents is not None:
                percents.write(window, mask, percent)
        if pixels == 0:
            raise RasterError(
                f"{area.raster.path} has no valid data: all pixels are nodata. Choose another "
                "raster, extent or bands, or correct the nodata value."
            )
    mapped = tuple(replace(c, pixels=int(counts[c.value])) for c in classes)
    write_class_names(output, mapped)
    return Likelihood(mapped, pixels, rejected)


def signatures_of_polygons(
    area: Area, shapes: ObjectArray, class_names: Sequence[str | None],
    provenance: dict[str, Any] | None = None, progress: Progress = silent,
) -> Signatures:  # fmt: skip
    """Gather the signatures of labeled polygons from the valid pixels whose centers they cover.

    Where polygons overlap, the later one counts. Names that are all whole numbers from 1 to 255
    are the values of the classes; otherwise these are numbered in the order of their names.

    Parameters
    ----------
    area
        The raster, or its part, with the bands that count.
    shapes
        Polygons as WKB in the raster's coordinate reference system, of shape (n,).
    class_names
        Names of the n polygons' classes. Polygons without one are left out, which is logged.
    provenance
        What the signatures say of their origin; None: nothing.

    Returns
    -------
    Signatures
        Means and covariances of the classes, in units of the raster, by class value.

    Raises
    ------
    SceneError
        No polygon has a class, two classes differ only in spaces or in upper and lower case, there
        are too many classes, no polygon covers valid pixels, or a class has fewer pixels than bands
        plus one.
    """
    import shapely
    from rasterio.features import rasterize

    names = [(name or "").strip() for name in class_names]
    if not any(names):
        raise SceneError(
            f"None of the {len(names)} polygons has a class. Choose the field that holds the "
            "classes, or fill it in."
        )
    missing = sum(not name for name in names)
    if missing:
        progress.log(f"Left out because they have no class: {missing} of {len(names)} polygons.")
    used = distinct_names(name for name in names if name)
    listed, value_of = _values_of(sorted(set(used.values())))
    kept = [place for place, name in enumerate(names) if name]
    polygons = shapely.from_wkb(shapes[kept], on_invalid="ignore")
    polygons = _in_pixels(polygons, area.raster.transform)
    values = np.array([value_of[used[names[place]]] for place in kept])
    tree = shapely.STRtree(polygons)
    bands = len(area.raster.bands)
    moments = {value: Moments(bands) for value in value_of.values()}
    windows = area.windows()
    for number, window in enumerate(windows):
        progress(number / len(windows))
        inside = np.sort(tree.query(_box(window), predicate="intersects"))
        if not len(inside):
            continue
        # In the window's own pixels; a shape that covers no pixel center burns nothing.
        moved = shapely.transform(polygons[inside], lambda xy: xy - window[:2])  # noqa: B023
        burned = rasterize(
            ((shape, int(value)) for shape, value in zip(moved, values[inside])),
            out_shape=(window[3], window[2]),
            fill=0,
            dtype="int32",
        )
        pixels, mask = area.read(window)
        classes = burned[mask]
        for value in np.unique(classes[classes > 0]).tolist():
            moments[value].add(pixels[classes == value])
    if not any(m.count for m in moments.values()):
        raise SceneError(
            f"None of the {len(kept)} polygons with a class covers valid pixels of the raster. "
            "Choose polygons of the same area, or check the nodata value."
        )
    found = tuple(
        moments[value_of[name]].signature(value_of[name], name, shade_of(place))
        for place, name in enumerate(listed, start=1)
    )
    check_pixels(found, bands)
    return Signatures(area.raster.bands, found, provenance or {})


def check_pixels(classes: Sequence[Signature], bands: int) -> None:
    """Refuse classes that have fewer pixels than a covariance takes.

    Parameters
    ----------
    classes
        Signatures with the numbers of their pixels.
    bands
        Number of bands.

    Raises
    ------
    SceneError
        A class has fewer pixels than bands plus one.
    """
    few = [f"{c.name} ({c.pixels})" for c in classes if c.pixels < bands + 1]
    if few:
        more = f" and {len(few) - 10} more" if len(few) > 10 else ""
        raise SceneError(
            f"These classes have fewer than the {bands + 1} pixels that {bands} bands need: "
            f"{', '.join(few[:10])}{more}. Give them larger or more polygons, choose fewer bands "
            "or clusters, or leave the classes out."
        )


def _values_of(names: list[str]) -> tuple[list[str], dict[str, int]]:
    """Names in the order of their values, and the values."""
    if all(name.isascii() and name.isdigit() and 1 <= int(name) <= 255 for name in names):
        numbers = {name: int(name) for name in names}
        if len(set(numbers.values())) == len(names):  # not so for 1 and 01
            return sorted(names, key=lambda name: numbers[name]), numbers
    if len(names) > HIGHEST_CLASS:
        raise SceneError(
            f"The field has {len(names)} classes, and at most {HIGHEST_CLASS} are possible. "
            "Choose the field that holds the classes."
        )
    return names, {name: value for value, name in enumerate(names, start=1)}


def _in_pixels(shapes: Any, transform: GeoTransform) -> Any:
    """Move shapes from the map to pixel coordinates; what is at infinity becomes empty."""
    import shapely

    def to_pixels(points: FloatArray) -> FloatArray:
        return np.stack(map_to_pixel(transform, points[:, 0], points[:, 1]), axis=1)

    shapes = shapely.force_2d(shapes)
    finite = np.isfinite(shapely.bounds(shapes)).all(axis=1)
    moved = shapely.transform(np.where(finite, shapes, shapely.Polygon()), to_pixels)
    return np.where(shapely.is_valid(moved), moved, shapely.make_valid(moved))


def _box(window: Window) -> Any:
    import shapely

    col, row, width, height = window
    return shapely.box(col, row, col + width, row + height)


def _total_variance(classes: Sequence[Signature], pixels: FloatArray) -> FloatArray:
    """Variance of each band over all signatures, within and between them, (bands,)."""
    weights = pixels / pixels.sum()
    means = np.stack([c.mean for c in classes])
    within = np.stack([np.diag(c.covariance) for c in classes])
    center = weights @ means
    total: FloatArray = weights @ (within + (means - center) ** 2)
    total[total <= 0] = 1  # a band that is the same everywhere tells nothing apart
    return total


def _is_singular(covariance: FloatArray) -> bool:
    """Tell whether a covariance has no inverse, whatever the bands' units."""
    deviations = np.sqrt(np.diag(covariance).clip(0))
    if (deviations == 0).any():
        return True
    correlations = covariance / np.outer(deviations, deviations)
    return bool(np.linalg.eigvalsh(correlations)[0] < _SINGULAR)
