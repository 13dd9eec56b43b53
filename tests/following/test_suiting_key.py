"""The key that suits a singer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.following.melody import MelodyNote
from lullaby.following.suiting_key import (
    LEAST_RANGE,
    MOST,
    VoiceRange,
    range_of,
    suiting_key,
    voice_of,
)
from tests.following.singing import song

SONG = range_of(song().notes)


def test_the_middle_is_where_most_time_is_sung() -> None:
    notes = (MelodyNote(60, 100, 0, 0), MelodyNote(67, 900, 1, 0), MelodyNote(72, 300, 2, 0))
    assert range_of(notes) == VoiceRange(60, 67, 72)
    with pytest.raises(ValueError, match="no notes"):
        range_of(())


@pytest.mark.parametrize(("sung", "moved"), [(-2, -2), (3.2, 3), (-14, -2), (-10, 2), (0.1, 0)])
def test_the_song_that_was_sung_moves_to_where_it_was_sung(sung: float, moved: int) -> None:
    assert suiting_key(SONG, voice_of(SONG, sung)) == moved


def test_a_higher_song_moves_further_down() -> None:
    voice = voice_of(SONG, -2)
    assert suiting_key(SONG.moved(4), voice) == -6
    assert suiting_key(SONG.moved(-3), voice) == 1


def test_a_song_with_a_high_note_avoids_it() -> None:
    voice = VoiceRange(57, 64, 69)
    high = VoiceRange(57, 64, 74)
    assert suiting_key(high, voice) < 0


def test_a_narrow_song_still_makes_a_voice_of_a_fifth() -> None:
    voice = voice_of(VoiceRange(60, 61, 62), 0)
    assert voice.high - voice.low == pytest.approx(LEAST_RANGE)


@given(
    st.floats(30, 80),
    st.floats(0, 24),
    st.floats(-24, 24),
    st.floats(0, 1),
)
def test_any_song_gets_a_possible_key_near_its_own(
    low: float, width: float, sung: float, share: float
) -> None:
    wide = VoiceRange(low, low + share * width, low + width)
    moved = suiting_key(wide, voice_of(SONG, sung))
    assert -MOST <= moved <= MOST
    own = suiting_key(wide, voice_of(wide, sung))
    off = (own - sung + 6) % 12 - 6
    assert abs(off) <= 1.0
