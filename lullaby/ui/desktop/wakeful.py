"""While something sounds the machine is kept awake, and not a moment longer."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.desktop.power import Power
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge

AWAKE = (Stage.PLAYING, Stage.ENDING)
"""A pause, which may last till morning, keeps nothing awake: its place is kept as it is."""

Do = Callable[[Callable[[], object]], None]


class Wakeful(QObject):
    """`do` runs what may wait for other programs, in order, away from the window's thread."""

    def __init__(
        self, bridge: SessionBridge, power: Power, do: Do, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._power = power
        self._do = do
        self._awake = False
        bridge.stage_changed.connect(self._follow)

    def let_go(self) -> None:
        """The application ends."""
        self._set(False)

    def _follow(self, state: SessionState) -> None:
        self._set(state.stage in AWAKE)

    def _set(self, awake: bool) -> None:
        if awake != self._awake:
            self._awake = awake
            self._do(self._power.keep_awake if awake else self._power.let_sleep)
