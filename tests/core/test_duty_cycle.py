"""Pauses follow from the processor time of the work, and from nothing else."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.duty_cycle import LOOK_EVERY_S, SHORTEST_S, DutyCycle, pause_s


@dataclass
class Machine:
    """Processor time and pauses, made by hand; the share changes after `changes_at_s` of pauses."""

    share: float = 0.25
    cpu_s: float = 0.0
    paused_s: float = 0.0
    later: float | None = None
    changes_at_s: float = 0.0

    def cycle(self) -> DutyCycle:
        return DutyCycle(self.now, lambda: self.cpu_s, self.sleep)

    def now(self) -> float:
        changed = self.later is not None and self.paused_s >= self.changes_at_s - 1e-9
        return self.later if changed and self.later is not None else self.share

    def sleep(self, seconds: float) -> None:
        assert 0 < seconds <= LOOK_EVERY_S
        self.paused_s += seconds


@pytest.mark.parametrize(
    ("cpu_s", "share", "expected_s"),
    [(1.0, 0.25, 3.0), (0.2, 0.5, 0.2), (2.0, 1.0, 0.0), (2.0, 2.0, 0.0), (9.0, math.inf, 0.0)],
)
def test_the_pause_makes_the_share(cpu_s: float, share: float, expected_s: float) -> None:
    assert pause_s(cpu_s, share) == pytest.approx(expected_s)


@given(
    st.lists(st.floats(0.0, 2.0), min_size=1, max_size=30),
    st.sampled_from((0.0625, 0.125, 0.25, 0.5)),
)
def test_the_share_holds_over_all_pieces(pieces: list[float], share: float) -> None:
    machine = Machine(share)
    duty = machine.cycle()
    for cpu_s in pieces:
        machine.cpu_s += cpu_s
        duty.pause()
        owed_s = pause_s(machine.cpu_s, share) - machine.paused_s
        assert -1e-6 <= owed_s < pause_s(SHORTEST_S, share) + 1e-6


def test_the_time_to_start_counts() -> None:
    machine = Machine(cpu_s=0.5)
    assert machine.cycle().pause() == pytest.approx(1.5)


def test_short_pieces_are_gathered() -> None:
    machine = Machine()
    duty = machine.cycle()
    for _ in range(3):
        machine.cpu_s += SHORTEST_S * 0.4
        duty.pause()
    assert machine.paused_s == pytest.approx(SHORTEST_S * 1.2 * 3)


def test_what_becomes_urgent_is_not_paused_any_longer() -> None:
    machine = Machine(cpu_s=10.0, later=math.inf, changes_at_s=LOOK_EVERY_S)
    assert machine.cycle().pause() == pytest.approx(LOOK_EVERY_S)


def test_a_pause_grows_when_the_share_shrinks() -> None:
    machine = Machine(share=0.5, cpu_s=1.0, later=0.25, changes_at_s=LOOK_EVERY_S)
    assert machine.cycle().pause() == pytest.approx(3.0)


def test_work_without_a_limit_is_not_paid_for_later() -> None:
    machine = Machine(share=math.inf, cpu_s=60.0)
    duty = machine.cycle()
    assert duty.pause() == 0.0
    machine.share = 0.25
    assert duty.pause() == 0.0
