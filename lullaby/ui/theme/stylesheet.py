"""Palette and the short style sheet for Qt's own controls (menus, fields, scroll bars, dialogs)."""

from PySide6.QtGui import QColor, QPalette

from lullaby.ui.theme.fonts import SANS
from lullaby.ui.theme.theme import Theme

Role = QPalette.ColorRole


def palette(theme: Theme) -> QPalette:
    """Keeps everything dark from the very first frame."""
    t = theme.tokens
    made = QPalette()
    colours: dict[QPalette.ColorRole, QColor] = {
        Role.Window: t.bg,
        Role.Base: t.surface,
        Role.AlternateBase: t.surface2,
        Role.Button: t.surface2,
        Role.ToolTipBase: t.surface2,
        Role.WindowText: t.text,
        Role.Text: t.text,
        Role.ButtonText: t.text,
        Role.ToolTipText: t.text,
        Role.BrightText: t.text,
        Role.PlaceholderText: t.text3,
        Role.Highlight: t.surface3,
        Role.HighlightedText: t.text,
        Role.Link: t.accent,
        Role.LinkVisited: t.accent,
        Role.Light: t.surface3,
        Role.Midlight: t.surface2,
        Role.Mid: t.line,
        Role.Dark: t.line,
        Role.Shadow: t.bg,
        Role.Accent: t.accent,
    }
    for role, colour in colours.items():
        made.setColor(role, colour)
    made.setColor(QPalette.ColorGroup.Disabled, Role.Text, t.text3)
    made.setColor(QPalette.ColorGroup.Disabled, Role.ButtonText, t.text3)
    return made


def stylesheet(theme: Theme) -> str:
    t, px = theme.tokens, theme.px
    return f"""
QToolTip {{ background: {t.surface2.name()}; color: {t.text.name()};
    border: 1px solid {t.line.name()}; padding: {px(6)}px; }}
QMenu {{ background: {t.surface2.name()}; color: {t.text.name()};
    font-family: "{SANS}"; font-size: {px(18)}px;
    border: 1px solid {t.line.name()}; border-radius: {px(14)}px; padding: {px(8)}px; }}
QMenu::item {{ padding: {px(12)}px {px(24)}px; border-radius: {px(10)}px; }}
QMenu::item:selected {{ background: {t.surface3.name()}; }}
QMenu::item:disabled {{ color: {t.text3.name()}; }}
QMenu::separator {{ height: 1px; background: {t.line.name()}; margin: {px(6)}px {px(12)}px; }}
QLineEdit {{ background: transparent; border: none; color: {t.text.name()};
    selection-background-color: {t.surface3.name()}; selection-color: {t.text.name()}; }}
QScrollArea, QAbstractItemView {{ background: transparent; border: none; outline: none; }}
QScrollArea:focus {{ border: 2px solid {t.focus.name()}; border-radius: {px(12)}px; }}
QScrollBar:vertical {{ background: transparent; width: {px(14)}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.line.name()}; border-radius: {px(5)}px;
    min-height: {px(48)}px; margin: 2px {px(2)}px; }}
QScrollBar::handle:vertical:hover {{ background: {t.outline.name()}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
    {{ background: none; width: 0; height: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(14)}px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {t.line.name()}; border-radius: {px(5)}px;
    min-width: {px(48)}px; margin: {px(2)}px 2px; }}
QScrollBar::handle:horizontal:hover {{ background: {t.outline.name()}; }}
"""
