"""Whether a wish for another gentle limit is done at once, as a pure decision.

Every limit but the last is set at once. To lift it takes a second press of its own: a wheel that
rolled on, a key held too long or a thumb dragged too far only ask.
"""

from dataclasses import dataclass, replace

from lullaby.library.routine import STEPS

LEAST_LIMIT = 4
HIGHEST_LIMIT = STEPS - 1
NO_LIMIT = STEPS


@dataclass(frozen=True, slots=True)
class LimitRequest:
    limit: int
    """The limit in force, a volume step; `NO_LIMIT` where there is none."""
    asked_from: int | None = None
    """The limit before the person first asked to lift it; None while nobody asks."""

    @property
    def asks(self) -> bool:
        return self.asked_from is not None

    @property
    def lifted_from(self) -> int | None:
        """What to go back to where the last wish lifted the limit; None where it did not."""
        return self.asked_from if self.limit == NO_LIMIT else None

    def requested(self, step: int, one_press: bool) -> "LimitRequest":
        """After a wish for `step`; `one_press` tells whether it was one press of its own."""
        step = max(LEAST_LIMIT, min(step, NO_LIMIT))
        if step < NO_LIMIT or self.limit == NO_LIMIT:
            return LimitRequest(step)
        if self.asked_from is None:
            return LimitRequest(HIGHEST_LIMIT, self.limit)
        return replace(self, limit=NO_LIMIT) if one_press else self
