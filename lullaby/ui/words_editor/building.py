"""Builds the words editor."""

from collections.abc import Callable

from lullaby.helpers import Helpers
from lullaby.jobs import JobRunner
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Theme
from lullaby.ui.words_editor.controller import EditorController, FindWords
from lullaby.ui.words_editor.screen import OpenFile, WordsEditor
from lullaby.units import Ms


def build_editor(
    theme: Theme,
    bridge: SessionBridge,
    settings: SettingsController,
    find: FindWords,
    library_model: DraftStore,
    jobs: JobRunner,
    next_session: NextSession,
    open_file: OpenFile,
    leave: Callable[[], None],
    tell: Callable[[Track], None],
    helpers: Helpers,
) -> WordsEditor:
    """`next_session` plays the song alone unless it plays already; `tell` gets new words."""

    def rehearse(track: Track, at_ms: Ms) -> None:
        text = translate("words editor", "The words of “{title}”")
        next_session.rehearse(track, text.format(title=track.title), at_ms)

    controller = EditorController(bridge, find, library_model, jobs, settings, rehearse, helpers)
    editor = WordsEditor(theme, bridge, controller, settings, open_file)
    controller.setParent(editor)
    editor.left.connect(leave)
    controller.words_changed.connect(tell)
    return editor
