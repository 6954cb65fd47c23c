"""What a user can do wrong, each as one sentence that says what was found and what to do."""

from __future__ import annotations


class DeepClusterError(Exception):
    """Root of all errors whose text is written for the user: one line, whatever is quoted in it."""

    def __init__(self, text: str = "") -> None:
        super().__init__(" ".join(text.splitlines()))


class RasterError(DeepClusterError):
    """The raster cannot be read, placed on the map or used as it is."""


class SceneError(DeepClusterError):
    """The scenes asked for do not exist or are too few."""


class ModelError(DeepClusterError):
    """A weights file or a model name cannot be used."""


class DeviceError(DeepClusterError):
    """The device or the precision asked for is not there."""


class DataFileError(DeepClusterError):
    """A features, projector or cluster model file is damaged, or does not fit the others."""


class LayerError(DeepClusterError):
    """A layer was not made by this plugin, or cannot be edited."""


class OutputError(DeepClusterError):
    """A result cannot be written."""


class DependencyError(DeepClusterError):
    """A package is missing or cannot be loaded."""


class SchemaError(DeepClusterError):
    """A class schema cannot be read, contradicts itself, or lacks a class that is asked for."""
