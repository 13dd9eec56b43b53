"""What sounds at one moment, as a value; each command and each block leads to the next value.

music x volume + beds, all x master x pause; then what was stopped, sinking by itself; then the
ceiling. Nothing here waits or fails, so a moment can be kept, returned to and played again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.governor import NO_HISTORY, Levelled, LoudnessHistory, SongGovernor, TargetLevel
from lullaby.audio.limiter import STEP, Limiter
from lullaby.audio.port import LEVEL_RAMP, RETURN_RAMP, SKIP_RAMP, FadePoint
from lullaby.audio.ramp import Curve, GainEnvelope, Ramp, Shape
from lullaby.audio.strand import RELEASE, AudioSource, Strand
from lullaby.units import Gain, Ms

RETURN_STEPS = 16
"""Straight pieces of the curve on which sound returns."""

LEAVE_RAMP = Ms(600)
"""How long all sound sinks before it goes over to another loudspeaker."""

NEVER = 1 << 60


def in_frames(time: int) -> int:
    """Frames in a time in ms."""
    return time * RATE // 1000


PRESENT = GainEnvelope.holding(1.0)


def _still(gain: float) -> Ramp:
    return Ramp(gain, gain)


@dataclass(frozen=True, slots=True)
class Following:
    """What begins by itself when the music comes to its end, or `overlap` frames before."""

    source: AudioSource
    gain: float
    overlap: int
    rise: Ramp
    levelling: TargetLevel | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """`frame` frames have been rendered; those of the last `DELAY` are still in the limiter."""

    frame: int = 0
    music: tuple[Strand, ...] = ()
    """The newest last; those before it are leaving."""
    following: Following | None = None
    beds: tuple[tuple[str, Strand], ...] = ()
    stopped: tuple[Strand, ...] = ()
    stops: int = 0
    """How often `stop` was called."""
    warmth: Ramp = field(default=_still(0.0))
    volume: Ramp = field(default=_still(1.0))
    master: GainEnvelope = field(default_factory=lambda: GainEnvelope.holding(1.0))
    pause: Ramp = field(default=_still(1.0))
    paused: bool = False
    presence: GainEnvelope = PRESENT
    ceiling: Ramp = field(default=_still(1.0))
    limiter: Limiter = field(default_factory=Limiter.fresh)
    night: LoudnessHistory = NO_HISTORY

    @property
    def held(self) -> bool:
        """Paused and silent: time stands still."""
        return self.paused and self.pause.done

    @property
    def sources(self) -> set[AudioSource]:
        """All that is read."""
        beds = (strand for _, strand in self.beds)
        known = {strand.source for strand in (*self.music, *beds, *self.stopped)}
        return known if self.following is None else known | {self.following.source}

    def strand_of(self, source: AudioSource) -> Strand | None:
        strands = (*self.music, *self.stopped)
        return next((strand for strand in strands if strand.source is source), None)

    # Commands

    def play(
        self,
        source: AudioSource,
        gain: float,
        ramp_ms: Ms,
        sink_ms: Ms = SKIP_RAMP,
        levelling: TargetLevel | None = None,
    ) -> "Mix":
        """`source` rises over `ramp_ms` from its first frame; the music before it sinks.

        It does not rise before that has sunk: together they would be louder than either.
        """
        rises = max(ramp_ms, sink_ms) if self.music and not self.held else ramp_ms
        rise = Ramp(0.0, 1.0, in_frames(rises), Shape.POWER)
        strand = Strand(source, gain, rise, held=levelling and SongGovernor(levelling))
        return replace(self, music=(*self._sunk(sink_ms), strand), following=None)

    def move(
        self, source: AudioSource, gain: float, ramp_ms: Ms, levelling: TargetLevel | None = None
    ) -> "Mix":
        """To another place of the same music; what follows it stays."""
        moved = self.play(source, gain, ramp_ms, ramp_ms, levelling)
        before, strand = self._present, moved.music[-1]
        if before is not None:
            strand = replace(strand, held=_held_anew(before.held, levelling))
        music = (*moved.music[:-1], strand)
        return replace(moved, music=music, following=self.following)

    def follow(
        self,
        source: AudioSource,
        gain: float,
        overlap_ms: Ms,
        ramp_ms: Ms,
        levelling: TargetLevel | None = None,
    ) -> "Mix":
        rise = Ramp(0.0, 1.0, in_frames(ramp_ms), Shape.POWER) if ramp_ms else _still(1.0)
        if any(strand.source is source for strand in self.music):
            return self
        overlap = in_frames(overlap_ms)
        return replace(self, following=Following(source, gain, overlap, rise, levelling))

    def follow_nothing(self) -> "Mix":
        return replace(self, following=None)

    def hand_over(
        self,
        old: AudioSource,
        new: AudioSource,
        gain: float,
        at: Callable[[float], int],
        ramp_ms: Ms,
        levelling: TargetLevel | None = None,
    ) -> "Mix":
        """`new` plays on in the place of `old`; `at` tells its frame for a frame of `old`."""
        music: list[Strand] = []
        for strand in self.music:
            if strand.source is not old or strand.taken_over:
                music.append(strand)
                continue
            frames = 0 if self.held else in_frames(ramp_ms)
            held = _held_anew(strand.held, levelling)
            going, coming = strand.handing_over(new, gain, max(0, at(strand.at)), frames, held)
            music += [coming] if self.held or not strand.begun else [going, coming]
        return replace(self, music=tuple(music))

    def drop(self, ramp_ms: Ms) -> "Mix":
        """Nothing crosses with what sinks, so that it leaves without a corner."""
        return replace(self, music=self._sunk(ramp_ms, Shape.SMOOTH), following=None)

    def _sunk(self, ramp_ms: Ms, shape: Shape = Shape.POWER) -> tuple[Strand, ...]:
        """The music on its way out."""
        if self.held:
            return ()
        sinking = (strand.sinking(in_frames(ramp_ms), shape) for strand in self.music)
        return tuple(strand for strand in sinking if strand.begun)

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
            following=None,
            beds=(),
            stopped=(*self.stopped, *audible),
            stops=self.stops + 1,
            master=GainEnvelope.holding(1.0),
            pause=_still(1.0),
            paused=False,
        )

    def set_volume(self, gain: float, ramp_ms: Ms) -> "Mix":
        return replace(self, volume=self.volume.to(gain, in_frames(ramp_ms)))

    def set_warmth(self, amount: float, ramp_ms: Ms) -> "Mix":
        return replace(self, warmth=self.warmth.to(amount, in_frames(ramp_ms)))

    def set_beds(self, wanted: Sequence[tuple[str, AudioSource, Gain]], ramp_ms: Ms) -> "Mix":
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

    def leave_softly(self) -> "Mix":
        """Everything sinks, in no time that counts, before another loudspeaker is opened."""
        points = (FadePoint(LEAVE_RAMP, Gain(0.0)),)
        return replace(self, presence=self.presence.through(points, RATE))

    def return_softly(self) -> "Mix":
        """After a silence that nobody asked for: up to the whole over `RETURN_RAMP`, as softly at
        its beginning as at its end."""
        steps = np.linspace(0, 1, RETURN_STEPS + 1)[1:]
        rise = np.sin(np.pi / 2 * steps) ** 2
        points = [
            FadePoint(Ms(round(at * RETURN_RAMP)), Gain(float(to)))
            for at, to in zip(steps, rise, strict=True)
        ]
        presence = GainEnvelope.holding(0.0).through(points, RATE)
        return replace(self, presence=presence, limiter=Limiter.fresh())

    # Time

    def render(self, frames: int) -> tuple["Mix", Block]:
        """The next `frames`, a multiple of `STEP`; they leave `DELAY` frames later."""
        if frames % STEP:
            raise ValueError(f"{frames} frames are not whole milliseconds")
        mix, parts, left = self, [], frames
        while left:
            mix = mix.let_follow()
            part = min(left, mix.pause.left) if mix.paused and not mix.held else left
            mix, block = mix.pass_time(min(part, mix.until_following))
            parts.append(block)
            left -= len(block)
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
        limiter, out = self.limiter.limit(whole, self.ceiling.curve(frames))
        after = replace(
            mix, frame=self.frame + frames, limiter=limiter, ceiling=self.ceiling.after(frames)
        )
        return after, out

    def pass_time(self, frames: int) -> tuple["Mix", Block]:
        """Let time pass, before the ceiling."""
        out = np.zeros((frames, 2), np.float32)
        mix = self
        if not self.held:
            mix = self._play(frames, out)
        warmth = self.warmth.curve(frames)
        stopped = tuple(_add(strand, frames, out, warmth) for strand in self.stopped)
        if self.presence is not PRESENT:
            out *= self.presence.curve(frames)
        stopped = tuple(strand for strand in stopped if not strand.gone)
        presence = self.presence.after(frames)
        if presence.done and presence.value == 1.0:
            presence = PRESENT
        warmth = self.warmth.after(frames)
        return replace(mix, stopped=stopped, presence=presence, warmth=warmth), out

    def _play(self, frames: int, out: Block) -> "Mix":
        warmth = self.warmth.curve(frames)
        joined, night = self._joined, self.night.after(frames, bool(self.music))
        music = tuple(_add(strand, frames, out, warmth, joined, night) for strand in self.music)
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
            night=_night_with(night, music),
            volume=self.volume.after(frames),
            master=self.master.after(frames),
            pause=self.pause.after(frames),
        )

    @property
    def _joined(self) -> bool:
        """What follows goes on with the very next sample, and is there to do so."""
        following = self.following
        if following is None or following.overlap or following.rise.start != following.rise.goal:
            return False
        return len(following.source.read(0, 1)) > 0

    @property
    def until_following(self) -> int:
        """Frames until what follows begins; more than any block has while that is not known."""
        following, music = self.following, self._present
        if following is None or self.held:
            return NEVER
        if music is None:
            return 0
        source = music.source
        end = source.expected if following.overlap else source.length
        if source.over(music.at):
            return 0
        return NEVER if end is None else max(0, end - following.overlap - music.at)

    def let_follow(self) -> "Mix":
        """What follows begins, if it is time."""
        following = self.following
        if following is None or self.until_following > 0:
            return self
        overlap = following.overlap
        music = (strand.ending(overlap) for strand in self.music)
        rise = Ramp(0.0, 1.0, overlap, Shape.POWER) if overlap else following.rise
        if rise.start == rise.goal and (self._present is None or not self._joined):
            rise = Ramp(0.0, 1.0, RELEASE)
        held = following.levelling and SongGovernor(following.levelling)
        coming = Strand(following.source, following.gain, rise, held=held)
        return replace(self, music=(*music, coming), following=None)

    @property
    def _present(self) -> Strand | None:
        """The music that is to stay."""
        staying = (s for s in reversed(self.music) if not s.leaving and not s.taken_over)
        return next(staying, None)


def _held_anew(held: SongGovernor | None, levelling: TargetLevel | None) -> SongGovernor | None:
    """How the same song is held when it is read from another place, or in another manner."""
    if levelling is None or held is None:
        return levelling and SongGovernor(levelling)
    return replace(held.elsewhere(), levelling=levelling)


def _night_with(night: LoudnessHistory, music: Sequence[Strand]) -> LoudnessHistory:
    """The night when this music has sounded."""
    for strand in music:
        if strand.held is not None and strand.held.begun:
            source = cast("Levelled", strand.source)
            night = night.heard(strand.held, source.path, strand.gain)
    return night


def _add(
    strand: Strand,
    frames: int,
    out: Block,
    warmth: Curve = 0.0,
    joined: bool = False,
    night: LoudnessHistory = NO_HISTORY,
) -> Strand:
    """Mix the next frames of a strand into `out`."""
    after, block = strand.play(frames, warmth, joined, night)
    if block is not None:
        out += block
    return after
