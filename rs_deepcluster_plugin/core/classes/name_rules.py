"""Names for clusters before anybody labels one: by what the bands of a raster say of its scenes.

Ratios of bands are compared with ranges that are usual for water, vegetation, soil and built-up
land. They hold for reflectance; of other values, what all pixels have in common is subtracted first
(Chavez 1988, "An improved dark-object subtraction technique for atmospheric scattering
correction"), and gains of the bands are taken to be alike. So this is a suggestion, with a score
that says how clear it is, and no class.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..base.arrays import FloatArray, IntArray
from ..base.errors import SceneError
from ..base.progress import Progress, silent
from ..scenes.blocks import Area
from ..scenes.raster import Raster
from ..scenes.scaling import sample_values
from .class_raster import Drawing, band_statistics
from .schema import Schema, SchemaClass

LEAST_SCORE = 0.2
"""Of a name; one that fits less is not suggested."""

_DARKEST, _BRIGHTEST = 0.1, 99.5  # percentiles of the pixels
ROLES = ("blue", "green", "red", "nir", "swir1", "swir2")
"""What a band may be; the last two are about 1.6 and 2.2 micrometers."""

_ENDINGS = ("", "s", "es", "ed", "land", "lands", "body", "bodies")  # trees, forested, grassland

INDICES = ("ndvi", "ndwi", "mndwi", "ndbi", "exg", "vari", "blueness", "brightness", "texture")
"""What is measured of a scene, NaN where its bands are not there.

NDVI (Rouse et al. 1974), NDWI (McFeeters 1996), MNDWI (Xu 2006; of snow it is the NDSI of Hall et
al. 1995), NDBI (Zha et al. 2003), excess green of shares of the colors (Woebbecke et al. 1995),
VARI (Gitelson et al. 2002), the normalized difference of blue and red, the mean of the visible
bands as a share of the brightest in the raster, and their coefficient of variation in the scene.
"""


@dataclass(frozen=True)
class Range:
    """Where an index is as is usual for something; outside it falls off to 0 over ``soft``."""

    index: str
    low: float = -np.inf
    high: float = np.inf
    soft: float = 0.1


@dataclass(frozen=True)
class NameRule:
    """A name, and the ranges that all must hold for it."""

    name: str
    words: tuple[str, ...]
    """By which its class is known in a schema, the best first."""

    spectral: tuple[Range, ...]
    """Where there is a near infrared band."""

    visible: tuple[Range, ...]
    """Where there is none, which says less; empty: it cannot be told then."""


# NDVI of bare ground and of full cover: 0.2 and 0.5 (Sobrino et al. 2004, "Land surface temperature
# retrieval from Landsat TM 5"). Water: NDWI above 0 (McFeeters 1996), MNDWI above 0 (Xu 2006).
# Built-up land: NDBI above 0 (Zha et al. 2003). Snow: NDSI above 0.4 and bright (Hall et al. 1995).
# Excess green of plants: above 0.1 or so of shares of the colors (Woebbecke et al. 1995; Meyer &
# Neto 2008). Brightness and texture: chosen by benchmarks/names.py.
RULES = (
    NameRule(
        "Water", ("water", "wasser", "sea", "lake"),
        (Range("ndwi", 0.0), Range("ndvi", high=0.1), Range("mndwi", 0.0, soft=0.2),
         Range("brightness", high=0.5, soft=0.2)),
        (Range("brightness", high=0.3), Range("exg", high=0.05, soft=0.05),
         Range("texture", high=0.12), Range("blueness", -0.05)),
    ),
    NameRule(
        "Dense vegetation", ("tree", "forest", "wood", "vegetation"),
        (Range("ndvi", 0.5),),
        (Range("exg", 0.1, soft=0.05), Range("brightness", high=0.4)),
    ),
    NameRule(
        "Sparse vegetation", ("grass", "herbaceous", "shrub", "crop", "vegetation"),
        (Range("ndvi", 0.28, 0.5),),
        (Range("exg", 0.04, 0.1, soft=0.05), Range("vari", 0.0)),
    ),
    NameRule(
        "Bare soil", ("bare", "barren", "soil", "sand"),
        (Range("ndvi", 0.0, 0.28), Range("ndwi", high=0.0), Range("texture", high=0.2),
         Range("brightness", 0.2)),
        (Range("exg", high=0.05, soft=0.05), Range("blueness", high=-0.1),
         Range("brightness", 0.3), Range("texture", high=0.15)),
    ),
    NameRule(
        "Built-up", ("built", "urban", "developed", "artificial", "settlement"),
        (Range("ndvi", -0.2, 0.28), Range("ndwi", high=0.1), Range("texture", 0.3),
         Range("ndbi", -0.1)),
        (Range("exg", high=0.05, soft=0.05), Range("texture", 0.2),
         Range("brightness", 0.12, soft=0.05)),
    ),
    NameRule(
        "Snow or cloud", ("snow", "ice", "cloud"),
        (Range("brightness", 0.8), Range("ndvi", -0.1, 0.15)),
        (Range("brightness", 0.85), Range("blueness", -0.05)),
    ),
    NameRule(
        "Shadow", ("shadow",),
        (Range("brightness", high=0.1, soft=0.05), Range("ndvi", -0.1, 0.4),
         Range("ndwi", high=0.1)),
        (),
    ),
)  # fmt: skip
"""The table of usual ranges."""


def measure_indices(
    means: FloatArray,
    deviations: FloatArray,
    roles: Mapping[str, int],
    dark: FloatArray,
    bright: float,
) -> dict[str, FloatArray]:
    """Return what is measured of scenes, (n,) by the names of `INDICES`.

    Parameters
    ----------
    means, deviations : ndarrays of shape (n, bands)
        Of the pixels in each scene.
    roles
        Which of the bands, from 0, are what of `ROLES`.
    dark : ndarray of shape (bands,)
        What all pixels have in common, and is no reflectance.
    bright
        Mean of the visible bands, less that, of the brightest pixels.
    """
    values = {role: np.maximum(means[:, band] - dark[band], 0) for role, band in roles.items()}
    nothing = np.full(len(means), np.nan)

    def ratio(one: str, other: str) -> FloatArray:
        if one not in values or other not in values:
            return nothing
        return _divide(values[one] - values[other], values[one] + values[other])

    visible = [role for role in ROLES[:3] if role in values] or list(values)
    mean = np.mean([values[role] for role in visible], axis=0)
    spread = np.mean([deviations[:, roles[role]] for role in visible], axis=0)
    exg, vari = nothing, nothing
    if all(role in values for role in ROLES[:3]):
        blue, green, red = (values[role] for role in ROLES[:3])
        exg = _divide(2 * green - red - blue, red + green + blue)
        vari = _divide(green - red, green + red - blue)
    return {
        "ndvi": ratio("nir", "red"),
        "ndwi": ratio("green", "nir"),
        "mndwi": ratio("green", "swir1"),
        "ndbi": ratio("swir1", "nir"),
        "exg": exg,
        "vari": np.clip(vari, -1, 1),
        "blueness": ratio("blue", "red"),
        "brightness": np.clip(mean / max(bright, 1e-12), 0, 1),
        "texture": _divide(spread, mean),
    }


def score_names(indices: Mapping[str, FloatArray]) -> FloatArray:
    """Return how well each rule fits scenes, of shape (n, rules), from 0 to 1.

    A rule fits as well as the worst of its ranges; ranges of what is not measured are left out. NaN
    for scenes without data.
    """
    spectral = bool(np.isfinite(indices["ndvi"]).any())
    count = len(indices["brightness"])
    found = np.zeros((count, len(RULES)))
    for place, rule in enumerate(RULES):
        ranges = rule.spectral if spectral else rule.visible
        parts = [_fit(indices[one.index], one) for one in ranges]
        parts = [part for part in parts if np.isfinite(part).any()]
        if parts:
            found[:, place] = np.fmin.reduce(parts)
    found[~np.isfinite(indices["brightness"])] = np.nan
    return found


def class_named(rule: NameRule, schema: Schema | None) -> SchemaClass | None:
    """Return the class of a schema that a rule means, None where there is none.

    It is the first whose name or code has one of its words, the best word first: whole words, not
    the ice in rice, but with usual endings, and of a text such as ``BareSoil`` too.
    """
    classes = () if schema is None else schema.classes
    words = [_words_of(one.name) | _words_of(one.code) for one in classes]
    for word in rule.words:
        for one, own in zip(classes, words):
            if own & {word + ending for ending in _ENDINGS}:
                return one
    return None


def _words_of(text: str) -> set[str]:
    apart = re.sub(r"(?<=[^\W\d_])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", " ", text)
    return set(re.findall(r"[^\W\d_]+", apart.lower()))


def describe_colors(colors: Sequence[str], path: str) -> list[str]:
    """Return sentences about which bands names are suggested by.

    Raises
    ------
    SceneError
        None of them is known.
    """
    roles = find_roles(colors)
    if not {"red", "nir"} <= set(roles) and not {"red", "green", "blue"} <= set(roles):
        raise SceneError(
            f"It is not known which bands of {path} are red and near infrared, or red, green and "
            "blue. Say it in Colors of the bands, in their order: blue, green, red, nir."
        )
    if "nir" not in roles:
        return [
            "There is no near infrared band, so that names are suggested by the visible colors, "
            "which say less: water and shadow, or soil and roofs, are easily mistaken."
        ]
    return ["Bands: " + ", ".join(f"{color} {band + 1}" for color, band in roles.items()) + "."]


def mean_of_groups(values: FloatArray, groups: IntArray, count: int) -> FloatArray:
    """Return the means (count,) of scenes (n,) of each group, NaN where none has a value."""
    known = np.isfinite(values) & (groups >= 0)
    sizes = np.bincount(groups[known], minlength=count).astype(np.float64)
    sums = np.bincount(groups[known], values[known], minlength=count).astype(np.float64)
    return _divide(sums, sizes)


def find_roles(colors: Sequence[str]) -> dict[str, int]:
    """Return the bands, from 0, by what they are; ``colors`` are those of the bands, or ""."""
    return {color: colors.index(color) for color in ROLES if color in colors}


def _fit(values: FloatArray, wanted: Range) -> FloatArray:
    below = (wanted.low - values) / wanted.soft
    above = (values - wanted.high) / wanted.soft
    return np.asarray(np.clip(1 - np.maximum(below, above), 0, 1))


def _divide(one: FloatArray, other: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(np.abs(other) > 1e-12, one / other, np.nan))


@dataclass(frozen=True)
class NameHint:
    """A name that is suggested for a cluster."""

    rule: int
    """Place in `RULES`."""

    score: float
    """Mean of how well it fits the scenes, from 0 to 1."""

    second: int
    """The next best rule, -1 where none fits at all."""

    second_score: float


@dataclass(frozen=True)
class NamedScenes:
    """What was measured of scenes, and how well each rule fits."""

    indices: dict[str, FloatArray]
    scores: FloatArray
    """Of shape (n, rules)."""

    @classmethod
    def measure(
        cls, area: Area, drawing: Drawing, count: int, colors: Sequence[str],
        progress: Progress = silent,
    ) -> NamedScenes:  # fmt: skip
        """Measure scenes from 0 to ``count`` - 1 in one pass over a raster.

        ``colors`` are those of its bands, see `find_roles`.
        """
        roles = find_roles(colors)
        found = band_statistics(area, drawing, count, progress)
        dark, bright = _common_part(area.raster, roles)
        indices = measure_indices(found.means, found.deviations, roles, dark, bright)
        return cls(indices, score_names(indices))

    def of_groups(self, groups: IntArray, count: int) -> list[NameHint | None]:
        """Suggest names for groups (n,) of scenes, -1 for those in none; None: nothing fits."""
        hints: list[NameHint | None] = []
        for group in range(count):
            mine = self.scores[groups == group]
            mine = mine[np.isfinite(mine).all(axis=1)]
            means = mine.mean(axis=0) if len(mine) else np.zeros(len(RULES))
            first, second = np.argsort(-means, kind="stable")[:2].tolist()
            if means[first] < LEAST_SCORE:
                hints.append(None)
                continue
            next_best = second if means[second] > 0 else -1
            hints.append(NameHint(first, float(means[first]), next_best, float(means[second])))
        return hints


def _common_part(raster: Raster, roles: Mapping[str, int]) -> tuple[FloatArray, float]:
    """Return what all pixels of each band have in common, and the brightest of the visible ones."""
    bands = sample_values(raster.sample())
    dark = np.array([np.percentile(b, _DARKEST) if len(b) else 0.0 for b in bands])
    visible = [roles[role] for role in ROLES[:3] if role in roles] or list(range(len(bands)))
    brightest = [np.percentile(bands[b], _BRIGHTEST) - dark[b] for b in visible if len(bands[b])]
    return dark, float(np.mean(brightest)) if brightest else 1.0
