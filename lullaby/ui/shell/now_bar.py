"""The bar at the foot of Library, Journal and Settings while something plays."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton
from lullaby.ui.controls.labels import Elided, Label
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.graphics.covers import Covers, CoverTile
from lullaby.ui.graphics.moon import TimerMoon
from lullaby.ui.text import names, sentences
from lullaby.ui.theme.theme import Text, Theme

GAP, TIGHT_GAP = 16, 8
WITH_COVER = 420
WITH_FADE = 480
WITH_TIME = 330
"""Widths, in px at 100 %, from which the bar shows everything."""


class NowBar(QWidget):
    """What plays, the time left, Pause, and Fade out."""

    opened = Signal()
    """The song was pressed: show its words."""

    def __init__(self, theme: Theme, bridge: SessionBridge, covers: Covers) -> None:
        super().__init__()
        self._theme = theme
        self._tile = CoverTile(theme, covers, 48)
        self._title = Elided(theme, "", Text.STRONG)
        self._line = Elided(theme, "", Text.CAPTION, "text2")
        self._moon = TimerMoon(theme, 36, glow=False)
        self._left = Label(theme, "", Text.STRONG)
        self._pause = RoundButton(theme, "pause-solid", self.tr("Pause"), icon_size=20)
        self._pause.clicked.connect(bridge.toggle)
        self._fade = PillButton(theme, self.tr("Fade out"), "feather", ButtonStyle.FILLED)
        self._small_fade = RoundButton(theme, "feather", "", tone=ButtonStyle.FILLED)
        for button in (self._fade, self._small_fade):
            button.clicked.connect(bridge.toggle_fade)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 14, 9)
        row.setSpacing(GAP)
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        row.addWidget(self._moon)
        row.addWidget(self._left)
        row.addWidget(self._pause)
        row.addWidget(self._fade)
        row.addWidget(self._small_fade)
        self._row = row
        for signal in (bridge.stage_changed, bridge.track_changed, bridge.timer_changed):
            signal.connect(self.show_state)
        theme.changed.connect(self._make_room)
        theme.changed.connect(self.update)
        self.show_state(bridge.state)

    def show_state(self, state: SessionState) -> None:
        self._title.setText(sentences.sounding_title(state))
        self._line.setText(sentences.bar_line(state))
        self._tile.show_track(state.track, "beds")
        self._moon.show_time(*sentences.moon_shares(state))
        self._moon.name_time(sentences.time_left(state), state.remaining_ms, state.total_ms)
        self._left.setText(
            self.tr("no end")
            if state.remaining_ms is None
            else names.minutes_short(-(-state.remaining_ms // 60_000))
        )
        paused = state.stage is Stage.PAUSED
        self._pause.set_icon("play-solid" if paused else "pause-solid")
        self._pause.set_name(self.tr("Resume") if paused else self.tr("Pause"))
        fade = self.tr("Keep playing") if state.fade_requested else self.tr("Fade out")
        self._fade.setText(fade)
        self._fade.updateGeometry()
        self._small_fade.set_name(fade)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()

    def _make_room(self) -> None:
        """In little space, drop the text of the last button, then the cover, then the time."""
        scale = self._theme.scale
        worded = self.width() >= WITH_FADE * scale
        self._fade.setVisible(worded)
        self._small_fade.setVisible(not worded)
        self._tile.setVisible(self.width() >= WITH_COVER * scale)
        timed = self.width() >= WITH_TIME * scale
        self._moon.setVisible(timed)
        self._left.setVisible(timed)
        set_spacing(self._row, GAP if timed else TIGHT_GAP)

    def minimumSizeHint(self) -> QSize:
        """The size with only the title and two buttons."""
        buttons = self._pause.sizeHint().width() + self._small_fade.sizeHint().width()
        title = self._title.minimumSizeHint().width()
        return QSize(buttons + title + 28 + 2 * TIGHT_GAP, self._row.minimumSize().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        painter.setPen(QPen(t.line, 1))
        painter.setBrush(t.surface2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 24, 24)
