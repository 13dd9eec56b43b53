"""Parses ChordPro sheets: words with chords in brackets and directives in braces.

What is in brackets is never sung. Verses, choruses and bridges are; tablature, grids, comments and
scores are not. `{chorus}` repeats the latest chorus. Of several songs in a file the first counts.
"""

import re
from collections.abc import Iterator, Sequence

from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Reason, Timing
from lullaby.lyrics.pieces import clean, split_rows
from lullaby.lyrics.sheets import (
    GAP,
    Repeats,
    SheetRow,
    is_chord,
    is_chord_row,
    is_heading,
    is_small_chord,
    lines_of,
    row_of,
)
from lullaby.lyrics.stamps import LINE_STAMP
from lullaby.units import Ms

_DIRECTIVE = re.compile(
    r"\s*\{\s*(?P<name>(?:start|end)-of-\w+|[A-Za-z_]+)(?:-[\w!]+)?\s*(?::|\s|(?=\}))(?P<value>.*)",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"^[ \t]*\{[ \t]*(?:title|t|subtitle|st|artist|composer|lyricist|copyright|album|key|capo|time|"
    r"tempo|meta|comment(?:_italic|_box)?|c|ci|cb|so[cvbtg]|eo[cvbtg]|start_of_\w+|end_of_\w+|"
    r"define|new_song|ns)(?:-\w+)?[ \t]*(?:[:} ])[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_BRACKET = re.compile(r"\[([^\[\]\n]{0,60})\]")
_BEFORE_WORDS = re.compile(r"\[([^\[\]\n]{1,60})\][ \t]*(?=[^\s\[])")
_INSIDE_WORDS = re.compile(r"[^\s\]][ \t]*\[[^\[\]\n]{1,20}\](?=[^\s\[])")
_INLINE = re.compile(r"\{[A-Za-z_]{1,40}:[^{}\n]{0,200}\}")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_REMARK = re.compile(
    r"(?:^|[\s(])[x\u00d7] ?[0-9]|[0-9] ?[x\u00d7](?:$|[\s)])|^[a-z]{5,}\b|"
    r"^(?:bis|repeat|fine|etc|end|stop|pause|break|riff|fill|strum|hum|d\.? ?[cs]\.?|da capo)\b",
    re.IGNORECASE,
)
"""A bracket that tells how to play: how often, how, or where to go on."""
_SHORT = {"c": "chorus", "v": "verse", "b": "bridge", "t": "tab", "g": "grid"}
_NOT_SUNG = frozenset(("tab", "grid", "abc", "ly", "svg", "textblock", "strum"))
_NAMES = {"t": "title", "st": "subtitle", "ns": "new_song"}


def is_chordpro(head: str) -> bool:
    """Whether a text has directives, or else two chords before words, and no stamps of LRC."""
    if "{" in head and _KNOWN.search(head):
        return LINE_STAMP.search(head) is None
    if "[" not in head or LINE_STAMP.search(head):
        return False
    found = [name.strip() for name in _BEFORE_WORDS.findall(head)]
    chords = [name for name in found if is_chord(name)]
    if len(set(chords)) > 1 and len(chords) * 2 > len(found):
        return True
    return _has_small_chords(head, found)


def _has_small_chords(head: str, found: Sequence[str]) -> bool:
    """Whether nearly all brackets hold chords in small letters, which are no marks of a list."""
    chords = [name for name in found if is_chord(name) or is_small_chord(name)]
    longer = any(len(name) > 1 for name in chords)
    inside = len(_INSIDE_WORDS.findall(head)) * 2 >= len(found)
    return len(set(chords)) > 1 and len(chords) * 5 >= len(found) * 4 and (longer or inside)


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a ChordPro text; never raises. Sheets have no times, so the length is not used."""
    sheet = _Sheet()
    for number, row in _joined(split_rows(text.removeprefix("\ufeff"))):
        if not sheet.take(number, row):
            break
    return Lyrics(
        lines_of(sheet.rows),
        Timing.NONE,
        title=sheet.named("title"),
        artist=sheet.named("artist"),
        language=tag_of(sheet.named("language")),
        format=Format.CHORDPRO,
        source=source,
        complaints=tuple(sheet.complaints),
    )


def _joined(rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Rows with their numbers; one that ends with a backslash goes on in the next."""
    waiting: list[str] = []
    first = 1
    for number, row in enumerate(rows, start=1):
        if not waiting:
            first = number
        if row.endswith("\\"):
            waiting.append(row[:-1])
            continue
        yield first, "".join((*waiting, row.lstrip() if waiting else row))
        waiting = []
    if waiting:
        yield first, "".join(waiting)


class _Sheet:
    """Collects the sung rows and the facts about the song."""

    def __init__(self) -> None:
        self.rows: list[SheetRow] = []
        self.complaints: list[Complaint] = []
        self._facts: dict[str, list[str]] = {}
        self._inside = ""
        self._chorus: list[SheetRow] = []
        self._repeats = Repeats()

    def named(self, fact: str) -> str:
        """What the sheet tells of this name; several are separated by commas."""
        return ", ".join(dict.fromkeys(self._facts.get(fact, ())))

    def take(self, number: int, row: str) -> bool:
        """Read one row; False where another song begins."""
        if not row:
            self._add(GAP)
            return True
        directive = _DIRECTIVE.match(row) if "{" in row else None
        if directive is not None:
            name = directive["name"].casefold().replace("-", "_")
            value = clean(directive["value"].rpartition("}")[0] or directive["value"]).strip("} ")
            return self._obey(number, _NAMES.get(name, name), value)
        if row.startswith("#") or self._inside in _NOT_SUNG:
            return True
        self._sing(row)
        return True

    def _obey(self, number: int, name: str, value: str) -> bool:
        environment = _environment(name)
        if environment is not None:
            begins, what = environment
            self._inside = what if begins else ""
            self._add(GAP)
            if begins and what == "chorus":
                self._chorus = []
        elif name == "chorus":
            if self._repeats.fits(self._chorus):
                self.rows += [GAP, *self._chorus, GAP]
        elif name == "new_song":
            if any(row.text for row in self.rows):
                self.complaints.append(Complaint(number, Reason.OTHER_WORDS))
                return False
        elif name == "meta":
            key, _, told = value.partition(" ")
            self._facts.setdefault(key.casefold(), []).append(told.strip())
        elif value:
            self._facts.setdefault(name, []).append(value)
        return True

    def _sing(self, row: str) -> None:
        row = clean(_INLINE.sub("", row) if "{" in row else row)
        row = _MARKUP.sub("", row) if "<" in row else row
        if row in {"", " "} or is_heading(row):
            self._add(GAP)
            return
        if "[" not in row and is_chord_row(row):
            return
        pieces = _BRACKET.split(row)
        made = row_of(
            [("", pieces[0])]
            + [(_chord(pieces[place]), pieces[place + 1]) for place in range(1, len(pieces) - 1, 2)]
        )
        if any(map(str.isalnum, made.text)):
            self._add(made)

    def _add(self, row: SheetRow) -> None:
        if row is GAP and self.rows and self.rows[-1] is GAP:
            return
        self.rows.append(row)
        if self._inside == "chorus":
            self._chorus.append(row)


def _chord(written: str) -> str:
    """The chord in a bracket; none for an annotation such as `[*slowly]`, `[x2]` or `[Intro]`."""
    name = written.strip()
    if is_chord(name):
        return name
    remark = name.startswith("*") or _REMARK.search(name) or is_heading(name)
    return "" if remark or is_heading(name.split(maxsplit=1)[0] if name else "") else name


def _environment(name: str) -> tuple[bool, str] | None:
    """Whether a directive begins (or ends) a part of the sheet, and which."""
    for begins, long, short in ((True, "start_of_", "so"), (False, "end_of_", "eo")):
        if name.startswith(long):
            return begins, name.removeprefix(long)
        if len(name) == 3 and name.startswith(short) and name[2] in _SHORT:
            return begins, _SHORT[name[2]]
    return None
