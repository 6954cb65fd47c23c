"""Installing with the real pip (and uv, where it is there) from folders and servers of our own."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from rs_deepcluster_plugin.core.base.errors import DependencyError
from rs_deepcluster_plugin.worker.host import build_environment as build
from rs_deepcluster_plugin.worker.host import environment, installer, process, wheels
from rs_deepcluster_plugin.worker.host import find_environment as find

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
MODULES = (
    "torch", "torchvision", "numba", "pyarrow", "rasterio", "scipy", "shapely", "sklearn", "umap",
)  # fmt: skip
UV = installer.find_uv()
BOTH = ["pip", pytest.param("uv", marks=pytest.mark.skipif(not UV, reason="there is no uv"))]


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A home of its own, and nothing of this computer's settings of pip, uv and the network."""
    for name in list(os.environ):
        if name.upper().startswith(("PIP_", "UV_")) or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    for name in installer.CERTIFICATES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    monkeypatch.setenv(process.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.delenv(find.PYTHON_VARIABLE, raising=False)
    return tmp_path


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Make an environment with nothing but pip."""
    folder = tmp_path_factory.mktemp("venv") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


def wheel(folder: Path, name: str, tag: str = "py3-none-any", size: int = 0) -> Path:
    """Make a wheel with one module, and as many bytes beside it."""
    file = folder / f"{name}-1.0-{tag}.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{name}.bin", os.urandom(size))
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        archive.writestr(f"{about}/METADATA", text)
        archive.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nTag: {tag}\n")
        archive.writestr(f"{about}/RECORD", "")
    return file


class _Index(http.server.BaseHTTPRequestHandler):
    """A package index that can be told to misbehave."""

    def do_GET(self):
        index = self.server.index
        index.asked.append(self.path)
        if index.status:
            self.send_error(index.status)
            return
        path = self.path.strip("/").split("/")
        if path[0] == "simple":
            links = [
                f'<a href="/files/{f.name}#sha256={hashlib.sha256(f.read_bytes()).hexdigest()}">'
                f"{f.name}</a>"
                for f in index.folder.glob("*.whl")
                if wheels.normalize(f.name.split("-")[0]) == path[1]
            ]
            if not links:
                self.send_error(404)
                return
            data, kind = "\n".join(links).encode(), "text/html"
        else:
            data, kind = (index.folder / path[-1]).read_bytes(), "application/octet-stream"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if kind != "text/html":  # as PyPI has it
            self.send_header("Cache-Control", "max-age=365000000, immutable, public")
        self.end_headers()
        half = bool(index.breaks) and path[0] == "files" and path[-1].startswith(index.breaks)
        self.wfile.write(data[: len(data) // 2] if half else data)
        if half:
            index.reached.set()
            index.go_on.wait(20)
            self.close_connection = True

    def do_CONNECT(self):
        self.send_error(self.server.index.status or 502)

    def log_message(self, *given):
        pass


@pytest.fixture
def index(place):
    """A package index on this computer."""
    folder = place / "index"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Index)
    server.daemon_threads = True
    made = SimpleNamespace(
        folder=folder, status=0, breaks="", asked=[], server=server,
        reached=threading.Event(), go_on=threading.Event(),
        address=f"http://127.0.0.1:{server.server_port}/simple",
    )  # fmt: skip
    server.index = made
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    made.go_on.set()
    server.shutdown()
    server.server_close()


def install(python: Path, program: str, *what: str, proxy: dict | None = None) -> str:
    """Install what is not to be had, and return the sentence."""
    home = process.home()
    home.mkdir(exist_ok=True)
    network = installer.network_variables(os.environ, proxy or {})
    journal = home / "setup.log"
    run = installer.Runner(lambda line: None, print, lambda: False, journal, network, guard=python)
    settings = installer.pip_settings(python, run.environ())
    chosen = installer.Installer(python, settings, UV if program == "uv" else "")
    with pytest.raises(DependencyError) as error:
        run(*chosen.install("", *what), **chosen.variables(""))
    assert not list(home.glob(f"{installer.SCRATCH}*"))
    text = str(error.value)
    assert text.endswith(f"; the log is {home / 'setup.log'}.")
    assert "\n" not in text
    assert not installer.is_unknown(error.value), text
    return text


@pytest.mark.parametrize("program", BOTH)
def test_a_folder_without_the_wheel_is_named_and_not_the_python(
    place, monkeypatch, python, program
):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(place))
    said = install(python, program, "shapely==1.0")
    assert "has no wheel of shapely==1.0 for this computer and this Python: add it" in said
    assert "another Python" not in said


@pytest.mark.parametrize("program", BOTH)
def test_an_index_without_the_package_is_named(monkeypatch, index, python, program):
    monkeypatch.setenv("PIP_INDEX_URL", index.address)
    said = install(python, program, "shapely==1.0")
    assert "There is no shapely" in said
    assert "use another package index" in said
    assert "another Python" not in said
    if program == "pip":
        assert index.address in said


def test_a_wheel_for_other_pythons_only_asks_for_another_python(monkeypatch, index, python):
    wheel(index.folder, "shapely", "cp39-cp39-manylinux_2_28_x86_64")
    (index.folder / "shapely-1.0-cp39-cp39-manylinux_2_28_x86_64.whl").rename(
        index.folder / "shapely-1.0-cp39-cp39-any.whl"
    )
    wheel(index.folder, "shapely").rename(index.folder / "shapely-0.9-py3-none-any.whl")
    monkeypatch.setenv("PIP_INDEX_URL", index.address)
    said = install(python, "pip", "shapely==1.0")
    assert "pip finds no shapely==1.0 for this computer and this Python: name another" in said


@pytest.mark.parametrize("program", BOTH)
def test_an_index_that_does_not_answer_is_a_matter_of_the_connection(monkeypatch, python, program):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    said = install(python, program, "shapely==1.0")
    assert "cannot be downloaded: check the connection and the proxy" in said


@pytest.mark.parametrize("program", BOTH)
def test_an_index_that_asks_for_a_password_is_said(monkeypatch, index, python, program):
    index.status = 403
    monkeypatch.setenv("PIP_INDEX_URL", index.address)
    said = install(python, program, "shapely==1.0")
    assert "refuses access: give name and password" in said


@pytest.mark.parametrize("program", BOTH)
def test_the_proxy_of_qgis_is_asked_and_its_password_too(monkeypatch, index, python, program):
    index.status = 407
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    proxy = f"http://me:secret@127.0.0.1:{index.server.server_port}"
    said = install(python, program, "shapely==1.0", proxy={"HTTPS_PROXY": proxy})
    assert "The proxy asks for a name and a password" in said
    assert "secret" not in said


@pytest.mark.parametrize("program", BOTH)
def test_a_certificate_that_nobody_knows_is_said(monkeypatch, place, index, python, program):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, which makes the certificate")
    key, certificate = place / "key.pem", place / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
         certificate, "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    index.server.socket = context.wrap_socket(index.server.socket, server_side=True)
    monkeypatch.setenv("PIP_INDEX_URL", f"https://localhost:{index.server.server_port}/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    said = install(python, program, "shapely==1.0")
    assert "certificate of the package index is not trusted" in said
    assert "REQUESTS_CA_BUNDLE" in said
    # Once it is named, the index answers, and has no such package.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    assert "There is no shapely" in install(python, program, "shapely==1.0")
    address = f"https://localhost:{index.server.server_port}/files/"
    with pytest.raises(OSError, match="(?i)certificate"):
        installer.fetch(f"{address}x-1.0.whl", {})
    wheel(index.folder, "x")
    network = installer.network_variables(os.environ, {})
    assert installer.fetch(f"{address}x-1.0-py3-none-any.whl", network)


def answer_with(data: bytes) -> str:
    """Answer one request with something; returns the address."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer():
        with server, server.accept()[0] as asked:
            asked.recv(4096)
            asked.sendall(data)

    threading.Thread(target=answer, daemon=True).start()
    return f"http://127.0.0.1:{server.getsockname()[1]}/torch/"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"220 mail.example ESMTP\r\n", "220 mail.example ESMTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n99\r\nhalf", "IncompleteRead"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 200 + b"\r\n", "more than 100 headers"),
    ],
    ids=["another protocol", "broken off", "no end"],
)
def test_what_is_no_answer_of_an_index_is_an_error_of_the_network(data, said):
    with pytest.raises(OSError, match=said):
        installer.fetch(answer_with(data), {})
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    assert not build._has_torch(answer_with(data), plan, {})


@pytest.mark.parametrize("address", ["http://[bad/", "http://a:b/", "nothing"])
def test_an_address_that_is_none_is_an_error_of_the_network(address):
    with pytest.raises(OSError, match=r"\w"):
        installer.fetch(address, {})


@pytest.mark.parametrize(
    "proxy", ["http:/me:secret@127.0.0.1:9", "http://me:secret/w@127.0.0.1:9", "me:secret@[::1:9"]
)
def test_a_proxy_that_is_none_is_said_without_its_password(proxy):
    with pytest.raises(OSError, match=r"\w") as error:
        installer.fetch("http://index.example/", {"HTTP_PROXY": proxy})
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("program", BOTH)
def test_a_socks_proxy_is_left_to_pip_and_uv(monkeypatch, python, program):
    """As Python's own library does not speak to one, it cannot tell whether there is torch."""
    monkeypatch.setattr(build, "_find_gpu", lambda: "")
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    listener = socket.create_server(("127.0.0.1", 0))
    port, heard = listener.getsockname()[1], []

    def listen():
        with contextlib.suppress(OSError):
            while True:
                with listener.accept()[0] as asked:
                    heard.append(asked.recv(1))

    threading.Thread(target=listen, daemon=True).start()
    proxy = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), f"socks5h://127.0.0.1:{port}")
    chosen = build.choose_torch(build.AUTO, plan, {}, proxy)
    assert chosen.address == build.CPU_INDEX
    with pytest.raises(OSError, match="only uv knows how to ask a SOCKS proxy"):
        installer.fetch(f"{build.CPU_INDEX}/torch/", proxy)
    assert heard == []
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    said = install(python, program, "shapely==1.0", proxy=proxy)
    listener.close()
    if program == "pip":
        assert "pip does not know how to ask a SOCKS proxy: install uv" in said
    else:
        assert heard[0] == b"\x05"  # as a SOCKS client of version 5 begins: RFC 1928


def test_certificates_that_are_not_there_are_said(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file")
    with pytest.raises(DependencyError, match="SSL_CERT_FILE names /no/such/file"):
        installer.network_variables(os.environ, {})


def test_certificates_that_a_bundle_of_qgis_lacks_are_not_the_user_s_to_correct(monkeypatch):
    """As QGIS for Windows sets it, where they are not part of what was installed."""
    root = r"C:\PROGRA~1\QGIS34~1.15"
    monkeypatch.setattr(sys, "platform", "win32")
    environ = {"OSGEO4W_ROOT": root, "SSL_CERT_FILE": rf"{root}\bin\curl-ca-bundle.crt"}
    assert installer.network_variables(environ, {}).get("SSL_CERT_FILE") is None
    environ["Ssl_Cert_Dir"] = rf"{root}\apps\openssl\certs"
    assert not [k for k in process.clean_environment(environ) if k.upper().startswith("SSL")]
    with pytest.raises(DependencyError, match="SSL_CERT_FILE names .*mine.crt"):
        installer.network_variables({**environ, "SSL_CERT_FILE": r"C:\mine.crt"}, {})


@pytest.mark.parametrize("program", BOTH)
def test_a_damaged_wheel_is_said(place, monkeypatch, python, program):
    file = wheel(place, "shapely", size=3000)
    file.write_bytes(file.read_bytes()[:1500])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(place))
    assert "A wheel is damaged" in install(python, program, "shapely==1.0")


def test_variables_go_before_the_proxy_of_qgis():
    own = {"https_proxy": "http://a:1"}
    found = installer.network_variables(own, {"HTTPS_PROXY": "http://b:2", "NO_PROXY": "c"})
    assert (found["HTTPS_PROXY"], found["https_proxy"]) == ("http://a:1", "http://a:1")
    assert found["NO_PROXY"] == found["no_proxy"] == "c"


# Whole set-ups


@pytest.fixture
def small(index, monkeypatch, place):
    """A worker of few small packages, that come from the index."""
    lines = []
    for name in MODULES:
        file = wheel(index.folder, name, size=200_000 if name == "umap" else 1000)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        lines.append(f"{digest}  {file.name}  {file.stat().st_size}")
    (place / "requirements.txt").write_text("".join(f"{name}==1.0\n" for name in MODULES))
    (place / "requirements.lock").write_text("\n".join(lines))
    monkeypatch.setattr(wheels, "LOCK", place / "requirements.lock")
    monkeypatch.setattr(build, "REQUIREMENTS", place / "requirements.txt")
    monkeypatch.setattr(find, "REQUIREMENTS", place / "requirements.txt")
    monkeypatch.setattr(wheels, "CPU_INDEX", index.address)
    monkeypatch.setattr(build, "CPU_INDEX", index.address)
    monkeypatch.setenv("PIP_INDEX_URL", index.address)
    # pip keeps only what comes safely, as with https, or from whom it is told to trust.
    monkeypatch.setenv("PIP_TRUSTED_HOST", f"127.0.0.1:{index.server.server_port}")
    monkeypatch.setattr(build, "find_uv", lambda: "")
    return index


def test_a_set_up_that_was_stopped_goes_on_with_what_it_has(small, monkeypatch):
    monkeypatch.setattr(build, "_find_gpu", lambda: "")
    small.breaks = "umap"
    home, log = process.home(), []
    with pytest.raises(DependencyError, match="canceled: what was downloaded stays"):
        build.create(home, log.append, Path(sys.executable), small.reached.is_set)
    assert not list(home.glob("env-*"))
    assert not list(home.glob(f"{installer.SCRATCH}*"))
    said = next(line for line in log if "to download" in line)
    assert said.startswith("PyTorch without CUDA, as no NVIDIA GPU was found: ")
    before = {path for path in small.asked if path.endswith(".whl")}
    assert {name.split("/")[-1].split("-")[0] for name in before} >= {"torch", "numba", "umap"}
    small.asked.clear()
    small.breaks = ""
    small.go_on.set()
    (home / f"{installer.SCRATCH}left").mkdir()  # of a process that was killed
    parts = []
    python = build.create(home, log.append, Path(sys.executable), progress=parts.append)
    assert python.is_file()
    after = {path.split("/")[-1].split("-")[0] for path in small.asked if path.endswith(".whl")}
    assert after == {"umap"}  # all others are in the cache
    assert not list(home.glob(f"{installer.SCRATCH}*"))
    assert parts == sorted(parts)
    assert parts[-1] == 1


def test_cuda_is_not_taken_where_torch_without_it_cannot_be_had(small, monkeypatch):
    monkeypatch.setattr(build, "_find_gpu", lambda: "")
    for file in small.folder.glob("torch*"):
        file.unlink()
    with pytest.raises(DependencyError) as error:
        build.create(process.home(), lambda line: None, Path(sys.executable))
    said = str(error.value)
    assert "which does not answer (Not Found)" in said
    assert "choose PyTorch with CUDA there" in said
    assert not [path for path in small.asked if path.endswith(".whl")]
    assert not list(process.home().glob("env-*"))


def test_torch_of_a_folder_is_taken_without_asking_anybody(place):
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    version = plan.torch[0].partition("==")[2]
    (place / f"torch-{version}+cpu-cp311-cp311-manylinux_2_28_x86_64.whl").touch()
    chosen = build.choose_torch(build.AUTO, plan, {"find-links": str(place)}, {})
    assert (chosen.address, chosen.own, chosen.with_cuda) == ("", True, False)
    other = plan._replace(computer=wheels.Computer((3, 12), "linux", "x86_64"))
    assert not build._has_torch(str(place), other, {})
    # Nobody who asks for CUDA gets what happens to lie there.
    chosen = build.choose_torch(build.CUDA, plan, {"find-links": str(place)}, {})
    assert (chosen.own, chosen.with_cuda) == (False, True)


def test_a_page_of_wheels_counts_only_where_it_has_torch(small):
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    assert build._has_torch(f"{small.address}/torch/", plan, {})
    assert not build._has_torch(f"{small.address}/scipy/", plan, {})
    assert not build._has_torch("http://127.0.0.1:9/", plan, {})


def test_with_a_gpu_cuda_is_chosen_and_its_size_is_said(monkeypatch, place):
    program = place / "bin" / "nvidia-smi"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho NVIDIA RTX 4090\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    plan = wheels.make_plan(wheels.Computer((3, 12), "linux", "x86_64"))
    chosen = build.choose_torch(build.AUTO, plan, {}, {})
    said = build.announce(plan, chosen)
    assert said.startswith("PyTorch with CUDA, for NVIDIA RTX 4090: 3.1 GB to download")
    assert chosen.with_cuda
    program.write_text("#!/bin/sh\necho no devices; exit 9\n")  # the driver without a GPU
    assert build._find_gpu() == ""


@pytest.mark.parametrize(
    ("computer", "low", "high"),
    [
        # 2026-11: what `pip download` of the pins brings, in MB.
        (wheels.Computer((3, 11), "linux", "x86_64"), 480, 590),
        (wheels.Computer((3, 12), "win32", "AMD64"), 380, 460),
        (wheels.Computer((3, 13), "darwin", "arm64"), 310, 380),
    ],
)
def test_the_size_is_known_before_the_download(computer, low, high):
    plan = wheels.make_plan(computer)
    assert low < plan.size(False) / 1e6 < high
    assert [pin for pin in (*plan.torch, *plan.others) if not plan.size_of(pin)] == []


def test_a_folder_with_gaps_is_refused_before_anything_is_made(place):
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    (place / "affine-3.0.1-py3-none-any.whl").touch()
    with pytest.raises(DependencyError) as error:
        wheels.refuse_gaps(place, plan)
    said = str(error.value)
    assert f"{place} has no wheels of torch==" in said
    assert "for Python 3.11 on linux x86_64" in said
    assert "pip download" in said
    wanted = build.Wanted(wheels=str(place / "nowhere"))
    with pytest.raises(DependencyError, match="There is no folder of wheels"):
        build.create(process.home(), print, Path(sys.executable), wanted=wanted)
    assert not list(process.home().glob("env-*"))
    for pin in (*plan.torch, *plan.others):
        name, _, version = pin.partition("==")
        (place / f"{name.replace('-', '_')}-{version}+cpu-py3-none-any.whl").touch()
    wheels.refuse_gaps(place, plan)


def test_a_damaged_environment_is_made_anew_and_reported(small, monkeypatch):
    monkeypatch.setattr(find, "NEEDED_PACKAGES", MODULES)
    monkeypatch.setattr(find, "_findable", lambda name: False)  # QGIS's Python has none
    monkeypatch.setattr(environment, "CPU_INDEX", small.address)
    wanted, log = build.Wanted(wheels=str(small.folder)), []
    python = build.create(process.home(), log.append, Path(sys.executable), wanted=wanted)
    python.unlink()  # as the Python of a QGIS that was updated
    python.write_text("#!/bin/sh\necho No Python at C:/QGIS >&2; exit 103\n")
    python.chmod(0o755)
    report = environment.diagnose()
    assert "cannot run the worker (No Python at C:/QGIS)" in report
    assert f"{python.parent.parent}: damaged" in report
    assert f"Free in {process.home()}: " in report  # and all the rest
    for _ in range(2):
        log.clear()
        build.create(process.home(), log.append, Path(sys.executable), wanted=wanted)
        assert log[0] == "The environment does not start or lacks packages, and is made anew"
        assert log[-1] == "The worker is set up"
        code = "import umap; print(umap.__file__)"
        Path(find.ask(python, code).strip()).unlink()


@pytest.mark.parametrize("program", BOTH)
def test_an_offline_folder_is_enough(small, monkeypatch, program):
    monkeypatch.setattr(build, "find_uv", lambda: UV if program == "uv" else "")
    monkeypatch.delenv("PIP_INDEX_URL")
    wanted = build.Wanted(wheels=str(small.folder))
    log = []
    python = build.create(process.home(), log.append, Path(sys.executable), wanted=wanted)
    assert find.ask(python, "import torch, umap; print('there')") == "there\n"
    assert small.asked == []
    assert any(f"Installing torch with {program}" in line for line in log)


@pytest.mark.parametrize("program", BOTH)
def test_a_folder_of_wheels_may_have_a_space_in_its_path(small, monkeypatch, program, place):
    monkeypatch.setattr(build, "find_uv", lambda: UV if program == "uv" else "")
    monkeypatch.delenv("PIP_INDEX_URL")
    folder = small.folder.rename(place / "my wheels, of \u00fc 50%")
    log = []
    wanted = build.Wanted(wheels=str(folder))
    python = build.create(process.home(), log.append, Path(sys.executable), wanted=wanted)
    assert find.ask(python, "import torch, umap; print('there')") == "there\n"
    assert any(f"as {folder} has it" in line for line in log)


def test_an_address_of_a_folder_is_read_as_windows_has_it(monkeypatch):
    nturl2path = pytest.importorskip("nturl2path")
    monkeypatch.setattr(build, "url2pathname", nturl2path.url2pathname)
    assert build._path_of("file:///C:/My%20Wheels") == r"C:\My Wheels"


@pytest.mark.skipif(not UV, reason="there is no uv")
def test_passwords_of_indexes_are_not_in_the_command_line_of_uv(small, monkeypatch, place):
    """Every user of a computer sees it."""
    server = small.server.server_port
    address = f"http://me:secret@127.0.0.1:{server}/simple"
    stand_in = place / "bin" / "uv"
    stand_in.parent.mkdir()
    stand_in.write_text(f'#!/bin/sh\necho "$@" >> {place}/seen\nexec {UV} "$@"\n')
    stand_in.chmod(0o755)
    monkeypatch.setattr(build, "find_uv", lambda: str(stand_in))
    monkeypatch.setenv("PIP_INDEX_URL", address)
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", f"{address}/a/ {address}/b/")
    monkeypatch.setenv("PIP_FIND_LINKS", f"{address}/torch/ {address}/umap/")
    log = []
    build.create(process.home(), log.append, Path(sys.executable))
    seen = (place / "seen").read_text()
    assert "--require-hashes" in seen
    assert log[-1] == "The worker is set up"
    assert not any("Going on with pip" in line for line in log)
    assert "secret" not in seen + "\n".join(log) + (process.home() / "setup.log").read_text()
    assert any(path.endswith("scipy-1.0-py3-none-any.whl") for path in small.asked)


def test_what_only_uv_does_not_know_is_left_to_pip(small, monkeypatch, place):
    stand_in = place / "uv"
    stand_in.write_text("#!/bin/sh\necho something new >&2; exit 2\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(build, "find_uv", lambda: str(stand_in))
    wanted = build.Wanted(wheels=str(small.folder))
    log = []
    build.create(process.home(), log.append, Path(sys.executable), wanted=wanted)
    assert any("(something new)" in line and "Going on with pip" in line for line in log)
    assert log[-1] == "The worker is set up"


def test_a_download_is_told_in_megabytes_with_the_time_that_is_left(place):
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    now, log, parts = [0.0], [], []
    watch = installer.Watch(plan, False, log.append, parts.append, lambda: now[0])
    folder = place / "pip-unpack-1"
    folder.mkdir()
    (folder / "torch-1.whl").write_bytes(b"")
    os.truncate(folder / "torch-1.whl", plan.size(False) // 4)
    now[0] = 30.0
    watch.look(place)
    total = wheels.megabytes(plan.size(False))
    quarter = f"{plan.size(False) // 4 / 1e6:.0f}"
    assert log == [f"Downloaded {quarter} of {total}, about 2 minutes left"]  # 90 seconds
    assert parts == [pytest.approx(0.85 / 4, abs=1e-6)]
    watch.rest()
    watch.hear(" Downloaded scipy")  # uv says so
    now[0] = 31.5
    watch.look(place / "nothing")
    scipy = next(plan.size_of(pin) for pin in plan.others if pin.startswith("scipy=="))
    assert parts[-1] == pytest.approx(0.85 * (0.25 + scipy / plan.size(False)), abs=1e-6)


def test_what_a_cache_had_is_no_measure_of_the_time_that_is_left(place):
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    now, log, parts = [0.0], [], []
    watch = installer.Watch(plan, False, log.append, parts.append, lambda: now[0])
    now[0] = 60.0  # torch was in a cache
    watch.rest()
    watch.have(plan.torch)
    others = sum(map(plan.size_of, plan.others))
    assert log == []
    (place / "a.whl").write_bytes(b"")
    os.truncate(place / "a.whl", 1000)  # of which nothing follows
    now[0] = 80.0
    watch.look(place)
    assert log == []
    os.truncate(place / "a.whl", others // 3)
    now[0] = 90.0
    watch.look(place)
    done = (plan.size(False) - others + others // 3) / 1e6
    total = wheels.megabytes(plan.size(False))
    assert log == [f"Downloaded {done:.0f} of {total}, about 60 seconds left"]


def test_a_disk_without_room_for_python_is_said_so(small, monkeypatch):
    free = shutil.disk_usage(small.folder)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: free)
    log = []
    with pytest.raises(DependencyError, match=r"The worker needs .* but only 0 MB are free"):
        build.create(process.home(), log.append, Path(sys.executable))
    assert log == []  # before the environment, for which there is no room either
    assert not list(process.home().glob("env-*"))


def test_a_folder_that_pip_removes_meanwhile_does_not_end_the_set_up(place, monkeypatch):
    plan = wheels.make_plan(wheels.Computer((3, 11), "linux", "x86_64"))
    now, parts = [0.0], []
    watch = installer.Watch(plan, False, print, parts.append, lambda: now[0])
    for name in ("pip-unpack-1", "pip-unpack-2"):
        (place / name).mkdir()
        wheel(place / name, "torch", size=5000)
    scan = os.scandir

    def remove_first(path="."):
        if str(path).endswith("unpack-1"):  # between the listing of the one and of the other
            shutil.rmtree(path, ignore_errors=True)
        return scan(path)

    now[0] = 30.0
    monkeypatch.setattr(os, "scandir", remove_first)
    watch.look(place)
    size = next((place / "pip-unpack-2").iterdir()).stat().st_size
    assert parts == [pytest.approx(0.85 * size / plan.size(False))]


@pytest.mark.parametrize(
    "proxy",
    [
        "me:secret@127.0.0.1:9",
        "http://me:pass/secret@127.0.0.1:9",
        "http://me:p@secret@127.0.0.1:9",
    ],
)
def test_no_spelling_of_a_proxy_brings_its_password_into_the_diagnosis(monkeypatch, proxy):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("PIP_PROXY", proxy)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    text = environment.diagnose()
    assert "secret" not in text
    assert "pass" not in text.replace("passwords", "")
    lines = [line for line in text.splitlines() if line.startswith(("HTTPS_PROXY", "pip's proxy"))]
    assert [line.rpartition("***")[2] for line in lines] == ["@127.0.0.1:9"] * 2


def test_what_has_no_password_in_it_is_left_as_it_is():
    text = "in file:///home/me@example.org/wheels from https://index.example/simple, me@example.org"
    assert installer.hide_passwords(text, {"HTTPS_PROXY": "http://proxy:1", "x": "a@b"}) == text


def test_the_diagnosis_names_what_matters_and_no_password(small, monkeypatch):
    home = process.home()
    home.mkdir()
    (home / "setup.log").write_text("first\nERROR: http://me:secret@index/ is down\n")
    proxy = f"http://me:secret@127.0.0.1:{small.server.server_port}"
    monkeypatch.setattr(environment, "CPU_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    began = time.monotonic()
    text = environment.diagnose("", {"HTTPS_PROXY": proxy})
    assert time.monotonic() - began < 20
    assert "secret" not in text
    assert f"HTTPS_PROXY: http://***@127.0.0.1:{small.server.server_port} (of QGIS)" in text
    assert f"{small.address}: answers" in text
    assert "http://127.0.0.1:9/simple: [Errno 111] Connection refused" in text
    assert f"Python of QGIS: {find.own_interpreter()}" in text
    assert "ERROR: http://***@index/ is down" in text
    assert f"Free in {home}: " in text
