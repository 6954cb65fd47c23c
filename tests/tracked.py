"""The files of the code base, whatever else lies in the working tree."""

from __future__ import annotations

import fnmatch
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def tracked(folder: str = ".") -> list[Path]:
    """Return the files below a folder: those that git knows, without git all but the ignored."""
    if shutil.which("git") and (ROOT / ".git").exists():
        asked = subprocess.run(
            ["git", "ls-files", "-z", "--", folder], cwd=ROOT, capture_output=True, text=True
        )
        if asked.returncode == 0:
            found = [ROOT / name for name in asked.stdout.split("\0") if name]
            return sorted(path for path in found if path.is_symlink() or path.is_file())
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    return sorted(
        path
        for path in (ROOT / folder).rglob("*")
        if (path.is_symlink() or path.is_file())
        and not any(
            fnmatch.fnmatch(part, pattern)
            for part in path.relative_to(ROOT).parts
            for pattern in [*ignored, ".git"]
        )
    )
