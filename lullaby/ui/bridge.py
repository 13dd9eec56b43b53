"""Connects the session with the screens.

It ticks the session, compares its frozen state with the previous one and emits only what changed.
Commands of the screens pass through it, each followed by a tick so that it shows at once.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance

from lullaby.audio.port import SpeedPitch
from lullaby.library.singing import Singing
from lullaby.library.track import TrackId
from lullaby.lyrics.prompting import LineTimes, Way
from lullaby.session.finish import Finish
from lullaby.session.lending_session import LendingSession
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.session.vocal_mode import LeadSource
from lullaby.session.wind_down import WindDown
from lullaby.units import Lufs, Ms

RETRY_TICK_MS = 2_000
"""How often a failed write is retried while nothing plays, in ms."""

TICK_MS = 500
"""Often enough for seconds, the moon and the song's progress, rare enough to let the machine sleep.

Moving words ask for the song's position in between (`position_now`).
"""

RESTING_TICK_MS = 1_000
"""Often enough while only the moon and the minutes are shown."""

RING_STEPS = 400
"""Parts of the timer that screens tell apart: two pixels of the largest ring around a moon."""

SOUNDING = (Stage.PLAYING, Stage.PAUSED, Stage.ENDING)

Part = Callable[[SessionState], Any]


def stage_part(state: SessionState) -> Any:
    return state.stage, state.ending, state.entry, state.programme


def track_part(state: SessionState) -> Any:
    return state.index, state.skipped, state.programme, state.repeat


def timer_part(state: SessionState) -> Any:
    minute = [t and t.replace(second=0, microsecond=0) for t in (state.softer_at, state.silent_at)]
    ends = state.fade_requested, state.final_fade, state.last_song, state.planned
    left = _shown_left(state.remaining_ms, state.total_ms)
    return left, state.total_ms, state.fade_ms, ends, minute, state.calm_after_ms


def _shown_left(left: Ms | None, total: Ms | None) -> tuple[int, int] | None:
    """What screens show of the time left: whole minutes, and how much of a ring."""
    if left is None:
        return None
    return -(-left // 60_000), round(RING_STEPS * left / max(1, total or left))


def levels_part(state: SessionState) -> Any:
    return state.music_step, state.ambient, state.at_limit


def speed_pitch_part(state: SessionState) -> Any:
    tracks = state.programme.tracks if state.programme else ()
    track = None if state.index is None else tracks[state.index]
    return state.speed_pitch, state.singing, state.verses, track, state.stage in SOUNDING


def device_part(state: SessionState) -> Any:
    return state.device, state.speaker


def vocal_mode_part(state: SessionState) -> Any:
    now = state.vocal_mode
    if now.lead is LeadSource.RECORDING:
        return now.lead, now.refused, now.prompt.way
    taps = now.prompt.taps
    return now.lead, now.refused, now.prompt.way, now.prompt.speed, taps.bpm, taps.steady


def position_part(state: SessionState) -> Any:
    return state.position_ms, state.duration_ms, state.index


def length_part(state: SessionState) -> Any:
    return state.index, state.heard_ms


class SessionBridge(QObject):
    """Each signal carries the whole new state and stands for the part of it that changed."""

    stage_changed = Signal(object)
    """Idle, playing, paused, ending or ended; or another programme."""
    track_changed = Signal(object)
    """Another song, or none; also when one was skipped."""
    timer_changed = Signal(object)
    """Minutes left or the ring around the moon, length of the timer, times of day, fade, calm."""
    levels_changed = Signal(object)
    """Volume of music or background sounds, or the gentle limit was reached."""
    speed_pitch_changed = Signal(object)
    """Speed, pitch, tune or verses of what plays."""
    device_changed = Signal(object)
    """A loudspeaker came or went."""
    vocal_mode_changed = Signal(object)
    """Whether recording or singer leads, and how the singer's words move."""
    position_changed = Signal(object)
    """The position in the song; at every tick while it plays."""
    length_heard = Signal(object)
    """The end of the song's file was decoded, which tells how long it is; or another song plays."""
    unwritten_changed = Signal(object)
    """Something cannot be written, or everything is written again."""

    def __init__(
        self,
        session: LendingSession,
        parent: QObject | None = None,
        position: Callable[[], Ms] | None = None,
    ) -> None:
        """`position` asks the player for the position in the song that is heard now, in ms."""
        super().__init__(parent)
        self._session = session
        self._state = session.state
        self._emitted = session.state
        self._telling = False
        self.position_now = position or (lambda: self._state.position_ms)
        self._parts = _parts(self)
        self._over = self._resting = False
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def state(self) -> SessionState:
        """The state at the last tick."""
        return self._state

    def tick(self) -> None:
        """Advance the session to now and emit what changed."""
        if not self._over:
            self._tell(self._session.glance())

    def song_known(self, song: TrackId) -> None:
        """Emit speed and pitch again, because more is known about a song than before."""
        sounding = self._state.stage in SOUNDING
        other = sounding and (self._state.track is None or self._state.track.id != song)
        if not self._over and not other:
            self.speed_pitch_changed.emit(self._state)

    def set_resting(self, resting: bool) -> None:
        """Tick rarely while the resting screen is shown; everything is up to date afterwards."""
        if resting != self._resting:
            self._resting = resting
            self._set_pace()
            self.tick()

    def rest(self) -> None:
        """Stop ticking, emitting and starting evenings; the application ends."""
        self._over = True
        self._timer.stop()

    def _tell(self, now: SessionState) -> None:
        """Emit a state, now or after the one that is being emitted.

        A screen that gives a command during an emission finds it done when the command returns. The
        others receive the new state after all of them have received the previous one, so that none
        keeps an older state.
        """
        self._state = now
        self._set_pace()
        if self._telling:
            return
        self._telling = True
        try:
            while self._emitted != self._state and not self._over:
                before, self._emitted = self._emitted, self._state
                self._emit_changes(before, self._emitted)
        finally:
            self._telling = False

    def _emit_changes(self, before: SessionState, now: SessionState) -> None:
        for signal, part in self._parts:
            if part(before) != part(now):
                signal.emit(now)

    def show_words(self, shown: bool) -> None:
        """Record whether words are on screen, as a sign of singing along."""
        self._session.sung(shown)
        self._show()

    def start_session(self, programme: Programme) -> None:
        if not self._over:
            self._session.start_session(programme)
            self._show()

    def borrow(self, programme: Programme, at_ms: Ms) -> None:
        """Play something else while the evening, if any, keeps its place."""
        if not self._over:
            self._session.borrow(programme, at_ms)
            self._show()

    def give_back(self) -> None:
        """Return to the evening where it was."""
        self._session.give_back()
        self._show()

    def toggle(self) -> None:
        """Pause or resume."""
        self._session.toggle()
        self._show()

    def pause_for_sleep(self) -> None:
        """Pause because the machine is about to sleep."""
        self._session.pause_for_sleep()
        self._show()

    def next(self) -> None:
        self._session.next()
        self._show()

    def previous(self) -> None:
        self._session.previous()
        self._show()

    def seek(self, position_ms: Ms) -> None:
        self._session.seek(position_ms)
        self._show()

    def let_fade(self) -> None:
        self._session.let_fade()
        self._show()

    def keep_playing(self) -> None:
        self._session.keep_playing()
        self._show()

    def toggle_fade(self) -> None:
        """F: fade out now; F again keeps playing."""
        self.keep_playing() if self._state.fade_requested else self.let_fade()

    def set_minutes(self, minutes: int | None) -> None:
        self._session.set_minutes(minutes)
        self._show()

    def cycle_minutes(self, direction: int) -> None:
        self._session.cycle_minutes(direction)
        self._show()

    def extend(self, minutes: float) -> None:
        self._session.extend(minutes)
        self._show()

    def still_awake(self) -> None:
        if not self._over:
            self._session.still_awake()
            self._show()

    def end_after_song(self) -> None:
        self._session.end_after_song()
        self._show()

    def set_finish(self, finish: Finish) -> None:
        self._session.set_finish(finish)
        self._show()

    def louder(self) -> None:
        self._session.louder()
        self._show()

    def softer(self) -> None:
        self._session.softer()
        self._show()

    def set_music_step(self, step: int) -> None:
        self._session.set_music_step(step)
        self._show()

    def set_louder(self, steps: int) -> None:
        self._session.set_louder(steps)
        self._show()

    def set_ambient_sound(self, name: str, step: int) -> None:
        self._session.set_ambient_sound(name, step)
        self._show()

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        self._session.set_speed_pitch(speed_pitch)
        self._show()

    def switch_lead(self) -> None:
        """Switch between the recording and its singer."""
        self._session.switch_lead()
        self._show()

    def set_line_times(self, song: TrackId, sheet: LineTimes, at_ms: Ms | None) -> None:
        """Set the words of a song, with estimated times for lines without any."""
        if self._state.track is not None and self._state.track.id == song:
            self._session.sing_along.set_line_times(sheet, at_ms)
            self._show()

    def tap(self) -> None:
        """A beat of the rocking."""
        self._session.sing_along.tap()
        self._show()

    def turn(self, lines: int) -> None:
        self._session.sing_along.turn(lines)
        self._show()

    def lead(self, way: Way) -> None:
        """Choose what moves the words of a singer without a recording."""
        self._session.sing_along.lead(way)
        self._show()

    def hear(self, position_ms: Ms, until_ms: Ms, speed: float) -> None:
        """The singer was heard here; the words go on at this tempo and wait at `until_ms`."""
        self._session.sing_along.hear(position_ms, until_ms, speed)
        self._show()

    def note_voice(self, ms: Ms) -> None:
        """Somebody was heard singing this song for `ms` more."""
        self._session.note_voice(ms)

    def pace_words(self, steps: int) -> bool:
        """Change the singer's pace; False if a recording leads, which has its own."""
        alone = self._session.sing_along.alone
        self._session.sing_along.pace(steps)
        self._show()
        return alone

    def set_singing(self, singing: Singing) -> None:
        self._session.set_singing(singing)
        self._show()

    def set_even_sound(self, overlap_s: int, target: Lufs, warmth: float) -> None:
        self._session.set_even_sound(overlap_s, target, warmth)
        self._show()

    def set_wind_down(self, curve: WindDown | None) -> None:
        self._session.set_wind_down(curve)
        self._show()

    def set_limit(self, step: int) -> None:
        """Always emit the levels, because a step may now be another share of the limit."""
        self._session.set_limit(step)
        self._show()
        if not self._over:
            self.levels_changed.emit(self._state)

    def mark_calm(self) -> None:
        self._session.mark_calm()
        self._show()

    def toggle_calm(self) -> None:
        """Note that the child is calm, or take that back."""
        self._session.mark_calm(self._state.calm_after_ms is None)
        self._show()

    def look_again(self) -> None:
        self._session.look_again()
        self._show()

    def set_repeat(self, repeat: bool) -> None:
        self._session.set_repeat(repeat)
        self._show()

    def set_shuffle(self, shuffle: bool) -> None:
        self._session.set_shuffle(shuffle)
        self._show()

    def stop(self) -> None:
        self._session.stop()
        self._show()

    def _show(self) -> None:
        """Tick after a command."""
        if not self._over:
            self._tell(self._session.tick())

    def _set_pace(self) -> None:
        sounding = self._state.stage in SOUNDING
        if not sounding and not self._state.unsaved:
            self._timer.stop()
            return
        playing = RESTING_TICK_MS if self._resting else TICK_MS
        pace = playing if sounding else RETRY_TICK_MS
        if not self._timer.isActive() or self._timer.interval() != pace:
            self._timer.start(pace)


def _parts(bridge: SessionBridge) -> tuple[tuple[SignalInstance, Part], ...]:
    """Each signal with the part of the state whose change it tells."""
    return (
        (bridge.stage_changed, stage_part),
        (bridge.track_changed, track_part),
        (bridge.timer_changed, timer_part),
        (bridge.levels_changed, levels_part),
        (bridge.speed_pitch_changed, speed_pitch_part),
        (bridge.device_changed, device_part),
        (bridge.vocal_mode_changed, vocal_mode_part),
        (bridge.position_changed, position_part),
        (bridge.length_heard, length_part),
        (bridge.unwritten_changed, lambda state: (state.unwritten, state.unsaved)),
    )
