"""When to repaint the words: 14 to 20 times a second, and only when a pixel moves.

Pure decisions; times in ms, speeds in px of the screen.
"""

FRAME_MS = 50.0
"""Twenty frames a second while something moves fast."""

STEP_PX = 12.0
SLOW_FRAME_MS = 70.0
"""A slower edge moves by `STEP_PX` px from frame to frame, if that takes no longer than this."""

FIRST_PX_MS = 8.0
"""The first pixel of a syllable changes colour this many ms after it starts."""

RING_MS_PER_PX = 100.0
"""How often the ring of a long gap is repainted, in ms per px."""

LONGEST_WAIT_MS = 200.0
"""The longest time between two looks at the song's position, in ms."""


def wait_ms(until_event_ms: float | None, ms_per_px: float | None) -> float:
    """How long the picture may stay as it is, in ms of the song.

    `until_event_ms` is the time until something starts or ends (None: nothing does), `ms_per_px`
    the time the moving edge takes for a pixel (None: it stands still). The frames until an event
    come in equal steps, so that the last of them shows it.
    """
    if until_event_ms is None:
        return LONGEST_WAIT_MS if ms_per_px is None else frame_ms(ms_per_px)
    seen_ms = until_event_ms + FIRST_PX_MS
    if ms_per_px is None:
        return seen_ms
    steps = round(seen_ms / frame_ms(ms_per_px))
    return seen_ms / max(1, steps)


def frame_ms(ms_per_px: float) -> float:
    """The time from frame to frame of an edge that takes `ms_per_px` for a pixel of the screen."""
    return max(FRAME_MS, min(STEP_PX * ms_per_px, SLOW_FRAME_MS), ms_per_px)
