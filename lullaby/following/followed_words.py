"""The melody of words that carry their notes, and where each syllable is in the song."""

from collections.abc import Sequence

from lullaby.following.melody import Melody, MelodyNote
from lullaby.frozen import frozen
from lullaby.lyrics.model import Line, Lyrics
from lullaby.units import Ms

MIDDLE_C = 60
"""C4 as a MIDI number; pitches of words count from it."""

SAME_MS = 3.0
"""Notes of two verses whose lengths differ by no more are equally long: times are rounded."""


@frozen
class FollowedWords:
    """Words that a singer can be followed through; syllables are counted over all lines."""

    melody: Melody
    starts: tuple[Ms, ...]
    ends: tuple[Ms, ...]
    lines: tuple[int, ...]
    """The line of the words for each line of the melody."""

    def line_at(self, position_ms: Ms) -> int:
        """The melody's line that is current at a position of the words; the first before it."""
        firsts = {note.line: note.syllable for note in reversed(self.melody.notes)}
        begun = [line for line, first in firsts.items() if self.starts[first] <= position_ms + 1]
        return max(begun, default=0)

    def syllable_of(self, line: int) -> int | None:
        """The first sung syllable of a line of the words; None if it has no notes."""
        for note in self.melody.notes:
            if self.lines[note.line] == line:
                return note.syllable
        return None


def followed_words(lyrics: Lyrics) -> FollowedWords | None:
    """None for words without enough notes to follow a singer."""
    sung = [at for at, line in enumerate(lyrics.lines) if any(s.notes for s in line.syllables)]
    lines = [lyrics.lines[at] for at in sung]
    rows = _equally_long([_notes(line) for line in lines])
    notes: list[MelodyNote] = []
    first = 0
    for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
        notes += [MelodyNote(pitch, ms, first + at, number) for at, pitch, ms in row]
        first += len(line.syllables)
    verses = _verses([tuple(pitch for _, pitch, _ in row) for row in rows])
    texts = tuple(line.text.strip() for line in lines)
    melody = Melody(tuple(notes), verses, texts)
    if not melody.can_be_followed:
        return None
    syllables = [syllable for line in lines for syllable in line.syllables]
    starts = tuple(syllable.start_ms for syllable in syllables)
    return FollowedWords(melody, starts, tuple(s.end_ms for s in syllables), tuple(sung))


Row = list[tuple[int, int, float]]
"""For each note of a line: its syllable within the line, its pitch and its length in ms."""


def _notes(line: Line) -> Row:
    return [
        (at, round(MIDDLE_C + note.pitch), float(max(1, note.end_ms - note.start_ms)))
        for at, syllable in enumerate(line.syllables)
        for note in syllable.notes
    ]


def _equally_long(rows: Sequence[Row]) -> list[Row]:
    """Give lines of the same tune the same lengths, those of the first."""
    known: list[Row] = []
    for row in rows:
        twin = next((each for each in known if _same_tune(each, row)), None)
        if twin is not None:
            lengths = [ms for _, _, ms in twin]
            known.append([(at, p, ms) for (at, p, _), ms in zip(row, lengths, strict=True)])
        else:
            known.append(row)
    return known


def _same_tune(one: Row, other: Row) -> bool:
    return len(one) == len(other) and all(
        first[1] == second[1] and abs(first[2] - second[2]) <= SAME_MS
        for first, second in zip(one, other, strict=True)
    )


def _verses(tunes: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The verse of each line: the whole song is the shortest tune that it repeats."""
    for lines in range(1, len(tunes) // 2 + 1):
        if len(tunes) % lines == 0 and all(
            tune == tunes[at % lines] for at, tune in enumerate(tunes)
        ):
            return tuple(at // lines for at in range(len(tunes)))
    return (0,) * len(tunes)
