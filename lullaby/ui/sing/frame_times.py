"""When the words are to be painted again: at most 30 times a second, and not before a pixel moves.

Pure decisions; times in ms, speeds in px of the screen.
"""

FRAME_MS = 33.0
"""Thirty frames a second while something moves."""

FIRST_PX_MS = 8.0
"""After the beginning of a syllable so much later, in ms, its first pixel has changed colour."""

RING_MS_PER_PX = 100.0
"""How seldom the ring of a long gap needs to be painted, ms."""

LONGEST_WAIT_MS = 200.0
"""However still the words are, the song's position is looked at so often."""


def wait_ms(until_event_ms: float | None, ms_per_px: float | None) -> float:
    """How long the picture may stand, in ms of the song.

    `until_event_ms` is when something begins or ends (None: nothing more does), `ms_per_px` how
    long the moving edge takes for a pixel (None: it stands). The frames until an event come in
    equal steps, so that the last of them shows it.
    """
    if until_event_ms is None:
        return LONGEST_WAIT_MS if ms_per_px is None else max(FRAME_MS, ms_per_px)
    seen_ms = until_event_ms + FIRST_PX_MS
    if ms_per_px is None:
        return seen_ms
    steps = round(seen_ms / max(FRAME_MS, ms_per_px))
    return seen_ms / max(1, steps)
