"""How far any sound exceeds the night: libraries of faulty files through the whole chain.

`python -m benchmarks night_safety [LIBRARIES]` plays the named cases and this many random libraries
(default 50), each with and without the governor. Each of `PARTS` prints its own worst figures.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.night_clock import exits, standstills
from lullaby.audio.governor import LoudnessHistory, SongGovernor, TargetLevel
from lullaby.audio.profile import CHUNK, Profile
from lullaby.units import Lufs
from tests.audio.faulty_songs import burst, faded, library, master, music, tag, torn, turned
from tests.audio.fuzzed_files import FORMATS, encoded, fuzzed
from tests.audio.nights import TARGET, Song, render_night
from tests.audio.sounds import RATE, tone, write

LIBRARIES = 50
VARIANTS = 4
"""Damaged files of each format; the tests marked `long` play forty."""


@dataclass
class Worst:
    """The worst of several evenings."""

    rise_lu: float = -np.inf
    step_db: float = -np.inf
    peak: float = 0.0

    def hear(self, songs: list[Song], governed: bool) -> None:
        night = render_night(songs, governed)
        self.rise_lu = max(self.rise_lu, night.rise_lu())
        self.step_db = max(self.step_db, night.step_db())
        self.peak = max(self.peak, night.peak)

    def __str__(self) -> str:
        return f"{self.rise_lu:+7.2f} LU {self.step_db:+7.2f} dB {self.peak:8.3f}"


def named_cases(folder: Path) -> Iterator[tuple[str, list[Song]]]:
    """Evenings that went wrong before the governor existed."""
    random = np.random.default_rng(1)
    plain = Song(write(folder / "plain.flac", faded(music(8.0, -14.0, random))))
    soft = Song(write(folder / "soft.flac", faded(music(8.0, -35.0, random))))
    loud = Song(write(folder / "loud.flac", faded(master(8.0, -5.0, random))))
    sine = turned(tone(8.0, 0.1, 500.0), -23.0)
    hurt = Song(write(folder / "hurt.wav", burst(sine, 4.0, 0.3, random)))
    mp3 = Song(torn(write(folder / "torn.mp3", faded(turned(sine, -30.0))), random))
    yield "a tag of +20 dB with a lying peak", [replace(plain, loudness=tag(20.0, 0.02))]
    yield "a tag of +20 dB with an honest peak", [replace(plain, loudness=tag(20.0, 0.9))]
    yield "no tag, a master of -5 LUFS", [loud]
    yield "a soft song, then that master", [soft, loud]
    yield "a measured song after an unmeasured one", [plain, plain.measured()]
    yield "the same song, taken up again", [soft, replace(soft.measured(), start_ms=2_000)]
    yield "a burst of noise in a calm song", [hurt]
    yield "the same, measured", [hurt.measured()]
    yield "random bytes in an MP3", [mp3]


def print_pair(name: str, songs_of: Callable[[], list[list[Song]]]) -> tuple[Worst, Worst]:
    held, free = Worst(), Worst()
    for songs in songs_of():
        held.hear(songs, governed=True)
        free.hear(songs, governed=False)
    print(f"{name:40} {held}   |{free}", flush=True)
    return held, free


def levels(folder: Path) -> None:
    """Worst rise of 3 s, worst step of 20 ms, highest sample: with and without the governor."""
    count = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else LIBRARIES
    print(f"{'':40} {'with the governor':>31}   |{'without':>31}")
    for name, songs in named_cases(folder):
        print_pair(name, lambda songs=songs: [songs])

    def libraries() -> list[list[Song]]:
        return [library(folder, 1_000 + seed) for seed in range(count)]

    print_pair(f"{count} random libraries", libraries)


def damaged_files(folder: Path) -> None:
    """The same for damaged files of every format that can be written here."""
    for name in FORMATS:
        whole = encoded(folder, name)
        if whole is None:
            print(f"{name:40} cannot be written here")
            continue
        files = [fuzzed(whole, folder, seed) for seed in range(VARIANTS)]
        first = Song(whole, seconds=3.0)
        print_pair(
            name,
            lambda files=files, first=first: [[first, Song(file, seconds=5.0)] for file in files],
        )


def cost(folder: Path) -> None:
    """Processor time of the governor relative to playing time: in the sound thread, and while
    decoding."""
    random = np.random.default_rng(2)
    sound = music(60.0, -16.0, random)
    profile, begun = Profile(), time.process_time()
    for at in range(0, 10 * RATE, CHUNK):
        profile.feed(sound[at : at + CHUNK])
    decoding = (time.process_time() - begun) / 10
    source = _Known(folder / "song", profile)
    held, begun = SongGovernor(TargetLevel(Lufs(TARGET), measured=False)), time.process_time()
    for at in range(0, 6 * RATE, RATE // 25):
        held, _ = held.pass_over(source, at, RATE // 25, 1.0, 1.0, LoudnessHistory())
    sounding = (time.process_time() - begun) / 6
    print(f"governor: {sounding:.2%} of a core in the sound thread, {decoding:.2%} while decoding")


@dataclass
class _Known:
    path: Path
    profile: Profile


PARTS: tuple[Callable[[Path], None], ...] = (
    levels,
    damaged_files,
    cost,
    standstills,
    exits,
)
"""Each prints what it measured; it may write into the folder."""


def main() -> None:
    for part in PARTS:
        with tempfile.TemporaryDirectory() as name:
            print(f"-- {part.__name__.replace('_', ' ')}", flush=True)
            part(Path(name))


if __name__ == "__main__":
    main()
