"""Lay out the documentation site: ``make_docs.py FOLDER``, see `make docs`.

The pages are those of docs and of the checkout's top, with their links made right for the new
place, and one for each algorithm that is made of its declarations. Needs PyQGIS and no screen.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOP = ("CONTRIBUTING.md", "CHANGELOG.md", "LICENSES.md")
ALGORITHMS = "algorithms"
# What stands beside the pages, in this order.
CONTENTS = {
    "Install": ["install/index", "install/linux", "install/windows", "install/macos"],
    "Tutorials": ["TUTORIAL", "SENTINEL2"],
    "How to": [
        "howto/toolbox", "howto/scale", "howto/classes", "howto/labels", "howto/dates",
        "howto/sheets", "howto/model", "howto/offline", "howto/embeddings", "howto/parcels",
        "howto/pixels", "howto/machines", "howto/steps", "howto/scripts",
    ],
    "Reference": [
        f"{ALGORITHMS}/index", "METHOD", "INPUT", "MODEL_CARD", "BENCHMARKS", "COMPARISON",
    ],
    "Development": ["CONTRIBUTING", "ARCHITECTURE", "CHANGELOG", "LICENSES"],
}  # fmt: skip
LOGO = ROOT / "resources" / "icons" / "provider.svg"
LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(?=[)#])")
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class BrokenLinkError(Exception):
    """A page names a file that is not there."""


def sources() -> dict[PurePosixPath, Path]:
    """Return the files that are copied, by their places on the site."""
    found = {
        PurePosixPath(path.relative_to(ROOT / "docs").as_posix()): path
        for path in sorted((ROOT / "docs").rglob("*"))
        if path.suffix in (".md", ".png") and path.name != "template.md"
    }
    found.update({PurePosixPath(name): ROOT / name for name in TOP})
    return found


def broken_links(page: Path, made: Iterable[str] = ()) -> list[str]:
    """Return the links of a page of the checkout that lead nowhere.

    ``made`` are files of the site that are made and not copied, by their places below docs.
    """
    there = {(ROOT / "docs" / name).resolve() for name in made}
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return [
        link
        for link in LINK.findall(text)
        if not (target := (page.parent / link).resolve()).exists() and target not in there
    ]


def relocate(text: str, source: Path, place: PurePosixPath, places: dict[Path, str]) -> str:
    """Return the text of a page with its links as they are on the site.

    Raises
    ------
    BrokenLinkError
        A link leads to what is not on the site.
    """

    def moved(match: re.Match[str]) -> str:
        target = (source.parent / match[0]).resolve()
        if target not in places:
            raise BrokenLinkError(f"{source}: {match[0]} is not on the site")
        return os.path.relpath(places[target], place.parent)

    pieces, at = [], 0
    for code in CODE.finditer(text):
        pieces += [LINK.sub(moved, text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*pieces, LINK.sub(moved, text[at:])])


def start_qgis(profile: str) -> tuple[Any, Any]:
    """Start QGIS without a screen; returns it, which is to be kept, and our provider."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
    sys.path.insert(0, str(ROOT))
    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    sys.path.append(str(Path(app.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    from rs_deepcluster_plugin.processing.provider import Provider

    provider = Provider()
    app.processingRegistry().addProvider(provider)
    return app, provider


def algorithm_page(page: Any) -> str:
    """Return the page of an algorithm in Markdown."""
    lines = [f"# {page.title}", ""]
    where = " > ".join(filter(None, ("RS DeepCluster", page.group)))
    lines += [f"*{where} · `{page.name}`*", ""]
    for text in page.paragraphs:
        lines += [_escaped(text), ""]
    lines += ["```sh", page.command, "```", ""]
    for title, entries in page.sections:
        lines += [f"## {title}", ""]
        for one in entries:
            facts = list(one.facts)
            if one.choices:
                facts[0] += ": " + ", ".join(f"`{choice}`" for choice in one.choices)
            lines += [f"### {_escaped(one.label)} `{one.name}`", "", f"*{' · '.join(facts)}*", ""]
            if one.help:
                lines += [_escaped(one.help), ""]
    return "\n".join(lines)


def algorithm_list(pages: list[Any]) -> str:
    """Return the page that lists all algorithms, by their groups."""
    lines = [
        "# Algorithms", "",
        "As the toolbox has them. Each page is made of what the algorithm declares, and is what "
        "the button *Help* of its dialog shows, without a network.", "",
    ]  # fmt: skip
    for group in sorted({page.group for page in pages}):
        if group:
            lines += [f"## {group}", ""]
        lines += ["| | id | |", "| --- | --- | --- |"]
        for page in pages:
            if page.group == group:
                first = re.split(r"(?<=[a-z\d)])[.:] ", page.paragraphs[0])[0].rstrip(".") + "."
                name = f"[{page.title}]({page.name}.md)"
                lines.append(f"| {name} | `{page.name}` | {_escaped(first)} |")
        lines.append("")
    return "\n".join(lines) + toctree(page.name for page in pages)


def toctree(names: Iterable[str], caption: str = "") -> str:
    """Return what tells Sphinx the order of pages, and shows nothing where it stands."""
    title = f":caption: {caption}\n" if caption else ""
    return f"\n```{{toctree}}\n:hidden:\n{title}\n" + "\n".join(names) + "\n```\n"


def _escaped(text: str) -> str:
    """Return plain text as Markdown that looks like it."""
    return re.sub(r"([\\`*_<>\[\]|#])", r"\\\1", text)


def lay_out(folder: Path, provider: Any) -> list[str]:
    """Write all pages into a folder; returns their places."""
    from rs_deepcluster_plugin.processing.framework.help_page import describe

    pages = [describe(one) for one in provider.algorithms()]
    pages.sort(key=lambda page: (page.group, page.title))
    made = {f"{ALGORITHMS}/{page.name}.md": algorithm_page(page) for page in pages}
    made[f"{ALGORITHMS}/index.md"] = algorithm_list(pages)
    copied = sources()
    places = {path.resolve(): str(place) for place, path in copied.items()}
    places |= {(ROOT / "docs" / name).resolve(): name for name in made}
    places[(ROOT / "README.md").resolve()] = "index.md"
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for place, source in copied.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            text = relocate(source.read_text(encoding="utf-8"), source, place, places)
            if str(place) == "index.md":
                text += "".join(toctree(names, caption) for caption, names in CONTENTS.items())
            path.write_text(text, encoding="utf-8")
        else:
            shutil.copy(source, path)
    shutil.copy(LOGO, folder / LOGO.name)
    shutil.copy(ROOT / "docs" / "conf.py", folder)
    (folder / "_static").mkdir(exist_ok=True)
    shutil.copy(ROOT / "docs" / "site.css", folder / "_static")
    return [*made, *map(str, copied)]


def main() -> None:
    """Lay out the site anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as profile:
        app, provider = start_qgis(profile)
        try:
            places = lay_out(folder, provider)
        except BrokenLinkError as error:
            raise SystemExit(str(error)) from None
        app.exitQgis()
    lost = [f"README.md: {link}" for link in broken_links(ROOT / "README.md", places)]
    if lost:
        raise SystemExit("\n".join([*lost, "These links lead nowhere."]))
    print(f"{len(places)} pages and pictures in {folder}")


if __name__ == "__main__":
    main()
