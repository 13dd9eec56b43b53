"""The cue that a player reports on, and the sources it is read from."""

from dataclasses import dataclass, field, replace

from lullaby.audio.port import Cue
from lullaby.audio.source import FileSource
from lullaby.frozen import frozen
from lullaby.units import Ms


@frozen
class PendingSource:
    """A source that took over but is not heard yet, `shift_ms` after the positions heard now."""

    source: FileSource
    cue: Cue
    shift_ms: int = 0


@dataclass(slots=True)
class CurrentTrack:
    """The cue that the status names, and the sources it has been read from since the last seek."""

    cue: Cue
    source: FileSource
    duration_ms: Ms | None = None
    shown_ms: Ms = Ms(0)
    requested: Cue = field(init=False)
    """The cue to be heard next: at another speed and pitch, or from another recording."""
    shift_ms: int = 0
    """How far after the position heard now that of `requested` lies, in ms."""
    coming: FileSource | None = None
    """The source of `requested`, until it can be heard."""
    handed: tuple[PendingSource, ...] = ()

    def __post_init__(self) -> None:
        self.shown_ms = self.source.start_ms
        self.requested = self.cue

    @property
    def last(self) -> PendingSource:
        """The source that sounds once all that took over are heard."""
        return self.handed[-1] if self.handed else PendingSource(self.source, self.cue)

    def take_over(self, at: int) -> None:
        """Make the pending source at index `at` the current one."""
        pending = self.handed[at]
        self.duration_ms = self.source.duration_ms or self.duration_ms
        self.source, self.cue = pending.source, pending.cue
        self.shift_ms -= pending.shift_ms
        self.handed = tuple(
            replace(later, shift_ms=later.shift_ms - pending.shift_ms)
            for later in self.handed[at + 1 :]
        )
