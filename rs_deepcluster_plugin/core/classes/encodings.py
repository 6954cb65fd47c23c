"""In which encoding the text of a file is that does not say so."""

from __future__ import annotations

import re

ENCODINGS = {
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "Western European (Windows-1252)": "cp1252",
    "Central European (Windows-1250)": "cp1250",
    "Cyrillic (Windows-1251)": "cp1251",
    "Greek (Windows-1253)": "cp1253",
    "Turkish (Windows-1254)": "cp1254",
    "Chinese, simplified (GB18030)": "gb18030",
    "Chinese, traditional (Big5)": "big5",
    "Japanese (Shift JIS)": "cp932",
    "Korean (EUC-KR)": "cp949",
}
"""Python's names of encodings by those that people know."""

# Letters beside a to z that languages have: a text of one of them has no others.
_WESTERN = (
    "àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúüºª¿¡", "àèéìîòù", "áâãàçéêíóôõúº", "åäöæøéü", "ðþáéíóúýæö",
    "ëïéèöüáíóúê",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ")
# Signs that texts of all languages have: dashes, quotation marks, degrees, squares and the like.
_SIGNS = set(
    "\u00a0\u00b0\u00b2\u00b3\u00b5\u00b7\u00d7\u00f7\u00a7\u00a9\u00ae\u00b1\u00ab\u00bb"
    "\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2026\u20ac"
)
_PAIR = re.compile(rb"[\xa1-\xfe]{2}")
_RUN = re.compile(rb"[\x80-\xff]+")


def decode(content: bytes) -> str | None:
    """Return the text of a file, None where its encoding cannot be told from others.

    UTF-8 and UTF-16 say themselves what they are. Chinese has its bytes in pairs, which letters
    with accents between others have not; of the encodings of Windows, the one is taken in which
    the text has the letters of one language.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    text = _decoded(content, "utf-8-sig")
    if text is not None:
        return text
    runs = _RUN.findall(content)
    if all(len(run) % 2 == 0 and _is_pairs(run) for run in runs):
        text, korean = _decoded(content, "gb18030"), _decoded(content, "euc_kr")
        hangul = korean is not None and all("\uac00" <= c <= "\ud7a3" for c in _foreign(korean))
        if text is not None and not hangul and _is_chinese(_foreign(text)):
            return text
    found = [
        text
        for encoding, languages in (("cp1252", _WESTERN), ("cp1250", _CENTRAL))
        if (text := _decoded(content, encoding)) is not None and _is_of(text, languages)
    ]
    return found[0] if found else None


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _foreign(text: str) -> set[str]:
    return {letter for letter in text if letter > "\x7f"}


def _is_pairs(run: bytes) -> bool:
    return all(_PAIR.fullmatch(run[place : place + 2]) for place in range(0, len(run), 2))


def _is_chinese(letters: set[str]) -> bool:
    """Tell Chinese characters, among which may be punctuation of theirs."""
    ideographs = sum("\u4e00" <= letter <= "\u9fff" for letter in letters)
    signs = sum("\u3000" <= c <= "\u303f" or "\uff01" <= c <= "\uff5e" for c in letters)
    return ideographs + signs == len(letters) and ideographs > signs


def _is_of(text: str, languages: tuple[str, ...]) -> bool:
    """Tell whether a text has the letters of one of some languages."""
    letters = set("".join(_foreign(text)).lower()) - _SIGNS
    return any(letters <= set(language) for language in languages)
