"""The rail at the left: a button for each screen that has an icon, and the light switch below."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.graphics.moon_shape import lit_path
from lullaby.ui.mirroring import draw_text, mirror, upright
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.screen_spec import ScreenSpec
from lullaby.ui.text.key_names import with_control
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

WIDTH, WIDE = 104, 172
WIDE_FROM = 1.5
"""The text scale from which the rail widens."""

SHARE = 0.19
"""The largest share of the window that a wide rail may take."""

LEAST_ICON = 16

GAP = 8
LOGO_HEIGHT = 92
EDGE, FOOT, LOW_FOOT = 14, 24, 10
LIGHT = 68
LOW = 480
"""Below this window height, in px, the light switch has the least height of a control."""

LEAST = 48
"""The least height of a button, in px; a lower rail scrolls."""

LOWEST = 34
"""The height of an icon above a name, in px at 100 %."""


class RailButton(ControlButton):
    """Icon over name. A bar at the edge marks the current screen."""

    def __init__(
        self, theme: Theme, icon: str, text: str, edged: bool = False, lit: bool = False
    ) -> None:
        """`lit` shows the icon in the accent colour, as a sign that something is on."""
        super().__init__(theme)
        self._edged = edged
        self._lit = lit
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(text)

    def show_as(self, icon: str, text: str, spoken: str) -> None:
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def design_size(self) -> QSize:
        return QSize(68, 68) if self._edged else QSize(84, 78)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, LEAST)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        chosen = self.isChecked()
        colour = t.accent if chosen else t.text2
        fill = with_alpha(t.accent, 0.14) if chosen else None
        if fill is None and (self.warmth > 0 or self.ring):
            fill = with_alpha(t.surface2, max(0.02, self.warmth))
        self.body(painter, box, fill, t.outline if self._edged else None, 22)
        font = self.theme.font(Text.KEY if self._edged else Text.CAPTION)
        while (
            QFontMetricsF(font).horizontalAdvance(self.text()) > box.width() - 6
            and font.pixelSize() > 10
        ):
            font.setPixelSize(font.pixelSize() - 1)
        high = QFontMetricsF(font).height()
        icon = max(LEAST_ICON, min(px(24), int(box.height() - high - 16)))
        gap = min(4.0, max(0.0, box.height() - high - icon))
        top = (box.height() - icon - gap - high) / 2
        spot = QRectF((box.width() - icon) / 2, top, icon, icon)
        self.theme.icons.paint(painter, self._icon, t.accent if self._lit else colour, spot)
        painter.setFont(font)
        painter.setPen(colour)
        words = QRectF(0, top + icon + gap, box.width(), high)
        draw_text(painter, words, self.text(), Qt.AlignmentFlag.AlignCenter)


class Rail(QWidget):
    """Emits which screen is requested, when the light is to change, and when an open door over it
    was pressed, which shows that phones see the words."""

    requested = Signal(object)
    light_requested = Signal()
    door_requested = Signal()

    def __init__(self, theme: Theme, specs: Iterable[ScreenSpec]) -> None:
        super().__init__()
        self._theme = theme
        self._group = RadioGroup(self)
        self._buttons: dict[ScreenId, RailButton] = {}
        for spec in specs:
            if not spec.icon:
                continue
            button = RailButton(theme, spec.icon, spec.title())
            button.setParent(self)
            button.setToolTip(with_control(spec.shortcut) if spec.shortcut else "")
            button.clicked.connect(lambda *_, screen=spec.id: self.requested.emit(screen))
            self._group.add(button)
            self._buttons[spec.id] = button
        self._light = RailButton(theme, "moon", "", edged=True)
        self._light.setParent(self)
        self._light.clicked.connect(self.light_requested)
        self.door = RailButton(theme, "door-open", "", lit=True)
        self.door.setParent(self)
        self.door.clicked.connect(self.door_requested)
        self.door.hide()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_place(self, place: ScreenId) -> None:
        self._buttons[place].setChecked(True)
        for each, button in self._buttons.items():
            here = self.tr("{screen}, here").format(screen=button.text())
            button.setAccessibleName(here if each == place else button.text())
        self.update()

    def show_door(self, text: str, spoken: str) -> None:
        """Show the open door with a text under it; hide it if there is none."""
        if text:
            self.door.show_as("door-open", text, spoken)
        self.door.setVisible(bool(text))
        self.updateGeometry()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        painter.fillRect(self.rect(), with_alpha(t.bg, 0.82))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), t.line)
        if self._has_logo:
            side = 34.0
            box = QRectF((self.width() - side) / 2 + 2, 31, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.glyph)
            with upright(painter, box):
                painter.drawPath(lit_path(box, 0.2))
        for button in self._buttons.values():
            if button.isChecked():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(t.accent)
                bar = QRectF(3, button.geometry().center().y() - 16, 4, 33)
                painter.drawRoundedRect(bar, 2, 2)

    @property
    def _has_logo(self) -> bool:
        return self._theme.scale < WIDE_FROM and self.height() >= 660

    def wide(self, window_width: int) -> int:
        """The preferred width, in px: more for large text, within the limits of the window."""
        wide = WIDE if self._theme.scale >= WIDE_FROM else WIDTH
        return min(wide, max(WIDTH, round(window_width * SHARE)))

    def minimumSizeHint(self) -> QSize:
        count, scale = len(self._buttons), self._theme.scale
        count += not self.door.isHidden()
        each = max(LEAST, round(LOWEST * scale))
        height = EDGE + count * (each + GAP) + max(LEAST, round(LOWEST * scale)) + LOW_FOOT
        return QSize(LEAST, height)

    def _restyle(self) -> None:
        if self._theme.night:
            self._light.show_as("sun", self.tr("Dusk"), self.tr("Switch to Dusk colours"))
        else:
            self._light.show_as("moon", self.tr("Night"), self.tr("Switch to Night colours"))
        self.updateGeometry()
        self._place()
        self.update()

    def _place(self) -> None:
        scale = self._theme.scale
        wide = scale >= WIDE_FROM
        width = self.width() - (24 if wide else 20)
        top = LOGO_HEIGHT if self._has_logo else EDGE
        count = len(self._buttons)
        low = self.height() < LOW or wide
        light, foot = (max(LEAST, round(LOWEST * scale)), LOW_FOOT) if low else (LIGHT, FOOT)
        door = 0 if self.door.isHidden() else light + GAP
        room = (self.height() - top - light - door - foot - count * GAP) // count
        height = min(round(71 * scale) if wide else round(78 * scale), room)
        for at, button in enumerate(self._buttons.values()):
            button.setGeometry(
                (self.width() - width) // 2, top + at * (height + GAP), width, height
            )
        across = width if wide else min(round(light * min(scale, 1.25)), self.width() - 20)
        left, top = (self.width() - across) // 2, self.height() - foot - light
        self._light.setGeometry(left, top, across, light)
        self.door.setGeometry((self.width() - width) // 2, top - GAP - light, width, light)
