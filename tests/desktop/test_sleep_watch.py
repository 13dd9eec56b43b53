"""Noticing sleep on Linux: a real bus, and a logind that exists only on it."""

import logging
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import pytest

from lullaby.desktop.linux_sleep_watch import LOGIND, SIGNAL, LinuxSleepWatch
from lullaby.desktop.sleep_watch import Release
from tests.desktop.buses import Stand, a_bus, needs_a_bus
from tests.waiting import wait_until

NAME = "org.freedesktop.login1"
NOWHERE = "unix:path=/nonexistent/lullaby/bus"
INHIBIT = {"Inhibit": ("h", ())}


class Announcements:
    """What the watch reports, in order; a sleep comes with the call that releases the machine."""

    def __init__(self) -> None:
        self.sleeps: SimpleQueue[Release] = SimpleQueue()
        self.wakes: SimpleQueue[bool] = SimpleQueue()

    def about_to_sleep(self, release: Release) -> None:
        self.sleeps.put(release)

    def woke(self) -> None:
        self.wakes.put(True)


def at_once(call: Callable[[], None]) -> None:
    call()


@needs_a_bus
def test_the_machine_waits_until_released_and_waits_again_next_time(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, NAME, INHIBIT) as logind:
        watch, announced = LinuxSleepWatch(at_once, bus), Announcements()
        watch.start(announced.about_to_sleep, announced.woke)
        what, _, _, mode = logind.asked.get(timeout=5)[1]
        assert (what, mode) == ("sleep", "delay")
        for _ in range(2):
            logind.tell(LOGIND, SIGNAL, "b", (True,))
            release = announced.sleeps.get(timeout=5)
            wait_until(lambda: logind.held)
            release()
            release()
            wait_until(lambda: not logind.held)
            logind.tell(LOGIND, SIGNAL, "b", (False,))
            assert announced.wakes.get(timeout=5)
            assert logind.asked.get(timeout=5)[1][3] == "delay"
            wait_until(lambda: logind.held)
        watch.stop()
        wait_until(lambda: not logind.held)


@needs_a_bus
def test_a_late_release_does_not_release_a_later_delay(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, NAME, INHIBIT) as logind:
        watch, announced = LinuxSleepWatch(at_once, bus), Announcements()
        watch.start(announced.about_to_sleep, announced.woke)
        logind.asked.get(timeout=5)
        logind.tell(LOGIND, SIGNAL, "b", (True,))
        late = announced.sleeps.get(timeout=5)
        logind.tell(LOGIND, SIGNAL, "b", (False,))
        assert announced.wakes.get(timeout=5)
        logind.asked.get(timeout=5)
        logind.tell(LOGIND, SIGNAL, "b", (True,))
        release = announced.sleeps.get(timeout=5)
        late()
        assert logind.held, "the second sleep still waits"
        release()
        wait_until(lambda: not logind.held)
        watch.stop()


@needs_a_bus
def test_other_signals_mean_nothing(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, NAME, INHIBIT) as logind:
        watch, announced = LinuxSleepWatch(at_once, bus), Announcements()
        watch.start(announced.about_to_sleep, announced.woke)
        logind.asked.get(timeout=5)
        logind.tell(LOGIND, "PrepareForShutdown", "b", (True,))
        logind.tell(LOGIND, SIGNAL, "", ())
        logind.tell(LOGIND, SIGNAL, "b", (False,))
        assert announced.wakes.get(timeout=5)
        assert announced.sleeps.empty()
        watch.stop()


@needs_a_bus
def test_a_logind_that_refuses_the_delay_still_announces_sleep(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, NAME, {}) as logind:
        watch, announced = LinuxSleepWatch(at_once, bus), Announcements()
        watch.start(announced.about_to_sleep, announced.woke)
        assert logind.asked.get(timeout=5)[0] == "Inhibit"
        logind.tell(LOGIND, SIGNAL, "b", (True,))
        announced.sleeps.get(timeout=5)()
        watch.stop()


def test_without_a_bus_nothing_is_announced_and_closing_is_quick(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watch, announced = LinuxSleepWatch(at_once, NOWHERE), Announcements()
    with caplog.at_level(logging.INFO):
        watch.start(announced.about_to_sleep, announced.woke)
        wait_until(lambda: bool(caplog.records))
        watch.stop()
        watch.stop()
    assert announced.sleeps.empty()
    assert announced.wakes.empty()
