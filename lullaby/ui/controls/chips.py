"""Choices in a row: separate chips, and segments in one pill."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.theme.theme import Text, Theme


class Chip(ControlButton):
    """One choice; checked ones are filled."""

    def __init__(
        self, theme: Theme, text: str, width: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.setText(text)
        self.setCheckable(True)
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def design_size(self) -> QSize:
        px = self.theme.px
        text = QFontMetricsF(self.theme.font(Text.STRONG)).horizontalAdvance(self.text())
        fitting = round(text) + px(36 if self._width is None else 24)
        return QSize(max(fitting, px(self._width or 0)), px(52))

    def minimumSizeHint(self) -> QSize:
        return self.tightest(0)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t = self.theme.tokens
        chosen = self.isChecked()
        fill, edge = (t.fill, None) if chosen else (t.surface2, t.outline)
        self.body(painter, box, fill, edge, min(self.theme.px(18), box.height() / 2))
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(t.on_accent if chosen else t.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class Segment(Chip):
    """One part of a segmented pill: no edge of its own."""

    def design_size(self) -> QSize:
        px = self.theme.px
        text = QFontMetricsF(self.theme.font(Text.STRONG)).horizontalAdvance(self.text())
        return QSize(round(text) + px(44), px(48))

    def minimumSizeHint(self) -> QSize:
        return self.tightest(self.theme.px(44) - 20)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t = self.theme.tokens
        chosen = self.isChecked()
        self.body(painter, box, t.fill if chosen else None, None, box.height() / 2)
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(t.on_accent if chosen else t.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class ChipRow(QWidget):
    """Chips of which one is chosen. `chosen` tells its place, only when the person chose."""

    chosen = Signal(int)

    def __init__(
        self,
        theme: Theme,
        texts: Sequence[str],
        width: int | None = None,
        gap: int = 8,
        stretch: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        for place, text in enumerate(texts):
            chip = self.make_chip(theme, text, width)
            self._group.addButton(chip, place)
            row.addWidget(chip, 1 if stretch else 0)
        if not stretch:
            row.addStretch(1)
        self._group.idClicked.connect(self.chosen)

    def make_chip(self, theme: Theme, text: str, width: int | None) -> Chip:
        return Chip(theme, text, width)

    @property
    def chips(self) -> list[Chip]:
        return [chip for chip in self._group.buttons() if isinstance(chip, Chip)]

    @property
    def place(self) -> int:
        return self._group.checkedId()

    def choose(self, place: int | None) -> None:
        """Show a choice without telling it; None for no choice."""
        self._group.setExclusive(False)
        for at, chip in enumerate(self.chips):
            chip.setChecked(at == place)
        self._group.setExclusive(True)


class Segmented(ChipRow):
    """Choices in one pill: tabs and modes."""

    def __init__(self, theme: Theme, texts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(theme, texts, gap=0, parent=parent)
        self._theme = theme
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(4, 4, 4, 4)
        layout.takeAt(layout.count() - 1)
        self.choose(0)
        theme.changed.connect(self.update)

    def make_chip(self, theme: Theme, text: str, width: int | None) -> Chip:
        return Segment(theme, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        painter.setPen(QPen(t.line, 1.2))
        painter.setBrush(t.surface)
        box = QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
