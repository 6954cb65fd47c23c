"""The worker's Python: where it is, what surrounds it, how it is made. Standard library only."""

from __future__ import annotations

import argparse
import contextlib
import errno
import functools
import hashlib
import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import signal
import subprocess  # nosec B404
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.base.errors import DependencyError

PYTHON_VARIABLE = "RSDEEPCLUSTER_PYTHON"
HOME_VARIABLE = "RSDEEPCLUSTER_HOME"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
# Import names. OpenVINO is not among them: it makes features faster, nothing needs it.
NEEDED_PACKAGES = (
    "torch",
    "torchvision",
    "timm",
    "safetensors",
    "huggingface_hub",
    "numpy",
    "scipy",
    "sklearn",
    "umap",
    "numba",
    "rasterio",
    "shapely",
    "pyarrow",
    "PIL",
    "filelock",
    "yaml",
)
OLDEST_PYTHON = (3, 11)  # what the pins need

_REMEDY = (
    'run the algorithm "Set up the worker" (Processing toolbox > RS DeepCluster > Set up), '
    f"or point {PYTHON_VARIABLE} at a Python that has the packages"
)
_MARKER = "complete"  # written last, holds the hash of the requirements
_GIGABYTES = 3  # without CUDA an environment takes 2, and pip unpacks before it moves
_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
# torchvision and timm must not draw in another torch than the one chosen before them, and
# openvino-telemetry, which openvino asks for, would report its use to the makers unasked.
_WITHOUT_DEPENDENCIES = ("torchvision", "timm", "openvino")
_DROPPED = {
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONEXECUTABLE",
    "__PYVENV_LAUNCHER__",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
}
_DROPPED_PREFIXES = ("PROJ_", "GDAL_", "QT_", "DYLD_")

_POLL = 0.1  # seconds between two looks at what a process has written

_good: set[str] = set()  # interpreters seen with all packages, so that each is asked only once


# --- Finding -----------------------------------------------------------------------------------


def home() -> Path:
    """Return the folder of everything the plugin keeps outside QGIS."""
    given = os.environ.get(HOME_VARIABLE)
    return Path(given).expanduser().absolute() if given else Path.home() / ".rs_deepcluster"


def find_python(setting: str = "") -> Path:
    """Return the interpreter that has the worker's packages.

    Parameters
    ----------
    setting
        Path the user chose in QGIS; the environment variable comes before it.

    Raises
    ------
    DependencyError
        One sentence: what is missing, and how it is mended.
    """
    for given, origin in (
        (os.environ.get(PYTHON_VARIABLE, ""), PYTHON_VARIABLE),
        (setting, "The setting for the worker's Python"),
    ):
        if given.strip():
            return _given(given.strip(), origin)
    missing = [name for name in NEEDED_PACKAGES if not _findable(name)]
    if not missing:
        # What this process finds may come from paths that only QGIS has: ask the program itself.
        with contextlib.suppress(DependencyError):
            python = own_interpreter()
            missing = _missing(python)
            if not missing:
                return python
    outdated = False
    for folder in _environments():
        made_for = _made_for(folder)
        if made_for == _fingerprint():
            return _interpreter(folder)
        outdated = outdated or made_for is not None
    if outdated:
        raise DependencyError(
            "The worker's Python environment was made for another version of the plugin: run the "
            'algorithm "Set up the worker" (Processing toolbox > RS DeepCluster > Set up) again.'
        )
    raise DependencyError(
        f"Python packages that the worker needs are missing ({_listed(missing)}): {_REMEDY}."
    )


def own_interpreter() -> Path:
    """Return the program of the Python that runs this code.

    ``sys.executable`` will not do: it is QGIS itself on Windows and macOS, and where Python is
    embedded on Linux it is whatever ``python3`` comes first on the PATH.
    """
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    library = Path(os.__file__).parent  # PREFIX/lib/python3.X, or PREFIX/Lib on Windows
    roots = [Path(sys.prefix), Path(sys.base_prefix), library.parent, library.parent.parent]
    if sys.platform == "darwin":
        roots.append(Path(sys.executable or sys.prefix).parent)  # the bundle's MacOS folder
    names = ("python.exe",) if os.name == "nt" else (f"bin/{version}", "bin/python3")
    for root in roots:
        for name in names:
            if (root / name).is_file():
                return root / name
    if Path(sys.executable or "").name.lower().startswith("python"):
        return Path(sys.executable)
    raise DependencyError(
        "The Python program of this QGIS was not found: install Python "
        f"{_dotted(OLDEST_PYTHON)} or newer and name it when setting up the worker."
    )


def _given(text: str, origin: str) -> Path:
    python = Path(text).expanduser()
    if not python.is_file():
        python = Path(shutil.which(text) or python)
    if not python.is_file():
        raise DependencyError(f"{origin} names {text}, which is not a Python program: correct it.")
    if missing := _missing(python.absolute()):
        raise DependencyError(
            f"{origin} names {python}, which lacks packages that the worker needs "
            f"({_listed(missing)}): install them there, or name another Python."
        )
    return python.absolute()


def _findable(name: str) -> bool:
    """Look for a top-level package without importing it."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # another plugin's finder or half-made module
        return False


def _missing(python: Path) -> list[str]:
    """Ask an interpreter which packages it lacks; a yes is remembered, a no may change."""
    if str(python) in _good:
        return []
    code = (
        "import sys, importlib.util as u; "
        "print('lacks', *[n for n in sys.argv[1:] if u.find_spec(n) is None])"
    )
    words = _ask(python, code, *NEEDED_PACKAGES).split()
    if not words or words[0] != "lacks":
        raise DependencyError(f"{python} does not answer like a Python program: name another one.")
    if not words[1:]:
        _good.add(str(python))
    return words[1:]


def _ask(python: Path, code: str, *arguments: str) -> str:
    """Run a line of code in another interpreter and return what it prints."""
    try:
        done = subprocess.run(  # nosec B603
            [str(python), "-c", code, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=True,
            timeout=120,
            cwd=tempfile.gettempdir(),
            env=clean_environment(os.environ),
            stdin=subprocess.DEVNULL,
            **_quietly(),
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
        raise DependencyError(f"{python} cannot run the worker ({last}): {_REMEDY}.") from None
    except (OSError, subprocess.SubprocessError) as error:
        raise DependencyError(f"{python} cannot be started ({error}): {_REMEDY}.") from None
    return str(done.stdout)


def _environments() -> list[Path]:
    """Return the environments of our own, the one like QGIS's Python first, then the newest."""
    mine = f"env-py{sys.version_info[0]}.{sys.version_info[1]}"

    def rank(folder: Path) -> tuple[bool, int]:
        minor = folder.name.rpartition(".")[2]
        return folder.name != mine, -int(minor) if minor.isdigit() else 0

    return sorted(home().glob("env-py3.*"), key=rank)


def _interpreter(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _made_for(folder: Path) -> str | None:
    """Return the requirements' hash that a finished environment was made for."""
    try:
        made_for = (folder / _MARKER).read_text(encoding="utf-8")
    except OSError:
        return None
    return made_for if _interpreter(folder).is_file() else None


def _pins() -> tuple[str, ...]:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(_pins()).encode()).hexdigest()


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"


def _dotted(version: Sequence[int]) -> str:
    return ".".join(str(number) for number in version)


# --- What surrounds it -------------------------------------------------------------------------


def clean_environment(environ: Mapping[str, str], *, installer: bool = False) -> dict[str, str]:
    """Return the environment variables for a worker process.

    QGIS's own would lead the worker to QGIS's packages, PROJ database and libraries.

    Parameters
    ----------
    environ
        The variables of this process.
    installer
        Keep pip's settings (indexes, proxies, offline folders), which the worker itself has no
        business with.
    """
    clean = {
        key: value
        for key, value in environ.items()
        if key.upper() not in _DROPPED
        and not key.upper().startswith(_DROPPED_PREFIXES)
        and (installer or not key.upper().startswith("PIP_"))
    }
    clean[HOME_VARIABLE] = str(home())  # absolute: the worker runs in another folder
    clean.update(
        PYTHONSAFEPATH="1",
        PYTHONUNBUFFERED="1",
        PYTHONIOENCODING="utf-8",
        # Threads that spin while they wait collapse when QGIS is busy beside them.
        GOMP_SPINCOUNT="0",
        OMP_WAIT_POLICY="PASSIVE",
        GDAL_CACHEMAX="128",  # MB; the default of 5 % of the memory is for a program on its own
        NUMBA_CACHE_DIR=_numba_cache(),
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        HF_HUB_DISABLE_SYMLINKS_WARNING="1",
        DO_NOT_TRACK="1",
        TF_BUILD="1",  # the only kind of switch OpenVINO has against reporting its use
    )
    if installer:
        for key in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES"):
            clean.pop(key, None)
        clean["PIP_USER"] = "0"  # also against a configuration file
    return clean


def _numba_cache() -> str:
    folder = home() / "numba"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _private_folder()
    return str(folder) if os.access(folder, os.W_OK) else _private_folder()


@functools.lru_cache(maxsize=1)
def _private_folder() -> str:
    # Not a fixed name: numba loads code from here, and anyone may write into the temporary folder.
    return tempfile.mkdtemp(prefix="rs_deepcluster_numba_")


def _quietly() -> dict[str, Any]:
    """Return the options that keep Windows from opening a console."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


# --- Making it ---------------------------------------------------------------------------------


def never() -> bool:
    """Nobody cancels."""
    return False


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
    answer = _ask(python, "import sys; print(*sys.version_info[:2])")
    version = tuple(int(number) for number in answer.split())
    if version < OLDEST_PYTHON:
        raise DependencyError(
            f"The worker needs Python {_dotted(OLDEST_PYTHON)} or newer, but {python} is "
            f"{_dotted(version)}: name a newer Python when setting up the worker, or point "
            f"{PYTHON_VARIABLE} at one that has the packages."
        )
    folder = home / f"env-py{_dotted(version)}"
    if _made_for(folder) == _fingerprint():
        return _interpreter(folder)
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free / 1e9
        if free < _GIGABYTES:
            raise DependencyError(
                f"The worker needs {_GIGABYTES} GB in {home}, but only {free:.1f} GB are free: "
                f"make room, or name a folder on another disk in {HOME_VARIABLE}."
            )
        with _only_one(home / "setup.lock"), (home / "setup.log").open("w", encoding="utf-8") as f:
            if _made_for(folder) != _fingerprint():  # else another one made it meanwhile
                _build(folder, _Runner(log, f.write, cancelled, home / "setup.log"), python)
    except OSError as error:
        raise DependencyError(
            f"The worker cannot be set up in {home} ({error.strerror or error}): name another "
            f"folder in {HOME_VARIABLE}."
        ) from error
    return _interpreter(folder)


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
        self.keep(f"$ {_scrubbed(' '.join(map(str, command)))}\n")
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
                **_quietly(),
            )
        tail: list[str] = []
        try:
            for written in follow(process, printed):
                if self.cancelled():
                    raise DependencyError("The set-up was canceled, and nothing of it was kept.")
                if not written:
                    continue
                line = _scrubbed(written.decode("utf-8", errors="replace").rstrip())
                self.keep(f"{line}\n")
                tail = [*tail[-40:], line]
                if not line.startswith(("Requirement already", "Looking in", "  ", "WARNING: Loc")):
                    self.log(line)
            if process.wait():
                raise DependencyError(_diagnosis(tail, self.journal))
        finally:
            _end(process)


def _build(folder: Path, run: _Runner, python: Path) -> None:
    """Build an environment in its place; it counts only when its marker is written."""
    try:
        _remove(folder)
        run.log(f"Making a Python environment in {folder}")
        run(python, "-m", "venv", folder)
        worker = _interpreter(folder)
        pins = _pins()
        torch = [pin for pin in pins if _name(pin) == "torch"]
        apart = [pin for pin in pins if _name(pin) in _WITHOUT_DEPENDENCIES]
        others = [pin for pin in pins if pin not in torch and pin not in apart]
        pip: list[str | Path] = [
            *(worker, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"),
            # Wheels only: nobody's computer should have to compile, nor run a stranger's setup.py.
            *("--progress-bar", "off", "--only-binary", ":all:", "--constraint", REQUIREMENTS),
        ]
        index = _cpu_index(run.log)
        run.log("Installing torch: this takes a while")
        run(*pip, *index, *torch)
        run.log("Installing the other packages")
        run(*pip, *others)
        run.log("Installing what goes with torch")
        run(*pip, *index, "--no-deps", *apart)
        run.log("Trying the packages")
        # What umap compiles when it is first imported is kept, and no run has to wait for it.
        run(worker, "-c", "import torch, numba, pyarrow, rasterio, scipy, shapely, sklearn, umap")
        (folder / _MARKER).write_text(_fingerprint(), encoding="utf-8")
        run.log("The worker is set up")
    except BaseException:  # also Ctrl-C: half an environment is 2 GB of nothing
        _remove(folder)
        raise


def _remove(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        (folder / _MARKER).unlink()  # first, so that what is left of it does not count
    shutil.rmtree(folder, ignore_errors=True)


def _name(pin: str) -> str:
    return pin.partition("==")[0]


def _cpu_index(log: Callable[[str], None]) -> tuple[str, ...]:
    """Return pip's options for torch without CUDA, on Linux without an NVIDIA GPU.

    On Linux the ordinary wheel brings gigabytes of CUDA. Local versions (2.13.0+cpu) go before
    plain ones, so adding the index is enough.
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
    return ("--extra-index-url", _CPU_INDEX)


def _diagnosis(tail: Sequence[str], journal: Path) -> str:
    """Turn the last lines of a failed installation into one sentence."""
    text = "\n".join(tail)
    errors = [line for line in tail if "error" in line.lower()] or list(tail)[-1:] or ["no message"]
    said = errors[-1].strip().rstrip(".:")
    wheel = re.search(r"(?:Cannot install|requirement|distribution found for) (\w[^\s(]*)", text)
    for pattern, sentence in (
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


def follow(process: subprocess.Popen[bytes], path: Path) -> Iterator[bytes]:
    """Yield the lines that a process writes into a file until it ends, b"" while there are none.

    No thread reads a pipe: in QGIS it would be one more that collects Python's garbage, and with
    it widgets of whatever plugin.
    """
    unfinished = b""
    with path.open("rb") as file:
        ended = False
        while not ended:
            ended = process.poll() is not None  # asked first: then all of it is in the file
            *lines, unfinished = (unfinished + file.read()).split(b"\n")
            yield from (line + b"\n" for line in lines)
            if not (lines or ended):
                yield b""
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=_POLL)
    if unfinished:
        yield unfinished


def _scrubbed(text: str) -> str:
    """Hide passwords in addresses."""
    return re.sub(r"//[^/@\s]+@", "//***@", text)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started, if it has not ended by itself."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()


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


# --- Telling of it -----------------------------------------------------------------------------


def report(setting: str = "") -> str:
    """Return a report to copy into a bug report: Python, packages and devices of the worker."""
    try:
        python = find_python(setting)
    except DependencyError as error:
        return f"{_place()}\n{error}\n"
    root = str(Path(__file__).resolve().parents[2])
    code = (
        "import sys; sys.path.append(sys.argv[1]); "
        "from rs_deepcluster_plugin.worker import environment; "
        "sys.stdout.write(environment.describe())"
    )
    return f"{_place()}\n{_ask(python, code, root)}"


def _place() -> str:
    return f"Home: {home()}\nSystem: {platform.platform()}, {os.cpu_count()} processors"


def describe() -> str:
    """Describe the interpreter that this runs in."""
    lines = [f"Python: {platform.python_version()} at {sys.executable}"]
    for name in map(_name, _pins()):
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
