"""Tells in which script a text is written, to know an original from its translation."""

import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import islice

LOOKED_AT = 60
"""Letters of a line."""

UNSPACED = frozenset(("CJK", "KANA", "THAI", "LAO", "KHMER", "MYANMAR"))
"""Scripts that put no blanks between words."""
_KANA = frozenset(("HIRAGANA", "KATAKANA"))


def script_of(text: str) -> str:
    """The script of most letters, in Unicode's words (`LATIN`, `HANGUL`); empty without letters.

    A line with kana is Japanese (`KANA`), however many Chinese signs it has.
    """
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else ""
    found = Counter(map(_script, islice(filter(str.isalpha, text), LOOKED_AT)))
    if found.keys() & _KANA:
        return "KANA"
    return found.most_common(1)[0][0] if found else ""


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
