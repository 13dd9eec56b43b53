"""Implements `Player` on the engine: combines what was requested with what is heard."""

import threading
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from lullaby.audio.current_track import CurrentTrack, PendingSource
from lullaby.audio.decoder import RATE
from lullaby.audio.driver import Driver
from lullaby.audio.engine import AudibleMix, audible_at
from lullaby.audio.feeder import Feeder
from lullaby.audio.governor import TargetLevel
from lullaby.audio.mix import Mix
from lullaby.audio.port import (
    AMBIENT_RAMP,
    LEVEL_RAMP,
    PAUSE_RAMP,
    SKIP_RAMP,
    STOP_RAMP,
    WARMTH_RAMP,
    AmbientSound,
    Cue,
    FadePoint,
    Phase,
    PlayerStatus,
    SpeedPitch,
)
from lullaby.audio.source import ENOUGH, FIRST, FileSource, LoopSource
from lullaby.units import UNITY, Gain, Ms, gain_from_db

SEEK_RAMP = Ms(300)
"""Crossfade between two positions of a song."""

HAND_OVER = Ms(400)
"""Crossfade to the same music at another speed or pitch."""

HAND_OVER_READY = 2 * ENOUGH
"""Frames decoded before another speed or pitch takes over, so that it cannot run dry."""

WAVER = Ms(250)
"""How far the play head may be corrected backwards; the reported position stands still
meanwhile."""


class EnginePlayer:
    """Fulfils the contract of `Player`; any thread may call it, and no call blocks."""

    def __init__(self, driver: Driver, feeder: Feeder) -> None:
        self._driver = driver
        self._feeder = feeder
        self._lock = threading.RLock()
        self._song: CurrentTrack | None = None
        self._next: CurrentTrack | None = None
        self._loops: WeakValueDictionary[str, LoopSource] = WeakValueDictionary()
        self._paused = False
        self._stops = 0
        self._stopping_at: Gain | None = None
        """The master gain from which a stop is fading out; None if nothing stops."""

    def play(self, cue: Cue) -> None:
        with self._lock:
            self._forget_what_stops()
            self._song, self._next = self._open(cue), None
            source, gain = self._song.source, gain_from_db(cue.gain_db)
            levelling = _levelling(cue)
            self._driver.change(
                lambda mix: mix.play(
                    source, gain, cue.ramp_ms, levelling=levelling, begins=cue.begins_ms
                )
            )

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        with self._lock:
            before, self._next = self._next, None
            if cue is None or self._song is None or self._stopping_at is not None:
                self._driver.change(Mix.clear_queue)
                return
            same = before is not None and replace(before.cue, id=cue.id, **_loud(cue)) == cue
            self._next = CurrentTrack(cue, before.source) if same and before else self._open(cue)
            source, gain = self._next.source, gain_from_db(cue.gain_db)
            levelling = _levelling(cue)
            self._driver.change(
                lambda mix: mix.queue_next(source, gain, overlap_ms, cue.ramp_ms, levelling)
            )

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        with self._lock:
            song = self._song
            if song is not None and song.requested.speed_pitch != speed_pitch:
                self._change(replace(song.requested, speed_pitch=speed_pitch), song.shift_ms)

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        with self._lock:
            self._change(cue, shift_ms)

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        with self._lock:
            self._song = self._next = None
            self._driver.change(lambda mix: mix.drop(ramp_ms))

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        with self._lock:
            self._paused = True
            self._driver.change(lambda mix: mix.pause_over(ramp_ms))

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        with self._lock:
            self._paused = False
            self._driver.change(lambda mix: mix.resume_over(ramp_ms))

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        with self._lock:
            self._paused = False
            if self._stopping_at is not None:
                return
            self._stopping_at = Gain(self._driver.audible_mix().master)
            self._stops += 1
            self._next = None
            self._driver.change(lambda mix: mix.stop(ramp_ms))

    def seek(self, position_ms: Ms) -> None:
        with self._lock:
            song = self._song
            if song is None or self._stopping_at is not None:
                return
            duration = song.source.duration_ms or song.duration_ms
            start = Ms(max(0, position_ms + song.shift_ms))
            cue = replace(song.requested, start_ms=start)
            self._song = self._open(cue, duration)
            source, gain = self._song.source, gain_from_db(cue.gain_db)
            levelling = _levelling(cue)
            self._driver.change(lambda mix: mix.move(source, gain, SEEK_RAMP, levelling))

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self._driver.change(lambda mix: mix.set_volume(gain, ramp_ms))

    def set_ambient_sounds(
        self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        with self._lock:
            if sounds:
                self._forget_what_stops()
            wanted = [(sound.name, self._loop(sound.name), sound.gain) for sound in sounds]
            self._driver.change(lambda mix: mix.set_ambient_sounds(wanted, ramp_ms))

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        self._driver.change(lambda mix: mix.set_warmth(amount, ramp_ms))

    def set_stereo(self, mono: bool, balance: float, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self._driver.change(lambda mix: mix.set_stereo(mono, balance, ramp_ms))

    def set_ceiling(self, gain: Gain) -> None:
        self._driver.change(lambda mix: mix.set_ceiling(gain))

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        with self._lock:
            self._forget_what_stops()
            self._driver.change(lambda mix: mix.fade(points, self._driver.late(mix)))

    def status(self) -> PlayerStatus:
        with self._lock:
            view = self._driver.view
            audible = audible_at(view.past, view.audible_frame())
            if self._stopped(audible):
                self._forget_what_stops()
            device, speaker = view.device, view.speaker
            self._follow(audible)
            song = self._song
            if song is None:
                phase, master = self._phase(False), self._master(audible)
                return PlayerStatus(phase, device=device, speaker=speaker, master=master)
            source = song.source
            duration = source.duration_ms or song.duration_ms
            ended = self._next is None and self._ended(source, audible)
            return PlayerStatus(
                phase=self._phase(source.trouble is None and not ended),
                cue=song.cue.id,
                position_ms=self._position(song, audible, duration, ended),
                duration_ms=duration,
                counted=source.counted and source.trouble is None,
                ended=ended,
                trouble=source.trouble,
                device=device,
                speaker=speaker,
                master=self._master(audible),
            )

    def speakers(self) -> tuple[str, ...]:
        if not self._driver.rest.open:
            self._driver.look_again()
        return self._driver.view.speakers

    def use_speaker(self, name: str | None) -> None:
        self._driver.use_speaker(name)

    def look_again(self) -> bool:
        return self._driver.look_again()

    def close(self) -> None:
        self._driver.close()
        self._feeder.close()

    def _open(self, cue: Cue, duration_ms: Ms | None = None) -> CurrentTrack:
        ready = self._driver.refresh
        enough = ENOUGH if cue.level is None or cue.measured else FIRST
        if cue.voice is not None:
            cue.voice.on_change(self._driver.refresh)
        source = self._feeder.open_source(
            cue.path, cue.start_ms, ready, cue.speed_pitch, enough, cue.made, cue.voice
        )
        return CurrentTrack(cue, source, duration_ms)

    def _change(self, cue: Cue, shift_ms: int) -> None:
        """Start reading the music in another way; it takes over when it is ready."""
        song = self._song
        if song is None or self._stopping_at is not None:
            return
        song.requested, song.shift_ms = cue, shift_ms
        if song.coming is not None:
            song.coming.release()
        start = Ms(max(0, self.status().position_ms + shift_ms))

        def ready() -> None:
            with self._lock:
                self._hand_over(song, coming)

        coming = self._feeder.open_source(
            cue.path, start, ready, cue.speed_pitch, HAND_OVER_READY, cue.made, cue.voice
        )
        song.coming = coming

    def _hand_over(self, song: CurrentTrack, new: FileSource) -> None:
        """Let the music continue from `new`, which is ready."""
        if song is not self._song or song.coming is not new:
            return
        song.coming = None
        last = song.last
        if new.trouble is not None:
            song.requested, song.shift_ms = last.cue, last.shift_ms
            return
        shift, gain = song.shift_ms - last.shift_ms, gain_from_db(song.requested.gain_db)
        old = last.source

        def place(at: float) -> int:
            return new.frame_of(old.start_ms + at * old.speed_pitch.pace * 1000 / RATE + shift)

        song.handed += (PendingSource(new, song.requested, song.shift_ms),)
        levelling = _levelling(song.requested)
        self._driver.change(lambda mix: mix.hand_over(old, new, gain, place, HAND_OVER, levelling))

    def _follow(self, audible: AudibleMix) -> None:
        """Report on what is heard: the next cue, or the same one at another speed or pitch."""
        if self._next is not None and audible.position_of(self._next.source) is not None:
            self._song, self._next = self._next, None
        song = self._song
        if song is None:
            return
        for at, pending in enumerate(song.handed):
            if audible.position_of(pending.source) is not None:
                song.take_over(at)
                return

    def _loop(self, name: str) -> LoopSource:
        """The loop of a background sound; created only if none is playing it."""
        loop = self._loops.get(name) or self._feeder.loop(name, self._driver.refresh)
        self._loops[name] = loop
        return loop

    def _stopped(self, audible: AudibleMix) -> bool:
        mix = audible.before
        over = mix.stops >= self._stops and not mix.stopped
        return self._stopping_at is not None and (over or self._driver.hangs)

    def _forget_what_stops(self) -> None:
        if self._stopping_at is not None:
            self._stopping_at = None
            self._song = self._next = None

    def _phase(self, sounds: bool) -> Phase:
        if self._paused:
            return Phase.PAUSED
        return Phase.PLAYING if sounds or self._stopping_at is not None else Phase.IDLE

    def _master(self, audible: AudibleMix) -> Gain:
        if self._stopping_at is not None:
            return self._stopping_at
        return Gain(audible.master) if audible.before.stops >= self._stops else UNITY

    @staticmethod
    def _ended(source: FileSource, audible: AudibleMix) -> bool:
        at = audible.position_of(source)
        return source.trouble is None and at is not None and source.over(int(at))

    @staticmethod
    def _position(song: CurrentTrack, audible: AudibleMix, duration: Ms | None, ended: bool) -> Ms:
        if ended and duration is not None:
            return duration
        position = song.source.position_of(audible.position_of(song.source) or 0)
        if song.shown_ms - WAVER < position < song.shown_ms:
            position = song.shown_ms
        song.shown_ms = position
        return position if duration is None else min(position, duration)


def _loud(cue: Cue) -> dict[str, Any]:
    """The arguments of a source that determine how loud a cue is, not where and how it is read."""
    return {"gain_db": cue.gain_db, "ramp_ms": cue.ramp_ms, "measured": cue.measured}


def _levelling(cue: Cue) -> TargetLevel | None:
    return None if cue.level is None else TargetLevel(cue.level, cue.measured)
