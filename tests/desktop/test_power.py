"""Keeping the machine awake on Linux: a real bus, and a logind that exists only on it."""

import logging
from pathlib import Path

import pytest
from jeepney.io.threading import open_dbus_connection

from lullaby.desktop.linux_power import PORTAL_SUSPEND, LinuxPower
from tests.desktop.buses import Stand, a_bus, names_on, needs_a_bus
from tests.waiting import wait_until

LOGIND = "org.freedesktop.login1"
PORTAL = "org.freedesktop.portal.Desktop"
SCREEN_SAVER = "org.freedesktop.ScreenSaver"
NOWHERE = "unix:path=/nonexistent/lullaby/bus"


@needs_a_bus
def test_logind_holds_sleep_until_the_evening_is_over(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, LOGIND, {"Inhibit": ("h", ())}) as logind:
        power = LinuxPower(system=bus, session=NOWHERE)
        power.keep_awake()
        power.keep_awake()
        assert logind.asked.get(timeout=5) == (
            "Inhibit",
            ("sleep", "Lullaby", "A lullaby is playing", "block"),
        )
        assert logind.asked.empty(), "asked once is enough"
        assert logind.held
        power.let_sleep()
        power.let_sleep()
        wait_until(lambda: not logind.held)
        power.keep_awake()
        assert logind.asked.get(timeout=5)[0] == "Inhibit"
        assert logind.held
        power.let_sleep()
        wait_until(lambda: not logind.held)


@needs_a_bus
def test_the_lid_has_a_lock_of_its_own(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, LOGIND, {"Inhibit": ("h", ())}) as logind:
        power = LinuxPower(system=bus, session=NOWHERE)
        power.keep_awake(lid_closed=True)
        power.keep_awake(lid_closed=True)
        asked = [logind.asked.get(timeout=5)[1][0] for _ in range(2)]
        assert asked == ["sleep", "handle-lid-switch"]
        assert logind.asked.empty(), "each is asked for once"
        assert logind.held
        power.keep_awake()
        wait_until(lambda: not logind.held)
        power.keep_awake(lid_closed=True)
        assert logind.asked.get(timeout=5)[1][0] == "handle-lid-switch"
        power.let_sleep()
        wait_until(lambda: not logind.held)


@needs_a_bus
def test_without_logind_the_portal_is_used(tmp_path: Path) -> None:
    answers = {"Inhibit": ("o", ("/request/1",))}
    with (
        a_bus(tmp_path) as bus,
        Stand(bus, PORTAL, answers) as portal,
        open_dbus_connection(bus) as watcher,
    ):
        power = LinuxPower(system=NOWHERE, session=bus)
        before = names_on(watcher)
        power.keep_awake()
        member, words = portal.asked.get(timeout=5)
        assert (member, words[1]) == ("Inhibit", PORTAL_SUSPEND)
        assert len(names_on(watcher) - before) == 1, "it lasts as long as its connection"
        power.let_sleep()
        wait_until(lambda: names_on(watcher) == before)


@needs_a_bus
def test_without_logind_and_portal_the_screen_saver_is_inhibited(tmp_path: Path) -> None:
    with (
        a_bus(tmp_path) as bus,
        Stand(bus, LOGIND, {}) as logind,
        Stand(bus, SCREEN_SAVER, {"Inhibit": ("u", (7,))}) as saver,
    ):
        power = LinuxPower(system=bus, session=bus)
        power.keep_awake()
        assert logind.asked.get(timeout=5)[0] == "Inhibit", "it was asked, and refused"
        assert saver.asked.get(timeout=5) == ("Inhibit", ("Lullaby", "A lullaby is playing"))
        power.let_sleep()


@needs_a_bus
def test_sleep_is_asked_of_logind(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus:
        power = LinuxPower(system=bus, session=NOWHERE)
        with Stand(bus, LOGIND, {"Suspend": ("", ())}) as logind:
            assert power.suspend()
            assert logind.asked.get(timeout=5) == ("Suspend", (False,))
        assert not power.suspend(), "nobody is there any more"


def test_without_any_bus_nothing_happens_and_it_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    power = LinuxPower(system=NOWHERE, session=NOWHERE)
    with caplog.at_level(logging.INFO):
        power.keep_awake()
        power.keep_awake()
        power.let_sleep()
    assert len(caplog.records) == 1
    assert not power.suspend()
