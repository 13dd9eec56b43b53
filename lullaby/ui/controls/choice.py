"""The current choice in a pill; a press opens the others as a menu."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy

from lullaby.ui.controls.buttons import MOST_GROWTH, PillButton
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.mirroring import draw_text
from lullaby.ui.text.lists import labelled
from lullaby.ui.theme.theme import Text, Theme


class ChoicePill(PillButton):
    """`chosen` emits an index, only when the person chose. Screen readers call it `what`."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, what: str, least: int = 0) -> None:
        """With `least`, its text is cut in little space, down to that width in px at 100 %."""
        super().__init__(theme, height=48)
        self._what = what
        self._least = least
        self._texts: Sequence[str] = ()
        self._place = 0
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.clicked.connect(self._open)

    def offer(self, texts: Sequence[str], place: int) -> None:
        """Show one of the texts; the pill is as wide as the widest of them."""
        self._texts, self._place = texts, place
        self.setText(texts[place] if texts else "")
        self.setAccessibleName(labelled(self._what, self.text()))
        self.updateGeometry()
        self.update()

    def design_size(self) -> QSize:
        metrics = self.theme.metrics(Text.STRONG)
        widest = max((metrics.horizontalAdvance(text) for text in self._texts), default=0)
        height = round(48 * min(self.theme.scale, MOST_GROWTH))
        return QSize(round(widest + self.theme.px(68)), height)

    def minimumSizeHint(self) -> QSize:
        size = self.design_size()
        if self._least:
            size.setWidth(min(size.width(), self.theme.px(self._least)))
        return size

    def draw(self, painter: QPainter, box: QRectF) -> None:
        px = self.theme.px
        fill, edge, colour = self.colours()
        self.body(painter, box, fill, edge, box.height() / 2 - 1)
        size = px(20)
        spot = QRectF(box.right() - px(16) - size, (box.height() - size) / 2, size, size)
        self.theme.icons.paint(painter, "chevron-down", self.theme.tokens.text2, spot)
        font = self.theme.font(Text.STRONG)
        painter.setFont(font)
        painter.setPen(colour)
        words = QRectF(px(20), 0, max(0.0, spot.left() - px(24)), box.height())
        shown = QFontMetricsF(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        draw_text(painter, words, shown, Qt.AlignmentFlag.AlignVCenter)

    def _open(self) -> None:
        menu = PassingMenu(self)
        group = QActionGroup(menu)
        for place, text in enumerate(self._texts):
            action = menu.addAction(text, lambda at=place: self.chosen.emit(at))
            action.setCheckable(True)
            action.setChecked(place == self._place)
            group.addAction(action)
            if place == self._place:
                menu.setActiveAction(action)
        open_below(menu, self)
