"""Make the zip as it is published: the staged plugin, with the publisher's details in its metadata.

``publish.py --repository URL --tracker URL --homepage URL --email ADDRESS STAGE ZIP``; without
STAGE and ZIP the details are only looked at. Nobody's details are in the code base, and none are
made up: without all of them nothing is written.
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from pathlib import Path

DETAILS = ("repository", "tracker", "homepage", "email")


def complain(details: dict[str, str]) -> str:
    """Return a sentence about what is missing or wrong in the details, or nothing."""
    missing = [name.upper() for name in DETAILS if not details[name].strip()]
    if missing:
        return (
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing: the plugin site "
            "takes no plugin without the publisher's details. Call make release "
            + " ".join(f"{name.upper()}=..." for name in DETAILS)
        )
    for name in DETAILS[:3]:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", details[name]):
            return f"{name.upper()} is {details[name]}, which is no address: begin with https://"
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", details["email"]):
        return f"EMAIL is {details['email']}, which is no address: write name@domain"
    return ""


def fill_in(metadata: str, details: dict[str, str]) -> str:
    """Return the text of metadata.txt with the details in it, a line for each."""
    kept = [
        line
        for line in metadata.splitlines()
        if line.partition("=")[0].strip() not in DETAILS or line[:1].isspace()
    ]
    # A percent sign has a meaning of its own for the site, which reads the file as Python does.
    lines = [f"{name}={details[name].replace('%', '%%')}" for name in DETAILS]
    start = kept.index("[general]") + 1
    return "\n".join([*kept[:start], *lines, *kept[start:]]) + "\n"


def write_zip(stage: Path, target: Path, details: dict[str, str]) -> None:
    """Write the zip, with one folder in it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(stage.rglob("*")):
                name = path.relative_to(stage.parent).as_posix()
                if path == stage / "metadata.txt":
                    text = path.read_text(encoding="utf-8")
                    archive.writestr(name, fill_in(text, details))
                elif path.is_file():
                    archive.write(path, name)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def main() -> int:
    """Write, or say why not; the exit status is 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in DETAILS:
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("paths", nargs="*", type=Path, metavar="STAGE ZIP")
    options = parser.parse_args()
    details = {name: getattr(options, name).strip() for name in DETAILS}
    if sentence := complain(details):
        print(sentence, file=sys.stderr)
        return 1
    if options.paths:
        stage, target = options.paths
        write_zip(stage, target, details)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
