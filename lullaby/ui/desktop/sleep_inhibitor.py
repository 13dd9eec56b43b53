"""Keeps the machine awake while something plays."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.desktop.power import Power
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge

AWAKE = (Stage.PLAYING, Stage.ENDING)
"""A pause, which may last until morning, keeps nothing awake: its position is saved."""

Do = Callable[[Callable[[], object]], None]


class SleepInhibitor(QObject):
    """`do` runs calls that may wait for other programs, in order, outside the main thread.

    `lid_closed` returns whether to play on with a closed lid.
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

    def release(self) -> None:
        """Stop inhibiting; the application ends."""
        self._set(False)

    def settings_changed(self) -> None:
        """Apply a changed lid setting, also during playback."""
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
