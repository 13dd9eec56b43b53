"""A long text to read, with mouse or keys."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QTextBrowser

from lullaby.ui.theme.theme import Text, Theme

ASIDE = 100
ROOM = 16
"""The margin around the text, in px at 100 %."""


class Reading(QTextBrowser):
    """Rich text in the colours and size of the theme. It opens no links."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._page = ""
        self.setOpenLinks(False)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(8)
        theme.changed.connect(self._restyle)
        self._restyle()

    def read(self, page: str) -> None:
        """Show a page from its top."""
        self._page = page
        self._restyle()
        self.verticalScrollBar().setValue(0)

    def height_for(self, width: int) -> int:
        """Its height in px without scrolling, for a width in px at 100 %."""
        document = self.document().clone()
        document.setTextWidth(self._theme.px(width - ASIDE))
        return round(document.size().height()) + self._theme.px(ROOM)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(640), self._theme.px(900))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def _restyle(self) -> None:
        t, font = self._theme.tokens, self._theme.font
        self.setFont(font(Text.ROW))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, t.text)
        self.setPalette(palette)
        self.setStyleSheet(
            "QTextBrowser { background: transparent; border: 2px solid transparent;"
            f" border-radius: 12px; color: {t.text.name()};"
            f" selection-background-color: {t.surface3.name()};"
            f" selection-color: {t.text.name()}; }}"
            f"QTextBrowser:focus {{ border-color: {t.focus.name()}; }}"
        )
        large, middle = font(Text.HEADING), font(Text.STRONG)
        self.document().setDefaultStyleSheet(
            f"h2 {{ font-family: '{large.family()}'; font-size: {large.pixelSize()}px;"
            f" font-weight: 600; color: {t.text.name()}; margin-top: 12px; }}"
            f"h3 {{ font-size: {middle.pixelSize()}px; font-weight: 500;"
            f" color: {t.accent.name()}; margin-top: 18px; margin-bottom: 4px; }}"
            f"p {{ color: {t.text2.name()}; margin-top: 4px; margin-bottom: 8px; }}"
        )
        at = self.verticalScrollBar().value()
        self.setHtml(self._page)
        self.verticalScrollBar().setValue(at)
