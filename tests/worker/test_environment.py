"""Finding, surrounding and making the worker's Python; nothing is installed here."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import ClassVar

import pytest
from packaging import tags
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from rs_deepcluster_plugin.core.base.errors import DependencyError
from rs_deepcluster_plugin.worker.host import build_environment as build
from rs_deepcluster_plugin.worker.host import environment, installer, process, wheels
from rs_deepcluster_plugin.worker.host import find_environment as find

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")

GUARD = 'case "$1" in *guard.py) shift; exec "$@";; esac'  # as a Python would run it


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A home of its own, and a QGIS Python that lacks a package."""
    monkeypatch.setenv(process.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.delenv(find.PYTHON_VARIABLE, raising=False)
    monkeypatch.setattr(find, "NEEDED_PACKAGES", ("json", "no_such_package"))
    monkeypatch.setattr(find, "_good", set())
    monkeypatch.setattr(build, "find_uv", lambda: "")  # it has tests of its own
    return tmp_path


def program(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


def finished(name: str, made_for: str | None = None, answers: str = "exit 1") -> Path:
    folder = process.home() / name
    python = program(folder / "bin" / "python", answers)
    (folder / "complete").write_text(made_for or find.hash_pins())
    return python


def sentence(error: pytest.ExceptionInfo[DependencyError]) -> str:
    text = str(error.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert ". " not in text.replace("...", "")
    return text


def test_the_variable_goes_before_the_setting_and_our_own(place, monkeypatch):
    first = program(place / "first", "echo lacks")
    second = program(place / "second", "echo lacks")
    own = finished("env-py3.11")
    assert find.find_python() == own
    assert find.find_python(str(second)) == second
    monkeypatch.setenv(find.PYTHON_VARIABLE, str(first))
    assert find.find_python(str(second)) == first


def test_a_good_interpreter_is_asked_only_once(place):
    python = program(place / "python", f"echo asked >> {place}/count", "echo lacks")
    find.find_python(str(python))
    find.find_python(str(python))
    assert (place / "count").read_text().count("asked") == 1


def test_a_variable_that_names_nothing_is_said(place, monkeypatch):
    monkeypatch.setenv(find.PYTHON_VARIABLE, "/no/such/python")
    finished("env-py3.11")
    with pytest.raises(DependencyError) as error:
        find.find_python()
    assert "RSDEEPCLUSTER_PYTHON names /no/such/python" in sentence(error)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["echo lacks torch umap"], "lacks packages that the worker needs (torch, umap)"),
        (["echo hello"], "does not answer like a Python"),
        (["echo broken >&2; exit 3"], "cannot run the worker (broken)"),
    ],
)
def test_an_interpreter_of_the_user_that_will_not_do_is_named(place, lines, said):
    python = program(place / "python", *lines)
    with pytest.raises(DependencyError) as error:
        find.find_python(str(python))
    assert str(python) in sentence(error)
    assert said in str(error.value)


def test_the_python_of_qgis_serves_if_it_has_everything(monkeypatch):
    finished("env-py3.11")
    monkeypatch.setattr(find, "NEEDED_PACKAGES", ("json", "email"))
    assert find.find_python() == find.own_interpreter()


def test_packages_that_only_this_process_finds_do_not_count(place, monkeypatch):
    (place / "only_here.py").touch()
    monkeypatch.syspath_prepend(str(place))
    monkeypatch.setattr(find, "NEEDED_PACKAGES", ("only_here",))
    with pytest.raises(DependencyError, match="only_here"):
        find.find_python()


def test_qgis_is_not_taken_for_python(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/usr/bin/qgis")
    assert find.own_interpreter().name.startswith("python3")


def test_an_environment_counts_when_it_is_finished():
    python = finished("env-py3.11")
    (python.parent.parent / "complete").unlink()
    with pytest.raises(DependencyError) as error:
        find.find_python()
    assert 'run the algorithm "Set up the worker"' in sentence(error)
    assert "no_such_package" in str(error.value)


def test_an_environment_of_another_version_is_to_be_made_again():
    finished("env-py3.11", made_for="something else")
    with pytest.raises(DependencyError, match="another version"):
        find.find_python()


def test_the_environment_like_this_python_comes_first_then_the_newest():
    mine = f"env-py3.{sys.version_info[1]}"
    for name in ("env-py3.90", mine, "env-py3.100"):
        finished(name)
    assert [f.name for f in find._environments()] == [mine, "env-py3.100", "env-py3.90"]


def test_what_qgis_set_for_itself_does_not_reach_the_worker(place):
    before = {
        "PATH": "/bin",
        "HTTPS_PROXY": "http://proxy:1",
        "CUDA_VISIBLE_DEVICES": "1",
        **dict.fromkeys(
            ["PYTHONHOME", "PYTHONPATH", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH"],
            "/qgis",
        ),
        **dict.fromkeys(["LD_LIBRARY_PATH", "VIRTUAL_ENV", "QT_PLUGIN_PATH", "PIP_INDEX_URL"], "/"),
        "GDAL_CACHEMAX": "9000",
        "OMP_WAIT_POLICY": "ACTIVE",
    }
    after = process.clean_environment(before)
    dropped = {"PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PIP_INDEX_URL"}
    assert not dropped & set(after)
    assert [k for k in after if k.startswith(("PROJ_", "QT_"))] == []
    assert [k for k in after if k.startswith("GDAL_")] == ["GDAL_CACHEMAX"]
    wanted = {
        "PATH": "/bin",
        "HTTPS_PROXY": "http://proxy:1",
        "CUDA_VISIBLE_DEVICES": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        "GOMP_SPINCOUNT": "0",
        "OMP_WAIT_POLICY": "PASSIVE",
        "GDAL_CACHEMAX": "128",
        "NUMBA_CACHE_DIR": str(place / "home" / "numba"),
        "RSDEEPCLUSTER_HOME": str(place / "home"),
    }
    assert {key: after.get(key) for key in wanted} == wanted
    assert "PYTHONHOME" in before  # the caller's mapping is left alone


def test_pip_keeps_its_indexes_but_not_its_targets():
    before = {"PIP_FIND_LINKS": "/wheels", "PIP_TARGET": "/elsewhere", "PIP_USER": "1"}
    after = process.clean_environment(before, installer=True)
    assert after["PIP_FIND_LINKS"] == "/wheels"
    assert after["PIP_USER"] == "0"
    assert "PIP_TARGET" not in after


def test_numba_caches_elsewhere_when_home_is_not_writable(place, monkeypatch):
    (place / "file").touch()
    monkeypatch.setenv(process.HOME_VARIABLE, str(place / "file" / "home"))
    folder = Path(process.clean_environment({})["NUMBA_CACHE_DIR"])
    assert folder.is_dir()
    assert place not in folder.parents


def test_a_finished_environment_is_not_made_again(place):
    own = finished("env-py3.12", answers="echo lacks")
    python = program(place / "python", "echo 3 12")
    log = []
    assert build.create(process.home(), log.append, python) == own
    # What was chosen is not passed over without a word.
    assert [line.split(":")[0] for line in log] == [
        "The worker is set up already, so the Python to build with made no difference"
    ]
    wanted = build.Wanted(build.CUDA, str(place / "wheels"))
    assert build.create(process.home(), log.append, python, wanted=wanted) == own
    assert "so PyTorch with CUDA, the folder of wheels, the Python to build with" in log[-1]
    assert f"remove {own.parent.parent} and run this again" in log[-1]


@pytest.mark.parametrize(
    "answers", ["echo No pyvenv.cfg file >&2; exit 103", "echo lacks torch"], ids=["dead", "gaps"]
)
def test_a_damaged_environment_is_told_apart(place, capsys, answers):
    own = finished("env-py3.12", answers="echo lacks")
    assert find.is_whole(own.parent.parent)
    assert find.check_python() == own
    program(own, answers)  # in the same QGIS, which has seen it whole
    assert not find.is_whole(own.parent.parent)
    with pytest.raises(DependencyError, match='run the algorithm "Set up the worker"') as error:
        find.check_python()
    assert str(own) in sentence(error)
    assert environment.main(["check"]) == 1
    assert "Home: " in capsys.readouterr().err


def test_a_python_that_is_too_old_is_refused(place):
    python = program(place / "python", "echo 3 9")
    with pytest.raises(DependencyError) as error:
        build.create(process.home(), print, python)
    assert "needs Python 3.11 or newer" in str(error.value)
    assert f"{python} is 3.9" in str(error.value)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("platform darwin x86_64", "no PyTorch any more for Macs with an Intel processor"),
        ("platform linux x86_64 glibc 2.27", "needs glibc 2.28 or newer, but this system has 2.27"),
        ("platform linux aarch64 glibc 2.9", "needs glibc 2.28 or newer, but this system has 2.9"),
        ("platform linux x86_64", "needs the C library glibc"),
        ("platform linux x86_64 musl 1.2.4", "needs the C library glibc"),
    ],
)
def test_where_there_is_no_torch_it_is_said_before_anything_is_made(place, said, expected):
    python = program(
        place / "python", f'[ "$1" = -c ] && echo 3 12 && echo "{said}" && exit', "exit 1"
    )
    with pytest.raises(DependencyError) as error:
        build.create(process.home(), print, python)
    assert expected in sentence(error)
    assert "RSDEEPCLUSTER_PYTHON" in str(error.value)
    assert not list(process.home().glob("*env*"))
    assert not (process.home() / "setup.log").exists()


@pytest.mark.parametrize(
    "said",
    ["platform darwin arm64", "platform linux x86_64 glibc 2.28", "platform win32 AMD64", ""],
)
def test_where_there_may_be_torch_the_set_up_begins(place, said):
    python = program(
        place / "python", f'[ "$1" = -c ] && echo 3 12 && echo "{said}" && exit', "exit 1"
    )
    with pytest.raises(DependencyError, match="could not be set up"):
        build.create(process.home(), lambda line: None, python)


def test_this_python_says_what_it_is():
    said = find.ask(find.own_interpreter(), build._WHAT_ARE_YOU)
    assert f"{sys.version_info[0]} {sys.version_info[1]}" in said.splitlines()
    library = os.confstr("CS_GNU_LIBC_VERSION")
    assert f"platform {sys.platform} {os.uname().machine} {library}" in said.splitlines()


# Other systems, as far as they can be simulated


def test_the_python_of_a_bundle_without_pip_is_named(place):
    """QGIS.app and some distributions leave ensurepip out of their Python."""
    python = program(
        place / "QGIS.app" / "Contents" / "MacOS" / "bin" / "python3",
        '[ "$1" = -c ] && echo 3 12 && echo platform darwin arm64 && exit',
        "echo \"Error: Command '['.../python', '-m', 'ensurepip']' returned non-zero\"; exit 1",
    )
    with pytest.raises(DependencyError, match="cannot make environments.*name another Python"):
        build.create(process.home(), lambda line: None, python)


def installed(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


@pytest.mark.parametrize(
    ("files", "prefix", "library", "expected"),
    [
        # OSGeo4W and the installer of QGIS: the prefix is the Python's own folder.
        (["apps/Python312/python.exe", "bin/qgis-bin.exe"], "apps/Python312",
         "apps/Python312/Lib", "apps/Python312/python.exe"),
        # The prefix that is set is wrong: the library is beside the program.
        (["apps/Python39/python.exe"], "bin", "apps/Python39/Lib", "apps/Python39/python.exe"),
    ],
)  # fmt: skip
def test_on_windows_python_exe_is_found_and_qgis_is_not(
    place, monkeypatch, files, prefix, library, expected
):
    root = installed(place / "Program Files" / "QGIS", *files)
    monkeypatch.setattr(sys, "prefix", str(root / prefix))
    monkeypatch.setattr(sys, "base_prefix", str(root / prefix))
    monkeypatch.setattr(sys, "executable", str(root / "bin" / "qgis-bin.exe"))
    monkeypatch.setattr(os, "__file__", str(root / library / "os.py"))
    monkeypatch.setattr(find, "os", _Windows())
    assert find.own_interpreter() == root / expected
    folder = place / "env-py3.12"
    assert find.interpreter_of(folder) == folder / "Scripts" / "python.exe"


class _Windows:
    """What `os` is on Windows, as far as it is asked; paths stay those of this system."""

    name = "nt"

    def __getattr__(self, what):
        return getattr(os, what)


@pytest.mark.parametrize("where", ["Contents/MacOS/bin/python3", "Contents/Frameworks/bin/python3"])
def test_on_macos_the_python_of_the_bundle_is_found(place, monkeypatch, where):
    app = installed(place / "QGIS.app", where, "Contents/MacOS/QGIS")
    prefix = (app / where).parent.parent
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "prefix", str(prefix))
    monkeypatch.setattr(sys, "base_prefix", str(prefix))
    monkeypatch.setattr(sys, "executable", str(app / "Contents" / "MacOS" / "QGIS"))
    library = app / "Contents" / "Resources" / "python" / "os.py"
    monkeypatch.setattr(os, "__file__", str(library))
    assert find.own_interpreter() == app / where


def test_where_qgis_has_no_python_another_one_is_asked_for(place, monkeypatch):
    app = installed(place / "QGIS.app", "Contents/MacOS/QGIS")
    for name in ("prefix", "base_prefix"):
        monkeypatch.setattr(sys, name, str(app / "Contents"))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "executable", str(app / "Contents" / "MacOS" / "QGIS"))
    monkeypatch.setattr(os, "__file__", str(app / "Contents" / "python" / "os.py"))
    with pytest.raises(DependencyError) as error:
        find.own_interpreter()
    assert "install Python 3.11 or newer and name it" in sentence(error)


def test_variables_of_windows_are_dropped_however_they_are_written():
    before = {
        "Path": r"C:\Windows", "Gdal_Data": r"C:\QGIS", "PythonHome": r"C:\QGIS", "proj_lib": "C:",
        "Qt_Plugin_Path": "C:", "Pip_Index_Url": "x", "SystemRoot": r"C:\Windows",
    }  # fmt: skip
    after = process.clean_environment(before)
    assert {key for key in before if key in after} == {"Path", "SystemRoot"}


def test_variables_of_macos_are_dropped():
    before = {"DYLD_LIBRARY_PATH": "/QGIS.app", "__PYVENV_LAUNCHER__": "/QGIS.app", "HOME": "/me"}
    after = process.clean_environment(before)
    assert {key for key in before if key in after} == {"HOME"}


QGIS, OTHERS = r"C:\Program Files\QGIS 3.40", [r"C:\Windows\System32", r"C:\QGIS 3.40\x"]


@pytest.mark.parametrize(
    ("base", "last"),
    [
        (r"C:\Python312", False),
        (rf"{QGIS}\apps\Python312", True),  # its standard library needs libraries from there
        (None, True),
    ],
)
def test_on_windows_libraries_of_qgis_do_not_come_before_others(place, monkeypatch, base, last):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", rf"{QGIS}\bin\qgis-bin.exe")
    monkeypatch.setattr(sys, "prefix", rf"{QGIS}\apps\Python312")
    python = None
    if base is not None:
        python = program(place / "env" / "Scripts" / "python.exe")
        (place / "env" / "pyvenv.cfg").write_text(f"version = 3.12\nhome = {base}\n")
    short = r"C:\PROGRA~1\QGIS3~1.40"  # as the installer's own start-up files write it
    own = [rf"{QGIS}\bin".upper(), rf"{QGIS}\apps\Qt5\bin", rf"{short}\bin", short.lower()]
    path = ";".join([*own[:2], OTHERS[0], *own[2:], OTHERS[1]])
    after = process.clean_environment({"Path": path, "Osgeo4w_Root": short}, python)
    assert after["Path"].split(";") == [*OTHERS, *(own if last else [])]


def test_on_windows_the_python_of_conda_keeps_the_libraries_of_its_qgis(place, monkeypatch):
    conda = r"C:\conda\envs\qgis"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", rf"{conda}\Library\bin\qgis.exe")
    monkeypatch.setattr(sys, "prefix", conda)
    python = program(place / "env" / "Scripts" / "python.exe")
    for base, last in ((conda, [rf"{conda}\Library\bin"]), (r"C:\Python312", [])):
        (place / "env" / "pyvenv.cfg").write_text(f"version = 3.12\nhome = {base}\n")
        path = rf"{conda}\Library\bin;{OTHERS[0]}"
        after = process.clean_environment({"PATH": path}, python)
        assert after["PATH"].split(";") == [OTHERS[0], *last]


def test_on_windows_a_drive_is_no_bundle(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", r"C:\bin\qgis-bin.exe")
    path = r"C:\Windows\System32;D:\Tools"
    assert process.clean_environment({"PATH": path, "OSGEO4W_ROOT": "C:\\"})["PATH"] == path


@pytest.mark.parametrize("base", ["/usr/local/bin", "/Applications/QGIS.app/Contents/MacOS/bin"])
def test_on_macos_programs_of_the_bundle_do_not_come_before_others(place, monkeypatch, base):
    app = "/Applications/QGIS.app/Contents"
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "executable", f"{app}/MacOS/QGIS")
    python = program(place / "env" / "bin" / "python")
    (place / "env" / "pyvenv.cfg").write_text(f"home = {base}\n")
    before = f"{app}/MacOS/bin:/usr/bin:/Applications/QGIS.app.old/bin"
    after = process.clean_environment({"PATH": before}, python)["PATH"]
    last = f":{app}/MacOS/bin" if "QGIS.app" in base else ""
    assert after == f"/usr/bin:/Applications/QGIS.app.old/bin{last}"


def test_on_linux_the_path_is_left_as_it_is(place):
    path = "/opt/qgis/bin::/usr/bin:relative"
    assert process.clean_environment({"PATH": path}, place / "python")["PATH"] == path


def test_on_windows_a_process_is_ended_with_what_it_has_started(place, monkeypatch):
    """A stand-in for taskkill, which ends the tree of a process as that does with /T."""
    program(
        place / "windows" / "System32" / "taskkill.exe",
        f'echo "$@" > {place}/asked', 'kill -9 -"$4"',
    )  # fmt: skip
    parent = subprocess.Popen(
        ["/bin/sh", "-c", f"sleep 60 & echo $! > {place}/child; wait"], start_new_session=True
    )
    deadline = time.monotonic() + 10
    while not (place / "child").exists() or not (place / "child").read_text().strip():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    child = int((place / "child").read_text())
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0, raising=False)
    monkeypatch.setenv("SYSTEMROOT", str(place / "windows"))
    process.end(parent)
    assert (place / "asked").read_text().split() == ["/F", "/T", "/PID", str(parent.pid)]
    assert parent.poll() is not None
    while Path(f"/proc/{child}/stat").exists():
        if Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            break
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_on_windows_a_process_ends_without_taskkill_too(place, monkeypatch):
    parent = subprocess.Popen(["/bin/sleep", "60"])
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0, raising=False)
    monkeypatch.setenv("SYSTEMROOT", str(place / "nowhere"))
    process.end(parent)
    assert parent.poll() is not None


def test_a_failed_set_up_says_why_and_keeps_its_log(place):
    python = program(
        place / "python",
        '[ "$1" = -c ] && echo 3 12 && exit',
        GUARD,
        'mkdir -p "$3" && echo "ensurepip is not available" && exit 1',
    )
    home = process.home()
    with pytest.raises(DependencyError, match=r"apt install python3-venv.*setup\.log"):
        build.create(home, lambda line: None, python)
    assert "ensurepip is not available" in (home / "setup.log").read_text()
    assert not (home / "env-py3.12").exists()


def test_a_canceled_set_up_ends_at_once_and_leaves_nothing(place):
    python = program(
        place / "python",
        '[ "$1" = -c ] && echo 3 12 && exit',
        GUARD,
        'mkdir -p "$3" && echo started && sleep 60',
    )
    started = threading.Event()

    def log(line: str) -> None:
        if line == "started":
            started.set()

    with pytest.raises(DependencyError, match="canceled"):
        build.create(process.home(), log, python, started.is_set)
    assert not (process.home() / "env-py3.12").exists()


@pytest.mark.parametrize("launcher", [[], ["/bin/sh", "-c", '"$@" & wait', "sh"]])
def test_what_installs_ends_with_a_qgis_that_is_killed(place, launcher):
    """Nobody asks then: it would go on downloading, in the way of the next set-up."""
    process.home().mkdir()
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from rs_deepcluster_plugin.worker.host.installer import Runner\n"
        "journal = Path(sys.argv[1]) / 'setup.log'\n"
        "run = Runner(print, len, lambda: False, journal, guard=Path(sys.executable))\n"
        "run(*sys.argv[2:])\n"
    )
    slow = program(place / "pip", f"echo $$ > {place}/half", f"mv {place}/half {place}/pid",
                   "exec sleep 60")  # fmt: skip
    command = [sys.executable, "-c", code, process.home(), *launcher, slow]
    qgis = subprocess.Popen([str(part) for part in command], cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 20
    while not (place / "pid").exists():
        assert qgis.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    running = Path("/proc", (place / "pid").read_text().strip(), "stat")
    assert running.exists()
    qgis.kill()
    qgis.wait()
    while running.exists() and running.read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_program_that_is_not_there_is_said(place):
    process.home().mkdir()
    run = installer.Runner(
        print, len, lambda: False, process.home() / "setup.log", guard=Path(sys.executable)
    )
    with pytest.raises(DependencyError, match="/no/such/uv cannot be started"):
        run("/no/such/uv")


def test_two_set_ups_do_not_run_at_once(place):
    python = program(place / "python", "echo 3 12")
    process.home().mkdir()
    with (
        build._only_one(process.home() / "setup.lock"),
        pytest.raises(DependencyError, match="being set up already"),
    ):
        build.create(process.home(), print, python)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError: Temporary failure in name resolution", "cannot be downloaded"),
        # As the Python of QGIS for Windows has been seen to say, in environments made from it.
        (
            'SSLError("Can\'t connect to HTTPS URL because the SSL module is not available.")',
            "its ssl module does not load, as in some QGIS for Windows): install Python from",
        ),
        ("ERROR: No matching distribution found for torch==9", "pip finds no torch==9 for this"),
        ("ERROR: ResolutionImpossible: for help", "pip finds no package for this"),
        ("something else", "could not be set up (something else)"),
    ],
)
def test_pip_is_understood(line, said):
    text = installer.understand(["Collecting torch", line], Path("/home/setup.log"))
    assert said in text
    assert text.endswith("the log is /home/setup.log.")


def test_passwords_do_not_reach_the_log():
    hidden = installer.hide_passwords("Looking in https://me:secret@index.example/simple")
    assert hidden == "Looking in https://***@index.example/simple"


def test_all_requirements_are_pinned():
    pins = find.read_pins()
    assert all(pin.count("==") == 1 and " " not in pin for pin in pins)
    assert {"numpy", *wheels.OF_TORCH} <= {find.package_of(pin) for pin in pins}


# glibc 2.35 is that of Ubuntu 22.04.
COMPUTERS = {
    "linux x86_64": (
        "linux", [*(f"manylinux_2_{n}_x86_64" for n in range(35, 4, -1)), "manylinux2014_x86_64"],
    ),
    "linux aarch64": (
        "linux",
        [*(f"manylinux_2_{n}_aarch64" for n in range(35, 16, -1)), "manylinux2014_aarch64"],
    ),
    "macOS": ("darwin", list(tags.mac_platforms((14, 0), "arm64"))),
    "Windows": ("win32", ["win_amd64"]),
}  # fmt: skip


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)], ids=find.dotted)
@pytest.mark.parametrize("computer", COMPUTERS)
def test_the_lock_has_a_wheel_of_every_package(version, computer):
    system, platforms = COMPUTERS[computer]
    fitting = {
        *tags.cpython_tags(version, platforms=platforms),
        *tags.compatible_tags(version, f"cp3{version[1]}", platforms),
    }
    files = [line.split() for line in wheels.LOCK.read_text().splitlines() if line[0] != "#"]
    there = set()
    for digest, file, *_ in files:
        assert len(bytes.fromhex(digest)) == 32
        name, number, _, kinds = parse_wheel_filename(file)
        if fitting & kinds:
            there.add(f"{name}=={number}")
    needed = {
        pin for pin, package in wheels.read_lock().items() if package.only in ("", system)
    } | {f"{wheels.normalize(n)}=={v}" for n, v in (p.split("==") for p in find.read_pins())}
    assert needed <= there
    numpy = next(pin for pin in needed if pin.startswith("numpy=="))
    assert numpy == f"numpy=={importlib.metadata.version('numpy')}"


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_what_the_packages_need_is_in_the_lock(version, system):
    names = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
    around = {
        "python_version": version, "python_full_version": f"{version}.1", "sys_platform": system,
        "platform_system": names[system], "os_name": "nt" if system == "win32" else "posix",
        "platform_machine": "AMD64" if system == "win32" else "x86_64", "extra": "",
    }  # fmt: skip
    versions = {}
    for pin, package in wheels.read_lock().items():
        if package.only in ("", system):
            name, versions[name] = pin.split("==")[0], pin.split("==")[1]
    missing = []
    for name in versions:
        if name.startswith(("nvidia", "cuda", "triton", "colorama")):
            continue  # not installed here
        for text in importlib.metadata.requires(name) or ():
            need = Requirement(text)
            wanted = need.marker is None or need.marker.evaluate(around)
            found = versions.get(wheels.normalize(need.name))
            if wanted and (found is None or not need.specifier.contains(found)):
                missing.append(f"{name}: {text}")
    assert [line for line in missing if "openvino-telemetry" not in line] == []


def wheel(folder: Path, name: str, text: str = "") -> str:
    """Make a wheel with one module; returns its hash."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.py", text)
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        archive.writestr(f"{about}/METADATA", text)
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_wheel_that_somebody_has_changed_is_refused(place, monkeypatch):
    modules = ("numba", "pyarrow", "rasterio", "scipy", "shapely", "sklearn", "umap")
    lines = []
    for name in ("torch", "torchvision", *modules):
        lines.append(f"{wheel(place, name)}  {name}-1.0-py3-none-any.whl")
    (place / "requirements.txt").write_text(
        "".join(f"{name}==1.0\n" for name in ("torch", "torchvision", *modules))
    )
    (place / "requirements.lock").write_text("# wheels\n" + "\n".join(lines))
    monkeypatch.setattr(wheels, "LOCK", place / "requirements.lock")
    monkeypatch.setattr(build, "REQUIREMENTS", place / "requirements.txt")
    monkeypatch.setattr(find, "REQUIREMENTS", place / "requirements.txt")
    for key in [key for key in os.environ if key.startswith("PIP_")]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(place))
    log = []
    python = build.create(process.home(), log.append, Path(sys.executable))
    assert log[-1] == "The worker is set up"
    assert find.ask(python, "import numba, importlib.metadata as m; print(m.version('umap'))") == (
        "1.0\n"
    )
    (process.home() / f"env-py3.{sys.version_info[1]}" / "complete").unlink()
    wheel(place, "shapely", "print('owned')")
    with pytest.raises(DependencyError) as error:
        build.create(process.home(), log.append, Path(sys.executable))
    said = str(error.value)
    assert "shapely==1.0" in said
    assert f"from file://{place}/shapely-1.0-py3-none-any.whl" in said
    assert "is not the file that the worker is made for (its SHA-256 differs)" in said
    assert "\n" not in said
    assert not (process.home() / f"env-py3.{sys.version_info[1]}").exists()


def test_the_command_line_tells_success_by_its_exit_code(capsys):
    assert environment.main(["find"]) == 1
    assert "Set up the worker" in capsys.readouterr().err
    python = finished("env-py3.11")
    assert environment.main(["find"]) == 0
    assert capsys.readouterr().out == f"{python}\n"


def test_the_report_names_packages_that_are_not_as_wanted(monkeypatch):
    pins = ("torch==2.0", "umap-learn==0.5", "shapely==2.0", "nothing==1.0")
    there = {"torch": "2.0+cpu", "umap-learn": "0.5", "shapely": "1.8"}

    def version(name):
        if name not in there:
            raise importlib.metadata.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(environment, "read_pins", lambda: pins)
    monkeypatch.setattr(importlib.metadata, "version", version)
    lines = environment.describe().splitlines()
    assert lines[1:5] == [
        "Packages: 2 as the plugin wants them",
        "torch: 2.0+cpu",
        "shapely: 1.8, and the plugin wants 2.0",
        "nothing: not installed, and the plugin wants 1.0",
    ]


@pytest.mark.parametrize(
    ("index", "own"), [("", False), ("https://torch.example/cpu", False), ("", True)],
    ids=["PyPI", "index", "wheels"],
)  # fmt: skip
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("program", ["pip", "uv"])
def test_each_package_comes_from_one_index_and_by_its_hash(
    monkeypatch, tmp_path, system, index, own, program
):
    class Recorder:
        network: ClassVar[dict] = {}
        watch = None

        def __init__(self):
            self.commands = []

        def log(self, text):
            pass

        def environ(self):
            return {}

        def __call__(self, *command):
            words = [str(word) for word in command]
            if "--requirement" in words:
                assert {"--require-hashes", "--no-deps"} <= set(words)
                words += Path(words[words.index("--requirement") + 1]).read_text().split()
            self.commands.append(words)

    with_cuda = system == "linux" and not index and not own
    source = build.TorchSource(index, own, with_cuda, "")
    monkeypatch.setattr(build, "choose_torch", lambda *given: source)
    monkeypatch.setattr(build, "find_uv", lambda: "uv" if program == "uv" else "")
    monkeypatch.setattr(build, "_refuse_small_disk", lambda *given: None)
    monkeypatch.setattr(build, "pip_settings", lambda *given: {})
    monkeypatch.setattr(build, "_remove", lambda folder: None)
    (tmp_path / "env").mkdir()
    recorder = Recorder()
    plan = wheels.make_plan(wheels.Computer((3, 12), system, "x86_64"))
    build._build(tmp_path / "env", recorder, Path(sys.executable), plan)
    came_from, hashed = {}, set()
    option = "--index-url" if program == "pip" else "--default-index"
    installing = [words for words in recorder.commands if "install" in words]
    assert {"--only-binary", "--no-build"} & set(installing[0])
    for words in installing:
        assert "--extra-index-url" not in words
        place = words[words.index(option) + 1] if option in words else ""
        for pin in (word for word in words if "==" in word):
            came_from.setdefault(pin.partition("==")[0], set()).add(place)
        if "--requirement" in words:
            hashed |= {word.partition("==")[0] for word in words if "==" in word}
    pinned = {wheels.normalize(find.package_of(pin)) for pin in find.read_pins()}
    assert pinned <= set(came_from)
    assert all(len(places) == 1 for places in came_from.values())
    apart = {package for package, places in came_from.items() if places != {""}}
    assert apart == ({"torch", "torchvision"} if index else set())
    assert pinned - hashed == ({"torch", "torchvision"} if index or own else set())
    assert ("nvidia-cublas" in hashed) == ("triton" in hashed) == with_cuda
    assert ("colorama" in hashed) == (system == "win32")
