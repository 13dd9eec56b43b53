"""Renders a song in any key and tempo with the built-in instruments, block by block."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lullaby.frozen import frozen
from lullaby.k_weighting import gated, steps
from lullaby.songbook.arrangement import InstrumentNote, arrange
from lullaby.songbook.notes import Score
from lullaby.songbook.reverb import BLOCK, Reverb
from lullaby.songbook.setting import AS_WRITTEN, Setting
from lullaby.songbook.timeline import TAIL_MS, Timeline, timeline
from lullaby.songbook.tones import RATE, StereoTone, ToneBank

Block = NDArray[np.float32]

LOUDNESS = -23.0
"""Loudness of every rendering in LUFS, the same as of the shipped recordings."""

FADE_MS = 2_500.0


@frozen
class Rendering:
    """A song ready to be rendered; each call of `blocks` renders it from the start."""

    timeline: Timeline
    frames: int
    strokes: tuple[InstrumentNote, ...]

    @property
    def duration_ms(self) -> int:
        return round(self.frames * 1000 / RATE)

    def blocks(self, between: Callable[[], None] = lambda: None) -> Iterator[Block]:
        """Blocks of shape (frames, 2) at 48 kHz and -23 LUFS; the last one may be shorter.

        Renders the song twice, first to measure its loudness. Calls `between` after every block
        of both passes; an exception from it ends the rendering.
        """
        tones = _placed(self.strokes, ToneBank())
        weighted: list[NDArray[np.float64]] = []
        for block in self._played(tones):
            weighted.append(steps(block.astype(np.float64), RATE))
            between()
        gain = np.float32(10 ** ((LOUDNESS - gated(np.concatenate(weighted))) / 20))
        for block in self._played(tones):
            yield block * gain
            between()

    def _played(self, tones: Sequence[tuple[int, StereoTone]]) -> Iterator[Block]:
        reverb = Reverb()
        waiting: list[tuple[int, StereoTone]] = []
        following = iter(tones)
        ahead = next(following, None)
        for first in range(0, self.frames, BLOCK):
            block = np.zeros((min(BLOCK, self.frames - first), 2), np.float32)
            while ahead is not None and ahead[0] < first + len(block):
                waiting.append(ahead)
                ahead = next(following, None)
            waiting = [each for each in waiting if _mix_in(block, first, *each)]
            yield _faded(reverb.process(block), first, self.frames)


def prepare(score: Score, setting: Setting = AS_WRITTEN) -> Rendering:
    """Arrange a song without rendering it, which is fast.

    Raises ValueError for a verse that the song lacks."""
    performed = timeline(score, setting)
    frames = round((performed.end_ms + TAIL_MS) * RATE / 1000)
    return Rendering(performed, frames, tuple(arrange(score, performed, setting.with_tune)))


def render(score: Score, setting: Setting = AS_WRITTEN) -> Iterator[Block]:
    """Render a song; the same score and setting give the same samples."""
    return prepare(score, setting).blocks()


def _placed(strokes: Sequence[InstrumentNote], voices: ToneBank) -> list[tuple[int, StereoTone]]:
    placed: list[tuple[int, StereoTone]] = []
    for stroke in strokes:
        start = round(stroke.start_ms * RATE / 1000)
        held = round((stroke.end_ms - stroke.start_ms) * RATE / 1000)
        tone = voices.tone(stroke.instrument, stroke.pitch, stroke.strength, held)
        placed.append((start, tone))
    return placed


def _mix_in(block: Block, first: int, start: int, tone: StereoTone) -> bool:
    """Add the part of a tone inside the block; return whether some of it comes later."""
    begin = max(0, start - first)
    skip = max(0, first - start)
    part = tone.wave[skip : skip + len(block) - begin]
    block[begin : begin + len(part), 0] += part * np.float32(tone.left)
    block[begin : begin + len(part), 1] += part * np.float32(tone.right)
    return start + len(tone.wave) > first + len(block)


def _faded(block: Block, first: int, frames: int) -> Block:
    fade = round(FADE_MS * RATE / 1000)
    left = frames - first - np.arange(len(block))
    if left[-1] >= fade:
        return block
    shape = np.sin(np.clip(left / fade, 0, 1) * np.pi / 2) ** 2
    return block * shape[:, None].astype(np.float32)
