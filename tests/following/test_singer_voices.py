"""The voices of the singers are kept as a text, and a damaged one costs only itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.following.singer_voices import read_voices, write_voices
from lullaby.following.suiting_key import VoiceRange

PITCHES = st.lists(st.integers(0, 127), min_size=3, max_size=3).map(sorted)
VOICES = st.dictionaries(st.text(max_size=8), PITCHES.map(lambda p: VoiceRange(*map(float, p))))


@given(VOICES)
def test_what_is_kept_is_read(voices: dict[str, VoiceRange]) -> None:
    assert read_voices(write_voices(voices)) == voices


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"Ada": 7}', '{"Ada": [1, 2]}', '{"Ada": [60, 50, 70]}'],
)
def test_what_is_damaged_is_no_voice(text: str) -> None:
    assert read_voices(text) == {}


@pytest.mark.parametrize("row", ["[0, 1, 128]", "[true, 1, 2]", '["50", 60, 70]', "[1.5, 2, 3]"])
def test_a_damaged_voice_leaves_the_others(row: str) -> None:
    kept = read_voices(f'{{"Ada": {row}, "Ben": [50, 57, 64]}}')
    assert kept == {"Ben": VoiceRange(50, 57, 64)}
