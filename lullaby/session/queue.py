"""Which song comes next, as pure decisions over a programme."""

from collections.abc import Set as AbstractSet

from lullaby.library.track import Track, TrackId
from lullaby.session.state import SessionState
from lullaby.units import Ms

RESTART_AFTER = Ms(3_000)
"""Previous goes back to the start of a song that has played longer than this."""


def following(
    tracks: tuple[Track, ...], index: int | None, skipped: AbstractSet[TrackId]
) -> int | None:
    """The next playable song after `index`, or None at the end; None as index is the end."""
    if index is None:
        return None
    return _playable(tracks, range(index + 1, len(tracks)), skipped)


def preceding(
    tracks: tuple[Track, ...], index: int | None, skipped: AbstractSet[TrackId]
) -> int | None:
    """The playable song before `index`; from beyond the end the last one; None before the first."""
    start = len(tracks) if index is None else index
    return _playable(tracks, range(start - 1, -1, -1), skipped)


def first(tracks: tuple[Track, ...], wanted: int, skipped: AbstractSet[TrackId]) -> int | None:
    """The song to begin with: `wanted`, or the next playable one after it."""
    return _playable(tracks, range(max(0, wanted), len(tracks)), skipped)


def left_off(state: SessionState) -> tuple[int | None, Ms]:
    """Where an ended evening is taken up again: in its song, or at the start of the next one.

    After the last song the last one is heard again; without songs only the background sounds go
    on.
    """
    tracks = state.programme.tracks if state.programme else ()
    if state.index is None or state.duration_ms is None:
        return state.index, Ms(0)
    if state.position_ms < state.duration_ms - RESTART_AFTER:
        return state.index, state.position_ms
    after = following(tracks, state.index, state.skipped)
    return (state.index if after is None else after), Ms(0)


def _playable(tracks: tuple[Track, ...], order: range, skipped: AbstractSet[TrackId]) -> int | None:
    return next((at for at in order if tracks[at].id not in skipped), None)
