"""Brings the window to the front, from wherever it is."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

TOKEN = "XDG_ACTIVATION_TOKEN"
"""With it Wayland lets a window come to the front: whoever was pressed hands it on."""


def bring_forward(window: QWidget, token: str = "") -> None:
    if token:
        os.environ[TOKEN] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
