"""Whether the network sets the clock: a real bus, and a timedated that exists only on it."""

from pathlib import Path

import pytest

from lullaby.desktop.linux_network_time import LinuxNetworkTime
from tests.desktop.buses import Stand, a_bus, needs_a_bus
from tests.desktop.test_sleep_watch import NOWHERE

NAME = "org.freedesktop.timedate1"


@needs_a_bus
@pytest.mark.parametrize("told", [True, False])
def test_the_system_tells(tmp_path: Path, told: bool) -> None:
    answers = {"Get": ("v", (("b", told),))}
    with a_bus(tmp_path) as bus, Stand(bus, NAME, answers):
        assert LinuxNetworkTime(bus).sets_clock() is told


@needs_a_bus
@pytest.mark.parametrize("answers", [{}, {"Get": ("v", (("s", "yes"),))}, {"Get": ("s", ("b",))}])
def test_a_system_that_refuses_or_answers_nonsense_does_not_tell(
    tmp_path: Path, answers: dict[str, tuple[str, tuple]]
) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, NAME, answers):
        assert LinuxNetworkTime(bus).sets_clock() is None


@needs_a_bus
def test_a_bus_without_it_does_not_tell(tmp_path: Path) -> None:
    with a_bus(tmp_path) as bus:
        assert LinuxNetworkTime(bus).sets_clock() is None


def test_without_a_bus_nobody_tells() -> None:
    assert LinuxNetworkTime(NOWHERE).sets_clock() is None
