"""The main window: the rail, the screens, and what lies over them.

It knows screens only through their specs.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSettings, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.areas import FillArea, FocusFollower
from lullaby.ui.graphics.backdrop import Backdrop
from lullaby.ui.graphics.cross_fade import CrossFade
from lullaby.ui.graphics.scene import Outlook, Scene
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.frame import MINIMUM, keep, restore
from lullaby.ui.shell.key_router import KeyRouter
from lullaby.ui.shell.keys import Key, ScreenId, ShowScreen, Situation
from lullaby.ui.shell.navigation import NavigationSignals
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.now_bar import NowBar
from lullaby.ui.shell.over_the_page import OverThePage
from lullaby.ui.shell.rail import Rail
from lullaby.ui.shell.screen_spec import Screen, ScreenSpec
from lullaby.ui.shell.screens import Screens
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.sheets import top_sheet
from lullaby.ui.shell.tab_order import focus_beside, stops_in_regions
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.theme.stylesheet import stylesheet
from lullaby.ui.theme.theme import Theme

MELT_MS = 600


class MainWindow(QWidget):
    """Shows one screen, beside the rail or over all of it; stands alone or in a frame.

    Call `list_screens`, `take` and `open_at`, in this order, before it is shown.
    """

    closed = Signal()
    """The sound has faded out and the window is gone."""
    door_requested = Signal()
    """The sign in the rail was pressed that shows that phones see the words."""
    lock_requested = Signal()
    """The person asked for the child lock."""

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        settings: SettingsController,
        undo: UndoController,
        board: NoticeBoard,
        now_bar: NowBar,
        geometry: QSettings,
        frame: QWidget | None = None,
    ) -> None:
        super().__init__(frame)
        self._theme = theme
        self._restyle()
        theme.changed.connect(self._restyle)
        self._bridge = bridge
        self._settings = settings
        self._specs: Mapping[ScreenId, ScreenSpec] = {}
        self._shortcuts: Mapping[Key, ShowScreen] = {}
        self._areas: dict[ScreenId, FillArea] = {}
        self._geometry = geometry
        self._now_bar = now_bar
        self._closing = False
        self.current = self.place = self.home = ScreenId("")
        self._scene = Scene(theme)
        self._backdrop = Backdrop(theme)
        self._pages = QStackedWidget(self)
        self._stack = QStackedWidget()
        self.bars = OverThePage(theme, self, board, undo, self._room_for_bars)
        self.melting = CrossFade(theme, self)
        self.keys = KeyRouter(self, self._situation, self._settle)
        self.signals = NavigationSignals(self)
        self.keys.touched.connect(self.signals.touched)
        self.setWindowTitle("Lullaby")
        self.setMinimumSize(*MINIMUM)
        restore(self, geometry)

    def list_screens(self, specs: Sequence[ScreenSpec]) -> None:
        """Set the screens, in the order of the rail; the first is home."""
        self._specs = {spec.id: spec for spec in specs}
        self._shortcuts = shortcuts(specs)
        self.current = self.place = self.home = specs[0].id
        self.rail = Rail(self._theme, specs)
        self.rail.door_requested.connect(self.door_requested)

    def take(self, screens: Screens) -> None:
        """Take the screens, each of which joins the window when it is built."""
        self._screens = screens
        self._beside_rail = self._frame()
        self._pages.addWidget(self._beside_rail)
        screens.place_in(self._take_in, lambda _: self.melting.take())
        self._bridge.stage_changed.connect(self._on_change)
        self._theme.changed.connect(self.update)
        self._theme.changed.connect(self._fit_rail)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusFollower(application, self)

    def open_at(self, first: ScreenId) -> None:
        """Show the first screen."""
        self.current = first
        if not self._specs[first].fills_window:
            self.place = first
        self._show(first)

    @property
    def specs(self) -> Sequence[ScreenSpec]:
        """The specs of all screens, in the order of the rail."""
        return tuple(self._specs.values())

    @property
    def screen_spec(self) -> ScreenSpec:
        """The spec of the screen on show."""
        return self._specs[self.current]

    @property
    def shown_screen(self) -> Screen:
        return self._screens.built(self.current)

    @property
    def on_screen(self) -> bool:
        return self.isVisible()

    @property
    def asking(self) -> bool:
        return self.screen_spec.modal

    @property
    def may_ask(self) -> bool:
        return self.isVisible() and not self.screen_spec.undisturbed

    @property
    def stays(self) -> bool:
        return self.screen_spec.stays

    @property
    def keeps_light(self) -> bool:
        """Whether the colours must not change by themselves now."""
        return self.shown_screen.keeps_light()

    def show_screen(self, screen: ScreenId, melt_ms: int | None = None) -> None:
        if screen == self.current:
            return
        beside = not (self.screen_spec.fills_window or self._specs[screen].fills_window)
        usual = MELT_MS // 2 if beside else MELT_MS
        self.melting.cover(usual if melt_ms is None else melt_ms)
        self.shown_screen.leave()
        self._show(screen)

    def show_place(self) -> None:
        self.show_screen(self.place)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide the window at once, and close after the sound has faded out."""
        keep(self.window(), self._geometry)
        if self._bridge.state.sounding and not self._closing:
            self._closing = True
            event.ignore()
            self.window().hide()
            self._bridge.stop()
            return
        event.accept()
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        self.keys.watch()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab; Qt calls this too when the control that has focus is being hidden."""
        sheet = top_sheet(self)
        if sheet is not None:
            return sheet.focusNextPrevChild(forward)
        stops = stops_in_regions(self, self.shown_screen.tab_regions())
        now = self.window().focusWidget()
        if not stops or (now is not None and not now.isVisible()):
            return super().focusNextPrevChild(forward)
        focus_beside(stops, now, forward)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_rail()
        self._pages.setGeometry(self.rect())
        self.bars.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.screen_spec.paints_ground:
            self._scene.forget()
            self._backdrop.forget()
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        ask = self.shown_screen.landscape
        if ask is None:
            self._scene.forget()
            painter.drawPixmap(0, 0, self._backdrop.picture(self.size(), ratio))
            return
        self._backdrop.forget()
        seen = ask(self._room())
        outlook = Outlook(
            self.size(),
            ratio,
            seen.house_x,
            seen.plain,
            seen.lit,
            mirrored=self.isRightToLeft(),
        )
        painter.drawPixmap(0, 0, self._scene.picture(outlook))

    def _take_in(self, screen: ScreenId, built: Screen) -> None:
        area = self._areas[screen] = FillArea(built.widget)
        (self._pages if self._specs[screen].fills_window else self._stack).addWidget(area)

    def _restyle(self) -> None:
        """Only a new text size changes the rules; new ones restyle everything."""
        rules = stylesheet(self._theme)
        if self.styleSheet() != rules:
            self.setStyleSheet(rules)

    def _frame(self) -> QWidget:
        """The rail, the screen beside it and the bar at its foot."""
        frame = QWidget()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        set_margins(foot, 28, 0, 32, 24)
        foot.addWidget(self._now_bar)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        column.addWidget(self._foot)
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._rail_area = FillArea(self.rail)
        row.addWidget(self._rail_area)
        row.addLayout(column, 1)
        return frame

    def _show(self, screen: ScreenId) -> None:
        spec, built = self._specs[screen], self._screens.built(screen)
        self.current = screen
        if spec.fills_window:
            self._pages.setCurrentWidget(self._areas[screen])
        else:
            self.place = screen
            self._stack.setCurrentWidget(self._areas[screen])
            self._pages.setCurrentWidget(self._beside_rail)
        built.enter()
        self.rail.show_place(self._specs[self.place].within or self.place)
        self._on_change(self._bridge.state)
        self.bars.show(notices=spec.shows_notices, undo=spec.shows_undo)
        self.signals.shown.emit()
        self.update()
        built.focus()

    def _on_change(self, state: SessionState) -> None:
        self._foot.setVisible(state.sounding and self.place != self.home)
        if state.stage is Stage.ENDED and self._closing:
            self.close()
        self.bars.place()
        self.bars.place_soon()
        self.update()

    def _situation(self) -> Situation:
        """The situation of the next key, without focus and sheets."""
        return Situation(
            self.shown_screen.keys(),
            single_keys=self._settings.now.single_keys,
            shortcuts=self._shortcuts,
        )

    def _settle(self) -> bool:
        return self._screens.finish_waiting()

    def _fit_rail(self) -> None:
        self._rail_area.setFixedWidth(self.rail.wide(self.width()))

    def _room(self) -> QRect:
        """The rectangle of the screen on show, in px, as in English."""
        left = 0 if self.screen_spec.fills_window else self._rail_area.width()
        return QRect(left, 0, self.width() - left, self.height())

    def _room_for_bars(self) -> QRect:
        room = QStyle.visualRect(self.layoutDirection(), self.rect(), self._room())
        return self.shown_screen.room_for_bars(room)


def shortcuts(specs: Sequence[ScreenSpec]) -> dict[Key, ShowScreen]:
    """Maps the key pressed with Ctrl to the screen that it shows."""
    return {Key(ord(spec.shortcut)): ShowScreen(spec.id) for spec in specs if spec.shortcut}
