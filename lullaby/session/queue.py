"""Which song comes next, as pure decisions over a programme."""

from collections.abc import Set as AbstractSet

from lullaby.library.track import Track, TrackId
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


def _playable(tracks: tuple[Track, ...], order: range, skipped: AbstractSet[TrackId]) -> int | None:
    return next((at for at in order if tracks[at].id not in skipped), None)
