"""Tests about the code base: what goes into the zip, and who may import or call what."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from tracked import tracked

ROOT = Path(__file__).resolve().parent.parent
NAME = "rs_deepcluster_plugin"
PACKAGE = ROOT / NAME
MODULES = [path for path in tracked(NAME) if path.suffix == ".py"]
# What QGIS, GDAL, SQLite, editors and systems leave beside the files that they open.
STRAYS = (
    "core/scenes/__pycache__/grid.cpython-311.pyc",
    "gui/workbench.py~",
    "gui/.workbench.py.swp",
    "resources/.DS_Store",
    "resources/demo/landsat7_san_francisco.tif.aux.xml",
    "resources/demo/landsat7_san_francisco.qmd",
    "resources/demo/map.gpkg-wal",
    "resources/demo/map.gpkg-shm",
)
QGIS = {"qgis", "PyQt5", "PyQt6", "osgeo", "processing"}
HEAVY = {
    "torch",
    "torchvision",
    "timm",
    "umap",
    "numba",
    "sklearn",
    "scipy",
    "rasterio",
    "shapely",
    "pyarrow",
    "skimage",
    "dask",
    "distributed",
    "openvino",
    "safetensors",
    "huggingface_hub",
    "jinja2",
    "PIL",
    "igraph",
    "leidenalg",
}
FLOORS = {"core": 0, "worker": 1, "processing": 2, "gui": 3}
# The rooms of core along the pipeline: each may import from those before it.
ROOMS = (
    "base", "accuracy", "scenes", "encoder", "features", "machines", "training", "clusters", "deep",
    "classes", "labels", "pixels", "reports",
)  # fmt: skip
MOST_MODULES = 16  # in a folder, its __init__ included: more are not found at a glance


def _floor(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def _on(floor: str) -> list[Path]:
    return [path for path in MODULES if _floor(path) == floor]


def _ids(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _imports(path: Path) -> set[str]:
    """Return the full names of all that a module imports, in functions too."""
    package = [NAME, *path.relative_to(PACKAGE).parts[:-1]]
    found = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            found |= {".".join([*base, alias.name]) for alias in node.names}
    return found


def _roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in _imports(path)}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Make the zip, in a working tree in which others have left something."""
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    folder = tmp_path_factory.mktemp("package")
    tree = folder / "tree"
    for path in tracked():
        to = tree / path.relative_to(ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, to, follow_symlinks=False)
    for stray in STRAYS:
        to = tree / NAME / stray
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text("left behind")
    (tree / NAME / "gui" / ".#detail.py").symlink_to("somebody@somewhere.1234")
    plain = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    subprocess.run(
        ["make", "--silent", "package", f"BUILD={folder / 'build'}", f"DIST={folder / 'dist'}"],
        cwd=tree,
        env=plain,
        check=True,
    )
    (path,) = (folder / "dist").glob(f"{NAME}-*.zip")
    return path


@pytest.fixture
def names(archive):
    with zipfile.ZipFile(archive) as file:
        return [name for name in file.namelist() if not name.endswith("/")]


def test_the_zip_has_one_top_folder(names):
    assert {name.partition("/")[0] for name in names} == {NAME}


@pytest.mark.parametrize(
    "name",
    [
        "metadata.txt",
        "LICENSE",
        "LICENSES.md",
        "worker/requirements.txt",
        "worker/requirements.lock",
    ],
)
def test_the_zip_holds_the_text_of_a_file(archive, name):
    with zipfile.ZipFile(archive) as file:
        assert file.read(f"{NAME}/{name}") == (PACKAGE / name).read_bytes()


def test_the_zip_holds_all_modules(names):
    assert {f"{NAME}/{path.relative_to(PACKAGE).as_posix()}" for path in MODULES} <= set(names)


def test_the_zip_holds_all_resources_whole(archive):
    wanted = {
        f"{NAME}/{path.relative_to(ROOT).as_posix()}": path.stat().st_size
        for path in tracked("resources")
    }
    with zipfile.ZipFile(archive) as file:
        held = {info.filename: info.file_size for info in file.infolist()}
    assert wanted
    assert {name: held.get(name) for name in wanted} == wanted


def test_the_zip_holds_no_links(archive):
    with zipfile.ZipFile(archive) as file:
        assert [i for i in file.infolist() if stat.S_ISLNK(i.external_attr >> 16)] == []


def test_the_zip_holds_nothing_that_users_do_not_need(names):
    unwanted = {"__pycache__", "tests", "build", "dist", ".git", ".#detail.py"}
    unwanted |= {name.rpartition("/")[2] for name in STRAYS}
    assert [n for n in names if unwanted & set(n.split("/")) or n.endswith(".pyc")] == []


def test_files_of_the_code_base_are_the_same_without_git(monkeypatch):
    with_git = {path for path in tracked(NAME) if path.suffix in (".py", ".txt")}
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert with_git <= set(tracked(NAME))
    assert not [path for path in tracked() if path.suffix == ".pyc"]


def test_the_zip_is_small_enough_for_the_plugin_site(archive):
    assert archive.stat().st_size < 25_000_000


@pytest.mark.parametrize("path", _on("core") + _on("worker"), ids=_ids)
def test_core_and_worker_do_not_know_qgis(path):
    assert not _roots(path) & QGIS


@pytest.mark.parametrize("path", _on("processing") + _on("gui"), ids=_ids)
def test_nothing_heavy_comes_into_the_process_of_qgis(path):
    assert not _roots(path) & HEAVY


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_pyqt_is_imported_through_qgis(path):
    assert not _roots(path) & {"PyQt5", "PyQt6"}


@pytest.mark.parametrize("path", [p for p in MODULES if _floor(p) in FLOORS], ids=_ids)
def test_imports_point_down(path):
    own = [name.split(".")[1:] for name in _imports(path) if name.split(".")[0] == NAME]
    tops = {parts[0] for parts in own if parts}
    mine = FLOORS[_floor(path)]
    assert not {top for top in tops if FLOORS.get(top, -1) > mine}
    assert "plugin" not in tops
    if mine < FLOORS["processing"]:
        assert "compat" not in tops  # it asks which QGIS this is


def _room(parts: list[str]) -> str:
    return parts[1] if len(parts) > 1 and parts[0] == "core" else ""


def test_core_has_the_rooms_that_are_known():
    held = {path.relative_to(PACKAGE).parts[1] for path in _on("core")} - {"__init__.py"}
    assert held == set(ROOMS)


@pytest.mark.parametrize("path", [p for p in _on("core") if p.parent.name != "core"], ids=_ids)
def test_rooms_import_along_the_pipeline(path):
    mine = _room(list(path.relative_to(PACKAGE).parts))
    theirs = {_room(name.split(".")[1:]) for name in _imports(path) if name.startswith(NAME)}
    later = set(ROOMS[ROOMS.index(mine) + 1 :])
    assert not theirs & later


@pytest.mark.parametrize("floor", [*FLOORS, "tests"])
def test_no_folder_holds_more_than_is_found_at_a_glance(floor):
    paths = _on(floor) if floor in FLOORS else tracked("tests")
    folders = Counter(path.parent for path in paths if path.suffix == ".py")
    assert folders
    # Algorithms are one file each, and the toolbox decides into which group they go.
    crowded = {
        str(folder.relative_to(ROOT)): count
        for folder, count in folders.items()
        if count > MOST_MODULES and "algorithms" not in folder.parts
    }
    assert crowded == {}


def test_modules_import_each_other_in_no_circle():
    """A circle works only as long as somebody imports in a function, or in a lucky order."""
    by_name = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    graph = {}
    for name, path in by_name.items():
        # Of a package only what its own text imports counts, not that a module of it is imported.
        found = {n if n in by_name else n.rpartition(".")[0] for n in _imports(path)}
        graph[name] = found & set(by_name) - {name}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        walk(name, ())


def test_the_tests_of_core_lie_in_the_rooms_of_what_they_test():
    folders = {p.relative_to(ROOT / "tests" / "core").parts[0] for p in tracked("tests/core")}
    rooms = {name for name in folders if not name.endswith(".py")}
    assert rooms == set(ROOMS)
    assert not [name for name in folders if name.startswith("test_")]


@pytest.mark.parametrize("path", _on("gui"), ids=_ids)
def test_widgets_are_plain_and_speak_through_the_translator(path):
    assert not [name for name in _imports(path) if "QtWeb" in name]
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) == "tr":
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name.startswith(("setText", "setTool", "setWindowT", "setAccessible", "setPlace")) or (
            name in ("QLabel", "addMenu", "emit", "_warn", "_fail", "_say")
        ):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            assert not [t for t in texts if isinstance(t, str) and t.isalpha()], ast.unparse(node)
            assert not [t for t in texts if isinstance(t, str) and " " in t], ast.unparse(node)


@pytest.mark.parametrize(
    "path",
    [
        *_on("processing"),
        *_on("gui"),
        *(path for path in _on("worker") if path.parent.name == "host"),
    ],
    ids=_ids,
)
def test_a_thread_in_the_process_of_qgis_holds_the_collector_of_garbage(path):
    """Python would delete whatever widgets are garbage in that thread, and QGIS would crash."""
    names = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            names.add(ast.unparse(node.func).rpartition(".")[2])
        elif isinstance(node, ast.ClassDef):
            names |= {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    threads = {
        "QThread", "QRunnable", "QgsTask", "fromFunction", "Thread", "Timer", "start_new_thread",
        "ThreadPoolExecutor", "ThreadPool",
    }  # fmt: skip
    assert not names & threads or f"{NAME}.processing.collector.Hold" in _imports(path)


def test_no_name_of_a_class_stands_for_two_things():
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(_ids(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_name_in_core_stands_for_two_things():
    found: dict[str, list[str]] = {}
    for path in _on("core"):
        for node in _tree(path).body:
            public = isinstance(node, (ast.ClassDef, ast.FunctionDef))
            if public and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(_ids(path))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_widgets_are_imported_only_when_they_are_shown():
    tree = _tree(PACKAGE / "plugin.py")
    tops = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert not [node for node in tops if "gui" in ast.unparse(node)]


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_no_code_comes_out_of_data(path):
    # pickle's error may be caught where torch.load refuses a file.
    assert not _roots(path) & {"cPickle", "dill", "cloudpickle", "joblib", "shelve"}
    assert not {n for n in _imports(path) if n.startswith("pickle.")} - {"pickle.UnpicklingError"}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "pickle":
            assert node.attr == "UnpicklingError", f"line {node.lineno}"
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        given = {k.arg: ast.unparse(k.value) for k in node.keywords}
        where = f"line {node.lineno}: {called}"
        assert called not in {"eval", "exec", "compile", "__import__", "os.system"}, where
        assert given.get("shell", "False") == "False", where
        assert given.get("allow_pickle", "False") == "False", where
        if called == "torch.load":
            assert given.get("weights_only") == "True", where


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_nothing_prints(path):
    """Standard output is qgis_process's JSON, the worker's messages, or None."""
    tree = _tree(path)
    if path == PACKAGE / "worker" / "host" / "environment.py":  # its command line may
        tree.body = [node for node in tree.body if getattr(node, "name", "") != "main"]
    assert "print" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _import_without(blocked: set[str], modules: list[str], *options: str) -> None:
    code = f"""
import importlib, sys
sys.path.insert(0, {str(ROOT)!r})
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {sorted(blocked)!r}:
            raise ImportError(name + " is refused")
sys.meta_path.insert(0, Refuse())
for name in {modules!r}:
    importlib.import_module(name)
"""
    done = subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_package_imports_on_a_python_without_any_packages():
    modules = [
        NAME,
        f"{NAME}.core",
        f"{NAME}.core.base.errors",
        f"{NAME}.worker.host.client",
        f"{NAME}.worker.host.environment",
    ]
    _import_without(HEAVY | QGIS | {"numpy"}, modules, "-I", "-S")


def test_core_and_worker_import_without_the_heavy_packages():
    paths = [path for path in _on("core") + _on("worker") if path.stem not in ("__main__",)]
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).replace(".__init__", "")
        for path in paths
    ]
    _import_without(HEAVY | QGIS, modules, "-I")


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_every_module_is_written_for_python_3_9(path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_nothing_forks(path):
    """Windows has no fork, and on macOS what has Qt or OpenMP in it does not survive one."""
    used = _imports(path)
    assert not {name for name in used if name.split(".")[0] == "multiprocessing"}
    assert "concurrent.futures.ProcessPoolExecutor" not in used
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("fork", "forkpty", "ProcessPoolExecutor"), node.lineno
        if isinstance(node, ast.keyword):
            assert node.arg != "preexec_fn", node.value.lineno


def test_pre_commit_has_the_linters_of_the_makefile():
    pins = re.findall(r"ruff==[\d.]+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    hooks = re.findall(
        r"ruff==[\d.]+", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    )
    assert len(hooks) == 2
    assert set(hooks) == set(pins)


def test_the_metadata_say_what_qgis_asks():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(PACKAGE / "metadata.txt", encoding="utf-8")
    general = parser["general"]
    assert general["hasProcessingProvider"] == "yes"
    assert general["qgisMinimumVersion"] == "3.22"
    assert general["qgisMaximumVersion"] == "4.99"
    assert general["version"]
    assert (PACKAGE / general["icon"]).is_file()


# --- The wall

WORKER = f"{NAME}.worker"
OPEN = ("contract", "array_files", "host")
"""What of the worker QGIS's side knows: the contract, arrays in files, and how it is started."""


@pytest.mark.parametrize("path", _on("processing") + _on("gui"), ids=_ids)
def test_the_process_of_qgis_knows_only_its_side_of_the_wall(path):
    used = {name for name in _imports(path) if name.startswith(f"{WORKER}.")}
    assert not {name for name in used if name.split(".")[2] not in OPEN}


@pytest.mark.parametrize("path", _on("worker"), ids=_ids)
def test_no_side_of_the_wall_reaches_over_it(path):
    """What host says to the type checker of the contract is no import."""
    room = path.parent.name
    used = {name.split(".")[2] for name in _imports(path) if name.startswith(f"{WORKER}.")}
    if room == "host":
        assert used <= {"host", "contract"}
    elif path.name != "__main__.py":
        assert room == "job" or not used & {"job", "host"}
    text = path.read_text(encoding="utf-8")
    assert "Values = dict" not in text


@pytest.mark.parametrize("path", _on("worker") + _on("processing"), ids=_ids)
def test_jobs_and_results_are_named_by_the_contract_alone(path):
    """A name that is looked up in what crosses the wall would be wrong in silence."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            by_name = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
            assert not (by_name and node.value.id in ("arguments", "result")), ast.unparse(node)


# One way to do a thing on QGIS's side

ROOMS_OF_PROCESSING = {
    "cancel": 0,
    "collector": 0,
    "texts": 0,
    "layers": 1,
    "framework": 2,
}  # of processing; others are above


def _place(path: Path) -> str:
    return path.relative_to(PACKAGE / "processing").with_suffix("").parts[0]


@pytest.mark.parametrize("path", _on("processing"), ids=_ids)
def test_rooms_of_processing_import_one_way(path):
    start = f"{NAME}.processing."
    used = {n[len(start) :].partition(".")[0] for n in _imports(path) if n.startswith(start)}
    mine = ROOMS_OF_PROCESSING.get(_place(path), 9)
    assert not {room for room in used if ROOMS_OF_PROCESSING.get(room, 9) > mine}


def test_the_palette_has_one_owner():
    readers = [path for path in MODULES if '"palette.json"' in path.read_text(encoding="utf-8")]
    assert [path.stem for path in readers] == ["palette"]


def test_a_run_that_is_canceled_is_told_to_qgis_in_one_place():
    tellers = [path for path in MODULES if '"Canceled."' in path.read_text(encoding="utf-8")]
    assert [path.stem for path in tellers] == ["algorithm"]


def test_names_are_cut_as_shapefiles_do_in_one_place():
    cutters = []
    for path in _on("processing") + _on("gui"):
        for node in ast.walk(_tree(path)):
            cut = isinstance(node, ast.Subscript) and ast.unparse(node.slice) in ("10", ":10")
            if cut and "name" in ast.unparse(node.value):
                cutters.append(path.stem)
    assert cutters == []  # fields.py does it by a constant


@pytest.mark.parametrize("path", _on("processing") + _on("gui"), ids=_ids)
def test_null_is_tested_in_one_place(path):
    if path == PACKAGE / "processing" / "layers" / "values.py":
        return
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            names = {part.id for side in sides for part in ast.walk(side) if hasattr(part, "id")}
            assert "NULL" not in names, f"line {node.lineno}"


def test_the_fields_of_a_cluster_layer_are_written_once():
    fields = _tree(PACKAGE / "processing" / "layers" / "fields.py")
    names = {n.value for n in ast.walk(fields) if isinstance(n, ast.Constant)} & {
        "second_probability", "umap_x", "umap_y", "valid_fraction",
    }  # fmt: skip
    assert len(names) == 4
    for path in _on("processing"):
        if path.parent.name != "layers" or path.stem in ("fields", "style"):
            continue  # style names them for readers
        texts = {n.value for n in ast.walk(_tree(path)) if isinstance(n, ast.Constant)}
        assert not texts & names, path


@pytest.mark.parametrize("path", _on("processing"), ids=_ids)
def test_parameters_are_read_by_what_declares_them(path):
    """Their names stand once: no text says again which parameter is read."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2].startswith(
            ("parameterAs", "file_input", "file_output", "parameterDefinition")
        ):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            assert not [text for text in texts if str(text).isupper()], ast.unparse(node)
