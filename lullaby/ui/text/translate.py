"""The only way to mark a text of the application for translation."""

from enum import Enum

from PySide6.QtCore import QCoreApplication

from lullaby.ui.text.digits import in_digits


class Number(Enum):
    """Marks the number of a text that contains one."""

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
    """`text` in the language of the application.

    With `PLURAL` and `n` it has the right plural form, with `n` for `%n` in the digits of the
    language; Qt alone would write Western digits. `pyside6-lupdate` reads the calls, not the
    values: context, text and disambiguation must be literals. It takes the fourth argument for an
    encoding that Qt once required and the fifth for the number; without a name in fourth place, or
    with a comma after the number, it does not notice the plurals. In a Qt class, `self.tr` does the
    same, with the class name as context, for texts without a number.
    """
    translated = QCoreApplication.translate(context, text, disambiguation, n)
    return translated if number is Number.NONE else in_digits(translated)
