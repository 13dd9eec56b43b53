"""Follows what plays and works out what phones are told: the words, and where the song is."""

from PySide6.QtCore import QObject, Signal

from lullaby.audio.port import Device
from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.model import Lyrics, Timing
from lullaby.lyrics.parts import swapped
from lullaby.session.state import SessionState, Stage
from lullaby.together.anchor import Anchor, next_anchor
from lullaby.together.shared_words import SharedWords, shared_words
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.changes import SongWords
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.sing.singing_options import as_played
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.sing.staging import beat_of
from lullaby.ui.sing.words_source import WordsSource, asked_for
from lullaby.units import Ms

ASTRAY_MS = 400
"""A position this far from that of the last tick, in ms, belongs to another song."""


@frozen
class _Sung:
    """Which words are sung, and how."""

    track: TrackId
    title: str
    edition: int
    """Counts the words that were found."""
    swapped: bool
    semitones: int
    singers: tuple[str, str]
    beat_ms: float


class SongFollower(QObject):
    """Between `start` and `stop` it emits what changes; otherwise it costs nothing."""

    words_changed = Signal(object)
    """SharedWords; None while nothing plays. A song without words has no lines. Words and anchor of
    the song before hold until those of another one are found."""
    anchor_changed = Signal(object)
    """Anchor; None while nothing plays."""

    def __init__(
        self,
        bridge: SessionBridge,
        source: WordsSource,
        song_words: SongWords,
        song_preferences: SongPreferencesController,
        settings: SettingsController,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._source = source
        self._song_words = song_words
        self._song_preferences = song_preferences
        self._settings = settings
        self._clock = clock
        self._track: Track | None = None
        self._lyrics: Lyrics | None = None
        self._found = False
        """Whether the words of the track were looked for; it may have none."""
        self._edition = self._number = self._place = 0
        self._sung: _Sung | None = None
        self._words: SharedWords | None = None
        self._anchor: Anchor | None = None
        self._on = False
        self._signals = (
            bridge.stage_changed,
            bridge.track_changed,
            bridge.speed_pitch_changed,
            bridge.vocal_mode_changed,
            bridge.device_changed,
            bridge.position_changed,
        )

    def start(self) -> None:
        """Emit what plays now, and from now on what changes."""
        if self._on:
            return
        self._on = True
        for signal in self._signals:
            signal.connect(self.follow)
        self._source.found.connect(self._take)
        self._song_words.changed.connect(self._read_again)
        self._song_preferences.changed.connect(self._follow_again)
        self._settings.changed.connect(self._follow_again)
        self._track = self._sung = self._words = self._anchor = None
        self.words_changed.emit(None)
        self.anchor_changed.emit(None)
        self.follow(self._bridge.state)

    def stop(self) -> None:
        if not self._on:
            return
        self._on = False
        for signal in self._signals:
            signal.disconnect(self.follow)
        self._source.found.disconnect(self._take)
        self._song_words.changed.disconnect(self._read_again)
        self._song_preferences.changed.disconnect(self._follow_again)
        self._settings.changed.disconnect(self._follow_again)

    def turn_to(self, place: int) -> None:
        """Words without times were turned: so many lines come before the current one."""
        self._place = place
        if self._on and self._found:
            self._send_anchor(self._bridge.state)

    def follow(self, state: SessionState) -> None:
        """Emit what `state` changes."""
        track = as_played(state) if state.sounding else None
        before, self._track = self._track, track
        if track is None:
            self._found = False
        elif before is None or asked_for(track) != asked_for(before):
            if before is None or track.id != before.id:
                self._found, self._place = False, 0
            self._source.ask(track)
        if self._found or track is None:
            self._send_words(state)
            self._send_anchor(state)

    def _follow_again(self) -> None:
        self.follow(self._bridge.state)

    def _read_again(self, track: Track) -> None:
        """Read words that were edited."""
        self._source.forget(track.id)
        if self._track is not None and self._track.id == track.id:
            self._source.ask(self._track)

    def _take(self, asked: object, words: Lyrics | None) -> None:
        if self._track is not None and asked == asked_for(self._track):
            self._lyrics = words if words is not None and words.has_words else None
            self._found = True
            self._edition += 1
            self._follow_again()

    def _send_words(self, state: SessionState) -> None:
        sung = self._sung_now(state)
        if sung == self._sung:
            return
        self._sung, self._words = sung, None
        if sung is not None:
            self._number += 1
            self._words = self._words_of(sung, str(self._number))
        self.words_changed.emit(self._words)

    def _sung_now(self, state: SessionState) -> _Sung | None:
        """None while nothing plays."""
        track, settings = self._track, self._settings.now
        if track is None:
            return None
        return _Sung(
            track.id,
            track.title,
            self._edition,
            bool(self._song_preferences.song_preferences(track.id).swapped),
            round(state.speed_pitch.semitones),
            (settings.first_singer, settings.second_singer),
            beat_of(track.tempo.bpm),
        )

    def _words_of(self, sung: _Sung, name: str) -> SharedWords:
        if self._lyrics is None:
            return SharedWords(name, sung.title)
        return shared_words(
            swapped(self._lyrics) if sung.swapped else self._lyrics,
            song=name,
            title=sung.title,
            singers=sung.singers,
            semitones=sung.semitones,
            beat_ms=sung.beat_ms,
        )

    def _send_anchor(self, state: SessionState) -> None:
        seen = self._anchor_of(state)
        following = None if seen is None else next_anchor(self._anchor, seen)
        if seen is None and self._anchor is not None:
            self._anchor = None
            self.anchor_changed.emit(None)
        elif following is not None:
            self._anchor = following
            self.anchor_changed.emit(following)

    def _anchor_of(self, state: SessionState) -> Anchor | None:
        """Where the song is now."""
        track, words = self._track, self._words
        if track is None or words is None:
            return None
        now = self._clock.monotonic_ms()
        runs = state.stage is not Stage.PAUSED
        own_time = self._lyrics is not None and self._lyrics.timing is Timing.NONE
        earlier = Ms(0) if own_time else self._song_preferences.earlier(track)
        if state.vocal_mode.alone:
            pacer = state.vocal_mode.prompt.pacer
            runs = runs and pacer.running and pacer.until_ms is None
            return Anchor(words.song, 0, now, pacer.at(now), pacer.speed, runs, earlier)
        if own_time:
            return Anchor(words.song, 0, now, self._start_of_line(words), 1.0, moving=False)
        runs = runs and state.device is Device.READY
        pace = state.speed_pitch.pace
        return Anchor(words.song, 0, now, self._position(state), pace, runs, earlier)

    def _position(self, state: SessionState) -> Ms:
        """What is heard at this moment; the tick was a little before."""
        position = self._bridge.position_now()
        return position if abs(position - state.position_ms) <= ASTRAY_MS else state.position_ms

    def _start_of_line(self, words: SharedWords) -> Ms:
        if not words.lines:
            return Ms(0)
        return words.lines[min(self._place, len(words.lines) - 1)].at_ms
