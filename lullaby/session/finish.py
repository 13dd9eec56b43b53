"""Pure decisions about how an evening ends."""

from collections.abc import Sequence
from enum import Enum

from lullaby.session import fade
from lullaby.units import Ms

EARLIEST, LATEST = -120_000, 180_000
"""Window around the timer in which a planned last song ends, in ms before and after it."""

LONGEST_WAIT = 15 * 60_000
"""A song that would run longer than this past the timer, in ms, is faded instead."""

HEARD_OUT = 1_500
"""A song that ends this close before the timer, in ms, still counts as the last."""

FINAL_FADE_MS = Ms(30_000)
"""How long the background sounds fade after the last song."""

FURTHER_SONGS = 8
"""How many songs beyond those that fill the time a plan considers."""

MOST_SONGS = 300
LOOSE_SONGS = 30
"""The most songs in a plan, and how many of its last ones it may drop."""

STEP = 1_000
"""Resolution of plans, in ms."""


class Finish(Enum):
    FADE = "fade"
    """Fade over the last minutes; silence at the deadline."""
    SONG = "song"
    """Play the song that is on at the deadline to its end, and nothing after it."""
    PLANNED = "planned"
    """Choose songs so that the last one ends near the deadline."""


def waits_for_song(finish: Finish, left: Ms, song_left: Ms | None, song_sounds: bool) -> bool:
    """Whether the music ends by itself and the deadline, `left` ms away, does not fade it.

    For a song of unknown length this holds until a minute is left; then it is faded.
    """
    if finish is Finish.FADE or not song_sounds:
        return False
    if song_left is None:
        return left > fade.FADE_OUT_MS
    return song_left - left <= LONGEST_WAIT


def is_last(left: Ms, song_left: Ms | None) -> bool:
    """Whether no song starts after one with `song_left` ms to go, `left` ms before the deadline."""
    return song_left is not None and song_left >= left - HEARD_OUT


def ends_near(left: int, song_left: int) -> bool:
    """Whether a song that ends in `song_left` ms ends inside the window of a plan."""
    return EARLIEST <= song_left - left <= LATEST


def planned(lengths: Sequence[Ms | None], wanted: int) -> tuple[int, ...] | None:
    """Choose songs, by index and in order, that fill `wanted` ms within the window of a plan.

    Drops as few songs as possible, prefers early ones, and among plans that drop equally many
    takes the one that ends closest to the deadline. Ignores songs of unknown length. Repeats the
    songs if all together are too short. None if nothing fits.
    """
    known = [at for at, length in enumerate(lengths) if length is not None and length > 0]
    order: list[int] = []
    total = 0
    while total < wanted + EARLIEST:
        if not known or len(order) == MOST_SONGS:
            return None
        at = known[len(order) % len(known)]
        order.append(at)
        total += lengths[at] or 0
    if total <= wanted + LATEST:
        return tuple(order)
    kept, loose = order[:-LOOSE_SONGS], order[-LOOSE_SONGS:]
    rest = wanted - sum(lengths[at] or 0 for at in kept)
    for further in range(FURTHER_SONGS + 1):
        if further and known:
            loose.append(known[(len(kept) + len(loose)) % len(known)])
        chosen = _fitting([lengths[at] or 0 for at in loose], rest)
        if chosen is not None:
            return (*kept, *(loose[place] for place in chosen))
    return None


def _fitting(lengths: Sequence[int], wanted: int) -> tuple[int, ...] | None:
    """The largest subset whose sum is inside the window; among equals, the closest to `wanted`."""
    most = (wanted + LATEST) // STEP
    best: dict[int, tuple[int, ...]] = {0: ()}
    for place, length in enumerate(lengths):
        step = round(length / STEP)
        for total, chosen in list(best.items()):
            longer = total + step
            if longer <= most and len(best.get(longer, ())) < len(chosen) + 1:
                best[longer] = (*chosen, place)
    least = max(1, -(-(wanted + EARLIEST) // STEP))
    fitting = [total for total in best if total >= least and best[total]]
    if not fitting:
        return None
    ideal = wanted / STEP
    return best[min(fitting, key=lambda total: (-len(best[total]), abs(total - ideal)))]
