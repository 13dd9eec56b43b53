"""Shows one silent line when the laptop's battery runs low during playback."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from lullaby.desktop.battery import Battery, Charge
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.desktop.sleep_inhibitor import AWAKE, Do
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.text.locale import whole

LOW_PERCENT = 10
ENOUGH_PERCENT = 15
"""After the battery was above this, a new fall shows another line."""

LOOK_EVERY_MS = 60_000
TOPIC = "battery"

Post = Callable[[Callable[[], None]], None]


class LowBattery(QObject):
    """`do` reads outside the main thread; `post` brings the answer back to it."""

    def __init__(
        self,
        bridge: SessionBridge,
        battery: Battery,
        do: Do,
        post: Post,
        notices: Notifications,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._battery = battery
        self._do = do
        self._post = post
        self._notices = notices
        self._warned = False
        self._closed = False
        self._sounding = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        bridge.stage_changed.connect(self._on_change)

    @property
    def looking(self) -> bool:
        """Whether the battery is being checked regularly."""
        return self._timer.isActive()

    def stop(self) -> None:
        self._closed = True
        self._timer.stop()

    def look(self) -> None:
        """Ask for the charge; the answer arrives a moment later."""
        self._do(self._read)

    def _on_change(self, state: SessionState) -> None:
        sounding = self._sounding = state.stage in AWAKE
        if sounding and not self._timer.isActive() and not self._closed:
            self._timer.start()
            self.look()
        elif not sounding and not self._warned:
            self._timer.stop()

    def _read(self) -> None:
        charge = self._battery.charge()
        self._post(lambda: self._tell(charge))

    def _tell(self, charge: Charge | None) -> None:
        if charge is None or self._closed:
            return
        if not charge.discharging or charge.percent >= ENOUGH_PERCENT:
            self._warned = False
            self._notices.take_back(TOPIC)
            if not self._sounding:
                self._timer.stop()
        elif charge.percent <= LOW_PERCENT and not self._warned:
            self._warned = True
            text = self.tr("The battery is down to {percent} %.")
            self._notices.say(
                TOPIC,
                text.format(percent=whole(charge.percent)),
                self.tr("Plug the laptop in, or the music will stop when the battery is empty."),
            )
