"""Name the licence of each package in an SBOM that has none there: ``name_licences.py SBOM``.

Run by the Python that has the packages. Some say their licence as nothing that SPDX knows, and
would be listed without one: these get what their metadata say, with the text beside it, or the name
that SPDX has for a text that leaves no doubt.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from pathlib import Path
from typing import Any

_BSD_3 = (
    "redistributions of source code must retain",
    "redistributions in binary form must reproduce",
    "neither the name",
)


def find_licence(package: str) -> dict[str, Any] | None:
    """Return the licence of an installed package as CycloneDX has it, None where nobody says it."""
    about = importlib.metadata.distribution(package)
    named = [file for file in about.files or [] if re.match("LICEN[CS]E|COPYING", file.name)]
    names = [file for file in named if Path(str(file.locate())).is_file()]
    text = "\n".join(file.read_text(encoding="utf-8-sig") for file in names[:1]).strip()
    said = (about.metadata.get("License") or "").strip().partition("\n")[0]
    licence: dict[str, Any] = {"acknowledgement": "declared"}
    words = re.sub(r"[\s*]+", " ", text).lower()
    is_bsd_4 = "all advertising materials" in words
    if len(names) == 1 and not is_bsd_4 and all(sentence in words for sentence in _BSD_3):
        licence["id"] = "BSD-3-Clause"
    elif said:
        licence["name"] = said
    else:
        return None
    if text:
        licence["text"] = {"content": text, "contentType": "text/plain"}
    return {"license": licence}


def main(path: Path) -> int:
    """Fill in what is missing; the exit status is 0 if nothing is any more."""
    sbom = json.loads(path.read_text(encoding="utf-8"))
    nameless = []
    for part in sbom["components"]:
        if not part.get("licenses"):
            found = find_licence(part["name"])
            part["licenses"] = [found] if found else []
            nameless += [] if found else [part["name"]]
    path.write_text(json.dumps(sbom, indent=2) + "\n", encoding="utf-8")
    if nameless:
        print(f"No licence is known of {', '.join(nameless)}: look there", file=sys.stderr)
    return 1 if nameless else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
