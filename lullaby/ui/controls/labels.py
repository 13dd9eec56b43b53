"""Texts, cards and key hints."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QWidget

from lullaby.ui.controls.buttons import key_cap_width, paint_key_cap
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text.lists import labelled
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha


class Label(QLabel):
    """A text of one kind and colour that follows the theme. `colour` names a token."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: Text = Text.BODY,
        colour: str = "text",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._colour = colour
        self.setAlignment(self.alignment())
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._style()
        theme.changed.connect(self._style)

    @property
    def scale(self) -> float:
        """The text size as a multiple of the design's."""
        return self._theme.scale

    def set_kind(self, kind: Text) -> None:
        if kind is not self._kind:
            self._kind = kind
            self._style()

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Align by the language of the app, even if the text is in another script."""
        side = QStyle.visualAlignment(self.layoutDirection(), alignment)
        super().setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)

    def showEvent(self, event: QShowEvent) -> None:
        """Set the palette again: Qt restores an older one when it first polishes a widget."""
        super().showEvent(event)
        self._style()

    def _style(self) -> None:
        self.setFont(self._theme.font(self._kind))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, getattr(self._theme.tokens, self._colour))
        self.setPalette(palette)


class Elided(Label):
    """One line, shortened with … if necessary; the tool tip shows the whole text."""

    def say(self, text: str) -> bool:
        """Show a text; returns whether it is another one."""
        changed = text != self.text()
        self.setText(text)
        return changed

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(48), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        metrics = QFontMetricsF(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        draw_text(painter, QRectF(self.rect()), shown, self.alignment())


class Card(QFrame):
    """A rounded surface with a thin outline and no shadow."""

    def __init__(
        self, theme: Theme, radius: int = 26, alpha: float = 0.95, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._radius = radius
        self._alpha = alpha
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        painter.setPen(QPen(self.edge(), 1))
        painter.setBrush(with_alpha(t.surface, self._alpha))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, self._radius, self._radius)

    def edge(self) -> QColor:
        return self._theme.tokens.line


class Separator(QWidget):
    """A hairline between rows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.tokens.line)


class KeyHint(QLabel):
    """A key cap and what it does: [Space] begin. To a screen reader it is text."""

    def __init__(self, theme: Theme, key: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self._text = text
        self.setAccessibleName(labelled(key, text))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        text = self._theme.width(Text.ROW, self._text)
        return QSize(round(key_cap_width(self._theme, self._key) + px(10) + text + 2), px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        cap = key_cap_width(self._theme, self._key)
        height = self._theme.px(28)
        paint_key_cap(
            painter, self._theme, self._key, QRectF(0, (self.height() - height) / 2, cap, height)
        )
        painter.setFont(self._theme.font(Text.ROW))
        painter.setPen(self._theme.tokens.text2)
        rest = QRectF(self.rect()).adjusted(cap + self._theme.px(10), 0, 0, 0)
        draw_text(painter, rest, self._text, Qt.AlignmentFlag.AlignVCenter)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
