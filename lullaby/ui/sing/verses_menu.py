"""The menu of verses, which stays open while several are ticked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from lullaby.library.singing import chosen
from lullaby.ui.controls.menus import PassingMenu

LONGEST = 34
"""The most characters of a verse's first words."""

PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

Choose = Callable[[tuple[int, ...] | None], None]


class VersesMenu(PassingMenu):
    """`beginnings` are the first words of each verse. Every change calls `choose`."""

    def __init__(
        self,
        parent: QWidget,
        beginnings: Sequence[str],
        verses: tuple[int, ...] | None,
        choose: Choose,
    ) -> None:
        super().__init__(parent)
        self._choose = choose
        self._count = len(beginnings)
        self._verses = verses
        self._all = self._add(self.tr("All verses"), None)
        self._firsts = {
            tuple(range(n)): self._add(text, tuple(range(n)))
            for n, text in ((2, self.tr("The first two")), (3, self.tr("The first three")))
            if n < self._count
        }
        self.addSeparator()
        self._ticks = [self._add_tick(at, text) for at, text in enumerate(beginnings)]
        self._show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is None or not self._press(action):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() not in PRESS or action is None or not self._press(action):
            super().keyPressEvent(event)

    def _press(self, action: QAction) -> bool:
        """Tick an entry without closing the menu."""
        if action not in self._ticks:
            return False
        action.trigger()
        return True

    def _add(self, text: str, verses: tuple[int, ...] | None) -> QAction:
        action = self.addAction(text)
        action.setCheckable(True)
        action.triggered.connect(lambda: self._take(verses))
        return action

    def _add_tick(self, at: int, beginning: str) -> QAction:
        text = f"{at + 1}   {shortened(beginning)}" if beginning else str(at + 1)
        action = self.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.triggered.connect(lambda: self._tick(at))
        return action

    def _tick(self, at: int) -> None:
        ticked = set(range(self._count) if self._verses is None else self._verses)
        left = ticked ^ {at}
        self._take(chosen(left, self._count) if left else self._verses)

    def _take(self, verses: tuple[int, ...] | None) -> None:
        changed, self._verses = verses != self._verses, verses
        self._show()
        if changed:
            self._choose(verses)

    def _show(self) -> None:
        self._all.setChecked(self._verses is None)
        for verses, action in self._firsts.items():
            action.setChecked(self._verses == verses)
        for at, action in enumerate(self._ticks):
            action.setChecked(self._verses is None or at in self._verses)


def shortened(text: str) -> str:
    """The beginning of a verse, in whole words."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;:.") + " …"
