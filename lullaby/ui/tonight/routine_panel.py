"""The side panel before the press: routine, duration and background sounds."""

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from lullaby.library.routine import STEPS_PER_DOT, TIMER_CHOICES, RoutineId
from lullaby.session.finish import Finish
from lullaby.ui.controls.chips import ChipRow
from lullaby.ui.controls.flow import Pairs
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.rows import DOTS, AmbientTile, IconRow
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.text import names, sentences
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme


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
        self._list.setSpacing(2)
        texts = [whole(choice) if choice else "∞" for choice in TIMER_CHOICES]
        self._chips = ChipRow(theme, texts, 48, stretch=True)
        for chip, choice in zip(self._chips.chips, TIMER_CHOICES, strict=True):
            chip.setAccessibleName(self._chip_name(choice))
        self._chips.chosen.connect(lambda at: next_session.set_minutes(TIMER_CHOICES[at]))
        self._fade = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        self._tiles = {
            name: AmbientTile(theme, names.AMBIENT_ICONS[name], names.ambient_name(name))
            for name in names.AMBIENT_NAMES
        }
        tiles = Pairs(8)
        for name, tile in self._tiles.items():
            tile.dots_requested.connect(lambda dots, name=name: next_session.set_dots(name, dots))
        tiles.add(*self._tiles.values())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(theme, self.tr("Routine"), Text.LABEL, "text2"))
        column.addLayout(self._list)
        column.addStretch(2)
        column.addSpacing(8)
        column.addWidget(Label(theme, self.tr("Fade out after"), Text.LABEL, "text2"))
        column.addWidget(self._chips)
        column.addWidget(self._fade)
        column.addStretch(2)
        column.addSpacing(8)
        column.addWidget(Label(theme, self.tr("Background sounds"), Text.LABEL, "text2"))
        column.addWidget(tiles)
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
        at = TIMER_CHOICES.index(chosen.minutes) if chosen.minutes in TIMER_CHOICES else None
        self._chips.choose(at)
        self._fade.setText(sentences.fade_hint(chosen.minutes, self._fade_minutes, self._finish))
        steps = {sound.name: sound.step for sound in chosen.ambient}
        for name, tile in self._tiles.items():
            dots = -(-steps.get(name, 0) // STEPS_PER_DOT)
            title = names.ambient_name(name)
            spoken = self.tr("{name}, level {n} of {all}") if dots else self.tr("{name}, off")
            tile.show_dots(dots, spoken.format(name=title, n=whole(dots), all=whole(DOTS)))

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

    def _chip_name(self, minutes: int | None) -> str:
        if minutes is None:
            return self.tr("No end")
        return names.minutes_long(minutes)
