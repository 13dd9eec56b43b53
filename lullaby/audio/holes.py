"""Where sound is missing between two frames of a file, by their time stamps.

A damaged or cut file may lack some of its packets. The stamps of Ogg, FLAC, Matroska and MP4 tell
how much, so that what follows keeps its place and stays in step with its words. MPEG frames have no
stamps of their own; a hole there cannot be seen.
"""

LEAST_S = 0.1
"""Shortest hole; the stamps of live recordings are off by less."""

MOST_S = 60.0
"""Longest hole; stamps that jump further were set anew, as in a recording of a stream."""


class Holes:
    """Compares the stamps of a recording's frames with their samples. All times are in seconds."""

    def __init__(self) -> None:
        self._next: float | None = None
        self._ahead = 0.0

    def before(self, stamp: float | None, lasts_s: float) -> float:
        """How much is missing before the frame with this stamp; 0 if nothing is.

        Stamps that were early or late before count, so that jitter adds nothing up.
        """
        if stamp is None or self._next is None:
            begins = self._next if stamp is None else stamp
            self._next = None if begins is None else begins + lasts_s
            return 0.0
        jump = stamp - self._next
        self._next = stamp + lasts_s
        if not -LEAST_S < jump <= MOST_S:
            self._ahead = 0.0
            return 0.0
        self._ahead += jump
        if jump < LEAST_S or self._ahead < LEAST_S:
            return 0.0
        missing = min(jump, self._ahead)
        self._ahead -= missing
        return missing
