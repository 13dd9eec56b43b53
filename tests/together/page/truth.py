"""What the page shows, compared with the truth that only the computer with both clocks knows."""

from typing import Any

from tests.together.page.laptop import now_ms

AHEAD_MS = 20.0
"""A frame is drawn for this long after its callback: its middle, and the glass."""

RECORD = """() => {
    window.frames_drawn = [];
    const draws = wipe;
    window.wipe = position => {
        draws(position);
        frames_drawn.push([performance.now(), position]);
    };
}"""


def true_offset(page: Any, tries: int = 300) -> tuple[float, float]:
    """What to add to the page's clock for the laptop's, and how sure that is, in ms.

    Both are the same clock of this computer but for their zero, and each look at the page's lies
    between two looks at ours.
    """
    low, high = float("-inf"), float("inf")
    for _ in range(tries):
        before = now_ms()
        there = page.evaluate("performance.now()")
        low, high = max(low, before - there), min(high, now_ms() - there)
    return (low + high) / 2, (high - low) / 2


def clock_error(page: Any, offset: float) -> float:
    """By how much the page's idea of the laptop's clock is ahead, in ms."""
    return page.evaluate("place.offset") - offset


def lateness(
    frames: list[tuple[float, float]], starts: list[float], zero: float, pace: float
) -> list[float]:
    """For each syllable start in ms of the song, how late it was first shown, in ms.

    `frames` are times on the page's clock and places drawn; the song is at 0 when that clock
    shows `zero`.
    """
    late: list[float] = []
    for start in starts:
        ideal = zero + start / pace
        if not frames or not frames[0][0] + AHEAD_MS < ideal < frames[-1][0]:
            continue
        shown = next(time for time, place in frames if place >= start)
        late.append(shown + AHEAD_MS - ideal)
    return late
