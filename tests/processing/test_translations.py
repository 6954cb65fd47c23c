"""The plugin speaks other languages: every text can be translated, and is."""

from __future__ import annotations

import sys

import pytest
import support

sys.path.insert(0, str(support.ROOT / "scripts"))
import translations

LANGUAGES = list(translations.LANGUAGES)


@pytest.fixture(scope="module")
def texts(qgis_app):
    """All texts of the interface."""
    return [*{**translations.declared(), **translations.literals()}]


def test_every_text_can_be_found():
    assert translations.hidden() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_a_translation_with_its_placeholders(texts, language):
    known = translations.read(language)
    assert [text for text in texts if not known.get(text)] == []
    assert sorted(known) == sorted(texts), "run make translations"
    for text, made in known.items():
        assert translations.fields_of(made) == translations.fields_of(text), made
        assert made.endswith(" ") == text.endswith(" "), made
        assert made.startswith(" ") == text.startswith(" "), made


@pytest.mark.parametrize("language", LANGUAGES)
def test_qt_says_what_is_written(qgis_app, language):
    from qgis.PyQt.QtCore import QCoreApplication

    from rs_deepcluster_plugin.plugin import translate_to

    translator = translate_to(translations.LANGUAGES[language])
    try:
        for text, made in translations.read(language).items():
            assert QCoreApplication.translate(translations.CONTEXT, text) == made
    finally:
        QCoreApplication.removeTranslator(translator)


def test_other_languages_are_left_in_english(qgis_app):
    from qgis.PyQt.QtCore import QCoreApplication

    from rs_deepcluster_plugin.plugin import translate_to

    assert translate_to("fi") is None
    brazil = translate_to("pt_BR")
    try:
        said = QCoreApplication.translate(translations.CONTEXT, "Extract features")
        assert said == translations.read("pt")["Extract features"]
    finally:
        QCoreApplication.removeTranslator(brazil)


def test_a_lost_placeholder_is_not_taken(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    translations.write("de", {"Cluster {}": "", "Scene {:,}": ""})
    given = tmp_path / "given.json"
    given.write_text('{"Cluster {}": "Cluster", "Scene {:,}": "Szene {:,}"}', encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["translations.py", "fill", "de", str(given)])
    translations.main()
    assert "Other placeholders: Cluster" in capsys.readouterr().out
    assert translations.read("de") == {"Cluster {}": "", "Scene {:,}": "Szene {:,}"}
