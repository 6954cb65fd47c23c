"""Signatures: what pixels of each class are like, kept in a JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..base.arrays import FloatArray
from ..base.errors import DataFileError
from ..base.files import write_whole
from ..base.foreign import parse_json
from ..base.plain import from_plain
from ..classes.legend import HIGHEST_CLASS
from ..scenes.raster import NoData, is_same_raster

FORMAT, VERSION = "rs-deepcluster-signatures", 1
_LARGEST = 50_000_000  # bytes
_ROW = tuple[float, ...]


class Moments:
    """Count, mean and scatter of values that come in parts (Chan, Golub & LeVeque 1979)."""

    def __init__(self, bands: int) -> None:
        self.count = 0
        self.mean: FloatArray = np.zeros(bands)
        self.scatter: FloatArray = np.zeros((bands, bands))
        """Sum of the outer products of deviations from the mean."""

    def add(self, values: npt.NDArray[Any]) -> None:
        """Take in values (n, bands)."""
        count = len(values)
        if not count:
            return
        part = np.asarray(values, dtype=np.float64)
        mean = part.mean(axis=0)
        part = part - mean
        total = self.count + count
        shift = mean - self.mean
        self.scatter += part.T @ part + np.outer(shift, shift) * (self.count * count / total)
        self.mean = self.mean + shift * (count / total)
        self.count = total

    def signature(self, value: int, name: str, color: str) -> Signature:
        """Make a signature; its covariance is that of a sample, 0 for a single pixel."""
        covariance = self.scatter / max(self.count - 1, 1)
        return Signature(value, name, color, self.count, self.mean, covariance)


@dataclass(frozen=True)
class Signature:
    """A class of pixels: its value in rasters, name, color (#rrggbb) and statistics.

    ``mean`` (bands,) and ``covariance`` (bands, bands) are in the units of the raster.
    """

    value: int
    name: str
    color: str
    pixels: int
    mean: FloatArray
    covariance: FloatArray


@dataclass(frozen=True)
class Signatures:
    """Signatures of classes of one raster, by rising value, with the bands they are of.

    ``provenance`` says "scale_applied" where values are those after scale and offset of the
    raster, which earlier versions left out.
    """

    bands: tuple[int, ...]
    classes: tuple[Signature, ...]
    provenance: dict[str, Any]

    def no_data_of(self, source: str) -> tuple[NoData, ...]:
        """Return what a raster's layer named as no data, where these are signatures of it."""
        noted = self.provenance.get("no_data", [])
        known: tuple[NoData, ...] = from_plain(noted, tuple[NoData, ...], "no_data")
        return known if is_same_raster(source, str(self.provenance.get("source", ""))) else ()

    def save(self, path: str | Path) -> None:
        """Write the JSON file; it appears only when it is whole."""
        content = {
            "format": FORMAT,
            "version": VERSION,
            "bands": list(self.bands),
            "classes": [
                {
                    "class": c.value,
                    "name": c.name,
                    "color": c.color,
                    "pixels": c.pixels,
                    "mean": c.mean.tolist(),
                    "covariance": c.covariance.tolist(),
                }
                for c in self.classes
            ],
            "provenance": self.provenance,
        }
        with write_whole(path) as partial:
            partial.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Signatures:
        """Read what `save` wrote.

        Raises
        ------
        DataFileError
            The file is missing, damaged, of another kind or of a later version.
        """
        made_by = "Pixel clusters or Maximum likelihood"
        try:
            if Path(path).stat().st_size > _LARGEST:
                raise ValueError("it is too large")
            content = parse_json(Path(path).read_bytes())
            kind, version = content["format"], content["version"]
            if not isinstance(kind, str) or not isinstance(version, int):
                raise ValueError("it names no format")
        except FileNotFoundError:
            raise DataFileError(f"{path} does not exist. Make it with {made_by}.") from None
        except (OSError, ValueError, KeyError, TypeError, MemoryError) as error:
            raise DataFileError(
                f"{path} is not a signatures file, or it is damaged ({error!s:.200}). "
                f"Make one with {made_by}."
            ) from error
        if kind != FORMAT:
            raise DataFileError(
                f"{path} is of the kind '{kind:.50}', and '{FORMAT}' is needed here. "
                f"Make one with {made_by}."
            )
        if version > VERSION:
            raise DataFileError(
                f"{path} is of format version {version}, and this plugin reads up to {VERSION}. "
                "Update the plugin."
            )
        try:
            bands = from_plain(content["bands"], tuple[int, ...], "bands")
            if not bands or min(bands) < 1:
                raise ValueError("its bands are not valid")
            found = cls(
                bands,
                _classes(content["classes"], len(bands)),
                dict(content.get("provenance", {})),
            )
            found.no_data_of("")
            return found
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise DataFileError(
                f"{path} is damaged ({error!s:.200}). Make it again with {made_by}."
            ) from error


def _classes(items: Sequence[dict[str, Any]], bands: int) -> tuple[Signature, ...]:
    found = []
    for item in items:
        made = Signature(
            from_plain(item["class"], int, "class"),
            from_plain(item["name"], str, "name"),
            from_plain(item["color"], str, "color"),
            from_plain(item["pixels"], int, "pixels"),
            np.array(from_plain(item["mean"], _ROW, "mean"), dtype=np.float64),
            np.array(from_plain(item["covariance"], tuple[_ROW, ...], "covariance"), np.float64),
        )
        if made.mean.shape != (bands,) or made.covariance.shape != (bands, bands):
            raise ValueError(f"class {made.value} does not have {bands} bands")
        slack = 1e-6 * np.abs(made.covariance).max()
        is_symmetric = np.abs(made.covariance - made.covariance.T).max() <= slack
        if not is_symmetric or made.covariance.diagonal().min() < 0:
            raise ValueError(f"the covariance of class {made.value} is not valid")
        if not 1 <= made.value <= HIGHEST_CLASS:
            raise ValueError(f"a class has the value {made.value}")
        if not 0 <= made.pixels < 1 << 53:
            raise ValueError(f"class {made.value} has {made.pixels} pixels")
        if not re.fullmatch("#[0-9a-fA-F]{6}", made.color):
            raise ValueError(f"class {made.value} has the color '{made.color:.20}'")
        found.append(made)
    if not found or len({c.value for c in found}) < len(found):
        raise ValueError("no classes, or two of one value")
    return tuple(sorted(found, key=lambda c: c.value))
