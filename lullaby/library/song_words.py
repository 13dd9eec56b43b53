"""Converts the words of a score to `Lyrics`, for the screen and for LRC or SYLT."""

from bisect import bisect_left
from dataclasses import replace

from lullaby.lyrics.model import Chord, Complaint, Line, Lyrics, Note, Reason, Syllable, Timing
from lullaby.songbook.notes import Choice, Score
from lullaby.songbook.timeline import (
    SungLine,
    SungNote,
    SungSyllable,
    Timeline,
)
from lullaby.units import Ms, Semitones

MIDDLE_C = 60
"""C4 as a MIDI number; pitches in `Lyrics` count from it."""

AGREE_MS = 40
"""Largest distance in ms between a syllable and its note in the score."""


def words_of(score: Score, performed: Timeline) -> Lyrics:
    """Words timed by syllable; a line's translation comes first, then its original script.

    Words that are under no notes have no times."""
    about, notes = score.about, _tones(performed.notes)
    if not performed.lines:
        return Lyrics(
            tuple(Line(text) for text in score.words_below),
            Timing.NONE,
            title=about.title,
            artist=about.composer,
            language=about.language,
            complaints=_complaints(score),
        )
    return Lyrics(
        tuple(_line(line, notes) for line in performed.lines),
        Timing.SYLLABLES,
        title=about.title,
        artist=about.composer,
        language=about.language,
        complaints=_complaints(score),
    )


def _complaints(score: Score) -> tuple[Complaint, ...]:
    return tuple(
        Complaint(1, _TOLD[remark.choice], remark.detail)
        for remark in score.remarks
        if remark.choice in _TOLD
    )


_TOLD = {
    Choice.SUNG_PART: Reason.SUNG_PART,
    Choice.MORE_SONGS: Reason.MORE_SONGS,
    Choice.JUMPS: Reason.UNCLEAR_JUMP,
    Choice.TEMPO_IN_WORDS: Reason.TEMPO_IN_WORDS,
}


def with_melody(words: Lyrics, performed: Timeline) -> Lyrics:
    """Words of a recording, with the notes of its score where the times agree."""
    if words.has_melody or words.timing is not Timing.SYLLABLES:
        return words
    notes = _tones(performed.notes)
    starts = [note.start_ms for note in notes]

    def with_tones(syllable: Syllable) -> Syllable:
        first = bisect_left(starts, syllable.start_ms - AGREE_MS)
        last = bisect_left(starts, syllable.end_ms - AGREE_MS)
        if first == last or starts[first] - syllable.start_ms > AGREE_MS:
            return syllable
        return replace(syllable, notes=notes[first:last])

    lines = tuple(
        replace(line, syllables=tuple(map(with_tones, line.syllables))) for line in words.lines
    )
    return replace(words, lines=lines)


def with_chords(words: Lyrics, performed: Timeline) -> Lyrics:
    """Words timed by syllable, with the chords of their score above the syllables they begin at.

    The first chord of a line that begins with an upbeat stands on the beat, as on paper.
    """
    if words.timing is not Timing.SYLLABLES or any(line.chords for line in words.lines):
        return words
    starts = [chord.start_ms for chord in performed.chords]

    def over(line: Line) -> Line:
        if not line.syllables:
            return line
        begin, end = line.syllables[0].start_ms, line.syllables[-1].end_ms
        inside = slice(bisect_left(starts, begin - AGREE_MS), bisect_left(starts, end - AGREE_MS))
        chords = [
            Chord(each.symbol, _character(line, each.start_ms)) for each in performed.chords[inside]
        ]
        beat = next((bar for bar in performed.bars_ms if bar >= begin - AGREE_MS), end)
        later = starts[inside.start] if chords else end
        before = performed.chords[inside.start - 1] if inside.start else None
        upbeat = beat - begin if beat - begin < performed.bar_ms / 2 else 0.0
        if before is not None and later > begin + upbeat + AGREE_MS:
            at = _character(line, begin + upbeat)
            chords.insert(0, Chord(before.symbol, at))
        return replace(line, chords=tuple(chords))

    return replace(words, lines=tuple(map(over, words.lines)))


def _character(line: Line, at_ms: float) -> int:
    """Where in a line what is sung from a time on begins."""
    before = (each for each in line.syllables if each.start_ms < at_ms - AGREE_MS)
    return sum(len(syllable.text) for syllable in before)


def _tones(sung: tuple[SungNote, ...]) -> tuple[Note, ...]:
    return tuple(
        Note(Semitones(note.pitch - MIDDLE_C), Ms(round(note.start_ms)), Ms(round(note.end_ms)))
        for note in sung
    )


def _line(line: SungLine, notes: tuple[Note, ...]) -> Line:
    syllables = tuple(_syllable(s, notes) for s in line.syllables)
    text = "".join(s.text for s in syllables)
    below = [each for each in (line.meaning, line.script) if each not in ("", text)]
    return Line(
        text,
        syllables[0].start_ms,
        syllables[-1].end_ms,
        syllables,
        translation="\n".join(below),
    )


def _syllable(sung: SungSyllable, notes: tuple[Note, ...]) -> Syllable:
    start, end = Ms(round(sung.start_ms)), Ms(round(sung.end_ms))
    return Syllable(sung.text, start, end, tuple(n for n in notes if start <= n.start_ms < end))
