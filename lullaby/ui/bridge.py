"""The one way between the evening and the screens.

Beats the session, compares its frozen state with the one before and emits only what changed.
Wishes of the screens go the other way, each followed by a beat so that it shows at once.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance

from lullaby.audio.port import Manner
from lullaby.library.singing import Singing
from lullaby.library.track import TrackId
from lullaby.lyrics.prompting import LineTimes, Way
from lullaby.session.finish import Finish
from lullaby.session.session import Session
from lullaby.session.settling import Settling
from lullaby.session.state import Programme, SessionState
from lullaby.units import Lufs, Ms

WRITE_BEAT_MS = 2_000
"""How often what could not be written is tried again while nothing sounds."""

CALM_BEAT_MS = 200
"""Often enough for the moon and the song's progress, rare enough to let the machine sleep.

Words that move ask for the song's position in between (`position_now`).
"""

Part = Callable[[SessionState], Any]


def stage_part(state: SessionState) -> Any:
    return state.stage, state.ending, state.entry, state.programme


def track_part(state: SessionState) -> Any:
    return state.track, state.index, state.skipped, state.programme


def timer_part(state: SessionState) -> Any:
    seconds = None if state.remaining_ms is None else -(-state.remaining_ms // 1000)
    minute = [t and t.replace(second=0, microsecond=0) for t in (state.softer_at, state.silent_at)]
    ends = state.letting_go, state.sinking, state.last_song, state.planned
    return seconds, state.total_ms, state.fade_ms, ends, minute, state.calm_after_ms


def levels_part(state: SessionState) -> Any:
    return state.music_step, state.beds, state.at_limit


def manner_part(state: SessionState) -> Any:
    return state.manner, state.singing, state.verses, state.track, state.sounding


def device_part(state: SessionState) -> Any:
    return state.device, state.speaker


def handover_part(state: SessionState) -> Any:
    now = state.handover
    taps = now.prompt.taps
    return now.lead, now.refused, now.prompt.way, now.prompt.speed, taps.bpm, taps.steady


def position_part(state: SessionState) -> Any:
    return state.position_ms, state.duration_ms, state.index


class SessionBridge(QObject):
    """Signals carry the whole new state; each tells which part of it is worth repainting."""

    stage_changed = Signal(object)
    """Idle, playing, paused, ending, ended; another programme."""
    track_changed = Signal(object)
    """Another song, or none; also when one was passed over."""
    timer_changed = Signal(object)
    """Whole seconds left, the timer's length, times of day, letting go, calm."""
    levels_changed = Signal(object)
    """Volume of music or background sounds, or the gentle limit was met."""
    manner_changed = Signal(object)
    """Pace, key, tune or verses of what sounds."""
    device_changed = Signal(object)
    """A loudspeaker came or went."""
    handover_changed = Signal(object)
    """Recording or singer leads, and how the singer's words move."""
    position_changed = Signal(object)
    """The song moved on; at every beat while it sounds."""
    unwritten_changed = Signal(object)
    """Something cannot be written, or all is written again."""

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        position: Callable[[], Ms] | None = None,
    ) -> None:
        """`position` is where the song is heard now, in ms, asked of the player itself."""
        super().__init__(parent)
        self._session = session
        self._state = session.state
        self._told = session.state
        self._telling = False
        self.position_now = position or (lambda: self._state.position_ms)
        self._parts: tuple[tuple[SignalInstance, Part], ...] = (
            (self.stage_changed, stage_part),
            (self.track_changed, track_part),
            (self.timer_changed, timer_part),
            (self.levels_changed, levels_part),
            (self.manner_changed, manner_part),
            (self.device_changed, device_part),
            (self.handover_changed, handover_part),
            (self.position_changed, position_part),
            (self.unwritten_changed, lambda state: (state.unwritten, state.unsaved)),
        )
        self._over = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.beat)

    @property
    def state(self) -> SessionState:
        """The state at the last beat."""
        return self._state

    def beat(self) -> None:
        """Advance the session to now and tell the screens what changed.

        A screen that answers with a wish of its own finds it done when the wish returns; the others
        hear of it once all of them have heard of what came before, so that nobody is left with an
        older state than another.
        """
        if self._over:
            return
        self._state = self._session.tick()
        self._set_pace()
        if self._telling:
            return
        self._telling = True
        try:
            while self._told != self._state and not self._over:
                self._tell(self._state)
        finally:
            self._telling = False

    def _tell(self, now: SessionState) -> None:
        before, self._told = self._told, now
        for signal, part in self._parts:
            if part(before) != part(now):
                signal.emit(now)

    def rest(self) -> None:
        """Beat no more and take no more wishes; the application ends."""
        self._over = True
        self._timer.stop()

    def show_words(self, shown: bool) -> None:
        """Words are on screen (or gone): remember the singing."""
        self._wish(lambda: self._session.sung(shown))

    def hurry(self, fast: bool) -> None:
        """Beat as for words, without counting it as singing."""
        self._words_shown = fast
        self.beat()

    # What the person wishes for.

    def begin(self, programme: Programme) -> None:
        self._wish(lambda: self._session.begin(programme))

    def toggle(self) -> None:
        """Pause, or go on."""
        self._wish(self._session.toggle)

    def pause_for_sleep(self) -> None:
        """The machine is about to sleep."""
        self._wish(self._session.pause_for_sleep)

    def next(self) -> None:
        self._wish(self._session.next)

    def previous(self) -> None:
        self._wish(self._session.previous)

    def seek(self, position_ms: Ms) -> None:
        self._wish(lambda: self._session.seek(position_ms))

    def let_fade(self) -> None:
        self._wish(self._session.let_fade)

    def keep_playing(self) -> None:
        self._wish(self._session.keep_playing)

    def toggle_fade(self) -> None:
        """F: let it fade now, and again F keeps playing."""
        self.keep_playing() if self._state.letting_go else self.let_fade()

    def set_minutes(self, minutes: int | None) -> None:
        self._wish(lambda: self._session.set_minutes(minutes))

    def cycle_minutes(self, direction: int) -> None:
        self._wish(lambda: self._session.cycle_minutes(direction))

    def extend(self, minutes: float) -> None:
        self._wish(lambda: self._session.extend(minutes))

    def still_awake(self) -> None:
        self._wish(self._session.still_awake)

    def finish_song(self) -> None:
        self._wish(self._session.finish_song)

    def set_finish(self, finish: Finish) -> None:
        self._wish(lambda: self._session.set_finish(finish))

    def louder(self) -> None:
        self._wish(self._session.louder)

    def softer(self) -> None:
        self._wish(self._session.softer)

    def set_music_step(self, step: int) -> None:
        self._wish(lambda: self._session.set_music_step(step))

    def set_louder(self, steps: int) -> None:
        self._wish(lambda: self._session.set_louder(steps))

    def set_bed(self, name: str, step: int) -> None:
        self._wish(lambda: self._session.set_bed(name, step))

    def set_manner(self, manner: Manner) -> None:
        self._wish(lambda: self._session.set_manner(manner))

    def hand_over(self) -> None:
        """From the recording to its singer, and back."""
        self._wish(self._session.hand_over)

    def set_line_times(self, song: TrackId, sheet: LineTimes, at_ms: Ms | None) -> None:
        """The words of a song are known, and where those without times stand."""
        if self._state.track is not None and self._state.track.id == song:
            self._wish(lambda: self._session.voice.set_line_times(sheet, at_ms))

    def tap(self) -> None:
        """A beat of the rocking."""
        self._wish(self._session.voice.tap)

    def turn(self, lines: int) -> None:
        self._wish(lambda: self._session.voice.turn(lines))

    def lead(self, way: Way) -> None:
        """What moves the words of a singer without a recording."""
        self._wish(lambda: self._session.voice.lead(way))

    def pace_words(self, steps: int) -> bool:
        """The pace of a singer; False where a recording leads, which has its own."""
        alone = self._session.voice.alone
        self._wish(lambda: self._session.voice.pace(steps))
        return alone

    def set_singing(self, singing: Singing) -> None:
        self._wish(lambda: self._session.set_singing(singing))

    def set_even_sound(self, overlap_s: int, target: Lufs, warmth: float) -> None:
        self._wish(lambda: self._session.set_even_sound(overlap_s, target, warmth))

    def set_settling(self, curve: Settling | None) -> None:
        self._wish(lambda: self._session.set_settling(curve))

    def set_limit(self, step: int) -> None:
        self._wish(lambda: self._session.set_limit(step))

    def mark_calm(self) -> None:
        self._wish(self._session.mark_calm)

    def look_again(self) -> None:
        self._wish(self._session.look_again)

    def stop(self) -> None:
        self._wish(self._session.stop)

    def _wish(self, command: Callable[[], object]) -> None:
        if not self._over:
            command()
            self.beat()

    def _set_pace(self) -> None:
        if not self._state.sounding and not self._state.unsaved:
            self._timer.stop()
            return
        pace = CALM_BEAT_MS if self._state.sounding else WRITE_BEAT_MS
        if not self._timer.isActive() or self._timer.interval() != pace:
            self._timer.start(pace)
