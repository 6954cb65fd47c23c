"""Find the Python that has the worker's packages."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ...core.base.errors import DependencyError
from .process import clean_environment, hide_console, home

PYTHON_VARIABLE = "RSDEEPCLUSTER_PYTHON"
REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
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
    "yaml",
)
OLDEST_PYTHON = (3, 11)  # what the pins need

_REMEDY = (
    'run the algorithm "Set up the worker" (Processing toolbox > RS DeepCluster > Set up), '
    f"or point {PYTHON_VARIABLE} at a Python that has the packages"
)
MARKER = "complete"  # written last, holds the hash of the requirements

_good: set[str] = set()  # interpreters seen with all packages, so that each is asked only once


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
            return _check_given(given.strip(), origin)
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
        pins = made_for(folder)
        if pins == hash_pins():
            return interpreter_of(folder)
        outdated = outdated or pins is not None
    if outdated:
        raise DependencyError(
            "The worker's Python environment was made for another version of the plugin: run the "
            'algorithm "Set up the worker" (Processing toolbox > RS DeepCluster > Set up) again.'
        )
    raise DependencyError(
        f"Python packages that the worker needs are missing ({_listed(missing)}): {_REMEDY}."
    )


def check_python(setting: str = "") -> Path:
    """Return the interpreter of `find_python` once it has been asked, also one of our own."""
    python = find_python(setting)
    if missing := _missing_now(python):
        raise DependencyError(
            f"{python} lacks packages that the worker needs ({_listed(missing)}): {_REMEDY}."
        )
    return python


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
        f"{dotted(OLDEST_PYTHON)} or newer and name it when setting up the worker."
    )


def _check_given(text: str, origin: str) -> Path:
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
        "print('\\nlacks', *[n for n in sys.argv[1:] if u.find_spec(n) is None])"
    )
    # A start-up file of that Python may print something before.
    lines = ask(python, code, *NEEDED_PACKAGES).splitlines()
    words = next((line.split() for line in reversed(lines) if line.startswith("lacks")), [])
    if not words:
        raise DependencyError(f"{python} does not answer like a Python program: name another one.")
    if not words[1:]:
        _good.add(str(python))
    return words[1:]


def _missing_now(python: Path) -> list[str]:
    """Ask anew: the Python that it was made of may have gone since."""
    _good.discard(str(python))
    return _missing(python)


def ask(python: Path, code: str, *arguments: str) -> str:
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
            env=clean_environment(os.environ, python),
            stdin=subprocess.DEVNULL,
            **hide_console(),
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
        raise DependencyError(f"{python} cannot run the worker ({last}): {_REMEDY}.") from None
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DependencyError(f"{python} cannot be started ({reason}): {_REMEDY}.") from None
    return str(done.stdout)


def _environments() -> list[Path]:
    """Return the environments of our own, the one like QGIS's Python first, then the newest."""
    mine = f"env-py{sys.version_info[0]}.{sys.version_info[1]}"

    def rank(folder: Path) -> tuple[bool, int]:
        minor = folder.name.rpartition(".")[2]
        return folder.name != mine, -int(minor) if minor.isdigit() else 0

    return sorted(home().glob("env-py3.*"), key=rank)


def interpreter_of(folder: Path) -> Path:
    """Return the Python program of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def made_for(folder: Path) -> str | None:
    """Return the requirements' hash that a finished environment was made for."""
    try:
        made_for = (folder / MARKER).read_text(encoding="utf-8")
    except OSError:
        return None
    return made_for if interpreter_of(folder).is_file() else None


def is_whole(folder: Path) -> bool:
    """Tell whether an environment was made for this version, starts and has its packages."""
    if made_for(folder) != hash_pins():
        return False
    try:
        return not _missing_now(interpreter_of(folder))
    except DependencyError:
        return False


def read_pins() -> tuple[str, ...]:
    """Return the requirements, each a package of one version."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def hash_pins() -> str:
    """Return what tells the requirements from those of another version."""
    return hashlib.sha256("\n".join(read_pins()).encode()).hexdigest()


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"


def dotted(version: Sequence[int]) -> str:
    """Write a version."""
    return ".".join(str(number) for number in version)


def package_of(pin: str) -> str:
    """Return the package that a requirement is of."""
    return pin.partition("==")[0]
