"""What bad input gets: one sentence, exit code 1, and nothing written."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import re
import shutil
import struct
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import ogr

GRID, ALL = "scenegrid", "clusterscenes"
QUICK = {"SIZE": 32, "INPUT_SIZE": 56, "PROJECTION": "PCA"}


class Files:
    """Good and bad files, made once."""

    def __init__(self, folder: Path, qgis, crop: str, mapped: Path) -> None:
        self.folder, self.crop, self.mapped = folder, crop, mapped
        self._rasters()
        self._layers()
        self._weights()
        self._of_another_model(qgis)
        for name in ("features.parquet", "model.npz"):
            whole = (mapped / name).read_bytes()
            (folder / f"cut_{name}").write_bytes(whole[: len(whole) * 2 // 3])
        (folder / "no_images").mkdir()
        (folder / "broken_images").mkdir()
        (folder / "broken_images" / "one.png").write_text("no image")

    def __getattr__(self, name: str) -> str:
        """Path of a file by its stem."""
        (path,) = (
            path for path in self.folder.iterdir() if path.stem == name and "-" not in path.suffix
        )
        return str(path)

    def _rasters(self) -> None:
        folder, values = self.folder, support.texture()
        (folder / "text.tif").write_text("This is a text.\n")
        (folder / "no_features.parquet").write_text("This is a text.\n")
        support.write_raster(folder / "no_crs.tif", values, epsg=None)
        support.write_raster(folder / "no_place.tif", values, transform=None, epsg=32633)
        support.write_raster(folder / "plain.png", values, None, None, driver="PNG")
        support.write_raster(folder / "empty.tif", np.zeros_like(values), nodata=0)
        nowhere = np.full(values.shape, np.nan, dtype=np.float32)
        support.write_raster(folder / "nan.tif", nowhere)
        support.write_raster(folder / "complex.tif", values.astype(np.complex64))
        hardly = np.zeros_like(values)
        hardly[:, 5:8, 5:8] = values[:, 5:8, 5:8]
        support.write_raster(folder / "hardly.tif", hardly, nodata=0)
        whole = Path(support.write_raster(folder / "cut.tif", values)).read_bytes()
        (folder / "cut.tif").write_bytes(whole[: len(whole) // 2])

    def _layers(self) -> None:
        folder = self.folder
        support.write_polygons(
            folder / "points.gpkg", ["POINT(500100 4999900)"], 32633, kind=ogr.wkbPoint
        )
        support.write_polygons(folder / "lines.gpkg", ["LINESTRING(0 0,1 1)"], 32633,
                               kind=ogr.wkbLineString)  # fmt: skip
        (folder / "table.csv").write_text("a,b\n1,2\n")
        (folder / "prose.json").write_text("no signatures")
        support.write_polygons(folder / "nothing.gpkg", [], 32633)
        support.write_polygons(folder / "elsewhere.gpkg", [support.box(0, 0, 1, 1)], 4326)

    def _weights(self) -> None:
        folder = self.folder
        tensor = np.zeros((4, 4), dtype=np.float32)
        _safetensors(folder / "resnet.safetensors", {"layer1.0.conv1.weight": tensor})
        default = support.stage() / support.NAME / "resources" / "models" / "default.safetensors"
        (folder / "cut_weights.safetensors").write_bytes(default.read_bytes()[:1_000_000])
        (folder / "text_weights.pth").write_text("no weights")
        (folder / "code.pth").write_bytes(pickle.dumps(_Code(folder / "code_has_run"), 2))
        # The same in the layout that torch.save writes today.
        with zipfile.ZipFile(folder / "zipped_code.pth", "w") as archive:
            archive.writestr("a/data.pkl", pickle.dumps(_Code(folder / "code_has_run"), 2))
            archive.writestr("a/version", "3\n")
            archive.writestr("a/byteorder", "little")
        whole = (folder / "zipped_code.pth").read_bytes()
        (folder / "cut_zip.pth").write_bytes(whole[: len(whole) // 2])

    def _of_another_model(self, qgis) -> None:
        made = {name: self.folder / name for name in (
            "other.parquet", "other_embedding.parquet", "other_projector.npz", "no_projector.npz",
            "third_embedding.parquet", "third_projector.npz", "other_map.gpkg",
        )}  # fmt: skip
        quick = {"INPUT": made["other.parquet"], "PROJECTION": "PCA"}
        for algorithm, parameters in (
            ("extractfeatures", {
                "INPUT": self.crop, "SIZE": 96, "INPUT_SIZE": 56, "BLOCKS": 3,
                "OUTPUT": made["other.parquet"],
            }),
            ("projectfeatures", {
                **quick, "OUTPUT": made["other_embedding.parquet"],
                "PROJECTOR": made["other_projector.npz"],
            }),
            ("projectfeatures", {
                **quick, "DIMENSIONS": 3, "OUTPUT": made["third_embedding.parquet"],
                "PROJECTOR": made["third_projector.npz"],
            }),
            ("clusterfeatures", {
                "INPUT": made["other_embedding.parquet"], "CLUSTERING": "k-means",
                "N_CLUSTERS": 2, "CLUSTER_MODEL": made["no_projector.npz"],
                "OUTPUT": made["other_map.gpkg"],
            }),
        ):  # fmt: skip
            answer = qgis.run(algorithm, **parameters)
            assert answer.code == 0, answer.stderr


class _Code:
    """Unpickled, it makes a file: the proof that code has run."""

    def __init__(self, witness: Path) -> None:
        self.witness = witness

    def __reduce__(self):
        return os.mkdir, (str(self.witness),)


def _safetensors(path: Path, tensors: dict) -> None:
    header, data = {}, b""
    for name, values in tensors.items():
        span = [len(data), len(data) + values.nbytes]
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": span}
        data += values.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


# What is wrong: algorithm, parameters, and what the sentence must say of the trouble and the
# remedy. A raster, an output folder and what is needed besides are filled in.
CASES = {
    "a text file is no raster": (
        GRID, lambda f: {"INPUT": f.text}, r"text\.tif.*not a raster.*Choose"),
    "a file that is not there": (
        ALL, lambda f: {"INPUT": "/nowhere/a.tif"}, r"/nowhere/a\.tif.*does not exist.*Choose"),
    "a raster whose end is missing": (
        ALL, lambda f: {"INPUT": f.cut}, r"cut\.tif.*(damaged|end)"),
    "a raster without CRS": (
        GRID, lambda f: {"INPUT": f.no_crs}, r"no coordinate reference system.*Assign"),
    "a raster without georeference": (
        GRID, lambda f: {"INPUT": f.no_place}, r"not georeferenced.*Georeference it"),
    "a plain image": (
        ALL, lambda f: {"INPUT": f.plain}, r"not georeferenced.*Folder to features"),
    "a raster of nodata": (ALL, lambda f: {"INPUT": f.empty}, r"no valid data.*nodata"),
    "a raster of NaN": (ALL, lambda f: {"INPUT": f.nan}, r"no valid data"),
    "a grid over nodata": (GRID, lambda f: {"INPUT": f.empty}, r"at least 50% valid.*nodata"),
    "scenes that hold hardly any data": (
        ALL, lambda f: {"INPUT": f.hardly}, r"at least 50% valid data.*lower the minimum"),
    "complex numbers": (ALL, lambda f: {"INPUT": f.complex}, r"complex.*Convert"),
    "fewer scenes than clusters need": (
        ALL, lambda f: {"SIZE": 200}, r"only 6 scenes.*at least 10.*Choose"),
    "scenes larger than the raster": (
        GRID, lambda f: {"SIZE": 500}, r"500 x 500.*larger than the raster \(480 x 384.*smaller"),
    "scenes of no size": (GRID, lambda f: {"SIZE": 0}, r"size is 0.*greater than zero"),
    "scenes of negative size": (GRID, lambda f: {"SIZE": -32}, r"SIZE\) cannot be -32"),
    "a size that is not a number": (GRID, lambda f: {"SIZE": "big"}, r"cell size.*big.*number"),
    "a text for a number that may be left out": (
        ALL, lambda f: {"RESOLUTION": "many"}, r"RESOLUTION.*many.*number"),
    "a stride of zero": (GRID, lambda f: {"STRIDE": 0}, r"stride is 0.*greater than zero"),
    "a band that does not exist": (
        ALL, lambda f: {"BANDS": "1;2;9"}, r"Band 9.*3 bands.*from 1 to 3"),
    "band zero": (ALL, lambda f: {"BANDS": "0"}, r"Band 0.*from 1 to 3"),
    "a band that is not a number": (ALL, lambda f: {"BANDS": "red"}, r"red.*4;1;2"),
    "an extent beside the raster": (
        GRID, lambda f: {"EXTENT": "1,2,3,4"}, r"extent does not overlap.*Choose"),
    "a choice that there is not": (
        GRID, lambda f: {"UNITS": "feet"}, r"Units.*feet.*pixels, map units"),
    "a number below its minimum": (
        ALL, lambda f: {"DIMENSIONS": 0}, r"Dimensions.*0.*from 1 to 100"),
    "segments of a raster without CRS": (
        "segmentscenes", lambda f: {"INPUT": f.no_crs}, r"no coordinate reference system.*Assign"),
    "segments of nodata": (
        "segmentscenes", lambda f: {"INPUT": f.empty}, r"no valid data.*nodata"),
    "segments that are too large": (
        "segmentscenes", lambda f: {"SIZE": 99999}, r"Pixels of a segment.*99999.*to 16384"),
    "pixels of nodata": ("pixelclusters", lambda f: {"INPUT": f.empty}, r"no valid data.*nodata"),
    "classes that are no GeoTIFF": (
        "pixelclusters", lambda f: {"OUTPUT": f.folder / "a.png"}, r"a\.png.*ends in \.tif"),
    "signatures that are a text": (
        "maximumlikelihood", lambda f: {"SIGNATURES_FILE": f.prose},
        r"prose\.json is not a signatures file.*Make one"),
    "polygons and no field": (
        "maximumlikelihood", lambda f: {"POLYGONS": f.elsewhere},
        r"field with the classes is missing.*Choose"),
    "a grid of points": (
        "extractfeatures", lambda f: {"GRID": f.points}, r"grid layer points has no polygons"),
    "a grid without shapes": (
        "extractfeatures", lambda f: {"GRID": f.table}, r"grid layer table has no polygons"),
    "a grid without scenes": (
        "extractfeatures", lambda f: {"GRID": f.nothing}, r"grid layer has no polygons.*Choose"),
    "a grid of another place": (
        "extractfeatures", lambda f: {"GRID": f.elsewhere}, r"polygons lies on the raster.*Choose"),
    "a mask that leaves nothing": (
        ALL, lambda f: {"MASK": f.elsewhere}, r"No scene.*mask.*Choose"),
    "a mask without polygons": (ALL, lambda f: {"MASK": f.nothing}, r"mask layer has no polygons"),
    "a mask of lines": (ALL, lambda f: {"MASK": f.lines}, r"mask layer lines has no polygons"),
    "weights of another architecture": (
        ALL, lambda f: {"WEIGHTS": f.resnet}, r"resnet\.safetensors is not a DINOv2 model.*give"),
    "weights whose end is missing": (
        ALL, lambda f: {"WEIGHTS": f.cut_weights}, r"cut_weights.*cut short or damaged.*again"),
    "an archive of weights whose end is missing": (
        ALL, lambda f: {"WEIGHTS": f.cut_zip}, r"cut_zip.*cut short or damaged.*again"),
    "weights that are a text": (
        ALL, lambda f: {"WEIGHTS": f.text_weights}, r"text_weights.*not a weights file.*choose"),
    "weights that are a pickle with code": (
        ALL, lambda f: {"WEIGHTS": f.code}, r"code\.pth was refused.*code.*safetensors"),
    "an archive of weights with code": (
        ALL, lambda f: {"WEIGHTS": f.zipped_code}, r"zipped_code\.pth was refused.*code"),
    "weights that are not there": (
        ALL, lambda f: {"WEIGHTS": "/nowhere/a.pth"}, r"/nowhere/a\.pth.*(exist|found)"),
    "a block that the model has not": (
        ALL, lambda f: {"BLOCKS": "40"}, r"blocks 0 to 8, and 40.*choose"),
    "blocks that are no numbers": (ALL, lambda f: {"BLOCKS": "last"}, r"'last'.*6,-1"),
    "an input size that is no multiple of 14": (
        ALL, lambda f: {"INPUT_SIZE": 50}, r"multiple of 14.*50.*nearest is 56"),
    "percentiles the wrong way round": (
        ALL, lambda f: {"LOWER": 90, "UPPER": 10}, r"90 and 10.*below"),
    "a device that is not there": (
        ALL, lambda f: {"DEVICE": "mps"}, r"'mps'.*choose 'auto' or 'cpu'"),
    "a precision that the processor has not": (
        ALL, lambda f: {"DEVICE": "cpu", "PRECISION": "fp16"}, r"fp16.*choose"),
    "more means than scenes": (
        ALL, lambda f: {"SIZE": 96, "CLUSTERING": "k-means", "N_CLUSTERS": 60},
        r"60 clusters.*20.*Choose fewer"),
    "more dimensions than scenes": (
        ALL, lambda f: {"SIZE": 64, "DIMENSIONS": 50}, r"50 dimensions.*48 scenes.*fewer"),
    "features whose end is missing": (
        "projectfeatures", lambda f: {"INPUT": f.cut_features}, r"truncated.*Make it again"),
    "features that are a text": (
        "projectfeatures", lambda f: {"INPUT": f.text}, r"text\.tif is not what Features"),
    "features of another kind": (
        "projectfeatures", lambda f: {"INPUT": f.no_features}, r"not a file of features.*Extract"),
    "features that are not there": (
        "projectfeatures", lambda f: {"INPUT": "/nowhere/f.parquet"}, r"/nowhere/f.*exist"),
    "an embedding in place of features": (
        "projectfeatures",
        lambda f: {"INPUT": f.other_embedding}, r"embedding.*features are needed.*Extract"),
    "features in place of an embedding": (
        "clusterfeatures",
        lambda f: {"INPUT": f.other}, r"features.*embedded scenes are needed.*Project features"),
    "a projector of another embedding": (
        "clusterfeatures",
        lambda f: {"INPUT": f.other_embedding, "PROJECTOR": f.third_projector},
        r"projector.*did not make the embedding.*one run"),
    "features of another model": (
        "applyclusters", lambda f: {"FEATURES_FILE": f.other}, r"another model or recipe.*Extract"),
    "a cluster model whose end is missing": (
        "applyclusters",
        lambda f: {"INPUT": f.crop, "CLUSTER_MODEL": f.cut_model}, r"cut_model.*damaged.*again"),
    "a projector in place of a cluster model": (
        "applyclusters",
        lambda f: {"INPUT": f.crop, "CLUSTER_MODEL": f.other_projector}, r"projector.*clusters"),
    "a cluster model without a projector": (
        "applyclusters",
        lambda f: {"INPUT": f.crop, "CLUSTER_MODEL": f.no_projector}, r"without a projector.*Run"),
    "a parameter whose name is in small letters": (
        "applyclusters",
        lambda f: {"INPUT": f.crop, "size": 16}, r"no parameter size\. Give SIZE in place"),
    "a parameter that there is not": (
        "applyclusters", lambda f: {"INPUT": f.crop, "ZZZ": 16}, r"no parameter ZZZ\. Give one"),
    "neither raster nor features": (
        "applyclusters", lambda f: {}, r"either a raster or a features file\."),
    "a raster with fewer bands than the model's": (
        "applyclusters",
        lambda f: {"INPUT": f.crop, "BANDS": "1"}, r"bands chosen are 1.*on 3.*Choose"),
    "a folder that is not there": (
        "foldertofeatures", lambda f: {"FOLDER": "/nowhere"}, r"/nowhere.*(folder|exist)"),
    "a folder without images": (
        "foldertofeatures",
        lambda f: {"FOLDER": f.folder / "no_images"}, r"holds no images.*Choose"),
    "a folder of broken images": (
        "foldertofeatures", lambda f: {"FOLDER": f.folder / "broken_images"}, r"None of the 1 im"),
    "a number of orientations that there is not": (
        "extractfeatures", lambda f: {"INPUT": f.crop, "ORIENTATIONS": 3},
        r"seen in 3 orientations; choose one of 1, 2, 4, 8"),
    "embeddings of a model that is not named": (
        "importembeddings", lambda f: {"INPUT": f.crop}, r"crop.*which model.*Name it"),
    "two dates by features of two models": (
        "comparefeatures",
        lambda f: {"BEFORE": f.mapped / "features.parquet", "AFTER": f.other},
        r"Extract the features of both with"),
    "our own features as those of others": (
        "importembeddings",
        lambda f: {"INPUT_TABLE": f.other}, r"by RS DeepCluster itself.*Choose"),
}  # fmt: skip


def _complete(algorithm: str, given: dict, files: Files, folder: Path) -> dict:
    """Fill in what a run needs besides what is wrong."""
    filled = {"OUTPUT": folder / "map.gpkg"}
    if algorithm in (GRID, ALL, "extractfeatures", "segmentscenes"):
        filled.update(INPUT=files.crop, SIZE=32)
    if algorithm in ("pixelclusters", "maximumlikelihood"):
        filled.update(INPUT=files.crop, OUTPUT=folder / "map.tif")
    if algorithm == ALL:
        filled.update(
            QUICK, FEATURES=folder / "features.parquet", CLUSTER_MODEL=folder / "model.npz"
        )
    if algorithm == "importembeddings":
        filled.update(OUTPUT=folder / "features.parquet")
    if algorithm in ("extractfeatures", "foldertofeatures"):
        filled.update(OUTPUT=folder / "features.parquet", INPUT_SIZE=56)
    if algorithm == "projectfeatures":
        filled.update(OUTPUT=folder / "embedding.parquet", PROJECTION="PCA")
        filled.update(PROJECTOR=folder / "projector.npz")
    if algorithm == "clusterfeatures":
        filled.update(CLUSTER_MODEL=folder / "model.npz")
    if algorithm == "applyclusters":
        filled.update(CLUSTER_MODEL=files.mapped / "model.npz")
    return {**filled, **given}


@pytest.fixture(autouse=True)
def nothing_kept():
    """Cases run in the background of the tests here: what they have finished must not vanish."""


@pytest.fixture(scope="module")
def files(qgis, crop, mapped, tmp_path_factory):
    return Files(tmp_path_factory.mktemp("files"), qgis, crop, mapped[1])


@pytest.fixture(scope="module")
def told(qgis, files, tmp_path_factory, request):
    """Run all cases that were selected, two at a time; returns a function case -> answer."""
    selected = [
        item.callspec.params["case"]
        for item in request.session.items
        if "case" in getattr(getattr(item, "callspec", None), "params", {})
    ]
    folders = {case: tmp_path_factory.mktemp("case") for case in selected}

    def ask(case: str):
        algorithm, make, _ = CASES[case]
        return qgis.run(algorithm, **_complete(algorithm, make(files), files, folders[case]))

    with ThreadPoolExecutor(2) as pool:
        answers = {case: pool.submit(ask, case) for case in selected}
        yield lambda case: (answers[case].result(), folders[case])


def check(sentence: str, expected: str) -> None:
    """Say whether a user can do something with a sentence."""
    assert re.search(expected, sentence), sentence
    assert sentence[-1] == ".", sentence
    assert len(sentence) < 420, sentence
    assert "  " not in sentence
    assert not re.search(r"Error\b|Exception|errno|NoneType|\.py\b", sentence), sentence


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_one_sentence_and_leaves_nothing(told, case):
    answer, folder = told(case)
    check(answer.sentence, CASES[case][2])
    assert list(folder.iterdir()) == []


def test_code_in_a_weights_file_never_runs(files, told):
    assert not (files.folder / "code_has_run").exists()


def test_a_missing_package_is_named_with_the_way_to_get_it(qgis, crop, tmp_path):
    answer = qgis.run(
        GRID,
        environ={"RSDEEPCLUSTER_PYTHON": "/usr/bin/python3"},
        INPUT=crop,
        SIZE=32,
        OUTPUT=tmp_path / "grid.gpkg",
    )
    check(answer.sentence, r"/usr/bin/python3, which lacks packages.*(torch|timm).*install")
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_is_not_there_is_named(qgis, crop, tmp_path):
    answer = qgis.run(
        GRID,
        environ={"RSDEEPCLUSTER_PYTHON": "/nowhere/python"},
        INPUT=crop,
        SIZE=32,
        OUTPUT=tmp_path / "grid.gpkg",
    )
    check(answer.sentence, r"/nowhere/python.*correct it")


def test_without_any_environment_the_way_to_one_is_named(qgis, crop, tmp_path):
    answer = qgis.run(
        GRID,
        environ={"RSDEEPCLUSTER_PYTHON": "", "RSDEEPCLUSTER_HOME": str(tmp_path / "home")},
        INPUT=crop,
        SIZE=32,
        OUTPUT=tmp_path / "grid.gpkg",
    )
    check(answer.sentence, r'missing.*run the algorithm "Set up the worker"')


@pytest.mark.parametrize(
    "environ", [{"HF_HUB_OFFLINE": "1"}, {"HF_ENDPOINT": "http://127.0.0.1:9"}], ids=str
)
def test_a_model_that_cannot_be_downloaded_says_so_soon(qgis, crop, tmp_path, environ):
    answer = qgis.run(
        "extractfeatures",
        environ={"HF_HOME": str(tmp_path / "hub"), **environ},
        INPUT=crop,
        SIZE=32,
        MODEL="dinov2_vits14",
        OUTPUT=tmp_path / "features.parquet",
    )
    check(answer.sentence, r"dinov2_vits14 could not be downloaded.*weights file.*'default'")
    assert answer.seconds < 30
    assert not (tmp_path / "features.parquet").exists()


PLACES = {
    "the layer": (GRID, "OUTPUT", "map.gpkg"),
    "the features": (ALL, "FEATURES", "features.parquet"),
    "the cluster model": (ALL, "CLUSTER_MODEL", "model.npz"),
}


@pytest.mark.parametrize("what", PLACES)
def test_a_place_below_a_file_is_refused_before_the_work(qgis, files, tmp_path, what):
    algorithm, key, name = PLACES[what]
    (tmp_path / "file").write_text("")
    parameters = _complete(algorithm, {key: tmp_path / "file" / name}, files, tmp_path)
    answer = qgis.run(algorithm, **parameters)
    check(answer.sentence, rf"{name} cannot be written into .*file.*Choose another folder")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_folder_in_place_of_a_file_is_refused(qgis, files, tmp_path):
    (tmp_path / "map.gpkg").mkdir()
    answer = qgis.run(GRID, **_complete(GRID, {}, files, tmp_path))
    check(answer.sentence, r"map\.gpkg is a folder.*name of a file")


@pytest.fixture
def frozen(tmp_path):
    """Make a folder nobody can write into, not even root."""
    folder = tmp_path / "frozen"
    folder.mkdir()
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    chattr = shutil.which("chattr")
    if not chattr or subprocess.run([chattr, "+i", folder], capture_output=True).returncode:
        pytest.skip("root can write anywhere, and this file system has no immutable folders")
    yield folder
    subprocess.run([chattr, "-i", folder], check=True)


@pytest.mark.parametrize("what", ["the layer", "the features"])
def test_a_folder_that_is_read_only_is_refused_before_the_work(qgis, files, frozen, what):
    algorithm, key, name = PLACES[what]
    parameters = _complete(algorithm, {key: frozen / name}, files, frozen.parent)
    answer = qgis.run(algorithm, **parameters)
    check(answer.sentence, rf"{name} cannot be written into .*frozen.*Choose another folder")
    assert [p.name for p in frozen.parent.iterdir()] == ["frozen"]


@pytest.fixture
def small_disk(tmp_path):
    """Make a disk of a few hundred kilobytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root, outside a container without rights")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_temporary_folder_is_named(qgis, files, small_disk, tmp_path):
    parameters = _complete(ALL, {}, files, tmp_path)
    with open(small_disk / "ballast", "wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(b"0" * 512)
    answer = qgis.run(ALL, environ={"TMPDIR": str(small_disk)}, **parameters)
    check(answer.sentence, r"small.* (full|cannot be written).*(Free|Make room)")
    assert not (tmp_path / "map.gpkg").exists()


@pytest.mark.parametrize("what", ["the features", "the parts", "the layer"])
def test_a_full_disk_gets_a_sentence_and_no_half_file(qgis, files, small_disk, tmp_path, what):
    home = small_disk if what == "the parts" else qgis.home
    given = {"STRIDE": 16}
    if what == "the features":
        given["FEATURES"] = small_disk / "features.parquet"
    if what == "the layer":
        given["OUTPUT"] = small_disk / "map.gpkg"
        (small_disk / "ballast").write_bytes(b"0" * 200_000)
    parameters = _complete(ALL, given, files, tmp_path)
    answer = qgis.run(ALL, environ={"RSDEEPCLUSTER_HOME": str(home)}, **parameters)
    check(answer.sentence, r"disk is full.*(Free|free)")
    left = {p.name for p in small_disk.iterdir()}
    assert not left & {"features.parquet", ".features.parquet.partial", "map.gpkg"}
    assert not (tmp_path / "map.gpkg").exists()
