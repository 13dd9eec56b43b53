"""The controls at the foot while recording: Record or Stop, the time, the level, the music."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lullaby.takes.raw_take import Music
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.mirroring import set_margins
from lullaby.ui.recorder.level_bar import LevelBar
from lullaby.ui.recorder.state import LISTENING, RecorderView, Step
from lullaby.ui.sing.aid_tile import AidTile
from lullaby.ui.text.names import length
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Ms

TIGHT = 820
"""Below this width, in px, the level bar leaves the row to the buttons."""

LOW = 380
"""Below this height of the window, in px, it does not move under them either."""


LEVEL_AT = 2
"""Its place in the row."""


class RecordingDock(Card):
    main_requested = Signal()
    """Record, stop, or go on, depending on the step."""
    pause_requested = Signal()
    stop_requested = Signal()
    softer_requested = Signal()
    line_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 30, 0.9)
        self._theme = theme
        self._tight = False
        self._room = 1 << 20
        self.main = PillButton(theme, tone=ButtonStyle.FILLED, height=72)
        self._elapsed = Label(theme, "", Text.SECTION)
        self._of = Label(theme, "", Text.CAPTION, "text2")
        self.level = LevelBar(theme)
        self.pause = AidTile(theme, "pause", translate("recorder", "Pause"))
        self.softer = AidTile(theme, "volume-1", translate("recorder", "Quieter music"))
        self.stop = AidTile(theme, "square", translate("recorder", "Stop"))
        self.earlier = AidTile(theme, "chevron-up", translate("recorder", "Earlier line"))
        self.later = AidTile(theme, "chevron-down", translate("recorder", "Later line"))
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addStretch(1)
        times.addWidget(self._elapsed)
        times.addWidget(self._of)
        times.addStretch(1)
        self._column = QVBoxLayout(self)
        set_margins(self._column, 24, 14, 24, 14)
        self._column.setSpacing(8)
        self._row = QHBoxLayout()
        self._column.addLayout(self._row)
        self._row.addWidget(self.main)
        self._row.addLayout(times)
        self._row.addWidget(self.level, 1)
        for tile in (self.earlier, self.later, self.pause, self.softer, self.stop):
            self._row.addWidget(tile)
        set_spacing(self._row, 28)
        self.main.clicked.connect(self.main_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.softer.clicked.connect(self.softer_requested)
        self.earlier.clicked.connect(lambda: self.line_requested.emit(-1))
        self.later.clicked.connect(lambda: self.line_requested.emit(+1))

    def show_view(self, view: RecorderView) -> None:
        text, icon = _main(view.step)
        if text != self.main.text():
            self.main.setText(text)
            self.main.setAccessibleName(text)
            self.main.set_icon(icon)
        self._elapsed.setText(length(Ms(round(view.elapsed_ms))))
        whole = view.length_ms
        of = translate("recorder", "of {length}")
        self._of.setText("" if whole is None else of.format(length=length(Ms(round(whole)))))
        self.level.show_level(view.level, view.step in LISTENING)
        paused = view.step is Step.PAUSED
        self.pause.setVisible(view.step is Step.RECORDING)
        self.softer.setVisible(view.step in LISTENING and view.music is not Music.NONE)
        self.stop.setVisible(paused)
        for tile in (self.earlier, self.later):
            tile.setVisible(paused and not view.message)
        self._show_times()

    def fit(self, width: int, height: int) -> None:
        """Make do with `width` px, in a window `height` px high."""
        tight = width < self._theme.px(TIGHT)
        self.level.setVisible(not tight or height >= self._theme.px(LOW))
        if tight is not self._tight:
            self._tight = tight
            self._move_level(tight)
        set_spacing(self._row, 12 if tight else 28)
        self.setMaximumWidth(min(width, self._theme.px(876)))
        self._room = min(width, self._theme.px(876))
        self._show_times()

    def _show_times(self) -> None:
        """The times leave the row if the buttons need it."""
        tiles = (self.pause, self.softer, self.stop, self.earlier, self.later)
        buttons = [self.main, *(tile for tile in tiles if not tile.isHidden())]
        widest = max(label.sizeHint().width() for label in (self._elapsed, self._of))
        margins = self._column.contentsMargins()
        gaps = self._row.spacing() * (len(buttons) + self._tight)
        least = sum(button.minimumSizeHint().width() for button in buttons) + widest + gaps
        fits = least + margins.left() + margins.right() <= self._room
        for label in (self._elapsed, self._of):
            label.setVisible(fits)

    def _move_level(self, under: bool) -> None:
        self._row.removeWidget(self.level)
        self._column.removeWidget(self.level)
        if under:
            self._column.addWidget(self.level)
            self._row.insertStretch(LEVEL_AT, 1)
        else:
            self._row.takeAt(LEVEL_AT)
            self._row.insertWidget(LEVEL_AT, self.level, 1)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(876), super().sizeHint().height())


def _main(step: Step) -> tuple[str, str]:
    if step in LISTENING:
        return translate("recorder", "Stop"), "square"
    if step is Step.PAUSED:
        return translate("recorder", "Go on"), "circle-dot"
    return translate("recorder", "Record"), "circle-dot"


CENTRE = Qt.AlignmentFlag.AlignCenter
