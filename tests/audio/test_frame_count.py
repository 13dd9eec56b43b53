"""Frames that were lost show in the arrival of those after them; frames that came late do not."""

from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.frame_count import LOST_MS, WINDOW_MS, FrameCount
from lullaby.audio.microphone import RATE

BLOCK = 512
BLOCK_MS = BLOCK * 1000 / RATE


def numbers(lateness: list[float], ppm: float = 0.0, lost: tuple[int, int] = (0, 0)) -> list[int]:
    """The numbers of blocks that come so late; before block `lost[0]`, `lost[1]` are missing."""
    count = FrameCount()
    found: list[int] = []
    came = 0.0
    for at, late in enumerate(lateness):
        true = at + 1 + (lost[1] if lost[1] and at >= lost[0] else 0)
        came = max(came, 5_000 + true * BLOCK_MS * (1 + ppm / 1e6) + late)
        found.append(count.number(BLOCK, came))
    return found


@given(
    st.lists(st.floats(0, 40), min_size=200, max_size=600),
    st.floats(-200, 200),
    st.integers(20, 150),
    st.floats(0, 600),
)
def test_late_frames_are_not_taken_for_lost_ones(
    jitter: list[float], ppm: float, stop: int, stopped_ms: float
) -> None:
    """The machine also stops once, and then delivers all that it held back."""
    held = [
        max(0.0, stopped_ms - (at - stop) * BLOCK_MS) if at >= stop else 0.0
        for at in range(len(jitter))
    ]
    late = [a + b for a, b in zip(jitter, held, strict=True)]
    jittery = [max(0.0, each) for each in late]
    assert numbers(jittery, ppm) == [BLOCK * at for at in range(len(jitter))]


@given(st.integers(100, 200), st.integers(8, 2_000), st.floats(-200, 200))
def test_lost_frames_are_left_out_of_the_numbers(at: int, blocks: int, ppm: float) -> None:
    enough = at + round(WINDOW_MS / BLOCK_MS) + 20
    found = numbers([0.0] * enough, ppm, (at, blocks))
    assert found[: at + 1] == [BLOCK * each for each in range(at + 1)]
    left_out = found[-1] - BLOCK * (enough - 1)
    drifted = BLOCK * blocks * abs(ppm) / 1e6
    assert abs(left_out - BLOCK * blocks) <= drifted + 0.001 * RATE
    assert blocks * BLOCK_MS > LOST_MS


def test_a_first_block_that_comes_very_late_is_forgotten() -> None:
    found = numbers([900.0] + [0.0] * 400)
    assert found == [BLOCK * at for at in range(401)]
