"""What tells the language of words before they are read: their file, and who reads them."""

import locale
import os
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath

from lullaby.frozen import frozen
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


@frozen
class LanguageHints:
    """What tells the language of words apart from their letters, as ISO 639-1 codes."""

    song: tuple[str, ...] = ()
    """Of the recording, by its tag."""
    person: tuple[str, ...] | None = None
    """Those that the person reads; None for those of the system."""

    @property
    def own(self) -> tuple[str, ...]:
        return own_languages() if self.person is None else self.person


NO_HINTS = LanguageHints()


def hints_for(song: str, person: Sequence[str] = ()) -> LanguageHints:
    """Hints from the language of a song's tag, and the person's languages if they are known.

    English is left out: programs write it into tags without asking, and its letters are in every
    encoding.
    """
    return LanguageHints(_foreign((song,)), _foreign(person) if person else None)


def _foreign(languages: Sequence[str]) -> tuple[str, ...]:
    codes = dict.fromkeys(code_of(each) for each in languages)
    return tuple(code for code in codes if code not in ("", "en"))


@cache
def own_languages() -> tuple[str, ...]:
    """The languages of the person's system, as ISO 639-1 codes; empty where it tells none.

    Told by the variables that programs with windows go by too, else by the locale.
    """
    told = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    names = [*os.environ.get("LANGUAGE", "").split(":"), next(filter(None, told), "")]
    found = _foreign([language_of_locale(name.partition(".")[0]) for name in names])
    return found or _foreign([language_of_locale(locale.getlocale()[0] or "")])


def language_of_locale(name: str) -> str:
    """The ISO 639-1 code of a locale: `de` for `de_DE`, and for Windows' `German_Germany`."""
    return code_of(name.partition("_")[0]) if len(name) > 1 else ""
