"""Check a zip as the plugin site does when it is uploaded, and fail on any finding.

``check_package.py ZIP --tools FOLDER [--published]``. The site (plugins.qgis.org) refuses a zip by
``qgis-app/plugins/validator.py`` and blocks a version by ``security_scanner.py``, both of
github.com/qgis/QGIS-Plugins-Website, as of October 2026. What is done here is at least as strict:

- Bandit with all of its rules, where the site leaves out four; a line with ``# nosec`` and the
  number of a rule counts as looked at on both sides;
- detect-secrets with all of its detectors, where the site leaves out public IP addresses;
- flake8 with its default rules and the site's 120 columns, where the site selects 26 rules. E203
  is left out, as it is there: it contradicts the formatter;
- files that the site reports, and hidden ones, by which its tools could be told to look away.

Without ``--published`` the publisher's details may be missing, and no address is asked.
"""

from __future__ import annotations

import argparse
import configparser
import json
import re
import stat
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES = 25_000_000
REQUIRED = (
    "name", "description", "version", "qgisMinimumVersion", "author", "about", "changelog",
)  # fmt: skip
PUBLISHER = ("email", "tracker", "repository", "homepage")
OPTIONAL = (
    "qgisMaximumVersion", "tags", "deprecated", "experimental", "external_deps", "server",
    "screenshot", "icon", "hasProcessingProvider", "plugin_dependencies",
)  # fmt: skip
"""What else the site or QGIS reads; supportsQt6 is no longer among it."""
SUSPICIOUS = (".exe", ".dll", ".so", ".dylib", ".bat", ".sh", ".ps1", ".cmd", ".pyc", ".pyo")
FORBIDDEN_FOLDERS = {"__MACOSX", ".git", "__pycache__"}
LONGEST_LINE = 120
PATIENCE = 10  # seconds that the site gives an address


def check_files(archive: zipfile.ZipFile) -> Iterator[str]:
    """Find what must not be in a zip."""
    for info in archive.infolist():
        parts = info.filename.rstrip("/").split("/")
        mode = info.external_attr >> 16
        if ".." in info.filename or info.filename.startswith("/") or "\\" in info.filename:
            yield f"{info.filename}: a path that leaves its folder"
        if FORBIDDEN_FOLDERS & set(parts):
            yield f"{info.filename}: a folder that the site refuses"
        elif any(part.startswith(".") for part in parts):
            yield f"{info.filename}: a hidden file"
        if info.filename.lower().endswith(SUSPICIOUS):
            yield f"{info.filename}: a program"
        if stat.S_ISLNK(mode):
            yield f"{info.filename}: a link"
        elif not info.is_dir() and mode & 0o111:
            yield f"{info.filename}: may be executed"
    if broken := archive.testzip():
        yield f"{broken}: damaged"


def check_metadata(archive: zipfile.ZipFile, folder: str, published: bool) -> Iterator[str]:
    """Find what is missing in metadata.txt, or unknown."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(archive.read(f"{folder}/metadata.txt").decode("utf-8"))
        found = dict(parser.items("general"))
    except (KeyError, UnicodeDecodeError, configparser.Error) as error:
        yield f"metadata.txt cannot be read: {error}"
        return
    needed = (*REQUIRED, *(PUBLISHER if published else ()))
    for name in needed:
        if not found.get(name, "").strip():
            yield f"metadata.txt has no {name}"
    for name in sorted(set(found) - {*REQUIRED, *PUBLISHER, *OPTIONAL}):
        yield f"metadata.txt has {name}, which neither the site nor QGIS reads"
    for name in ("experimental", "deprecated", "server"):
        if found.get(name, "true").lower() not in ("true", "false"):
            yield f"metadata.txt: {name} is neither True nor False"
    for name in ("description", "about", "changelog"):
        if re.search(r"<\w", found.get(name, "")):
            yield f"metadata.txt: {name} has HTML in it"
    if "/" in found.get("author", ""):
        yield "metadata.txt: the author's name has a slash in it"
    if found.get("version", "?") not in found.get("changelog", ""):
        yield "metadata.txt: changelog says nothing about this version"
    icon = found.get("icon")
    if icon and f"{folder}/{icon}" not in archive.namelist():
        yield f"metadata.txt: the icon {icon} is not in the zip"
    if published:
        yield from check_addresses({name: found.get(name, "") for name in PUBLISHER[1:]})


def check_addresses(addresses: dict[str, str]) -> Iterator[str]:
    """Ask each address whether it is there."""
    for name, address in addresses.items():
        try:
            if not re.match("https?://", address):
                raise ValueError("it does not begin with https://")
            asked = urllib.request.Request(
                address, method="HEAD", headers={"User-Agent": "Mozilla/5.0"}
            )
            urllib.request.urlopen(asked, timeout=PATIENCE).close()
        except (OSError, ValueError) as error:
            yield f"metadata.txt: {name} ({address}) does not answer: {error}"


def check_code(folder: Path, tools: Path) -> Iterator[str]:
    """Find what the site's tools find."""
    report = json.loads(_run(folder, tools / "bandit", "-r", ".", "-f", "json", "--quiet"))
    for found in [*report["results"], *report["errors"]]:
        yield (
            f"{found['filename']}:{found.get('line_number', 0)}: Bandit "
            f"{found.get('test_id', '')} {found.get('issue_text') or found.get('reason')}"
        )
    report = json.loads(
        _run(folder, tools / "detect-secrets", "scan", "--all-files", "--exclude-files",
             r"metadata\.txt", ".")
    )  # fmt: skip
    for name, secrets in report["results"].items():
        for found in secrets:
            yield f"{name}:{found['line_number']}: detect-secrets {found['type']}"
    lines = _run(
        folder, tools / "flake8", "--isolated", f"--max-line-length={LONGEST_LINE}",
        "--extend-ignore=E203", ".",
    )  # fmt: skip
    yield from (f"{line} (flake8)" for line in lines.splitlines())


def _run(folder: Path, program: Path, *arguments: str) -> str:
    """Return what a tool prints; that it ends with 1 means that it has found something."""
    done = subprocess.run(
        [str(program.absolute()), *arguments], cwd=folder, capture_output=True, text=True
    )
    if done.returncode not in (0, 1) or (not done.stdout and done.stderr):
        raise SystemExit(f"{program.name} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def check(path: Path, tools: Path, published: bool) -> list[str]:
    """Return all findings, each a sentence."""
    found = []
    if (size := path.stat().st_size) > MOST_BYTES:
        found.append(f"The zip has {size} bytes, more than the {MOST_BYTES} that are accepted")
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as place:
        names = archive.namelist()
        folders = sorted({name.partition("/")[0] for name in names})
        if len(folders) != 1 or not re.fullmatch(r"[A-Za-z]\w+", folders[0], re.ASCII):
            return [*found, f"The zip has {', '.join(folders)} at its top instead of one package"]
        folder = folders[0]
        for name in ("__init__.py", "metadata.txt", "LICENSE"):
            if f"{folder}/{name}" not in names:
                found.append(f"{name} is missing")
        unfit = list(check_files(archive))
        found += [*unfit, *check_metadata(archive, folder, published)]
        if not unfit:  # else it is not unpacked
            archive.extractall(place)
            found += check_code(Path(place), tools)
    return found


def main() -> int:
    """Print all findings; the exit status is 0 if there are none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zip", type=Path)
    parser.add_argument("--tools", type=Path, required=True, help="folder of bandit and the others")
    parser.add_argument("--published", action="store_true", help="with the publisher's details")
    options = parser.parse_args()
    found = check(options.zip, options.tools, options.published)
    for line in found:
        print(line, file=sys.stderr)
    print(
        f"{options.zip}: {len(found) or 'no'} finding{'s' * (len(found) != 1)} of the plugin site"
    )
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
