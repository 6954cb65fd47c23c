"""Runs that are killed or cancelled, and what the next run makes of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest
import support

# Enough scenes for several parts, of which some are finished when the run is stopped.
LONG = {"SIZE": 32, "STRIDE": 12, "INPUT_SIZE": 56, "PROJECTION": "PCA", "MAX_CLUSTERS": 12}


@pytest.fixture(scope="module")
def whole(qgis, crop, tmp_path_factory):
    """A run that nobody stops."""
    path = tmp_path_factory.mktemp("whole") / "map.gpkg"
    assert qgis.run("clusterscenes", INPUT=crop, OUTPUT=path, **LONG).code == 0
    return support.table(path)


@pytest.fixture
def start(qgis, crop, tmp_path):
    """Start the run; returns its process and its worker once a part is there."""
    processes = []

    def started(sign="part-*.npz", **other):
        process = qgis.start(
            "clusterscenes",
            INPUT=crop,
            OUTPUT=tmp_path / "map.gpkg",
            FEATURES=tmp_path / "features.parquet",
            CLUSTER_MODEL=tmp_path / "model.npz",
            **{**LONG, **other},
        )
        processes.append(process)
        (worker,) = support.wait_for(lambda: support.workers_of(process), what="the worker")
        support.wait_for(lambda: list(qgis.home.glob(f"parts/*/{sign}")), what=sign)
        assert process.poll() is None
        return process, worker

    yield started
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


FOUND = ("the projection is fitted", "scenes are placed", "the clusters are fitted")


def goes_on(qgis, crop, folder, found=(), **other):
    answer = qgis.run(
        "clusterscenes", INPUT=crop, OUTPUT=folder / "next.gpkg",
        CLUSTER_MODEL=folder / "next.npz", **{**LONG, **other},
    )  # fmt: skip
    assert "Continuing a run that was stopped: " in answer.log
    for text in found:
        assert text in answer.log
    assert not list(qgis.home.glob("parts/*"))
    return support.table(folder / "next.gpkg")


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_a_run_ends_well_whose_plugin_is_replaced_meanwhile(start, whole, tmp_path):
    plugins = tmp_path / "plugins"
    shutil.copytree(support.stage() / support.NAME, plugins / support.NAME)
    process, _ = start(environ={"QGIS_PLUGINPATH": str(plugins)})
    for name in ("processing", "gui", "resources"):  # all of it but what is the worker's
        shutil.rmtree(plugins / support.NAME / name)
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    assert support.table(tmp_path / "map.gpkg") == whole


def test_a_run_whose_worker_was_killed_goes_on_to_the_same_map(qgis, crop, start, whole, tmp_path):
    process, worker = start()
    support.kill(worker)
    stdout, stderr = process.communicate(timeout=10)
    assert process.returncode == 1
    assert "Results" not in stdout
    assert "The worker was stopped from outside (signal 9" in stderr
    assert "Run again" in stderr
    assert "Traceback" not in stderr
    assert list(tmp_path.iterdir()) == []
    assert goes_on(qgis, crop, tmp_path) == whole


def test_a_run_that_was_killed_itself_takes_its_worker_along_and_goes_on(
    qgis, crop, start, whole, tmp_path
):
    process, worker = start()
    support.kill(process.pid)
    process.wait()
    support.wait_for(lambda: not support.is_alive(worker), 10, "the worker's end")
    assert not [p for p in tmp_path.iterdir() if p.suffix != ".partial"]
    assert goes_on(qgis, crop, tmp_path) == whole


def test_a_run_that_was_killed_while_the_layer_is_written_keeps_its_features(
    qgis, crop, start, whole, tmp_path
):
    (tmp_path / "map.gpkg").write_bytes(b"old")
    process, worker = start()
    support.wait_for(lambda: not support.is_alive(worker), 120, "the worker's end")
    support.kill(process.pid)  # its result is not even read
    process.wait()
    assert (tmp_path / "map.gpkg").read_bytes() == b"old"
    assert list(qgis.home.glob("parts/*/part-*.npz"))
    assert goes_on(qgis, crop, tmp_path, FOUND) == whole
    assert not list(tmp_path.glob(".*.partial"))


# Projected by UMAP and clustered by the mixture, as it comes.
UMAP = {**LONG, "PROJECTION": "UMAP", "PRECISION": "fp32"}


@pytest.fixture(scope="module")
def projected(qgis, crop, tmp_path_factory):
    """A run with UMAP that nobody stops: its map, and its model."""
    folder = tmp_path_factory.mktemp("projected")
    answer = qgis.run(
        "clusterscenes", INPUT=crop, OUTPUT=folder / "a.gpkg", CLUSTER_MODEL=folder / "a.npz",
        **UMAP,
    )  # fmt: skip
    assert answer.code == 0
    return support.table(folder / "a.gpkg"), (folder / "a.npz").read_bytes()


@pytest.mark.parametrize("sign", ["projector.npz", *(["clusters.npz"] if support.LONG else [])])
def test_a_run_that_was_killed_after_its_projection_goes_on_with_it(
    qgis, crop, start, projected, tmp_path, sign
):
    process, worker = start(sign, **UMAP)
    support.kill(process.pid)
    process.communicate(timeout=10)
    support.wait_for(lambda: not support.is_alive(worker), 10, "the worker's end")
    kept = [any(qgis.home.glob(f"parts/*/{name}")) for name in ("embedding.npz", "clusters.npz")]
    told = [FOUND[0], *(text for text, there in zip(FOUND[1:], kept) if there)]
    assert goes_on(qgis, crop, tmp_path, told, **UMAP) == projected[0]
    assert (tmp_path / "next.npz").read_bytes() == projected[1]


def test_ctrl_c_ends_the_run_and_its_worker_within_two_seconds(qgis, crop, start, tmp_path):
    process, worker = start()
    pressed = time.monotonic()
    process.send_signal(signal.SIGINT)
    support.wait_for(lambda: not support.is_alive(worker), 2, "the worker's end")
    stdout, stderr = process.communicate(timeout=20)
    assert time.monotonic() - pressed < 4  # QGIS itself needs some time to end
    assert process.returncode == 1
    assert "Results" not in stdout
    assert "Canceled." in stderr
    assert "Traceback" not in stderr
    assert not support.is_alive(worker)
    assert list(tmp_path.iterdir()) == []


def test_parts_of_other_settings_are_not_mixed_in(qgis, crop, start, tmp_path):
    process, worker = start()
    support.kill(worker)
    process.communicate(timeout=10)
    answer = qgis.run(
        "extractfeatures", INPUT=crop, SIZE=32, STRIDE=12, INPUT_SIZE=28,
        OUTPUT=tmp_path / "other.parquet",
    )  # fmt: skip
    assert answer.code == 0
    assert "Continuing" not in answer.log
    # What the stopped run had finished is still there for it.
    assert list(qgis.home.glob("parts/*/part-*.npz"))


# --- The same run twice at once


def lines_of(process):
    """Collect what a run says, line by line, as it says it."""
    lines = []

    def read():
        for line in process.stdout:
            lines.append(line.strip())

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    return lines, reader


@pytest.fixture
def second(qgis, crop, tmp_path):
    """Start the same run with another output; returns its process, worker and lines."""
    processes = []

    def started(**given):
        process = qgis.start(
            "clusterscenes", INPUT=crop, OUTPUT=tmp_path / "second.gpkg", **{**LONG, **given}
        )
        processes.append(process)
        lines, reader = lines_of(process)
        support.wait_for(
            lambda: any("Another process makes the features" in line for line in lines),
            400,  # beside a run that takes all cores
            "the second run to wait",
        )
        (worker,) = support.workers_of(process)
        return process, worker, lines, reader

    yield started
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()


SLOW = {"INPUT_SIZE": 168, "PRECISION": "fp32"}


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_the_same_run_twice_at_once_waits_and_shares_what_the_first_has_finished(
    qgis, start, second, tmp_path
):
    first, _ = start(**SLOW)
    process, worker, lines, reader = second(**SLOW)
    with contextlib.suppress(FileNotFoundError):  # on a fast machine both have ended
        used = seconds_of(worker)
        time.sleep(1)
        spent = seconds_of(worker) - used
        assert first.poll() is not None or spent < 1  # it waits, and does nothing else
    assert first.communicate(timeout=120) is not None
    assert first.returncode == 0
    assert process.wait(timeout=120) == 0
    reader.join(5)
    told = "\n".join(lines)
    assert "Waited for the features for " in told
    assert "Continuing the other process: " in told
    assert "of 1209 scenes are done" in told
    assert support.table(tmp_path / "map.gpkg") == support.table(tmp_path / "second.gpkg")
    assert not list(qgis.home.glob("parts/*"))


@pytest.mark.skipif(not support.LONG, reason="it takes its time: make test-all")
def test_a_run_that_waits_is_cancelled_within_two_seconds_and_harms_nobody(
    qgis, start, second, tmp_path
):
    first, _ = start(**SLOW)
    process, worker, _, _ = second(**SLOW)
    pressed = time.monotonic()
    process.send_signal(signal.SIGINT)
    support.wait_for(lambda: not support.is_alive(worker), 2, "the worker's end")
    assert process.wait(timeout=20) == 1
    assert time.monotonic() - pressed < 4  # QGIS itself needs some time to end
    assert first.poll() in (None, 0)
    assert first.poll() == 0 or list(qgis.home.glob("parts/*/part-*.npz"))
    assert not (tmp_path / "second.gpkg").exists()


@pytest.mark.skipif(not support.LONG, reason="takes a minute: make test-all")
def test_a_run_that_waits_goes_on_where_the_first_is_killed(qgis, start, second, tmp_path):
    _, killed = start(**SLOW)
    process, _, lines, reader = second(**SLOW)
    support.kill(killed)
    assert process.wait(timeout=120) == 0
    reader.join(5)
    assert any("Continuing the other process: " in line for line in lines)
    assert len(support.table(tmp_path / "second.gpkg")) == 1209
    assert not list(qgis.home.glob("parts/*"))


# --- Clearing the cache


def seconds_of(pid):
    """Return the processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def empty_cache(qgis):
    """What runs of other tests have left is gone."""
    for kind in ("parts", "finetune", "refine"):
        shutil.rmtree(qgis.home / kind, ignore_errors=True)


def test_the_cache_is_shown_and_emptied_but_for_what_a_run_needs(
    qgis, crop, empty_cache, start, tmp_path
):
    process, worker = start()
    support.kill(worker)
    process.communicate(timeout=10)
    (left,) = qgis.home.glob("parts/*")
    size = sum(p.stat().st_size for p in left.iterdir())
    shown = qgis.run("clearcache", CHECK_ONLY=True)
    assert shown.results["RUNS_BYTES"] == size
    assert (shown.results["REMOVED"], shown.results["FREED"], shown.results["IN_USE"]) == (0, 0, 0)
    assert "Features, projections and clusters of stopped runs: " in shown.log
    assert "in 1 place, last used today." in shown.log
    assert "Training that was stopped: nothing." in shown.log
    running, _ = start(**{**SLOW, "INPUT_SIZE": 280})
    support.wait_for(lambda: len(list(qgis.home.glob("parts/*/*.claim"))) == 2, what="its claim")
    held = qgis.run("clearcache", DAYS=1)
    assert (held.results["REMOVED"], held.results["IN_USE"]) == (0, 1)
    os.utime(left, (time.time() - 2 * 86_400,) * 2)
    cleared = qgis.run("clearcache", DAYS=1)
    assert (cleared.results["REMOVED"], cleared.results["FREED"]) == (1, size)
    assert not left.exists()
    again = qgis.run("clearcache")
    assert (again.results["REMOVED"], again.results["IN_USE"]) == (0, 1)
    assert "1 of them needed by a process that runs." in again.log
    assert again.results["COMPILED_BYTES"] == shown.results["COMPILED_BYTES"] > 0
    assert running.poll() is None
    assert len(list(qgis.home.glob("parts/*/*.claim"))) == 1


def test_only_the_kinds_that_are_named_are_removed(qgis, empty_cache, tmp_path):
    """Weights lie in the hub's own cache; of those of others nothing is touched or counted."""
    hub = tmp_path / "hub"
    for model in ("vit_small_patch14_dinov2.lvd142m", "vit_base_patch16_clip_224.openai"):
        (hub / f"models--timm--{model}" / "blobs").mkdir(parents=True)
        (hub / f"models--timm--{model}" / "blobs" / "a").write_bytes(bytes(1000))
    for kind in ("parts", "finetune", "refine"):
        (qgis.home / kind / "left").mkdir(parents=True)
        (qgis.home / kind / "left" / "file").write_bytes(bytes(100))
    environ = {"HF_HUB_CACHE": str(hub)}
    answer = qgis.run("clearcache", environ=environ)
    assert (answer.results["REMOVED"], answer.results["FREED"]) == (3, 300)
    assert answer.results["WEIGHTS_BYTES"] == 1000
    assert len(list(hub.glob("*/blobs/a"))) == 2
    assert "Downloaded weights of models: 1.0 kB in 1 place, last used today." in answer.log
    answer = qgis.run("clearcache", environ=environ, WEIGHTS=True, COMPILED=True)
    assert answer.results["WEIGHTS_BYTES"] == answer.results["COMPILED_BYTES"] == 0
    assert [p.parts[-3] for p in hub.glob("*/blobs/a")] == [
        "models--timm--vit_base_patch16_clip_224.openai"
    ]
    assert (qgis.home / "numba").is_dir()  # a run may be about to write into it


@pytest.mark.parametrize("by", ["setting", "variable"])
def test_a_run_that_begins_keeps_the_cache_to_its_limit(qgis, crop, tmp_path, by):
    for number in range(3):
        folder = qgis.home / "parts" / f"left-{number}"
        folder.mkdir(parents=True)
        (folder / "part").write_bytes(bytes(1_000_000))
        os.utime(folder, (time.time() - 86_400 * (9 - number),) * 2)
    (profile,) = qgis.home.parent.glob("profile/**/QGIS3.ini")
    before, environ = profile.read_text(), {}
    if by == "setting":
        profile.write_text(
            f"{before}\n[Processing]\nConfiguration\\RSDEEPCLUSTER_CACHE_GB=0.0015\n"
        )
    else:
        environ["RSDEEPCLUSTER_CACHE_GB"] = "0.0015"
    try:
        answer = qgis.run(
            "extractfeatures", INPUT=crop, SIZE=96, INPUT_SIZE=28, environ=environ,
            OUTPUT=tmp_path / "f.parquet",
        )  # fmt: skip
    finally:
        profile.write_text(before)
    assert answer.code == 0
    assert (
        "more than its limit of 0.0015 GB: what 2 stopped runs had left was removed" in answer.log
    )
    assert [path.name for path in qgis.home.glob("parts/*")] == ["left-2"]
    wrong = qgis.run(
        "extractfeatures", INPUT=crop, SIZE=96, INPUT_SIZE=28, OUTPUT=tmp_path / "g.parquet",
        environ={"RSDEEPCLUSTER_CACHE_GB": "much"},
    )  # fmt: skip
    assert wrong.sentence == (
        "The limit of the cache (RSDEEPCLUSTER_CACHE_GB) is 'much'. Give a number of gigabytes, 0 "
        "for no limit."
    )
