"""The topics of Settings that need only a few rows."""

from typing import get_args

from PySide6.QtCore import Signal

from lullaby.settings import End, Face, FadeMinutes, Light
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.slider import StepSlider
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.switch import Switch
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController, step_percent
from lullaby.ui.text import names
from lullaby.ui.text.locale import hour, whole
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import DIMMING

LIGHTS: tuple[Light, ...] = get_args(Light)
FACES: tuple[Face, ...] = get_args(Face)
FADES: tuple[FadeMinutes, ...] = get_args(FadeMinutes)
ENDS: tuple[End, ...] = get_args(End)


class LightTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Light"))
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
        self._dim_row = self.row(self.tr("Extra dim at night"), self._dimmer, 3)
        self._contrast = Switch(theme, self.tr("High contrast"))
        self._contrast.clicked.connect(lambda on: controller.change(high_contrast=on))
        self.row(self.tr("High contrast"), self._contrast)
        self.row(self.tr("Colours"), self._light)
        self._hours = (
            self.row(self.tr("Night colours start at"), self._from),
            self.row(self.tr("Night colours end at"), self._until),
        )
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self._light.choose(LIGHTS.index(now.light))
        self._dimmer.show_value(now.dimmer)
        self._contrast.setChecked(now.high_contrast)
        self._from.show_text(hour(now.night_from))
        self._until.show_text(hour(now.night_until))
        for row in self._hours:
            row.offer(now.light == "follow")
        dimmest = now.dimmer == len(DIMMING) - 1
        self._dim_row.set_hint(
            self.tr("For more, lower your screen’s brightness.") if dimmest else ""
        )

    def _dim(self, step: int) -> None:
        self.controller.change(dimmer=max(0, min(step, len(DIMMING) - 1)))


class WordsTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Words"))
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
        read_lines = self.tr("Announce each line to a screen reader")
        self._read_lines = Switch(theme, read_lines)
        self._read_lines.clicked.connect(lambda on: controller.change(read_lines=on))
        self.row(self.tr("Size of the words"), self._size)
        self.row(self.tr("Font for the words"), self._face)
        self.row(self.tr("Show a translation line"), self._translation)
        self.row(self.tr("Show the melody above the words"), self._tune)
        self.row(self.tr("Show chords"), self._chords)
        self.row(read_lines, self._read_lines)
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self._face.choose(FACES.index(now.lyric_face))
        self._size.show_text(self.tr("{n} %").format(n=whole(now.words_percent)))
        self._translation.setChecked(now.show_translation)
        self._tune.setChecked(now.show_tune)
        self._chords.setChecked(now.show_chords)
        self._read_lines.setChecked(now.read_lines)


class FadeTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Timer"))
        self._fade = Segmented(theme, [names.minutes_short(m) for m in FADES])
        self._fade.chosen.connect(lambda at: controller.change(fade_minutes=FADES[at]))
        ends = [self.tr("Fade out"), self.tr("Finish the song"), self.tr("Plan the songs")]
        self._end = Segmented(theme, ends)
        self._end.chosen.connect(lambda at: controller.change(finish=ENDS[at]))
        self._fade_row = self.row(self.tr("Fade out over the last"), self._fade)
        self._end_row = self.row(self.tr("When the timer ends"), self._end)
        self.refresh()

    def refresh(self) -> None:
        finish = self.controller.now.finish
        self._fade.choose(FADES.index(self.controller.now.fade_minutes))
        self._fade_row.offer(finish == "fade")
        self._end.choose(ENDS.index(finish))
        hints = {
            "fade": self.tr("Silent exactly on time."),
            "song": self.tr("When the time is up, the current song finishes."),
            "planned": self.tr("Songs are picked so that the last one ends around then."),
        }
        self._end_row.set_hint(hints[finish])


class AskTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Journal"))
        text = self.tr("Ask how it went")
        self._ask = Switch(theme, text)
        self._ask.clicked.connect(lambda on: controller.change(ask_afterwards=on))
        self.row(text, self._ask, hint=self.tr("One card after each session."))
        text = self.tr("Note how long you sang")
        self._singing = Switch(theme, text)
        self._singing.clicked.connect(lambda on: controller.change(note_singing=on))
        hint = self.tr("Only the minutes, while the words follow your voice. Never any sound.")
        self.row(text, self._singing, hint=hint)
        self.refresh()

    def refresh(self) -> None:
        self._ask.setChecked(self.controller.now.ask_afterwards)
        self._singing.setChecked(self.controller.now.note_singing)


class ComfortTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Comfort"))
        self._size = Stepper(theme, (self.tr("Smaller text"), self.tr("Larger text")))
        self._size.requested.connect(
            lambda by: controller.change(text_percent=step_percent(controller.now.text_percent, by))
        )
        self._still = Switch(theme, self.tr("Reduce motion"))
        self._still.clicked.connect(lambda on: controller.change(reduce_motion=on))
        self.row(self.tr("Text size"), self._size)
        self.row(self.tr("Reduce motion"), self._still)
        self.refresh()

    def refresh(self) -> None:
        self._size.show_text(self.tr("{n} %").format(n=whole(self.controller.now.text_percent)))
        self._still.setChecked(self.controller.now.reduce_motion)


class SingersTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Singers"))
        self._first = PillField(theme, "mic", self.tr("Name of singer 1"))
        self._second = PillField(theme, "mic", self.tr("Name of singer 2"))
        self._first.editingFinished.connect(
            lambda: controller.change(first_singer=self._first.text().strip())
        )
        self._second.editingFinished.connect(
            lambda: controller.change(second_singer=self._second.text().strip())
        )
        hint = self.tr("Shown beside the lines of songs for two voices.")
        self.row(self.tr("Singer 1"), self._first, 1, hint)
        self.row(self.tr("Singer 2"), self._second, 1)
        self.refresh()

    def refresh(self) -> None:
        for field, name in (
            (self._first, self.controller.now.first_singer),
            (self._second, self.controller.now.second_singer),
        ):
            if not field.hasFocus():
                field.setText(name)


class KeysTopic(SettingsTopic):
    shown_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Keys"))
        self._single = Switch(theme, self.tr("Single-letter shortcuts"))
        self._single.clicked.connect(lambda on: controller.change(single_keys=on))
        hint = self.tr("Switch them off if you press them by accident.")
        self.row(self.tr("Single-letter shortcuts"), self._single, hint=hint)
        show = WrappingPill(theme, self.tr("Show the list of keys"), "keyboard", key="?")
        show.clicked.connect(self.shown_requested)
        self.row(self.tr("All keys"), show)
        self.refresh()

    def refresh(self) -> None:
        self._single.setChecked(self.controller.now.single_keys)
