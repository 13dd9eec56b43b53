"""Captions that roll up: a row that still stands on the screen is not sung again.

YouTube's own captions and those of television show each row twice or more, at first as it is
spoken and then above the next one.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

PAUSE_MS = 1000
"""After a longer pause the screen was empty, so what stands there is sung again."""
GLIMPSE_MS = 200
"""A cue this short shows what stands there already."""


MOST_ROWS = 8
"""A screen that rolls up shows no more rows."""


class CueText(NamedTuple):
    """What one cue shows: its rows as read, and times in ms."""

    texts: tuple[str, ...]
    start: int
    end: int
    sound_below: bool = False
    """Whether a sound is described below the rows, as by `[Music]`."""


def sung_rows(cues: Sequence[CueText]) -> list[int]:
    """For each cue, how many of its first rows stood there before; all, if nothing is new."""
    if all(len(cue.texts) < 2 for cue in cues):
        return [0] * len(cues)
    standing = [0] + [_standing(before, cue) for before, cue in pairwise(cues)]
    chances = rolled = 0
    for (before, cue), kept in zip(pairwise(cues), standing[1:], strict=True):
        if len(cue.texts) > 1 and cue.start - before.end <= PAUSE_MS:
            chances += 1
            rolled += kept > 0
    if not rolled or rolled * 2 < chances:
        return [0] * len(cues)
    return standing


def _standing(before: CueText, cue: CueText) -> int:
    """How many rows at the end of one cue are those at the beginning of the next.

    A cue that shows the same for a time of its own may do so because a row is sung again, unless
    it came to describe a sound.
    """
    if cue.start - before.end > PAUSE_MS or cue.start < before.start:
        return 0
    longest = min(len(before.texts), len(cue.texts), MOST_ROWS)
    rolled = (n for n in range(longest, 0, -1) if before.texts[-n:] == cue.texts[:n])
    found = next(rolled, 0)
    if before.texts != cue.texts or cue.sound_below or cue.end - cue.start <= GLIMPSE_MS:
        return found
    upper = found - 1
    return upper if before.texts[len(before.texts) - upper :] == cue.texts[:upper] else found
