"""Rules of smart playlists in plain words."""

from collections.abc import Sequence

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
    Recordings,
    Rule,
    Rules,
    SungByRule,
    TempoRule,
    UnreadRule,
    WordsRule,
)
from lullaby.tempo.answer import Pace
from lullaby.ui.text import names
from lullaby.ui.text.language_names import translated_name
from lullaby.ui.text.lists import clauses, either_of, full_stop, listed, sentences
from lullaby.ui.text.locale import capitalised, whole
from lullaby.ui.text.translate import PLURAL, translate

CALM_OF = 10
"""The calm score is shown out of ten."""


def kind_name(kind: type[Rule]) -> str:
    """What a rule tests, at the head of its row."""
    words: dict[type[Rule], str] = {
        TempoRule: translate("rules", "Tempo"),
        PaceRule: translate("rules", "How it sounds"),
        CalmRule: translate("rules", "Calm"),
        LengthRule: translate("rules", "Length"),
        LanguageRule: translate("rules", "Language"),
        WordsRule: translate("rules", "Words"),
        LastPlayedRule: translate("rules", "Last played"),
        CalmNightsRule: translate("rules", "Calmed before"),
        SungByRule: translate("rules", "Sung by"),
    }
    return words[kind]


def pace_name(pace: Pace) -> str:
    match pace:
        case Pace.SLOW:
            return translate("rules", "slow")
        case Pace.NOT_SLOW:
            return translate("rules", "not slow")
        case Pace.UNKNOWN:
            return translate("rules", "not known yet")


def last_played_name(when: LastPlayed) -> str:
    match when:
        case LastPlayed.NEVER:
            return translate("rules", "never")
        case LastPlayed.NOT_WITHIN:
            return translate("rules", "not in the last")
        case LastPlayed.WITHIN:
            return translate("rules", "in the last")


def order_name(order: Order) -> str:
    match order:
        case Order.SLOW_TO_SLOWER:
            return translate("rules", "Fast to slow")
        case Order.TITLE:
            return translate("rules", "By title")
        case Order.LONGEST_SINCE:
            return translate("rules", "Least recently played")


def words_name(has: bool) -> str:
    return translate("rules", "has words") if has else translate("rules", "music only")


def recordings_name(which: Recordings, singer: str) -> str:
    match which:
        case Recordings.BY:
            return singer
        case Recordings.ANY:
            return translate("rules", "anyone in our recordings")
        case Recordings.NONE:
            return translate("rules", "not one of our recordings")


def at_least(value: str) -> str:
    return translate("rules", "at least {value}").format(value=value)


def calm_of_ten(calm: float) -> str:
    return translate("rules", "{n} of {all}").format(n=whole(calm * CALM_OF), all=whole(CALM_OF))


def phrase(rule: Rule) -> str:
    """A rule inside a sentence: at most 70 bpm."""
    match rule:
        case TempoRule(low, high):
            ends = (None if end is None else whole(end) for end in (low, high))
            return translate("rules", "{range} bpm").format(range=_range(*ends))
        case PaceRule(pace):
            return _pace_phrase(pace)
        case CalmRule(least):
            return translate("rules", "calm, {n} or more").format(n=calm_of_ten(least))
        case LengthRule(low, high):
            ends = (None if end is None else names.length(end) for end in (low, high))
            return translate("rules", "{range} long").format(range=_range(*ends))
        case LanguageRule(code):
            return translate("rules", "in {language}").format(language=translated_name(code))
        case WordsRule(has):
            return translate("rules", "with words") if has else translate("rules", "without words")
        case LastPlayedRule(LastPlayed.NEVER):
            return translate("rules", "never played")
        case LastPlayedRule(LastPlayed.NOT_WITHIN, number):
            return translate("rules", "not played for {days}").format(days=names.days(number))
        case LastPlayedRule(_, number):
            return translate("rules", "played in the last {days}").format(days=names.days(number))
        case SungByRule(which, singer):
            return _recordings_phrase(which, singer)
        case CalmNightsRule(number):
            return translate("rules", "calmed on {nights} or more").format(
                nights=names.nights(number)
            )


def _pace_phrase(pace: Pace) -> str:
    match pace:
        case Pace.UNKNOWN:
            return translate("rules", "of unknown tempo")
        case Pace.SLOW:
            return translate("rules", "sounds slow")
        case Pace.NOT_SLOW:
            return translate("rules", "does not sound slow")


def _recordings_phrase(which: Recordings, singer: str) -> str:
    match which:
        case Recordings.BY:
            return translate("rules", "sung by {singer}").replace("{singer}", singer)
        case Recordings.ANY:
            return translate("rules", "one of our recordings")
        case Recordings.NONE:
            return translate("rules", "not one of our recordings")


def _range(low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return translate("rules", "{low} to {high}").format(low=low, high=high)
    if low is not None:
        return at_least(low)
    return (
        translate("rules", "any")
        if high is None
        else translate("rules", "at most {value}").format(value=high)
    )


def sentence(rules: Rules) -> str:
    """What a smart playlist contains: Slow, with words; at most 30 minutes."""
    if not rules.rules:
        text = translate("rules", "every song")
    elif rules.join is Join.ANY and len(rules.known) > 1:
        text = either_of([phrase(rule) for rule in rules.known])
    else:
        text = listed([phrase(rule) for rule in rules.known])
    said = capitalised(clauses((text, _limit(rules.limit))))
    return sentences((full_stop(said), unread(rules)))


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return ""
    if limit.kind is LimitKind.MINUTES:
        return translate("rules", "at most {minutes}").format(
            minutes=names.minutes_long(limit.most)
        )
    songs = limit.most
    return translate("rules", "at most %n songs", None, PLURAL, songs)


def unread(rules: Rules) -> str:
    """A sentence about rules that only a newer Lullaby understands."""
    if not rules.unread:
        return ""
    number = rules.unread
    return translate(
        "rules", "%n rules need a newer version of Lullaby; they are kept.", None, PLURAL, number
    )


def not_known(number: int) -> str:
    """Songs that may match, if more were known of them."""
    return translate("rules", "%n not known yet", None, PLURAL, number) if number else ""


def fits(found: Found) -> str:
    """Fits 12 songs, about 48 minutes; 5 not known yet."""
    count, unknown = len(found.tracks), not_known(found.unknown)
    if not count:
        return (
            translate("rules", "No song matches right now; {unknown}.").format(unknown=unknown)
            if unknown
            else translate("rules", "No song matches right now.")
        )
    songs = translate("rules", "%n songs match", None, PLURAL, count)
    if found.fitting > count:
        fitting = found.fitting
        songs = translate("rules", "{n} of the %n matching songs", None, PLURAL, fitting).format(
            n=whole(count)
        )
    minutes = round(found.length_ms / 60_000)
    about = translate("rules", "about %n minutes", None, PLURAL, minutes) if minutes else ""
    return full_stop(clauses((listed((songs, about)), unknown)))


def of_the_newer(rule: UnreadRule) -> str:
    return translate("rules", "This rule needs a newer version of Lullaby. It is kept.")


def languages_in_order(codes: Sequence[str]) -> list[str]:
    """Sorted by name."""
    return sorted(set(codes), key=translated_name)
