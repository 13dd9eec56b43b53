"""What an evening is made of, and where it stands: values only."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto

from lullaby.audio.port import AS_RECORDED, Device, PlayerStatus, SpeedPitch, Trouble
from lullaby.journal.entry import Ending, EntryId
from lullaby.library.routine import AmbientStep
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import Track, TrackId
from lullaby.session.finish import Finish
from lullaby.session.vocal_mode import VocalMode
from lullaby.units import SILENCE, UNITY, Gain, Ms

AWAKE_MS = 10 * 60_000
"""How long after its end an evening can be taken up again."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What one press starts. Without tracks only the background sounds play."""

    routine: str
    """What was begun, as `JournalEntry.routine` keeps it."""
    tracks: tuple[Track, ...]
    beds: tuple[AmbientStep, ...]
    music_step: int
    minutes: float | None
    """Minutes until silence; None for no end."""
    fade_minutes: int = 8
    """The last minutes that grow softer; never more than half of `minutes`."""
    first: int = 0
    """Index of the track to begin with."""
    remembered: bool = True
    """Whether the journal keeps it as an evening."""
    finish: Finish = Finish.FADE
    by_voice: bool = False
    """The songs are sung without their recordings."""


class Stage(Enum):
    IDLE = auto()
    PLAYING = auto()
    PAUSED = auto()
    ENDING = auto()
    """Sinking to silence after a stop; leads to ENDED."""
    ENDED = auto()
    """Over, and its outcome may be asked for; `begin` starts the next evening."""


@dataclass(frozen=True, slots=True)
class SessionState:
    """Where the evening stands at one tick. Equal states mean nothing to repaint."""

    stage: Stage = Stage.IDLE
    programme: Programme | None = None
    index: int | None = None
    """Position of the sounding track in the programme; None while only beds sound."""
    position_ms: Ms = Ms(0)
    duration_ms: Ms | None = None
    speed_pitch: SpeedPitch = AS_RECORDED
    """Pace and key of the sounding track."""
    singing: Singing = WHOLE_SONG
    """What of the sounding track is to be sung."""
    verses: tuple[int, ...] | None = None
    """The verses of what is heard now, which follow `singing` a little later; None for all."""
    total_ms: Ms | None = None
    """The timer's full length; None for no end."""
    remaining_ms: Ms | None = None
    """Milliseconds of sound left until silence; stands still while paused."""
    fade_ms: Ms = Ms(0)
    """How long the fade at the end of the timer takes."""
    softer_at: datetime | None = None
    silent_at: datetime | None = None
    """Times of day as they are expected now; they move while paused."""
    letting_go: bool = False
    """The person asked for the 60-second fade."""
    sinking: bool = False
    """The songs are over, and what sounded under them goes."""
    last_song: bool = False
    """The sounding song is heard to its end, and the evening ends with it."""
    planned: bool = False
    """The songs that come were chosen to end near the deadline."""
    awake_until_ms: Ms | None = None
    """Until this moment of the monotonic clock an ended evening can be taken up again."""
    master: Gain = UNITY
    music_step: int = 8
    beds: tuple[AmbientStep, ...] = ()
    at_limit: bool = False
    """The last wish for more volume met the gentle limit."""
    calm_after_ms: Ms | None = None
    """When C or F was first pressed, in milliseconds of sound since the start."""
    elapsed_ms: Ms = Ms(0)
    """Milliseconds of sound since the start, pauses left out."""
    device: Device = Device.READY
    speaker: str = ""
    """The name of the loudspeaker in use, as far as the system tells."""
    ending: Ending | None = None
    entry: EntryId | None = None
    """The journal row of this evening."""
    skipped: frozenset[TrackId] = frozenset()
    """Tracks passed over softly because they could not be played."""
    late: frozenset[TrackId] = frozenset()
    """Those of them whose disk or share did not answer in time; nothing is known against them."""
    slept: bool = False
    """The laptop slept while this sounded; it waits, paused, for a wish to go on."""
    vocal_mode: VocalMode = field(default_factory=VocalMode)
    """Who leads the song, and how a singer who leads is prompted."""
    unwritten: bool = False
    """Something of a night is not written yet."""
    unsaved: bool = False
    """Something is not written yet, a night or anything else that was to be kept."""

    @property
    def track(self) -> Track | None:
        if self.programme is None or self.index is None:
            return None
        return self.programme.tracks[self.index]

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self.programme.tracks if self.programme else ()

    @property
    def sounding(self) -> bool:
        return self.stage in (Stage.PLAYING, Stage.PAUSED, Stage.ENDING)

    @property
    def changeable(self) -> bool:
        """The evening takes commands: it sounds or is paused, and does not stop."""
        return self.stage in (Stage.PLAYING, Stage.PAUSED)

    @property
    def song_changeable(self) -> bool:
        return self.changeable and self.index is not None

    def passed_over(self, status: PlayerStatus) -> "SessionState":
        """The song that plays cannot be played, as `status` tells."""
        track = self.track
        if track is None or status.trouble is None:
            return self
        late = {track.id} if status.trouble is Trouble.NOT_IN_TIME else set()
        return replace(self, skipped=self.skipped | {track.id}, late=self.late | late)

    def ended(self, ending: Ending, now_ms: Ms) -> "SessionState":
        """The evening is over; `now_ms` is of the monotonic clock."""
        return replace(
            self,
            stage=Stage.ENDED,
            ending=ending,
            remaining_ms=None if self.remaining_ms is None else Ms(0),
            master=SILENCE,
            last_song=False,
            awake_until_ms=Ms(now_ms + AWAKE_MS),
        )

    def can_be_taken_up(self, now_ms: Ms) -> bool:
        """It ended so short a while before `now_ms` of the monotonic clock that it may go on."""
        until = self.awake_until_ms
        return self.stage is Stage.ENDED and until is not None and now_ms <= until

    def taken_up(self, entry: EntryId | None) -> "SessionState":
        """The evening goes on after all, under this row of the journal; nothing plays yet."""
        return replace(
            self, stage=Stage.PLAYING, entry=entry, ending=None, index=None, awake_until_ms=None
        )
