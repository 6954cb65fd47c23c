"""A run that is killed after its projection or its clusters finds them, the same to the bit."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.clusters import kept, model, project
from rs_deepcluster_plugin.core.clusters.methods import METHODS, ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = ProjectionSettings(neighbors=15, fit_scenes=100)
CLUSTERS = ClusterSettings(max_clusters=20)
# Projects, says so, clusters, says so, and is then killed.
RUN = """
import sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, project
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
features, folder, cache = SceneFile(sys.argv[2], "features"), sys.argv[3], sys.argv[4]
settings = ProjectionSettings(neighbors=15, fit_scenes=100)
projector = project(features, settings, folder + "/killed.parquet", cache=cache)
print("projected", flush=True)
if sys.argv[5] == "projected":
    time.sleep(60)
file = SceneFile(folder + "/killed.parquet", "embedding")
places = np.concatenate([block.vectors for block in file.blocks()])
fit_clusters(
    places, ClusterSettings(max_clusters=20), features.provenance, projector,
    runs=projector.runs, cache=cache,
)
print("clustered", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def nothing_is_claimed():
    yield
    forget_parts(finished_parts())


@pytest.fixture(scope="module")
def features(tmp_path_factory, features_at):
    """Features of 240 scenes in six groups, of which a hundred are fitted."""
    random = np.random.default_rng(0)
    middle = random.normal(size=(6, 24)) * 2
    vectors = middle[np.arange(240) % 6] + random.normal(size=(240, 24))
    vectors[5] = np.nan
    return features_at(tmp_path_factory.mktemp("features") / "f.parquet", vectors)


class Run:
    """A run from features to clusters, and all that came of it."""

    def __init__(self, features, folder, cache=None, progress=project.silent):
        path = folder / "e.parquet"
        self.projector = project.project(features, SETTINGS, path, progress, cache)
        places = np.concatenate([b.vectors for b in SceneFile(path, "embedding").blocks()])
        made, self.assignment = fit_clusters(
            places, CLUSTERS, features.provenance, self.projector, progress,
            runs=self.projector.runs, cache=cache,
        )  # fmt: skip
        made.save(folder / "c.npz")
        self.embedding, self.model = path.read_bytes(), (folder / "c.npz").read_bytes()

    def __eq__(self, other):
        same = (self.embedding, self.model) == (other.embedding, other.model)
        pairs = zip(vars(self.assignment).values(), vars(other.assignment).values())
        return same and all(one.tobytes() == two.tobytes() for one, two in pairs)


@pytest.fixture(scope="module")
def whole(features, tmp_path_factory):
    """A run that nobody stops, and that keeps nothing."""
    return Run(features, tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def caches(features, tmp_path_factory):
    """What two runs leave, one killed after its projection and one after its clusters."""
    folder = tmp_path_factory.mktemp("killed")
    for after in ("projected", "clustered"):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, ROOT, features.path, folder, folder / after, after],
            stdout=subprocess.PIPE,
            text=True,
        )
        while process.stdout.readline().strip() != after:
            assert process.poll() is None
        process.kill()
        process.communicate()
    return folder


@pytest.fixture
def killed(caches, tmp_path):
    """Return a copy of what a run that was killed has left."""
    return lambda after: shutil.copytree(caches / after, tmp_path / "cache")


def refuse(*_, **__):
    raise AssertionError("it is computed again")


FITTED = "Continuing a run that was stopped: the projection is fitted."
PLACED = "Continuing a run that was stopped: 240 scenes are placed."
CLUSTERED = "Continuing a run that was stopped: the clusters are fitted."


@pytest.mark.skipif(
    not os.environ.get("RSDEEPCLUSTER_LONG"), reason="it takes its time: make test-all"
)
def test_a_run_that_was_killed_after_its_projection_finds_it(
    features, whole, killed, tmp_path, monkeypatch, recorder
):
    cache = killed("projected")
    monkeypatch.setattr(project, "fit_projector", refuse)
    monkeypatch.setattr(project, "place_all", refuse)
    assert Run(features, tmp_path, cache, recorder) == whole
    assert recorder.lines[:2] == [FITTED, PLACED]
    assert CLUSTERED not in recorder.lines
    assert recorder.fractions[-1] <= 1
    assert len(finished_parts()) == 2
    forget_parts(finished_parts())
    assert list((cache / "parts").iterdir()) == []


def test_a_run_that_was_killed_after_its_clusters_finds_both(
    features, whole, killed, tmp_path, monkeypatch, recorder
):
    cache = killed("clustered")
    for place, name in ((project, "fit_projector"), (project, "place_all"), (model, "_fit")):
        monkeypatch.setattr(place, name, refuse)
    assert Run(features, tmp_path, cache, recorder) == whole
    assert recorder.lines[:3] == [FITTED, PLACED, CLUSTERED]
    assert any(line.startswith("Mixture: ") for line in recorder.lines)  # said again


def test_a_run_that_was_killed_while_scenes_were_placed_finds_the_projection(
    features, whole, killed, tmp_path, monkeypatch, recorder
):
    cache = killed("projected")
    next(cache.glob("parts/*/embedding.parquet")).unlink()
    monkeypatch.setattr(project, "fit_projector", refuse)
    assert Run(features, tmp_path, cache, recorder) == whole
    assert FITTED in recorder.lines
    assert PLACED not in recorder.lines


@pytest.mark.parametrize("name", ["projector.npz", "embedding.parquet", "clusters.npz"])
def test_what_is_damaged_is_made_again(features, whole, killed, tmp_path, name, recorder):
    cache = killed("clustered")
    (path,) = cache.glob(f"parts/*/{name}")
    content = path.read_bytes()
    line = {"projector.npz": FITTED, "embedding.parquet": PLACED, "clusters.npz": CLUSTERED}[name]
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 16]) + content[middle + 1 :]
    for damaged in (b"", content[:-100], flipped):
        path.write_bytes(damaged)
        recorder.lines.clear()
        assert Run(features, tmp_path, cache, recorder) == whole
        assert line not in recorder.lines
        assert path.stat().st_size == len(content)  # kept anew


def test_what_was_kept_under_another_hash_is_not_taken(features, whole, killed, tmp_path, recorder):
    """It cannot be there unless somebody has put it there, and each file carries its hash."""
    cache = killed("clustered")
    for name in ("projector.npz", "clusters.npz"):
        (path,) = cache.glob(f"parts/*/{name}")
        header, arrays = kept.read_archive(path, kept._FORMAT, 1, "")
        kept.write_kept(path, "f" * 64, header["kept"], arrays, recorder)
    assert Run(features, tmp_path, cache, recorder) == whole
    assert not {FITTED, CLUSTERED} & set(recorder.lines)


@pytest.mark.parametrize("change", ["seed", "features", "umap-learn", "_VERSION"])
def test_what_depends_on_something_else_is_not_taken(
    features, killed, tmp_path, change, monkeypatch, recorder
):
    cache, settings = killed("projected"), SETTINGS
    if change == "seed":
        settings = replace(SETTINGS, seed=9)
    elif change == "features":
        copy = tmp_path / "changed.parquet"
        shutil.copyfile(features.path, copy)
        vectors = features.take(np.arange(240))
        vectors[7, 7] = np.nextafter(vectors[7, 7], 9)
        from core_files import write_features

        features = write_features(copy, vectors)
    elif change == "_VERSION":
        monkeypatch.setattr(kept, "_VERSION", 2)
    else:
        versions = importlib.metadata.version
        monkeypatch.setattr(
            kept.importlib.metadata, "version",
            lambda name: "99" if name == change else versions(name),
        )  # fmt: skip
    project.project(features, settings, tmp_path / "e.parquet", recorder, cache)
    assert recorder.lines == []
    assert len(list((cache / "parts").iterdir())) == 2  # and that of the killed run is still there


def test_features_at_another_place_are_the_same(features, killed, tmp_path, recorder):
    cache = killed("projected")
    shutil.copyfile(features.path, tmp_path / "moved.parquet")
    moved = SceneFile(tmp_path / "moved.parquet", "features")
    project.project(moved, SETTINGS, tmp_path / "e.parquet", recorder, cache)
    assert recorder.lines == [FITTED, PLACED]


def test_what_cannot_be_kept_is_said_and_the_run_goes_on(
    features, whole, tmp_path, monkeypatch, recorder
):
    def full(path, *_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write_archive", full)
    assert Run(features, tmp_path, tmp_path / "cache", recorder) == whole
    told = [line for line in recorder.lines if "could not be written (No space left" in line]
    assert len(told) == 3


@pytest.mark.parametrize(
    ("method", "regions"),
    [(name, False) for name in METHODS]
    + [(name, True) for name, kind in METHODS.items() if kind.MAKES_REGIONS],
)
def test_each_method_is_read_as_it_was_fitted(tmp_path, provenance, method, regions, monkeypatch):
    """The arrays themselves, in the order in which they lie in memory: sums depend on it."""
    random = np.random.default_rng(1)
    rows, cols = np.divmod(np.arange(144), 12)
    points = np.stack([rows // 6, cols // 6], axis=1) * 9 + random.normal(size=(144, 2))
    points = points.astype(np.float32)
    settings = ClusterSettings(method, spatial=regions, max_clusters=8)
    cells = np.stack([rows, cols], axis=1) if regions else None

    def fit(cache=None):
        return fit_clusters(points, settings, provenance(), None, cells=cells, cache=cache)

    plain, first = fit(), fit(tmp_path)
    monkeypatch.setattr(model, "_fit", refuse)
    again = fit(tmp_path)
    for made, assignment in (first, again):
        assert made.clusters == plain[0].clusters
        assert made.method.arrays.keys() == plain[0].method.arrays.keys()
        for name, array in plain[0].method.arrays.items():
            other = made.method.arrays[name]
            assert (other.dtype, other.strides) == (array.dtype, array.strides), name
            assert other.tobytes() == array.tobytes(), name
        for one, two in zip(vars(assignment).values(), vars(plain[1]).values()):
            assert one.tobytes() == two.tobytes()


def test_a_projector_is_read_as_it_was_fitted(features, whole, tmp_path):
    project.project(features, SETTINGS, tmp_path / "e.parquet", cache=tmp_path / "cache")
    again = project.project(features, SETTINGS, tmp_path / "e.parquet", cache=tmp_path / "cache")
    assert again.settings == whole.projector.settings
    assert again.key == whole.projector.key
    for name, array in whole.projector.to_arrays().items():
        other = again.to_arrays()[name]
        assert (other.dtype, other.strides) == (array.dtype, array.strides), name
        assert other.tobytes() == array.tobytes(), name


def test_a_second_process_waits_for_the_projection_of_the_first(
    features, whole, tmp_path, recorder
):
    """Which it then has without computing anything."""
    cache = tmp_path / "cache"
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, ROOT, features.path, tmp_path, cache, "clustered"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        while not list(cache.glob("parts/*/lock")):
            assert process.poll() is None
        assert Run(features, tmp_path, cache, recorder) == whole
        assert recorder.lines[0].startswith("Another process makes the projection, of the same")
        assert recorder.lines[1].startswith("Waited for the projection for ")
        assert recorder.lines[2] == "Continuing the other process: the projection is fitted."
        forget_parts(finished_parts())  # the first still needs them
        assert len(list(cache.glob("parts/*/projector.npz"))) == 1
    finally:
        process.kill()
        process.communicate()
