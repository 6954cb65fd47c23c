"""Files and folders that several algorithms take."""

from __future__ import annotations

from .kinds import InputFolder


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
