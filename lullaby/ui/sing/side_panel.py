"""A panel at the side of the Sing screen, beside words that go on in the space that is left.

Where there is too little space beside it, it covers the window as any sheet does.
"""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from lullaby.ui.controls.areas import FillArea
from lullaby.ui.controls.base import reason_to_pass_on
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.mirroring import place
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.shell.tab_order import tab_stops
from lullaby.ui.theme.theme import Text, Theme

WIDTH = 560
"""In px at 100 %."""

EDGE = 16
LEAST_BESIDE = 480
"""The least width, in px at 100 %, that the words need beside it."""

COME_MS, GO_MS = 300, 200


class SidePanel(QObject):
    """Holds one content."""

    taken = Signal(int)
    """The width, in px, that the words have to leave to it now."""

    def __init__(self, theme: Theme, screen: QWidget, window: QWidget) -> None:
        """`window` is the parent of the sheet."""
        super().__init__(screen)
        self._theme = theme
        self._screen = screen
        self._content = QWidget()
        self._open = False
        self._had_keyboard: QWidget | None = None
        self._card = Card(theme, 28, 1.0, screen)
        self._title = Label(theme, "", Text.SECTION, wrap=True)
        self._close = RoundButton(theme, "x", self.tr("Close"), 48)
        self._area = FillArea(QWidget())
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(26, 18, 26, 14)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        self._card.hide()
        self._sheet = Sheet(theme, window, WIDTH)
        self._ease = QVariantAnimation(self)
        self._ease.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._ease.valueChanged.connect(self._put)
        self._ease.finished.connect(self._come_to_rest)
        self._close.clicked.connect(self.close)
        self._sheet.closed.connect(self._closed_as_sheet)
        screen.installEventFilter(self)
        theme.changed.connect(self._fit)

    @property
    def is_open(self) -> bool:
        return self._open

    def tab_regions(self) -> tuple[QWidget, ...]:
        """What Tab reaches first, while it is open: its content, then Close."""
        return (self._area, self._card) if self._card.isVisible() else ()

    def hold(self, content: QWidget) -> None:
        """Set what it shows."""
        self._content = content
        content.installEventFilter(self._area)

    def open(self, title: str) -> None:
        self._title.setText(title)
        self._card.setAccessibleName(title)
        if self._open:
            return
        self._open = True
        self._had_keyboard = self._screen.window().focusWidget()
        reason = reason_to_pass_on(self._had_keyboard)
        if self._fits_beside:
            self._area.hold(self._content)
            self._card.show()
            self._card.raise_()
            self._move(0.0, 1.0, COME_MS)
            stops = tab_stops(self._area)
            if stops:
                stops[0].setFocus(reason)
        else:
            self._sheet.hold(self._content)
            self._sheet.open(title)
        self._tell()

    def close(self) -> bool:
        """Close it; True if it was open."""
        if not self._open:
            return False
        if self._sheet.isVisible():
            self._sheet.close_sheet()
            return True
        self._open = False
        focused = self._screen.window().focusWidget()
        if focused is not None and self._card.isAncestorOf(focused):
            self._give_back(reason_to_pass_on(focused))
        self._move(1.0, 0.0, GO_MS)
        self._tell()
        return True

    def _give_back(self, reason: Qt.FocusReason) -> None:
        """Focus what had the keyboard before, as a sheet does."""
        before, self._had_keyboard = self._had_keyboard, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(reason)
        else:
            self._screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._screen:
            self._fit()
        return False

    @property
    def _width(self) -> int:
        return self._theme.px(WIDTH)

    @property
    def _fits_beside(self) -> bool:
        left = self._screen.width() - self._width - 2 * EDGE
        return left >= self._theme.px(LEAST_BESIDE)

    def _tell(self) -> None:
        beside = self._open and self._fits_beside
        self.taken.emit(self._width + EDGE if beside else 0)

    def _closed_as_sheet(self) -> None:
        self._sheet.release_content()
        self._open = False
        self._tell()

    def _fit(self) -> None:
        """Place it again, or open it the other way, after the window or the text changed."""
        if not self._open:
            return
        if self._sheet.isVisible() is self._fits_beside:
            title = self._title.text()
            self._leave_at_once()
            self.open(title)
        self._ease.stop()
        self._come_to_rest()
        self._tell()

    def _leave_at_once(self) -> None:
        self._ease.stop()
        if not self._sheet.close_sheet():
            self._open = False
            self._area.release_content()
            self._card.hide()

    def _move(self, start: float, end: float, duration_ms: int) -> None:
        self._ease.stop()
        duration = self._theme.duration(duration_ms)
        if duration == 0 or not self._screen.isVisible():
            self._come_to_rest()
            return
        self._ease.setStartValue(start)
        self._ease.setEndValue(end)
        self._ease.setDuration(duration)
        self._put(start)
        self._ease.start()

    def _put(self, share: float) -> None:
        """Show this share of it, 0 to 1, the rest beyond the edge of the screen."""
        across = self._width + EDGE
        box = QRect(
            self._screen.width() - round(across * share),
            EDGE,
            self._width,
            self._screen.height() - 2 * EDGE,
        )
        place(self._card, box)

    def _come_to_rest(self) -> None:
        if self._open:
            self._put(1.0)
        else:
            self._card.hide()
