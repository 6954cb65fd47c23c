"""What a dialog is given reaches the worker, and what it offers is what the settings say."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import ogr, osr

# What the algorithms are given that send settings to the worker.
GIVEN = {
    "scenegrid": {"INPUT": "raster"},
    "segmentscenes": {"INPUT": "raster"},
    "suggestscale": {"INPUT": "raster"},
    "extractfeatures": {"INPUT": "raster"},
    "foldertofeatures": {"FOLDER": "folder"},
    "importembeddings": {"INPUT": "raster"},
    "comparefeatures": {"BEFORE": "features.parquet", "AFTER": "other.parquet"},
    "evaluatefeatures": {"FOLDER": "folder"},
    "finetunemodel": {
        "FOLDER": "folder", "INPUT": "raster", "POLYGONS": "polygons", "CLASS_FIELD": "kind",
    },
    "refinemodel": {"INPUT": "raster", "GRID": "polygons"},
    "projectfeatures": {"INPUT": "features.parquet"},
    "clusterfeatures": {"INPUT": "embedding.parquet"},
    "clustertogether": {"INPUT": "features.parquet", "MORE_FEATURES": "other.parquet"},
    "clusterscenes": {"INPUT": "raster"},
    "applyclusters": {"INPUT": "raster", "CLUSTER_MODEL": "model.npz"},
    "pixelclusters": {"INPUT": "raster"},
    "classifyscenes": {"LABELS": "polygons", "CLASS_FIELD": "kind", "FEATURES": "features"},
    "suggestlabels": {"LABELS": "polygons", "CLASS_FIELD": "kind", "FEATURES": "features"},
    "constrainclusters": {"LABELS": "polygons", "CLASS_FIELD": "kind", "FEATURES": "features"},
    "learningcurve": {"LABELS": "polygons", "CLASS_FIELD": "kind", "FEATURES": "features"},
    "maximumlikelihood": {"INPUT": "raster", "POLYGONS": "polygons", "CLASS_FIELD": "kind"},
}  # fmt: skip
# Settings whose default in the dialog is another one, and why.
OWN_DEFAULTS = {
    ("refinemodel", "refine.batch"): "0 in the dialog: as many as suit what is learned",
    ("foldertofeatures", "extract.model.orientations"): "images are seen from all sides",
    ("finetunemodel", "finetune.train.precision"): "that of the engine",
    ("importembeddings", "source.grid.size"): "pixels of embeddings are coarser than imagery",
    ("refinemodel", "train.precision"): "that of the engine",
    ("refinemodel", "source.grid.size"): "whole scenes, which have no size by themselves",
}
# Texts and places to change a parameter to; numbers and choices are changed by themselves.
OTHERS = {
    "WAVELENGTHS": "0.49,0.56,0.665",
    "ASSET": "visual",
    "BANDS": "3;1",
    "BLOCKS": "6,-1",
    "CLASS_FIELD": "other",
    "CLUSTER_FIELD": "kind",
    "COLUMN": "vector",
    "CRS": "EPSG:3857",
    "EXTENT": "500100,500900,4999000,4999900 [EPSG:32633]",
    "MASK": "polygons",
    "MODEL_NAME": "theirs 2",
    "MORE_FEATURES": "third.parquet",
    "MORE_FOLDERS": "/more",
    "NOT_FIELD": "other",
    "PARTS": "s3://bucket/parts",
    "POLYGONS": "more polygons",
    "PROJECTOR": "projector.npz",
    "SCALE_COLUMN": "scale",
    "SCHEDULER": "tcp://host:8786",
    "SHEETS": "raster",
    "SHEETS_FROM": "/more/rasters",
    "TABLE": "tiles",
    "WEIGHTS": "weights.pth",
}
# These are not part of what is sent, or not alone: what else must be given, or why they are not.
WITH = {
    ("finetunemodel", "EXTENT"): None,  # the polygons say where the scenes are
    ("refinemodel", "FOLDER"): None,  # in place of a raster
    ("finetunemodel", "MASK"): None,
    ("applyclusters", "FEATURES_FILE"): None,  # in place of a raster
    ("importembeddings", "INPUT_TABLE"): None,  # in place of a raster
    ("comparefeatures", "BEFORE"): None,  # given
    ("comparefeatures", "AFTER"): None,
    ("comparefeatures", "BEFORE_MAP"): None,  # QGIS's side names changes by maps
    ("comparefeatures", "BEFORE_FIELD"): None,
    ("comparefeatures", "AFTER_MAP"): None,
    ("comparefeatures", "AFTER_FIELD"): None,
    ("maximumlikelihood", "SIGNATURES_FILE"): None,  # in place of polygons
    ("constrainclusters", "PAIRS"): None,  # beside the labels
    ("constrainclusters", "FIRST_FIELD"): None,
    ("constrainclusters", "SECOND_FIELD"): None,
    ("constrainclusters", "PAIR_FIELD"): None,
    ("*", "RESOLUTION"): None,  # of web layers
    **dict.fromkeys(
        [
            (algorithm, name)
            for algorithm in (
                "classifyscenes",
                "constrainclusters",
                "learningcurve",
                "suggestlabels",
            )
            for name in (
                "LABELS",
                "FEATURES",
                "LABEL_MODEL",  # what is there, or in place of it
                "TIME_FIELD",  # the order within the file of labels
                "SCHEMA",
                "SCHEMA_FILE",
                "SCHEMA_TABLE",
                "SCHEMA_ENCODING",  # of other classes
            )
        ]
    ),
}


class Sent(Exception):  # noqa: N818
    """The job that would have gone to the worker."""


def write_kinds(path: Path, count: int) -> str:
    """Write boxes with two fields."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    layer = (made := ogr.GetDriverByName("GPKG").CreateDataSource(str(path))).CreateLayer(
        "shapes", system, ogr.wkbPolygon
    )
    for name in ("kind", "other"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for number in range(count):
        feature = ogr.Feature(layer.GetLayerDefn())
        x = 500_000 + 320 * number
        feature.SetGeometry(
            ogr.CreateGeometryFromWkt(support.box(x, 4_999_600, x + 320, 4_999_920))
        )
        feature.SetField("kind", "ab"[number % 2])
        feature.SetField("other", "cd"[number % 2])
        layer.CreateFeature(feature)
    del layer, made
    return str(path)


def write_header(path: Path) -> str:
    """Write what QGIS's side reads of a features file: the metadata at its end."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    made = {
        "identity": "", "model": "", "weights": None, "blocks": None, "pooling": "",
        "input_size": 56, "part_dims": [4], "bands": [1], "scaling_low": [0.0],
        "scaling_high": [1.0], "minimum_valid": 0.5, "source": "", "crs_wkt": system.ExportToWkt(),
    }  # fmt: skip
    header = json.dumps({"format": "rs-deepcluster-features", "provenance": made}).encode()
    footer = b"\x18\x0ers_deepcluster\x18" + bytes([len(header) & 127 | 128, len(header) >> 7])
    footer += header
    path.write_bytes(b"PAR1" + footer + len(footer).to_bytes(4, "little") + b"PAR1")
    return str(path)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Inputs by what they are called above."""
    folder = tmp_path_factory.mktemp("given")
    (folder / "images").mkdir()
    return {
        "raster": support.write_raster(folder / "raster.tif", support.texture()),
        "folder": str(folder / "images"),
        "polygons": write_kinds(folder / "polygons.gpkg", 4),
        "more polygons": write_kinds(folder / "more.gpkg", 3),
        "features": write_header(folder / "features.parquet"),
    }


@pytest.fixture
def send(provider, places, tmp_path, monkeypatch):
    """Return the job that an algorithm would send to the worker."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    from rs_deepcluster_plugin.processing.framework.algorithm import Algorithm

    def work(self, job, feedback, outputs=()):
        assert type(job) is self.JOB
        job.to_message()  # refuses what is not of the contract
        raise Sent(job)

    @contextlib.contextmanager
    def scratch_folder(self):
        self.scratch = tmp_path
        yield tmp_path

    monkeypatch.setattr(Algorithm, "work", work)
    monkeypatch.setattr(Algorithm, "scratch_folder", scratch_folder)

    def made(name, **changes):
        algorithm = provider.algorithm(name).create()
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        feedback = QgsProcessingFeedback(False)
        parameters = {k: places.get(v, v) for k, v in {**GIVEN[name], **changes}.items()}
        for destination in algorithm.destinationParameterDefinitions():
            place = tmp_path / f"{destination.name()}.{destination.defaultFileExtension()}"
            parameters[destination.name()] = str(place)
        fine, message = algorithm.checkParameterValues(parameters, context)
        assert fine, message
        assert algorithm.prepareAlgorithm(parameters, context, feedback), feedback.textLog()
        with pytest.raises(Sent) as sent:
            algorithm.processAlgorithm(parameters, context, feedback)
        return sent.value.args[0]

    return made


def leaves(value, path=""):
    """Return all plain values of nested dataclasses, by their path, with the field they are of."""
    found = {}
    for one in dataclasses.fields(value):
        inner, where = getattr(value, one.name), f"{path}.{one.name}".lstrip(".")
        if dataclasses.is_dataclass(inner):
            found |= leaves(inner, where)
        else:
            found[where] = inner, value, one
    return found


def changed(one, other):
    """Return the paths of what differs in two jobs."""
    before, after = leaves(one), leaves(other)
    return {
        path
        for path in before.keys() | after.keys()
        if before.get(path, (None,))[0] != after.get(path, (None,))[0]
    }


def another(name, definition):
    """Return another value for a parameter, None where nothing is known to change it to."""
    from qgis.core import QgsProcessingParameterDefinition as Definition
    from qgis.core import QgsProcessingParameterNumber as Number

    if definition.name() == "GRID":
        return None if "GRID" in GIVEN[name] else "polygons"
    if definition.name() in OTHERS:
        return OTHERS[definition.name()]
    kind, default = definition.type(), definition.defaultValue()
    assert definition.flags() & Definition.Flag.FlagOptional or default is not None
    if kind == "number":
        start, low, high = default or 0, definition.minimum(), definition.maximum()
        step = 1 if definition.dataType() == Number.Type.Integer else 0.01
        return next(v for v in (start + step, start - step, start + 30) if low <= v <= high)
    if kind == "enum":
        return next(option for option in definition.options()[::-1] if option != default)
    if kind == "boolean":
        return not default
    raise AssertionError(f"no other value for {definition.name()} of the type {kind}")


def sweep(provider):
    """List the algorithms above with each of their parameters that can be changed."""
    for name in GIVEN:
        for definition in provider.algorithm(name).parameterDefinitions():
            if definition.isDestination() or (name, definition.name()) in WITH:
                continue
            if ("*", definition.name()) not in WITH and definition.name() not in (
                "INPUT", "FOLDER", "CLUSTER_MODEL",
            ):  # fmt: skip
                yield name, definition


def test_every_job_has_an_algorithm_and_every_algorithm_its_job(provider):
    from rs_deepcluster_plugin.worker import contract

    jobs = {
        kind
        for kind in vars(contract).values()
        if isinstance(kind, type) and issubclass(kind, contract.Job) and kind is not contract.Job
    }
    jobs -= {contract.LabelSessionJob}  # the panel's, which has no result
    sent = {}
    for algorithm in provider.algorithms():
        if algorithm.JOB is not None:
            sent[algorithm.JOB] = algorithm.name()
        elif algorithm.name() != "setupworker":
            assert not algorithm.NEEDS_WORKER
            assert not algorithm.REPORT
    # A job is named after the id of its algorithm.
    assert {kind.__name__.lower(): f"{name}job" for kind, name in sent.items()} == {
        kind.__name__.lower(): kind.__name__.lower() for kind in jobs
    }
    settings = {
        algorithm.name()
        for algorithm in provider.algorithms()
        if algorithm.JOB is not None and "Settings" in str(vars(algorithm.JOB)["__annotations__"])
    }
    # They make their settings themselves, of a layer that has been clustered.
    assert settings - set(GIVEN) == {"splitcluster", "suggestnames"}


@pytest.mark.parametrize("name", GIVEN)
def test_a_dialog_that_is_left_as_it_is_gives_the_defaults_of_the_settings(send, name):
    found = leaves(send(name))
    compared = 0
    for path, (value, owner, one) in found.items():
        if not type(owner).__name__.endswith("Settings") or (name, path) in OWN_DEFAULTS:
            continue
        assert value == one.default, path
        compared += 1
    assert compared or name == "maximumlikelihood"


@pytest.mark.parametrize("name", GIVEN)
def test_every_parameter_reaches_the_worker(provider, send, name):
    plain = send(name)
    dead = []
    for _, definition in (p for p in sweep(provider) if p[0] == name):
        value = another(name, definition)
        job = send(name, **{definition.name(): value})
        arrived = [leaves(job)[path][0] for path in changed(plain, job) if path in leaves(job)]
        if definition.type() == "number":
            numbers = np.hstack([a for a in arrived if not isinstance(a, (str, type(None)))] or [0])
            if not np.isclose(numbers, value).any() and not np.isclose(numbers, value / 100).any():
                dead.append(definition.name())
        elif not changed(plain, job):
            dead.append(definition.name())
    assert dead == []


def test_a_size_that_may_be_left_out_is_taken_where_it_is_given(send):
    assert send("applyclusters").fitted_size
    given = send("applyclusters", SIZE=96)
    assert not given.fitted_size
    assert given.source.grid.size == 96


@pytest.mark.parametrize("name", ["scenegrid", "extractfeatures", "clusterscenes"])
def test_a_size_that_is_not_given_is_left_to_the_worker(send, name):
    grid = send(name).source.grid
    assert (grid.size, grid.context, grid.units) == (None, None, "pixels")
    # What scripts have given stays what it was.
    grid = send(name, SIZE=48).source.grid
    assert (grid.size, grid.context, grid.units) == (48, None, "pixels")
    grid = send(name, SIZE=480, CONTEXT=3840, UNITS="map units").source.grid
    assert (grid.size, grid.context, grid.units) == (480, 3840, "map")


def test_a_dialog_shows_ten_parameters_at_most_before_the_advanced_ones(provider):
    from qgis.core import QgsProcessingParameterDefinition as Definition

    shown = {
        algorithm.name(): [
            definition.name()
            for definition in algorithm.parameterDefinitions()
            if not definition.flags() & (Definition.Flag.FlagAdvanced | Definition.Flag.FlagHidden)
            and not definition.isDestination()  # those stand below the advanced ones
        ]
        for algorithm in provider.algorithms()
    }
    assert len(shown) > 25
    assert {name: names for name, names in shown.items() if len(names) > 10} == {}


def test_numbers_have_the_bounds_and_defaults_of_their_settings(provider, send):
    from rs_deepcluster_plugin.core.base.plain import bounds_of

    held = set()
    for name, definition in sweep(provider):
        if definition.type() != "number":
            continue
        value = another(name, definition)
        job = send(name, **{definition.name(): value})
        for path in changed(send(name), job):
            now, owner, one = leaves(job).get(path, (None, None, None))
            if owner is None or not type(owner).__name__.endswith("Settings"):
                continue
            if isinstance(now, tuple):  # the two percentiles
                now = value
            scale = value / now if now else 1  # percents are shares in the settings
            where = f"{name} {definition.name()} -> {path}"
            low, high = bounds_of(one)
            assert low is not None, where
            assert definition.minimum() == pytest.approx(low * scale), where
            if high is None:
                assert definition.maximum() > 1e9, where
            else:
                assert definition.maximum() == pytest.approx(high * scale), where
            held.add((name, definition.name()))
    assert len(held) > 100
