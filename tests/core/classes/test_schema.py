"""Class schemas: what they hold, the files they come in, and those that come with the plugin."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pytest
from tracked import ROOT, tracked

from rs_deepcluster_plugin.core.base.errors import OutputError, SchemaError
from rs_deepcluster_plugin.core.classes.schema import (
    Schema,
    SchemaClass,
    escape_formula,
    parse_color,
    unescape_formula,
)
from rs_deepcluster_plugin.core.classes.schema_files import (
    find_shipped,
    load_schema,
    read_schema,
    write_schema,
)

LAND = Schema(
    "Land",
    (
        SchemaClass("1", "Water", "#0000ff"),
        SchemaClass("2", "Land", "#00ff00", "all of it"),
        SchemaClass("21", "Forest", "#008000", parent="2"),
        SchemaClass("22", "Water", "#8080ff", parent="2"),
    ),
)
NASTY = ['"quoted"', "Beaches, dunes; sands", "<b>&bold</b>", "=1+1", "'=1", "@home", "Söhne"]


def file(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def pairs(schema):
    return [(c.code, c.name, c.color) for c in schema.classes]


# What a schema is


def test_a_class_is_found_by_its_code():
    assert LAND.codes == ("1", "2", "21", "22")
    assert LAND.get("21").name == "Forest"
    with pytest.raises(SchemaError, match=r"Land has no class '3'.*4 codes: 1, 2, 21, 22"):
        LAND.get("3")


def test_a_label_means_a_code_or_a_name_in_any_case():
    assert LAND.find(21).name == LAND.find(21.0).name == LAND.find(" forest ").name == "Forest"
    assert LAND.find("meadow") is None
    assert LAND.find(None) is None


def test_a_name_that_is_there_twice_means_the_more_detailed_class():
    assert LAND.find("water").code == "22"


def test_parents_make_levels():
    assert LAND.levels == 2
    assert LAND.level(1).codes == ("1", "2")
    assert LAND.level(2).codes == ("21", "22")
    assert {c.parent for c in LAND.level(2).classes} == {""}
    with pytest.raises(SchemaError, match=r"2 levels, and level 3 was asked"):
        LAND.level(3)


def test_texts_are_trimmed_and_missing_names_are_codes():
    made = Schema(" a \n b", (SchemaClass(" 1 ", "  two\nlines ", "RED"), SchemaClass("2", "")))
    assert made.name == "a b"
    assert pairs(made)[0] == ("1", "two lines", "#ff0000")
    assert made.get("2").name == "2"


def test_missing_colors_come_from_the_palette_and_differ_from_those_given():
    first = Schema("a", (SchemaClass("1", "x"),)).classes[0].color
    many = Schema("a", tuple(SchemaClass(str(i), "x", first if i == 5 else "") for i in range(50)))
    assert many.get("5").color == first
    assert len({c.color for c in many.classes}) == 50
    assert len(Schema("a", tuple(SchemaClass(str(i), "") for i in range(200))).classes) == 200


@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        ([], "has no classes"),
        ([("1", "a"), ("1", "b")], "code 1 occurs twice .*'a' and 'b'"),
        ([("1", "a"), (" 1", "b")], "code 1 occurs twice"),
        ([("1", "a"), (" ", "b")], r"Class 2 .*\('b'\) has no code"),
        ([("1", "a", "bluish")], "Class 1 .*'bluish' is not a color"),
        ([("1", "a", "", "", "9")], "parent '9', which is not a code"),
        ([("1", "a", "", "", "1")], "is its own parent, by 1 -> 1"),
        ([("1", "", "", "", "2"), ("2", "", "", "", "3"), ("3", "", "", "", "2")], "2 -> 3 -> 2"),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused(classes, sentence):
    with pytest.raises(SchemaError, match=sentence):
        Schema("s", tuple(SchemaClass(*values) for values in classes))


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("#abc", "#aabbcc"),
        ("#E6004D", "#e6004d"),
        ("#e6004d80", "#e6004d"),
        ("0xe6004d", "#e6004d"),
        ("e6004d", "#e6004d"),
        ("230,0,77", "#e6004d"),
        ("230, 0, 77, 128", "#e6004d"),
        ("230-000-077", "#e6004d"),
        ("230:000:077", "#e6004d"),
        ("rgba(230, 0, 77, 0.5)", "#e6004d"),
        ("Forest Green", "#228b22"),
        (" rebeccapurple ", "#663399"),
    ],
)
def test_colors_are_read_as_people_write_them(text, color):
    assert parse_color(text) == color


@pytest.mark.parametrize("text", ["", "#12", "#1234567", "256,0,0", "1,2", "-1,0,0", "url(#a)"])
def test_what_is_no_color_is_refused(text):
    with pytest.raises(SchemaError, match=r"is not a color\. Write it as #rrggbb"):
        parse_color(text)


# Files


@pytest.mark.parametrize("name", ["s.csv", "s.json"])
def test_what_is_written_is_read_again(tmp_path, name):
    classes = [SchemaClass(f"-{i}", text, "", text) for i, text in enumerate(NASTY)]
    made = Schema("s", (*classes, SchemaClass("+x", "child", "red", "", "-0")))
    write_schema(made, tmp_path / name)
    assert read_schema(tmp_path / name) == made


def test_values_for_json_make_the_same_schema():
    assert Schema.from_json(json.loads(json.dumps(LAND.to_json()))) == LAND


def test_no_cell_of_a_written_csv_is_a_formula(tmp_path):
    classes = [SchemaClass(f"-{i}", text, "", text) for i, text in enumerate(NASTY)]
    write_schema(Schema("s", tuple(classes)), tmp_path / "s.csv")
    with open(tmp_path / "s.csv", newline="", encoding="utf-8-sig") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t")]


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "-1", "@a", "\ta", "'a", "a=1", ""])
def test_escaping_formulas_can_be_undone(text):
    assert unescape_formula(escape_formula(text)) == text


def test_a_schema_is_not_written_under_another_ending(tmp_path):
    with pytest.raises(OutputError, match=r"ends in \.csv or \.json"):
        write_schema(LAND, tmp_path / "s.xml")
    with pytest.raises(OutputError, match="cannot be written"):
        write_schema(LAND, file(tmp_path, "a", "no folder") / "s.json")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_has_any_separator_and_encoding(tmp_path, delimiter, encoding):
    rows = [
        ["code", "name", "color"],
        ["1", '"Söhne, Töchter; 5"""', "#ff0000"],
        [],
        ["2", "b", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    made = read_schema(file(tmp_path, "s.csv", text, encoding))
    assert pairs(made)[0] == ("1", 'Söhne, Töchter; 5"', "#ff0000")
    assert made.codes == ("1", "2")


@pytest.mark.parametrize(
    "text",
    [
        "Value,Label,Red,Green,Blue\n7,Sea,0,0,255\n",
        "value;class;colour\n7;Sea;blue\n",
        "sep=;\nclass;name;color\n7;Sea;blue\n",
        "GRID_CODE,CLC_CODE,LABEL1,LABEL3,RGB\n1,7,Water,Sea,000-000-255\n",
        'fid\tclass_code\tclass_name\tr\tg\tb\n1\t7\tSea\t0\t0\t"255"\n',
        "code,name,color,description,parent\n7,Sea,#00f\n",
    ],
)
def test_columns_of_csv_have_other_common_names(tmp_path, text):
    assert pairs(read_schema(file(tmp_path, "s.csv", text))) == [("7", "Sea", "#0000ff")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has no classes"),
        ("code,name\n", "has no classes"),
        ("nr,what\n1,Sea\n", "no column with codes, but nr, what"),
        ("code,name\n1,Beaches, dunes\n", r"Line 2 .* has 3 cells, and the first line 2.*quotes"),
        ('code,name\n1,"Sea\n', "not valid CSV .*Check its quotes"),
        ("code,name\n1,Sea\n1,Lake\n", "code 1 occurs twice in the schema s"),
        ("code,red,green,blue\n1,0,0\n", "'0,0' is not a color"),
        ("code\n\0\n", "not a text file"),
    ],
)
def test_csv_that_is_wrong_gets_one_sentence(tmp_path, text, sentence):
    with pytest.raises(SchemaError, match=sentence) as caught:
        read_schema(file(tmp_path, "s.csv", text))
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        [{"code": 7, "name": "Sea", "color": "blue"}],
        [{"value": 7.0, "label": "Sea", "colour": [0, 0, 255]}],
        {"classes": [{"id": "7", "class": "Sea", "rgb": "0,0,255"}], "name": "x"},
        {"7": {"name": "Sea", "color": "#00f"}},
    ],
)
def test_json_has_several_forms(tmp_path, data):
    made = read_schema(file(tmp_path, "s.json", json.dumps(data), "utf-8-sig"))
    assert pairs(made) == [("7", "Sea", "#0000ff")]


def test_json_may_be_no_more_than_codes_and_names(tmp_path):
    made = read_schema(file(tmp_path, "s.json", '{"1": "Sea", "2": "Land"}'))
    assert [(c.code, c.name) for c in made.classes] == [("1", "Sea"), ("2", "Land")]
    assert made.name == "s"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"code": 1,\n}]', r"not valid JSON \(line 2\)"),
        ("[" * 100_000, "not valid JSON"),
        ("[1, 2]", "JSON without classes"),
        ("3", "JSON without classes"),
        ("[]", "has no classes"),
        ('{"1": "a", "1": "b"}', "'1' occurs twice"),
    ],
)
def test_json_that_is_wrong_gets_one_sentence(tmp_path, text, sentence):
    with pytest.raises(SchemaError, match=sentence):
        read_schema(file(tmp_path, "s.json", text))


VECTOR = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.40"><renderer-v2 type="categorizedSymbol" attr="code"><categories>
<category symbol="0" value="7" label="Sea &lt;&amp; ocean>" render="true"/>
<category symbol="1" value="" label="others"/>
<category symbol="2" label="Both"><val value="8"/><val value="9"/></category></categories>
<symbols><symbol type="fill" name="0"><layer class="SimpleFill"><Option type="Map">
<Option name="color" value="0,0,255,255,rgb:0,0,1,1"/></Option></layer></symbol>
<symbol type="line" name="2"><layer class="SimpleLine"><prop k="line_color" v="1,2,3,255"/></layer>
</symbol></symbols></renderer-v2></qgis>"""
RASTER = """<qgis><pipe><rasterrenderer type="paletted" band="1"><colorPalette>
<paletteEntry value="7" alpha="255" color="#0000ff" label="Sea"/>
</colorPalette></rasterrenderer></pipe></qgis>"""


def test_a_categorized_style_is_a_schema(tmp_path):
    assert pairs(read_schema(file(tmp_path, "s.qml", VECTOR))) == [
        ("7", "Sea <& ocean>", "#0000ff"),
        ("8", "Both", "#010203"),
        ("9", "Both", "#010203"),
    ]


def test_the_category_of_no_value_is_no_class_as_newer_qgis_writes_it(tmp_path):
    text = VECTOR.replace('value="" label="others"', 'type="NULL" value="NULL" label="others"')
    text = text.replace('<val value="9"/>', '<val type="NULL" value="NULL"/>')
    text = text.replace('value="7"', 'type="string" value="NULL"')  # the word, as a code
    found = pairs(read_schema(file(tmp_path, "s.qml", text)))
    assert [code for code, *_ in found] == ["NULL", "8"]


def test_a_paletted_style_is_a_schema(tmp_path):
    assert pairs(read_schema(file(tmp_path, "s.qml", RASTER))) == [("7", "Sea", "#0000ff")]


BOMB = """<!DOCTYPE qgis [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<qgis><paletteEntry label="&b;"/></qgis>"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (BOMB, "was refused: it declares entities"),
        (RASTER[:-20], "damaged, or not a QGIS style"),
        ("", "damaged, or not a QGIS style"),
        (RASTER.replace("paletted", "singlebandgray"), "has no classes. Style the layer"),
        (VECTOR.replace("categorized", "graduated"), "has no classes. Style the layer"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_style_that_is_wrong_gets_one_sentence(tmp_path, text, sentence, encoding):
    with pytest.raises(SchemaError, match=sentence):
        read_schema(file(tmp_path, "s.qml", text, encoding))


@pytest.mark.parametrize(
    "text",
    [
        "7 0 0 255",
        "# ESRI\n; more\n7.0 0 0 255 128 Sea\n",
        "7:0:0:255:Sea",
        "7 0:0:255\nnv 255:255:255\ndefault 0:0:0\nend\n",
        "# QGIS Generated Color Map Export File\r\nINTERPOLATION:DISCRETE\r\n7,0,0,255,255,Sea\r\n",
    ],
)
@pytest.mark.parametrize("name", ["s.clr", "s.TXT"])
def test_color_tables_of_many_programs_are_schemas(tmp_path, text, name):
    (only,) = read_schema(file(tmp_path, name, text)).classes
    assert (only.code, only.color) == ("7", "#0000ff")
    assert only.name == ("Sea" if "Sea" in text else "7")


def test_a_name_in_a_color_table_may_hold_separators_and_numbers(tmp_path):
    text = "1 0 0 0 255 Beaches, dunes: 3 kinds\n2 0 0 0 2020 fire\n"
    made = read_schema(file(tmp_path, "s.clr", text))
    assert [c.name for c in made.classes] == ["Beaches, dunes: 3 kinds", "2020 fire"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 0 0\n", "Line 1 of .* is '1 0 0', not a value with red, green and blue"),
        ("# a\n1 0 0 300\n", "'0,0,300' is not a color"),
        ("1 0 0 0\n1 1 1 1\n", "code 1 occurs twice"),
        ("# nothing\n", "has no classes"),
    ],
)
def test_a_color_table_that_is_wrong_gets_one_sentence(tmp_path, text, sentence):
    with pytest.raises(SchemaError, match=sentence):
        read_schema(file(tmp_path, "s.clr", text))


def test_files_that_cannot_be_schemas_are_refused(tmp_path):
    with pytest.raises(
        SchemaError, match=r"s\.xls cannot be read as a schema.*\.csv, \.json, \.qml"
    ):
        read_schema(tmp_path / "s.xls")
    with pytest.raises(SchemaError, match="does not exist"):
        read_schema(tmp_path / "s.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SchemaError, match="cannot be read"):
        read_schema(tmp_path / "folder.csv")
    with pytest.raises(SchemaError, match="too large"):
        read_schema(file(tmp_path, "large.csv", "x" * 10_000_001))
    with pytest.raises(SchemaError, match="no schema 'corin'. Choose CORINE, NLCD"):
        load_schema("corin")


# Those that come with the plugin

CLASSES = {
    "CORINE": [5, 15, 44],
    "NLCD": [8, 20],
    "Anderson": [9, 37],
    "WorldCover": [11],
    "Dynamic World": [9],
    "LCCS": [8],
}
KNOWN = {
    "CORINE": {
        "111": ("Continuous urban fabric", "#e6004d"),
        "132": ("Dump sites", "#a64d00"),
        "211": ("Non-irrigated arable land", "#ffffa8"),
        "312": ("Coniferous forest", "#00a600"),
        "412": ("Peat bogs", "#4d4dff"),
        "523": ("Sea and ocean", "#e6f2ff"),
    },
    "NLCD": {
        "11": ("Open Water", "#466b9f"),
        "24": ("Developed, High Intensity", "#ab0000"),
        "42": ("Evergreen Forest", "#1c5f2c"),
        "95": ("Emergent Herbaceous Wetlands", "#6c9fb8"),
    },
    "WorldCover": {"10": ("Tree cover", "#006400"), "95": ("Mangroves", "#00cf75")},
    "Dynamic World": {"0": ("Water", "#419bdf"), "8": ("Snow and ice", "#b39fe1")},
}  # fmt: skip
NAMES = {
    "Anderson": {"17": "Other Urban or Built-up Land", "84": "Wet Tundra", "92": "Glaciers"},
    "LCCS": {
        "A11": "Cultivated and Managed Terrestrial Areas",
        "B28": "Natural Waterbodies, Snow and Ice",
    },
}


def test_every_shipped_file_is_offered():
    folder = find_shipped()["CORINE"].parent
    assert sorted(tracked("resources/schemas")) == sorted(
        p.resolve() for p in find_shipped().values()
    )
    assert folder.resolve() == ROOT / "resources" / "schemas"
    assert list(find_shipped()) == list(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_a_shipped_schema_has_its_classes_on_its_levels(name):
    made = load_schema(name)
    assert [len(made.level(n + 1).classes) for n in range(made.levels)] == CLASSES[name]
    assert len(made.classes) == sum(CLASSES[name])
    assert made.source
    assert made.description
    # Colors come from the file, not from the palette, and tell the classes of a level apart.
    written = json.loads(find_shipped()[name].read_bytes())["classes"]
    assert [c["color"] for c in written] == [c.color for c in made.classes]
    for number in range(made.levels):
        colors = Counter(c.color for c in made.level(number + 1).classes)
        assert max(colors.values()) == 1


@pytest.mark.parametrize("name", KNOWN)
def test_shipped_codes_have_their_official_names_and_colors(name):
    made = load_schema(name)
    assert {code: (made.get(code).name, made.get(code).color) for code in KNOWN[name]} == (
        KNOWN[name]
    )


@pytest.mark.parametrize("name", NAMES)
def test_shipped_codes_have_their_official_names(name):
    made = load_schema(name)
    assert {code: made.get(code).name for code in NAMES[name]} == NAMES[name]


def test_a_code_begins_with_that_of_its_parent():
    for name in CLASSES:
        for entry in load_schema(name).classes:
            assert entry.parent == (entry.code[:-1] if entry.parent else "")


# Schemas that other programs have written

CASES = ROOT.parent / "shared" / "data" / "cases" / "schemas"
STAC = [
    {"value": 10, "name": "tree_cover", "description": "Tree cover", "color_hint": "006400"},
    {"value": 20, "name": "shrub", "description": "Shrubs", "color_hint": "FFBB22"},
]


def listed(schema):
    return [(entry.code, entry.name, entry.color) for entry in schema.classes]


@pytest.mark.parametrize(
    "document",
    [
        {"classification:classes": STAC},
        {"type": "Feature", "properties": {"classification:classes": STAC}},
        {"assets": {"map": {"bands": [{"classification:classes": STAC}]}, "a": {"href": "x"}}},
        {"assets": {k: {"classification:classes": STAC} for k in "ab"}},
    ],
)
def test_classes_are_found_where_stac_has_them(tmp_path, document):
    (tmp_path / "item.json").write_text(json.dumps(document))
    schema = read_schema(tmp_path / "item.json")
    assert listed(schema) == [("10", "tree_cover", "#006400"), ("20", "shrub", "#ffbb22")]
    assert schema.classes[0].description == "Tree cover"


def test_several_lists_of_a_stac_item_are_refused(tmp_path):
    two = {"assets": {k: {"classification:classes": STAC[:n]} for k, n in (("a", 1), ("b", 2))}}
    (tmp_path / "item.json").write_text(json.dumps(two))
    with pytest.raises(SchemaError, match="2 lists of classification:classes.*file of its own"):
        read_schema(tmp_path / "item.json")


def test_a_legend_has_colors_where_other_objects_have_names(tmp_path):
    path = tmp_path / "legend.json"
    path.write_text('{"11 Open Water": "466b9f", "12 Perennial Ice/Snow": "#d1def8"}')
    assert listed(read_schema(path)) == [
        ("11", "Open Water", "#466b9f"), ("12", "Perennial Ice/Snow", "#d1def8")
    ]  # fmt: skip
    path.write_text('{"Water": [0, 0, 255], "Trees": [0, 170, 0]}')
    assert listed(read_schema(path)) == [
        ("Water",) * 2 + ("#0000ff",),
        ("Trees",) * 2 + ("#00aa00",),
    ]
    path.write_text('{"1": "Facade", "2": "Decade"}')  # letters of hexadecimal numbers, and names
    assert [entry.name for entry in read_schema(path).classes] == ["Facade", "Decade"]


def test_features_of_geojson_have_each_class_many_times(tmp_path):
    features = [
        {"type": "Feature", "geometry": None,
         "properties": {"id": n, "class": ("Sea", "Land")[n % 2], "fill": ("#00f", "#0a0")[n % 2]}}
        for n in range(7)
    ]  # fmt: skip
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert listed(read_schema(path)) == [("Sea",) * 2 + ("#0000ff",), ("Land",) * 2 + ("#00aa00",)]
    features[6]["properties"]["fill"] = "red"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with pytest.raises(SchemaError, match="The code Sea occurs twice"):
        read_schema(path)
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(SchemaError, match="has no classes"):
        read_schema(path)


PSEUDOCOLOR = """<qgis><pipe><rasterrenderer type="singlebandpseudocolor" band="1"><rastershader>
<colorrampshader colorRampType="{}"><item value="10" color="#006400" label="Trees" alpha="255"/>
<item value="20" color="#ffbb22" label="Shrubs" alpha="255"/></colorrampshader></rastershader>
</rasterrenderer></pipe></qgis>"""


def test_an_exact_pseudocolor_style_is_a_schema(tmp_path):
    path = tmp_path / "style.qml"
    path.write_text(PSEUDOCOLOR.format("EXACT"))
    assert listed(read_schema(path)) == [("10", "Trees", "#006400"), ("20", "Shrubs", "#ffbb22")]
    path.write_text(PSEUDOCOLOR.format("INTERPOLATED"))
    with pytest.raises(SchemaError, match="pseudocolor with exact values"):
        read_schema(path)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the checkout")
@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("gbk.csv", [("1", "水体", "#0000ff"), ("2", "森林", "#00aa00")]),
        ("lm.json", [("11", "Open Water", "#466b9f"), ("12", "Perennial Ice/Snow", "#d1def8")]),
        ("stac.json", [("10", "tree_cover", "#006400"), ("20", "shrub", "#ffbb22")]),
        ("pseudo.qml", [("10", "Tree cover", "#006400"), ("20", "Shrubland", "#ffbb22")]),
    ],
)
def test_schemas_of_other_programs(name, right):
    assert listed(read_schema(CASES / name)) == right
