"""The worker's environment from the command line, and what to report of it.

``python -m rs_deepcluster_plugin.worker.host.environment create``, ``find`` or ``check``.
"""

from __future__ import annotations

import argparse
import functools
import importlib.metadata
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from ...core.base.errors import DependencyError
from .build_environment import create
from .find_environment import ask, find_python, package_of, read_pins
from .process import home


def report(setting: str = "") -> str:
    """Return a report to copy into a bug report: Python, packages and devices of the worker."""
    try:
        python = find_python(setting)
    except DependencyError as error:
        return f"{_place()}\n{error}\n"
    root = str(Path(__file__).resolve().parents[3])
    code = (
        "import sys; sys.path.append(sys.argv[1]); "
        "from rs_deepcluster_plugin.worker.host import environment; "
        "sys.stdout.write(environment.describe())"
    )
    return f"{_place()}\n{ask(python, code, root)}"


def _place() -> str:
    return f"Home: {home()}\nSystem: {platform.platform()}, {os.cpu_count()} processors"


def describe() -> str:
    """Describe the interpreter that this runs in."""
    lines = [f"Python: {platform.python_version()} at {sys.executable}"]
    for name in map(package_of, read_pins()):
        try:
            lines.append(f"{name}: {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            lines.append(f"{name}: not installed")
    try:
        import torch

        lines.append(f"torch threads: {torch.get_num_threads()}")
        lines.append(f"torch CPU capability: {torch.backends.cpu.get_cpu_capability()}")
        cuda = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        lines.append(f"CUDA devices: {', '.join(cuda) or 'none'} (CUDA {torch.version.cuda})")
        lines.append(f"Apple GPU (MPS): {'yes' if torch.backends.mps.is_available() else 'no'}")
    except Exception as error:  # a report must not fail over what it reports
        lines.append(f"torch cannot be loaded: {error}")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Find, make or check the worker's environment from the command line."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("command", choices=("create", "find", "check"))
    parser.add_argument("--python", type=Path, help="the Python to build the environment on")
    options = parser.parse_args(arguments)
    try:
        if options.command == "create":
            print(create(home(), functools.partial(print, flush=True), options.python))
        else:
            python = find_python()
            print(report() if options.command == "check" else python)
    except DependencyError as error:
        print(report() if options.command == "check" else error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
