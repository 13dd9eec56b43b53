"""While something sounds the machine is kept awake, and not a moment longer."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.desktop.power import Power
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge

AWAKE = (Stage.PLAYING, Stage.ENDING)
"""A pause, which may last till morning, keeps nothing awake: its place is kept as it is."""

Do = Callable[[Callable[[], object]], None]


class SleepInhibitor(QObject):
    """`do` runs what may wait for other programs, in order, away from the window's thread.

    `lid_closed` says whether a closed lid is to be played through.
    """

    def __init__(
        self,
        bridge: SessionBridge,
        power: Power,
        do: Do,
        lid_closed: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._power = power
        self._do = do
        self._lid_closed = lid_closed
        self._awake = False
        self._through_lid = False
        bridge.stage_changed.connect(self._on_change)

    def let_go(self) -> None:
        """The application ends."""
        self._set(False)

    def settings_changed(self) -> None:
        """The lid may mean something else from now on, also while it sounds."""
        if self._awake and self._lid_closed() != self._through_lid:
            self._keep_awake()

    def _on_change(self, state: SessionState) -> None:
        self._set(state.stage in AWAKE)

    def _set(self, awake: bool) -> None:
        if awake != self._awake:
            self._awake = awake
            if awake:
                self._keep_awake()
            else:
                self._do(self._power.let_sleep)

    def _keep_awake(self) -> None:
        through_lid = self._through_lid = self._lid_closed()
        self._do(lambda: self._power.keep_awake(through_lid))
