"""Songs for the tests of the page, and places in them."""

import re

from lullaby.lyrics.model import Chord, Part
from lullaby.together import messages
from lullaby.together.anchor import Anchor
from lullaby.together.shared_words import Direction, SharedLine, SharedSyllable, SharedWords
from lullaby.units import Ms
from tests.together.page.laptop import now_ms

SYLLABLE_MS = 400


def line(
    at_ms: int,
    text: str,
    also: str = "",
    part: Part = Part.EVERYONE,
    chords: tuple[Chord, ...] = (),
) -> SharedLine:
    """A line whose syllables of up to three letters last `SYLLABLE_MS` each."""
    pieces = re.findall(r"\S{1,3}\s*", text)
    syllables = tuple(
        SharedSyllable(
            piece, Ms(at_ms + place * SYLLABLE_MS), Ms(at_ms + (place + 1) * SYLLABLE_MS)
        )
        for place, piece in enumerate(pieces)
    )
    end = Ms(at_ms + len(pieces) * SYLLABLE_MS)
    return SharedLine(Ms(at_ms), end, text, part, also, syllables, chords)


SUO_GAN = SharedWords(
    "suo",
    "Suo Gân",
    "cy",
    singers=("Ana", "Ben"),
    lines=(
        line(1_000, "Huna blentyn ar fy mynwes,", "Sleep, my baby, on my breast,", Part.FIRST),
        line(
            6_000,
            "clyd a chynnes ydyw hon;",
            "it is snug and warm;",
            Part.SECOND,
            (Chord("F", 0), Chord("B♭", 7), Chord("C7", 15)),
        ),
        line(11_000, "breichiau mam sy’n dynn amdanat,", "a mother’s arms hold you,"),
        line(26_000, "cariad mam sy dan fy mron;", "a mother’s love is in my breast;"),
    ),
)

YALLA = SharedWords(
    "yalla",
    "يلا تنام",
    "ar",
    Direction.RIGHT_TO_LEFT,
    lines=(
        line(1_000, "يلا تنام يلا تنام"),
        line(6_000, "لأدبحلها طير الحمام يا حمام"),
        line(12_000, "روح يا حمام"),
    ),
)
"""A traditional song of the Levant."""


def words(shared: SharedWords | None) -> str:
    return messages.words(shared)


def standing(song: SharedWords, position_ms: float) -> str:
    """Where the song stands."""
    return messages.where(Anchor(song.song, 0, now_ms(), position_ms, 1.0, False))


def playing(song: SharedWords, position_ms: float, pace: float = 1.0, rev: int = 0) -> str:
    """Where the song plays on from."""
    return messages.where(Anchor(song.song, rev, now_ms(), position_ms, pace, True))
