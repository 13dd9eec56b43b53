"""Palette and the short style sheet for Qt's own controls (menus, fields, scroll bars, dialogs)."""

from PySide6.QtGui import QColor, QPalette

from lullaby.ui.theme.fonts import SANS
from lullaby.ui.theme.theme import Theme

Role = QPalette.ColorRole


def palette(theme: Theme) -> QPalette:
    """Keeps everything dark from the very first frame.

    The style sheet refers to these roles. `BrightText`, `Midlight` and `LinkVisited`, otherwise
    unused here, hold the colours of the focus ring, the outline and disabled text.
    """
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
        Role.BrightText: t.focus,
        Role.PlaceholderText: t.text3,
        Role.Highlight: t.surface3,
        Role.HighlightedText: t.text,
        Role.Link: t.accent,
        Role.LinkVisited: t.text3,
        Role.Light: t.surface3,
        Role.Midlight: t.outline,
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
    """Refers to roles of `palette` instead of colours, so that only the text size changes it.

    A new style sheet restyles every control in a window, even hidden ones.
    """
    px = theme.px
    return f"""
QToolTip {{ background: palette(button); color: palette(text);
    border: 1px solid palette(mid); padding: {px(6)}px; }}
QMenu {{ background: palette(button); color: palette(text);
    font-family: "{SANS}"; font-size: {px(18)}px;
    border: 1px solid palette(mid); border-radius: {px(14)}px; padding: {px(8)}px; }}
QMenu::item {{ padding: {px(12)}px {px(24)}px; border-radius: {px(10)}px; }}
QMenu::item:selected {{ background: palette(highlight); }}
QMenu::item:disabled {{ color: palette(link-visited); }}
QMenu::separator {{ height: 1px; background: palette(mid); margin: {px(6)}px {px(12)}px; }}
QLineEdit {{ background: transparent; border: none; color: palette(text);
    selection-background-color: palette(highlight); selection-color: palette(text); }}
QScrollArea, QAbstractItemView {{ background: transparent; border: none; outline: none; }}
QTableView {{ selection-background-color: transparent; }}
QScrollArea:focus {{ border: 2px solid palette(bright-text); border-radius: {px(12)}px; }}
QScrollBar:vertical {{ background: transparent; width: {px(14)}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: palette(mid); border-radius: {px(5)}px;
    min-height: {px(48)}px; margin: 2px {px(2)}px; }}
QScrollBar::handle:vertical:hover {{ background: palette(midlight); }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
    {{ background: none; width: 0; height: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(14)}px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: palette(mid); border-radius: {px(5)}px;
    min-width: {px(48)}px; margin: {px(2)}px 2px; }}
QScrollBar::handle:horizontal:hover {{ background: palette(midlight); }}
"""
