"""What bands are, red or infrared, by the names and wavelengths that a file gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence

COLORS = ("red", "green", "blue")
# Micrometers: the range of each color, and where sensors have the band that is meant by it.
_RANGES = {"red": (0.6, 0.7), "green": (0.5, 0.6), "blue": (0.43, 0.52)}
_CENTERS = {"red": 0.66, "green": 0.56, "blue": 0.48}
_BAND = re.compile(r"(?:^|[\W_])b(?:and)?[ _-]?(\d{1,2}a?)(?=$|[\W_])", re.IGNORECASE)
_NUMBER = r"(\d+(?:\.\d+)?)"
_UNIT = r"(nm|nanomet\w*|um|µm|μm|micromet\w*|microns?)"
_WITH_UNIT = re.compile(rf"{_NUMBER}(?:\s*(?:-|to)\s*{_NUMBER})?\s*{_UNIT}\b", re.IGNORECASE)
_ALONE = re.compile(rf"(?:wavelength|wl)?[\s:=]*{_NUMBER}", re.IGNORECASE)
_NOT_ALONE = {"edge", "near", "nir", "infra", "pan", "coastal", "index", "mask", "ratio"}
# The same of infrared bands: lowest, highest, and where sensors have them.
_INFRARED = {
    "nir": (0.75, 0.95, 0.84),
    "swir1": (1.5, 1.8, 1.61),
    "swir2": (2.05, 2.4, 2.2),
}
_INFRARED_NAMES = {
    "nir": re.compile(r"(?<![a-z])nir(?![a-z])|near[ _-]?infra", re.IGNORECASE),
    "swir1": re.compile(r"swir[ _-]?1(?!\d)|swir[ _-]?16", re.IGNORECASE),
    "swir2": re.compile(r"swir[ _-]?2", re.IGNORECASE),
}
# Numbers of red, green and blue of Landsat 8 and 9 and of Sentinel-2, and of Landsat 4 to 7.
_NEWER, _OLDER = ("4", "3", "2"), ("3", "2", "1")
# Micrometers, of Sentinel-2 A and B on average.
_SENTINEL = {
    "1": 0.443, "2": 0.492, "3": 0.559, "4": 0.665, "5": 0.704, "6": 0.740, "7": 0.781, "8": 0.833,
    "8a": 0.865, "9": 0.944, "10": 1.375, "11": 1.612, "12": 2.194,
}  # fmt: skip


def red_green_blue(
    names: Sequence[str | None], wavelengths: Sequence[str] = ()
) -> tuple[int, int, int] | None:
    """Return the numbers, from 1, of red, green and blue; None where names don't tell them all.

    Names are those of colors ("Red", "red_mean"), wavelengths ("0.665", "665 nm") or bands of
    Sentinel-2 and Landsat ("B04", "SR_B4"). Plain numbers of bands ("B1" for the first) tell
    nothing.

    Parameters
    ----------
    names : sequence of texts or None
        Name of each band.
    wavelengths : sequence of texts
        What the file says about each band's wavelength besides, "" where it does not.
    """
    texts = [name or "" for name in names]
    lengths = _lengths(texts, wavelengths)
    for found in (_by_color(texts), _by_wavelength(lengths), _by_number(texts)):
        if found is not None:
            return found
    return None


def find_wavelengths(
    names: Sequence[str | None], wavelengths: Sequence[str] = ()
) -> list[float | None]:
    """Return the wavelength of each band in micrometers, None where nothing tells it.

    They are those that the file gives, else those of Sentinel-2's bands ("B04", "B8A"), else about
    those of red, green and blue by their names.

    Parameters
    ----------
    names, wavelengths
        As of `red_green_blue`.

    Examples
    --------
    >>> find_wavelengths(["Blue", "865 nm", "B04", "slope"])
    [0.48, 0.865, 0.665, None]
    """
    texts = [name or "" for name in names]
    found = _lengths(texts, wavelengths)
    matches = [_BAND.search(text) for text in texts]
    numbers = [match.group(1).lower() if match else "" for match in matches]
    plain = {number.lstrip("0") for number in numbers}
    padded = any(number.startswith("0") for number in numbers)
    # MODIS and Himawari, whose bands go on to 16, number with zeros too. So does Landsat of HLS,
    # which has no 8, 8A and 12, and sees in its first four bands about what Sentinel-2 does.
    other = any("sur_refl" in text.lower() for text in texts) or plain & {"13", "14", "15", "16"}
    told: set[str] = set()
    if not other and ("8a" in plain or (padded and plain & {"8", "12"})):
        told = set(_SENTINEL)
    elif not other and padded:
        told = {"1", "2", "3", "4"}
    for place, text in enumerate(texts):
        words = set(re.findall(r"[a-z]+", text.lower()))
        named = [color for color in COLORS if color in words and not words & _NOT_ALONE]
        number = numbers[place].lstrip("0")
        if found[place] is None and number in told:
            found[place] = _SENTINEL[number]
        if found[place] is None and len(named) == 1:
            found[place] = _CENTERS[named[0]]
    return found


def _lengths(texts: Sequence[str], wavelengths: Sequence[str]) -> list[float | None]:
    """Return the wavelengths in micrometers that names or what is said besides give."""
    said = [*wavelengths, *[""] * (len(texts) - len(wavelengths))]
    return [_micrometers(length) or _micrometers(text) for text, length in zip(texts, said)]


def infrared_bands(names: Sequence[str | None], wavelengths: Sequence[str] = ()) -> dict[str, int]:
    """Return the numbers, from 1, of the bands "nir", "swir1" and "swir2", as far as they are told.

    By the same names and wavelengths as `red_green_blue`.
    """
    texts = [name or "" for name in names]
    lengths = _lengths(texts, wavelengths)
    found: dict[str, int] = {}
    numbers = _infrared_numbers(texts)
    for role, (low, high, center) in _INFRARED.items():
        said = [
            place for place, text in enumerate(texts)
            if _INFRARED_NAMES[role].search(text) and "red edge" not in text.lower()
        ]  # fmt: skip
        inside = [place for place, own in enumerate(lengths) if own and low <= own <= high]
        if said:
            found[role] = said[0] + 1
        elif inside:
            found[role] = min(inside, key=lambda place: abs((lengths[place] or 0) - center)) + 1
        elif role in numbers:
            found[role] = numbers[role]
    return found


def _infrared_numbers(texts: Sequence[str]) -> dict[str, int]:
    """Return infrared bands by the numbers of Sentinel-2 or Landsat, where red is told by these."""
    if _by_number(texts) is None:
        return {}
    matches = [_BAND.search(text) for text in texts]
    plain = [match.group(1).lower().lstrip("0") if match else "" for match in matches]
    if "11" in plain and "12" in plain:  # Sentinel-2
        wanted = {"nir": "8" if "8" in plain else "8a", "swir1": "11", "swir2": "12"}
    elif "1" in plain and "7" in plain and "6" not in plain:
        wanted = {"nir": "4", "swir1": "5", "swir2": "7"}
    elif "8" in plain or "8a" in plain:
        wanted = {"nir": "8" if "8" in plain else "8a"}
    else:
        wanted = {"nir": "5", "swir1": "6", "swir2": "7"}
    return {role: plain.index(n) + 1 for role, n in wanted.items() if plain.count(n) == 1}


def _by_color(texts: Sequence[str]) -> tuple[int, int, int] | None:
    words = [set(re.findall(r"[a-z]+", text.lower())) for text in texts]
    found = []
    for color in COLORS:
        named = [place for place, own in enumerate(words) if color in own and not own & _NOT_ALONE]
        if not named:
            return None
        # "Red" before "Red of the year before".
        found.append(min(named, key=lambda place: (len(words[place]), place)) + 1)
    return found[0], found[1], found[2]


def _by_wavelength(lengths: Sequence[float | None]) -> tuple[int, int, int] | None:
    found = []
    for color in COLORS:
        low, high = _RANGES[color]
        inside = [place for place, own in enumerate(lengths) if own and low <= own <= high]
        if not inside:
            return None
        center = _CENTERS[color]
        found.append(min(inside, key=lambda place: abs((lengths[place] or 0) - center)) + 1)
    return found[0], found[1], found[2]


def _by_number(texts: Sequence[str]) -> tuple[int, int, int] | None:
    matches = [_BAND.search(text) for text in texts]
    numbers = [match.group(1).lower() if match else "" for match in matches]
    plain = [number.lstrip("0") for number in numbers]
    padded = any(number.startswith("0") for number in numbers)
    known = padded or any("sr_b" in text.lower() for text in texts)
    if not known and all(own in ("", str(place)) for place, own in enumerate(plain, start=1)):
        return None
    # The older Landsats have no reflectance in band 6, which is thermal.
    older = not padded and "1" in plain and "7" in plain and "6" not in plain
    wanted = _OLDER if older else _NEWER
    if any(plain.count(number) != 1 for number in wanted):
        return None
    red, green, blue = (plain.index(number) + 1 for number in wanted)
    return red, green, blue


def _micrometers(text: str) -> float | None:
    """Return the wavelength that a text names, the middle of a range; None where it names none."""
    match = _WITH_UNIT.search(text)
    if match:
        low, high, unit = match.groups()
        value = (float(low) + float(high or low)) / 2
        return value / 1000 if unit.lower().startswith("n") else value
    match = _ALONE.fullmatch(text.strip())
    if match:
        value = float(match.group(1))
        if 0.3 <= value <= 15 and "." in text:
            return value
        if 300 <= value <= 15_000:
            return value / 1000
    return None
