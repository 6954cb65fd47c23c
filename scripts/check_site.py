"""Check a built documentation site: every link leads somewhere, and nothing is fetched elsewhere.

``check_site.py FOLDER``, see `make docs`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
NOT_FETCHED = {"canonical", "next", "prev", "alternate"}
URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


class Page(HTMLParser):
    """What a page has to be found, links to, and fetches."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag has."""
        found = {name: value or "" for name, value in attrs}
        self.anchors |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        name = FETCHED.get(tag)
        if name in found and found.get("rel") not in NOT_FETCHED:
            self.fetched.append(found[str(name)])
        self.fetched += [a or b for a, b in URL.findall(found.get("style", ""))]


def find_faults(folder: Path) -> Iterator[str]:
    """Give a sentence for each fault."""
    pages = {
        path.resolve(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }
    if not pages:
        yield f"{folder} holds no pages"
    for path, page in pages.items():
        name = path.relative_to(folder.resolve())
        for link in [*page.links, *page.fetched]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link in page.fetched and parts.scheme != "data":
                    yield f"{name} fetches {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                yield f"{name} links to {link}, which is not there"
            elif target in pages and unquote(parts.fragment) not in {"", *pages[target].anchors}:
                yield f"{name} links to {link}, where there is no such place"
    for path in sorted(folder.rglob("*.css")):
        for first, second in URL.findall(path.read_text(encoding="utf-8")):
            if urlsplit(first or second).scheme in ("http", "https"):
                yield f"{path.relative_to(folder)} fetches {first or second}"


def main() -> int:
    """Print all faults; the exit status is 0 if there are none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    faults = list(find_faults(folder))
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    print(f"{folder}: {len(faults) or 'no'} fault{'s' * (len(faults) != 1)}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
