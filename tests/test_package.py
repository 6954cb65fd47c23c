"""What is published: the zip that the plugin site takes, its metadata, and its licences."""

import fnmatch
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import check_package

PACKAGE = ROOT / "rs_deepcluster_plugin"
TOOLS = ROOT / "build" / "lintenv" / "bin"
DETAILS = {
    "repository": "https://example.org/code",
    "tracker": "https://example.org/issues",
    "homepage": "https://example.org/50%25",
    "email": "somebody@example.org",
}
METADATA = (ROOT / "metadata.txt").read_text(encoding="utf-8")
ICON = "icon=resources/icons/provider.svg\n"

needs_tools = pytest.mark.skipif(
    not (TOOLS / "bandit").is_file(), reason="the linters' environment is not built (make lint)"
)


def stage(folder, files=(), metadata=METADATA):
    """Lay out a small plugin that the site has nothing against, with more files."""
    plugin = folder / "stage" / "small_plugin"
    for name, text in {
        "__init__.py": "",
        "LICENSE": "GPL",
        "metadata.txt": metadata.replace(ICON, "icon=icon.svg\n"),
        "icon.svg": "<svg/>",
        **dict(files),
    }.items():
        path = plugin / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return plugin


def publish(*paths, **details):
    return subprocess.run(
        [
            sys.executable, ROOT / "scripts" / "publish.py",
            *(f"--{name}={value}" for name, value in details.items()), *paths,
        ],
        capture_output=True, text=True,
    )  # fmt: skip


def check(path, *options):
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "check_package.py", path, "--tools", TOOLS, *options],
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def made(tmp_path):
    """Return a function that zips a small plugin and gives the findings on it."""

    def make(files=(), metadata=METADATA):
        plugin = stage(tmp_path, files, metadata)
        path = Path(shutil.make_archive(tmp_path / "made", "zip", plugin.parent, plugin.name))
        done = check(path)
        assert done.returncode == (1 if done.stderr else 0), done
        return done.stderr

    return make


# The publisher's details


def test_a_release_without_details_names_what_is_missing_and_makes_nothing(tmp_path):
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    plain = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    made = [f"BUILD={tmp_path / 'build'}", f"DIST={tmp_path / 'dist'}"]
    done = subprocess.run(
        ["make", "release", "TRACKER=https://example.org/issues", *made],
        cwd=ROOT, env=plain, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "REPOSITORY, HOMEPAGE, EMAIL are missing" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", DETAILS)
def test_every_detail_is_needed(tmp_path, name):
    done = publish(stage(tmp_path), tmp_path / "out.zip", **{**DETAILS, name: " "})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name.upper()} is missing")
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("tracker", "example.org/issues"), ("homepage", "https://"), ("email", "somebody")],
)
def test_a_detail_that_is_no_address_is_refused(tmp_path, name, value):
    done = publish(stage(tmp_path), tmp_path / "out.zip", **{**DETAILS, name: value})
    assert done.returncode == 1
    assert f"{name.upper()} is {value}, which is no address" in done.stderr
    assert not (tmp_path / "out.zip").exists()


def test_the_details_are_in_the_metadata_as_the_site_reads_them(tmp_path):
    import configparser

    plugin = stage(tmp_path, {"core/more.py": "A = 1\n"})
    before = (plugin / "metadata.txt").read_text(encoding="utf-8")
    done = publish(plugin, tmp_path / "out.zip", **DETAILS)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        text = archive.read("small_plugin/metadata.txt").decode("utf-8")
        assert archive.read("small_plugin/core/more.py") == b"A = 1\n"
    parsers = configparser.ConfigParser(), configparser.ConfigParser()
    for parser, source in zip(parsers, (before, text)):
        parser.optionxform = str
        parser.read_string(source)
    found, plain = dict(parsers[1].items("general")), dict(parsers[0].items("general"))
    assert {name: found.pop(name) for name in DETAILS} == DETAILS
    assert found == plain
    assert (plugin / "metadata.txt").read_text(encoding="utf-8") == before


def test_the_code_base_has_nobodys_details():
    assert not re.search(r"^(email|homepage|repository|tracker) *=", METADATA, re.MULTILINE)


# What the plugin site finds


@needs_tools
def test_a_plugin_in_order_has_no_findings(made):
    assert made() == ""


@needs_tools
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "def f(base, name):\n    return base.execute(f'DELETE FROM {name} WHERE x = 1')\n",
            "B608",
        ),
        ("import random\n\nA = random.choice([1, 2])\n", "B311"),
        ("assert __name__\n", "B101"),
        ("import subprocess\n\nsubprocess.run(['ls'])\n", "B404"),
    ],
)
def test_bandit_runs_with_all_rules(made, text, rule):
    assert f"Bandit {rule} " in made({"code.py": text})


@needs_tools
def test_a_secret_is_found(made):
    token = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"  # made up, and no secret of this file
    found = made({"code.py": f'TOKEN = "{token}"\n'})
    assert "small_plugin/code.py:1: detect-secrets GitHub Token" in found


@needs_tools
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("import os\n", "F401"),
        ("A = undefined\n", "F821"),
        ("A = 1;\n", "E703"),
        (f'A = "{"long " * 30}"\n', "E501"),
    ],
)
def test_flake8_runs_with_the_columns_of_the_site(made, text, rule):
    assert f": {rule} " in made({"code.py": text})


def findings(tmp_path, files=(), metadata=METADATA):
    """Return the findings that need no tools."""
    plugin = stage(tmp_path, files, metadata)
    path = shutil.make_archive(tmp_path / "made", "zip", plugin.parent, plugin.name)
    with zipfile.ZipFile(path) as archive:
        found = check_package.check_files(archive)
        return [*found, *check_package.check_metadata(archive, plugin.name, False)]


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("run.sh", "a program"),
        ("library.so", "a program"),
        (".bandit", "a hidden file"),
        (".flake8", "a hidden file"),
        ("__pycache__/a.txt", "a folder that the site refuses"),
    ],
)
def test_files_that_the_site_reports_are_found(tmp_path, name, finding):
    assert f"small_plugin/{name}: {finding}" in findings(tmp_path, {name: "x"})


@needs_tools
def test_a_file_that_the_site_reports_is_a_finding_of_the_whole(made):
    assert "small_plugin/run.sh: a program" in made({"run.sh": "x"})


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("author=", "nobody=", "metadata.txt has no author"),
        ("changelog=0.1.0", "changelog=0.0.9", "changelog says nothing about this version"),
        ("deprecated=False", "supportsQt6=True", "metadata.txt has supportsQt6, which neither"),
        ("deprecated=False", "deprecated=no", "deprecated is neither True nor False"),
        ("about=", "about=100 % ", "metadata.txt cannot be read"),
        ("about=", "about=<b>", "about has HTML in it"),
        ("icon.svg", "lost.svg", "the icon lost.svg is not in the zip"),
    ],
)
def test_metadata_that_the_site_refuses_are_found(tmp_path, old, new, finding):
    text = METADATA.replace(ICON, "icon=icon.svg\n")
    assert text.count(old) == 1
    assert finding in "\n".join(findings(tmp_path, metadata=text.replace(old, new)))


@needs_tools
@pytest.mark.parametrize("name", ["LICENSE", "__init__.py"])
def test_files_that_the_site_wants_are_missed(tmp_path, name):
    plugin = stage(tmp_path)
    (plugin / name).unlink()
    path = shutil.make_archive(tmp_path / "made", "zip", plugin.parent, plugin.name)
    assert f"{name} is missing" in check(Path(path)).stderr


@needs_tools
def test_addresses_that_do_not_answer_are_found(tmp_path):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(200 if self.path == "/here" else 404)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}/here"
    there = here.replace("here", "gone")
    try:
        plugin = stage(tmp_path)
        for name, homepage in (("good", here), ("bad", there)):
            path = tmp_path / f"{name}.zip"
            done = publish(
                plugin, path, repository=here, tracker=here, homepage=homepage, email="a@b.example"
            )
            assert done.returncode == 0, done.stderr
            done = check(path, "--published")
            if name == "good":
                assert done.returncode == 0, done.stderr
            else:
                assert f"homepage ({there}) does not answer" in done.stderr
    finally:
        server.shutdown()
        server.server_close()


@needs_tools
def test_details_that_are_missing_are_findings_of_a_release_alone(made, tmp_path):
    assert made() == ""
    found = check(tmp_path / "made.zip", "--published").stderr
    assert [name for name in DETAILS if f"metadata.txt has no {name}" in found] == list(DETAILS)


# Licences and packages


def test_the_licence_of_every_file_is_named():
    text = (ROOT / "LICENSES.md").read_text(encoding="utf-8")
    rows = [row.split("|")[1] for row in re.findall(r"^\| `.*$", text, re.MULTILINE)]
    patterns = {pattern for row in rows for pattern in re.findall(r"`([^`]+)`", row)}
    names = {
        path.relative_to(PACKAGE).as_posix()
        for folder in (PACKAGE, PACKAGE / "resources")  # a link, which is not followed by itself
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(names) > 200
    left = {n for n in names if not any(fnmatch.fnmatch(n, p) for p in patterns)}
    assert not {name for name in left if not name.endswith((".aux.xml", ".qmd"))}
    assert not {p for p in patterns if not fnmatch.filter(names, p)}


@needs_tools
def test_the_sbom_lists_the_packages_of_an_environment(tmp_path):
    """As `make sbom` does, of the linters' environment, which is small."""
    target = tmp_path / "sbom.json"
    subprocess.run(
        [TOOLS / "cyclonedx-py", "environment", TOOLS / "python", "--output-reproducible",
         "--output-format", "JSON", "--output-file", target],
        check=True, capture_output=True,
    )  # fmt: skip
    found = json.loads(target.read_text(encoding="utf-8"))
    assert found["bomFormat"] == "CycloneDX"
    ruff = next(part for part in found["components"] if part["name"] == "ruff")
    assert ruff["purl"] == f"pkg:pypi/ruff@{ruff['version']}"
    assert str(ROOT) not in json.dumps(found)


def describe(folder: Path, name: str, licence: str, text: str) -> None:
    """Install as much of a package as its licence is read from."""
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir(parents=True)
    said = f"License: {licence}\n" if licence else ""
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{said}")
    (about / "LICENSE").write_text(text, encoding="utf-8")
    (about / "RECORD").write_text(f"{about.name}/METADATA,,\n{about.name}/LICENSE,,\n")


def test_packages_without_a_licence_that_spdx_knows_get_theirs(tmp_path):
    """As cligj, igraph, partd and torchvision, whose metadata say no more than "BSD" or "GPL"."""
    bsd = (
        "\ufeffRedistribution is permitted:\n* Redistributions of source code must retain this\n"
        "* Redistributions in binary\n  form must reproduce this\n* Neither the name of anybody\n"
    )
    packages = tmp_path / "packages"
    for name, licence, text in (
        ("three", "BSD", bsd),
        ("two", "BSD", bsd.partition("* Neither")[0]),
        ("gpl", "GNU General Public License (GPL)", "GNU GENERAL PUBLIC LICENSE Version 2\n"),
        ("known", "BSD", bsd),
    ):
        describe(packages, name, licence, text)
    known = [{"license": {"id": "MIT"}}]
    parts = [{"name": "known", "licenses": known}, *({"name": n} for n in ("three", "two", "gpl"))]

    def fill_in(*more: dict) -> tuple[int, str, list[dict]]:
        sbom = tmp_path / "sbom.json"
        sbom.write_text(json.dumps({"components": [*parts, *more]}))
        done = subprocess.run(
            [sys.executable, ROOT / "scripts" / "name_licences.py", sbom],
            env={**os.environ, "PYTHONPATH": str(packages)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stderr, json.loads(sbom.read_text())["components"]

    status, said, found = fill_in()
    assert (status, said) == (0, "")
    licences = {part["name"]: part["licenses"][0]["license"] for part in found}
    named = {name: one.get("id") or one.get("name") for name, one in licences.items()}
    assert named == {
        "known": "MIT",
        "three": "BSD-3-Clause",
        "two": "BSD",
        "gpl": "GNU General Public License (GPL)",
    }
    assert licences["gpl"]["text"]["content"] == "GNU GENERAL PUBLIC LICENSE Version 2"
    assert "text" not in licences["known"]
    describe(packages, "silent", "", "All rights reserved.\n")
    status, said, _ = fill_in({"name": "silent"})
    assert status == 1
    assert "No licence is known of silent" in said
