"""Applies typefaces and colours to the whole application."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from lullaby.paths import assets
from lullaby.ui.theme.fonts import Fonts
from lullaby.ui.theme.icons import Icons
from lullaby.ui.theme.stylesheet import palette, stylesheet
from lullaby.ui.theme.theme import Theme


def plain_theme() -> Theme:
    """Colours alone, enough to paint a picture."""
    return Theme(Icons(assets() / "icons"))


def dress(app: QApplication, theme: Theme) -> Fonts:
    """Set style, typefaces and palette, before any control is created and measures itself."""
    app.setStyle("Fusion")
    fonts = Fonts(assets() / "fonts")

    def follow() -> None:
        """Restyle every control, only when something looks different.

        Each window gets the style sheet itself: set on the application, it would cost four times as
        much for the same controls.
        """
        colours, rules = palette(theme), stylesheet(theme)
        if colours != app.palette():
            app.setPalette(colours)
        for window in app.topLevelWidgets():
            shown = window.styleSheet() or app.styleSheet()
            if window.parentWidget() is None and shown != rules:
                window.setStyleSheet(rules)

    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme))
    theme.changed.connect(follow)
    app.setWindowIcon(QIcon(str(assets() / "icons" / "lullaby.svg")))
    return fonts
