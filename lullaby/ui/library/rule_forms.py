"""What can be edited in each kind of rule: choices and numbers, without widgets."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lullaby.frozen import frozen
from lullaby.library.calm import HIGHEST, LOWEST
from lullaby.library.rules import (
    CalmNightsRule,
    CalmRule,
    LanguageRule,
    LastPlayed,
    LastPlayedRule,
    LengthRule,
    Limit,
    LimitKind,
    PaceRule,
    Recordings,
    Rule,
    SungByRule,
    TempoRule,
    WordsRule,
)
from lullaby.tempo.answer import Pace
from lullaby.ui.library import rule_words
from lullaby.ui.text import names
from lullaby.ui.text.language_names import translated_name
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import translate
from lullaby.units import Bpm, Ms

KINDS: tuple[Rule, ...] = (
    TempoRule(high=Bpm(70)),
    PaceRule(),
    CalmRule(),
    WordsRule(),
    LanguageRule(),
    LengthRule(high=Ms(240_000)),
    LastPlayedRule(),
    CalmNightsRule(),
    SungByRule(),
)
"""Every kind of rule with its initial value, in the order of the menu."""

DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180, 365)
MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480)
SONGS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100)
MOST_NIGHTS = 99
USUAL_LIMITS = (None, Limit(LimitKind.MINUTES, 30), Limit(LimitKind.SONGS, 10))


@frozen
class ValueRange:
    """Numbers between two ends, `step` apart; `wide` is the initial distance of a range's ends."""

    low: int
    high: int
    step: int
    wide: int

    def moved(self, value: float, by: int) -> int:
        return round(min(self.high, max(self.low, value + by * self.step)))


SCALES: dict[type[Rule], ValueRange] = {
    TempoRule: ValueRange(round(LOWEST), round(HIGHEST), 5, 20),
    LengthRule: ValueRange(30_000, 3_600_000, 30_000, 120_000),
}


@frozen
class Form:
    """`choices`, of which one is `chosen`; `values` can be stepped down and up."""

    choices: tuple[str, ...] = ()
    chosen: int = 0
    values: tuple[str, ...] = ()


@frozen
class Offered:
    """What there is to choose from: codes of languages, and names of singers."""

    languages: Sequence[str] = ()
    singers: Sequence[str] = ()


def form_of(rule: Rule, offered: Offered) -> Form:
    """How a rule appears in its row."""
    match rule:
        case TempoRule(low, high):
            texts = [
                translate("rules", "{n} bpm").format(n=whole(end))
                for end in (low, high)
                if end is not None
            ]
            return Form(_range_choices(), _range_place(rule), tuple(texts))
        case LengthRule(low, high):
            texts = [names.length(end) for end in (low, high) if end is not None]
            return Form(_range_choices(), _range_place(rule), tuple(texts))
        case PaceRule(pace):
            return Form(tuple(map(rule_words.pace_name, Pace)), list(Pace).index(pace))
        case CalmRule(least):
            return Form(values=(rule_words.at_least(rule_words.calm_of_ten(least)),))
        case LanguageRule(code):
            codes = _codes(rule, offered.languages)
            return Form(tuple(map(translated_name, codes)), codes.index(code))
        case WordsRule(has):
            return Form(tuple(map(rule_words.words_name, (True, False))), 0 if has else 1)
        case LastPlayedRule(when, days):
            texts = [] if when is LastPlayed.NEVER else [names.days(days)]
            choices = tuple(map(rule_words.last_played_name, LastPlayed))
            return Form(choices, list(LastPlayed).index(when), tuple(texts))
        case CalmNightsRule(nights):
            return Form(values=(rule_words.at_least(names.nights(nights)),))
        case SungByRule():
            rules = _sung_by(rule, offered.singers)
            texts = tuple(rule_words.recordings_name(each.which, each.singer) for each in rules)
            return Form(texts, rules.index(rule))


def chosen(rule: Rule, place: int, offered: Offered) -> Rule:
    """The rule after another choice."""
    match rule:
        case TempoRule() | LengthRule():
            return _ranged(rule, place)
        case PaceRule():
            return PaceRule(list(Pace)[place])
        case LanguageRule():
            return LanguageRule(_codes(rule, offered.languages)[place])
        case SungByRule():
            return _sung_by(rule, offered.singers)[place]
        case WordsRule():
            return WordsRule(place == 0)
        case LastPlayedRule(_, days):
            return LastPlayedRule(list(LastPlayed)[place], days)
        case _:
            return rule


def stepped(rule: Rule, which: int, by: int) -> Rule:
    """The rule after its number at index `which` moved by so many steps."""
    match rule:
        case TempoRule() | LengthRule():
            return _moved(rule, which, by)
        case CalmRule(least):
            tenths = round(least * rule_words.CALM_OF) + by
            return CalmRule(min(max(tenths, 1), rule_words.CALM_OF) / rule_words.CALM_OF)
        case LastPlayedRule(when, days):
            return LastPlayedRule(when, on_ladder(DAYS, days, by))
        case CalmNightsRule(nights):
            return CalmNightsRule(min(max(nights + by, 1), MOST_NIGHTS))
        case _:
            return rule


def on_ladder(rungs: Sequence[int], value: int, by: int) -> int:
    """The number so many rungs further; from between two rungs, the first step reaches the next."""
    at = bisect_left(rungs, value) if by < 0 else bisect_right(rungs, value) - 1
    return rungs[min(max(at + by, 0), len(rungs) - 1)]


def limit_form(limit: Limit | None) -> Form:
    choices = (
        translate("rules", "all matches"),
        translate("rules", "limited by minutes"),
        translate("rules", "limited by number"),
    )
    match limit:
        case None:
            return Form(choices, 0)
        case Limit(LimitKind.MINUTES, most):
            return Form(choices, 1, (names.minutes_short(most),))
        case Limit(_, most):
            return Form(choices, 2, (names.songs(most),))


def limit_stepped(limit: Limit, by: int) -> Limit:
    rungs = MINUTES if limit.kind is LimitKind.MINUTES else SONGS
    return replace(limit, most=on_ladder(rungs, limit.most, by))


def _codes(rule: LanguageRule, languages: Sequence[str]) -> list[str]:
    return rule_words.languages_in_order([*languages, rule.code])


def _sung_by(rule: SungByRule, singers: Sequence[str]) -> list[SungByRule]:
    """All that may be chosen; a singer without recordings stays if chosen before."""
    names = {*singers, rule.singer} - {""}
    named = sorted(names, key=str.casefold)
    plain = [SungByRule(Recordings.ANY), SungByRule(Recordings.NONE)]
    return [*plain, *(SungByRule(Recordings.BY, each) for each in named)]


def _range_choices() -> tuple[str, ...]:
    return (
        translate("rules", "at most"),
        translate("rules", "at least"),
        translate("rules", "between"),
    )


def _range_place(rule: TempoRule | LengthRule) -> int:
    if rule.low is None:
        return 0
    return 1 if rule.high is None else 2


def _ranged(rule: Any, place: int) -> Rule:
    """Another kind of range around the current number."""
    scale = SCALES[type(rule)]
    pivot = next((end for end in (rule.high, rule.low) if end is not None), scale.high)
    if place == 0:
        return replace(rule, low=None, high=pivot)
    if place == 1:
        return replace(rule, low=rule.low if rule.low is not None else pivot, high=None)
    low = rule.low if rule.low is not None else max(scale.low, pivot - scale.wide)
    high = rule.high if rule.high is not None else min(scale.high, low + scale.wide)
    return replace(rule, low=low, high=max(high, low))


def _moved(rule: Any, which: int, by: int) -> Rule:
    """Move one end, pushing the other along if necessary."""
    scale = SCALES[type(rule)]
    if rule.low is None or rule.high is None:
        name = "high" if rule.low is None else "low"
        value = getattr(rule, name)
        return rule if value is None else replace(rule, **{name: scale.moved(value, by)})
    if which == 0:
        low = scale.moved(rule.low, by)
        return replace(rule, low=low, high=max(rule.high, low))
    high = scale.moved(rule.high, by)
    return replace(rule, low=min(rule.low, high), high=high)
