"""Dispatches actions from keys and buttons."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject

from lullaby.audio.port import SpeedPitch
from lullaby.library.track import TrackId
from lullaby.session.speed_pitch_steps import keyed, paced
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.keys import Action, ScreenId, ShowScreen
from lullaby.ui.shell.keys_sheet import KeyLine, KeysList
from lullaby.ui.shell.light import Light
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.screens import Screens
from lullaby.ui.shell.settings_controller import SettingsController, step_percent
from lullaby.ui.shell.sheets import Sheet, top_sheet
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.shell.window import MainWindow
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Theme

KeepSpeedPitch = Callable[[TrackId, SpeedPitch], None]


class ActionDispatcher(QObject):
    """Carries out actions: those of no screen itself, the others through a screen.

    It offers an action to the screen on show first, then to whichever screen handles it.
    """

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        bridge: SessionBridge,
        next_session: NextSession,
        settings: SettingsController,
        light: Light,
        undo: UndoController,
        keep_speed_pitch: KeepSpeedPitch,
        key_lines: Callable[[], list[KeyLine]],
    ) -> None:
        """`keep_speed_pitch` stores the speed and pitch of a song; `key_lines` returns the content
        of the key sheet."""
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._bridge = bridge
        self._next_session = next_session
        self._settings = settings
        self._light = light
        self._undo = undo
        self._keep_speed_pitch = keep_speed_pitch
        self._key_lines = key_lines
        self._keys_sheet: Sheet | None = None
        self._handlers: dict[Enum, Callable[[], None]] = {
            Action.TOGGLE: self.toggle,
            Action.BACK: self.back,
            Action.FADE: self._fade,
            Action.CALM: bridge.mark_calm,
            Action.STILL_AWAKE: bridge.still_awake,
            Action.LAST_SONG: bridge.end_after_song,
            Action.LONGER: lambda: self._cycle(+1),
            Action.SHORTER: lambda: self._cycle(-1),
            Action.LIGHT: light.toggle,
            Action.LOUDER: lambda: self._volume(+1),
            Action.SOFTER: lambda: self._volume(-1),
            Action.BEFORE: lambda: self._beside(-1),
            Action.AFTER: lambda: self._beside(+1),
            Action.UNDO: self._undo_last,
            Action.KEYS: self.show_keys,
            Action.SLOWER: lambda: self._pace(-1),
            Action.FASTER: lambda: self._pace(+1),
            Action.LOWER_KEY: lambda: self._key(-1),
            Action.HIGHER_KEY: lambda: self._key(+1),
            Action.SMALLER_WORDS: lambda: self._words(-1),
            Action.LARGER_WORDS: lambda: self._words(+1),
            Action.CHILD_LOCK: window.lock_requested.emit,
        }
        window.keys.requested.connect(self.dispatch)

    def hold(self, screens: Screens) -> None:
        """Connect the screens and the rail."""
        self._screens = screens
        self._window.rail.requested.connect(self.go)
        self._window.rail.light_requested.connect(self._light.toggle)
        self._window.signals.shown.connect(screens.forget_waiting)
        self._handlers.update(screens.actions())

    def dispatch(self, request: Enum | ShowScreen) -> None:
        """Carry out a request from a key; does nothing if no screen handles it."""
        if isinstance(request, ShowScreen):
            self.go(request.screen)
            return
        own = self._window.shown_screen.own_actions
        act = own.get(request) or self._handlers.get(request)
        if act is not None:
            act()

    def go(self, screen: ScreenId) -> None:
        """Show a screen, once it is built. Dropped if another screen is shown meanwhile."""
        self._screens.forget_waiting()
        self._screens.build_soon(screen, lambda: self._window.show_screen(screen))

    def start_evening(self) -> None:
        """Start the chosen routine."""
        if not self._window.stays:
            self._window.show_screen(self._window.home)
        self._next_session.start_session()

    def toggle(self) -> None:
        """Start, pause or resume."""
        if self._bridge.state.sounding:
            self._bridge.toggle()
        elif not self._window.asking and top_sheet(self._window) is None:
            self.start_evening()

    def back(self) -> None:
        """Esc: close the nearest thing; the sound continues."""
        window, sheet = self._window, top_sheet(self._window)
        if sheet is not None:
            sheet.step_back()
        elif window.bars.dismiss() or window.shown_screen.step_back():
            pass
        elif window.current == window.place:
            window.show_screen(window.home)
        else:
            window.show_place()

    def show_keys(self) -> None:
        if self._keys_sheet is None:
            self._keys_sheet = Sheet(self._theme, self._window, 620)
            self._keys_sheet.hold(KeysList(self._theme, self._key_lines()))
        self._keys_sheet.open(self.tr("Keys"))

    def set_volume(self, step: int) -> None:
        """Set the music's volume, 0 to 20: of the current evening, or of the next one."""
        if self._bridge.state.sounding:
            self._bridge.set_music_step(step)
        else:
            self._next_session.set_volume(step)

    def _fade(self) -> None:
        if self._bridge.state.sounding:
            self._bridge.toggle_fade()

    def _undo_last(self) -> None:
        """Undo the last change; with none, the minute of calm, which can be undone all evening."""
        state = self._bridge.state
        if self._undo.is_open:
            self._undo.undo()
        elif state.changeable and state.calm_after_ms is not None:
            self._bridge.toggle_calm()

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
                text.format(n=whole(now), most=whole(self._settings.now.gentle_limit)),
                lambda: self._next_session.keep(routine),
            )

    def _pace(self, by: int) -> None:
        if not self._bridge.pace_words(by):
            self._set_speed_pitch(paced(self._bridge.state.speed_pitch, by))

    def _key(self, by: int) -> None:
        self._set_speed_pitch(keyed(self._bridge.state.speed_pitch, by))

    def _set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Apply to the current song, now and in future."""
        track = self._bridge.state.track
        if track is not None and self._bridge.state.sounding:
            self._bridge.set_speed_pitch(speed_pitch)
            self._keep_speed_pitch(track.id, speed_pitch)

    def _words(self, by: int) -> None:
        self._settings.change(words_percent=step_percent(self._settings.now.words_percent, by))

    def _beside(self, by: int) -> None:
        if self._bridge.state.sounding:
            self._bridge.next() if by > 0 else self._bridge.previous()
