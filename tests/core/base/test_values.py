"""The text of a class, whatever it was stored as, and the colors of clusters and classes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rs_deepcluster_plugin.core.base import palette
from rs_deepcluster_plugin.core.base.values import cell_text, class_text
from rs_deepcluster_plugin.core.classes.assign import mapping_of_rows, resolve
from rs_deepcluster_plugin.core.classes.schema import Schema, SchemaClass

PALETTE = Path(palette.__file__).parents[2] / "resources" / "styles" / "palette.json"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (311, "311"),
        (311.0, "311"),
        ("311", "311"),
        ("311.0", "311"),
        ("311.", "311"),
        (" 311.00\t", "311"),
        ("-3.0", "-3"),
        (1e15, "1000000000000000"),
        (0.1 + 0.2, "0.3"),
        (31.5, "31.5"),
        ("011", "011"),
        ("1.10", "1.10"),
        ("1.0.0", "1.0.0"),
        ("v1.0", "v1.0"),
        (" Water ", "Water"),
        ("Open \n  water", "Open water"),
        (True, "True"),
        (None, ""),
        (float("nan"), ""),
        ("  ", ""),
        (0, "0"),
    ],
)
def test_a_value_is_the_text_of_one_class(value, text):
    assert class_text(value) == text


def test_cells_keep_what_is_no_class():
    assert cell_text("two\nlines ") == "two\nlines "
    assert cell_text([255.0, 0, 0]) == "255,0,0"


def test_a_schema_has_the_codes_that_fields_have():
    schema = Schema("s", (SchemaClass("311.0", "Forest"), SchemaClass(" 312", "Open  land")))
    assert schema.codes == ("311", "312")
    assert schema.get("311.0") is schema.find(311.0) is schema.find("311") is schema.classes[0]
    assert schema.find(" open land ") is schema.classes[1]
    labels = mapping_of_rows([(1.0, 311.0, ""), ("2", "312.0", "Open land"), (3, " ", None)])
    assert {k: entry.code for k, entry in resolve(labels, schema).items()} == {1: "311", 2: "312"}


def test_colors_after_the_last_are_hatched_or_darker_and_lighter():
    colors = json.loads(PALETTE.read_text())
    count = len(colors)
    assert [palette.color_of(n) for n in range(1, count + 2)] == [*colors, colors[0]]
    assert [palette.hatch_of(n) for n in (1, count, count + 1, 2 * count + 1)] == [0, 0, 1, 2]
    assert palette.hatch_of(7 * count + 1) == 0
    assert len({(palette.color_of(n), palette.hatch_of(n)) for n in range(1, 301)}) == 300
    assert [palette.shade_of(n) for n in range(1, count + 1)] == colors
    assert len({palette.shade_of(n) for n in range(1, 301)}) == 300

    def brightness(color):
        return sum(int(color[i : i + 2], 16) for i in (1, 3, 5))

    first, darker, lighter = (palette.shade_of(n) for n in (1, count + 1, 2 * count + 1))
    assert brightness(darker) < brightness(first) < brightness(lighter)


def test_free_colors_differ_from_those_that_are_taken():
    colors = json.loads(PALETTE.read_text())
    free = palette.free_colors([colors[1]], len(colors))
    assert free[:2] == [colors[0], colors[2]]
    assert len({*free, colors[1]}) == len(colors) + 1
    assert len(palette.free_colors([], 10_000)) == 10_000
