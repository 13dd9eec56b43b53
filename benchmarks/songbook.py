"""The songbook: its recordings, its background sounds, and how fast our own instruments render.

Run in the project folder: `python -m benchmarks.songbook`. Onset errors are those of the
recording's melody, as decoded, relative to the score's timeline.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.listening import decoded, level_swing, onset_error
from lullaby.audio.decoder import RATE, Block
from lullaby.audio.loudness import Meter, measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.background import kept_songs
from lullaby.paths import assets
from lullaby.songbook.arrangement import arrange
from lullaby.songbook.catalogue import SongEntry, catalogue
from lullaby.songbook.figures import figures
from lullaby.songbook.notes import Score
from lullaby.songbook.renderer import prepare
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.setting import Setting
from lullaby.songbook.soundscapes import NAMES, soundscape
from lullaby.songbook.timeline import timeline

LOWER, SLOWER = -2, 0.9
"""The setting whose speed is measured: two semitones lower and a tenth slower."""


@dataclass(frozen=True, slots=True)
class Speed:
    first_s: float
    """Seconds of processor time until the first block."""
    times: float
    """Multiples of real time."""
    ready_s: float
    """Seconds from requesting another key until its file can be played; the player stretches the
    current sound meanwhile."""


def main() -> None:
    songs = catalogue(assets() / "songs")
    print(
        f"{'song':<24}{'s':>5} {'LUFS':>6} {'dBTP':>6} {'below':>6} {'st':>3} {'swing':>5} "
        f"{'harp/s':>6} {'above':>5} {'rubs':>4} {'onset ms':>11} {'first':>6} {'speed':>6} "
        f"{'ready':>6}"
    )
    for song in songs:
        print(_row(song))
    size = sum(path.stat().st_size for path in (assets() / "songs").iterdir())
    print(f"\n{len(songs)} songs, {len({song.language for song in songs})} languages, ", end="")
    print(f"{size / 1e6:.1f} MB\n\n{'sound':<14}{'s':>4} {'made in':>8} {'LUFS':>6} {'dBTP':>6}")
    for name in NAMES:
        before = time.process_time()
        loop = soundscape(name, RATE)
        took = time.process_time() - before
        lufs, peak = _loudness(loop)
        print(f"{name:<14}{len(loop) // RATE:>4} {took:>6.1f} s {lufs:>6.1f} {peak:>6.1f}")


def _row(song: SongEntry) -> str:
    assert song.score is not None
    assert song.accompaniment is not None
    found = read_score(song.score)
    if isinstance(found, RefusedScore):
        return f"{song.id:<24}{found.reason}"
    score = found.score
    performed = timeline(score, Setting(verses=song.sung))
    counted = figures(arrange(score, performed), performed)
    error = onset_error(decoded(song.audio), performed)
    lufs, peak = _measured(song.audio)
    below, _ = _measured(song.accompaniment)
    low, high = score.pitches
    swing = level_swing(decoded(song.audio), performed)
    speed = _speed(found.score, song.sung)
    return (
        f"{song.id:<24}{song.duration_ms / 1000:>5.0f} {lufs:>6.1f} {peak:>6.1f} {below:>6.1f} "
        f"{high - low:>3} {swing:>5.1f} "
        f"{counted.strokes_a_second:>6.2f} {counted.above_tune:>5.0%} {counted.rubs:>4} "
        f"{error.median:>5.1f}/{error.most:>4.1f} {speed.first_s:>5.1f}s {speed.times:>5.0f}x "
        f"{speed.ready_s:>5.1f}s"
    )


def _measured(path: Path) -> tuple[float, float]:
    reading = measure(path)
    assert isinstance(reading, LoudnessReading)
    return reading.integrated_lufs, reading.true_peak_db


def _loudness(loop: Block) -> tuple[float, float]:
    meter = Meter()
    for start in range(0, len(loop), RATE):
        meter.feed(loop[start : start + RATE])
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    return reading.integrated_lufs, reading.true_peak_db


def _speed(score: Score, sung: tuple[int, ...]) -> Speed:
    before = time.process_time()
    rendering = prepare(score, Setting(LOWER, SLOWER, sung))
    blocks = rendering.blocks()
    next(blocks)
    first = time.process_time() - before
    for _ in blocks:
        pass
    took = time.process_time() - before
    return Speed(first, rendering.frames / RATE / took, _ready(score, sung))


def _ready(score: Score, sung: tuple[int, ...]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        kept = kept_songs(Path(folder))
        before = time.perf_counter()
        kept.make(score, Setting(LOWER, SLOWER, sung), lambda: False)
        return time.perf_counter() - before


if __name__ == "__main__":
    main()
