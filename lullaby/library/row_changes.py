"""Computes the row insertions, removals and changes between two lists of songs."""

from collections.abc import Sequence
from enum import Enum, auto

from lullaby.frozen import frozen
from lullaby.library.track import Track

FEW = 200
"""Beyond this many changes the list counts as a new one."""


class RowStep(Enum):
    GONE = auto()
    CAME = auto()
    CHANGED = auto()


@frozen
class RowChange:
    """`count` rows from `first`: before the change for `GONE`, after it otherwise."""

    step: RowStep
    first: int
    count: int


def row_changes(before: Sequence[Track], after: Sequence[Track]) -> Sequence[RowChange] | None:
    """The changes in the order to apply them; None if too much differs.

    Unchanged songs must be the same objects in both lists.
    """
    if before is after:
        return ()
    old, new = {id(track) for track in before}, {id(track) for track in after}
    left = [at for at, track in enumerate(before) if id(track) not in new]
    entered = [at for at, track in enumerate(after) if id(track) not in old]
    if len(left) + len(entered) > FEW:
        return None
    if left == entered and all(before[at].id == after[at].id for at in left):
        steps = _runs(RowStep.CHANGED, left)
        return steps if _same_rest(before, left, after, entered) else None
    if not _same_rest(before, left, after, entered):
        return None
    return (*reversed(_runs(RowStep.GONE, left)), *_runs(RowStep.CAME, entered))


def _same_rest(
    before: Sequence[Track], left: Sequence[int], after: Sequence[Track], entered: Sequence[int]
) -> bool:
    """Whether the remaining songs keep their order."""
    one, other = set(left), set(entered)
    if len(before) - len(one) != len(after) - len(other):
        return False
    stays = (track for at, track in enumerate(before) if at not in one)
    still = (track for at, track in enumerate(after) if at not in other)
    return all(a is b for a, b in zip(stays, still, strict=True))


def _runs(step: RowStep, places: Sequence[int]) -> list[RowChange]:
    """Group ascending row numbers into contiguous runs."""
    runs: list[RowChange] = []
    for place in places:
        if runs and runs[-1].first + runs[-1].count == place:
            runs[-1] = RowChange(step, runs[-1].first, runs[-1].count + 1)
        else:
            runs.append(RowChange(step, place, 1))
    return runs
