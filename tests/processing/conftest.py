"""QGIS without a screen and without the user's profile, once for all tests here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import support

_running = []


def pytest_unconfigure():
    """End QGIS after the reports: what a failed test still holds may crash then."""
    support.delete_layers()
    for app in _running:
        from processing.core.Processing import Processing

        Processing.deinitialize()
        app.exitQgis()


@pytest.fixture(scope="session")
def qgis_app(tmp_path_factory):
    """QGIS with Processing, and the plugin importable: staged where it is, else the checkout."""
    sys.path.insert(0, str(support.stage()))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(tmp_path_factory.mktemp("profile"))
    if not os.environ.get("XDG_RUNTIME_DIR"):
        os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("runtime"))

    from qgis.core import QgsApplication

    app = QgsApplication([], False)
    app.initQgis()
    plugins = str(Path(app.pkgDataPath()) / "python" / "plugins")
    sys.path.append(plugins)

    from processing.core.Processing import Processing

    Processing.initialize()
    _running.append(app)
    return app


@pytest.fixture(scope="session")
def provider(qgis_app, tmp_path_factory):
    """Our provider in QGIS, its worker with caches of its own."""
    from rs_deepcluster_plugin.processing.provider import Provider

    os.environ["RSDEEPCLUSTER_PYTHON"] = support.worker_python()
    os.environ["RSDEEPCLUSTER_HOME"] = str(tmp_path_factory.mktemp("home"))
    made = Provider()
    assert qgis_app.processingRegistry().addProvider(made)
    yield made
    qgis_app.processingRegistry().removeProvider(made)


@pytest.fixture(scope="session")
def run(provider):
    """Check the parameters of an algorithm as QGIS does, run it, and return its results."""
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    def checked(name, context=None, feedback=None, **parameters):
        algorithm = provider.algorithm(name).create()
        if context is None:
            context = QgsProcessingContext()
            context.setProject(QgsProject.instance())
        feedback = feedback or QgsProcessingFeedback(False)
        # Paths as QGIS hands them over.
        given = {k: str(v) if isinstance(v, Path) else v for k, v in parameters.items()}
        fine, message = algorithm.checkParameterValues(given, context)
        assert fine, message
        return processing.run(algorithm, given, context=context, feedback=feedback)

    return checked


@pytest.fixture(scope="session")
def crop(tmp_path_factory):
    """A small piece of the demo raster."""
    return support.crop_demo(tmp_path_factory.mktemp("data") / "crop.tif")


@pytest.fixture(scope="session")
def fitted(run, crop, tmp_path_factory):
    """A whole run; returns its results."""
    return map_of(run, crop, tmp_path_factory.mktemp("fitted"))


@pytest.fixture(scope="session")
def three(run, crop, tmp_path_factory):
    """A whole run that gives three clusters."""
    return map_of(run, crop, tmp_path_factory.mktemp("three"), MAX_CLUSTERS=3)


def map_of(run, raster, folder, **parameters):
    return run(
        "clusterscenes",
        INPUT=raster,
        **support.WHOLE,
        **parameters,
        OUTPUT=folder / "map.gpkg",
        FEATURES=folder / "features.parquet",
        CLUSTER_MODEL=folder / "model.npz",
    )
