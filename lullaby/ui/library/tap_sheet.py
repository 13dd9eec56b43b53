"""The sheet to tap a tempo: Space or the large button; Enter keeps, Esc discards."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.clock import Clock
from lullaby.tempo.tapping import Taps, tapped
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.library.tempo_words import steadiness_words
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text import names
from lullaby.ui.text.lists import full_stop, sentences
from lullaby.ui.theme.theme import Text, Theme

TALL = 120


class TapSheet(Sheet):
    kept = Signal(float)
    """The tempo in BPM."""

    def __init__(self, theme: Theme, window: QWidget, clock: Clock) -> None:
        super().__init__(theme, window, 520)
        self._done.setText(self.tr("Cancel"))
        self._done.tone = ButtonStyle.QUIET
        self._clock = clock
        self._taps = Taps()
        self._number = Label(theme, "", Text.TITLE)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._tap = PillButton(theme, self.tr("Tap here, or press Space"), height=TALL)
        self._tap.setAutoRepeat(False)
        self._tap.pressed.connect(self.tap)
        self._tap.installEventFilter(self)
        self._keep = PillButton(theme, self.tr("Keep this tempo"), tone=ButtonStyle.FILLED)
        self._keep.clicked.connect(self.keep)
        content = QWidget()
        column = QVBoxLayout(content)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(14)
        column.addWidget(self._number)
        column.addWidget(self._words)
        column.addWidget(self._tap)
        column.addWidget(self._keep)
        self._show()
        self.hold(content)

    @property
    def taps(self) -> Taps:
        return self._taps

    def open_for(self, title: str) -> None:
        self._taps = Taps()
        self._show()
        self.open(title)
        self._tap.setFocus(Qt.FocusReason.OtherFocusReason)

    def tap(self) -> None:
        self._taps = tapped(self._taps, self._clock.monotonic_ms())
        self._show()

    def keep(self) -> None:
        """Close and use the tapped tempo, if there were enough taps."""
        bpm = self._taps.bpm
        self.close_sheet()
        if bpm is not None:
            self.kept.emit(bpm)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._tap:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QEvent) -> bool:
        """Let Enter on the large button keep the tempo, and count a held Space as one tap."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
            return True
        return event.isAutoRepeat()

    def _show(self) -> None:
        bpm = self._taps.bpm
        number = self.tr("{n} bpm").format(n=names.tempo(bpm)) if bpm is not None else "–"
        words = steadiness_words(self._taps.steadiness)
        self._number.setText(number)
        self._words.setText(words)
        self._keep.setEnabled(bpm is not None)
        self._tap.setAccessibleDescription(sentences((full_stop(number), words)))
