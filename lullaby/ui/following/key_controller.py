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
from lullaby.following.singer_voices import read_voices, write_voices
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
        singers: Callable[[], Sequence[str]],
    ) -> None:
        """`score` finds the score of a song, `songs` all that can be moved, `singers` the names of
        those who may sing."""
        super().__init__(sheet)
        self._sheet = sheet
        self._bridge = bridge
        self._settings = settings
        self._ports = ports
        self._song_preferences = song_preferences
        self._score = score
        self._songs = songs
        self._undo = undo
        self._singers = singers
        self._names: Sequence[str] = ()
        self._singer = ""
        self._heard: VoiceRange | None = None
        """How far the voice reaches that was just heard; kept once the sheet closes."""
        self._voice: VoiceRange | None = None
        """The voice that the answer on show is for."""
        self._track: Track | None = None
        self._words: FollowedWords | None = None
        self._ear: SingingEar | None = None
        self._moved = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._ask_again)
        self._reported.connect(self._take, Qt.ConnectionType.QueuedConnection)
        sheet.closed.connect(self._close)
        sheet.singer_chosen.connect(self._choose_singer)
        sheet.again_requested.connect(self._press)
        sheet.all_requested.connect(self._move_all)
        sheet.one_requested.connect(self._move_one)

    @property
    def listening(self) -> bool:
        return self._ear is not None

    def begin(self, track: Track, words: FollowedWords) -> None:
        """Answer for a singer who was heard before, or listen to one. The person has allowed it."""
        if self._bridge.state.vocal_mode.prompt.way is Way.VOICE:
            self._bridge.lead(Way.PACE)
        self._track, self._words, self._heard = track, words, None
        self._names = self._singers()
        before = self._settings.now.key_singer
        self._singer = before if before in self._names else next(iter(self._names), "")
        chosen = self._names.index(self._singer) if self._names else 0
        self._sheet.offer_singers(self._names, chosen)
        self._ask()

    def stop(self) -> None:
        """Close the microphone."""
        ear, self._ear = self._ear, None
        self._patience.stop()
        if ear is not None:
            ear.stop()
        self._sheet.show_ear(key_words.ear(False))

    def _ask(self) -> None:
        known = read_voices(self._settings.now.singer_voices).get(self._singer)
        if known is None:
            self._listen()
        else:
            self.stop()
            self._show_answer(known, key_words.sung_before())

    def _choose_singer(self, at: int) -> None:
        """Somebody else sings, or has just sung."""
        self._singer = self._names[at]
        self._sheet.offer_singers(self._names, at)
        self._settings.change(key_singer=self._singer)
        if self._heard is None:
            self._ask()

    def _close(self) -> None:
        """The sheet is closed: keep the voice that was heard."""
        self.stop()
        heard, self._heard = self._heard, None
        if heard is not None:
            voices = read_voices(self._settings.now.singer_voices) | {self._singer: heard}
            self._settings.change(singer_voices=write_voices(voices))

    def _listen(self) -> None:
        self.stop()
        self._heard = None
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
        voice = self._heard = voice_of(song, found.semitones)
        moved = suiting_key(song, voice)
        self._show_answer(voice, key_words.sung_in(self._key_of(track), moved))

    def _show_answer(self, voice: VoiceRange, about: str) -> None:
        words, track = self._words, self._track
        if words is None or track is None:
            return
        self._voice = voice
        song = range_of(words.melody.notes)
        self._moved = suiting_key(song, voice)
        shift = 12 * round((song.middle + self._moved - voice.middle) / 12)
        bars = [
            RangeBar(key_words.voice_bar(), voice.moved(shift), "fill"),
            RangeBar(key_words.song_bar(self._key_of(track)), song, "outline"),
        ]
        if self._moved:
            moved = song.moved(self._moved)
            bars.append(RangeBar(key_words.moved_bar(self._moved), moved, "good"))
        self._sheet.show_answer(key_words.answer(self._moved), about, bars, bool(self._moved))

    def _key_of(self, track: Track) -> str:
        scored = self._score(track)
        return "" if scored is None else scored.score.key

    def _move_one(self) -> None:
        track = self._track
        self._sheet.close_sheet()
        if track is not None:
            undone = self._move(track, self._moved)
            self._undo.offer(key_words.all_moved(1), undone)

    def _move_all(self) -> None:
        voice = self._voice
        self._sheet.close_sheet()
        if voice is not None:
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
