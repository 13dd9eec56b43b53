"""Lets the window rest while an evening plays and nobody touches anything."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.navigation import Navigation
from lullaby.ui.shell.sheets import top_sheet

RESTING = ScreenId("resting")
REST_AFTER_MS = 20_000
WAKE_MS = 200


class Rest(QObject):
    def __init__(self, window: QWidget, bridge: SessionBridge, navigation: Navigation) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._navigation = navigation
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_AFTER_MS)
        self._timer.timeout.connect(self.rest)
        bridge.stage_changed.connect(self._on_change)
        navigation.signals.shown.connect(self._on_shown)
        navigation.signals.touched.connect(self._touch)

    def rest(self) -> None:
        """Show only the moon and the minutes until somebody touches something."""
        navigation = self._navigation
        plays = self._bridge.state.stage is Stage.PLAYING
        if navigation.current == navigation.home and plays and navigation.on_screen:
            sheet = top_sheet(self._window)
            if sheet is not None:
                sheet.close_sheet()
            navigation.show_screen(RESTING)

    def wake(self) -> None:
        if self._navigation.current == RESTING:
            self._navigation.show_screen(self._navigation.home, melt_ms=WAKE_MS)

    def _on_shown(self) -> None:
        self._bridge.set_resting(self._navigation.current == RESTING)
        self._wait()

    def _on_change(self, state: SessionState) -> None:
        if not state.sounding:
            self.wake()
        self._wait()

    def _touch(self) -> None:
        self._wait()
        self.wake()

    def _wait(self) -> None:
        self._timer.stop()
        if self._bridge.state.stage is Stage.PLAYING:
            self._timer.start()
