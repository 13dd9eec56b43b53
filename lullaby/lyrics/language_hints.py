"""What tells the language of words before they are read: their file, and who reads them."""

import locale
import re
import unicodedata
from functools import cache
from pathlib import PurePath

from lullaby.lyrics.languages import code_of

_TAG = re.compile(
    rb"^[ \t]*(?:\[(?:la|language):|#LANGUAGE:)[ \t]*([A-Za-z][A-Za-z_-]+)",
    re.IGNORECASE | re.MULTILINE,
)
_LOOKED_AT = 4000

_BY_SCRIPT = {
    "ARABIC": ("ar", "fa", "ur"),
    "CJK": ("zh", "ja"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be"),
    "GREEK": ("el",),
    "HANGUL": ("ko",),
    "HEBREW": ("he", "yi"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "THAI": ("th",),
}
"""By the script that a file name is written in, the languages it may be."""


def named_languages(name: str, data: bytes = b"") -> tuple[str, ...]:
    """The languages, as ISO 639-1 codes, that a words file tells by a tag or by its name.

    `name` is a file name: `song.el.lrc` tells Greek, and so does a name in Greek letters.
    """
    tag = _TAG.search(data[:_LOOKED_AT])
    told = "" if tag is None else code_of(tag[1].decode("ascii"))
    if told:
        return (told,)
    suffix = PurePath(PurePath(name).stem).suffix[1:]
    if 2 <= len(suffix) <= 7 and code_of(suffix):
        return (code_of(suffix),)
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in name if sign > "\x7f"}
    return tuple(dict.fromkeys(each for script in scripts for each in _BY_SCRIPT.get(script, ())))


@cache
def own_languages() -> tuple[str, ...]:
    """The language of the person's system, as an ISO 639-1 code; empty where it tells none."""
    told = language_of_locale(locale.getlocale()[0] or "")
    return (told,) if told and told != "en" else ()


def language_of_locale(name: str) -> str:
    """The ISO 639-1 code of a locale: `de` for `de_DE`, and for Windows' `German_Germany`."""
    return code_of(name.partition("_")[0]) if len(name) > 1 else ""
