"""Menus that are created for one press."""

from PySide6.QtWidgets import QMenu, QWidget


class PassingMenu(QMenu):
    """Deletes itself, its actions and submenus after it has closed and the choice is carried
    out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.aboutToHide.connect(self.deleteLater)
