"""Files that are whole or not there, whoever is killed and whatever somebody has planted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rs_deepcluster_plugin.core.base import files
from rs_deepcluster_plugin.core.base.files import write_whole, written_beside

ROOT = Path(files.__file__).parents[3]
posix = pytest.mark.skipif(os.name == "nt", reason="locks and signals of POSIX")

WRITER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from rs_deepcluster_plugin.core.base.files import write_whole
with write_whole(sys.argv[2]) as partial:
    partial.write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def writer(tmp_path):
    """A process that is in the middle of writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(ROOT), str(tmp_path / "map.gpkg")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "writing\n"
    yield process
    process.kill()
    process.communicate()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_planted_links_are_not_followed(tmp_path, monkeypatch):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    monkeypatch.setattr(files, "_own_run", "0" * 16)  # as if somebody had guessed it
    for number in range(5000):
        (tmp_path / f".{'0' * 16}-{number}.partial").symlink_to(victim)
    (tmp_path / ".map.gpkg.partial").symlink_to(victim)
    with write_whole(tmp_path / "map.gpkg") as partial:
        partial.write_text("new")
        assert os.stat(partial.parent).st_mode & 0o077 == 0  # nobody else may enter
    assert victim.read_text() == "mine"
    assert (tmp_path / "map.gpkg").read_text() == "new"
    assert not (tmp_path / "map.gpkg").is_symlink()


def test_the_names_of_unfinished_files_cannot_be_guessed(tmp_path):
    found = set()
    for _ in range(2):
        code = WRITER.replace("time.sleep(60)", "print(partial.parent.name)")
        done = subprocess.run(
            [sys.executable, "-c", code, str(ROOT), str(tmp_path / "a")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found.add(done.stdout.splitlines()[1].partition("-")[0])
    assert len(found) == 2
    assert {len(name) for name in found} == {17}


@posix
def test_what_a_killed_writer_left_goes_with_the_next_file_and_that_of_others_stays(
    tmp_path, writer
):
    (tmp_path / "map.gpkg").write_text("old")
    mine = tmp_path / ".nothing.partial"
    mine.mkdir()
    with write_whole(tmp_path / "other.txt") as partial:
        partial.write_text("other")
    assert len(list(tmp_path.glob(".*-*.partial"))) == 1  # it is still being written
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert (tmp_path / "map.gpkg").read_text() == "old"
    with write_whole(tmp_path / "other.txt") as partial:
        partial.write_text("again")
    assert names(tmp_path) == [mine.name, "map.gpkg", "other.txt"]


@posix
def test_what_is_written_for_days_stays_until_its_writer_has_ended(tmp_path, writer):
    (folder,) = tmp_path.glob(".*.partial")
    os.utime(folder, (time.time() - 3 * 86_400,) * 2)
    files.forget_left(tmp_path)
    assert names(folder) == ["map.gpkg"]
    writer.kill()
    writer.wait()
    files.forget_left(tmp_path)
    assert not folder.exists()


@posix
def test_a_folder_that_cannot_be_looked_into_keeps_no_other(tmp_path, monkeypatch):
    for number in range(4):
        (tmp_path / f".{'1' * 16}-{number}.partial").mkdir()
    asked = files._is_left

    def is_left(path):
        if path.endswith("-1.partial") or path.endswith("-2.partial"):
            raise PermissionError(13, "Permission denied", path)  # of another user
        return asked(path)

    monkeypatch.setattr(files, "_is_left", is_left)
    files.forget_left(tmp_path)
    assert names(tmp_path) == [f".{'1' * 16}-{number}.partial" for number in (1, 2)]


def test_what_one_run_left_is_found_by_its_name(tmp_path, writer, monkeypatch):
    run = files.new_run()
    monkeypatch.setenv(files.RUN, run)
    with written_beside(tmp_path / "a") as partial:
        assert partial.parent.name.startswith(f".{run}-")
        partial.write_text("half")
        files.forget_run(tmp_path, run)
        assert not partial.parent.exists()
        assert len(list(tmp_path.glob(".*.partial"))) == 1


def test_old_remains_go_where_nothing_can_be_locked(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "fcntl", None)
    for name, days in (("1" * 16, 0.5), ("2" * 16, 2)):
        folder = tmp_path / f".{name}-0.partial"
        folder.mkdir()
        os.utime(folder, (time.time() - days * 86_400,) * 2)
    # The time of a folder does not change while a file in it grows.
    (tmp_path / f".{'3' * 16}-0.partial").mkdir()
    (tmp_path / f".{'3' * 16}-0.partial" / "map.gpkg").write_text("half")
    os.utime(tmp_path / f".{'3' * 16}-0.partial", (0, 0))
    with write_whole(tmp_path / "a") as partial:
        partial.write_text("a")
    assert names(tmp_path) == [f".{'1' * 16}-0.partial", f".{'3' * 16}-0.partial", "a"]


def test_folders_that_were_made_for_nothing_go_away(tmp_path):
    (tmp_path / "there").mkdir()

    def fail(path):
        with write_whole(path) as partial:
            partial.write_text("half")
            raise RuntimeError

    for folder in ("there", "new", "new/and/deep"):
        with pytest.raises(RuntimeError):
            fail(tmp_path / folder / "a")
    assert names(tmp_path) == ["there"]
    with write_whole(tmp_path / "new" / "deep" / "a") as partial:
        partial.write_text("a")
    assert (tmp_path / "new" / "deep" / "a").read_text() == "a"


def test_a_folder_that_cannot_be_written_is_said_as_such(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"), write_whole(tmp_path / "file" / "a"):
        pass


def test_a_file_that_is_open_elsewhere_stays_as_it_is(tmp_path, monkeypatch):
    """On Windows a file that QGIS shows cannot be replaced."""
    path = tmp_path / "map.tif"
    path.write_text("old")

    def refuse(source, target):
        raise PermissionError(
            13, "The process cannot access the file", str(source), 32, str(target)
        )

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError) as caught, write_whole(path) as partial:
        partial.write_text("new")
    assert caught.value.filename == str(path)  # not the name of the unfinished one
    assert path.read_text() == "old"
    assert names(tmp_path) == ["map.tif"]
