"""Splits one row of an LRC file into its parts, without knowing the rest of the file."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lullaby.lyrics.lrc_spelling import as_meant
from lullaby.lyrics.model import Complaint, Reason
from lullaby.lyrics.pieces import clean
from lullaby.lyrics.stamps import (
    COUNTED_ROW,
    COUNTED_WORD,
    INNER_STAMP,
    LINE_STAMP,
    SECONDS_STAMP,
    THIRDS_ROW,
    THIRDS_WORD,
    UNCLOSED_STAMP,
    USUAL_ROW,
    USUAL_WORD,
    WORD_STAMP,
    Stamp,
    looks_like_a_stamp,
    read_stamp,
    third_stamp,
    usual_ms,
)

KNOWN_TAGS = frozenset(
    ("ti", "ar", "al", "au", "lr", "length", "by", "offset", "re", "tool", "ve", "la", "lang", "#")
)
_KEY = re.compile(r"\[\s*(?P<key>#|[A-Za-z][\w-]{0,30})\s*:")
BACKGROUND = re.compile(r"\[\s*bg\s*:", re.IGNORECASE)
_LONGEST_TAG = 1000


Time = int | Stamp
"""A stamp in the usual spelling in ms, or one of which the whole file tells what it means."""


class Tag(NamedTuple):
    number: int
    key: str
    value: str


class Body(NamedTuple):
    """Sung text, split at its word stamps; only the first piece may lack one."""

    pieces: tuple[tuple[Time | None, str], ...]
    background: bool


class Scanned(NamedTuple):
    number: int
    text: str
    """The text after stamps and tags, for a file that has no stamps."""
    stamps: tuple[Time, ...] = ()
    bodies: tuple[Body, ...] = ()
    tags: tuple[Tag, ...] = ()
    loose: tuple[Tag, ...] = ()
    """Brackets with unknown keys: tags in a header, text elsewhere."""
    complaints: tuple[Complaint, ...] = ()
    usual: bool = False
    """Whether all stamps are in the usual spelling."""
    hundredths: bool = False
    """Whether words are timed with three groups, whose last then is hundredths of a second."""

    @property
    def has_word_stamps(self) -> bool:
        return any(
            stamp is not None and (text.strip() or not body.background)
            for body in self.bodies
            for stamp, text in body.pieces
        )

    def unusual_stamps(self) -> Iterator[Stamp]:
        """Line stamps and word stamps in any other spelling."""
        if not self.usual:
            yield from (stamp for stamp in self.stamps if isinstance(stamp, Stamp))
            for body in self.bodies:
                yield from (stamp for stamp, _ in body.pieces if isinstance(stamp, Stamp))


def scan_line(number: int, row: str) -> Scanned:
    """Split one row; never raises."""
    text = clean(row).strip()
    if "[" not in text and "<" not in text:
        return Scanned(number, text, bodies=_unstamped(text))
    usual = USUAL_ROW.fullmatch(text)
    if usual is None:
        return _thirds(number, text) or _scan(number, text)
    minutes, seconds, fraction, rest, words = usual.groups()
    bodies = _usual(rest, words) if words else _unstamped(rest)
    stamp = usual_ms(minutes, seconds, fraction)
    return Scanned(number, rest, (stamp,), bodies, usual=True)


def _usual(rest: str, words: str) -> tuple[Body, ...]:
    """Sung text whose word stamps are in the usual spelling."""
    pieces: list[tuple[int | None, str]] = [
        (int(minutes) * 60_000 + int(seconds + (fraction + "00")[:3]), text)
        for minutes, seconds, fraction, text in USUAL_WORD.findall(words)
    ]
    if len(words) < len(rest):
        pieces.insert(0, (None, rest[: len(rest) - len(words)]))
    return (Body(tuple(pieces), background=False),)


def counted_line(number: int, row: str) -> Scanned | None:
    """A row that tells the length of each word, with its entities as written; None for others."""
    found = COUNTED_ROW.fullmatch(row.strip())
    if found is None:
        return None
    minutes, seconds, fraction, words = found.groups()
    start = at = usual_ms(minutes, seconds, fraction or "0")
    pieces: list[tuple[int, str]] = []
    for length, said in COUNTED_WORD.findall(words):
        pieces.append((at, as_meant(said) if "&" in said else said))
        at += int(length)
    pieces.append((at, ""))
    body = Body(tuple(pieces), background=False)
    return Scanned(number, words, (start,), (body,), usual=True)


def _thirds(number: int, text: str) -> Scanned | None:
    """A row whose stamps all have three groups."""
    found = THIRDS_ROW.fullmatch(text)
    if found is None:
        return None
    lead, words = found[4], found[5]
    stamp = third_stamp(found[1], found[2], found[3])
    if not words:
        body = Body(((None, lead),), background=False)
        return Scanned(number, lead, (stamp,), (body,))
    pieces: list[tuple[int | None, str]] = [(None, lead)]
    pieces += [
        (int(minutes) * 60_000 + int(seconds + hundredths) * 10, said)
        for minutes, seconds, hundredths, said in THIRDS_WORD.findall(words)
    ]
    body = Body(tuple(pieces), background=False)
    start = stamp.ms(third_is_fraction=True)
    return Scanned(number, lead + words, (start,), (body,), usual=True, hundredths=True)


def _unstamped(text: str) -> tuple[Body, ...]:
    return (Body(((None, text),), background=False),) if text else ()


def _scan(number: int, text: str) -> Scanned:
    """Split a row of any spelling."""
    last = text.rfind("]")
    stamps: list[Stamp] = []
    tags: list[Tag] = []
    complaints: list[Complaint] = []
    place = 0
    while place < len(text):
        stamp = LINE_STAMP.match(text, place) or SECONDS_STAMP.match(text, place)
        if stamp is None and last < place:
            stamp = UNCLOSED_STAMP.match(text, place)
            if stamp is not None:
                complaints.append(Complaint(number, Reason.UNCLOSED_STAMP))
        if stamp is not None:
            stamps.append(read_stamp(stamp))
            place = stamp.end()
        elif (known := _tag_at(number, text, place)) and known[0].key in KNOWN_TAGS:
            tags.append(known[0])
            place = known[1]
        elif (end := looks_like_a_stamp(text, place)) is not None:
            complaints.append(Complaint(number, Reason.BAD_STAMP))
            place = end
        else:
            break
        while place < len(text) and text[place].isspace():
            place += 1
    rest = text[place:]
    bodies = tuple(_bodies(rest, stamped=bool(stamps)))
    scanned = Scanned(
        number,
        rest,
        tuple(stamps),
        bodies,
        tuple(tags),
        () if stamps or WORD_STAMP.search(rest) else _loose(number, rest),
        tuple(complaints),
    )
    if any(stamp.seconds > 59 for stamp in scanned.unusual_stamps()):
        complaints.append(Complaint(number, Reason.SECONDS_OVER_59))
        scanned = Scanned(
            number, rest, scanned.stamps, bodies, scanned.tags, scanned.loose, tuple(complaints)
        )
    return scanned


def _tag_at(number: int, text: str, place: int) -> tuple[Tag, int] | None:
    match = _KEY.match(text, place)
    if match is None or match["key"].lower() == "bg":
        return None
    end = _closing(text, place)
    if end is None:
        return None
    key = match["key"]
    key = key.lower() if key.lower() in KNOWN_TAGS else key
    return Tag(number, key, text[match.end() : end].strip()), end + 1


def _closing(text: str, place: int) -> int | None:
    """Where the bracket at `place` closes, skipping inner pairs if they match."""
    depth = 0
    for index in range(place, min(len(text), place + _LONGEST_TAG)):
        if text[index] == "[":
            depth += 1
        elif text[index] == "]":
            depth -= 1
            if depth == 0:
                return index
    soonest = text.find("]", place)
    return None if soonest < 0 else soonest


def _loose(number: int, text: str) -> tuple[Tag, ...]:
    found: list[Tag] = []
    place = 0
    while place < len(text):
        tag = _tag_at(number, text, place)
        if tag is None:
            return ()
        found.append(tag[0])
        place = tag[1]
        while place < len(text) and text[place].isspace():
            place += 1
    return tuple(found)


def _bodies(text: str, *, stamped: bool) -> Iterator[Body]:
    """The line's own text, then the background voices inside it."""
    lead = text
    behind: list[str] = []
    while (match := BACKGROUND.search(lead)) is not None:
        end = _closing(lead, match.start())
        inner_end = len(lead) if end is None else end
        behind.append(lead[match.end() : inner_end])
        lead = lead[: match.start()] + lead[inner_end + 1 :]
    pattern = INNER_STAMP if stamped or WORD_STAMP.search(text) else WORD_STAMP
    if lead.strip():
        yield Body(tuple(_pieces(lead, pattern)), background=False)
    for inner in behind:
        if inner.strip():
            yield Body(tuple(_pieces(inner, pattern)), background=True)


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[Stamp | None, str]]:
    place = 0
    stamp: Stamp | None = None
    for match in pattern.finditer(text):
        if stamp is not None or match.start() > place:
            yield stamp, text[place : match.start()]
        stamp, place = read_stamp(match), match.end()
    yield stamp, text[place:]
