"""Dates, times of day and numbers in the language of the application.

They use the default `QLocale`, which `lullaby.ui.text.language` sets at the start.
"""

import re
from datetime import date, datetime, time

from PySide6.QtCore import QDate, QLocale, QTime

from lullaby.ui.text.digits import in_digits, plain_digits
from lullaby.ui.text.translate import translate


def language() -> str:
    """The language of the application, as BCP 47: `de`, `pt`."""
    here = QLocale()
    return "en" if here.language() is QLocale.Language.C else here.bcp47Name()


def clock_time(moment: datetime) -> str:
    """The time of day in the local style, without seconds: 3:07."""
    return QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def clock_time_in(text: str) -> time | None:
    """The time of day in a typed text; None if it is none.

    Takes the local style, and what people type elsewhere: 19:40, 19.40, 1940, 19h40, 7:40 pm, 7.
    """
    plain = " ".join(plain_digits(text).split())
    local = QLocale().toTime(" ".join(text.split()), QLocale.FormatType.ShortFormat)
    if local.isValid():
        return time(local.hour(), local.minute())
    found = re.fullmatch(r"(\d{1,2})(?:\s?\D?\s?(\d\d))?\s?(\D*)", plain)
    if found is None:
        return None
    hours, minutes, after = int(found[1]), int(found[2] or 0), found[3].casefold().replace(".", "")
    before_noon = ("am", plain_digits(QLocale().amText()).casefold())
    after_noon = ("pm", plain_digits(QLocale().pmText()).casefold())
    if after in (*before_noon, *after_noon):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if after in after_noon else 0)
    elif after not in ("", "h", ":"):
        return None
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def hour(hour: int) -> str:
    """A full hour of the day, 0 to 24: 22:00."""
    return QLocale().toString(QTime(hour % 24, 0), QLocale.FormatType.ShortFormat)


def day_and_month(day: date) -> str:
    """3 May."""
    return _written(day, translate("dates", "d MMMM", "a day and its month, in the letters of Qt"))


def full_day(day: date) -> str:
    """3 May 2025."""
    return _written(day, translate("dates", "d MMMM yyyy", "a day with its year"))


def day_of(day: date, today: date) -> str:
    """3 May; 3 May 2025 if not in this year."""
    return day_and_month(day) if day.year == today.year else full_day(day)


def short_day(day: date) -> str:
    """3 May, with a short name of the month."""
    return _written(day, translate("dates", "d MMM", "a day and its month, where there is no room"))


def short_month(day: date) -> str:
    """May."""
    return _written(day, translate("dates", "MMM", "a month, where there is no room"))


def short_month_of_year(day: date) -> str:
    """May 25."""
    return _written(day, translate("dates", "MMM yy", "a month with its year, with little room"))


def month_of_year(day: date) -> str:
    """May 2025."""
    return _written(day, translate("dates", "MMMM yyyy", "a month with its year, as a heading"))


def short_weekday(day: date) -> str:
    """Sat, standing alone."""
    return QLocale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def weekday(day: date) -> str:
    """Saturday, standing alone."""
    return QLocale().standaloneDayName(day.isoweekday())


def capitalised(text: str) -> str:
    """`text` with an initial capital; unchanged in scripts without capitals."""
    return QLocale().toUpper(text[:1]) + text[1:]


def first_weekday() -> int:
    """The first day of the week: 1 for Monday to 7 for Sunday."""
    return QLocale().firstDayOfWeek().value


def whole(value: float) -> str:
    """The nearest whole number in the digits of the language, without separators: 1200."""
    return in_digits(str(round(value)))


def signed(steps: int) -> str:
    """A change as a whole number with its sign: −2, 0, +3."""
    return in_digits(f"{steps:+d}".replace("-", "−") if steps else "0")


def decimal(value: float) -> str:
    """At most three digits: 1.5."""
    return QLocale().toString(value, "g", 3)


def paper_in_inches() -> bool:
    """Whether the usual paper is Letter rather than A4."""
    return QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem


def _written(day: date, pattern: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)
