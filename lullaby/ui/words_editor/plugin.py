"""Registers the words editor, which fills the window and is loaded on first use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import Action, ScreenId, ScreenKeys
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.shell.words_choice import ask_words_file
from lullaby.ui.text.key_names import with_control
from lullaby.ui.text.translate import translate

if TYPE_CHECKING:
    from lullaby.lyrics.model import Lyrics
    from lullaby.ui.words_editor.screen import WordsEditor

WORDS_EDITOR = ScreenId("words editor")
KEYS = ScreenKeys(all_its_own=True)


def screen_spec(words: Callable[[Track], Lyrics | None], drafts: DraftStore) -> ScreenSpec:
    """`words` finds the words of a song; `drafts` stores drafts."""
    return ScreenSpec(
        WORDS_EDITOR,
        _title,
        partial(prepare, words=words, drafts=drafts),
        key_lines=_key_lines,
        fills_window=True,
        paints_ground=True,
        undisturbed=True,
    )


def prepare(
    context: AppContext, words: Callable[[Track], Lyrics | None], drafts: DraftStore
) -> PreparedScreen:
    navigation = context.navigation
    came_from = navigation.home

    @cache
    def editor() -> WordsEditor:
        from lullaby.ui.sing.words_notes import NotesController, NotesSheet
        from lullaby.ui.words_editor.building import build_editor

        screen = build_editor(
            context.theme,
            context.bridge,
            context.settings,
            words,
            drafts,
            context.quick,
            context.next_session,
            open_file=lambda track: ask_words_file(context.files, track.title, track.path.parent),
            leave=context.commands.back,
            tell=context.song_words.changed.emit,
            helpers=context.helpers,
        )
        choose = context.stores.song_preferences.choose_encoding
        notes = NotesController(NotesSheet(context.theme, context.window), choose, screen)

        def open_notes() -> None:
            track, words = screen.controller.shown
            if track is not None:
                notes.open(words, partial(read_anew, track))

        screen.tapping.notes.clicked.connect(open_notes)
        return screen

    def read_anew(track: Track) -> None:
        """Another encoding was chosen: begin with the words as they are read now."""
        context.song_words.changed.emit(track)
        if editor().controller.track is not None:
            editor().open_track(track)

    def edit_words(track: Track) -> None:
        """Edit the words of a song; Esc returns to the previous screen."""
        nonlocal came_from
        if not navigation.asking:
            came_from = navigation.current
            navigation.show_screen(WORDS_EDITOR)
            editor().open_track(track)

    def step_back() -> bool:
        navigation.show_screen(came_from)
        return True

    context.song_words.edit_requested.connect(edit_words)
    return PreparedScreen(lambda: build(editor, step_back))


def build(editor: Callable[[], WordsEditor], step_back: Callable[[], bool]) -> Building:
    import_module("lullaby.ui.words_editor.building")
    yield
    screen = editor()
    return Screen(
        screen,
        enter=screen.enter,
        leave=screen.leave,
        step_back=step_back,
        own_actions={
            Action.TOGGLE: screen.controller.toggle,
            Action.BEFORE: lambda: screen.editor_actions.step(-1),
            Action.AFTER: lambda: screen.editor_actions.step(+1),
        },
        keys=lambda: KEYS,
    )


def _title() -> str:
    return translate("words editor", "Sync the words")


def _key_lines() -> list[tuple[str, str]]:
    return [
        (
            translate("words editor", "Space"),
            translate("words editor", "syncing words: the line, or syllable, starts now"),
        ),
        (
            translate("words editor", "Backspace"),
            translate("words editor", "syncing words: undo, Ctrl+Y redo"),
        ),
        (
            with_control("← →"),
            translate("words editor", "syncing words: 50 ms earlier / later; Alt 10 ms"),
        ),
        (".", translate("words editor", "syncing words: pause in the singing")),
        ("R", translate("words editor", "syncing words: repeat this line")),
        ("S", translate("words editor", "syncing words: by line or by syllable")),
        ("1 – 3", translate("words editor", "syncing words: singer 1, singer 2, together")),
        (
            translate("words editor", "Enter"),
            translate("words editor", "syncing words: listen to this line; P pauses"),
        ),
        (with_control("S"), translate("words editor", "syncing words: save")),
    ]
