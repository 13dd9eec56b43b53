"""The side panel before the press: routine, duration and background sounds."""

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from lullaby.library.routine import RoutineId, dots_of
from lullaby.session.finish import Finish
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.controls.sounds import SoundPicker
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.text import names, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.tonight.timer_choice import TimerChoice


class RoutinePanel(QWidget):
    """Shows and changes the evening that is about to start."""

    def __init__(self, theme: Theme, next_session: NextSession, fade_minutes: int) -> None:
        super().__init__()
        self._theme = theme
        self._next_session = next_session
        self._fade_minutes = fade_minutes
        self._finish = Finish.FADE
        self._rows: dict[RoutineId, IconRow] = {}
        self._group = QButtonGroup(self)
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
        column.setSpacing(8)
        column.addWidget(Label(theme, self.tr("Routine"), Text.LABEL, "text2"))
        column.addLayout(self._list)
        column.addStretch(2)
        column.addWidget(Label(theme, self.tr("Fade out after"), Text.LABEL, "text2"))
        column.addWidget(self.timer)
        column.addWidget(self._fade)
        column.addStretch(2)
        column.addWidget(Label(theme, self.tr("Background sounds"), Text.LABEL, "text2"))
        column.addWidget(self._sounds)
        next_session.changed.connect(self.refresh)
        self.refresh()

    def set_end(self, fade_minutes: int, finish: Finish) -> None:
        """Set how a timer ends (Settings)."""
        self._fade_minutes, self._finish = fade_minutes, finish
        self.refresh()

    def refresh(self) -> None:
        next_session = self._next_session
        if tuple(self._rows) != tuple(routine.id for routine in next_session.routines):
            self._fill()
        chosen = next_session.chosen
        for routine in next_session.routines:
            row = self._rows[routine.id]
            row.set_line(sentences.routine_line(routine, len(next_session.tracks(routine))))
            row.setChecked(routine.id == chosen.id)
        self.timer.show_minutes(chosen.minutes)
        self._fade.setText(sentences.fade_hint(chosen.minutes, self._fade_minutes, self._finish))
        self._sounds.show_dots(dots_of(chosen.ambient))

    def _fill(self) -> None:
        for row in self._rows.values():
            self._group.removeButton(row)
            row.deleteLater()
        self._rows.clear()
        for routine in self._next_session.routines:
            icon = names.ROUTINE_ICONS[routine.built_in]
            row = IconRow(self._theme, icon, names.routine_name(routine), "")
            row.setCheckable(True)
            row.clicked.connect(lambda *_, routine=routine: self._next_session.choose(routine))
            self._group.addButton(row)
            self._list.addWidget(row)
            self._rows[routine.id] = row
