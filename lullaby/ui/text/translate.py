"""The one way to mark a text of the app for translation."""

from PySide6.QtCore import QCoreApplication


def translate(context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
    """`text` in the language of the app; `%n` in it becomes `n`, in the right plural.

    `pyside6-lupdate` reads the calls, not the values: context, text and disambiguation are
    literals, and `n` is a plain name in fourth place, or the text is not found. In a class of Qt's
    `self.tr` does the same under the name of the class, for texts without a number.
    """
    return QCoreApplication.translate(context, text, disambiguation, n)
