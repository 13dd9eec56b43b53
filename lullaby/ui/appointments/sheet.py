"""The sheet on which two people in different places agree when to begin a song."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.bundles.manifest import SingAt
from lullaby.ui.appointments.partner_form import PartnerForm
from lullaby.ui.appointments.week_strip import WeekStrip
from lullaby.ui.appointments.wording import place_about, time_for
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, WrappingPill
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.typed_stepper import TypedStepper
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text.locale import clock_time, clock_time_in
from lullaby.ui.theme.theme import Text, Theme

WIDTH = 820
STEP = timedelta(minutes=15)
HELD = 4
"""Steps at once while − or + is held: an hour."""

USUAL = time(19, 0)
SOONEST = timedelta(minutes=30)
"""An hour that is nearer than this is not offered at first."""


def first_offer(now: datetime) -> datetime:
    """This evening, or tomorrow's; without a zone, by the clock here."""
    local = now.astimezone().replace(tzinfo=None)
    evening = datetime.combine(local.date(), USUAL)
    return evening if evening - local >= SOONEST else evening + timedelta(days=1)


class AppointmentSheet(Sheet):
    save_requested = Signal(object)
    """The agreed time, as `SingAt`."""
    page_requested = Signal(object)
    """The same, for a page that a phone shows."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(theme, window, WIDTH)
        self._now = now
        self._done.setText(self.tr("Cancel"))
        self._done.tone = ButtonStyle.QUIET
        self._chosen = first_offer(now())
        self._beats = 8
        self.week = WeekStrip(theme)
        self.week.chosen.connect(self._choose_day)
        earlier, later = self.tr("Earlier"), self.tr("Later")
        self.hour = TypedStepper(theme, self.tr("At what time"), (earlier, later), held=HELD)
        self.hour.requested.connect(self._step)
        self.hour.typed.connect(self._type)
        self._then = Label(theme, "", Text.STRONG, wrap=True)
        self._where = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        self.change = WrappingPill(theme, self.tr("Change"))
        self.change.setAccessibleDescription(self.tr("Who sings with you, and where"))
        self.change.clicked.connect(self._open_form)
        self.form = PartnerForm(theme)
        self.form.changed.connect(self._show_all)
        self._trouble = Label(theme, self.tr("That time has passed."), Text.ROW, wrap=True)
        self.save = PillButton(
            theme, self.tr("Save the invitation…"), "calendar", ButtonStyle.FILLED, height=64
        )
        self.save.clicked.connect(lambda: self.save_requested.emit(self.sing_at))
        self._files = Label(theme, "", Text.ROW, wrap=True)
        self.page = PillButton(theme, self.tr("A page for a phone…"), "smartphone")
        self.page.clicked.connect(lambda: self.page_requested.emit(self.sing_at))
        self.hold(self._content(theme))

    def open_for(self, title: str, file_name: str, beats: int, has_words: bool) -> None:
        """Ask when to sing a song; `file_name` is that of its files without a suffix."""
        self._beats = beats
        self._chosen = first_offer(self._now())
        self.form.hide()
        self.change.show()
        self.page.setVisible(has_words)
        text = self.tr("{name}.lullaby and {name}.ics")
        self._files.setText(text.format(name=file_name))
        self._show_all()
        self.open(self.tr("Sing “{title}” at a time").format(title=title))
        self.save.setFocus()

    @property
    def sing_at(self) -> SingAt:
        return SingAt(self._moment, self._beats)

    @property
    def partner(self) -> str:
        return self.form.name.text().strip()

    @property
    def giver(self) -> str:
        return self.form.giver.text().strip()

    @property
    def _moment(self) -> datetime:
        return self._chosen.astimezone()

    def _content(self, theme: Theme) -> QWidget:
        at = QHBoxLayout()
        at.setSpacing(14)
        at.addWidget(Label(theme, self.tr("At"), Text.STRONG))
        at.addWidget(self.hour)
        there = QVBoxLayout()
        there.setSpacing(0)
        there.addStretch(1)
        there.addWidget(self._then)
        there.addWidget(self._where)
        there.addStretch(1)
        for each in (self._then, self._where):
            each.setAlignment(Qt.AlignmentFlag.AlignRight)
        at.addLayout(there, 1)
        at.addWidget(self.change)
        foot = QHBoxLayout()
        foot.setSpacing(20)
        foot.addWidget(self.save)
        files = QVBoxLayout()
        files.setSpacing(0)
        files.addWidget(self._files)
        files.addWidget(
            Label(
                theme,
                self.tr("It starts only after you each press “I am here”."),
                Text.CAPTION,
                "text2",
                wrap=True,
            )
        )
        foot.addLayout(files, 1)
        phone = QHBoxLayout()
        phone.setSpacing(20)
        phone.addWidget(
            Label(
                theme,
                self.tr(
                    "Only a phone at the other end? It can’t play along from far away. A page with"
                    " the words in time needs nothing but its browser."
                ),
                Text.CAPTION,
                "text2",
                wrap=True,
            ),
            1,
        )
        phone.addWidget(self.page)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(
            Label(
                theme,
                self.tr("You both start by your own clocks, each at home."),
                colour="text2",
                wrap=True,
            )
        )
        column.addWidget(self.week)
        column.addLayout(at)
        column.addWidget(self._trouble)
        column.addWidget(self.form)
        column.addWidget(
            Label(
                theme,
                self.tr(
                    "Two bars count you in. On the telephone you would hear each other late, so"
                    " sing first and talk afterwards."
                ),
                Text.ROW,
                wrap=True,
            )
        )
        column.addLayout(foot)
        column.addLayout(phone)
        return content

    def _choose_day(self, day: date) -> None:
        self._chosen = datetime.combine(day, self._chosen.time())
        self._show_all()

    def _step(self, steps: int) -> None:
        self._chosen += steps * STEP
        self._show_all()

    def _type(self, text: str) -> None:
        typed = clock_time_in(text)
        if typed is not None:
            self._chosen = datetime.combine(self._chosen.date(), typed)
        self._show_all()

    def _open_form(self) -> None:
        self.change.hide()
        self.form.show()
        self.form.name.setFocus()

    def _show_all(self) -> None:
        moment, zone = self._moment, self.form.zone
        now = self._now().astimezone()
        self.week.show_day(self._chosen.date(), now.date())
        self.hour.show_text(clock_time(self._chosen))
        if zone:
            self._then.setText(time_for(moment, zone, self.partner))
            self._where.setText(place_about(moment, zone))
        else:
            self._then.setText(self.tr("The same time for both"))
            self._where.setText(self.tr("unless they live in another time zone"))
        passed = moment <= now
        self._trouble.setVisible(passed)
        self.save.setEnabled(not passed)
        self.page.setEnabled(not passed)
