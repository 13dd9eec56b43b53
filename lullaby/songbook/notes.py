"""The parts of a score: notes with syllables, bars and chords. Lengths are in whole notes."""

from dataclasses import field
from enum import StrEnum
from fractions import Fraction

from lullaby.frozen import frozen
from lullaby.songbook.season import Season
from lullaby.units import Bpm


@frozen
class ScoreNote:
    """A note, its `pitch` as a MIDI number, or a rest (`pitch` None)."""

    pitch: int | None
    length: Fraction
    chord: str = ""
    """The chord symbol that starts here, or empty."""
    tied: bool = False
    """Tied to the next note of the same pitch."""
    slurred: bool = False
    """Slurred to the previous note: the same syllable continues."""


HOLD = "_"
"""A slot in which the previous syllable continues."""

SKIP = "*"
"""A slot without words."""


@frozen
class Verse:
    """The words of one line of one verse."""

    slots: tuple[str, ...]
    """One text per sung note: a syllable with any space after it, HOLD, or SKIP."""
    script: str = ""
    """The line in its original script, if `slots` are a romanisation."""
    meaning: str = ""
    """A translation of the line, in the language `meanings_in` of the score."""


@frozen
class Phrase:
    """One line of the score."""

    notes: tuple[ScoreNote, ...]
    verses: tuple[Verse, ...] = ()


class Checked(StrEnum):
    """How thoroughly a song's notes or words were compared with prints."""

    TWO_SOURCES = "A"
    ONE_SOURCE = "B"
    UNCHECKED = "unchecked"


@frozen
class About:
    """A score's metadata; fields that it does not give are empty."""

    id: str = ""
    title: str = ""
    subtitle: str = ""
    composer: str = ""
    origin: str = ""
    """The people or country it comes from, as an English adjective: Welsh."""
    words_by: str = ""
    language: str = ""
    """BCP 47."""
    story: str = ""
    """One line about the song's history."""
    season: Season | None = None
    checked: Checked = Checked.UNCHECKED
    """How thoroughly the notes were compared with prints."""
    source: str = ""
    """What the notes were compared with, or why they were not."""
    words_checked: Checked = Checked.UNCHECKED
    words_source: str = ""
    """What the words were compared with."""
    to_do: tuple[str, ...] = ()
    """What a reader or musician should still check; not shown in the app."""
    on_one_note: tuple[str, ...] = ()
    """Parts of words with two sung vowels that share one note on purpose, as in the print."""
    licence: str = ""
    """Licence of this score (SPDX)."""
    meanings_in: str = ""
    """The language of the translations, BCP 47."""


class ScoreError(Exception):
    """Why a file is no song that can be played; line and bar are 0 if unknown."""

    def __init__(self, message: str, line: int, bar: int, reason: str) -> None:
        super().__init__(message)
        self.line = line
        self.bar = bar
        self.reason = reason


class Choice(StrEnum):
    """What a reader chose or left out, where a score tells more than a song can be."""

    SUNG_PART = "sung part"
    """Of several parts with words one is sung, which `detail` names."""
    GRACE_NOTES = "grace notes"
    FERMATAS = "fermatas"
    TEMPO_IN_WORDS = "tempo in words"
    """A change of tempo without a number; it is left out."""
    MORE_SONGS = "more songs"
    """The file holds several songs, as many as `detail` tells; the first is sung."""
    JUMPS = "jumps"
    """D.C. or D.S. without one clear way; they are left out."""


@frozen
class Remark:
    choice: Choice
    detail: str = ""


@frozen
class PlayedNote:
    """A note of a written accompaniment."""

    at: Fraction
    """From the first note of a verse, in whole notes."""
    length: Fraction
    pitch: int
    """MIDI number."""


@frozen
class PaceChange:
    """Another tempo within each verse."""

    at: Fraction
    """From the first note of a verse, in whole notes."""
    pace: float
    """As a factor of the first tempo."""


@frozen
class Score:
    """A song as read from its file."""

    about: About
    meter: tuple[int, int]
    key: str
    beat: Fraction
    """The note value that `bpm` counts."""
    bpm: Bpm
    phrases: tuple[Phrase, ...]
    pickup: Fraction
    """Length of the upbeat before the first full bar."""
    accompaniment: tuple[PlayedNote, ...] = ()
    """As the score has it written; without one it is made from the chord symbols."""
    words_below: tuple[str, ...] = field(default=(), repr=False)
    """Lines of words that are under no notes; they do not sound, so they are not in the repr, by
    which rendered sound is kept."""
    remarks: tuple[Remark, ...] = field(default=(), repr=False)
    """What was chosen or left out when the file was read."""
    tempos: tuple[PaceChange, ...] = field(default=(), repr=False)
    """In their order. Not in the repr, so that sound rendered before changes were followed stays
    that of all songs without any."""

    @property
    def bar(self) -> Fraction:
        """The length of a full bar."""
        return Fraction(*self.meter)

    @property
    def length(self) -> Fraction:
        """Length of one verse, from its pickup to its last note."""
        return sum((n.length for p in self.phrases for n in p.notes), Fraction(0))

    @property
    def verses(self) -> int:
        return max((len(phrase.verses) for phrase in self.phrases), default=0)

    @property
    def pitches(self) -> tuple[int, int]:
        """The lowest and the highest note, as MIDI numbers."""
        found = [n.pitch for p in self.phrases for n in p.notes if n.pitch is not None]
        return min(found), max(found)
