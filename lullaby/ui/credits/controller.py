"""The credits over the window: everything by topic, or one song."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.library.provenance import Provenance
from lullaby.library.track import Track
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Theme

if TYPE_CHECKING:
    from lullaby.ui.controls.reading import Reading

WIDTH = 860
TALL = 2_000
"""Pages of many songs take all the height there is."""


class CreditsPages(QWidget):
    """Topics, and the page of the chosen one."""

    def __init__(self, theme: Theme, origins: Provenance, assets: Path) -> None:
        super().__init__()
        from lullaby.ui.controls.chips import ChipRow
        from lullaby.ui.controls.reading import Reading
        from lullaby.ui.credits import pages

        songs = origins.songs.values()
        self._topics: tuple[tuple[str, Callable[[], str]], ...] = (
            (self.tr("Songs"), lambda: pages.songs_page(songs, assets)),
            (self.tr("Sound"), lambda: pages.sound_page(assets)),
            (self.tr("Fonts"), lambda: pages.letters_page(assets)),
            (self.tr("Software"), lambda: pages.software_page(assets)),
        )
        self._by_topic = True
        self.topics = ChipRow(theme, [name for name, _ in self._topics])
        self.topics.chosen.connect(self.choose)
        self.reading: Reading = Reading(theme, self.tr("Credits"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.topics)
        column.addWidget(self.reading, 1)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, TALL if self._by_topic else self.reading.height_for(WIDTH))

    def choose(self, topic: int) -> None:
        self._show_topics(True)
        self.topics.choose(topic)
        self.reading.read(self._topics[topic][1]())

    def read(self, page: str) -> None:
        """Show one page without topics."""
        self._show_topics(False)
        self.reading.read(page)

    def _show_topics(self, shown: bool) -> None:
        self._by_topic = shown
        self.topics.setVisible(shown)


class CreditsController(QObject):
    """Creates the sheet when it is first needed."""

    def __init__(self, theme: Theme, window: QWidget, origins: Provenance, assets: Path) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._origins = origins
        self._assets = assets
        self._sheet: Sheet | None = None
        self._pages: CreditsPages | None = None

    def knows(self, track: Track) -> bool:
        """Whether there are credits for a track."""
        return self._origins.song(track) is not None

    def open_credits(self) -> None:
        """Show all credits, starting with the songs."""
        sheet, shown = self._made()
        shown.choose(0)
        sheet.open(self.tr("Credits"))

    def open_song(self, track: Track) -> None:
        song = self._origins.song(track)
        if song is not None:
            from lullaby.ui.credits import pages

            sheet, shown = self._made()
            shown.read(pages.song_page(song))
            sheet.open(self.tr("About this song"))

    def close_sheet(self) -> bool:
        """Close the sheet; returns True if it was open."""
        return self._sheet is not None and self._sheet.close_sheet()

    def _made(self) -> tuple[Sheet, CreditsPages]:
        if self._sheet is None or self._pages is None:
            self._sheet = Sheet(self._theme, self._window, WIDTH)
            self._pages = CreditsPages(self._theme, self._origins, self._assets)
            self._sheet.hold(self._pages)
        return self._sheet, self._pages
