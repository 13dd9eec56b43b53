"""How much is left of the evening: what remotes are told, and when it is worth a message."""

from dataclasses import replace

import pytest

from lullaby.together.shared_timer import SharedTimer, TimerPhase, next_timer

HALF_HOUR = SharedTimer(1_000.0, 1_800_000.0, 1_800_000.0, 480_000.0)


def test_what_is_left_runs_down_and_stands_in_a_pause() -> None:
    assert HALF_HOUR.left_at(61_000.0) == 1_740_000.0
    assert HALF_HOUR.left_at(9e9) == 0.0
    assert replace(HALF_HOUR, phase=TimerPhase.PAUSED).left_at(61_000.0) == 1_800_000.0
    assert replace(HALF_HOUR, left_ms=None).left_at(61_000.0) is None


def test_a_timer_that_runs_as_told_needs_no_message() -> None:
    later = replace(HALF_HOUR, at_ms=601_000.0, left_ms=1_200_000.0 + 1_500)
    assert next_timer(HALF_HOUR, later) is None
    astray = replace(later, left_ms=1_200_000.0 - 1_501)
    assert next_timer(HALF_HOUR, astray) is astray
    astray = replace(later, left_ms=1_200_000.0 + 1_500.5)
    assert next_timer(HALF_HOUR, astray) is astray
    endless = replace(HALF_HOUR, left_ms=None, total_ms=None)
    assert next_timer(endless, replace(endless, at_ms=9e9)) is None


@pytest.mark.parametrize(
    "seen",
    [
        replace(HALF_HOUR, left_ms=2_400_000.0),
        replace(HALF_HOUR, left_ms=None),
        replace(HALF_HOUR, total_ms=2_400_000.0),
        replace(HALF_HOUR, fade_ms=60_000.0),
        replace(HALF_HOUR, phase=TimerPhase.FADING),
    ],
)
def test_whatever_changes_it_is_told(seen: SharedTimer) -> None:
    assert next_timer(HALF_HOUR, seen) is seen
    assert next_timer(None, seen) is seen


def test_phases_are_those_that_the_page_knows() -> None:
    assert [*TimerPhase] == ["running", "paused", "fading", "last song"]
    assert HALF_HOUR.phase is TimerPhase.RUNNING
