"""The two modes of deep clustering: a map of features is learned, or the model itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..base.arrays import IntArray, Vectors
from ..base.progress import Part, Progress
from ..encoder.load import Encoder, load_backbone, load_encoder
from ..encoder.module import make_module
from ..encoder.save import write_model, write_whitened
from ..encoder.settings import INT8, ModelSettings
from ..encoder.whitening import Whitening
from ..features import extract as extraction
from ..features.scene_file import Provenance, SceneFile
from ..training.loop import freeze
from .base import RefineSettings
from .learn import Copies, ImageCopies, Learned
from .outcome import write_mapped
from .target import Target, extract_target, read_pictures, write_rows
from .views import AugmentedScenes


@dataclass(frozen=True)
class Begun:
    """What learning begins with."""

    target: Target
    settings: RefineSettings
    file: SceneFile
    """Features of the target, by the model as it is."""

    present: IntArray
    """Rows that have any."""

    model: ModelSettings
    """The model, with the blocks that these are of."""

    whitening: Whitening
    token_dims: tuple[int, ...] | None
    """What makes features of those in files; see `target.make_features`."""

    folder: Path
    cache: str | Path

    def rows(self, file: SceneFile, copy: int) -> Vectors:
        """Write the whitened features of a copy of the scenes where they can be mapped."""
        path = self.folder / f"copy-{copy}.npy"
        return write_rows(file, self.present, self.whitening, self.token_dims, path)


class QuickMode:
    """A linear map is learned, of the features of the scenes and of augmented copies."""

    LEARNS_FROM = 0.7  # of the run
    body: Any = None
    vit: Any = None

    def __init__(self, begun: Begun, features: Vectors, progress: Progress) -> None:
        self._begun = begun
        target, settings = begun.target, begun.settings
        extracting = target.extracting
        arrays = [features]
        for copy in range(1, settings.copies + 1):
            part = Part(progress, (copy - 1) / settings.copies, copy / settings.copies)
            source = AugmentedScenes(
                target.scenes, copy, extracting.model.input_size, extracting.minimum_valid,
                settings.seed,
            )  # fmt: skip
            file = extract_target(
                source, load_encoder(begun.model), target.provenance, extracting,
                begun.folder / f"copy-{copy}.parquet", begun.cache, part,
            )  # fmt: skip
            arrays.append(begun.rows(file, copy))
        self.inputs = Copies(arrays)

    def write_model(self, path: Path, adapted: Whitening, name: str, trained_on: str) -> None:
        """Write the model as it was, with another whitening."""
        write_whitened(path, self._begun.model, adapted, name, trained_on)

    def write_features(
        self, path: Path, learned: Learned, made: Encoder, provenance: Provenance,
        progress: Progress,
    ) -> None:  # fmt: skip
        """Map the features that there are."""
        begun = self._begun
        write_mapped(begun.file, learned, begun.whitening, begun.token_dims, provenance, path)


class FullMode:
    """The later blocks of the model are trained, on augmented images."""

    LEARNS_FROM = 0.15  # of the run

    def __init__(self, begun: Begun, blocks: int, size: int, progress: Progress) -> None:
        self._begun = begun
        target, bands = begun.target, begun.target.encoder.bands
        self._backbone = load_backbone(begun.model, size, bands, same_tokens=True)
        self.vit, header = self._backbone.vit, self._backbone.header
        self.body = make_module(self.vit, header.recipe, header, begun.whitening)[0]
        freeze(self.vit, len(self.vit.blocks) // 2 if blocks < 0 else blocks)
        images = read_pictures(target.scenes, bands, begun.present, begun.folder, size, progress)
        self.inputs = ImageCopies(images, size)

    def write_model(self, path: Path, adapted: Whitening, name: str, trained_on: str) -> None:
        """Write what was trained."""
        self.body.cpu()
        tuned = {k: v for k, v in self.vit.state_dict().items() if k != "pos_embed"}
        header = replace(
            self._backbone.header, quantization="", name=name, trained_on=trained_on,
            input_size=self._begun.target.extracting.model.input_size,
        )  # fmt: skip
        write_model(
            path, {**self._backbone.weights, **tuned}, header, INT8, adapted, self._backbone.cells
        )

    def write_features(
        self, path: Path, learned: Learned, made: Encoder, provenance: Provenance,
        progress: Progress,
    ) -> None:  # fmt: skip
        """Make features by the model that was made."""
        target = self._begun.target
        extraction.extract(
            target.scenes, made, provenance, target.extracting.engine, path, self._begun.cache,
            progress,
        )  # fmt: skip
