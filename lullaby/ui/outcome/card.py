"""Asks how the night went: one tap is enough and is saved at once."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Card, Label, Separator
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.graphics.moon import paint_phase
from lullaby.ui.journal.details import NightDetails
from lullaby.ui.mirroring import draw_text, set_margins
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import clock_time
from lullaby.ui.theme.theme import Text, Theme

STAYS_MS = 6_000
GIVES_UP_MS = 600_000
MOST_MINUTES = 600
AROUND = 16
INSIDE = (36, 32, 30, 30)
NARROW = 600
"""Below this many px for the card, its margins are those of `INSIDE_NARROW`."""
INSIDE_NARROW = (16, 20, 10, 20)
SCROLL_BAR = 20
LEAST_MOON = 34
LIT = {Outcome.ASLEEP: 1.0, Outcome.CALMER: 0.5, Outcome.NOT_THIS_TIME: 0.15}
"""The share of the moon that is lit for each outcome."""


class OutcomeButton(ControlButton):
    """A moon, a word, and the key that presses it."""

    def __init__(self, theme: Theme, outcome: Outcome, key: str) -> None:
        super().__init__(theme)
        self._lit = LIT[outcome]
        self._hint = self.tr("press {key}").format(key=key)
        self.setText(names.outcome_name(outcome))
        self.setAccessibleName(listed((self.text(), self._hint)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def design_size(self) -> QSize:
        px = self.theme.px
        wide = self.theme.width(Text.STRONG, self.text()) + px(40)
        scale = min(self.theme.scale, 1.25)
        return QSize(max(round(216 * scale), round(wide)), round(104 * scale) + px(68))

    def minimumSizeHint(self) -> QSize:
        words = self.theme.width(Text.STRONG, self.text())
        return QSize(round(words) + 24, LEAST_MOON + self.theme.px(78))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        fill = t.surface3 if self.isChecked() else t.surface2
        self.body(painter, box, fill, t.accent if self.isChecked() else t.outline, 26)
        side = min(68.0 * min(self.theme.scale, 1.25), box.height() - px(78))
        disc = QRectF((box.width() - side) / 2, (box.height() - px(62) - side) / 2 + 4, side, side)
        paint_phase(painter, disc, self.theme, self._lit, craters=True)
        strong, small = self.theme.font(Text.STRONG), self.theme.font(Text.CAPTION)
        y = box.bottom() - px(62)
        painter.setFont(strong)
        painter.setPen(t.text)
        centre = Qt.AlignmentFlag.AlignCenter
        draw_text(painter, QRectF(0, y, box.width(), px(28)), self.text(), centre)
        painter.setFont(small)
        painter.setPen(t.text2)
        draw_text(painter, QRectF(0, y + px(28), box.width(), px(22)), self._hint, centre)


class OutcomeCard(QWidget):
    """Asks about one night. It emits an answer at once, then stays for a moment."""

    answered = Signal(object)
    """The entry with outcome, minutes and note, each time that one of them changes."""
    closed = Signal()
    undo_requested = Signal()
    awake_requested = Signal()
    """The children are still awake: resume the evening that has just ended."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entry: JournalEntry | None = None
        self._card = Card(theme, 40, 0.97, self)
        self._inside = QWidget()
        self._title = Label(theme, self.tr("How did it go?"), Text.TITLE)
        self._under = Label(theme, "", Text.BODY, "text2", wrap=True)
        for label in (self._title, self._under):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = {
            outcome: OutcomeButton(theme, outcome, str(at + 1))
            for at, outcome in enumerate(Outcome)
        }
        self._answers = RadioGroup(self)
        for button in self._buttons.values():
            self._answers.add(button)
        self._minutes = Stepper(theme, (self.tr("A minute less"), self.tr("A minute more")), held=5)
        self._minutes.requested.connect(self._move_minutes)
        self._note = PillField(theme, "pencil", self.tr("A few words, if you like"))
        self._note.editingFinished.connect(self._take_note)
        self._note.textEdited.connect(self._stay_longer)
        self._what = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._details: NightDetails | None = None
        """Created on first use: on most nights one tap is enough."""
        self._more = PillButton(theme, self.tr("More"), "plus", ButtonStyle.BARE, height=52)
        self._more.clicked.connect(lambda: self._unfold(not self._unfolded))
        self._skip = PillButton(theme, self.tr("Skip for now"), height=52, key=self.tr("Esc"))
        self._skip.clicked.connect(self.close_card)
        self._awake = PillButton(theme, self.tr("Still awake"), height=52, key="E")
        self._awake.setAccessibleDescription(self.tr("The evening goes on for 10 more minutes"))
        self._awake.clicked.connect(self.awake_requested)
        self._undo = PillButton(theme, self.tr("Undo"), "undo-2", height=52)
        self._undo.clicked.connect(self.undo_requested)
        self._leaving = self._timer(STAYS_MS)
        self._waiting = self._timer(GIVES_UP_MS)
        self._lay_out(theme)
        self._inside.installEventFilter(self)
        for outcome, button in self._buttons.items():
            button.clicked.connect(lambda *_, outcome=outcome: self.choose(outcome))

    @property
    def is_open(self) -> bool:
        return self._entry is not None

    def ask(self, entry: JournalEntry, just_ended: bool = False) -> None:
        """Ask about a night that has just ended, or about an earlier one."""
        self._entry = entry
        self._awake.setVisible(just_ended)
        self._note.setText(entry.note)
        self._unfold(False)
        self._what.setText(listed((names.evening_name(entry), clock_time(entry.started_at))))
        self._waiting.start()
        self._show()
        self.focus_first()

    def focus_first(self) -> None:
        """Focus the answer that most nights have."""
        self._buttons[Outcome.ASLEEP].show_ring()

    def choose(self, outcome: Outcome | None) -> None:
        """Set the answer; None removes it."""
        if self._entry is None:
            return
        self._entry = replace(self._entry, outcome=outcome)
        self._tell()
        if outcome is None or self._unfolded:
            self._leaving.stop()
        else:
            self._leaving.start()

    def choose_place(self, place: int) -> None:
        """Set the answer by its key, 0 to 2."""
        self.choose(tuple(Outcome)[place])

    def close_card(self) -> None:
        if self._entry is None:
            return
        self._take_note()
        if self._details is not None:
            self._details.take_names()
        self._entry = None
        self._leaving.stop()
        self._waiting.stop()
        self.closed.emit()

    def _timer(self, ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(self.close_card)
        return timer

    def _lay_out(self, theme: Theme) -> None:
        across = QBoxLayout.Direction.LeftToRight
        moons = self._moons = QBoxLayout(across)
        moons.setSpacing(18)
        for button in self._buttons.values():
            moons.addWidget(button, 1)
        details = self._row = QBoxLayout(across)
        details.setSpacing(16)
        self._after = Label(theme, self.tr("Calm after"), Text.BODY)
        details.addWidget(self._after)
        details.addWidget(self._minutes)
        details.addWidget(self._note, 1)
        foot = self._foot = QBoxLayout(across)
        foot.addWidget(self._what, 1)
        foot.addWidget(self._awake)
        foot.addWidget(self._undo)
        foot.addWidget(self._skip)
        column = QVBoxLayout(self._inside)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addWidget(self._under)
        column.addLayout(moons)
        column.addLayout(details)
        self._below = QVBoxLayout()
        self._below.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._below)
        column.addWidget(Separator(theme))
        column.addLayout(foot)
        column.addStretch(1)
        around = self._around = QVBoxLayout(self._card)
        around.addWidget(QuietArea(self._inside))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lay out again when the content wants another size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return False

    def _place(self) -> None:
        """Place the card in the centre, at its preferred size if it fits; otherwise it scrolls."""
        left, top, right, bottom = margins = INSIDE if self.width() >= NARROW else INSIDE_NARROW
        set_margins(self._around, *margins)
        self._fold(self.width() - 2 * AROUND - left - right - SCROLL_BAR)
        wanted = self._inside.sizeHint().expandedTo(self._inside.minimumSizeHint())
        width = min(wanted.width() + left + right, self.width() - 2 * AROUND)
        tall = max(wanted.height(), self._inside.heightForWidth(width - left - right))
        height = min(tall + top + bottom, self.height() - 2 * AROUND)
        self._card.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )

    def _fold(self, room: int) -> None:
        """Stack the parts of a row if `room` px are too few for it."""
        parts = (self._after, self._minutes, self._note)
        ways = (self._what, self._awake, self._undo, self._skip)
        rows = ((self._moons, self._buttons.values()), (self._row, parts), (self._foot, ways))
        for row, widgets in rows:
            shown = [each.minimumSizeHint().width() for each in widgets if not each.isHidden()]
            least = sum(shown) + row.spacing() * len(shown)
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            row.setDirection(down if least > room else across)

    def _move_minutes(self, by: int) -> None:
        if self._entry is not None:
            now = self._entry.minutes_to_calm or 0
            self._entry = replace(self._entry, minutes_to_calm=max(0, min(MOST_MINUTES, now + by)))
            self._tell()
            self._stay_longer()

    def _take_note(self) -> None:
        if self._entry is not None and self._note.text().strip() != self._entry.note:
            self._entry = replace(self._entry, note=self._note.text().strip())
            self._tell()

    def _take_details(self, entry: JournalEntry) -> None:
        if self._entry is not None:
            self._entry = entry
            self._tell()

    @property
    def _unfolded(self) -> bool:
        return self._details is not None and not self._details.isHidden()

    def _unfold(self, shown: bool) -> None:
        """Show or hide the details; while they are shown, the card waits for Done."""
        if shown and self._details is None:
            self._details = NightDetails(self._theme)
            self._details.changed.connect(self._take_details)
            self._below.addWidget(self._details)
        if self._details is not None:
            self._details.setVisible(shown)
            if self._entry is not None:
                self._details.show_entry(self._entry)
        self._more.setText(self.tr("Less") if shown else self.tr("More"))
        self._more.set_icon("minus" if shown else "plus")
        if shown:
            self._leaving.stop()
            self._waiting.start()
        self._place()

    def _stay_longer(self) -> None:
        if self._leaving.isActive():
            self._leaving.start()

    def _tell(self) -> None:
        self._show()
        self.answered.emit(self._entry)

    def _show(self) -> None:
        entry = self._entry
        assert entry is not None
        if self._details is not None:
            self._details.show_entry(entry)
        answer = entry.outcome
        self._answers.choose(None if answer is None else self._buttons[answer])
        minutes = entry.minutes_to_calm
        self._minutes.show_text(names.minutes_noted(minutes))
        saved = entry.outcome is not None
        self._under.setText(
            self.tr("Saved.") if saved else self.tr("One tap is enough. It is saved at once.")
        )
        self._undo.setVisible(saved)
        self._skip.setText(self.tr("Done") if saved else self.tr("Skip for now"))
        self._skip.updateGeometry()
        self._place()
