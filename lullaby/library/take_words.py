"""The words of a song in the time of a take."""

from dataclasses import replace
from typing import TYPE_CHECKING

from lullaby.library.take import TakeFacts
from lullaby.lyrics.model import Line, Lyrics, Syllable
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.songbook.timeline import Timeline


def with_tune_of_take(words: Lyrics, performed: "Timeline", facts: TakeFacts) -> Lyrics:
    """The words of a take, with the notes of its whole song where they are sung, in its key."""
    from lullaby.library.song_words import with_melody

    place = facts.place
    higher = (round(place.semitones) + 6) % 12 - 6

    def at(ms: float) -> float:
        return (ms - place.first_ms) / place.pace

    notes = tuple(
        replace(note, start_ms=at(note.start_ms), end_ms=at(note.end_ms), pitch=note.pitch + higher)
        for note in performed.notes
    )
    return with_melody(words, replace(performed, notes=notes))


def words_of_take(words: Lyrics, facts: TakeFacts) -> Lyrics:
    """The lines of the performed song that begin within the take; untimed words stay."""

    def at(ms: float) -> Ms:
        return Ms(round((ms - facts.place.first_ms) / facts.place.pace))

    def moved(syllable: Syllable) -> Syllable:
        return replace(
            syllable, start_ms=at(syllable.start_ms), end_ms=at(syllable.end_ms), notes=()
        )

    lines: list[Line] = []
    for line in words.lines:
        if line.start_ms is None:
            lines.append(line)
        elif 0 <= at(line.start_ms) < facts.length_ms:
            lines.append(
                replace(
                    line,
                    start_ms=at(line.start_ms),
                    end_ms=None if line.end_ms is None else at(line.end_ms),
                    syllables=tuple(map(moved, line.syllables)),
                )
            )
    return replace(words, lines=tuple(lines), artist=facts.singer)
