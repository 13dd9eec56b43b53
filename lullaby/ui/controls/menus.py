"""Menus that are made for one press."""

from PySide6.QtWidgets import QMenu, QWidget


class PassingMenu(QMenu):
    """Gone, with its actions and submenus, once it has closed and what was chosen is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.aboutToHide.connect(self.deleteLater)
