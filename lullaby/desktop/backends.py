"""Chooses this system's implementation of each desktop port."""

import sys
from collections.abc import Callable

from lullaby.desktop.battery import Battery, LinuxBattery, NullBattery
from lullaby.desktop.media_controls import MediaControls, NullMediaControls, Remote
from lullaby.desktop.network_time import NetworkTime, UntoldNetworkTime
from lullaby.desktop.power import NullPower, Power
from lullaby.desktop.sleep_watch import NullSleepWatch, SleepWatch
from lullaby.desktop.system_preferences import NullPreferencesWatch, PreferencesWatch

Post = Callable[[Callable[[], None]], None]


def system_power() -> Power:
    if sys.platform == "linux":
        from lullaby.desktop.linux_power import LinuxPower

        return LinuxPower()
    if sys.platform == "win32":
        from lullaby.desktop.windows_power import WindowsPower

        return WindowsPower()
    if sys.platform == "darwin":
        from lullaby.desktop.macos_power import MacPower

        return MacPower()
    return NullPower()


def system_network_time() -> NetworkTime:
    if sys.platform == "linux":
        from lullaby.desktop.linux_network_time import LinuxNetworkTime

        return LinuxNetworkTime()
    return UntoldNetworkTime()


def system_sleep_watch(post: Post) -> SleepWatch:
    """`post` delivers the system's events to the window's thread."""
    if sys.platform == "linux":
        from lullaby.desktop.linux_sleep_watch import LinuxSleepWatch

        return LinuxSleepWatch(post)
    return NullSleepWatch()


def system_preferences_watch(post: Post) -> PreferencesWatch:
    """`post` delivers changes to the window's thread."""
    if sys.platform == "linux":
        from lullaby.desktop.linux_preferences import LinuxPreferencesWatch

        return LinuxPreferencesWatch(post)
    return NullPreferencesWatch()


def system_battery() -> Battery:
    return LinuxBattery() if sys.platform == "linux" else NullBattery()


def system_media_controls(remote: Remote, post: Post) -> MediaControls:
    """`post` delivers the desktop's requests to the window's thread."""
    if sys.platform == "linux":
        from lullaby.desktop.mpris import Mpris

        return Mpris(remote, post)
    return NullMediaControls()
