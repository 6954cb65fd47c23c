"""Windows are read before they are asked for, each once, and in order."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import RasterError
from rs_deepcluster_plugin.core.scenes.grid import GridSettings, make_grid
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.read_ahead import ReadAhead
from rs_deepcluster_plugin.core.scenes.scaling import Scaling
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes

BYTES = 3 * 4 * 4 * (4 + 1)  # of a window below


class Slow:
    """What takes its time to read, and notes what it was asked for."""

    def __init__(self, seconds=0.0, broken=()):
        self.asked, self.seconds, self.broken = [], seconds, broken

    def __call__(self, index):
        self.asked.append(index)
        time.sleep(self.seconds)
        if index in self.broken:
            raise OSError(f"no window {index}")
        return np.full((3, 4, 4), index, np.float32), np.ones((3, 4, 4), bool)


def test_windows_come_in_order_and_are_read_once():
    slow = Slow()
    with ReadAhead(slow, 50) as ahead:
        for index in range(50):
            values, valid = ahead.read(index)
            assert (values == index).all()
            assert valid.all()
    assert slow.asked == list(range(50))


def test_rows_of_tiles_that_are_slow_are_read_while_others_are_used():
    """What takes 0.7 s in bursts and 1 s to use takes little more than a second together."""

    class Bursts(Slow):
        def __call__(self, index):
            self.seconds = 0.014 if index % 40 < 10 else 0.0
            return super().__call__(index)

    for limit, most, least in ((10**8, 0.35, 0.0), (3 * BYTES, 9.0, 0.3)):
        waited = 0.0
        with ReadAhead(Bursts(), 200, limit) as ahead:
            for index in range(200):
                begin = time.monotonic()
                ahead.read(index)
                waited += time.monotonic() - begin
                time.sleep(0.005)
        assert least <= waited <= most  # of those that wait, only the first burst


def test_no_more_is_held_than_there_is_room_for():
    slow = Slow()
    with ReadAhead(slow, 1000, limit=10 * BYTES) as ahead:
        ahead.read(0)
        time.sleep(0.2)
        assert slow.asked == list(range(11))  # the one that was taken, and ten
        ahead.read(5)
        time.sleep(0.2)
        assert slow.asked == list(range(16))


def test_parts_that_are_there_are_passed_over_and_old_ones_found_again():
    slow = Slow()
    with ReadAhead(slow, 300, limit=4 * BYTES) as ahead:
        for index in (0, 1, 2, 200, 201, 7, 8):
            assert (ahead.read(index)[0] == index).all()
    assert not set(range(13, 200)) & set(slow.asked)  # four may be held after the last


def test_an_error_comes_with_the_window_that_it_is_of():
    slow = Slow(broken=(3,))
    with ReadAhead(slow, 10) as ahead:
        for index in range(3):
            ahead.read(index)
        with pytest.raises(OSError, match="no window 3"):
            ahead.read(3)
        assert (ahead.read(4)[0] == 4).all()


def test_the_thread_ends_with_it():
    before = threading.active_count()
    with ReadAhead(Slow(0.001), 10_000, limit=2 * BYTES) as ahead:
        ahead.read(0)
    assert threading.active_count() == before
    with ReadAhead(Slow(), 10):
        pass  # nobody has asked
    assert threading.active_count() == before


def test_who_still_waits_when_it_ends_does_not_wait_for_ever():
    told = []

    def ask(ahead):
        try:
            for index in range(10):
                ahead.read(index)
        except RuntimeError as error:
            told.append(str(error))

    with ReadAhead(Slow(0.2), 10) as ahead:
        reader = threading.Thread(target=ask, args=(ahead,), daemon=True)
        reader.start()
        time.sleep(0.05)
    reader.join(timeout=5)
    assert not reader.is_alive()
    assert told == ["nothing is read any more"]


SERVER = """
import http.server, pathlib, re, time

class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        if pathlib.Path("silent").exists():
            time.sleep(60)
        path = pathlib.Path(self.path.strip("/"))
        whole = path.read_bytes() if path.is_file() else None
        asked = re.fullmatch(r"bytes=(\\d+)-(\\d*)", self.headers.get("Range") or "")
        first, last = map(int, asked.groups()) if asked else (0, len(whole or b""))
        part = (whole or b"")[first : last + 1]
        self.send_response(404 if whole is None else 206 if asked else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        if asked and whole:
            self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(whole)}")
        self.end_headers()
        if self.command == "GET" and part:
            with open("lengths.txt", "a") as file:
                file.write(f"{len(part)}\\n")
            self.wfile.write(part)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture
def served(tmp_path):
    """Give the address of a folder; its server is a program, for rasterio holds Python's lock."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
    server.kill()
    server.communicate()


def test_a_raster_far_away_comes_in_small_requests(served, write_tif, tmp_path):
    """What is asked for at once comes at once: scenes wait for all of a request."""
    values = np.random.default_rng(0).integers(1, 255, (3, 2048, 1024)).astype(np.uint8)
    write_tif(values, "far.tif", tiled=True, blockxsize=256, blockysize=256)
    with Raster(f"/vsicurl/{served}/far.tif") as raster:
        grid = make_grid(raster.transform, raster.shape, GridSettings(size=64))
        scenes = RasterScenes(raster, grid, Scaling((0, 0, 0), (255, 255, 255)))
        found = [scenes.fetch(index)[0] for index in range(len(scenes))]
    lengths = [int(line) for line in (tmp_path / "lengths.txt").read_text().split()]
    assert sum(lengths) >= values.nbytes
    assert sum(lengths) < 1.1 * values.nbytes  # nothing comes twice
    assert max(lengths) <= 2**20
    assert len(lengths) < 30
    for row in (0, 7, 31):
        top = 64 * row
        assert np.array_equal(found[16 * row], values[:, top : top + 64, :64])


def test_an_address_that_falls_silent_is_given_up_with_a_sentence(
    served, write_tif, tmp_path, monkeypatch
):
    monkeypatch.setenv("GDAL_HTTP_LOW_SPEED_TIME", "1")
    monkeypatch.delenv("GDAL_HTTP_TIMEOUT", raising=False)
    values = np.random.default_rng(0).integers(1, 255, (3, 1024, 1024)).astype(np.uint8)
    write_tif(values, "far.tif", tiled=True, blockxsize=256, blockysize=256)
    with Raster(f"/vsicurl/{served}/far.tif") as raster:
        assert np.array_equal(raster.read((0, 0, 9, 9))[0], values[:, :9, :9])
        (tmp_path / "silent").touch()
        begin = time.monotonic()
        with pytest.raises(RasterError, match="does not answer any more.* run again") as found:
            raster.read((1000, 1000, 9, 9))
        assert time.monotonic() - begin < 30
    assert "get a new copy" not in str(found.value)
    with pytest.raises(RasterError, match="none.tif does not answer, or is no raster"):
        Raster(f"/vsicurl/{served}/none.tif")
