"""Suggestions for the names of clusters, before anybody labels one."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import LayerError, SceneError
from ....core.base.plain import field_of
from ....core.classes.cluster_table import HINTS
from ....core.classes.name_rules import INDICES, ROLES, RULES, class_named
from ....core.classes.name_words import WordSettings
from ....worker import array_files
from ....worker.contract import RasterInput, SuggestedName, SuggestNamesJob
from ...framework.edit_algorithm import EditAlgorithm
from ...layers.fields import HINT_FIELDS
from ...layers.read import read_scenes
from ...parameters.accuracy import TableOutput
from ...parameters.kinds import (
    InputFile,
    Parameter,
    Text,
    declare_numbers,
    open_source,
    setting_of,
)
from ...parameters.raster import wkt_of
from ...parameters.scenes import SourceRaster
from ...parameters.schema import SchemaParameters

BY_BANDS, BY_WORDS = "bands", "words"
"""What has suggested a name: what the bands measure, or a text encoder."""

_FIELDS = (
    ("cluster", "int"),
    ("scenes", "int"),
    *HINT_FIELDS,
    ("second_name", "string"),
    ("second_score", "double"),
)
_OTHERS = {"-", "none", "other", ""}


def _of(field: str) -> Parameter[Any]:
    about = field_of(WordSettings, field).metadata
    return setting_of(
        WordSettings, field, f"TEXT_{field.upper()}", about["label"], about["help"], advanced=True
    )


class SuggestNames(EditAlgorithm):
    """Suggests names for clusters."""

    NAME = "suggestnames"
    LABEL = "Suggest names"
    JOB = SuggestNamesJob
    NEEDS_WORKER = True
    TAGS = (
        "name,label,suggestion,water,vegetation,built-up,bare soil,ndvi,ndwi,ndbi,index,spectral,"
        "zero-shot,clip,remoteclip,georsclip,text"
    )
    HELP = (
        "Suggests a name for each current cluster, before anybody labels one: water, dense or "
        "sparse vegetation, bare soil, built-up, snow or cloud, shadow. What the bands of the "
        "raster say of the scenes (NDVI, NDWI, MNDWI, NDBI, brightness, texture) is compared with "
        "ranges that are usual. With the weights of a text encoder, pictures of the scenes are "
        "compared with the classes of the schema instead. Suggestions are written into fields of "
        "their own: hint_code and hint_name (a class of the schema, where it has such a one), "
        "hint_score (0 to 1, how well it fits) and hint_by. They are no classes: those are given "
        "by Assign classes."
    )

    RASTER = SourceRaster("The raster that tells what the scenes are.")
    COLORS = Text(
        "BAND_COLORS", "Colors of the bands",
        "What each band of the raster is, in their order and with commas: blue, green, red, nir, "
        "swir1, swir2, or - for another. Empty: as names and wavelengths in the file tell.",
    )  # fmt: skip
    SCHEMA = SchemaParameters(of_layer=True)
    WEIGHTS = InputFile(
        "TEXT_WEIGHTS", "Weights of a text encoder", "",
        "Weights of CLIP in the layout of OpenCLIP, such as RemoteCLIP-ViT-B-32.pt or "
        "RS5M_ViT-B-32.pt (GeoRSCLIP), which are not part of the plugin; the worker's Python needs "
        "the package open_clip_torch. Empty: names are suggested by the bands.",
        filters="Weights (*.pt *.pth *.bin *.safetensors)", optional=True, advanced=True,
    )  # fmt: skip
    ARCHITECTURE = _of("architecture")
    PROMPT = _of("prompt")
    TABLE = TableOutput(
        "OUTPUT_TABLE", "Table of suggestions",
        "A row for each cluster: its scenes, the suggestion, the second best one, and the means of "
        "what was measured.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_layer()
        self.RASTER.declare(self)
        self.COLORS.declare(self)
        self.SCHEMA.declare(self)
        self.WEIGHTS.declare(self)
        self.ARCHITECTURE.declare(self)
        self.PROMPT.declare(self)
        self.TABLE.declare(self)
        declare_numbers(self, {"CLUSTERS": "Number of clusters", "NAMED": "Clusters with a name"})

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the raster and the schema."""
        super().prepare(parameters, context)
        raster = self.RASTER.read_or_noted(self.layer_table, self, parameters, context)
        if raster is None:
            raise SceneError(
                "There is no raster: the layer has noted none that is still there. Give it."
            )
        self._raster = raster
        self._schema = self.SCHEMA.read_or_own(self.layer_table, self, parameters, context)

    def process(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Measure in the worker and write the suggestions."""
        self._raster.say_cautions(feedback)
        crs = self._raster.crs
        source = open_source(self.INPUT, self, parameters, context)
        found = read_scenes(source, context, feedback, crs=crs if crs.isValid() else None)
        clusters = np.unique(found.current[found.current > 0])
        if not len(clusters):
            raise LayerError(f"No scene of {found.name} has a cluster. Choose another layer.")
        groups = np.where(found.current > 0, np.searchsorted(clusters, found.current), -1)
        weights = self.WEIGHTS.read(self, parameters, context)
        encoder = None
        if weights:
            encoder = WordSettings(
                weights,
                self.ARCHITECTURE.read(self, parameters, context),
                self.PROMPT.read(self, parameters, context),
            )
        names, codes = self._names(by_words=encoder is not None)
        with self.scratch_folder() as scratch:
            job = SuggestNamesJob(
                scenes=found.write(scratch / "scenes.npz", np.arange(len(groups)), group=groups),
                groups=len(clusters),
                raster=RasterInput(self._raster.path, wkt_of(crs), self._raster.no_data),
                colors=_colors(self.COLORS.read(self, parameters, context)),
                words=tuple(names) if encoder is not None else (),
                encoder=encoder,
                table=str(scratch / "table.npz"),
            )
            result = self.work(job, feedback)
            measured = array_files.read(job.table)
        by = BY_BANDS if encoder is None else BY_WORDS
        hints = [
            (codes[one.name], names[one.name], one.score, by) if one.name >= 0 else None
            for one in result.names
        ]
        for number, hint, one in zip(clusters.tolist(), hints, result.names):
            feedback.pushInfo(f"Cluster {number}: {_said(hint, one, names)}")
        results = self._table(
            clusters, groups, hints, result.names, names, measured, parameters, context, feedback
        )
        named = sum(hint is not None for hint in hints)
        summary = f"Suggested names for {named} of {len(clusters)} clusters by {by}."
        results |= self.edit(summary, self._changes(clusters, hints), feedback)
        return {**results, "CLUSTERS": len(clusters), "NAMED": named}

    def _names(self, *, by_words: bool) -> tuple[list[str], list[str]]:
        """Return names that may be suggested, and the codes of their classes or ""."""
        if by_words and self._schema is not None:
            classes = self._schema.classes
            return [one.name for one in classes], [one.code for one in classes]
        meant = [class_named(rule, self._schema) for rule in RULES]
        return (
            [rule.name if one is None else one.name for rule, one in zip(RULES, meant)],
            ["" if one is None else one.code for one in meant],
        )

    def _changes(self, clusters: Any, hints: list[Any]) -> dict[str, tuple[Any, Any]]:
        """Return keys of scenes and what they get, by field: the suggestion for their cluster."""
        fids, current = self.layer_table.current_clusters()
        hint_of = dict(zip(clusters.tolist(), hints))
        rows = [hint_of.get(number) or ("", "", np.nan, "") for number in current.tolist()]
        return {
            name: (fids, np.array([row[place] for row in rows], dtype=object))
            for place, name in enumerate(HINTS)
        }

    def _table(
        self, clusters: Any, groups: Any, hints: list[Any], found: tuple[SuggestedName, ...],
        names: list[str], measured: dict[str, Any], parameters: dict[str, Any],
        context: QgsProcessingContext, feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:  # fmt: skip
        """Write a row for each cluster."""
        if not self.TABLE.is_given(parameters):
            return {}
        there = [name for name in INDICES if name in measured]
        sizes = np.bincount(groups[groups >= 0], minlength=len(clusters)).tolist()
        columns = [measured[name].tolist() for name in there]
        rows = [
            [
                number, sizes[place], *(hints[place] or (None,) * len(HINTS)),
                names[one.second] if one.second >= 0 else None,
                one.second_score if one.second >= 0 else None,
                *(column[place] for column in columns),
            ]
            for place, (number, one) in enumerate(zip(clusters.tolist(), found))
        ]  # fmt: skip
        fields = (*_FIELDS, *((name, "double") for name in there))
        return self.TABLE.write(fields, rows, self, parameters, context, feedback)


def _said(hint: Any, one: SuggestedName, names: list[str]) -> str:
    """Return a suggestion as the log says it."""
    if hint is None:
        return "nothing fits."
    second = f", or {names[one.second]} ({one.second_score:.2f})" if one.second >= 0 else ""
    return f"{hint[1]} ({hint[2]:.2f}){second}."


def _colors(text: str) -> tuple[str, ...]:
    """Return the colors of bands that a text names.

    Raises
    ------
    SceneError
        One is unknown, or is there twice.
    """
    words = [word.strip().lower() for word in text.split(",")] if text else []
    found = tuple("" if word in _OTHERS else word for word in words)
    unknown = [word for word in found if word and word not in ROLES]
    if unknown:
        raise SceneError(
            f"'{unknown[0]}' is no color of a band. Choose among {', '.join(ROLES)}, and - for "
            "any other."
        )
    twice = [word for word in ROLES if found.count(word) > 1]
    if twice:
        raise SceneError(f"{twice[0]} is there twice among the colors of the bands. Name it once.")
    return found
