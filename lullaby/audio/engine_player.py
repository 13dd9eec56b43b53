"""The Player on the engine: what is wished for, joined with what is heard."""

import threading
from dataclasses import dataclass
from weakref import WeakValueDictionary

from lullaby.audio.decoder import RATE
from lullaby.audio.driver import Driver
from lullaby.audio.engine import Heard
from lullaby.audio.feeder import Feeder
from lullaby.audio.port import (
    BED_RAMP,
    LEVEL_RAMP,
    PAUSE_RAMP,
    SKIP_RAMP,
    STOP_RAMP,
    Bed,
    Cue,
    FadePoint,
    Phase,
    PlayerStatus,
)
from lullaby.audio.source import FileSource, LoopSource
from lullaby.units import UNITY, Gain, Ms, gain_from_db

SEEK_RAMP = Ms(300)
"""A seek is a short crossing from one place of a song to another."""

WAVER = Ms(250)
"""The play head may be led back this far; the position stands still meanwhile."""


@dataclass(slots=True)
class _Song:
    """The cue that was asked for last, and where it is read since the last seek."""

    cue: Cue
    source: FileSource
    duration_ms: Ms | None = None
    shown_ms: Ms = Ms(0)

    def __post_init__(self) -> None:
        self.shown_ms = self.source.start_ms


class EnginePlayer:
    """Keeps the contract of `Player`; any thread may call it, and none has to wait."""

    def __init__(self, driver: Driver, feeder: Feeder) -> None:
        self._driver = driver
        self._feeder = feeder
        self._lock = threading.RLock()
        self._song: _Song | None = None
        self._loops: WeakValueDictionary[str, LoopSource] = WeakValueDictionary()
        self._paused = False
        self._stops = 0
        self._stopping_at: Gain | None = None
        """The master gain at which all that sounds is sinking; None when nothing stops."""

    def play(self, cue: Cue) -> None:
        with self._lock:
            self._forget_what_stops()
            source = self._feeder.open(cue.path, cue.start_ms, self._driver.refresh)
            self._song = _Song(cue, source)
            gain = gain_from_db(cue.gain_db)
            self._driver.change(lambda mix: mix.play(source, gain, cue.ramp_ms))

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        with self._lock:
            self._song = None
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
            self._stopping_at = Gain(self._driver.heard().master)
            self._stops += 1
            self._driver.change(lambda mix: mix.stop(ramp_ms))

    def seek(self, position_ms: Ms) -> None:
        with self._lock:
            song = self._song
            if song is None or self._stopping_at is not None:
                return
            duration = song.source.duration_ms or song.duration_ms
            start = Ms(max(0, position_ms))
            source = self._feeder.open(song.cue.path, start, self._driver.refresh)
            self._song = _Song(song.cue, source, duration)
            gain = gain_from_db(song.cue.gain_db)
            self._driver.change(lambda mix: mix.play(source, gain, SEEK_RAMP, SEEK_RAMP))

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self._driver.change(lambda mix: mix.set_volume(gain, ramp_ms))

    def set_beds(self, beds: tuple[Bed, ...], ramp_ms: Ms = BED_RAMP) -> None:
        with self._lock:
            if beds:
                self._forget_what_stops()
            wanted = [(bed.name, self._loop(bed.name), bed.gain) for bed in beds]
            self._driver.change(lambda mix: mix.set_beds(wanted, ramp_ms))

    def set_ceiling(self, gain: Gain) -> None:
        self._driver.change(lambda mix: mix.set_ceiling(gain))

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        with self._lock:
            self._forget_what_stops()
            self._driver.change(lambda mix: mix.fade(points, self._driver.late(mix)))

    def status(self) -> PlayerStatus:
        with self._lock:
            heard = self._driver.heard()
            if self._stopped(heard):
                self._forget_what_stops()
            device = self._driver.view.device
            song = self._song
            if song is None:
                return PlayerStatus(self._phase(False), device=device, master=self._master(heard))
            source = song.source
            duration = source.duration_ms or song.duration_ms
            ended = self._ended(source, heard)
            return PlayerStatus(
                phase=self._phase(source.trouble is None and not ended),
                cue=song.cue.id,
                position_ms=self._position(song, heard, duration, ended),
                duration_ms=duration,
                ended=ended,
                trouble=source.trouble,
                device=device,
                master=self._master(heard),
            )

    def look_again(self) -> bool:
        return self._driver.look_again()

    def close(self) -> None:
        self._driver.close()
        self._feeder.close()

    def _loop(self, name: str) -> LoopSource:
        """The background sound's loop, made anew only if nothing plays it any more."""
        loop = self._loops.get(name) or self._feeder.loop(name, self._driver.refresh)
        self._loops[name] = loop
        return loop

    def _stopped(self, heard: Heard) -> bool:
        mix = heard.before
        return self._stopping_at is not None and mix.stops >= self._stops and not mix.stopped

    def _forget_what_stops(self) -> None:
        if self._stopping_at is not None:
            self._stopping_at = None
            self._song = None

    def _phase(self, sounds: bool) -> Phase:
        if self._paused:
            return Phase.PAUSED
        return Phase.PLAYING if sounds or self._stopping_at is not None else Phase.IDLE

    def _master(self, heard: Heard) -> Gain:
        if self._stopping_at is not None:
            return self._stopping_at
        return Gain(heard.master) if heard.before.stops >= self._stops else UNITY

    @staticmethod
    def _ended(source: FileSource, heard: Heard) -> bool:
        at = heard.position_of(source)
        return source.trouble is None and at is not None and source.over(int(at))

    @staticmethod
    def _position(song: _Song, heard: Heard, duration: Ms | None, ended: bool) -> Ms:
        if ended and duration is not None:
            return duration
        at = heard.position_of(song.source) or 0
        position = Ms(song.source.start_ms + int(at * 1000 / RATE))
        if song.shown_ms - WAVER < position < song.shown_ms:
            position = song.shown_ms
        song.shown_ms = position
        return position if duration is None else min(position, duration)
