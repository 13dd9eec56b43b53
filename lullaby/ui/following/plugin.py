"""Adds words that follow a voice, and finding a singer's key, to the Sing screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from lullaby.ui.following.ports import VoicePorts
from lullaby.ui.shell.app_context import AppContext

if TYPE_CHECKING:
    FindLyrics = Callable[["Track"], "Lyrics | None"]
    Ranges = list[tuple["Track", "VoiceRange"]]

    from lullaby.following.suiting_key import VoiceRange
    from lullaby.library.track import Track
    from lullaby.lyrics.model import Lyrics
    from lullaby.stores import Stores
    from lullaby.ui.following.controller import VoiceController
    from lullaby.ui.following.key_controller import KeyController
    from lullaby.ui.sing.screen import SingScreen
    from lullaby.ui.sing.singing_options import FindScore
    from lullaby.ui.sing.song_preferences_controller import SongPreferencesController


class VoiceFollowing:
    """The microphone is opened only when the person asks for it, on the Sing screen."""

    def __init__(
        self,
        ports: VoicePorts,
        song_preferences: SongPreferencesController,
        score: FindScore,
        words: FindLyrics,
    ) -> None:
        """`words` finds the words of a song, in a job of `AppContext.quick`."""
        self._ports = ports
        self._song_preferences = song_preferences
        self._score = score
        self._words = words
        self._controller: VoiceController | None = None
        self._keys: KeyController | None = None

    def add(self, context: AppContext, screen: SingScreen) -> None:
        """Add it to the Sing screen, which is being built."""
        from lullaby.ui.following.consent_sheet import ConsentSheet
        from lullaby.ui.following.controller import VoiceController
        from lullaby.ui.following.key_controller import KeyController
        from lullaby.ui.following.key_sheet import KeySheet
        from lullaby.ui.following.room_ear import RoomEar
        from lullaby.ui.sing.last_heard import LastHeard

        controller = self._controller = VoiceController(
            screen,
            LastHeard(context.theme, screen.words, screen),
            context.bridge,
            context.settings,
            context.notices,
            context.clock,
            self._ports,
            self._song_preferences.earlier,
        )
        keys = self._keys = KeyController(
            KeySheet(context.theme, context.window),
            context.bridge,
            context.settings,
            self._ports,
            self._song_preferences,
            self._score,
            partial(_songs, context, self._words),
            context.undo,
            partial(_singers, context),
        )
        sheet = ConsentSheet(context.theme, context.window)
        ear = RoomEar(context.theme, screen)
        controller.consent_requested.connect(sheet.ask)
        controller.key_wanted.connect(keys.begin)
        sheet.agreed.connect(controller.agree)
        ear.clicked.connect(controller.request)
        controller.listening_changed.connect(ear.show_listening)
        screen.room_changed.connect(ear.show_room)
        context.navigation.signals.shown.connect(controller.look)

    def stop(self) -> None:
        """Close the microphone; the application ends."""
        if self._controller is not None:
            self._controller.leave()
        if self._keys is not None:
            self._keys.stop()


def _singers(context: AppContext) -> list[str]:
    """The names of those who may sing: both singers, and who sang a recording."""
    now = context.settings.now
    recorded = (take.facts.singer for take in reversed(context.stores.takes.all()))
    names = dict.fromkeys((now.first_singer, now.second_singer, *recorded))
    return [name for name in names if name]


def _songs(
    context: AppContext,
    words: FindLyrics,
    take: Callable[[Sequence[tuple[Track, VoiceRange]]], None],
) -> None:
    """Find all songs with notes, in the background: those with scores at once, then those whose
    words carry their notes, one in each job."""

    def read_on(found: Ranges, left: list[Track]) -> None:
        if not left:
            take(found)
            return
        track = left.pop()

        def done(range_: VoiceRange | None) -> None:
            if range_ is not None:
                found.append((track, range_))
            read_on(found, left)

        context.quick.submit(
            lambda _: _range_of_words(words(track)), done, lambda _: read_on(found, left)
        )

    context.slow.submit(
        lambda _: _ranges(context.stores), lambda found: read_on(*found), lambda _: None
    )


def _ranges(stores: Stores) -> tuple[Ranges, list[Track]]:
    """Songs with scores and their ranges, and songs whose words may tell theirs."""
    from lullaby.following.melody import melody_of
    from lullaby.following.suiting_key import range_of
    from lullaby.library.score_catalogue import ScoreCatalogue
    from lullaby.library.track import Words
    from lullaby.songbook.timeline import timeline

    scores = ScoreCatalogue(stores.songs)
    found: Ranges = []
    worded: list[Track] = []
    for track in stores.library.here().tracks():
        if track.sung_by:
            continue
        scored = scores.find(track)
        notes = () if scored is None else melody_of(timeline(scored.score)).notes
        if notes:
            found.append((track, range_of(notes)))
        elif track.words is Words.SYLLABLES:
            worded.append(track)
    return found, worded


def _range_of_words(words: Lyrics | None) -> VoiceRange | None:
    from lullaby.following.followed_words import followed_words
    from lullaby.following.suiting_key import range_of

    followed = None if words is None else followed_words(words)
    return None if followed is None else range_of(followed.melody.notes)
