"""Build the worker's environment: a Python of its own, and the packages into it."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import shutil
import subprocess  # nosec B404
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ...core.base.errors import DependencyError
from .find_environment import (
    MARKER,
    OLDEST_PYTHON,
    PYTHON_VARIABLE,
    REQUIREMENTS,
    ask,
    dotted,
    hash_pins,
    interpreter_of,
    is_whole,
    made_for,
    own_interpreter,
)
from .installer import (
    SCRATCH,
    Installer,
    Runner,
    Watch,
    fetch,
    find_uv,
    hide_passwords,
    is_behind_socks,
    is_unknown,
    network_variables,
    pip_settings,
    write_hashes,
)
from .process import HOME_VARIABLE, hide_console
from .wheels import CPU_INDEX, Computer, Plan, Wheel, fits, make_plan, megabytes, refuse_gaps

_OLDEST_GLIBC = (2, 28)  # that torch's wheels are made for: manylinux_2_28
_WHAT_ARE_YOU = (
    "import platform, sys; print(); print(*sys.version_info[:2]); "
    "print('platform', sys.platform, platform.machine(), *platform.libc_ver())"
)
AUTO, CPU, CUDA = "auto", "cpu", "cuda"


class Wanted(NamedTuple):
    """What a user wants of a set-up."""

    torch: str = AUTO
    """AUTO, CPU or CUDA; only on Linux there are two."""

    wheels: str = ""
    """A folder of wheels to take all from, without a network; "": pip's settings hold."""

    proxy: Mapping[str, str] = {}
    """`installer.PROXIES` as QGIS is set to use them."""


_WANTED = Wanted()


class TorchSource(NamedTuple):
    """Where torch comes from."""

    address: str
    """Of an index of its own, "" for the one that everything comes from."""

    own: bool
    """Whether somebody's folder of wheels has it."""

    with_cuda: bool
    reason: str


def never() -> bool:
    """Nobody cancels."""
    return False


def ignore(fraction: float) -> None:
    """Nobody looks at the progress."""


def create(
    home: Path,
    log: Callable[[str], None],
    python: Path | None = None,
    cancelled: Callable[[], bool] = never,
    progress: Callable[[float], None] = ignore,
    wanted: Wanted = _WANTED,
) -> Path:
    """Make the worker's environment below ``home`` and return its interpreter.

    One that is whole is returned at once, and one that no longer starts is made anew. pip's own
    settings are honoured, also where uv is there and does the work. What was downloaded when a
    set-up ends stays in the cache of pip or uv: the next one makes the environment anew and goes
    on with the download.

    Parameters
    ----------
    home
        Folder for the environment, the log of the installation and the lock.
    log
        Is called with lines for the user, from the calling thread.
    python
        Python to build on, QGIS's own by default.
    cancelled
        Is asked a few times a second; true stops pip and removes the unfinished environment.
    progress
        Is called with the part that is done, from 0 to 1.
    wanted
        What the user has chosen.

    Raises
    ------
    DependencyError
        One sentence: what went wrong, and how it is mended.
    """
    chosen = _chosen(wanted, python)
    python = python or own_interpreter()
    answer = ask(python, _WHAT_ARE_YOU)
    found = re.findall(r"^(\d+) (\d+)$", answer, re.MULTILINE)
    if not found:
        raise DependencyError(f"{python} does not answer like a Python program: name another one.")
    version = (int(found[-1][0]), int(found[-1][1]))
    if version < OLDEST_PYTHON:
        raise DependencyError(
            f"The worker needs Python {dotted(OLDEST_PYTHON)} or newer, but {python} is "
            f"{dotted(version)}: name a newer Python when setting up the worker, or point "
            f"{PYTHON_VARIABLE} at one that has the packages."
        )
    folder = home / f"env-py{dotted(version)}"
    if is_whole(folder):
        if chosen:
            log(
                f"The worker is set up already, so {chosen} made no difference: remove {folder} "
                "and run this again to make it anew"
            )
        return interpreter_of(folder)
    _refuse_without_torch(python, answer)
    plan = make_plan(_computer(version, answer))
    network = network_variables(os.environ, wanted.proxy)
    if wanted.wheels:
        place = Path(wanted.wheels).expanduser().absolute()
        refuse_gaps(place, plan)
        # As an address, which has no spaces: they part the places of this variable.
        network.update(PIP_NO_INDEX="1", PIP_FIND_LINKS=place.as_uri())
    journal = home / "setup.log"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with _only_one(home / "setup.lock"), journal.open("w", encoding="utf-8") as file:
            if not is_whole(folder):  # else another one made it meanwhile
                if made_for(folder) == hash_pins():
                    log("The environment does not start or lacks packages, and is made anew")
                for left in home.glob(f"{SCRATCH}*/"):  # of one that was killed
                    shutil.rmtree(left, ignore_errors=True)
                run = Runner(log, file.write, cancelled, journal, network, guard=python)
                _build(folder, run, python, plan, wanted.torch, progress)
    except OSError as error:
        raise DependencyError(
            f"The worker cannot be set up in {home} ({error.strerror or error}): name another "
            f"folder in {HOME_VARIABLE}."
        ) from error
    progress(1.0)
    return interpreter_of(folder)


def _chosen(wanted: Wanted, python: Path | None) -> str:
    """Name the choices that only a new environment follows, "" where there are none."""
    names = []
    if wanted.torch != AUTO:
        names.append(f"PyTorch {'with' if wanted.torch == CUDA else 'without'} CUDA")
    if wanted.wheels:
        names.append("the folder of wheels")
    if python is not None:
        names.append("the Python to build with")
    return ", ".join(names)


def _computer(version: tuple[int, int], answer: str) -> Computer:
    """Return what wheels are chosen by, from what a Python says of itself."""
    found = re.findall(r"^platform (\S+) (\S+)", answer, re.MULTILINE)
    return Computer(version, *(found[-1] if found else (sys.platform, platform.machine())))


def _refuse_without_torch(python: Path, answer: str) -> None:
    """Say before anything is downloaded that there is no torch for a Python.

    ``answer`` is what it said of itself; a platform that it does not tell is left to pip.
    """
    found = re.findall(r"^platform (\S+) (\S+) ?(\S*) ?(\S*) *$", answer, re.MULTILINE)
    system, machine, library, version = found[-1] if found else ("", "", "glibc", "")
    own = f"or point {PYTHON_VARIABLE} at a Python that has the packages"
    if system == "darwin" and machine != "arm64":
        raise DependencyError(
            f"There is no PyTorch any more for Macs with an Intel processor, which {python} is "
            "made for: on a Mac with Apple silicon name a Python for that when setting up the "
            f"worker, {own}."
        )
    if system != "linux":
        return
    if library != "glibc":
        raise DependencyError(
            "PyTorch needs the C library glibc, and this system has another one: set up the worker "
            f"on another system, {own}."
        )
    if version and tuple(map(int, re.findall(r"\d+", version)[:2])) < _OLDEST_GLIBC:
        raise DependencyError(
            f"PyTorch needs glibc {dotted(_OLDEST_GLIBC)} or newer, but this system has {version}: "
            f"upgrade it (Debian 10, Ubuntu 20.04 and Red Hat 8 are new enough), {own}."
        )


def _build(
    folder: Path,
    run: Runner,
    python: Path,
    plan: Plan,
    torch: str = AUTO,
    progress: Callable[[float], None] = ignore,
) -> None:
    """Build an environment in its place; it counts only when its marker is written.

    All packages but torch and torchvision are installed by the hashes of the lock, and nothing is
    installed that is not in it. These two are as well where they come from PyPI. Without CUDA they
    come from an index of their own, whose hashes pip checks; a folder of wheels that somebody has
    made may hold any build of them.
    """
    try:
        _remove(folder)
        # Before the first file: what fails for want of room names other causes.
        _refuse_small_disk(folder.parent, plan, False)
        run.log(f"Making a Python environment in {folder}")
        uv = find_uv()
        _make(folder, run, python, uv)
        worker = interpreter_of(folder)
        settings = pip_settings(worker, run.environ())
        source = choose_torch(torch, plan, settings, run.network)
        _refuse_small_disk(folder.parent, plan, source.with_cuda)
        run.log(announce(plan, source))
        run.watch = Watch(plan, source.with_cuda, run.log, progress)
        installers = [Installer(worker, settings, uv)] if uv else []
        installers.append(Installer(worker, settings))
        run.log(f"Installing torch with {installers[0].name}: this takes a while")
        # One index for each package: with two, whoever has a name on either decides.
        pins = [*plan.torch, *(plan.cuda if source.with_cuda else ())]
        if source.address or source.own:
            _install(run, installers, source.address, "--no-deps", *plan.torch)
        else:
            _install(run, installers, "", *write_hashes(folder / "torch.txt", pins, plan))
        if run.watch:
            run.watch.have(pins)
        run.log("Installing the other packages")
        _install(run, installers, "", *write_hashes(folder / "others.txt", plan.others, plan))
        if source.own:  # all is there but CUDA, where this torch is one with CUDA
            _install(run, installers, "", "--constraint", REQUIREMENTS, *plan.torch)
        progress(0.95)
        run.watch = None
        run.log("Trying the packages")
        # What umap compiles when it is first imported is kept, and no run has to wait for it.
        run(worker, "-c", "import torch, numba, pyarrow, rasterio, scipy, shapely, sklearn, umap")
        (folder / MARKER).write_text(hash_pins(), encoding="utf-8")
        run.log("The worker is set up")
    except BaseException:  # also Ctrl-C: half an environment is 2 GB of nothing
        _remove(folder)
        raise


def _make(folder: Path, run: Runner, python: Path, uv: str) -> None:
    """Make an environment; uv needs no pip of that Python, as some bundles of QGIS have none."""
    try:
        run(python, "-m", "venv", folder)
    except DependencyError:
        if not uv or run.cancelled():
            raise
        _remove(folder)
        run(uv, "--no-config", "venv", "--python", python, folder)


def _install(run: Runner, installers: list[Installer], index: str, *what: str | Path) -> None:
    """Install with the first of some programs; the next one goes on where nobody knows why not."""
    try:
        run(*installers[0].install(index, *what), **installers[0].variables(index))
    except DependencyError as error:
        if len(installers) < 2 or not is_unknown(error):
            raise
        run.log(f"{error} Going on with {installers[1].name}.")
        del installers[0]
        run(*installers[0].install(index, *what), **installers[0].variables(index))


def choose_torch(
    wanted: str, plan: Plan, settings: Mapping[str, str], network: Mapping[str, str]
) -> TorchSource:
    """Choose between torch with and without CUDA, and find out whether it can be had.

    Raises
    ------
    DependencyError
        It cannot: gigabytes of CUDA are never taken instead, unasked.
    """
    system = plan.computer.system
    places = settings.get("find-links", "").split()
    offline = settings.get("no-index", "").lower() in ("1", "true", "yes", "on")
    own = [place for place in places if _has_torch(place, plan, network)]
    if own and (offline or wanted != CUDA):
        return TorchSource("", True, False, f"as {hide_passwords(_path_of(own[0]))} has it")
    if system != "linux":
        return TorchSource("", False, False, "")
    if offline:
        return TorchSource("", True, False, "as the folder of wheels has it")
    gpu = _find_gpu()
    if wanted == CUDA or (wanted == AUTO and gpu):
        reason = f"for {gpu}" if gpu else "although no NVIDIA GPU was found"
        return TorchSource("", False, True, f"with CUDA, {reason}")
    try:
        address = f"{CPU_INDEX}/torch/"
        there = is_behind_socks(address, network) or _lists_torch(fetch(address, network), plan)
    except OSError as error:
        why = f"does not answer ({getattr(error, 'reason', None) or error.strerror or error})"
    else:
        if there:
            reason = "as you want it" if wanted == CPU else "as no NVIDIA GPU was found"
            return TorchSource(CPU_INDEX, False, False, f"without CUDA, {reason}")
        why = f"has no {plan.torch[0]} for this computer"
    raise DependencyError(
        f"PyTorch without CUDA ({megabytes(plan.size(False))} in all) comes from {CPU_INDEX}, "
        f"which {why}: check the connection and the proxy, name a folder that has it when setting "
        f"up the worker, or choose PyTorch with CUDA there, which is to be had elsewhere and takes "
        f"{megabytes(plan.size(True))} to download and {megabytes(plan.disk(True))} of the disk."
    )


def _has_torch(place: str, plan: Plan, network: Mapping[str, str]) -> bool:
    """Tell whether a folder of wheels, or a page with links to them, has torch."""
    if place.startswith(("http:", "https:")):
        try:
            return _lists_torch(fetch(place, network), plan)
        except OSError:
            return False
    folder = Path(_path_of(place)).expanduser()
    return any(_is_torch(Wheel("", f.name, 0), plan) for f in folder.glob("torch-*.whl"))


def _path_of(place: str) -> str:
    """Return the path of a folder that may be written as an address."""
    if not place.startswith("file:"):
        return place
    parts = urlsplit(place)
    shared = os.name == "nt" and parts.netloc not in ("", "localhost")
    host = f"//{parts.netloc}" if shared else ""
    return url2pathname(f"{host}{parts.path}")


def _lists_torch(page: str, plan: Plan) -> bool:
    files = re.findall(r"\btorch-[\w.+%-]+\.whl", page)
    return any(_is_torch(Wheel("", file.replace("%2B", "+"), 0), plan) for file in files)


def _is_torch(wheel: Wheel, plan: Plan) -> bool:
    pin = plan.torch[0]
    name, version = wheel.file.split("-")[:2]
    return f"{name}=={version.partition('+')[0]}" == pin and fits(wheel, plan.computer)


def _find_gpu() -> str:
    """Return the name of an NVIDIA GPU that can be used, "" where there is none."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return "an NVIDIA GPU" if Path("/proc/driver/nvidia/version").exists() else ""
    try:
        said = subprocess.run(  # nosec B603
            [program, "--query-gpu=name", "--format=csv,noheader"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
            **hide_console(),
        ).stdout.split("\n")
    except (OSError, subprocess.SubprocessError):  # the program without the GPU
        return ""
    return str(said[0].strip())


def announce(plan: Plan, source: TorchSource) -> str:
    """Say what is going to be downloaded, before it is."""
    torch = f"PyTorch {source.reason}" if source.reason else "PyTorch"
    size, disk = plan.size(source.with_cuda), plan.disk(source.with_cuda)
    return (
        f"{torch}: {megabytes(size)} to download, less what is in the cache already; "
        f"{megabytes(disk)} of the disk while it is set up"
    )


def describe_plan(python: Path) -> str:
    """Say what a set-up with a Python would download by itself; nothing is asked of a network."""
    answer = ask(python, _WHAT_ARE_YOU)
    found = re.findall(r"^(\d+) (\d+)$", answer, re.MULTILINE)
    if not found:
        raise DependencyError(f"{python} does not answer like a Python program: name another one.")
    plan = make_plan(_computer((int(found[-1][0]), int(found[-1][1])), answer))
    gpu = _find_gpu() if plan.computer.system == "linux" else ""
    reason = f"with CUDA, for {gpu}" if gpu else "without CUDA"
    return announce(plan, TorchSource("", False, bool(gpu), reason))


def _refuse_small_disk(home: Path, plan: Plan, with_cuda: bool) -> None:
    needed, free = plan.disk(with_cuda), shutil.disk_usage(home).free
    if free < needed:
        raise DependencyError(
            f"The worker needs {megabytes(needed)} in {home}, but only {megabytes(free)} are free: "
            f"make room, or name a folder on another disk in {HOME_VARIABLE}."
        )


def _remove(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        (folder / MARKER).unlink()  # first, so that what is left of it does not count
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends."""
    with path.open("w", encoding="utf-8") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise DependencyError(
                    "The worker is being set up already, by another QGIS or another run: wait "
                    "until that is done."
                ) from None
            # Else a file system without locks: then without.
        yield
