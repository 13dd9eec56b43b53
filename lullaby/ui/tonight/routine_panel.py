"""The side panel before the press: routine, duration and background sounds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.routine import STEPS, Routine, RoutineIcon, RoutineId, dots, dots_of
from lullaby.session.finish import Finish
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.controls.sounds import SoundPicker
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.text import names, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.tonight.timer_choice import TimerChoice

FOR_THE_TICK = 44
"""The room for the tick at the end of a row, in px at 100 %."""


BETWEEN = 6
"""More space above the time and the sounds, in px; what is left is below, so that nothing moves
when a sound is turned on."""


ROOMY = 4
"""With more routines, their rows are lower."""


class OwnRow(IconRow):
    """A routine of the person's own, with a button that changes it."""

    def __init__(self, theme: Theme, icon: str, name: str) -> None:
        super().__init__(theme, icon, name, "")
        text = self.tr("Change {name}").format(name=name)
        self.change = RoundButton(theme, "pencil", text, 48, ButtonStyle.BARE)
        self._beside = QHBoxLayout(self)
        self._beside.addStretch(1)
        self._beside.addWidget(self.change)
        self.restyle()

    def restyle(self) -> None:
        super().restyle()
        set_margins(self._beside, 0, 0, self.theme.px(FOR_THE_TICK), 0)


class RoutinePanel(QWidget):
    """Shows and changes the evening that is about to start."""

    own_wanted = Signal()
    """A routine of the person's own is to be made."""
    edit_wanted = Signal(int)
    """The id of a routine of the person's own that is to be changed."""

    def __init__(self, theme: Theme, next_session: NextSession, fade_minutes: int) -> None:
        super().__init__()
        self._theme = theme
        self._next_session = next_session
        self._fade_minutes = fade_minutes
        self._finish = Finish.FADE
        self._limit = STEPS
        self._rows: dict[RoutineId, IconRow] = {}
        self._shown: tuple[tuple[RoutineId, str, RoutineIcon | None], ...] = ()
        self._group = RadioGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.timer = TimerChoice(theme)
        self.timer.stepped.connect(next_session.step_minutes)
        self.timer.endless_chosen.connect(next_session.set_endless)
        self._fade = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        self._sounds = SoundPicker(theme)
        self._sounds.requested.connect(next_session.set_dots)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        caption = Label(theme, self.tr("Routine"), Text.LABEL, "text2")
        self.own = PillButton(theme, self.tr("Your own"), "plus", ButtonStyle.BARE, height=48)
        self.own.clicked.connect(self.own_wanted)
        self._list.addWidget(FoldingRow((caption, self.own), shares=(1,)))
        column.addLayout(self._list)
        column.addSpacing(BETWEEN)
        ends = Label(theme, self.tr("Fade out after"), Text.LABEL, "text2")
        column.addWidget(ends)
        column.addWidget(self.timer)
        column.addWidget(self._fade)
        column.addSpacing(BETWEEN)
        column.addWidget(self._sounds)
        column.addStretch(1)
        self.sections: tuple[QWidget, ...] = (caption, ends, self._sounds)
        """Where routine, time and sounds begin."""
        next_session.changed.connect(self.refresh)
        self.refresh()

    def set_end(self, fade_minutes: int, finish: Finish) -> None:
        """Set how a timer ends (Settings)."""
        self._fade_minutes, self._finish = fade_minutes, finish
        self.refresh()

    def set_limit(self, limit: int) -> None:
        """Set the gentle limit, 0 to 20 (Settings)."""
        self._limit = limit
        self.refresh()

    def refresh(self) -> None:
        next_session = self._next_session
        shown = tuple((r.id, r.name, r.icon) for r in next_session.routines)
        if self._shown != shown:
            self._shown = shown
            self._fill()
        chosen = next_session.chosen
        for routine in next_session.routines:
            row = self._rows[routine.id]
            row.set_low(len(next_session.routines) > ROOMY)
            row.set_line(sentences.routine_line(routine, next_session.songs.count(routine)))
            row.setChecked(routine.id == chosen.id)
        self.timer.show_minutes(chosen.minutes)
        softer = chosen.fade_minutes or self._fade_minutes
        self._fade.setText(sentences.fade_hint(chosen.minutes, softer, self._finish))
        self._sounds.show_dots(dots_of(chosen.ambient, self._limit), dots(self._limit))

    def _fill(self) -> None:
        for row in self._rows.values():
            self._group.discard(row, self._list)
        self._rows.clear()
        for routine in self._next_session.routines:
            row = self._row(routine)
            self._group.add(row)
            self._list.addWidget(row)
            row.show()
            self._rows[routine.id] = row

    def _row(self, routine: Routine) -> IconRow:
        icon, name = names.routine_icon(routine), names.routine_name(routine)
        if routine.built_in is None:
            row = OwnRow(self._theme, icon, name)
            row.change.clicked.connect(lambda *_: self.edit_wanted.emit(routine.id))
        else:
            row = IconRow(self._theme, icon, name, "")
        row.setCheckable(True)
        row.clicked.connect(lambda *_: self._next_session.choose(routine))
        return row
