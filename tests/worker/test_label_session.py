"""The worker that stays: what it is asked last counts, and it ends with the program that asks."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import DeepClusterError
from rs_deepcluster_plugin.core.base.plain import from_plain, to_plain
from rs_deepcluster_plugin.core.labels.classifier import LabelSettings
from rs_deepcluster_plugin.core.labels.suggest import SuggestSettings
from rs_deepcluster_plugin.worker import array_files
from rs_deepcluster_plugin.worker.contract import LabelAnswer, LabelRequest, LabelSessionJob
from rs_deepcluster_plugin.worker.host.client import WorkerSession

KINDS = np.arange(300) % 3


@pytest.fixture
def session(tmp_path, monkeypatch, features_file):
    """Start a worker on three groups of scenes, numbered from 1."""
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))
    rng = np.random.default_rng(0)
    values = rng.normal(0, 1, (3, 16))[KINDS] + 0.3 * rng.normal(0, 1, (300, 16))
    folder = tmp_path / "scratch"
    folder.mkdir()
    job = LabelSessionJob(
        str(features_file(values).path), LabelSettings(), SuggestSettings(number=5), str(folder)
    )
    made = WorkerSession(job, folder, Path(sys.executable))
    yield made
    made.close()


def hear(session, until, seconds=60):
    """Return the answers that come until one of them is as wanted."""
    heard = []
    end = time.monotonic() + seconds
    while not any(map(until, heard)):
        assert time.monotonic() < end, heard
        for said in session.messages():
            if "answer" in said:
                heard.append(from_plain(said["answer"], LabelAnswer, "answer"))
        time.sleep(0.01)
    return heard


def ask(session, number, scenes, labels):
    request = LabelRequest(
        number, tuple(scenes), tuple(labels), (-1,) * len(scenes), ("Water", "Forest", "Town")
    )
    session.ask(to_plain(request, LabelRequest, "labels"))


def test_an_answer_comes_in_parts(session):
    (ready,) = hear(session, lambda answer: answer.number == 0)
    ids = array_files.read(ready.arrays)["scene_id"]
    assert ids.tolist() == list(range(1, 301))
    ask(session, 1, ids[:9].tolist(), KINDS[:9].tolist())
    parts = hear(session, lambda answer: answer.last)
    assert [answer.number for answer in parts] == [1, 1, 1]
    classes, offered, checked = (array_files.read(answer.arrays) for answer in parts)
    assert (classes["kind"] == KINDS + 1).mean() > 0.98
    assert (classes["probability"][:9] == 1).all()
    assert len(offered["suggested"]) == 5
    assert offered["suggested"].min() > 8
    assert checked["confusion"].sum() == checked["checked"].sum() == parts[-1].checked
    assert parts[-1].accuracy == pytest.approx(np.trace(checked["confusion"]) / parts[-1].checked)


def test_what_is_asked_last_counts(session):
    hear(session, lambda answer: answer.number == 0)
    for number in range(1, 30):
        ask(session, number, range(1, number + 3), KINDS[: number + 2].tolist())
    parts = hear(session, lambda answer: answer.last and answer.number == 29)
    # Those before were given up, but for the one that was begun before the next one came.
    assert len({answer.number for answer in parts}) < 10
    ask(session, 30, [1], [0])
    problem, offered = hear(session, lambda answer: answer.last)
    assert "All labels are of one class" in problem.problem
    assert len(array_files.read(offered.arrays)["suggested"]) >= 4
    ask(session, 31, [9999], [0])
    assert "None of the 1 labels" in hear(session, lambda answer: answer.last)[0].problem


def test_it_ends_with_the_program_that_asks(session):
    hear(session, lambda answer: answer.number == 0)
    session._process.stdin.close()
    assert session._process.wait(20) == 3
    with pytest.raises(DeepClusterError, match="The worker ended"):
        session.messages()


def test_a_damaged_file_is_said_and_nothing_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path / "home"))
    (tmp_path / "features.parquet").write_bytes(b"PAR1 and nothing more")
    job = LabelSessionJob(
        str(tmp_path / "features.parquet"), LabelSettings(), SuggestSettings(), str(tmp_path)
    )
    session = WorkerSession(job, tmp_path, Path(sys.executable))
    try:
        with pytest.raises(DeepClusterError, match="is not a file of features"):
            hear(session, lambda answer: False)
        assert session._process.wait(20) == 1
    finally:
        session.close()
