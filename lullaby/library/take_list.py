"""Takes as they are listed: by song, of one singer, for one child."""

from collections.abc import Iterable

from lullaby.frozen import frozen
from lullaby.library.search import folded
from lullaby.library.song_preferences import ChildId
from lullaby.library.take import BETWEEN_SINGERS, MESSAGES, Take, TakeKind


@frozen
class SongTakes:
    """The takes of one song, the newest first."""

    song: str
    title: str
    takes: tuple[Take, ...]


def by_song(
    takes: Iterable[Take], child: ChildId | None = None, singer: str | None = None
) -> tuple[SongTakes, ...]:
    """Songs by title, with those of their takes that are for `child` and sung by `singer`."""
    found: dict[str, list[Take]] = {}
    for take in takes:
        facts = take.facts
        if child in (None, facts.child) and (singer is None or singer in singers_of(take)):
            found.setdefault(facts.song, []).append(take)
    songs = [
        SongTakes(song, each[0].facts.title, tuple(sorted(each, key=_newest_first)))
        for song, each in found.items()
    ]
    return tuple(sorted(songs, key=_songs_first))


def singers_of(take: Take) -> tuple[str, ...]:
    """Everybody who sings in it; a choir has several."""
    if take.facts.kind is not TakeKind.CHOIR:
        return (take.facts.singer,)
    return tuple(take.facts.singer.split(BETWEEN_SINGERS))


def _songs_first(song: SongTakes) -> tuple[bool, str, str]:
    return song.song == MESSAGES, folded(song.title), song.song


def _newest_first(take: Take) -> tuple[float, int]:
    return -take.facts.recorded_at.timestamp(), -take.id
