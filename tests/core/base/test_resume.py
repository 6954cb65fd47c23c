"""What runs leave for the next one: who waits for whom, when it goes, and its limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rs_deepcluster_plugin.core.base import resume
from rs_deepcluster_plugin.core.base.errors import OutputError
from rs_deepcluster_plugin.core.base.resume import (
    LIMIT_VARIABLE,
    claim_folders,
    find_left,
    finished_parts,
    forget_parts,
    forget_stale,
    hold_folder,
    remove_left,
)

ROOT = Path(__file__).resolve().parents[3]
KEY = "k" * 32
# Holds a folder, says so, and does what it is told, line by line.
HOLDER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts, hold_folder
class Say:
    def __call__(self, fraction): pass
    def log(self, text): print("log", text, flush=True)
with hold_folder(sys.argv[2], "parts", sys.argv[3], "features", Say()) as held:
    print("holds", held.waited, sorted(p.name for p in held.path.glob("part-*")), flush=True)
    for line in sys.stdin:
        if line == "leave\\n":
            break
        (held.path / line.strip()).write_bytes(b"part")
        print("written", flush=True)
print("left", flush=True)
for line in sys.stdin:
    if line == "forget\\n":
        forget_parts(finished_parts())
        print("forgotten", flush=True)
"""
# Many processes make the same thing at once, again and again; none may ever see half of another's.
RIVAL = """
import random, sys, time
sys.path.insert(0, sys.argv[1])
from rs_deepcluster_plugin.core.base import resume
resume._LOOK = 0.002
flock = resume.fcntl.flock
def slow(held, how):  # the file may be gone when it is locked
    time.sleep(random.random() / 500)
    flock(held, how)
resume.fcntl.flock = slow
until, number = time.monotonic() + float(sys.argv[3]), sys.argv[4]
while time.monotonic() < until:
    with resume.hold_folder(sys.argv[2], "parts", "k" * 32, "features") as held:
        found = {path.name: path.read_text() for path in held.path.glob("part-*")}
        assert not found or found == dict.fromkeys(("part-0", "part-1", "part-2"), "whole"), found
        if not found:
            for name in ("part-0", "part-1", "part-2"):
                (held.path / name).write_text(number)
                time.sleep(random.random() / 500)
                assert (held.path / name).read_text() == number
            for name in ("part-0", "part-1", "part-2"):
                (held.path / name).write_text("whole")
    time.sleep(random.random() / 500)
    # Until it forgets them they are there, whatever the others forget.
    assert len(list(held.path.glob("part-*"))) == 3
    resume.forget_parts(resume.finished_parts())
"""


class Process:
    """Another process that holds the folder."""

    def __init__(self, cache, key=KEY):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(ROOT), str(cache), key],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def hears(self):
        return self.process.stdout.readline().strip()

    def says(self, text):
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(autouse=True)
def nothing_held():
    """What other tests of this process have finished is none of these tests' business."""
    forget_parts(finished_parts())


@pytest.fixture
def start(tmp_path):
    started = []

    def start(key=KEY):
        started.append(Process(tmp_path, key))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.process.stdin.close()
        one.process.stdout.close()


@pytest.fixture
def parts(tmp_path):
    return tmp_path / "parts" / KEY


@pytest.fixture(autouse=True)
def nothing_is_claimed():
    yield
    forget_parts(finished_parts())


def make(cache, key=KEY, size=4, days=0.0, kind="parts"):
    """Leave a folder as a run that was killed leaves it."""
    with hold_folder(cache, kind, key, "features") as held:
        (held.path / "part-0.npz").write_bytes(bytes(size))
    resume._give_up(held.path)
    (held.path / "0123456789abcdef.claim").touch()  # of a process that is no more
    when = time.time() - days * 86_400
    os.utime(held.path, (when, when))
    return held.path


def test_parts_go_when_the_run_is_done(tmp_path, parts):
    with hold_folder(tmp_path, "parts", KEY, "features") as held:
        assert (held.path, held.waited) == (parts, False)
        (parts / "part-0.npz").write_bytes(b"part")
        (parts / "more").mkdir()
        (parts / "more" / "part").write_bytes(b"part")
    assert finished_parts() == [parts]
    forget_parts([parts, parts.with_name("gone")])
    assert not parts.exists()
    assert finished_parts() == []


def test_parts_of_a_run_that_was_killed_are_found_and_go_with_the_one_that_goes_on(
    start, tmp_path, parts
):
    killed = start()
    assert killed.hears() == "holds False []"
    killed.says("part-0").hears()
    killed.kill()
    with hold_folder(tmp_path, "parts", KEY, "features") as held:
        assert not held.waited
        assert (parts / "part-0").exists()
    forget_parts(finished_parts())
    assert not parts.exists()


def test_parts_that_another_process_goes_on_with_stay_for_it(start, tmp_path, parts):
    other = start()
    other.hears()
    other.says("part-0").hears()
    forget_parts([str(parts)])  # by the process that has written the results
    assert (parts / "part-0").exists()
    other.says("leave").hears()
    forget_parts([str(parts)])  # it has what it needs of them, but would need them again if killed
    assert (parts / "part-0").exists()
    assert other.says("forget").hears() == "forgotten"
    assert not parts.exists()


def test_a_second_process_waits_for_the_first_and_shares_its_parts(start, parts):
    first = start()
    assert first.hears() == "holds False []"
    second = start()
    assert second.hears() == (
        "log Another process makes the features, of the same data with the same settings. "
        "This run waits for it, and goes on with what it has finished."
    )
    first.says("part-0").hears()
    first.says("part-1").hears()
    assert first.says("leave").hears() == "left"
    assert first.says("forget").hears() == "forgotten"  # at once, before the second has looked
    assert second.hears().startswith("log Waited for the features for ")
    assert second.hears() == "holds True ['part-0', 'part-1']"
    assert second.says("leave").hears() == "left"
    assert second.says("forget").hears() == "forgotten"
    assert not parts.exists()


def test_a_second_process_goes_on_at_once_where_the_first_is_killed(start):
    first = start()
    first.hears()
    second = start()
    second.hears()
    first.says("part-0").hears()
    first.kill()
    killed = time.monotonic()
    assert second.hears().startswith("log Waited")
    assert second.hears() == "holds True ['part-0']"
    assert time.monotonic() - killed < 2


def test_waiting_takes_no_processor_time_and_ends_when_it_is_cancelled(start, tmp_path, parts):
    class CancelError(Exception):
        """What a progress may raise."""

    class Impatient:
        def __init__(self):
            self.asked, self.until = 0, time.monotonic() + 2

        def __call__(self, fraction):
            self.asked += 1
            if time.monotonic() > self.until:
                raise CancelError

        def log(self, text):
            pass

    first = start()
    first.hears()
    first.says("part-0").hears()
    progress, used = Impatient(), time.process_time()
    with pytest.raises(CancelError), hold_folder(tmp_path, "parts", KEY, "features", progress):
        pass
    assert time.monotonic() - progress.until < 1
    assert progress.asked < 10
    assert time.process_time() - used < 0.5
    assert finished_parts() == []
    assert (parts / "part-0").exists()
    assert len(list(parts.glob("*.claim"))) == 1  # the first's
    assert first.says("leave").hears() == "left"
    assert first.says("forget").hears() == "forgotten"
    assert not parts.exists()


def test_rivals_never_see_half_of_what_another_makes(tmp_path):
    rivals = [
        subprocess.Popen(
            [sys.executable, "-c", RIVAL, str(ROOT), str(tmp_path), "4", str(number)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for one in rivals:
        assert one.communicate(timeout=60)[1] == ""
        assert one.returncode == 0
    assert list((tmp_path / "parts").iterdir()) == []


def test_a_run_that_fails_before_anything_is_finished_leaves_nothing(tmp_path, parts):
    with pytest.raises(KeyError), hold_folder(tmp_path, "parts", KEY, "features"):
        raise KeyError
    assert not parts.exists()
    with pytest.raises(ZeroDivisionError), hold_folder(tmp_path, "parts", KEY, "features") as held:
        1 / (held.path / "part-0").write_bytes(b"")
    assert sorted(p.name for p in parts.iterdir()) == ["lock", "part-0"]
    assert finished_parts() == []


@pytest.mark.skipif(sys.platform != "linux", reason="it looks at /proc")
@pytest.mark.parametrize("gone", ["lock", "*.claim", "*"])
def test_a_folder_that_is_removed_while_its_lock_is_taken_is_made_again(
    tmp_path, parts, monkeypatch, gone
):
    """Another run forgets it between the moment in which a file is opened and that of its lock."""
    flock, removed = resume.fcntl.flock, []

    def lock(held, how):
        if os.readlink(f"/proc/self/fd/{held}") == str(parts / "lock") and not removed:
            removed.extend(parts.glob(gone))
            for path in removed:
                path.unlink()
        flock(held, how)

    monkeypatch.setattr(resume.fcntl, "flock", lock)
    with hold_folder(tmp_path, "parts", KEY, "features") as held:
        assert removed
        assert not held.waited
        assert resume.is_locked(parts / "lock")
        assert list(map(resume.is_locked, parts.glob("*.claim"))) == [True]


def test_what_somebody_else_has_removed_is_begun_anew(tmp_path, parts):
    with hold_folder(tmp_path, "parts", KEY, "features"):
        pass
    shutil.rmtree(parts)
    with hold_folder(tmp_path, "parts", KEY, "features"):
        assert len(list(parts.glob("*.claim"))) == 1
    forget_parts(finished_parts())
    assert not parts.exists()


def test_a_process_that_still_writes_its_results_claims_the_parts(tmp_path, parts):
    make(tmp_path)
    (claim, *_), none = claim_folders([parts]), claim_folders([parts.with_name("gone")])
    assert none == []
    assert [one.held for one in find_left(tmp_path)] == [True]
    forget_parts([parts])
    assert (parts / "part-0.npz").exists()
    claim.release()
    forget_parts([parts])
    assert not parts.exists()


# --- The cache


def test_what_is_left_is_listed_with_its_size_and_age(start, tmp_path):
    make(tmp_path, "a" * 32, 1000, days=3)
    make(tmp_path, "b" * 32, 500, days=9, kind="refine")
    other = start()
    other.hears()
    other.says("part-0").hears()
    found = find_left(tmp_path)
    assert [(one.kind, one.size, one.held) for one in found] == [
        ("refine", 500, False), ("parts", 1000, False), ("parts", 4, True)
    ]  # fmt: skip
    ages = [(time.time() - one.used) / 86_400 for one in found]
    assert ages == pytest.approx([9, 3, 0], abs=0.01)
    assert find_left(tmp_path) == found  # to look changes nothing
    gone = remove_left(found)
    assert [one.size for one in gone] == [500, 1000]
    assert other.says("part-1").hears() == "written"
    assert len(find_left(tmp_path)) == 1


def test_what_nobody_came_back_to_goes_unless_it_is_held(start, tmp_path, parts):
    fresh, stale = make(tmp_path, "a" * 32, days=29), make(tmp_path, "b" * 32, days=31)
    other = start()
    other.hears()
    other.says("part-0").hears()
    os.utime(parts, (0, 0))
    forget_stale(tmp_path)
    assert fresh.exists()
    assert not stale.exists()
    assert (parts / "part-0").exists()


@pytest.mark.parametrize(
    ("limit", "kept"),
    [("0.0035", "bcd"), ("0.0025", "cd"), ("0.0001", "cd"), ("0", "abcd"), ("", "abcd")],
)
def test_a_run_that_begins_keeps_the_cache_to_its_limit(
    start, tmp_path, monkeypatch, recorder, limit, kept
):
    """Four runs have left a megabyte each; d is held by a process that runs, though oldest."""
    names = "abcd"
    folders = {name: make(tmp_path, name * 32, 1_000_000, 9 - i) for i, name in enumerate(names)}
    other = start("d" * 32)
    other.hears()
    os.utime(folders["d"], (0, 0))
    monkeypatch.setenv(LIMIT_VARIABLE, limit)
    # What is gone on with does not go, and counts.
    with hold_folder(tmp_path, "parts", "c" * 32, "features", recorder) as held:
        assert (held.path / "part-0.npz").exists()
    left = "".join(name for name in names if folders[name].exists())
    assert left == kept
    gone = 4 - len(left)
    if gone:
        (line,) = recorder.lines
        assert "The cache held 0.0 GB, more than its limit of " in line
        assert f"what {gone} stopped run" in line
    else:
        assert recorder.lines == []


@pytest.mark.parametrize("limit", ["much", "-1", "nan"])
def test_a_limit_that_is_none_is_refused_in_a_sentence(tmp_path, monkeypatch, limit):
    monkeypatch.setenv(LIMIT_VARIABLE, limit)
    with (
        pytest.raises(OutputError, match=f"'{limit}'. Give a number of gigabytes, 0 for no limit"),
        hold_folder(tmp_path, "parts", KEY, "features"),
    ):
        pass
    assert list((tmp_path / "parts").iterdir()) == []
