"""Puts the words editor together."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from lullaby.jobs import JobRunner
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.evening import Evening
from lullaby.ui.settings.desk import SettingsDesk
from lullaby.ui.theme.theme import Theme
from lullaby.ui.words_editor.desk import EditorDesk, FindWords
from lullaby.ui.words_editor.screen import OpenFile, WordsEditor


def build_editor(
    theme: Theme,
    bridge: SessionBridge,
    settings: SettingsDesk,
    find: FindWords,
    library_model: DraftStore,
    jobs: JobRunner,
    evening: Evening,
    open_file: OpenFile,
    leave: Callable[[], None],
    tell: Sequence[Callable[[Track], None]],
) -> WordsEditor:
    """`evening` plays the song alone where it does not sound already; `tell` hears of new words."""

    def rehearse(track: Track) -> None:
        text = QCoreApplication.translate("words editor", "The words of “{title}”")
        evening.rehearse(track, text.format(title=track.title))

    desk = EditorDesk(bridge, find, library_model, jobs, settings, rehearse)
    editor = WordsEditor(theme, bridge, desk, settings, open_file)
    desk.setParent(editor)
    editor.left.connect(leave)
    for told in tell:
        desk.words_changed.connect(told)
    return editor
