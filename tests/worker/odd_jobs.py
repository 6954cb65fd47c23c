"""Jobs that no user has, for what a library or the system may do to a worker.

They run in the real worker process: only its list of jobs is longer.
"""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from rs_deepcluster_plugin.core.base.files import write_whole
from rs_deepcluster_plugin.worker.contract import Job
from rs_deepcluster_plugin.worker.job.registry import does


@dataclass(frozen=True)
class Value:
    value: float = 0.0


@dataclass(frozen=True)
class NoisyJob(Job[Value]):
    pass


@dataclass(frozen=True)
class SlowJob(Job[Value]):
    output: str
    pid: str


@dataclass(frozen=True)
class CrashJob(Job[Value]):
    signal: int


@dataclass(frozen=True)
class LeaveJob(Job[Value]):
    pass


@dataclass(frozen=True)
class FailJob(Job[Value]):
    how: str


@dataclass(frozen=True)
class RaceJob(Job[Value]):
    pass


@dataclass(frozen=True)
class WrongJob(Job[Value]):
    """Its result is not what the contract says."""


@does(NoisyJob)
def noisy(job, progress):
    for i in range(50):
        print("a library prints", flush=True)
        os.write(1, b"C code writes {}\n")
        progress(i / 50)
    subprocess.run(["echo", "a child prints"])
    progress.log("umlauts and lines:\näöü")
    return Value(1.5)


@does(SlowJob)
def slow(job, progress):
    with write_whole(job.output) as partial:
        partial.write_text("half")
        Path(job.pid).write_text(str(os.getpid()))
        progress(0.5)
        import numpy

        while True:
            numpy.linalg.svd(numpy.random.rand(600, 600))  # C code that looks at no flag


@does(CrashJob)
def crash(job, progress):
    print("about to crash", flush=True)
    os.kill(os.getpid(), job.signal)


@does(LeaveJob)
def leave(job, progress):
    print("the last words", flush=True)
    os._exit(7)


@does(FailJob)
def fail(job, progress):
    raise {
        "memory": MemoryError(),
        "import": ImportError("No module named 'umap'"),
        "disk": OSError(28, "No space left on device", "/some/file"),
        "bug": KeyError("layer"),
    }[job.how]


@does(RaceJob)
def race(job, progress):
    def report(offset):
        for i in range(3000):
            progress((i + offset) / 3001)

    threads = [threading.Thread(target=report, args=(k / 7,)) for k in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Value()


@does(WrongJob)
def wrong(job, progress):
    return Value("1.5")
