"""Sentences about singing at an agreed time."""

from datetime import date, datetime, timedelta

from lullaby.ui.appointments.zones import city, minutes_ahead, time_there
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import clock_time, day_of, weekday, whole
from lullaby.ui.text.translate import PLURAL, translate


def on_day(moment: datetime, today: date) -> str:
    """Thursday, 24 December, 19:00."""
    day = moment.date()
    return listed((weekday(day), day_of(day, today), clock_time(moment)))


def time_for(moment: datetime, zone: str, partner: str) -> str:
    """What the clocks of the other one show: 18:00 for Gran."""
    there = time_there(moment, zone)
    shown = clock_time(there)
    if there.date() != moment.date():
        shown = listed((weekday(there.date()), shown))
    if partner:
        text = translate("appointments", "{time} for {name}")
        return text.format(time=shown, name=partner)
    return translate("appointments", "{time} for them").format(time=shown)


def place_about(moment: datetime, zone: str) -> str:
    """Where the other one is, and how far their clocks are from ours: Lisbon, 1 hour behind."""
    return listed((city(zone), _ahead(minutes_ahead(moment, zone))))


def _ahead(minutes: int) -> str:
    hours, left = divmod(abs(minutes), 60)
    if minutes == 0:
        return translate("appointments", "the same time")
    if left == 0:
        if minutes > 0:
            return translate("appointments", "%n hours ahead", None, PLURAL, hours)
        return translate("appointments", "%n hours behind", None, PLURAL, hours)
    text = translate("appointments", "{hours} h {minutes} min behind")
    if minutes > 0:
        text = translate("appointments", "{hours} h {minutes} min ahead")
    return text.format(hours=whole(hours), minutes=whole(left))


def with_partner(title: str, partner: str) -> str:
    """Suo Gân with Gran."""
    if not partner:
        return title
    return translate("appointments", "{title} with {name}").format(title=title, name=partner)


def invitation(title: str, partner: str, left: timedelta) -> str:
    """Such as: In 2 minutes: Suo Gân with Gran."""
    what = with_partner(title, partner)
    minutes = -(-left // timedelta(minutes=1))
    if minutes <= 0:
        return translate("appointments", "It has begun: {song}").format(song=what)
    text = translate("appointments", "In %n minutes: {song}", None, PLURAL, minutes)
    return text.format(song=what)


def clock_hint(set_by_network: bool | None) -> str:
    """What to know of this clock; `set_by_network` is None if the system does not tell."""
    if set_by_network is False:
        return translate(
            "appointments",
            "This clock may be off by a few seconds: it is not set by the network.",
        )
    return translate("appointments", "Nothing sounds before you press.")


def event_title(title: str, partner: str) -> str:
    """The title of an entry in a calendar: Sing Suo Gân with Gran."""
    text = translate("appointments", "Sing {song}")
    return text.format(song=with_partner(title, partner))


def event_about() -> str:
    return translate(
        "appointments",
        "Open Lullaby a few minutes before. You both start by your own clocks, each at home.",
    )
