"""Whether the recording or the person leads a song, and where the words are: a frozen state.

When the person takes over, the words continue at the recording's position and tempo. On the way
back the recording starts where the words are; any gap is closed while it fades in, so that the
words never jump and never run backwards. Times in ms.
"""

from dataclasses import field, replace
from enum import Enum, auto

from lullaby.audio.port import FASTEST, SLOWEST, PlayerStatus
from lullaby.frozen import frozen
from lullaby.lyrics.prompting import LineTimes, Prompt
from lullaby.units import Ms

LEAD_RAMP = Ms(4_000)
"""How long the recording fades out, and later in."""

LEAD_MS = 250
"""A recording started now is heard about this much later."""

CLOSING = 0.1
"""How much faster or slower than the recording the words move, as a share, to close a gap."""

FAR_MS = 2_000
"""If the recording starts farther from the words than this, the words jump to it."""


class LeadSource(Enum):
    """What the words follow."""

    RECORDING = auto()
    RETURNING = auto()
    """The recording fades in again while words and recording converge."""
    PERSON = auto()
    """There is no recording."""


@frozen
class VocalMode:
    lead: LeadSource = LeadSource.RECORDING
    prompt: Prompt = field(default_factory=Prompt)
    left_ms: Ms = Ms(0)
    """Where the recording stopped, for words whose times do not refer to it."""
    from_ms: Ms = Ms(0)
    """The position at which the returning recording starts."""
    gap_ms: float | None = None
    """How far the words are ahead of the returning recording; None until that is heard."""
    reduced_at_ms: Ms = Ms(0)
    """The returning recording's position when the gap was last reduced."""
    refused: bool = False
    """The recording could not return."""

    @property
    def alone(self) -> bool:
        return self.lead is LeadSource.PERSON

    def sung(self, now_ms: Ms, position_ms: Ms, speed: float, sheet: LineTimes) -> "VocalMode":
        """The person starts a song at `position_ms`."""
        prompt = self.prompt.begun(now_ms, position_ms, speed, sheet)
        return VocalMode(LeadSource.PERSON, prompt, left_ms=position_ms)

    def played(self) -> "VocalMode":
        """A recording starts."""
        return VocalMode(LeadSource.RECORDING, Prompt(way=self.prompt.way))

    def taken(
        self, now_ms: Ms, recording_ms: Ms, speed: float, sheet: LineTimes, at_ms: Ms | None
    ) -> "VocalMode":
        """The person takes over at the recording's position and tempo.

        `at_ms` is the position of words with times of their own, unrelated to the recording.
        """
        if sheet.own_time:
            taken = self.sung(now_ms, Ms(0) if at_ms is None else at_ms, 1.0, sheet)
            return replace(taken, left_ms=recording_ms)
        return self.sung(now_ms, self.position(now_ms, recording_ms), speed, sheet)

    def returning(self, now_ms: Ms, start_ms: Ms) -> "VocalMode":
        """The recording starts at `start_ms` and will be heard shortly."""
        lead = LeadSource.RECORDING if self.prompt.line_times.own_time else LeadSource.RETURNING
        return replace(self, lead=lead, from_ms=start_ms, gap_ms=None, refused=False)

    def entry(self, now_ms: Ms, duration_ms: Ms | None) -> Ms:
        """Where the recording has to start to match the words."""
        if self.prompt.line_times.own_time:
            return self.left_ms
        start = Ms(round(self.prompt.at(now_ms) + LEAD_MS * self.pace))
        return Ms(0) if duration_ms is not None and start >= duration_ms else start

    @property
    def pace(self) -> float:
        """The person's tempo, limited to what a recording can follow."""
        if self.prompt.line_times.own_time:
            return 1.0
        return round(min(FASTEST, max(SLOWEST, self.prompt.speed)), 2)

    def stayed(self) -> "VocalMode":
        """The recording could not return; the person keeps the lead."""
        return replace(self, lead=LeadSource.PERSON, gap_ms=None, refused=True)

    def together(self) -> "VocalMode":
        """From now on the words follow the recording."""
        return replace(self, lead=LeadSource.RECORDING, gap_ms=None)

    def brought_to(self, now_ms: Ms, status: PlayerStatus) -> "VocalMode":
        """The state updated from the player's status."""
        if self.lead is LeadSource.PERSON:
            return replace(self, prompt=self.prompt.brought_to(now_ms))
        if self.lead is LeadSource.RECORDING:
            return self
        place = status.position_ms
        if self.gap_ms is None:
            if place <= self.from_ms and not status.ended:
                return self
            gap = float(self.prompt.at(now_ms) - place)
            if abs(gap) > FAR_MS:
                return self.together()
            return replace(self, gap_ms=gap, reduced_at_ms=place)
        most = CLOSING * max(0, place - self.reduced_at_ms)
        gap = self.gap_ms - min(most, max(-most, self.gap_ms))
        if abs(gap) < 1.0:
            return self.together()
        return replace(self, gap_ms=gap, reduced_at_ms=place)

    def position(self, now_ms: Ms, recording_ms: Ms) -> Ms:
        """Where the words are, with the recording at `recording_ms`."""
        if self.lead is LeadSource.RECORDING:
            return recording_ms
        if self.lead is LeadSource.RETURNING and self.gap_ms is not None:
            return Ms(round(recording_ms + self.gap_ms))
        return self.prompt.at(now_ms)
