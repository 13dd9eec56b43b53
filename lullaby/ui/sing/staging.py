"""What is shown at a position in the song: which lines, how far they are sung, what a gap shows.

Pure decisions on what the lyrics cursor reports; times in ms.
"""

import math

from lullaby.frozen import frozen
from lullaby.lyrics.cursor import Cursor, CursorState
from lullaby.lyrics.windows import Window
from lullaby.units import Ms

AHEAD_MS = 250
"""The next line moves into place this long before its first syllable."""

COUNT_IN_GAP_MS = 4_000
"""After a longer silence of the voice, moons count it in."""

MUSIC_GAP_MS = 8_000
"""A longer silence counts as instrumental, with a ring that closes towards the voice."""

SHORTEST_HUM_MS = 1_500
"""A gap with less time left shows no sign."""

LIGHT_MS = 300
"""How long a line without syllable times takes to light up as a whole."""

MOONS = 3
USUAL_BEAT_MS = 1_000.0


@frozen
class Staging:
    """A `syllable` of None: the current line is timed as a whole. `moons` count in the voice."""

    window: Window
    syllable: int | None = None
    fraction: float = 0.0
    moons: int = 0
    music: float | None = None
    """The share of a gap that has passed, 0 to 1; None outside one."""
    hum: bool = False
    """The gap lasts no more than a bar or two, short enough to hum through."""
    light: float | None = None
    """How far a line timed as a whole is lit, 0 to 1; None if there is nothing to light."""


def stage(cursor: Cursor, position_ms: Ms, beat_ms: float = USUAL_BEAT_MS) -> Staging:
    """The staging at `position_ms`; `beat_ms` sets the speed of the moons."""
    now = cursor.at(position_ms)
    if now.next_line is None or now.next_start_ms is None:
        return _sung(cursor, now)
    coming = cursor.window(now.next_line)
    wait = now.next_start_ms - position_ms
    if wait <= AHEAD_MS and (now.gap_ms is not None or now.fraction >= 1.0):
        return Staging(coming, moons=_moons(now.gap_length_ms, wait, beat_ms))
    if now.gap_ms is None or now.gap_length_ms is None:
        return _sung(cursor, now)
    count_in_ms = max(COUNT_IN_GAP_MS / 2, MOONS * beat_ms)
    if now.gap_length_ms > COUNT_IN_GAP_MS and wait <= count_in_ms:
        return Staging(coming, moons=_moons(now.gap_length_ms, wait, beat_ms))
    wordless_ms = now.gap_length_ms - count_in_ms
    if now.gap_length_ms > COUNT_IN_GAP_MS and wordless_ms >= SHORTEST_HUM_MS:
        gone = Window(now.line, None, coming.current, coming.next)
        over = min(1.0, max(0.0, 1.0 - (wait - count_in_ms) / wordless_ms))
        return Staging(gone, music=over, hum=now.gap_length_ms <= MUSIC_GAP_MS)
    if now.line is None:
        return Staging(coming)
    return _sung(cursor, now)


def next_event(cursor: Cursor, position_ms: Ms, beat_ms: float = USUAL_BEAT_MS) -> float | None:
    """When, in ms of the song, something other than a wipe or ring changes next; None: never."""
    course, now = cursor.upcoming(position_ms), cursor.at(position_ms)
    moments: list[float] = [at for at in (course.ends_ms, course.begins_ms) if at is not None]
    if now.syllable is None and now.since_ms is not None:
        moments.append(position_ms - now.since_ms + LIGHT_MS)
    if now.next_start_ms is not None:
        start = now.next_start_ms
        count_in_ms = max(COUNT_IN_GAP_MS / 2, MOONS * beat_ms)
        moons = [start - beat * beat_ms for beat in range(1, MOONS + 1)]
        moments += [start - AHEAD_MS, start - count_in_ms, *moons]
    return min((at for at in moments if at > position_ms), default=None)


def _sung(cursor: Cursor, now: CursorState) -> Staging:
    light = None
    if now.syllable is None and now.since_ms is not None:
        light = min(1.0, now.since_ms / LIGHT_MS)
    return Staging(cursor.window(now.line), now.syllable, now.fraction, light=light)


def _moons(gap_length_ms: int | None, wait_ms: int, beat_ms: float) -> int:
    if gap_length_ms is None or gap_length_ms <= COUNT_IN_GAP_MS:
        return 0
    return min(MOONS, math.ceil(wait_ms / beat_ms))


def beat_of(bpm: float | None) -> float:
    """One beat in ms, doubled or halved into a range that suits a count-in."""
    if not bpm:
        return 1_000.0
    beat = 60_000 / bpm
    while beat < 500:
        beat *= 2
    while beat > 1_400:
        beat /= 2
    return beat
