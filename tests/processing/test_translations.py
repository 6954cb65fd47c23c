"""The plugin speaks other languages: every text can be translated, and is."""

from __future__ import annotations

import ast
import re
import string
import sys

import numpy as np
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


@pytest.fixture
def german(qgis_app):
    """The numbers of Germany."""
    from qgis.PyQt.QtCore import QLocale

    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield QLocale()
    QLocale.setDefault(before)


def test_numbers_in_texts_are_those_of_the_locale(german):
    from rs_deepcluster_plugin.processing.texts import fill_in, fill_in_count, say_number

    german.setNumberOptions(german.NumberOption.DefaultNumberOptions)  # QGIS leaves out the groups
    right = german.toString(1234567.25, "f", 2)  # as Qt writes it
    assert right == "1.234.567,25"
    assert say_number(1234567.25, ",.2f") == right
    assert fill_in("Made in {:,.2f} s of {}", 1234567.25, "a.b,c") == f"Made in {right} s of a.b,c"
    assert fill_in("{0:,} of {0}, {share:.1%}", np.int64(1234), share=0.125) == (
        "1.234 of 1234, 12,5%"
    )
    saved = [fill_in_count(n, "1 label in {}", "{:,} labels in {}", "a,b") for n in (0, 1, 1234)]
    assert saved == ["0 labels in a,b", "1 label in a,b", "1.234 labels in a,b"]


def test_groups_are_left_out_where_the_locale_leaves_them_out(german):
    from qgis.PyQt.QtCore import QLocale

    from rs_deepcluster_plugin.processing.texts import say_number

    left_out = QLocale("de_DE")  # as QGIS sets it without "show group separator"
    left_out.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    QLocale.setDefault(left_out)
    assert left_out.toString(1234567.25, "f", 2) == "1234567,25"  # as Qt writes it
    assert say_number(1234567.25, ",.2f") == "1234567,25"


@pytest.mark.parametrize(("language", "size"), [("de_DE", "1,5 GB"), ("fr_FR", "1,5 Go")])
def test_sizes_are_those_of_the_locale(german, language, size):
    from qgis.PyQt.QtCore import QLocale

    from rs_deepcluster_plugin.processing.texts import say_size

    QLocale.setDefault(QLocale(language))
    assert say_size(1_500_000_000.0).replace("\u00a0", " ").replace("\u202f", " ") == size


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_are_called_in_the_help_as_they_are_shown(provider, language):
    from qgis.core import QgsProcessingParameterEnum

    known, found, checked = translations.read(language), [], 0
    for algorithm in provider.algorithms():
        for one in algorithm.parameterDefinitions():
            if not isinstance(one, QgsProcessingParameterEnum):
                continue
            assert one.usesStaticStrings()  # what is stored is the same in all languages
            for option in one.options():
                if f"{option}: " not in one.help():
                    continue
                checked += 1
                if known[option] not in known[one.help()]:
                    found.append(f"{algorithm.name()} {one.name()}: {known[option]}")
    assert found == []
    assert checked > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_of_other_parameters_are_called_as_they_are_shown(provider, language):
    from qgis.core import QgsProcessingParameterEnum

    known, found = translations.read(language), set()
    for algorithm in provider.algorithms():
        parameters = algorithm.parameterDefinitions()
        choices = [one for one in parameters if isinstance(one, QgsProcessingParameterEnum)]
        options = {option for one in choices for option in one.options()}
        for option in options:
            if known[option].casefold() == option.casefold():
                continue
            named = re.compile(rf"(?<![\w-]){re.escape(option)}(?![\w-])", re.IGNORECASE)
            helps = [algorithm.shortHelpString(), *(one.help() for one in parameters)]
            for text, made in known.items():
                if any(text in one for one in helps) and named.search(text) and named.search(made):
                    found.add((algorithm.name(), option, made))
    assert found == set()


def test_help_pages_say_a_choice_as_it_is_shown_and_as_it_is_given(provider):
    from qgis.PyQt.QtCore import QCoreApplication

    from rs_deepcluster_plugin.plugin import translate_to
    from rs_deepcluster_plugin.processing.framework.help_page import describe, to_html

    translator = translate_to("de_DE")
    try:
        page = to_html(describe(provider.algorithm("scenegrid")))
    finally:
        QCoreApplication.removeTranslator(translator)
    assert "verschieben (<code>shift</code>)" in page


def test_legends_have_the_numbers_of_the_locale(german):
    from qgis.core import QgsVectorLayer

    from rs_deepcluster_plugin.processing.layers.style import apply_score_style

    layer = QgsVectorLayer("Polygon?field=score:double", "changes", "memory")
    apply_score_style(layer, 0.5, 1.5)
    labels = [one.label() for one in layer.renderer().ranges()]
    assert labels[1:3] == ["0,50 - 0,70", "0,70 - 0,90"]
    assert "0,50" in labels[0]


def test_what_programs_read_has_a_point(german, provider):
    from rs_deepcluster_plugin.processing.framework.help_page import describe

    page = describe(provider.algorithm("clusterscenes"))
    facts = [fact for _, entries in page.sections for one in entries for fact in one.facts]
    assert any("0.5" in fact for fact in facts)
    assert not any("0,5" in fact for fact in facts)


def test_no_text_or_widget_writes_numbers_by_itself():
    """Formats of Python's have a point; where a program reads the number, that is right."""
    for_programs = '", ".join(f"{c}={p:.2f}" for c, p in self._thresholds.items())'
    separated = re.compile(r",|\.[1-9]|[geG]")
    found = []
    for path in sorted(translations.PACKAGE.rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        nodes = list(ast.walk(ast.parse(code)))
        filled = {
            id(given)
            for one in nodes
            if isinstance(one, ast.Call)
            and getattr(one.func, "id", "") in ("fill_in", "fill_in_count")
            for given in one.args
        }
        for one in nodes:
            forms = []
            if isinstance(one, ast.FormattedValue) and one.format_spec is not None:
                forms = [ast.unparse(one.format_spec)] if "gui" in path.parts else []
            elif isinstance(one, ast.Call) and id(one) not in filled:
                name = getattr(one.func, "attr", getattr(one.func, "id", ""))
                given = one.args[-1] if name in translations.NAMES and one.args else None
                text = given.value if isinstance(given, ast.Constant) else ""
                forms = [form for _, _, form, _ in string.Formatter().parse(text) if form]
            line = code.splitlines()[getattr(one, "lineno", 1) - 1].strip()
            if any(map(separated.search, forms)) and for_programs not in line:
                found.append(f"{path.name}: {line}")
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_in_a_dialog_of_the_usual_width(provider, language):
    """QGIS does not wrap them: beyond some 48 letters, all of a dialog is cut at the right."""
    from qgis.core import QgsProcessingParameterDefinition

    known = translations.read(language)
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for algorithm in provider.algorithms():
        for one in algorithm.parameterDefinitions():
            added = " [optional]" if one.flags() & optional else ""
            for label in (one.description(), known[one.description()]):
                assert len(label + added) <= 48, (algorithm.name(), label)
