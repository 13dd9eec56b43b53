"""The list of takes as a Qt model: a row with the title of each song, then its takes."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from lullaby.frozen import frozen
from lullaby.library.take import MESSAGES, Take, TakeId
from lullaby.library.take_list import SongTakes
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.voices import voice_words

Index = QModelIndex | QPersistentModelIndex


@frozen
class Heading:
    """The song of the takes below."""

    title: str
    count: str
    song: str = ""
    """The id of its score; empty for what cannot be recorded again."""


@frozen
class TakeRow:
    take: Take
    who: str
    facts: str
    used: str
    """Where it plays."""
    last: bool
    """Whether it ends the card of its song."""

    @property
    def length(self) -> str:
        return names.length(self.take.facts.length_ms)


Row = Heading | TakeRow


@frozen
class Usage:
    """The names of children, and the names of the routines that play each take."""

    children: dict[int, str]
    routines: dict[TakeId, tuple[str, ...]]


def rows_of(songs: Sequence[SongTakes], usage: Usage, today: date) -> list[Row]:
    rows: list[Row] = []
    for song in songs:
        count = voice_words.recordings(len(song.takes))
        score = "" if song.song == MESSAGES else song.song
        rows.append(Heading(voice_words.heading(song), count, score))
        rows += [
            TakeRow(
                take,
                voice_words.who(take, usage.children.get(take.facts.child, "")),
                voice_words.facts(take, today),
                voice_words.used_in(usage.routines.get(take.id, ())),
                take is song.takes[-1],
            )
            for take in song.takes
        ]
    return rows


class VoicesModel(QStringListModel):
    """A list of empty strings, which counts its rows in C++; the rows are beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self.sounding: TakeId | None = None
        self.paused = False

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def takes(self) -> list[Take]:
        """All takes that are listed, from top to bottom."""
        return [row.take for row in self._rows if isinstance(row, TakeRow)]

    def show(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self.setStringList([""] * len(rows))

    def row(self, index: Index) -> Row:
        return self._rows[index.row()]

    def take(self, index: Index) -> Take | None:
        row = self.row(index) if index.isValid() else None
        return row.take if isinstance(row, TakeRow) else None

    def place_of(self, take: TakeId) -> int | None:
        """The row of a take; None if it is not listed."""
        return next(
            (
                at
                for at, row in enumerate(self._rows)
                if isinstance(row, TakeRow) and row.take.id == take
            ),
            None,
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Heading) else row.who
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if isinstance(row, Heading):
                return listed((row.title, row.count))
            return listed(
                (row.take.facts.title, row.who, row.facts, row.used, row.length, self._state(row))
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if not index.isValid() or isinstance(self.row(index), Heading):
            return usual
        return usual | Qt.ItemFlag.ItemIsSelectable

    def _state(self, row: TakeRow) -> str:
        if row.take.id != self.sounding:
            return ""
        return self.tr("paused") if self.paused else self.tr("playing")
