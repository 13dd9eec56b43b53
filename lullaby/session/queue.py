"""Which song comes next, as pure decisions over a programme."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lullaby.journal.entry import Ending
from lullaby.library.track import Track, TrackId
from lullaby.session.state import SessionState
from lullaby.units import Ms

RESTART_AFTER = Ms(3_000)
"""Previous goes back to the start of a song that has played longer than this."""


@dataclass(frozen=True, slots=True)
class AfterSong:
    """What comes when a song is over or cannot be played: it plays on at `index` (None: the
    background sounds alone), or the evening ends. With neither the fade is nearly over."""

    plays_on: bool = False
    index: int | None = None
    sinks: bool = False
    """The background sounds go too."""
    ending: Ending | None = None


def after_song(
    following: int | None, *, last: bool, ambient_sounds: bool, too_late: bool
) -> AfterSong:
    """`following` is the next song that can be played. `last`: the songs were to end with this
    one. `ambient_sounds`: there are some. `too_late`: silence is so near that nothing begins."""
    if last and ambient_sounds:
        return AfterSong(plays_on=True, sinks=True)
    if last:
        return AfterSong(ending=Ending.TIMER)
    if following is None and not ambient_sounds:
        return AfterSong(ending=Ending.END_OF_LIST)
    return AfterSong(plays_on=following is None or not too_late, index=following)


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


def back(state: SessionState, position_ms: Ms) -> int | None:
    """Where Previous leads: to the song itself, once it plays or is the first; or to the one
    before."""
    before = preceding(state.tracks, state.index, state.skipped)
    begun = state.index is not None and position_ms > RESTART_AFTER
    return state.index if begun or before is None else before


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
