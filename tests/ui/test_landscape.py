"""The landscape behind Tonight."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from lullaby.ui.graphics.scene import Outlook, Scene
from lullaby.ui.theme.theme import plain_theme

WINDOW = 4 * (6 * 6 - 4)
"""How many px are wholly in one of its four panes, which have round corners."""


def lit_px(width: int, height: int, house_x: float) -> int:
    """How many px of the house's window are lit in the picture."""
    theme = plain_theme()
    outlook = Outlook(QSize(width, height), 1.0, house_x)
    image = Scene(theme).picture(outlook).toImage().convertToFormat(QImage.Format.Format_RGB32)
    middle = round(house_x)
    return sum(
        image.pixelColor(x, y) == theme.tokens.accent
        for x in range(middle - 12, middle + 12)
        for y in range(round(height * 0.7), round(height * 0.9))
    )


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080), (2560, 1440)])
@pytest.mark.parametrize("share", [0.07, 0.24, 0.33, 0.46])
def test_no_hill_covers_the_lit_window_of_the_house(
    qapp: QApplication, size: tuple[int, int], share: float
) -> None:
    width, height = size
    assert lit_px(width, height, round(share * width)) >= WINDOW
