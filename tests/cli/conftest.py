"""The real qgis_process on the staged plugin, with a profile and caches of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import support


def find_program() -> str | None:
    """Return qgis_process of the first QGIS on the PATH; Debian's is wrapped in 3.22."""
    names = ("qgis_process.bin", "qgis_process")
    folders = os.environ.get("PATH", "").split(os.pathsep)
    found = (shutil.which(name, path=folder) for folder in folders for name in names)
    return next((program for program in found if program), None)


PROGRAM = find_program()
# A QGIS that lies beside the installed one is found by these; `scripts/get_qgis.sh` sets them.
BESIDE = ("PYTHONPATH",) if "QGIS_PREFIX_PATH" in os.environ else ()


@dataclass(frozen=True)
class Answer:
    """What a run of qgis_process printed, and how it ended."""

    code: int
    stdout: str
    stderr: str
    seconds: float

    @property
    def json(self) -> dict:
        """All that --json printed."""
        return json.loads(self.stdout)

    @property
    def results(self) -> dict:
        """The results; the run must have worked."""
        assert self.code == 0, self.stderr
        return self.json["results"]

    @property
    def log(self) -> str:
        """The log lines of a run with --json."""
        return "\n".join(self.json["log"].get("info", []))

    @property
    def sentence(self) -> str:
        """The one thing that a failed run told its user."""
        assert self.code == 1, f"exit code {self.code}: {self.stderr}"
        assert self.stdout == ""
        assert "Traceback" not in self.stderr, self.stderr
        # GDAL speaks up when QGIS opens a layer, whatever algorithm it is for.
        noise = r"<string>:|qt\.|QStandardPaths|(GDAL )?(ERROR|Warning) \d+: "
        lines = [line for line in self.stderr.splitlines() if not re.match(noise, line)]
        texts = [line.removeprefix("ERROR:").strip() for line in lines if line.strip()]
        heading = "An error was encountered while checking parameter values"
        said = {text for text in texts if text != heading}  # QGIS repeats it, up to three times
        assert len(said) == 1, self.stderr
        return said.pop()


class Qgis:
    """Runs qgis_process; parameters are keywords."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.home = folder / "home"
        for name in ("profile", "runtime", "home", "temporary"):
            (folder / name).mkdir(mode=0o700)
        self.environ = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST"))},
            **{k: os.environ[k] for k in BESIDE},
            "QT_QPA_PLATFORM": "offscreen",
            "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
            "QGIS_PLUGINPATH": str(support.stage()),
            "XDG_RUNTIME_DIR": str(folder / "runtime"),
            "TMPDIR": str(folder / "temporary"),
            "RSDEEPCLUSTER_PYTHON": worker,
            "RSDEEPCLUSTER_HOME": str(self.home),
        }

    def call(self, *words: str, environ: dict | None = None, timeout: float = 300) -> Answer:
        """Run to the end."""
        start = time.monotonic()
        done = subprocess.run(
            [PROGRAM, *words],
            env={**self.environ, **(environ or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        return Answer(done.returncode, done.stdout, done.stderr, time.monotonic() - start)

    def run(self, algorithm: str, environ: dict | None = None, **parameters: object) -> Answer:
        """Run an algorithm of ours, or a model, to the end."""
        return self.call("--json", *self._words(algorithm, parameters), environ=environ)

    def start(
        self, algorithm: str, environ: dict | None = None, **parameters: object
    ) -> subprocess.Popen:
        """Start an algorithm of ours; with --json, QGIS 3.22 would not listen to Ctrl-C."""
        return subprocess.Popen(
            [PROGRAM, *self._words(algorithm, parameters)],
            env={**self.environ, **(environ or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def _words(algorithm: str, parameters: dict) -> list[str]:
        name = algorithm if "." in algorithm else f"rsdeepcluster:{algorithm}"
        return ["run", name, "--", *(f"{key}={value}" for key, value in parameters.items())]


@pytest.fixture(scope="session")
def qgis(tmp_path_factory):
    if PROGRAM is None:
        pytest.skip("qgis_process is not installed")
    made = Qgis(tmp_path_factory.mktemp("qgis"), support.worker_python())
    enabled = made.call("plugins", "enable", support.NAME)
    assert enabled.code == 0, enabled.stderr
    return made


@pytest.fixture(autouse=True)
def nothing_kept(qgis):
    """No test goes on with, or finds, what the stopped runs of another one had finished."""
    shutil.rmtree(qgis.home / "parts", ignore_errors=True)


@pytest.fixture(scope="session")
def crop(tmp_path_factory):
    return support.crop_demo(tmp_path_factory.mktemp("data") / "crop.tif")


@pytest.fixture(scope="session")
def mapped(qgis, crop, tmp_path_factory):
    """One whole run with everything as it comes but the scene size.

    Returns the answer, the folder of the results, and what was left of caches.
    """
    folder = tmp_path_factory.mktemp("mapped")
    answer = qgis.run(
        "clusterscenes",
        INPUT=crop,
        SIZE=support.SIZE,
        OUTPUT=folder / "map.gpkg",
        FEATURES=folder / "features.parquet",
        CLUSTER_MODEL=folder / "model.npz",
    )
    assert answer.code == 0, answer.stderr
    left = [*qgis.home.glob("parts/*"), *qgis.home.parent.glob("temporary/**/rsdc_*")]
    return answer, folder, left
