"""The orders in which songs can be listed."""

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.calm import ANY_TEMPO
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.provenance import Provenance, SongFilter
from lullaby.library.snapshot import PART, LibrarySnapshot, snapshot_of, title_key
from lullaby.library.song_lists import SongLists, SongQuestion
from lullaby.library.song_order import Calmed, SongOrder, Sorting
from lullaby.library.track import Origin, Track, TrackId
from lullaby.stores import Stores, over
from lullaby.tempo.answer import TempoAnswer, TempoSource
from lullaby.units import Bpm, Ms

DAY = date(2026, 11, 30)


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, ())


def song(number: int, title: str, **facts: object) -> Track:
    return replace(Track(TrackId(number), Path(f"/m/{number}.ogg"), title), **facts)


def in_order(
    songs: Sequence[Track],
    order: SongOrder,
    calmed: Calmed | None = None,
    backwards: bool = False,
) -> list[str]:
    asked = SongQuestion(DAY, band=ANY_TEMPO, sorting=Sorting(order, backwards))
    found = SongLists(Provenance()).find(snapshot_of(songs), asked, calmed or {})
    return [track.title for track in found.rows]


def test_an_album_keeps_the_order_of_its_files() -> None:
    songs = [
        song(1, "Zephyr", album="Night", path=Path("/m/n/01.ogg")),
        song(2, "Air", album="night", path=Path("/m/n/02.ogg")),
        song(3, "Bell", album="Élan"),
        song(4, "Alone"),
    ]
    assert in_order(songs, SongOrder.ALBUM) == ["Bell", "Zephyr", "Air", "Alone"]


def test_two_albums_of_one_name_stay_apart() -> None:
    songs = [
        song(1, "A", album="Lullabies", path=Path("/m/one/01.ogg")),
        song(2, "B", album="Lullabies", path=Path("/m/two/01.ogg")),
        song(3, "C", album="Lullabies", path=Path("/m/one/02.ogg")),
        song(4, "D", album="Lullabies", path=Path("/m/two/02.ogg")),
    ]
    assert in_order(songs, SongOrder.ALBUM) == ["A", "C", "B", "D"]


def test_an_order_turned_round_keeps_albums_and_leaves_what_lacks_it_last() -> None:
    songs = [
        song(1, "First", album="Night", path=Path("/m/n/01.ogg"), duration_ms=Ms(9_000)),
        song(2, "Second", album="Night", path=Path("/m/n/02.ogg"), duration_ms=Ms(5_000)),
        song(3, "Bell", album="Élan"),
        song(4, "Alone"),
    ]
    turned = {
        order: in_order(songs, order, backwards=True)
        for order in (SongOrder.TITLE, SongOrder.ALBUM, SongOrder.LENGTH)
    }
    assert turned == {
        SongOrder.TITLE: ["Second", "First", "Bell", "Alone"],
        SongOrder.ALBUM: ["First", "Second", "Bell", "Alone"],
        SongOrder.LENGTH: ["First", "Second", "Alone", "Bell"],
    }
    calmed = {TrackId(1): (4, 9), TrackId(3): (0, 3)}
    nights = in_order(songs, SongOrder.NIGHTS, calmed, backwards=True)
    assert nights == ["Bell", "First", "Alone", "Second"]


def test_songs_without_an_artist_come_last() -> None:
    songs = [song(1, "B"), song(2, "C", artist="Émile"), song(3, "D", artist="eva"), song(4, "A")]
    assert in_order(songs, SongOrder.ARTIST) == ["C", "D", "A", "B"]


def test_own_folders_stand_before_the_bundled_songs() -> None:
    songs = [
        song(1, "Ours", origin=Origin.SONGBOOK, path=Path("/a/x.ogg")),
        song(2, "Second", path=Path("/m/b/1.ogg")),
        song(3, "First", path=Path("/m/a/2.ogg")),
    ]
    assert in_order(songs, SongOrder.FOLDER) == ["First", "Second", "Ours"]


def test_the_latest_scan_comes_first_and_in_it_the_order_of_files() -> None:
    songs = [
        song(1, "came with the app"),
        song(2, "later update of the app"),
        song(3, "old", added=100),
        song(5, "new two", added=200, path=Path("/m/n/2.ogg")),
        song(4, "new one", added=200, path=Path("/m/n/1.ogg")),
    ]
    assert in_order(songs, SongOrder.RECENT) == [
        "new one",
        "new two",
        "old",
        "later update of the app",
        "came with the app",
    ]


def test_slow_short_and_calming_songs_come_first() -> None:
    songs = [
        song(1, "quick", tempo=TempoAnswer(Bpm(120), TempoSource.TAG), duration_ms=Ms(9_000)),
        song(2, "slow", tempo=TempoAnswer(Bpm(60), TempoSource.TAG), duration_ms=Ms(5_000)),
        song(3, "unknown"),
    ]
    assert in_order(songs, SongOrder.TEMPO) == ["slow", "quick", "unknown"]
    assert in_order(songs, SongOrder.LENGTH) == ["slow", "quick", "unknown"]
    calmed = {TrackId(1): (2, 9), TrackId(3): (2, 3)}
    assert in_order(songs, SongOrder.NIGHTS, calmed) == ["unknown", "quick", "slow"]


def test_only_own_songs_are_listed_and_found() -> None:
    songs = [song(1, "Moon"), song(2, "Moonlight", origin=Origin.SONGBOOK)]
    lists, snapshot = SongLists(Provenance()), snapshot_of(songs)
    mine = SongFilter(own=True)
    for query in ("", "moon"):
        found = lists.find(snapshot, SongQuestion(DAY, query, mine))
        assert [track.title for track in found.rows] == ["Moon"]
    assert lists.find(snapshot, SongQuestion(DAY, "light", mine)).anywhere == 1


@given(
    st.lists(st.text(max_size=3), max_size=20),
    st.builds(Sorting, st.sampled_from(SongOrder), st.booleans()),
    st.randoms(),
)
def test_after_any_change_the_order_is_that_of_sorting_anew(
    titles: list[str], sorting: Sorting, chance: random.Random
) -> None:
    songs = [song(at, title, artist=title[:1]) for at, title in enumerate(titles)]
    lists, asked = SongLists(Provenance()), SongQuestion(DAY, sorting=sorting)
    snapshot = snapshot_of(songs)
    lists.find(snapshot, asked)
    ids = frozenset(track.id for track in songs if chance.random() < 0.3)
    fresh = [replace(track, title="new") for track in songs if track.id in ids and track.id % 2]
    later = snapshot.updated(fresh, ids)
    again = SongLists(Provenance()).find(later, asked)
    assert lists.find(later, asked).rows == again.rows


def test_more_songs_than_are_sorted_at_once_are_in_order() -> None:
    songs = [song(at, str(at * 7919 % 5_003)) for at in range(2 * PART + 3)]
    snapshot: LibrarySnapshot = snapshot_of(songs)
    assert list(snapshot.tracks) == sorted(songs, key=title_key)


def test_a_song_is_as_recent_as_the_scan_that_added_it(stores: Stores) -> None:
    first, later = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)
    file = FoundFile(Path("/m/a.ogg"), 9, 7, 0, Tags("a"))
    stores.library.add_folder(Path("/m"))
    stores.scans.apply(ScanBatch(found=(file,)), first)
    stores.scans.apply(ScanBatch(found=(replace(file, mtime_ns=8),)), later)
    assert added(stores) == first.timestamp(), "a changed file is no new song"
    stores.library.remove_folder(Path("/m"))
    stores.library.add_folder(Path("/m"))
    stores.scans.apply(ScanBatch(found=(file,)), later)
    assert added(stores) == later.timestamp(), "a folder added again brings its songs anew"


def test_songs_of_a_folder_that_is_added_again_are_recent(stores: Stores) -> None:
    first, later = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)
    stores.library.add_folder(Path("/m"))
    stores.scans.apply(ScanBatch(found=(FoundFile(Path("/m/a.ogg"), 9, 7, 0, Tags("a")),)), first)
    (track,) = stores.library.by_path([Path("/m/a.ogg")]).values()
    stores.library.remove_folder(Path("/m"))
    stores.scans.apply(ScanBatch(back=(track,)), later)
    assert added(stores) == later.timestamp()


def added(stores: Stores) -> int:
    (track,) = stores.library.some(list(stores.library.by_path([Path("/m/a.ogg")]).values()))
    return track.added
