"""The song that plays and the one lined up behind it, as cues of the player."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lullaby.audio.port import AS_RECORDED, Cue, CueId, Manner, Player, PlayerStatus
from lullaby.library.track import Track
from lullaby.session.joints import LINE_UP_BEFORE, Joint, joint
from lullaby.session.loudness import PEAK_LIMIT, TARGET, cue_gain
from lullaby.units import Lufs, Ms

AsKnownNow = Callable[[Track], Track]
"""What the library knows of a track by now; its loudness may have been measured since."""


@dataclass(frozen=True, slots=True)
class Lined:
    """What follows by itself: its place in the programme, its cue and its manner."""

    index: int
    cue: CueId
    joint: Joint
    manner: Manner
    louder: int


class Deck:
    """Numbers the cues; which track belongs to the one that is heard is asked of `took_over`."""

    def __init__(self, player: Player, as_known_now: AsKnownNow) -> None:
        self._player = player
        self._as_known_now = as_known_now
        self._cues = 0
        self._cue: CueId | None = None
        self._lined: Lined | None = None
        self.manner = AS_RECORDED
        """Pace and key of the song that plays."""
        self.louder = 0
        """Steps of volume by which the song that plays stands out."""
        self.overlap_s = 0
        self.target = TARGET

    def play(self, track: Track, ramp_ms: Ms, at: Ms = Ms(0)) -> None:
        """Play `track` now, from `at` on; what sounded sinks while it rises."""
        self._lined = None
        cue, self.louder = self._next_cue(track, ramp_ms)
        self._cue, self.manner = cue.id, cue.manner
        self._player.play(replace(cue, start_ms=at))

    def drop(self) -> None:
        self._cue, self._lined, self.manner, self.louder = None, None, AS_RECORDED, 0
        self._player.drop()

    def line_up(self, before: Track, index: int | None, after: Track | None) -> None:
        """Let `after`, at `index` of the programme, follow the song `before`; None for nothing."""
        if index is None or after is None:
            if self._lined is not None:
                self._lined = None
                self._player.follow(None)
            return
        how = joint(before, after, self.overlap_s)
        if self._lined is not None and (self._lined.index, self._lined.joint) == (index, how):
            return
        cue, louder = self._next_cue(after, how.ramp_ms)
        self._lined = Lined(index, cue.id, how, cue.manner, louder)
        self._player.follow(cue, how.overlap_ms)

    def took_over(self, status: PlayerStatus) -> int | None:
        """The place in the programme of what was lined up, once, when it has begun to sound."""
        lined = self._lined
        if lined is None or status.cue != lined.cue:
            return None
        self._cue, self.manner, self._lined = lined.cue, lined.manner, None
        self.louder = lined.louder
        return lined.index

    def is_heard(self, status: PlayerStatus) -> bool:
        """The player speaks of the song that plays here."""
        return self._cue is not None and status.cue == self._cue

    def near_the_end(self, status: PlayerStatus) -> bool:
        """It is time to say what follows."""
        if status.duration_ms is None:
            return True
        return status.duration_ms - status.position_ms <= LINE_UP_BEFORE

    def set_manner(self, manner: Manner) -> None:
        """Another pace or key for the song that plays."""
        self.manner = manner
        self._player.set_manner(manner)

    def _next_cue(self, track: Track, ramp_ms: Ms) -> tuple[Cue, int]:
        """With the steps of volume by which it stands out."""
        self._cues += 1
        known = self._as_known_now(track)
        gain = cue_gain(known.loudness, Lufs(self.target), PEAK_LIMIT)
        cue = Cue(CueId(self._cues), track.path, gain, ramp_ms=ramp_ms, manner=known.manner)
        return cue, known.louder
