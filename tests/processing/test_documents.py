"""What README and docs say exists, the tutorial is that of its template, the site has all pages."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys

import pytest
import support


def script(name):
    spec = importlib.util.spec_from_file_location(name, support.ROOT / "scripts" / f"{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_docs, check_site = script("make_docs"), script("check_site")
COMMAND = re.compile(r"qgis_process run rsdeepcluster:(\w+)((?:[^\n]*\\\n)*[^\n]*)")
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
DOCUMENTS = sorted(
    path.relative_to(support.ROOT).as_posix()
    for path in [*support.ROOT.glob("*.md"), *(support.ROOT / "docs").rglob("*.md")]
    if path.name != "template.md"
)


def text(name):
    return (support.ROOT / name).read_text(encoding="utf-8")


def commands_in(name):
    return [
        (algorithm, rest)
        for _, _, block in BLOCK.findall(text(name))
        for algorithm, rest in COMMAND.findall(block)
    ]


def test_there_are_commands_to_check():
    assert len(commands_in("docs/TUTORIAL.md")) > 5
    assert sum(len(commands_in(name)) for name in DOCUMENTS) > 40


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_name_algorithms_and_parameters_that_exist(provider, name):
    for algorithm, rest in commands_in(name):
        found = provider.algorithm(algorithm)
        assert found is not None, algorithm
        words = shlex.split(rest.replace("\\\n", " "))
        given = dict(word.split("=", 1) for word in words[words.index("--") + 1 :])
        known = {definition.name(): definition for definition in found.parameterDefinitions()}
        assert set(given) <= set(known), algorithm
        for key, value in given.items():
            if known[key].type() == "enum":
                assert value in known[key].options(), f"{algorithm} {key}={value}"
        needed = {
            key
            for key, definition in known.items()
            if not definition.flags() & definition.FlagOptional
            and definition.defaultValue() is None
        }
        assert needed <= set(given), algorithm


@pytest.fixture(scope="module")
def site(provider, tmp_path_factory):
    """The pages as `make docs` lays them out, and their places."""
    folder = tmp_path_factory.mktemp("docs") / "source"
    return folder, make_docs.lay_out(folder, provider)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pictures_and_files_that_are_linked_to_exist(site, name):
    assert make_docs.broken_links(support.ROOT / name, site[1]) == []


def test_a_link_that_leads_nowhere_is_found(site, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("[a](page.md#b) ![c](lost.png) `[d](code.md)` [e](https://example.org/f)\n")
    assert make_docs.broken_links(page, site[1]) == ["lost.png"]
    with pytest.raises(make_docs.BrokenLinkError, match=r"lost\.png is not on the site"):
        make_docs.relocate(page.read_text(), page, page.relative_to("/"), {page: "page.md"})


def test_links_are_right_in_their_new_place(site):
    folder, _ = site
    assert "[docs/ARCHITECTURE.md](ARCHITECTURE.md)" in (folder / "CONTRIBUTING.md").read_text()
    assert (folder / "tutorial" / "clusters.png").is_file()
    assert "](tutorial/clusters.png)" in (folder / "TUTORIAL.md").read_text()


def test_every_algorithm_has_a_page_with_each_of_its_parameters(provider, site):
    folder, _ = site
    listed = (folder / "algorithms" / "index.md").read_text()
    for algorithm in provider.algorithms():
        page = (folder / "algorithms" / f"{algorithm.name()}.md").read_text()
        for one in algorithm.parameterDefinitions():
            assert re.search(rf"^### .* `{one.name()}`$", page, re.MULTILINE)
        assert f"\n```sh\nqgis_process run {algorithm.id()}" in page
        row = f"| [{algorithm.displayName()}]({algorithm.name()}.md) | `{algorithm.name()}` | "
        assert row in listed
    groups = re.findall(r"^## (\d)\. ", listed, re.MULTILINE)
    assert groups == ["1", "2", "3", "4", "5", "6", "7"]


def test_all_pages_are_in_the_contents_and_no_others(site):
    folder, _ = site
    pages = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md")}
    listed = [name for names in make_docs.CONTENTS.values() for name in names]
    tree = (folder / "algorithms" / "index.md").read_text().partition("{toctree}")[2]
    listed += [f"algorithms/{name}" for name in re.findall(r"^[a-z]+$", tree, re.MULTILINE)]
    assert sorted(["index", *listed]) == sorted(pages)


def test_the_readme_is_two_screens_with_one_picture_and_two_commands():
    readme = text("README.md")
    assert len(readme.splitlines()) <= 100
    assert len(re.findall(r"^!\[", readme, re.MULTILINE)) == 1
    assert re.findall(r"^make (\w+)", readme, re.MULTILINE) == ["run", "test"]


def test_faults_of_a_built_site_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<link rel="canonical" href="https://example.org/"><a href="b.html#there">1</a>'
        '<a href="b.html#gone">2</a><a href="c.html">3</a><a href="https://example.org/">4</a>'
        '<img src="https://example.org/5.png">'
    )
    (tmp_path / "b.html").write_text('<h1 id="there">b</h1>')
    (tmp_path / "b.css").write_text("a { background: url('https://example.org/6.png'); }")
    assert list(check_site.find_faults(tmp_path)) == [
        "a.html links to b.html#gone, where there is no such place",
        "a.html links to c.html, which is not there",
        "a.html fetches https://example.org/5.png",
        "b.css fetches https://example.org/6.png",
    ]


def test_the_tutorial_was_written_from_its_template():
    written, template = text("docs/TUTORIAL.md"), text("docs/tutorial/template.md")
    at = 0
    rest = 0
    for match in BLOCK.finditer(template):
        kind, name, block = match.groups()
        prose = template[rest : match.start()]
        expected = f"```sh\n{block}```" if kind == "sh" else f"tutorial/{name}.png" if name else ""
        for part in (prose, expected):
            assert part in written[at:], f"`make tutorial` was not run after the change of: {part}"
            at += written[at:].index(part)
        rest = match.end()
    assert written.endswith(template[rest:])
