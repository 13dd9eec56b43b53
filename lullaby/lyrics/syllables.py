"""Splits lines into sung syllables, for timing by tapping.

German, English, French and many others go by the hyphenation patterns of pyphen (Hunspell's). Made
for print, these leave whole what no line end may part, so the rules of spelling look at the pieces
once more. Welsh and Māori, for which there are no patterns, go by those rules alone; Chinese,
Japanese and Korean by the sign.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Protocol

from lullaby.lyrics.languages import base_of
from lullaby.lyrics.syllable_rules import ENGLISH, GENERAL, MAORI, WELSH, part, sung

_TOKEN = re.compile(r"\S+\s*|\s+")
_LETTERS = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*(?:['’ʻ\u0300-\u036f]+[^\W\d_]+)*")
_SIGN = re.compile(
    "[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
    "[\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u3093\u30a1\u30a3\u30a5\u30a7"
    "\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f3\u30fc]*"
)
"""A sign with the small kana, the n and the long stroke that are sung with it."""

_BY_RULES = {"cy": WELSH, "mi": MAORI}


class _Patterns(Protocol):
    def positions(self, word: str) -> Sequence[int]: ...


def split_line(text: str, language: str = "") -> tuple[str, ...]:
    """The syllables of a line, which joined are the line; a blank belongs to the piece before it.

    `language` is a BCP 47 tag, another code or an English name; empty when it is not known.
    """
    base = base_of(language)
    pieces: list[str] = []
    leading = ""
    for token in _TOKEN.findall(text):
        if token.isspace():
            leading = token
            continue
        first, *others = _token(token, base)
        pieces += [leading + first, *others]
        leading = ""
    return (*pieces, leading) if leading else tuple(pieces)


def split_word(word: str, language: str = "") -> tuple[str, ...]:
    """The syllables of one word without its punctuation; joined they are the word."""
    base = base_of(language)
    if base in _BY_RULES:
        return part(word, _BY_RULES[base])
    spelling = ENGLISH if base == "en" else GENERAL
    patterns = _patterns(base)
    cuts = [] if patterns is None else patterns.positions(word)
    edges = [0, *cuts, len(word)]
    pieces: list[str] = []
    for start, end in pairwise(edges):
        piece = word[start:end]
        if pieces and not (sung(piece, spelling) and sung(pieces[-1], spelling)):
            pieces[-1] += piece
        elif piece:
            pieces.append(piece)
    return tuple(finer for piece in pieces for finer in part(piece, spelling))


def _token(token: str, base: str) -> list[str]:
    """A word with its punctuation, which joins the syllable before or, first, the one after."""
    cuts = [match.start() for match in _SIGN.finditer(token)]
    if not cuts:
        for match in _LETTERS.finditer(token):
            at = match.start()
            for piece in split_word(match[0], base):
                cuts.append(at)
                at += len(piece)
    return [token[start:end] for start, end in pairwise([0, *cuts[1:], len(token)])]


@cache
def _patterns(base: str) -> _Patterns | None:
    """Load a dictionary, once and on first use, because loading is slow."""
    import pyphen

    known = pyphen.language_fallback(base) if base else None
    return None if known is None else pyphen.Pyphen(lang=known)
