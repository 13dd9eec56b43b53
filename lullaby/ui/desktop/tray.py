"""A small moon in the system tray, with the minutes left (off by default)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QAction, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.desktop.remote import DesktopRemote
from lullaby.ui.text import sentences
from lullaby.ui.theme.theme import Text, Theme

SIDE = 64
MS_PER_MINUTE = 60_000


class Tray(QObject):
    """The icon is shown while `wanted`, on desktops with a system tray."""

    def __init__(
        self, theme: Theme, bridge: SessionBridge, remote: DesktopRemote, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._bridge = bridge
        self._shown: tuple[str, bool] | None = None
        self._icon = QSystemTrayIcon(self)
        self._menu = QMenu(window)
        self.left = self._action("", lambda: None)
        self.left.setEnabled(False)
        self._menu.addSeparator()
        self.open = self._action(self.tr("Open Lullaby"), remote.raise_window)
        self.toggle = self._action("", remote.play_pause)
        self.fade = self._action(self.tr("Fade out now"), remote.fade)
        self.awake = self._action(self.tr("Still awake: 10 more minutes"), remote.still_awake)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(
            lambda why: (
                remote.raise_window() if why is QSystemTrayIcon.ActivationReason.Trigger else None
            )
        )
        for signal in (bridge.stage_changed, bridge.timer_changed):
            signal.connect(self.show_state)
        self.show_state(bridge.state)

    def set_wanted(self, wanted: bool) -> None:
        """Show or hide it."""
        self._icon.setVisible(wanted and QSystemTrayIcon.isSystemTrayAvailable())

    def show_state(self, state: SessionState) -> None:
        playing = state.stage is Stage.PLAYING
        text = sentences.time_left(state) if state.sounding else self.tr("Nothing playing")
        self.left.setText(text)
        self.toggle.setText(self._toggle_text(state))
        self.fade.setEnabled(state.sounding and not state.fade_requested)
        self.awake.setEnabled(state.sounding or state.awake_until_ms is not None)
        self._icon.setToolTip(f"Lullaby\n{text}")
        number = minutes_on_icon(state)
        if (number, playing) != self._shown:
            self._shown = (number, playing)
            self._icon.setIcon(self.picture(number))

    def picture(self, number: str) -> QIcon:
        """The moon, or the minutes in its colour, on a dark sky."""
        t = self._theme.tokens
        pixmap = QPixmap(SIDE, SIDE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.surface2)
        painter.drawEllipse(QRectF(0, 0, SIDE, SIDE))
        if number:
            font = self._theme.font(Text.STRONG)
            font.setPixelSize(36 if len(number) < 3 else 26)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(t.accent)
            painter.drawText(QRectF(0, 0, SIDE, SIDE), Qt.AlignmentFlag.AlignCenter, number)
        else:
            self._theme.icons.paint(painter, "moon", t.accent, QRectF(12, 12, 40, 40))
        painter.end()
        return QIcon(pixmap)

    def _action(self, text: str, act: Callable[[], None]) -> QAction:
        action = self._menu.addAction(text)
        action.triggered.connect(lambda *_: act())
        return action

    def _toggle_text(self, state: SessionState) -> str:
        if state.stage is Stage.PAUSED:
            return self.tr("Resume")
        return self.tr("Pause") if state.sounding else self.tr("Begin")


def minutes_on_icon(state: SessionState) -> str:
    """The minutes left, rounded up; empty if there is no end or nothing plays."""
    if not state.sounding or state.remaining_ms is None:
        return ""
    return str(-(-state.remaining_ms // MS_PER_MINUTE))
