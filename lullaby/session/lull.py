"""Works out how long nothing can happen by itself, so that a tick can skip most work."""

from dataclasses import replace

from lullaby.audio.port import FASTEST, Device, PlayerStatus
from lullaby.frozen import frozen
from lullaby.session import fade
from lullaby.session.state import SessionState, Stage
from lullaby.session.transitions import QUEUE_BEFORE
from lullaby.session.vocal_mode import LeadSource
from lullaby.units import Ms


@frozen
class Lull:
    """A span in which only time advances, if the player's status changes only in position.

    `until_ms` is on the monotonic clock."""

    until_ms: Ms
    status: PlayerStatus
    """The player's status when the lull began, with its position set to 0."""


NO_LULL = Lull(Ms(0), PlayerStatus())


def lull(
    now_ms: Ms,
    state: SessionState,
    status: PlayerStatus,
    left: Ms | None,
    next_write_ms: int,
    settled: bool,
) -> Lull:
    """The lull that begins at `now_ms` of the monotonic clock.

    `left` is the time to the timer's deadline and `next_write_ms` that to the next heartbeat, both
    in ms. `settled`: the requested rendition plays.
    """
    quiet = _quiet_ms(state, status, left, next_write_ms, settled)
    return Lull(Ms(now_ms + quiet), replace(status, position_ms=Ms(0)))


def _quiet_ms(
    state: SessionState, status: PlayerStatus, left: Ms | None, next_write_ms: int, settled: bool
) -> int:
    """Milliseconds until a song, timer or journal row may need a decision; 0 or less: now."""
    if state.stage is not Stage.PLAYING or state.vocal_mode.lead is not LeadSource.RECORDING:
        return 0
    if state.fade_requested or state.final_fade or state.unsaved or status.device is Device.LOST:
        return 0
    quiet = next_write_ms
    if left is not None:
        quiet = min(quiet, left - max(state.fade_ms, fade.FADE_OUT_MS))
    if state.index is not None:
        if not settled or status.duration_ms is None:
            return 0
        before_the_end = status.duration_ms - status.position_ms - QUEUE_BEFORE
        quiet = min(quiet, int(before_the_end / FASTEST))
    return quiet
