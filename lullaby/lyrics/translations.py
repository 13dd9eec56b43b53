"""Which of several translations of a line comes first: the one that the person reads."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lullaby.lyrics.languages import base_of
from lullaby.lyrics.letter_costs import PER_NAT, Alphabet, alphabets
from lullaby.lyrics.model import Line, Lyrics
from lullaby.lyrics.scripts import script_of

JUDGED = 2_000
"""Characters of each translation that are looked at."""

_SIGNS = {"ja": "KANA", "zh": "CJK", "ko": "HANGUL"}


def in_order_for(lyrics: Lyrics, languages: Sequence[str]) -> Lyrics:
    """The words with the translation first that is written in the first of `languages`.

    LRC does not name the language of a row, so each place among the translations is judged as a
    whole, by its script and how well its letters follow each other. Nothing is left out.
    """
    rows = [line.translation.split("\n") for line in lyrics.lines if "\n" in line.translation]
    if not rows:
        return lyrics
    texts = [
        "\n".join(row[place] for row in rows if place < len(row))[:JUDGED]
        for place in range(max(map(len, rows)))
    ]
    first = next((place for each in languages if (place := _place(texts, each)) is not None), 0)
    if first == 0:
        return lyrics
    return replace(lyrics, lines=tuple(_moved(line, first) for line in lyrics.lines))


def _place(texts: Sequence[str], language: str) -> int | None:
    """Where the text is that is most likely of this language; None if it can be none."""
    base = base_of(language)
    alphabet = alphabets().get(base)
    script = alphabet.script if alphabet is not None else _SIGNS.get(base)
    fitting = [place for place, text in enumerate(texts) if script and script_of(text) == script]
    if alphabet is None or not fitting:
        return fitting[0] if fitting else None
    return min(fitting, key=lambda place: _cost(texts[place], alphabet))


def _cost(text: str, alphabet: Alphabet) -> float:
    """In nats for each letter, how little the text fits a language."""
    letters = f" {text} "
    places = [alphabet.place(letter) for letter in letters]
    followed = sum(alphabet.costs[a * alphabet.width + b] for a, b in pairwise(places)) / PER_NAT
    strange = sum(map(alphabet.strangeness, letters))
    return (followed + strange) / len(letters)


def _moved(line: Line, place: int) -> Line:
    rows = line.translation.split("\n")
    if place >= len(rows):
        return line
    return replace(line, translation="\n".join((rows.pop(place), *rows)))
