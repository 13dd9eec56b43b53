"""The database does the counting, without reading songs."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lullaby.library import store
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Fault, TrackId
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, open_stores, over
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm
from tests.fakes import A_NIGHT
from tests.library.tempos import keep_tempo

MUSIC, BESIDE = Path("/music"), Path("/music and more")


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path / "a.sqlite3", A_NIGHT, catalogue(assets() / "songs"))
    yield opened
    opened.beside.close()
    opened.connection.close()


def add(stores: Stores, path: Path, bpm: float | None = None, **more: object) -> TrackId:
    tags = Tags(path.stem, bpm=None if bpm is None else Bpm(bpm))
    stores.scans.apply(ScanBatch(found=(FoundFile(path, 1, 1, 0, tags, **more),)))  # type: ignore[arg-type]
    return stores.library.by_path([path])[path]


def rows_made(stores: Stores, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> int:
    """How many songs `work` created from rows."""
    made: list[object] = []
    whole = store.track_of

    def counted(row: object) -> object:
        made.append(row)
        return whole(row)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "track_of", counted)
    work()
    return len(made)


def test_a_folder_counts_what_it_holds_and_nothing_beside_it(stores: Stores) -> None:
    for folder in (MUSIC, BESIDE):
        stores.library.add_folder(folder)
    tapped = add(stores, MUSIC / "a" / "one.mp3")
    add(stores, MUSIC / "two.mp3", 70)
    hidden = add(stores, MUSIC / "three.mp3")
    add(stores, BESIDE / "four.mp3")
    away = add(stores, BESIDE / "five.mp3", 60)
    keep_tempo(stores, tapped, TempoSource.TAPPED, Bpm(65))
    stores.library.set_hidden(hidden, True)
    stores.library.mark(away, Fault.AWAY)
    counts = [(c.path, c.songs, c.tempo_known, c.away) for c in stores.library.folder_counts()]
    assert counts == [(MUSIC, 3, 2, 0), (BESIDE, 2, 1, 1)]
    assert stores.library.hidden_count() == 1


def test_a_song_that_is_away_is_not_counted_while_a_copy_exists(stores: Stores) -> None:
    stores.library.add_folder(MUSIC)
    lost = add(stores, MUSIC / "lost.mp3", content="ab12")
    add(stores, MUSIC / "there.mp3", content="ab12")
    assert [each.songs for each in stores.library.folder_counts()] == [2]
    stores.library.mark(lost, Fault.MISSING)
    assert [each.songs for each in stores.library.folder_counts()] == [1]


def test_removing_a_folder_removes_only_its_own_songs(stores: Stores) -> None:
    inner = MUSIC / "inner"
    for folder in (MUSIC, inner, BESIDE):
        stores.library.add_folder(folder)
    gone = add(stores, MUSIC / "one.mp3")
    kept = [add(stores, inner / "two.mp3"), add(stores, BESIDE / "three.mp3")]
    assert stores.library.remove_folder(MUSIC).removed == (gone,)
    own = {track.id for track in stores.library.tracks() if track.songbook_id is None}
    assert own == set(kept)


def test_counting_makes_no_songs(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    stores.library.add_folder(MUSIC)
    add(stores, MUSIC / "one.mp3", 70)

    def count() -> None:
        assert stores.library.songbook_count() == len(stores.songs)
        stores.library.folder_counts()
        stores.library.hidden_count()
        stores.scans.empty()

    assert rows_made(stores, monkeypatch, count) == 0


def test_a_second_start_reads_no_song(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(stores, MUSIC / "one.mp3", 70)

    def again() -> None:
        opened = open_stores(tmp_path / "a.sqlite3", A_NIGHT, stores.songs)
        opened.connection.close()

    assert rows_made(stores, monkeypatch, again) == 0


def test_a_library_in_memory_can_be_read_by_other_threads(memory: sqlite3.Connection) -> None:
    stores = over(memory, catalogue(assets() / "songs"))
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(lambda: len(stores.library.here().tracks())).result()
    assert read == len(stores.songs)
    stores.beside.close()
