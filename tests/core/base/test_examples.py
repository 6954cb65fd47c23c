"""The examples in docstrings of core give what they say."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

CORE = Path(__file__).parents[3] / "rs_deepcluster_plugin" / "core"
WITH_EXAMPLES = [
    path for path in sorted(CORE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: str(path.relative_to(CORE)))
def test_examples_give_what_they_say(path):
    name = ".".join(path.relative_to(CORE.parents[1]).with_suffix("").parts)
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def test_there_are_examples_in_most_rooms():
    rooms = {path.relative_to(CORE).parts[0] for path in WITH_EXAMPLES}
    assert {"base", "scenes", "clusters", "classes", "accuracy"} <= rooms
