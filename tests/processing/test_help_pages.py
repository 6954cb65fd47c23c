"""The page behind the button Help of each dialog, made from the declarations."""

from __future__ import annotations

import html
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import pytest
import support

FOLDER = support.ROOT / support.NAME / "processing" / "algorithms"
NAMES = sorted(path.stem for path in FOLDER.glob("*/*.py") if path.stem != "__init__")


class Links(HTMLParser):
    """All that a page would fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("src", "href", "action")]


def page(address):
    url = urlparse(address)
    assert url.scheme == "file"
    return Path(url2pathname(url.path)).read_text(encoding="utf-8")


def words(command):
    return dict(word.split("=", 1) for word in shlex.split(command.replace("\\\n", " "))[4:])


@pytest.mark.parametrize("name", NAMES)
def test_the_button_help_opens_a_page_that_explains_each_parameter(provider, name):
    algorithm = provider.algorithm(name)
    text = page(algorithm.helpUrl())
    shown = html.unescape(text)
    assert algorithm.displayName() in shown
    assert algorithm.shortHelpString().split("\n")[0] in shown
    for one in algorithm.parameterDefinitions():
        section = shown.partition(f'<h3 id="{one.name()}">')[2].partition("<h3")[0]
        assert one.description() in section
        assert one.help() in section
        for choice in one.options() if one.type() == "enum" else ():
            assert f"<code>{choice}</code>" in section
    for one in algorithm.outputDefinitions():
        assert f'<h3 id="{one.name()}">' in text
    assert "Cluster scenes" not in shown  # the toolbox has another name for it
    links = Links()
    links.feed(text)
    assert links.found == []
    assert "url(" not in text


@pytest.mark.parametrize("name", NAMES)
def test_the_command_of_a_page_can_be_given(provider, name):
    from rs_deepcluster_plugin.processing.framework.help_page import describe

    algorithm = provider.algorithm(name)
    given = words(describe(algorithm).command)
    known = {one.name(): one for one in algorithm.parameterDefinitions()}
    assert set(given) <= set(known)
    for key, value in given.items():
        assert known[key].type() != "enum" or value in known[key].options()
    for key, one in known.items():
        if not one.flags() & one.FlagOptional and one.defaultValue() is None:
            assert key in given
    # An algorithm that works on something shows on what.
    assert name in ("setupworker", "clearcache") or any(not known[k].isDestination() for k in given)


def test_bounds_and_defaults_are_those_of_the_declaration(provider):
    shown = page(provider.algorithm("clusterscenes").helpUrl())
    facts = dict(re.findall(r'<h3 id="(\w+)">.*?</h3>\n<p class="facts">(.*?)</p>', shown))
    assert facts["INPUT"] == "raster layer · required"
    assert facts["SEED"] == "whole number from 0 to 2147483647 · default 0"
    assert facts["LOWER"] == "number from 0 to 100 · default 2"
    assert facts["UNITS"] == (
        "one of: <code>pixels</code>, <code>map units</code> · default pixels"
    )
    assert facts["WEIGHTS"] == "file .safetensors, .pth, .pt, .bin · optional"
    assert facts["MASK"] == "polygon layer · optional"
    assert facts["OUTPUT_RASTER"] == "raster · optional"
    assert facts["CLUSTERS"] == "number"


def test_a_page_is_written_again_only_when_it_has_changed(provider):
    algorithm = provider.algorithm("undo")
    path = Path(url2pathname(urlparse(algorithm.helpUrl()).path))
    text, when = path.read_text(encoding="utf-8"), path.stat().st_mtime_ns
    algorithm.helpUrl()
    assert path.stat().st_mtime_ns == when
    path.write_bytes(b"damaged \xff")
    assert page(algorithm.helpUrl()) == text


def test_a_page_is_there_where_the_profile_cannot_be_written(provider, monkeypatch, tmp_path):
    from qgis.core import QgsApplication

    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{blocked}/")
    address = provider.algorithm("undo").helpUrl()
    assert "Undo" in page(address)
    assert str(tmp_path) not in address


def test_a_page_has_the_language_of_qgis(provider):
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    class Foreign(QTranslator):
        def isEmpty(self):
            return False

        def translate(self, context, text, disambiguation=None, n=-1):
            return f"<{text}>" if context == "RsDeepCluster" else ""

    foreign = Foreign()
    QCoreApplication.installTranslator(foreign)
    try:
        shown = page(provider.algorithm("undo").create().helpUrl())
    finally:
        QCoreApplication.removeTranslator(foreign)
    assert "<h2>&lt;Parameters&gt;</h2>" in shown
    assert "<h1>&lt;Undo" in shown
    assert "required&gt;" in shown
