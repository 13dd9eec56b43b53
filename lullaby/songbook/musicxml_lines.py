"""Parts the words of a score into lines to show, since MusicXML does not tell where lines end.

A line ends where the singer would breathe: at rests, punctuation, capital letters and long notes,
so that lines have about eight syllables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lullaby.songbook.musicxml_voice import LineNote
from lullaby.songbook.notes import HOLD

USUAL = 8
"""Syllables of a line."""

LONGEST = 24
UNEVEN = 0.08
"""For each syllable more or less than usual, squared."""

REST, LONG_REST, BREATH, LINE_END = 2.0, 1.0, 2.0, 6.0
SENTENCE, CLAUSE = 1.8, 1.2
CAPITAL, CAPITAL_OF_NOUN, AFTER_POINT = 1.8, 0.5, 1.2
OTHER_VERSES = 3.0
LONG_NOTE = 0.8
MANY_CAPITALS = 0.28
"""A song with a larger share of capital words is in a language that writes nouns so."""

WORDLESS_BARS = 4
"""Bars of a line of a tune without words."""

Verse = Callable[[LineNote], tuple[int, ...]]


@dataclass(slots=True)
class _Cut:
    """A place where a line may begin."""

    at: int
    gain: float
    must: bool


def cuts(line: Sequence[LineNote], sung_as: Callable[[LineNote], object]) -> list[int]:
    """The places in `line` where lines begin, without the first.

    Notes for which `sung_as` differs, which are at other turns, are in different lines.
    """
    if not any(note.words for note in line):
        return _wordless(line)
    places = _places(line, sung_as)
    found: list[int] = []
    start = 0
    for end in [n for n, place in enumerate(places) if place.must and n] + [len(places)]:
        found += _best(places[start:end])
        if end < len(places):
            found.append(places[end].at)
        start = end
    return found


def _wordless(line: Sequence[LineNote]) -> list[int]:
    found: list[int] = []
    bars = 0
    for before, (at, note) in zip(line, list(enumerate(line))[1:], strict=False):
        if note.turn is not before.turn:
            bars += 1
            if bars >= WORDLESS_BARS and not before.tied:
                found.append(at)
                bars = 0
    return found


def _places(line: Sequence[LineNote], sung_as: Callable[[LineNote], object]) -> list[_Cut]:
    """Every note with a new syllable, and what speaks for a new line there."""
    words = [each for note in line for each in note.words.values() if each.text != HOLD]
    capitals = sum(1 for each in words if _capital(each.text)) / max(1, len(words))
    capital = CAPITAL if capitals < MANY_CAPITALS else CAPITAL_OF_NOUN
    usual = _median([note.length for note in line if note.words])
    found: list[_Cut] = []
    open_words: set[str] = set()
    last: LineNote | None = None
    held = rest = Fraction(0)
    tied = False
    for at, note in enumerate(line):
        texts = {key: each for key, each in note.words.items() if each.text != HOLD}
        if note.pitch is None:
            rest += note.length
        if not texts or note.pitch is None:
            held += note.length
            tied = note.tied
            continue
        if last is None:
            found.append(_Cut(0, 0.0, False))
        else:
            must = sung_as(last) != sung_as(note)
            if must or not (tied or open_words & texts.keys()):
                gain = _pause(rest, held, usual) + _spelled(last, note, capital)
                found.append(_Cut(at, gain, must))
        open_words -= texts.keys()
        open_words |= {key for key, each in texts.items() if not each.ends}
        last, held, rest, tied = note, note.length, Fraction(0), note.tied
    return found


def _pause(rest: Fraction, held: Fraction, usual: Fraction) -> float:
    gain = 0.0
    if rest:
        gain += REST + (LONG_REST if rest >= 2 * usual else 0.0)
    if held - rest >= 2 * usual:
        gain += LONG_NOTE
    return gain


def _spelled(last: LineNote, note: LineNote, capital: float) -> float:
    """What the words before and after a place say, on average over the verses."""
    both = [(last.words[key].text, last.words[key].line_ends) for key in last.words]
    gain = BREATH if last.breath else 0.0
    for text, ends in both:
        gain += (_point(text) + (LINE_END if ends else 0.0)) / len(both)
    starts = [each.text for each in note.words.values() if each.text != HOLD]
    share = sum(1 for text in starts if _capital(text)) / len(starts)
    gain += capital * share
    if share and any(_point(text) for text, _ in both):
        gain += AFTER_POINT * share
    if last.words.keys() != note.words.keys():
        gain += OTHER_VERSES
    return gain


def _point(text: str) -> float:
    bare = text.rstrip("\"'’”»)]")
    if bare.endswith((".", "!", "?", ";", ":", "。", "…")):
        return SENTENCE
    return CLAUSE if bare.endswith((",", "、", "–", "—")) else 0.0


def _capital(text: str) -> bool:
    bare = text.lstrip("\"'‘“„«¿¡([")
    alone = len(bare.rstrip(".,;:!?")) < 2 or bare.startswith(("I'", "I’"))
    return bare[:1].isupper() and not alone


def _median(lengths: list[Fraction]) -> Fraction:
    return sorted(lengths)[len(lengths) // 2] if lengths else Fraction(1, 4)


def _best(places: Sequence[_Cut]) -> list[int]:
    """The best division of these places, of which the first begins a line anyway."""
    count = len(places)
    worth = [0.0] * (count + 1)
    came = [0] * (count + 1)
    for end in range(1, count + 1):
        gain = places[end].gain if end < count else 0.0
        ways = [
            (worth[start] - UNEVEN * (end - start - USUAL) ** 2, start)
            for start in range(max(0, end - LONGEST), end)
        ]
        worth[end], came[end] = max(ways)
        worth[end] += gain
    found: list[int] = []
    at = came[count]
    while at > 0:
        found.append(places[at].at)
        at = came[at]
    return found[::-1]
