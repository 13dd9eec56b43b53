"""An hour of the night in a minute: the real engine, driven by a fake clock.

Run in the project folder: `python -m benchmarks.soak [minutes]`. Song and background sound are pure
tones, so that every seam shows as a kink in the wave, and a lost or repeated frame as a phase
shift.
"""

import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.port import AmbientSound, Cue, CueId
from lullaby.units import Gain, Ms
from tests.audio.hand_driven import HandDriven
from tests.audio.sounds import RATE, Sound, tone, write
from tests.fakes import FakeClock
from tests.memory import resident_kb

SONG_S = 200.0
SONG_HZ, AMBIENT_HZ = 220.0, 300.0
LEVEL, AMBIENT_LEVEL = 0.4, 0.25
VOLUMES = (0.3, 0.5, 0.7)
CEILING = 0.5

BEND = 2e-3
"""A second difference that neither tones nor dither can cause, but a click of -50 dB can."""

SETTLED_S = 7
"""Seconds after an action, when all ramps are over and the position is compared."""

WARM_MINUTES = 5
"""Memory is compared from this minute on."""


def ambient_tone(_: str, rate: int) -> NDArray[np.float32]:
    return tone(7.0, AMBIENT_LEVEL, AMBIENT_HZ, rate)


def phase_of(sound: Sound, pitch: float) -> float:
    """The phase, in turns, of a second of sound."""
    along = np.exp(-2j * np.pi * pitch * np.arange(len(sound)) / RATE)
    return float(np.angle((sound[:, 0] * along).sum()) / (2 * np.pi))


def wrapped(turns: float) -> float:
    return (turns + 0.5) % 1.0 - 0.5


@dataclass
class Found:
    """The results of the hour."""

    cpu: float = 0.0
    worst_bend: float = 0.0
    seams: int = 0
    highest: float = 0.0
    place_ms: list[float] = field(default_factory=list)
    ambient_turns: float = 0.0
    compared_s: int = 0
    actions: int = 0


class Night:
    """A player, and a person who does something every few seconds."""

    def __init__(self, folder: Path) -> None:
        song = tone(SONG_S, LEVEL, SONG_HZ)
        song[-RATE:] *= np.linspace(1, 0, RATE, dtype=np.float32)[:, None]
        self._songs = [write(folder / f"song.{kind}", song) for kind in ("flac", "wav")]
        self._hand = HandDriven(FakeClock(), ambient_loops=ambient_tone)
        self._random = random.Random(3)
        self._cue = 0
        self._since_action = 0
        self._paused_for = 0
        self._last_ambient: float | None = None
        self._end = np.zeros((2, 2), np.float32)
        self.found = Found()
        self._hand.player.set_ceiling(Gain(CEILING))
        self._hand.player.set_volume(Gain(VOLUMES[0]))
        self._hand.player.set_ambient_sounds((AmbientSound("tone", Gain(0.5)),))
        self._play()

    def pass_second(self) -> None:
        self._since_action += 1
        begun = time.process_time()
        self._hand.pass_ms(1_000)
        self.found.cpu += time.process_time() - begun
        sound = (np.concatenate(self._hand.speaker.played) / 32_767).astype(np.float32)
        self._hand.speaker.played.clear()
        self._judge(sound)
        self._act()

    def _act(self) -> None:
        player = self._hand.player
        if self._paused_for:
            self._paused_for -= 1
            if self._paused_for == 0:
                player.resume()
        elif player.status().ended:
            self._play()
        elif self._random.random() < 0.06:
            self.found.actions += 1
            self._since_action = 0
            match self._random.randrange(5):
                case 0:
                    player.seek(Ms(self._random.randrange(round(SONG_S * 900))))
                case 1:
                    player.pause()
                    self._paused_for = 4
                    self._last_ambient = None
                case 2:
                    player.set_volume(Gain(self._random.choice(VOLUMES)))
                case 3:
                    player.set_ambient_sounds(
                        (AmbientSound("tone", Gain(self._random.choice(VOLUMES))),)
                    )
                case _:
                    self._play()

    def _play(self) -> None:
        self._since_action = 0
        self._cue += 1
        path = self._random.choice(self._songs)
        self._hand.player.play(Cue(CueId(self._cue), path))

    def _judge(self, sound: Sound) -> None:
        found = self.found
        bends = np.abs(np.diff(np.concatenate((self._end, sound)), n=2, axis=0)).max(axis=1)
        self._end = sound[-2:]
        found.worst_bend = max(found.worst_bend, float(bends.max()))
        found.seams += int((bends > BEND).sum())
        found.highest = max(found.highest, float(np.abs(sound).max()))
        if self._paused_for or self._since_action < SETTLED_S:
            self._last_ambient = None
            return
        turns = phase_of(sound, AMBIENT_HZ)
        if self._last_ambient is not None:
            found.ambient_turns += wrapped(turns - self._last_ambient)
            found.compared_s += 1
        self._last_ambient = turns
        status = self._hand.player.status()
        if not status.ended and status.position_ms > 1_000:
            began = (status.position_ms / 1_000 - 1.0) * SONG_HZ - 0.25
            error = wrapped(phase_of(sound, SONG_HZ) - began)
            found.place_ms.append(1_000 * error / SONG_HZ)


def main() -> None:
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as name:
        night = Night(Path(name))
        begun = time.monotonic()
        warm_kb = resident_kb()
        for minute in range(minutes):
            for _ in range(60):
                night.pass_second()
            if minute <= WARM_MINUTES:
                warm_kb = resident_kb()
        found = night.found
        place = np.abs(found.place_ms)
        drift_ms = 1_000 * found.ambient_turns / AMBIENT_HZ
        print(f"time passed           {minutes:8d} min in {time.monotonic() - begun:.0f} s")
        print(f"what was done         {found.actions:8d} seeks, pauses, levels, songs")
        print(f"CPU                   {100 * found.cpu / (60 * minutes):8.2f} % of one core")
        print(
            f"memory                {warm_kb / 1024:8.0f} MB, then {resident_kb() - warm_kb:+d} KB"
        )
        print(f"seams                 {found.seams:8d} (worst bend {found.worst_bend:.1e})")
        print(f"highest sample        {found.highest:8.3f} under a ceiling of {CEILING}")
        print(f"background, drift     {drift_ms:+8.3f} ms in {found.compared_s / 60:.0f} min")
        print(f"place of the song     {np.median(place):8.2f} ms off, at most {place.max():.2f}")


if __name__ == "__main__":
    main()
