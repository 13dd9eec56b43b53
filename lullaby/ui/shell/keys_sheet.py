"""The sheet that lists all keys, shown by ?."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.labels import KeyHint
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.screen_spec import ScreenSpec
from lullaby.ui.text.key_names import with_control, with_shift
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Theme

KeyLine = tuple[str, str]
"""A key and what it does."""


def key_lines(specs: Sequence[ScreenSpec]) -> list[KeyLine]:
    """The global keys, the key of each screen, and the keys on each screen."""
    lines = common_key_lines()
    lines += [(with_control(each.shortcut), each.title()) for each in specs if each.shortcut]
    return lines + [line for each in specs for line in each.key_lines()]


def common_key_lines() -> list[KeyLine]:
    return [
        (translate("keys", "Space"), translate("keys", "begin, pause, resume")),
        ("F", translate("keys", "fade out now / keep playing")),
        (with_shift("F"), translate("keys", "last song, then quiet")),
        ("E", translate("keys", "still awake: 10 more minutes (also just after the end)")),
        ("+ −", translate("keys", "louder / softer")),
        ("[ ]", translate("keys", "tempo down / up")),
        (", .", translate("keys", "key down / up")),
        ("T", translate("keys", "next timer; with Shift, the previous one")),
        ("C", translate("keys", "they are calm now")),
        ("N", translate("keys", "Dusk or Night")),
        ("← →", translate("keys", "previous / next song, or line while singing")),
        (translate("keys", "Esc"), translate("keys", "back; the sound goes on")),
        (with_control("Z"), translate("keys", "undo")),
        (translate("keys", "Ctrl + −"), translate("keys", "larger / smaller words")),
        (
            with_control("L"),
            translate("keys", "child lock; hold Esc to unlock"),
        ),
        ("?, F1", translate("keys", "this list")),
    ]


class KeysList(QWidget):
    def __init__(self, theme: Theme, lines: Iterable[KeyLine]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        set_margins(column, 8, 6, 6, 6)
        column.setSpacing(8)
        for key, text in lines:
            column.addWidget(KeyHint(theme, key, text))
