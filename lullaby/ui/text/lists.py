"""Joins several things in one sentence, by the rules of the application's language."""

from collections.abc import Sequence
from functools import reduce

from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import translate

QUESTIONS = ("?", "？", "؟")
"""What a question ends with: Latin, Chinese and Japanese, Arabic."""


def listed(parts: Sequence[str]) -> str:
    """a, b, c; empty parts are left out."""
    text = translate("lists", "{first}, {next}")
    return _folded(text, [part for part in parts if part])


def all_of(parts: Sequence[str]) -> str:
    """a, b and c."""
    return _ended(translate("lists", "{first} and {next}"), parts)


def either_of(parts: Sequence[str]) -> str:
    """a or b or c."""
    return _folded(translate("lists", "{first} or {next}"), parts)


def clauses(parts: Sequence[str]) -> str:
    """a; b; empty parts are left out."""
    text = translate("lists", "{first}; {next}")
    return _folded(text, [part for part in parts if part])


def sentences(parts: Sequence[str]) -> str:
    """Join whole sentences; leave out empty ones."""
    text = translate("lists", "{first} {next}", "one sentence after another")
    return _folded(text, [part for part in parts if part])


def full_stop(text: str) -> str:
    """End `text` as a sentence; leave empty text empty."""
    return text and translate("lists", "{sentence}.").replace("{sentence}", text)


def labelled(name: str, value: str) -> str:
    """A name and its value: Verses: 1, 3. A question needs no colon: Who sings? Ana."""
    if name.endswith(QUESTIONS):
        text = translate("lists", "{name} {value}")
    else:
        text = translate("lists", "{name}: {value}")
    before, _, rest = text.partition("{name}")
    between, _, after = rest.partition("{value}")
    return f"{before}{name}{between}{value}{after}"


def counted(name: str, count: int) -> str:
    """A name and its count: asleep 5."""
    return (
        translate("lists", "{name} {count}")
        .replace("{count}", whole(count))
        .replace("{name}", name)
    )


def _ended(text: str, parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return listed(parts)
    return text.replace("{first}", listed(parts[:-1])).replace("{next}", parts[-1])


def _folded(text: str, parts: Sequence[str]) -> str:
    """Insert the parts; names of songs may contain braces, so no format string is used."""
    start, _, end = text.partition("{first}")
    between, _, end = end.partition("{next}")
    return reduce(lambda first, later: f"{start}{first}{between}{later}{end}", parts or [""])
