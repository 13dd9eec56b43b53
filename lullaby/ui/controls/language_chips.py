"""Chips for languages, by their own names; the rarer ones wait behind “More”."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.chips import Chip
from lullaby.ui.controls.fields import SearchField
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import draw_text
from lullaby.ui.text.language_names import full_name, own_name
from lullaby.ui.text.lists import sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

AT_FIRST = 8
"""How many languages stand there before “More” is pressed."""


class LanguageChip(Chip):
    """A language; a tick and a bright edge say that it is chosen."""

    def __init__(self, theme: Theme, language: str) -> None:
        super().__init__(theme, own_name(language))
        self.language = language
        self.setAccessibleName(full_name(language))
        self.toggled.connect(lambda _: self.updateGeometry())

    def design_size(self) -> QSize:
        px = self.theme.px
        tick = px(30) if self.isChecked() else 0
        return QSize(round(self.theme.width(Text.STRONG, self.text())) + px(32) + tick, px(48))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        chosen = self.isChecked()
        self.body(painter, box, t.surface2, t.accent if chosen else t.outline, px(18))
        words = box.adjusted(px(8), 0, -px(8), 0)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(with_alpha(t.accent, 0.14))
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), px(17), px(17))
            side = px(18)
            spot = QRectF(px(16), box.center().y() - side / 2, side, side)
            self.theme.icons.paint(painter, "check", t.accent, spot)
            words.setLeft(spot.right())
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(t.text)
        draw_text(painter, words, self.text(), Qt.AlignmentFlag.AlignCenter)


class LanguageChips(QWidget):
    """`chosen` emits the codes of all chosen languages, only when the person chose."""

    chosen = Signal(tuple)

    def __init__(self, theme: Theme, songs: Mapping[str, int], chosen: Sequence[str]) -> None:
        """`songs` counts the songs of each language on offer."""
        super().__init__()
        self._songs = songs
        order = sorted(songs, key=lambda each: (each not in chosen, -songs[each], own_name(each)))
        self.chips = [LanguageChip(theme, language) for language in order]
        self.more = PillButton(theme, self.tr("More"), "plus", ButtonStyle.BARE)
        self.more.clicked.connect(self._show_more)
        self._field = SearchField(theme, self.tr("Find a language"))
        self._field.textChanged.connect(self._show_chips)
        self._field.hide()
        self._all = False
        self._note = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._flow = Flow()
        self._flow.add(*self.chips, self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._field, self._flow, self._note):
            column.addWidget(widget)
        for chip in self.chips:
            chip.clicked.connect(self._press)
        self.choose(chosen)
        self._show_chips()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(chip.language for chip in self.chips if chip.isChecked())

    def choose(self, languages: Sequence[str]) -> None:
        """Show a choice without emitting it."""
        for chip in self.chips:
            chip.setChecked(chip.language in languages)
        self._tell_missing()

    def end_search(self) -> bool:
        """Show only the first languages and the chosen ones again; False if nothing changes."""
        searching = self._all
        if searching:
            self._all = False
            self._field.clear()
            self._field.hide()
            self._show_chips()
            self.more.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return searching

    def _press(self) -> None:
        self._tell_missing()
        self.chosen.emit(self.languages)

    def _tell_missing(self) -> None:
        text = self.tr(
            "There is no year-round lullaby in {language} here yet. You can add your own."
        )
        missing = [each for each in self.languages if not self._songs[each]]
        self._note.setText(sentences([text.format(language=own_name(each)) for each in missing]))
        self._note.setVisible(bool(missing))

    def _show_more(self) -> None:
        self._all = True
        self._show_chips()
        self._field.show()
        self._field.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_chips(self) -> None:
        typed = self._field.text().strip().casefold()
        for at, chip in enumerate(self.chips):
            found = typed in f"{chip.text()} {chip.accessibleName()}".casefold()
            chip.setVisible((self._all or at < AT_FIRST or chip.isChecked()) and found)
        self.more.setVisible(not self._all and len(self.chips) > AT_FIRST)
