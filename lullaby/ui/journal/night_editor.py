"""Edits one night, or one that was not recorded."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.journal.entry import EntryId, JournalEntry, Outcome
from lullaby.journal.typed_moments import first_at, last_at
from lullaby.ui.controls.areas import reveal
from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.chips import ChipRow
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.typed_stepper import TypedStepper
from lullaby.ui.journal import words
from lullaby.ui.journal.details import NightDetails
from lullaby.ui.journal.routine_choice import RoutineChoice
from lullaby.ui.mirroring import set_margins
from lullaby.ui.text import names
from lullaby.ui.text.digits import whole_number_in
from lullaby.ui.text.locale import clock_time, clock_time_in, whole
from lullaby.ui.theme.theme import Text, Theme

OUTCOMES = (*Outcome, None)
STEP = timedelta(minutes=15)
MOST_MINUTES = 600


class NightEditor(QWidget):
    """Emits every change at once; nothing needs saving."""

    changed = Signal(object)
    deleted = Signal(object)

    def __init__(self, theme: Theme, routines: Callable[[], Sequence[str]]) -> None:
        """`routines` names those that a night added by hand can have, as the journal does."""
        super().__init__()
        self._routines = routines
        self._entry: JournalEntry | None = None
        self._now: datetime | None = None
        self._day = Stepper(theme, (self.tr("A day earlier"), self.tr("A day later")))
        quarters = self.tr("15 minutes earlier"), self.tr("15 minutes later")
        self._time = TypedStepper(theme, self.tr("Started at"), quarters, held=4)
        ends = self.tr("End 15 minutes earlier"), self.tr("End 15 minutes later")
        self._end = TypedStepper(theme, self.tr("Ended at"), ends, held=4)
        self._outcome = ChipRow(theme, [names.outcome_name(o) for o in OUTCOMES], 24)
        minutes = self.tr("A minute less"), self.tr("A minute more")
        self._minutes = TypedStepper(theme, self.tr("Calm after, in minutes"), minutes, held=5)
        self._unread: dict[TypedStepper, str] = {}
        """What to say of each value that could not be read."""
        self._to_point_at: list[TypedStepper] = []
        """Those of them that Done has not pointed at yet."""
        self._not_read = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._routine = RoutineChoice(theme)
        self._note = PillField(theme, "pencil", self.tr("A few words, if you like"))
        self._details = NightDetails(theme)
        self._details.changed.connect(self._take_details)
        self._songs = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._delete = WrappingPill(
            theme, self.tr("Delete this night"), "trash-2", ButtonStyle.BARE
        )
        self._lay_out(theme)
        self._connect()

    def show_entry(self, entry: JournalEntry, now: datetime) -> None:
        self._entry, self._now = entry, now
        self._note.setText(entry.note)
        for part in (self._day_row, self._routine):
            part.setVisible(entry.by_hand)
        self._time_row.setVisible(entry.ended_at is not None)
        self._end_row.setVisible(entry.ended_at is not None and not entry.by_hand)
        self._delete.setVisible(bool(entry.id))
        self._unread.clear()
        self._to_point_at.clear()
        self._say()
        self._show()

    @property
    def entry(self) -> EntryId | None:
        return self._entry.id if self._entry else None

    def take_note(self) -> None:
        """Accept typed text even without Enter."""
        self._details.take_names()
        for stepper in (self._time, self._end, self._minutes):
            stepper.take_typed()
        if self._entry is not None and self._note.text().strip() != self._entry.note:
            self._change(note=self._note.text().strip())

    def finish(self) -> bool:
        """Accept typed text, and return whether all of it was read.

        If not, focus goes to the field in question. Each is pointed at once: then the value that
        it shows again holds.
        """
        self.take_note()
        if not self._to_point_at:
            return True
        field = self._to_point_at[0].field
        self._to_point_at.clear()
        field.setFocus()
        field.selectAll()
        reveal(self._not_read)
        return False

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(14)
        self._day_row = _row(theme, self.tr("Day"), self._day)
        self._time_row = _row(theme, self.tr("Started at"), self._time)
        self._end_row = _row(theme, self.tr("Ended at"), self._end)
        column.addWidget(self._day_row)
        column.addWidget(self._time_row)
        column.addWidget(self._end_row)
        column.addWidget(self._routine)
        column.addWidget(self._outcome)
        column.addWidget(_row(theme, self.tr("Calm after"), self._minutes))
        column.addWidget(self._not_read)
        column.addWidget(self._note)
        column.addWidget(self._songs)
        column.addWidget(self._details)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._delete)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._outcome.chosen.connect(lambda at: self._change(outcome=OUTCOMES[at]))
        self._minutes.requested.connect(self._move_minutes)
        self._day.requested.connect(lambda by: self._move(timedelta(days=by)))
        self._time.requested.connect(self._move_time)
        self._end.requested.connect(self._move_end)
        self._routine.chosen.connect(lambda routine: self._change(routine=routine))
        self._time.typed.connect(self._type_time)
        self._end.typed.connect(self._type_end)
        self._minutes.typed.connect(self._type_minutes)
        self._note.editingFinished.connect(self.take_note)
        self._delete.clicked.connect(lambda: self.deleted.emit(self._entry))

    def _type_time(self, text: str) -> None:
        """A time still to come, or after the end of a recorded night, was the day before."""
        entry, now = self._entry, self._now
        if entry is None or now is None or entry.ended_at is None:
            return
        typed = self._time_of(self._time, text, entry.started_at)
        if typed is None:
            return
        self._accept(self._time)
        if entry.by_hand:
            day = entry.started_at.replace(hour=23, minute=59, second=59)
            self._begin_at(last_at(typed, min(day, now)))
        else:
            self._begin_at(last_at(typed, entry.ended_at))

    def _type_end(self, text: str) -> None:
        """A time before the start was the day after."""
        entry, now = self._entry, self._now
        if entry is None or now is None:
            return
        typed = self._time_of(self._end, text, entry.ended_at or entry.started_at)
        if typed is None:
            return
        ended = first_at(typed, entry.started_at)
        if ended > now:
            self._refuse(self._end, self.tr("“{text}” is in the future.").format(text=text))
        else:
            self._accept(self._end)
            self._change(ended_at=ended)

    def _time_of(self, value: TypedStepper, text: str, example: datetime) -> time | None:
        """The time of day that was typed as this value; None, which is said, if there is none."""
        typed = clock_time_in(text)
        if typed is None:
            refusal = self.tr("“{text}” was not understood. Write a time like {example}.")
            self._refuse(value, refusal.format(text=text, example=clock_time(example)))
        return typed

    def _begin_at(self, started: datetime) -> None:
        """A night added by hand has no length."""
        if self._entry is not None:
            by_hand = self._entry.by_hand
            self._change(started_at=started, ended_at=started if by_hand else self._entry.ended_at)

    def _type_minutes(self, text: str) -> None:
        """Without any text the minutes are not noted."""
        minutes = whole_number_in(text)
        if text.strip() and (minutes is None or minutes > MOST_MINUTES):
            self._refuse(
                self._minutes,
                self.tr("“{text}” was not understood. Write minutes, 0 to {most}.").format(
                    text=text, most=whole(MOST_MINUTES)
                ),
            )
        else:
            self._accept(self._minutes)
            self._change(minutes_to_calm=minutes)

    def _refuse(self, value: TypedStepper, text: str) -> None:
        """`text` says why what was typed could not be read."""
        self._unread[value] = text
        if value not in self._to_point_at:
            self._to_point_at.append(value)
        self._say()

    def _accept(self, value: TypedStepper) -> None:
        """The value is known: nothing is to be said of it any more."""
        if self._unread.pop(value, None) is not None:
            self._to_point_at = [each for each in self._to_point_at if each is not value]
            self._say()

    def _say(self) -> None:
        """Say below the values what could not be read; nothing if all was."""
        self._not_read.setText("\n".join(self._unread.values()))
        self._not_read.setVisible(bool(self._unread))
        for value in (self._time, self._end, self._minutes):
            value.field.setAccessibleDescription(self._unread.get(value, ""))

    def _move_minutes(self, by: int) -> None:
        if self._entry is not None:
            now = self._entry.minutes_to_calm or 0
            self._accept(self._minutes)
            self._change(minutes_to_calm=max(0, min(MOST_MINUTES, now + by)))

    def _move_time(self, quarters: int) -> None:
        self._accept(self._time)
        self._move(quarters * STEP)

    def _move(self, by: timedelta) -> None:
        """Move the start, never into the future or beyond the end of a recorded night."""
        entry, now = self._entry, self._now
        if entry is not None and now is not None:
            latest = now if entry.by_hand or entry.ended_at is None else entry.ended_at
            self._begin_at(min(entry.started_at + by, latest))

    def _move_end(self, quarters: int) -> None:
        entry, now = self._entry, self._now
        if entry is not None and now is not None and entry.ended_at is not None:
            self._accept(self._end)
            ended = min(entry.ended_at + quarters * STEP, now)
            self._change(ended_at=max(ended, entry.started_at))

    def _take_details(self, entry: JournalEntry) -> None:
        self._entry = entry
        self._show()
        self.changed.emit(entry)

    def _change(self, **changes: object) -> None:
        if self._entry is not None:
            self._entry = replace(self._entry, **changes)
            self._show()
            self.changed.emit(self._entry)

    def _show(self) -> None:
        entry = self._entry
        if entry is None or self._now is None:
            return
        self._details.show_entry(entry)
        self._outcome.choose(OUTCOMES.index(entry.outcome))
        minutes = entry.minutes_to_calm
        self._minutes.show_text(names.minutes_noted(minutes))
        self._day.show_text(words.when(entry, self._now).rsplit(",", 1)[0])
        self._time.show_text(clock_time(entry.started_at))
        if entry.ended_at is not None:
            self._end.show_text(clock_time(entry.ended_at))
        if entry.by_hand:
            self._routine.offer(self._routines(), entry.routine)
        self._songs.setText(words.songs_played(entry))
        self._songs.setVisible(bool(self._songs.text()))


def _row(theme: Theme, text: str, control: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Label(theme, text, Text.BODY), 1)
    row.addWidget(control)
    return holder
