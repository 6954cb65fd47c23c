"""What is chosen about an encoder, what a model file says about itself, and which tokens are used.

Sources
-------
Oquab et al. 2023, "DINOv2: Learning Robust Visual Features without Supervision";
Darcet et al. 2023, "Vision Transformers Need Registers";
Siméoni et al. 2025, "DINOv3".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from ..base.errors import ModelError
from ..base.plain import setting
from .orientations import ORIENTATIONS

SMALLEST_PATCH = 14  # pixels, of every DINOv2 model
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
_SATELLITE_MEAN, _SATELLITE_STD = (0.430, 0.411, 0.296), (0.213, 0.156, 0.143)  # DINOv3's own
DEFAULT_WEIGHTS = Path(__file__).parents[2] / "resources" / "models" / "default.safetensors"
INT8, FP16 = "int8-per-channel", "fp16"
POOLS = ("cls", "patch", "both")

SIZES = {384: "small", 768: "base", 1024: "large", 1536: "giant"}
SPECTRAL = ("dofa_base_patch16_224",)  # architectures whose patch embedding is made of wavelengths
SPECTRAL_MEAN, SPECTRAL_STD = 0.5, 0.25  # about those of a band that is stretched to 0 to 1
DEPTHS = {"small": 12, "base": 12, "large": 24, "giant": 40}


@dataclass(frozen=True)
class HubModel:
    """A model whose weights a hub has."""

    architecture: str
    """timm's name."""

    data: str
    """What it was trained on, as timm's name of the weights ends."""

    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD
    repository: str = ""
    """Where the hub has the weights; empty: under timm's name."""

    file: str = "model.safetensors"

    @property
    def place(self) -> str:
        """Where the hub has the weights."""
        return self.repository or f"timm/{self.architecture}.{self.data}"

    @property
    def spectral(self) -> bool:
        """Whether it takes any bands, by their wavelengths."""
        return self.architecture in SPECTRAL


HUB_MODELS: dict[str, HubModel] = {}
for _size in SIZES.values():
    for _suffix, _reg in (("", ""), ("_reg", "_reg4")):
        HUB_MODELS[f"dinov2_vit{_size[0]}14{_suffix}"] = HubModel(
            f"vit_{_size}_patch14{_reg}_dinov2", "lvd142m"
        )
for _size in ("small", "base", "large"):
    HUB_MODELS[f"dinov3_vit{_size[0]}16"] = HubModel(f"vit_{_size}_patch16_dinov3", "lvd1689m")
HUB_MODELS["dinov3_vitl16_sat"] = HubModel(
    "vit_large_patch16_dinov3", "sat493m", _SATELLITE_MEAN, _SATELLITE_STD
)
HUB_MODELS["dofa_vitb16"] = HubModel(
    SPECTRAL[0], "dofa", repository="torchgeo/dofa", file="dofa_base_patch16_224-a0275954.pth",
)  # fmt: skip
MODELS = ("default", *HUB_MODELS)


def patch_of(architecture: str) -> int:
    """Return the side of a model's patches in pixels.

    Examples
    --------
    >>> patch_of("vit_small_patch14_dinov2")
    14
    """
    found = re.search(r"_patch(\d+)(?:_|$)", architecture)
    return int(found[1]) if found else SMALLEST_PATCH


@dataclass(frozen=True)
class FeaturePart:
    """One part of a feature vector: which tokens of which block."""

    block: int
    """From zero, never negative."""

    pool: str
    """"cls", "patch" (the mean of the patch tokens), or "both", one after the other."""


@dataclass(frozen=True)
class CellRecipe:
    """What the feature of a cell is made of, which is seen among its neighbors.

    Of each block the mean of the patch tokens in the cell, and of those in the cells around it.
    """

    blocks: tuple[int, ...]
    """From zero, ascending."""

    supports: tuple[int, ...] = (1, 3, 7)
    """Sides, in cells, of the squares around a cell that means are taken over; odd."""


@dataclass(frozen=True)
class ClassLikeness:
    """How alike scenes are in a model's features, by the classes of the source it was fitted to.

    Means of the cosines of pairs of scenes, from -1 to 1; see `likeness.compare_classes`.
    """

    within: float
    """Of the scenes of one class."""

    between: float
    """Of the scenes of two classes."""

    border: float
    """Groups that are more alike are of one class."""

    length: float
    """Root mean square of the features' lengths."""

    def averaged(self, turned: float, orientations: int) -> ClassLikeness:
        """Return the likeness of features that are averaged over orientations.

        What hangs on the direction differs from image to image and cancels in the mean, and no
        pair of images is alike by it: products of pairs stay, and lengths shrink.

        Parameters
        ----------
        turned
            How alike an image is to itself turned by quarters.
        orientations
            Their number.

        Examples
        --------
        >>> ClassLikeness(0.12, 0.0, 0.06, 5.0).averaged(turned=0.28, orientations=2)
        ClassLikeness(within=0.1875, between=0.0, border=0.09375, length=4.0)
        """
        left = turned + (1 - turned) / orientations  # of the squared length
        return ClassLikeness(
            self.within / left, self.between / left, self.border / left, self.length * left**0.5
        )


@dataclass(frozen=True)
class ModelSettings:
    """What the user chooses about the encoder.

    ``blocks`` and ``pooling`` go together like this: blocks alone keep the recipe's pooling where
    the recipe has the block, and elsewhere take "both" of the last block and "patch" of earlier
    ones; pooling alone applies to the recipe's blocks; both given mean what they say.
    """

    model: str = "default"
    weights: str | None = None
    """A weights file. It is used instead of the default model, or as the weights of ``model``."""

    blocks: tuple[int, ...] | None = None
    """From zero; negative ones count from the end. None: the model's recipe."""

    pooling: str = "recipe"
    """"recipe", "cls", "patch" or "both"."""

    input_size: int = setting(224, minimum=SMALLEST_PATCH)
    """Pixels a scene is resized to; a multiple of the side of the model's patches."""

    wavelengths: tuple[float, ...] | None = None
    """Of the bands, in micrometers, for a model that takes bands by these."""

    orientations: int = setting(1, minimum=1, maximum=max(ORIENTATIONS))
    """How many that a scene is seen in, whose features are averaged; one of `ORIENTATIONS`."""

    @property
    def spectral(self) -> bool:
        """Whether the model takes any bands, by their wavelengths."""
        return self.model in HUB_MODELS and HUB_MODELS[self.model].spectral


@dataclass(frozen=True)
class ModelHeader:
    """What a model file of ours says about itself."""

    name: str
    architecture: str
    input_size: int = 224
    recipe: tuple[FeaturePart, ...] = ()
    """Empty: the last block, "both"."""

    mean: tuple[float, ...] = IMAGENET_MEAN
    """One value for each band the model takes."""

    std: tuple[float, ...] = IMAGENET_STD
    trained_on: str = ""
    license: str = ""
    quantization: str = ""
    """`INT8`, `FP16`, or empty for weights of another origin."""

    depth: int = 0
    """Number of blocks; 0: all of the architecture's."""

    cells: CellRecipe | None = None
    """None: the blocks of the recipe, and the usual supports."""

    wavelengths: tuple[float, ...] = ()
    """Of the bands in micrometers, where the patch embedding was made of them."""

    likeness: ClassLikeness | None = None
    """In whitened features of the recipe; None: not known."""

    turned: float | None = None
    """How alike an image is to itself turned by quarters, in these; None: not known."""

    @property
    def bands(self) -> int:
        """Number of bands the model takes."""
        return len(self.mean)

    @property
    def patch(self) -> int:
        """Side of a patch in pixels."""
        return patch_of(self.architecture)

    @property
    def block_count(self) -> int:
        """Number of blocks."""
        return self.depth or DEPTHS[self.architecture.split("_")[1]]

    def likeness_of(self, orientations: int) -> ClassLikeness | None:
        """Return the likeness of features that are averaged over orientations, if it is known."""
        if orientations == 1 or self.likeness is None:
            return self.likeness
        return None if self.turned is None else self.likeness.averaged(self.turned, orientations)

    @property
    def full_recipe(self) -> tuple[FeaturePart, ...]:
        """The recipe, the usual one where the file gives none."""
        return self.recipe or (FeaturePart(self.block_count - 1, "both"),)


def resolve_cells(settings: ModelSettings, header: ModelHeader) -> CellRecipe:
    """Return what the features of cells are made of.

    Parameters
    ----------
    settings
        Of these, ``blocks`` count: they take the place of the recipe's.
    header
        Tells the recipe and the number of blocks.

    Returns
    -------
    recipe
        Its blocks are those of the model, ascending.

    Raises
    ------
    ModelError
        The model has no such block.
    """
    parts = resolve_parts(replace(settings, pooling="recipe"), header)
    usual = CellRecipe(tuple(part.block for part in parts))
    recipe = header.cells or usual
    if max(recipe.blocks) >= header.block_count:  # the model was cut off since
        recipe = usual
    return recipe if not settings.blocks else replace(recipe, blocks=usual.blocks)


def tokens_along(settings: ModelSettings, along: int, patch: int) -> int:
    """Return how many tokens a cell has along each side, at least one.

    Parameters
    ----------
    settings
        Their ``input_size`` is what a window is to be resized to, about.
    along
        Cells along the side of a window.
    patch
        Side of a patch in pixels.

    Examples
    --------
    >>> tokens_along(ModelSettings(input_size=224), 8, 14)
    2
    """
    return max(1, round(settings.input_size / patch / along))


def check_model_settings(settings: ModelSettings) -> None:
    """Refuse settings that fit no model.

    Raises
    ------
    ModelError
        The input size, the model, the pooling or the number of orientations does not exist.
    """
    if settings.model not in MODELS:
        raise ModelError(
            f"There is no model '{settings.model}'; choose one of {', '.join(MODELS)}."
        )
    if settings.pooling not in ("recipe", *POOLS):
        raise ModelError(
            f"There is no pooling '{settings.pooling}'; choose one of recipe, {', '.join(POOLS)}."
        )
    if settings.orientations not in ORIENTATIONS:
        raise ModelError(
            f"A scene cannot be seen in {settings.orientations} orientations; choose one of "
            f"{', '.join(map(str, ORIENTATIONS))}."
        )
    known = HUB_MODELS.get(settings.model)
    if known or not settings.weights:  # else the file tells, once it is read
        patch = patch_of(known.architecture) if known else SMALLEST_PATCH
        check_size(settings.input_size, patch)


def check_size(size: int, patch: int, what: str = "input") -> None:
    """Refuse a size of images that is no whole number of patches.

    Raises
    ------
    ModelError
        It is none, or less than two.
    """
    if size < 2 * patch or size % patch:
        nearest = max(2, round(size / patch)) * patch
        raise ModelError(
            f"The {what} size must be a multiple of {patch} pixels and at least {2 * patch}, "
            f"but it is {size}; the nearest is {nearest}."
        )


def resolve_parts(settings: ModelSettings, header: ModelHeader) -> tuple[FeaturePart, ...]:
    """Return the parts of the feature that the settings ask for.

    Parameters
    ----------
    settings
        Of these, ``blocks`` and ``pooling`` count (`ModelSettings`).
    header
        Tells the number of blocks and the recipe.

    Returns
    -------
    parts
        In the order of their blocks, each block once.

    Raises
    ------
    ModelError
        The model has no such block.

    Examples
    --------
    >>> header = ModelHeader("small", "vit_small_patch14_dinov2")
    >>> for part in resolve_parts(ModelSettings(blocks=(-1, 3)), header):
    ...     print(part)
    FeaturePart(block=3, pool='patch')
    FeaturePart(block=11, pool='both')
    """
    depth = header.block_count
    recipe = {part.block: part.pool for part in header.full_recipe}
    wrong = [block for block in settings.blocks or recipe if not -depth <= block < depth]
    if wrong:
        raise ModelError(
            f"The model {header.name} has the blocks 0 to {depth - 1}, and {wrong[0]} was asked "
            f"for; choose among them, or among -1 (the last) to {-depth}."
        )
    chosen = sorted({block % depth for block in settings.blocks or recipe})
    pools = {block: recipe.get(block, "patch") for block in chosen}
    if chosen[-1] == depth - 1:
        pools[depth - 1] = recipe.get(depth - 1, "both")
    if settings.pooling != "recipe":
        pools = dict.fromkeys(chosen, settings.pooling)
    return tuple(FeaturePart(block, pools[block]) for block in chosen)


def resolve_trained_parts(settings: ModelSettings, header: ModelHeader) -> tuple[FeaturePart, ...]:
    """Return the tokens that a trained model is to use.

    They are those chosen, else those of the model it starts from, else the usual ones: the patch
    tokens of the middle block, and both kinds of the last.

    Parameters
    ----------
    settings
        Where they choose blocks, the last of these becomes the last of the model.
    header
        Of the model it starts from.

    Returns
    -------
    parts
        In the order of their blocks.

    Raises
    ------
    ModelError
        The model has no such block.
    """
    depth = header.block_count
    if settings.blocks:
        parts = resolve_parts(settings, header)
        last = parts[-1].block
        ends_there = replace(header, depth=last + 1)
        return resolve_parts(replace(settings, blocks=tuple(p.block for p in parts)), ends_there)
    if settings.pooling != "recipe":
        return resolve_parts(settings, header)
    return header.recipe or (FeaturePart(depth // 2, "patch"), FeaturePart(depth - 1, "both"))
