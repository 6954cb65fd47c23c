"""Results of several files take the place of old ones all together, wherever a kill comes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rs_deepcluster_plugin.core.base import files

ROOT = Path(files.__file__).parents[3]
NEW = {"a.shp": "new shp", "a.shx": "new shx", "a.dbf": "new dbf", "a.prj": "new prj"}
OLD = {"a.shp": "old shp", "a.shx": "old shx", "a.dbf": "old dbf", "a.qix": "old", "a.cpg": "old"}
OTHER = {"a.tif": "mine", "b.shp": "mine"}
STALE = [".prj", ".qix", ".cpg"]

# Ends itself before the step whose number is given: a rename of one file, or of the folder.
WRITER = f"""
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from rs_deepcluster_plugin.core.base import files
place, last, steps = Path(sys.argv[2]), int(sys.argv[3]), 0
def counted(real):
    def move(*given):
        global steps
        if counting and steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        steps += counting
        return real(*given)
    return move
os.replace, os.rename = counted(os.replace), counted(os.rename)
counting = len(sys.argv) > 4
if counting:
    files.finish_swaps(place.parent)
    sys.exit()
with files.written_beside(place) as partial:
    for name in {list(NEW)}:
        (partial.parent / name).write_text("new " + name[-3:])
    counting = True
    obsolete = [place.with_suffix(end) for end in {STALE}]
    files.replace_all(partial.parent, {list(NEW)}, place, obsolete)
"""


def lay(folder):
    for name, text in {**OLD, **OTHER}.items():
        (folder / name).write_text(text)


def found(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def run_writer(folder, last, *finish):
    """Write the new files, or only finish what was begun; returns the exit status."""
    place = str(folder / "a.shp")
    command = [sys.executable, "-c", WRITER, str(ROOT), place, str(last), *finish]
    return subprocess.run(command, check=False).returncode


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_kill_between_two_moves_leaves_the_old_or_the_new_whole(tmp_path):
    whole_old, whole_new = {**OLD, **OTHER}, {**NEW, **OTHER}
    last, seen = 0, []
    while True:
        folder = tmp_path / str(last)
        folder.mkdir()
        lay(folder)
        ended = run_writer(folder, last)
        left = found(folder)
        # What other programs see until then: no main file, unless it is with its own parts.
        if "a.shp" in left:
            assert left in (whole_old, whole_new)
        files.finish_swaps(folder)
        files.forget_left(folder)
        assert found(folder) in (whole_old, whole_new)
        seen.append(found(folder) == whole_new)
        assert sorted(path.name for path in folder.iterdir()) == sorted(found(folder))
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        last += 1
    # The folder's name, five old parts, four new ones, the name again.
    assert last == 1 + len(OLD) + len(NEW) + 1
    assert seen == [False] + [True] * last


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("first", [1, 4, 7, 10])
@pytest.mark.parametrize("second", [0, 3, 6])
def test_a_kill_while_the_rest_is_done_leaves_it_to_the_next(tmp_path, first, second):
    lay(tmp_path)
    assert run_writer(tmp_path, first) == -signal.SIGKILL
    run_writer(tmp_path, second, "finish")
    files.finish_swaps(tmp_path)
    files.forget_left(tmp_path)
    assert found(tmp_path) == {**NEW, **OTHER}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(found(tmp_path))


@pytest.mark.parametrize("failing", range(len(OLD) + len(NEW)))
def test_a_move_that_fails_has_all_taken_back(tmp_path, monkeypatch, failing):
    lay(tmp_path)
    real, calls = os.replace, []

    def move(*given):
        calls.append(given)
        if len(calls) == failing + 1:
            raise PermissionError(13, "another program has it open")
        return real(*given)

    def write():
        with files.written_beside(tmp_path / "a.shp") as partial:
            for name, text in NEW.items():
                (partial.parent / name).write_text(text)
            monkeypatch.setattr(os, "replace", move)
            obsolete = [tmp_path / f"a{end}" for end in STALE]
            files.replace_all(partial.parent, NEW, tmp_path / "a.shp", obsolete)

    with pytest.raises(PermissionError):
        write()
    assert len(calls) > failing
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {**OLD, **OTHER}


def test_one_file_is_replaced_in_one_step(tmp_path, monkeypatch):
    (tmp_path / "a.gpkg").write_text("old")
    with files.written_beside(tmp_path / "a.gpkg") as partial:
        partial.write_text("new")
        monkeypatch.setattr(os, "rename", None)  # of folders
        files.replace_all(
            partial.parent, ["a.gpkg"], tmp_path / "a.gpkg", [tmp_path / "a.gpkg-wal"]
        )
        assert (tmp_path / "a.gpkg").read_text() == "new"


def planted(folder, moves):
    swap = folder / f".{'0' * 16}-0.swap"
    swap.mkdir()
    (swap / "a.shp").write_text("planted")
    (swap / ".moves.json").write_text(moves)
    return swap


@pytest.mark.parametrize(
    "moves",
    [
        '{"new": ["../x/a.shp"], "old": []}', '{"new": [".."], "old": []}', "[]", "{}", "no JSON",
        '{"new": [1], "old": [2]}', '{"new": ["a.shp"], "old": ["../a.tif"]}',
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_not_moved(tmp_path, moves):
    folder = tmp_path / "results"
    folder.mkdir()
    (tmp_path / "a.tif").write_text("mine")
    lay(folder)
    planted(folder, moves)
    files.finish_swaps(folder)
    assert found(folder) == {**OLD, **OTHER}
    assert (tmp_path / "a.tif").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners")
def test_what_somebody_else_has_put_there_is_not_moved(tmp_path, monkeypatch):
    lay(tmp_path)
    planted(tmp_path, json.dumps({"new": ["a.shp"], "old": ["a.shp"]}))
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    files.finish_swaps(tmp_path)
    assert found(tmp_path) == {**OLD, **OTHER}
    monkeypatch.undo()
    files.finish_swaps(tmp_path)
    assert found(tmp_path) == {**OLD, **OTHER, "a.shp": "planted"}


def test_a_swap_under_way_is_left_alone(tmp_path):
    fcntl = pytest.importorskip("fcntl")
    lay(tmp_path)
    swap = planted(tmp_path, json.dumps({"new": ["a.shp"], "old": ["a.shp"]}))
    held = os.open(swap, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    files.finish_swaps(tmp_path)
    assert found(tmp_path) == {**OLD, **OTHER}
    os.close(held)
    files.finish_swaps(tmp_path)
    assert (tmp_path / "a.shp").read_text() == "planted"
