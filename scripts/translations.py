"""What the plugin says in other languages: collect, hand out, take back and compile it.

    translations.py update            bring resources/i18n/*.ts up to date with the code
    translations.py todo LANG         print what has no translation yet, as JSON: text to ""
    translations.py fill LANG FILE    take translations from such a file
    translations.py compile           make *.qm of *.ts, which is what Qt reads

Needs PyQGIS; compiling needs Qt's lrelease (Debian: qttools5-dev-tools). Texts are found in two
ways: literals that are given to `tr`, by reading the code, and what algorithms declare, which
passes through the `tr` of their base class, by declaring all of them.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import string
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "rs_deepcluster_plugin"
FOLDER = ROOT / "resources" / "i18n"
CONTEXT = "RsDeepCluster"
LANGUAGES = {"de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_PT"}
NAMES = ("tr", "_tr")
DECLARATIONS = ("processing/framework/", "processing/parameters/")
"""Where texts go through `tr` that are written elsewhere."""


def tr_calls() -> Iterator[tuple[Path, ast.Call, list[str]]]:
    """Yield all calls of `tr`, and of translate in our context, with the texts they may have.

    These are a literal, or the values of a table of the module of which one is taken.
    """
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef) and function.name in NAMES
            for node in ast.walk(function)
        }
        tables = {
            getattr(target, "id", ""): node.value.values
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
            for target in node.targets
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) not in inner and _translates(node):
                given = node.args[-1]
                parts = [given]
                if isinstance(given, ast.Subscript):
                    parts = tables.get(getattr(given.value, "id", ""), [])
                texts = [str(one.value) for one in parts if isinstance(one, ast.Constant)]
                yield path, node, texts


def _translates(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "translate":
        return isinstance(call.args[0], ast.Constant) and call.args[0].value == CONTEXT
    return name in NAMES


def literals() -> dict[str, None]:
    """Return the literals that are given to `tr`, in order."""
    return {text: None for _, _, texts in tr_calls() for text in texts}


def hidden() -> list[str]:
    """Return the places of texts that cannot be found: neither a literal nor declared."""
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call, texts in tr_calls()
        if not texts and not path.relative_to(PACKAGE).as_posix().startswith(DECLARATIONS)
    ]


def declared() -> dict[str, None]:
    """Return what all algorithms say in the toolbox and in their dialogs; QGIS has to run."""
    from rs_deepcluster_plugin.processing.framework.algorithm import Algorithm
    from rs_deepcluster_plugin.processing.provider import Provider

    found: dict[str, None] = {}
    plain = Algorithm.tr

    def heard(self: Algorithm, text: str) -> str:
        found[text] = None
        return text

    Algorithm.tr = heard  # type: ignore[method-assign]
    try:
        provider = Provider()
        provider.loadAlgorithms()
        for algorithm in provider.algorithms():
            made = algorithm.create()
            for say in (made.group, made.displayName, made.shortDescription, made.shortHelpString):
                say()
    finally:
        Algorithm.tr = plain  # type: ignore[method-assign]
    return {text: None for text in found if text.strip()}


def fields_of(text: str) -> list[str]:
    """Return the placeholders of a text, in the order of the alphabet."""
    return sorted(
        f"{name}!{conversion}:{spec}"
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    )


def read(language: str) -> dict[str, str]:
    """Return the translations there are."""
    path = _file(language)
    if not path.exists():
        return {}
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in ET.parse(path).iter("message")
    }


def write(language: str, texts: dict[str, str]) -> None:
    """Write a file as Qt's tools do."""
    root = ET.Element("TS", version="2.1", language=LANGUAGES[language], sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for source, text in texts.items():
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = source
        made = ET.SubElement(message, "translation")
        if text:
            made.text = text
        else:
            made.set("type", "unfinished")
    ET.indent(root, "    ")
    body = ET.tostring(root, encoding="unicode")
    FOLDER.mkdir(parents=True, exist_ok=True)
    _file(language).write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8"
    )


def _file(language: str) -> Path:
    return FOLDER / f"rs_deepcluster_{language}.ts"


def collect() -> dict[str, None]:
    """Return all texts: those of dialogs, then literals."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as profile:
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
        from qgis.core import QgsApplication

        app = QgsApplication([], False)
        app.initQgis()
        sys.path.append(str(Path(app.pkgDataPath()) / "python" / "plugins"))
        return {**declared(), **literals()}


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("update")
    steps.add_parser("compile")
    steps.add_parser("todo").add_argument("language", choices=LANGUAGES)
    fill = steps.add_parser("fill")
    fill.add_argument("language", choices=LANGUAGES)
    fill.add_argument("file", type=Path)
    given = parser.parse_args()
    if given.step == "update":
        if hidden():
            raise SystemExit(f"These texts cannot be found: {', '.join(hidden())}")
        texts = collect()
        for language in LANGUAGES:
            known = read(language)
            write(language, {text: known.get(text, "") for text in texts})
            missing = sum(not known.get(text) for text in texts)
            print(f"{language}: {len(texts)} texts, {missing} without a translation", flush=True)
        os._exit(0)  # QGIS has no more to do, and takes its time to end
    elif given.step == "todo":
        left = {text: "" for text, made in read(given.language).items() if not made}
        print(json.dumps(left, ensure_ascii=False, indent=1))
    elif given.step == "fill":
        texts = read(given.language)
        for text, made in json.loads(given.file.read_text(encoding="utf-8")).items():
            if text not in texts:
                print(f"No such text: {text}")
            elif made and fields_of(made) != fields_of(text):
                print(f"Other placeholders: {made}")
            elif made:
                texts[text] = made
        write(given.language, texts)
    else:
        for path in sorted(FOLDER.glob("*.ts")):
            subprocess.run(
                ["lrelease", "-silent", str(path), "-qm", str(path.with_suffix(".qm"))], check=True
            )


if __name__ == "__main__":
    main()
