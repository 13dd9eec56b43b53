"""The words of a song in the time of a take."""

from dataclasses import replace

from lullaby.library.take import TakeFacts
from lullaby.lyrics.model import Line, Lyrics, Syllable
from lullaby.units import Ms


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
