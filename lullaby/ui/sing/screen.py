"""The Sing screen: the words of the current song, in time, with little around them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lullaby.library.track import Track
from lullaby.lyrics.model import Lyrics
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.areas import overhang
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.labels import Elided
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.graphics.backdrop import Backdrop
from lullaby.ui.mirroring import set_margins
from lullaby.ui.sing.aid_tile import HeadTile
from lullaby.ui.sing.aids import SingAids
from lullaby.ui.sing.dock import Dock
from lullaby.ui.sing.edit_words_button import EditWordsButton
from lullaby.ui.sing.evening_tiles import EveningTiles, take_end_offer
from lullaby.ui.sing.heading import HeadLine, SingHead, heading
from lullaby.ui.sing.no_words import NoWords
from lullaby.ui.sing.prompter import Prompter
from lullaby.ui.sing.pulse import WordsPulse
from lullaby.ui.sing.room_controls import RoomControls
from lullaby.ui.sing.singer_bar import SingerBar
from lullaby.ui.sing.singing_options import SingingOptions, as_played
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.sing.staging import beat_of
from lullaby.ui.sing.words_notes import NotesLine
from lullaby.ui.sing.words_source import WordsSource, asked_for
from lullaby.ui.sing.words_view import WordsView
from lullaby.ui.theme.theme import Text, Theme

EDGE = 32
WORDS_EDGE = 150
ROOM_EDGE = 0.06
"""On either side of the Room view's words, as a share of the width."""

LOW = 480
"""Below this height, in px, the margins shrink in favour of the words."""

FirstSong = Callable[[], Track | None]


class SingScreen(QWidget):
    """`first_song` returns what a press would start with, for words before anything plays."""

    left = Signal()
    begin_requested = Signal()
    words_requested = Signal(object)
    """Words are needed for this track."""
    key_requested = Signal(int)
    """One semitone higher (+1) or lower (-1)."""
    pace_requested = Signal(int)
    """One step faster (+1) or slower (-1)."""
    room_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        source: WordsSource,
        first_song: FirstSong,
        song_preferences: SongPreferencesController,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._source = source
        self._first_song = first_song
        self._how: SingingOptions | None = None
        self._backdrop = Backdrop(theme, with_light=True)
        self._track: Track | None = None
        self._at_side, self._shown = 0, False
        self.words = WordsView(theme)
        self.words.stand_on(self, self._ground)
        self._pulse = WordsPulse(self.words, bridge.position_now)
        self._song_preferences = song_preferences
        self.prompter = Prompter(bridge, self.words, self._pulse, song_preferences)
        self._none = NoWords(theme)
        self._none.add_requested.connect(lambda: self.words_requested.emit(self._track))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.words)
        self._stack.addWidget(self._none)
        self._back = RoundButton(theme, "arrow-left", self.tr("Back"))
        self._title = Elided(theme, "", Text.HEADING)
        self._line = HeadLine(theme, "", Text.CAPTION, "text2")
        self.edit_words = EditWordsButton(theme)
        self._room_button = HeadTile(theme, "maximize", self.tr("Room view"))
        self._evening = EveningTiles(theme, bridge)
        self.aids = SingAids(theme)
        self.bar = SingerBar(theme)
        self.dock = Dock(theme)
        self.notes = NotesLine(theme)
        self.controls = RoomControls(theme, self)
        self._lay_out(theme)
        self._connect(bridge)
        theme.changed.connect(self._restyle)
        self.set_room(False)

    def set_singing_options(self, how: SingingOptions) -> None:
        """Add the options of songs with scores."""
        self._how = how
        how.stand_in(self.dock)

    def leave_at_side(self, width: int) -> None:
        """Leave so many px at the end of each line to a panel."""
        self._at_side = width
        self._restyle()

    @property
    def track(self) -> Track | None:
        """The song whose words are shown."""
        return self._track

    @property
    def room(self) -> bool:
        return not self._top.isVisibleTo(self)

    def enter(self) -> None:
        """Show the words of the current song, or of the one that a press would start."""
        if not self._shown:
            self._bridge.position_changed.connect(self.prompter.show_position)
        self._shown = True
        self._bridge.show_words(True)
        self.follow_track(self._bridge.state)
        self._follow_stage(self._bridge.state)
        self.prompter.show_position(self._bridge.state)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        if self._shown:
            self._bridge.position_changed.disconnect(self.prompter.show_position)
        self._shown = False
        self._pulse.rest()
        self._bridge.show_words(False)
        self.set_room(False)

    def set_room(self, room: bool) -> None:
        """Switch the large words of the Room view on or off."""
        self._top.setVisible(not room)
        self.dock.setVisible(not room)
        self.controls.set_open(room)
        self.words.set_room(room)
        self.notes.set_room(room)
        self.bar.show_state(self._bridge.state, room)
        self._margins(room)
        self.room_changed.emit(room)

    def step_back(self) -> bool:
        """Leave the Room view; False if it is off."""
        large = self.room
        if large:
            self.set_room(False)
        return large

    def step_line(self, by: int) -> None:
        """Move one line back (-1) or on (+1): in the recording, or by hand."""
        self.prompter.step(by)

    def words_changed(self, track: Track) -> None:
        """Reload the words of a song after they changed."""
        self._source.forget(track.id)
        if self._track is not None and self._track.id == track.id:
            self._source.ask(track)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._ground())

    def hideEvent(self, event: QHideEvent) -> None:
        self._backdrop.forget()

    def _ground(self) -> QPixmap:
        return self._backdrop.picture(self.size(), self.devicePixelRatioF())

    def _connect(self, bridge: SessionBridge) -> None:
        self._back.clicked.connect(self.left)
        self._room_button.clicked.connect(lambda: self.set_room(True))
        self.controls.left.connect(lambda: self.set_room(False))
        self.controls.pause_requested.connect(self._toggle)
        self.controls.previous_line_requested.connect(lambda: self.step_line(-1))
        self.controls.next_song_requested.connect(bridge.next)
        self.controls.calm_requested.connect(bridge.toggle_calm)
        self.controls.end_requested.connect(partial(take_end_offer, bridge))
        self.controls.timer_requested.connect(lambda: bridge.cycle_minutes(+1))
        self.controls.shown.connect(self._show_pointer)
        self._evening.resized.connect(self._restyle)
        transport = self.dock.transport
        transport.line_requested.connect(self.step_line)
        transport.song_requested.connect(lambda by: bridge.next() if by > 0 else bridge.previous())
        transport.pause_requested.connect(self._toggle)
        bridge.track_changed.connect(transport.show_state)
        self.dock.key_requested.connect(self.key_requested)
        self.dock.pace_requested.connect(self.pace_requested)
        self._source.found.connect(self._take_words)
        bridge.track_changed.connect(self.follow_track)
        bridge.speed_pitch_changed.connect(self.follow_track)
        bridge.stage_changed.connect(self._follow_stage)
        bridge.stage_changed.connect(self.follow_track)
        bridge.timer_changed.connect(self.controls.show_state)
        bridge.track_changed.connect(self.controls.show_state)
        bridge.vocal_mode_changed.connect(self._follow_stage)
        bridge.vocal_mode_changed.connect(self.follow_track)
        bridge.device_changed.connect(self._follow_song_preferences)
        self._song_preferences.changed.connect(self._follow_song_preferences)

    def _show_pointer(self, shown: bool) -> None:
        """Hide the pointer together with the Room view's controls."""
        if shown:
            self.unsetCursor()
        else:
            self._focus_words()
            self.setCursor(Qt.CursorShape.BlankCursor)

    def _toggle(self) -> None:
        if self._bridge.state.sounding:
            self._bridge.toggle()
        else:
            self.begin_requested.emit()

    def _follow_stage(self, state: SessionState) -> None:
        self._pulse.doubt()
        self.dock.transport.show_state(state)
        self.controls.show_state(state)
        self._refit(self.aids.show_lead(state.sounding and state.vocal_mode.alone))
        self.bar.show_state(state, self.room)
        if state.vocal_mode.alone:
            self._focus_words()

    def _refit(self, needed: bool) -> None:
        """Update after a label in the head changed."""
        if needed:
            self._restyle()

    def _focus_words(self) -> None:
        """Focus the words, unless something covers them."""
        focused = QApplication.focusWidget()
        held = focused is not None and focused.isVisible() and not self.isAncestorOf(focused)
        if self._shown and not held:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_song_preferences(self) -> None:
        """Update after a preference of this song changed."""
        self.follow_track(self._bridge.state)
        self.prompter.words_moved()

    def follow_track(self, state: SessionState) -> None:
        """Show the words of the current song, or of the one that a press would start."""
        if not self._shown:
            return
        track = as_played(state) if state.sounding else self._first_song()
        self._refit(self._title.say(track.title if track else self.tr("Sing")))
        alone = state.sounding and state.vocal_mode.alone
        pace = state.vocal_mode.prompt.speed if alone else state.speed_pitch.pace
        text = heading(self._song_preferences, self._how, track, state.speed_pitch, pace)
        self._line.setText(text)
        key = self._how.key_value(track, state.speed_pitch) if self._how else ""
        self.dock.show_speed_pitch(state.speed_pitch, state.sounding and track is not None, key)
        if alone and track is not None:
            self.dock.show_pace(pace)
        self.words.chords.set_key(round(state.speed_pitch.semitones))
        self.aids.set_there(track is not None)
        if track is None:
            self._track = None
            self.prompter.take(None, None, 1_000)
            self.notes.show_words(None)
            self._say_none(self.tr("No song right now. Humming works too."), False)
        elif self._track is None or asked_for(track) != asked_for(self._track):
            another = self._track is None or self._track.id != track.id
            self._track = track
            if another:
                self._clear_words()
            self._source.ask(track)

    def _clear_words(self) -> None:
        """Show nothing until the words of the current song are found."""
        self.prompter.take(None, None, 1_000)
        self.notes.show_words(None)
        self._refit(self.edit_words.offer(None, None))
        self._stack.setCurrentIndex(0)

    def _take_words(self, asked: object, words: Lyrics | None) -> None:
        if self._track is None or asked != asked_for(self._track):
            return
        tempo = self._track.tempo.bpm
        there = words if words and words.has_words else None
        self.prompter.take(self._track, there, beat_of(tempo))
        self.notes.show_words(words)
        if self.words.lyrics is None:
            self._say_none(self.tr("No words for this one yet. Humming works too."), True)
            self.dock.show_translation(False)
            return
        self._stack.setCurrentIndex(0)
        self._focus_words()
        self._refit(self.edit_words.offer(self._track, self.words.timed))
        self.dock.show_translation(any(line.translation for line in self.words.lyrics.lines))

    def _say_none(self, sentence: str, may_add: bool) -> None:
        self._none.say(sentence, may_add)
        self._refit(self.edit_words.offer(self._track, None))
        self._stack.setCurrentIndex(1)

    def _lay_out(self, theme: Theme) -> None:
        title = (self._title, self._line)
        tools = (self.aids, self.edit_words, self._room_button, self._evening)
        self._top = SingHead(theme, self._back, title, tools, self._evening.chip, EDGE)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self._stack)
        docked = QVBoxLayout()
        docked.setContentsMargins(16, 0, 16, 0)
        for low in (self.notes, self.bar.note, self.bar, self.dock):
            docked.addWidget(low, 0, Qt.AlignmentFlag.AlignCenter)
        column = self._column = QVBoxLayout(self)
        column.addWidget(self._top)
        column.addWidget(self.controls.head)
        column.addLayout(self._middle, 1)
        column.addLayout(docked)
        column.addWidget(self.controls.foot)

    def _margins(self, room: bool) -> None:
        if room:
            edge = round(self.width() * ROOM_EDGE)
            self._middle.setContentsMargins(edge, 0, edge, 0)
            return
        edge = min(WORDS_EDGE, max(24, (self.width() - self._at_side) // 9))
        set_margins(self._middle, edge, 0, min(edge, 100), 0)

    def _restyle(self) -> None:
        low = self.height() - overhang(self) < LOW
        width = self.width() - self._at_side
        set_margins(self._column, 0, 0, self._at_side, 8 if low else 24)
        set_spacing(self._column, 6 if low else 12)
        self._margins(self.room)
        self.dock.fit(width - 32)
        self.controls.fit(width)
        self.bar.fit(width - 32)
        leaving = (self.edit_words, self.aids.song_preferences, self._room_button, self.aids.lead)
        leaving += self._evening.leaving
        self._top.fit(width, low, leaving)
        self.update()
