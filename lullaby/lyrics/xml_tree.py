"""Reads untrusted XML: elements, attributes and text only.

A document type declaration stops the parser before it can declare anything, so that no entity is
expanded and nothing outside the file is looked up. Namespaces are not resolved, so that undeclared
prefixes do no harm. Truncated XML gives the tree up to the break.
"""

import html.entities
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from lullaby.frozen import frozen
from lullaby.lyrics.model import Complaint, Reason

DEEPEST = 60
"""Deepest nesting of elements; words need only a few levels."""

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_AMPERSAND = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)|&(?:amp;(?=#?\w+;))?(?:(\w+);|(#\w+;)|)", re.DOTALL
)
"""What is marked as plain text, where `&` means itself; else an entity, which may be escaped
twice, or a bare `&`."""
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))


@dataclass(slots=True, eq=False)
class Node:
    """An element; names have no prefixes, values are trimmed, and rows are counted from 1."""

    name: str
    attributes: dict[str, str]
    number: int
    parent: "Node | None" = None
    children: "list[Node | str]" = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute; empty if missing."""
        return self.attributes.get(name, "")

    def walk(self) -> "Iterator[Node]":
        """This element and all descendants, in document order."""
        yield self
        waiting = [child for child in reversed(self.children) if isinstance(child, Node)]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for child in reversed(node.children) if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        text = "".join(piece for piece in self.walk_all() if isinstance(piece, str))
        return " ".join(text.split())

    def walk_all(self) -> "Iterator[Node | str]":
        """All descendant elements and texts, in document order."""
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            yield child
            if isinstance(child, Node):
                waiting += child.children[::-1]


@frozen
class Tree:
    root: Node
    """Contains the file's own root."""
    nodes: Sequence[Node]
    """The root and all elements in it, in document order."""
    complaint: Complaint | None = None


class _RefusedError(Exception):
    """Stops the parser; the builder holds the reason."""


def read_tree(text: str) -> Tree:
    """Parse XML; never raises."""
    builder = _Builder()
    try:
        builder.parser.Parse(_tidy(text).encode("utf-8", "replace"), True)
    except _RefusedError:
        pass
    except expat.ExpatError as problem:
        builder.complaint = Complaint(max(1, problem.lineno), Reason.BROKEN_XML)
    return Tree(builder.root, builder.nodes, builder.complaint)


def _tidy(text: str) -> str:
    """Remove the declaration, whose encoding does not apply, and make HTML entities numeric."""

    def written(found: re.Match[str]) -> str:
        name = found[1]
        if found[0].startswith("<"):
            return found[0]
        if name is None:
            return f"&{found[2]}" if found[2] else "&amp;"
        if name in _OWN:
            return f"&{name};"
        code = html.entities.name2codepoint.get(name)
        return f"&amp;{name};" if code is None else f"&#{code};"

    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text.lstrip("\ufeff"))
    return _AMPERSAND.sub(written, text)


class _Builder:
    def __init__(self) -> None:
        self.root = Node("", {}, 1)
        self.nodes = [self.root]
        self.complaint: Complaint | None = None
        self._here = self.root
        self._depth = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _doctype(self, *_: object) -> None:
        self._refuse(Reason.DOCTYPE_REFUSED)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth >= DEEPEST:
            self._refuse(Reason.BROKEN_XML)
        own = {_local(key): value.strip() for key, value in attributes.items()}
        node = Node(_local(name), own, self.parser.CurrentLineNumber, self._here)
        self._here.children.append(node)
        self.nodes.append(node)
        self._here = node
        self._depth += 1

    def _end(self, _name: str) -> None:
        if self._here.parent is not None:
            self._here = self._here.parent
        self._depth -= 1

    def _characters(self, text: str) -> None:
        self._here.children.append(text)

    def _refuse(self, reason: Reason) -> None:
        self.complaint = Complaint(max(1, self.parser.CurrentLineNumber), reason)
        raise _RefusedError


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name
