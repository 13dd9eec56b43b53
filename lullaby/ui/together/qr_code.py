"""A QR code, painted in colours that phones read and that keep the night dark.

Its modules are always dark on light: of codes that are light on dark, no reader read one.
"""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from lullaby.ui.theme.theme import Theme

MODULE = 7
"""The side of a module, in px: a code of 33 modules is 287 px wide with its margin."""

USUAL_SIDE = 33 + 2 * 4
"""Modules across, for an address with a secret, including the margin."""

MARGIN = 4
"""Modules of margin, as ISO/IEC 18004 wants."""

RADIUS = 20
DUSK = (QColor("#15142A"), QColor("#DCC7A6"))
NIGHT = (QColor("#000000"), QColor("#6B5626"))
"""Modules and ground. The ground of the night is a tenth as bright as white."""

Modules = Sequence[Sequence[bool]]


@lru_cache(maxsize=4)
def modules_of(text: str) -> Modules:
    """The modules of a code for `text`, row by row, True where it is dark."""
    import segno

    code = segno.make(text, error="m", micro=False, boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix]


class QrCode(QLabel):
    """Shows one text as a QR code. To a screen reader it is an image, as Qt tells of each label
    that has one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._modules: Modules = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Code to scan with a phone’s camera"))
        theme.changed.connect(self.update)

    def show_text(self, text: str) -> None:
        self._modules = modules_of(text)
        self.setPixmap(self._picture())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = MODULE * max(USUAL_SIDE, len(self._modules) + 2 * MARGIN)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._picture())

    def _picture(self) -> QPixmap:
        """The code as it is seen in every language: a mirrored one is not read."""
        dark, light = NIGHT if self._theme.night else DUSK
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(light)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        edge = (self.width() - MODULE * len(self._modules)) // 2
        for y, row in enumerate(self._modules):
            for x, is_dark in enumerate(row):
                if is_dark:
                    painter.fillRect(edge + x * MODULE, edge + y * MODULE, MODULE, MODULE, dark)
        painter.end()
        return picture
