"""A language that nobody speaks: every marked text of the app, accented, longer and in brackets.

What a screen shows outside brackets was not marked; what is cut has no room for other languages.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator

from tests.ui.marked_texts import marked_texts

LONGER = 1.4
"""German takes about a third more room than English; short words grow more."""

ACCENTED = str.maketrans("aceinosuyzACEINOSUYZ", "àçéïñöšüýžÀÇÉÏÑÖŠÜÝŽ")
KEPT = re.compile(r"(\{\w+\}|%L?n|<[^>]*>|&\w+;|\*\.\w+)")
"""Places for values, markup and endings of files."""

AS_THEY_ARE = frozenset({"dates"})
"""Contexts of texts for Qt, not for people."""


def pseudo(text: str) -> str:
    """`text` in the language that nobody speaks."""
    more = max(1, round(len(KEPT.sub("", text)) * (LONGER - 1)))
    parts = KEPT.split(text)
    for at in range(0, len(parts), 2):
        parts[at], more = _stretched(parts[at].translate(ACCENTED), more)
    return "[" + "".join(parts) + "~" * more + "]"


def _stretched(text: str, more: int) -> tuple[str, int]:
    """Vowels stand twice while more letters are wished for."""
    grown = ""
    for letter in text:
        grown += letter
        if more and letter in "àéïöüýÀÉÏÖÜÝ":
            grown += letter
            more -= 1
    return grown, more


class PseudoTranslator(QTranslator):
    """Knows only what is marked, under the context that it is marked with."""

    def __init__(self) -> None:
        super().__init__()
        self._known = {(each.context, each.text) for each in marked_texts()}
        self._plain: dict[str, str] = {}

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        if (context, source) not in self._known or context in AS_THEY_ARE:
            return ""
        told = pseudo(source)
        self._plain[told] = source
        return told

    def plain(self, text: str) -> str:
        """The English of a text without values in it."""
        return self._plain.get(text, text)


@contextmanager
def pseudo_language() -> Iterator[PseudoTranslator]:
    translator = PseudoTranslator()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)
