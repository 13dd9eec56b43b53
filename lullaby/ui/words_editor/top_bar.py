"""Above the words editor: back, the song, what was said last, all words, and save."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton
from lullaby.ui.controls.labels import Elided
from lullaby.ui.controls.more import MoreButton, make_room
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.words_editor import sentences
from lullaby.ui.words_editor.state import Editing, to_be_kept

TITLE, LEAST_TITLE = 120, 48
"""What the title has before tools leave, and at least, px at 100 %."""


class TopBar(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.back = RoundButton(theme, "arrow-left", self.tr("Back; everything is saved"))
        self._title = Elided(theme, "", Text.HEADING)
        self._line = Elided(theme, "", Text.CAPTION, "text2")
        self.fold = RoundButton(theme, "sliders-horizontal", self.tr("This line"))
        self.words = PillButton(theme, self.tr("All words"), "pencil")
        self.save = PillButton(theme, self.tr("Save"), tone=ButtonStyle.FILLED)
        self._message = ""
        self._shown: tuple[object, ...] = ()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.back)
        row.addLayout(names, 1)
        self._more = MoreButton(theme, self.tr("More"))
        self._tools = QHBoxLayout()
        self._tools.setSpacing(12)
        for tool in (self.fold, self.words, self._more, self.save):
            self._tools.addWidget(tool)
        row.addLayout(self._tools)
        self._theme = theme
        self._typing = self._tapping = False
        self._arrange()

    def lay_over(self, screen: QWidget, body: QWidget, edge: int) -> None:
        """This bar at the top of `screen`, `body` under it."""
        column = QVBoxLayout(screen)
        column.setContentsMargins(edge, 24, edge, 22)
        column.setSpacing(14)
        column.addWidget(self)
        column.addWidget(body, 1)

    def show_song(self, title: str) -> None:
        self._title.setText(self.tr("Words of “{title}”").format(title=title))
        self._message = ""
        self._line.setText("")

    def show_editing(self, editing: Editing) -> None:
        """How far the work is; what was said stays until the next act."""
        kept = to_be_kept(editing)
        if kept != self._shown:
            self._message, self._shown = "", kept
        done = sentences.progress(editing)
        safe = self.tr("saved as you go") if not editing.saved else ""
        parts = [self._message] if self._message else [done, safe]
        self._line.setText("  ·  ".join(part for part in parts if part))

    def say(self, text: str) -> None:
        self._message = text
        self._line.setText(text)

    def show_page(self, typing: bool, tapping: bool) -> None:
        self._typing, self._tapping = typing, tapping
        self._arrange()

    def show_folding(self, folded: bool) -> None:
        self._folded = folded
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """With everything behind one button that may go there."""
        shown = (self.back, self._more, self.save)
        width = sum(each.minimumSizeHint().width() + 12 for each in shown)
        return QSize(width + self._theme.px(LEAST_TITLE), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """Without room for all in one row, `All words` and `This line` stand in a menu."""
        self.save.setVisible(self._typing or self._tapping)
        for tool, there in ((self.words, self._tapping), (self.fold, self._tapping_folded)):
            if not there:
                tool.hide()
        leaving = [self.words] if self._tapping else []
        leaving += [self.fold] if self._tapping_folded else []
        title = min(self._theme.px(TITLE), self.width() // 4)
        room = self.width() - self.back.sizeHint().width() - 2 * 12 - title
        make_room(self._tools, self._more, leaving, room, squeezed=True)

    @property
    def _tapping_folded(self) -> bool:
        return self._tapping and self._folded

    def show_turned(self, turned: bool) -> None:
        self.fold.set_name(self.tr("Back to the lines") if turned else self.tr("This line"))
        self.fold.set_icon("list" if turned else "sliders-horizontal")

    _folded = False
