"""Rules of smart playlists in plain words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from lullaby.library.rules import (
    CalmNightsRule,
    CalmRule,
    Found,
    Join,
    LanguageRule,
    LastPlayed,
    LastPlayedRule,
    LengthRule,
    Limit,
    LimitKind,
    Order,
    PaceRule,
    Rule,
    Rules,
    TempoRule,
    UnreadRule,
    WordsRule,
)
from lullaby.tempo.answer import Pace
from lullaby.ui.text import names
from lullaby.ui.text.language_names import translated_name
from lullaby.ui.text.sentences import capitalised

CALM_OF = 10
"""The calm score is told as so many of ten."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("rules", text)


def kind_name(kind: type[Rule]) -> str:
    """What a rule asks for, at the head of its row."""
    words: dict[type[Rule], str] = {
        TempoRule: _tr("Tempo"),
        PaceRule: _tr("How it feels"),
        CalmRule: _tr("Calm"),
        LengthRule: _tr("Length"),
        LanguageRule: _tr("Language"),
        WordsRule: _tr("Words"),
        LastPlayedRule: _tr("Last heard"),
        CalmNightsRule: _tr("Calmed before"),
    }
    return words[kind]


def pace_name(pace: Pace) -> str:
    match pace:
        case Pace.SLOW:
            return _tr("slow")
        case Pace.NOT_SLOW:
            return _tr("not slow")
        case Pace.UNKNOWN:
            return _tr("not known yet")


def heard_name(when: LastPlayed) -> str:
    match when:
        case LastPlayed.NEVER:
            return _tr("never")
        case LastPlayed.NOT_WITHIN:
            return _tr("not in the last")
        case LastPlayed.WITHIN:
            return _tr("in the last")


def order_name(order: Order) -> str:
    match order:
        case Order.SLOW_TO_SLOWER:
            return _tr("Slow to slower")
        case Order.TITLE:
            return _tr("By title")
        case Order.LONGEST_SINCE:
            return _tr("Longest not heard")


def words_name(has: bool) -> str:
    return _tr("has words") if has else _tr("music only")


def at_least(value: str) -> str:
    return _tr("at least {value}").format(value=value)


def days(number: int) -> str:
    return _tr("1 day") if number == 1 else _tr("{n} days").format(n=number)


def nights(number: int) -> str:
    return _tr("1 night") if number == 1 else _tr("{n} nights").format(n=number)


def calm_of_ten(calm: float) -> str:
    return _tr("{n} of {all}").format(n=round(calm * CALM_OF), all=CALM_OF)


def phrase(rule: Rule) -> str:
    """A rule inside a sentence: at most 70 bpm."""
    match rule:
        case TempoRule(low, high):
            ends = (None if end is None else f"{end:.0f}" for end in (low, high))
            return _tr("{range} bpm").format(range=_range(*ends))
        case PaceRule(Pace.UNKNOWN):
            return _tr("of unknown pace")
        case PaceRule(pace):
            return pace_name(pace)
        case CalmRule(least):
            return _tr("calm, {n} or more").format(n=calm_of_ten(least))
        case LengthRule(low, high):
            ends = (None if end is None else names.length(end) for end in (low, high))
            return _tr("{range} long").format(range=_range(*ends))
        case LanguageRule(code):
            return _tr("in {language}").format(language=translated_name(code))
        case WordsRule(has):
            return _tr("with words") if has else _tr("without words")
        case LastPlayedRule(LastPlayed.NEVER):
            return _tr("never heard")
        case LastPlayedRule(LastPlayed.NOT_WITHIN, number):
            return _tr("not heard for {days}").format(days=days(number))
        case LastPlayedRule(_, number):
            return _tr("heard in the last {days}").format(days=days(number))
        case CalmNightsRule(number):
            return _tr("calmed on {nights} or more").format(nights=nights(number))


def _range(low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return _tr("{low} to {high}").format(low=low, high=high)
    if low is not None:
        return at_least(low)
    return _tr("any") if high is None else _tr("at most {value}").format(value=high)


def sentence(rules: Rules) -> str:
    """What a smart playlist holds: Slow, with words; at most 30 minutes."""
    if not rules.rules:
        text = _tr("every song")
    elif rules.join is Join.ANY and len(rules.known) > 1:
        text = _tr(" or ").join(map(phrase, rules.known))
    else:
        text = ", ".join(map(phrase, rules.known))
    parts = [text, _limit(rules.limit)]
    whole = capitalised("; ".join(part for part in parts if part))
    return " ".join(part for part in (whole and f"{whole}.", unread(rules)) if part)


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return ""
    if limit.kind is LimitKind.MINUTES:
        return _tr("at most {minutes}").format(minutes=names.minutes_long(limit.most))
    if limit.most == 1:
        return _tr("1 song")
    return _tr("at most {n} songs").format(n=limit.most)


def unread(rules: Rules) -> str:
    """What is said of rules that only a newer Lullaby understands."""
    if not rules.unread:
        return ""
    if rules.unread == 1:
        return _tr("One rule is of a newer Lullaby; it is kept, and waits.")
    return _tr("{n} rules are of a newer Lullaby; they are kept, and wait.").format(n=rules.unread)


def not_known(number: int) -> str:
    """Songs that may belong, if only one knew."""
    return _tr("{n} not known yet").format(n=number) if number else ""


def fits(found: Found) -> str:
    """Fits 12 songs, about 48 minutes; 5 not known yet."""
    count, unknown = len(found.tracks), not_known(found.unknown)
    if not count:
        return (
            f"{_tr('Nothing fits just now')}; {unknown}."
            if unknown
            else _tr("Nothing fits just now.")
        )
    songs = _tr("Fits 1 song") if count == 1 else _tr("Fits {n} songs").format(n=count)
    if found.fitting > count:
        songs = _tr("{n} of the {all} songs that fit").format(n=count, all=found.fitting)
    minutes = round(found.length_ms / 60_000)
    about = _tr("about 1 minute") if minutes == 1 else _tr("about {n} minutes").format(n=minutes)
    start = ", ".join((songs, about)) if minutes else songs
    return "; ".join(part for part in (start, unknown) if part) + "."


def of_the_newer(rule: UnreadRule) -> str:
    return _tr("A rule of a newer Lullaby. It is kept, and waits.")


def languages_in_order(codes: Sequence[str]) -> list[str]:
    """As a person looks for them: by name."""
    return sorted(set(codes), key=translated_name)
