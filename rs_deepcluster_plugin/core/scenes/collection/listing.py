"""Which rasters a collection has: those of folders, lists, virtual rasters, indexes, catalogs."""

from __future__ import annotations

import contextlib
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ...base.errors import RasterError
from ...base.foreign import parse_json
from ...base.plain import setting
from ..raster import REMOTE, is_remote
from ..sources import IMAGE_TYPES, images_in

TONES = ("auto", "collection", "sheet", "match")

LOCATION = "location"
"""Field of a tile index that names a raster, as gdaltindex has it."""

DAYS = ("datetime", "start_datetime", "date")
"""Fields with its date, as STAC has them."""

_TEXTS = {".txt", ".lst", ".csv"}
_JSON = {".json", ".geojson"}
_LONGEST = 64_000_000  # bytes of a list or a catalog
_MOST_PAGES = 200
_PATIENCE = 30  # seconds that a server has for an answer
_COMPACT = "%Y%m%d"
_DATES = ("%Y:%m:%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", _COMPACT)
_DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", _COMPACT)  # of lists; OGR writes the second
_ZONE = re.compile(r"([-+])(\d\d):?(\d\d)$")
_ACQUIRED = ("ACQUISITIONDATETIME", "ACQUISITION_DATE")
_WRITTEN = ("TIFFTAG_DATETIME", "DATETIME")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True)
class CollectionSettings:
    """Which rasters belong together, and how."""

    sources: tuple[str, ...] = ()
    """Rasters, folders, lists, virtual rasters, tile indexes and STAC catalogs."""

    asset: str = ""
    """Name or role of the assets of a catalog; empty: the one that there is."""

    tone: str = setting("auto", choices=TONES)
    """"collection": one stretch for all. "sheet": each sheet has its own. "match": gain and offset
    of each sheet bring what it shares with its neighbors to one tone. "auto": "match" where what
    sheets share differs, else "collection"."""

    dates: bool = False
    """Sheets of each date are a layer of their own, on one grid."""

    tiles: tuple[tuple[str, str], ...] = ()
    """What a tile index in another format than GeoJSON names: where each lies, its date or ""."""


@dataclass(frozen=True)
class ListedSheet:
    """A raster of a list, which nobody has opened yet."""

    path: str
    date: str | None = None
    """As in 2021-05-30, where the list says so."""


@dataclass(frozen=True)
class LeftOut:
    """A raster that does not become a sheet."""

    path: str
    reason: str


def list_sheets(settings: CollectionSettings) -> tuple[list[ListedSheet], list[LeftOut]]:
    """List the rasters of a collection in the order given, those of a folder by their names.

    Nothing is looked up on a network but addresses that were given themselves, and those that a
    catalog at such an address names.

    Returns
    -------
    sheets, left_out
        What is to be opened, and items of catalogs that have no such asset.

    Raises
    ------
    RasterError
        A list, a catalog or an address cannot be read, or names nothing.
    """
    sheets: list[ListedSheet] = []
    left: list[LeftOut] = []
    for source in settings.sources:
        found, without = _sheets_in(source, settings.asset)
        if not found and without:
            raise RasterError(
                f"{source} names no raster that can be taken: {without[0].path} {without[0].reason}"
            )
        sheets += found
        left += without
    tiles = [
        {"id": Path(location).name, "properties": {LOCATION: location, DAYS[0]: date}}
        for location, date in settings.tiles
    ]
    found, without = _of_items(tiles, "", "")
    sheets += found
    left += without
    if settings.tiles and not sheets:
        raise RasterError(
            f"The tile index names no raster that can be taken: {left[0].path} {left[0].reason}"
        )
    return sheets, left


def _sheets_in(source: str, asset: str) -> tuple[list[ListedSheet], list[LeftOut]]:
    address = urllib.parse.urlsplit(source)
    if address.scheme in ("http", "https"):
        if Path(address.path).suffix.lower() in IMAGE_TYPES:
            return [ListedSheet(_for_gdal(source))], []
        return _from_catalog(source, asset)
    path = Path(source)
    kind = path.suffix.lower()
    if path.is_dir():
        images = images_in(path)
        # A virtual raster beside others is most often one of them.
        plain = [one for one in images if one.suffix.lower() != ".vrt"]
        return [ListedSheet(str(one)) for one in plain or images], []
    named = path.is_absolute() and not source.startswith("/vsi")  # not a part of a file
    if (named and not path.exists()) or (kind in _TEXTS | _JSON and not path.is_file()):
        raise RasterError(f"{source} does not exist. Choose a list of rasters that is there.")
    if kind in _TEXTS:
        return _from_text(path), []
    if kind in _JSON:
        return _from_catalog(source, asset)
    if kind == ".vrt" and path.is_file():
        return [ListedSheet(one) for one in sources_of(path)], []
    return [ListedSheet(source)], []


# --- Lists --------------------------------------------------------------------------------------


def _from_text(path: Path) -> list[ListedSheet]:
    """Read a list of a path on each line; what follows a # is a comment."""
    text = _read_small(path).decode("utf-8-sig", errors="replace")
    lines = [line.strip().strip('"') for line in text.splitlines()]
    named = [line for line in lines if line and not line.startswith("#")]
    if not named:
        raise RasterError(f"{path} is empty. Write the path of a raster on each line.")
    return [ListedSheet(_beside(one, path.parent)) for one in named]


def sources_of(path: str | Path) -> list[str]:
    """Return what a virtual raster is a mosaic of; itself where it is another kind of one.

    All bands of a mosaic have the same sources, each with the same band of a file.

    Raises
    ------
    RasterError
        It cannot be read.
    """
    from xml.etree import ElementTree  # nosec B405 # without entities, below

    path = Path(path)
    text = _read_small(path)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise RasterError(f"{path} is no virtual raster as GDAL writes it. Build it again.")
    try:
        root = ElementTree.fromstring(text)  # nosec B314
    except ElementTree.ParseError as error:
        raise RasterError(f"{path} is damaged ({error}). Build the virtual raster again.") from None
    each = []
    for band in root.findall("VRTRasterBand"):
        number, named = band.get("band") or "", []
        for source in [*band.findall("SimpleSource"), *band.findall("ComplexSource")]:
            file = source.find("SourceFilename")
            own = (source.findtext("SourceBand") or "1").replace("mask,", "")
            if file is None or not file.text or own != number:
                return [str(path)]
            relative = file.get("relativeToVRT") == "1"
            named.append(str(path.parent / file.text) if relative else file.text)
        each.append(named)
    if not each or len(each[0]) < 2 or any(one != each[0] for one in each):
        return [str(path)]
    return list(dict.fromkeys(each[0]))


def _read_small(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LONGEST:
            raise RasterError(f"{path} is too large for a list of rasters. Choose another file.")
        return path.read_bytes()
    except OSError as error:
        raise RasterError(f"{path} cannot be read ({error.strerror}). Choose another.") from None


def _beside(name: str, folder: Path) -> str:
    """Return where a relative path leads from a folder."""
    if is_remote(name):
        return _for_gdal(name)
    if name.startswith("/vsi") or Path(name).is_absolute():
        return name
    beside = folder / name
    return str(beside if beside.exists() or not Path(name).exists() else Path(name).absolute())


def _for_gdal(address: str) -> str:
    """Return how GDAL opens an address."""
    for scheme, prefix in (("http", "/vsicurl/"), ("https", "/vsicurl/")):
        if address.lower().startswith(f"{scheme}://"):
            return prefix + address
    for scheme, prefix in (("s3", "/vsis3/"), ("gs", "/vsigs/"), ("az", "/vsiaz/")):
        if address.lower().startswith(f"{scheme}://"):
            return prefix + address[len(scheme) + 3 :]
    return address


# --- Catalogs and tile indexes ------------------------------------------------------------------


def _from_catalog(source: str, asset: str) -> tuple[list[ListedSheet], list[LeftOut]]:
    """Read a STAC item or collection of items, or a tile index in GeoJSON."""
    sheets: list[ListedSheet] = []
    left: list[LeftOut] = []
    page: str | None = source
    met: set[str] = set()
    while page is not None and page not in met:
        if len(met) == _MOST_PAGES:
            raise RasterError(
                f"{source} has more than {_MOST_PAGES} pages. Ask for fewer items, or for more of "
                "them on a page."
            )
        met.add(page)
        found = _read_json(page)
        items = found.get("features") if found.get("type") == "FeatureCollection" else [found]
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise RasterError(f"{page} holds no list of items. Choose a STAC item collection.")
        listed, without = _of_items(items, page, asset)
        sheets += listed
        left += without
        page = _next_page(found, page)
    if not sheets and not left:
        raise RasterError(
            f"{source} names no rasters. Choose a STAC item collection, a tile index whose field "
            f"{LOCATION} names them, or a list with a path on each line."
        )
    return sheets, left


def _of_items(
    items: Iterable[Mapping[str, Any]], page: str, asset: str
) -> tuple[list[ListedSheet], list[LeftOut]]:
    """Return the rasters of the items of a catalog, or of the tiles of an index."""
    found = [_from_item(item, page, asset) for item in items]
    return (
        [one for one in found if isinstance(one, ListedSheet)],
        [one for one in found if isinstance(one, LeftOut)],
    )


def _read_json(source: str) -> Mapping[str, Any]:
    text = _fetch(source) if is_remote(source) else _read_small(Path(source))
    try:
        found = parse_json(text)
    except ValueError as error:
        raise RasterError(
            f"{source} is not the JSON of a catalog ({error!s:.100}). Choose a STAC item "
            "collection or a list of rasters."
        ) from None
    if not isinstance(found, dict):
        raise RasterError(f"{source} holds no catalog. Choose a STAC item collection.")
    return found


def _fetch(address: str) -> bytes:
    """Get what lies at an address, which the user has given, or a page that it leads to."""
    if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
        raise RasterError(f"{address} is no address of a catalog. Give one with https://.")
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # nosec B310
            text = answer.read(_LONGEST + 1)
    except urllib.error.HTTPError as error:
        raise RasterError(
            f"{address} gives nothing ({error.code} {error.reason!s:.100}). Check the address, and "
            "whether it asks for an account."
        ) from None
    except (OSError, ValueError, urllib.error.URLError) as error:
        reason = getattr(error, "reason", None) or error
        raise RasterError(
            f"{address} does not answer ({reason!s:.100}). Check the address and the connection."
        ) from None
    if len(text) > _LONGEST:
        raise RasterError(f"{address} answers with too much. Ask for fewer items at once.")
    return bytes(text)


def _next_page(found: Mapping[str, Any], page: str) -> str | None:
    """Return the address of the next page of an answer, None after the last."""
    if not is_remote(page):
        return None
    for link in found.get("links") or ():
        if not isinstance(link, dict) or link.get("rel") != "next":
            continue
        address = urllib.parse.urljoin(page, str(link.get("href") or ""))
        same = urllib.parse.urlsplit(address).netloc == urllib.parse.urlsplit(page).netloc
        if link.get("body") or str(link.get("method") or "GET").upper() != "GET" or not same:
            raise RasterError(
                f"{page} has further pages that no plain address on the same server leads to. Ask "
                "for more items at once (limit=), by an address that is answered in one page."
            )
        return address
    return None


def _from_item(item: Mapping[str, Any], page: str, asset: str) -> ListedSheet | LeftOut:
    """Return the raster of an item."""
    name = str(item.get("id") or "item")
    properties = item.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    assets = item.get("assets")
    if not isinstance(assets, dict):
        location = properties.get(LOCATION)
        if not isinstance(location, str) or not location:
            return LeftOut(name, f"has neither assets nor a field {LOCATION}.")
        place = _placed(location, page, name)
    else:
        chosen = _choose_asset(assets, asset)
        if isinstance(chosen, str):
            return LeftOut(name, chosen)
        place = _placed(str(chosen.get("href") or ""), page, name)
    return place if isinstance(place, LeftOut) else ListedSheet(place, _day_of(properties))


def _placed(href: str, page: str, name: str) -> str | LeftOut:
    """Return where a raster lies that a catalog or an index at ``page`` names, or why it is none.

    One at an address names others at addresses, and no files here; a file names no addresses.
    """
    if is_remote(page):
        href = urllib.parse.urljoin(page, href)
        if not is_remote(href):
            return LeftOut(name, "names a file on another computer.")
        return _for_gdal(href)
    if REMOTE.search(href):  # inside of an archive, too
        return LeftOut(
            name,
            f"lies on a network ({href}), and nothing is fetched from addresses that only a file "
            "names: give the catalog's own address, or a text file with the addresses.",
        )
    if href.startswith("file://"):
        href = urllib.request.url2pathname(urllib.parse.urlsplit(href).path)
    return _beside(href, Path(page).parent)


def _choose_asset(assets: Mapping[str, Any], wanted: str) -> Mapping[str, Any] | str:
    """Return the asset of a name or a role, or why there is none."""
    known = {k: v for k, v in assets.items() if isinstance(v, dict) and v.get("href")}
    images = {k: v for k, v in known.items() if _is_image(v)}
    if not known:
        return "has no asset with an address. Leave it out of the catalog."
    each = ", ".join(sorted(known))
    if wanted:
        if wanted in known:
            return known[wanted]
        images = {k: v for k, v in images.items() if wanted in (v.get("roles") or ())}
    if len(images) == 1:
        return next(iter(images.values()))
    data = [v for v in images.values() if "data" in (v.get("roles") or ())]
    if not wanted and len(data) == 1:
        return data[0]
    if not images:
        what = f"asset {wanted}" if wanted else "asset that is a raster"
        return f"has no {what}; it has: {each:.200}. Choose one of these by its name."
    return f"has several rasters ({', '.join(sorted(images)):.200}). Choose an asset by its name."


def _is_image(asset: Mapping[str, Any]) -> bool:
    kind = str(asset.get("type") or "")
    path = urllib.parse.urlsplit(str(asset.get("href"))).path
    return kind.startswith(("image/tiff", "image/jp2", "image/vnd")) or (
        Path(path).suffix.lower() in {".tif", ".tiff", ".jp2", ".vrt", ".img"}
        and "thumbnail" not in (asset.get("roles") or ())
    )


# --- Dates --------------------------------------------------------------------------------------


def _day_of(properties: Mapping[str, Any]) -> str | None:
    for key in DAYS:
        text = re.split("[ T]", str(properties.get(key) or "").strip())[0]
        found = _moment(text, _DAY_FORMS)
        if found is not None:
            return found.strftime("%Y-%m-%d")
    return None


def acquired_at(
    tags: Mapping[str, str], names: Iterable[str] = (*_ACQUIRED, *_WRITTEN)
) -> datetime | None:
    """Return when a raster was acquired, by its tags, None where these do not say.

    In UTC where they name a zone.
    """
    for name in names:
        text = tags.get(name, "").strip().removesuffix("Z")
        zone = _ZONE.search(text[19:])
        off = timedelta()
        if zone is not None:
            sign, hours, minutes = zone.groups()
            off = timedelta(hours=int(sign + hours), minutes=int(sign + minutes))
        found = _moment(text[:19], _DATES)
        if found is not None:
            return found - off
    return None


def _moment(text: str, forms: Iterable[str]) -> datetime | None:
    """Return the moment that a text names in one of some forms, None for none of them."""
    for form in forms:
        if form == _COMPACT and len(text) != 8:  # else a month, 201212, is taken for 2 January
            continue
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, form)
    return None


def date_of(listed: ListedSheet, tags: Mapping[str, str]) -> str | None:
    """Return the date of a sheet: its list's, its tags', its name's, or that of its writing.

    Examples
    --------
    >>> date_of(ListedSheet("m_4709963_se_14_1_20120731.tif"), {})
    '2012-07-31'
    """
    if listed.date is not None:
        return listed.date
    found = acquired_at(tags, _ACQUIRED)
    in_name = _IN_NAME.search(Path(listed.path).stem)
    if found is None and in_name is not None:
        year, _, month, day = in_name.groups()
        with contextlib.suppress(ValueError):
            found = datetime(int(year), int(month), int(day))
    found = found or acquired_at(tags, _WRITTEN)
    return None if found is None else found.strftime("%Y-%m-%d")


def without_repeats(sheets: list[ListedSheet]) -> tuple[list[ListedSheet], list[LeftOut]]:
    """Keep each file once, however it is written; what is there again is left out."""
    kept: dict[str, ListedSheet] = {}
    again: list[LeftOut] = []
    for sheet in sheets:
        key = sheet.path if is_remote(sheet.path) else str(Path(sheet.path).resolve())
        if key in kept:
            if kept[key].date is None and sheet.date is not None:
                kept[key] = replace(kept[key], date=sheet.date)
            again.append(LeftOut(sheet.path, "is in the collection twice, and counts once."))
        else:
            kept[key] = sheet
    return list(kept.values()), again
