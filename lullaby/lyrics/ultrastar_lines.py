"""Converts UltraStar's beats and notes to lines in milliseconds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from lullaby.lyrics.model import Complaint, Part, Reason
from lullaby.lyrics.pieces import RawLine, RawNote, RawSyllable, clean

HELD = "~"
"""By convention, the previous syllable is held."""

BEATS_IN_A_BEAT = 4
"""Beats of the file per beat at `#BPM`."""


@dataclass(frozen=True, slots=True)
class UltraStarNote:
    """One row of the file; `start` and `length` are in beats, `start` None for a damaged row."""

    number: int
    text: str
    start: int | None
    length: int
    pitch: int | None


class Beats:
    """Converts beats to milliseconds; without a tempo all times are 0."""

    def __init__(self, gap_ms: float, tempos: Sequence[tuple[int, float]]) -> None:
        """`tempos` are (start beat, BPM); the first applies from the beginning."""
        self._changes: list[int] = []
        self._segments: list[tuple[float, float]] = []
        at, since, beat_ms = gap_ms, 0, 0.0
        for change, bpm in [*tempos[:1], *sorted(tempos[1:], key=lambda tempo: tempo[0])]:
            at, since = at + (change - since) * beat_ms, change
            beat_ms = 60_000 / (bpm * BEATS_IN_A_BEAT)
            self._changes.append(change)
            self._segments.append((at, beat_ms))

    def ms(self, beat: int) -> int:
        """The time from the start of the recording in ms; never negative."""
        if not self._segments:
            return 0
        place = max(0, bisect_right(self._changes, beat) - 1)
        at, beat_ms = self._segments[place]
        return max(0, round(at + (beat - self._changes[place]) * beat_ms))


@dataclass(frozen=True, slots=True)
class UltraStarLine:
    line: RawLine
    complaints: tuple[Complaint, ...]


@dataclass(slots=True)
class _Piece:
    text: str
    start: int
    end: int
    notes: list[RawNote] = field(default_factory=list)


def sung_line(
    notes: Sequence[UltraStarNote], number: int, beats: Beats, part: Part
) -> UltraStarLine:
    """Convert the notes of a line; spaces and held notes belong to the previous syllable."""
    pieces: list[_Piece] = []
    complaints: list[Complaint] = []
    floor = 0
    waiting = ""
    for note in notes:
        text = waiting + clean(note.text)
        if note.start is None:
            if pieces:
                _say(pieces, text)
            else:
                waiting = text
            continue
        waiting = ""
        start, end = beats.ms(note.start), beats.ms(note.start + note.length)
        if start < floor:
            complaints.append(Complaint(note.number, Reason.WORDS_OUT_OF_ORDER))
        start = max(floor, start)
        end = max(start, end)
        floor = start
        sung = [] if note.pitch is None or end == start else [RawNote(note.pitch, start, end)]
        words = text.replace(HELD, "")
        if words.strip():
            _close(pieces, start)
            bare = words.lstrip()
            if bare != words:
                _say(pieces, " ")
            pieces.append(_Piece(bare, start, end, sung))
        elif pieces:
            _close(pieces, start)
            if words:
                _say(pieces, " ")
            pieces[-1].end = max(pieces[-1].end, end)
            pieces[-1].notes += sung
        elif text.strip():
            pieces.append(_Piece(text.lstrip(), start, end, sung))
    if not pieces:
        return UltraStarLine(RawLine(number, waiting.strip(), part=part), tuple(complaints))
    pieces[-1].text = pieces[-1].text.rstrip()
    syllables = tuple(RawSyllable(p.text, p.start, p.end, tuple(p.notes)) for p in pieces)
    text = "".join(piece.text for piece in pieces)
    line = RawLine(number, text, pieces[0].start, pieces[-1].end, syllables, part)
    return UltraStarLine(line, tuple(complaints))


def _say(pieces: list[_Piece], text: str) -> None:
    """Append text to the previous syllable, with single spaces."""
    if pieces:
        pieces[-1].text = clean(pieces[-1].text + text)


def _close(pieces: list[_Piece], start: int) -> None:
    """End the previous syllable at the start of the next note."""
    if pieces and pieces[-1].end > start:
        last = pieces[-1]
        last.end = start
        last.notes = [
            RawNote(note.pitch, note.start, min(note.end, start))
            for note in last.notes
            if note.start < start
        ]
