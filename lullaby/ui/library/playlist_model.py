"""The songs of one playlist as a Qt model that can be reordered by dragging."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)

from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.track import Fault
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import whole
from lullaby.units import Bpm

Index = QModelIndex | QPersistentModelIndex
ITEM_MIME = "application/x-lullaby-item"


class PlaylistModel(QStringListModel):
    """A drag requests a move; the tab carries it out, so that it can be undone.

    A list of empty strings counts its rows in C++, as in `SongsModel`: with 20,000 songs a list
    view asks for their number once for each.
    """

    move_requested = Signal(int, int)
    """From one index to before another, both as they are now."""

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[PlaylistItem] = ()
        self._fixed = False
        self._tempos: tuple[Bpm, Bpm] | None = None

    @property
    def fixed(self) -> bool:
        """Whether it is a smart playlist, whose songs cannot be moved or removed by hand."""
        return self._fixed

    @property
    def tempos(self) -> tuple[Bpm, Bpm] | None:
        """The lowest and the highest tempo; None if none is known."""
        return self._tempos

    @property
    def items(self) -> Sequence[PlaylistItem]:
        return self._items

    def show(self, items: Sequence[PlaylistItem], fixed: bool = False) -> None:
        self._items, self._fixed = items, fixed
        known = [i.track.tempo.bpm for i in items if i.track and i.track.tempo.bpm is not None]
        self._tempos = (min(known), max(known)) if known else None
        self.setStringList([""] * len(items))

    def item(self, index: Index) -> PlaylistItem:
        return self._items[index.row()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(self.item(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags if self._fixed else Qt.ItemFlag.ItemIsDropEnabled
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        usual |= Qt.ItemFlag.ItemNeverHasChildren
        return usual if self._fixed else usual | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ITEM_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(ITEM_MIME, str(indexes[0].row()).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if not data.hasFormat(ITEM_MIME):
            return False
        place = row if row >= 0 else (parent.row() if parent.isValid() else len(self._items))
        self.move_requested.emit(int(data.data(ITEM_MIME).toStdString()), place)
        return False

    def _spoken(self, index: Index) -> str:
        item = self.item(index)
        number = self.tr("{n} of {all}").format(
            n=whole(index.row() + 1), all=whole(len(self._items))
        )
        parts = [number, title_of(item)]
        if item.track is None:
            parts.append(self.tr("not in the library"))
        elif item.track.fault is not None:
            parts.append(missing_words(item))
        elif item.track.sung_by:
            parts.append(names.sung_by(item.track.sung_by))
        elif item.track.tempo.bpm is not None:
            parts.append(names.beats_a_minute(item.track.tempo.bpm))
        return listed(parts)


def title_of(item: PlaylistItem) -> str:
    """The song's title, or what is known of it without its file."""
    return item.track.title if item.track else (item.title or item.path.stem)


def missing_words(item: PlaylistItem) -> str:
    """Why a song cannot be played now."""
    fault = (item.track and item.track.fault) or Fault.MISSING
    return names.fault_sentence(fault, item.track.fault_note if item.track else "")


def moved(items: Sequence[PlaylistItem], start: int, before: int) -> list[PlaylistItem]:
    """The order after the item at `start` has moved to before the item now at `before`."""
    left = list(items)
    item = left.pop(start)
    left.insert(before - 1 if before > start else before, item)
    return left
