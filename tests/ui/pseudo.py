"""A pseudo-language: every marked text of the application, accented, longer and in brackets.

Text outside brackets was not marked; text that is cut has no space for other languages.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator

from tests.ui.marked_texts import marked_texts

LONGER = 1.4
"""German takes about a third more space than English; short words grow more."""

ACCENTED = str.maketrans("aceinosuyzACEINOSUYZ", "àçéïñöšüýžÀÇÉÏÑÖŠÜÝŽ")
KEPT = re.compile(r"(\{\w+\}|%L?n|<[^>]*>|&\w+;|\*\.\w+)")
"""Placeholders, markup and file extensions."""

AS_THEY_ARE = frozenset({"dates"})
"""Contexts of texts for Qt, not for people."""


def pseudo(text: str) -> str:
    """`text` in the pseudo-language."""
    more = max(1, round(len(KEPT.sub("", text)) * (LONGER - 1)))
    parts = KEPT.split(text)
    for at in range(0, len(parts), 2):
        parts[at], more = _stretched(parts[at].translate(ACCENTED), more)
    return "[" + "".join(parts) + "~" * more + "]"


def _stretched(text: str, more: int) -> tuple[str, int]:
    """Double vowels while more letters are needed."""
    grown = ""
    for letter in text:
        grown += letter
        if more and letter in "àéïöüýÀÉÏÖÜÝ":
            grown += letter
            more -= 1
    return grown, more


class PseudoTranslator(QTranslator):
    """Knows only marked texts, in their contexts.

    Only after None does Qt look further, and PySide in the class above: "" is a translation.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known = {(each.context, each.text) for each in marked_texts()}
        self._plain: dict[str, str] = {}

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        if (context, source) not in self._known or context in AS_THEY_ARE:
            return None
        translated = pseudo(source)
        self._plain[translated] = source
        return translated

    def plain(self, text: str) -> str:
        """The English of a text without values."""
        return self._plain.get(text, text)


@contextmanager
def pseudo_language() -> Iterator[PseudoTranslator]:
    translator = PseudoTranslator()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)
