"""A player with files and a way to let time pass, for the contract suite."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lullaby.audio.port import Cue, CueId, Player, PlayerStatus, Trouble
from lullaby.clock import Clock
from lullaby.units import Ms

SONG_MS = 6_000
PATIENCE_MS = 5_000
"""The time in ms after which a player gives up a file that never answers."""

LAG = 200
"""How much later than the command its effect may be heard, in ms."""


@dataclass(frozen=True)
class Stage:
    player: Player
    pass_ms: Callable[[int], None]
    song: Path
    missing: Path
    unreadable: Path
    clock: Clock
    hanging: Path
    """A file on a share that never answers."""

    def bad(self, trouble: Trouble) -> Path:
        """A file with this trouble."""
        return {
            Trouble.MISSING: self.missing,
            Trouble.UNREADABLE: self.unreadable,
            Trouble.NOT_IN_TIME: self.hanging,
        }[trouble]

    @property
    def status(self) -> PlayerStatus:
        return self.player.status()

    def play(
        self,
        number: int = 1,
        start_ms: int = 0,
        path: Path | None = None,
        begins_in: int | None = None,
    ) -> CueId:
        begins = None if begins_in is None else Ms(self.clock.monotonic_ms() + begins_in)
        cue = Cue(CueId(number), path or self.song, start_ms=Ms(start_ms), begins_ms=begins)
        self.player.play(cue)
        return cue.id


def near(time: int) -> object:
    """Up to `LAG` less."""
    return pytest.approx(time - LAG / 2, abs=LAG / 2 + 1)
