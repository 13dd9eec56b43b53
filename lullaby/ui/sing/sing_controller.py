"""Carries out the Sing screen's own keys and buttons."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.sing.screen import SingScreen
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.sing.song_preferences_panel import SongPreferencesPanel


class SingController(QObject):
    def __init__(
        self,
        screen: SingScreen,
        bridge: SessionBridge,
        next_session: NextSession,
        song_preferences: SongPreferencesController,
        sheet: SongPreferencesPanel,
        show: Callable[[], None],
    ) -> None:
        """`show` brings the words on screen."""
        super().__init__(screen)
        self._screen = screen
        self._bridge = bridge
        self._next_session = next_session
        self._song_preferences = song_preferences
        self._show = show
        self.sheet = sheet
        screen.aids.hand_over_requested.connect(self.switch_lead)
        screen.aids.song_preferences_requested.connect(self._open_song_preferences)
        screen.bar.way_requested.connect(bridge.lead)
        next_session.songs.came.connect(self._show_words)
        self.handlers: dict[Action, Callable[[], None]] = {
            Action.HAND_OVER: self.switch_lead,
            Action.NEXT_WAY: screen.prompter.next_way,
            Action.BEAT: self._beat,
            Action.SONG_PREFERENCES: self._open_song_preferences,
            Action.WORDS_EARLIER: lambda: song_preferences.move_words_on_speaker(+1),
            Action.WORDS_LATER: lambda: song_preferences.move_words_on_speaker(-1),
            Action.SONG_EARLIER: lambda: self._move_words(+1),
            Action.SONG_LATER: lambda: self._move_words(-1),
        }

    def switch_lead(self) -> None:
        """Sing without the recording, or bring it back."""
        state = self._bridge.state
        self._show()
        if not state.sounding:
            self._next_session.start_session(by_voice=True)
        elif state.track is not None:
            self._screen.prompter.switch_lead()

    def _show_words(self) -> None:
        """Show the words of the song that a press would start, once it is known."""
        self._screen.follow_track(self._bridge.state)

    def _beat(self) -> None:
        """Space: a beat of the rocking, or the next line."""
        self._screen.prompter.beat()

    def _open_song_preferences(self) -> None:
        track = self._screen.track
        if track is not None:
            words = self._screen.notes.words
            self.sheet.open_for(
                track,
                two_voices=self._screen.prompter.two_voices,
                other_letters=words is not None and words.ways is not None,
                has_chords=self._screen.words.chords.there,
            )

    def _move_words(self, steps: int) -> None:
        track = self._screen.track
        if track is not None:
            self._song_preferences.move_words(track.id, steps)
