"""Start of the worker process: ``python worker/__main__.py JOB.json``."""

from __future__ import annotations

import os
import sys


def _start() -> int:
    here = os.path.dirname(os.path.abspath(__file__))
    # The folder of this script would shadow packages of the same names, and the folder of plugins
    # may hold anything: it goes last.
    if sys.path and os.path.abspath(sys.path[0]) == here:
        del sys.path[0]
    sys.path.append(os.path.dirname(os.path.dirname(here)))
    from rs_deepcluster_plugin.worker.job.main import main

    return main(sys.argv[1])


if __name__ == "__main__":
    sys.exit(_start())
