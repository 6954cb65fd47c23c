"""The worker's environment from the command line, and what to report of it.

``python -m rs_deepcluster_plugin.worker.host.environment create``, ``find``, ``check`` or
``diagnose``.
"""

from __future__ import annotations

import argparse
import functools
import importlib.metadata
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...core.base.errors import DeepClusterError, DependencyError
from .build_environment import AUTO, CPU, CUDA, Wanted, create
from .find_environment import (
    PYTHON_VARIABLE,
    ask,
    check_python,
    find_python,
    hash_pins,
    is_whole,
    made_for,
    own_interpreter,
    read_pins,
)
from .installer import (
    CERTIFICATES,
    PROXIES,
    fetch,
    find_uv,
    hide_passwords,
    network_variables,
    pip_settings,
)
from .process import clean_environment, home
from .wheels import CPU_INDEX, OF_TORCH, megabytes

_PYPI = "https://pypi.org/simple"
_LAST_LINES = 30  # of the log of the set-up
_NAMES = ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "python", "py")


def report(setting: str = "") -> str:
    """Return a report to copy into a bug report: Python, packages and devices of the worker."""
    root = str(Path(__file__).resolve().parents[3])
    code = (
        "import sys; sys.path.append(sys.argv[1]); "
        "from rs_deepcluster_plugin.worker.host import environment; "
        "sys.stdout.write(environment.describe())"
    )
    try:
        return f"{_place()}\n{ask(find_python(setting), code, root)}"
    except DependencyError as error:  # also one that is damaged
        return f"{_place()}\n{error}\n"


def _place() -> str:
    return f"Home: {home()}\nSystem: {platform.platform()}, {os.cpu_count()} processors"


def diagnose(setting: str = "", proxy: Mapping[str, str] | None = None) -> str:
    """Return what may matter where a set-up fails, without passwords: to be copied as it is.

    Parameters
    ----------
    setting
        The Python that the user chose in QGIS.
    proxy
        `installer.PROXIES` as QGIS is set to use them.
    """
    lines = [f"RS DeepCluster: {_version()}", report(setting).rstrip(), "", "Set-up"]
    lines += [f"Python of QGIS: {_own()}", *_candidates()]
    lines += [f"{PYTHON_VARIABLE}: {os.environ.get(PYTHON_VARIABLE) or 'not set'}"]
    for folder in sorted(home().glob("env-py3.*")):
        made = made_for(folder)
        state = "unfinished" if made is None else "of another version of the plugin"
        if made == hash_pins():
            state = "complete" if is_whole(folder) else "damaged"
        lines.append(f"{folder}: {state}")
    for place in (home(), Path(tempfile.gettempdir())):
        there = next(folder for folder in (place, *place.parents) if folder.is_dir())
        lines.append(f"Free in {place}: {megabytes(shutil.disk_usage(there).free)}")
    lines.append(f"uv: {find_uv() or 'not there, or too old'}")
    lines += _network(proxy or {})
    journal = home() / "setup.log"
    if journal.is_file():
        text = journal.read_text(encoding="utf-8", errors="replace").splitlines()
        lines += ["", f"End of {journal}", *text[-_LAST_LINES:]]
    return hide_passwords("\n".join(lines), {**(proxy or {}), **os.environ}) + "\n"


def _version() -> str:
    text = (Path(__file__).parents[2] / "metadata.txt").read_text(encoding="utf-8")
    found = re.search(r"^version=(.*)$", text, re.MULTILINE)
    return found[1] if found else "unknown"


def _own() -> str:
    try:
        return str(own_interpreter())
    except DeepClusterError as error:
        return str(error)


def _candidates() -> list[str]:
    """Return a line for each Python that could be named for a set-up."""
    found: dict[str, str] = {}
    for name in _NAMES:
        program = shutil.which(name)
        real = os.path.realpath(program) if program else ""
        if real and real not in found:
            try:
                found[real] = ask(Path(real), "import platform; print(platform.python_version())")
            except DependencyError:
                found[real] = "does not start"
    return [f"Python on the PATH: {real} ({said.strip()})" for real, said in found.items()]


def _network(proxy: Mapping[str, str]) -> list[str]:
    """Return what is set for the network, and whether the package indexes answer."""
    lines = []
    try:
        network = network_variables(os.environ, proxy)
    except DependencyError as error:
        return [str(error)]
    for name in PROXIES:
        origin = "" if os.environ.get(name) or os.environ.get(name.lower()) else " (of QGIS)"
        lines.append(f"{name}: {network[name] + origin if name in network else 'not set'}")
    given = next((name for name in CERTIFICATES if os.environ.get(name)), "")
    certificates = network.get("PIP_CERT", "those of pip or of the system")
    lines.append(f"Certificates: {certificates}{f' ({given})' if given else ''}")
    environ = {**clean_environment(os.environ, installer=True), **network}
    try:
        settings = pip_settings(own_interpreter(), environ)
    except DeepClusterError:
        settings = {}
    for key, value in sorted(settings.items()):
        if re.fullmatch("(extra-)?index-url|find-links|no-index|proxy|cert|constraint", key):
            lines.append(hide_passwords(f"pip's {key}: {value}", settings))
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        return lines
    for address in (settings.get("index-url", _PYPI), CPU_INDEX):
        try:
            fetch(f"{address.rstrip('/')}/torchvision/", network)
            lines.append(f"{address}: answers")
        except OSError as error:
            lines.append(f"{address}: {getattr(error, 'reason', None) or error}")
    return lines


def describe() -> str:
    """Describe the interpreter that this runs in."""
    lines = [f"Python: {platform.python_version()} at {sys.executable}"]
    lines += _packages()
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


def _packages() -> list[str]:
    """Return a line for torch, whose builds differ, and for each package that is not as pinned."""
    lines, pinned = [], 0
    for name, _, wanted in (pin.partition("==") for pin in read_pins()):
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "not installed"
        same = found.partition("+")[0] == wanted
        pinned += same
        if not same or name in OF_TORCH:
            lines.append(f"{name}: {found}{'' if same else f', and the plugin wants {wanted}'}")
    return [f"Packages: {pinned} as the plugin wants them", *lines]


def main(arguments: Sequence[str] | None = None) -> int:
    """Find, make or check the worker's environment from the command line."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("command", choices=("create", "find", "check", "diagnose"))
    parser.add_argument("--python", type=Path, help="the Python to build the environment on")
    parser.add_argument("--torch", choices=(AUTO, CPU, CUDA), default=AUTO, help="of which kind")
    parser.add_argument("--wheels", default="", help="a folder to take all from, without a network")
    options = parser.parse_args(arguments)
    try:
        if options.command == "create":
            wanted = Wanted(options.torch, options.wheels)
            log = functools.partial(print, flush=True)
            print(create(home(), log, options.python, wanted=wanted))
        elif options.command == "diagnose":
            print(diagnose(), end="")
        else:
            is_check = options.command == "check"
            python = check_python() if is_check else find_python()
            print(report() if is_check else python)
    except DependencyError as error:
        print(report() if options.command == "check" else error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
