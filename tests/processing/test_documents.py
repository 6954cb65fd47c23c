"""What README and tutorial say exists, and the tutorial is that of its template."""

from __future__ import annotations

import re
import shlex

import pytest
import support

COMMAND = re.compile(r"qgis_process run rsdeepcluster:(\w+)((?:[^\n]*\\\n)*[^\n]*)")
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
DOCUMENTS = ("README.md", "docs/TUTORIAL.md")


def text(name):
    return (support.ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_name_algorithms_and_parameters_that_exist(provider, name):
    commands = [
        (algorithm, rest)
        for _, _, block in BLOCK.findall(text(name))
        for algorithm, rest in COMMAND.findall(block)
    ]
    assert len(commands) > 5
    for algorithm, rest in commands:
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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pictures_and_files_that_are_linked_to_exist(name):
    folder = (support.ROOT / name).parent
    links = re.findall(r"\]\(([^)#:]+)\)", text(name))
    assert len(links) > 3
    assert [link for link in links if not (folder / link).exists()] == []


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
