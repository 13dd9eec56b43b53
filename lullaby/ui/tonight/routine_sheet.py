"""The sheet for a routine of the person's own: name, picture, songs, time, volume and sounds."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.routine import (
    STEPS_PER_DOT,
    Playlist,
    Routine,
    RoutineIcon,
    RoutineId,
    dots,
    dots_of,
    with_sound,
)
from lullaby.session.timer import stepped
from lullaby.settings import FadeMinutes
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundToggle
from lullaby.ui.controls.chips import ChipRow
from lullaby.ui.controls.choice import ChoicePill
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.sounds import SoundPicker
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text import names
from lullaby.ui.text.lists import labelled
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.tonight.timer_choice import TimerChoice

WIDTH = 900
"""Two columns, so that nothing scrolls in a window 768 px high."""

BETWEEN = 28
LONGEST_NAME = 40
USUAL_MINUTES = 30
"""The timer after “No end” is switched off, if there was none before."""

NARROWEST_CHOICE = 160
FADES: tuple[int | None, ...] = (None, *get_args(FadeMinutes))


class RoutineSheet(Sheet):
    """Done makes or changes the routine. Esc leaves no new one, and keeps changes of an old one."""

    changed = Signal(object)
    """A routine that was there before, as it is now."""
    delete_requested = Signal(int)
    give_requested = Signal(object)
    """Somebody wants to give this routine away, as it is now."""
    make: Callable[[Routine], bool]
    """Stores a new routine; after False the sheet stays open with what was typed."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, WIDTH, self._confirm)
        self._routine = self._before = Routine(RoutineId(0), "", None, None, None)
        self._playlists: Sequence[Playlist] = ()
        self._loudest = 0
        self._minutes = USUAL_MINUTES
        self.make = lambda _: True
        self.field = PillField(theme, "pencil", self.tr("Name of the routine"))
        self.field.setMaxLength(LONGEST_NAME)
        self.icons = {icon: self._icon(theme, icon) for icon in RoutineIcon}
        self.songs = ChoicePill(theme, self.tr("Songs"), NARROWEST_CHOICE)
        self.timer = TimerChoice(theme)
        usual = self.tr("As in Settings")
        self.fade = ChipRow(theme, [names.minutes_short(m) if m else usual for m in FADES])
        self.volume = Stepper(theme, (self.tr("Softer"), self.tr("Louder")), diameter=48)
        self.sounds = SoundPicker(theme)
        self.remove = PillButton(theme, self.tr("Delete this routine"), "trash-2", ButtonStyle.BARE)
        self.give = PillButton(theme, self.tr("Give it to someone…"), "upload", ButtonStyle.BARE)
        self._fade_part = QWidget()
        self._content = QWidget()
        self._lay_out(theme)
        self._connect()
        self.hold(self._content)

    def open_for(
        self, routine: Routine, playlists: Sequence[Playlist], loudest: int, title: str
    ) -> None:
        """Show a routine for editing; a new one has the id 0.

        `loudest` is the gentle limit, 0 to 20.
        """
        self._routine = self._before = routine
        self._playlists, self._loudest = playlists, loudest
        self._minutes = routine.minutes or USUAL_MINUTES
        self.field.setText(routine.name)
        self.remove.setVisible(routine.id != 0)
        self.give.setVisible(routine.id != 0)
        self._show()
        self.open(title)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    @property
    def routine(self) -> Routine:
        """The routine as it is shown."""
        name = self.field.text().strip() or self._before.name
        return replace(self._routine, name=name)

    def _confirm(self) -> bool:
        return self.routine.id != 0 or self.make(self.routine)

    def _icon(self, theme: Theme, icon: RoutineIcon) -> RoundToggle:
        return RoundToggle(theme, names.OWN_ICONS[icon], names.icon_name(icon), diameter=48)

    def _lay_out(self, theme: Theme) -> None:
        group, pictures = RadioGroup(self), Flow(8)
        for icon, button in self.icons.items():
            group.add(button)
            button.clicked.connect(lambda *_, icon=icon: self._change(icon=icon))
        pictures.add(*self.icons.values())
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.give)
        foot.addWidget(self.remove)
        left, right, whole = QWidget(), QWidget(), QVBoxLayout(self._content)
        set_margins(whole, 0, 0, 6, 0)
        whole.addWidget(FoldingRow((left, right), BETWEEN, shares=(5, 4)))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.field)
        column.addWidget(pictures)
        column.addWidget(_beside(theme, self.tr("Songs"), self.songs))
        column.addWidget(_beside(theme, self.tr("Volume"), self.volume))
        column.addWidget(Label(theme, self.tr("Fade out after"), Text.LABEL, "text2"))
        column.addWidget(self.timer)
        inside = QVBoxLayout(self._fade_part)
        inside.setContentsMargins(0, 0, 0, 0)
        over_the_last = self.tr("Fade out over the last")
        inside.addWidget(Label(theme, over_the_last, Text.LABEL, "text2"))
        self.fade.set_name(over_the_last)
        inside.addWidget(self.fade)
        column.addWidget(self._fade_part)
        column.addStretch(1)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.sounds)
        column.addStretch(1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.songs.chosen.connect(self._choose_songs)
        self.timer.stepped.connect(self._step_minutes)
        self.timer.endless_chosen.connect(self._set_endless)
        self.fade.chosen.connect(lambda at: self._change(fade_minutes=FADES[at]))
        self.volume.requested.connect(self._step_volume)
        self.sounds.requested.connect(self._set_dots)
        self.remove.clicked.connect(self._delete)
        self.give.clicked.connect(self._give)
        self.closed.connect(self._keep)

    def _choose_songs(self, at: int) -> None:
        self._change(playlist=self._playlists[at - 1].id if at else None)

    def _step_minutes(self, steps: int) -> None:
        minutes = self._routine.minutes
        self._change(minutes=self._minutes if minutes is None else stepped(minutes, steps))

    def _set_endless(self, endless: bool) -> None:
        self._minutes = self._routine.minutes or self._minutes
        self._change(minutes=None if endless else self._minutes)

    def _step_volume(self, by: int) -> None:
        step = min(self._routine.music_step, self._loudest) + by
        self._change(music_step=max(0, min(step, self._loudest)))

    def _set_dots(self, name: str, wanted: int) -> None:
        self._change(ambient=with_sound(self._routine.ambient, name, wanted * STEPS_PER_DOT))

    def _change(self, **changes: object) -> None:
        self._routine = replace(self._routine, **changes)
        self._show()

    def _show(self) -> None:
        routine = self._routine
        for icon, button in self.icons.items():
            button.setChecked(icon is routine.icon)
        ids = [None, *(playlist.id for playlist in self._playlists)]
        at = ids.index(routine.playlist) if routine.playlist in ids else 0
        texts = [names.routine_name(playlist) for playlist in self._playlists]
        self.songs.offer([self.tr("No songs"), *texts], at)
        self.timer.show_minutes(routine.minutes)
        self.fade.choose(FADES.index(routine.fade_minutes) if routine.fade_minutes in FADES else 0)
        self._fade_part.setVisible(routine.minutes is not None)
        self._show_volume(min(routine.music_step, self._loudest))
        self.sounds.show_dots(dots_of(routine.ambient, self._loudest), dots(self._loudest))

    def _show_volume(self, step: int) -> None:
        self.volume.show_text(whole(step))
        spoken = labelled(self.tr("Volume"), whole(step))
        limit = self.tr("This is the gentle limit.")
        self.volume.less.setAccessibleDescription(spoken)
        self.volume.more.setAccessibleDescription(limit if step >= self._loudest else spoken)
        self.volume.less.setEnabled(step > 0)
        self.volume.more.setEnabled(step < self._loudest)

    def _delete(self) -> None:
        self._before = self._routine = self.routine
        self.close_sheet()
        self.delete_requested.emit(self._before.id)

    def _give(self) -> None:
        routine = self.routine
        self.close_sheet()
        self.give_requested.emit(routine)

    def _keep(self) -> None:
        routine = self.routine
        if routine.id != 0 and routine != self._before:
            self.changed.emit(routine)


def _beside(theme: Theme, text: str, control: QWidget) -> FoldingRow:
    return FoldingRow((Label(theme, text, Text.BODY), control), shares=(1,))
