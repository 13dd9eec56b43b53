"""Who leads the song, recording or singer, and where the words are meanwhile: a frozen state.

From the recording to the singer the words go on from its very place and at its pace. On the way
back the recording begins where they are; what it lags behind, or is ahead, is closed while it
rises, so that the words never jump and never run backwards. Times in ms.
"""

from dataclasses import dataclass, field, replace
from enum import Enum, auto

from lullaby.audio.port import FASTEST, SLOWEST, PlayerStatus
from lullaby.lyrics.prompting import LineTimes, Prompt
from lullaby.units import Ms

LEAD_RAMP = Ms(4_000)
"""How long the recording sinks, and later rises."""

LEAD_MS = 250
"""A recording that is begun now is heard about so much later."""

CLOSING = 0.1
"""How much faster or slower than the recording the words go until they are together."""

FAR_MS = 2_000
"""A recording that is farther from the words than this begins somewhere else: they go there."""


class LeadSource(Enum):
    """Whom the words follow."""

    RECORDING = auto()
    RETURNING = auto()
    """The recording rises again, and words and recording come together."""
    PERSON = auto()
    """There is no recording."""


@dataclass(frozen=True, slots=True)
class VocalMode:
    lead: LeadSource = LeadSource.RECORDING
    prompt: Prompt = field(default_factory=Prompt)
    left_ms: Ms = Ms(0)
    """Where the recording was left, for words whose times mean nothing in it."""
    from_ms: Ms = Ms(0)
    """Where the recording begins that is to return."""
    gap_ms: float | None = None
    """How far the words are ahead of the returning recording; None until it is heard."""
    heard_ms: Ms = Ms(0)
    """Where the returning recording was when the gap was last closed a little."""
    refused: bool = False
    """The recording could not return."""

    @property
    def alone(self) -> bool:
        return self.lead is LeadSource.PERSON

    def sung(self, now_ms: Ms, position_ms: Ms, speed: float, sheet: LineTimes) -> "VocalMode":
        """The singer begins a song here."""
        prompt = self.prompt.begun(now_ms, position_ms, speed, sheet)
        return VocalMode(LeadSource.PERSON, prompt, left_ms=position_ms)

    def played(self) -> "VocalMode":
        """A recording begins."""
        return VocalMode(LeadSource.RECORDING, Prompt(way=self.prompt.way))

    def taken(
        self, now_ms: Ms, recording_ms: Ms, speed: float, sheet: LineTimes, at_ms: Ms | None
    ) -> "VocalMode":
        """From the recording at this place and pace to the singer.

        `at_ms` is where words with times of their own stand; the recording knows nothing of them.
        """
        if sheet.own_time:
            taken = self.sung(now_ms, Ms(0) if at_ms is None else at_ms, 1.0, sheet)
            return replace(taken, left_ms=recording_ms)
        return self.sung(now_ms, self.position(now_ms, recording_ms), speed, sheet)

    def returning(self, now_ms: Ms, start_ms: Ms) -> "VocalMode":
        """The recording begins at `start_ms`, and will be heard in a moment."""
        lead = LeadSource.RECORDING if self.prompt.line_times.own_time else LeadSource.RETURNING
        return replace(self, lead=lead, from_ms=start_ms, gap_ms=None, refused=False)

    def entry(self, now_ms: Ms, duration_ms: Ms | None) -> Ms:
        """Where a recording has to begin to be where the words are."""
        if self.prompt.line_times.own_time:
            return self.left_ms
        start = Ms(round(self.prompt.at(now_ms) + LEAD_MS * self.pace))
        return Ms(0) if duration_ms is not None and start >= duration_ms else start

    @property
    def pace(self) -> float:
        """The singer's pace, as near as a recording can follow."""
        if self.prompt.line_times.own_time:
            return 1.0
        return round(min(FASTEST, max(SLOWEST, self.prompt.speed)), 2)

    def stayed(self) -> "VocalMode":
        """The recording did not come; the singer goes on."""
        return replace(self, lead=LeadSource.PERSON, gap_ms=None, refused=True)

    def together(self) -> "VocalMode":
        """From now on the words are where the recording is."""
        return replace(self, lead=LeadSource.RECORDING, gap_ms=None)

    def brought_to(self, now_ms: Ms, status: PlayerStatus) -> "VocalMode":
        """With what the player says of the recording now."""
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
            return replace(self, gap_ms=gap, heard_ms=place)
        most = CLOSING * max(0, place - self.heard_ms)
        gap = self.gap_ms - min(most, max(-most, self.gap_ms))
        if abs(gap) < 1.0:
            return self.together()
        return replace(self, gap_ms=gap, heard_ms=place)

    def position(self, now_ms: Ms, recording_ms: Ms) -> Ms:
        """Where the words are, with the recording at `recording_ms`."""
        if self.lead is LeadSource.RECORDING:
            return recording_ms
        if self.lead is LeadSource.RETURNING and self.gap_ms is not None:
            return Ms(round(recording_ms + self.gap_ms))
        return self.prompt.at(now_ms)
