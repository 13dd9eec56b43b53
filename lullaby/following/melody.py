"""A song as it is followed: notes in order, with their syllables and lines."""

from lullaby.frozen import frozen
from lullaby.songbook.timeline import Timeline

FEWEST_NOTES = 12
"""A shorter song, or one on a single pitch, cannot be told from any other singing."""


@frozen
class MelodyNote:
    pitch: int
    """MIDI number."""
    ms: float
    """Length at the stored pace."""
    syllable: int
    """Counted from 0 over all lines of all verses."""
    line: int
    """Counted from 0 over all verses."""


@frozen
class Melody:
    """All verses of a song in order, without introduction and interludes."""

    notes: tuple[MelodyNote, ...]
    verses: tuple[int, ...]
    """The verse of each line."""
    texts: tuple[str, ...] = ()
    """The text of each line."""

    @property
    def can_be_followed(self) -> bool:
        enough = len(self.notes) >= FEWEST_NOTES
        return enough and len({note.pitch for note in self.notes}) > 1

    def line_beginning_at(self, syllable: int) -> int | None:
        """The line of which this is the first syllable."""
        before = -1
        for note in self.notes:
            if note.line != before and note.syllable == syllable:
                return note.line
            before = note.line
        return None


def melody_of(song: Timeline) -> Melody:
    """The sung notes of a song; those before the first syllable of all belong to it.

    A note without a syllable of its own continues the one before it."""
    starts = [
        (syllable.start_ms, line)
        for line, sung in enumerate(song.lines)
        for syllable in sung.syllables
    ]
    notes: list[MelodyNote] = []
    at = 0
    for note in song.notes if starts else ():
        while at + 1 < len(starts) and starts[at + 1][0] <= note.start_ms + 1:
            at += 1
        notes.append(MelodyNote(note.pitch, note.end_ms - note.start_ms, at, starts[at][1]))
    texts = tuple("".join(each.text for each in line.syllables).strip() for line in song.lines)
    return Melody(tuple(notes), tuple(line.verse for line in song.lines), texts)
