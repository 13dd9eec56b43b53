"""What a score is made of: notes with their syllables, bars, chords. Lengths in whole notes."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from lullaby.units import Bpm


@dataclass(frozen=True, slots=True)
class ScoreNote:
    """A note or a rest (`pitch` None), as a MIDI number."""

    pitch: int | None
    length: Fraction
    chord: str = ""
    """A chord symbol that begins here; empty for none."""
    tied: bool = False
    """Held over into the next note of the same pitch."""
    slurred: bool = False
    """Bound by a slur to the note before: the same syllable goes on."""


HOLD = "_"
"""A slot in which the syllable before goes on."""

SKIP = "*"
"""A slot without words."""


@dataclass(frozen=True, slots=True)
class Verse:
    """The words of one line in one verse."""

    slots: tuple[str, ...]
    """One text for each sung note: a syllable with the blank that follows it, HOLD, or SKIP."""
    script: str = ""
    """The line in the language's own letters, where `slots` spell it in ours."""
    meaning: str = ""
    """What the line says, in the score's `meanings_in`."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of the score."""

    notes: tuple[ScoreNote, ...]
    verses: tuple[Verse, ...] = ()


class Checked(StrEnum):
    """How far the notes, or the words, of a song were compared with what others have printed."""

    TWO_SOURCES = "A"
    ONE_SOURCE = "B"
    UNCHECKED = "unchecked"


class Season(StrEnum):
    """When a song is sung; most know none."""

    CHRISTMAS = "christmas"


@dataclass(frozen=True, slots=True)
class About:
    """What a score tells of itself beside its notes; empty for what it leaves out."""

    id: str = ""
    title: str = ""
    subtitle: str = ""
    composer: str = ""
    origin: str = ""
    """The people or land it comes from, as an English adjective: Welsh."""
    words_by: str = ""
    language: str = ""
    """BCP 47."""
    story: str = ""
    """One line about where the song comes from."""
    season: Season | None = None
    checked: Checked = Checked.UNCHECKED
    """How far the notes were compared."""
    source: str = ""
    """What the notes were compared with, or why they were not."""
    words_checked: Checked = Checked.UNCHECKED
    words_source: str = ""
    """What the words were compared with."""
    to_do: tuple[str, ...] = ()
    """What a reader or a musician should still look at: for makers, not for the app's pages."""
    on_one_note: tuple[str, ...] = ()
    """Pieces of words with two sung vowels that share one note on purpose, as in the print."""
    licence: str = ""
    """SPDX: of this score, as far as it is anybody's."""
    meanings_in: str = ""
    """The language of the translations, BCP 47."""


@dataclass(frozen=True, slots=True)
class Score:
    """A song as its ABC file tells it."""

    about: About
    meter: tuple[int, int]
    key: str
    beat: Fraction
    """The note value that `bpm` counts."""
    bpm: Bpm
    phrases: tuple[Phrase, ...]
    pickup: Fraction
    """How much sounds before the first full bar."""

    @property
    def bar(self) -> Fraction:
        """The length of a full bar."""
        return Fraction(*self.meter)

    @property
    def length(self) -> Fraction:
        """One verse, from its pickup to its last note."""
        return sum((n.length for p in self.phrases for n in p.notes), Fraction(0))

    @property
    def verses(self) -> int:
        return max((len(phrase.verses) for phrase in self.phrases), default=0)

    @property
    def pitches(self) -> tuple[int, int]:
        """The lowest and the highest note, as MIDI numbers."""
        found = [n.pitch for p in self.phrases for n in p.notes if n.pitch is not None]
        return min(found), max(found)
