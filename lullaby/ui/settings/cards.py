"""The cards of the Settings screen, one for each topic."""

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from lullaby.settings import End, Face, FadeMinutes, Light
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.chips import ChipRow, Segmented
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.slider import StepSlider
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.switch import Switch
from lullaby.ui.settings.card import SettingsCard
from lullaby.ui.shell.settings_controller import SettingsController, step_percent
from lullaby.ui.text import names
from lullaby.ui.text.locale import hour, whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import DIMMING

LIGHTS: tuple[Light, ...] = get_args(Light)
FACES: tuple[Face, ...] = get_args(Face)
FADES: tuple[FadeMinutes, ...] = get_args(FadeMinutes)
ENDS: tuple[End, ...] = get_args(End)


class LightCard(SettingsCard):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "moon", self.tr("Light"))
        texts = [self.tr("Follow the evening"), self.tr("Dusk"), self.tr("Night")]
        self._light = Segmented(theme, texts)
        self._light.chosen.connect(lambda at: controller.change(light=LIGHTS[at]))
        self._dimmer = StepSlider(
            theme,
            0,
            len(DIMMING) - 1,
            (self.tr("Extra dim at night"), self.tr("Less dim"), self.tr("Dimmer")),
        )
        self._dimmer.requested.connect(self._dim)
        darkest = self.tr("For more, lower your screen’s brightness.")
        self._hint = Label(theme, darkest, Text.ROW, "text2", wrap=True)
        holder = QHBoxLayout()
        holder.addWidget(self._light)
        holder.addStretch(1)
        self.column.addLayout(holder)
        self._from = Stepper(theme, (self.tr("Night earlier"), self.tr("Night later")), diameter=48)
        self._until = Stepper(
            theme, (self.tr("Morning earlier"), self.tr("Morning later")), diameter=48
        )
        self._from.requested.connect(
            lambda by: controller.change(night_from=(controller.now.night_from + by) % 24)
        )
        self._until.requested.connect(
            lambda by: controller.change(night_until=(controller.now.night_until + by) % 24)
        )
        first = Label(theme, self.tr("Night from"), Text.BODY, wrap=True)
        between = Label(theme, self.tr("to"), Text.BODY)
        self._hours = FoldingRow((first, self._from, between, self._until))
        self._contrast = Switch(theme, self.tr("High contrast"))
        self._contrast.clicked.connect(lambda on: controller.change(high_contrast=on))
        self.row(self.tr("Extra dim at night"), self._dimmer, 3)
        self.row(self.tr("High contrast"), self._contrast)
        self.column.addWidget(self._hours)
        self.column.addWidget(self._hint)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self._light.choose(LIGHTS.index(now.light))
        self._dimmer.show_value(now.dimmer)
        self._contrast.setChecked(now.high_contrast)
        self._from.show_text(hour(now.night_from))
        self._until.show_text(hour(now.night_until))
        self._hours.setVisible(now.light == "follow")
        self._hint.setVisible(now.dimmer == len(DIMMING) - 1)

    def _dim(self, step: int) -> None:
        self.controller.change(dimmer=max(0, min(step, len(DIMMING) - 1)))


class WordsCard(SettingsCard):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "text-align-start", self.tr("Words"))
        texts = [self.tr("Storybook"), self.tr("Plain"), self.tr("Easy reading")]
        self._face = Segmented(theme, texts)
        self._face.chosen.connect(lambda at: controller.change(lyric_face=FACES[at]))
        self._size = Stepper(theme, (self.tr("Smaller words"), self.tr("Larger words")))
        self._size.requested.connect(
            lambda by: controller.change(
                words_percent=step_percent(controller.now.words_percent, by)
            )
        )
        self._translation = Switch(theme, self.tr("Show a translation line"))
        self._translation.clicked.connect(lambda on: controller.change(show_translation=on))
        self._chords = Switch(theme, self.tr("Show chords"))
        self._chords.clicked.connect(lambda on: controller.change(show_chords=on))
        self._tune = Switch(theme, self.tr("Show the melody above the words"))
        self._tune.clicked.connect(lambda on: controller.change(show_tune=on))
        holder = QHBoxLayout()
        holder.addWidget(self._face)
        holder.addStretch(1)
        self.column.addLayout(holder)
        self.row(self.tr("Size of the words"), self._size)
        self.row(self.tr("Show a translation line"), self._translation)
        self.row(self.tr("Show the melody above the words"), self._tune)
        self.row(self.tr("Show chords"), self._chords)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self._face.choose(FACES.index(now.lyric_face))
        self._size.show_text(self.tr("{n} %").format(n=whole(now.words_percent)))
        self._translation.setChecked(now.show_translation)
        self._tune.setChecked(now.show_tune)
        self._chords.setChecked(now.show_chords)


class FadeCard(SettingsCard):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "feather", self.tr("Fade"))
        self._fade = ChipRow(theme, [names.minutes_short(m) for m in FADES], 88)
        self._fade.chosen.connect(lambda at: controller.change(fade_minutes=FADES[at]))
        ends = [self.tr("Fade"), self.tr("Finish the song"), self.tr("Planned")]
        self._end = Segmented(theme, ends)
        self._end.chosen.connect(lambda at: controller.change(finish=ENDS[at]))
        self._end_hint = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._ask = Switch(theme, self.tr("Ask how it went afterwards"))
        self._ask.clicked.connect(lambda on: controller.change(ask_afterwards=on))
        self.column.addWidget(self._fade)
        self.column.addWidget(
            Label(theme, self.tr("fade at the end"), Text.ROW, "text2", wrap=True)
        )
        holder = QHBoxLayout()
        holder.addWidget(self._end)
        holder.addStretch(1)
        self.column.addLayout(holder)
        self.column.addWidget(self._end_hint)
        self.row(self.tr("Ask how it went afterwards"), self._ask)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        finish = self.controller.now.finish
        self._fade.choose(FADES.index(self.controller.now.fade_minutes))
        self._end.choose(ENDS.index(finish))
        hints = {
            "fade": self.tr("Fades to silence exactly when the timer ends."),
            "song": self.tr("When the time is up, the current song finishes."),
            "planned": self.tr("Songs are picked so that the last one ends around then."),
        }
        self._end_hint.setText(hints[finish])
        self._ask.setChecked(self.controller.now.ask_afterwards)


class ComfortCard(SettingsCard):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "a-large-small", self.tr("Comfort"))
        self._size = Stepper(theme, (self.tr("Smaller text"), self.tr("Larger text")))
        self._size.requested.connect(
            lambda by: controller.change(text_percent=step_percent(controller.now.text_percent, by))
        )
        self._still = Switch(theme, self.tr("Reduce motion"))
        self._still.clicked.connect(lambda on: controller.change(reduce_motion=on))
        self.row(self.tr("Text size"), self._size)
        self.row(self.tr("Reduce motion"), self._still)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        self._size.show_text(self.tr("{n} %").format(n=whole(self.controller.now.text_percent)))
        self._still.setChecked(self.controller.now.reduce_motion)


class SingersCard(SettingsCard):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "users", self.tr("Singers"))
        self._first = PillField(theme, "mic", self.tr("Name of singer 1"))
        self._second = PillField(theme, "mic", self.tr("Name of singer 2"))
        self._first.editingFinished.connect(
            lambda: controller.change(first_singer=self._first.text().strip())
        )
        self._second.editingFinished.connect(
            lambda: controller.change(second_singer=self._second.text().strip())
        )
        self.column.addWidget(self._first)
        self.column.addWidget(self._second)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        for field, name in (
            (self._first, self.controller.now.first_singer),
            (self._second, self.controller.now.second_singer),
        ):
            if not field.hasFocus():
                field.setText(name)


class KeysCard(SettingsCard):
    shown_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "keyboard", self.tr("Keys"))
        self._single = Switch(theme, self.tr("Single-letter shortcuts"))
        self._single.clicked.connect(lambda on: controller.change(single_keys=on))
        self.row(self.tr("Single-letter shortcuts"), self._single)
        show = WrappingPill(theme, self.tr("Show the list of keys"), "keyboard", key="?")
        show.clicked.connect(self.shown_requested)
        holder = QHBoxLayout()
        holder.addWidget(show)
        holder.addStretch(1)
        self.column.addLayout(holder)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        self._single.setChecked(self.controller.now.single_keys)
