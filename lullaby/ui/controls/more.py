"""What has no room in a row stands in a menu at its end, so that the pointer reaches it too."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
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
        if self.isHidden() is bool(left):
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

    A row may be `squeezed` to its least width before anything leaves. It is reckoned first, and
    only what changes is moved: what is shown and hidden again has all around it laid out anew,
    and that may ask here again, without an end. Returns what has left.
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
    """Qt lays a row out anew even where the spacing, px, is what it was."""
    if row.spacing() != gap:
        row.setSpacing(gap)


def row_width(
    row: QLayout,
    more: MoreButton,
    leaving: Sequence[QWidget],
    left: Sequence[QWidget],
    squeezed: bool,
) -> int:
    """What `row` would need, px, without those of `leaving` that have `left`."""
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
        wide += _width(widget, more, leaving, left, squeezed)
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
