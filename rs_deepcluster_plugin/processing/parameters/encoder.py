"""The model, its feature recipe and its scaling, and where it runs."""

from __future__ import annotations

from qgis.core import QgsProcessingContext

from ...core.base.errors import ModelError
from ...core.encoder.engine import DEVICES, PRECISIONS, EngineSettings
from ...core.encoder.orientations import ORIENTATIONS
from ...core.encoder.settings import MODELS, ModelSettings
from ...core.features.extract import ExtractSettings
from ...core.scenes.sources import SourceSettings
from ..framework.algorithm import Algorithm
from .grid import minimum_valid
from .kinds import Group, InputFile, Parameters, Real, Text, Whole, setting_of

SCALINGS = {"percentiles": "percentiles", "data type range": "type"}
POOLINGS = {
    "model's own": "recipe",
    "class token": "cls",
    "mean of patches": "patch",
    "both": "both",
}
_LOWER, _UPPER = SourceSettings.percentiles
_CLIPPED = "Values beyond it are clipped, if values are scaled by percentiles."


class ModelParameters(Group):
    """The model, its feature recipe, the input size and the scaling."""

    MODEL = setting_of(
        ModelSettings, "model", "MODEL", "Model",
        "default: the DINOv2 ViT-S/14 that comes with the plugin, without its last three "
        "blocks and fine-tuned on 30 classes of aerial scenes. The others are downloaded once, and "
        "are as their makers left them: Refine model fits the whitening that the default has to "
        "your imagery. dinov2_vits14, b14, l14 and g14, with registers (_reg) or without: 3 bands, "
        "images of the web at any resolution, Apache-2.0; 88 MB, 346 MB, 1.2 GB and 4.5 GB. "
        "dinov3_vits16, b16 and l16: 3 bands, images of the web at any resolution, DINOv3 License "
        "of Meta, which you accept by using them; 86 MB, 343 MB and 1.2 GB. dinov3_vitl16_sat: 3 "
        "bands, red, green and blue of satellites at 0.6 m, DINOv3 License; 1.2 GB. dofa_vitb16: "
        "any optical bands, told by their wavelengths, of satellites and aircraft at 1 to 30 m, "
        "CC-BY-4.0; 445 MB.",
        options=MODELS, advanced=False,
    )  # fmt: skip
    WEIGHTS = InputFile(
        "WEIGHTS", "Weights file", "",
        "A state dict of your own of DINOv2, DINOv3 or DOFA, with official or timm names. It "
        "takes the place of the model above, and nothing is downloaded. Of the satellite model of "
        "DINOv3, and of DOFA, choose the model above too.",
        filters="Weights (*.safetensors *.pth *.pt *.bin)", optional=True, advanced=True,
    )  # fmt: skip
    BLOCKS = Text(
        "BLOCKS", "Blocks",
        "Transformer blocks whose tokens make the features, counted from 0, or from the end "
        "with -1; several are concatenated, as in 6,-1. Empty: the model's own recipe.",
        advanced=True,
    )  # fmt: skip
    WAVELENGTHS = Text(
        "WAVELENGTHS", "Wavelengths",
        "For dofa_vitb16: the wavelength of each band in micrometers, in the order of the bands, "
        "as in 0.49,0.56,0.665,0.842. Empty: what the raster says, or the names of its bands do; "
        "without bands chosen, all that have one are taken.",
        advanced=True,
    )  # fmt: skip
    POOLING = setting_of(
        ModelSettings, "pooling", "POOLING", "Pooling of tokens",
        "The class token, the mean of the patch tokens, or both one after the other.",
        options=POOLINGS,
    )  # fmt: skip
    INPUT_SIZE = setting_of(
        ModelSettings, "input_size", "INPUT_SIZE", "Input size (pixels)",
        "Pixels to which a scene is resized for the model, a multiple of the side of its patches: "
        "14, of DINOv3 and DOFA 16. More is slower (time grows with its square) and shows the "
        "model finer detail of large scenes.",
    )  # fmt: skip
    SCALING = setting_of(
        SourceSettings, "scaling", "SCALING", "Scaling of values",
        "percentiles: each band is stretched between two percentiles of the valid pixels of "
        "the whole raster, the same for all scenes. data type range: values are taken as they "
        "are, 0 to 255 for 8-bit data; for images that are ready for display.",
        options=SCALINGS,
    )  # fmt: skip
    LOWER = Real("LOWER", "Lower percentile", _LOWER, 0, 100, _CLIPPED)
    UPPER = Real("UPPER", "Upper percentile", _UPPER, 0, 100, _CLIPPED)

    def __init__(self, orientations: int | None) -> None:
        """Ask for orientations, of which there are so many by default; None: there is one."""
        self.orientations = None if orientations is None else Whole(
            "ORIENTATIONS", "Orientations (1, 2, 4 or 8)", orientations, 1, max(ORIENTATIONS),
            "In how many orientations the model sees a scene; the features are the mean. Seen from "
            "above no direction is the right one, and the mean tells more: with 5 labels of each "
            "class 80.3 % of the images of 45 classes are named right by 4, 79.0 % by 1. 2: as it "
            "is and turned by a half, 4: by quarters, 8: mirrored too. It takes as many times as "
            "long.",
        )  # fmt: skip

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> ModelSettings:
        """Read the model and its recipe."""
        text = self.BLOCKS.read(alg, parameters, context)
        try:
            blocks = tuple(int(b) for b in text.replace(";", ",").split(",") if b.strip())
        except ValueError:
            raise ModelError(
                f"The blocks '{text}' are not whole numbers. Give them as 6,-1, or leave them "
                "empty."
            ) from None
        told = self.WAVELENGTHS.read(alg, parameters, context)
        try:
            lengths = tuple(float(one) for one in told.replace(";", ",").split(",") if one.strip())
        except ValueError:
            raise ModelError(
                f"The wavelengths '{told}' are not numbers. Give them in micrometers, as "
                "0.49,0.56,0.665, or leave them empty."
            ) from None
        seen = self.orientations.read(alg, parameters, context) if self.orientations else 1
        return self.read_settings(
            ModelSettings, alg, parameters, context, orientations=seen,
            weights=self.WEIGHTS.read(alg, parameters, context) or None, blocks=blocks or None,
            wavelengths=lengths or None,
        )  # fmt: skip


class EngineParameters(Group):
    """Device, precision, batch size and threads."""

    DEVICE = setting_of(
        EngineSettings, "device", "DEVICE", "Device",
        "auto takes CUDA, else Apple's MPS, else the CPU.",
        options=DEVICES,
    )  # fmt: skip
    PRECISION = setting_of(
        EngineSettings, "precision", "PRECISION", "Precision",
        "auto finds out once which is the fastest on this computer that keeps the features "
        "(cosine above 0.999), and stays with it: on processors int8, bf16 or fp32, on GPUs "
        "bf16 or fp16. int8 works on processors only, fp16 on GPUs only. Another computer may "
        "find another one: choose one where a map is to be made again elsewhere.",
        options=PRECISIONS,
    )  # fmt: skip
    BATCH = setting_of(
        EngineSettings, "batch", "BATCH", "Batch size (0: automatic)",
        "Scenes that go through the model together; 0 chooses. It is halved where memory "
        "runs out. The features do not depend on it.",
    )  # fmt: skip
    THREADS = setting_of(
        EngineSettings, "threads", "THREADS", "Threads (0: all)",
        "Processor threads for the model; 0 takes all cores, never more.",
    )  # fmt: skip

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> EngineSettings:
        """Read where the model runs, and how."""
        return self.read_settings(EngineSettings, alg, parameters, context)


class ExtractParameters:
    """All that scenes become features by, whose parameters stand in several places."""

    def __init__(self, orientations: int | None = None) -> None:
        """Ask for orientations, of which there are so many by default; None: there is one."""
        self.minimum = minimum_valid()
        self.model = ModelParameters(orientations)
        self.engine = EngineParameters()

    def read(
        self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext
    ) -> ExtractSettings:
        """Read how scenes become features."""
        model = self.model
        return model.read_settings(
            ExtractSettings, alg, parameters, context,
            model=model.read(alg, parameters, context),
            engine=self.engine.read(alg, parameters, context),
            percentiles=(
                model.LOWER.read(alg, parameters, context),
                model.UPPER.read(alg, parameters, context),
            ),
            minimum_valid=self.minimum.read(alg, parameters, context),
        )  # fmt: skip
