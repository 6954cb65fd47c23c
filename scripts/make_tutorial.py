"""Run docs/tutorial/template.md and write docs/TUTORIAL.md with what came out. See `make tutorial`.

The template is Markdown with blocks that do something:

- ``sh``: commands that are shown, and run in build/tutorial; their results are shown below.
- ``picture NAME``: commands that are run and not shown; they make the picture NAME.png in
  docs/tutorial, which takes the place of the block.
- ``panel NAME``: steps in the cluster workbench with mouse and keys, on the layer panel.gpkg (see
  tutorial_panel.py), and a picture of it likewise.
- ``quiet``: commands that are run, of which nothing is shown.

Any command that fails ends the run, and docs/TUTORIAL.md stays as it was.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PICTURES = DOCS / "tutorial"
WORK = ROOT / "build" / "tutorial"
DEMO = ("landsat7_san_francisco.tif", "schema.csv", "reference.geojson")
BLOCK = re.compile(
    r"^```(sh|quiet|picture|panel)(?: (\w+))?\n(.*?)^```\n", re.MULTILINE | re.DOTALL
)
MADE = "<!-- Written by `make tutorial` from docs/tutorial/template.md: edit that. -->\n\n"
# Of what qgis_process prints: sentences of the log, behind its progress, and numbers.
LOG = re.compile(r"^[\d.]*?(?P<text>(?:WARNING:)?(?:[A-Z]|\d+\.\d % of ).*(?<!\.\.)\.)$")
RESULT = re.compile(r"^(?P<name>[A-Z][A-Z_0-9]*):\t(?P<value>-?\d[\d.e-]*)$")
PANEL = """
export QT_QPA_PLATFORM=xcb PYTHONPATH="$QGIS_PLUGINPATH"
xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" "$PYTHON" \\
    "$SCRIPTS/tutorial_panel.py" panel.gpkg landsat7_san_francisco.tif schema.csv {name}.py \\
    "$PICTURES/{name}.png"
"""
# Fewer colors take a quarter of the room.
SMALLER = (
    "import sys; from PIL import Image; image = Image.open(sys.argv[1]).convert('RGB'); "
    "image.thumbnail((1400, 1600)); image.quantize(128, dither=0).save(sys.argv[1], optimize=True)"
)
PRELUDE = """
set -euo pipefail
qgis_process() { command "$QGIS_PROCESS" "$@"; }
"""


def environment() -> dict[str, str]:
    """Return what qgis_process needs to find the staged plugin, and nothing of the user's."""
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if program is None:
        raise SystemExit("qgis_process is not installed. Run `make setup` first.")
    places = {name: WORK / name for name in ("profile", "xdg")}
    for place in places.values():
        place.mkdir(mode=0o700, parents=True)
    return {
        **os.environ,
        "QGIS_PROCESS": program,
        "QT_QPA_PLATFORM": "offscreen",
        "GDAL_PAM_ENABLED": "NO",
        "QGIS_CUSTOM_CONFIG_PATH": str(places["profile"]),
        "QGIS_PLUGINPATH": str(ROOT / "build"),
        "XDG_RUNTIME_DIR": str(places["xdg"]),
        "RSDEEPCLUSTER_HOME": os.environ.get("RSDEEPCLUSTER_HOME", str(ROOT / "build" / "home")),
        "SCRIPTS": str(ROOT / "scripts"),
        "PYTHON": sys.executable,
        "WORKER": worker(),
        "PICTURES": str(PICTURES),
    }


def worker() -> str:
    """Return the worker's Python, which has Pillow."""
    found = subprocess.run(
        [sys.executable, "-m", "rs_deepcluster_plugin.worker.host.environment", "find"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return found.stdout.strip()


def run(script: str, environ: dict[str, str]) -> str:
    """Run shell commands in the work folder; returns what they print."""
    done = subprocess.run(
        ["bash", "-c", PRELUDE + script],
        cwd=WORK, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"{script}\nended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def said(output: str) -> str:
    """Return what is worth showing of the output of qgis_process, and all of other programs'."""
    if "Results" not in output:
        return output.rstrip()
    lines, results = [], False
    for line in output.splitlines():
        results = (results or line == "Results") and line != "Inputs"
        if results and (match := RESULT.match(line)):
            lines.append(f"{match['name']}: {float(match['value']):.6g}")
        elif not results and (match := LOG.match(line)):
            lines.append(match["text"])
    return "\n".join(lines)


def main() -> None:
    """Run all blocks in their order."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in DEMO:
        shutil.copy(ROOT / "resources" / "demo" / name, WORK)
    environ = environment()
    run("qgis_process plugins enable rs_deepcluster_plugin", environ)

    def block(match: re.Match[str]) -> str:
        kind, name, text = match.groups()
        print(f"-- {kind} {name or text.splitlines()[0]}", flush=True)
        if kind == "sh":
            shown = said(run(text, environ))
            return f"```sh\n{text}```\n" + (f"\n```text\n{shown}\n```\n" if shown else "")
        if kind == "quiet":
            run(text, environ)
            return ""
        picture = PICTURES / f"{name}.png"
        picture.unlink(missing_ok=True)
        if kind == "panel":
            (WORK / f"{name}.py").write_text(text, encoding="utf-8")
            text = PANEL.format(name=name)
        run(text, environ)
        if not picture.is_file():
            raise SystemExit(f"The block {name} made no picture.")
        if kind == "picture":
            run(f'"$WORKER" -c "{SMALLER}" "$PICTURES/{picture.name}"', environ)
        return f"![{name.replace('_', ' ')}](tutorial/{picture.name})\n"

    template = (PICTURES / "template.md").read_text(encoding="utf-8")
    written = MADE + BLOCK.sub(block, template)
    partial = DOCS / "TUTORIAL.md.partial"
    partial.write_text(written, encoding="utf-8")
    partial.replace(DOCS / "TUTORIAL.md")


if __name__ == "__main__":
    main()
