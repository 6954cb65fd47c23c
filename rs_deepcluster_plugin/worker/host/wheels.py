"""The wheels that the worker is made of: which a computer takes, and how large they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ...core.base.errors import DependencyError
from .find_environment import REQUIREMENTS, dotted, package_of, read_pins

LOCK = REQUIREMENTS.with_suffix(".lock")
OF_TORCH = ("torch", "torchvision")
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_TORCH_WITHOUT_CUDA = 200_000_000  # bytes of torch 2.13.0+cpu and torchvision for Linux x86_64: 194
# Times the size of the wheels is what they unpack to: 533 MB to 2.1 GB; CUDA is mostly libraries.
_GROWS, _CUDA_GROWS = 4.0, 1.6


class Wheel(NamedTuple):
    """A file that the lock names."""

    digest: str
    """SHA-256."""

    file: str
    size: int
    """Bytes, 0 where that is not known."""

    @property
    def tags(self) -> tuple[str, str]:
        """For which Pythons and for which systems it is."""
        python, abi, platform = self.file.removesuffix(".whl").split("-")[-3:]
        return f"{python}-{abi}", platform


class Locked(NamedTuple):
    """What the lock says of a package."""

    only: str
    """The sys.platform that alone needs it, "" where all do."""

    wheels: list[Wheel]


class Computer(NamedTuple):
    """What wheels are chosen by."""

    python: tuple[int, int]
    system: str
    """As sys.platform has it."""

    machine: str
    """As platform.machine() has it."""


def normalize(package: str) -> str:
    """Return a package's name as indexes have it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def read_lock() -> dict[str, Locked]:
    """Return what the lock holds, by pin: the pins of the requirements, and what they come to."""
    found: dict[str, Locked] = {}
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            digest, file, *more = line.split()
            size = int(more.pop(0)) if more and more[0].isdecimal() else 0
            name, version = file.split("-")[:2]
            pin = f"{normalize(name)}=={version}"
            found.setdefault(pin, Locked("".join(more), [])).wheels.append(
                Wheel(digest, file, size)
            )
    return found


def fits(wheel: Wheel, computer: Computer) -> bool:
    """Tell whether a wheel is for a computer; how old its system may be is left to pip."""
    pythons, platform = wheel.tags
    major, minor = computer.python
    kinds, abi = pythons.rsplit("-", 1)
    names = kinds.split(".")
    found = [re.fullmatch(r"cp(\d)(\d+)", name) for name in names]
    older = any(f and (int(f[1]), int(f[2])) <= (major, minor) for f in found)
    own = f"cp{major}{minor}" in names and abi in (f"cp{major}{minor}", "none", "abi3")
    if not (f"py{major}" in names or own or (abi == "abi3" and older)):
        return False
    machine = computer.machine.lower()
    alike = {"amd64": "x86_64", "arm64": "aarch64"}
    wanted = {machine, alike.get(machine, machine)}
    systems = {"linux": "linux", "darwin": "macosx", "win32": "win"}
    for part in platform.split("."):
        if part == "any":
            return True
        if systems.get(computer.system, "?") not in part:
            continue
        if part.endswith("universal2") or any(part.endswith(name) for name in wanted):
            return True
        if computer.system == "win32" and part.endswith("amd64") and "x86_64" in wanted:
            return True
    return False


class Plan(NamedTuple):
    """What is to be installed."""

    torch: list[str]
    """Pins."""

    cuda: list[str]
    """Pins of what torch from PyPI needs on Linux."""

    others: list[str]
    lock: dict[str, Locked]
    computer: Computer

    def size(self, with_cuda: bool) -> int:
        """Return the bytes to download."""
        pins = [*self.others, *(self.cuda if with_cuda else ())]
        if with_cuda or self.computer.system != "linux":
            return sum(map(self.size_of, [*pins, *self.torch]))
        return sum(map(self.size_of, pins)) + _TORCH_WITHOUT_CUDA

    def size_of(self, pin: str) -> int:
        """Return the bytes of the wheel of a pin."""
        wheels = self.lock[pin].wheels if pin in self.lock else []
        return max((w.size for w in wheels if fits(w, self.computer)), default=0)

    def disk(self, with_cuda: bool) -> int:
        """Return the bytes that must be free: the wheels, and what is in them."""
        size, plain = self.size(with_cuda), self.size(False)
        return round(size + plain * _GROWS + (size - plain) * _CUDA_GROWS)


def make_plan(computer: Computer) -> Plan:
    """Return what a computer is to have of the lock."""
    lock = read_lock()
    torch = [pin for pin in read_pins() if package_of(pin) in OF_TORCH]
    cuda = [pin for pin in lock if lock[pin].only == "linux"]
    others = [pin for pin in lock if lock[pin].only in ("", computer.system)]
    return Plan(
        torch,
        cuda if computer.system == "linux" else [],
        [pin for pin in others if pin not in (*torch, *cuda)],
        lock,
        computer,
    )


def refuse_gaps(folder: Path, plan: Plan) -> None:
    """Make sure that a folder has a wheel of every package, before anything is installed.

    Raises
    ------
    DependencyError
        It has not; the first ones are named.
    """
    if not folder.is_dir():
        raise DependencyError(f"There is no folder of wheels {folder}: name one that exists.")
    there: dict[str, list[Wheel]] = {}
    for file in folder.glob("*.whl"):
        there.setdefault(pin_of(file.name), []).append(Wheel("", file.name, 0))
    missing = [
        pin
        for pin in (*plan.torch, *plan.others)
        if not any(fits(wheel, plan.computer) for wheel in there.get(_named(pin), ()))
    ]
    if missing:
        python, system, machine = plan.computer
        shown = ", ".join(missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise DependencyError(
            f"{folder} has no wheels of {shown}{more} for Python {dotted(python)} on {system} "
            f"{machine}: fill it on a computer with a network, with the same kind of system and "
            f"Python, by pip download --only-binary :all: --dest FOLDER --requirement "
            f"{REQUIREMENTS}."
        )


def pin_of(file: str) -> str:
    """Return the pin that a wheel is of, without what marks a build."""
    name, version = file.split("-")[:2]
    return f"{normalize(name)}=={version.partition('+')[0]}"


def _named(pin: str) -> str:
    name, _, version = pin.partition("==")
    return f"{normalize(name)}=={version}"


def megabytes(sizes: Iterable[int] | int) -> str:
    """Write bytes as people read them."""
    total = sizes if isinstance(sizes, int) else sum(sizes)
    return f"{total / 1e9:.1f} GB" if total >= 1e9 else f"{total / 1e6:.0f} MB"
