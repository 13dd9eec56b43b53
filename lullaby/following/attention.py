"""How well a singer is heard, in the steps that a person is shown."""

from enum import Enum, auto

from lullaby.frozen import frozen

LOST_AFTER_S = 6.0
"""Seconds of doubt after which the words say that they wait."""

SILENT_AFTER_S = 60.0
"""Seconds without a voice after which nobody listens any more."""

VOICED = 0.4
"""How surely somebody must sing for a step to count as voice."""


class Hearing(Enum):
    """What the words do, and why."""

    READY = auto()
    """Nobody has begun to sing, though the words may stand at the line that is to come."""
    FOLLOWING = auto()
    UNSURE = auto()
    """The words wait because it is not sure where the singer is."""
    LOST = auto()
    """They have waited so long that the singer should know."""
    SILENT = auto()
    """Nobody has sung for a long time."""


@frozen
class Attention:
    """Changes by one step of sound at a time."""

    hearing: Hearing = Hearing.READY
    doubt_s: float = 0.0
    """Seconds of voice in doubt since the words began to wait."""
    quiet_s: float = 0.0
    """Seconds since somebody sang."""
    sung_s: float = 0.0
    """Seconds of voice while the words followed."""

    def after(
        self, step_s: float, voiced: float, begun: bool, waits: bool, passed_s: float
    ) -> "Attention":
        """After a step: how surely somebody sang in it, whether the song has begun, and whether the
        words wait. By the clock `passed_s` have passed, which are more if a microphone stalled."""
        voice = voiced >= VOICED
        quiet = 0.0 if voice else self.quiet_s + passed_s
        doubt = (self.doubt_s + step_s * voice) if begun and waits else 0.0
        followed = begun and not waits
        sung = self.sung_s + step_s * (voice and followed)
        if quiet >= SILENT_AFTER_S:
            hearing = Hearing.SILENT
        elif not begun or (followed and not sung):
            hearing = Hearing.READY
        elif followed:
            hearing = Hearing.FOLLOWING
        else:
            hearing = Hearing.LOST if doubt >= LOST_AFTER_S else Hearing.UNSURE
        return Attention(hearing, doubt, quiet, sung)

    def without_sound(self, passed_s: float) -> "Attention":
        """After some time in which the microphone gave nothing."""
        quiet = self.quiet_s + passed_s
        hearing = Hearing.SILENT if quiet >= SILENT_AFTER_S else self.hearing
        return Attention(hearing, self.doubt_s, quiet, self.sung_s)
