"""Reads the part of YAML that programs write for plain records: mappings, lists and scalars.

Block mappings and lists, all five styles of scalars, comments and empty flow collections. Anchors,
tags and flow collections are not needed by any words file and are read as plain text.
"""

import re
from collections.abc import Sequence

from lullaby.frozen import frozen

DEEPEST = 12
"""Deepest nesting; words need four levels."""

_KEY = re.compile(r"([\"']?)([A-Za-z_][\w-]{0,60})\1[ \t]*:(?:[ \t]+(.*)|)$")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "_": "\xa0", "N": "\x85"}
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_BLOCK = re.compile(r"([|>])[-+]?([1-9])?[-+]?[ \t]*(?:#.*)?$")
_QUOTED = {
    '"': re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL),
    "'": re.compile(r"'((?:[^']|'')*)'", re.DOTALL),
}
_CLOSING = {
    '"': re.compile(r'(?:[^"\\]|\\.|\\$)*"'),
    "'": re.compile(r"(?:[^']|'')*'(?!')"),
}


@frozen
class Mapping:
    """A mapping; `number` is its first row in the file, from 1. The first value of a key counts."""

    number: int
    values: "dict[str, Value]"

    def text(self, key: str) -> str:
        """A scalar; empty if missing or null."""
        found = self.values.get(key)
        return "" if not isinstance(found, str) or found in {"null", "~"} else found

    def whole(self, key: str) -> int | None:
        """A whole number; None if it is missing or none."""
        found = self.text(key)
        return int(float(found)) if _NUMBER.fullmatch(found) else None

    def inner(self, key: str) -> "Mapping":
        """A mapping; an empty one if missing."""
        found = self.values.get(key)
        return found if isinstance(found, Mapping) else Mapping(self.number, {})

    def items(self, key: str) -> "list[Mapping]":
        """The mappings in a list."""
        found = self.values.get(key)
        return [each for each in found if isinstance(each, Mapping)] if type(found) is list else []


Value = str | Mapping | list["Value"]
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?")


def read_yaml(rows: Sequence[str]) -> tuple[Mapping, tuple[int, ...]]:
    """The mapping that a text holds, and the numbers of rows that were not understood."""
    reader = _Reader(rows)
    found = reader.mapping(0, 0)
    return found, tuple(reader.strange)


class _Reader:
    """Walks the rows; `_at` is the next row to read."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = list(rows)
        self._at = 0
        self.strange: list[int] = []

    def mapping(self, indent: int, depth: int) -> Mapping:
        """The mapping whose keys stand at this column."""
        number = self._at + 1
        values: dict[str, Value] = {}
        while (column := self._column()) is not None and column >= indent:
            row = self._rows[self._at][column:]
            if column == indent and _is_item(row):
                break
            found = _KEY.match(row) if column == indent else None
            if found is None:
                if row not in {"---", "..."}:
                    self.strange.append(self._at + 1)
                self._at += 1
                continue
            values.setdefault(found[2], self._value((found[3] or "").strip(), indent, depth))
        return Mapping(number, values)

    def _column(self) -> int | None:
        """The column of the next row with content; None at the end."""
        while self._at < len(self._rows):
            row = self._rows[self._at]
            bare = row.lstrip(" ")
            if bare.strip() and not bare.startswith("#"):
                return len(row) - len(bare)
            self._at += 1
        return None

    def _items(self, indent: int, depth: int) -> list[Value]:
        """The list whose dashes stand at this column."""
        found: list[Value] = []
        while self._column() == indent and _is_item(self._rows[self._at][indent:]):
            rest = self._rows[self._at][indent + 1 :]
            bare = rest.strip()
            column = indent + 1 + len(rest) - len(rest.lstrip(" "))
            if bare and _KEY.match(bare) and depth < DEEPEST:
                self._rows[self._at] = " " * column + bare
                found.append(self.mapping(column, depth + 1))
            else:
                found.append(self._value(bare, indent, depth))
        return found

    def _value(self, text: str, indent: int, depth: int) -> Value:
        """The value after a key or dash at this column."""
        self._at += 1
        block = _BLOCK.match(text)
        if block is not None:
            told = indent + int(block[2]) if block[2] else None
            return self._block(indent, told, folded=block[1] == ">")
        if text[:1] in _QUOTED:
            return self._quoted(text, indent)
        bare = _COMMENT.sub("", text).strip()
        if bare:
            return "" if bare in {"[]", "{}"} else " ".join((bare, *self._further(indent)))
        column = self._column()
        if column is None or depth >= DEEPEST:
            return ""
        if column >= indent and _is_item(self._rows[self._at][column:]):
            return self._items(column, depth + 1)
        if column <= indent:
            return ""
        if _KEY.match(self._rows[self._at][column:]):
            return self.mapping(column, depth + 1)
        return self._value_below(indent, depth)

    def _value_below(self, indent: int, depth: int) -> Value:
        """A scalar that begins in the row below its key."""
        return self._value(self._rows[self._at].strip(), indent, depth + 1)

    def _further(self, indent: int) -> list[str]:
        """The rows of a plain scalar after its first."""
        found: list[str] = []
        while self._at < len(self._rows):
            row = self._rows[self._at]
            bare = row.lstrip(" ")
            if not bare.strip() or len(row) - len(bare) <= indent or bare.startswith("#"):
                break
            found.append(_COMMENT.sub("", bare).strip())
            self._at += 1
        return found

    def _quoted(self, text: str, indent: int) -> str:
        closing = _CLOSING[text[0]]
        rows = [text]
        closed = closing.match(text, 1) is not None
        while not closed and self._at < len(self._rows):
            row = self._rows[self._at]
            if row.strip() and len(row) - len(row.lstrip(" ")) <= indent:
                break
            rows.append(row.strip())
            self._at += 1
            closed = closing.match(rows[-1]) is not None
        whole = _folded(rows)
        found = _QUOTED[text[0]].match(whole)
        inside = whole[1:] if found is None else found[1]
        return inside.replace("''", "'") if text[0] == "'" else _unescaped(inside)

    def _block(self, indent: int, told: int | None, *, folded: bool) -> str:
        """The rows below a key at `indent`; `told` is their column, if the file tells it."""
        rows: list[str] = []
        while self._at < len(self._rows):
            row = self._rows[self._at]
            if row.strip() and len(row) - len(row.lstrip(" ")) <= indent:
                break
            rows.append(row)
            self._at += 1
        columns = [len(row) - len(row.lstrip(" ")) for row in rows]
        first = next((at for at, row in zip(columns, rows, strict=True) if row.strip()), 0)
        column = first if told is None else told
        written = [row[min(column, at) :].rstrip() for at, row in zip(columns, rows, strict=True)]
        return (_folded(written) if folded else "\n".join(written)).strip("\n")


def _is_item(row: str) -> bool:
    return row.startswith("- ") or row.rstrip() == "-"


def _folded(rows: Sequence[str]) -> str:
    """Rows joined as YAML does: by blanks, and by a line feed for every empty row."""
    parts: list[str] = []
    for place, row in enumerate(rows):
        if not row:
            parts.append("\n")
        else:
            if place and rows[place - 1] and not rows[place - 1].endswith("\\"):
                parts.append(" ")
            parts.append(row[:-1] if row.endswith("\\") and place < len(rows) - 1 else row)
    return "".join(parts)


def _unescaped(text: str) -> str:
    written = _ESCAPE.sub(_letter, text)
    try:
        return written.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return written.encode("utf-16", "replace").decode("utf-16")


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        return _ESCAPES.get(found[4], found[4])
    value = int(code, 16)
    return chr(value) if value < 0x110000 else "\N{REPLACEMENT CHARACTER}"
