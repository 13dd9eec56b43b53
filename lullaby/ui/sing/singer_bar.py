"""The bar above the dock while a singer leads: what moves the words, and the beat."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lullaby.session.state import SessionState
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.sing import song_preferences_words
from lullaby.ui.sing.prompter import WAYS
from lullaby.ui.text.lists import full_stop, sentences
from lullaby.ui.theme.theme import Text, Theme

TEXT_WIDTH = 250
"""Wide enough for its longest sentence, so that the bar keeps its width."""


class SingerBar(Card):
    way_requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 30, 0.9)
        self._room = 1 << 20
        self._leading = Label(theme, "", Text.STRONG)
        self._how = Label(theme, "", Text.CAPTION, "text2")
        texts = [self.tr("Automatically"), self.tr("With my taps"), self.tr("Line by line")]
        self._ways = Segmented(theme, texts)
        for chip, name in zip(
            self._ways.chips,
            (
                self.tr("The words move automatically"),
                self.tr("Tap Space to the beat to move the words"),
                self.tr("Press Space for the next line"),
            ),
            strict=True,
        ):
            chip.setAccessibleName(name)
            chip.setToolTip(name)
        self._ways.chosen.connect(lambda at: self.way_requested.emit(WAYS[at]))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._leading)
        words.addWidget(self._how)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        set_margins(self._row, 24, 8, 12, 8)
        self._row.setSpacing(20)
        self._row.addLayout(words)
        self._row.addWidget(self._ways, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.tr("Singing without music"))
        theme.changed.connect(self._fold)
        self.hide()

    def show_state(self, state: SessionState, room: bool) -> None:
        """`room`: the Room view, which shows only words."""
        leads = state.sounding and state.vocal_mode.alone and state.track is not None
        self._leading.setText(song_preferences_words.leading(state.vocal_mode))
        self._how.setText(song_preferences_words.way(state.vocal_mode))
        self.setAccessibleDescription(
            sentences((full_stop(self._leading.text()), self._how.text()))
        )
        self._ways.choose(WAYS.index(state.vocal_mode.prompt.way))
        self.setVisible(leads and not room)
        self._fold()

    def fit(self, room: int) -> None:
        """Hide the sentences if not everything fits into `room` px."""
        self._room = room
        self._fold()

    def minimumSizeHint(self) -> QSize:
        """The size without the sentences, and with the choices stacked."""
        least = self._ways.minimumSizeHint() + QSize(16, 16)
        return QSize(least.width(), max(least.height(), super().minimumSizeHint().height()))

    def _fold(self) -> None:
        wide = self._theme.px(TEXT_WIDTH)
        margins = self._row.contentsMargins()
        needed = self._ways.sizeHint().width() + wide + self._row.spacing() * 2
        with_text = needed + margins.left() + margins.right() <= self._room
        for label in (self._leading, self._how):
            label.setVisible(with_text)
            label.setMinimumWidth(wide if with_text else 0)
        set_margins(self._row, 24 if with_text else 8, 8, 12 if with_text else 8, 8)
