"""What the recorder's screen shows, as one frozen value."""

from enum import Enum, auto

from lullaby.audio.microphone import MicrophoneTrouble
from lullaby.frozen import frozen
from lullaby.takes.raw_take import Music, RawTake
from lullaby.takes.recorder import StopReason
from lullaby.takes.sound_level import SILENT, SoundLevel

BEATS = 3
"""Moons that are counted in."""

NOT_YET = BEATS + 1
"""Beats that are left, while there are more than moons."""


class Step(Enum):
    READY = auto()
    OPENING = auto()
    """The microphone is being opened; nothing sounds yet."""
    COUNT_IN = auto()
    RECORDING = auto()
    PAUSED = auto()
    MAKING = auto()
    """The recording is placed and cleaned."""
    MADE = auto()
    """The take can be heard, and kept."""


LISTENING = frozenset((Step.OPENING, Step.COUNT_IN, Step.RECORDING))
RECORDED = frozenset((Step.MAKING, Step.MADE))


@frozen
class RecorderView:
    step: Step = Step.READY
    message: bool = False
    """A story or a few words are recorded, without a song."""
    music: Music = Music.HEADPHONES
    beats_left: int = BEATS
    """Moons that are still full, or `NOT_YET`."""
    elapsed_ms: float = 0.0
    """Of the song as it sounds at its tempo."""
    length_ms: float | None = None
    level: SoundLevel = SILENT
    telephone: bool = False
    trouble: MicrophoneTrouble | None = None
    """Why nothing could be recorded the last time."""
    reason: StopReason | None = None
    raw: RawTake | None = None
    """The recording that is neither kept nor deleted."""


def beats_left(position_ms: float, line_ms: float, beat_ms: float) -> int:
    """How many of the moons are still full before the line, or `NOT_YET`; all in ms of the song."""
    left = (line_ms - position_ms) / beat_ms
    return max(0, min(NOT_YET, -int(-left // 1)))
