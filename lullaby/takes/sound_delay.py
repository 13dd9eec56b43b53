"""How late a microphone hears what a loudspeaker plays."""

from lullaby.frozen import frozen

WAVERS_MS = 15.0
"""A measurement says nothing if its three parts are further apart."""


@frozen
class SoundDelay:
    ms: float
    spread_ms: float
    """How far three measurements were apart, in ms."""

    @property
    def steady(self) -> bool:
        """Whether recordings can be placed by it."""
        return self.spread_ms <= WAVERS_MS
