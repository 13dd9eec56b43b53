"""Where a song is heard, as a line over time; and how far another computer is behind it."""

from collections import deque
from dataclasses import replace
from enum import Enum, auto
from statistics import median

from lullaby.frozen import frozen

LOOKS = 60
"""Of a player, whose median makes the line: a single one may be some milliseconds off."""

JUMPED_MS = 60.0
"""A place this far from the line is another line: somebody moved in the song."""

OFF_MS = 400.0
"""A follower this far from where it should be moves there; less is left as it is."""


@frozen
class SongLine:
    """Where a song is heard from a moment on; times in ms, places in ms of its own tempo."""

    number: int
    at: float
    place: float
    pace: float = 1.0
    moving: bool = True

    def place_at(self, moment: float) -> float:
        return self.place + self.pace * (moment - self.at) if self.moving else self.place


class LineOfLooks:
    """Makes a steady line of single looks at a player."""

    def __init__(self) -> None:
        self._line: SongLine | None = None
        self._offsets: deque[float] = deque(maxlen=LOOKS)

    @property
    def line(self) -> SongLine | None:
        return self._line

    def look(self, moment: float, place: float, number: int, pace: float, moving: bool) -> SongLine:
        """The line with one more look. A pause is where it began, although the song fades out."""
        line = self._line
        if line is None or (line.number, line.pace, line.moving) != (number, pace, moving):
            self._offsets.clear()
        elif not moving:
            return line
        elif abs(line.place_at(moment) - place) > JUMPED_MS:
            self._offsets.clear()
        self._offsets.append(place - pace * moment)
        at = place if not moving else median(self._offsets) + pace * moment
        self._line = SongLine(number, moment, at, pace, moving)
        return self._line


class FollowerPhase(Enum):
    IDLE = auto()
    """The song has not begun here."""
    PLAYING = auto()
    PAUSED = auto()


class StepKind(Enum):
    NOTHING = auto()
    START = auto()
    PAUSE = auto()
    RESUME = auto()
    MOVE = auto()
    """Go on from another place."""


@frozen
class FollowerStep:
    kind: StepKind
    place: float = 0.0


NOTHING = FollowerStep(StepKind.NOTHING)


def next_step(
    leader: SongLine, now: float, wait: float, phase: FollowerPhase, place: float
) -> FollowerStep:
    """What a follower does now, who hears the song at `place` and is to be `wait` ms behind.

    No lag is corrected while the song plays, unless the leader moved in it.
    """
    due = leader.place_at(now - wait) if leader.moving else leader.place
    if leader.moving and now - wait < leader.at:
        due = leader.place - leader.pace * (leader.at - (now - wait))
    match phase:
        case FollowerPhase.IDLE:
            begins = leader.moving and due >= 0.0
            return FollowerStep(StepKind.START, due) if begins else NOTHING
        case FollowerPhase.PLAYING:
            if not leader.moving:
                reached = place >= leader.place or abs(place - leader.place) > OFF_MS + wait
                return FollowerStep(StepKind.PAUSE) if reached else NOTHING
            off = abs(due - place) > OFF_MS
            return FollowerStep(StepKind.MOVE, max(0.0, due)) if off else NOTHING
        case FollowerPhase.PAUSED:
            if not leader.moving:
                return NOTHING
            if abs(due - place) > OFF_MS + wait:
                return FollowerStep(StepKind.MOVE, max(0.0, due))
            return FollowerStep(StepKind.RESUME) if due >= place else NOTHING


def moved_to(line: SongLine, moment: float) -> SongLine:
    """The same line, told from another moment."""
    return replace(line, at=moment, place=line.place_at(moment))
