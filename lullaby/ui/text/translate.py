"""The one way to mark a text of the app for translation."""

from enum import Enum

from PySide6.QtCore import QCoreApplication


class Number(Enum):
    """What stands before the number of a text that has one."""

    NONE = 0
    PLURAL = 1


PLURAL = Number.PLURAL


def translate(
    context: str,
    text: str,
    disambiguation: str | None = None,
    number: Number = Number.NONE,
    n: int = -1,
) -> str:
    """`text` in the language of the app; with `PLURAL` and `n` in the right plural, `%n` being `n`.

    `pyside6-lupdate` reads the calls, not the values: context, text and disambiguation are
    literals. It takes the fourth argument for the encoding that Qt once asked for and the fifth
    for the number; without a name in fourth place, or with a comma behind the number, it does not
    see that there are plurals. In a class of Qt's `self.tr` does the same under the name of the
    class, for texts without a number.
    """
    return QCoreApplication.translate(context, text, disambiguation, n)
