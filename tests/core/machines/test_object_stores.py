"""Parts that go by an object store: real clients, and servers of this computer."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.request

import pytest
from programs import ModelSettings, Programs, StopsAfter, start_anew

from rs_deepcluster_plugin.core.base.errors import OutputError
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS
from rs_deepcluster_plugin.core.machines import store
from rs_deepcluster_plugin.core.machines.store import PartStore

NEEDED = {"s3": ("s3fs", "moto", "flask"), "gs": ("gcsfs", "gcp_storage_emulator")}

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("RSDEEPCLUSTER_LONG"), reason="takes minutes: RSDEEPCLUSTER_LONG"
    ),
    pytest.mark.skipif(
        not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
    ),
]


@contextlib.contextmanager
def served(folder, *command):
    """Run a server of stores; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(
            [sys.executable, *(part.format(port=port) for part in command)],
            stdout=log, stderr=subprocess.STDOUT, cwd=folder,
        )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert server.poll() is None, (folder / "server.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def skip_without(kind):
    missing = [name for name in NEEDED[kind] if not importlib.util.find_spec(name)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture(params=NEEDED)
def bucket(request, tmp_path, monkeypatch):
    """Give the address of a folder in an empty bucket."""
    skip_without(request.param)
    import fsspec

    fsspec.get_filesystem_class(request.param).clear_instance_cache()  # of another server
    if request.param == "gs":
        program = "from gcp_storage_emulator.__main__ import main; main()"
        command = "start", "--host=127.0.0.1", "--port={port}", "--in-memory"
        with served(tmp_path, "-c", program, *command, "--default-bucket=bucket") as address:
            monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)
            yield "gs://bucket/parts"
        return
    with served(tmp_path, "-m", "moto.server", "-H", "127.0.0.1", "-p", "{port}") as address:
        for name, value in {
            "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        asked = urllib.request.Request(f"{address}/bucket", method="PUT")
        with urllib.request.urlopen(asked, timeout=30):
            yield "s3://bucket/parts"


class Between(socketserver.ThreadingTCPServer):
    """What lies between a client and a server, and can hand on a part of what is said, and no more.

    What it has fallen silent on stays silent.
    """

    daemon_threads = True

    def __init__(self, server):
        super().__init__(("127.0.0.1", 0), _Line)
        self.server_port = int(server.rpartition(":")[2])
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.most = None
        """Bytes that are handed on of one connection in one direction; None: all."""


class _Line(socketserver.BaseRequestHandler):
    def handle(self):
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as other:
            back = threading.Thread(target=self.hand_on, args=(other, self.request), daemon=True)
            back.start()
            self.hand_on(self.request, other)
            back.join()

    def hand_on(self, one, other):
        with contextlib.suppress(OSError):
            told = 0
            while said := one.recv(4096):
                told = told + len(said) if self.server.most is not None else 0
                if self.server.most is not None and told > self.server.most:
                    time.sleep(3600)
                other.sendall(said)
            other.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize("way", ["put", "fetch"])
def test_a_store_that_falls_silent_in_a_part_is_left(bucket, monkeypatch, tmp_path, way):
    if not bucket.startswith("s3:"):
        pytest.skip("one kind of client is enough")
    part = tmp_path / "part-0.npz"
    part.write_bytes(os.urandom(200_000))
    whole = part.read_bytes()
    with Between(os.environ["AWS_ENDPOINT_URL"]) as between:
        threading.Thread(target=between.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", between.address)
        kept = PartStore(bucket, "key")
        kept.check()
        if way == "fetch":
            kept.put(part)
            part.unlink()
        between.most = 50_000
        monkeypatch.setattr(store, "SILENCE", 2)
        begin = time.monotonic()
        with pytest.raises(OutputError, match="nobody has answered for . seconds") as found:
            getattr(kept, way)(part)
        assert time.monotonic() - begin < 8
        assert "what is finished is kept" in str(found.value)
        between.most = None
        monkeypatch.setattr(store, "SILENCE", 60)
        again = PartStore(bucket, "key")
        assert again.has(part.name) == (way == "fetch")  # what is there is whole
        if way == "put":
            again.put(part)
        again.fetch(part)
        assert part.read_bytes() == whole
        assert not again.has(part.name)
        between.shutdown()


def objects(address):
    import fsspec

    files, root = fsspec.core.url_to_fs(address)
    files.invalidate_cache()
    return files.find(root)


def test_parts_go_by_an_object_store(bucket, run, raster, home, recorder, tmp_path):
    path = raster(8, 8)
    slow = ModelSettings(input_size=56)
    whole = run(path, model=slow)
    start_anew()
    programs = Programs(tmp_path)
    try:
        # What is written in the driver's folder would not be seen by these.
        workers = [programs.worker(RSDEEPCLUSTER_HOME=str(tmp_path / "other")) for _ in range(2)]
        assert run(path, programs.address, bucket, model=slow) == whole
        assert not objects(bucket)
        start_anew()
        with pytest.raises(KeyboardInterrupt):
            run(path, programs.address, bucket, model=slow, progress=StopsAfter(home, 2))
        workers[0].kill()
        made = len(list(home.rglob("part-*.npz")))
        assert 2 <= made < 8
        assert run(path, programs.address, bucket, model=slow, progress=recorder)[1] == whole[1]
        assert [line for line in recorder.lines if line.startswith("Continuing")]
        assert not objects(bucket)
        start_anew()
        wrong = bucket.replace("bucket", "nothing-here")
        with pytest.raises(OutputError, match=f"Parts cannot be kept at {wrong}") as found:
            run(path, programs.address, wrong, model=slow)
        assert "\n" not in str(found.value)
    finally:
        programs.end()


@pytest.mark.parametrize(
    ("kind", "remedy"), [("s3", "AWS_ACCESS_KEY_ID"), ("gs", "GOOGLE_APPLICATION_CREDENTIALS")]
)
def test_who_has_no_account_is_told_soon(kind, remedy, monkeypatch, tmp_path):
    skip_without(kind)
    for name in [name for name in os.environ if name.startswith(("AWS_", "GOOGLE_", "STORAGE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))  # where clients keep theirs
    begin = time.monotonic()

    def ask():
        kept = PartStore(f"{kind}://bucket/x", "0" * 32)
        kept.names()
        kept.check()

    with pytest.raises(OutputError, match=f"Parts cannot be kept at {kind}://bucket/x") as found:
        ask()
    assert remedy in str(found.value)
    assert "\n" not in str(found.value)
    assert time.monotonic() - begin < 120  # three questions, of half a minute each at most
