"""Applies typefaces and colours to the whole application."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QMenu, QScrollBar

from lullaby.paths import assets
from lullaby.ui.theme.fonts import Fonts
from lullaby.ui.theme.stylesheet import palette, stylesheet
from lullaby.ui.theme.theme import Theme

STYLED = (QAbstractScrollArea, QLineEdit, QMenu, QScrollBar)
"""The controls that have a style sheet rule. Qt resolves palette colours in a rule only once."""


def dress(app: QApplication, theme: Theme) -> Fonts:
    """Set style, typefaces and palette, before any control is created and measures itself."""
    app.setStyle("Fusion")
    fonts = Fonts(assets() / "fonts")

    def follow() -> None:
        """Apply the theme. Only a new text size changes the style sheet, which restyles everything.

        Each window gets the style sheet itself: set on the application, it would cost four times as
        much for the same controls.
        """
        colours, rules = palette(theme), stylesheet(theme)
        if colours != app.palette():
            app.setPalette(colours)
            recolour(app)
        for window in app.topLevelWidgets():
            shown = window.styleSheet() or app.styleSheet()
            if window.parentWidget() is None and shown != rules:
                window.setStyleSheet(rules)

    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme))
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
