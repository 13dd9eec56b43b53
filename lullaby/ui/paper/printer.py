"""Prints words to a PDF: asks where, collects the words in the background, writes, reports.

The pages are drawn one in each turn of the event loop.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from lullaby.jobs import Job, JobRunner
from lullaby.library.song_sheet import SongSheet
from lullaby.library.track import Track, TrackId
from lullaby.ui.paper.book import Cover, write_book
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.pieces import Pieces
from lullaby.ui.shell.screens import next_turn
from lullaby.ui.text.lists import sentences
from lullaby.ui.text.translate import PLURAL, translate

SheetOf = Callable[[Track], SongSheet | None]
MOST_SONGS = 200
"""The most songs in one book; more would make a heavy one."""


class WordsPrinter(QObject):
    """`sheet_of` finds the words of a song and sets them in verses; it runs in the background."""

    def __init__(
        self,
        window: QWidget,
        files: Files,
        notices: Notifications,
        jobs: JobRunner,
        sheet_of: SheetOf,
    ) -> None:
        super().__init__(window)
        self._later = next_turn(self)
        self._files = files
        self._notices = notices
        self._jobs = jobs
        self._sheet_of = sheet_of

    def print_words(self, name: str, tracks: Sequence[Track]) -> None:
        """Print the words of these songs, in this order, as a book called `name`."""
        kinds = self.tr("Songbook (*.pdf)")
        wanted = f"{name}.pdf".replace("/", "-")
        path = self._files.ask_save(self.tr("Print the words"), wanted, kinds)
        if path is None:
            return
        songs = _first_songs(tracks)
        self._jobs.submit(
            lambda job: self._gather(songs, job),
            lambda sheets: self._write(path, name, sheets),
            lambda _: self._notices.say("paper", self.tr("The words could not be collected.")),
            finish=True,
        )

    def _gather(self, songs: Sequence[Track], job: Job) -> list[SongSheet | None]:
        return [None if job.cancelled else self._sheet_of(track) for track in songs]

    def _write(self, path: Path, name: str, sheets: Sequence[SongSheet | None]) -> None:
        there = [sheet for sheet in sheets if sheet is not None]
        if not there:
            self._notices.say("paper", self.tr("There are no words to print yet."))
            return
        cover = Cover(name, [self._source(sheet) for sheet in there])
        text = self._result_text(path, len(there), len(sheets) - len(there))
        self._go_on(write_book(path, there, cover), text, self._jobs.unfinished_until())

    def _go_on(self, writing: Pieces[int], text: str, ended: Callable[[], None]) -> None:
        """Write the next piece, and schedule the rest; `text` tells that all is written."""
        over = True
        try:
            next(writing)
        except StopIteration:
            self._notices.say("paper", text)
        except OSError:
            self._notices.say("paper", self.tr("The words could not be saved there."))
        else:
            over = False
            self._later(lambda: self._go_on(writing, text, ended))
        finally:
            if over:
                ended()

    def _result_text(self, path: Path, there: int, missing: int) -> str:
        if there == 1:
            text = self.tr("Saved as {file}.").format(file=path.name)
        else:
            text = translate("WordsPrinter", "Saved %n songs to {file}.", None, PLURAL, there)
            text = text.format(file=path.name)
        if missing:
            also = translate("WordsPrinter", "%n songs have no words yet.", None, PLURAL, missing)
            return sentences((text, also))
        return text

    def _source(self, sheet: SongSheet) -> str:
        if sheet.found:
            return self.tr("Words from {file}").format(file=sheet.source)
        return sheet.source


def _first_songs(tracks: Sequence[Track]) -> tuple[Track, ...]:
    """The first `MOST_SONGS` different songs, without looking at all of a long list."""
    songs: dict[TrackId, Track] = {}
    for track in tracks:
        if len(songs) == MOST_SONGS:
            break
        songs.setdefault(track.id, track)
    return tuple(songs.values())
