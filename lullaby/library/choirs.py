"""A choir of takes while it is put together: who sings, how loud, and how much earlier or later.

Everybody sings in the key and at the pace of one take, the lead. Takes that differ a little are
moved to it; an octave apart is one key.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.song_preferences import EVERYBODY
from lullaby.library.take import (
    BETWEEN_SINGERS,
    PlacedBy,
    Take,
    TakeFacts,
    TakeId,
    TakeKind,
    TakePlace,
)
from lullaby.takes.choir_order import SungAt
from lullaby.units import Decibels, Ms

MOST_VOICES = 12

SAME_PACE = 0.0005
"""Paces that differ by less are one: a minute apart from the start, that is 30 ms."""

FARTHEST_KEY = 2.0
"""Semitones by which a take may be moved; farther, a voice sounds strange."""

FARTHEST_PACE = 0.1
"""The share by which a take may be made slower or faster."""

STEP_MS = 10
FARTHEST_MS = 500
SOFTEST_DB, LOUDEST_DB = -12, 6


class TooFarApart(Enum):
    """Why a take cannot sing with the lead."""

    SONG = auto()
    KEY = auto()
    PACE = auto()


@frozen
class ChoirPart:
    """One take in the choir."""

    take: Take
    moved: SpeedPitch = AS_RECORDED
    """How it is played, to be in the lead's key and at its pace."""
    on: bool = True
    louder_db: int = 0
    later_ms: int = 0


@frozen
class ChoirMix:
    """The takes of one song that can sound together, and whether the accompaniment plays under
    them."""

    lead: TakePlace
    """Its key and pace are those of all."""
    parts: tuple[ChoirPart, ...]
    music: bool = True

    @property
    def singing(self) -> tuple[ChoirPart, ...]:
        return tuple(part for part in self.parts if part.on)

    @property
    def singers(self) -> str:
        """The names of those who sing."""
        names = dict.fromkeys(part.take.facts.singer for part in self.singing)
        return BETWEEN_SINGERS.join(names)

    @property
    def key(self) -> float:
        """How many semitones higher than the score they sing, -6 to 6: octaves do not count."""
        return _folded(self.lead.semitones)

    @property
    def begins_ms(self) -> float:
        """When the first voice begins, in the time of the accompaniment; 0 if nobody sings."""
        return min((voice.starts_ms for voice in self._voices), default=0.0)

    @property
    def length_ms(self) -> Ms:
        """From the first that begins to the last that ends; 0 if nobody sings."""
        ends = (each.starts_ms + each.length_ms / each.moved.pace for each in self._voices)
        return Ms(round(max(ends, default=0.0) - self.begins_ms))

    @property
    def _voices(self) -> tuple[SungAt, ...]:
        return self.voices(lambda take: Path(take.file))

    def voices(self, path_of: Callable[[Take], Path]) -> tuple[SungAt, ...]:
        """Those who sing, each at its place."""
        return tuple(
            SungAt(
                path_of(part.take),
                part.take.facts.place.first_ms / self.lead.pace + part.later_ms,
                part.take.facts.length_ms,
                Decibels(float(part.louder_db)),
                part.moved,
            )
            for part in self.singing
        )

    def facts(self, recorded_at: datetime) -> TakeFacts:
        """Those of a take made of it; at least one sings."""
        takes = [part.take.facts for part in self.singing]
        children = {take.child for take in takes}
        return replace(
            takes[0],
            singer=self.singers,
            recorded_at=recorded_at,
            length_ms=self.length_ms,
            place=replace(
                self.lead,
                first_ms=self.begins_ms * self.lead.pace,
                doubt_ms=max(take.place.doubt_ms for take in takes),
                by=PlacedBy.HAND,
            ),
            child=children.pop() if len(children) == 1 else EVERYBODY,
            kind=TakeKind.CHOIR,
            music_audible=any(take.music_audible for take in takes),
        )


def moved_to(take: Take, lead: Take) -> SpeedPitch | TooFarApart:
    """How a take is to be played to be in the lead's key and at its pace."""
    if take.facts.song != lead.facts.song:
        return TooFarApart.SONG
    own, wanted = take.facts.place, lead.facts.place
    higher = _folded(wanted.semitones - own.semitones)
    if abs(higher) > FARTHEST_KEY:
        return TooFarApart.KEY
    pace = wanted.pace / own.pace
    if abs(pace - 1) < SAME_PACE:
        pace = 1.0
    if abs(pace - 1) > FARTHEST_PACE:
        return TooFarApart.PACE
    return SpeedPitch(min(pace, 1 + FARTHEST_PACE), higher)


def choir_of(takes: Sequence[Take], lead: Take) -> tuple[ChoirMix, tuple[Take, ...]]:
    """The choir around one take, and the takes of its song that cannot join it.

    Those sing at once that need no moving, the oldest first, as many as may.
    """
    song = [
        take
        for take in takes
        if take.facts.song == lead.facts.song and take.facts.kind is TakeKind.VOICE
    ]
    parts: list[ChoirPart] = []
    strangers: list[Take] = []
    for take in sorted(song, key=lambda each: (each.facts.recorded_at, each.id)):
        moved = moved_to(take, lead)
        if isinstance(moved, TooFarApart):
            strangers.append(take)
        else:
            parts.append(ChoirPart(take, moved, on=moved == AS_RECORDED))
    late = [part for part in parts if part.on and part.take.id != lead.id][MOST_VOICES - 1 :]
    parts = [replace(part, on=part.on and part not in late) for part in parts]
    return ChoirMix(lead.facts.place, tuple(parts)), tuple(strangers)


def switched(mix: ChoirMix, take: TakeId, on: bool) -> ChoirMix:
    """One more voice, unless `MOST_VOICES` sing; or one less, unless it is the last."""
    changed = _changed(mix, take, lambda part: replace(part, on=on))
    return changed if 1 <= len(changed.singing) <= MOST_VOICES else mix


def louder(mix: ChoirMix, take: TakeId, steps: int) -> ChoirMix:
    """One voice louder (+) or softer (-), in dB."""

    def change(part: ChoirPart) -> ChoirPart:
        return replace(part, louder_db=max(SOFTEST_DB, min(LOUDEST_DB, part.louder_db + steps)))

    return _changed(mix, take, change)


def later(mix: ChoirMix, take: TakeId, steps: int) -> ChoirMix:
    """One voice later (+) or earlier (-), in steps of 10 ms."""

    def change(part: ChoirPart) -> ChoirPart:
        moved = part.later_ms + steps * STEP_MS
        return replace(part, later_ms=max(-FARTHEST_MS, min(FARTHEST_MS, moved)))

    return _changed(mix, take, change)


def _changed(mix: ChoirMix, take: TakeId, change: Callable[[ChoirPart], ChoirPart]) -> ChoirMix:
    return replace(
        mix,
        parts=tuple(change(part) if part.take.id == take else part for part in mix.parts),
    )


def _folded(semitones: float) -> float:
    """The same key, -6 to 6 semitones away."""
    return (semitones + 6) % 12 - 6
