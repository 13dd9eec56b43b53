"""Loudness in Settings: the gentle limit, and the level of songs."""

from PySide6.QtCore import QTimer

from lullaby.settings import RANGES
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.slider import By, StepSlider
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.settings.limit_request import LEAST_LIMIT, NO_LIMIT, LimitRequest
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text.locale import signed
from lullaby.ui.theme.theme import Theme

ASKS_FOR_MS = 8_000
"""How long it waits for the second press that removes the limit."""

LIMIT_WORDS_FROM = (0, 8, 12, 13, NO_LIMIT)
"""The steps at which the word for the limit changes."""

LEVEL_STEP = 1
USUAL_LEVEL = -23


class SoundTopic(SettingsTopic):
    """The gentle limit, which can be restored when it was removed, and the level of songs."""

    def __init__(
        self,
        theme: Theme,
        controller: SettingsController,
        undo: UndoController,
    ) -> None:
        super().__init__(theme, controller, self.tr("Loudness"))
        self._undo = undo
        self._request = LimitRequest(controller.now.gentle_limit)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(ASKS_FOR_MS)
        self._asking.timeout.connect(self._ask_no_more)
        self._limit = StepSlider(
            theme,
            LEAST_LIMIT,
            NO_LIMIT,
            (self.tr("Gentle limit"), self.tr("Lower limit"), self.tr("Higher limit")),
        )
        self._limit.requested.connect(
            lambda step: self._request_limit(step, self._limit.moved_by is By.PRESS)
        )
        self._value = self.row("", self._limit, 3)
        self.lift = WrappingPill(theme, self.tr("Press again to remove the limit"), "volume-2")
        self.lift.clicked.connect(lambda: self._request_limit(NO_LIMIT, one_press=True))
        self.lift.hide()
        self._value.add_below(self.lift, at_start=True)
        self._value.set_hint(
            self.tr(
                "Keep the laptop at least two metres from the baby, and no louder than quiet"
                " talking. We cannot measure how loud it is in the room."
            )
        )
        self._level = Stepper(theme, (self.tr("Softer songs"), self.tr("Fuller songs")))
        self._level.requested.connect(lambda by: self._step("song_level", by * LEVEL_STEP))
        self.row(self.tr("Even out loudness"), self._level)
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        if now.gentle_limit != self._request.limit:
            self._request = LimitRequest(now.gentle_limit)
        self._limit.show_value(now.gentle_limit)
        self.lift.setVisible(self._request.asks and self._request.limit < NO_LIMIT)
        words = (
            self.tr("Gentle limit: very low"),
            self.tr("Gentle limit: low"),
            self.tr("Gentle limit: normal"),
            self.tr("Gentle limit: higher"),
            self.tr("No gentle limit"),
        )
        self._value.set_text(
            words[sum(now.gentle_limit >= start for start in LIMIT_WORDS_FROM) - 1]
        )
        offset = now.song_level - USUAL_LEVEL
        level = signed(offset) if offset else self.tr("normal")
        self._level.show_text(level)

    def _request_limit(self, step: int, one_press: bool) -> None:
        request = self._request.requested(step, one_press)
        before, self._request = request.lifted_from, request
        self.controller.change(gentle_limit=request.limit)
        self.refresh()
        if before is not None:
            self._ask_no_more()
            self._undo.offer(
                self.tr("The gentle limit is removed"),
                lambda: self.controller.change(gentle_limit=before),
            )
        elif request.asks:
            self._asking.start()

    def _ask_no_more(self) -> None:
        self._asking.stop()
        self._request = LimitRequest(self._request.limit)
        self.refresh()

    def _step(self, name: str, by: int) -> None:
        low, high = RANGES[name]
        self.controller.change(
            **{name: max(low, min(high, getattr(self.controller.now, name) + by))}
        )
