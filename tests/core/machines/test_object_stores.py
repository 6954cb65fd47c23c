"""Parts that go by an object store: real clients, and servers of this computer."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from programs import ModelSettings, Programs, StopsAfter, start_anew

from rs_deepcluster_plugin.core.base.errors import OutputError
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS
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
        store = PartStore(f"{kind}://bucket/x", "0" * 32)
        store.names()
        store.check()

    with pytest.raises(OutputError, match=f"Parts cannot be kept at {kind}://bucket/x") as found:
        ask()
    assert remedy in str(found.value)
    assert "\n" not in str(found.value)
    assert time.monotonic() - begin < 120  # three questions, of half a minute each at most
