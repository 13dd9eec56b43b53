"""The resting screen: only the moon, the minutes, and what matters all night."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.labels import Label
from lullaby.ui.graphics.moon import TimerMoon
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.text import sentences
from lullaby.ui.theme.theme import Text, Theme

LINES_THAT_MATTER = 3


class RestingView(QWidget):
    def __init__(self, theme: Theme, bridge: SessionBridge, board: NoticeBoard) -> None:
        super().__init__()
        self._theme = theme
        self._board = board
        self._moon = TimerMoon(theme, 240, resting=True)
        self._left = Label(theme, "", Text.BEGIN, "text2")
        self._hint = Label(
            theme,
            self.tr("Press any key or move the mouse for the controls"),
            Text.ROW,
            "text3",
            wrap=True,
        )
        self.matters = Label(theme, "", Text.STRONG, "text2", wrap=True)
        """Its space is always reserved, so that the moon never moves."""
        for label in (self._left, self._hint, self.matters):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 30)
        column.addStretch(3)
        column.addWidget(self._moon, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(20)
        column.addWidget(self._left)
        column.addStretch(1)
        column.addWidget(self.matters)
        column.addStretch(3)
        column.addWidget(self._hint)
        bridge.timer_changed.connect(self._show)
        bridge.stage_changed.connect(self._show)
        board.changed.connect(self._on_change)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._on_change()
        self._show(bridge.state)

    def _show(self, state: SessionState) -> None:
        self._moon.show_time(*sentences.moon_shares(state))
        self._moon.name_time(sentences.time_left(state), state.remaining_ms, state.total_ms)
        self._left.setText(sentences.time_left(state))

    def _on_change(self) -> None:
        self.matters.setText("\n".join(each.text for each in self._board.while_resting))

    def _restyle(self) -> None:
        line = self.matters.fontMetrics().lineSpacing()
        self.matters.setFixedHeight(LINES_THAT_MATTER * line)
