"""The one window: rail and places, and what lies over them. It knows no SQL and no sound."""

from enum import IntEnum

from PySide6.QtCore import QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lullaby.lyrics.prompting import Way
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.areas import FillArea, FocusFollower
from lullaby.ui.graphics.backdrop import Backdrop
from lullaby.ui.graphics.cross_fade import CrossFade
from lullaby.ui.graphics.scene import Outlook, Scene
from lullaby.ui.places import Places
from lullaby.ui.shell.frame import MINIMUM, keep, restore
from lullaby.ui.shell.key_router import KeyRouter
from lullaby.ui.shell.keys import Place, Situation
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.now_bar import NowBar
from lullaby.ui.shell.over_the_page import OverThePage
from lullaby.ui.shell.rail import Rail
from lullaby.ui.shell.sheets import top_sheet
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.theme.theme import Theme

REST_AFTER_MS = 20_000
MELT_MS = 600
WAKE_MS = 200


class Page(IntEnum):
    """What fills the window."""

    PLACES = 0
    SING = 1
    CARD = 2
    RESTING = 3
    EDITOR = 4
    WELCOME = 5


class MainWindow(QWidget):
    """Shows one page, and on the first of them one place; a window alone or in a frame."""

    closed = Signal()
    """The sound has sunk and the window is gone."""
    lock_requested = Signal()
    """Small hands are near."""

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        undo: UndoController,
        board: NoticeBoard,
        places: Places,
        now_bar: NowBar,
        geometry: QSettings,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._places = places
        self._geometry = geometry
        self._now_bar = now_bar
        self._closing = False
        self.place = Place.TONIGHT
        self.rail = Rail(theme)
        self._scene = Scene(theme)
        self._backdrop = Backdrop(theme)
        self._pages = QStackedWidget(self)
        self._stack = QStackedWidget()
        for screen in (places.tonight, places.library, places.journal, places.settings):
            self._stack.addWidget(FillArea(screen))
        self._pages.addWidget(self._frame())
        for page in (places.sing, places.card, places.resting, places.editor):
            self._pages.addWidget(FillArea(page))
        if places.welcome is not None:
            self._pages.addWidget(FillArea(places.welcome))
        self.bars = OverThePage(theme, self, board, undo, self._room_for_bars)
        self.melting = CrossFade(theme, self)
        self.keys = KeyRouter(self)
        self.keys.touched.connect(self._touch)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_AFTER_MS)
        self._rest.timeout.connect(self.rest)
        bridge.stage_changed.connect(self._on_change)
        bridge.vocal_mode_changed.connect(self._tell_keys)
        bridge.stage_changed.connect(self._tell_keys)
        self.setWindowTitle("Lullaby")
        self.setMinimumSize(*MINIMUM)
        restore(self, geometry)
        theme.changed.connect(self.update)
        theme.changed.connect(self._fit_rail)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusFollower(application, self)
        self.show_page(Page.PLACES if places.welcome is None else Page.WELCOME, melt=False)

    @property
    def page(self) -> Page:
        return Page(self._pages.currentIndex())

    def show_place(self, place: Place) -> None:
        """Go to one of the five places."""
        if place is Place.SING:
            self.show_page(Page.SING)
            return
        if place is not self.place or self.page is not Page.PLACES:
            self._melt(self.page is Page.PLACES)
            self.place = place
            order = (Place.TONIGHT, Place.LIBRARY, Place.JOURNAL, Place.SETTINGS)
            self._stack.setCurrentIndex(order.index(place))
            self._show(Page.PLACES)
            self._places.enter(place)
            self.focus_place()

    def show_page(self, page: Page, melt: bool = True) -> None:
        if page is self.page and self.isVisible():
            return
        if melt:
            self._melt(False)
        self._show(page)
        if page is Page.PLACES:
            self._places.enter(self.place)
            self.focus_place()

    def focus_place(self) -> None:
        self._places.focus(self.place)

    def rest(self) -> None:
        """Only the moon and the minutes, while nobody touches anything."""
        on_tonight = self.page is Page.PLACES and self.place is Place.TONIGHT
        if on_tonight and self._bridge.state.stage is Stage.PLAYING and self.isVisible():
            sheet = top_sheet(self)
            if sheet is not None:
                sheet.close_sheet()
            self._melt(False)
            self._show(Page.RESTING)
            self.setCursor(Qt.CursorShape.BlankCursor)

    def wake(self) -> None:
        if self.page is Page.RESTING:
            self.unsetCursor()
            self.melting.cover(WAKE_MS)
            self._show(Page.PLACES)
            self.focus_place()

    def set_single_keys(self, act: bool) -> None:
        """Whether letters act by themselves (Settings)."""
        self._single_keys = act
        self._tell_keys()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A sounding evening sinks first; the window is out of the way at once."""
        keep(self.window(), self._geometry)
        if self._bridge.state.sounding and not self._closing:
            self._closing = True
            event.ignore()
            self.window().hide()
            self._bridge.stop()
            return
        event.accept()
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_rail()
        self._pages.setGeometry(self.rect())
        self.bars.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.page in (Page.SING, Page.EDITOR):
            return
        ratio = self.devicePixelRatioF()
        if self.page is Page.PLACES and self.place is not Place.TONIGHT:
            painter.drawPixmap(0, 0, self._backdrop.picture(self.size(), ratio))
            return
        plain = self.page is Page.CARD
        lit = self._bridge.state.stage is not Stage.ENDED
        outlook = Outlook(self.size(), ratio, self._house_x(), plain=plain, lit=lit or not plain)
        painter.drawPixmap(0, 0, self._scene.picture(outlook))

    def _frame(self) -> QWidget:
        """The rail, the place and the bar at its foot."""
        frame = QWidget()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(28, 0, 32, 24)
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

    def _show(self, page: Page) -> None:
        if self.page is Page.SING and page is not Page.SING:
            self._places.sing.leave()
        if self.page is Page.EDITOR and page is not Page.EDITOR:
            self._places.editor.leave()
        self._pages.setCurrentIndex(page)
        if page is Page.SING:
            self._places.sing.enter()
        elif page is Page.EDITOR:
            self._places.editor.enter()
        self.rail.show_place(self.place)
        self._on_change(self._bridge.state)
        self._tell_keys()
        self.bars.show(
            notices=self.page is not Page.RESTING,
            undo=self.page not in (Page.CARD, Page.RESTING),
        )
        self._start_rest()
        self.update()

    def _on_change(self, state: SessionState) -> None:
        self._foot.setVisible(state.sounding and self.place is not Place.TONIGHT)
        if state.stage is Stage.ENDED and self._closing:
            self.close()
        if not state.sounding and self.page is Page.RESTING:
            self.wake()
        self._start_rest()
        self.bars.place()
        self.update()

    def _start_rest(self) -> None:
        self._rest.stop()
        if self._bridge.state.stage is Stage.PLAYING:
            self._rest.start()

    def _touch(self) -> None:
        self._start_rest()
        self.wake()

    def _melt(self, within_places: bool) -> None:
        self.melting.cover(MELT_MS // 2 if within_places else MELT_MS)

    def _tell_keys(self) -> None:
        place = Place.SING if self.page is Page.SING else self.place
        state = self._bridge.state
        leads = place is Place.SING and state.sounding and state.vocal_mode.alone
        self.keys.situation = Situation(
            place,
            single_keys=self._single_keys,
            resting=self.page is Page.RESTING,
            card_open=self.page is Page.CARD,
            singer_leads=leads,
            space_sings=leads
            and state.stage is Stage.PLAYING
            and state.vocal_mode.prompt.way is not Way.PACE,
            editing=self.page is Page.EDITOR,
        )

    _single_keys = True

    def _fit_rail(self) -> None:
        self._rail_area.setFixedWidth(self.rail.wide(self.width()))

    def _house_x(self) -> float:
        if self.page is Page.RESTING:
            return self.width() * 0.335
        if self.page is Page.WELCOME:
            return self.width() * 0.24
        content = self._places.tonight.content
        left = self._rail_area.width()
        if self._bridge.state.sounding:
            return left + min(94.0, content.width() * 0.11)
        return left + content.width() / 2 - 100

    def _room_for_bars(self) -> QRect:
        """Beside the rail, and on Tonight under the moon."""
        if self.page is Page.WELCOME and self._places.welcome is not None:
            return self._places.welcome.beside_the_card
        if self.page is not Page.PLACES:
            return self.rect()
        left = self._rail_area.width()
        wide = self.width() - left
        if self.place is Place.TONIGHT:
            wide = min(wide, self._places.tonight.content.width())
        return QRect(left, 0, wide, self.height())
