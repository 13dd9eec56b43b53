"""Who serves the ports of the desktop on this system."""

import sys
from collections.abc import Callable

from lullaby.desktop.battery import Battery, LinuxBattery, NoBattery
from lullaby.desktop.media import NoShow, Remote, Show
from lullaby.desktop.power import NoPower, Power
from lullaby.desktop.sleep_watch import NoSleepWatch, SleepWatch

Post = Callable[[Callable[[], None]], None]


def power_here() -> Power:
    if sys.platform == "linux":
        from lullaby.desktop.linux_power import LinuxPower

        return LinuxPower()
    if sys.platform == "win32":
        from lullaby.desktop.windows_power import WindowsPower

        return WindowsPower()
    if sys.platform == "darwin":
        from lullaby.desktop.macos_power import MacPower

        return MacPower()
    return NoPower()


def sleep_watch_here(post: Post) -> SleepWatch:
    """`post` brings what the system tells to the thread of the window."""
    if sys.platform == "linux":
        from lullaby.desktop.linux_sleep_watch import LinuxSleepWatch

        return LinuxSleepWatch(post)
    return NoSleepWatch()


def battery_here() -> Battery:
    return LinuxBattery() if sys.platform == "linux" else NoBattery()


def show_here(remote: Remote, post: Post) -> Show:
    """`post` brings what the desktop asks for to the thread of the window."""
    if sys.platform == "linux":
        from lullaby.desktop.mpris import Mpris

        return Mpris(remote, post)
    return NoShow()
