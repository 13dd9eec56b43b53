"""Settings for wind-down: how tempo and level fall over an evening, drawn as a curve."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.session.wind_down import WindDown, wind_down_at
from lullaby.settings import RANGES, Settings
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.mirroring import mirror
from lullaby.ui.settings.sound_settings import curve_of
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import with_alpha

PACE_STEP = 5
LEVEL_STEP = 2
POINTS = 60
HIGHEST, LOWEST = 112.0, 58.0
"""Percent of a song's own tempo at the upper and lower edge of the picture."""


CHOICES: tuple[dict[str, int | bool], ...] = (
    {"settle": False},
    {"settle": True, "settle_from": 100, "settle_to": 85, "settle_db": 4},
    {"settle": True, "settle_from": 100, "settle_to": 75, "settle_db": 8},
)
"""Off, a little and more, as settings; the rows below change the last two further."""


class WindDownTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Wind down"))
        choices = [self.tr("Off"), self.tr("A little"), self.tr("More")]
        self.how_much = Segmented(theme, choices)
        self.how_much.chosen.connect(lambda at: controller.change(**CHOICES[at]))
        self._first = Stepper(theme, (self.tr("Start slower"), self.tr("Start faster")))
        self._last = Stepper(theme, (self.tr("End slower"), self.tr("End faster")))
        self._fall = Stepper(theme, (self.tr("Less softening"), self.tr("More softening")))
        self._first.requested.connect(lambda by: self._change("settle_from", by * PACE_STEP))
        self._last.requested.connect(lambda by: self._change("settle_to", by * PACE_STEP))
        self._fall.requested.connect(lambda by: self._change("settle_db", by * LEVEL_STEP))
        self._picture = CurvePicture(theme)
        self._on_row = self.row(self.tr("Wind down"), self.how_much)
        self._on_row.add_below(self._picture)
        self._rows = [
            self.row(self.tr("Tempo at the start"), self._first),
            self.row(self.tr("Tempo at the end"), self._last),
            self.row(self.tr("Softer at the end"), self._fall),
        ]
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self.how_much.choose(_choice(now))
        for row in self._rows:
            row.offer(now.settle)
        self._picture.setVisible(now.settle)
        self._first.show_text(self.tr("{n} %").format(n=whole(now.settle_from)))
        self._last.show_text(self.tr("{n} %").format(n=whole(now.settle_to)))
        falls = (
            self.tr("not at all"),
            self.tr("a little"),
            self.tr("some"),
            self.tr("quite a bit"),
            self.tr("a lot"),
        )
        self._fall.show_text(falls[min(now.settle_db // LEVEL_STEP, len(falls) - 1)])
        curve = curve_of(now)
        self._picture.show_curve(curve)
        hint = self.tr("Gradually slower and softer. Off: songs keep their own tempo and loudness.")
        if curve is not None:
            words = self.tr(
                "Songs start at {first} % of their own tempo and reach {last} % by the end of the"
                " timer, in small steps. Their key does not change."
            )
            hint = words.format(first=whole(now.settle_from), last=whole(now.settle_to))
        self._on_row.set_hint(hint)
        self._picture.setAccessibleName(hint)

    def _change(self, name: str, by: int) -> None:
        low, high = RANGES[name]
        self.controller.change(
            **{name: max(low, min(high, getattr(self.controller.now, name) + by))}
        )


def _choice(now: Settings) -> int | None:
    """The choice that the settings agree with, if any."""
    agreeing = (
        at
        for at, choice in enumerate(CHOICES)
        if all(getattr(now, name) == value for name, value in choice.items())
    )
    return next(agreeing, None)


class CurvePicture(QWidget):
    """From the start of the evening to its end; the band shows the level."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._curve: WindDown | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_curve(self, curve: WindDown | None) -> None:
        self._curve = curve
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._theme.px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._curve is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t = self._theme.tokens
        box = QRectF(self.rect()).adjusted(4, 8, -4, -8)
        line: list[QPointF] = []
        upper: list[QPointF] = []
        lower: list[QPointF] = []
        for at in range(POINTS + 1):
            now = wind_down_at(self._curve, at / POINTS)
            x = box.left() + box.width() * at / POINTS
            y = box.bottom() - box.height() * (now.pace * 100 - LOWEST) / (HIGHEST - LOWEST)
            half = box.height() * 0.16 * now.gain
            line.append(QPointF(x, y))
            upper.append(QPointF(x, y - half))
            lower.append(QPointF(x, y + half))
        band = QPolygonF(upper + lower[::-1])
        painter.setPen(QPen(with_alpha(t.outline, 0.0), 0))
        painter.setBrush(with_alpha(t.accent, 0.18))
        painter.drawPolygon(band)
        painter.setPen(QPen(t.accent, 2.5))
        painter.drawPolyline(QPolygonF(line))
