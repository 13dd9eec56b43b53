"""The head of the Sing screen: Back, title with a line under it, and tools."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.audio.port import SpeedPitch
from lullaby.library.track import Track
from lullaby.ui.controls.labels import Elided
from lullaby.ui.controls.more import MoreButton, make_room, row_width
from lullaby.ui.mirroring import draw_text
from lullaby.ui.sing import song_preferences_words
from lullaby.ui.sing.aid_tile import HeadTile
from lullaby.ui.sing.singing_options import SingingOptions
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.sing.timer_chip import TimerChip
from lullaby.ui.text import names
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Theme

BETWEEN = "  ·  "
HEAD, LOW_HEAD = 28, 10
"""The space above the row, in px."""

GAP = 12
RARE = 2
TIGHT, TIGHT_EDGE = 700, 16
TITLE, LEAST_TITLE = 200, 48
"""The title's width before tools are hidden, and its least width, in px at 100 %."""


def heading(
    song_preferences: SongPreferencesController,
    how: SingingOptions | None,
    track: Track | None,
    speed_pitch: SpeedPitch,
    pace: float,
) -> str:
    """The preferences of the song, its words, its author and its tempo."""
    if track is None:
        return ""
    key = how.key_words(track, speed_pitch) if how is not None else names.key_words(speed_pitch)
    sung = song_preferences.words(track) or key
    parts = [
        sung,
        song_preferences_words.moved_words(song_preferences.earlier(track)),
        track.artist,
    ]
    if track.tempo.bpm is not None:
        text = translate("SingScreen", "{n} bpm")
        parts.append(text.format(n=whole(track.tempo.bpm * pace)))
    return BETWEEN.join(part for part in parts if part)


class SingHead(QWidget):
    """One row: Back, the title over its line, and the tools at the end.

    Tools are hidden in order before the title gets less than `TITLE`, or a longer one less than
    it needs.
    """

    def __init__(
        self,
        theme: Theme,
        back: QWidget,
        title: Sequence[QWidget],
        tools: Sequence[QWidget],
        timer: TimerChip,
        edge: int,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._back = back
        self._tools = (*tools, timer)
        self._timer = timer
        self._title = title[0]
        self._edge = edge
        self._more = MoreButton(theme, self.tr("More for this song"))
        names = QVBoxLayout()
        names.setSpacing(0)
        for label in title:
            names.addWidget(label)
        self._tail = QHBoxLayout()
        self._tail.setSpacing(GAP)
        for tool in (*self._tools, self._more):
            self._tail.addWidget(tool)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(edge, HEAD, edge, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(back)
        self._row.addSpacing(8)
        self._row.addLayout(names, 1)
        self._row.addLayout(self._tail)

    def fit(self, width: int, low: bool, leaving: Sequence[HeadTile]) -> None:
        """Fit to a width of `width` px; a `low` screen leaves little space above.

        Where not all names fit, the first `RARE` tools leave; where even the other names do not,
        the tools are shown without names.
        """
        edge = self._edge if width >= TIGHT else TIGHT_EDGE
        self._row.setContentsMargins(edge, LOW_HEAD if low else HEAD, edge, 0)
        others = 2 * edge + self._back.sizeHint().width() + 8 + 2 * GAP
        room = width - others - self._title_width(width)
        beside = (
            0
            if self._timer.isHidden()
            else self._timer.whole_width() - self._timer.design_size().width()
        )
        rare = leaving[:RARE]
        named = row_width(self._tail, self._more, leaving, rare, squeezed=False)
        named += sum(tool.missing_width() for tool in leaving if tool not in rare)
        for tool in leaving:
            tool.set_labelled(named + beside <= room)
        left = make_room(self._tail, self._more, leaving, room - beside)
        needed = row_width(self._tail, self._more, leaving, left, squeezed=True)
        self._timer.set_folded(needed + beside > room)

    def _title_width(self, width: int) -> int:
        """What the title needs, up to two fifths of `width`, in px; never less than usual."""
        usual = min(self._theme.px(TITLE), width // 3)
        return max(usual, min(self._title.sizeHint().width(), width * 2 // 5))

    def minimumSizeHint(self) -> QSize:
        """The size with everything hidden behind the last button that may be."""
        width = sum(each.minimumSizeHint().width() + GAP for each in (self._back, self._more))
        if not self._timer.isHidden():
            width += self._timer.folded_width() + GAP
        width += 8 + self._theme.px(LEAST_TITLE) + 2 * TIGHT_EDGE
        return QSize(width, super().minimumSizeHint().height())


class HeadLine(Elided):
    """The line under the title; parts that do not fit move to a second line, and so does the end of
    a first part that is too long."""

    _lines = 1

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._tall())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._tall())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._count()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        metrics = QFontMetricsF(self.font())
        high = self.height() / self._lines
        cut = False
        for at, line in enumerate(self._broken()):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            cut = cut or shown != line
            box = QRectF(0, at * high, self.width(), high)
            draw_text(painter, box, shown, self.alignment())
        self.setToolTip(self.text() if cut else "")

    def _tall(self) -> int:
        return self._lines * self.fontMetrics().height()

    def _count(self) -> None:
        lines = len(self._broken())
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
        self.update()

    def _broken(self) -> list[str]:
        """One line, or two that break between parts, or inside the first if that is too long."""
        metrics = QFontMetricsF(self.font())
        parts = self.text().split(BETWEEN)
        words = parts[0].split(" ")
        if metrics.horizontalAdvance(parts[0]) > self.width():
            while len(words) > 1 and metrics.horizontalAdvance(" ".join(words)) > self.width():
                words.pop()
            first = " ".join(words)
            return [first, *filter(None, [self.text()[len(first) :].lstrip(" ·")])]
        fitting = len(parts)
        while fitting > 1 and metrics.horizontalAdvance(BETWEEN.join(parts[:fitting])) > (
            self.width()
        ):
            fitting -= 1
        lines = (BETWEEN.join(parts[:fitting]), BETWEEN.join(parts[fitting:]))
        return [line for line in lines if line] or [""]
