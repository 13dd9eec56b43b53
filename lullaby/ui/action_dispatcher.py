"""Turns wishes (keys, buttons that lead elsewhere) into what happens."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.audio.port import SpeedPitch
from lullaby.journal.entry import JournalEntry
from lullaby.library.track import Track, TrackId
from lullaby.session.speed_pitch_steps import keyed, paced
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.places import Places
from lullaby.ui.settings.cards import step_percent
from lullaby.ui.shell.keys import GO, Action, Place
from lullaby.ui.shell.keys_sheet import KeysList
from lullaby.ui.shell.light import Light
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.sheets import Sheet, top_sheet
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.theme.theme import Theme
from lullaby.ui.tonight.answers import Answers
from lullaby.ui.tonight.next_session import NextSession
from lullaby.ui.window import MainWindow, Page

KeepSpeedPitch = Callable[[TrackId, SpeedPitch], None]

NUMBERS = (Action.FIRST, Action.SECOND, Action.THIRD, Action.FOURTH)


class ActionDispatcher(QObject):
    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        places: Places,
        bridge: SessionBridge,
        next_session: NextSession,
        answers: Answers,
        controller: SettingsController,
        light: Light,
        undo: UndoController,
        keep_speed_pitch: KeepSpeedPitch,
    ) -> None:
        """`keep_speed_pitch` remembers the pace and key of a song for the next time."""
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._places = places
        self._bridge = bridge
        self._next_session = next_session
        self._answers = answers
        self._controller = controller
        self._light = light
        self._undo = undo
        self._keep_speed_pitch = keep_speed_pitch
        self._keys_sheet: Sheet | None = None
        self._asked: object = None
        self._mended_from = Page.PLACES
        self._over_words = False
        self._handlers: dict[Action, Callable[[], None]] = {
            Action.TOGGLE: self.toggle,
            Action.BACK: self.back,
            Action.FADE: self._fade,
            Action.CALM: bridge.mark_calm,
            Action.STILL_AWAKE: self._still_awake,
            Action.LAST_SONG: bridge.finish_song,
            Action.SING: self.sing,
            Action.NOTE: self._note,
            Action.LONGER: lambda: self._cycle(+1),
            Action.SHORTER: lambda: self._cycle(-1),
            Action.LIGHT: light.toggle,
            Action.LOUDER: lambda: self._volume(+1),
            Action.SOFTER: lambda: self._volume(-1),
            Action.BEFORE: lambda: self._beside(-1),
            Action.AFTER: lambda: self._beside(+1),
            Action.ROOM: self._room,
            Action.MEND: places.sing.mending.request,
            Action.FIND: self._find,
            Action.UNDO: undo.undo,
            Action.KEYS: self.show_keys,
            Action.SLOWER: lambda: self._pace(-1),
            Action.FASTER: lambda: self._pace(+1),
            Action.LOWER_KEY: lambda: self._key(-1),
            Action.HIGHER_KEY: lambda: self._key(+1),
            Action.SMALLER_WORDS: lambda: self._words(-1),
            Action.LARGER_WORDS: lambda: self._words(+1),
            Action.WAKE: window.wake,
            Action.CHILD_LOCK: window.lock_requested.emit,
        }
        self._connect()

    def register(self, request: Action, act: Callable[[], None]) -> None:
        """What a key does that belongs to one screen alone."""
        self._handlers[request] = act

    def dispatch(self, request: Action) -> None:
        """Do what a key asks for."""
        if request in GO:
            self.go(GO[request])
        elif request in NUMBERS:
            self._number(NUMBERS.index(request))
        else:
            self._handlers[request]()

    def go(self, place: Place) -> None:
        self._leave_welcome()
        self._window.show_place(place)

    def start_evening(self) -> None:
        """The one press."""
        self._leave_welcome()
        if self._window.page is not Page.SING:
            self._window.show_place(Place.TONIGHT)
        self._next_session.start_session()

    def toggle(self) -> None:
        if self._window.page is Page.EDITOR:
            self._places.editor.editor.controller.toggle()
        elif self._bridge.state.sounding:
            self._bridge.toggle()
        elif self._window.page is not Page.CARD and top_sheet(self._window) is None:
            self.start_evening()

    def mend(self, track: Track | None) -> None:
        """Time or mend the words of a song; Esc leads back to where one was."""
        if track is not None and self._window.page is not Page.CARD:
            self._mended_from = self._window.page
            self._window.show_page(Page.EDITOR)
            self._places.editor.open_track(track)

    def sing(self) -> None:
        """To the words, and back to where one was."""
        if self._window.page is Page.SING:
            self._window.show_page(Page.PLACES)
        elif self._window.page is not Page.CARD:
            self.go(Place.SING)

    def back(self) -> None:
        """Esc: the nearest thing is closed; the sound goes on."""
        page, sheet = self._window.page, top_sheet(self._window)
        if sheet is not None:
            sheet.close_sheet()
        elif self._window.bars.put_away():
            pass
        elif page is Page.CARD:
            self._places.card.close_card()
        elif page is Page.SING:
            if self._places.sing.room:
                self._places.sing.set_room(False)
            else:
                self._window.show_page(Page.PLACES)
        elif page is Page.EDITOR:
            self._window.show_page(self._mended_from)
        elif page is Page.WELCOME:
            self.go(Place.TONIGHT)
        elif not self._places.library.step_back() and self._window.place is not Place.TONIGHT:
            self._window.show_place(Place.TONIGHT)

    def show_keys(self) -> None:
        if self._keys_sheet is None:
            self._keys_sheet = Sheet(self._theme, self._window, 620)
            self._keys_sheet.hold(KeysList(self._theme))
        self._keys_sheet.open(self.tr("Keys"))

    def ask(self, entry: JournalEntry, just_ended: bool = False) -> None:
        """Show the card for a night."""
        self._over_words = self._window.page is Page.SING and not just_ended
        self._places.card.ask(entry, just_ended)
        self._window.show_page(Page.CARD)

    def _connect(self) -> None:
        window, places = self._window, self._places
        window.keys.requested.connect(self.dispatch)
        window.rail.requested.connect(self.go)
        window.rail.light_requested.connect(self._light.toggle)
        places.tonight.begun.connect(self.start_evening)
        places.tonight.sing_requested.connect(self.sing)
        places.sing.left.connect(self.back)
        places.sing.begin_requested.connect(self.start_evening)
        places.sing.key_requested.connect(self._key)
        places.sing.pace_requested.connect(self._pace)
        places.settings.keys_requested.connect(self.show_keys)
        places.card.answered.connect(self._answers.write)
        places.card.closed.connect(self._card_closed)
        places.card.awake_requested.connect(self._still_awake)
        places.card.undo_requested.connect(self._undo.undo)
        if places.welcome is not None:
            places.welcome.begun.connect(self.start_evening)
        self._answers.taken_back.connect(self._taken_back)
        self._bridge.stage_changed.connect(self._on_change)

    def _on_change(self, state: SessionState) -> None:
        """An evening has ended: ask how it went, once."""
        if state.stage is not Stage.ENDED or state.entry is None or state.entry == self._asked:
            return
        self._asked = state.entry
        self._next_session.keep_levels()
        free = self._window.isVisible() and self._window.page is not Page.EDITOR
        if self._controller.now.ask_afterwards and free:
            entry = self._answers.entry(state.entry)
            if entry is not None:
                self.ask(entry, just_ended=True)

    def _still_awake(self) -> None:
        """Also from the card that asks how an evening went which has just ended."""
        self._bridge.still_awake()
        if self._bridge.state.sounding and self._places.card.is_open:
            self._asked = None
            self._places.card.close_card()

    def _card_closed(self) -> None:
        self._window.show_place(Place.SING if self._over_words else Place.TONIGHT)

    def _taken_back(self, entry: object) -> None:
        if self._places.card.is_open:
            self._places.card.choose(None)

    def _fade(self) -> None:
        if self._bridge.state.sounding:
            self._bridge.toggle_fade()

    def _note(self) -> None:
        state = self._bridge.state
        open_row = state.entry if state.sounding else None
        entry = self._answers.entry(open_row) if open_row else self._answers.last()
        if entry is not None and self._window.page is not Page.CARD:
            self.ask(entry)

    def _cycle(self, by: int) -> None:
        if self._bridge.state.sounding:
            self._bridge.cycle_minutes(by)
        else:
            self._next_session.cycle_minutes(by)

    def _volume(self, by: int) -> None:
        if self._bridge.state.sounding:
            self._bridge.louder() if by > 0 else self._bridge.softer()
            return
        routine = self._next_session.chosen
        before, now = self._next_session.nudge_volume(by)
        if now != before:
            text = self.tr("The next evening begins at volume {n} of {most}")
            self._undo.offer(
                text.format(n=now, most=self._controller.now.gentle_limit),
                lambda: self._next_session.keep(routine),
            )

    def set_volume(self, step: int) -> None:
        """The music's volume, 0 to 20: of what sounds, or of what the next press begins."""
        if self._bridge.state.sounding:
            self._bridge.set_music_step(step)
        else:
            self._next_session.set_volume(step)

    def _pace(self, by: int) -> None:
        if not self._bridge.pace_words(by):
            self._set_speed_pitch(paced(self._bridge.state.speed_pitch, by))

    def _key(self, by: int) -> None:
        self._set_speed_pitch(keyed(self._bridge.state.speed_pitch, by))

    def _set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """For the song that sounds, now and from now on."""
        track = self._bridge.state.track
        if track is not None and self._bridge.state.sounding:
            self._bridge.set_speed_pitch(speed_pitch)
            self._keep_speed_pitch(track.id, speed_pitch)

    def _words(self, by: int) -> None:
        self._controller.change(words_percent=step_percent(self._controller.now.words_percent, by))

    def _beside(self, by: int) -> None:
        if self._window.page is Page.SING:
            self._places.sing.step_line(by)
        elif self._window.page is Page.EDITOR:
            self._places.editor.editor.editor_actions.step(by)
        elif self._bridge.state.sounding:
            self._bridge.next() if by > 0 else self._bridge.previous()

    def _room(self) -> None:
        if self._window.page is Page.SING:
            self._places.sing.set_room(not self._places.sing.room)

    def _find(self) -> None:
        self.go(Place.LIBRARY)
        self._places.library.begin_search()

    def _number(self, at: int) -> None:
        if self._window.page is Page.CARD:
            if at < 3:
                self._places.card.choose_place(at)
        elif not self._bridge.state.sounding and at < len(self._next_session.routines):
            self._next_session.choose(self._next_session.routines[at])

    def _leave_welcome(self) -> None:
        if not self._controller.now.welcomed:
            self._controller.change(welcomed=True)
