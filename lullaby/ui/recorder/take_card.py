"""The card after a recording: hear it, move it, keep it, sing it again or delete it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lullaby.frozen import frozen
from lullaby.takes.made_take import MadeTake
from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.choice import ChoicePill
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Card, Label, Separator
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.switch import Switch
from lullaby.ui.mirroring import set_margins
from lullaby.ui.recorder import texts
from lullaby.ui.recorder.wave import Wave
from lullaby.ui.text.names import length
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Ms

EDGE = 36
NARROW = 640
LONGEST_NAME = 80
"""Characters of a name or title."""


@frozen
class CardState:
    """What the card shows."""

    summary: str
    made: MadeTake | None = None
    """None while it is made."""
    failed: str = ""
    """Why no take could be made, or kept."""
    later_ms: int = 0
    softer_noise: bool = True
    playing: bool = False
    message: bool = False
    """It has no song: it has a title, and no place to move it to."""


class TakeCard(Card):
    listen_requested = Signal()
    keep_requested = Signal()
    again_requested = Signal()
    delete_requested = Signal()
    nudged = Signal(int)
    """In steps, later is positive."""
    noise_requested = Signal(bool)
    singer_chosen = Signal(int)
    child_chosen = Signal(int)
    singer_typed = Signal(str)
    title_typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 28, 0.95)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(translate("recorder", "Recorded"))
        self._theme = theme
        self._message = False
        title = Label(theme, translate("recorder", "Recorded"), Text.SECTION)
        self._summary = Label(theme, "", Text.ROW, "text2", wrap=True)
        self.singer = ChoicePill(theme, translate("recorder", "Sung by"), 120)
        self.child = ChoicePill(theme, translate("recorder", "For"), 120)
        self.other_singer = PillField(theme, "mic", translate("recorder", "Who sings?"))
        self.other_singer.setMaxLength(LONGEST_NAME)
        self.message_title = PillField(theme, "pencil", translate("recorder", "What is it called?"))
        self.message_title.setMaxLength(LONGEST_NAME)
        self.other_singer.hide()
        self.message_title.hide()
        self._wave = Wave(theme)
        self._time = Label(theme, "", Text.CAPTION, "text2")
        self._against = Label(
            theme, translate("recorder", "Your voice against the music"), Text.BODY
        )
        self._placed = Label(theme, "", Text.LABEL, "text2", wrap=True)
        names = translate("recorder", "Earlier"), translate("recorder", "Later")
        self.nudge = Stepper(theme, names, usual=96)
        noise = translate("recorder", "Softer background noise")
        self._noise = Label(theme, noise, Text.BODY)
        self._noise_hint = Label(
            theme, translate("recorder", "Your voice stays as it is."), Text.LABEL, "text2"
        )
        self.noise = Switch(theme, noise)
        self.listen = WrappingPill(theme, translate("recorder", "Listen"), "play-solid", height=72)
        self.keep = WrappingPill(
            theme, translate("recorder", "Keep"), "check", ButtonStyle.FILLED, 72
        )
        self.again = WrappingPill(theme, translate("recorder", "Again"), "circle-dot", height=72)
        self.delete = WrappingPill(theme, translate("recorder", "Delete"), "trash-2", height=72)
        self._lay_out(title)
        self.listen.clicked.connect(self.listen_requested)
        self.keep.clicked.connect(self.keep_requested)
        self.again.clicked.connect(self.again_requested)
        self.delete.clicked.connect(self.delete_requested)
        self.nudge.requested.connect(self.nudged)
        self.noise.clicked.connect(self.noise_requested)
        self.singer.chosen.connect(self._take_singer)
        self.other_singer.textEdited.connect(self.singer_typed)
        self.message_title.textEdited.connect(self.title_typed)
        self.child.chosen.connect(self.child_chosen)

    def offer_names(
        self, singers: Sequence[str], singer: int, children: Sequence[str], child: int
    ) -> None:
        by = texts.spoken_by if self._message else texts.sung_by
        known = [by(name) for name in singers]
        self.singer.offer([*known, translate("recorder", "Someone else…")], singer)
        self.other_singer.setVisible(singer == len(singers))
        self.child.offer([texts.sung_for(name) for name in children], child)

    def begin(self, title: str, message: bool) -> None:
        """Another recording is shown; a message has this title until it gets another."""
        self._message = message
        self.message_title.setText(title)
        who = (
            translate("recorder", "Who speaks?") if message else translate("recorder", "Who sings?")
        )
        self.other_singer.setPlaceholderText(who)
        self.other_singer.setAccessibleName(who)
        self.other_singer.clear()

    def _take_singer(self, index: int) -> None:
        self.singer_chosen.emit(index)
        if self.other_singer.isVisibleTo(self):
            self.other_singer.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: CardState) -> None:
        made = state.made
        self.message_title.setVisible(state.message)
        for widget in (self._against, self.nudge):
            widget.setVisible(not state.message)
        self._placed.setVisible(not state.message or made is None or bool(state.failed))
        self._summary.setText(state.summary)
        if made is None:
            waiting = translate("recorder", "One moment: it is placed and cleaned.")
            self._placed.setText(state.failed or waiting)
            self._wave.show_bars(())
            self._time.setText("")
        else:
            self._placed.setText(state.failed or texts.placed(made, bool(state.later_ms)))
            self._wave.show_bars(made.bars)
            self._time.setText(length(made.length_ms))
        amount, how = texts.later(state.later_ms)
        self.nudge.show_text(f"{amount}\n{how}")
        self.noise.setChecked(state.softer_noise)
        for control in (self.listen, self.keep, self.nudge, self.noise):
            control.setEnabled(made is not None)
        self.show_playing(state.playing)

    def show_playing(self, playing: bool) -> None:
        text = translate("recorder", "Pause") if playing else translate("recorder", "Listen")
        if text != self.listen.text():
            self.listen.setText(text)
            self.listen.setAccessibleName(text)
            self.listen.set_icon("pause-solid" if playing else "play-solid")

    def show_heard(self, heard_ms: float, made: MadeTake) -> None:
        self._wave.show_heard(heard_ms / max(1, made.length_ms))
        text = translate("recorder", "{heard} of {length}")
        heard = length(Ms(round(min(heard_ms, made.length_ms))))
        self._time.setText(text.format(heard=heard, length=length(made.length_ms)))

    def fit(self, width: int) -> None:
        """Make do with `width` px."""
        narrow = width < self._theme.px(NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for row in (self._head, self._buttons, self._names):
            row.setDirection(down if narrow else across)

    def _lay_out(self, title: QWidget) -> None:
        column = QVBoxLayout(self)
        set_margins(column, EDGE, 28, EDGE, 32)
        column.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(self._summary)
        self._names = QHBoxLayout()
        self._names.setSpacing(10)
        self._names.addWidget(self.singer)
        self._names.addWidget(self.child)
        self._head = QHBoxLayout()
        self._head.addLayout(words, 1)
        self._head.addLayout(self._names)
        column.addLayout(self._head)
        column.addWidget(self.message_title)
        column.addWidget(self.other_singer)
        column.addWidget(self._wave)
        column.addWidget(self._time, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(Separator(self._theme))
        column.addLayout(_row((self._against, self._placed), self.nudge))
        column.addLayout(_row((self._noise, self._noise_hint), self.noise))
        column.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(14)
        for button in (self.listen, self.keep, self.again, self.delete):
            self._buttons.addWidget(button, 1)
        column.addLayout(self._buttons)


def _row(words: Sequence[QWidget], control: QWidget) -> QHBoxLayout:
    row, column = QHBoxLayout(), QVBoxLayout()
    column.setSpacing(2)
    column.addStretch(1)
    for each in words:
        column.addWidget(each)
    column.addStretch(1)
    row.addLayout(column, 1)
    row.addWidget(control)
    return row
