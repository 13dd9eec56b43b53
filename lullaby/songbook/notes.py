"""What a score is made of: notes with their syllables, bars, chords. Lengths in whole notes."""

from dataclasses import dataclass
from fractions import Fraction

from lullaby.units import Bpm


@dataclass(frozen=True, slots=True)
class Note:
    """A note or a rest (`pitch` None), as a MIDI number."""

    pitch: int | None
    length: Fraction
    chord: str = ""
    """A chord symbol that begins here; empty for none."""
    tied: bool = False
    """Held over into the next note of the same pitch."""


HOLD = "_"
"""A slot in which the syllable before goes on."""

SKIP = "*"
"""A slot without words."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of the score. `verses` have one text for each sung note: a syllable with the
    blank that follows it, HOLD, or SKIP."""

    notes: tuple[Note, ...]
    verses: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A song as its ABC file tells it."""

    id: str
    title: str
    subtitle: str
    composer: str
    origin: str
    about_words: str
    language: str
    level: str
    meter: tuple[int, int]
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
