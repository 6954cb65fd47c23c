"""Runs that are killed or cancelled, and what the next run makes of them."""

from __future__ import annotations

import signal
import time

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


def goes_on(qgis, crop, folder):
    answer = qgis.run("clusterscenes", INPUT=crop, OUTPUT=folder / "next.gpkg", **LONG)
    assert "Continuing a run that was stopped: " in answer.log
    assert not list(qgis.home.glob("parts/*"))
    return support.table(folder / "next.gpkg")


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
    support.wait_for(lambda: not support.is_alive(worker), 2, "the worker's end")
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
    assert goes_on(qgis, crop, tmp_path) == whole
    assert not list(tmp_path.glob(".*.partial"))


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


def test_the_same_run_twice_at_once_is_refused(qgis, crop, start, tmp_path):
    slow = {**LONG, "INPUT_SIZE": 224}
    start("lock", **slow)
    answer = qgis.run("clusterscenes", INPUT=crop, OUTPUT=tmp_path / "second.gpkg", **slow)
    assert "under way in another process" in answer.sentence
    assert not (tmp_path / "second.gpkg").exists()
