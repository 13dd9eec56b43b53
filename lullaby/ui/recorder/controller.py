"""Records a song: opens the microphone, lets the song play, and follows both until it stops.

The song is played by the session, as a song of its own: a running evening is borrowed, and given
back on leaving.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from lullaby.audio.microphone import RATE
from lullaby.audio.port import Device
from lullaby.clock import Clock
from lullaby.library.score_catalogue import Scored
from lullaby.library.singing import Singing
from lullaby.library.track import Track
from lullaby.lyrics.prompting import Way
from lullaby.session.state import Stage
from lullaby.takes.raw_take import Music, RawFacts, RawTake, RawTakes
from lullaby.takes.recorder import RecorderPhase, StopReason
from lullaby.takes.recording import Recording, RecordingNow, run
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.recorder.ready_microphones import ReadyMicrophones
from lullaby.ui.recorder.state import BEATS, LISTENING, RecorderView, Step, beats_left
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.sing.staging import beat_of
from lullaby.ui.text.translate import translate
from lullaby.units import Ms

LOOK_MS = 60
"""How often the screen looks at the recording, in ms."""

SETTLED_MS = 1_000
"""For so long after the song began its place may still waver."""

END_WITHIN_S = 0.5
"""How long the end of the application waits for that of a recording, in seconds."""

SOFT_STEP = 2
"""Volume from a loudspeaker beside the microphone, in steps."""

FindScore = Callable[[Track], Scored | None]
Start = Callable[[Recording], threading.Thread | None]


class RecorderController(QObject):
    changed = Signal(object)
    """The RecorderView."""
    recorded = Signal(object)
    """The RawTake of a recording that has stopped."""

    def __init__(
        self,
        bridge: SessionBridge,
        next_session: NextSession,
        clock: Clock,
        microphones: ReadyMicrophones,
        takes: RawTakes,
        score: FindScore,
        start: Start = run,
        parent: QObject | None = None,
    ) -> None:
        """`start` records on a thread."""
        super().__init__(parent)
        self._bridge = bridge
        self._next_session = next_session
        self._clock = clock
        self._microphones = microphones
        self._takes = takes
        self._score = score
        self._start_thread = start
        self._track: Track | None = None
        self._recording: Recording | None = None
        self._thread: threading.Thread | None = None
        self._music = RecorderView().music
        self._line_ms = self._from_ms = 0.0
        self._sounding = False
        """Whether the song plays for this recording."""
        self._began_ms = Ms(0)
        self.view = RecorderView()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def track(self) -> Track | None:
        return self._track

    def open_track(self, track: Track) -> None:
        """Get ready to record a song."""
        self._track = track
        self._score(track)
        self._microphones.prepare()
        self._show(RecorderView(music=self._music))

    def open_message(self) -> None:
        """Get ready to record a story or a few words."""
        self._track = None
        self._microphones.prepare()
        self._show(RecorderView(message=True, music=Music.NONE))

    def open_raw(self, raw: RawTake, track: Track | None) -> None:
        """Show a recording that was made before, of this song if it is still there."""
        self._track = track
        if track is not None:
            self._score(track)
        self._show(RecorderView(Step.MADE, raw.is_message, self._music, raw=raw, reason=raw.reason))

    @property
    def listening(self) -> bool:
        """Whether a recording is under way."""
        return self._recording is not None

    def choose_music(self, music: Music) -> None:
        if self.view.step is Step.READY:
            self._music = music
            self._show(replace(self.view, music=music, trouble=None))

    def main(self, line_ms: float) -> None:
        """Record, stop or go on, depending on the step; `line_ms` is where the line begins."""
        if self.view.step is Step.READY:
            self.record(line_ms)
        elif self.view.step is Step.PAUSED:
            self.go_on(line_ms)
        elif self.view.step in LISTENING:
            self.stop()

    def record(self, line_ms: float) -> None:
        """Open the microphone; the song begins once it listens, and its first line at
        `line_ms`."""
        scored = None if self._track is None else self._score(self._track)
        if self.view.step is not Step.READY or (scored is None and not self.view.message):
            return
        if self.view.message and self._bridge.state.stage is Stage.PLAYING:
            self._bridge.toggle()
        track, music = self._track, self.view.music

        def facts() -> RawFacts:
            return raw_facts(track, scored, self._clock.now(), music)

        self._recording = Recording(self._microphones(), None, self._takes, facts)
        self._thread = self._start_thread(self._recording)
        self._count_in(line_ms, 0.0)

    def go_on(self, line_ms: float) -> None:
        """Sing on from a line, which replaces what was sung from there."""
        if self.view.step is Step.PAUSED and self._recording is not None:
            beats = BEATS * self._beat_ms
            self._count_in(line_ms, max(0.0, line_ms - beats))

    def sign_shown(self) -> None:
        """The sign of the recording was painted."""
        if self._recording is not None:
            self._recording.show_sign(self._clock.monotonic_ms())

    def pause(self) -> None:
        if self.view.step is Step.RECORDING and self._recording is not None:
            self._recording.pause()
            self._microphones.prepare()
            self._quieten()
            self._show(replace(self.view, step=Step.PAUSED))

    def stop(self, reason: StopReason = StopReason.ASKED) -> None:
        """Stop recording; what there is waits to be kept."""
        if self._recording is not None:
            self._recording.stop(reason)
            self._quieten()
            self.look()

    def softer(self) -> None:
        self._bridge.softer()

    def end(self) -> None:
        """The application ends: stop, and let the recording write its end."""
        self.stop()
        if self._thread is not None:
            self._thread.join(END_WITHIN_S)

    def leave(self) -> None:
        """Stop, and give back what was borrowed; nothing recorded is lost."""
        self.stop()
        self._microphones.release()
        self._bridge.give_back()
        state = self._bridge.state
        if state.sounding and state.programme is not None and not state.programme.remembered:
            self._bridge.stop()
        self._sounding = False

    def look(self) -> None:
        """Show how the recording goes."""
        recording = self._recording
        if recording is None:
            self._timer.stop()
            return
        now = recording.now
        if now.over:
            self._end(now)
        elif now.recorder.phase is RecorderPhase.STOPPED:
            self._quieten()
        elif now.recorder.phase is not RecorderPhase.PAUSED:
            self._follow(recording, now)

    def _follow(self, recording: Recording, now: RecordingNow) -> None:
        step = self.view.step
        telephone = now.microphone is not None and now.microphone.telephone
        if self.view.message:
            self._follow_message(recording, now)
            return
        if step is Step.OPENING:
            if now.listening:
                self._begin_song()
                step = Step.COUNT_IN
            self._show(replace(self.view, step=step, telephone=telephone))
            return
        if self._is_over():
            self.stop(StopReason.SONG_OVER)
            return
        position = self._position()
        left = beats_left(position, self._line_ms, self._beat_ms)
        if step is Step.COUNT_IN and position >= self._line_ms:
            recording.begin()
            step = Step.RECORDING
        if self._settled():
            recording.look(self._clock.monotonic_ms(), position)
            recording.set_speaker(self._bridge.state.speaker)
        self._show(
            replace(
                self.view,
                step=step,
                beats_left=left,
                elapsed_ms=max(0.0, position) / self._pace,
                length_ms=self._length(),
                level=now.level,
                telephone=telephone,
            )
        )

    def _follow_message(self, recording: Recording, now: RecordingNow) -> None:
        """Nothing plays: it is recorded as soon as the microphone listens."""
        step = self.view.step
        if step is Step.OPENING and now.listening:
            recording.begin()
            step = Step.RECORDING
        telephone = now.microphone is not None and now.microphone.telephone
        elapsed = now.recorder.frames * 1000 / RATE
        self._show(
            replace(self.view, step=step, elapsed_ms=elapsed, level=now.level, telephone=telephone)
        )

    def _count_in(self, line_ms: float, from_ms: float) -> None:
        """The song begins at `from_ms`, and the singer at `line_ms`."""
        assert self._recording is not None
        self._line_ms, self._from_ms = line_ms, from_ms
        self._recording.count_in(line_ms)
        self._timer.start()
        self._show(replace(self.view, step=Step.OPENING, trouble=None))

    def _begin_song(self) -> None:
        track = self._track
        assert track is not None
        music = self.view.music
        title = translate("recorder", "Recording “{title}”").format(title=track.title)
        self._next_session.rehearse(
            track,
            title,
            Ms(round(self._from_ms)),
            by_voice=music is Music.NONE,
            most_step=SOFT_STEP if music is Music.LOUDSPEAKER else None,
        )
        if music is Music.NONE:
            self._bridge.lead(Way.PACE)
        else:
            self._bridge.set_singing(Singing(with_tune=False))
        if self._recording is not None:
            self._recording.set_pace(self._pace, self._bridge.state.speed_pitch.semitones)
        self._sounding = True
        self._began_ms = self._clock.monotonic_ms()

    def _end(self, now: RecordingNow) -> None:
        self._timer.stop()
        self._recording = None
        self._quieten()
        if now.saved is None:
            self._microphones.prepare()
            self._show(replace(self.view, step=Step.READY, trouble=now.trouble, elapsed_ms=0.0))
            return
        view = replace(self.view, step=Step.MAKING, raw=now.saved, reason=now.recorder.reason)
        self._show(view)
        self.recorded.emit(now.saved)

    def _quieten(self) -> None:
        if self._sounding and self._bridge.state.stage is Stage.PLAYING:
            self._bridge.toggle()

    def _is_over(self) -> bool:
        state = self._bridge.state
        return not state.sounding or state.track is None or state.stage is Stage.PAUSED

    def _settled(self) -> bool:
        state = self._bridge.state
        ready = state.vocal_mode.alone or state.device is Device.READY
        return ready and self._clock.monotonic_ms() - self._began_ms >= SETTLED_MS

    def _position(self) -> float:
        state = self._bridge.state
        if state.vocal_mode.alone:
            return state.vocal_mode.prompt.pacer.at(self._clock.monotonic_ms())
        return self._bridge.position_now()

    @property
    def _pace(self) -> float:
        state = self._bridge.state
        if state.vocal_mode.alone:
            return state.vocal_mode.prompt.pacer.speed or 1.0
        return state.speed_pitch.pace

    @property
    def _beat_ms(self) -> float:
        return beat_of(None if self._track is None else self._track.tempo.bpm)

    def _length(self) -> float | None:
        duration = self._bridge.state.duration_ms
        return None if duration is None else duration / self._pace

    def _show(self, view: RecorderView) -> None:
        if view != self.view:
            self.view = view
            self.changed.emit(view)


def raw_facts(track: Track | None, scored: Scored | None, now: datetime, music: Music) -> RawFacts:
    """What is known of a recording of a song; without one, of a message."""
    if track is None or scored is None:
        return RawFacts("", translate("recorder", "Good night"), "", now)
    about = scored.score.about
    path = scored.entry.score if scored.entry is not None else track.path
    return RawFacts(
        about.id or track.path.stem,
        about.title or track.title,
        str(path or ""),
        now,
        verses=scored.sung,
        music=music,
    )
