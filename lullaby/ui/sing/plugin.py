"""Registers Sing: the words of the current song, over the whole window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from lullaby.library.track import Track
from lullaby.lyrics.prompting import Way
from lullaby.session.state import SessionState, Stage
from lullaby.settings import Settings
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.full_screen import FullScreen
from lullaby.ui.shell.keys import ARROWS, Action, Key, ScreenId, ScreenKeys
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.shell.words_files import WordsFiles
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.key_names import with_shift
from lullaby.ui.text.translate import translate

if TYPE_CHECKING:
    from lullaby.lyrics.model import Lyrics
    from lullaby.ui.sing.screen import SingScreen
    from lullaby.ui.sing.side_panel import SidePanel
    from lullaby.ui.sing.singing_options import FindScore
    from lullaby.ui.sing.song_preferences_panel import SongPreferencesPanel

SING = ScreenId("sing")

Extend = Callable[[AppContext, "SingScreen", "SidePanel"], None]
"""Adds to the screen, and sets what its side panel shows."""

SINGLE = {
    Key.Key_P: Action.NEXT_WAY,
    Key.Key_V: Action.VOICE,
    Key.Key_K: Action.SONG_PREFERENCES,
    Key.Key_Semicolon: Action.WORDS_EARLIER,
    Key.Key_Apostrophe: Action.WORDS_LATER,
    Key.Key_Colon: Action.SONG_EARLIER,
    Key.Key_QuoteDbl: Action.SONG_LATER,
    Key.Key_W: Action.EDIT_WORDS,
    Key.Key_R: Action.RECORD,
}
ENTER = {Key.Key_Return: Action.ROOM, Key.Key_F11: Action.ROOM}
SONGS = {Key.Key_Left: Action.PREVIOUS_SONG, Key.Key_Right: Action.NEXT_SONG}
"""With Shift."""
PAGES = {Key.Key_PageUp: Action.BEFORE, Key.Key_PageDown: Action.AFTER}
"""Page-turn pedals send these."""
PEDALS = {**ARROWS, Key.Key_Up: Action.BEFORE, Key.Key_Down: Action.AFTER}
"""Other pedals send the up and down arrows, which turn lines if no recording plays whose volume
they would change."""

ANSWERS = frozenset(
    {
        *(Action.SING, Action.EDIT_WORDS, Action.MELODY, Action.VERSES, Action.HAND_OVER),
        *(
            Action.NEXT_WAY,
            Action.VOICE,
            Action.BEAT,
            Action.SONG_PREFERENCES,
            Action.WORDS_EARLIER,
        ),
        *(Action.WORDS_LATER, Action.SONG_EARLIER, Action.SONG_LATER),
    }
)

KEYS = ScreenKeys(SINGLE, {**ARROWS, **PAGES, **ENTER}, SONGS)
LEADING_KEYS = ScreenKeys(SINGLE, {**PEDALS, **PAGES, **ENTER}, SONGS)
"""A singer leads, without a recording."""
BEATING_KEYS = ScreenKeys(SINGLE, {**PEDALS, **PAGES, **ENTER}, SONGS, Action.BEAT)
"""Space is the singer's beat or the next line."""


def screen_spec(
    words: Callable[[Track], Lyrics | None],
    score: FindScore,
    song_preferences: SongPreferencesController,
    split: Callable[[Track], None],
    extend: Extend | None = None,
) -> ScreenSpec:
    """`words` finds the words of a song, `score` the score it was made from; `split` makes files of
    the songs in its score, and `extend` adds what another package offers here."""
    return ScreenSpec(
        SING,
        _title,
        partial(
            prepare,
            words=words,
            score=score,
            song_preferences=song_preferences,
            split=split,
            extend=extend,
        ),
        icon="music-2",
        shortcut="2",
        key_lines=_key_lines,
        fills_window=True,
        paints_ground=True,
        stays=True,
    )


def prepare(
    context: AppContext,
    words: Callable[[Track], Lyrics | None],
    score: FindScore,
    song_preferences: SongPreferencesController,
    split: Callable[[Track], None],
    extend: Extend | None,
) -> PreparedScreen:
    building = partial(build, context, words, score, song_preferences, split, extend)
    return PreparedScreen(building, answers=ANSWERS)


def build(
    context: AppContext,
    words: Callable[[Track], Lyrics | None],
    score: FindScore,
    song_preferences: SongPreferencesController,
    split: Callable[[Track], None],
    extend: Extend | None,
) -> Building:

    import_module("lullaby.ui.sing.words_view")
    yield
    from lullaby.ui.sing.screen import SingScreen

    yield
    from lullaby.ui.sing.sing_controller import SingController
    from lullaby.ui.sing.singing_options import SingingOptions
    from lullaby.ui.sing.song_preferences_panel import SongPreferencesPanel
    from lullaby.ui.sing.words_notes import NotesController, NotesSheet
    from lullaby.ui.sing.words_source import WordsSource

    yield
    theme, bridge, settings = context.theme, context.bridge, context.settings
    next_session, navigation = context.next_session, context.navigation
    song_words, commands = context.song_words, context.commands

    def first_song() -> Track | None:
        return next(iter(next_session.tracks(next_session.chosen)), None)

    def show() -> None:
        navigation.show_screen(SING)

    def toggle() -> None:
        """Show the words, or return to the previous screen."""
        if navigation.current == SING:
            navigation.show_place()
        elif not navigation.asking:
            show()

    screen = SingScreen(
        theme, bridge, WordsSource(context.quick, words), first_song, song_preferences
    )
    options = SingingOptions(theme, bridge, score, song_preferences.keep_singing, screen)
    screen.set_singing_options(options)
    side = _side_panel(context, screen, extend)
    panel = SongPreferencesPanel(
        theme, context.window, song_preferences, bridge, lambda: context.clock.now().date()
    )
    controller = SingController(screen, bridge, next_session, song_preferences, panel, show)
    choose = context.stores.song_preferences.choose_encoding
    notes = NotesController(NotesSheet(theme, context.window), choose, screen)
    files = WordsFiles(context.files, context.notices, song_words, screen)

    def open_notes() -> None:
        track = screen.track
        notes.open(
            screen.notes.words,
            partial(song_words.changed.emit, track),
            None if track is None else partial(split, track),
        )

    screen.left.connect(commands.back)
    screen.room_changed.connect(FullScreen(context.window).set_on)
    navigation.signals.touched.connect(screen.controls.wake)
    screen.begin_requested.connect(commands.start_evening)
    screen.key_requested.connect(
        lambda by: commands.dispatch(Action.HIGHER_KEY if by > 0 else Action.LOWER_KEY)
    )
    screen.pace_requested.connect(
        lambda by: commands.dispatch(Action.FASTER if by > 0 else Action.SLOWER)
    )
    screen.words_requested.connect(files.add)
    screen.notes.clicked.connect(open_notes)
    panel.encoding_requested.connect(open_notes)
    panel.chords_switched.connect(lambda shown: settings.change(show_chords=shown))
    screen.edit_words.requested.connect(song_words.edit)
    screen.dock.translation_requested.connect(lambda shown: settings.change(show_translation=shown))
    song_words.changed.connect(screen.words_changed)
    follow = partial(_follow, screen, panel)
    settings.changed.connect(follow)
    follow(settings.now)
    return Screen(
        screen,
        enter=screen.enter,
        leave=screen.leave,
        tab_regions=side.tab_regions,
        step_back=lambda: side.close() or screen.step_back() or screen.bar.stop_listening(),
        actions={
            **controller.handlers,
            Action.SING: toggle,
            Action.EDIT_WORDS: screen.edit_words.request,
            Action.MELODY: options.toggle_melody,
            Action.VERSES: options.choose_verses,
            Action.VOICE: screen.bar.voice_requested.emit,
        },
        own_actions={
            Action.BEFORE: lambda: screen.step_line(-1),
            Action.AFTER: lambda: screen.step_line(+1),
            Action.PREVIOUS_SONG: bridge.previous,
            Action.NEXT_SONG: bridge.next,
            Action.ROOM: lambda: screen.set_room(not screen.room),
        },
        keys=lambda: keys_for(bridge.state),
        keeps_light=lambda: bridge.state.sounding,
    )


def _side_panel(context: AppContext, screen: SingScreen, extend: Extend | None) -> SidePanel:
    from lullaby.ui.sing.side_panel import SidePanel

    side = SidePanel(context.theme, screen, context.window)
    side.taken.connect(screen.leave_at_side)
    side.taken.connect(lambda width: screen.words.set_beside(width > 0))
    screen.room_changed.connect(side.close)
    if extend is not None:
        extend(context, screen, side)
    return side


def _follow(screen: SingScreen, panel: SongPreferencesPanel, now: Settings) -> None:
    screen.words.set_translated(now.show_translation)
    screen.dock.show_translated(now.show_translation)
    screen.words.set_melody(now.show_tune)
    screen.words.chords.show(now.show_chords)
    screen.words.spoken.aloud = now.read_lines
    panel.show_chords(now.show_chords)
    screen.words.voices.set_singers((now.first_singer, now.second_singer))


def keys_for(state: SessionState) -> ScreenKeys:
    if not (state.sounding and state.vocal_mode.alone):
        return KEYS
    by_itself = state.vocal_mode.prompt.way in (Way.PACE, Way.VOICE)
    return BEATING_KEYS if state.stage is Stage.PLAYING and not by_itself else LEADING_KEYS


def _title() -> str:
    return translate("sing", "Sing")


def _key_lines() -> list[tuple[str, str]]:
    return [
        ("L", translate("sing", "words to sing along, and back")),
        ("H", translate("sing", "sing without music / with music")),
        ("P", translate("sing", "without music: automatic, tapped or line by line")),
        ("V", translate("sing", "without music: the words follow your voice, and back")),
        ("K", translate("sing", "settings for this song, while singing")),
        (
            "; '",
            translate("sing", "words earlier / later on this speaker; with Shift, for this song"),
        ),
        (
            translate("sing", "Page ↑ ↓"),
            translate("sing", "previous / next line (page-turn pedals)"),
        ),
        ("M  Y", translate("sing", "songs from scores: melody on/off, verses")),
        ("W", translate("sing", "edit or sync the words, while singing")),
        (
            with_shift("← →"),
            translate("sing", "previous / next song, while singing"),
        ),
        (
            translate("sing", "Enter, F11"),
            translate("sing", "Room view: large words on the whole screen, while singing"),
        ),
    ]
