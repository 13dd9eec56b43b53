"""Song preferences in the database."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import SpeedPitch
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.song_preferences import (
    EVERYBODY,
    FARTHEST,
    NO_PREFERENCES,
    SONG_ITSELF,
    ChildId,
    SongPreferences,
    TakeId,
    moved,
    with_preferences,
)
from lullaby.library.track import Track
from lullaby.stores import Stores, over
from lullaby.units import Ms


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    stores = over(memory, ())
    files = tuple(FoundFile(Path(f"/m/{name}.ogg"), 1, 1, 0, Tags(name)) for name in "ab")
    stores.scans.apply(ScanBatch(found=files))
    stores.library.add_folder(Path("/m"))
    return stores


def song(stores: Stores, title: str = "a") -> Track:
    return next(track for track in stores.library.tracks() if track.title == title)


def test_a_childs_preferences_override_those_for_everybody(stores: Stores) -> None:
    mila, track = stores.song_preferences.name_child("Mila"), song(stores).id
    stores.song_preferences.keep(
        track, EVERYBODY, SongPreferences(SpeedPitch(0.9, -1), louder=-2, earlier_ms=Ms(100))
    )
    stores.song_preferences.keep(track, mila, SongPreferences(SpeedPitch(0.8, -3), swapped=True))
    assert song(stores).speed_pitch == SpeedPitch(0.9, -1), "everybody's is the track's own"
    song_preferences = stores.song_preferences.of(track, mila)
    assert (song_preferences.speed_pitch, song_preferences.louder, song_preferences.earlier_ms) == (
        SpeedPitch(0.8, -3),
        -2,
        100,
    )
    assert song_preferences.swapped
    sung = with_preferences(song(stores), song_preferences)
    assert (sung.speed_pitch, sung.louder) == (SpeedPitch(0.8, -3), -2)
    assert with_preferences(
        song(stores), stores.song_preferences.of(track, EVERYBODY)
    ).speed_pitch == SpeedPitch(0.9, -1)


RECORDINGS = st.none() | st.integers(0, 3).map(TakeId)


@given(RECORDINGS, RECORDINGS)
def test_a_childs_recording_comes_before_everybodys(
    childs: TakeId | None, everybodys: TakeId | None
) -> None:
    mine, all_ = SongPreferences(recording=childs), SongPreferences(recording=everybodys)
    assert mine.over(all_).recording == (everybodys if childs is None else childs)


def test_a_chosen_recording_is_kept_until_it_is_cleared(stores: Stores) -> None:
    mila, track = stores.song_preferences.name_child("Mila"), song(stores).id
    stores.song_preferences.keep(track, EVERYBODY, SongPreferences(recording=TakeId(7)))
    assert stores.song_preferences.of(track, mila).recording == 7
    stores.song_preferences.keep(track, mila, SongPreferences(recording=SONG_ITSELF))
    assert stores.song_preferences.of(track, mila).recording == SONG_ITSELF
    assert stores.song_preferences.of(track, EVERYBODY).recording == 7
    stores.song_preferences.clear(track, EVERYBODY)
    assert stores.song_preferences.own(track, EVERYBODY).recording is None


def test_clearing_removes_one_childs_preferences_or_everybodys(stores: Stores) -> None:
    mila, track = stores.song_preferences.name_child("Mila"), song(stores).id
    stores.song_preferences.keep(track, EVERYBODY, SongPreferences(SpeedPitch(0.9, 0), louder=1))
    stores.song_preferences.keep(track, mila, SongPreferences(SpeedPitch(0.7, 0)))
    stores.song_preferences.clear(track, mila)
    assert stores.song_preferences.own(track, mila) == NO_PREFERENCES
    assert stores.song_preferences.of(track, mila).louder == 1
    stores.song_preferences.clear(track, EVERYBODY)
    assert song(stores).speed_pitch == SpeedPitch()
    assert stores.song_preferences.of(track, mila).is_plain


def test_children_keep_their_songs_through_a_new_name_and_leave_with_them(stores: Stores) -> None:
    mila, track = stores.song_preferences.name_child("Mila"), song(stores).id
    assert stores.song_preferences.name_child("Mila") == mila
    stores.song_preferences.keep(track, mila, SongPreferences(louder=-1))
    stores.song_preferences.rename_child(mila, "Mila Rose")
    assert [child.name for child in stores.song_preferences.children()] == ["Mila Rose"]
    noah = stores.song_preferences.name_child("Noah")
    stores.song_preferences.rename_child(noah, "Mila Rose")
    assert [child.name for child in stores.song_preferences.children()] == ["Mila Rose", "Noah"]
    stores.song_preferences.forget_child(mila)
    assert stores.song_preferences.own(track, mila) == NO_PREFERENCES
    assert [child.name for child in stores.song_preferences.children()] == ["Noah"]


def test_a_song_that_leaves_and_comes_back_is_sung_as_before(stores: Stores) -> None:
    mila = stores.song_preferences.name_child("Mila")
    stores.song_preferences.keep(
        song(stores).id, mila, SongPreferences(SpeedPitch(0.8, -3), earlier_ms=Ms(50))
    )
    gone = stores.library.remove_folder(Path("/m"))
    assert stores.library.tracks() == []
    stores.library.restore(gone)
    assert stores.song_preferences.own(song(stores).id, mila) == SongPreferences(
        SpeedPitch(0.8, -3), earlier_ms=Ms(50)
    )


def test_a_song_matched_to_another_keeps_its_preferences(stores: Stores) -> None:
    lost, found = song(stores, "a"), song(stores, "b")
    stores.song_preferences.keep(lost.id, ChildId(7), SongPreferences(louder=-3))
    stores.library.set_path(lost.id, found.path)
    assert stores.song_preferences.own(found.id, ChildId(7)).louder == -3


def test_a_song_that_is_not_there_is_not_kept(stores: Stores) -> None:
    stores.song_preferences.keep(
        song(stores).id.__class__(99), EVERYBODY, SongPreferences(louder=1)
    )
    assert stores.song_preferences.own(song(stores).id.__class__(99), EVERYBODY) == NO_PREFERENCES


def test_each_loudspeaker_has_its_own_delay(stores: Stores) -> None:
    stores.song_preferences.move_words_on("Kitchen", Ms(-200))
    stores.song_preferences.move_words_on("Kitchen", Ms(-150))
    assert (stores.song_preferences.words_on("Kitchen"), stores.song_preferences.words_on("")) == (
        -150,
        0,
    )


@given(st.integers(-6_000, 6_000), st.integers(-10, 10))
def test_words_move_in_steps_and_not_beyond_reason(at: int, steps: int) -> None:
    there = moved(Ms(at), steps)
    assert abs(there) <= FARTHEST
    if abs(at + 50 * steps) <= FARTHEST:
        assert there == at + 50 * steps
