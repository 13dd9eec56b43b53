"""How slow?: one sentence, three presets, and the histogram."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lullaby.library.calm import (
    ANY_TEMPO,
    JUST_ABOVE,
    RESTING_HEART,
    VERY_SLOW,
    Band,
    SortedOut,
)
from lullaby.library.song_lists import SongCounts
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.chips import ChipRow
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.library.band_steps import BandSteps
from lullaby.ui.library.range_slider import TempoRange
from lullaby.ui.text.lists import sentences
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Bpm

PRESETS = (VERY_SLOW, RESTING_HEART, ANY_TEMPO)
NARROW = 900
EDGE, ABOVE, BELOW = 26, 16, 14
GAP, BETWEEN, UNDER_TOP = 4, 24, 8
LEFT, RIGHT = 5, 6
"""Shares of the width: text and presets, histogram."""


def sentence(found: SortedOut, band: Band) -> str:
    """The result of the tempo filter in one sentence, with counts."""
    if found.total == 0:
        return translate("slow", "Add your own songs here.")
    count, total = len(found.inside), found.total
    if band == ANY_TEMPO:
        known = count + found.outside
        return translate(
            "slow", "We know the tempo of {n} of %n songs.", None, PLURAL, total
        ).format(n=whole(known))
    if count == 0:
        above = found.just_above
        if above:
            return translate(
                "slow", "Nothing this slow yet. %n songs are a little faster.", None, PLURAL, above
            )
        return translate("slow", "Nothing this slow yet.")
    if band == RESTING_HEART:
        text = translate(
            "slow", "%n of {all} songs have a calm, resting-heart tempo.", None, PLURAL, count
        )
        return text.format(all=whole(total))
    if band == VERY_SLOW:
        return translate("slow", "%n of {all} songs are very slow.", None, PLURAL, count).format(
            all=whole(total)
        )
    text = translate(
        "slow", "%n of {all} songs have {low} to {high} beats a minute.", None, PLURAL, count
    )
    return text.format(all=whole(total), low=whole(band.low), high=whole(band.high))


def sounds_slow(found: SortedOut) -> str:
    """How many songs sound slow, whatever their tempo; empty if none does."""
    count = found.sounds_slow
    if not count:
        return ""
    return translate("slow", "%n songs sound slow, at any tempo.", None, PLURAL, count)


def unknown_words(count: int, shown: bool) -> str:
    if shown:
        return translate("slow", "Back")
    return translate("slow", "%n with unknown tempo", None, PLURAL, count)


class SlowCard(Card):
    """Emits the requested band, and whether to show songs of unknown tempo."""

    band_requested = Signal(object)
    unknown_requested = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shows_unknown = False
        self._sentence = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        texts = [self.tr("Very slow"), self.tr("Resting heart"), self.tr("Any tempo")]
        self._presets = ChipRow(theme, texts)
        self._presets.chosen.connect(lambda at: self.band_requested.emit(PRESETS[at]))
        self._unknown = PillButton(theme, "", tone=ButtonStyle.BARE, height=48)
        self._unknown.clicked.connect(lambda: self.unknown_requested.emit(not self._shows_unknown))
        self._above = PillButton(theme, self.tr("Show them"), tone=ButtonStyle.BARE, height=48)
        self._above.clicked.connect(self._show_above)
        self._by_hand = PillButton(theme, self.tr("Set range"), tone=ButtonStyle.BARE, height=48)
        self._by_hand.setCheckable(True)
        self._by_hand.setAccessibleDescription(self.tr("Set the tempo range with buttons"))
        self._by_hand.toggled.connect(self._show_steps)
        self._steps = BandSteps(theme)
        self._steps.requested.connect(self.band_requested)
        self._steps.hide()
        self._band = ANY_TEMPO
        self._range = TempoRange(theme)
        self._range.changed.connect(self.band_requested)
        self._top = QWidget()
        above = QVBoxLayout(self._top)
        above.setContentsMargins(0, 0, 0, UNDER_TOP)
        above.setSpacing(GAP)
        self._heading = Label(theme, self.tr("How slow?"), Text.HEADING)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._by_hand)
        head.addWidget(self._above)
        head.addWidget(self._unknown)
        left = self._left = QVBoxLayout()
        left.setSpacing(GAP)
        above.addLayout(head)
        above.addWidget(self._sentence)
        left.addWidget(self._top)
        left.addWidget(self._presets)
        left.addSpacing(GAP)
        left.addWidget(self._steps)
        left.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(EDGE, ABOVE, EDGE, BELOW)
        self._row.setSpacing(BETWEEN)
        self._row.addLayout(left, LEFT)
        self._row.addWidget(self._range, RIGHT)

    def height_as(self, width: int, narrow: bool) -> int:
        """Its height in px at a width of `width` px, without changing it."""
        inner = width - 2 * EDGE
        across = inner if narrow else (inner - BETWEEN) * LEFT // (LEFT + RIGHT)
        beside = (self._heading, self._by_hand, self._above, self._unknown)
        head = max(each.sizeHint().height() for each in beside if not each.isHidden())
        sentence = self._sentence.heightForWidth(across)
        left = self._presets.heightForWidth(across) + 2 * GAP
        left += head + GAP + sentence + UNDER_TOP + GAP
        if self._by_hand.isChecked():
            left += self._steps.sizeHint().height() + GAP
        shown = left if narrow else max(left, self._range.sizeHint().height())
        return ABOVE + shown + BELOW

    def set_narrow(self, narrow: bool) -> None:
        """Hide the histogram for lack of space; the presets have buttons for the same."""
        if self._range.isHidden() is not narrow:
            self._range.setVisible(not narrow)

    def show_found(self, counts: SongCounts, band: Band, unknown: bool) -> None:
        found = counts.sorted_out
        self._shows_unknown = unknown
        self._band = band
        self._above.setVisible(not unknown and not found.inside and bool(found.just_above))
        self._sentence.setText(
            self.tr("We don’t know the tempo of these yet.")
            if unknown
            else sentences((sentence(found, band), sounds_slow(found)))
        )
        self._presets.choose(
            None if unknown else next((i for i, p in enumerate(PRESETS) if p == band), None)
        )
        self._unknown.setVisible(bool(found.unknown) or unknown)
        self._unknown.setText(unknown_words(len(found.unknown), unknown))
        self._unknown.updateGeometry()
        self._range.show_counts(counts.histogram, counts.histogram_inside)
        self._range.show_band(band)
        self._steps.show_band(band)

    def _show_steps(self, shown: bool) -> None:
        self._steps.setVisible(shown)
        self.updateGeometry()

    def _show_above(self) -> None:
        """Show the songs just above the requested tempo."""
        self.band_requested.emit(Band(self._band.low, Bpm(self._band.high + JUST_ABOVE)))
