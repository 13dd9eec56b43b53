"""What a person asked the desktop for: a real bus, and a portal that exists only on it."""

import logging
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from lullaby.desktop.linux_preferences import (
    APPEARANCE,
    GNOME,
    GNOME_ACCESS,
    PORTAL,
    SIGNAL,
    LinuxPreferencesWatch,
    preferences_in,
)
from lullaby.desktop.system_preferences import MOST_SCALE, SystemPreferences
from tests.desktop.buses import Stand, a_bus, needs_a_bus
from tests.desktop.test_sleep_watch import NOWHERE, at_once
from tests.waiting import wait_until

NAME = "org.freedesktop.portal.Desktop"


def answering(values: dict[str, dict[str, tuple[str, Any]]]) -> dict[str, tuple[str, tuple]]:
    return {"ReadAll": ("a{sa{sv}}", (values,))}


@needs_a_bus
def test_the_first_answer_and_each_change_arrive(tmp_path: Path) -> None:
    first = answering(
        {
            APPEARANCE: {"contrast": ("u", 1), "color-scheme": ("u", 1)},
            GNOME: {"text-scaling-factor": ("d", 1.25), "enable-animations": ("b", True)},
        }
    )
    with a_bus(tmp_path) as bus, Stand(bus, NAME, first) as portal:
        told: SimpleQueue[SystemPreferences] = SimpleQueue()
        watch = LinuxPreferencesWatch(at_once, bus)
        watch.start(told.put)
        assert told.get(timeout=5) == SystemPreferences(high_contrast=True, text_scale=1.25)
        portal.tell(PORTAL, SIGNAL, "ssv", (APPEARANCE, "accent-color", ("u", 3)))
        portal.tell(PORTAL, SIGNAL, "s", ("nonsense",))
        portal.tell(PORTAL, SIGNAL, "ssv", (GNOME, "enable-animations", ("b", False)))
        assert told.get(timeout=5) == SystemPreferences(True, True, 1.25)
        portal.tell(PORTAL, SIGNAL, "ssv", (APPEARANCE, "contrast", ("u", 0)))
        assert told.get(timeout=5) == SystemPreferences(False, True, 1.25)
        assert told.empty()
        watch.stop()


@needs_a_bus
@pytest.mark.parametrize("answers", [{}, {"ReadAll": ("s", ("nonsense",))}])
def test_a_portal_that_refuses_or_answers_nonsense_asks_for_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, answers: dict[str, tuple[str, tuple]]
) -> None:
    with a_bus(tmp_path) as bus, Stand(bus, NAME, answers), caplog.at_level(logging.INFO):
        told: SimpleQueue[SystemPreferences] = SimpleQueue()
        watch = LinuxPreferencesWatch(at_once, bus)
        watch.start(told.put)
        wait_until(lambda: bool(caplog.records))
        watch.stop()
        assert told.empty()


def test_without_a_bus_nothing_is_told_and_closing_is_quick(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: SimpleQueue[SystemPreferences] = SimpleQueue()
    watch = LinuxPreferencesWatch(at_once, NOWHERE)
    with caplog.at_level(logging.INFO):
        watch.start(told.put)
        wait_until(lambda: bool(caplog.records))
        watch.stop()
        watch.stop()
    assert told.empty()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, SystemPreferences()),
        ({(APPEARANCE, "contrast"): 1}, SystemPreferences(high_contrast=True)),
        ({(GNOME_ACCESS, "high-contrast"): True}, SystemPreferences(high_contrast=True)),
        ({(APPEARANCE, "reduced-motion"): 1}, SystemPreferences(reduce_motion=True)),
        ({(GNOME, "text-scaling-factor"): 3.0}, SystemPreferences(text_scale=MOST_SCALE)),
        ({(GNOME, "text-scaling-factor"): 0.8}, SystemPreferences()),
        ({(GNOME, "text-scaling-factor"): float("nan")}, SystemPreferences()),
        ({(GNOME, "text-scaling-factor"): "large"}, SystemPreferences()),
        ({(GNOME, "text-scaling-factor"): True}, SystemPreferences()),
    ],
)
def test_values_of_the_portal(
    values: dict[tuple[str, str], Any], expected: SystemPreferences
) -> None:
    assert preferences_in(values) == expected
