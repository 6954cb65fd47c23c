"""Benchmarks take hours and are seldom run: what they name in the plugin is still there."""

import ast
import importlib
import types
from pathlib import Path

import pytest

BENCHMARKS = sorted((Path(__file__).parents[2] / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_what_a_benchmark_names_in_the_plugin_is_there(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rs_deepcluster"):
            for name in node.names:
                try:
                    found = importlib.import_module(f"{node.module}.{name.name}")
                except ModuleNotFoundError:
                    found = getattr(importlib.import_module(node.module), name.name)
                if isinstance(found, types.ModuleType):
                    modules[name.asname or name.name] = found
    lost = [
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in modules
        and not hasattr(modules[node.value.id], node.attr)
    ]
    assert lost == []
