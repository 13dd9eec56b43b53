"""Listens for the key in which a person sings a song, and moves songs there when asked to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.following.attention import Hearing
from lullaby.following.followed_words import FollowedWords
from lullaby.following.key_finding import FoundKey
from lullaby.following.listening import VoiceReport
from lullaby.following.suiting_key import VoiceRange, range_of, suiting_key, voice_of
from lullaby.library.score_catalogue import Scored
from lullaby.library.song_preferences import SongPreferences
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.prompting import Way
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.following import key_words
from lullaby.ui.following.key_sheet import KeySheet
from lullaby.ui.following.ports import SingingEar, VoicePorts
from lullaby.ui.following.range_bars import RangeBar
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController

PATIENCE_MS = 15_000
"""After so long without an answer the person is asked to sing on."""

FindSongs = Callable[[Callable[[Sequence[tuple[Track, VoiceRange]]], None]], None]
"""Finds all songs whose range is known, and calls back with them later."""


class KeyController(QObject):
    _reported = Signal(object, object)

    def __init__(
        self,
        sheet: KeySheet,
        bridge: SessionBridge,
        settings: SettingsController,
        ports: VoicePorts,
        song_preferences: SongPreferencesController,
        score: Callable[[Track], Scored | None],
        songs: FindSongs,
        undo: UndoController,
    ) -> None:
        """`score` finds the score of a song, `songs` all that can be moved."""
        super().__init__(sheet)
        self._sheet = sheet
        self._bridge = bridge
        self._settings = settings
        self._ports = ports
        self._song_preferences = song_preferences
        self._score = score
        self._songs = songs
        self._undo = undo
        self._track: Track | None = None
        self._words: FollowedWords | None = None
        self._ear: SingingEar | None = None
        self._moved = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._ask_again)
        self._reported.connect(self._take, Qt.ConnectionType.QueuedConnection)
        sheet.closed.connect(self.stop)
        sheet.again_requested.connect(self._press)
        sheet.all_requested.connect(self._move_all)
        sheet.one_requested.connect(self._move_one)

    @property
    def listening(self) -> bool:
        return self._ear is not None

    def begin(self, track: Track, words: FollowedWords) -> None:
        """Listen to somebody who sings this song. The person has allowed it."""
        if self._bridge.state.vocal_mode.prompt.way is Way.VOICE:
            self._bridge.lead(Way.PACE)
        self._track, self._words = track, words
        self._listen()

    def stop(self) -> None:
        """Close the microphone."""
        ear, self._ear = self._ear, None
        self._patience.stop()
        if ear is not None:
            ear.stop()
        self._sheet.show_ear(key_words.ear(False))

    def _listen(self) -> None:
        self.stop()
        words = self._words
        if words is None:
            return
        told: list[SingingEar] = []
        ear = self._ports.make_ear(
            words.melody, lambda report: self._reported.emit(told[0], report)
        )
        told.append(ear)
        self._ear = ear
        ear.start()
        self._patience.start()
        self._sheet.show_listening(key_words.title(), key_words.ask())
        self._sheet.show_ear(key_words.ear(True))

    def _press(self) -> None:
        if self.listening:
            self.stop()
        else:
            self._listen()

    def _ask_again(self) -> None:
        self._sheet.show_listening(key_words.title(), key_words.not_yet())

    def _take(self, ear: SingingEar, report: VoiceReport) -> None:
        """Take a report of an ear, which may have been stopped meanwhile."""
        if ear is not self._ear:
            return
        if report.end is not None:
            self.stop()
            self._sheet.show_listening(key_words.title(), key_words.no_microphone())
        elif report.key is not None:
            self.stop()
            self._answer(report.key)
        elif report.hearing is Hearing.SILENT:
            self.stop()
        else:
            self._sheet.show_ear(key_words.ear(True), report.level)

    def _answer(self, found: FoundKey) -> None:
        words, track = self._words, self._track
        if words is None or track is None:
            return
        song = range_of(words.melody.notes)
        voice = voice_of(song, found.semitones)
        self._moved = suiting_key(song, voice)
        self._settings.change(
            voice_low=round(voice.low),
            voice_middle=round(voice.middle),
            voice_high=round(voice.high),
        )
        scored = self._score(track)
        key = "" if scored is None else scored.score.key
        shift = 12 * round((song.middle + self._moved - voice.middle) / 12)
        bars = [
            RangeBar(key_words.voice_bar(), voice.moved(shift), "fill"),
            RangeBar(key_words.song_bar(key), song, "outline"),
        ]
        if self._moved:
            moved = song.moved(self._moved)
            bars.append(RangeBar(key_words.moved_bar(self._moved), moved, "good"))
        about = key_words.sung_in(key, self._moved)
        self._sheet.show_answer(
            key_words.answer(self._moved), about, bars, bool(self._moved), scored is not None
        )

    def _move_one(self) -> None:
        track = self._track
        self._sheet.close_sheet()
        if track is not None:
            undone = self._move(track, self._moved)
            self._undo.offer(key_words.all_moved(1), undone)

    def _move_all(self) -> None:
        self._sheet.close_sheet()
        now = self._settings.now
        voice = VoiceRange(now.voice_low, now.voice_middle, now.voice_high)
        self._songs(partial(self._take_songs, voice))

    def _take_songs(self, voice: VoiceRange, songs: Sequence[tuple[Track, VoiceRange]]) -> None:
        """Move one song in each turn of the event loop, so that the window never waits."""
        left = list(songs)
        undone: list[Callable[[], None]] = []
        turn = QTimer(self)

        def move_next() -> None:
            if left:
                track, song = left.pop()
                undone.append(self._move(track, suiting_key(song, voice)))
                return
            turn.stop()
            turn.deleteLater()
            self._undo.offer(key_words.all_moved(len(undone)), lambda: _call_all(undone))

        turn.timeout.connect(move_next)
        turn.start(0)

    def _move(self, track: Track, semitones: int) -> Callable[[], None]:
        """Keep a song's key; returns what takes that back."""
        kept: SongPreferences = self._song_preferences.song_preferences(track.id)
        before = kept.speed_pitch or track.speed_pitch or AS_RECORDED
        after = replace(before, semitones=float(semitones))
        self._keep(track.id, after)
        return lambda: self._keep(track.id, before)

    def _keep(self, track: TrackId, speed_pitch: SpeedPitch) -> None:
        self._song_preferences.keep_speed_pitch(track, speed_pitch)
        state = self._bridge.state
        if state.sounding and state.track is not None and state.track.id == track:
            self._bridge.set_speed_pitch(speed_pitch)


def _call_all(calls: Sequence[Callable[[], None]]) -> None:
    for call in calls:
        call()
