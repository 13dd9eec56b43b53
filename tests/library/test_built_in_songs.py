"""The built-in playlists know whether somebody edited them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.built_in_songs import built_in_songs, is_unedited
from lullaby.library.routine import BuiltIn
from lullaby.library.track import Track, TrackId
from lullaby.tempo.answer import TempoAnswer, TempoSource
from lullaby.units import Bpm

WITH_SONGS = (BuiltIn.NIGHT_WAKING, BuiltIn.BEDTIME, BuiltIn.NAP)


def pace(song: Track) -> float:
    return song.tempo.bpm or 0


def song(at: int, bpm: int) -> Track:
    tempo = TempoAnswer(Bpm(bpm), TempoSource.TAG)
    return Track(TrackId(at), Path(f"/{at}.ogg"), str(at), tempo=tempo)


songbooks = st.lists(st.integers(40, 120), min_size=9, max_size=20).map(
    lambda paces: [song(at, bpm) for at, bpm in enumerate(paces)]
)


@pytest.mark.parametrize("built_in", WITH_SONGS)
@given(songs=songbooks, later=st.lists(st.integers(40, 120), max_size=4))
def test_songs_of_a_later_version_are_no_edit(
    built_in: BuiltIn, songs: list[Track], later: list[int]
) -> None:
    made = built_in_songs(songs, pace)[built_in]
    more = [*songs, *(song(100 + at, bpm) for at, bpm in enumerate(later))]
    assert is_unedited(made, built_in, more, pace)


@pytest.mark.parametrize("built_in", WITH_SONGS)
@given(songs=songbooks, at=st.integers(0, 3))
def test_a_song_less_or_another_order_is_an_edit(
    built_in: BuiltIn, songs: list[Track], at: int
) -> None:
    made = built_in_songs(songs, pace)[built_in]
    assert not is_unedited([*made[:at], *made[at + 1 :]], built_in, songs, pace)
    assert not is_unedited([], built_in, songs, pace)
    assert not is_unedited([*made, made[0]], built_in, songs, pace)
    assert not is_unedited([made[-1], *made[:-1]], built_in, songs, pace)
