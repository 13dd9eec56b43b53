"""The sheet that shows what came in a file, before anything of it is kept."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.bundles.keeping import Accepted
from lullaby.bundles.manifest import BundleKind, GivenSong, Manifest, SingAt
from lullaby.ui.bundles.part_row import PartRow, clear_rows
from lullaby.ui.bundles.wording import (
    length_about,
    manner_about,
    routine_about,
    size_words,
    take_title,
)
from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.graphics.covers import Covers, CoverTile
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text.locale import clock_time, full_day
from lullaby.ui.text.names import songs
from lullaby.ui.theme.theme import Text, Theme

WIDTH = 780
COVER = 56
"""Both in px at 100 %."""


class OpenSheet(Sheet):
    keep_requested = Signal(object)
    """What was accepted, as `Accepted`."""

    def __init__(self, theme: Theme, window: QWidget, covers: Covers) -> None:
        super().__init__(theme, window, WIDTH)
        self._done.hide()
        self.cover = CoverTile(theme, covers, COVER)
        self.lead_with(self.cover)
        self.manner: PartRow | None = None
        self.takes: dict[str, PartRow] = {}
        self._from = Label(theme, "", Text.BODY, "text2", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._when = Label(theme, "", Text.BODY, wrap=True)
        self.keep = WrappingPill(
            theme, self.tr("Put it in my library"), "check", height=64, tone=ButtonStyle.FILLED
        )
        self.keep.clicked.connect(lambda: self.keep_requested.emit(self.choice))
        self.refuse = WrappingPill(theme, self.tr("Not now"), height=64)
        self.refuse.clicked.connect(self.close_sheet)
        quiet = Label(theme, self.tr("Nothing plays by itself."), Text.CAPTION, "text2", wrap=True)
        quiet.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing)
        foot = FoldingRow((self.keep, self.refuse, quiet), 14, (0, 0, 1))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._from)
        column.addLayout(self._rows)
        column.addWidget(self._when)
        column.addWidget(foot)
        self.hold(content)

    def open_for(self, manifest: Manifest) -> None:
        self._clear()
        self._from.setText(self._about(manifest))
        if manifest.routine is not None:
            about, title = routine_about(manifest.routine), self.tr("Time, volume and sounds")
            self._rows.addWidget(PartRow(self._theme, "moon", title, about, "", None))
        if manifest.kind is BundleKind.SONG:
            self._list_song(manifest.songs[0], manifest)
        else:
            for song in manifest.songs:
                self._list_briefly(song, manifest)
        self._show_when(manifest.sing_at, manifest.giver)
        title = manifest.name or manifest.songs[0].title
        self.cover.show_track(None, title)
        self.open(title)
        self.keep.setFocus()

    @property
    def choice(self) -> Accepted:
        return Accepted(
            self.manner is None or self.manner.ticked,
            frozenset(file for file, row in self.takes.items() if row.ticked),
        )

    def _about(self, manifest: Manifest) -> str:
        if manifest.kind is not BundleKind.SONG:
            count = songs(len(manifest.songs))
            if manifest.routine is not None:
                text = self.tr("A routine with {songs}")
                if manifest.giver:
                    text = self.tr("A routine with {songs} from {name}")
                return text.format(songs=count, name=manifest.giver)
            if not manifest.giver:
                return count
            return self.tr("{songs} from {name}").format(songs=count, name=manifest.giver)
        if not manifest.giver:
            return self.tr("A song from somebody")
        return self.tr("A song from {name}").format(name=manifest.giver)

    def _list_song(self, song: GivenSong, manifest: Manifest) -> None:
        def size(file: str) -> str:
            return size_words(manifest.files[file].bytes)

        if song.words:
            row = PartRow(self._theme, "align-left", self.tr("Words"), "", size(song.words), None)
            self._rows.addWidget(row)
        if song.score:
            about, music = self.tr("you can change key and tempo"), self.tr("Music")
            row = PartRow(self._theme, "music-2", music, about, size(song.score), None)
            self._rows.addWidget(row)
        if song.speed_pitch or song.singing or song.swapped or song.earlier_ms:
            about = manner_about(song.speed_pitch, song.singing and song.singing.verses)
            title = self.tr("How they sing it")
            if manifest.giver:
                title = self.tr("How {name} sings it").format(name=manifest.giver)
            self.manner = PartRow(
                self._theme, "sliders-horizontal", title, about, size_words(1), ticked=True
            )
            self._rows.addWidget(self.manner)
        for take in song.takes:
            title, about = take_title(take.singer), length_about(take.length_ms)
            row = PartRow(self._theme, "mic", title, about, size(take.file), ticked=True)
            self.takes[take.file] = row
            self._rows.addWidget(row)

    def _list_briefly(self, song: GivenSong, manifest: Manifest) -> None:
        files = [song.words, song.score, *(take.file for take in song.takes)]
        size = sum(manifest.files[file].bytes for file in files if file)
        row = PartRow(self._theme, "music-2", song.title, song.artist, size_words(size), None)
        self._rows.addWidget(row)
        for take in song.takes:
            title = take_title(take.singer)
            row = PartRow(
                self._theme,
                "mic",
                title,
                song.title,
                size_words(manifest.files[take.file].bytes),
                ticked=True,
            )
            self.takes[take.file] = row
            self._rows.addWidget(row)

    def _show_when(self, at: SingAt | None, giver: str) -> None:
        self._when.setVisible(at is not None)
        if at is None:
            return
        here: datetime = at.at.astimezone()
        name = giver or self.tr("Somebody")
        text = self.tr("{name} would like to sing it with you on {day} at {time} where you are.")
        self._when.setText(text.format(name=name, day=full_day(here.date()), time=clock_time(here)))

    def _clear(self) -> None:
        self.manner, self.takes = None, {}
        clear_rows(self._rows)
