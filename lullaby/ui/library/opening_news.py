"""Tells what became of files that were opened or dropped."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from lullaby.library.opened import OpenedFiles
from lullaby.library.track import Track
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.text.translate import PLURAL, translate


class OpeningNews(QObject):
    def __init__(self, notices: Notifications, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices

    def tell_added(self, tracks: list[Track]) -> None:
        count, hint = len(tracks), self.tr("They stay where they are; nothing was copied.")
        if count == 1:
            text = self.tr("“{title}” is now in your library.").format(title=tracks[0].title)
            hint = self.tr("It stays where it is; nothing was copied.")
        elif tracks:
            text = translate("opened", "%n songs are now in your library.", None, PLURAL, count)
        else:
            return
        self._notices.say("opened", text, hint)

    def tell_unplayable(self, paths: Sequence[Path]) -> None:
        count = len(paths)
        if count == 1:
            text = self.tr("We can’t read “{file}”. The original is untouched.")
            self._notices.say("not opened", text.format(file=paths[0].name))
        elif paths:
            text = translate("opened", "%n files could not be read.", None, PLURAL, count)
            self._notices.say("not opened", text, self.tr("The originals are untouched."))

    def refuse(self, opened: OpenedFiles) -> None:
        """Say what cannot be opened, in one sentence each."""
        if opened.addresses:
            self._notices.say(
                "address",
                self.tr("Lullaby plays files on this computer, not internet addresses."),
                self.tr("Save the song to a folder first, then open it from there."),
            )
        count = opened.left_out
        if count:
            text = translate("opened", "%n more files were left out.", None, PLURAL, count)
            hint = self.tr("For many songs, add their folder to your library.")
            self._notices.say("left out", text, hint)
        count = len(opened.missing)
        if count == 1:
            text = self.tr("“{file}” isn’t there, or its disk doesn’t answer.")
            self._notices.say("missing", text.format(file=opened.missing[0].name))
        elif opened.missing:
            text = translate("opened", "%n files are not where they were.", None, PLURAL, count)
            self._notices.say("missing", text)
        if opened.others:
            self._tell_others(opened.others[0].name, len(opened.others))

    def _tell_others(self, first: str, count: int) -> None:
        hint = self.tr("Lullaby opens songs, scores, words, playlists and folders.")
        if count == 1:
            text = self.tr("Lullaby can’t open “{file}”.").format(file=first)
        else:
            text = translate("opened", "Lullaby can’t open %n of the files.", None, PLURAL, count)
        self._notices.say("other files", text, hint)
