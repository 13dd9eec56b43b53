"""The seven days of a week, of which one is chosen."""

from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.flow import EqualColumns
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.mirroring import draw_text
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import (
    day_and_month,
    first_weekday,
    month_of_year,
    short_weekday,
    weekday,
    whole,
)
from lullaby.ui.theme.theme import Text, Theme

DAYS = 7
HEIGHT = 68
"""Of a day, in px at 100 %."""


def first_of_week(day: date, first: int) -> date:
    """The first day of the week that `day` is in; weeks begin with `first`, 1 for Monday."""
    return day - timedelta(days=(day.isoweekday() - first) % DAYS)


class DayButton(ControlButton):
    """A day of the week over its number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.day = date.min
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, day: date) -> None:
        self.day = day
        self.setText(short_weekday(day))
        self.setAccessibleName(listed((weekday(day), day_and_month(day))))
        self.updateGeometry()
        self.update()

    def design_size(self) -> QSize:
        theme = self.theme
        lines = theme.metrics(Text.CAPTION).height() + theme.metrics(Text.STRONG).height()
        width = max(theme.width(Text.CAPTION, self.text()) + theme.px(16), theme.px(64))
        return QSize(round(width), max(theme.px(HEIGHT), round(lines) + theme.px(16)))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, theme = self.theme.tokens, self.theme
        chosen, ready = self.isChecked(), self.isEnabled()
        fill, edge = (t.fill, None) if chosen else (t.surface2 if ready else None, t.outline)
        self.body(painter, box, fill, edge, theme.px(18))
        painter.setPen(t.on_accent if chosen else t.text if ready else t.text3)
        upper, lower = theme.metrics(Text.CAPTION).height(), theme.metrics(Text.STRONG).height()
        top = box.top() + (box.height() - upper - lower) / 2
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setFont(theme.font(Text.CAPTION))
        draw_text(painter, QRectF(box.left(), top, box.width(), upper), self.text(), centre)
        painter.setFont(theme.font(Text.STRONG))
        number = QRectF(box.left(), top + upper, box.width(), lower)
        draw_text(painter, number, whole(self.day.day), centre)


class WeekStrip(QWidget):
    chosen = Signal(object)
    """The date that the person chose."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._today = self._day = self._first = date.min
        self._month = Label(theme, "", Text.STRONG)
        self._month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.before = RoundButton(theme, "chevron-left", self.tr("The week before"), 48)
        self.after = RoundButton(theme, "chevron-right", self.tr("The week after"), 48)
        self.before.clicked.connect(lambda: self._turn(-DAYS))
        self.after.clicked.connect(lambda: self._turn(DAYS))
        head = QHBoxLayout()
        head.addWidget(self.before)
        head.addWidget(self._month, 1)
        head.addWidget(self.after)
        row = EqualColumns(DAYS)
        self._group = RadioGroup(self)
        self.days = [DayButton(theme) for _ in range(DAYS)]
        for place, day in enumerate(self.days):
            self._group.add(day, place)
        row.add(*self.days)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self.days[place].day))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(row)

    def show_day(self, day: date, today: date) -> None:
        """Show the week of a day, which is chosen; days before `today` cannot be."""
        self._day, self._today = day, today
        self._show_week(first_of_week(day, first_weekday()))

    def _turn(self, days: int) -> None:
        self._show_week(self._first + timedelta(days=days))

    def _show_week(self, first: date) -> None:
        self._first = first
        chosen: DayButton | None = None
        for place, button in enumerate(self.days):
            day = first + timedelta(days=place)
            button.show_day(day)
            button.setEnabled(day >= self._today)
            if day == self._day:
                chosen = button
        self._group.choose(chosen)
        self._month.setText(month_of_year(self._day if chosen else first))
        self.before.setEnabled(first > self._today)
