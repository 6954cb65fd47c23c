"""Enums are named with the enum they are of: PyQt6 and QGIS 4 know no others."""

from __future__ import annotations

import ast
import enum
import importlib
from pathlib import Path

import pytest
import support

MODULES = [
    path
    for folder in (support.ROOT / support.NAME, support.ROOT / "scripts")
    for path in sorted(folder.rglob("*.py"))
    if "qgis" in path.read_text(encoding="utf-8")
]


def unscoped(tree):
    """Return what is taken from a class of QGIS or Qt but is of one of the enums in it."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis":
            module = importlib.import_module(node.module)
            for alias in node.names:
                known[alias.asname or alias.name] = getattr(module, alias.name, None)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            value = getattr(known.get(node.value.id), node.attr, None)
            plain = type(value) in (int, bool, str)
            if isinstance(value, (int, enum.Enum)) and not plain:
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: Path(path).stem)
def test_enums_are_scoped(qgis_app, path):
    assert unscoped(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from qgis.PyQt.QtCore import Qt\nQt.NoPen", ["line 2: Qt.NoPen"]),
        ("from qgis.PyQt.QtCore import Qt\nQt.PenStyle.NoPen", []),
        ("from qgis.PyQt.QtCore import QEvent as E\nE.KeyPress", ["line 2: E.KeyPress"]),
        ("from qgis.core import QgsProcessing as P\nP.TypeVector", ["line 2: P.TypeVector"]),
        ("from qgis.core import Qgis\nQgis.MessageLevel.Info", []),
        ("from qgis.core import Qgis\nQgis.Info", ["line 2: Qgis.Info"]),
    ],
)
def test_an_enum_that_is_not_scoped_is_found(qgis_app, code, found):
    assert unscoped(ast.parse(code)) == found
