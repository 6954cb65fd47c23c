"""Run one worker job, and report its time and its peak memory."""

from __future__ import annotations

import re
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rs_deepcluster_plugin.worker import client

MODEL = {
    "model": "default",
    "weights": None,
    "blocks": None,
    "pooling": "recipe",
    "input_size": 224,
}
EXTRACT = {
    "model": MODEL,
    "scaling": "percentiles",
    "percentiles": [2.0, 98.0],
    "engine": {},
    "minimum_valid": 0.5,
    "bands": [],
    "mask": None,
    "polygons": None,
}


@dataclass(frozen=True)
class Measured:
    """Result, seconds and peak resident memory (MB) of a job's worker; seconds of its steps."""

    result: dict[str, Any]
    seconds: float
    peak: float
    steps: dict[str, float] = field(default_factory=dict)


def run(task: str, arguments: dict[str, Any], outputs: tuple[str, ...] = ()) -> Measured:
    """Run a job in a worker process of this interpreter."""
    peak = 0.0
    steps: dict[str, float] = {}
    done = threading.Event()

    def log(text: str) -> None:
        print("  " + text)
        step = re.fullmatch(r"(\w+): .* in ([\d.]+) s", text)
        if step:
            steps[step[1]] = float(step[2])

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    command = (status.parent / "cmdline").read_bytes()
                    if str(folder).encode() in command:
                        text = status.read_text()
                        peak = max(peak, int(text.split("VmHWM:")[1].split()[0]) / 1024)
                except (OSError, IndexError):
                    continue

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        begin = time.perf_counter()
        result = client.run_job(
            task,
            arguments,
            folder,
            python=Path(sys.executable),
            outputs=outputs,
            progress=lambda fraction: None,
            log=log,
            cancelled=lambda: False,
        )
        seconds = time.perf_counter() - begin
        done.set()
        watcher.join()
    return Measured(result, seconds, peak, steps)
