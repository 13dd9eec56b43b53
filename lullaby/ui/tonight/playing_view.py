"""While it plays: the waning moon, the time left, pause, and two ways on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.session.state import SessionState, Stage
from lullaby.ui import names, sentences
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.buttons import PillButton, RoundButton, Tone
from lullaby.ui.controls.labels import Label
from lullaby.ui.moon import TimerMoon
from lullaby.ui.theme.theme import Text, Theme

MOON = 268
LEAST_MOON = 96
MARGIN = 36
GAP = 20


class PlayingView(QWidget):
    """Placed by hand like the idle view, so that the moon gives way when room is short."""

    sing_wished = Signal()
    sound_wished = Signal()
    """Folded: show the levels."""

    def __init__(self, theme: Theme, bridge: SessionBridge) -> None:
        super().__init__()
        self._theme = theme
        self._folded = False
        self._timed = False
        self._name = Label(theme, "", Text.SECTION, parent=self)
        self._song = Label(theme, "", Text.BODY, "text2", parent=self)
        self._moon = TimerMoon(theme, MOON)
        self._moon.setParent(self)
        self._left = Label(theme, "", Text.NUMBER, parent=self)
        self._times = Label(theme, "", Text.BODY, "text", wrap=True, parent=self)
        for label in (self._left, self._times):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._before = RoundButton(
            theme, "skip-back-solid", self.tr("Song before"), 64, icon_size=20
        )
        self.pause = RoundButton(
            theme, "pause-solid", self.tr("Pause"), 88, Tone.FILLED, icon_size=26
        )
        self._after = RoundButton(
            theme, "skip-forward-solid", self.tr("Next song"), 64, icon_size=20
        )
        self._more = [self._longer(theme, bridge, minutes) for minutes in (5, 15)]
        self._fade = PillButton(theme, self.tr("Let it fade now"), "feather", height=64)
        self._awake = PillButton(theme, self.tr("Still awake"), "moon", height=64)
        self._awake.setAccessibleDescription(self.tr("10 minutes more"))
        self._sing = PillButton(theme, self.tr("Sing along"), "music-2", height=64)
        self._sound = RoundButton(theme, "volume-2", self.tr("Sound levels"), 64)
        self._transport = self._row(
            GAP, self._more[0], self._before, self.pause, self._after, self._more[1], self._sound
        )
        self._ways = self._row(16, self._fade, self._awake, self._sing)
        self._before.clicked.connect(bridge.previous)
        self.pause.clicked.connect(bridge.toggle)
        self._after.clicked.connect(bridge.next)
        self._fade.clicked.connect(bridge.toggle_fade)
        self._awake.clicked.connect(bridge.still_awake)
        self._sing.clicked.connect(self.sing_wished)
        self._sound.clicked.connect(self.sound_wished)
        theme.changed.connect(self._place)
        for signal in (bridge.stage_changed, bridge.track_changed, bridge.timer_changed):
            signal.connect(self.show_state)

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self._place()

    def show_state(self, state: SessionState) -> None:
        if state.programme is None:
            return
        self._name.setText(names.routine_name_of_value(state.programme.routine))
        self._song.setText(sentences.song_of(state))
        self._left.setText(sentences.time_left(state))
        self._times.setText(sentences.times_of_day(state))
        self._moon.show_time(*sentences.moon_shares(state))
        paused = state.stage is Stage.PAUSED
        self.pause.set_icon("play-solid" if paused else "pause-solid")
        self.pause.set_name(self.tr("Go on") if paused else self.tr("Pause"))
        softer = state.remaining_ms is not None and state.remaining_ms <= state.fade_ms
        ends = (softer or state.last_song or state.sinking) and not state.letting_go
        self._awake.setVisible(ends)
        self._fade.setVisible(not ends)
        self._timed = state.remaining_ms is not None
        fade = self.tr("Keep playing") if state.letting_go else self.tr("Let it fade now")
        if self._fade.text() != fade:
            self._fade.setText(fade)
            self._fade.updateGeometry()
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _longer(self, theme: Theme, bridge: SessionBridge, minutes: int) -> PillButton:
        button = PillButton(theme, f"+{minutes}", height=64)
        button.setAccessibleName(self.tr("{n} minutes more").format(n=minutes))
        button.clicked.connect(lambda: bridge.extend(minutes))
        return button

    def _row(self, gap: int, *buttons: QWidget) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        for button in buttons:
            row.addWidget(button)
        return holder

    def _place(self) -> None:
        width, height = self.width(), self.height()
        self._sound.setVisible(self._folded)
        buttons = [self._before, self.pause, self._after, *self._more]
        buttons += [self._sound] if self._folded else []
        wide = sum(button.sizeHint().width() + GAP for button in buttons)
        for button in self._more:
            button.setVisible(self._timed and wide <= width)
        headed = not self._folded and height >= 640
        self._name.setVisible(headed)
        self._song.setVisible(headed)
        top = 16
        if headed:
            first, second = self._name.sizeHint().height(), self._song.sizeHint().height()
            self._name.setGeometry(MARGIN, 36, width - 2 * MARGIN, first)
            self._song.setGeometry(MARGIN, 36 + first, width - 2 * MARGIN, second)
            top = 36 + (first + second) // 2
        room = width - 48
        times = self._times.heightForWidth(room)
        left = self._left.sizeHint().height()
        transport, ways = self._transport.sizeHint(), self._ways.sizeHint()
        below = left + times + transport.height() + ways.height() + 14 + 18 + 24
        spare = height - top - below
        side = max(LEAST_MOON, min(MOON, round((spare - 24) / 1.12)))
        self._moon.set_diameter(side)
        full = self._moon.sizeHint().height()
        y = top + max(0, (spare - full) // 2)
        self._moon.setGeometry((width - full) // 2, y, full, full)
        y += full + 4
        self._left.setGeometry(24, y, room, left)
        y += left
        self._times.setGeometry(24, y, room, times)
        y += times + 14
        self._centre(self._transport, y, width, transport)
        y += transport.height() + 18
        self._centre(self._ways, y, width, ways)

    @staticmethod
    def _centre(widget: QWidget, y: int, width: int, size: QSize) -> None:
        across = min(size.width(), width - 16)
        widget.setGeometry((width - across) // 2, y, across, size.height())
