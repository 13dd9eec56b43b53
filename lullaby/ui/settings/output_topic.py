"""Where and how sound comes out: mono, balance, warmth, crossfade and the loudspeaker."""

from collections.abc import Callable

from lullaby.settings import RANGES
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.switch import Switch
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Theme


class OutputTopic(SettingsTopic):
    """`speakers` returns the loudspeakers to choose from."""

    def __init__(
        self,
        theme: Theme,
        controller: SettingsController,
        speakers: Callable[[], tuple[str, ...]],
    ) -> None:
        super().__init__(theme, controller, self.tr("Sound"))
        self._speakers = speakers
        mono = self.tr("Mono sound")
        self._mono = Switch(theme, mono)
        self._mono.clicked.connect(lambda on: controller.change(mono=on))
        self._balance = Stepper(
            theme, (self.tr("Softer on the right"), self.tr("Softer on the left")), usual=120
        )
        self._overlap = Stepper(theme, (self.tr("Shorter crossfade"), self.tr("Longer crossfade")))
        self._warmth = Stepper(theme, (self.tr("Brighter"), self.tr("Warmer")))
        self._speaker = WrappingPill(theme, "", "volume-2")
        self._speaker.clicked.connect(self._choose_speaker)
        for name, stepper in (
            ("balance", self._balance),
            ("overlap_s", self._overlap),
            ("warmth", self._warmth),
        ):
            stepper.requested.connect(lambda by, name=name: self._step(name, by))
        hint = self.tr("The same on both sides, for one ear or one earphone.")
        self.row(mono, self._mono, hint=hint)
        self.row(
            self.tr("Balance"), self._balance, hint=self.tr("Makes one side softer, never louder.")
        )
        self.row(self.tr("Warmer sound"), self._warmth, hint=self.tr("Softens high, sharp sounds."))
        hint = self.tr("Songs flow into each other.")
        self.row(self.tr("Crossfade"), self._overlap, hint=hint)
        self.row(self.tr("Speaker"), self._speaker)
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self._mono.setChecked(now.mono)
        self._balance.show_text(self._balance_text(now.balance))
        self._overlap.show_text(
            self.tr("{n} s").format(n=whole(now.overlap_s)) if now.overlap_s else self.tr("off")
        )
        warmth = (self.tr("off"), self.tr("a little"), self.tr("more"), self.tr("most"))
        self._warmth.show_text(warmth[now.warmth])
        self._speaker.setText(now.speaker or self.tr("System default"))
        self._speaker.setAccessibleName(
            self.tr("Speaker: {name}").format(name=self._speaker.text())
        )
        self._speaker.updateGeometry()

    def _balance_text(self, tenths: int) -> str:
        if not tenths:
            return self.tr("centre")
        text = self.tr("{n} % to the right") if tenths > 0 else self.tr("{n} % to the left")
        return text.format(n=whole(abs(tenths) * 10))

    def _step(self, name: str, by: int) -> None:
        low, high = RANGES[name]
        self.controller.change(
            **{name: max(low, min(high, getattr(self.controller.now, name) + by))}
        )

    def _choose_speaker(self) -> None:
        menu = PassingMenu(self)
        for text, name in (
            (self.tr("System default"), ""),
            *((name, name) for name in self._speakers()),
        ):
            action = menu.addAction(text)
            action.triggered.connect(
                lambda _=False, name=name: self.controller.change(speaker=name)
            )
        open_below(menu, self._speaker)
