"""The programs that install packages, pip or uv: how they are called, followed and understood."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import ssl
import subprocess  # nosec B404
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ...core.base.errors import DependencyError
from ...core.base.values import say_count
from .process import HOME_VARIABLE, clean_environment, end, follow, hide_console, is_of_bundle
from .wheels import Plan, megabytes, normalize

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
CERTIFICATES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")
SCRATCH = "setup_"  # what names of folders of unfinished downloads begin with
_OLDEST_UV = (0, 5)  # that knows --default-index
_DOWNLOADING = 0.85  # share of the time that goes into it, seen with 100 Mbit/s
_TELL_EVERY = 10.0  # seconds between two lines of how far the download is
_TELLS = 2_000_000  # bytes, from which on its speed says when it will be done
_QUIET = (
    *("Requirement already", "Looking in", "  ", "WARNING: Loc", " + ", "Using cached"),
    *("Collecting", "Downloading", " Downloaded", "Processing", "Using Python"),
)


def network_variables(environ: Mapping[str, str], proxy: Mapping[str, str]) -> dict[str, str]:
    """Return the variables by which pip, uv and Python go online.

    Parameters
    ----------
    environ
        The variables of this process: what is set there comes first.
    proxy
        `PROXIES` as QGIS is set to use them.

    Raises
    ------
    DependencyError
        A variable names certificates that are not there.
    """
    variables = {}
    for name in PROXIES:
        given = environ.get(name) or environ.get(name.lower()) or proxy.get(name, "")
        if given:
            variables[name] = variables[name.lower()] = given
    for name in CERTIFICATES:
        if environ.get(name):
            if not Path(environ[name]).is_file():
                if is_of_bundle(environ[name], environ):
                    continue  # set by QGIS, and nothing that the user could correct
                raise DependencyError(
                    f"{name} names {environ[name]}, which is no file of certificates: correct it."
                )
            certificates = environ[name]
            break
    else:
        # pip has a list of its own up to 24.1, without the certificates of an organization.
        certificates = ssl.get_default_verify_paths().cafile or ""
        certificates = certificates if sys.platform == "linux" else ""
    if certificates:
        variables.update(dict.fromkeys(CERTIFICATES[:3], certificates))
    else:
        variables["UV_SYSTEM_CERTS"] = variables["UV_NATIVE_TLS"] = "1"
    variables["PIP_RESUME_RETRIES"] = "5"
    return variables


def fetch(address: str, network: Mapping[str, str], timeout: float = 6.0) -> str:
    """Return what is at an address, by the proxy and the certificates of `network_variables`.

    Raises
    ------
    OSError
        It does not answer.
    """
    if is_behind_socks(address, network):
        raise OSError("not asked, as only uv knows how to ask a SOCKS proxy")
    context = ssl.create_default_context(cafile=network.get("SSL_CERT_FILE") or None)
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler(_proxies(address, network)),
        urllib.request.HTTPSHandler(context=context),
    )
    try:
        with opener.open(address, timeout=timeout) as answer:
            return str(answer.read(5_000_000).decode("utf-8", errors="replace"))
    except http.client.InvalidURL as error:  # which has a part of the address in it
        raise OSError("the address of the index or of the proxy is not valid") from error
    except (ValueError, http.client.HTTPException) as error:  # or what answers is no server
        said = str(error).strip()[:100] or "no answer as of a server"
        raise OSError(hide_passwords(said, network)) from error


def _proxies(address: str, network: Mapping[str, str]) -> dict[str, str]:
    """Return the proxies for an address, by scheme."""
    try:
        host = urllib.parse.urlsplit(address).hostname or ""
    except ValueError:  # whoever asks there says so
        host = ""
    direct = [name.strip().lstrip(".") for name in network.get("NO_PROXY", "").split(",")]
    if any(name and (name in ("*", host) or host.endswith(f".{name}")) for name in direct):
        return {}
    return {name[:-6].lower(): network[name] for name in PROXIES[:2] if name in network}


def is_behind_socks(address: str, network: Mapping[str, str]) -> bool:
    """Tell whether the way to an address is one that Python's own library does not know."""
    scheme = address.partition(":")[0].lower()
    return _proxies(address, network).get(scheme, "").lower().startswith("socks")


class Runner:
    """Runs the programs of an installation: shows, keeps and understands what they print.

    ``guard`` is a Python that ends them where this process is killed.
    """

    def __init__(
        self,
        log: Callable[[str], None],
        keep: Callable[[str], object],
        cancelled: Callable[[], bool],
        journal: Path,
        network: Mapping[str, str] | None = None,
        *,
        guard: Path,
    ) -> None:
        self.log, self.keep, self.cancelled, self.journal = log, keep, cancelled, journal
        self.network = dict(network or {})
        self.watch: Watch | None = None
        self._guard = [str(guard), str(Path(__file__).parents[1] / "guard.py")]

    def __call__(self, *command: str | Path, **variables: str) -> None:
        """Run a program with some variables to its end, or raise a sentence for the user."""
        self.keep(f"$ {self.hide(' '.join(map(str, command)))}\n")
        # Beside the environment: there is room, which the temporary folder may not have.
        folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=self.journal.parent))
        try:
            self._run([str(part) for part in command], folder / "printed", variables)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def environ(self) -> dict[str, str]:
        """Return the variables for a program that installs."""
        return {**clean_environment(os.environ, installer=True), **self.network}

    def hide(self, text: str) -> str:
        """Hide the passwords that a program may print."""
        return hide_passwords(text, {**os.environ, **self.network})

    def _run(self, command: list[str], printed: Path, variables: Mapping[str, str]) -> None:
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(printed.parent))
        with printed.open("wb") as output:
            process = subprocess.Popen(  # nosec B603
                [*self._guard, *command],
                stdin=subprocess.PIPE,  # nothing is written: it closes when QGIS ends
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=tempfile.gettempdir(),
                env={**self.environ(), **temporary, **variables},
                start_new_session=os.name != "nt",  # so that its children can be ended with it
                **hide_console(),
            )
        tail: list[str] = []
        try:
            for written in follow(process, printed):
                if self.cancelled():
                    raise DependencyError(
                        "The set-up was canceled: what was downloaded stays in the cache of pip or "
                        "uv, and the next set-up goes on with it."
                    )
                if self.watch is not None:
                    self.watch.look(printed.parent)
                if not written:
                    continue
                line = self.hide(written.decode("utf-8", errors="replace").rstrip())
                self.keep(f"{line}\n")
                tail = [*tail[-40:], line]
                if self.watch is not None:
                    self.watch.hear(line)
                if not line.startswith(_QUIET):
                    self.log(line)
            if process.wait():
                raise DependencyError(
                    understand([*tail, *self._ask_index(tail, command, variables)], self.journal)
                )
        finally:
            end(process)
            if process.stdin is not None:
                process.stdin.close()
            if self.watch is not None:
                self.watch.rest()

    def _ask_index(
        self, tail: Sequence[str], command: Sequence[str], variables: Mapping[str, str]
    ) -> list[str]:
        """Return what an index says that nothing was found on: neither pip nor uv tells."""
        given = f"--default-index {variables.get('UV_DEFAULT_INDEX', '')}"
        text = "\n".join([*tail, " ".join(command), given])
        index = re.search(r"(?:Looking in indexes:|--default-index) ([^\s,]+)", text)
        wheel = re.search(r"(?:distribution found for|you require) (\w[\w.-]*)", text)
        nothing = re.search(r"\(from versions: none\)|not found in the package registry", text)
        if not nothing or not index or not wheel or "@" in index[1]:
            return []
        if is_behind_socks(index[1], self.network):
            return []
        try:
            fetch(f"{index[1].rstrip('/')}/{normalize(wheel[1])}/", self.network)
        except urllib.error.HTTPError as error:
            return [f"{error.code} Client Error: {error.reason}"]
        except OSError as error:
            return [f"NewConnectionError: {getattr(error, 'reason', None) or error}"]
        return []


class Watch:
    """Tells how far a download is: in megabytes, with the time that is left."""

    def __init__(
        self,
        plan: Plan,
        with_cuda: bool,
        log: Callable[[str], None],
        progress: Callable[[float], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = plan.size(with_cuda)
        self._sizes = {normalize(pin.partition("==")[0]): plan.size_of(pin) for pin in plan.lock}
        if not with_cuda:
            self._sizes["torch"] = self._total - sum(
                plan.size_of(pin) for pin in (*plan.others, *plan.torch[1:])
            )
        self._log, self._progress, self._clock = log, progress, clock
        self._before = self._now = 0  # bytes of programs that have ended, and of the one that runs
        self._heard = self._said = 0
        self._begun = self._looked = self._told = clock()

    def hear(self, line: str) -> None:
        """Take a line of uv, which says when it has a package."""
        found = re.match(r" +Downloaded ([\w.-]+)", line)
        if found:
            self._heard += self._sizes.get(normalize(found[1]), 0)

    def look(self, folder: Path) -> None:
        """Look at what pip has downloaded into a folder, once a second."""
        now = self._clock()
        if now - self._looked < 1:
            return
        self._looked = now
        files = 0
        for place, _, names in os.walk(folder):  # rglob fails where pip removes one
            for name in names:
                with contextlib.suppress(OSError):  # it was removed between the two
                    files += os.stat(f"{place}/{name}").st_size if name.endswith(".whl") else 0
        self._now = max(self._now, files, self._heard)
        done = min(self._before + self._now, self._total)
        self._progress(_DOWNLOADING * done / max(1, self._total))
        further = self._said < done < self._total and self._now >= _TELLS
        if further and now - self._told >= _TELL_EVERY:
            self._told, self._said = now, done
            left = (now - self._begun) * (self._total - done) / self._now
            self._log(say_progress(done, self._total, left))

    def rest(self) -> None:
        """Count what a program has downloaded that has ended."""
        self._before, self._now, self._heard = self._before + self._now, 0, 0
        self._begun = self._clock()

    def have(self, pins: Iterable[str]) -> None:
        """Count packages that are installed, also where a cache or a folder had them."""
        names = {normalize(pin.partition("==")[0]) for pin in pins}
        self._before = max(self._before, sum(self._sizes.get(name, 0) for name in names))


def say_progress(done: int, total: int, left: float) -> str:
    """Say how far a download is, and how many seconds are left if it goes on like that."""
    unit, rest = ("minute", left / 60) if left >= 90 else ("second", max(1, round(left, -1)))
    time_left = say_count(round(rest), unit)
    return f"Downloaded {done / 1e6:.0f} of {megabytes(total)}, about {time_left} left"


def find_uv() -> str:
    """Return the program uv, "" where there is none that is new enough."""
    program = shutil.which("uv")
    if program is None:
        return ""
    try:
        said = subprocess.run(  # nosec B603
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
            **hide_console(),
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.match(r"uv (\d+)\.(\d+)", said)
    return program if found and (int(found[1]), int(found[2])) >= _OLDEST_UV else ""


def pip_settings(python: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return pip's settings as its files and variables give them; lists by spaces."""
    asked = subprocess.run(  # nosec B603
        [str(python), "-m", "pip", "config", "list"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environ),
        check=False,
        **hide_console(),
    )
    found: dict[str, str] = {}
    text = asked.stdout.decode("utf-8", errors="replace")
    # The variables come last, as they go before the files.
    for section, key, value in re.findall(r"^(\w+|:env:)\.([\w-]+)='(.*)'\s*$", text, re.MULTILINE):
        if section in ("global", "install", ":env:"):
            found[key.replace("_", "-")] = value.replace("\\n", " ").strip()
    for name, value in environ.items():  # where there is no pip
        if name.startswith("PIP_"):
            found[name[4:].lower().replace("_", "-")] = value.strip()
    return found


class Installer:
    """Installs wheels into an environment: nobody's computer should have to compile."""

    def __init__(self, python: Path, settings: Mapping[str, str], uv: str = "") -> None:
        self.name = "uv" if uv else "pip"
        self._pages: dict[str, str] = {}
        self._indexes: dict[str, str] = {}
        if not uv:
            self.command: list[str | Path] = [
                *(python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"),
                *("--progress-bar", "off", "--only-binary", ":all:"),
            ]
            return
        self.command = [uv, "--no-config", "--no-progress", "pip", "install"]
        # As pip does it: of several indexes none hides the versions of another. Hashes say which
        # file is meant, and torch without them comes from one place.
        self.command += ["--python", python, "--no-build", "--index-strategy", "unsafe-best-match"]
        # Every user of a computer sees the options of a program, and an address may have a
        # password in it: such ones are variables.
        places = settings.get("find-links", "").split()
        pages = [place for place in places if place.startswith(("http:", "https:"))]
        if pages:
            self._pages["UV_FIND_LINKS"] = ",".join(page.replace(",", "%2C") for page in pages)
        for place in places:
            if place not in pages:
                self.command += ["--find-links", place]
        if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
            self.command += ["--no-index"]
        names = {"UV_DEFAULT_INDEX": "index-url", "UV_INDEX": "extra-index-url"}
        self._indexes = {name: settings[key] for name, key in names.items() if settings.get(key)}

    def install(self, index: str, *what: str | Path) -> list[str | Path]:
        """Return the command that installs from an index, "" for the ones that are set."""
        option = "--index-url" if self.name == "pip" else "--default-index"
        return [*self.command, *((option, index) if index else ()), *what]

    def variables(self, index: str) -> dict[str, str]:
        """Return the variables that go with the command that installs from an index."""
        return self._pages if index else {**self._pages, **self._indexes}


def write_hashes(path: Path, pins: Iterable[str], plan: Plan) -> tuple[str | Path, ...]:
    """Return the options that install pins by their hashes, written to a file."""
    lines = []
    for pin in pins:
        hashes = (f"--hash=sha256:{wheel.digest}" for wheel in plan.lock[pin].wheels)
        lines.append(" ".join([pin, *hashes]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ("--no-deps", "--require-hashes", "--requirement", path)


_UNKNOWN = "The worker could not be set up"


def is_unknown(error: DependencyError) -> bool:
    """Tell whether nobody knows why an installation has failed."""
    return str(error).startswith(_UNKNOWN)


def understand(tail: Sequence[str], journal: Path) -> str:
    """Turn the last lines of a failed installation into one sentence."""
    text = "\n".join(tail)
    errors = [line for line in tail if "error" in line.lower()] or list(tail)[-1:] or ["no message"]
    said = errors[-1].strip().rstrip(".:")
    sentence = _cause(text)
    if sentence:
        return f"{sentence}; the log is {journal}."
    return f"{_UNKNOWN} ({said}); the log is {journal}."


def _cause(text: str) -> str:
    """Return a sentence on why an installation has failed, "" where that is not known."""
    found = re.search(r"^\s*(\S+(?: from \S+)?)[^\n]*:\n\s*Expected sha256", text, re.MULTILINE)
    found = found or re.search(r"Hash mismatch for `([^`]+)`", text)
    other = found[1] if found else "A package"
    for pattern, sentence in (
        (
            r"DO NOT MATCH THE HASHES|Hash mismatch",
            f"{other} is not the file that the worker is made for (its SHA-256 differs): remove it "
            "from the folder in PIP_FIND_LINKS, or use another package index",
        ),
        (
            r"BadZipFile|not a zip file|has an invalid wheel|Wheel '.*' located at .* is invalid"
            r"|invalid package format",
            "A wheel is damaged: run the set-up again, or replace the file if it is in a folder of "
            "your own",
        ),
        (
            r"ensurepip|No module named '?venv|No module named pip",
            "This Python cannot make environments (its venv module is not whole): on Debian and "
            "Ubuntu run apt install python3-venv, elsewhere name another Python when setting up "
            "the worker, or install uv",
        ),
        (
            r"No space left|Errno 28|os error 28|not enough space",
            f"The disk is full: make room, or name a folder on another disk in {HOME_VARIABLE}",
        ),
        (
            r"\b407\b|Proxy Authentication Required|proxy authorization required",
            "The proxy asks for a name and a password: give them in Settings > Options > Network "
            "of QGIS, or in HTTPS_PROXY, as NAME:PASSWORD@ before the host",
        ),
        (
            r"SSL module is not available|ssl module in Python is not available"
            r"|DLL load failed while importing _ssl",
            "This Python cannot reach https (its ssl module does not load, as in some QGIS for "
            "Windows): install Python from python.org and name it when setting up the worker, or "
            "install uv",
        ),
        (
            r"CERTIFICATE_VERIFY|SSLError|SSLCertVerification|peer certificate|UnknownIssuer",
            "The certificate of the package index is not trusted, as where a network looks into "
            "connections: name the certificates of your organization in REQUESTS_CA_BUNDLE",
        ),
        (
            r"dependencies for SOCKS",
            "pip does not know how to ask a SOCKS proxy: install uv, which does, or name an HTTP "
            "proxy in Settings > Options > Network of QGIS, or in HTTPS_PROXY",
        ),
        (
            r"ProxyError|Cannot connect to proxy|proxy connect|tunnel error",
            "The proxy does not answer: correct it in Settings > Options > Network of QGIS, or in "
            "HTTPS_PROXY",
        ),
        (
            r"\b(401|403) (Client )?(Error|Unauthorized|Forbidden)|HTTP status client error "
            r"\((401|403)|User for \S+:",
            "The package index refuses access: give name and password in its address "
            "(PIP_INDEX_URL), or use another one",
        ),
        (
            r"IncompleteRead|Connection broken|Read timed out|ReadTimeout|connection closed before"
            r"|error decoding response body|IncompleteDownload",
            "The download broke off: run the set-up again, which goes on with what is there",
        ),
        (
            r"Retrying|NewConnection|ConnectionError|name resolution|getaddrinfo|timed out"
            r"|client error \(Connect\)|dns error|Failed to fetch",
            "The packages cannot be downloaded: check the connection and the proxy (HTTPS_PROXY), "
            "or offline name a folder of wheels when setting up the worker",
        ),
    ):
        if re.search(pattern, text):
            return sentence
    return _missing_wheel(text)


def _missing_wheel(text: str) -> str:
    """Return a sentence on why there is no wheel of a package, as all versions are pinned."""
    if not re.search(
        r"No matching distribution|satisfies the requirement|ResolutionImpossible"
        r"|No solution found",
        text,
    ):
        return ""
    wheel = re.search(
        r"(?:Cannot install|requirement|distribution found for|you require) (\w[^\s(,]*)", text
    )
    name = wheel[1] if wheel else "package"
    indexes = re.search(r"Looking in indexes: (\S+?),?(?:\s|$)", text)
    links = re.search(r"Looking in links: (\S+?),?(?:\s|$)", text)
    versions = re.search(r"\(from versions: ([^)]*)\)", text)
    none = versions is not None and versions[1] == "none"
    if "provided package locations" in text or (none and links and not indexes):
        place = links[1] if links else "The folder of wheels"
        return (
            f"{place} has no wheel of {name} for this computer and this Python: add it, or let the "
            "set-up use the network"
        )
    if none or "not found in the package registry" in text:
        place = indexes[1] if indexes else "the package index"
        return (
            f"There is no {name} in {place}: use another package index (PIP_INDEX_URL), or name a "
            "folder of wheels when setting up the worker"
        )
    return (
        f"pip finds no {name} for this computer and this Python: name another Python when setting "
        "up the worker, or a folder with the wheel in PIP_FIND_LINKS"
    )


def hide_passwords(text: str, given: Mapping[str, str] | None = None) -> str:
    """Hide passwords in addresses, and in the proxies of some variables or settings.

    A proxy needs no scheme, and whoever does not know that a password is to be quoted has "/" and
    "@" in it: all before the last "@" is hidden. A path with one is left as it is.
    """
    for name, value in (given or {}).items():
        if name.lower().endswith("proxy") and "@" in value:
            secret = re.sub(r"^\w+:/+", "", value.strip().rpartition("@")[0])
            text = text.replace(f"{secret}@", "***@")
    return re.sub(r"(?<!\bfile:)(?<!/)//\S*@", "//***@", text)
