"""Where the tempo of a tune in ABC changes."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lullaby.songbook.abc_events import WrittenNote
from lullaby.songbook.abc_fields import Speed
from lullaby.songbook.abc_music import AbcVoice
from lullaby.songbook.abc_unrolling import Sung
from lullaby.songbook.notes import PaceChange
from lullaby.songbook.tempo_map import changes_in


def follow_all(voices: Sequence[AbcVoice], sung: AbcVoice) -> None:
    """Give the voice that is sung the tempos told in any of the voices, at their time."""
    told: dict[Fraction, Speed | None] = {}
    for voice in voices:
        last: Speed | None = None
        for at, note in _placed(voice):
            if note.speed != last:
                told[at] = last = note.speed
    if len(voices) < 2 or not told:
        return
    waiting = sorted(told)[::-1]
    here: Speed | None = None
    for at, note in _placed(sung):
        while waiting and waiting[-1] <= at:
            here = told[waiting.pop()]
        note.speed = here


def tempos_of(sung: Sequence[Sung], first: Speed, untold: Speed) -> tuple[PaceChange, ...]:
    """The changes of tempo in a tune whose repeats are written out.

    `first` is that of its first note, `untold` that of notes without one of their own.
    """
    paces: list[tuple[Fraction, float]] = []
    at = Fraction(0)
    for each in sung:
        paces.append((at, (each.note.speed or untold).pace_beside(first)))
        at += each.note.length
    return changes_in(paces, at)


def _placed(voice: AbcVoice) -> Iterator[tuple[Fraction, WrittenNote]]:
    """The notes and rests of a voice as written, each with its place."""
    at = Fraction(0)
    for event in voice.events:
        if isinstance(event, WrittenNote):
            yield at, event
            at += event.length
