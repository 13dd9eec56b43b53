"""Writes what the other computer of a family should know, and brings in what it wrote."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lullaby.storage.transaction import StorageError
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.text import names

if TYPE_CHECKING:
    from lullaby.bundles.family_file import FamilyFile
    from lullaby.bundles.family_merging import MergedFamily, Together
    from lullaby.bundles.manifest import BundleProblem
    from lullaby.library.changes import Changes
    from lullaby.ui.settings.family_job import FamilyJob
    from lullaby.ui.settings.family_sheet import FamilySheet

log = logging.getLogger(__name__)

TOPIC = "family"


class FamilyController(QObject):
    """Its modules are loaded with the first file that is written or read."""

    changed = Signal()
    """Something came, or was taken back."""

    def __init__(self, context: AppContext, settle: Callable[[], bool]) -> None:
        """`settle` writes everything that waits to be written; returns whether nothing is left."""
        super().__init__(context.window)
        self._context = context
        self._settle = settle
        self._sheet: FamilySheet | None = None
        self._found: FamilyFile | None = None

    def ask_where(self) -> None:
        """Let the person choose where to write the file for the other computer."""
        target = self._context.files.ask_save(
            self.tr("For the other computer"), "Lullaby.json", self.tr("A family’s file (*.json)")
        )
        if target is not None:
            self.write(target)

    def write(self, target: Path) -> None:
        job = self._job()
        self._settle()
        self._context.slow.submit(
            lambda _: job.write(target),
            lambda _: self._tell_written(target),
            lambda problem: self._failed(target, problem),
        )

    def ask_which(self) -> None:
        """Let the person choose a file that the other computer wrote."""
        chosen = self._context.files.ask_open(
            self.tr("From the other computer"), self.tr("A family’s file (*.json)")
        )
        if chosen is not None:
            self.look_into(chosen)

    def look_into(self, path: Path) -> None:
        """Show what a file would bring."""
        job = self._job()
        self._settle()
        self._context.slow.submit(
            lambda _: job.look(path),
            lambda found: self._show(path, found),
            lambda problem: self._failed(path, problem),
        )

    def keep(self) -> None:
        """Bring in what was shown."""
        found = self._found
        if found is None or self._sheet is None:
            return
        self._sheet.close_sheet()
        if self._context.bridge.state.sounding:
            text = self.tr("It can be brought in when nothing is playing.")
            self._context.notices.say(TOPIC, text)
            return
        job = self._job()
        self._context.slow.submit(
            lambda _: job.merge(found), lambda kept: self._kept(*kept), self._stopped, finish=True
        )

    def _job(self) -> FamilyJob:
        from lullaby.ui.settings.family_job import FamilyJob

        context = self._context
        return FamilyJob(context.stores, context.helpers, names.AMBIENT_NAMES, context.clock.now)

    def _show(
        self, path: Path, found: tuple[FamilyFile, Together] | BundleProblem | OSError
    ) -> None:
        from lullaby.ui.settings.family_sheet import FamilySheet
        from lullaby.ui.settings.family_words import refused, stays

        if not isinstance(found, tuple):
            self._context.notices.say(TOPIC, refused(found, path.name))
            return
        self._found, brought = found
        if brought.nothing_new:
            text = self.tr("Nothing new: all of it is here already.")
            self._context.notices.say(TOPIC, text, stays(brought))
            return
        if self._sheet is None:
            self._sheet = FamilySheet(self._context.theme, self._context.window)
            self._sheet.keep_requested.connect(self.keep)
        self._sheet.open_for(brought)

    def _kept(self, merged: MergedFamily, changes: Changes) -> None:
        from lullaby.ui.settings.family_words import came

        self._tell_changed(changes)
        self._context.undo.offer(came(merged.brought), lambda: self._take_back(merged))

    def _take_back(self, merged: MergedFamily) -> None:
        job = self._job()
        self._context.slow.submit(
            lambda _: job.take_back(merged), self._tell_changed, self._stopped, finish=True
        )

    def _tell_changed(self, changes: Changes) -> None:
        self._context.stores.changes.add(changes.ids)
        self.changed.emit()

    def _tell_written(self, target: Path) -> None:
        text = self.tr("“{file}” is saved.").format(file=target.name)
        hint = self.tr("On the other computer, bring it in under Settings, Data and keys.")
        self._context.notices.say(TOPIC, text, hint)

    def _failed(self, path: Path, problem: Exception) -> None:
        log.warning("%s could not be used", path, exc_info=problem)
        text = self.tr("“{file}” can’t be used right now. Try again later.")
        self._context.notices.say(TOPIC, text.format(file=path.name))

    def _stopped(self, problem: Exception) -> None:
        log.warning("a family's file could not be brought in", exc_info=problem)
        if isinstance(problem, StorageError):
            self._context.notices.report_not_saved(problem)
            return
        self._context.notices.say(TOPIC, self.tr("Not all of it could be brought in."))
