"""Converts UltraStar's beats and notes to lines in milliseconds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from lullaby.frozen import frozen
from lullaby.lyrics.model import Complaint, Note, Part, Reason
from lullaby.lyrics.pieces import RawLine, RawSyllable, clean
from lullaby.units import Ms, Semitones

HELD = "~"
"""By convention, the previous syllable is held."""

BEATS_IN_A_BEAT = 4
"""Beats of the file per beat at `#BPM`."""


class UltraStarNote(NamedTuple):
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
        single = len(self._segments) == 1
        place = 0 if single else max(0, bisect_right(self._changes, beat) - 1)
        at, beat_ms = self._segments[place]
        time = round(at + (beat - self._changes[place]) * beat_ms)
        return max(0, time)


@frozen
class UltraStarLine:
    line: RawLine
    complaints: tuple[Complaint, ...]


@dataclass(slots=True)
class _Piece:
    text: str
    start: int
    end: int
    notes: list[Note]


def sung_line(
    notes: Sequence[UltraStarNote], number: int, beats: Beats, part: Part
) -> UltraStarLine:
    """Convert the notes of a line; spaces and held notes belong to the previous syllable."""
    pieces: list[_Piece] = []
    complaints: list[Complaint] = []
    floor = 0
    waiting = ""
    for row, written, beat, length, pitch in notes:
        text = waiting + clean(written)
        if beat is None:
            waiting = _damaged(pieces, text)
            continue
        waiting = ""
        start, end = beats.ms(beat), beats.ms(beat + length)
        if start < floor:
            complaints.append(Complaint(row, Reason.WORDS_OUT_OF_ORDER))
            start = floor
        end = max(start, end)
        floor = start
        sung: list[Note] = []
        if pitch is not None and end > start:
            sung.append(Note(Semitones(pitch), Ms(start), Ms(end)))
        words = text.replace(HELD, "") if HELD in text else text
        bare = words.lstrip()
        if pieces and pieces[-1].end > start:
            _close(pieces[-1], start)
        if bare:
            if pieces and len(bare) < len(words):
                _say(pieces[-1], " ")
            pieces.append(_Piece(bare, start, end, sung))
        elif pieces:
            if words:
                _say(pieces[-1], " ")
            pieces[-1].end = max(pieces[-1].end, end)
            pieces[-1].notes += sung
        elif text.strip():
            pieces.append(_Piece(text.lstrip(), start, end, sung))
    if not pieces:
        return UltraStarLine(RawLine(number, waiting.strip(), part=part), tuple(complaints))
    pieces[-1].text = pieces[-1].text.rstrip()
    syllables = tuple([RawSyllable(p.text, p.start, p.end, tuple(p.notes)) for p in pieces])
    text = "".join([piece.text for piece in pieces])
    line = RawLine(number, text, pieces[0].start, pieces[-1].end, syllables, part)
    return UltraStarLine(line, tuple(complaints))


def _damaged(pieces: Sequence[_Piece], text: str) -> str:
    """Keep the text of a note without a start; returns what waits for the next note."""
    if not pieces:
        return text
    _say(pieces[-1], text)
    return ""


def _say(piece: _Piece, text: str) -> None:
    """Append text to a syllable, with single spaces."""
    piece.text = clean(piece.text + text)


def _close(piece: _Piece, start: int) -> None:
    """End a syllable at the start of the next note."""
    piece.end = start
    piece.notes = [
        replace(note, end_ms=Ms(min(note.end_ms, start)))
        for note in piece.notes
        if note.start_ms < start
    ]
