"""Value types of an evening: its programme and its state."""

from dataclasses import field, replace
from datetime import datetime
from enum import Enum, auto

from lullaby.audio.port import AS_RECORDED, Device, PlayerStatus, SpeedPitch, Trouble
from lullaby.frozen import frozen
from lullaby.journal.entry import Ending, EntryId
from lullaby.library.routine import AmbientStep
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import Track, TrackId
from lullaby.session.finish import Finish
from lullaby.session.vocal_mode import VocalMode
from lullaby.units import SILENCE, UNITY, Gain, Ms

AWAKE_MS = 10 * 60_000
"""How long after its end an evening can be resumed, in ms."""


@frozen
class Programme:
    """What one press starts. Without tracks only the background sounds play."""

    routine: str
    """What was started, as stored in `JournalEntry.routine`."""
    tracks: tuple[Track, ...]
    ambient: tuple[AmbientStep, ...]
    music_step: int
    minutes: float | None
    """Minutes until silence; None for no end."""
    fade_minutes: int = 8
    """Length of the final fade in minutes; at most half of `minutes`."""
    first: int = 0
    """Index of the track to begin with."""
    remembered: bool = True
    """Whether the journal records the evening."""
    finish: Finish = Finish.FADE
    by_voice: bool = False
    """Whether the person sings the songs without the recordings."""
    first_at_ms: Ms = Ms(0)
    """Position in the track at `first` to begin at."""
    begins_ms: Ms | None = None
    """When its first song is to begin, on the monotonic clock; None: at once."""
    elapsed_ms: Ms | None = None
    """How long this evening has played before, if it is a continued one."""
    reopened: EntryId | None = None
    """The journal row that it continues; None begins a new one."""

    def at(self, index: int | None) -> Ms:
        """The position at which the track at `index` begins, if the evening begins with it."""
        return self.first_at_ms if index == self.first else Ms(0)

    def begins(self, index: int | None) -> Ms | None:
        """When the track at `index` is to begin, on the monotonic clock; None: at once."""
        return self.begins_ms if index == self.first else None


class Stage(Enum):
    IDLE = auto()
    PLAYING = auto()
    PAUSED = auto()
    ENDING = auto()
    """Fading out after a stop; leads to ENDED."""
    ENDED = auto()
    """Over; its outcome may be asked for, and the next evening can start."""


@frozen
class SessionState:
    """Where the evening stands at one tick. Equal states mean nothing to repaint."""

    stage: Stage = Stage.IDLE
    programme: Programme | None = None
    index: int | None = None
    """Index of the current track in the programme; None while only background sounds play."""
    position_ms: Ms = Ms(0)
    duration_ms: Ms | None = None
    heard_ms: Ms | None = None
    """The length of the current track's own file, once it was decoded to its end; else None."""
    speed_pitch: SpeedPitch = AS_RECORDED
    """Tempo and key of the current track."""
    singing: Singing = WHOLE_SONG
    """Which verses of the current track are requested, and whether with the tune."""
    verses: tuple[int, ...] | None = None
    """The verses heard now, which follow `singing` with a delay; None for all."""
    total_ms: Ms | None = None
    """The timer's full length; None for no end."""
    remaining_ms: Ms | None = None
    """Milliseconds of playback left until silence; does not change while paused."""
    fade_ms: Ms = Ms(0)
    """Length of the timer's fade."""
    softer_at: datetime | None = None
    silent_at: datetime | None = None
    """Expected times of day when the fade begins and silence is reached; they shift in a pause."""
    fade_requested: bool = False
    """The person asked for the 60-second fade."""
    final_fade: bool = False
    """The songs are over and the background sounds are fading out."""
    last_song: bool = False
    """The current song plays to its end, and the evening ends with it."""
    planned: bool = False
    """The coming songs were chosen to end near the deadline."""
    awake_until_ms: Ms | None = None
    """Until this moment of the monotonic clock an ended evening can be resumed."""
    master: Gain = UNITY
    music_step: int = 8
    ambient: tuple[AmbientStep, ...] = ()
    at_limit: bool = False
    """The last request for more volume hit the gentle limit."""
    calm_after_ms: Ms | None = None
    """When C or F was first pressed, in milliseconds of playback since the start."""
    elapsed_ms: Ms = Ms(0)
    """Milliseconds of playback since the start, without pauses."""
    device: Device = Device.READY
    speaker: str = ""
    """The name of the sound device in use, if the system reports it."""
    ending: Ending | None = None
    entry: EntryId | None = None
    """The journal row of this evening."""
    repeat: bool = False
    """The current song plays again and again until the evening ends or another is chosen."""
    shuffled: bool = False
    """The coming songs are in a random order."""
    skipped: frozenset[TrackId] = frozenset()
    """Tracks skipped because they could not be played."""
    late: frozenset[TrackId] = frozenset()
    """The skipped tracks whose disk or share was too slow; the files may be fine."""
    slept: bool = False
    """The laptop slept during playback; the evening stays paused until resumed."""
    vocal_mode: VocalMode = field(default_factory=VocalMode)
    """Whether the recording or the person leads, and how the person is prompted."""
    unwritten: bool = False
    """Part of a night is not written yet."""
    unsaved: bool = False
    """Any write is pending, of a night or anything else."""

    @property
    def track(self) -> Track | None:
        if self.programme is None or self.index is None:
            return None
        return self.programme.tracks[self.index]

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self.programme.tracks if self.programme else ()

    @property
    def plays_recordings(self) -> bool:
        """Whether a recording may take the place of a song: not while the song is recorded, edited,
        sung without a recording, or at a time agreed with somebody who hears the song."""
        programme = self.programme
        agreed = programme is not None and programme.begins_ms is not None
        return programme is None or (programme.remembered and not programme.by_voice and not agreed)

    @property
    def sounding(self) -> bool:
        return self.stage in (Stage.PLAYING, Stage.PAUSED, Stage.ENDING)

    @property
    def changeable(self) -> bool:
        """Whether the evening takes commands: it plays or is paused, and is not stopping."""
        return self.stage in (Stage.PLAYING, Stage.PAUSED)

    @property
    def song_changeable(self) -> bool:
        return self.changeable and self.index is not None

    def playing(self, index: int | None, track: Track) -> "SessionState":
        """The state with `track` at `index` as the current song, instead of what was there."""
        programme = self.programme
        if programme is not None and index is not None and self.tracks[index].id != track.id:
            tracks = (*self.tracks[:index], track, *self.tracks[index + 1 :])
            programme = replace(programme, tracks=tracks)
        return replace(self, programme=programme, index=index)

    def passed_over(self, status: PlayerStatus) -> "SessionState":
        """The state with the current song marked as skipped, for the reason in `status`."""
        track = self.track
        if track is None or status.trouble is None:
            return self
        late = {track.id} if status.trouble is Trouble.NOT_IN_TIME else set()
        skipped = self.skipped | {track.id}
        return replace(self, skipped=skipped, late=self.late | late, repeat=False)

    def ended(self, ending: Ending, now_ms: Ms) -> "SessionState":
        """The state after the evening ended at `now_ms` of the monotonic clock."""
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
        """Whether it ended so recently, at `now_ms` of the monotonic clock, that it can resume."""
        until = self.awake_until_ms
        return self.stage is Stage.ENDED and until is not None and now_ms <= until

    def resumed(self, entry: EntryId | None) -> "SessionState":
        """The state of a resumed evening under this journal row; nothing plays yet."""
        return replace(
            self, stage=Stage.PLAYING, entry=entry, ending=None, index=None, awake_until_ms=None
        )
