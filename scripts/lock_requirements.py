"""Note the hashes of the worker's packages: rs_deepcluster_plugin/worker/requirements.lock.

`make lock` runs it after a change of requirements.txt. uv resolves the pins for all systems, with
what torch from PyPI needs on top (CUDA on Linux), and names every wheel; those for computers that
torch has no wheel for are left out. A line is a SHA-256, the wheel, and the sys.platform that alone
needs the package, if so.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rs_deepcluster_plugin.worker.host.find_environment import (  # noqa: E402
    OLDEST_PYTHON,
    REQUIREMENTS,
    dotted,
    package_of,
    read_pins,
)
from rs_deepcluster_plugin.worker.host.wheels import LOCK, normalize  # noqa: E402

_OTHER_COMPUTERS = re.compile(
    "musllinux|android|ios_|wasm|i686|armv7l|ppc64le|s390x|riscv64|win32|win_arm64"
    "|macosx_[0-9_]+_x86_64"
)
_PYTHONS = re.compile(r"-(py2\.py3|py3|cp31[1-4]|cp3\d?-abi3|cp310-abi3)-")
# openvino asks for it, to report its use to the makers unasked.
_UNWANTED = ("openvino-telemetry",)
_SYSTEMS = ("linux", "darwin", "win32")
_HEAD = """\
# SHA-256, name and bytes of the wheels that requirements.txt means, and the sys.platform that alone
# needs them, if so. Written by `make lock`; do not edit.
"""


def resolve(uv: str) -> list[dict]:
    """Return all packages that the pins come to, with their wheels, as a pylock.toml has them."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "pylock.toml"
        subprocess.run(
            [
                *(uv, "--no-config", "pip", "compile", REQUIREMENTS, "--universal", "--no-build"),
                *("--python-version", dotted(OLDEST_PYTHON), "--format", "pylock.toml"),
                *("--quiet", "--output-file", lock),
            ],
            check=True,
        )
        return tomllib.loads(lock.read_text())["packages"]


def main() -> None:
    """Write the lock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("uv", help="the program uv")
    pinned = {normalize(package_of(pin)) for pin in read_pins()}
    lines = []
    for package in resolve(parser.parse_args().uv):
        name, only = package["name"], ""
        if name not in pinned and "marker" in package:
            only = re.search(r"sys_platform == '(\w+)'", package["marker"])[1]
        if name in _UNWANTED or only not in ("", *_SYSTEMS):
            continue
        for wheel in package["wheels"]:
            file = wheel["url"].rpartition("/")[2]
            if _PYTHONS.search(file) and not _OTHER_COMPUTERS.search(file):
                digest = wheel["hashes"]["sha256"]
                lines.append(f"{digest}  {file}  {wheel['size']}  {only}".rstrip())
    lines.sort(key=lambda line: line.split()[1].casefold())
    LOCK.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{LOCK.relative_to(ROOT)}: {len(lines)} wheels")


if __name__ == "__main__":
    main()
