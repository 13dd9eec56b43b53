"""Who sings the line: a disc, a diamond, or both linked, with the names of the singers."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.lyrics.model import Part
from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.mirroring import draw_text
from lullaby.ui.sing.singer_signs import Singers, paint_voice, voice_name
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed

VOICES = (Part.FIRST, Part.SECOND, Part.EVERYONE)
SIGN = 44


class VoiceChip(ControlButton):
    def __init__(self, theme: Theme, part: Part) -> None:
        super().__init__(theme)
        self.part = part
        self.setCheckable(True)
        self.show_singers(("", ""))

    def show_singers(self, singers: Singers) -> None:
        self.setText(voice_name(self.part, singers))
        self.setAccessibleName(self.tr("Sung by: {name}").format(name=self.text()))
        self.restyle()

    def design_size(self) -> QSize:
        return QSize(self.theme.px(96), max(48, self.theme.px(48)))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        on = self.isChecked()
        fill = mixed(t.surface2, t.accent, 0.12) if on else t.surface2
        self.body(painter, box, fill, t.accent if on else t.outline, px(18))
        middle = QPointF(px(26), box.height() / 2)
        paint_voice(painter, self.theme, self.part, middle, min(1.5, self.theme.scale))
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(t.text)
        words = QRectF(px(SIGN + 6), 0, box.width() - px(SIGN + 14), box.height())
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        draw_text(painter, words, shown, Qt.AlignmentFlag.AlignVCenter)


class VoiceChips(QWidget):
    """`chosen` tells the voice, only when the person chose."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._group = RadioGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._chips = [VoiceChip(theme, part) for part in VOICES]
        for chip in self._chips:
            self._group.add(chip)
            column.addWidget(chip)
            chip.clicked.connect(lambda *_, part=chip.part: self.chosen.emit(part))

    def show_part(self, part: Part | None) -> None:
        """The voice of the line; a background voice is none of these."""
        self._group.choose(next((chip for chip in self._chips if chip.part is part), None))

    def show_singers(self, singers: Singers) -> None:
        for chip in self._chips:
            chip.show_singers(singers)
