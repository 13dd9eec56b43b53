"""What the charts say, in words: for rows, for a screen reader, and for the page of numbers."""

from collections.abc import Sequence
from datetime import date
from html import escape
from math import inf

from PySide6.QtCore import QDate, QLocale

from lullaby.journal.entry import JournalEntry, Kind
from lullaby.journal.helps import FactorKind, FactorSummary
from lullaby.journal.weeks import Stretch
from lullaby.ui.text import names, night_names
from lullaby.ui.text.translate import translate

FACTOR_ICONS = {FactorKind.SINGING: "mic", FactorKind.SONG: "music", FactorKind.KIND: "moon"}


def icon(row: FactorSummary) -> str:
    if row.kind is FactorKind.SOUND:
        return names.BED_ICONS.get(row.name, "cloud-rain")
    return FACTOR_ICONS[row.kind]


def name(row: FactorSummary) -> str:
    """Suo Gân; Rain underneath; Singing along."""
    match row.kind:
        case FactorKind.SINGING:
            return translate("journal", "Singing along")
        case FactorKind.SOUND:
            return translate("journal", "{bed} underneath").format(bed=names.bed_name(row.name))
        case FactorKind.KIND:
            return night_names.kind_name(Kind(row.name))
        case FactorKind.SONG:
            return row.name


def aside(row: FactorSummary) -> str:
    """What keeps a row from meaning much; empty where nothing does."""
    if row.usually_last:
        return translate("journal", "mostly the last song")
    return translate("journal", "there every night") if row.always_there else ""


def nights(count: int) -> str:
    return (
        translate("journal", "1 night")
        if count == 1
        else translate("journal", "{n} nights").format(n=count)
    )


def minutes(value: float | None) -> str:
    """11 min; a dash where the middle night was "not this time"."""
    if value is None or value == inf:
        return "–"
    return names.minutes_short(round(value))


def in_full(value: float) -> str:
    return (
        translate("journal", "not this time") if value == inf else names.minutes_short(round(value))
    )


def stretch_name(stretch: Stretch, today: date) -> str:
    """this week, last week, 3 weeks ago; 7 Oct; October 2024."""
    if stretch.days > 7:
        pattern = "MMM" if stretch.first.year == today.year else "MMM yy"
        return QLocale().toString(_q(stretch.first), pattern)
    weeks = (today - stretch.first).days // 7
    if weeks <= 0:
        return translate("journal", "this week")
    if weeks == 1:
        return translate("journal", "last week")
    if weeks <= 5:
        return translate("journal", "{n} weeks ago").format(n=weeks)
    return QLocale().toString(_q(stretch.first), "d MMM")


def short_name(stretch: Stretch) -> str:
    return QLocale().toString(_q(stretch.first), "d MMM" if stretch.days == 7 else "MMM")


def summary(stretches: Sequence[Stretch], entries: Sequence[JournalEntry]) -> str:
    """The minutes chart in two sentences."""
    answered = sum(stretch.answered for stretch in stretches)
    parts = [translate("journal", "{n} answered.").format(n=nights(answered))]
    told = [stretch for stretch in stretches if stretch.median is not None]
    if told:
        first, last = told[0], told[-1]
        text = translate("journal", "The middle night: {first} at first, {last} lately.")
        parts.append(text.format(first=in_full(first.median or 0), last=in_full(last.median or 0)))
    return " ".join(parts)


def row_spoken(row: FactorSummary) -> str:
    text = translate("journal", "{name}: the middle night {median}, {n}").format(
        name=name(row), median=in_full(row.median), n=nights(row.nights)
    )
    return ", ".join(part for part in (text, aside(row)) if part)


def page(stretches: Sequence[Stretch], rows: Sequence[FactorSummary], today: date) -> str:
    """All numbers of the charts as a page to read."""
    lines = [f"<p>{escape(_rule())}</p>"]
    lines.append(_heading(translate("journal", "Minutes to calm")))
    lines += [f"<p>{escape(_stretch_line(each, today))}</p>" for each in reversed(stretches)]
    if rows:
        lines.append(_heading(translate("journal", "What was there on calm nights")))
    lines += [f"<p>{escape(_row_line(row))}</p>" for row in rows]
    return "".join(lines)


def _heading(text: str) -> str:
    return f"<h3>{escape(text)}</h3>"


def _rule() -> str:
    return translate(
        "journal",
        "Every answered night counts, those of “not this time” too. The middle night stands for"
        " all; nothing is told of fewer than 4. Rows of few nights stand lower than their minutes"
        " alone, as a few nights may be luck. Children often grow calm by themselves: what was"
        " there need not be why.",
    )


def _stretch_line(stretch: Stretch, today: date) -> str:
    when = stretch_name(stretch, today)
    when = when[:1].upper() + when[1:]
    bedtimes = translate("journal", "bedtime on {n} of {days} nights").format(
        n=stretch.bedtimes, days=stretch.days
    )
    if stretch.median is None or stretch.low is None or stretch.high is None:
        few = nights(stretch.answered) if stretch.answered else translate("journal", "no answers")
        return f"{when}: {few}, {bedtimes}."
    text = translate(
        "journal",
        "{when}: the middle night {median}, half of them {low} to {high}, {n}, {bedtimes}.",
    )
    return text.format(
        when=when,
        median=in_full(stretch.median),
        low=in_full(stretch.low),
        high=in_full(stretch.high),
        n=nights(stretch.answered),
        bedtimes=bedtimes,
    )


def _row_line(row: FactorSummary) -> str:
    text = translate(
        "journal",
        "{name}: the middle night {median}, half of them {low} to {high}; calm on {k} of {n}",
    )
    line = text.format(
        name=name(row),
        median=in_full(row.median),
        low=in_full(row.low),
        high=in_full(row.high),
        k=row.calm,
        n=nights(row.nights),
    )
    return f"{line}; {aside(row)}." if aside(row) else f"{line}."


def _q(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
