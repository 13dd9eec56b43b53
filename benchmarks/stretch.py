"""Changing speed and pitch: cost, pitch, timing, level, sharpness of attacks.

Run in the project folder: `python -m benchmarks.stretch`. FFmpeg's atempo is compared where it can
do the same. Times are processor times, so that other load does not count.
"""

import time
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NothingYetError
from av.error import EOFError as OverError
from av.filter import Graph

from lullaby.audio.decoder import Decoder
from lullaby.audio.limiter import Limiter
from lullaby.audio.stretch import Stretcher
from lullaby.audio.warmth import Warmth
from lullaby.paths import assets
from tests.audio.sounds import RATE, Sound, clicks, tone
from tests.audio.test_stretch import spectra

CORNERS = ((0.6, -6), (0.6, 0), (0.6, 6), (0.8, 0), (1.0, -6), (1.0, 6), (1.1, -6), (1.1, 6))
SONG_S = 40
BLOCK = 4_096
EVERY = 0.37
TOP = 20
ENGINE_BLOCK = RATE // 25

Process = Callable[[Sound], Sound]


def stretched(pace: float, key: float) -> Process:
    def process(sound: Sound) -> Sound:
        stretcher = Stretcher(pace, key)
        parts = [stretcher.process(part) for part in blocks(sound)]
        return np.concatenate([*parts, stretcher.flush()])

    return process


def atempo(pace: float) -> Process:
    def process(sound: Sound) -> Sound:
        graph = Graph()
        source = graph.add_abuffer(
            sample_rate=RATE, format="flt", layout="stereo", time_base=Fraction(1, RATE)
        )
        tempo, form = graph.add("atempo", str(pace)), graph.add("aformat", "flt:48000:stereo")
        sink = graph.add("abuffersink")
        source.link_to(tempo)
        tempo.link_to(form)
        form.link_to(sink)
        graph.configure()
        parts: list[Sound] = []
        for at, block in zip(range(0, len(sound), BLOCK), blocks(sound), strict=True):
            frame = AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout="stereo")
            frame.sample_rate, frame.pts = RATE, at
            source.push(frame)
            parts += pulled(sink)
        source.push(None)
        return np.concatenate([*parts, *pulled(sink)])

    return process


def pulled(sink) -> Iterator[Sound]:
    while True:
        try:
            frame = sink.pull()
        except (NothingYetError, OverError):
            return
        yield frame.to_ndarray().reshape(-1, 2)


def blocks(sound: Sound) -> Iterator[Sound]:
    for at in range(0, len(sound), BLOCK):
        yield np.ascontiguousarray(sound[at : at + BLOCK])


def db(gain: float) -> float:
    return 20 * float(np.log10(max(gain, 1e-9)))


def cost(process: Process, sound: Sound) -> tuple[float, Sound]:
    """The share of a core needed to play the result, in percent."""
    begun = time.process_time()
    out = process(sound)
    return 100 * (time.process_time() - begun) / (len(out) / RATE), out


def cents(process: Process, key: float, pitch: float = 440.0) -> float:
    out = process(tone(4.0, 0.3, pitch))[RATE : RATE * 3, 0]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out)), 8 * len(out)))
    at = int(spectrum.argmax())
    left, middle, right = np.log(spectrum[at - 1 : at + 2])
    found = (at + 0.5 * (left - right) / (left - 2 * middle + right)) * RATE / (8 * len(out))
    return float(1_200 * np.log2(found / pitch) - 100 * key)


def attacks(process: Process, pace: float) -> tuple[float, float]:
    """The timing error of clicks in ms (95 %), and how loud they are heard early."""
    out = process(clicks(8.0, EVERY))[:, 0]
    late, early = list[float](), list[float]()
    for at in np.arange(EVERY, 7.8, EVERY):
        due = round((round(at * RATE) + TOP) / pace)
        near = np.abs(out[due - 2_400 : due + 2_400])
        top = int(near.argmax())
        late.append(abs(top - 2_400) / 48)
        early.append(db(float(near[: max(1, top - 96)].max() / near[top])))
    return float(np.percentile(late, 95)), max(early)


def lullaby() -> Sound:
    decoder, parts = Decoder(assets() / "songs" / "guten-abend.opus"), list[Sound]()
    while (block := decoder.read()) is not None:
        parts.append(block)
    decoder.close()
    return np.concatenate(parts)[: SONG_S * RATE]


def blur(song: Sound, out: Sound, pace: float) -> float:
    """How far the spectra of corresponding moments differ, in percent."""
    places = np.arange(RATE, len(song) - RATE, 700)
    was = spectra(song, places)
    became = spectra(
        out, np.minimum(np.round(places / pace).astype(np.int64), len(out) - RATE // 2)
    )
    return 100 * float(np.linalg.norm(was - became) / np.linalg.norm(was))


def row(name: str, process: Process, pace: float, key: float, song: Sound) -> None:
    share, out = cost(process, song)
    late, early = attacks(process, pace)
    level = db(float(out.std() / song.std()))
    seen = f"{blur(song, out, pace):7.1f}" if key == 0 else "      –"
    length = 100 * (len(out) * pace / len(song) - 1)
    print(
        f"{name:<16} {share:6.2f} {100 / share:7.0f} {cents(process, key):+7.2f} {length:+8.3f}"
        f" {level:+7.2f} {late:7.2f} {early:7.0f} {seen}"
    )


def chain(song: Sound) -> None:
    """The cost of the rest of the chain, in percent of a core."""
    for name, loud in (("limiter, quiet", 0.2), ("limiter, working", 4.0)):
        limiter, begun = Limiter.fresh(), time.process_time()
        for at in range(0, len(song) - ENGINE_BLOCK, ENGINE_BLOCK):
            limiter, _ = limiter.limit(song[at : at + ENGINE_BLOCK] * np.float32(loud), 0.5)
        print(f"{name:<16} {100 * (time.process_time() - begun) / SONG_S:6.2f}")
    for name, amount in (("warmth, none", 0.0), ("warmth, half", 0.5)):
        warmth, begun = Warmth.fresh(), time.process_time()
        for at in range(0, len(song) - ENGINE_BLOCK, ENGINE_BLOCK):
            warmth, _ = warmth.warm(song[at : at + ENGINE_BLOCK], amount)
        print(f"{name:<16} {100 * (time.process_time() - begun) / SONG_S:6.2f}")


def main() -> None:
    song = lullaby()
    print("pace, key         core % x real   cents  length%  level    late  early dB  blur%")
    for pace, key in CORNERS:
        row(f"{pace:.1f}, {key:+d}", stretched(pace, key), pace, key, song)
    for pace in (0.6, 0.8):
        row(f"{pace:.1f}, atempo", atempo(pace), pace, 0, song)
    chain(song)


if __name__ == "__main__":
    main()
