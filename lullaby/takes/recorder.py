"""What is kept of a microphone while somebody records a song: a frozen state and its changes.

Nothing is kept before the sign that shows the recording is on screen. A recording consists of
pieces, because the person may pause, and sing from an earlier line again. Times in ms, those called
`moment` on the monotonic clock.
"""

from dataclasses import replace
from enum import Enum, auto
from statistics import median

from lullaby.audio.microphone import RATE
from lullaby.frozen import frozen
from lullaby.takes.frame_times import FrameTimes

NOMINAL = FrameTimes(0.0)
MOST_LOOKS = 400
"""Looks kept of a piece; from then on every second one is dropped."""


class RecorderPhase(Enum):
    READY = auto()
    """Nothing is recorded yet."""
    COUNT_IN = auto()
    """The beats before the song, or before the line. Already kept: some begin early."""
    RECORDING = auto()
    PAUSED = auto()
    STOPPED = auto()


class StopReason(Enum):
    ASKED = auto()
    SONG_OVER = auto()
    LOST = auto()
    """The microphone went away."""
    NO_ROOM = auto()
    """The disk took no more."""


@frozen
class Look:
    """Where the song was at a moment."""

    moment: float
    song_ms: float


@frozen
class SungPiece:
    """Frames of the file that were kept without a pause."""

    first: int
    end: int
    """After the last frame."""
    from_ms: float
    """Where in the song the singer was to begin."""
    times: FrameTimes = NOMINAL
    """When its frames were heard, counted from its first."""
    looks: tuple[Look, ...] = ()

    @property
    def frames(self) -> int:
        return self.end - self.first

    def place(self, pace: float) -> float:
        """Where in the song its first frame was heard, for a song that runs at `pace`; what was
        asked for if nobody looked."""
        if not self.looks:
            return self.from_ms
        begin = self.times.of(0)
        return median(look.song_ms - pace * (look.moment - begin) for look in self.looks)


@frozen
class Recorder:
    phase: RecorderPhase = RecorderPhase.READY
    sign_since: float | None = None
    """The moment since which the sign of a recording is on screen."""
    pieces: tuple[SungPiece, ...] = ()
    from_ms: float = 0.0
    """Where in the song the piece begins that is counted in or recorded now."""
    begun: bool = False
    """Whether frames of that piece were kept."""
    lost_frames: int = 0
    """How many frames the microphone lost within pieces."""
    reason: StopReason | None = None

    def keeps(self, heard: float) -> bool:
        """Whether what is heard from this moment on is kept."""
        runs = self.phase in (RecorderPhase.COUNT_IN, RecorderPhase.RECORDING)
        return runs and self.sign_since is not None and heard >= self.sign_since

    @property
    def frames(self) -> int:
        """How many frames were kept."""
        return sum(piece.frames for piece in self.pieces)

    def count_in(self, from_ms: float = 0.0) -> "Recorder":
        """Count in to the line at `from_ms`; what was sung from there on is replaced."""
        if self.phase is RecorderPhase.STOPPED:
            return self
        return replace(self, phase=RecorderPhase.COUNT_IN, from_ms=from_ms, begun=False)

    def show_sign(self, moment: float) -> "Recorder":
        """The sign is on screen since this moment; a pause takes it away."""
        return replace(self, sign_since=moment)

    def begin(self) -> "Recorder":
        """The beats are over."""
        if self.phase is not RecorderPhase.COUNT_IN:
            return self
        return replace(self, phase=RecorderPhase.RECORDING)

    def pause(self) -> "Recorder":
        if self.phase not in (RecorderPhase.COUNT_IN, RecorderPhase.RECORDING):
            return self
        return replace(self, phase=RecorderPhase.PAUSED, begun=False, sign_since=None)

    def stop(self, reason: StopReason) -> "Recorder":
        """Stop for good; the first reason holds."""
        if self.phase is RecorderPhase.STOPPED:
            return self
        return replace(self, phase=RecorderPhase.STOPPED, sign_since=None, reason=reason)

    def keep(self, first: int, end: int, times: FrameTimes, lost: int = 0) -> "Recorder":
        """The frames of the file from `first` to `end` belong to the piece, whose times are now
        `times`; `lost` of them stand for frames that the microphone lost. No effect if the
        recording was paused or stopped meanwhile."""
        if self.phase not in (RecorderPhase.COUNT_IN, RecorderPhase.RECORDING):
            return self
        if not self.begun:
            piece = SungPiece(first, end, self.from_ms, times)
            return replace(self, begun=True, pieces=(*self.pieces, piece))
        piece = replace(self.pieces[-1], end=end, times=times)
        return replace(self, pieces=(*self.pieces[:-1], piece), lost_frames=self.lost_frames + lost)

    def look(self, look: Look) -> "Recorder":
        """The song was at this place; counts only while it runs and frames are kept."""
        if not self.begun or self.phase not in (RecorderPhase.COUNT_IN, RecorderPhase.RECORDING):
            return self
        piece = self.pieces[-1]
        looks = (*piece.looks, look)
        if len(looks) > MOST_LOOKS:
            looks = looks[::2]
        return replace(self, pieces=(*self.pieces[:-1], replace(piece, looks=looks)))


@frozen
class TakePart:
    """Frames of the file that are part of the take, and where they belong in the song."""

    first: int
    end: int
    song_ms: float
    """Of the first frame."""


def parts_of(pieces: tuple[SungPiece, ...], pace: float) -> tuple[TakePart, ...]:
    """The parts of a take, in the order of the song and without overlap.

    A later piece replaces what was sung before from its line on, up to its own end and beyond: the
    singer went back because of what followed too. `pace` is that of the song.
    """
    found: list[TakePart] = []
    for piece in pieces:
        begin, per_frame = piece.place(pace), pace * piece.times.frame_ms
        from_ms = max(begin, piece.from_ms) if found else begin
        cut = (_until(part, from_ms, pace) for part in found if part.song_ms < from_ms)
        before = [part for part in cut if part.first < part.end]
        first = piece.first + max(0, round((from_ms - begin) / per_frame))
        if first < piece.end:
            before.append(TakePart(first, piece.end, begin + (first - piece.first) * per_frame))
            found = before
    return tuple(found)


def _until(part: TakePart, song_ms: float, pace: float) -> TakePart:
    most = part.first + round((song_ms - part.song_ms) / pace * RATE / 1000)
    return replace(part, end=min(part.end, most))
