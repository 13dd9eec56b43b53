"""The edited lines as a list model."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from lullaby.ui.sing.singer_signs import Singers
from lullaby.ui.words_editor.sentences import line_spoken
from lullaby.ui.words_editor.state import Editing

Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._editing: Editing | None = None
        self.singers: Singers = ("", "")
        self.sounding: int | None = None

    @property
    def editing(self) -> Editing | None:
        return self._editing

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        if parent.isValid() or self._editing is None:
            return 0
        return len(self._editing.session.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if self._editing is None or not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line_spoken(self._editing, index.row(), self.singers)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Makes empty rows between verses unselectable."""
        if self._editing is None or not self._editing.session.lines[index.row()].text:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show(self, editing: Editing) -> None:
        """Show another state."""
        before, self._editing = self._editing, editing
        if before is None or len(before.session.lines) != len(editing.session.lines):
            self.beginResetModel()
            self.endResetModel()
            return
        changed = [
            row
            for row in range(len(editing.session.lines))
            if _facts(before, row) != _facts(editing, row)
        ]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def set_sounding(self, line: int | None) -> None:
        """Set the line that is being sung."""
        before, self.sounding = self.sounding, line
        for row in (before, line):
            if row is not None and row < self.rowCount() and before != line:
                self.dataChanged.emit(self.index(row), self.index(row))


def _facts(editing: Editing, row: int) -> tuple[object, ...]:
    """Everything that a row shows."""
    session = editing.session
    pieces = session.marks.pieces(row)
    here = editing.line == row
    return (
        session.lines[row],
        session.marks.starts[pieces.start : pieces.stop],
        session.marks.ends[row],
        session.unit,
        session.marks.at if here else None,
        session.selected if here else None,
        editing.pinned is not None and editing.pinned.line == row,
        here,
    )
