"""The services that every screen may use. A spec takes anything else by name."""

from PySide6.QtWidgets import QWidget

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.jobs import JobRunner
from lullaby.journal.writer import NightWriter
from lullaby.stores import Stores
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.graphics.covers import Covers
from lullaby.ui.shell.changes import NightChanges, SongWords
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.navigation import Commands, Navigation
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.theme.theme import Theme


@frozen
class AppContext:
    """Passed to `ScreenSpec.build` only; the parts of a screen take single services as
    arguments."""

    theme: Theme
    window: QWidget
    """The parent of sheets."""
    navigation: Navigation
    commands: Commands
    bridge: SessionBridge
    settings: SettingsController
    stores: Stores
    writer: NightWriter
    clock: Clock
    quick: JobRunner
    """Runs work that a person waits for."""
    slow: JobRunner
    """Runs work that may take minutes."""
    helpers: Helpers
    """Processes that read files from unknown sources."""
    covers: Covers
    files: Files
    board: NoticeBoard
    notices: Notifications
    undo: UndoController
    next_session: NextSession
    nights: NightChanges
    song_words: SongWords
