"""Simulated families with known truth: how long each song really takes, and how nights vary."""

import random
from dataclasses import dataclass
from datetime import timedelta
from math import exp, log

from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.units import Ms
from tests.fakes import A_NIGHT

NIGHT_SPREAD = 0.7
"""Standard deviation of the log of minutes from night to night: 8 minutes are 4 to 16."""


@dataclass(frozen=True)
class Family:
    """`truth` holds the typical minutes of each song, `nights` how often it was heard."""

    truth: dict[str, float]
    nights: dict[str, int]
    seed: int
    gives_up_after: float = 45.0
    """Minutes from which a night counts as "not this time"."""

    def entries(self) -> list[JournalEntry]:
        chance = random.Random(self.seed)
        order = [song for song, count in self.nights.items() for _ in range(count)]
        chance.shuffle(order)
        return [self._night(number, song, chance) for number, song in enumerate(order)]

    def _night(self, number: int, song: str, chance: random.Random) -> JournalEntry:
        minutes = exp(chance.gauss(log(self.truth[song]), NIGHT_SPREAD))
        calm = minutes < self.gives_up_after
        return JournalEntry(
            EntryId(number + 1),
            A_NIGHT - timedelta(days=number),
            routine="bedtime",
            outcome=Outcome.ASLEEP if calm else Outcome.NOT_THIS_TIME,
            minutes_to_calm=round(minutes) if calm else None,
            songs=(EntrySong(None, song, Ms(180_000)),),
        )


def mixed(seed: int, between: float) -> Family:
    """Five songs of 20 nights and five of 4, whose typical minutes vary around 12 by `between`."""
    chance = random.Random(seed)
    names = [f"often {n}" for n in range(5)] + [f"seldom {n}" for n in range(5)]
    truth = {name: exp(chance.gauss(log(12), between)) for name in names}
    return Family(truth, {name: 20 if name.startswith("often") else 4 for name in names}, seed)
