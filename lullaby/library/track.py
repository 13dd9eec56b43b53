"""A song in the library, as the rest of the application sees it."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NewType

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.tempo.analysis import CalmReason
from lullaby.tempo.answer import UNKNOWN_TEMPO, Pace, TempoAnswer
from lullaby.units import Decibels, Lufs, Ms

TrackId = NewType("TrackId", int)

REPLAYGAIN = Lufs(-18.0)
"""Where the gain of a `Loudness` leads (ReplayGain 2.0)."""


class Words(Enum):
    """What the library knows of a track's words."""

    NONE = "none"
    PLAIN = "plain"
    LINES = "lines"
    SYLLABLES = "syllables"


class Origin(Enum):
    FILE = "file"
    SONGBOOK = "songbook"


class Fault(Enum):
    """Why a file is listed but cannot be used."""

    MISSING = "missing"
    """It is gone from a folder that is there."""
    AWAY = "away"
    """Its folder is not there just now: a drive that is not plugged in, or a folder that moved."""
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_AUDIO = "not audio"
    NO_PERMISSION = "no permission"
    TOO_MUCH = "too much"
    """Reading its tags takes more memory or computing than a file may."""
    NO_ANSWER = "no answer"
    """The disk, or the reading, took too long; another scan may see it."""


NOT_THERE = frozenset((Fault.MISSING, Fault.AWAY))
"""Nothing can be said of the file itself."""


class GainSource(Enum):
    """Who says how loud a recording is."""

    MEASURED = "measured"
    REPLAYGAIN = "replaygain"
    R128 = "r128"
    RVA2 = "rva2"
    SOUND_CHECK = "sound check"
    LAME = "lame"
    TAG = "tag"
    """A tag; which one was not kept."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """ReplayGain-style correction: dB to add for `REPLAYGAIN`, and the peak (1 = full scale).

    The peak of a measured recording is its true peak, that of a tag the largest sample.
    """

    gain_db: Decibels
    peak: float | None = None
    source: GainSource = GainSource.TAG


@dataclass(frozen=True, slots=True)
class Track:
    id: TrackId
    path: Path
    title: str
    artist: str = ""
    album: str = ""
    genre: str = ""
    duration_ms: Ms | None = None
    tempo: TempoAnswer = UNKNOWN_TEMPO
    words: Words = Words.NONE
    language: str = ""
    """What it is sung in: ISO 639, in two letters where there are such; empty: nothing tells."""
    loudness: Loudness | None = None
    has_cover: bool = False
    origin: Origin = Origin.FILE
    songbook_id: str | None = None
    fault: Fault | None = None
    fault_note: str = ""
    """Where in the file that lies, as `score_reading` tells it; empty where it is not known."""
    hidden: bool = False
    speed_pitch: SpeedPitch = AS_RECORDED
    """The pace and key in which it is played here."""
    louder: int = 0
    """Steps of volume by which it stands out here, up or down."""
    singing: Singing = WHOLE_SONG
    """What of it is sung here, where it is made from a score."""
    felt: Pace | None = None
    """The verdict of tag, analysis and person; None if it follows from the tempo alone."""
    calm: float | None = None
    """Calmness by analysis, 0 to 1; None before the analysis."""
    reasons: tuple[CalmReason, ...] = ()
    """Reasons for the calmness."""
    calms: bool | None = None
    """What the person says: one to calm with, or not for us."""
    words_key: str = ""
    """What words are kept by on our own shelf; empty: by its path, as it has not moved yet."""

    @property
    def pace(self) -> Pace:
        return self.felt or self.tempo.pace
