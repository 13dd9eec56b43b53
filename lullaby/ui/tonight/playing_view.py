"""Tonight during playback: the waning moon, the time left, Pause, and two ways to end."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from lullaby.frozen import frozen
from lullaby.session.end_offer import EndOffer, end_offer
from lullaby.session.state import SessionState, Stage
from lullaby.session.timer import LEAST_LEFT_MS
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Label
from lullaby.ui.graphics.moon import TimerMoon
from lullaby.ui.mirroring import never_mirrored, place
from lullaby.ui.text import names, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.tonight.calm_button import CalmButton
from lullaby.ui.tonight.time_left import TimeLeft

MOON = 248
LEAST_MOON = 96
MARGIN = 36
GAP, TIGHT_GAP, WAYS_GAP = 20, 12, 16
TOP, FOOT, SIDE = 16, 24, 8
BESIDE, EDGE = 20, 24
"""Between the moon and the time beside it, and at the sides of the time, in px."""


@frozen
class ShownTexts:
    """What is shown and offered. A new layout is needed only when it changes, about once a minute,
    and not at every second of the timer."""

    name: str
    song: str
    left: str
    times: str
    paused: bool
    timed: bool
    shortens: bool
    end: EndOffer
    calm: str
    calm_noted: bool


class PlayingView(QWidget):
    """Places its parts by hand like the idle view, so that the moon shrinks if space is short."""

    sing_requested = Signal()
    sound_requested = Signal()
    """Folded: show the levels."""

    def __init__(self, theme: Theme, bridge: SessionBridge) -> None:
        super().__init__()
        self._theme = theme
        self._folded = False
        self._shown: ShownTexts | None = None
        self._name = Label(theme, "", Text.SECTION, parent=self)
        self._song = Label(theme, "", Text.BODY, "text2", parent=self)
        self._moon = TimerMoon(theme, MOON)
        self._moon.setParent(self)
        self._time = TimeLeft(theme, bridge, self)
        self._before = RoundButton(
            theme, "skip-back-solid", self.tr("Previous song"), 64, icon_size=20
        )
        self.pause = RoundButton(
            theme, "pause-solid", self.tr("Pause"), 88, ButtonStyle.FILLED, icon_size=26
        )
        self._after = RoundButton(
            theme, "skip-forward-solid", self.tr("Next song"), 64, icon_size=20
        )
        self._calm = CalmButton(theme)
        self._fade = PillButton(theme, "", "feather", height=64)
        awake = sentences.end_offer_text(EndOffer.STILL_AWAKE)
        self._awake = PillButton(theme, awake, "moon", height=64)
        self._awake.setAccessibleDescription(self.tr("10 more minutes"))
        self._sing = PillButton(theme, self.tr("Sing along"), "music-2", height=64)
        self._sound = RoundButton(theme, "volume-2", self.tr("Sound levels"), 64)
        self._transport = self._row(
            GAP, *never_mirrored((self._before, self.pause, self._after)), self._sound
        )
        self._ways = self._row(WAYS_GAP, self._calm, self._fade, self._awake, self._sing)
        self._before.clicked.connect(bridge.previous)
        self.pause.clicked.connect(bridge.toggle)
        self._after.clicked.connect(bridge.next)
        self._calm.clicked.connect(bridge.toggle_calm)
        self._fade.clicked.connect(bridge.toggle_fade)
        self._awake.clicked.connect(bridge.still_awake)
        self._sing.clicked.connect(self.sing_requested)
        self._sound.clicked.connect(self.sound_requested)
        theme.changed.connect(self._place)
        for signal in (bridge.stage_changed, bridge.track_changed, bridge.timer_changed):
            signal.connect(self.show_state)

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self._place()

    def show_state(self, state: SessionState) -> None:
        if state.programme is None:
            return
        self._moon.show_time(*sentences.moon_shares(state))
        self._moon.name_time(sentences.time_left(state), state.remaining_ms, state.total_ms)
        left = state.remaining_ms
        ends = state.fade_requested or state.final_fade or state.last_song
        shown = ShownTexts(
            names.routine_name_of_value(state.programme.routine),
            sentences.song_of(state),
            sentences.time_left(state),
            sentences.times_of_day(state),
            state.stage is Stage.PAUSED,
            left is not None,
            left is not None and left > LEAST_LEFT_MS and not ends,
            end_offer(state),
            sentences.calm_offer(state),
            state.calm_after_ms is not None,
        )
        if shown != self._shown:
            self._shown = shown
            self._show(shown)

    def _show(self, shown: ShownTexts) -> None:
        self._name.setText(shown.name)
        self._song.setText(shown.song)
        self._time.say(shown.left, shown.times)
        self._time.offer(shown.timed, shown.shortens)
        self.pause.set_icon("play-solid" if shown.paused else "pause-solid")
        self.pause.set_name(self.tr("Resume") if shown.paused else self.tr("Pause"))
        ends = shown.end is EndOffer.STILL_AWAKE
        self._awake.setVisible(ends)
        self._fade.setVisible(not ends)
        self._calm.say(shown.calm, shown.calm_noted)
        fade = sentences.end_offer_text(shown.end)
        if not ends and self._fade.text() != fade:
            self._fade.setText(fade)
            self._fade.updateGeometry()
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _row(self, gap: int, *buttons: QWidget) -> Flow:
        row = Flow(gap, parent=self, centred=True)
        for button in buttons:
            row.add(button)
        return row

    def least_width(self) -> int:
        """The width below which something would be cut, in px."""
        rows = max(row.minimumSizeHint().width() for row in (self._transport, self._ways))
        return max(rows + 2 * SIDE, self._time.least_width() + 2 * EDGE)

    def least_height(self, width: int) -> int:
        """The height below which something would be cut at a width of `width` px."""
        least = self._heights(width)
        return TOP + min(self._head(width, beside) for beside in self._ways_to(width)) + least

    def _ways_to(self, width: int) -> tuple[bool, ...]:
        """Which layouts are possible: the moon beside the time as well, or only above it."""
        words = self._time.row_width() + self._full(LEAST_MOON) + 2 * BESIDE
        return (False, True) if words <= width - 2 * EDGE else (False,)

    def _head(self, width: int, beside: bool) -> int:
        """The least height of the moon and the time, in px."""
        full = self._full(LEAST_MOON)
        wide = width - 2 * EDGE - (full + BESIDE if beside else 0)
        words = self._time.height_in(wide)
        return max(full, words) if beside else full + 4 + words

    def _heights(self, width: int) -> int:
        """The height of the buttons and the gaps between them, in px."""
        room = width - 2 * SIDE
        transport = self._transport.heightForWidth(room)
        return 14 + transport + 18 + self._ways.heightForWidth(room) + FOOT

    @staticmethod
    def _full(diameter: int) -> int:
        return round(diameter * 1.12) + 8

    def _place(self) -> None:
        width, height = self.width(), self.height()
        self._sound.setVisible(self._folded)
        self._transport.set_gap(GAP)
        if self._transport.line_width() > width - 2 * SIDE:
            self._transport.set_gap(TIGHT_GAP)
        headed = not self._folded and height >= 640
        self._name.setVisible(headed)
        self._song.setVisible(headed)
        top = TOP
        if headed:
            first, second = self._name.sizeHint().height(), self._song.sizeHint().height()
            self._name.setGeometry(MARGIN, 36, width - 2 * MARGIN, first)
            self._song.setGeometry(MARGIN, 36 + first, width - 2 * MARGIN, second)
            top = 36 + (first + second) // 2
        below = self._heights(width)
        beside = True in self._ways_to(width) and height < TOP + self._head(width, False) + below
        if beside:
            y = self._place_beside(width, top, height - top - below)
        else:
            y = self._place_over(width, top, height - top - below)
        for row, after in ((self._transport, 18), (self._ways, 0)):
            tall = row.heightForWidth(width - 2 * SIDE)
            row.setGeometry(SIDE, y, width - 2 * SIDE, tall)
            y += tall + after

    def _place_over(self, width: int, top: int, room: int) -> int:
        """Place the moon above the time within `room` px of height; returns where they end."""
        words = self._time.height_in(width - 2 * EDGE)
        spare = room - words
        self._moon.set_diameter(max(LEAST_MOON, min(MOON, round((spare - 24) / 1.12))))
        full = self._moon.sizeHint().height()
        y = top + max(0, (spare - full) // 2)
        place(self._moon, QRect((width - full) // 2, y, full, full))
        y += full + 4
        place(self._time, QRect(EDGE, y, width - 2 * EDGE, words))
        return y + words + 14

    def _place_beside(self, width: int, top: int, room: int) -> int:
        """Place a small moon beside the time, if they do not fit above each other."""
        self._moon.set_diameter(LEAST_MOON)
        full = self._full(LEAST_MOON)
        wide = min(width - 2 * EDGE - full - BESIDE, self._time.usual_width())
        words = self._time.height_in(wide)
        tall = max(full, words)
        top += max(0, (room - tall) // 2)
        x = (width - full - BESIDE - wide) // 2
        place(self._moon, QRect(x, top + (tall - full) // 2, full, full))
        place(self._time, QRect(x + full + BESIDE, top + (tall - words) // 2, wide, words))
        return top + tall + 14
