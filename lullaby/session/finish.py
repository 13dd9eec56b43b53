"""How an evening may come to its end, as pure decisions."""

from collections.abc import Sequence
from enum import Enum

from lullaby.session import fade
from lullaby.units import Ms

EARLIEST, LATEST = -120_000, 180_000
"""A planned evening's last song ends this close to the timer, in ms before and after it."""

LONGEST_WAIT = 15 * 60_000
"""A song that would go on longer than this past the timer, in ms, is not waited for."""

HEARD_OUT = 1_500
"""A song that ends this close before the timer, in ms, is the last one all the same."""

SINK_MS = Ms(30_000)
"""How slowly the background sounds go after the last song."""

FURTHER_SONGS = 8
"""How many songs beyond those that fill the time a plan may choose from."""

MOST_SONGS = 300
LOOSE_SONGS = 30
"""A plan has no more songs than this, and leaves out only among its last ones."""

STEP = 1_000
"""Plans reckon in whole seconds."""


class Finish(Enum):
    FADE = "fade"
    """The last minutes grow softer; silence at the deadline."""
    SONG = "song"
    """The song that sounds at the deadline is heard to its end; nothing follows it."""
    PLANNED = "planned"
    """Songs are chosen so that the last one ends near the deadline."""


def waits_for_song(finish: Finish, left: Ms, song_left: Ms | None, song_sounds: bool) -> bool:
    """The music is left to end by itself: the deadline, `left` ms away, does not fade it.

    A song of unknown length is waited for until a minute is left, and then faded.
    """
    if finish is Finish.FADE or not song_sounds:
        return False
    if song_left is None:
        return left > fade.LET_GO_MS
    return song_left - left <= LONGEST_WAIT


def is_last(left: Ms, song_left: Ms | None) -> bool:
    """Nothing new begins after a song with `song_left` ms to go, `left` ms before the deadline."""
    return song_left is not None and song_left >= left - HEARD_OUT


def ends_near(left: int, song_left: int) -> bool:
    """A song that ends now plus `song_left` ends inside the window of a plan."""
    return EARLIEST <= song_left - left <= LATEST


def planned(lengths: Sequence[Ms | None], wanted: int) -> tuple[int, ...] | None:
    """Which songs, by place and in order, fill `wanted` ms within the window of a plan.

    As few as can be are left out, the earliest are preferred, and among plans that leave out
    equally many the one that ends closest to the deadline is taken. Songs of unknown length are
    left aside. Where all are too short together they begin again. None where nothing fits.
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
    """The largest choice whose sum is inside the window, then the one closest to `wanted`."""
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
