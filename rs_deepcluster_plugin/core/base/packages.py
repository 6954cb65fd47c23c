"""Importing timm where torchvision's compiled operators don't load.

A torchvision that was built for another torch (CUDA beside CPU, mostly) dies on import with
"operator torchvision::nms does not exist", and timm with it. Nothing here needs those operators,
so it is enough to declare them.
"""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Any

from .errors import DependencyError

_declared: list[Any] = []  # a torch.library.Library takes its operators along when it is collected
_OPERATORS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


def import_package(name: str) -> Any:
    """Import a package of the worker.

    Parameters
    ----------
    name
        The name that it is imported by.

    Returns
    -------
    module
        The package.

    Raises
    ------
    DependencyError
        It is missing or cannot be loaded.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise DependencyError(
            f"The package '{error.name}' is missing; run the algorithm \"Set up the worker\"."
        ) from error
    except (ImportError, OSError, RuntimeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise DependencyError(
            f"The package '{name}' cannot be loaded ({reason}); "
            'run the algorithm "Set up the worker" again.'
        ) from error


def import_timm() -> Any:
    """Import timm, after declaring torchvision's operators where they are missing.

    Returns
    -------
    module
        The package timm.

    Raises
    ------
    DependencyError
        torch, torchvision or timm is missing or cannot be loaded.
    """
    torch = import_package("torch")
    if not _declared and not _operators_load(torch):
        library = torch.library.Library("torchvision", "DEF")
        for schema in _OPERATORS:
            library.define(schema)
        _declared.append(library)
    return import_package("timm")


def _operators_load(torch: Any) -> bool:
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None:
        return True  # timm's own import names what is missing
    for path in Path(spec.origin).parent.glob("_C*"):
        if path.suffix in (".so", ".pyd"):
            try:
                torch.ops.load_library(str(path))
            except (ImportError, OSError):
                continue
            return True
    return False
