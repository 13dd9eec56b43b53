"""Menus that are created for one press, and where menus open."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget


class PassingMenu(QMenu):
    """Deletes itself, its actions and submenus after it has closed and the choice is carried
    out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.aboutToHide.connect(self.deleteLater)


def open_at(menu: QMenu, corner: QPoint) -> None:
    """Open a menu with its first corner in reading direction at `corner` of the screen."""
    if menu.isRightToLeft():
        corner -= QPoint(menu.sizeHint().width(), 0)
    menu.popup(corner)


def open_below(menu: QMenu, control: QWidget, gap: int = 0) -> None:
    """Open a menu `gap` px below a control, aligned with its start."""
    open_at(menu, corner_below(control, gap))


def corner_below(control: QWidget, gap: int = 0) -> QPoint:
    """The position on the screen `gap` px below the start of a control."""
    x = control.width() if control.isRightToLeft() else 0
    return control.mapToGlobal(QPoint(x, control.height() + gap))


def asks_for_menu(event: QKeyEvent) -> bool:
    """Whether a key asks for the menu of what has focus, as the right button of a mouse does: the
    menu key, or Shift+F10."""
    if event.key() == Qt.Key.Key_Menu:
        return True
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_F10 and bool(shift)
