"""Edits the words of one song: takes actions, keeps each result at once and emits the new state.

The session's player is the only clock: a tap asks it for the position, a loop seeks, a slower speed
is set as the song's speed. What the editor does with the sound, it does with a song of its own: a
running evening is borrowed at the first such act, and given back where it was on leaving.
"""

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from lullaby.helpers import Helpers
from lullaby.jobs import JobRunner
from lullaby.library.own_words import song_of
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import Draft, DraftStore
from lullaby.lyrics.model import Format, Lyrics, Timing
from lullaby.lyrics.placing import Placed, place_words
from lullaby.lyrics.tap_draft import to_lyrics
from lullaby.lyrics.tap_lines import with_words
from lullaby.lyrics.tapping import TapSession
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.words_editor import sentences, state
from lullaby.ui.words_editor.content import EditorContent
from lullaby.ui.words_editor.pace_keeper import PaceKeeper
from lullaby.ui.words_editor.state import Editing
from lullaby.units import Ms

log = logging.getLogger(__name__)

FindWords = Callable[[Track], Lyrics | None]
Rehearse = Callable[[Track, Ms], None]
Change = Callable[[TapSession], TapSession]


class EditorController(QObject):
    opened = Signal(object)
    """Opening: the search for the song's words is finished."""
    changed = Signal(object)
    """Editing"""
    message = Signal(str)
    words_changed = Signal(object)
    """The words of this track were saved."""

    def __init__(
        self,
        bridge: SessionBridge,
        find: FindWords,
        library_model: DraftStore,
        jobs: JobRunner,
        settings: SettingsController,
        rehearse: Rehearse,
        helpers: Helpers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._find = find
        self._library_model = library_model
        self._jobs = jobs
        self._settings = settings
        self._rehearse = rehearse
        self._helpers = helpers
        self._pace = PaceKeeper(bridge)
        self._track: Track | None = None
        self._editing: Editing | None = None
        bridge.position_changed.connect(self._follow_position)
        bridge.stage_changed.connect(self._follow_pace)
        bridge.track_changed.connect(self._follow_pace)

    @property
    def track(self) -> Track | None:
        return self._track

    @property
    def editing(self) -> Editing | None:
        return self._editing

    @property
    def shown(self) -> tuple[Track | None, Lyrics | None]:
        """The song, and its words as they were read."""
        return self._track, None if self._editing is None else self._editing.like

    @property
    def here(self) -> bool:
        """Whether the edited song is the one that plays."""
        state = self._bridge.state
        mine = self._track is not None and state.track is not None
        return mine and state.sounding and state.track.id == self._track.id  # type: ignore[union-attr]

    @property
    def playing(self) -> bool:
        return self.here and self._bridge.state.stage is Stage.PLAYING

    @property
    def place(self) -> tuple[Ms, Ms | None]:
        """Where the edited song is, and its length."""
        state, track = self._bridge.state, self._track
        length = track.duration_ms if track is not None else None
        return (state.position_ms, state.duration_ms or length) if self.here else (Ms(0), length)

    def open_track(self, track: Track) -> None:
        """Find the words of a song; `opened` announces them."""
        self._track, self._editing = track, None
        draft = self._library_model.draft(song_of(track).key)

        def found(words: Lyrics | None) -> None:
            if self._track is track:
                there = words if words is not None and words.has_words else None
                self.opened.emit(EditorContent(track, there, draft))

        self._jobs.submit(lambda _: self._find(track), found, lambda _: found(None))

    def start_editing(self, words: Lyrics | None, before: Draft | None = None) -> None:
        """Edit these words, or none yet; Undo returns to the draft `before`."""
        like = words if words is not None else self._nothing()
        session = TapSession.of(like, delay_ms=self.delay_ms)
        if before is not None:
            session = replace(session, past=(before.session.moment,))
        self._start(Editing(session, like))

    def resume(self, draft: Draft) -> None:
        """Continue a draft."""
        self._start(
            Editing(replace(draft.session, delay_ms=self.delay_ms), draft.like, saved=False)
        )

    def leave(self) -> None:
        """Give back what was borrowed; everything is kept already."""
        self._pace.give_back(self._track)
        self._bridge.give_back()
        self._track, self._editing = None, None

    # Sound

    def toggle(self) -> None:
        """Start, pause or resume the song."""
        if self._track is None:
            return
        play = not self.playing
        self._borrow(start=True)
        if self.playing is not play:
            self._bridge.toggle()
        self._tell()

    def play_line(self) -> None:
        """Play the current line, from a little before it."""
        if self._editing is not None:
            self._play()
            self._bridge.seek(state.play_from(self._editing))

    def go_to(self, position_ms: int) -> None:
        """Go to another place in the song, and begin the song there if it has not begun."""
        if self._editing is None or self._track is None:
            return
        length = self._bridge.state.duration_ms if self.here else self._track.duration_ms
        last = position_ms if length is None else max(0, length - state.LEAST_AFTER_MS)
        to = Ms(min(position_ms, last))
        self._borrow(start=True)
        self._take(state.went_to(self._editing, to))
        self._bridge.seek(to)

    def set_pace(self, by: int) -> None:
        """One step slower (-1) or faster (+1), between 60 and 100 %."""
        self._borrow()
        self._pace.set(self._track, state.slower(self.pace, by))
        self._tell()

    @property
    def pace(self) -> float:
        return self._pace.now(self._track)

    def toggle_loop(self) -> None:
        editing = self._editing
        if editing is None:
            return
        pinned = replace(editing, pinned=None) if editing.pinned else state.pinned_here(editing)
        self._take(pinned)
        if pinned.pinned is not None:
            self._play()

    # Editing

    def tap(self) -> None:
        """Stamp what is next with the current position; start the song if it does not play."""
        if self._editing is None or self._track is None:
            return
        if not self.playing:
            self._play()
            self._tell()
            return
        self._bridge.tick()
        now = self._bridge.state
        self._borrow()
        self._take(state.tapped(self._editing, now.position_ms, now.speed_pitch.pace))
        if self._editing.measured is not None:
            delay = state.delay_measured(self._editing)
            if delay is not None:
                self.set_delay(delay)

    def end_line(self) -> None:
        """Mark the end of the singing in this line."""
        if self.playing:
            self._bridge.tick()
            now = self._bridge.state
            self.act(lambda session: session.end_line(now.position_ms, now.speed_pitch.pace))

    def act(self, change: Change) -> None:
        """Apply a change of the words or stamps."""
        if self._editing is not None:
            self._take(state.took(self._editing, change(self._editing.session)))

    def move(self, change: Callable[[Editing], Editing]) -> None:
        """Apply a change that depends on the current line, or of the current line itself."""
        if self._editing is not None:
            self._take(change(self._editing))

    def type_words(self, text: str, done: bool) -> None:
        """Set the words as typed; before they are `done` they are only kept."""
        editing = self._editing
        if editing is None:
            return
        session = with_words(editing.session, text, editing.like.language)
        if done:
            self._take(state.took(editing, session))
        else:
            self._keep(Draft(session, editing.like))

    def set_language(self, language: str) -> None:
        """Set the language of the words, which determines how lines are split from now on."""
        if self._editing is not None:
            like = replace(self._editing.like, language=language)
            self._take(replace(self._editing, like=like, saved=False))

    @property
    def delay_ms(self) -> Ms:
        return Ms(self._settings.now.tap_delay_ms)

    def set_delay(self, delay_ms: int) -> None:
        """Set how late this person taps, for every song."""
        held = Ms(min(state.MOST_DELAY_MS, max(0, delay_ms)))
        self._settings.change(tap_delay_ms=int(held))
        self.act(lambda session: replace(session, delay_ms=held))

    def measure(self, on: bool) -> None:
        """Switch measuring on or off: taps then show how late the person is, and stamp nothing."""
        self.move(lambda editing: replace(editing, measured=() if on else None))

    def keep(self) -> None:
        """Keep the current state as a draft; every action does so by itself."""
        if self._editing is not None:
            self._editing = replace(self._editing, saved=False)
            self._keep(self._editing.draft)

    def save(self, into_tags: bool = False) -> None:
        """Save the words, in the background."""
        editing, track = self._editing, self._track
        if editing is None or track is None:
            return
        song = song_of(track)
        lyrics = to_lyrics(editing.session, editing.like, track.duration_ms)
        self._jobs.submit(
            lambda _: place_words(song, lyrics, self._library_model, self._helpers, into_tags),
            lambda placed: self._saved(track, editing, placed),
            lambda _: self.message.emit(sentences.not_kept()),
            finish=True,
        )

    def _saved(self, track: Track, saved: Editing, placed: Placed) -> None:
        now = self._editing
        untouched = now is None or self._track is not track or now.session == saved.session
        if saved.all_lines_timed and untouched:
            self._library_model.discard_draft(song_of(track).key)
        if now is not None and self._track is track and now.session == saved.session:
            self._editing = replace(now, saved=True)
            self._tell()
        self.message.emit(sentences.placed(placed))
        self.words_changed.emit(track)

    def _start(self, editing: Editing) -> None:
        self._editing = editing
        self._pace.reapply(self._track)
        self._tell()

    def _take(self, editing: Editing) -> None:
        before, self._editing = self._editing, editing
        self._tell()
        if before is None or state.to_be_kept(before) != state.to_be_kept(editing):
            self._keep(editing.draft)

    def _keep(self, draft: Draft) -> None:
        if self._track is None:
            return
        try:
            self._library_model.keep(song_of(self._track).key, draft)
        except OSError:
            log.warning("the draft could not be kept", exc_info=True)
            self.message.emit(sentences.not_kept())

    def _tell(self) -> None:
        if self._editing is not None:
            self.changed.emit(self._editing)

    def _play(self) -> None:
        self._borrow()
        if not self.playing:
            self.toggle()

    def _borrow(self, start: bool = False) -> None:
        """Work on a song of one's own from now on, from where the evening is in the same song.

        A song that does not play is begun only if this should `start` it.
        """
        now = self._bridge.state
        own = now.programme is not None and not now.programme.remembered
        if self._track is not None and (start or self.here) and not (own and self.here):
            self._rehearse(self._track, now.position_ms if self.here else Ms(0))

    def _follow_position(self, now: SessionState) -> None:
        if self._editing is None or not self.playing:
            return
        editing, to = state.turned_back(self._editing, now.position_ms, now.duration_ms)
        if to is not None:
            self._take(editing)
            self._bridge.seek(to)

    def _follow_pace(self) -> None:
        self._pace.reapply(self._track)

    def _nothing(self) -> Lyrics:
        track = self._track
        named = (track.title, track.artist) if track is not None else ("", "")
        title, artist = (name.encode("utf-8", "replace").decode() for name in named)
        return Lyrics((), Timing.NONE, title, artist, format=Format.LRC)
