"""After a while without a hand on it: only the moon and the minutes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.session.state import SessionState
from lullaby.ui import sentences
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.labels import Label
from lullaby.ui.moon import TimerMoon
from lullaby.ui.theme.theme import Text, Theme


class RestingView(QWidget):
    def __init__(self, theme: Theme, bridge: SessionBridge) -> None:
        super().__init__()
        self._moon = TimerMoon(theme, 240, resting=True)
        self._left = Label(theme, "", Text.BEGIN, "text2")
        self._hint = Label(
            theme, self.tr("Any key brings the controls back"), Text.ROW, "text3", wrap=True
        )
        for label in (self._left, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 30)
        column.addStretch(3)
        column.addWidget(self._moon, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(20)
        column.addWidget(self._left)
        column.addStretch(4)
        column.addWidget(self._hint)
        bridge.timer_changed.connect(self._show)
        bridge.stage_changed.connect(self._show)
        self._show(bridge.state)

    def _show(self, state: SessionState) -> None:
        self._moon.show_time(*sentences.moon_shares(state))
        self._left.setText(sentences.time_left(state))
