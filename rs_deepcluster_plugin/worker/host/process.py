"""What a worker's process lives in: its environment variables, how it is followed and ended."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

from ...core.base.errors import OutputError

HOME_VARIABLE = "RSDEEPCLUSTER_HOME"

_LIMITS = (
    # Of the system's limits: name, ulimit's option, what it limits, unit, and what is needed.
    ("RLIMIT_AS", "-v", "memory", 2**30, 2 * 2**30),
    ("RLIMIT_NOFILE", "-n", "a number of open files", 1, 32),
    ("RLIMIT_FSIZE", "-f", "files", 2**20, 2**20),
)
_UNITS = {2**30: " GB", 2**20: " MB"}
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
_OF_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_AT_ONCE, _LONGEST_LINE = 1 << 20, 1 << 26  # bytes; what is longer is no line of anybody's
_POLL = 0.1  # seconds between two looks at what a process has written


def home() -> Path:
    """Return the folder of everything the plugin keeps outside QGIS.

    Raises
    ------
    OutputError
        The account has no home folder.
    """
    given = os.environ.get(HOME_VARIABLE)
    try:
        return Path(given).expanduser().absolute() if given else Path.home() / ".rs_deepcluster"
    except RuntimeError as error:
        raise OutputError(
            "This account has no home folder. Name a folder that can be written in "
            f"{HOME_VARIABLE}."
        ) from error


def writable_home() -> Path:
    """Return `home`, where it can be written: what is finished is kept there.

    Raises
    ------
    OutputError
        Nothing can be written there.
    """
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(1000))
    except OSError as error:
        raise OutputError(
            f"The folder {folder}, in which finished parts of a run are kept, cannot be written "
            f"({error.strerror or error}). Make room or make it writable, or name another folder "
            f"in {HOME_VARIABLE}."
        ) from error
    return folder


def low_limits() -> list[tuple[str, float]]:
    """Return what the system allows a program too little of, for a sentence, with the share.

    A share under 1 is less than what the worker has been seen to need.
    """
    try:
        import resource
    except ImportError:  # Windows
        return []
    found = []
    for kind, option, what, unit, needed in _LIMITS:
        limit = resource.getrlimit(getattr(resource, kind))[0]
        if limit != resource.RLIM_INFINITY and limit < 4 * needed:
            text = f"ulimit {option} allows it {what} of {limit / unit:.3g}"
            found.append((f"{text}{_UNITS.get(unit, '')}", limit / needed))
    return found


def clean_environment(
    environ: Mapping[str, str], python: Path | None = None, *, installer: bool = False
) -> dict[str, str]:
    """Return the environment variables for a worker process.

    QGIS's own would lead the worker to QGIS's packages, PROJ database and libraries.

    Parameters
    ----------
    environ
        The variables of this process.
    python
        The Python that is to run, where it is known.
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
    for key, value in list(clean.items()):
        if key.upper() == "PATH":
            clean[key] = _clean_path(value, environ, python)
        # What QGIS for Windows names, and not every one of them brings.
        lost = key.upper() in _OF_CERTIFICATES and not os.path.exists(value)
        if lost and is_of_bundle(value, environ):
            del clean[key]
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


def _clean_path(path: str, environ: Mapping[str, str], python: Path | None) -> str:
    """Return a PATH on which libraries and programs of a bundle of QGIS hide no others.

    A Python of the bundle, and an environment that was made from one, may need them: they come last
    then. So may QGIS's own, which conda has a folder above.
    """
    between = ";" if sys.platform == "win32" else ":"
    folders = path.split(between)
    foreign = [folder for folder in folders if is_of_bundle(folder, environ)]
    if not foreign:
        return path
    own = [folder for folder in folders if folder not in foreign]
    base = None if python is None else _base_of(python)
    is_own = base is None or _pure(base) in (_pure(sys.prefix), _pure(sys.base_prefix))
    needed = foreign if is_own or is_of_bundle(str(base), environ) else []
    return between.join([*own, *needed])


def _bundles(environ: Mapping[str, str]) -> list[PurePath]:
    """Return the folders that a QGIS lies in that brings its own libraries; none on Linux."""
    program, prefix = _pure(sys.executable or ""), _pure(sys.prefix)
    if sys.platform == "darwin":
        places = (*program.parents, prefix, *prefix.parents)
        return [place for place in places if place.suffix == ".app"]
    if sys.platform != "win32":
        return []
    found = [_pure(v) for k, v in environ.items() if k.upper() == "OSGEO4W_ROOT" and v]
    if program.parent.name.lower() == "bin":  # ROOT\bin\qgis-bin.exe
        found.append(program.parent.parent)
    if prefix.parent.name.lower() == "apps":  # ROOT\apps\Python312
        found.append(prefix.parent.parent)
    return [place for place in found if place.name]  # no whole drive


def is_of_bundle(place: str, environ: Mapping[str, str]) -> bool:
    """Tell whether a path lies in a QGIS that brings its own libraries, which Linux has none of."""
    pure = _pure(place.strip('"'))
    return any(folder in (pure, *pure.parents) for folder in _bundles(environ))


def _base_of(python: Path) -> str:
    """Return the folder of the Python that an environment was made from, or of one that is none."""
    with contextlib.suppress(OSError):
        text = (python.parent.parent / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
        for line in text.splitlines():
            key, _, value = line.partition("=")
            if key.strip() == "home":
                return value.strip()
    return str(python.parent)


def _pure(place: str) -> PurePath:
    return PureWindowsPath(place) if sys.platform == "win32" else PurePosixPath(place)


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


def hide_console() -> dict[str, Any]:
    """Return the options that keep Windows from opening a console."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


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
            silent = True
            while part := file.read(_AT_ONCE):
                silent = False
                *lines, unfinished = (unfinished + part).split(b"\n")
                yield from (line + b"\n" for line in lines)
                if len(unfinished) > _LONGEST_LINE:
                    yield unfinished
                    unfinished = b""
            if silent and not ended:
                yield b""
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=_POLL)
    if unfinished:
        yield unfinished


def _end_tree(process: subprocess.Popen[bytes]) -> None:
    """End a process of Windows with those that it has started, which would go on by themselves."""
    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "taskkill.exe"
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(  # nosec B603 # Windows's own program, and the number of our process
            [str(program), "/F", "/T", "/PID", str(process.pid)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=5,
            **hide_console(),
        )
    process.kill()


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started at once, if it has not ended by itself."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                _end_tree(process)
            else:
                os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)
