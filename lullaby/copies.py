"""The copies of everything that is remembered: making, looking into, bringing back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lullaby.storage import backups
from lullaby.storage.backups import Backup, Holds
from lullaby.stores import Stores, bring_in_line


@dataclass(frozen=True, slots=True)
class Copies:
    """Over the open stores and the file that they live in."""

    stores: Stores
    database: Path

    def made(self) -> list[Backup]:
        """Those that were made by themselves, newest first."""
        return backups.backups(backups.folder_of(self.database))

    def all(self) -> list[Backup]:
        """These, and what was set aside when one was brought back."""
        return [*self.made(), *backups.set_aside(self.database)]

    def holds(self, backup: Backup) -> Holds | None:
        """None of one that cannot be brought back."""
        return backups.look_into(backup.path)

    def here(self) -> Holds:
        """What is in use now. Raises `StorageError`."""
        return backups.holds_now(self.stores.connection)

    def newest_with_nights(self) -> tuple[Backup, Holds] | None:
        return backups.newest_with_nights(backups.folder_of(self.database))

    def make_if_due(self, now: datetime) -> Path | None:
        """May run on any thread."""
        return backups.back_up_if_due(self.database, now.date())

    def bring_back(self, backup: Backup, now: datetime) -> Backup:
        """Put it in the place of what is there; that, set aside. Raises StorageError."""
        aside = backups.restore(self.stores.connection, self.database, backup.path, now)
        bring_in_line(self.stores)
        return Backup(aside, now.date(), set_aside=True)
