"""How long nothing can happen by itself while an evening sounds, so that a tick may be a glance."""

from dataclasses import dataclass, replace

from lullaby.audio.port import FASTEST, Device, PlayerStatus
from lullaby.session import fade
from lullaby.session.state import SessionState, Stage
from lullaby.session.transitions import QUEUE_BEFORE
from lullaby.session.vocal_mode import LeadSource
from lullaby.units import Ms


@dataclass(frozen=True, slots=True)
class Lull:
    """Until `until_ms` of the monotonic clock only time moves on, as long as the player says the
    same but for its position."""

    until_ms: Ms
    status: PlayerStatus
    """What the player said when it began, at position 0."""


NO_LULL = Lull(Ms(0), PlayerStatus())


def lull(
    now_ms: Ms,
    state: SessionState,
    status: PlayerStatus,
    left: Ms | None,
    next_write_ms: int,
    settled: bool,
) -> Lull:
    """The lull that begins at `now_ms`, of the monotonic clock.

    `left` is the time to the timer's deadline, `next_write_ms` that to the next sign of life in the
    journal. `settled`: what sounds is what was asked for.
    """
    quiet = _quiet_ms(state, status, left, next_write_ms, settled)
    return Lull(Ms(now_ms + quiet), replace(status, position_ms=Ms(0)))


def _quiet_ms(
    state: SessionState, status: PlayerStatus, left: Ms | None, next_write_ms: int, settled: bool
) -> int:
    """Milliseconds in which no song, timer or journal row needs a decision; 0 or less: none."""
    if state.stage is not Stage.PLAYING or state.vocal_mode.lead is not LeadSource.RECORDING:
        return 0
    if state.letting_go or state.sinking or state.unsaved or status.device is Device.LOST:
        return 0
    quiet = next_write_ms
    if left is not None:
        quiet = min(quiet, left - max(state.fade_ms, fade.LET_GO_MS))
    if state.index is not None:
        if not settled or status.duration_ms is None:
            return 0
        before_the_end = status.duration_ms - status.position_ms - QUEUE_BEFORE
        quiet = min(quiet, int(before_the_end / FASTEST))
    return quiet
