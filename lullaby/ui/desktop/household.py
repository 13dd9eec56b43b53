"""Lullaby among the other things of the desktop: built over the finished window, and closed
before it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.clock import Clock
from lullaby.desktop.battery import Battery
from lullaby.desktop.errands import Errands
from lullaby.desktop.media import Remote, Show
from lullaby.desktop.power import Power
from lullaby.desktop.sleep_watch import SleepWatch
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.desktop.after import AfterTheEvening
from lullaby.ui.desktop.child_lock import ChildLock
from lullaby.ui.desktop.low_battery import LowBattery, Post
from lullaby.ui.desktop.remote import DesktopRemote, MediaDesk
from lullaby.ui.desktop.sleep_guard import SleepGuard
from lullaby.ui.desktop.tray import Tray
from lullaby.ui.desktop.wakeful import Wakeful
from lullaby.ui.gui import Gui
from lullaby.ui.raising import bring_forward
from lullaby.ui.theme.theme import Theme


class Household(QObject):
    """`errands` does what may wait for other programs, `post` brings answers to this thread, and
    `make_show` is given the remote to obey."""

    def __init__(
        self,
        theme: Theme,
        gui: Gui,
        bridge: SessionBridge,
        clock: Clock,
        power: Power,
        sleep_watch: SleepWatch,
        battery: Battery,
        errands: Errands,
        post: Post,
        make_show: Callable[[Remote], Show],
    ) -> None:
        window, desk = gui.window, gui.desk
        super().__init__(window)
        self._errands = errands

        def limit() -> int:
            return desk.now.gentle_limit

        def locked() -> bool:
            return self.lock.locked

        self.lock = ChildLock(theme, window, clock)
        self.after = AfterTheEvening(
            theme,
            window,
            bridge,
            clock,
            lambda: desk.now.at_end,
            locked,
            lambda: errands.do(power.suspend),
        )
        self.remote = DesktopRemote(
            bridge,
            gui.conductor.toggle,
            lambda: bring_forward(window.window()),
            limit,
            locked,
            gui.conductor.set_volume,
        )
        self._wakeful = Wakeful(
            bridge, power, errands.do, lambda: desk.now.play_with_lid_closed, self
        )
        self.sleep_guard = SleepGuard(bridge, clock, sleep_watch, self)
        self.low_battery = LowBattery(bridge, battery, errands.do, post, gui.notices, self)
        self._show = make_show(self.remote)
        self._media = MediaDesk(bridge, clock, self._show, limit, self)
        self.tray = Tray(theme, bridge, self.remote, window)
        window.lock_wished.connect(self.lock.lock)
        gui.places.settings.lock_wished.connect(self.lock.lock)
        self.lock.changed.connect(lambda _: self.after.stay())
        desk.changed.connect(lambda settings: self.tray.set_wanted(settings.tray))
        desk.changed.connect(lambda _: self._wakeful.settings_changed())

    def open(self, tray: bool) -> None:
        """Be seen by the desktop; once the window is."""
        self._show.open()
        self.sleep_guard.open()
        self.tray.set_wanted(tray)

    def close(self) -> None:
        """Nothing of the application stays behind."""
        self.lock.unlock()
        self.tray.set_wanted(False)
        self.low_battery.close()
        self.sleep_guard.close()
        self._wakeful.let_go()
        self._show.close()
        self._errands.close()
