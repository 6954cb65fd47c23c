"""Build the worker's environment: a Python of its own, and the packages into it."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import subprocess  # nosec B404
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

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
    made_for,
    own_interpreter,
    package_of,
    read_pins,
)
from .process import HOME_VARIABLE, clean_environment, end, follow, hide_console

_OLDEST_GLIBC = (2, 28)  # that torch's wheels are made for: manylinux_2_28
_WHAT_ARE_YOU = (
    "import platform, sys; print(); print(*sys.version_info[:2]); "
    "print('platform', sys.platform, platform.machine(), *platform.libc_ver())"
)
_GIGABYTES = 3  # without CUDA an environment takes 2, and pip unpacks before it moves
_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
LOCK = REQUIREMENTS.with_suffix(".lock")
_OF_TORCH = ("torch", "torchvision")


class Locked(NamedTuple):
    """What the lock says of a package."""

    only: str
    """The sys.platform that alone needs it, "" where all do."""

    hashes: list[str]
    """SHA-256 of each of its wheels."""


def never() -> bool:
    """Nobody cancels."""
    return False


def normalize(package: str) -> str:
    """Return a package's name as indexes have it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def read_lock() -> dict[str, Locked]:
    """Return what the lock holds, by pin: the pins of the requirements, and what they come to."""
    found: dict[str, Locked] = {}
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            digest, file, *only = line.split()
            name, version = file.split("-")[:2]
            pin = f"{normalize(name)}=={version}"
            found.setdefault(pin, Locked("".join(only), [])).hashes.append(digest)
    return found


def create(
    home: Path,
    log: Callable[[str], None],
    python: Path | None = None,
    cancelled: Callable[[], bool] = never,
) -> Path:
    """Make the worker's environment below ``home`` and return its interpreter.

    One that is complete is returned at once. pip's own settings are honoured, so this works
    offline with ``PIP_NO_INDEX=1`` and ``PIP_FIND_LINKS`` at a folder of wheels.

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

    Raises
    ------
    DependencyError
        One sentence: what went wrong, and how it is mended.
    """
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
    if made_for(folder) == hash_pins():
        return interpreter_of(folder)
    _refuse_without_torch(python, answer)
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free / 1e9
        if free < _GIGABYTES:
            raise DependencyError(
                f"The worker needs {_GIGABYTES} GB in {home}, but only {free:.1f} GB are free: "
                f"make room, or name a folder on another disk in {HOME_VARIABLE}."
            )
        with _only_one(home / "setup.lock"), (home / "setup.log").open("w", encoding="utf-8") as f:
            if made_for(folder) != hash_pins():  # else another one made it meanwhile
                _build(folder, _Runner(log, f.write, cancelled, home / "setup.log"), python)
    except OSError as error:
        raise DependencyError(
            f"The worker cannot be set up in {home} ({error.strerror or error}): name another "
            f"folder in {HOME_VARIABLE}."
        ) from error
    return interpreter_of(folder)


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


class _Runner:
    """Runs the programs of an installation: shows, keeps and understands what they print."""

    def __init__(
        self,
        log: Callable[[str], None],
        keep: Callable[[str], object],
        cancelled: Callable[[], bool],
        journal: Path,
    ) -> None:
        self.log, self.keep, self.cancelled, self.journal = log, keep, cancelled, journal

    def __call__(self, *command: str | Path) -> None:
        """Run a program to its end, or raise a sentence for the user."""
        self.keep(f"$ {hide_passwords(' '.join(map(str, command)))}\n")
        folder = Path(tempfile.mkdtemp(prefix="rsdc_"))
        try:
            self._run([str(part) for part in command], folder / "printed")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _run(self, command: list[str], printed: Path) -> None:
        with printed.open("wb") as output:
            process = subprocess.Popen(  # nosec B603
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=tempfile.gettempdir(),
                env=clean_environment(os.environ, installer=True),
                start_new_session=os.name != "nt",  # so that its children can be ended with it
                **hide_console(),
            )
        tail: list[str] = []
        try:
            for written in follow(process, printed):
                if self.cancelled():
                    raise DependencyError("The set-up was canceled, and nothing of it was kept.")
                if not written:
                    continue
                line = hide_passwords(written.decode("utf-8", errors="replace").rstrip())
                self.keep(f"{line}\n")
                tail = [*tail[-40:], line]
                if not line.startswith(("Requirement already", "Looking in", "  ", "WARNING: Loc")):
                    self.log(line)
            if process.wait():
                raise DependencyError(_diagnosis(tail, self.journal))
        finally:
            end(process)


def _build(folder: Path, run: _Runner, python: Path) -> None:
    """Build an environment in its place; it counts only when its marker is written.

    All packages but torch and torchvision are installed by the hashes of the lock, and nothing is
    installed that is not in it. These two are as well where they come from PyPI. Without CUDA they
    come from an index of their own, whose hashes pip checks; a folder of wheels that somebody has
    made may hold any build of them.
    """
    try:
        _remove(folder)
        run.log(f"Making a Python environment in {folder}")
        run(python, "-m", "venv", folder)
        worker = interpreter_of(folder)
        lock = read_lock()
        torch = [pin for pin in read_pins() if package_of(pin) in _OF_TORCH]
        cuda = [pin for pin in lock if lock[pin].only == "linux"]
        others = [pin for pin in lock if lock[pin].only in ("", sys.platform)]
        others = [pin for pin in others if pin not in (*torch, *cuda)]
        if sys.platform != "linux":
            cuda = []
        pip: list[str | Path] = [
            *(worker, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"),
            # Wheels only: nobody's computer should have to compile, nor run a stranger's setup.py.
            *("--progress-bar", "off", "--only-binary", ":all:"),
        ]
        index, own_wheels = _cpu_index(run.log), _has_wheels(worker)
        run.log("Installing torch: this takes a while")
        # One index for each package: with two, whoever has a name on either decides.
        if index or own_wheels:
            run(*pip, *index, "--no-deps", *torch)
        else:
            run(*pip, *_by_hash(folder / "torch.txt", [*torch, *cuda], lock))
        run.log("Installing the other packages")
        run(*pip, *_by_hash(folder / "others.txt", others, lock))
        if own_wheels and not index:  # all is there but CUDA, where this torch is one with CUDA
            run(*pip, "--constraint", REQUIREMENTS, *torch)
        run.log("Trying the packages")
        # What umap compiles when it is first imported is kept, and no run has to wait for it.
        run(worker, "-c", "import torch, numba, pyarrow, rasterio, scipy, shapely, sklearn, umap")
        (folder / MARKER).write_text(hash_pins(), encoding="utf-8")
        run.log("The worker is set up")
    except BaseException:  # also Ctrl-C: half an environment is 2 GB of nothing
        _remove(folder)
        raise


def _by_hash(path: Path, pins: Iterable[str], lock: dict[str, Locked]) -> tuple[str | Path, ...]:
    """Return pip's options that install pins by their hashes, written to a file."""
    lines = [" ".join([pin, *(f"--hash=sha256:{h}" for h in lock[pin].hashes)]) for pin in pins]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ("--no-deps", "--require-hashes", "--requirement", path)


def _has_wheels(python: Path) -> bool:
    """Tell whether pip is to look into a folder of wheels, by its settings or a variable."""
    asked = subprocess.run(  # nosec B603
        [str(python), "-m", "pip", "config", "list"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=clean_environment(os.environ, installer=True),
        check=False,
        **hide_console(),
    )
    return b"find-links" in asked.stdout


def _remove(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        (folder / MARKER).unlink()  # first, so that what is left of it does not count
    shutil.rmtree(folder, ignore_errors=True)


def _cpu_index(log: Callable[[str], None]) -> tuple[str, ...]:
    """Return pip's options for torch without CUDA, on Linux without an NVIDIA GPU.

    On Linux the ordinary wheel brings gigabytes of CUDA.
    """
    if sys.platform != "linux" or os.environ.get("PIP_NO_INDEX"):
        return ()
    if shutil.which("nvidia-smi") or Path("/proc/driver/nvidia").exists():
        log("An NVIDIA GPU was found: torch comes with CUDA")
        return ()
    try:
        # pip would try an index that does not answer again and again, for every package.
        urllib.request.build_opener().open(f"{_CPU_INDEX}/torchvision/", timeout=4).close()
    except OSError:
        log(f"{_CPU_INDEX} does not answer: torch comes as pip finds it, maybe with CUDA")
        return ()
    return ("--index-url", _CPU_INDEX)


def _diagnosis(tail: Sequence[str], journal: Path) -> str:
    """Turn the last lines of a failed installation into one sentence."""
    text = "\n".join(tail)
    errors = [line for line in tail if "error" in line.lower()] or list(tail)[-1:] or ["no message"]
    said = errors[-1].strip().rstrip(".:")
    wheel = re.search(r"(?:Cannot install|requirement|distribution found for) (\w[^\s(]*)", text)
    found = re.search(r"^\s*(\S+(?: from \S+)?)[^\n]*:\n\s*Expected sha256", text, re.MULTILINE)
    other = found[1] if found else "A package"
    for pattern, sentence in (
        (
            r"DO NOT MATCH THE HASHES",
            f"{other} is not the file that the worker is made for (its SHA-256 differs): remove it "
            "from the folder in PIP_FIND_LINKS, or use another package index",
        ),
        (
            r"ensurepip|No module named '?venv",
            "This Python cannot make environments (its venv module is not whole): on Debian and "
            "Ubuntu run apt install python3-venv, elsewhere name another Python when setting up "
            "the worker",
        ),
        (
            r"No space left|Errno 28|not enough space",
            f"The disk is full: make room, or name a folder on another disk in {HOME_VARIABLE}",
        ),
        (
            r"Retrying|NewConnection|ConnectionError|name resolution|getaddrinfo|timed out"
            r"|ProxyError|SSLError|CERTIFICATE_VERIFY",
            "The packages cannot be downloaded: check the connection and the proxy (HTTPS_PROXY), "
            "or offline name a folder of wheels in PIP_FIND_LINKS and set PIP_NO_INDEX=1",
        ),
        (
            # As all is pinned, a conflict can only mean that there is no such wheel.
            r"No matching distribution|satisfies the requirement|ResolutionImpossible",
            f"pip finds no {wheel[1] if wheel else 'package'} for this computer and this Python: "
            "name another Python when setting up the worker, or a folder with the wheel in "
            "PIP_FIND_LINKS",
        ),
    ):
        if re.search(pattern, text):
            return f"{sentence}; the log is {journal}."
    return f"The worker could not be set up ({said}); the log is {journal}."


def hide_passwords(text: str) -> str:
    """Hide passwords in addresses."""
    return re.sub(r"//[^/@\s]+@", "//***@", text)


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
