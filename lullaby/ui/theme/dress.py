"""Applies typefaces and colours to the whole application."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QMenu, QScrollBar

from lullaby.paths import assets
from lullaby.ui.theme.fonts import Fonts
from lullaby.ui.theme.stylesheet import palette
from lullaby.ui.theme.theme import Theme

STYLED = (QAbstractScrollArea, QLineEdit, QMenu, QScrollBar)
"""The controls that have a style sheet rule. Qt resolves palette colours in a rule only once."""


def dress(app: QApplication, theme: Theme) -> Fonts:
    """Set style, typefaces and palette, before any control is created and measures itself.

    The main window has the style sheet: with one on the application, Qt would style a control again
    whenever it, or anything around it, is placed in something.
    """
    app.setStyle("Fusion")
    fonts = Fonts(assets() / "fonts")

    def follow() -> None:
        colours = palette(theme)
        if colours != app.palette():
            app.setPalette(colours)
            recolour(app)

    app.setPalette(palette(theme))
    theme.changed.connect(follow)
    app.setWindowIcon(QIcon(str(assets() / "icons" / "lullaby.svg")))
    return fonts


def recolour(app: QApplication) -> None:
    """Make the controls that have a style sheet rule read the palette again."""
    for window in app.topLevelWidgets():
        for kind in STYLED:
            for control in (window, *window.findChildren(kind)):
                if isinstance(control, kind):
                    style = control.style()
                    style.unpolish(control)
                    style.polish(control)
                    control.update()
