"""Pure decisions about the transition between two tracks."""

import re

from lullaby.frozen import frozen
from lullaby.library.track import Track
from lullaby.units import Ms

LONGEST_OVERLAP_S = 12

SOFT_START = Ms(400)
"""Fade-in of a song that follows another."""

QUEUE_BEFORE = Ms(20_000)
"""How long before the end of a song the next one is queued in the player."""

NUMBER = re.compile(r"\s*(?:\d+\s*-\s*)?(\d{1,3})\b")
"""The number of a track at the head of its file name: "07 Title", "1-07 Title"."""


@frozen
class Transition:
    """The next song starts `overlap_ms` before the end, or after it with a fade-in of `ramp_ms`."""

    overlap_ms: Ms = Ms(0)
    ramp_ms: Ms = SOFT_START


def transition(before: Track, after: Track, overlap_s: int) -> Transition:
    """Join tracks cut from one piece without a gap; crossfade others by `overlap_s` seconds.

    A crossfade never takes more than a quarter of either song.
    """
    if _cut_from_one_piece(before, after):
        return Transition(Ms(0), Ms(0))
    lengths = [track.duration_ms for track in (before, after) if track.duration_ms is not None]
    most = min(lengths, default=0) // 4
    overlap = min(overlap_s, LONGEST_OVERLAP_S) * 1000
    return Transition(Ms(max(0, min(overlap, most))))


def _cut_from_one_piece(before: Track, after: Track) -> bool:
    """Whether the tracks are neighbours on one album, by the numbers in their file names."""
    if not before.album or before.album != after.album or before.path.parent != after.path.parent:
        return False
    first, second = NUMBER.match(before.path.stem), NUMBER.match(after.path.stem)
    return bool(first and second) and int(second[1]) == int(first[1]) + 1  # type: ignore[index]
