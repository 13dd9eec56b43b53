"""Which columns of the list of songs stay as room grows short."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from lullaby.ui.library.song_columns import COVER, TITLE, columns
from lullaby.ui.text.lines import broken
from lullaby.ui.theme import fonts


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_titles_keep_their_room_while_columns_leave_one_by_one(scale: float) -> None:
    left: list[int] = []
    for room in range(430, 1200):
        here = columns(room * scale, scale)
        assert here.title_end - here.title >= TITLE * scale
        left.append(sum(each is None for each in (here.words, here.journal, here.length)))
    assert sorted(left, reverse=True) == left
    assert set(left) == {0, 1, 2, 3}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_narrow_row_folds_before_its_title_is_cut(scale: float) -> None:
    """Down to what the smallest window leaves."""
    for width in range(270, round(430 * scale)):
        here = columns(width, scale)
        assert here.title_end - here.title >= min(TITLE * scale, width - 120), width
        assert here.title_end < here.button
        assert here.folded is (here.tempo is None)
        assert here.cover is None or here.title - here.cover >= COVER * scale


def test_a_folded_title_takes_two_lines_before_it_is_cut(qapp: QApplication) -> None:
    font = fonts.font(fonts.SANS, 36, fonts.Weight.Medium, False)
    metrics = QFontMetricsF(font)
    title = "Hush, Little Baby"
    wide = metrics.horizontalAdvance("Hush, Little") + 4
    assert broken(title, font, wide, 2) == ["Hush, Little", "Baby"]
    assert broken(title, font, 2 * wide, 2) == [title]
    cut = broken("Hush, Little Baby, don’t say a word", font, wide, 2)
    assert cut[0] == "Hush, Little"
    assert cut[1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= wide for line in cut)
