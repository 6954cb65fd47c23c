"""Tables in docs/BENCHMARKS.md: each benchmark writes its own section and leaves the others."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "BENCHMARKS.md"
_HEAD = """# Benchmarks

Written by the scripts in `benchmarks/`; do not edit by hand. Times are of noisy shared machines: \
read the ratios, which compare figures of one run.
"""


def machine() -> str:
    """Describe the processor in a few words."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    flags = ""
    if cpuinfo.exists():
        text = cpuinfo.read_text()
        found = re.search(r"model name\s*:\s*(.*)", text)
        model = found.group(1) if found else model
        flags = ", AVX-512 bf16" if "avx512_bf16" in text else ""
    return f"{model.strip()}, {len(os.sched_getaffinity(0))} cores{flags}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Format a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def write_section(title: str, command: str, text: str, path: Path = DOCUMENT) -> None:
    """Replace the section ``title`` of the document, or add it."""
    document = path.read_text() if path.exists() else _HEAD
    section = f"## {title}\n\n`{command}` on {machine()}.\n\n{text.strip()}\n"
    parts = re.split(r"(?m)^(?=## )", document)
    kept = [part.rstrip() + "\n" for part in parts if not part.startswith(f"## {title}\n")]
    kept.append(section)
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([kept[0], *sorted(kept[1:])]))
    print(section)
