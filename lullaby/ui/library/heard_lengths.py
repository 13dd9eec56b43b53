"""Keeps how long a song was when it played to its end, where its file's header tells otherwise."""

import logging

from PySide6.QtCore import QObject

from lullaby.library.scan_store import ScanStore
from lullaby.session.state import SessionState
from lullaby.storage.transaction import StorageError
from lullaby.ui.library.library_model import LibraryModel
from lullaby.units import Ms

log = logging.getLogger(__name__)

NEAR_MS = 1_000
"""Less is no other length: encoders add silence, and places after a seek are not exact."""


def is_other_length(known: Ms | None, heard: Ms) -> bool:
    """Whether a song was heard for longer or shorter than the library tells."""
    return known is None or abs(known - heard) > NEAR_MS


class HeardLengths(QObject):
    def __init__(self, scans: ScanStore, model: LibraryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._scans = scans
        self._model = model

    def keep(self, state: SessionState) -> None:
        """Keep the length of the song that plays, if its end was decoded."""
        track, heard = state.track, state.heard_ms
        if track is None or heard is None or not is_other_length(track.duration_ms, heard):
            return
        try:
            self._scans.keep_played(track.id, heard)
        except StorageError as problem:
            log.warning("the length of %s is not kept: %s", track.path, problem)
        else:
            self._model.refresh()
