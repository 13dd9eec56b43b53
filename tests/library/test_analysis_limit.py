"""A quarter of one core in all on battery, in the evening and night, and while anything sounds."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import time

import pytest

from lullaby.desktop.battery import Charge
from lullaby.library.analysis_limit import (
    LOOK_EVERY_MS,
    QUIET_SHARE,
    UNLIMITED,
    AnalysisConditions,
    AnalysisLimit,
    share_of_core,
)
from tests.fakes import A_NIGHT, FakeClock

NOON, NIGHT = time(12), time(3)


@pytest.mark.parametrize(
    ("on_battery", "local_time", "sounding", "asked", "expected"),
    [
        (False, NOON, False, False, UNLIMITED),
        (True, NOON, False, False, QUIET_SHARE),
        (False, NOON, True, False, QUIET_SHARE),
        (False, NIGHT, False, False, QUIET_SHARE),
        (True, NIGHT, True, False, QUIET_SHARE),
        (False, time(19, 59, 59), False, False, UNLIMITED),
        (False, time(20), False, False, QUIET_SHARE),
        (False, time(0), False, False, QUIET_SHARE),
        (False, time(6, 59, 59), False, False, QUIET_SHARE),
        (False, time(7), False, False, UNLIMITED),
        (False, NOON, False, True, UNLIMITED),
        (True, NIGHT, True, True, UNLIMITED),
    ],
)
def test_the_share(
    on_battery: bool, local_time: time, sounding: bool, asked: bool, expected: float
) -> None:
    conditions = AnalysisConditions(on_battery, local_time, sounding, asked)
    assert share_of_core(conditions) == expected


@dataclass
class Laptop:
    """A battery that can be unplugged, and counts how often it is read."""

    discharging: bool | None = False
    reads: int = 0

    def charge(self) -> Charge | None:
        self.reads += 1
        return None if self.discharging is None else Charge(80, self.discharging)


def at_noon() -> FakeClock:
    return FakeClock(A_NIGHT.replace(hour=12, minute=0))


def test_requests_divide_the_share() -> None:
    limit = AnalysisLimit(at_noon(), Laptop())
    with limit.part() as first:
        assert first() == UNLIMITED
        limit.set_sounding(True)
        assert first() == QUIET_SHARE
        with limit.part() as second:
            assert first() == second() == QUIET_SHARE / 2
            with limit.part() as third:
                assert first() + second() + third() == pytest.approx(QUIET_SHARE)
        assert first() == QUIET_SHARE
        limit.set_sounding(False)
        assert first() == UNLIMITED


def test_a_song_that_the_person_waits_for_is_not_slowed_and_takes_nothing_from_the_others() -> None:
    limit, asked = AnalysisLimit(at_noon(), Laptop()), [False]
    limit.set_sounding(True)
    with ExitStack() as running:
        usual = running.enter_context(limit.part())
        awaited = running.enter_context(limit.part(lambda: asked[0]))
        assert usual() == awaited() == QUIET_SHARE / 2
        asked[0] = True
        assert awaited() == UNLIMITED
        assert usual() == QUIET_SHARE


def test_unplugging_is_noticed_during_a_song_and_the_battery_is_read_rarely() -> None:
    clock, laptop = at_noon(), Laptop()
    limit = AnalysisLimit(clock, laptop)
    with limit.part() as share:
        assert {share() for _ in range(50)} == {UNLIMITED}
        assert laptop.reads == 1
        laptop.discharging = True
        clock.advance(LOOK_EVERY_MS)
        assert share() == QUIET_SHARE
        laptop.discharging = None
        clock.advance(LOOK_EVERY_MS)
        assert share() == UNLIMITED


def test_the_evening_begins_during_a_song() -> None:
    clock = FakeClock(A_NIGHT.replace(hour=19, minute=59, second=59))
    limit = AnalysisLimit(clock, Laptop())
    with limit.part() as share:
        assert share() == UNLIMITED
        clock.advance(2_000)
        assert share() == QUIET_SHARE


def test_one_song_at_a_time_while_limited() -> None:
    limit = AnalysisLimit(at_noon(), Laptop())
    assert limit.at_a_time(2) == 2
    limit.set_sounding(True)
    assert limit.at_a_time(2) == 1
