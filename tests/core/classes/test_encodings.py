"""The encoding of a file that does not say in which it is."""

from __future__ import annotations

import pytest

from rs_deepcluster_plugin.core.base.errors import SchemaError
from rs_deepcluster_plugin.core.classes.encodings import ENCODINGS, decode
from rs_deepcluster_plugin.core.classes.schema_files import read_schema

TEXTS = {
    "cp1252": [
        "Forêt mixte", "Gewässer, Straßen", "Praderas y montañas", "Città", "Água", "Skov, sø, å",
        "Laubwald 20\u201330 m²",
    ],
    "cp1250": ["Jehličnatý les, louky, řeka", "Łąki i pastwiska", "Erdő, gyümölcsös, tűlevelű",
               "Crnogorične šume, močvare, grmlje, žbunje"],
    "gb18030": ["水体", "森林\uff0c草地", "建设用地", "耕地\uff08水田\uff09"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "text"), [(name, text) for name, texts in TEXTS.items() for text in texts]
)
def test_an_encoding_is_found_by_its_letters(encoding, text):
    assert decode(f"code,name\n1,{text}\n".encode(encoding)) == f"code,name\n1,{text}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_says_itself_what_it_is(encoding):
    text = "code,name\n1,水体 Forêt Łąki Лес\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", "Лес и вода"), ("cp1253", "Δάσος"), ("cp949", "숲과 물"), ("koi8-r", "Лес"),
     ("cp932", "もり、みず"), ("big5", "水體與森林")],
)  # fmt: skip
def test_what_cannot_be_told_is_asked_for(tmp_path, encoding, text):
    path = tmp_path / "schema.csv"
    path.write_bytes(f"code,name\n1,{text}\n".encode(encoding))
    with pytest.raises(
        SchemaError, match=r"cannot be told in which encoding .* Choose it, or save"
    ):
        read_schema(path)
    assert read_schema(path, encoding).classes[0].name == text


def test_a_wrong_encoding_is_refused(tmp_path):
    path = tmp_path / "schema.csv"
    path.write_bytes("code,name\n1,Forêt\n".encode("cp1252"))
    with pytest.raises(SchemaError, match="not in the encoding utf-8-sig. Choose another one"):
        read_schema(path, "utf-8-sig")


def test_all_encodings_are_known():
    for encoding in ENCODINGS.values():
        assert "a".encode(encoding).decode(encoding) == "a"
