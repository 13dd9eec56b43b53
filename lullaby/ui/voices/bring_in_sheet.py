"""The sheet that asks which song a recording is of, who sings, and for whom."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.library.song_preferences import EVERYBODY, Child, ChildId
from lullaby.ui.controls.chips import ChipRow, FlowChips
from lullaby.ui.controls.fields import PillField, SearchField
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.voices.song_titles import SongTitles
from lullaby.ui.voices.voice_songs import SongChoice, matching, named_in

WIDTH = 620
SONGS_SHOWN = 4.5
"""Height of the list of songs, in rows."""

LONGEST_NAME = 40
LONGEST_TITLE = 80

A_SONG, A_MESSAGE = 0, 1
"""Places of the chips that tell what was recorded."""


class BringInSheet(Sheet):
    """Done asks to keep the recording; Esc leaves everything as it was."""

    kept = Signal(object, object, str, int)
    """The file, the SongChoice or the title of a message, whose voice it is, and the child's id."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, WIDTH, self._confirm)
        self._file = Path()
        self._songs: Sequence[SongChoice] = ()
        self._children: Sequence[Child] = ()
        self._singers: Sequence[str] = ()
        self._about = Label(theme, "", Text.BODY, "text2", wrap=True)
        self.kind = ChipRow(theme, (self.tr("A song"), self.tr("A story or a few words")))
        self.kind.set_name(self.tr("What was recorded?"))
        self.kind.chosen.connect(self._show_kind)
        self.title = PillField(theme, "pencil", self.tr("What is it called?"))
        self.title.setMaxLength(LONGEST_TITLE)
        self.search = SearchField(theme, self.tr("Find the song"))
        self.search.textChanged.connect(self._find)
        self.list = SongTitles(theme, SONGS_SHOWN)
        self.search.left_below.connect(self.list.setFocus)
        self.singer = PillField(theme, "mic", self.tr("Who sings?"))
        self.singer.setMaxLength(LONGEST_NAME)
        self._known = QWidget()
        self._known_column = QVBoxLayout(self._known)
        set_margins(self._known_column, 0, 0, 0, 0)
        self._missing = Label(theme, "", Text.ROW, "accent", wrap=True)
        self._who: FlowChips | None = None
        self._for: FlowChips | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(12)
        first = (self._about, self.kind, self.title, self.search, self.list)
        for each in (*first, self.singer, self._known, self._missing):
            column.addWidget(each, 1 if each is self.list else 0)
        column.addStretch(0)
        self.hold(inside)

    def open_for(
        self,
        file: Path,
        songs: Sequence[SongChoice],
        singers: Sequence[str],
        children: Sequence[Child],
        child: ChildId,
    ) -> None:
        """Ask about a recording; `child` is who is chosen in the app."""
        self._file, self._songs = file, songs
        self._singers, self._children = singers, children
        self.title.setText("")
        self.kind.choose(A_SONG)
        self._show_kind(A_SONG)
        self._missing.setText("")
        self._missing.hide()
        self._offer_names(child)
        self.singer.setText(singers[0] if len(singers) == 1 else "")
        self.search.setText("")
        self._find()
        likely = named_in(songs, file)
        if likely is not None:
            self.list.choose(likely)
        self.open(self.tr("Bring in a recording"))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_kind(self, kind: int) -> None:
        """Tell that it is `A_SONG` or `A_MESSAGE`."""
        self.kind.choose(kind)
        self._show_kind(kind)

    def _show_kind(self, kind: int) -> None:
        message = kind == A_MESSAGE
        if message:
            about = self.tr("“{file}” is copied and cleaned. The original stays as it is.")
        else:
            about = self.tr(
                "“{file}” is copied and cleaned, and its words are put in time. The original stays"
                " as it is."
            )
        self._about.setText(about.replace("{file}", self._file.name))
        self._missing.hide()
        self.title.setVisible(message)
        self.search.setVisible(not message)
        self.list.setVisible(not message)
        self.singer.setPlaceholderText(self.tr("Who speaks?") if message else self.tr("Who sings?"))

    @property
    def child(self) -> ChildId:
        if self._for is None or not self._for.places:
            return EVERYBODY
        return self._children[self._for.places[0]].id

    def choose_song(self, song: str) -> None:
        """Select a listed song by the id of its score."""
        self.list.choose(next(each for each in self.list.songs if each.song == song))

    def _offer_names(self, child: ChildId) -> None:
        while self._known_column.count():
            item = self._known_column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._who = self._for = None
        if self._singers:
            who = self._who = FlowChips(self._theme, self.tr("Sung by"), self._singers)
            who.chosen.connect(self._take_singer)
            self._known_column.addWidget(who)
        if self._children:
            self._known_column.addWidget(Label(self._theme, self.tr("Sung for"), Text.ROW, "text2"))
            chips = [each.name for each in self._children]
            self._for = FlowChips(self._theme, self.tr("Sung for"), chips)
            places = [at for at, each in enumerate(self._children) if each.id == child]
            self._for.choose(places)
            self._known_column.addWidget(self._for)
        self._known.setVisible(bool(self._singers or self._children))

    def _take_singer(self, places: tuple[int, ...]) -> None:
        if places:
            self.singer.setText(self._singers[places[0]])

    def _find(self) -> None:
        found = matching(self._songs, self.search.text())
        self.list.show_songs(found)
        if len(found) == 1:
            self.list.choose(found[0])

    def _confirm(self) -> bool:
        message = self.kind.place == A_MESSAGE
        what = " ".join(self.title.text().split()) if message else self.list.chosen
        singer = " ".join(self.singer.text().split())
        if message and not what:
            return self._ask(self.tr("Write what it is called first."), self.title)
        if what is None:
            return self._ask(self.tr("Choose the song first."), self.search)
        if not singer:
            text = self.tr("Write who speaks first.") if message else ""
            return self._ask(text or self.tr("Write who sings first."), self.singer)
        self.kept.emit(self._file, what, singer, self.child)
        return True

    def _ask(self, text: str, field: PillField) -> bool:
        self._missing.setText(text)
        self._missing.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return False
