"""A Dask scheduler and its workers as programs of their own, and what they are given to do."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.features.extract import ExtractSettings
from rs_deepcluster_plugin.core.scenes.grid import GridSettings

ROOT = Path(__file__).resolve().parents[3]
PLUGIN = "rs_deepcluster_plugin"
SETTINGS = ExtractSettings(
    model=ModelSettings(input_size=28), engine=EngineSettings(device="cpu", precision="fp32")
)
SCENES = GridSettings(size=20)
CELLS = GridSettings(size=8, context=32)


class StopsAfter:
    """A `Progress` that ends a run when so many of its parts are there."""

    def __init__(self, home, parts):
        self.home, self.parts = home, parts

    def __call__(self, fraction):
        made = len(list(self.home.rglob("part-*.npz")))
        if made >= self.parts and threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    def log(self, text):
        pass


@contextlib.contextmanager
def watched(address):
    """Give what tells how many tasks run in the threads of all workers."""
    import distributed

    with distributed.Client(address, timeout=30, set_as_default=False) as client:
        yield lambda: sum(client.run(lambda dask_worker: len(dask_worker.active_threads)).values())


def seconds_until_idle(busy):
    started = time.monotonic()
    while busy() and time.monotonic() - started < 60:
        time.sleep(0.1)
    return time.monotonic() - started


def start_anew():
    forget_parts(finished_parts())


class Programs:
    """What is running; all of it is ended at last.

    A scheduler needs no plugin, and has none; and no Python as new as the plugin's: Dask's 3.10
    knows no `operator.call`.
    """

    def __init__(self, folder, arguments=("--host", "127.0.0.1", "--port", "0"), **environment):
        self.folder, self.started = folder, []
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("DASK_")},
            "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", **environment,
        }  # fmt: skip
        self.file = folder / "scheduler.json"
        older = folder / "older"
        older.mkdir()
        (older / "sitecustomize.py").write_text(
            "import _operator, operator\nfor one in (_operator, operator):\n    del one.call\n"
        )
        self.scheduler = self._start(
            "scheduler", "scheduler", *arguments, "--no-dashboard", "--no-show",
            "--scheduler-file", str(self.file), PYTHONPATH=str(older),
        )  # fmt: skip
        self._wait(self.scheduler, self.file.is_file)
        self.address = json.loads(self.file.read_text())["address"]

    def worker(self, *arguments, cwd=None, **environment):
        """Start a worker of one thread; returns its process."""
        name = f"worker-{len(self.started)}"
        made = self._start(
            "worker", name, "--scheduler-file", str(self.file), "--no-nanny", "--no-dashboard",
            "--nthreads", "1", "--name", name, "--local-directory", str(self.folder / name),
            *arguments, cwd=cwd, **environment,
        )  # fmt: skip
        self._wait(made, lambda: "Registered to" in made.log.read_text())
        return made

    def _start(self, kind, name, *arguments, cwd=None, **environment):
        with open(self.folder / f"{name}.log", "w") as log:
            made = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments],
                env={**self.environment, **environment}, cwd=cwd or self.folder,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        made.log = self.folder / f"{name}.log"
        self.started.append(made)
        return made

    def _wait(self, program, there):
        until = time.monotonic() + 60
        while not there():
            log = program.log.read_text()
            assert time.monotonic() < until, log
            assert program.poll() is None, log
            time.sleep(0.1)

    def end(self):
        """End what still runs."""
        for one in self.started:
            with contextlib.suppress(OSError):
                one.kill()
            one.wait()


def copy_of_version(folder, version):
    """Lay out the plugin as another version of it; returns the folder for PYTHONPATH."""
    plugin = folder / PLUGIN
    plugin.mkdir(parents=True)
    for path in (ROOT / PLUGIN).iterdir():
        if path.name not in ("metadata.txt", "__pycache__"):
            (plugin / path.name).symlink_to(path)
    (plugin / "metadata.txt").write_text(f"[general]\nversion={version}\n")
    return str(folder)
