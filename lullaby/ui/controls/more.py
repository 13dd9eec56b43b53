"""What has no room in a row stands in a menu at its end, so that the pointer reaches it too."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLayout, QMenu, QWidget

from lullaby.ui.controls.buttons import MOST_GROWTH, RoundButton
from lullaby.ui.controls.menus import PassingMenu
from lullaby.ui.theme.theme import Theme

GAP = 8


class MoreButton(RoundButton):
    """Shown only while something has left the row."""

    def __init__(self, theme: Theme, name: str, growth: float = MOST_GROWTH) -> None:
        super().__init__(theme, "ellipsis", name, growth=growth)
        self._left: Sequence[QWidget] = ()
        self.clicked.connect(self._open)
        self.hide()

    @property
    def left(self) -> list[QAbstractButton]:
        """The buttons that have left the row, those inside of other controls too."""
        found: list[QAbstractButton] = []
        for widget in self._left:
            inside = widget.findChildren(QAbstractButton)
            found += [widget] if isinstance(widget, QAbstractButton) else inside
        return found

    def hold(self, left: Sequence[QWidget]) -> None:
        self._left = tuple(left)
        self.setVisible(bool(left))

    def menu(self) -> QMenu:
        """Each of them by its name; choosing one presses it."""
        menu = PassingMenu(self)
        for button in self.left:
            action = QAction(button.accessibleName() or button.text(), menu)
            action.setCheckable(button.isCheckable())
            action.setChecked(button.isChecked())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(lambda *_, button=button: button.click())
            menu.addAction(action)
        return menu

    def _open(self) -> None:
        menu = self.menu()
        corner = self.mapToGlobal(QPoint(0, 0))
        below = corner + QPoint(0, self.height() + GAP)
        above = corner - QPoint(0, menu.sizeHint().height() + GAP)
        screen = self.screen().availableGeometry()
        fits = below.y() + menu.sizeHint().height() <= screen.bottom()
        menu.popup(below if fits else above)


def make_room(
    row: QLayout,
    more: MoreButton,
    leaving: Sequence[QWidget],
    room: int,
    squeezed: bool = False,
) -> list[QWidget]:
    """Show all of `leaving` where `room` px suffice for the row, else let the first of them leave.

    A row may be `squeezed` to its least width before anything leaves. Returns what has left.
    """
    for widget in leaving:
        widget.show()
    more.hold(())
    left: list[QWidget] = []
    for widget in leaving:
        row.activate()
        if (row.minimumSize() if squeezed else row.sizeHint()).width() <= room:
            break
        widget.hide()
        left.append(widget)
        more.hold(left)
    return left
