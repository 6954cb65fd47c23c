"""What the worker's tests share with those of core."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "core_conftest", Path(__file__).parents[1] / "core" / "conftest.py"
)
_core = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_core)
recorder, write_tif, features_file = _core.recorder, _core.write_tif, _core.features_file
sys.path.insert(0, str(Path(__file__).parent))
