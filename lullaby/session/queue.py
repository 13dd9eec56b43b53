"""Pure decisions about which song of a programme comes next."""

from collections.abc import Set as AbstractSet
from random import Random

from lullaby.frozen import frozen
from lullaby.journal.entry import Ending
from lullaby.library.track import Track, TrackId
from lullaby.session.state import SessionState
from lullaby.units import Ms

RESTART_AFTER = Ms(3_000)
"""Previous restarts a song that has played longer than this."""


@frozen
class AfterSong:
    """What follows a song that ended or cannot be played.

    Playback goes on at `index` (None: background sounds only), or the evening ends. With neither,
    the fade is nearly over."""

    plays_on: bool = False
    index: int | None = None
    final_fade: bool = False
    """Whether the background sounds fade out too."""
    ending: Ending | None = None


def after_song(
    following: int | None, *, last: bool, ambient_sounds: bool, too_late: bool
) -> AfterSong:
    """Decide what follows a song.

    `following` is the next playable song. `last`: this song was to be the last. `ambient_sounds`:
    some are on. `too_late`: silence is so near that no song starts any more."""
    if last and ambient_sounds:
        return AfterSong(plays_on=True, final_fade=True)
    if last:
        return AfterSong(ending=Ending.TIMER)
    if following is None and not ambient_sounds:
        return AfterSong(ending=Ending.END_OF_LIST)
    return AfterSong(plays_on=following is None or not too_late, index=following)


def following(
    tracks: tuple[Track, ...], index: int | None, skipped: AbstractSet[TrackId]
) -> int | None:
    """The next playable song after `index`, or None at the end; an `index` of None is the end."""
    if index is None:
        return None
    return _playable(tracks, range(index + 1, len(tracks)), skipped)


def upcoming(state: SessionState) -> int | None:
    """The song that follows the current one by itself: the same again, or the next."""
    return state.index if state.repeat else following(state.tracks, state.index, state.skipped)


def shuffled(tracks: tuple[Track, ...], index: int, chance: Random) -> tuple[Track, ...]:
    """The songs up to `index` as they are, then the others in a random order."""
    coming = list(tracks[index + 1 :])
    chance.shuffle(coming)
    return (*tracks[: index + 1], *coming)


def in_order(tracks: tuple[Track, ...], index: int, listed: tuple[Track, ...]) -> tuple[Track, ...]:
    """The songs up to `index` as they are, then the others in the order of `listed`."""
    place = {track.id: at for at, track in reversed(list(enumerate(listed)))}
    coming = sorted(tracks[index + 1 :], key=lambda track: place.get(track.id, len(listed)))
    return (*tracks[: index + 1], *coming)


def preceding(
    tracks: tuple[Track, ...], index: int | None, skipped: AbstractSet[TrackId]
) -> int | None:
    """The playable song before `index` (None: after the end), or None before the first."""
    start = len(tracks) if index is None else index
    return _playable(tracks, range(start - 1, -1, -1), skipped)


def back(state: SessionState, position_ms: Ms) -> int | None:
    """The target of Previous: the start of this song if it has played a while or is the first.

    Otherwise the song before."""
    before = preceding(state.tracks, state.index, state.skipped)
    begun = state.index is not None and position_ms > RESTART_AFTER
    return state.index if begun or before is None else before


def first(tracks: tuple[Track, ...], wanted: int, skipped: AbstractSet[TrackId]) -> int | None:
    """The song to start with: `wanted`, or the next playable one after it."""
    return _playable(tracks, range(max(0, wanted), len(tracks)), skipped)


def left_off(state: SessionState) -> tuple[int | None, Ms]:
    """Where an ended evening resumes: within its song, or at the start of the next one.

    After the last song, that song plays again; without songs only the background sounds go on.
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
