"""Stores how this family sings each song, applies it automatically, and clears it in one press.

It connects the Sing screen, the store and the session; it also stores the delay of the words on
each loudspeaker.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.library.chosen_recordings import ChosenRecordings
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.song_preferences import (
    EVERYBODY,
    MOST_LOUDER,
    Child,
    ChildId,
    SongPreferences,
    TakeId,
    moved,
)
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.store import LibraryStore
from lullaby.library.take import Take
from lullaby.library.track import Track, TrackId
from lullaby.settings import SettingsFile
from lullaby.storage.pending_writes import PendingWrites
from lullaby.storage.transaction import StorageError
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.sing import song_preferences_words
from lullaby.units import Ms

RenameChild = Callable[[ChildId, str], None]
"""May raise `StorageError`."""


class SongPreferencesController(QObject):
    changed = Signal()
    """Another child, or a changed preference of a song or loudspeaker."""
    no_room = Signal(object)
    """Something could not be saved."""

    def __init__(
        self,
        store: SongPreferencesStore,
        library: LibraryStore,
        bridge: SessionBridge,
        settings: SettingsFile,
        undo: UndoController,
        unwritten: PendingWrites | None = None,
        rename_child: RenameChild | None = None,
        recordings: ChosenRecordings | None = None,
    ) -> None:
        """`rename_child` renames a child wherever it is named, not in `store` only; without
        `recordings` songs play as themselves."""
        super().__init__()
        self._unwritten = unwritten or PendingWrites()
        self._wanted: dict[tuple[TrackId, ChildId], SongPreferences] = {}
        """Preferences of a song with a child that wait to be written."""
        self._store = store
        self._library = library
        self._bridge = bridge
        self._settings = settings
        self._undo = undo
        self._rename_child = rename_child or store.rename_child
        self._recordings = recordings
        self._kept: dict[TrackId, SongPreferences] = {}
        self._speaker: tuple[str, Ms] | None = None

    # Children

    def named(self) -> list[Child]:
        try:
            return self._store.children()
        except StorageError:
            return []

    @property
    def child(self) -> Child | None:
        """The child that songs are sung with; None for everybody."""
        return next((each for each in self.named() if each.id == self._settings.now.child), None)

    def sing_with(self, child: ChildId) -> None:
        """Choose a child; the current song changes at once."""
        self._settings.change(child=int(child))
        self._apply()

    def name_child(self, child: ChildId | None, name: str) -> None:
        """Name or rename a child; an empty name removes it."""
        if child is None and name:
            self._write(lambda: self._store.name_child(name))
        elif child is not None and name:
            self._write(lambda: self._rename_child(child, name))
        elif child is not None:
            self._write(lambda: self._store.forget_child(child))
        self._apply()

    # A song

    def song_preferences(self, track: TrackId) -> SongPreferences:
        """The preferences with this child; speed and pitch for everybody are the track's."""
        if track not in self._kept:
            try:
                found = self._store.of(track, self._who)
            except StorageError:
                return SongPreferences()
            own = self._waiting(track, self._who)
            self._kept[track] = found if own is None else own.over(found)
        return self._kept[track]

    def words(self, track: Track) -> str:
        """As with {name}: 2 semitones lower, a little slower. Empty if there are none."""
        return song_preferences_words.sentence(self._sung(track.id), self.child)

    def is_kept(self, track: TrackId) -> bool:
        """Whether there is something to clear."""
        own = self._own(track)
        if self._who != EVERYBODY:
            return not own.is_plain
        known = self._known(track)
        return not (
            own.is_plain and known.speed_pitch == AS_RECORDED and known.singing == WHOLE_SONG
        )

    def keep_speed_pitch(self, track: TrackId, speed_pitch: SpeedPitch) -> None:
        self._keep(track, speed_pitch=speed_pitch)

    def keep_singing(self, track: TrackId, singing: Singing) -> None:
        """Set whether the melody plays, and which verses."""
        self._keep(track, singing=singing)

    def louder(self, track: TrackId, steps: int) -> None:
        """Make one song softer (-) or louder (+) than the others."""
        now = (self.song_preferences(track).louder or 0) + steps
        now = max(-MOST_LOUDER, min(MOST_LOUDER, now))
        self._keep(track, louder=now)
        if self._sounds(track):
            self._bridge.set_louder(now)

    def move_words(self, track: TrackId, steps: int) -> None:
        """Show the words of one song earlier (+) or later (-), on every loudspeaker."""
        self._keep(track, earlier_ms=moved(self.song_preferences(track).earlier_ms or Ms(0), steps))

    def swap_parts(self, track: TrackId, swapped: bool) -> None:
        self._keep(track, swapped=swapped)

    def recordings(self, track: Track) -> tuple[Track, list[Take]]:
        """The song that a track is, or is a recording of, and the takes of it, the newest first."""
        if self._recordings is None:
            return track, []
        try:
            song = self._recordings.song_of(track)
            return song, self._recordings.of(song)
        except StorageError:
            return track, []

    def play_instead(self, song: TrackId, recording: TakeId) -> None:
        """From the next time on, play a take instead of a song; `SONG_ITSELF` plays the song."""
        self._keep(song, recording=recording)

    def clear(self, track: TrackId) -> None:
        """Return to the preferences for everybody, or to the original song."""
        who, own, known = self._who, self._own(track), self._known(track)
        self._unwritten.give_up(("kin", track, who))
        self._write(lambda: self._store.clear(track, who))
        self._apply()

        def take_back() -> None:
            everybody = replace(own, speed_pitch=known.speed_pitch, singing=known.singing)
            kept = everybody if who == EVERYBODY else own
            self._write(lambda: self._store.keep(track, who, kept))
            self._apply()

        child = self.child
        self._undo.offer(song_preferences_words.cleared(child), take_back)

    # Words and sound

    def earlier(self, track: Track) -> Ms:
        """How much earlier words are shown, in ms: for the song plus for the loudspeaker."""
        return Ms((self.song_preferences(track.id).earlier_ms or 0) + self.on_speaker)

    @property
    def on_speaker(self) -> Ms:
        name = self._bridge.state.speaker
        if self._speaker is None or self._speaker[0] != name:
            try:
                self._speaker = (name, self._store.words_on(name))
            except StorageError:
                return Ms(0)
        return self._speaker[1]

    def move_words_on_speaker(self, steps: int) -> None:
        """Show words earlier (+) or later (-) on this loudspeaker, for every song."""
        name, now = self._bridge.state.speaker, moved(self.on_speaker, steps)
        self._unwritten.write(("words on", name), lambda: self._store.move_words_on(name, now))
        self._speaker = (name, now)
        self.changed.emit()

    @property
    def _who(self) -> ChildId:
        child = self.child
        return EVERYBODY if child is None else child.id

    def _waiting(self, track: TrackId, who: ChildId) -> SongPreferences | None:
        """Preferences that are not written yet."""
        waits = self._unwritten.waits(("kin", track, who))
        return self._wanted.get((track, who)) if waits else None

    def _own(self, track: TrackId) -> SongPreferences:
        waiting = self._waiting(track, self._who)
        if waiting is not None:
            return waiting
        try:
            return self._store.own(track, self._who)
        except StorageError:
            return SongPreferences()

    def _known(self, track: TrackId) -> SongPreferences:
        """Speed, pitch, melody and verses for everybody."""
        try:
            known = self._library.track(track)
        except StorageError:
            known = None
        return (
            SongPreferences(AS_RECORDED)
            if known is None
            else SongPreferences(known.speed_pitch, singing=known.singing)
        )

    def _sung(self, track: TrackId) -> SongPreferences:
        """All preferences that apply now."""
        return self.song_preferences(track).over(self._known(track))

    def _sounds(self, track: TrackId) -> bool:
        now = self._bridge.state
        return now.sounding and now.track is not None and now.track.id == track

    def _keep(self, track: TrackId, **changes: object) -> None:
        who, own = self._who, replace(self._own(track), **changes)
        self._wanted[track, who] = own
        self._unwritten.write(("kin", track, who), lambda: self._store.keep(track, who, own))
        self._kept.pop(track, None)
        self.changed.emit()

    def _apply(self) -> None:
        """Apply the current preferences to the current song."""
        self._kept.clear()
        state = self._bridge.state
        if state.sounding and state.track is not None:
            song_preferences = self._sung(state.track.id)
            self._bridge.set_speed_pitch(song_preferences.speed_pitch or AS_RECORDED)
            self._bridge.set_singing(song_preferences.singing or WHOLE_SONG)
            self._bridge.set_louder(song_preferences.louder or 0)
        self.changed.emit()

    def _write(self, write: Callable[[], object]) -> None:
        try:
            write()
        except StorageError as problem:
            self.no_room.emit(problem)
