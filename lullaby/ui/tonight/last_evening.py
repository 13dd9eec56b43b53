"""Finds the evening that something cut off, as a programme that continues it."""

import logging

from lullaby.clock import Clock
from lullaby.library.track import TrackId
from lullaby.session.continuing import can_continue, continued
from lullaby.session.state import Programme
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.shell.settings_controller import SettingsController

log = logging.getLogger(__name__)


class LastEvening:
    def __init__(self, stores: Stores, settings: SettingsController, clock: Clock) -> None:
        self._stores = stores
        self._settings = settings
        self._clock = clock

    def cut_off(self) -> Programme | None:
        """What continues the last evening; None unless it was stopped early and recently."""
        try:
            return self._cut_off()
        except (StorageError, ValueError):
            log.warning("the last evening could not be read just now", exc_info=True)
            return None

    def _cut_off(self) -> Programme | None:
        kept = self._stores.left_off.last()
        if kept is None:
            return None
        number, left = kept
        night, now = self._stores.journal.entry(number), self._clock.now()
        if night is None or not can_continue(night, left, now):
            return None
        known = self._stores.library.some([TrackId(each) for each in left.track_ids])
        return continued(night, left, known, now, self._settings.now.fade_minutes)
