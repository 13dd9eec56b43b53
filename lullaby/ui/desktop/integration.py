"""Integrates the finished window with the desktop; built after it and closed before it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.clock import Clock
from lullaby.desktop.battery import Battery
from lullaby.desktop.media_controls import MediaControls, Remote
from lullaby.desktop.power import Power
from lullaby.desktop.serial_worker import SerialWorker
from lullaby.desktop.sleep_watch import SleepWatch
from lullaby.desktop.system_preferences import PreferencesWatch
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.desktop.after_session import AfterSession
from lullaby.ui.desktop.child_lock import ChildLock
from lullaby.ui.desktop.low_battery import LowBattery, Post
from lullaby.ui.desktop.remote import DesktopRemote, MediaController
from lullaby.ui.desktop.sleep_guard import SleepGuard
from lullaby.ui.desktop.sleep_inhibitor import SleepInhibitor
from lullaby.ui.desktop.tray import Tray
from lullaby.ui.gui import Gui
from lullaby.ui.shell.raising import bring_forward
from lullaby.ui.theme.theme import Theme


class DesktopIntegration(QObject):
    """`worker` runs calls that may wait for other programs, `post` brings answers to this thread,
    and `make_show` receives the remote that media keys control."""

    def __init__(
        self,
        theme: Theme,
        gui: Gui,
        bridge: SessionBridge,
        clock: Clock,
        power: Power,
        sleep_watch: SleepWatch,
        preferences_watch: PreferencesWatch,
        battery: Battery,
        worker: SerialWorker,
        post: Post,
        make_show: Callable[[Remote], MediaControls],
    ) -> None:
        window, controller = gui.window, gui.settings_controller
        super().__init__(window)
        self._worker = worker
        self._preferences_watch = preferences_watch
        self._light = gui.light

        def limit() -> int:
            return controller.now.gentle_limit

        def locked() -> bool:
            return self.lock.locked

        self.lock = ChildLock(theme, window, clock)
        self.after = AfterSession(
            theme,
            window,
            bridge,
            clock,
            lambda: controller.now.at_end,
            locked,
            lambda: worker.submit(power.suspend),
        )
        self.remote = DesktopRemote(
            bridge,
            gui.dispatcher.toggle,
            lambda token: bring_forward(window.window(), token),
            limit,
            locked,
            gui.dispatcher.set_volume,
            gui.opener.open_files,
        )
        self._sleep_inhibitor = SleepInhibitor(
            bridge, power, worker.submit, lambda: controller.now.play_with_lid_closed, self
        )
        self.sleep_guard = SleepGuard(bridge, clock, sleep_watch, self)
        self.low_battery = LowBattery(bridge, battery, worker.submit, post, gui.notices, self)
        self._media_controls = make_show(self.remote)
        self._media = MediaController(bridge, clock, self._media_controls, limit, self)
        self.tray = Tray(theme, bridge, self.remote, window)
        window.lock_requested.connect(self.lock.lock)
        self.lock.changed.connect(lambda _: self.after.stay())
        self.lock.changed.connect(gui.opener.set_locked)
        controller.changed.connect(lambda settings: self.tray.set_wanted(settings.tray))
        controller.changed.connect(lambda _: self._sleep_inhibitor.settings_changed())

    def start(self, tray: bool) -> None:
        """Start, once the window is visible."""
        self._media_controls.register()
        self.sleep_guard.start()
        self._preferences_watch.start(self._light.follow)
        self.tray.set_wanted(tray)

    def shutdown(self) -> None:
        """Stop, leaving nothing behind."""
        self.lock.unlock()
        self.tray.set_wanted(False)
        self.low_battery.stop()
        self.sleep_guard.stop()
        self._preferences_watch.stop()
        self._sleep_inhibitor.release()
        self._media_controls.unregister()
        self._worker.close()
