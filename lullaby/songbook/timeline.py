"""Computes when each note, syllable and chord of a song sounds. Times are in ms."""

from fractions import Fraction

from lullaby.frozen import frozen
from lullaby.songbook.notes import HOLD, SKIP, Phrase, Score, Verse
from lullaby.songbook.pitches import transposed
from lullaby.songbook.setting import AS_WRITTEN, Setting
from lullaby.songbook.tempo_map import tempo_map

INTRO_BARS = 2
INTERLUDE_BARS = 1
OUTRO_BARS = 2
EIGHTH = Fraction(1, 8)
RECORDED_MS = 60_000
"""The verses repeat until a recording lasts this long."""

TAIL_MS = 4_000.0
"""How long notes ring out after the last bar."""


@frozen
class SungNote:
    start_ms: float
    end_ms: float
    pitch: int


@frozen
class SungSyllable:
    """A sung syllable; the texts of a line's syllables join to the line."""

    text: str
    start_ms: float
    end_ms: float


@frozen
class SungLine:
    verse: int
    """Counted from 0."""
    syllables: tuple[SungSyllable, ...]
    script: str = ""
    """The line in its original script, if that is another."""
    meaning: str = ""
    """A translation, in the language `meanings_in` of the score."""


@frozen
class ChordSpan:
    symbol: str
    start_ms: float
    end_ms: float


@frozen
class Timeline:
    notes: tuple[SungNote, ...]
    lines: tuple[SungLine, ...]
    chords: tuple[ChordSpan, ...]
    bars_ms: tuple[float, ...]
    """Start of every full bar."""
    bar_ms: float
    """A full bar at the first tempo."""
    end_ms: float
    """End of the last bar; notes may ring on."""
    played: tuple[SungNote, ...] = ()
    """The written accompaniment, if the score has one."""
    verses_ms: tuple[tuple[float, float], ...] = ()
    """Beginning and end of each verse."""
    eighths_ms: tuple[float, ...] = ()
    """Start of every eighth of every full bar."""


def timeline(score: Score, setting: Setting = AS_WRITTEN) -> Timeline:
    """The verses in order, after an introduction and with a short interlude between them.

    Raises ValueError for a verse that the song lacks.
    """
    return _Builder(score, setting).build()


def verses_to_last(
    score: Score, chosen: tuple[int, ...] = (), at_least_ms: float = RECORDED_MS
) -> tuple[int, ...]:
    """All verses, or those `chosen`, repeated until they last `at_least_ms`."""
    order: tuple[int, ...] = ()
    while True:
        order += chosen or tuple(range(max(1, score.verses)))
        if timeline(score, Setting(verses=order)).end_ms >= at_least_ms:
            return order


def bars_of(score: Score) -> int:
    """The full bars of a verse; the last may be begun only."""
    return -(-(score.length - score.pickup) // score.bar)


def verse_starts(score: Score, count: int) -> list[Fraction]:
    """Where so many verses begin with their upbeats, in whole notes."""
    every = bars_of(score) + INTERLUDE_BARS
    return [(INTRO_BARS + at * every) * score.bar - score.pickup for at in range(count)]


class _Builder:
    def __init__(self, score: Score, setting: Setting) -> None:
        self._score = score
        self._key = setting.key
        self._verses = setting.verses or tuple(range(max(1, score.verses)))
        if max(self._verses) >= max(1, score.verses):
            raise ValueError(f"there is no verse {max(self._verses) + 1}")
        self._starts = verse_starts(score, len(self._verses))
        whole_ms = 60_000 / (setting.bpm(score) * float(score.beat))
        self._ms = tempo_map(score, whole_ms, self._starts).ms
        self._notes: list[SungNote] = []
        self._lines: list[SungLine] = []
        self._chords: list[tuple[Fraction, str]] = []
        self._played: list[SungNote] = []
        self._sung_ms: list[tuple[float, float]] = []

    def build(self) -> Timeline:
        score = self._score
        first = next(n.chord for p in score.phrases for n in p.notes if n.chord)
        self._chords.append((Fraction(0), transposed(first, self._key)))
        for verse, start in zip(self._verses, self._starts, strict=True):
            self._sing(verse, start)
        end = self._starts[-1] + score.pickup + (bars_of(score) + OUTRO_BARS) * score.bar
        count = int(end / score.bar)
        return Timeline(
            tuple(self._notes),
            tuple(self._lines),
            self._spans(end),
            tuple(self._ms(at * score.bar) for at in range(count)),
            self._ms(score.bar),
            self._ms(end),
            tuple(self._played),
            tuple(self._sung_ms),
            tuple(self._ms(at * EIGHTH) for at in range(int(count * score.bar / EIGHTH))),
        )

    def _sing(self, verse: int, at: Fraction) -> None:
        self._sung_ms.append((self._ms(at), self._ms(at + self._score.length)))
        for tone in self._score.accompaniment:
            begin, close = self._ms(at + tone.at), self._ms(at + tone.at + tone.length)
            self._played.append(SungNote(begin, close, tone.pitch + self._key))
        held_from: Fraction | None = None
        for phrase in self._score.phrases:
            words = phrase.verses[verse] if phrase.verses else _wordless(phrase)
            syllables: list[SungSyllable] = []
            slot = 0
            for note in phrase.notes:
                start, end = at, at + note.length
                at = end
                if note.chord:
                    self._chords.append((start, transposed(note.chord, self._key)))
                if note.pitch is None:
                    continue
                begin = start if held_from is None else held_from
                held_from = begin if note.tied else None
                if not note.tied:
                    pitch = note.pitch + self._key
                    self._notes.append(SungNote(self._ms(begin), self._ms(end), pitch))
                self._take(syllables, words.slots[slot], start, end)
                slot += 1
            if syllables:
                line = SungLine(verse, tuple(syllables), words.script, words.meaning)
                self._lines.append(line)

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


def _wordless(phrase: Phrase) -> Verse:
    return Verse(tuple(SKIP for note in phrase.notes if note.pitch is not None))
