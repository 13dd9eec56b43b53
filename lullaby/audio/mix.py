"""What sounds at one moment, as a value; each command and each block leads to the next value.

Music x volume + ambient sounds, all x master x pause; then what was stopped, fading out on its
own; then mono and balance; then the ceiling. Nothing here waits or fails, so a moment can be kept,
returned to and played again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.governor import NO_HISTORY, Levelled, LoudnessHistory, SongGovernor, TargetLevel
from lullaby.audio.limiter import STEP, Limiter
from lullaby.audio.port import LEVEL_RAMP, RETURN_RAMP, SKIP_RAMP, FadePoint
from lullaby.audio.ramp import Curve, GainEnvelope, Ramp, Shape, scale
from lullaby.audio.stereo import PLAIN, Stereo
from lullaby.audio.voice import RELEASE, AudioSource, Voice
from lullaby.frozen import frozen
from lullaby.units import Gain, Ms

RETURN_STEPS = 16
"""Linear pieces of the curve on which sound returns."""

LEAVE_RAMP = Ms(600)
"""How long all sound fades out before another device is opened."""

NEVER = 1 << 60


def in_frames(time: int) -> int:
    """A time in ms as frames."""
    return time * RATE // 1000


PRESENT = GainEnvelope.holding(1.0)


def _returning() -> GainEnvelope:
    """From silence to full level over `RETURN_RAMP`."""
    steps = np.linspace(0, 1, RETURN_STEPS + 1)[1:]
    rise = np.sin(np.pi / 2 * steps) ** 2
    points = [
        FadePoint(Ms(round(at * RETURN_RAMP)), Gain(float(to)))
        for at, to in zip(steps, rise, strict=True)
    ]
    return GainEnvelope.holding(0.0).through(points, RATE)


def _still(gain: float) -> Ramp:
    return Ramp(gain, gain)


@frozen
class QueuedSource:
    """Starts by itself when the music ends, or `overlap` frames before."""

    source: AudioSource
    gain: float
    overlap: int
    rise: Ramp
    levelling: TargetLevel | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """`frame` frames have been rendered; the last `DELAY` of them are still in the limiter."""

    frame: int = 0
    music: tuple[Voice, ...] = ()
    """The newest last; the others are leaving."""
    queued: QueuedSource | None = None
    ambient: tuple[tuple[str, Voice], ...] = ()
    stopped: tuple[Voice, ...] = ()
    stops: int = 0
    """How often `stop` was called."""
    warmth: Ramp = field(default=_still(0.0))
    volume: Ramp = field(default=_still(1.0))
    master: GainEnvelope = field(default_factory=lambda: GainEnvelope.holding(1.0))
    pause: Ramp = field(default=_still(1.0))
    paused: bool = False
    presence: GainEnvelope = PRESENT
    stereo: Stereo = PLAIN
    ceiling: Ramp = field(default=_still(1.0))
    limiter: Limiter = field(default_factory=Limiter.fresh)
    night: LoudnessHistory = NO_HISTORY

    @property
    def held(self) -> bool:
        """Whether it is paused and silent, so that time stands still."""
        return self.paused and self.pause.done

    @property
    def sources(self) -> set[AudioSource]:
        """All sources that are being read."""
        ambient = (voice for _, voice in self.ambient)
        known = {voice.source for voice in (*self.music, *ambient, *self.stopped)}
        return known if self.queued is None else known | {self.queued.source}

    def voice_of(self, source: AudioSource) -> Voice | None:
        voices = (*self.music, *self.stopped)
        return next((voice for voice in voices if voice.source is source), None)

    # Commands

    def play(
        self,
        source: AudioSource,
        gain: float,
        ramp_ms: Ms,
        fade_out_ms: Ms = SKIP_RAMP,
        levelling: TargetLevel | None = None,
        begins: Ms | None = None,
    ) -> "Mix":
        """`source` rises over `ramp_ms`, but no faster than the music before it fades out:
        together they would be louder than either. With `begins` it waits for `anchored`."""
        rises = max(ramp_ms, fade_out_ms) if self.music and not self.held else ramp_ms
        rise = Ramp(0.0, 1.0, in_frames(rises), Shape.POWER)
        held = levelling and SongGovernor(levelling)
        wait = 0 if begins is None else NEVER
        voice = Voice(source, gain, rise, wait=wait, begins=begins, held=held)
        return replace(self, music=(*self._fading_out(fade_out_ms), voice), queued=None)

    def move(
        self, source: AudioSource, gain: float, ramp_ms: Ms, levelling: TargetLevel | None = None
    ) -> "Mix":
        """Move to another position of the same music; what is queued stays."""
        moved = self.play(source, gain, ramp_ms, ramp_ms, levelling)
        before, voice = self._present, moved.music[-1]
        if before is not None:
            voice = replace(voice, held=_held_anew(before.held, levelling))
        music = (*moved.music[:-1], voice)
        return replace(moved, music=music, queued=self.queued)

    def queue_next(
        self,
        source: AudioSource,
        gain: float,
        overlap_ms: Ms,
        ramp_ms: Ms,
        levelling: TargetLevel | None = None,
    ) -> "Mix":
        rise = Ramp(0.0, 1.0, in_frames(ramp_ms), Shape.POWER) if ramp_ms else _still(1.0)
        if any(voice.source is source for voice in self.music):
            return self
        overlap = in_frames(overlap_ms)
        return replace(self, queued=QueuedSource(source, gain, overlap, rise, levelling))

    def clear_queue(self) -> "Mix":
        return replace(self, queued=None)

    def hand_over(
        self,
        old: AudioSource,
        new: AudioSource,
        gain: float,
        at: Callable[[float], int],
        ramp_ms: Ms,
        levelling: TargetLevel | None = None,
    ) -> "Mix":
        """`new` continues in place of `old`; `at` maps a frame of `old` to one of `new`."""
        music: list[Voice] = []
        for voice in self.music:
            if voice.source is not old or voice.taken_over:
                music.append(voice)
                continue
            frames = 0 if self.held else in_frames(ramp_ms)
            held = _held_anew(voice.held, levelling)
            going, coming = voice.handing_over(new, gain, max(0, at(voice.at)), frames, held)
            music += [coming] if self.held or not voice.begun else [going, coming]
        return replace(self, music=tuple(music))

    def drop(self, ramp_ms: Ms) -> "Mix":
        """Fade the music out; nothing overlaps it, so it ends on a smooth curve."""
        return replace(self, music=self._fading_out(ramp_ms, Shape.SMOOTH), queued=None)

    def _fading_out(self, ramp_ms: Ms, shape: Shape = Shape.POWER) -> tuple[Voice, ...]:
        """The current music, fading out."""
        if self.held:
            return ()
        leaving = (voice.fading_out(in_frames(ramp_ms), shape) for voice in self.music)
        return tuple(voice for voice in leaving if voice.begun)

    def pause_over(self, ramp_ms: Ms) -> "Mix":
        if self.paused:
            return self
        return replace(self, paused=True, pause=self.pause.to(0.0, in_frames(ramp_ms)))

    def resume_over(self, ramp_ms: Ms) -> "Mix":
        if not self.paused:
            return self
        return replace(self, paused=False, pause=self.pause.to(1.0, in_frames(ramp_ms)))

    def stop(self, ramp_ms: Ms) -> "Mix":
        """Fade out everything separately from what comes next, which starts with master and pause
        at 1."""
        shared = self.master.value * self.pause.value
        music = [voice.scaled(shared * self.volume.value) for voice in self.music]
        ambient = [voice.scaled(shared) for _, voice in self.ambient]
        leaving = (voice.fading_out(in_frames(ramp_ms)) for voice in music + ambient)
        audible = tuple(s for s in leaving if s.begun and shared > 0.0)
        return replace(
            self,
            music=(),
            queued=None,
            ambient=(),
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

    def set_stereo(self, mono: bool, balance: float, ramp_ms: Ms) -> "Mix":
        return replace(self, stereo=self.stereo.to(mono, balance, in_frames(ramp_ms)))

    def set_ambient_sounds(
        self, wanted: Sequence[tuple[str, AudioSource, Gain]], ramp_ms: Ms
    ) -> "Mix":
        """Sounds that play already move to their new level; the others start and stop softly."""
        frames = in_frames(ramp_ms)
        present = dict(self.ambient)
        ambient: list[tuple[str, Voice]] = []
        for name, source, gain in wanted:
            voice = present.pop(name, None) or Voice(source, 1.0, _still(0.0))
            ambient.append((name, voice.heading(gain, frames)))
        for name, voice in present.items():
            if voice.begun and not self.held:
                ambient.append((name, voice.fading_out(frames)))
        return replace(self, ambient=tuple(ambient))

    def set_ceiling(self, gain: float) -> "Mix":
        ceiling = self.ceiling.to(min(gain, 1.0), in_frames(LEVEL_RAMP))
        return replace(self, ceiling=ceiling)

    def fade(self, points: Sequence[FadePoint], late: int) -> "Mix":
        """Follow an envelope that was requested `late` frames before this moment is heard."""
        glide = in_frames(LEVEL_RAMP)
        return replace(self, master=self.master.through(points, RATE, late, glide))

    def fallen_silent(self) -> "Mix":
        """After the device is lost: what was fading out is gone."""
        return replace(
            self,
            music=tuple(voice for voice in self.music if not voice.leaving),
            ambient=tuple(sound for sound in self.ambient if not sound[1].leaving),
            stopped=(),
            pause=_still(0.0) if self.paused else self.pause,
        )

    def leave_softly(self) -> "Mix":
        """Fade everything out before another device is opened."""
        points = (FadePoint(LEAVE_RAMP, Gain(0.0)),)
        return replace(self, presence=self.presence.through(points, RATE))

    def return_softly(self) -> "Mix":
        """Rise softly to full level over `RETURN_RAMP` after an unrequested silence."""
        return replace(self, presence=_returning(), limiter=Limiter.fresh())

    # Time

    def render(self, frames: int) -> tuple["Mix", Block]:
        """The next `frames`, a multiple of `STEP`; they leave `DELAY` frames later."""
        if frames % STEP:
            raise ValueError(f"{frames} frames are not whole milliseconds")
        mix, parts, left = self, [], frames
        while left:
            mix = mix.release_queued()
            part = min(left, mix.pause.left) if mix.paused and not mix.held else left
            mix, block = mix.pass_time(min(part, mix.until_queued))
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
        stopped = tuple(_add(voice, frames, out, warmth) for voice in self.stopped)
        if self.presence is not PRESENT:
            scale(out, self.presence.curve(frames))
        stopped = tuple(voice for voice in stopped if not voice.gone)
        presence = self.presence.after(frames)
        if presence.done and presence.value == 1.0:
            presence = PRESENT
        warmth, stereo = self.warmth.after(frames), self.stereo
        if stereo != PLAIN:
            stereo.apply(out)
            stereo = stereo.after(frames)
        return replace(mix, stopped=stopped, presence=presence, warmth=warmth, stereo=stereo), out

    def _play(self, frames: int, out: Block) -> "Mix":
        warmth = self.warmth.curve(frames)
        joined, night = self._joined, self.night.after(frames, bool(self.music))
        music = tuple(_add(voice, frames, out, warmth, joined, night) for voice in self.music)
        if self.music:
            scale(out, self.volume.curve(frames))
        ambient = tuple((name, _add(voice, frames, out)) for name, voice in self.ambient)
        if self.music or self.ambient:
            scale(out, self.master.curve(frames), self.pause.curve(frames))
        return replace(
            self,
            music=tuple(voice for voice in music if not voice.gone),
            ambient=tuple(sound for sound in ambient if not sound[1].gone),
            night=_night_with(night, music),
            volume=self.volume.after(frames),
            master=self.master.after(frames),
            pause=self.pause.after(frames),
        )

    @property
    def _joined(self) -> bool:
        """Whether the queued source continues without a gap, and is ready to."""
        following = self.queued
        if following is None or following.overlap or following.rise.start != following.rise.goal:
            return False
        return len(following.source.read(0, 1)) > 0

    @property
    def until_queued(self) -> int:
        """Frames until the queued source starts; more than any block has while that is unknown."""
        following, music = self.queued, self._present
        if following is None or self.held:
            return NEVER
        if music is None:
            return 0
        source = music.source
        end = source.expected if following.overlap else source.length
        if source.over(music.at):
            return 0
        return NEVER if end is None else max(0, end - following.overlap - music.at)

    def release_queued(self) -> "Mix":
        """Start the queued source if it is time."""
        following = self.queued
        if following is None or self.until_queued > 0:
            return self
        overlap = following.overlap
        music = (voice.ending(overlap) for voice in self.music)
        rise = Ramp(0.0, 1.0, overlap, Shape.POWER) if overlap else following.rise
        if rise.start == rise.goal and (self._present is None or not self._joined):
            rise = Ramp(0.0, 1.0, RELEASE)
        held = following.levelling and SongGovernor(following.levelling)
        coming = Voice(following.source, following.gain, rise, held=held)
        return replace(self, music=(*music, coming), queued=None)

    @property
    def _present(self) -> Voice | None:
        """The music that is to stay."""
        staying = (s for s in reversed(self.music) if not s.leaving and not s.taken_over)
        return next(staying, None)


def anchored(mix: Mix, until: Callable[[Ms], int]) -> Mix:
    """The mix with the waits of voices that have not begun; `until` tells how many frames lie
    before a moment of the monotonic clock. The same mix if none is off by a millisecond."""
    music = tuple(_anchored(voice, until) for voice in mix.music)
    same = all(new is old for new, old in zip(music, mix.music, strict=True))
    return mix if same else replace(mix, music=music)


def _anchored(voice: Voice, until: Callable[[Ms], int]) -> Voice:
    if voice.begins is None or not voice.wait:
        return voice
    wait = until(voice.begins)
    return voice if abs(wait - voice.wait) < STEP else replace(voice, wait=wait)


def _held_anew(held: SongGovernor | None, levelling: TargetLevel | None) -> SongGovernor | None:
    """How a song is held when it is read from another position, or at another speed or pitch."""
    if levelling is None or held is None:
        return levelling and SongGovernor(levelling)
    return replace(held.elsewhere(), levelling=levelling)


def _night_with(night: LoudnessHistory, music: Sequence[Voice]) -> LoudnessHistory:
    """The history after this music has sounded."""
    for voice in music:
        if voice.held is not None and voice.held.begun:
            source = cast("Levelled", voice.source)
            night = night.after_song(voice.held, source.path, voice.gain)
    return night


def _add(
    voice: Voice,
    frames: int,
    out: Block,
    warmth: Curve = 0.0,
    joined: bool = False,
    night: LoudnessHistory = NO_HISTORY,
) -> Voice:
    """Mix the next frames of a voice into `out`."""
    after, block = voice.play(frames, warmth, joined, night)
    if block is not None:
        out += block
    return after
