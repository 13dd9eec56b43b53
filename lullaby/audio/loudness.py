"""Measures the loudness of a recording (EBU R 128) as it will be played.

FFmpeg's `ebur128` filter gets the same 48 kHz stereo sound that the engine would play, so a
downmix, a mono file on both channels or a damaged place counts as it will sound.
"""

import logging
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.error import BlockingIOError as NothingYetError
from av.error import EOFError as OverError
from av.error import FFmpegError
from av.filter import Graph

from lullaby.audio.damage import without_damage
from lullaby.audio.decoder import RATE, Block, CannotPlay, Decoder
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.audio.port import Trouble
from lullaby.units import Decibels, Lufs, Ms, gain_from_db

log = logging.getLogger(__name__)

AT_ONCE = RATE
"""Frames passed to the meter at a time: one second."""

SHORTEST = RATE * 4 // 10
"""One gating block of BS.1770 (400 ms); shorter sounds have no loudness."""

GATE = Lufs(-70.0)
"""The absolute gate of BS.1770; the meter reports this if nothing exceeds it."""

TOP = Lufs(9.5)
"""Near the top of the meter's scale (+10 LUFS), where it reports louder sounds as no louder. The
recording is then measured again, turned down by its true peak."""

FAINTEST_PEAK = 0.0005
"""The meter reports peaks in thousandths."""

METER = "peak=true:metadata=1:framelog=quiet"


def never() -> bool:
    return False


def measure(path: Path, cancelled: Callable[[], bool] = never) -> LoudnessReading | Unmeasured:
    """Measure a whole file, a second at a time; `cancelled` is called as often.

    Never raises because of the file's content, whichever step it breaks.
    """
    reading = _measure(path, cancelled, Decibels(0.0))
    if isinstance(reading, LoudnessReading) and reading.integrated_lufs >= TOP:
        turned = _measure(path, cancelled, Decibels(-reading.true_peak_db))
        return reading if turned is Unmeasured.SILENT else turned
    return reading


def _measure(
    path: Path, cancelled: Callable[[], bool], turned_db: Decibels
) -> LoudnessReading | Unmeasured:
    """Measure the recording while it is turned by `turned_db`; the reading refers to the
    original."""
    try:
        decoder = Decoder(path)
    except CannotPlay as problem:
        return _reason(problem)
    try:
        meter = Meter(turned_db=turned_db)
        while (block := decoder.read()) is not None:
            if meter.feed(block) and cancelled():
                return Unmeasured.CANCELLED
        return meter.reading()
    except CannotPlay as problem:
        return _reason(problem)
    except (FFmpegError, ValueError) as problem:
        log.info("%s cannot be measured: %s", path, problem)
        return Unmeasured.UNREADABLE
    finally:
        decoder.close()


def _reason(problem: CannotPlay) -> Unmeasured:
    missing = problem.trouble is Trouble.MISSING
    return Unmeasured.MISSING if missing else Unmeasured.UNREADABLE


class Meter:
    """Takes blocks at 48 kHz and reports their overall loudness at the end."""

    def __init__(self, layout: str = "stereo", turned_db: Decibels = Decibels(0.0)) -> None:
        """`layout` is FFmpeg's name of it; a block has one column for each channel.

        Blocks are changed by `turned_db` before they are measured; readings do not include that.
        """
        self._turned_db = turned_db
        self._layout = layout
        self._graph = Graph()
        self._source = self._graph.add_abuffer(
            sample_rate=RATE, format="flt", layout=layout, time_base=Fraction(1, RATE)
        )
        meter = self._graph.add("ebur128", METER)
        self._sink = self._graph.add("abuffersink")
        self._source.link_to(meter)
        meter.link_to(self._sink)
        self._graph.configure()
        self._waiting: list[Block] = []
        self._waits = 0
        self._frames = 0
        self._channels = 2
        self._readings: dict[str, str] = {}

    def feed(self, block: Block) -> bool:
        """Measure a block; returns whether another second is complete."""
        if self._turned_db:
            block = block * np.float32(gain_from_db(self._turned_db))
        self._waiting.append(without_damage(block))
        self._waits += len(block)
        if self._waits < AT_ONCE:
            return False
        self._push()
        return True

    def reading(self) -> LoudnessReading | Unmeasured:
        """The reading for everything so far; no block may follow."""
        if self._waits:
            self._push()
        if self._frames < SHORTEST:
            return Unmeasured.TOO_SHORT
        # The meter speaks after each whole 100 ms. BS.1770 leaves out an incomplete block at the
        # end; only the peak of the rest counts, and silence behind it brings it out.
        lufs = Lufs(float(self._readings["lavfi.r128.I"]))
        lu = float(self._readings["lavfi.r128.LRA"])
        if not lufs > GATE:
            return Unmeasured.SILENT
        heard_ms = Ms(round(self._frames * 1000 / RATE))
        self._waiting = [np.zeros((RATE // 10, self._channels), np.float32)]
        self._push()
        peak = max(float(self._readings["lavfi.r128.true_peak"]), FAINTEST_PEAK)
        peak_db = Decibels(20 * math.log10(peak) - self._turned_db)
        return LoudnessReading(Lufs(lufs - self._turned_db), peak_db, lu, heard_ms)

    def _push(self) -> None:
        block = np.concatenate(self._waiting)
        self._waiting, self._waits = [], 0
        self._channels = block.shape[1]
        flat = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="flt", layout=self._layout)
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._frames
        self._frames += len(block)
        self._source.push(frame)
        while True:
            try:
                reading = self._sink.pull()
            except (NothingYetError, OverError):
                return
            if isinstance(reading, AudioFrame):
                self._readings = reading.metadata or self._readings
