"""Areas that scroll when room is short, without a ground of their own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class QuietArea(QScrollArea):
    """Scrolls up and down only; what lies behind it shows through."""

    def __init__(self, content: QWidget | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        if content is not None:
            self.hold(content)

    def hold(self, content: QWidget) -> None:
        """Show `content`; Qt would give it a filled ground."""
        self.setWidget(content)
        content.setAutoFillBackground(False)
