"""The sheet that tells who sings in a recording, and for whom."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.library.song_preferences import EVERYBODY, Child
from lullaby.library.take import Take
from lullaby.ui.controls.chips import FlowChips
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Text, Theme

LONGEST_NAME = 40


class RenameSheet(Sheet):
    """Done keeps the change; Esc leaves everything as it was."""

    kept = Signal(object, str, int)
    """The take, the singer's name and the child's id."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, confirm=self._confirm)
        self._take: Take | None = None
        self._children: Sequence[Child] = ()
        self._for: FlowChips | None = None
        self.singer = PillField(theme, "mic", self.tr("Who sings?"))
        self.singer.setMaxLength(LONGEST_NAME)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        set_margins(self._column, 0, 0, 6, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.singer)
        self._label = Label(theme, self.tr("Sung for"), Text.ROW, "text2")
        self._column.addWidget(self._label)
        self._column.addStretch(1)
        self.hold(inside)

    def open_for(self, take: Take, children: Sequence[Child]) -> None:
        self._take, self._children = take, children
        if self._for is not None:
            self._for.hide()
            self._for.deleteLater()
            self._for = None
        self.singer.setText(take.facts.singer)
        self._label.setVisible(bool(children))
        if children:
            self._for = FlowChips(self._theme, self._label.text(), [c.name for c in children])
            self._for.choose([at for at, c in enumerate(children) if c.id == take.facts.child])
            self._column.insertWidget(2, self._for)
        self.open(take.facts.title)
        self.singer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> bool:
        singer = " ".join(self.singer.text().split())
        if not singer or self._take is None:
            self.singer.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        places = self._for.places if self._for is not None else ()
        child = self._children[places[0]].id if places else EVERYBODY
        self.kept.emit(self._take, singer, child)
        return True
