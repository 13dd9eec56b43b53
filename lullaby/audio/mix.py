"""What sounds at one moment, as a value; each command and each block leads to the next value.

music x volume + beds, all x master x pause; then what was stopped, sinking by itself; then the
ceiling. Nothing here waits or fails, so a moment can be kept, returned to and played again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.limiter import STEP, Limiter
from lullaby.audio.port import LEVEL_RAMP, RETURN_RAMP, SKIP_RAMP, FadePoint
from lullaby.audio.ramp import Course, Ramp, Shape
from lullaby.audio.strand import Source, Strand
from lullaby.units import Gain, Ms

HALF_LEVEL = 0.5


def in_frames(time: int) -> int:
    """Frames in a time in ms."""
    return time * RATE // 1000


def _still(gain: float) -> Ramp:
    return Ramp(gain, gain)


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """`frame` frames have been rendered; those of the last `DELAY` are still in the limiter."""

    frame: int = 0
    music: tuple[Strand, ...] = ()
    """The newest last; those before it are leaving."""
    beds: tuple[tuple[str, Strand], ...] = ()
    stopped: tuple[Strand, ...] = ()
    stops: int = 0
    """How often `stop` was called."""
    volume: Ramp = field(default=_still(1.0))
    master: Course = field(default_factory=lambda: Course.holding(1.0))
    pause: Ramp = field(default=_still(1.0))
    paused: bool = False
    presence: Course = field(default_factory=lambda: Course.holding(1.0))
    ceiling: Ramp = field(default=_still(1.0))
    limiter: Limiter = field(default_factory=Limiter.fresh)

    @property
    def held(self) -> bool:
        """Paused and silent: time stands still."""
        return self.paused and self.pause.done

    @property
    def sources(self) -> set[Source]:
        """All that is read."""
        beds = (strand for _, strand in self.beds)
        return {strand.source for strand in (*self.music, *beds, *self.stopped)}

    def strand_of(self, source: Source) -> Strand | None:
        strands = (*self.music, *self.stopped)
        return next((strand for strand in strands if strand.source is source), None)

    # Commands

    def play(self, source: Source, gain: float, ramp_ms: Ms, sink_ms: Ms = SKIP_RAMP) -> "Mix":
        """`source` rises over `ramp_ms` from its first frame; the music before it sinks."""
        rise = Ramp(0.0, 1.0, in_frames(ramp_ms), Shape.POWER)
        return replace(self, music=(*self.drop(sink_ms).music, Strand(source, gain, rise)))

    def drop(self, ramp_ms: Ms) -> "Mix":
        if self.held:
            return replace(self, music=())
        sinking = (strand.sinking(in_frames(ramp_ms), Shape.POWER) for strand in self.music)
        return replace(self, music=tuple(strand for strand in sinking if strand.begun))

    def pause_over(self, ramp_ms: Ms) -> "Mix":
        if self.paused:
            return self
        return replace(self, paused=True, pause=self.pause.to(0.0, in_frames(ramp_ms)))

    def resume_over(self, ramp_ms: Ms) -> "Mix":
        if not self.paused:
            return self
        return replace(self, paused=False, pause=self.pause.to(1.0, in_frames(ramp_ms)))

    def stop(self, ramp_ms: Ms) -> "Mix":
        """All that sounds sinks apart from what comes next, whose master and pause are 1 again."""
        shared = self.master.value * self.pause.value
        music = [strand.scaled(shared * self.volume.value) for strand in self.music]
        beds = [strand.scaled(shared) for _, strand in self.beds]
        sinking = (strand.sinking(in_frames(ramp_ms)) for strand in music + beds)
        audible = tuple(s for s in sinking if s.begun and shared > 0.0)
        return replace(
            self,
            music=(),
            beds=(),
            stopped=(*self.stopped, *audible),
            stops=self.stops + 1,
            master=Course.holding(1.0),
            pause=_still(1.0),
            paused=False,
        )

    def set_volume(self, gain: float, ramp_ms: Ms) -> "Mix":
        return replace(self, volume=self.volume.to(gain, in_frames(ramp_ms)))

    def set_beds(self, wanted: Sequence[tuple[str, Source, Gain]], ramp_ms: Ms) -> "Mix":
        """Those that sound already glide to their new level; the rest comes and goes softly."""
        frames = in_frames(ramp_ms)
        present = dict(self.beds)
        beds: list[tuple[str, Strand]] = []
        for name, source, gain in wanted:
            strand = present.pop(name, None) or Strand(source, 1.0, _still(0.0))
            beds.append((name, strand.heading(gain, frames)))
        for name, strand in present.items():
            if strand.begun and not self.held:
                beds.append((name, strand.sinking(frames)))
        return replace(self, beds=tuple(beds))

    def set_ceiling(self, gain: float) -> "Mix":
        ceiling = self.ceiling.to(min(gain, 1.0), in_frames(LEVEL_RAMP))
        return replace(self, ceiling=ceiling)

    def fade(self, points: Sequence[FadePoint], late: int) -> "Mix":
        """A course that was asked for `late` frames before this moment is heard."""
        glide = in_frames(LEVEL_RAMP)
        return replace(self, master=self.master.through(points, RATE, late, glide))

    def fallen_silent(self) -> "Mix":
        """The loudspeaker is gone: what was on its way out is out."""
        return replace(
            self,
            music=tuple(strand for strand in self.music if not strand.leaving),
            beds=tuple(bed for bed in self.beds if not bed[1].leaving),
            stopped=(),
            pause=_still(0.0) if self.paused else self.pause,
        )

    def return_softly(self) -> "Mix":
        """After a silence that nobody asked for: at half level first, then slowly to the whole."""
        points = (FadePoint(LEVEL_RAMP, Gain(HALF_LEVEL)), FadePoint(RETURN_RAMP, Gain(1.0)))
        presence = Course.holding(0.0).through(points, RATE)
        return replace(self, presence=presence, limiter=Limiter.fresh())

    # Time

    def render(self, frames: int) -> tuple["Mix", Block]:
        """The next `frames`, a multiple of `STEP`; they leave `DELAY` frames later."""
        if frames % STEP:
            raise ValueError(f"{frames} frames are not whole milliseconds")
        mix, parts, left = self, [], frames
        while left:
            part = min(left, mix.pause.left) if mix.paused and not mix.held else left
            mix, block = mix._pass(part)
            parts.append(block)
            left -= part
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
        limiter, out = self.limiter.limit(whole, self.ceiling.curve(frames))
        after = replace(
            mix, frame=self.frame + frames, limiter=limiter, ceiling=self.ceiling.after(frames)
        )
        return after, out

    def _pass(self, frames: int) -> tuple["Mix", Block]:
        """Let time pass, before the ceiling."""
        out = np.zeros((frames, 2), np.float32)
        mix = self
        if not self.held:
            mix = self._play(frames, out)
        stopped = tuple(_add(strand, frames, out) for strand in self.stopped)
        if not self.presence.done:
            out *= self.presence.curve(frames)
        stopped = tuple(strand for strand in stopped if not strand.gone)
        presence = self.presence.after(frames)
        return replace(mix, stopped=stopped, presence=presence), out

    def _play(self, frames: int, out: Block) -> "Mix":
        music = tuple(_add(strand, frames, out) for strand in self.music)
        if self.music:
            out *= self.volume.curve(frames)
        beds = tuple((name, _add(strand, frames, out)) for name, strand in self.beds)
        if self.music or self.beds:
            out *= self.master.curve(frames)
            out *= self.pause.curve(frames)
        return replace(
            self,
            music=tuple(strand for strand in music if not strand.gone),
            beds=tuple(bed for bed in beds if not bed[1].gone),
            volume=self.volume.after(frames),
            master=self.master.after(frames),
            pause=self.pause.after(frames),
        )


def _add(strand: Strand, frames: int, out: Block) -> Strand:
    """Mix the next frames of a strand into `out`."""
    after, block = strand.play(frames)
    if block is not None:
        out += block
    return after
