"""The program QGIS itself, as it is started from a menu: a class by mouse and key, and the end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import support

QGIS = shutil.which("qgis.bin") or shutil.which("qgis")
pytestmark = [
    pytest.mark.skipif(QGIS is None, reason="there is no desktop QGIS"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed"),
]


@pytest.fixture
def home(tmp_path, made, screen):
    """A home in which nobody has used QGIS yet, with the plugin installed and turned on."""
    profile = tmp_path / "profiles" / "profiles" / "default"
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text(
        "[PythonPlugins]\nrs_deepcluster_plugin=true\n\n[qgis]\ncheckVersion=false\n\n"
        "[app]\naskToSaveMemoryLayers=false\n"  # these lie in the temporary folder
    )
    (profile / "python" / "plugins" / support.NAME).symlink_to(support.stage() / support.NAME)
    return tmp_path


def said(home: Path) -> dict:
    """Return what the steps have said, by its names."""
    file = home / "said"
    lines = file.read_text().splitlines() if file.exists() else []
    return {name: value for line in lines for name, value in json.loads(line).items()}


def start(home: Path) -> subprocess.Popen:
    (home / "said").unlink(missing_ok=True)
    given = {
        "HOME": str(home), "STEPS_FOLDER": str(home), "XDG_RUNTIME_DIR": str(home),
        "RSDEEPCLUSTER_PYTHON": support.worker_python(), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    plain = {k: v for k, v in os.environ.items() if k not in ("QGIS_CUSTOM_CONFIG_PATH", "LANG")}
    with (home / "printed").open("w") as printed:
        return subprocess.Popen(
            [
                QGIS, "--nologo", "--noversioncheck", "--profiles-path", home / "profiles",
                "--code", Path(__file__).with_name("desktop_steps.py"),
            ],
            env={**plain, **given}, stdout=printed, stderr=subprocess.STDOUT,
        )  # fmt: skip


def finish(home: Path, qgis: subprocess.Popen) -> dict:
    """Quit when all is done, which QGIS is to do in peace; returns what it has said."""
    try:
        support.wait_for(
            lambda: qgis.poll() is not None or said(home).get("done"), 120, "the last step"
        )
        if qgis.poll() is None:
            press(
                "mousemove",
                "--window",
                *said(home)["done"],
                "click",
                1,
                "sleep",
                0.5,
                "key",
                "ctrl+q",
            )
        status = qgis.wait(60)
    finally:
        qgis.kill()
        qgis.wait()
    printed = (home / "printed").read_text()
    assert (status, said(home).get("failed")) == (0, None), printed
    assert "Traceback" not in printed
    assert "KeyError" not in printed
    return said(home)


def press(*what: str | int) -> None:
    """Move the mouse, click and press keys: to QGIS it is a person."""
    subprocess.run(["xdotool", *map(str, what)], check=True)


def test_a_cluster_is_named_the_project_comes_back_and_qgis_quits_in_peace(home):
    qgis = start(home)
    try:
        support.wait_for(lambda: said(home).get("row"), 90, "the panel")
        place = None
        while place != said(home)["row"]:  # as long as the window is still being laid out
            place = said(home)["row"]
            time.sleep(3)
        press("mousemove", "--window", *place, "click", 1, "sleep", 0.5, "key", 1)
    except BaseException:
        qgis.kill()
        raise
    finish(home, qgis)
    # A second start: the panel is back, and a job ends with its layer.
    told = finish(home, start(home))
    # One row; which of them is below the mouse is not sure without a window manager (QGIS 3.40).
    assert [name for name in told["classes"] if name] == ["Continuous urban fabric"]
    assert told["busy"]
    assert "Select a cluster layer" in told["empty"]
