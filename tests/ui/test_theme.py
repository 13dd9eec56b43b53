"""The theme caches fonts only for the current text size."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from lullaby.ui.theme import theme as theme_module
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import Text, Theme, plain_theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = plain_theme()
    dress(qapp, theme)
    return theme


def measured(theme: Theme, kind: Text, words: str) -> float:
    return QFontMetricsF(theme.font(kind)).horizontalAdvance(words)


def test_another_text_size_is_measured_again(theme: Theme) -> None:
    before = theme.width(Text.STRONG, "Sleep well")
    theme.set_text(200, 100, "storybook")
    assert theme.font(Text.STRONG).pixelSize() == 36
    assert theme.metrics(Text.STRONG).height() == QFontMetricsF(theme.font(Text.STRONG)).height()
    assert theme.width(Text.STRONG, "Sleep well") == measured(theme, Text.STRONG, "Sleep well")
    assert theme.width(Text.STRONG, "Sleep well") > before * 1.9


def test_kinds_of_text_are_measured_apart(theme: Theme) -> None:
    for kind in Text:
        assert theme.width(kind, "Sleep well") == measured(theme, kind, "Sleep well")


def test_whoever_changes_a_font_changes_only_his_own(theme: Theme) -> None:
    theme.font(Text.BODY).setPixelSize(99)
    assert theme.font(Text.BODY).pixelSize() == 18


def test_only_so_many_widths_are_kept(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_module, "MOST_WIDTHS", 2)
    for words in ("a", "bb", "ccc", "a"):
        assert theme.width(Text.ROW, words) == measured(theme, Text.ROW, words)
