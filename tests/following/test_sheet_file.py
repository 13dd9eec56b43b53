"""Files with sheets, damaged ones too."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.following.cells import cells_of
from lullaby.following.sheet_file import SheetError, read_sheet
from tests.following.singing import song

VALUES = st.none() | st.integers(-3, 200) | st.floats() | st.text(max_size=3)
NOTES = st.fixed_dictionaries(dict.fromkeys(("start", "end", "pitch", "syl", "line"), VALUES))
SOUND_NOTES = st.fixed_dictionaries(
    {
        "start": st.just(0),
        "end": st.floats(1, 5000),
        "pitch": st.integers(40, 80),
        "syl": st.just(0),
        "line": st.integers(0, 2),
    }
)


@settings(max_examples=40)
@given(st.text(max_size=50) | st.lists(VALUES, max_size=3).map(json.dumps))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(SheetError):
        read_sheet(text, "mine")


@settings(max_examples=60)
@given(st.lists(NOTES | SOUND_NOTES, max_size=6), st.integers(0, 3))
def test_any_sheet_is_refused_or_has_cells(notes: list[dict[str, object]], lines: int) -> None:
    text = json.dumps({"mine": {"notes": notes, "lines": [{"verse": 0}] * lines}})
    with contextlib.suppress(SheetError):
        sheet = read_sheet(text, "mine")
        assert len(sheet.notes) == len(notes)
        if notes:
            assert cells_of(sheet).note_last[-1] >= 2 * len(notes) - 1


def test_a_song_needs_notes_of_several_pitches() -> None:
    assert song().can_be_followed
    assert not song(((60,) * 14,)).can_be_followed
    assert not song(((60, 62, 64),)).can_be_followed
