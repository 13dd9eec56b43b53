"""Find my key: sing a line of the song, and hear which key suits."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.choice import ChoicePill
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.following.range_bars import RangeBar, RangeBars
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.sing.ear_pill import EarPill, EarTexts
from lullaby.ui.theme.theme import Text, Theme


class KeySheet(Sheet):
    again_requested = Signal()
    """Listen again, or stop listening."""
    all_requested = Signal()
    one_requested = Signal()
    singer_chosen = Signal(int)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, 720)
        self._about = Label(theme, "", Text.BODY, "text2", wrap=True)
        self.ear = EarPill(theme)
        self.singer = ChoicePill(theme, self.tr("Who sings"), 120)
        self.singer.hide()
        self.bars = RangeBars(theme)
        self.all = WrappingPill(theme, self.tr("Move all songs"), tone=ButtonStyle.FILLED)
        self.one = WrappingPill(theme, self.tr("Only this one"))
        self.leave = WrappingPill(theme, self.tr("Leave it"))
        content = QWidget()
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(16)
        self._rows.addWidget(self._about)
        self._rows.addWidget(self.singer)
        self._rows.addWidget(self.bars)
        self._rows.addWidget(self.ear)
        self._rows.addWidget(FoldingRow((self.all, self.one, self.leave), 12, (1, 1, 1)))
        self._done.hide()
        self.hold(content)
        self.ear.clicked.connect(self.again_requested)
        self.all.clicked.connect(self.all_requested)
        self.one.clicked.connect(self.one_requested)
        self.leave.clicked.connect(self.close_sheet)
        self.singer.chosen.connect(self.singer_chosen)

    def offer_singers(self, names: Sequence[str], chosen: int) -> None:
        """Ask who of these sings; a single one needs no question."""
        if names:
            self.singer.offer(names, chosen)
        self.singer.setVisible(len(names) > 1)

    def show_listening(self, title: str, about: str) -> None:
        """Before there is an answer."""
        self._show(title, about, (), movable=False)

    def show_answer(self, title: str, about: str, bars: Sequence[RangeBar], movable: bool) -> None:
        """`movable` if this song would change; all others can be moved anyhow."""
        self._show(title, about, bars, movable)
        self.all.show()
        self._rows.activate()

    def show_ear(self, texts: EarTexts, level: int = 0) -> None:
        self.ear.show_texts(texts)
        self.ear.show_level(level)

    def _show(self, title: str, about: str, bars: Sequence[RangeBar], movable: bool) -> None:
        self._about.setText(about)
        self.bars.show_bars(bars)
        self.bars.setVisible(bool(bars))
        self.all.hide()
        self.one.setVisible(movable)
        self._rows.activate()
        if self.isVisible():
            self._title.setText(title)
            self.setAccessibleName(title)
            self._place()
        else:
            self.open(title)
            self.ear.setFocus()
