"""Brings the window to the front."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

TOKEN = "XDG_ACTIVATION_TOKEN"
"""The token that allows it on Wayland; the application that was clicked passes it on."""


def bring_forward(window: QWidget, token: str = "") -> None:
    if token:
        os.environ[TOKEN] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
