"""What was left out or guessed in the words: one line, and a sheet with all of it behind."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.lyrics.model import NO_WORDS, Complaint, Decoding, Lyrics, Reason, WaysToRead
from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text import complaints
from lullaby.ui.text.digits import in_digits
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme

MOST_TOLD = 60
"""Complaints in the list; a damaged file may have thousands."""


def summary(told: Sequence[Complaint]) -> str:
    """All complaints in a sentence or two: Read as Greek text. 3 lines had no readable time."""
    instead = [each for each in told if each.reason in NO_WORDS]
    chosen = [each for each in told if each.reason in complaints.CHOICES]
    untimed, others = complaints.without_time(told), complaints.others(told)
    parts = [complaints.sentence(each, translate) for each in instead[:1]]
    if len(instead) > 1:
        more = len(instead) - 1
        parts.append(
            translate("words", "%n other places have no words either.", None, PLURAL, more)
        )
    parts += [complaints.sentence(each, translate) for each in chosen[:1]]
    if untimed:
        parts.append(translate("words", "%n lines had no readable time.", None, PLURAL, untimed))
    if others:
        parts.append(translate("words", "%n remarks on the words.", None, PLURAL, others))
    return " ".join(parts)


class NotesLine(WrappingPill):
    """Hidden while there is nothing to tell; a press asks for the sheet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "info", tone=ButtonStyle.BARE, height=48)
        self._found: Lyrics | None = None
        self._room = False
        self.hide()

    @property
    def words(self) -> Lyrics | None:
        """What was read, with or without lines."""
        return self._found

    def show_words(self, words: Lyrics | None) -> None:
        self._found = words
        self.setText(summary(words.complaints if words is not None else ()))
        self._show()

    def set_room(self, room: bool) -> None:
        """The Room view shows the words alone."""
        self._room = room
        self._show()

    def _show(self) -> None:
        told = self._found is not None and bool(self._found.complaints)
        self.setVisible(told and not self._room)


class NotesSheet(Sheet):
    """Every complaint, and the ways in which the file may be read."""

    way_chosen = Signal(str)
    """The encoding, as Python names it."""
    split_asked = Signal()
    """Of several songs in the file, each should have one of its own."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, 620)
        content = QWidget()
        self._content = QVBoxLayout(content)
        set_margins(self._content, 0, 0, 6, 0)
        self._content.setSpacing(10)
        self._list = Label(theme, "", Text.BODY, "text", wrap=True)
        self._split = WrappingPill(theme, self.tr("Make one file per song"), "file-music")
        self._split.clicked.connect(self.split_asked)
        self._split.hide()
        self._question = Label(theme, self.tr("Which of these can you read?"), Text.HEADING)
        self._ways = QVBoxLayout()
        self._ways.setSpacing(2)
        self._group = RadioGroup(self)
        self._rows: list[IconRow] = []
        self._content.addWidget(self._list)
        self._content.addWidget(self._split)
        self._content.addWidget(self._question)
        self._content.addLayout(self._ways)
        self._content.addStretch(1)
        self._question.hide()
        self.hold(content)

    def tell(self, told: Sequence[Complaint]) -> None:
        listed = complaints.listed(told)
        lines = [in_digits(complaints.with_place(each, translate)) for each in listed[:MOST_TOLD]]
        more = len(listed) - len(lines)
        if more > 0:
            lines.append(translate("words", "And %n more.", None, PLURAL, more))
        self._list.setText("\n".join(lines))
        self._list.setVisible(bool(lines))

    def offer_split(self, offered: bool) -> None:
        """Show the button that makes a file of each song."""
        self._split.setVisible(offered)

    def offer(self, ways: WaysToRead | None) -> None:
        """Show the first lines in each likely encoding; None for a file that is certain."""
        for row in self._rows:
            self._group.discard(row, self._ways)
        self._rows = [self._row(way) for way in ways.ways] if ways is not None else []
        for row, way in zip(self._rows, ways.ways if ways is not None else (), strict=True):
            row.setChecked(ways is not None and way.encoding == ways.encoding)
        self._question.setVisible(bool(self._rows))
        self._content.activate()
        self._place()

    def _row(self, way: Decoding) -> IconRow:
        lines = "  ·  ".join(way.lines)
        name = complaints.encoding_name(way.encoding, translate)
        row = IconRow(self._theme, "languages", lines, name)
        row.keep_icon()
        row.clicked.connect(lambda: self.way_chosen.emit(way.encoding))
        self._group.add(row)
        self._ways.addWidget(row)
        row.show()
        return row


class NotesController(QObject):
    """Opens the sheet for the words of a song, and keeps the encoding that is chosen there."""

    def __init__(
        self, sheet: NotesSheet, choose: Callable[[str, str], None], parent: QObject
    ) -> None:
        """`choose` keeps an encoding for the content of a file."""
        super().__init__(parent)
        self._sheet = sheet
        self._choose = choose
        self._ways: WaysToRead | None = None
        self._read_anew: Callable[[], None] | None = None
        self._split: Callable[[], None] | None = None
        sheet.way_chosen.connect(self._keep)
        sheet.split_asked.connect(self._part)

    def open(
        self,
        words: Lyrics | None,
        read_anew: Callable[[], None],
        split: Callable[[], None] | None = None,
    ) -> None:
        """`read_anew` is called after another encoding was chosen, `split` to part a score."""
        if words is None or not (words.complaints or words.ways):
            return
        self._ways, self._read_anew = words.ways, read_anew
        self._sheet.tell(words.complaints)
        several = any(each.reason is Reason.MORE_SONGS for each in words.complaints)
        self._split = split if several else None
        self._sheet.offer_split(self._split is not None)
        self._sheet.offer(words.ways)
        self._sheet.open(
            self.tr("How the words were read")
            if words.has_words
            else self.tr("Why there are no words")
        )

    def _part(self) -> None:
        if self._split is not None:
            self._sheet.close_sheet()
            self._split()

    def _keep(self, encoding: str) -> None:
        if self._ways is not None and self._read_anew is not None:
            self._choose(self._ways.content, encoding)
            self._read_anew()
