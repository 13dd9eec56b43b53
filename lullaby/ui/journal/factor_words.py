"""Sentences for the charts: for rows, for screen readers, and for the page of numbers."""

from collections.abc import Sequence
from datetime import date
from html import escape
from math import inf

from lullaby.journal.entry import JournalEntry, Kind
from lullaby.journal.helps import FactorKind, FactorSummary
from lullaby.journal.weeks import Stretch
from lullaby.ui.text import names, night_names
from lullaby.ui.text.lists import clauses, listed, sentences
from lullaby.ui.text.locale import short_day, short_month, short_month_of_year, whole
from lullaby.ui.text.translate import PLURAL, translate

FACTOR_ICONS = {FactorKind.SINGING: "mic", FactorKind.SONG: "music", FactorKind.KIND: "moon"}


def icon(row: FactorSummary) -> str:
    if row.kind is FactorKind.SOUND:
        return names.AMBIENT_ICONS.get(row.name, "cloud-rain")
    return FACTOR_ICONS[row.kind]


def name(row: FactorSummary) -> str:
    """For example Suo Gân; Rain; Singing along."""
    match row.kind:
        case FactorKind.SINGING:
            return translate("journal", "Singing along")
        case FactorKind.SOUND:
            return names.ambient_name(row.name)
        case FactorKind.KIND:
            return night_names.kind_name(Kind(row.name))
        case FactorKind.SONG:
            return row.name


def aside(row: FactorSummary) -> str:
    """What makes a row unreliable; empty if nothing does."""
    if row.usually_last:
        return translate("journal", "usually the last song")
    return translate("journal", "playing every night") if row.always_there else ""


def minutes(value: float | None) -> str:
    """11 min; a dash if the median night was "not this time"."""
    if value is None or value == inf:
        return "–"
    return names.minutes_short(round(value))


def in_full(value: float) -> str:
    return (
        translate("journal", "not calm at all")
        if value == inf
        else names.minutes_short(round(value))
    )


def stretch_name(stretch: Stretch, today: date) -> str:
    """this week, last week, 3 weeks ago; 7 Oct; October 2024."""
    weeks = (today - stretch.first).days // 7
    if stretch.days > 7 or weeks > 5:
        return _dated(stretch, today)
    if weeks <= 0:
        return translate("journal", "this week")
    if weeks == 1:
        return translate("journal", "last week")
    return translate("journal", "%n weeks ago", None, PLURAL, weeks)


def _stretch_title(stretch: Stretch, today: date) -> str:
    """The same at the start of a line: This week."""
    weeks = (today - stretch.first).days // 7
    if stretch.days > 7 or weeks > 1:
        return stretch_name(stretch, today)
    return translate("journal", "This week") if weeks <= 0 else translate("journal", "Last week")


def _dated(stretch: Stretch, today: date) -> str:
    if stretch.days <= 7:
        return short_day(stretch.first)
    if stretch.first.year == today.year:
        return short_month(stretch.first)
    return short_month_of_year(stretch.first)


def short_name(stretch: Stretch) -> str:
    return short_day(stretch.first) if stretch.days == 7 else short_month(stretch.first)


def summary(stretches: Sequence[Stretch], entries: Sequence[JournalEntry]) -> str:
    """The minutes chart in two sentences."""
    answered = sum(stretch.answered for stretch in stretches)
    parts = [translate("journal", "%n nights with an answer.", None, PLURAL, answered)]
    known = [stretch for stretch in stretches if stretch.median is not None]
    if known:
        first, last = known[0], known[-1]
        text = translate("journal", "Typical time to calm: {first} at first, {last} recently.")
        parts.append(text.format(first=in_full(first.median or 0), last=in_full(last.median or 0)))
    return sentences(parts)


def row_spoken(row: FactorSummary) -> str:
    text = translate("journal", "{name}: typically {median}, {n}").format(
        name=name(row), median=in_full(row.median), n=names.nights(row.nights)
    )
    return listed((text, aside(row)))


def page(stretches: Sequence[Stretch], rows: Sequence[FactorSummary], today: date) -> str:
    """All numbers of the charts as a page to read."""
    lines = [f"<p>{escape(_rule())}</p>"]
    lines.append(_heading(translate("journal", "Minutes to calm")))
    lines += [f"<p>{escape(_stretch_line(each, today))}</p>" for each in reversed(stretches)]
    if rows:
        lines.append(_heading(translate("journal", "What was playing on calm nights")))
    lines += [f"<p>{escape(_row_line(row))}</p>" for row in rows]
    return "".join(lines)


def _heading(text: str) -> str:
    return f"<h3>{escape(text)}</h3>"


def _rule() -> str:
    return translate(
        "journal",
        "Every night with an answer counts, “not this time” included. Figures are medians;"
        " we show nothing for fewer than 4 nights. Rows with few nights are ranked lower,"
        " because a few nights may be luck. Babies often settle by themselves, so what was"
        " playing may not be the reason.",
    )


def _stretch_line(stretch: Stretch, today: date) -> str:
    when, days = _stretch_title(stretch, today), stretch.days
    bedtimes = translate(
        "journal", "bedtime routine on {n} of %n nights", None, PLURAL, days
    ).format(n=whole(stretch.bedtimes))
    if stretch.median is None or stretch.low is None or stretch.high is None:
        few = (
            names.nights(stretch.answered)
            if stretch.answered
            else translate("journal", "no answers")
        )
        text = translate("journal", "{when}: {few}, {bedtimes}.")
        return text.format(when=when, few=few, bedtimes=bedtimes)
    text = translate(
        "journal",
        "{when}: typically {median}, half between {low} and {high}, {n}, {bedtimes}.",
    )
    return text.format(
        when=when,
        median=in_full(stretch.median),
        low=in_full(stretch.low),
        high=in_full(stretch.high),
        n=names.nights(stretch.answered),
        bedtimes=bedtimes,
    )


def _row_line(row: FactorSummary) -> str:
    text = translate(
        "journal",
        "{name}: typically {median}, half between {low} and {high}; calm on {k} of {n}",
    )
    line = text.format(
        name=name(row),
        median=in_full(row.median),
        low=in_full(row.low),
        high=in_full(row.high),
        k=whole(row.calm),
        n=names.nights(row.nights),
    )
    return f"{clauses((line, aside(row)))}."
