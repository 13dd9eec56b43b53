"""How far apart voices are that were recorded alone and laid together by the score.

Three synthetic singers (`tests/takes/singer.py`) sing a verse of each song. Every recording begins
at another, known place; it is placed by the score and mixed with the others, in one key and tempo
or moved there. In the mix each voice is found again by correlation. The errors are the differences
between pairs of voices, from what they would be if every voice were at its true place.
"""

import itertools
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import line, share, title
from lullaby.audio.decoder import Decoder
from lullaby.audio.mono import read_mono
from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.helpers import Inline
from lullaby.takes.choir_in_helper import sing_together_in_helper
from lullaby.takes.choir_order import ChoirOrder, SungAt
from lullaby.takes.levelling import gain_to_level
from lullaby.takes.placing import place
from lullaby.takes.salience import RATE
from lullaby.units import Ms
from tests.audio.sounds import write
from tests.takes.singer import VOICES, first_verse, performed, sing

SONGS = ("suo-gan", "fais-dodo", "twinkle", "der-mond", "stille-nacht", "lulajze")
SINGERS = ("woman", "man", "trained")
AIM_MS = 15.0
NEAR_MS = 250
LONGEST_S = 600


def main() -> None:
    rng = np.random.default_rng(21)
    errors: list[float] = []
    levels: list[float] = []
    spent = sounded = 0.0
    with tempfile.TemporaryDirectory() as name:
        for number, song in enumerate(SONGS):
            folder = Path(name) / song
            folder.mkdir()
            found, mixed_s, took_s, level = _one(folder, song, number, rng)
            errors += found
            levels.append(level)
            spent, sounded = spent + took_s, sounded + mixed_s
        moved_s, moved_took_s = _moved(Path(name))
    title("three voices laid together")
    line("pairs: median", share(errors, 0.5), "ms")
    line("pairs: 95 %", share(errors, 0.95), "ms", f"  aim {AIM_MS:g}, worst {max(errors):.1f}")
    line("pairs", len(errors), "")
    line("level: farthest from -23 LUFS", max(map(abs, levels)), "dB")
    line("mixing", 1000 * spent / sounded, "ms", "  for each second of sound")
    line("moving a voice", 1000 * moved_took_s / moved_s, "ms", "  for each second of sound")


def _one(
    folder: Path, name: str, number: int, rng: np.random.Generator
) -> tuple[list[float], float, float, float]:
    """Errors between pairs in ms, seconds of the mix and those it took, and dB that it is off."""
    song = performed(name)
    sources: list[NDArray[np.float32]] = []
    voices: list[SungAt] = []
    begins: list[float] = []
    for at, kind in enumerate(SINGERS):
        begin = float(rng.uniform(-350, 350))
        sound = sing(first_verse(song), 10 * number + at, VOICES[kind], begin, 24.0)
        placed = place(sound, song)
        assert placed is not None, (name, kind)
        path = write(folder / f"{kind}.flac", sound[:, np.newaxis], RATE)
        length = Ms(len(sound) * 1000 // RATE)
        voices.append(SungAt(path, placed.first_ms, length))
        sources.append(sound)
        begins.append(begin)
    order = ChoirOrder(tuple(voices), folder / "choir.wav", name, "", folder / "work")
    before = time.process_time()
    assert sing_together_in_helper(order, Inline()) is None
    took = time.process_time() - before
    mix = read_mono(Decoder(order.target, rate=RATE), LONGEST_S * RATE)
    first = min(each.starts_ms for each in voices)
    heard = [
        _heard_at(mix, source, each.starts_ms - first)
        for source, each in zip(sources, voices, strict=True)
    ]
    off = [at - begin for at, begin in zip(heard, begins, strict=True)]
    pairs = [abs(one - other) for one, other in itertools.combinations(off, 2)]
    whole = read_mono(Decoder(order.target), LONGEST_S * 48_000)
    return pairs, len(mix) / RATE, took, gain_to_level(whole)


def _heard_at(mix: NDArray[np.float32], source: NDArray[np.float32], near_ms: float) -> float:
    """When a voice begins in the mix, in ms, within `NEAR_MS` of where it should."""
    size = 1 << (len(mix) + len(source)).bit_length()
    curve = np.fft.irfft(np.fft.rfft(mix, size) * np.conj(np.fft.rfft(source, size)), size)
    lags = np.arange(size)
    lags[lags > size // 2] -= size
    allowed = np.abs(lags * 1000 / RATE - near_ms) <= NEAR_MS
    return float(lags[np.where(allowed, curve, -np.inf).argmax()] * 1000 / RATE)


def _moved(folder: Path) -> tuple[float, float]:
    """Seconds of a voice that is moved by two semitones and 3 %, and what that takes."""
    sound = sing(first_verse(performed("suo-gan")), 5, VOICES["woman"])
    path = write(folder / "moved.flac", sound[:, np.newaxis], RATE)
    length = Ms(len(sound) * 1000 // RATE)
    times: list[float] = []
    for number, moved in enumerate((AS_RECORDED, SpeedPitch(0.97, 2.0))):
        target = folder / f"moved-{number}.wav"
        voice = SungAt(path, 0.0, length, moved=moved)
        order = ChoirOrder((voice,), target, "", "", folder / "moving")
        before = time.process_time()
        assert sing_together_in_helper(order, Inline()) is None
        times.append(time.process_time() - before)
    return len(sound) / RATE, times[1] - times[0]
