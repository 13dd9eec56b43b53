"""Turns the whole window black once the evening is over; any key or click ends it."""

from PySide6.QtCore import QEvent, QObject, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from lullaby.ui.theme.theme import Theme

FALL_MS = 4_000
AWAKE_KEY = Qt.Key.Key_E
"""Still awake: this key ends the black screen and also has its usual effect."""

Type = QEvent.Type
LIFTS = (Type.KeyPress, Type.MouseButtonPress, Type.TouchBegin, Type.Wheel)


class ScreenBlanker(QWidget):
    lifted = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._depth = 0.0
        self._fall = QVariantAnimation(self)
        self._fall.setStartValue(0.0)
        self._fall.setEndValue(1.0)
        self._fall.valueChanged.connect(self._set_depth)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName(self.tr("Black until you press a key"))
        window.installEventFilter(self)
        self.hide()

    def fall(self) -> None:
        """Turn black, slowly enough to startle nobody."""
        self._cover()
        self._set_depth(0.0)
        self.show()
        self.raise_()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        duration = self._theme.duration(FALL_MS)
        if duration == 0:
            self._set_depth(1.0)
            return
        self._fall.setDuration(duration)
        self._fall.start()

    def lift(self) -> None:
        if self.isHidden():
            return
        self._fall.stop()
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self.hide()
        self.lifted.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == Type.Resize and watched is self.parentWidget():
            self._cover()
        if self.isHidden() or event.type() not in LIFTS:
            return False
        self.lift()
        return not (isinstance(event, QKeyEvent) and event.key() == AWAKE_KEY)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor.fromRgbF(0.0, 0.0, 0.0, self._depth))

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.rect())

    def _set_depth(self, depth: float) -> None:
        self._depth = depth
        self.update()
