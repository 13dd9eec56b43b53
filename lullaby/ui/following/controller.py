"""Opens and closes the microphone while the words of a song follow a voice, and moves the words."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from lullaby.clock import Clock
from lullaby.following.attention import Hearing
from lullaby.following.followed_words import FollowedWords, followed_words
from lullaby.following.listening import VoiceReport
from lullaby.library.track import Track
from lullaby.lyrics.prompting import Way
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.following import voice_words
from lullaby.ui.following.ports import SingingEar, VoicePorts
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.sing.ear_pill import EarTexts
from lullaby.ui.sing.last_heard import LastHeard
from lullaby.ui.sing.screen import SingScreen
from lullaby.units import Ms

HIDDEN_FOR_MS = 30_000
"""So long the window may be out of sight before the microphone is closed."""

WATCH_MS = 1_000
"""How often it looks whether the window is in sight."""

TEMPO_STEP = 0.05
NOTED_EVERY_S = 1.0
"""Seconds of singing from one note for the journal to the next."""

NOTICE = "voice"


class VoiceController(QObject):
    listening_changed = Signal(bool)
    """The microphone is open, or closed again."""
    consent_requested = Signal()
    key_wanted = Signal(object, object)
    """The key is to be found in which this Track with these FollowedWords is sung."""
    _reported = Signal(object, object)

    def __init__(
        self,
        screen: SingScreen,
        last_heard: LastHeard,
        bridge: SessionBridge,
        settings: SettingsController,
        notices: Notifications,
        clock: Clock,
        ports: VoicePorts,
        earlier: Callable[[Track], Ms],
    ) -> None:
        """`earlier` is by how much the words of a song are shown ahead of their times."""
        super().__init__(screen)
        self._screen = screen
        self._last_heard = last_heard
        self._bridge = bridge
        self._settings = settings
        self._notices = notices
        self._clock = clock
        self._ports = ports
        self._earlier = earlier
        self._words: FollowedWords | None = None
        self._ear: SingingEar | None = None
        self._wants_key = False
        """Whether the person asked for a key, not for words that follow."""
        self._silent = False
        """Closed because nobody sang for long; a press opens it again."""
        self._seen_ms = clock.monotonic_ms()
        """When the window was last in sight."""
        self._noted_s = 0.0
        """Seconds of singing since the microphone was opened that the journal has."""
        self._reported.connect(self._take, Qt.ConnectionType.QueuedConnection)
        screen.prompter.words_taken.connect(self._take_words)
        screen.prompter.stepped.connect(self._stepped)
        screen.bar.voice_requested.connect(self.request)
        screen.bar.ear_pressed.connect(self.request)
        screen.bar.key_requested.connect(self.request_key)
        screen.bar.verse_requested.connect(self._show_next_verse)
        last_heard.line_chosen.connect(self._go_to)
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self.look)
        for signal in (bridge.stage_changed, bridge.track_changed, bridge.vocal_mode_changed):
            signal.connect(self.follow)

    @property
    def listening(self) -> bool:
        """Whether the microphone is open."""
        return self._ear is not None

    @property
    def words(self) -> FollowedWords | None:
        """The words of this song, if a voice can be followed through them."""
        return self._words

    def request(self) -> None:
        """Listen, after asking for consent once; a second request stops that."""
        self._wants_key = False
        if self.listening:
            self._bridge.lead(Way.PACE)
        elif not self._bridge.state.vocal_mode.alone:
            return
        elif self._words is not None and not self._settings.now.may_listen:
            self.consent_requested.emit()
        elif self._words is not None:
            self._silent = False
            self._bridge.lead(Way.VOICE)
            self.follow(self._bridge.state)

    def request_key(self) -> None:
        """Find the singer's key, after asking for consent once."""
        self._wants_key = True
        if self._words is None or not self._bridge.state.vocal_mode.alone:
            return
        if self._settings.now.may_listen:
            track = self._bridge.state.track
            self.key_wanted.emit(track, self._words)
        else:
            self.consent_requested.emit()

    def agree(self) -> None:
        """The person allows to listen, now and in future."""
        self._settings.change(may_listen=True)
        if self._wants_key:
            self.request_key()
        else:
            self.request()

    def follow(self, state: SessionState) -> None:
        """Open or close the microphone as the evening and the window require."""
        mode = state.vocal_mode
        by_voice = state.sounding and mode.alone and mode.prompt.way is Way.VOICE
        if not by_voice:
            self._silent = False
            self._watch.stop()
        elif not self._watch.isActive():
            self._watch.start()
        if by_voice and self._screen.prompter.sung is not None and self._words is None:
            self._bridge.lead(Way.PACE)
            return
        wanted = by_voice and self._words is not None and state.stage is Stage.PLAYING
        if wanted and self._in_sight() and not self._silent and self._settings.now.may_listen:
            self._open(state)
        else:
            self._close()

    def look(self) -> None:
        """The words may have left the screen, or be there again."""
        self.follow(self._bridge.state)

    def leave(self) -> None:
        """Close the microphone; the application ends."""
        self._watch.stop()
        self._close()

    def _in_sight(self) -> bool:
        """Whether the words are, or were until a moment ago, in sight."""
        window, now = self._screen.window(), self._clock.monotonic_ms()
        if not self._screen.isVisibleTo(window):
            return False
        if window.isVisible() and not window.isMinimized():
            self._seen_ms = now
        return now - self._seen_ms <= HIDDEN_FOR_MS

    def _take_words(self) -> None:
        sung = self._screen.prompter.sung
        words = None if sung is None else followed_words(sung)
        if words != self._words:
            self._close()
            self._words = words
        self._screen.bar.offer_voice(words is not None, _verses(words) > 1)
        self.follow(self._bridge.state)

    def _open(self, state: SessionState) -> None:
        words = self._words
        if self._ear is not None or words is None:
            return
        told: list[SingingEar] = []

        def tell(report: VoiceReport) -> None:
            self._reported.emit(told[0], report)

        ear = self._ports.make_ear(words.melody, tell)
        told.append(ear)
        self._ear, self._noted_s = ear, 0.0
        at = Ms(state.position_ms + self._ahead(state))
        ear.start(words.line_at(at) if at > words.starts[words.melody.notes[0].syllable] else None)
        self._notices.take_back(NOTICE)
        self._show(Hearing.READY)
        self.listening_changed.emit(True)

    def _close(self) -> None:
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.stop()
            self.listening_changed.emit(False)
        self._show(None)

    def _take(self, ear: SingingEar, report: VoiceReport) -> None:
        """Take a report of an ear, which may have been stopped meanwhile."""
        if ear is not self._ear:
            return
        if report.end is not None:
            self._close()
            self._bridge.lead(Way.PACE)
            self._notices.say(NOTICE, *voice_words.ended(report.end))
            return
        if report.hearing is Hearing.SILENT:
            self._silent = True
            self._close()
            return
        self._note(report.sung_s)
        if report.moved and report.syllable is not None:
            self._move(report.syllable, report.tempo)
        self._show(report.hearing)
        self._screen.bar.ear.show_level(report.level)

    def _note(self, sung_s: float) -> None:
        """Note in the journal for how long somebody sang, if that is wanted."""
        more_s = sung_s - self._noted_s
        if more_s < NOTED_EVERY_S:
            return
        self._noted_s = sung_s
        if self._settings.now.note_singing:
            self._bridge.note_voice(Ms(round(1000 * more_s)))

    def _move(self, syllable: int, tempo: float) -> None:
        """Show a syllable; the words wait at its end."""
        found, ahead = self._words, self._ahead(self._bridge.state)
        if found is None or syllable >= len(found.starts):
            return
        start, end = found.starts[syllable], found.ends[syllable]
        speed = round(tempo / TEMPO_STEP) * TEMPO_STEP
        self._bridge.hear(Ms(start - ahead), Ms(max(start, end - 1) - ahead), speed)

    def _stepped(self) -> None:
        """A line was turned by hand, so the singer is there."""
        if self._ear is not None and self._words is not None:
            state = self._bridge.state
            self._ear.place(self._words.line_at(Ms(state.position_ms + self._ahead(state))))
            self._last_heard.place()

    def _go_to(self, line: int) -> None:
        """The singer pressed a line of the words."""
        syllable = None if self._words is None else self._words.syllable_of(line)
        if self._words is None or syllable is None:
            return
        self._move(syllable, self._bridge.state.vocal_mode.prompt.speed)
        if self._ear is not None:
            self._ear.place(self._words.lines.index(line))

    def _show_next_verse(self) -> None:
        if self._ear is not None:
            self._ear.show_next_verse()

    def _ahead(self, state: SessionState) -> Ms:
        return Ms(0) if state.track is None else self._earlier(state.track)

    def _show(self, hearing: Hearing | None) -> None:
        texts: EarTexts = voice_words.ear(hearing)
        self._screen.bar.show_voice(texts, self.listening, voice_words.privacy())
        self._last_heard.show_hearing(hearing)


def _verses(words: FollowedWords | None) -> int:
    return 0 if words is None else len(set(words.melody.verses))
