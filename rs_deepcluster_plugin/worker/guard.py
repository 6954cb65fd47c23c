"""Run a program that ends with whoever has started it: ``python guard.py PROGRAM ARGUMENT ...``.

pip and uv know nothing of QGIS: where it is killed, they would go on for minutes, and in the way of
the next set-up. Standard input is a pipe that the starter holds, which closes however it ends; the
starter gives this a session of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess  # nosec B404 # what is run is what the set-up would have run itself
import sys
from collections.abc import Sequence
from threading import Thread


def main(command: Sequence[str]) -> int:
    """Run a program; returns its exit status."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # nosec B603
    except OSError as error:
        sys.stderr.write(f"{command[0]} cannot be started ({error.strerror})\n")
        return 1
    Thread(target=_wait_for_the_end, args=(process,), daemon=True).start()
    return process.wait()


def _wait_for_the_end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it has started when the pipe closes."""
    while os.read(0, 1 << 10):
        pass
    if os.name != "nt":
        os.killpg(0, signal.SIGKILL)
    program = os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
    subprocess.run(  # nosec B603
        [program, "/F", "/T", "/PID", str(process.pid)], stdin=subprocess.DEVNULL, check=False
    )
    os._exit(3)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
