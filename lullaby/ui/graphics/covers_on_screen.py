"""Reports which songs a list shows, so that only visible covers are read."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint
from PySide6.QtWidgets import QAbstractItemView

from lullaby.library.track import TrackId
from lullaby.ui.graphics.covers import Covers


class CoversOnScreen(QObject):
    """Watches a list whose model has been set; lives as long as the list."""

    def __init__(
        self,
        covers: Covers,
        view: QAbstractItemView,
        track_at: Callable[[QModelIndex], TrackId | None],
    ) -> None:
        super().__init__(view)
        self._covers = covers
        self._view = view
        self._track_at = track_at
        view.verticalScrollBar().valueChanged.connect(self._tell)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Hide:
            self._covers.show_only(id(self), ())
        return False

    def _tell(self) -> None:
        self._covers.show_only(id(self), self._shown())

    def _shown(self) -> Iterable[TrackId]:
        view, model = self._view, self._view.model()
        first = view.indexAt(QPoint(1, 0)).row()
        last = view.indexAt(QPoint(1, view.viewport().height() - 1)).row()
        end = last + 1 if last >= 0 else model.rowCount()
        found = (self._track_at(model.index(row, 0)) for row in range(max(first, 0), end))
        return [track for track in found if track is not None]
