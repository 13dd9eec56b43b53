"""Decodes any sound file to stereo blocks, from any position, without loading it whole."""

import logging
from collections.abc import Generator, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
import numpy as np
from av import logging as av_logging
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import FFmpegError
from numpy.typing import NDArray

from lullaby.audio.damage import DamageRepairer
from lullaby.audio.file_access import LEAST_BPS, CannotPlay
from lullaby.audio.holes import Holes
from lullaby.audio.port import Trouble
from lullaby.audio.sound_file import SoundFile
from lullaby.audio.time_stamps import (
    EARLIER,
    EARLIER_S,
    SETTLING,
    Stamps,
    StampScale,
    measure_scale,
    stamps_of,
)
from lullaby.units import Ms

log = logging.getLogger(__name__)
av_logging.set_level(None)

RATE = 48_000
"""Frames per second of everything inside the engine."""

PRE_ROLL_MS = 100
"""Audio decoded before the requested position and discarded, so that the codec can settle."""

PATIENCE = 200
"""Damaged packets in a row after which the rest of a file is given up."""

GATHERED = 16_384
"""Samples per channel that are converted at a time; a call costs about the same for a few."""

EDGE = 240
"""Frames of the ramp on either side of a hole: 5 ms."""

Block = NDArray[np.float32]
"""Stereo sound, shape (frames, 2), float32; full scale is 1."""


class Decoder:
    """Decodes one file from `start_ms`, resampled to `rate` Hz; mono goes to both channels.

    Raises CannotPlay here or at the first `read`. `duration_ms` is the duration that the file
    states, or None.
    """

    def __init__(self, path: Path, start_ms: Ms = Ms(0), rate: int = RATE) -> None:
        self._rate = rate
        self._file = SoundFile(path)
        self._container = self._file.container
        try:
            self._stream = self._file.sound()
        except CannotPlay:
            self._file.close()
            raise
        tick = self._stream.time_base or Fraction(0)
        self._tick = tick.numerator, tick.denominator
        self._start = round(start_ms * rate / 1000)
        end_s = self._file.trusted_end_s(self._stream)
        self._end = None if end_s is None else round(end_s * rate)
        self.duration_ms = self._declared_duration()
        codec = self._stream.codec_context.name
        self._stamps = stamps_of(self._container.format.name, codec)
        self._scale = StampScale(self._seconds(self._stream.start_time or 0))
        self._blocks = self._decode(sought=self._seek(start_ms))

    def read(self) -> Block | None:
        """The next block, of any length but 0; None at the end. Raises CannotPlay."""
        return next(self._blocks, None)

    def close(self) -> None:
        self._blocks.close()
        self._file.close()

    def _declared_duration(self) -> Ms | None:
        """None if the file states none, or more than its bytes can hold."""
        seconds = 0.0
        if self._stream.duration and self._stream.time_base:
            seconds = self._seconds(self._stream.duration)
        elif self._container.duration:
            seconds = self._container.duration / av.time_base
        if seconds <= 0 or 8 * self._file.size < LEAST_BPS * seconds:
            return None
        return Ms(round(seconds * 1000))

    def _seconds(self, ticks: int) -> float:
        """Equal to the float of the exact fraction, without making one for each frame."""
        over, under = self._tick
        return ticks * over / under

    def _seek(self, start_ms: Ms) -> bool:
        """Seek to shortly before the start; if the file cannot seek, read up to there."""
        target = start_ms - PRE_ROLL_MS
        exact = self._stamps is Stamps.EXACT
        if not exact:
            target -= round(1000 * EARLIER_S + EARLIER * start_ms)
        time_base = self._stream.time_base
        if target <= 0 or not time_base:
            return False
        if not exact:
            self._scale = measure_scale(self._frames(), self._stamps)
        offset = round(self._as_container_counts(target / 1000) / time_base)
        offset += self._stream.start_time or 0
        try:
            self._file.seek(offset, self._stream)
        except (FFmpegError, OSError) as problem:
            log.info("cannot seek in %s: %s", self._container.name, problem)
        return True

    def _as_container_counts(self, seconds: float) -> float:
        """When the container believes this time to be: a WAVE file finds a place by the bit rate in
        its header, which programs state as they like where packets have no whole length."""
        stated = self._stream.codec_context.bit_rate or 0
        if self._stamps is not Stamps.BYTES or not stated or self._scale.pace <= 0:
            return seconds
        return seconds / self._scale.pace * 8 / stated

    def _decode(self, sought: bool) -> Generator[Block, None, None]:
        at: int | None = None if sought else 0
        self._unusable = 0
        resampler, repairer = _Resampler(self._rate), DamageRepairer(self._rate)
        decoded = False
        holes = Holes() if self._stamps is Stamps.EXACT else None
        unsettled = sought and self._stamps is not Stamps.EXACT
        for stamp, frame in islice(self._frames(), SETTLING if unsettled else 0, None):
            if at is None and stamp is None and unsettled:
                continue
            missing_s = holes.before(stamp, _lasts_s(frame)) if holes is not None else 0.0
            silence = resampler.silence(missing_s) if missing_s and decoded else []
            converted = self._converted(resampler, frame)
            if converted is None:
                if self._unusable > PATIENCE:
                    break
                continue
            decoded = True
            if at is None:
                at = round(self._scale.position_s(stamp or 0.0) * self._rate)
                if at > self._start:
                    yield np.zeros((at - self._start, 2), np.float32)
            for block in map(repairer.repair, (*silence, *converted)):
                at, kept = at + len(block), self._cut(block, at)
                if len(kept):
                    yield kept
        if not decoded and (self._damaged or self._unusable or not sought):
            raise CannotPlay(Trouble.UNREADABLE)
        for block in (*map(repairer.repair, resampler.flush()), repairer.flush()):
            at, kept = (at or 0) + len(block), self._cut(block, at or 0)
            if len(kept):
                yield kept

    def _converted(self, resampler: "_Resampler", frame: AudioFrame) -> "list[Block] | None":
        """Convert a frame; None if it claims an impossible format, such as an absurd rate."""
        try:
            return resampler.convert(frame)
        except (FFmpegError, OSError, ValueError) as problem:
            log.info("a frame of %s cannot be converted: %s", self._container.name, problem)
            self._unusable += 1
            return None

    def _cut(self, block: Block, at: int) -> Block:
        """The part of a block starting at frame `at` that lies inside the requested range."""
        first = max(0, self._start - at)
        last = len(block) if self._end is None else max(0, self._end - at)
        return block[first:last]

    def _frames(self) -> Iterator[tuple[float | None, AudioFrame]]:
        """Decoded frames with their stamps as in `StampScale`; damaged packets are skipped."""
        self._damaged = 0
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                self._file.go_on()
                frames = packet.decode()
            except (FFmpegError, OSError, ValueError) as problem:
                self._damaged += 1
                if self._damaged == 1:
                    log.info("damage in %s: %s", self._container.name, problem)
                if self._damaged > PATIENCE:
                    return
                continue
            by_place = self._stamps is Stamps.BYTES
            for number, frame in enumerate(frames):
                if isinstance(frame, AudioFrame) and frame.samples:
                    self._damaged = 0
                    if by_place:
                        yield (None if number or packet.pos is None else float(packet.pos)), frame
                    else:
                        yield (None if frame.pts is None else self._seconds(frame.pts)), frame


class _Resampler:
    """Converts frames to float stereo; starts over if a chained file changes its format.

    The first frame of a format is converted at once, and those after it many at a time.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._inner: AudioResampler | None = None
        self._form: tuple[Any, ...] = ()
        self._mono = False
        self._rises = False
        self._waiting = AudioFifo()

    def convert(self, frame: AudioFrame) -> list[Block]:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        frame.pts = None
        if form == self._form:
            self._waiting.write(frame)
            return self._gathered() if self._waiting.samples >= GATHERED else []
        done = self.flush()
        self._form = form
        self._mono = frame.layout.nb_channels == 1
        layout = "mono" if self._mono else "stereo"
        self._inner = AudioResampler(format="flt", layout=layout, rate=self._rate)
        self._waiting = AudioFifo()
        return done + self._through(frame)

    def silence(self, seconds: float) -> list[Block]:
        """What is still to come, ramped into silence; the next frame starts anew, with a ramp."""
        before = self.flush()
        self._inner, self._form, self._rises = None, (), True
        count = round(seconds * self._rate)
        silent = np.array_split(np.zeros((count, 2), np.float32), count // self._rate + 1)
        if before:
            last = np.concatenate(before)
            ramp = np.linspace(1, 0, min(EDGE, len(last)), dtype=np.float32)[:, None]
            last[len(last) - len(ramp) :] *= ramp
            before = [last]
        return [*before, *silent]

    def flush(self) -> list[Block]:
        return self._gathered() + self._through(None)

    def _gathered(self) -> list[Block]:
        waited = self._waiting.read() if self._waiting.samples else None
        return [] if waited is None else self._through(waited)

    def _through(self, frame: AudioFrame | None) -> list[Block]:
        if self._inner is None:
            return []
        try:
            return [self._block(done) for done in self._inner.resample(frame)]
        except (FFmpegError, OSError, ValueError):
            self._inner, self._form = None, ()
            raise

    def _block(self, frame: AudioFrame) -> Block:
        samples = frame.to_ndarray().reshape(-1, 1 if self._mono else 2)
        block = np.repeat(samples, 2, axis=1) if self._mono else samples
        block = block.astype(np.float32, copy=False)
        if self._rises and len(block):
            self._rises = False
            ramp = np.linspace(0, 1, min(EDGE, len(block)), dtype=np.float32)[:, None]
            block = np.concatenate((block[: len(ramp)] * ramp, block[len(ramp) :]))
        return block


def _lasts_s(frame: AudioFrame) -> float:
    return frame.samples / (frame.sample_rate or 1)
