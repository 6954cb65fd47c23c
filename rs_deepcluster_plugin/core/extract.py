"""Step 3: a feature vector for each scene, part by part, so that a killed run can go on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import shutil
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from .engine import Engine, EngineSettings, make_engine
from .errors import OutputError, RasterError, SceneError
from .features import Provenance, SceneBlock, SceneWriter, Vectors, written_whole
from .grid import FloatArray, IntArray, SceneGrid, pixel_size, ring_coordinates
from .models import Encoder, ModelSettings
from .progress import Estimated, Part, Progress, silent
from .raster import (
    Image,
    Mask,
    Raster,
    Scaling,
    fill_invalid,
    percentile_scaling,
    sample_values,
    scaling_of_values,
    to_bands,
    to_three_channels,
    valid_fraction,
)

PART = 256  # scenes; seconds on any device, and that is what a kill can cost
_CHUNK = 32  # scenes that travel together from the reader to the model
_CHUNK_BYTES = 64_000_000
_STEPS = 16  # points along an edge of an image's footprint in another reference system
_IMAGE_TYPES = {
    ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".jp2", ".vrt", ".img", ".webp",
}  # fmt: skip


@dataclass(frozen=True)
class ExtractSettings:
    """How scenes become features."""

    model: ModelSettings = field(default_factory=ModelSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    scaling: str = "percentiles"
    """``"percentiles"`` of the raster's valid pixels, or ``"type"``: the data type's range."""

    percentiles: tuple[float, float] = (2.0, 98.0)
    minimum_valid: float = 0.5
    """Scenes with a smaller share of valid pixels get no features."""


class SceneSource(Protocol):
    """Where scenes come from: the windows of a raster, or a folder of images."""

    def __len__(self) -> int:
        """Return the number of scenes."""

    def fingerprint(self) -> str:
        """Hash of the scenes' data."""

    def read(self, index: int) -> tuple[Image, Mask]:
        """Values scaled to 0..1 and validity, both (bands, height, width)."""

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes without vectors."""

    def close(self) -> None:
        """Release the files."""


class RasterScenes:
    """Scenes that are windows of one raster."""

    def __init__(self, raster: Raster, grid: SceneGrid, scaling: Scaling) -> None:
        self._raster, self._grid, self._scaling = raster, grid, scaling

    def __len__(self) -> int:
        return len(self._grid)

    def fingerprint(self) -> str:
        """Hash of the raster's files and of the windows."""
        digest = hashlib.sha256(self._raster.fingerprint().encode())
        digest.update(self._grid.windows.tobytes())
        digest.update(repr(self._scaling).encode())
        return digest.hexdigest()

    def read(self, index: int) -> tuple[Image, Mask]:
        """Read a window and scale it."""
        values, valid = self._raster.read(self._grid.windows[index])
        return self._scaling(values), valid

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes of the grid, without vectors."""
        grid = self._grid
        part = slice(start, stop)
        block = _without_vectors(
            grid.scene_ids[part], grid.rows[part], grid.cols[part], grid.wkb(start, stop)
        )
        if grid.attributes is None:
            return block
        return replace(block, attributes=grid.attributes[part])

    def close(self) -> None:
        """Close the raster."""
        self._raster.__exit__()


def _without_straight(ring: FloatArray) -> FloatArray:
    """Leave the corners of a footprint whose edges, of `_STEPS` points each, are straight."""
    corners = ring[::_STEPS]
    steps = np.arange(_STEPS)[:, None, None] / _STEPS
    chords = (corners[:-1] + steps * (corners[1:] - corners[:-1])).swapaxes(0, 1).reshape(-1, 2)
    off = np.abs(ring[:-1] - chords).max()
    return corners if off <= 1e-3 * np.ptp(ring, axis=0).max() else ring


class FolderScenes:
    """Scenes that are the images of a folder, each read as it is.

    Without ``bands`` each image is read by its own red, green and blue. Where some have fewer
    bands than others, all get three channels: of a gray image the one band fills them. Images of
    several data types are scaled each kind by itself.
    """

    def __init__(
        self, paths: list[Path], root: Path, bands: tuple[int, ...], settings: ExtractSettings,
        scaling: Scaling | None, crs_wkt: str, progress: Progress,
    ) -> None:  # fmt: skip
        self.paths, self._root = paths, root
        self._geometries, self.crs_wkt, self.unreadable = self._survey(bands, crs_wkt, progress)
        self.bands, self._channels = self._common_bands(progress)
        by_number = Counter(self._kinds).most_common()
        self.scalings = {kind: scaling or self._scaling(kind, settings) for kind, _ in by_number}
        self.scaling = self.scalings[by_number[0][0]]
        if len(by_number) > 1:
            each = ", ".join(f"{count} of the type {kind}" for kind, count in by_number)
            progress.log(f"The images are of several data types, scaled each by itself: {each}.")

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def kinds(self) -> dict[str, Any] | None:
        """Low and high of the scaling by data type, None where the images have one type."""
        if len(self.scalings) == 1:
            return None
        return {kind: [list(s.low), list(s.high)] for kind, s in self.scalings.items()}

    def fingerprint(self) -> str:
        """Hash of the files' names, sizes and times of change."""
        digest = hashlib.sha256(repr((self.bands, self.scaling)).encode())
        if len(self.scalings) > 1 or len(set(self._bands)) > 1:
            digest.update(repr((self.scalings, self._bands)).encode())
        for path in self.paths:
            stat = path.stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}".encode())
        return digest.hexdigest()

    def read(self, index: int) -> tuple[Image, Mask]:
        """Read an image and scale it."""
        path = self.paths[index]
        try:
            with Raster(str(path), self._bands[index]) as image:
                height, width = image.shape
                values, valid = self._as_channels(*image.read((0, 0, width, height)))
        except RasterError as error:  # a file whose end is missing opens like a whole one
            self.unreadable.append(f"{path.name} ({error})")
            nothing = np.zeros((self._channels, 1, 1))
            return nothing.astype(np.float32), nothing.astype(bool)
        return self.scalings[self._kinds[index]](values), valid

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes named after their files, without vectors."""
        ids = np.arange(start + 1, min(stop, len(self)) + 1, dtype=np.int64)
        names = [str(p.relative_to(self._root).as_posix()) for p in self.paths[start:stop]]
        block = _without_vectors(ids, ids - 1, np.zeros_like(ids), self._geometries[start:stop])
        return replace(block, names=np.asarray(names, dtype=object))

    def close(self) -> None:
        """Nothing stays open."""

    def _survey(
        self, bands: tuple[int, ...], crs_wkt: str, progress: Progress
    ) -> tuple[npt.NDArray[np.object_], str, list[str]]:
        """Open every image once: bands, type, footprint and CRS; leave out those that fail."""
        import rasterio.warp
        import shapely
        from rasterio.crs import CRS

        target = CRS.from_wkt(crs_wkt) if crs_wkt else None
        good, rings, unreadable = [], [], []
        self._bands: list[tuple[int, ...]] = []
        self._kinds: list[str] = []
        self._named: Counter[str] = Counter()
        notes: Counter[str] = Counter()
        for index, path in enumerate(self.paths):
            progress(index / len(self.paths))
            try:
                with Raster(str(path), bands) as image:
                    crs, ring = image.crs, None
                    if crs is not None and image.georeferenced:
                        target = target or crs
                        height, width = image.shape
                        whole = np.array([[0, 0, width, height]])
                        ring = ring_coordinates(image.transform, whole)[0]
                        if crs != target:
                            # The only transformation that is not QGIS's: the images' systems are
                            # known only here, where thousands of them are opened.
                            steps = np.arange(_STEPS)[:, None, None] / _STEPS
                            fine = ring[:-1] + steps * (ring[1:] - ring[:-1])
                            fine = np.append(fine.swapaxes(0, 1).reshape(-1, 2), ring[:1], axis=0)
                            xs, ys = rasterio.warp.transform(crs, target, fine[:, 0], fine[:, 1])
                            ring = _without_straight(np.stack([xs, ys], axis=1))
                    notes.update(image.notes())
                    self._named[image.name_bands()] += 1
                    self._bands.append(image.bands)
                    self._kinds.append(image.kind)
            except RasterError as error:
                unreadable.append(f"{path.name} ({error})")
                continue
            good.append(path)
            rings.append(ring)
        if not good:
            raise RasterError(
                f"None of the {len(self.paths)} images in {self._root} can be read. "
                "Choose a folder of images such as GeoTIFF, JPEG or PNG."
            )
        self.paths = good
        for note, count in notes.most_common(5):
            progress.log(f"In {count} of {len(good)} images: {note}")
        geometries = np.array(
            [None if r is None else shapely.to_wkb(shapely.polygons(r)) for r in rings],
            dtype=object,
        )
        return geometries, target.to_wkt() if target is not None else "", unreadable

    def _common_bands(self, progress: Progress) -> tuple[tuple[int, ...], int]:
        """Return the bands most images are read by, and how many channels all get; logs both."""
        each = [f"{bands} ({count} images)" for bands, count in self._named.most_common(3)]
        rest = len(self._named) - len(each)
        progress.log(f"Bands: {'; '.join(each)}{f'; and {rest} others' if rest > 0 else ''}.")
        counts = Counter(len(bands) for bands in self._bands)
        if len(counts) == 1:
            return Counter(self._bands).most_common(1)[0][0], next(iter(counts))
        fewer = sum(count for bands, count in counts.items() if bands < 3)
        progress.log(
            f"{fewer} of {len(self.paths)} images have fewer than three bands: one band fills red, "
            "green and blue, and of two the third is their mean."
        )
        most = max(Counter(self._bands).items(), key=lambda item: (len(item[0]), item[1]))[0]
        return (most + 2 * most[-1:])[:3], 3

    def _as_channels(self, values: Image, valid: Mask) -> tuple[Image, Mask]:
        """Give an image as many channels as the others have."""
        if len(values) == self._channels:
            return values, valid
        if len(values) == 1:
            return to_three_channels(values), np.repeat(valid, 3, axis=0)
        if len(values) == 2:
            valid = np.concatenate([valid, valid.all(axis=0, keepdims=True)])
        own = [valid[channel::3].all(axis=0) for channel in range(3)]
        return to_three_channels(values), np.stack(own)

    def _scaling(self, kind: str, settings: ExtractSettings) -> Scaling:
        """Percentiles over pixels of images of a kind, spread evenly, or the range of its type."""
        own = [place for place, found in enumerate(self._kinds) if found == kind]
        if settings.scaling == "type":
            return self._range(own)

        def samples() -> Iterator[tuple[Image, Mask]]:
            for place in own[:: max(1, len(own) // 256)]:
                with (
                    contextlib.suppress(RasterError),
                    Raster(str(self.paths[place]), self._bands[place]) as image,
                ):
                    for values, valid in image.sample():
                        step = max(1, values.shape[1] // 128)
                        yield self._as_channels(values[:, ::step, ::step], valid[:, ::step, ::step])

        values = sample_values(samples())
        if len(set(self._kinds)) > 1 and (not values or any(band.size == 0 for band in values)):
            return self._range(own)  # the few of this kind are empty, and others are not
        return scaling_of_values(values, *settings.percentiles, str(self._root))

    def _range(self, places: list[int]) -> Scaling:
        """Range of the data type of some images."""
        widest = max(places, key=lambda place: len(self._bands[place]))
        with Raster(str(self.paths[widest]), self._bands[widest]) as image:
            limits = image.limits
        low, high = ((ends + 2 * ends[-1:])[: self._channels] for ends in (limits.low, limits.high))
        return Scaling(low, high)


@dataclass(frozen=True)
class Extraction:
    """What came out of `extract`."""

    scenes: int
    skipped: int
    """Scenes with too little valid data."""

    provenance: Provenance
    resumed: int
    """Scenes whose features an earlier run that was stopped had finished."""


def images_in(folder: str | Path) -> list[Path]:
    """Images in a folder and the folders in it, in the order of their names.

    Raises
    ------
    SceneError
        There are none.
    """
    root = Path(folder)
    if not root.is_dir():
        raise SceneError(f"{folder} is not a folder. Choose the folder that holds the images.")
    found = sorted(
        path
        for folder in _folders(root)
        for path in folder.iterdir()
        if path.suffix.lower() in _IMAGE_TYPES and path.is_file() and path.name[0] != "."
    )
    if not found:
        raise SceneError(
            f"{folder} holds no images. Choose a folder with images such as GeoTIFF, JPEG or PNG."
        )
    return found


def _folders(root: Path) -> Iterator[Path]:
    """Yield a folder and all below it; links are followed, but not in circles."""
    seen: set[str] = set()
    for name, inside, _ in os.walk(root, followlinks=True):
        # Of a folder and a link to it, the folder is kept.
        inside.sort(key=lambda folder: (os.path.islink(os.path.join(name, folder)), folder))
        real = os.path.realpath(name)
        if real in seen:
            inside.clear()
            continue
        seen.add(real)
        yield Path(name)


def scaling_of(raster: Raster, settings: ExtractSettings) -> Scaling:
    """Scaling of a raster as the settings want it."""
    if settings.scaling == "type":
        return raster.limits
    return percentile_scaling(raster, *settings.percentiles)


def valid_fractions(raster: Raster, grid: SceneGrid, progress: Progress = silent) -> FloatArray:
    """Share of valid pixels of each scene, (n,)."""
    windows = grid.windows.astype(np.float64)
    if raster.complete:  # only what hangs over the edge can be missing
        height, width = raster.shape
        across = np.minimum(windows[:, 0] + windows[:, 2], width) - np.maximum(windows[:, 0], 0)
        down = np.minimum(windows[:, 1] + windows[:, 3], height) - np.maximum(windows[:, 1], 0)
        area = np.maximum(windows[:, 2] * windows[:, 3], 1)
        return np.asarray(np.maximum(across, 0) * np.maximum(down, 0) / area)
    fractions = np.zeros(len(grid))
    for index, window in enumerate(grid.windows):
        if index % 64 == 0:
            progress(index / len(grid))
        if window[2] and window[3]:
            fractions[index] = valid_fraction(raster.read(window)[1])
    return fractions


def make_provenance(
    source: str, bands: tuple[int, ...], encoder: Encoder, settings: ExtractSettings,
    scaling: Scaling, crs_wkt: str, raster: Raster | None = None, grid: SceneGrid | None = None,
    kinds: dict[str, Any] | None = None,
) -> Provenance:  # fmt: skip
    """Gather how features are made."""
    stride = grid.stride if grid is not None else None
    size = None
    if grid is not None and stride is not None:  # windows beside the raster are empty
        size = int(grid.windows[:, 2].max()), int(grid.windows[:, 3].max())
    frame: tuple[float, ...] | None = None
    if raster is not None:
        whole = np.array([[0, 0, raster.shape[1], raster.shape[0]]])
        frame = tuple(ring_coordinates(raster.transform, whole)[0, :4].ravel().tolist())
    model = settings.model
    return Provenance(
        identity=encoder.identity,
        model=model.model,
        weights=model.weights,
        blocks=model.blocks,
        pooling=model.pooling,
        input_size=model.input_size,
        part_dims=encoder.part_dims,
        bands=bands,
        scaling_low=scaling.low,
        scaling_high=scaling.high,
        minimum_valid=settings.minimum_valid,
        source=source,
        crs_wkt=crs_wkt,
        scene_size=size,
        scene_stride=stride,
        pixel_size=pixel_size(raster.transform) if raster is not None else None,
        scale_applied=raster is None or not raster.stored,
        kinds=kinds,
        frame=frame,
    )


def extract(
    scenes: SceneSource,
    encoder: Encoder,
    provenance: Provenance,
    engine_settings: EngineSettings,
    output: str | Path,
    cache: str | Path,
    progress: Progress = silent,
    engine: Callable[[], Engine] | None = None,
) -> Extraction:
    """Write the features of all scenes to a GeoParquet file.

    Parts are kept in a folder under ``cache`` that is named after a hash of everything the
    features depend on. A run that was killed and started again finds them there; parts of another
    raster, model or setting cannot be met, and each part carries the hash to make sure. The caller
    removes the folder (`forget_parts`) when the whole run is done.

    Raises
    ------
    SceneError
        No scene has enough valid data.
    RasterError
        The model takes another number of bands.
    OutputError
        The same run is under way in another process.
    """
    if encoder.bands not in (3, len(provenance.bands)):
        raise RasterError(
            f"The model {encoder.name} takes {encoder.bands} bands, and {len(provenance.bands)} "
            f"were chosen. Choose {encoder.bands} bands, in the order the model was trained with."
        )
    key = hashlib.sha256(
        json.dumps(
            [
                scenes.fingerprint(),
                provenance.to_json(),
                engine_settings.device,
                engine_settings.precision,
                PART,
            ]
        ).encode()
    ).hexdigest()
    folder = parts_folder(cache, key)
    with only_one(folder):
        count = len(scenes)
        spans = [(start, min(start + PART, count)) for start in range(0, count, PART)]
        todo = [span for span in spans if _read_part(folder, key, span) is None]
        resumed = count - sum(stop - start for start, stop in todo)
        if resumed:
            progress.log(
                f"Continuing a run that was stopped: {resumed} of {count} scenes are done."
            )
        load_share = 0.0
        if todo:
            load_share = 6 / (6 + sum(b - a for a, b in todo) / 40)
            with Estimated(Part(progress, 0, load_share), 6):
                remember = Path(cache) / "precision.json"
                forward = (
                    engine()
                    if engine
                    else make_engine(encoder, engine_settings, progress, remember)
                )
            progress.log(f"Model: {encoder.name} on {forward.name}.")
            done = Part(progress, load_share, 0.98)
            _compute_parts(scenes, forward, encoder, provenance, folder, key, todo, done)
        skipped = _merge(scenes, provenance, folder, key, spans, output)
    if skipped == count:
        Path(output).unlink(missing_ok=True)
        raise SceneError(
            f"None of the {count} scenes has at least {provenance.minimum_valid:.0%} valid data. "
            "Check the raster's nodata value, or lower the minimum of valid data."
        )
    progress(1)
    return Extraction(count, skipped, provenance, resumed)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Make a folder for what a run keeps for the next one, and hold it against other processes.

    Raises
    ------
    OutputError
        The same run is under way in another process.
    """
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    try:
        held = filelock.FileLock(folder / "lock").acquire(timeout=0)
    except filelock.Timeout as error:
        raise OutputError(
            "The same run, with the same data and settings, is under way in another process. "
            "Wait for it to end or cancel it."
        ) from error
    with held:
        yield


def parts_folder(cache: str | Path, key: str) -> Path:
    """Where the parts of the run with this key are kept."""
    return Path(cache) / "parts" / key[:32]


def forget_parts(cache: str | Path, days: float = 30) -> None:
    """Remove the parts that this process made or went on with.

    What runs left that nobody came back to goes too, that of training included.
    """
    for folder in list(_used_folders):
        shutil.rmtree(folder, ignore_errors=True)
        _used_folders.discard(folder)
    left = [f for kind in ("parts", "finetune", "refine") for f in Path(cache).glob(f"{kind}/*")]
    for folder in left:
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > days * 86_400:
                shutil.rmtree(folder, ignore_errors=True)


_used_folders: set[Path] = set()


def _without_vectors(
    ids: IntArray, rows: IntArray, cols: IntArray, geometries: npt.NDArray[np.object_]
) -> SceneBlock:
    count = len(ids)
    return SceneBlock(
        ids,
        rows,
        cols,
        np.zeros(count),
        geometries,
        np.empty((count, 0), dtype=np.float32),
        np.zeros(count, dtype=bool),
    )


def _compute_parts(
    scenes: SceneSource, forward: Engine, encoder: Encoder, provenance: Provenance, folder: Path,
    key: str, todo: list[tuple[int, int]], progress: Progress,
) -> None:  # fmt: skip
    """Compute the parts still to do, reading ahead of the model in a thread."""
    chunks: queue.Queue[Any] = queue.Queue(maxsize=3)
    stop = threading.Event()

    def put(item: Any) -> None:
        while not stop.is_set():
            with contextlib.suppress(queue.Full):
                chunks.put(item, timeout=0.2)
                return

    def read_ahead() -> None:
        try:
            for first, last in todo:
                for start in range(first, last, chunk):
                    if stop.is_set():
                        return
                    indices = range(start, min(start + chunk, last))
                    put(_prepare(scenes, indices, provenance, encoder.bands, encoder.input_size))
        except BaseException as error:  # handed over to the thread that waits
            put(error)

    # At least a batch, and few where images are large: 64 MB travel at a time.
    chunk = max(forward.batch, min(_CHUNK, _CHUNK_BYTES // (12 * encoder.input_size**2)))
    reader = threading.Thread(target=read_ahead, daemon=True)
    reader.start()
    total, finished = sum(last - first for first, last in todo), 0
    try:
        for first, last in todo:
            vectors = np.full((last - first, encoder.dims), np.nan, dtype=np.float32)
            fractions = np.zeros(last - first)
            for start in range(first, last, chunk):
                item = chunks.get()
                if isinstance(item, BaseException):
                    raise item
                rows, images, part_fractions = item
                offset = start - first
                fractions[offset : offset + len(part_fractions)] = part_fractions
                if len(rows):
                    vectors[offset + rows] = forward(images)
                finished += len(part_fractions)
                progress(finished / total)
            _write_part(folder, key, (first, last), vectors, fractions)
    finally:
        stop.set()
        reader.join(timeout=10)


def _prepare(
    scenes: SceneSource, indices: range, provenance: Provenance, bands: int, size: int
) -> tuple[IntArray, Image, FloatArray]:
    """Read some scenes.

    Returns
    -------
    tuple
        Places of the scenes with enough data among ``indices``, their images
        (m, bands, size, size), and the valid fractions of all of them.
    """
    rows, images, fractions = [], [], np.zeros(len(indices))
    for row, index in enumerate(indices):
        values, valid = scenes.read(index)
        fractions[row] = valid_fraction(valid)
        if fractions[row] >= provenance.minimum_valid and fractions[row] > 0:
            rows.append(row)
            images.append(resize(to_bands(fill_invalid(values, valid), bands), size))
    stacked = np.stack(images) if images else np.empty((0, bands, size, size), dtype=np.float32)
    return np.asarray(rows, dtype=np.int64), stacked, fractions


def resize(image: Image, size: int) -> Image:
    """Resize an image (n, height, width) to (n, size, size), bicubic with antialiasing."""
    import torch
    from torch.nn.functional import interpolate

    if image.shape[1:] == (size, size):
        return image
    batch = torch.from_numpy(np.ascontiguousarray(image))[None]
    resized = interpolate(batch, (size, size), mode="bicubic", antialias=True)
    return np.asarray(resized[0].clamp_(0, 1).numpy())


def _part_path(folder: Path, span: tuple[int, int]) -> Path:
    return folder / f"part-{span[0]:09d}.npz"


def _write_part(
    folder: Path, key: str, span: tuple[int, int], vectors: Vectors, fractions: FloatArray
) -> None:
    with written_whole(_part_path(folder, span)) as partial, open(partial, "wb") as file:
        np.savez(file, key=np.array(key), vectors=vectors, fractions=fractions)


def _read_part(folder: Path, key: str, span: tuple[int, int]) -> tuple[Vectors, FloatArray] | None:
    """Vectors and valid fractions of a finished part, None where it must be computed."""
    path = _part_path(folder, span)
    try:
        with np.load(path, allow_pickle=False) as file:
            if str(file["key"]) != key or len(file["fractions"]) != span[1] - span[0]:
                return None
            return file["vectors"], file["fractions"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _merge(
    scenes: SceneSource, provenance: Provenance, folder: Path, key: str,
    spans: list[tuple[int, int]], output: str | Path,
) -> int:  # fmt: skip
    """Write the features file from the parts; returns how many scenes have no features."""
    skipped = 0
    header = {"provenance": provenance.to_json()}
    dims = sum(provenance.part_dims)
    first = scenes.describe(0, 1)
    named, more = first.names is not None, first.attributes is not None
    with (
        written_whole(output) as partial,
        SceneWriter(partial, "features", dims, header, provenance.crs_wkt, named, more) as writer,
    ):
        for span in spans:
            part = _read_part(folder, key, span)
            if part is None:
                raise OutputError(
                    f"A finished part has vanished from {folder}. Start the run again."
                )
            vectors, fractions = part
            present = np.asarray(np.isfinite(vectors).all(axis=1))
            skipped += int((~present).sum())
            block = scenes.describe(*span)
            writer.write(
                replace(block, vectors=vectors, has_vector=present, valid_fractions=fractions)
            )
    _used_folders.add(folder)
    return skipped
