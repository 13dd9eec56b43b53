"""The texts of the summary page, in Markdown and HTML."""

from html import escape
from math import inf

from lullaby.journal.entry import Outcome
from lullaby.journal.handover_report import HandoverReport
from lullaby.journal.helps import FactorKind
from lullaby.ui.journal import factor_words
from lullaby.ui.text import names, night_names
from lullaby.ui.text.lists import counted, listed
from lullaby.ui.text.locale import decimal, full_day, signed, whole
from lullaby.ui.text.translate import PLURAL, translate

HELPS = 8
HELPED = 6
MOODS = 4

Rows = list[tuple[str, str]]
Section = tuple[str, Rows]


def title(page: HandoverReport) -> str:
    return (
        translate("handover", "Nights with {child}").format(child=page.child)
        if page.child
        else translate("handover", "Our nights")
    )


def period(page: HandoverReport) -> str:
    entries = page.entries
    text = translate("handover", "{first} to {last}, {nights}, %n entries", None, PLURAL, entries)
    return text.format(
        first=full_day(page.first),
        last=full_day(page.last),
        nights=names.nights(page.nights),
    )


def strip_title() -> str:
    return translate("handover", "Night by night")


def chart_title() -> str:
    return translate("handover", "Minutes to calm")


def chart_legend() -> str:
    return translate("handover", "line: the typical night of each week; band: half of the nights")


def mark(outcome: Outcome | None) -> str:
    return (
        translate("handover", "no answer")
        if outcome is None
        else names.outcome_in_sentence(outcome)
    )


def more(count: int) -> str:
    """What stands for entries of a night that there is no room for: +2."""
    return signed(count)


def foot() -> str:
    return translate(
        "handover",
        "Noted by the family with Lullaby, not measured, and not a medical record. Typical figures"
        " are medians; nothing is shown for fewer than 4 nights. Babies often settle by themselves,"
        " so what was playing may not be the reason.",
    )


def sections(page: HandoverReport) -> list[Section]:
    """Titles with rows of (what, how much); empty ones are omitted."""
    found: list[Section] = [
        (translate("handover", "How it went"), _went(page)),
        (translate("handover", "What was playing on calm nights"), _helps(page)),
        (translate("handover", "Also helped"), _helped(page)),
        (translate("handover", "Mood before and after"), _moods(page)),
        (
            translate("handover", "Notes"),
            [(full_day(e.started_at.date()), note) for e, note in page.notes],
        ),
    ]
    return [(heading, rows) for heading, rows in found if rows]


def as_markdown(page: HandoverReport) -> str:
    lines = [f"# {_safe(title(page))}", "", _safe(period(page)), ""]
    for heading, rows in sections(page):
        lines += [f"## {heading}", ""]
        lines += [f"- **{_safe(what)}:** {_safe(much)}" for what, much in rows]
        lines.append("")
    return "\n".join([*lines, f"_{foot()}_", ""])


def head_as_html(page: HandoverReport) -> str:
    """Whose nights, and which."""
    return f"<p class='title'>{escape(title(page))}</p><p class='under'>{escape(period(page))}</p>"


def as_html(
    page: HandoverReport, notes: int, helps: int, others: int, mirrored: bool = False
) -> str:
    """What stands below the pictures, for paper: dark on white.

    At most so many rows of notes, of factors, and of each of the `others` (what else helped,
    moods). `mirrored`: for right-to-left languages, because Qt's documents do not mirror tables.
    """
    parts: list[str] = []
    most = {
        translate("handover", "Notes"): notes,
        translate("handover", "What was playing on calm nights"): helps,
        translate("handover", "Also helped"): others,
        translate("handover", "Mood before and after"): others,
    }
    for heading, rows in sections(page):
        shown = rows[: most.get(heading, len(rows))]
        if shown:
            cells = "".join(_row(what, much, mirrored) for what, much in shown)
            parts.append(
                f"<p class='head'>{escape(heading)}</p><table width='100%'>{cells}</table>"
            )
    parts.append(f"<p class='foot'>{escape(foot())}</p>")
    return "".join(parts)


def _row(what: str, much: str, mirrored: bool) -> str:
    cells = [f"<td width='34%'><b>{escape(what)}</b></td>", f"<td>{escape(much)}</td>"]
    return f"<tr>{''.join(reversed(cells) if mirrored else cells)}</tr>"


def _went(page: HandoverReport) -> Rows:
    answered = sum(page.outcomes.values())
    rows = [
        (
            translate("handover", "Answers"),
            translate("handover", "{answers} of {n}").format(
                answers=listed(
                    [
                        counted(names.outcome_in_sentence(outcome), count)
                        for outcome, count in page.outcomes.items()
                    ]
                ),
                n=whole(answered),
            ),
        )
    ]
    if page.median is not None and page.low is not None and page.high is not None:
        text = translate("handover", "typically {median}; half the nights between {low} and {high}")
        rows.append(
            (
                translate("handover", "Calm after"),
                text.format(
                    median=factor_words.in_full(page.median),
                    low=factor_words.in_full(page.low),
                    high=factor_words.in_full(page.high),
                ),
            )
        )
    kinds = [counted(night_names.kind_in_sentence(kind), n) for kind, n in page.kinds.items() if n]
    rows.append((translate("handover", "Occasion"), listed(kinds)))
    if page.wakings is not None:
        usually = (
            translate("handover", "usually {n}").format(n=_count(page.wakings))
            if page.wakings
            else translate("handover", "usually none")
        )
        rows.append((translate("handover", "Night wakings"), usually))
    if page.bedtimes is not None:
        text = translate("handover", "typically {n} nights a week")
        rows.append(
            (translate("handover", "Bedtime routine"), text.format(n=_count(page.bedtimes)))
        )
    return rows


def _helps(page: HandoverReport) -> Rows:
    rows = [row for row in page.helps if row.kind is not FactorKind.KIND][:HELPS]
    text = translate("handover", "typically {median} ({n}, calm on {k})")
    return [
        (
            factor_words.name(row),
            text.format(
                median=factor_words.in_full(row.median),
                n=names.nights(row.nights),
                k=whole(row.calm),
            )
            + (f" ({factor_words.aside(row)})" if factor_words.aside(row) else ""),
        )
        for row in rows
    ]


def _helped(page: HandoverReport) -> Rows:
    return [
        (night_names.help_name(each), names.nights(count))
        for each, count in list(page.helped.items())[:HELPED]
    ]


def _moods(page: HandoverReport) -> Rows:
    text = translate("handover", "{before}, then {after}")
    return [
        (
            text.format(
                before=night_names.mood_name(one), after=night_names.mood_in_sentence(other)
            ),
            names.nights(count),
        )
        for (one, other), count in list(page.moods.items())[:MOODS]
    ]


def _count(value: float) -> str:
    return "–" if value == inf else decimal(round(value, 1))


def _safe(text: str) -> str:
    """A person's text, safe in Markdown: on one line, with special characters escaped."""
    flat = " ".join(text.split())
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|" else each for each in flat)
