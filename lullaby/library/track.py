"""A song in the library, as the rest of the application sees it."""

from enum import Enum
from pathlib import Path
from typing import NewType

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.tempo.analysis import CalmReason
from lullaby.tempo.answer import UNKNOWN_TEMPO, Pace, TempoAnswer
from lullaby.units import Decibels, Lufs, Ms

TrackId = NewType("TrackId", int)

REPLAYGAIN = Lufs(-18.0)
"""Target of the gain in a `Loudness` (ReplayGain 2.0)."""


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
    """Its folder is present, but the file is gone."""
    AWAY = "away"
    """Its folder is absent now: an unplugged drive, or a moved folder."""
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_AUDIO = "not audio"
    NO_PERMISSION = "no permission"
    TOO_MUCH = "too much"
    """Reading its tags exceeds the limit of memory or processor time."""
    NO_ANSWER = "no answer"
    """Disk or parsing took too long; another scan may succeed."""


NOT_THERE = frozenset((Fault.MISSING, Fault.AWAY))
"""Faults where the file itself is not available."""


class GainSource(Enum):
    """Source of a recording's loudness."""

    MEASURED = "measured"
    REPLAYGAIN = "replaygain"
    R128 = "r128"
    RVA2 = "rva2"
    SOUND_CHECK = "sound check"
    LAME = "lame"
    TAG = "tag"
    """A tag of unknown kind."""


@frozen
class Loudness:
    """ReplayGain-style correction: dB to add for `REPLAYGAIN`, and the peak (1 = full scale).

    The peak of a measured recording is its true peak, that of a tag the largest sample.
    """

    gain_db: Decibels
    peak: float | None = None
    source: GainSource = GainSource.TAG


@frozen
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
    """Language as ISO 639, with two letters if possible; empty if unknown."""
    loudness: Loudness | None = None
    has_cover: bool = False
    origin: Origin = Origin.FILE
    songbook_id: str | None = None
    fault: Fault | None = None
    fault_note: str = ""
    """Position of the fault, as in `score_reading`; empty if unknown."""
    hidden: bool = False
    favourite: bool = False
    """Whether the person marked it with the heart."""
    speed_pitch: SpeedPitch = AS_RECORDED
    """Its tempo and key here."""
    louder: int = 0
    """Its volume offset here, in steps."""
    singing: Singing = WHOLE_SONG
    """Its singing options, if it has a score."""
    felt: Pace | None = None
    """The verdict of tag, analysis and person; None if it follows from the tempo alone."""
    calm: float | None = None
    """Calmness by analysis, 0 to 1; None before the analysis."""
    reasons: tuple[CalmReason, ...] = ()
    """Reasons for the calmness."""
    calms: bool | None = None
    """The person's verdict: calming, or not for us."""
    words_key: str = ""
    """Key of its words in Lullaby's own folder; empty means its path."""
    sung_by: str = ""
    """Who sings, if it is one of the person's own recordings."""
    added: int = 0
    """When a scan added it, in seconds since 1970 (UTC); 0 for bundled songs, and if unknown."""
    songs: int = 1
    """How many songs its file holds, of which this is the first."""

    @property
    def pace(self) -> Pace:
        return self.felt or self.tempo.pace
