"""A menu at the end of a row with the buttons that do not fit."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLayout, QMenu, QWidget

from lullaby.ui.controls.buttons import MOST_GROWTH, RoundButton
from lullaby.ui.controls.menus import PassingMenu, corner_below, open_at
from lullaby.ui.theme.theme import Theme

GAP = 8


class MoreButton(RoundButton):
    """Shown only while a button does not fit."""

    def __init__(self, theme: Theme, name: str, growth: float = MOST_GROWTH) -> None:
        super().__init__(theme, "ellipsis", name, growth=growth)
        self._left: Sequence[QWidget] = ()
        self.clicked.connect(self._open)
        self.hide()

    def least_width(self) -> int:
        """The width with which a row is planned, in px."""
        return self.sizeHint().width()

    @property
    def left(self) -> list[QAbstractButton]:
        """The buttons that do not fit, including those inside other controls."""
        found: list[QAbstractButton] = []
        for widget in self._left:
            inside = widget.findChildren(QAbstractButton)
            found += [widget] if isinstance(widget, QAbstractButton) else inside
        return found

    def hold(self, left: Sequence[QWidget]) -> None:
        self._left = tuple(left)
        if self.isHidden() is bool(left):
            self.setVisible(bool(left))

    def menu(self) -> QMenu:
        """A menu of their names; choosing one presses it."""
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
        below, tall = corner_below(self, GAP), menu.sizeHint().height()
        above = below - QPoint(0, tall + self.height() + 2 * GAP)
        fits = below.y() + tall <= self.screen().availableGeometry().bottom()
        open_at(menu, below if fits else above)


def make_room(
    row: QLayout,
    more: MoreButton,
    leaving: Sequence[QWidget],
    room: int,
    squeezed: bool = False,
) -> list[QWidget]:
    """Show all of `leaving` if the row fits into `room` px, else hide as many as necessary, in
    order.

    A row may be `squeezed` to its least width before anything is hidden. This computes the result
    first and changes only what differs: showing and hiding a widget lays out everything around it
    again, which may call this function again, endlessly. Returns the hidden widgets.
    """
    left: list[QWidget] = []
    for widget in leaving:
        if row_width(row, more, leaving, left, squeezed) <= room:
            break
        left.append(widget)
    for widget in leaving:
        shown = widget not in left
        known = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        if not known or widget.isHidden() is shown:
            widget.setVisible(shown)
    more.hold(left)
    return left


def set_spacing(row: QLayout, gap: int) -> None:
    """Set the spacing in px, if it differs; Qt would lay out the row again in any case."""
    if row.spacing() != gap:
        row.setSpacing(gap)


def row_width(
    row: QLayout,
    more: MoreButton,
    leaving: Sequence[QWidget],
    left: Sequence[QWidget],
    squeezed: bool,
) -> int:
    """The width that `row` would need without the widgets in `left`, in px."""
    margins = row.contentsMargins()
    wide, count = margins.left() + margins.right(), 0
    for at in range(row.count()):
        item = row.itemAt(at)
        widget = None if item is None else item.widget()
        inner = None if item is None else item.layout()
        if widget is None:
            if inner is not None and not inner.isEmpty():
                wide += row_width(inner, more, leaving, left, squeezed)
                count += 1
            elif item is not None:
                wide += item.minimumSize().width()
            continue
        hidden = not left if widget is more else widget.isHidden()
        if widget in left or (hidden and widget not in leaving):
            continue
        wide += (
            more.least_width() if widget is more else _width(widget, more, leaving, left, squeezed)
        )
        count += 1
    return wide + row.spacing() * max(0, count - 1)


def _width(
    widget: QWidget,
    more: MoreButton,
    leaving: Sequence[QWidget],
    left: Sequence[QWidget],
    squeezed: bool,
) -> int:
    inside = widget.layout()
    if inside is not None and any(widget.isAncestorOf(each) for each in leaving):
        return row_width(inside, more, leaving, left, squeezed)
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    preferred = least if squeezed else widget.sizeHint().expandedTo(least)
    return preferred.boundedTo(widget.maximumSize()).width()
