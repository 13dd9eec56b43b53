"""Words in time. Times are milliseconds from the start of the recording, offset applied."""

from dataclasses import dataclass
from enum import Enum

from lullaby.units import Ms


class Timing(Enum):
    """How finely the words are timed, coarsest first."""

    NONE = "none"
    LINES = "lines"
    SYLLABLES = "syllables"


class Part(Enum):
    """Who sings a line."""

    EVERYONE = "everyone"
    FIRST = "first"
    SECOND = "second"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Syllable:
    """A timed piece of a line; joining the texts of a line's syllables gives the line.

    Spaces belong to the end of the piece they follow. `end_ms` is never before `start_ms`.
    """

    text: str
    start_ms: Ms
    end_ms: Ms


@dataclass(frozen=True, slots=True)
class Line:
    """One sung line. An empty text with times is a break (music without words)."""

    text: str
    start_ms: Ms | None = None
    end_ms: Ms | None = None
    syllables: tuple[Syllable, ...] = ()
    translation: str = ""
    part: Part = Part.EVERYONE


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something in a words file that had to be left out or guessed; `number` is the file's line."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Lyrics:
    lines: tuple[Line, ...]
    timing: Timing
    title: str = ""
    artist: str = ""
    language: str = ""
    source: str = ""
    """Where the words were found: a file name, or the tag's name."""
    complaints: tuple[Complaint, ...] = ()
