"""Decides whether a requested gentle limit takes effect at once, as a pure function.

Every limit but the last does. Removing the limit takes a second, separate press: a key held
too long or a thumb dragged too far only asks for it.
"""

from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.library.routine import STEPS

LEAST_LIMIT = 4
HIGHEST_LIMIT = STEPS - 1
NO_LIMIT = STEPS


@frozen
class LimitRequest:
    limit: int
    """The current limit, a volume step; `NO_LIMIT` if there is none."""
    asked_from: int | None = None
    """The limit before the person first asked to remove it; None if nobody has asked."""

    @property
    def asks(self) -> bool:
        return self.asked_from is not None

    @property
    def lifted_from(self) -> int | None:
        """The limit to return to if the last request removed it; None if it did not."""
        return self.asked_from if self.limit == NO_LIMIT else None

    def requested(self, step: int, one_press: bool) -> "LimitRequest":
        """The state after a request for `step`; `one_press`: it was a press of its own."""
        step = max(LEAST_LIMIT, min(step, NO_LIMIT))
        if step < NO_LIMIT or self.limit == NO_LIMIT:
            return LimitRequest(step)
        if self.asked_from is None:
            return LimitRequest(HIGHEST_LIMIT, self.limit)
        return replace(self, limit=NO_LIMIT) if one_press else self
