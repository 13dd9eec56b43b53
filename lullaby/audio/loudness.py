"""How loud a recording is as the ear takes it: EBU R 128, measured on what will be played.

FFmpeg's `ebur128` hears the same stereo sound at 48 kHz that the engine would play, so that a
downmix, a mono file from both sides or a damaged place counts as it will sound.
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
from lullaby.units import Decibels, Lufs, gain_from_db

log = logging.getLogger(__name__)

AT_ONCE = RATE
"""Frames handed to the meter at a time: one second."""

SHORTEST = RATE * 4 // 10
"""One gating block of BS.1770; what is shorter has no loudness: 400 ms."""

GATE = Lufs(-70.0)
"""The absolute gate of BS.1770; the meter says this when nothing lies above it."""

TOP = Lufs(9.5)
"""Near this the meter's scale ends (at +10 LUFS), and what is louder is told as no louder: then
the recording is heard again, turned down by its true peak."""

FAINTEST_PEAK = 0.0005
"""The meter tells peaks in thousandths."""

METER = "peak=true:metadata=1:framelog=quiet"


def never() -> bool:
    return False


def measure(path: Path, cancelled: Callable[[], bool] = never) -> LoudnessReading | Unmeasured:
    """Read a whole file, a second at a time; `cancelled` is asked as often.

    Never raises for what is in the file, whichever step it breaks.
    """
    reading = _measure(path, cancelled, Decibels(0.0))
    if isinstance(reading, LoudnessReading) and reading.integrated_lufs >= TOP:
        turned = _measure(path, cancelled, Decibels(-reading.true_peak_db))
        return reading if turned is Unmeasured.SILENT else turned
    return reading


def _measure(
    path: Path, cancelled: Callable[[], bool], turned_db: Decibels
) -> LoudnessReading | Unmeasured:
    """Of the recording as it is, heard while it is turned by so much."""
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
    """Hears blocks at 48 kHz and says in the end how loud they were together."""

    def __init__(self, layout: str = "stereo", turned_db: Decibels = Decibels(0.0)) -> None:
        """`layout` as FFmpeg calls it; a block has one column for each of its channels.

        Blocks are turned by `turned_db` before they are heard; readings are without that.
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
        self._heard = 0
        self._channels = 2
        self._said: dict[str, str] = {}

    def feed(self, block: Block) -> bool:
        """Whether another second has been measured."""
        if self._turned_db:
            block = block * np.float32(gain_from_db(self._turned_db))
        self._waiting.append(without_damage(block))
        self._waits += len(block)
        if self._waits < AT_ONCE:
            return False
        self._push()
        return True

    def reading(self) -> LoudnessReading | Unmeasured:
        """Of all that was heard; nothing may follow."""
        if self._waits:
            self._push()
        if self._heard < SHORTEST:
            return Unmeasured.TOO_SHORT
        # The meter speaks after each whole 100 ms. BS.1770 leaves out an incomplete block at the
        # end; only the peak of the rest counts, and silence behind it brings it out.
        lufs = Lufs(float(self._said["lavfi.r128.I"]))
        lu = float(self._said["lavfi.r128.LRA"])
        if not lufs > GATE:
            return Unmeasured.SILENT
        self._waiting = [np.zeros((RATE // 10, self._channels), np.float32)]
        self._push()
        peak = max(float(self._said["lavfi.r128.true_peak"]), FAINTEST_PEAK)
        peak_db = Decibels(20 * math.log10(peak) - self._turned_db)
        return LoudnessReading(Lufs(lufs - self._turned_db), peak_db, lu)

    def _push(self) -> None:
        block = np.concatenate(self._waiting)
        self._waiting, self._waits = [], 0
        self._channels = block.shape[1]
        flat = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="flt", layout=self._layout)
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._heard
        self._heard += len(block)
        self._source.push(frame)
        while True:
            try:
                heard = self._sink.pull()
            except (NothingYetError, OverError):
                return
            if isinstance(heard, AudioFrame):
                self._said = heard.metadata or self._said
