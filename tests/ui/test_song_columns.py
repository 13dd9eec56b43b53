"""Which columns of the song list remain as space shrinks."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import QApplication, QWidget

from lullaby.ui.controls import folded_row
from lullaby.ui.controls.folded_row import tell_cut_title
from lullaby.ui.library.song_columns import COVER, TITLE, columns
from lullaby.ui.text.lines import broken
from lullaby.ui.theme import fonts
from lullaby.ui.theme.theme import plain_theme


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_titles_keep_their_width_while_columns_are_hidden_one_by_one(scale: float) -> None:
    left: list[int] = []
    for room in range(430, 1200):
        here = columns(room * scale, scale)
        assert here.title_end - here.title >= TITLE * scale
        left.append(sum(each is None for each in (here.words, here.journal, here.length)))
    assert sorted(left, reverse=True) == left
    assert set(left) == {0, 1, 2, 3}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_narrow_row_folds_before_its_title_is_cut(scale: float) -> None:
    """Down to the width in the smallest window."""
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


class Tips:
    """Replaces QToolTip, which the offscreen platform cannot show."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def showText(self, where: QPoint, text: str, view: QWidget) -> None:
        self.shown.append(text)


def test_a_cut_title_is_shown_in_its_tool_tip(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    tips = Tips()
    monkeypatch.setattr(folded_row, "QToolTip", tips)
    theme, view = plain_theme(), QWidget()
    title = "A very long title of a song that nobody can read whole in a narrow row"
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1))
    assert not tell_cut_title(theme, title, 2_000, False, event, view, "Slow")
    assert tell_cut_title(theme, title, 150, True, event, view, "Slow")
    assert tips.shown == [f"{title}\nSlow"]
