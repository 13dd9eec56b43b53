"""The only composition root of the window: builds every object and hands it its neighbours."""

import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from lullaby import logs
from lullaby.audio.late_player import LatePlayer
from lullaby.audio.port import Player
from lullaby.background import cover_of, scan_folders, words_of
from lullaby.clock import Clock, SystemClock
from lullaby.jobs import JobRunner
from lullaby.paths import Paths, assets, paths_under, usual_paths
from lullaby.session.diary import Diary
from lullaby.session.session import Session
from lullaby.settings import SettingsFile
from lullaby.songbook.catalogue import catalogue
from lullaby.storage.database import TooNewError
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, open_stores
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.first_paint import FirstPaint
from lullaby.ui.gui import Gui, build_gui
from lullaby.ui.icons import Icons
from lullaby.ui.plain_message import PlainMessage
from lullaby.ui.post import MainThreadPost
from lullaby.ui.quit_signals import QuitSignals
from lullaby.ui.theme.fonts import Fonts
from lullaby.ui.theme.stylesheet import palette, stylesheet
from lullaby.ui.theme.theme import Theme

log = logging.getLogger(__name__)

MakePlayer = Callable[[Clock], Player]
MakeRunner = Callable[[str], JobRunner]

RESCAN_AFTER_MS = 3_000
"""The folders are looked through once the person has had time to press."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything that lives as long as the application."""

    clock: Clock
    theme: Theme
    fonts: Fonts
    settings: SettingsFile
    stores: Stores
    player: LatePlayer
    session: Session
    bridge: SessionBridge
    quick: JobRunner
    slow: JobRunner
    gui: Gui


def open_app(data: Path | None, verbose: bool = False) -> int:
    """Open the window and stay until it is closed; the exit code."""
    paths = usual_paths() if data is None else paths_under(data)
    logs.set_up(paths.logs, verbose)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("lullaby")
    app.setApplicationDisplayName("Lullaby")
    app.setDesktopFileName("lullaby")
    app.setQuitOnLastWindowClosed(False)
    outside = QuitSignals(app)
    fonts, theme = make_theme(app)
    clock = SystemClock()
    try:
        stores = open_stores(paths.database, clock.now(), catalogue(assets() / "songs"))
    except TooNewError:
        return _say_and_leave(
            app,
            outside,
            theme,
            app.tr("This journal was written by a newer Lullaby."),
            app.tr("Nothing in it was changed. A newer Lullaby opens it."),
        )
    except (StorageError, OSError):
        log.exception("the database could not be opened")
        return _say_and_leave(
            app,
            outside,
            theme,
            app.tr("Lullaby cannot write to its folder just now."),
            str(paths.data),
        )
    stores.journal.close_interrupted()
    post = MainThreadPost()
    rooms = build(
        paths,
        stores,
        theme,
        fonts,
        clock,
        make_player,
        lambda name: JobRunner(ThreadPoolExecutor(1, name), post),
    )
    rooms.gui.window.closed.connect(app.quit)
    outside.wished.connect(rooms.gui.window.close)
    FirstPaint(rooms.gui.window).done.connect(lambda: _after_first_paint(rooms))
    rooms.gui.window.show()
    code = app.exec()
    rooms.player.close()
    rooms.quick.close()
    rooms.slow.close()
    stores.connection.close()
    return code


def make_theme(app: QApplication) -> tuple[Fonts, Theme]:
    """Typefaces and colours; the palette follows before any widget does."""
    app.setStyle("Fusion")
    fonts = Fonts(assets() / "fonts")
    theme = Theme(Icons(assets() / "icons"))

    def follow() -> None:
        app.setPalette(palette(theme))
        app.setStyleSheet(stylesheet(theme))

    theme.changed.connect(follow)
    follow()
    app.setWindowIcon(QIcon(str(assets() / "icons" / "lullaby.svg")))
    return fonts, theme


def make_player(clock: Clock) -> Player:
    """The sound engine over the machine's loudspeaker."""
    from lullaby.audio.pygame_player import PygamePlayer
    from lullaby.songbook.soundscapes import soundscape

    return PygamePlayer(clock, soundscape)


def build(
    paths: Paths,
    stores: Stores,
    theme: Theme,
    fonts: Fonts,
    clock: Clock,
    make: MakePlayer,
    runner: MakeRunner,
) -> Rooms:
    """Put the rooms together. Nothing sounds and no window is shown yet."""
    settings = SettingsFile(paths.settings)
    player = LatePlayer(lambda: make(clock))
    session = Session(player, clock, Diary(stores.journal), settings.now.gentle_limit)
    bridge = SessionBridge(session)
    quick, slow = runner("words and covers"), runner("folders")
    gui = build_gui(
        theme=theme,
        bridge=bridge,
        settings=settings,
        stores=stores,
        clock=clock,
        quick=quick,
        slow=slow,
        scan=scan_folders,
        words=words_of,
        cover=cover_of,
        geometry=QSettings(str(paths.window), QSettings.Format.IniFormat),
    )
    return Rooms(clock, theme, fonts, settings, stores, player, session, bridge, quick, slow, gui)


def _after_first_paint(rooms: Rooms) -> None:
    """What the first picture did not need."""
    rooms.fonts.register_rest()
    sys.excepthook = rooms.gui.mishaps.take
    rooms.player.prepare()
    rooms.bridge.beat()
    if rooms.stores.set_aside is not None:
        rooms.gui.notices.tell_set_aside(rooms.stores.set_aside)
    QTimer.singleShot(RESCAN_AFTER_MS, rooms.gui.folders.rescan)


def _say_and_leave(
    app: QApplication, outside: QuitSignals, theme: Theme, title: str, hint: str
) -> int:
    message = PlainMessage(theme, title, hint)
    outside.wished.connect(message.close)
    message.show()
    app.setQuitOnLastWindowClosed(True)
    app.exec()
    return 1
