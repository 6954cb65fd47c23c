"""Runs that are killed at moments of chance, and what the next run makes of them.

    python tests/campaigns/kill_runs.py --count 40 --seed 0

Run it with the tests' Python (build/testenv) on the staged plugin. In turn, a map, a fine-tuned
model, a refined model and an edit are begun in qgis_process, and QGIS or its worker is killed.
Then: the old output is whole, or, where the run had ended, the new one is; the same run again ends
as one that nobody disturbs, goes on with the parts that were there, and leaves nothing behind.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "cli")]

import numpy as np
import support
from conftest import Qgis

CLUSTER = {
    "SIZE": 32, "STRIDE": 12, "INPUT_SIZE": 56, "PROJECTION": "PCA", "MAX_CLUSTERS": 12,
    "PRECISION": "fp32",
}  # fmt: skip
TUNE = {
    "INPUT_SIZE": 28, "TRAIN_SIZE": 28, "TRAIN_BATCH": 8, "FROZEN": 10, "EPOCHS": 3,
    "VALIDATION": 0.25, "PATIENCE": 0, "PRECISION": "fp32", "SCALING": "data type range",
}  # fmt: skip
REFINE = {
    "INPUT_SIZE": 28, "PRECISION": "fp32", "COPIES": 1, "EPOCHS": 2, "MAPPED": 32, "SIZE": 32,
    "METHOD": "SCAN", "CLUSTERS": 4,
}  # fmt: skip

# What a run has finished, and what the next one says of it.
KEPT = {
    "parts/*/part-*.npz": "Continuing a run that was stopped",
    "parts/*/projector.npz": "Continuing a run that was stopped: the projection is fitted.",
    "parts/*/embedding.npz": " scenes are placed.",
    "parts/*/clusters.npz": "Continuing a run that was stopped: the clusters are fitted.",
    "finetune/*/state.pt": "Continuing a run that was stopped after epoch",
    "refine/*/state.pt": "Continuing a run that was stopped after epoch",
}


@dataclass
class Job:
    """A run: its parameters, its outputs by the names of their parameters, and how it went."""

    algorithm: str
    given: dict
    outputs: dict[str, str]
    edits: bool = False
    """It changes its input in place, and has no output."""

    seconds: float = 0.0
    result: dict | None = None


def contents(folder: Path) -> dict[str, object]:
    """What the files of a folder hold; a GeoPackage by its rows, for it notes when it was made."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".gpkg":
            found[name] = rows_of(path)
        elif path.suffix == ".html":
            found[name] = "html" if b"</html>" in path.read_bytes() else "cut"
        elif path.is_file() and not path.name.endswith(("-wal", "-shm", "-journal")):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.is_dir():
            found[name] = "folder"
    return found


def rows_of(path: Path) -> object:
    """Return all rows and styles of a GeoPackage that is whole."""
    with closing(sqlite3.connect(path)) as base:
        if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return "damaged"
        (layer,) = base.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
        ).fetchone()
        rows = base.execute(f'SELECT * FROM "{layer}" ORDER BY 1').fetchall()
        has_history = base.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'rs_deepcluster_history'"
        ).fetchone()[0]
        edits = 0
        if has_history:
            (edits,) = base.execute("SELECT count(*) FROM rs_deepcluster_history").fetchone()
        (styles,) = base.execute("SELECT count(*) FROM layer_styles").fetchone()
    return hashlib.sha256(repr(rows).encode()).hexdigest(), len(rows), edits, styles


def write_images(root: Path) -> Path:
    """Write labeled images of three textures."""
    random = np.random.default_rng(0)
    for name, period in (("sea", 0), ("field", 4), ("town", 14)):
        (root / name).mkdir(parents=True)
        wave = 60 * np.sin(2 * np.pi * np.arange(28) / period) if period else np.zeros(28)
        for number in range(8):
            values = np.clip(120 + wave + random.normal(0, 8, (3, 28, 28)), 0, 255)
            path = root / name / f"{number}.tif"
            support.write_raster(path, values.astype(np.uint8), None, None)
    return root


class Campaign:
    """Jobs, each with an undisturbed result, in one profile."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random = folder, random
        (folder / "qgis").mkdir()
        self.qgis = Qgis(folder / "qgis", support.worker_python())
        assert self.qgis.call("plugins", "enable", support.NAME).code == 0
        crop = support.crop_demo(folder / "crop.tif")
        images = write_images(folder / "images")
        self.map = folder / "whole.gpkg"
        self.jobs = {
            "clusterscenes": Job(
                "clusterscenes",
                {"INPUT": crop, **CLUSTER},
                {"OUTPUT": "a.gpkg", "FEATURES": "a.parquet", "CLUSTER_MODEL": "a.npz"},
            ),
            "finetunemodel": Job(
                "finetunemodel",
                {"FOLDER": images, **TUNE},
                {"OUTPUT": "m.safetensors", "OUTPUT_HTML": "r.html"},
            ),
            "refinemodel": Job(
                "refinemodel",
                {"INPUT": crop, **REFINE},
                {"OUTPUT_MODEL": "m.safetensors", "OUTPUT": "a.gpkg"},
            ),
            "edit": Job(
                "reassignscenes", {"EXPRESSION": '"row" < 9', "CLASS": "Coast"}, {}, edits=True
            ),
        }

    def prepare(self, name: str, number: object) -> tuple[Path, dict]:
        """Make the folder of a run, with old outputs in it; returns it and all parameters."""
        job, place = self.jobs[name], self.folder / f"{name}-{number}"
        place.mkdir()
        if job.edits:
            shutil.copyfile(self.map, place / "a.gpkg")
            return place, {"INPUT": place / "a.gpkg", **job.given}
        if job.result is not None:
            for output in job.outputs.values():
                shutil.copyfile(self.folder / f"{name}-old" / output, place / output)
        return place, {**job.given, **{key: place / file for key, file in job.outputs.items()}}

    def measure(self, name: str) -> None:
        """Run undisturbed, once to have an old output and once for the time and the result."""
        job = self.jobs[name]
        for kind in ("old", "new"):
            place, given = self.prepare(name, kind)
            if kind == "old" and not job.edits:  # of other settings, so that it can be told apart
                given |= {"SEED": 9}
            start = time.monotonic()
            answer = self.qgis.run(job.algorithm, **given)
            job.seconds = time.monotonic() - start
            assert answer.code == 0, answer.stderr
            if name == "clusterscenes" and kind == "new":
                shutil.copyfile(place / "a.gpkg", self.map)
        job.result = contents(place)

    def left(self) -> list[str]:
        """What is still there of runs that have ended."""
        home, temporary = self.qgis.home, self.qgis.home.parent / "temporary"
        found = [*home.glob("parts/*"), *temporary.rglob("rsdc_*"), *home.rglob("*.partial")]
        found += [p for k in ("finetune", "refine") for p in home.glob(f"{k}/**/*") if p.is_file()]
        return [str(path) for path in found]

    def kill(self, name: str, number: int) -> list[str]:
        """Kill a run and run it again; returns what was wrong."""
        job, random = self.jobs[name], self.random
        place, given = self.prepare(name, number)
        old = contents(place)
        # A third of them while results are written, at the end.
        share = random.uniform(0.8, 1.02) if random.random() < 1 / 3 else random.uniform(0.05, 1)
        process = self.qgis.start(job.algorithm, **given)
        time.sleep(share * job.seconds)
        workers = support.workers_of(process)
        victims = [process.pid, *workers] if random.random() < 0.5 else (workers or [process.pid])
        victim = random.choice(victims)
        if process.poll() is None and support.is_alive(victim):
            support.kill(victim)
        try:
            process.communicate(timeout=300)
        except Exception:
            process.kill()
            return ["the run hangs"]
        wrong = []
        try:
            for worker in workers:
                support.wait_for(lambda pid=worker: not support.is_alive(pid), 5, "the worker")
        except AssertionError:
            wrong.append("the worker lives on")
        now = {k: v for k, v in contents(place).items() if ".partial" not in k}
        for file, value in now.items():
            if value not in (old.get(file), job.result.get(file)):
                wrong.append(f"{file} is neither old nor new after the kill")
        if set(now) != set(old):
            wrong.append(f"there are {sorted(now)} after the kill")
        kept = [text for file, text in KEPT.items() if any(self.qgis.home.glob(file))]
        if job.edits and now == job.result:  # it was killed after it had ended
            return wrong
        again = self.qgis.run(job.algorithm, **given)
        if again.code != 0:
            return [*wrong, f"run again, it fails: {again.stderr[-300:]}"]
        wrong += [f"it was kept, but not said: {text}" for text in kept if text not in again.log]
        after = contents(place)
        if after != job.result:
            unlike = [k for k in {*after, *job.result} if after.get(k) != job.result.get(k)]
            wrong.append(f"run again, {', '.join(sorted(unlike))} are others")
        wrong += [f"{path} is left" for path in self.left()]
        shutil.rmtree(place)
        return [f"{text} (at {share:.2f} of {job.seconds:.0f} s)" for text in wrong]


def run(count: int, seed: int, names: list[str], say: Callable[[str], None] = print) -> int:
    """Run the campaign; returns the number of kills after which something was wrong."""
    bad = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as root:
        campaign = Campaign(Path(root), Random(seed))
        for name in dict.fromkeys(["clusterscenes", *names]):
            campaign.measure(name)
            say(f"{name}: {campaign.jobs[name].seconds:.0f} s undisturbed")
        for number in range(count):
            name = names[number % len(names)]
            wrong = campaign.kill(name, number)
            bad += bool(wrong)
            say(f"{number:>3} {name:<15}{'; '.join(wrong) or 'well'}")
    say(f"{count} kills, {bad} with something wrong")
    return bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", default="clusterscenes,finetunemodel,refinemodel,edit")
    options = parser.parse_args()

    def say(line: str) -> None:
        print(line, flush=True)

    return 1 if run(options.count, options.seed, options.jobs.split(","), say) else 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
