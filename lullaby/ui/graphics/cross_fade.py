"""Dissolves one picture into the next, when the screen or the light changes or the window rests."""

from PySide6.QtCore import QEasingCurve, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from lullaby.ui.theme.theme import Theme

TAKEN_MS = 300
"""How long a picture that was taken ahead shows the current state."""


class CrossFade(QWidget):
    """Covers a window with a picture of its previous state, which then fades away."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._picture = QPixmap()
        self._taken: QPixmap | None = None
        self._opacity = 0.0
        self._ease = QVariantAnimation(self)
        self._ease.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._ease.setStartValue(1.0)
        self._ease.setEndValue(0.0)
        self._ease.valueChanged.connect(self._set_opacity)
        self._ease.finished.connect(self._end)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def take(self) -> None:
        """Take the picture for a `cover` that follows within a few turns of the event loop.

        Before a screen is placed in the window: Qt lays out all that is hidden in a window for a
        picture of it.
        """
        window = self.parentWidget()
        if window is not None and window.isVisible() and self._theme.duration(1):
            self._taken = window.grab()
            QTimer.singleShot(TAKEN_MS, self, self._drop)

    def _drop(self) -> None:
        self._taken = None

    def cover(self, ms: int) -> None:
        """Take a picture of the current state; later changes appear within `ms`."""
        taken, self._taken = self._taken, None
        window = self.parentWidget()
        duration = self._theme.duration(ms)
        if duration == 0 or window is None or not window.isVisible():
            return
        self._ease.stop()
        self.hide()
        fits = taken is not None and taken.deviceIndependentSize().toSize() == window.size()
        self._picture = taken if taken is not None and fits else window.grab()
        self.setGeometry(window.rect())
        self._set_opacity(1.0)
        self.show()
        self.raise_()
        self._ease.setDuration(duration)
        self._ease.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.drawPixmap(0, 0, self._picture)

    def _set_opacity(self, opacity: float) -> None:
        self._opacity = opacity
        self.update()

    def _end(self) -> None:
        self.hide()
        self._picture = QPixmap()
