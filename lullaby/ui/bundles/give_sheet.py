"""The sheet that lists what goes into the file of a song, with sizes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.bundles.giving import Bundle, Chosen, Gift, Giveable
from lullaby.bundles.manifest import BundleKind, GivenSong
from lullaby.library.take import TakeId
from lullaby.ui.bundles.part_row import PartRow, clear_rows
from lullaby.ui.bundles.wording import (
    manner_about,
    routine_about,
    size_words,
    take_about,
    take_title,
    words_about,
)
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.graphics.covers import Covers, CoverTile
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text.lists import all_of, listed
from lullaby.ui.theme.theme import Text, Theme

WIDTH = 820
COVER = 56
"""Both in px at 100 %."""
OVERHEAD = 1_000
"""About what the manifest and the form of the file take, in bytes."""


class GiveSheet(Sheet):
    save_requested = Signal(object)
    """What was chosen, as `Chosen`."""
    page_requested = Signal(object)
    """The same, for a page that any browser shows."""
    time_requested = Signal(object)
    """The same, to be sung together at an agreed time."""

    def __init__(self, theme: Theme, window: QWidget, covers: Covers) -> None:
        super().__init__(theme, window, WIDTH)
        self.cover = CoverTile(theme, covers, COVER)
        self.lead_with(self.cover)
        self._done.setText(self.tr("Cancel"))
        self._done.tone = ButtonStyle.QUIET
        self._gift: Gift | None = None
        self._bundle: Bundle | None = None
        self.manner: PartRow | None = None
        self.takes: dict[TakeId, PartRow] = {}
        self.names: PartRow | None = None
        self.save = PillButton(
            theme, self.tr("Save the file…"), "download", ButtonStyle.FILLED, height=64
        )
        self.save.clicked.connect(lambda: self.save_requested.emit(self.chosen))
        self.time = PillButton(theme, self.tr("Sing at a time…"), "calendar", height=64)
        self.time.clicked.connect(self._ask_time)
        self.page = PillButton(theme, self.tr("For a browser…"), "smartphone", height=64)
        self.page.setAccessibleDescription(
            self.tr("A page whose words light up in time, for people without Lullaby")
        )
        self.page.clicked.connect(lambda: self.page_requested.emit(self.chosen))
        self._size = Label(theme, "", Text.BODY)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.save)
        foot.addWidget(self.time)
        foot.addWidget(self.page)
        foot.addStretch(1)
        foot.addWidget(self._size)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(
            Label(theme, self.tr("One small file. Send it any way you like."), colour="text2")
        )
        column.addLayout(self._rows)
        column.addWidget(
            Label(
                theme,
                self.tr("Recordings you bought and your journal are never included."),
                Text.CAPTION,
                "text2",
                wrap=True,
            )
        )
        column.addLayout(foot)
        self.hold(content)

    def open_for(self, gift: Gift, whole: Bundle) -> None:
        """Offer a song or a list; `whole` is the bundle of all parts, which tells sizes."""
        self._gift, self._bundle = gift, whole
        self._clear()
        if gift.kind is BundleKind.SONG:
            self._list_song(gift.songs[0], whole.manifest.songs[0], whole)
        else:
            self._list_songs(gift, whole)
        children = [each.child for song in gift.songs for each in song.takes if each.child]
        if children:
            names = all_of(list(dict.fromkeys(children)))
            title = self.tr("The name {names}").format(names=names)
            about = self.tr("left out unless you tick it")
            self.names = PartRow(self._theme, "heart", title, about, "", ticked=False)
            self._add(self.names)
        words = gift.songs[0].words if gift.kind is BundleKind.SONG else None
        self.page.setVisible(words is not None and words.has_words)
        self.time.setVisible(gift.kind is BundleKind.SONG)
        self._show_size()
        self.cover.show_track(gift.songs[0].track if gift.songs else None, gift.name)
        self.open(self.tr("Give “{title}” to someone").format(title=gift.name))

    def _list_songs(self, gift: Gift, whole: Bundle) -> None:
        if gift.routine is not None:
            about = routine_about(gift.routine)
            title = self.tr("Time, volume and sounds")
            self._add(PartRow(self._theme, "moon", title, about, size_words(1), None))
        given = whole.manifest.songs
        for song in given:
            size = sum(whole.size_of(file) for file in (song.words, song.score) if file)
            about = song.artist if size else self.tr("plays if they have the same recording")
            self._add(PartRow(self._theme, "music-2", song.title, about, size_words(size), None))
        if any(map(_has_manner, given)):
            title, about = self.tr("How you sing them"), self.tr("tempo, key and verses")
            self.manner = PartRow(
                self._theme, "sliders-horizontal", title, about, size_words(1), ticked=True
            )
            self._add(self.manner)
        for song, told in zip(gift.songs, given, strict=True):
            self._list_takes(song, told, whole, song.track.title)

    def _list_takes(self, song: Giveable, given: GivenSong, whole: Bundle, title: str = "") -> None:
        for number, each in enumerate(song.takes):
            facts = each.take.facts
            about = listed((title, take_about(facts))) if title else take_about(facts)
            size = size_words(whole.size_of(given.takes[number].file))
            row = PartRow(self._theme, "mic", take_title(facts.singer), about, size, ticked=False)
            self.takes[each.take.id] = row
            self._add(row)

    def _list_song(self, song: Giveable, given: GivenSong, whole: Bundle) -> None:
        if song.words is not None and given.words:
            size = size_words(whole.size_of(given.words))
            about = words_about(song.words)
            self._add(PartRow(self._theme, "align-left", self.tr("Words"), about, size, None))
        if given.score:
            size = size_words(whole.size_of(given.score))
            about = self.tr("plays in any key on their computer")
            self._add(PartRow(self._theme, "music-2", self.tr("Music"), about, size, None))
        if _has_manner(given):
            about = manner_about(given.speed_pitch, given.singing and given.singing.verses)
            title, size = self.tr("How you sing it"), size_words(1)
            self.manner = PartRow(
                self._theme, "sliders-horizontal", title, about, size, ticked=True
            )
            self._add(self.manner)
        self._list_takes(song, given, whole)

    @property
    def chosen(self) -> Chosen:
        return Chosen(
            self.manner is None or self.manner.ticked,
            frozenset(take for take, row in self.takes.items() if row.ticked),
            self.names is not None and self.names.ticked,
        )

    def _ask_time(self) -> None:
        chosen = self.chosen
        self.close_sheet()
        self.time_requested.emit(chosen)

    def _add(self, row: PartRow) -> None:
        row.toggled.connect(self._show_size)
        self._rows.addWidget(row)

    def _clear(self) -> None:
        self.manner, self.takes, self.names = None, {}, None
        clear_rows(self._rows)

    def _show_size(self) -> None:
        if self._bundle is None or self._gift is None:
            return
        chosen, size = self.chosen.takes, OVERHEAD
        for song, given in zip(self._gift.songs, self._bundle.manifest.songs, strict=True):
            files = [name for name in (given.words, given.score) if name]
            files += [
                given.takes[number].file
                for number, each in enumerate(song.takes)
                if each.take.id in chosen
            ]
            size += sum(map(self._bundle.size_of, files))
        self._size.setText(size_words(size))


def _has_manner(song: GivenSong) -> bool:
    return bool(song.speed_pitch or song.singing or song.swapped or song.earlier_ms)
