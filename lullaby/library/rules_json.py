"""Stores the rules of a smart playlist as versioned JSON.

Nothing that a newer Lullaby wrote is lost: unknown rules are kept verbatim, and so is an unknown
order, limit or join until the person chooses another.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from lullaby.library.rules import (
    VERSION,
    CalmNightsRule,
    CalmRule,
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
from lullaby.units import Bpm, Ms

Json = dict[str, Any]

MOST_DAYS = 36_500


def to_json(rules: Rules) -> str:
    """One line of JSON; equal rules give equal text."""
    more: Json = json.loads(rules.more) if rules.more else {}
    written: Json = {
        "version": rules.version,
        "join": rules.join.value,
        "rules": [_written(rule) for rule in rules.rules],
        "order": rules.order.value,
        "limit": None if rules.limit is None else _limit(rules.limit),
    }
    usual = Rules()
    untouched = {
        "join": rules.join is usual.join,
        "order": rules.order is usual.order,
        "limit": rules.limit == usual.limit,
    }
    written |= {key: value for key, value in more.items() if untouched.get(key, True)}
    return json.dumps(written, sort_keys=True)


def from_json(text: str) -> Rules:
    """Parse stored rules. Never raises: what is unknown is kept verbatim."""
    try:
        whole: Any = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or not isinstance(whole.get("rules"), list):
        return Rules((UnreadRule(json.dumps(text)),))
    kept = dict(whole)
    rules = tuple(_rule(each) for each in kept.pop("rules"))
    version = kept.pop("version", VERSION)
    usual = Rules()
    join = _taken(kept, "join", Join, usual.join)
    order = _taken(kept, "order", Order, usual.order)
    limit = _taken(kept, "limit", _read_limit, usual.limit)
    more = json.dumps(kept, sort_keys=True) if kept else ""
    newer = isinstance(version, int) and version > VERSION
    return Rules(rules, join, order, limit, version if newer else VERSION, more)


def _taken(kept: Json, key: str, read: Callable[[Any], Any], usual: Any) -> Any:
    """Take a value out of `kept`; if it is not understood, leave it and return the default."""
    try:
        value = read(kept[key])
    except (KeyError, ValueError, TypeError):
        return usual
    del kept[key]
    return value


def _written(rule: Rule | UnreadRule) -> Any:
    match rule:
        case TempoRule(low, high):
            return {"kind": "tempo", "low": low, "high": high}
        case PaceRule(pace):
            return {"kind": "pace", "is": pace.value}
        case CalmRule(at_least):
            return {"kind": "calm", "at least": at_least}
        case LengthRule(low, high):
            return {"kind": "length", "low ms": low, "high ms": high}
        case LanguageRule(code):
            return {"kind": "language", "is": code}
        case WordsRule(has):
            return {"kind": "words", "has": has}
        case LastPlayedRule(when, days):
            return {"kind": "heard", "when": when.value, "days": days}
        case CalmNightsRule(nights):
            return {"kind": "calmed", "nights": nights}
        case SungByRule(which, singer):
            return {"kind": "sung by", "which": which.value, "singer": singer}
        case UnreadRule(written):
            return json.loads(written)


def _rule(written: Any) -> Rule | UnreadRule:
    """Parse a rule; if any part of it is unknown, the whole rule stays unread."""
    unread = UnreadRule(json.dumps(written, sort_keys=True))
    if not isinstance(written, dict):
        return unread
    read = READERS.get(str(written.get("kind")))
    try:
        rule = read(written) if read else unread
    except (KeyError, ValueError, TypeError):
        return unread
    return rule if _written(rule) == written else unread


def _number(value: Any, low: float, high: float) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(value)
    return value


def _open_end(value: Any, high: float) -> Any:
    return None if value is None else _number(value, 0, high)


def _whole(value: Any, high: int) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return int(_number(value, 1, high))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


READERS: Mapping[str, Callable[[Json], Rule]] = {
    "tempo": lambda w: TempoRule(
        *(
            None if end is None else Bpm(end)
            for end in (_open_end(w[k], 1e3) for k in ("low", "high"))
        )
    ),
    "pace": lambda w: PaceRule(Pace(w["is"])),
    "calm": lambda w: CalmRule(_number(w["at least"], 0, 1)),
    "length": lambda w: LengthRule(
        *(
            None if end is None else Ms(end)
            for end in (_open_end(w[k], 1e10) for k in ("low ms", "high ms"))
        )
    ),
    "language": lambda w: LanguageRule(_text(w["is"])),
    "words": lambda w: WordsRule(bool(w["has"])),
    "heard": lambda w: LastPlayedRule(LastPlayed(w["when"]), _whole(w["days"], MOST_DAYS)),
    "sung by": lambda w: SungByRule(Recordings(w["which"]), _text(w["singer"])),
    "calmed": lambda w: CalmNightsRule(_whole(w["nights"], MOST_DAYS)),
}


def _limit(limit: Limit) -> Json:
    return {"kind": limit.kind.value, "most": limit.most}


def _read_limit(written: Any) -> Limit | None:
    if written is None:
        return None
    limit = Limit(LimitKind(written["kind"]), _whole(written["most"], 100_000))
    if _limit(limit) != written:
        raise ValueError(written)
    return limit
