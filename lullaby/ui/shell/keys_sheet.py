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
        (translate("keys", "Space"), translate("keys", "begin, pause, go on")),
        ("F", translate("keys", "let it fade now, keep playing")),
        (with_shift("F"), translate("keys", "this song to its end, then quiet")),
        ("E", translate("keys", "still awake: 10 minutes more, soon after the end too")),
        ("+ −", translate("keys", "louder, softer")),
        ("[ ]", translate("keys", "slower, faster: the song that plays, in its key")),
        (", .", translate("keys", "lower, higher: its key, at its pace")),
        ("T", translate("keys", "another fade time, Shift+T the other way")),
        ("C", translate("keys", "calm now")),
        ("N", translate("keys", "Dusk or Night")),
        ("← →", translate("keys", "song before and after, or line while singing")),
        (translate("keys", "Esc"), translate("keys", "back; the sound goes on")),
        (with_control("Z"), translate("keys", "undo")),
        (translate("keys", "Ctrl + −"), translate("keys", "larger and smaller words")),
        (
            with_control("L"),
            translate("keys", "lock keys and pointer against small hands; hold Esc to open"),
        ),
        ("?", translate("keys", "these keys")),
    ]


class KeysList(QWidget):
    def __init__(self, theme: Theme, lines: Iterable[KeyLine]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(8)
        for key, text in lines:
            column.addWidget(KeyHint(theme, key, text))
