"""The song that a player speaks of, and the ways in which it is read."""

from dataclasses import dataclass, field, replace

from lullaby.audio.port import Cue
from lullaby.audio.source import FileSource
from lullaby.units import Ms


@dataclass(frozen=True, slots=True)
class PendingSource:
    """What took over and is not heard yet; its places lie `shift_ms` after those heard now."""

    source: FileSource
    cue: Cue
    shift_ms: int = 0


@dataclass(slots=True)
class CurrentTrack:
    """The cue that is spoken of, and where it is read since the last seek."""

    cue: Cue
    source: FileSource
    duration_ms: Ms | None = None
    shown_ms: Ms = Ms(0)
    requested: Cue = field(init=False)
    """The cue that is to be heard: in another manner, or from another recording."""
    shift_ms: int = 0
    """How far after the place heard now that of `requested` lies."""
    coming: FileSource | None = None
    """The source of `requested`, until it can be heard."""
    handed: tuple[PendingSource, ...] = ()

    def __post_init__(self) -> None:
        self.shown_ms = self.source.start_ms
        self.requested = self.cue

    @property
    def last(self) -> PendingSource:
        """The one that sounds when all that took over is heard."""
        return self.handed[-1] if self.handed else PendingSource(self.source, self.cue)

    def take_over(self, at: int) -> None:
        """The one at `at` of those that took over is heard."""
        pending = self.handed[at]
        self.duration_ms = self.source.duration_ms or self.duration_ms
        self.source, self.cue = pending.source, pending.cue
        self.shift_ms -= pending.shift_ms
        self.handed = tuple(
            replace(later, shift_ms=later.shift_ms - pending.shift_ms)
            for later in self.handed[at + 1 :]
        )
