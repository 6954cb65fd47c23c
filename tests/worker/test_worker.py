from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import tracemalloc
from pathlib import Path

import numpy as np
import odd_jobs
import pytest

from rs_deepcluster_plugin.core.base.errors import DataFileError, DeepClusterError, OutputError
from rs_deepcluster_plugin.core.base.progress import silent
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.grid import GridSettings
from rs_deepcluster_plugin.worker import array_files
from rs_deepcluster_plugin.worker.contract import (
    ApplyClustersJob,
    ClusterFeaturesJob,
    LayerOutput,
    ProjectFeaturesJob,
    RasterInput,
    SceneGridJob,
    SceneGridResult,
    SceneInput,
)
from rs_deepcluster_plugin.worker.host.client import Cancelled, WorkerBug, run_job
from rs_deepcluster_plugin.worker.job.main import Channel, _sentence

ROOT = Path(__file__).parents[2]
PYTHON = Path(sys.executable)
posix = pytest.mark.skipif(os.name == "nt", reason="signals and shebangs are POSIX's")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))


@pytest.fixture
def python(tmp_path):
    """An interpreter whose worker knows the odd jobs."""
    path = tmp_path / "python"
    path.write_text(
        f"#!{sys.executable}\nimport runpy, sys\nsys.argv = sys.argv[1:]\n"
        f"sys.path += [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]\nimport odd_jobs\n"
        'runpy.run_path(sys.argv[0], run_name="__main__")\n'
    )
    path.chmod(0o755)
    return path


class Run:
    """A job with all that came of it."""

    def __init__(self, folder):
        self.folder, self.fractions, self.lines = folder, [], []
        folder.mkdir()

    def __call__(self, job, python=PYTHON, cancelled=lambda: False, outputs=()):
        return run_job(
            job,
            self.folder,
            python=python,
            outputs=outputs,
            progress=self.fractions.append,
            log=self.lines.append,
            cancelled=cancelled,
        )


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path / "scratch")


def grid_job(raster, folder, crs_wkt="EPSG:32633"):
    source = SceneInput(RasterInput(str(raster), crs_wkt), (), GridSettings(size=10))
    return SceneGridJob(source, 0.5, str(folder / "layer.npz"))


def project_job(features, folder, name="e", **settings):
    return ProjectFeaturesJob(
        str(features.path),
        ProjectionSettings(**settings),
        str(folder / f"{name}.parquet"),
        str(folder / f"{name}.npz"),
    )


def gone(pid, seconds=5):
    """Wait for a process to end."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


# --- What comes through


def test_a_job_reports_its_progress_and_gives_its_result(run, write_tif, tmp_path):
    values = np.ones((1, 300, 500), dtype=np.float32)
    values[:, :10, :10] = np.nan
    result = run(grid_job(write_tif(values), tmp_path))
    assert result == SceneGridResult(scenes=1499, skipped=1)
    assert run.fractions == sorted(set(run.fractions))
    assert 0 <= run.fractions[0] < run.fractions[-1] <= 1
    assert any(line.startswith("Grid: 1499 scenes in ") for line in run.lines)
    arrays = array_files.read(tmp_path / "layer.npz")
    assert arrays["scene_id"].tolist() == list(range(2, 1501))
    assert len(array_files.unpack(arrays["data"], arrays["ends"])) == 1499


def test_steps_run_one_by_one_through_the_worker(run, features_file, tmp_path):
    random = np.random.default_rng(0)
    labels = np.arange(90) % 3
    vectors = np.eye(8, dtype=np.float32)[labels] * 9 + random.normal(size=(90, 8))
    vectors[7] = np.nan
    names = [f"ä{i}.tif" for i in range(90)]
    features = features_file(vectors, names=names)
    run(project_job(features, tmp_path, method="pca", dimensions=2))
    result = run(
        ClusterFeaturesJob(
            embedding=str(tmp_path / "e.parquet"),
            projector=str(tmp_path / "e.npz"),
            clusters=ClusterSettings(method="dpgmm", max_clusters=8, exemplars=2),
            model_file=str(tmp_path / "m.npz"),
            layer=LayerOutput(str(tmp_path / "layer.npz")),
        )
    )
    assert (result.scenes, result.skipped, result.clusters) == (90, 1, 3)
    assert sum(result.counts) == 89
    arrays = array_files.read(tmp_path / "layer.npz")
    found = array_files.unpack(arrays["name_data"], arrays["name_ends"])
    assert [name.decode() for name in found] == names
    assert (arrays["cluster"] == 0).nonzero()[0].tolist() == [7]
    assert arrays["present"].sum() == 89
    applied = run(
        ApplyClustersJob(
            model_file=str(tmp_path / "m.npz"),
            source=None,
            fitted_size=True,
            engine=EngineSettings(),
            detail="",
            features=str(features.path),
            embedding=str(tmp_path / "e2.parquet"),
            layer=LayerOutput(str(tmp_path / "layer2.npz")),
        )
    )
    assert applied.clusters.counts == result.counts
    again = array_files.read(tmp_path / "layer2.npz")
    np.testing.assert_array_equal(again["cluster"], arrays["cluster"])
    assert SceneFile(tmp_path / "e2.parquet", "embedding").count == 90


def test_a_projector_of_another_run_is_refused(run, features_file, tmp_path):
    random = np.random.default_rng(0)
    for name in "ab":
        features = features_file(random.normal(size=(30, 8)), name=f"features_{name}.parquet")
        run(project_job(features, tmp_path, name, method="pca"))
    with pytest.raises(DeepClusterError, match="did not make the embedding"):
        run(
            ClusterFeaturesJob(
                embedding=str(tmp_path / "a.parquet"),
                projector=str(tmp_path / "b.npz"),
                clusters=ClusterSettings(),
                model_file=str(tmp_path / "m.npz"),
                layer=LayerOutput(str(tmp_path / "layer.npz")),
            )
        )


@posix
def test_what_libraries_print_does_not_disturb_the_channel(run, python):
    assert run(odd_jobs.NoisyJob(), python) == odd_jobs.Value(1.5)
    assert run.fractions == sorted(run.fractions)
    assert "umlauts and lines:\näöü" in run.lines
    printed = (run.folder / "worker.log").read_text()
    assert printed.count("a library prints") == 50
    assert printed.count("C code writes {}") == 50
    assert "a child prints" in printed


@posix
def test_progress_never_goes_back_though_threads_report_at_once(run, python):
    run(odd_jobs.RaceJob(), python)
    assert run.fractions == sorted(run.fractions)
    assert len(run.fractions) > 5


# --- What goes wrong


def test_an_error_comes_through_as_its_sentence(run, tmp_path):
    with pytest.raises(DeepClusterError) as caught:
        run(grid_job(tmp_path / "none.tif", tmp_path))
    assert str(caught.value) == (
        f"{tmp_path / 'none.tif'} cannot be opened as a raster. "
        "Choose a raster file that GDAL reads."
    )
    assert not (tmp_path / "layer.npz").exists()


def test_a_raster_without_a_reference_system_is_refused(run, write_tif, tmp_path):
    path = write_tif(np.ones((1, 30, 30), dtype=np.uint8), crs=None)
    with pytest.raises(DeepClusterError, match="no coordinate reference system"):
        run(grid_job(path, tmp_path, crs_wkt=""))


@posix
def test_a_bug_keeps_its_traceback(run, python):
    with pytest.raises(WorkerBug, match=r"Traceback(.|\n)*in fail(.|\n)*KeyError: 'layer'"):
        run(odd_jobs.FailJob("bug"), python)


def test_an_output_in_a_place_that_is_no_folder_gives_a_sentence(run, features_file, tmp_path):
    (tmp_path / "file").write_text("")
    features = features_file(np.random.default_rng(0).normal(size=(20, 4)))
    with pytest.raises(DeepClusterError, match="Choose another folder"):
        run(project_job(features, tmp_path / "file", method="pca"))


@posix
@pytest.mark.parametrize(
    ("how", "sentence"),
    [("memory", "ran out of memory"), ("import", r"cannot be loaded \(No module named 'umap'\)"),
     ("disk", "The disk is full at /some/file")],
)  # fmt: skip
def test_trouble_with_the_machine_comes_as_a_sentence(run, python, how, sentence):
    with pytest.raises(DeepClusterError, match=sentence):
        run(odd_jobs.FailJob(how), python)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(OSError(errno.ENOSPC, "full", "x"), "The disk is full at x"),
     (OSError("3 requested and 0 written"), "The disk is full"),
     (OSError(errno.EACCES, "no", "x"), "No permission to write at x"),
     (OSError(errno.EROFS, "no", "x"), "No permission to write at x"),
     (FileNotFoundError(errno.ENOENT, "no", "x"), "x does not exist any more"),
     (OSError("something else"), None)],
)  # fmt: skip
def test_errors_of_the_system_are_said_in_a_sentence(error, sentence):
    found = _sentence(error)
    assert (found is None) if sentence is None else found.startswith(sentence)


def test_on_windows_a_file_may_be_open_in_another_program(monkeypatch):
    monkeypatch.setattr(os, "name", "nt")
    found = _sentence(PermissionError(errno.EACCES, "no", "map.tif"))
    assert found.startswith("No permission to write at map.tif, or a program has it open. Close it")


@posix
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_a_worker_stopped_from_outside_gives_a_sentence(run, python, how):
    with pytest.raises(DeepClusterError, match=r"stopped from outside \(signal \d+;.*Run again"):
        run(odd_jobs.CrashJob(int(getattr(signal, how))), python)


@posix
@pytest.mark.parametrize("how", ["SIGSEGV", "SIGABRT", "SIGILL"])
def test_a_crash_is_not_said_to_come_from_outside(run, python, how):
    with pytest.raises(DeepClusterError, match="ended without an answer .*Set up the worker"):
        run(odd_jobs.CrashJob(int(getattr(signal, how))), python)


@posix
def test_a_worker_that_leaves_without_an_answer_is_quoted(run, python):
    with pytest.raises(DeepClusterError, match="status 7; its last words: the last words"):
        run(odd_jobs.LeaveJob(), python)


@posix
def test_a_start_up_file_that_prints_disturbs_nothing(run, python, tmp_path):
    loud = tmp_path / "loud"
    loud.write_text(f"#!/bin/sh\nprintf 'Welcome {{}}\\n[1]\\nhello'\nexec {python} \"$@\"\n")
    loud.chmod(0o755)
    assert run(odd_jobs.NoisyJob(), loud) == odd_jobs.Value(1.5)
    assert run.fractions
    assert run.lines[-1].startswith("Worker: finished")


@posix
@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("yes", "prints something else than answers, such as 'y'. Remove"),
        ("echo {}", "without an answer .status 0; its last words: {}"),
        ("exec cat /dev/zero", "prints something else than answers"),
        ("echo '{\"value\": 1}'; exit 5", 'without an answer .status 5; its last words: {"value'),
    ],
)
def test_a_program_that_answers_nothing_is_named(run, tmp_path, program, sentence):
    path = tmp_path / "program"
    path.write_text(f"#!/bin/sh\n{program}\n")
    path.chmod(0o755)
    with pytest.raises(DeepClusterError, match=sentence):
        run(odd_jobs.NoisyJob(), path)


@posix
@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ("-v 1000000", r"cannot run here: ulimit -v allows it memory of 0\.954 GB. Raise"),
        ("-n 20", r"cannot run here: ulimit -n allows it a number of open files of 20. Raise"),
        ("-f 20", r"cannot run here: ulimit -f allows it files of 0\.0\d+ MB. Raise"),
    ],
)
def test_a_limit_of_the_system_is_named_before_anything_is_loaded(run, tmp_path, limits, sentence):
    path = tmp_path / "limited"
    path.write_text(f'#!/bin/sh\nulimit {limits}\nexec {PYTHON} "$@"\n')
    path.chmod(0o755)
    with pytest.raises(DeepClusterError, match=sentence):
        run(odd_jobs.NoisyJob(), path)
    assert run.fractions == []


@pytest.mark.parametrize("place", ["file/home", "/proc/nowhere"])
def test_a_home_that_cannot_be_written_is_named_before_the_model_is_loaded(
    monkeypatch, tmp_path, place
):
    from rs_deepcluster_plugin.core.features.extract import ExtractSettings
    from rs_deepcluster_plugin.worker.job import common

    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / place))
    monkeypatch.setattr(common, "load_encoder", pytest.fail)
    with pytest.raises(OutputError, match=r"cannot be written \(.*\)\. .*RSDEEPCLUSTER_HOME\.$"):
        common.load_for(ExtractSettings(), silent)


def test_an_account_without_a_home_is_told_what_to_name(monkeypatch):
    from rs_deepcluster_plugin.worker.host.process import home

    monkeypatch.delenv("RSDEEPCLUSTER_HOME")
    monkeypatch.setattr(Path, "home", classmethod(lambda _: _no_home()))
    with pytest.raises(OutputError, match="no home folder. Name a folder .* RSDEEPCLUSTER_HOME"):
        home()


def _no_home():
    raise RuntimeError("Could not determine home directory.")


def test_a_python_that_does_not_start_gives_a_sentence(run, tmp_path):
    (tmp_path / "nothing").write_text("not a program")
    for name in ("missing", "nothing"):
        with pytest.raises(DeepClusterError, match=r"cannot be started .*Set up the worker"):
            run(odd_jobs.NoisyJob(), tmp_path / name)


def test_a_plugin_that_was_updated_meanwhile_asks_for_a_restart(tmp_path):
    job = tmp_path / "job.json"
    job.write_text(json.dumps({"version": 999, "task": "scenegrid", "arguments": {}}))
    main = ROOT / "rs_deepcluster_plugin" / "worker" / "__main__.py"
    with subprocess.Popen(
        [sys.executable, str(main), str(job)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as worker:
        answer = json.loads(worker.stdout.read())
        worker.wait(timeout=30)  # before its standard input is closed
    assert worker.returncode == 1
    assert answer["error"].endswith("Restart QGIS and run again.")


# --- What is stopped


@posix
def test_cancel_ends_the_worker_at_once_and_leaves_no_partial_file(run, python, tmp_path):
    output = tmp_path / "out.parquet"
    stopped = []

    def cancelled():
        if run.fractions and not stopped:
            stopped.append(time.monotonic())
        return bool(stopped)

    job = odd_jobs.SlowJob(str(output), str(tmp_path / "pid"))
    with pytest.raises(Cancelled):
        run(job, python, cancelled, [str(output)])
    assert time.monotonic() - stopped[0] < 2
    assert not list(tmp_path.glob("*.partial"))
    assert not list(tmp_path.glob(".*.partial"))
    assert gone(int((tmp_path / "pid").read_text()), 0.5)


def test_a_real_umap_fit_is_cancelled_within_two_seconds(run, features_file, tmp_path):
    features = features_file(np.random.default_rng(0).normal(size=(4500, 16)))
    started, stopped = time.monotonic(), []

    def cancelled():
        if time.monotonic() - started > 4 and not stopped:  # importing, compiling or fitting
            stopped.append(time.monotonic())
        return bool(stopped)

    output = tmp_path / "e.parquet"
    with pytest.raises(Cancelled):
        run(project_job(features, tmp_path), cancelled=cancelled, outputs=[str(output)])
    assert time.monotonic() - stopped[0] < 2
    assert not output.exists()
    assert not list(tmp_path.glob(".*.partial"))


@posix
def test_a_kill_in_the_middle_gives_a_sentence_and_leaves_no_partial_file(run, python, tmp_path):
    output, pid = tmp_path / "out.parquet", tmp_path / "pid"

    def kill():
        while not (run.fractions and pid.is_file()):
            time.sleep(0.05)
        os.kill(int(pid.read_text()), signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    with pytest.raises(DeepClusterError, match=r"stopped from outside \(signal 9"):
        run(odd_jobs.SlowJob(str(output), str(pid)), python, outputs=[str(output)])
    assert not output.exists()
    assert not list(tmp_path.glob(".*.partial"))


@posix
def test_the_worker_ends_when_its_parent_dies(python, tmp_path):
    (tmp_path / "scratch").mkdir()
    pid = tmp_path / "pid"
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(f"""
            import sys
            sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
            from pathlib import Path
            from odd_jobs import SlowJob
            from rs_deepcluster_plugin.worker.host.client import run_job
            run_job(SlowJob({str(tmp_path / "half")!r}, {str(pid)!r}),
                    Path({str(tmp_path / "scratch")!r}), python=Path({str(python)!r}),
                    progress=print, log=print, cancelled=lambda: False)
            """),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not (pid.is_file() and pid.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        worker = int(pid.read_text())
        assert not gone(worker, 0.2)
    finally:
        parent.kill()
        parent.wait()
    ended = gone(worker)
    if not ended:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    assert ended


# --- Small things


def test_packed_bytes_are_unpacked():
    items = [b"abc", b"", None, bytes(range(256)), b"z"]
    packed = array_files.pack(items)
    assert array_files.unpack(packed["data"], packed["ends"]) == [item or b"" for item in items]
    packed = array_files.pack([])
    assert array_files.unpack(packed["data"], packed["ends"]) == []


def test_texts_that_are_packed_in_parts_are_one_column():
    parts = [["a", None, "bü"], [], ["", "c" * 300]]
    packed = [array_files.pack_texts("note", part) for part in parts]
    whole = array_files.pack_texts("note", [text for part in parts for text in part])
    joined = array_files.join_texts("note", packed)
    assert joined.keys() == whole.keys()
    assert all((joined[key] == whole[key]).all() for key in whole)
    assert array_files.unpack_texts(joined, "note") == ["a", "", "bü", "", "c" * 300]
    assert array_files.join_texts("note", []) == {}


def test_bytes_that_are_added_in_pieces_are_read_like_others(tmp_path):
    items = [bytes([n % 256]) * (n % 7) for n in range(2500)]
    path = tmp_path / "layer.npz"
    ends = np.cumsum([len(item) for item in items])
    array_files.write(path, ends=ends, other=np.arange(3))
    pieces = [b"".join(items[:9]), b"".join(items[9:])]
    array_files.append_bytes(path, "data", int(ends[-1]), pieces)
    arrays = array_files.read(path)
    assert arrays["other"].tolist() == [0, 1, 2]
    packed = array_files.Packed(arrays["data"], arrays["ends"])
    assert list(packed) == items
    assert (len(packed), b"\x03" * 3 in packed, b"abc" in packed) == (2500, True, False)
    # Fewer bytes than were announced are no file.
    array_files.write(path, ends=ends)
    array_files.append_bytes(path, "data", 10, [b"abc"])
    with pytest.raises(DataFileError, match="damaged"):
        array_files.read(path)


def test_arrays_that_are_read_some_at_a_time_take_no_memory(tmp_path):
    count, path = 200_000, tmp_path / "layer.npz"
    array_files.write(path, ends=np.arange(8, 8 * count + 1, 8), real=np.arange(count) / 2)
    pieces = (np.arange(k, k + 1000, dtype="<u8").tobytes() for k in range(0, count, 1000))
    array_files.append_bytes(path, "data", 8 * count, pieces)
    array_files.append(path, "kind", np.int32, 4, [[1, 2], [3], [4]])
    whole = array_files.read(path)
    assert whole["kind"].dtype == np.int32
    assert whole["kind"].tolist() == [1, 2, 3, 4]
    del whole
    tracemalloc.start()
    with array_files.opened(path) as arrays:
        packed = array_files.Packed(arrays["data"], arrays["ends"])
        assert len(packed) == count
        numbers = array_files.blocks_of(arrays["real"], 7000)
        total = sum(float(block.sum()) for block in numbers)
        for number, item in enumerate(packed):
            assert int.from_bytes(item, "little") == number
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == count * (count - 1) / 4
    assert peak < 1_000_000  # of 4.8 MB


def test_damage_is_found_also_where_arrays_are_read_some_at_a_time(tmp_path):
    path = tmp_path / "layer.npz"
    array_files.write(path, ends=np.array([5000, 9000]), value=np.arange(9000.0))
    array_files.append_bytes(path, "data", 9000, [b"x" * 9000])
    content = path.read_bytes()
    path.write_bytes(content.replace(b"x" * 10, b"y" * 10, 1))
    with array_files.opened(path) as arrays:
        packed = array_files.Packed(arrays["data"], arrays["ends"])
        with pytest.raises(DataFileError, match="damaged"):
            list(packed)
        assert sum(len(block) for block in array_files.blocks_of(arrays["value"], 4)) == 9000
    for ends in ([5000, 8999], [5000, 9001], [9000, 5000]):  # of other bytes than there are
        array_files.write(path, ends=np.array(ends))
        array_files.append_bytes(path, "data", 9000, [b"x" * 9000])
        with array_files.opened(path) as arrays, pytest.raises(DataFileError, match="damaged"):
            list(array_files.Packed(arrays["data"], arrays["ends"]))
    path.write_bytes(content[:-100])
    with pytest.raises(DataFileError, match="damaged"), array_files.opened(path):
        pass


def test_the_channel_thins_out_progress_and_never_goes_back(tmp_path):
    path = tmp_path / "out"
    with path.open("w") as stream:
        channel = Channel(stream)
        for i in range(10_000):
            channel(i / 10_000)
        channel(0.2)
    sent = [json.loads(line)["progress"] for line in path.read_text().splitlines()]
    assert sent == sorted(sent)
    assert 90 <= len(sent) <= 150
