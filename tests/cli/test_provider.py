"""What qgis_process shows of the plugin before anything runs."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest
import support

HEAVY = {
    "torch", "torchvision", "timm", "umap", "numba", "sklearn", "scipy", "rasterio", "shapely",
    "pyarrow", "dask", "distributed", "skimage",
    "openvino", "safetensors", "huggingface_hub", "PIL", "jinja2",
}  # fmt: skip
GROUPS = {
    "scenes": "1. Scenes",
    "features": "2. Features",
    "clusters": "3. Clusters",
    "labels": "4. Labels",
    "classes": "5. Classes",
    "pixels": "6. Pixels",
    "setup": "7. Set up",
}
FOLDER = support.ROOT / support.NAME / "processing" / "algorithms"
ALGORITHMS = {
    path.stem: GROUPS[path.parent.name]
    for path in sorted(FOLDER.glob("*/*.py"))
    if path.stem != "__init__"
}
ALGORITHMS["clusterscenes"] = ""  # it stands above the groups


@pytest.fixture(scope="module")
def loaded(qgis):
    """Load the provider in a process of its own, as QGIS does when it starts."""
    program = textwrap.dedent(
        """
        import json, sys, time
        from pathlib import Path
        from qgis.core import QgsApplication

        app = QgsApplication([], True)  # icons need it
        app.initQgis()
        sys.path += [str(Path(app.pkgDataPath()) / "python" / "plugins"), sys.argv[1]]
        from processing.core.Processing import Processing

        Processing.initialize()
        before, wall, cpu = set(sys.modules), time.perf_counter(), time.process_time()
        import rs_deepcluster_plugin

        plugin = rs_deepcluster_plugin.classFactory(None)
        plugin.initProcessing()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        provider = QgsApplication.processingRegistry().providerById("rsdeepcluster")
        icons = {a.name(): a.icon() for a in provider.algorithms()}
        icons["provider"] = provider.icon()
        found = {
            "cpu": cpu,
            "wall": wall,
            "modules": sorted({name.split(".")[0] for name in set(sys.modules) - before}),
            "no icons": [name for name, icon in icons.items() if icon.pixmap(32, 32).isNull()],
            "tags": {a.name(): a.tags() for a in provider.algorithms()},
            "parameters": {
                a.name(): {p.name(): [p.description(), p.help()] for p in a.parameterDefinitions()}
                for a in provider.algorithms()
            },
        }
        plugin.unload()
        found["left"] = QgsApplication.processingRegistry().providerById("rsdeepcluster") is None
        print(json.dumps(found))
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(support.stage())],
        env=qgis.environ,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_provider_lists_its_algorithms(qgis):
    listed = qgis.call("--json", "list").json["providers"]["rsdeepcluster"]
    assert listed["name"] == "RS DeepCluster"
    groups = {k.split(":")[1]: v["group"] for k, v in listed["algorithms"].items()}
    assert groups == ALGORITHMS


def test_the_provider_loads_in_half_a_second(loaded):
    # Processor time counts where other programs share the cores.
    assert min(loaded["cpu"], loaded["wall"]) < 0.5


def test_the_provider_loads_without_a_heavy_import(loaded):
    assert not set(loaded["modules"]) & HEAVY


def test_every_algorithm_has_an_icon_and_tags(loaded):
    assert loaded["no icons"] == []
    assert all(len(tags) > 2 for tags in loaded["tags"].values())


def test_unloading_takes_the_provider_away(loaded):
    assert loaded["left"]


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_parameter_has_help_and_a_label(loaded, name):
    parameters = loaded["parameters"][name]
    assert parameters
    for key, (label, text) in parameters.items():
        assert len(text) > 15, key
        assert text.rstrip().endswith("."), key
        assert label != key
        assert key.upper() not in ("ELLIPSOID", "DISTANCE_UNITS", "AREA_UNITS", "PROJECT_PATH")


def test_help_on_the_command_line_shows_parameters_and_outputs(qgis):
    shown = qgis.call("--json", "help", "rsdeepcluster:clusterscenes").json
    assert shown["parameters"]["SIZE"]["help"].startswith("Width and height of a scene")
    assert set(shown["outputs"]) == {
        "OUTPUT", "OUTPUT_RASTER", "OUTPUT_TRANSITIONS", "OUTPUT_SHEETS", "FEATURES",
        "CLUSTER_MODEL", "CLUSTERS", "SCENES", "SKIPPED",
    }  # fmt: skip


def test_without_the_workers_packages_the_provider_still_lists(qgis):
    answer = qgis.call("--json", "list", environ={"RSDEEPCLUSTER_PYTHON": "/nowhere/bin/python"})
    assert len(answer.json["providers"]["rsdeepcluster"]["algorithms"]) == len(ALGORITHMS)


def test_set_up_reports_on_an_environment_without_installing(qgis):
    results = qgis.run("setupworker", CHECK_ONLY="true").results
    assert results["PYTHON_PATH"] == qgis.environ["RSDEEPCLUSTER_PYTHON"]
    assert "torch" in results["REPORT"]


def test_the_program_and_the_python_are_of_one_qgis(qgis):
    """Else tests on a QGIS that lies beside would be of the installed one."""
    code = "from qgis.core import Qgis; print(Qgis.version().split('-')[0])"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said = qgis.call("--version")
    assert f"QGIS {asked.stdout.strip()}" in said.stdout + said.stderr
