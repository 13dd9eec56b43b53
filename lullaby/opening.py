"""The first tenth of a second: shows the window with the night sky and loads nothing else.

Everything else is loaded after that first paint, so that a parent sees at once that the app is
starting. Keys pressed meanwhile are queued, not lost.
"""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

# First of PySide6, so that later imports are fast.
from lullaby.ui import plain_import  # noqa: F401  # pyright: ignore[reportUnusedImport]

# isort: split
from PySide6.QtCore import QLocale, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from lullaby import collector, logs
from lullaby.clock import SystemClock
from lullaby.paths import Paths, assets, paths_under, usual_paths
from lullaby.settings import SettingsFile
from lullaby.ui.shell.first_paint import FirstPaint
from lullaby.ui.shell.frame import Frame
from lullaby.ui.shell.light import is_night
from lullaby.ui.shell.quit_signals import QuitSignals
from lullaby.ui.shell.raising import bring_forward
from lullaby.ui.shell.screen import open_on_screen
from lullaby.ui.shell.single_instance import SingleInstance
from lullaby.ui.text.language import install_language
from lullaby.ui.theme.theme import plain_theme

if TYPE_CHECKING:
    from lullaby.app import AppServices
    from lullaby.ui.shell.pieces import Pieces
    from lullaby.ui.theme.fonts import Fonts

log = logging.getLogger(__name__)

BEHIND_THE_SCREEN_MS = 30
"""Between two pieces once the first screen is shown, so that it is painted and pressed first."""

LOADED = (
    "lullaby.library.store",
    "lullaby.stores",
    "lullaby.session.rendition_switcher",
    "lullaby.session.session",
    "lullaby.background",
    "lullaby.ui.tonight.screen",
    "lullaby.ui.credits.controller",
    "lullaby.ui.gui",
    "lullaby.app",
)
"""The modules behind the first picture, in loading order, so that none blocks the event loop for
long: about 100 ms each on a slow machine."""


def open_app(
    data: Path | None,
    closing: Callable[[], None],
    verbose: bool = False,
    files: Sequence[str] = (),
) -> int:
    """Open the window with `files`, run until it is closed and return the exit code.

    `files` are absolute paths or addresses; a window that is open already takes them. `closing` is
    called on closing, before everything is torn down.
    """
    paths = usual_paths() if data is None else paths_under(data)
    logs.set_up(paths.logs, verbose)
    app = open_on_screen(sys.argv[:1])
    app.setApplicationName("lullaby")
    app.setApplicationDisplayName("Lullaby")
    app.setDesktopFileName("lullaby")
    app.setQuitOnLastWindowClosed(False)
    install_language(app, assets() / "translations", QLocale.system())
    one = SingleInstance(paths.data, app, files)
    if one.is_second():
        log.info("Lullaby is open already and comes forward")
        return 0
    return Startup(app, paths, one, files).stay(closing)


class Startup(QObject):
    """Shows the frame, then builds the application behind it."""

    def __init__(
        self, app: QApplication, paths: Paths, one: SingleInstance, files: Sequence[str] = ()
    ) -> None:
        super().__init__(app)
        self._files = tuple(files)
        """To open, once there is somebody who can."""
        self._one = one
        self._app = app
        self._paths = paths
        self._services: AppServices | None = None
        self._starting: Pieces[AppServices | None] | None = None
        """The start, while it is running."""
        self._code = 0
        self._to_load = iter(LOADED)
        self._undamaged: Callable[[], bool] = lambda: False
        """Whether the database was found undamaged while modules were loaded."""
        self._theme = plain_theme()
        settings = SettingsFile(paths.settings).now
        night = is_night(settings, SystemClock().now().hour)
        self._theme.set_light(night, settings.dimmer, settings.high_contrast)
        geometry = QSettings(str(paths.window), QSettings.Format.IniFormat)
        self._frame = Frame(self._theme, geometry)
        self._frame.closed.connect(app.quit)
        self._outside = QuitSignals(app)
        self._outside.requested.connect(self._leave)
        one.raised.connect(lambda token: bring_forward(self._frame, token))
        one.opened.connect(self._open)

    def stay(self, closing: Callable[[], None]) -> int:
        """Show the window, fill it, wait until it is closed and return the exit code."""
        FirstPaint(self._frame).done.connect(self._fill)
        self._frame.show()
        self._app.exec()
        if self._services is not None:
            from lullaby.app import finish_changes

            finish_changes(self._services)
        closing()
        self._shut_down()
        return self._code

    def _shut_down(self) -> None:
        if self._starting is not None:
            from lullaby.ui.shell.pieces import finish

            # Half a window cannot be taken apart safely; a whole one can.
            self._services, self._starting = finish(self._starting), None
        if self._services is not None:
            from lullaby.app import shutdown

            shutdown(self._services)
        self._one.close()

    def _fill(self) -> None:
        from lullaby.storage.database import check_ahead
        from lullaby.ui.theme.dress import dress

        fonts = dress(self._app, self._theme)
        if self._one.hangs:
            self._ask_about_the_first(fonts)
        else:
            self._undamaged = check_ahead(self._paths.database)
            self._build(fonts)

    def _ask_about_the_first(self, fonts: "Fonts") -> None:
        """Ask what to do when the first instance hangs: two must not write to one data folder."""
        from lullaby.ui.shell.plain_message import PlainMessage

        collector.resume()

        def go_on() -> None:
            if not self._one.hangs:
                message.deleteLater()
                self._build(fonts)

        def end_the_first() -> None:
            self._one.end_first()
            go_on()

        def try_again() -> None:
            if self._one.is_second():
                self._app.quit()
            else:
                go_on()

        message = PlainMessage(
            self._theme,
            self.tr("Lullaby is already open, but it isn’t responding."),
            self.tr("Everything it saved is safe. Restarting closes it and stops its sound."),
            (
                (self.tr("Restart Lullaby"), end_the_first),
                (self.tr("Try again"), try_again),
            ),
        )
        self._frame.hold(message)

    def _build(self, fonts: "Fonts") -> None:
        """Load the next module, one in each turn of the event loop, and then build."""
        name = next((each for each in self._to_load if each not in sys.modules), None)
        if name is None:
            self._start(fonts)
            return
        with self._ending_on_trouble():
            import_module(name)
        QTimer.singleShot(0, self, lambda: self._build(fonts))

    @contextmanager
    def _ending_on_trouble(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            log.exception("the application could not be opened")
            self._code = 1
            self._app.exit()
            raise

    def _start(self, fonts: "Fonts") -> None:
        with self._ending_on_trouble():
            from lullaby.app import start_in_pieces

            self._starting = start_in_pieces(
                self._paths, self._theme, fonts, self._frame, self._undamaged
            )
        self._go_on()

    def _go_on(self) -> None:
        """Run the next piece of the start, and schedule the rest."""
        if self._starting is None:
            return
        with self._ending_on_trouble():
            try:
                next(self._starting)
            except StopIteration as done:
                self._services, self._starting = done.value, None
                self._started()
            else:
                wait_ms = BEHIND_THE_SCREEN_MS if self._frame.filled else 0
                QTimer.singleShot(wait_ms, self, self._go_on)

    def _started(self) -> None:
        collector.keep_all()
        collector.resume()
        if self._services is None:
            self._code = 1
            self._listen()
            return
        window = self._services.gui.window
        window.closed.connect(self._app.quit)
        if self._services.painted is not None:
            self._services.painted.then(self._listen)
            self._services.painted.then(lambda: self._open(()))

    def _open(self, files: Sequence[str]) -> None:
        """Open files, now or once the window is there."""
        self._files += tuple(files)
        if self._services is not None and self._files:
            waiting, self._files = self._files, ()
            self._services.gui.opener.open_files(waiting)

    def _listen(self) -> None:
        """Answer later starts. Qt's network library takes 15 ms to load."""
        self._one.listen(self._frame.isVisible)

    def _leave(self) -> None:
        """Close at the end of the desktop session, even with the child lock on."""
        if self._services is not None and self._services.desktop_integration is not None:
            self._services.desktop_integration.lock.unlock()
        self._frame.close()
