"""Backups of the database: make, inspect and restore them."""

from datetime import datetime
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.storage import backups
from lullaby.storage.backups import Backup, Holds
from lullaby.stores import Stores, bring_in_line


@frozen
class Backups:
    """Backs up and restores the open stores' database file."""

    stores: Stores
    database: Path

    def made(self) -> list[Backup]:
        """The automatic backups, newest first."""
        return backups.backups(backups.folder_of(self.database))

    def all(self) -> list[Backup]:
        """Automatic backups, and the databases that a restore set aside."""
        return [*self.made(), *backups.set_aside(self.database)]

    def holds(self, backup: Backup) -> Holds | None:
        """The contents of a backup; None if it cannot be restored."""
        return backups.look_into(backup.path)

    def here(self) -> Holds:
        """The contents of the database in use. Raises `StorageError`."""
        return backups.holds_now(self.stores.connection)

    def newest_with_nights(self) -> tuple[Backup, Holds] | None:
        return backups.newest_with_nights(backups.folder_of(self.database))

    def make_if_due(self, now: datetime) -> Path | None:
        """Make today's backup if it is due and return its path; may run on any thread."""
        return backups.back_up_if_due(self.database, now.date())

    def restore(self, backup: Backup, now: datetime) -> Backup:
        """Replace the current data with a backup and return what was set aside.

        Raises StorageError."""
        aside = backups.restore(self.stores.connection, self.database, backup.path, now)
        bring_in_line(self.stores)
        return Backup(aside, now.date(), set_aside=True)
