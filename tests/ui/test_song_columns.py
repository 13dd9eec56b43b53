"""Which columns of the list of songs stay as room grows short."""

import pytest

from lullaby.ui.library.song_columns import TITLE, columns


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_titles_keep_their_room_while_columns_leave_one_by_one(scale: float) -> None:
    left: list[int] = []
    for room in range(430, 1200):
        here = columns(room * scale, scale)
        assert here.title_end - here.title >= TITLE * scale
        left.append(sum(each is None for each in (here.words, here.journal, here.length)))
    assert sorted(left, reverse=True) == left
    assert set(left) == {0, 1, 2, 3}
