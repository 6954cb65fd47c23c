"""Run the linters and the rings of tests, all of them whatever fails, and sum them up.

With the names of test files, folders or tests only those run, each in the ring it belongs to, and
the linters don't. With --qgis, the folder of another QGIS that scripts/get_qgis.sh has brought,
only the rings processing, gui and cli run, on that one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "build" / "reports"
# What is run on another QGIS in each `make test`: a minute, and half of one for the download.
BESIDE = ROOT / "build" / "qgis340"
SHORT = ["tests/cli/test_provider.py", "tests/processing/layers/test_styling.py"]
HOUSE = ["tests/benchmarks", "tests/test_layout.py", "tests/test_package.py"]
PLUGIN = "rs_deepcluster_plugin"


def counts(report: Path) -> tuple[int, int, int]:
    """Return passed, failed and skipped of one pytest report."""
    passed = failed = skipped = 0
    if report.is_file():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            out = int(suite.get("skipped", 0))
            failed, skipped = failed + bad, skipped + out
            passed += int(suite.get("tests", 0)) - bad - out
    return passed, failed, skipped


def start(environ: dict[str, str], command: list, output: Any = None) -> subprocess.Popen:
    """Start a linter or a ring."""
    return subprocess.Popen([str(c) for c in command], cwd=ROOT, env=environ, stdout=output)


def in_rooms(ring: tuple[str, dict[str, str], list]) -> list:
    """Return a ring for each room of the core, and one for what is beside it.

    What engines and libraries keep in memory adds up to 20 GB in one process.
    """
    _, environ, command = ring
    plain = [c for c in command if not str(c).startswith("tests")]
    rooms = [
        path for path in sorted((ROOT / "tests" / "core").iterdir()) if list(path.glob("test_*"))
    ]
    made = [(f"core-{path.name}", environ, [*plain, f"tests/core/{path.name}"]) for path in rooms]
    return [
        *made,
        ("worker", environ, [*plain, "tests/worker"]),
        ("house", environ, [*plain, *HOUSE]),
    ]


def log_of(name: str) -> Path:
    """Return where a ring that runs beside others prints."""
    return REPORTS / f"{name}.log"


def run_beside(name: str, environ: dict[str, str], command: list) -> int:
    """Run a ring whose output is shown later; returns its exit status."""
    with open(log_of(name), "wb") as output:
        return start(environ, command, output).wait()


def on_another_qgis(rings: list, folder: Path, testenv: Path, worker: Path) -> list:
    """Return the rings that need QGIS as they run on another one.

    Its `run` puts its own Python before ours where that is another one, and has pytest.
    """
    path = os.pathsep.join([str((testenv / "bin").absolute()), os.environ.get("PATH", "")])
    own = {"PATH": path, "RSDEEPCLUSTER_PYTHON": str(worker)}
    run = [(folder / "run").resolve(), "python3"]
    return [
        (name, {**environ, **own}, [*run, *command[1:]])
        for name, environ, command in rings
        if name in ("processing", "gui", "cli")
    ]


def run_some(wanted: list[str], rings: list[tuple[str, dict[str, str], list]]) -> int:
    """Run some tests, each in the ring that holds it; the exit status is 0 if all passed."""
    status, left = 0, list(wanted)
    for _, environ, command in rings:
        folders = [Path(c) for c in command if str(c).startswith("tests")]
        own = [t for t in wanted if {Path(t.partition("::")[0]), *Path(t).parents} & set(folders)]
        if own:
            plain = [c for c in command if not str(c).startswith("tests")]
            status |= start(environ, [*plain, *own]).wait()
            left = [test for test in left if test not in own]
    if left:
        print(f"No ring holds {', '.join(left)}. Name tests as tests/core/..., tests/gui/...")
    return 1 if status or left else 0


def main() -> int:
    """Run everything; the exit status is 0 only if all of it passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("worker", "pytest-lib", "testenv", "lintenv", "qt6env"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--zip", type=Path, required=True, help="what the plugin site is to take")
    parser.add_argument("--qgis", type=Path, help="the folder of another QGIS, with `run` in it")
    parser.add_argument("tests", nargs="*", help="only these files, folders or tests")
    options = parser.parse_args()
    REPORTS.mkdir(parents=True, exist_ok=True)
    (ROOT / "build" / "xdg").mkdir(mode=0o700, exist_ok=True)

    ruff, mypy, vermin = (options.lintenv / "bin" / name for name in ("ruff", "mypy", "vermin"))
    test = options.testenv / "bin" / "python"
    # make's own variables would make the `make` of tests/test_layout.py a child of this one.
    plain = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    worker = {
        **plain,
        "PYTHONPATH": str(options.pytest_lib.resolve()),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # packages of the worker bring some
    }
    qgis = {
        **plain,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(ROOT / "build" / "profile"),
        "QGIS_PLUGINPATH": str(ROOT / "build"),
        "XDG_RUNTIME_DIR": str(ROOT / "build" / "xdg"),
    }
    rings = [
        ("core", worker, [options.worker, "-m", "pytest", "-p", "no:pytest_qgis"]),
        ("processing", qgis, [test, "-m", "pytest", "tests/processing"]),
        ("gui", qgis, [test, "-m", "pytest", "tests/gui"]),
        ("qt6", plain, [options.qt6env / "bin" / "python", "-m", "pytest", "tests/qt6"]),
        # Most of its time is the start of QGIS, which takes one processor.
        ("cli", qgis, [test, "-m", "pytest", "-n", "2", "--dist", "worksteal", "tests/cli"]),
    ]
    others = []
    if options.qgis:
        others = on_another_qgis(rings, options.qgis, options.testenv, options.worker)
    rings[0][2].extend(["tests/core", "tests/worker", *HOUSE])
    if options.qgis and not options.tests:
        statuses = [start(environ, command).wait() for _, environ, command in others]
        return int(any(statuses))
    if options.tests:
        return run_some(options.tests, others or rings)
    checks = [
        ("ruff", plain, [ruff, "check", "."]),
        ("format", plain, [ruff, "format", "--check", "."]),
        # QGIS 3.22 comes with Python 3.9 on Windows and macOS.
        ("vermin", plain, [vermin, "--target=3.9-", "--no-tips", "--violations", PLUGIN]),
        # Silent: what is checked are the packages that pyproject.toml names.
        ("mypy", plain, [mypy, "--follow-imports=silent", "--python-executable", options.worker]),
        ("site", plain, [sys.executable, ROOT / "scripts" / "check_package.py", options.zip]),
    ]
    checks[-1][2].extend(["--tools", options.lintenv / "bin"])

    rooms = in_rooms(rings[0])
    got = subprocess.run([ROOT / "scripts" / "get_qgis.sh", "3.40", BESIDE], check=False)
    if got.returncode == 0:
        ring = on_another_qgis(rings, BESIDE, options.testenv, options.worker)[0]
        command = [c for c in ring[2] if not str(c).startswith("tests")]
        own = {**ring[1], "QGIS_CUSTOM_CONFIG_PATH": str(ROOT / "build" / "profile340")}
        rooms.append(("qgis 3.40", own, [*command, *SHORT]))
    elif got.returncode != 3:  # it says why it cannot be had here
        return got.returncode
    for name, _, command in [*rooms, *rings]:
        report = REPORTS / f"{name}.xml"
        report.unlink(missing_ok=True)
        command.append(f"--junitxml={report}")

    # The core's tests need another Python and one processor: they and those on another QGIS run
    # beside the next three rings, and what they print is shown afterwards. Those of the command
    # line measure times.
    total, lines = [0, 0, 0], []
    with ThreadPoolExecutor(1) as lane:
        beside = {room[0]: lane.submit(run_beside, *room) for room in rooms}
        for name, environ, command in [*checks, *rings[1:4], *rooms, *rings[4:]]:
            print(f"\n== {name}", flush=True)
            if name in beside:
                status = beside[name].result()
                print(log_of(name).read_text(encoding="utf-8", errors="replace"), flush=True)
            else:
                status = start(environ, command).wait()
            passed, failed, skipped = counts(REPORTS / f"{name}.xml")
            if status and not failed:
                failed = 1  # the tool itself failed, or found no tests
            total = [a + b for a, b in zip(total, (passed, failed, skipped))]
            counted = f"{passed} passed, {failed} failed, {skipped} skipped"
            told = counted if "pytest" in command else "failed" if failed else "clean"
            lines.append(f"{name:<16}{told}")
    print("\n== all", *lines, "", sep="\n")
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped", flush=True)
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
