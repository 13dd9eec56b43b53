"""Connects the words on screen with whoever leads them: the recording, or the singer alone."""

from PySide6.QtCore import QObject, Signal

from lullaby.library.track import Track
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.parts import OTHER, swapped
from lullaby.lyrics.prompting import LineTimes, Way, line_times
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.sing.pulse import WordsPulse
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.sing.words_view import WordsView
from lullaby.units import Bpm, Ms

WAYS = (Way.PACE, Way.VOICE, Way.TAP, Way.HAND)
BY_HAND = tuple(way for way in WAYS if way is not Way.VOICE)
"""Ways that need nothing but the person; a press goes from one to the next."""


class Prompter(QObject):
    """Untimed words get estimated times as soon as their singer leads."""

    turned = Signal(int)
    """Untimed words were turned by hand; so many lines with text come before the current one."""
    stepped = Signal()
    """The singer, who leads, moved the words by a line."""
    words_taken = Signal()
    """Other words are shown, or the same with other times."""

    def __init__(
        self,
        bridge: SessionBridge,
        view: WordsView,
        pulse: WordsPulse,
        song_preferences: SongPreferencesController,
    ) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._view = view
        self._pulse = pulse
        self._song_preferences = song_preferences
        self._track: Track | None = None
        self._words: Lyrics | None = None
        self._swapped = False
        self._beat_ms = 1_000.0
        self._sung: Lyrics | None = None
        self._sheet = LineTimes()
        self._own_time = False
        bridge.vocal_mode_changed.connect(self._on_change)
        bridge.track_changed.connect(self._send)
        bridge.stage_changed.connect(self._send)

    def take(self, track: Track | None, words: Lyrics | None, beat_ms: float) -> None:
        """Set the words, or none; `beat_ms` is the tempo of a count-in."""
        self._track, self._words, self._beat_ms = track, words, beat_ms
        self._own_time = self._swapped = False
        self._view.show_lyrics(words, beat_ms)
        self.words_moved()

    @property
    def sung(self) -> Lyrics | None:
        """The words, with the times that a singer without a recording has."""
        return self._sung

    @property
    def two_voices(self) -> bool:
        """Whether two singers share the words."""
        return self._words is not None and not self._words.parts.isdisjoint(OTHER)

    def words_moved(self) -> None:
        """Update after the words were shifted in time, or their singers swapped parts."""
        self._sung, self._sheet = None, LineTimes()
        self._swap()
        if self._track is not None and self._words is not None:
            bpm = self._track.tempo.bpm
            beat = None if bpm is None else Bpm(bpm)
            self._sung, self._sheet = line_times(
                self._words, beat, self._song_preferences.earlier(self._track)
            )
        self._send(self._bridge.state)
        self._on_change(self._bridge.state)
        self.show_position(self._bridge.state)
        self.words_taken.emit()

    def show_position(self, state: SessionState) -> None:
        """Take the position of a tick; the pulse continues from there."""
        track = self._track
        if track is None or state.track is None or state.track.id != track.id:
            return
        earlier = Ms(0) if self._own_time else self._song_preferences.earlier(track)
        if not state.vocal_mode.alone:
            self._pulse.confirm(state.position_ms, state.speed_pitch.pace, earlier)
            return
        pacer = state.vocal_mode.prompt.pacer
        pace = pacer.speed if pacer.running else 0.0
        self._pulse.confirm(state.position_ms, pace, earlier, alone=True, until_ms=pacer.until_ms)

    def step(self, by: int) -> None:
        """Move one line back (-1) or on (+1): the singer's, the recording's, or by hand."""
        state = self._bridge.state
        if state.vocal_mode.alone and state.track is not None:
            self._bridge.turn(by)
            self.stepped.emit()
        elif not self._view.timed:
            self._view.turn(by)
            self.turned.emit(self._view.place)
        else:
            to = self._view.line_beside(by)
            if to is not None and state.track is not None and self._track is not None:
                self._bridge.seek(Ms(max(0, to - self._song_preferences.earlier(self._track))))

    def switch_lead(self) -> None:
        """Fade the recording out and let the singer go on, or bring it back."""
        self._send(self._bridge.state)
        self._bridge.switch_lead()

    def beat(self) -> None:
        """Space: a beat of the rocking, or the next line, depending on what moves the words."""
        if self._bridge.state.vocal_mode.prompt.way is Way.HAND:
            self._bridge.turn(+1)
        else:
            self._bridge.tap()

    def next_way(self) -> None:
        """Change what moves the words. A voice moves them only when that is asked for."""
        now = self._bridge.state.vocal_mode.prompt.way
        at = BY_HAND.index(now) if now in BY_HAND else -1
        self._bridge.lead(BY_HAND[(at + 1) % len(BY_HAND)])

    def _swap(self) -> None:
        """Assign the singers' parts as this family sings them."""
        if self._track is None or self._words is None:
            return
        wanted = bool(self._song_preferences.song_preferences(self._track.id).swapped)
        if wanted != self._swapped and not self._own_time:
            self._swapped, self._words = wanted, swapped(self._words)
            self._view.show_lyrics(self._words, self._beat_ms)

    def _send(self, _: SessionState) -> None:
        """Send the line times to the session, again for each cue."""
        if self._track is not None and self._words is not None:
            self._bridge.set_line_times(self._track.id, self._sheet, self._place())

    def _place(self) -> Ms | None:
        """The position of words turned by hand, in their estimated times."""
        starts = self._sheet.starts
        if not self._sheet.own_time or not starts:
            return None
        return starts[min(self._view.place, len(starts) - 1)]

    def _on_change(self, state: SessionState) -> None:
        """Let untimed words run while their singer leads, and stop them for the recording."""
        own_time = state.vocal_mode.alone and self._sheet.own_time and state.sounding
        if own_time == self._own_time or self._words is None:
            return
        place = self._view.place
        self._own_time = own_time
        if own_time:
            self._view.show_lyrics(self._sung, self._beat_ms)
        else:
            self._view.show_lyrics(self._words, self._beat_ms)
            self._view.turn(place)
        self.show_position(state)
