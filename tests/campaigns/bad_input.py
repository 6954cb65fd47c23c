"""Bad inputs of all algorithms: each ends in one clear sentence, and leaves nothing behind.

    python tests/campaigns/bad_input.py --count 120 --seed 0

Run it with the tests' Python (build/testenv) on the staged plugin, without a screen. One parameter
of an algorithm that would else run is given a value that cannot be: as QGIS does it, parameters are
checked, and what passes is run, with the real worker.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import support
from osgeo import ogr

QUICK = {"SIZE": 32, "INPUT_SIZE": 56, "PRECISION": "fp32"}
LONGEST = 600
# What speaks to a programmer, and not to a user.
CODE = re.compile(
    r"Traceback|[a-z]Error\b|Exception|Errno|NoneType|\.py\b|\bdoes not know\b|\bnan\b|<class"
)


class Good:
    """Good inputs, made once, and bad ones of all kinds."""

    def __init__(self, folder: Path, run: Callable[..., dict]) -> None:
        self.folder = folder
        self.crop = support.crop_demo(folder / "crop.tif")
        self.images = folder / "images"
        random = np.random.default_rng(0)
        for name, period in (("sea", 0), ("town", 7)):
            (self.images / name).mkdir(parents=True)
            wave = 60 * np.sin(2 * np.pi * np.arange(28) / period) if period else np.zeros(28)
            for number in range(8):
                values = np.clip(120 + wave + random.normal(0, 8, (3, 28, 28)), 0, 255)
                path = self.images / name / f"{number}.tif"
                support.write_raster(path, values.astype(np.uint8), None, None)
        self.path = {
            name: str(folder / name)
            for name in (
                "map.gpkg", "f.parquet", "m.npz", "e.parquet", "p.npz", "s.json", "c.tif",
                "g.parquet",
            )
        }  # fmt: skip
        path = self.path
        run(
            "clusterscenes", INPUT=self.crop, **QUICK, PROJECTION="PCA", OUTPUT=path["map.gpkg"],
            FEATURES=path["f.parquet"], CLUSTER_MODEL=path["m.npz"],
        )  # fmt: skip
        shutil.copy(path["f.parquet"], path["g.parquet"])
        run(
            "projectfeatures", INPUT=path["f.parquet"], PROJECTION="PCA",
            OUTPUT=path["e.parquet"], PROJECTOR=path["p.npz"],
        )  # fmt: skip
        run(
            "pixelclusters", INPUT=self.crop, CLUSTERS=3, OUTPUT=path["c.tif"],
            SIGNATURES=path["s.json"],
        )  # fmt: skip
        self._make_bad()

    def _make_bad(self) -> None:
        folder = self.folder / "bad"
        folder.mkdir()
        for suffix in ("tif", "gpkg", "parquet", "npz", "safetensors", "pth", "json", "csv", "qml"):
            (folder / f"text.{suffix}").write_text("This is a text.\n")
        for name in ("map.gpkg", "f.parquet", "m.npz", "e.parquet", "p.npz", "s.json"):
            whole = Path(self.path[name]).read_bytes()
            (folder / f"cut_{name}").write_bytes(whole[: len(whole) * 2 // 3])
        values = support.texture()
        support.write_raster(folder / "empty.tif", np.zeros_like(values), nodata=0)
        support.write_raster(folder / "complex.tif", values.astype(np.complex64))
        lines = ["LINESTRING(0 0,1 1)"]
        support.write_polygons(folder / "lines.gpkg", lines, 32633, kind=ogr.wkbLineString)
        support.write_polygons(folder / "none.gpkg", [], 32633)
        self.bad = folder

    def given(self, name: str, folder: Path) -> dict[str, Any]:
        """Parameters with which an algorithm runs."""
        path = self.path
        layer = shutil.copyfile(path["map.gpkg"], folder / "layer.gpkg")
        table = {"INPUT": str(layer)}
        out = {"OUTPUT": str(folder / "out.gpkg")}
        html = {"OUTPUT": str(folder / "out.html")}
        tif = {"OUTPUT": str(folder / "out.tif")}
        train = {"INPUT_SIZE": 28, "EPOCHS": 1, "PRECISION": "fp32"}
        features = {"OUTPUT": str(folder / "out.parquet")}
        reference = {"REFERENCE_LAYER": path["map.gpkg"], "REFERENCE_FIELD": "cluster"}
        return {
            "scenegrid": {"INPUT": self.crop, "SIZE": 32, **out},
            "suggestscale": {"INPUT": self.crop, **out, "OUTPUT_HTML": str(folder / "out.html")},
            "segmentscenes": {"INPUT": self.crop, "SIZE": 200, **out},
            "extractfeatures": {"INPUT": self.crop, **QUICK, **features},
            "foldertofeatures": {"FOLDER": str(self.images), "INPUT_SIZE": 56, **features},
            "comparefeatures": {"BEFORE": path["f.parquet"], "AFTER": path["f.parquet"], **out},
            "importembeddings": {
                "INPUT": self.crop, "SIZE": 16, "MODEL_NAME": "theirs", **features,
            },
            "evaluatefeatures": {
                "FOLDER": str(self.images), "INPUT_SIZE": 28, "EPISODES": 5, "PRECISION": "fp32",
            },
            "finetunemodel": {
                "FOLDER": str(self.images), **train, "TRAIN_SIZE": 28, "FROZEN": 10,
                "OUTPUT": str(folder / "m.safetensors"),
            },
            "refinemodel": {
                "INPUT": self.crop, "SIZE": 32, **train, "COPIES": 1, "MAPPED": 32,
                "METHOD": "SCAN", "CLUSTERS": 3, **out,
                "OUTPUT_MODEL": str(folder / "m.safetensors"),
            },
            "projectfeatures": {"INPUT": path["f.parquet"], "PROJECTION": "PCA", **features},
            "clusterfeatures": {"INPUT": path["e.parquet"], "PROJECTOR": path["p.npz"], **out},
            "clustertogether": {
                "INPUT": path["f.parquet"], "MORE_FEATURES": path["g.parquet"],
                "PROJECTION": "PCA", **out,
            },
            "clusterscenes": {"INPUT": self.crop, **QUICK, "PROJECTION": "PCA", **out},
            "applyclusters": {
                "FEATURES_FILE": path["f.parquet"], "CLUSTER_MODEL": path["m.npz"], **out,
            },
            "mergeclusters": {**table, "CLUSTERS": "1,2"},
            "splitcluster": {**table, "CLUSTER": 1, "METHOD": "k-means", "PARTS": 2},
            "reassignscenes": {**table, "EXPRESSION": '"row" = 0', "CLUSTER": 1},
            "smoothclasses": {**table, "FIELD": "clusters"},
            "assignclasses": {**table, "SCHEMA": "WorldCover", "MAPPING": "1=10"},
            "undo": table,
            "redo": table,
            "findsimilar": {**table, "EXPRESSION": '"exemplar_rank" = 1', **out},
            "schemafromfile": {"SCHEMA": "WorldCover", **out},
            "clustertable": {**table, **out},
            "suggestnames": {**table, "OUTPUT_TABLE": out["OUTPUT"]},
            "classraster": {**table, **tif},
            "clusterreport": {**table, **html},
            "dissolveclasses": {**table, **out},
            "validationsample": {**table, "MAP_FIELD": "cluster", "SIZE": 10, **out},
            "assessaccuracy": {**table, "MAP_FIELD": "cluster", **reference, **html},
            "comparemaps": {"BEFORE": path["map.gpkg"], "AFTER": str(layer), **out},
            "classifyscenes": {
                **table, "LABELS": path["map.gpkg"], "CLASS_FIELD": "cluster", **out,
            },
            "learningcurve": {**table, "LABELS": path["map.gpkg"], "CLASS_FIELD": "cluster", **out},
            "suggestlabels": {**table, **out},
            "constrainclusters": {
                **table, "LABELS": path["map.gpkg"], "CLASS_FIELD": "cluster", **out,
            },
            "pixelclusters": {"INPUT": self.crop, "CLUSTERS": 3, **tif},
            "maximumlikelihood": {"INPUT": self.crop, "SIGNATURES_FILE": path["s.json"], **tif},
            "setupworker": {},
            "clearcache": {},
        }[name]  # fmt: skip

    def bad_values(self, definition: Any) -> Iterator[Any]:
        """Values that a parameter cannot have."""
        from qgis.core import QgsProcessingParameterDefinition

        kind, bad = definition.type(), self.bad
        optional = definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        if not optional and definition.defaultValue() is None and not definition.isDestination():
            yield None
        if definition.isDestination():
            yield f"{self.crop}/below/a{_suffix(definition)}"
            yield f"/proc/nowhere/a{_suffix(definition)}"
        elif kind == "raster":
            yield from (
                f"{bad}/text.tif",
                f"{bad}/empty.tif",
                f"{bad}/complex.tif",
                "/nowhere/a.tif",
            )
        elif kind in ("vector", "source"):
            yield from (f"{bad}/text.gpkg", "/nowhere/a.gpkg", f"{bad}/cut_map.gpkg")
            yield f"{bad}/lines.gpkg"
        elif kind == "file":
            yield from (f"/nowhere/a{_suffix(definition)}", str(bad / "none.xyz"))
            yield from (str(p) for p in sorted(bad.glob(f"*{_suffix(definition)}")))
        elif kind == "number":
            yield "many"
            if definition.minimum() > -1e300:
                yield definition.minimum() - 1
            if definition.maximum() < 1e300 and definition.maximum() < 2**31 - 1:
                yield definition.maximum() + 1
        elif kind == "enum":
            yield "nothing of the kind"
        elif kind == "field":
            yield "no_such_field"
        elif kind == "expression":
            yield '"row" = = ('
        elif kind == "extent":
            yield "1,2,3,4"
        elif kind == "band":
            yield 99
        elif definition.name() in ("BANDS", "BLOCKS", "CLUSTERS", "EXPECTED", "LEVELS"):
            yield "red"


def _suffix(definition: Any) -> str:
    """Return how a file of a parameter ends."""
    found = re.search(r"\*(\.\w+)", getattr(definition, "fileFilter", lambda: "")() or "")
    if found:
        return found[1]
    if definition.type() == "file" and definition.extension():
        return f".{definition.extension()}"
    kinds = {"rasterDestination": ".tif", "fileDestination": ".html"}
    return kinds.get(definition.type(), ".gpkg")


# Bad values that are good: a field that no method of the run looks at, and the like.
FINE = {("mergeclusters", "FEATURES"), ("validationsample", "EXPECTED")}


def cases_of(provider: Any, good: Good, random: Random) -> list[tuple[str, str, Any]]:
    """All cases, in an order of chance in which algorithms take turns."""
    turns = []
    for algorithm in provider.algorithms():
        found = [
            (algorithm.name(), definition.name(), value)
            for definition in algorithm.parameterDefinitions()
            for value in good.bad_values(definition)
            if (algorithm.name(), definition.name()) not in FINE
        ]
        random.shuffle(found)
        turns += [(turn, case) for turn, case in enumerate(found)]
    turns.sort(key=lambda one: one[0])
    return [case for _, case in turns]


def complaint_of(text: str) -> str:
    """Say what is wrong with what a user is told; "" where it is one clear sentence or two."""
    if "\n" in text.strip():
        return "it has several lines"
    if not text.strip().endswith("."):
        return "it does not end"
    if len(text) > LONGEST:
        return f"it is {len(text)} characters long"
    return "it speaks of code" if CODE.search(text) else ""


class Session:
    """QGIS with our provider in it."""

    def __init__(self, folder: Path) -> None:
        sys.path.insert(0, str(support.stage()))
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        for variable, name in (
            ("QGIS_CUSTOM_CONFIG_PATH", "profile"), ("RSDEEPCLUSTER_HOME", "home"),
        ):  # fmt: skip
            (folder / name).mkdir()
            os.environ[variable] = str(folder / name)
        os.environ["RSDEEPCLUSTER_PYTHON"] = support.worker_python()
        from qgis.core import QgsApplication

        self.app = QgsApplication([], False)
        self.app.initQgis()
        sys.path.append(str(Path(self.app.pkgDataPath()) / "python" / "plugins"))
        from processing.core.Processing import Processing

        Processing.initialize()
        from rs_deepcluster_plugin.processing.provider import Provider

        self.provider = Provider()
        assert self.app.processingRegistry().addProvider(self.provider)

    def run(self, name: str, **given: Any) -> dict:
        """Run an algorithm as QGIS does."""
        import processing
        from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

        class Feedback(QgsProcessingFeedback):
            """Remembers what a user is told in red."""

            def __init__(self) -> None:
                super().__init__(False)
                self.told: dict[str, None] = {}

            def reportError(self, text: str, fatal: bool = False) -> None:
                self.told[text] = None

        algorithm, context = self.provider.algorithm(name).create(), QgsProcessingContext()
        fine, message = algorithm.checkParameterValues(given, context)
        if not fine:
            raise QgsProcessingException(message)
        feedback = Feedback()
        try:
            return processing.run(algorithm, given, context=context, feedback=feedback)
        except QgsProcessingException as error:
            told = {**feedback.told, str(error): None}
            told.pop("There were errors executing the algorithm.", None)  # QGIS adds it
            raise QgsProcessingException("\n".join(told)) from None


def run(count: int, seed: int, only: str = "", say: Callable[[str], None] = print) -> int:
    """Run the campaign; returns the number of cases in which something was wrong."""
    from qgis.core import QgsProcessingException

    bad = done = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as root:
        session = Session(Path(root))
        (Path(root) / "good").mkdir()
        good = Good(Path(root) / "good", session.run)
        cases = cases_of(session.provider, good, Random(seed))
        cases = [case for case in cases if only in " ".join(map(str, case))][:count]
        for name, key, value in cases:
            folder = Path(tempfile.mkdtemp(dir=root))
            given = {**good.given(name, folder), key: value}
            before = {path.name for path in folder.iterdir()}
            shown = str(value).replace(str(root), "")
            start = time.monotonic()
            try:
                session.run(name, **given)
                wrong, text = "it is taken", ""
            except QgsProcessingException as error:
                text = str(error)
                wrong = complaint_of(text)
            except Exception as error:
                text = repr(error)
                wrong = "it raises"
            more = {path.name for path in folder.iterdir()} - before
            if more and not wrong:
                wrong = f"it leaves {', '.join(sorted(more))}"
            done += 1
            bad += bool(wrong)
            mark = f"WRONG, {wrong}: " if wrong else ""
            line = f"{name} {key}={shown:.60} ({time.monotonic() - start:.1f} s) {mark}{text:.700}"
            say(line.replace("\n", " | "))
        say(f"{done} bad inputs of {len({case[0] for case in cases})} algorithms, {bad} wrong")
        support.delete_layers()
    return bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="words of a case")
    options = parser.parse_args()

    def say(line: str) -> None:
        print(line, flush=True)

    bad = run(options.count, options.seed, options.only, say)
    sys.stdout.flush()
    os._exit(1 if bad else 0)  # QGIS's own end crashes at times


if __name__ == "__main__":
    main()
