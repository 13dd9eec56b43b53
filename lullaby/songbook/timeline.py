"""A song in time: which note, syllable and chord sounds when, for all verses. Times in ms."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lullaby.songbook.notes import HOLD, SKIP, Score

INTRO_BARS = 2
INTERLUDE_BARS = 1
OUTRO_BARS = 2


@dataclass(frozen=True, slots=True)
class SungNote:
    start_ms: float
    end_ms: float
    pitch: int


@dataclass(frozen=True, slots=True)
class SungSyllable:
    """Joining a line's texts gives the line."""

    text: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class SungLine:
    verse: int
    """From 0."""
    syllables: tuple[SungSyllable, ...]


@dataclass(frozen=True, slots=True)
class ChordSpan:
    symbol: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Timeline:
    notes: tuple[SungNote, ...]
    lines: tuple[SungLine, ...]
    chords: tuple[ChordSpan, ...]
    bars_ms: tuple[float, ...]
    """Where every full bar begins."""
    bar_ms: float
    end_ms: float
    """Where the last bar ends; what still rings is after it."""


def timeline(score: Score, verses: Sequence[int]) -> Timeline:
    """`verses` are sung one after another, after an introduction and with a breath between."""
    return _Builder(score).build(verses)


def verses_to_last(score: Score, at_least_ms: float) -> list[int]:
    """The verses in order, begun again until the song lasts long enough to calm anybody."""
    order: list[int] = []
    while True:
        order += range(score.verses)
        if timeline(score, order).end_ms >= at_least_ms:
            return order


class _Builder:
    def __init__(self, score: Score) -> None:
        self._score = score
        self._whole_ms = 60_000 / (score.bpm * float(score.beat))
        self._notes: list[SungNote] = []
        self._lines: list[SungLine] = []
        self._chords: list[tuple[Fraction, str]] = []

    def build(self, verses: Sequence[int]) -> Timeline:
        score = self._score
        bars = -(-(score.length - score.pickup) // score.bar)
        first = next(n.chord for p in score.phrases for n in p.notes if n.chord)
        self._chords.append((Fraction(0), first))
        start = INTRO_BARS
        for verse in verses:
            self._sing(verse, start * score.bar - score.pickup)
            start += bars + INTERLUDE_BARS
        end = (start - INTERLUDE_BARS + OUTRO_BARS) * score.bar
        count = int(end / score.bar)
        return Timeline(
            tuple(self._notes),
            tuple(self._lines),
            self._spans(end),
            tuple(self._ms(at * score.bar) for at in range(count)),
            self._ms(score.bar),
            self._ms(end),
        )

    def _ms(self, at: Fraction) -> float:
        return float(at) * self._whole_ms

    def _sing(self, verse: int, at: Fraction) -> None:
        held_from: Fraction | None = None
        for phrase in self._score.phrases:
            words = phrase.verses[verse] if phrase.verses else ()
            syllables: list[SungSyllable] = []
            slot = 0
            for note in phrase.notes:
                start, end = at, at + note.length
                at = end
                if note.chord:
                    self._chords.append((start, note.chord))
                if note.pitch is None:
                    continue
                text = words[slot] if words else SKIP
                slot += 1
                begin = start if held_from is None else held_from
                held_from = begin if note.tied else None
                if not note.tied:
                    self._notes.append(SungNote(self._ms(begin), self._ms(end), note.pitch))
                self._take(syllables, text, start, end)
            if syllables:
                self._lines.append(SungLine(verse, tuple(syllables)))

    def _take(
        self, syllables: list[SungSyllable], text: str, start: Fraction, end: Fraction
    ) -> None:
        if text == HOLD:
            if syllables:
                last = syllables[-1]
                syllables[-1] = SungSyllable(last.text, last.start_ms, self._ms(end))
        elif text != SKIP:
            syllables.append(SungSyllable(text, self._ms(start), self._ms(end)))

    def _spans(self, end: Fraction) -> tuple[ChordSpan, ...]:
        spans: list[ChordSpan] = []
        starts = [start for start, _ in self._chords]
        for (start, symbol), after in zip(self._chords, [*starts[1:], end], strict=True):
            if spans and spans[-1].symbol == symbol:
                last = spans.pop()
                spans.append(ChordSpan(symbol, last.start_ms, self._ms(after)))
            elif after > start:
                spans.append(ChordSpan(symbol, self._ms(start), self._ms(after)))
        return tuple(spans)
