"""Songs, playlists and routines in the database."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.entry import EntryId, EntrySong, JournalEntry
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.paths_as_text import path_of, text_of
from lullaby.library.playlist_store import PlaylistItem, item_of
from lullaby.library.routine import AmbientStep, BuiltIn, Playlist, RoutineIcon
from lullaby.library.track import Fault, Track
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, over
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm, Ms
from tests.fakes import A_NIGHT
from tests.library.tempos import keep_tempo


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    stores = over(memory, ())
    files = tuple(
        FoundFile(Path(f"/m/{name}.ogg"), 1, 1, 0, Tags(name, duration_ms=Ms(60_000), bpm=bpm))
        for name, bpm in (("a", Bpm(60)), ("b", None), ("c", Bpm(90)))
    )
    stores.scans.apply(ScanBatch(found=files))
    return stores


def song(stores: Stores, title: str) -> Track:
    return next(track for track in stores.library.tracks() if track.title == title)


def test_the_songs_of_the_app_are_there_and_seeded_once(memory: sqlite3.Connection) -> None:
    songs = catalogue(assets() / "songs")
    stores = over(memory, songs)
    assert len(stores.library.tracks()) == len(songs) >= 4
    routines = stores.routines.all()
    assert [routine.built_in for routine in routines] == list(BuiltIn)
    night = routines[0]
    tempos = [track.tempo.bpm or 0.0 for track in stores.routines.tracks(night)]
    assert tempos == sorted(tempos, reverse=True), "it slows towards the end"
    deleted = stores.playlists.delete(stores.playlists.all()[0].id)
    assert deleted is not None
    again = over(memory, songs)
    assert len(again.playlists.all()) == 2, "what was deleted is not made again"
    assert len(again.library.tracks()) == len(songs)
    fewer = over(memory, songs[:2])
    assert len(fewer.library.tracks()) == 2


def test_the_persons_word_on_a_tempo_wins_and_can_be_taken_back(stores: Stores) -> None:
    track = song(stores, "a").id
    keep_tempo(stores, track, TempoSource.CHOSEN, Bpm(72))
    assert song(stores, "a").tempo.bpm == 72
    keep_tempo(stores, track, TempoSource.CHOSEN, None)
    assert song(stores, "a").tempo.bpm == 60


def test_hiding_and_marking(stores: Stores) -> None:
    track = song(stores, "a").id
    stores.library.set_hidden(track, True)
    assert [each.title for each in stores.library.tracks()] == ["b", "c"]
    assert len(stores.library.tracks(include_hidden=True)) == 3
    stores.library.mark(track, Fault.UNREADABLE)
    found = stores.library.track(track)
    assert found is not None
    assert found.fault is Fault.UNREADABLE


def test_favourites_are_kept_and_go_to_the_file_that_replaces_them(stores: Stores) -> None:
    a, b, c = (song(stores, name) for name in "abc")
    stores.library.set_favourite([a.id, c.id], True)
    stores.library.set_favourite([c.id], False)
    assert [each.favourite for each in stores.library.some([a.id, b.id, c.id])] == [
        True,
        False,
        False,
    ]
    forgotten = stores.library.set_path(a.id, b.path)
    assert song(stores, "b").favourite
    assert forgotten is not None
    stores.library.restore(forgotten)
    assert song(stores, "a").favourite


def test_a_missing_file_can_be_found_by_hand(stores: Stores) -> None:
    playlist = stores.playlists.create("x")
    a = song(stores, "a")
    stores.playlists.add(playlist, [a])
    stores.library.mark(a.id, Fault.MISSING)
    stores.library.set_path(a.id, Path("/elsewhere/a.ogg"))
    assert song(stores, "a").fault is None
    assert stores.playlists.items(playlist)[0].path == Path("/elsewhere/a.ogg")


def test_a_file_found_again_replaces_the_missing_one(stores: Stores) -> None:
    playlist = stores.playlists.create("x")
    a, b = song(stores, "a"), song(stores, "b")
    stores.playlists.add(playlist, [a, b])
    keep_tempo(stores, a.id, TempoSource.CHOSEN, Bpm(72))
    played = EntrySong(int(a.id), "a", Ms(1))
    night = stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, songs=(played,)))
    stores.library.mark(a.id, Fault.MISSING)
    before = (stores.library.tracks(), stores.playlists.items(playlist))
    forgotten = stores.library.set_path(a.id, b.path)
    assert forgotten is not None
    assert stores.library.track(a.id) is None
    found = song(stores, "b")
    assert found.tempo.bpm == 72
    assert [item.track for item in stores.playlists.items(playlist)] == [found, found]
    entry = stores.journal.entry(night)
    assert entry is not None
    assert entry.songs[0].track_id == b.id
    stores.library.restore(forgotten)
    assert stores.playlists.items(playlist)[0] == before[1][0]
    assert stores.library.track(a.id) == before[0][0]


def test_a_folder_removed_by_mistake_is_restored_completely(stores: Stores) -> None:
    stores.library.add_folder(Path("/m"))
    playlist = stores.playlists.create("x")
    a = song(stores, "a")
    stores.playlists.add(playlist, [a])
    keep_tempo(stores, a.id, TempoSource.CHOSEN, Bpm(72))
    stores.library.set_hidden(song(stores, "c").id, True)
    stores.library.set_favourite([a.id], True)
    played = EntrySong(int(a.id), "a", Ms(1))
    night = stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, songs=(played,)))

    def everything() -> object:
        return (
            stores.library.folders(),
            stores.library.tracks(include_hidden=True),
            stores.playlists.items(playlist),
            stores.journal.entry(night),
            stores.scans.known(),
        )

    before = everything()
    forgotten = stores.library.remove_folder(Path("/m"))
    assert stores.library.tracks(include_hidden=True) == []
    stores.library.restore(forgotten)
    assert everything() == before
    forgotten = stores.library.remove_folder(Path("/m"))
    anew = FoundFile(Path("/m/a.ogg"), 1, 1, 0, Tags("anew"))
    stores.scans.apply(ScanBatch(found=(anew,)))
    stores.library.restore(forgotten)
    assert [item.title for item in stores.playlists.items(playlist)] == ["a"]
    assert stores.playlists.items(playlist)[0].track == song(stores, "anew")


def test_a_playlist_keeps_the_place_of_what_is_not_in_the_library(stores: Stores) -> None:
    playlist = stores.playlists.create("x")
    stranger = PlaylistItem(None, Path("/later/d.ogg"), "D")
    stores.playlists.set_items(playlist, [item_of(song(stores, "c")), stranger])
    stores.library.remove_folder(Path("/m"))
    stores.library.add_folder(Path("/m"))
    stores.library.remove_folder(Path("/m"))
    items = stores.playlists.items(playlist)
    assert [(item.track, item.title) for item in items] == [(None, "c"), (None, "D")]
    found = FoundFile(Path("/later/d.ogg"), 1, 1, 0, Tags("D at last"))
    stores.scans.apply(ScanBatch(found=(found,)))
    track = stores.playlists.items(playlist)[1].track
    assert track is not None
    assert track.title == "D at last"


def test_create_rename_duplicate_delete_restore(stores: Stores) -> None:
    first = stores.playlists.create("First")
    second = stores.playlists.create("Second")
    stores.playlists.add(first, [song(stores, "a"), song(stores, "a"), song(stores, "b")])
    stores.playlists.rename(Playlist(first, "Premier"))
    copy = stores.playlists.duplicate(first, "Copy")
    assert stores.playlists.items(copy) == stores.playlists.items(first)
    assert stores.playlists.counts()[first] == (3, 180_000)
    before = stores.playlists.all()
    deleted = stores.playlists.delete(first)
    assert deleted is not None
    assert [each.name for each in stores.playlists.all() if each.name] == ["Second", "Copy"]
    stores.playlists.restore(deleted)
    assert stores.playlists.all() == before
    assert len(stores.playlists.items(first)) == 3
    assert stores.playlists.delete(first) is not None
    assert stores.playlists.delete(first) is None
    assert second in {each.id for each in stores.playlists.all()}


def test_added_songs_are_taken_out_again_alone(stores: Stores) -> None:
    playlist = stores.playlists.create("x")
    stranger = PlaylistItem(None, Path("/later/d.ogg"), "D")
    stores.playlists.set_items(playlist, [item_of(song(stores, "c")), stranger])
    before = stores.playlists.items(playlist)
    first = stores.playlists.add(playlist, [song(stores, "a"), song(stores, "c")])
    titles = [item.title for item in stores.playlists.items(playlist)]
    assert titles == ["c", "D", "a", "c"]
    stores.playlists.remove_from(playlist, first)
    assert stores.playlists.items(playlist) == before


def test_a_deleted_playlist_comes_back_to_its_routine(memory: sqlite3.Connection) -> None:
    stores = over(memory, catalogue(assets() / "songs"))
    night = stores.routines.all()[0]
    assert night.playlist is not None
    deleted = stores.playlists.delete(night.playlist)
    assert deleted is not None
    assert stores.routines.all()[0].playlist is None
    assert stores.routines.tracks(stores.routines.all()[0]) == []
    stores.playlists.restore(deleted)
    assert stores.routines.all()[0] == night


def test_a_routine_is_saved_whole(memory: sqlite3.Connection) -> None:
    stores = over(memory, catalogue(assets() / "songs"))
    nap = stores.routines.all()[2]
    changed = replace(
        nap, minutes=None, ambient=(AmbientStep("ocean", 3), AmbientStep("rain", 0)), music_step=5
    )
    stores.routines.save(changed)
    assert stores.routines.all()[2] == changed


def test_an_own_routine_stands_after_the_others_and_can_be_deleted_and_restored(
    memory: sqlite3.Connection,
) -> None:
    routines = over(memory, catalogue(assets() / "songs")).routines
    nap = routines.all()[2]
    own = replace(
        nap,
        name="After the bath",
        built_in=None,
        minutes=25,
        ambient=(AmbientStep("fan", 4), AmbientStep("ocean", 12)),
        icon=RoutineIcon.BOOK,
        fade_minutes=4,
    )
    first, second = routines.add(own), routines.add(replace(own, name="In the car"))
    assert routines.all()[4:] == [
        replace(own, id=first),
        replace(own, id=second, name="In the car"),
    ]
    before = routines.all()
    deleted = routines.delete(first)
    assert deleted is not None
    assert routines.all() == [each for each in before if each.id != first]
    assert routines.delete(first) is None
    routines.save(replace(own, id=first))
    assert len(routines.all()) == 5, "a change that was still queued brings nothing back"
    routines.restore(deleted)
    assert routines.all() == before


def test_a_routine_whose_playlist_is_gone_plays_its_sounds(memory: sqlite3.Connection) -> None:
    stores = over(memory, catalogue(assets() / "songs"))
    own = replace(stores.routines.all()[1], name="After the bath", built_in=None)
    assert own.playlist is not None
    made = stores.routines.add(own)
    deleted = stores.routines.delete(made)
    assert deleted is not None
    stores.playlists.delete(own.playlist)
    stores.routines.restore(deleted)
    silent = replace(own, id=made, playlist=None)
    assert stores.routines.all()[-1] == silent
    stores.routines.save(replace(own, id=made))
    assert stores.routines.all()[-1] == silent
    again = stores.routines.add(own)
    assert stores.routines.all()[-1] == replace(silent, id=again)


def test_an_unknown_picture_is_a_heart(memory: sqlite3.Connection) -> None:
    routines = over(memory, catalogue(assets() / "songs")).routines
    made = routines.add(replace(routines.all()[0], name="Ours", built_in=None))
    memory.execute("UPDATE routine SET icon = 'comet' WHERE id = ?", (made,))
    assert routines.all()[-1].icon is RoutineIcon.HEART


@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name))
def test_any_name_on_disk_survives_the_database(name: bytes) -> None:
    path = Path("/m", name.decode("utf-8", "surrogateescape"))
    text = text_of(path)
    text.encode("utf-8")
    assert path_of(text) == path


@pytest.mark.parametrize(
    "name", ["\ue00041.ogg", "\ue000u0041.ogg", "half \ud83d.ogg", "\udce9.ogg"]
)
def test_any_character_in_a_name_survives_the_database(name: str) -> None:
    text_of(Path(name)).encode("utf-8")
    assert path_of(text_of(Path(name))) == Path(name)
