"""Files and folders that several algorithms take."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext

from ..framework.algorithm import Algorithm
from .kinds import InputFolder, OutputFile, Parameters


def class_folder(*, optional: bool = False) -> InputFolder:
    """Return the folder of labeled images."""
    return InputFolder(
        "FOLDER",
        "Folder of class folders",
        "Holds one folder of images for each class, named after it. Images in folders "
        "below belong to the class too; images beside the classes' folders are left out. "
        "GeoTIFF, JPEG, PNG, JPEG 2000, BMP, WebP and VRT files of any size are taken.",
        optional=optional,
    )


class StacItem(OutputFile):
    """A STAC item beside a features file, where it is asked for."""

    def __init__(self) -> None:
        super().__init__(
            "OUTPUT_STAC", "STAC item", "json", "STAC item",
            "A STAC item that describes the features by the extension for embeddings: where they "
            "are, the model, bands, size and stride of the scenes. Catalogs of embeddings take it. "
            "It is written only where it is asked for.",
            by_default=False, advanced=True,
        )  # fmt: skip

    def read(self, alg: Algorithm, parameters: Parameters, context: QgsProcessingContext) -> str:
        """Read its path, "" where it is not asked for."""
        if not self.is_given(parameters):
            return ""
        return super().read(alg, parameters, context)

    def result(self, path: str) -> dict[str, Any]:
        """Return what an algorithm returns of it."""
        return {self.name: path} if path else {}
