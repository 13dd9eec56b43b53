"""Which tempo the list is limited to, in one line that opens the card."""

from lullaby.library.calm import ANY_TEMPO, RESTING_HEART, VERY_SLOW, Band, SortedOut
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Theme


class SlowLine(WrappingPill):
    """Pressed while the card stands above the list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, band_words(ANY_TEMPO, False), "sliders-horizontal")
        self.setCheckable(True)

    def show_found(self, found: SortedOut, band: Band, unknown: bool) -> None:
        text = band_words(band, unknown)
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
        self.setAccessibleName(text)
        self.setAccessibleDescription(count_words(found, band, unknown))


def band_words(band: Band, unknown: bool) -> str:
    """For example "How slow? Resting heart, 60 to 80"."""
    if unknown:
        return translate("slow", "How slow? Not known yet")
    if band == ANY_TEMPO:
        return translate("slow", "How slow? Any tempo")
    if band == VERY_SLOW:
        text = translate("slow", "How slow? Very slow, up to {high}")
    elif band == RESTING_HEART:
        text = translate("slow", "How slow? Resting heart, {low} to {high}")
    else:
        text = translate("slow", "How slow? {low} to {high} bpm")
    return text.format(low=whole(band.low), high=whole(band.high))


def count_words(found: SortedOut, band: Band, unknown: bool) -> str:
    """How many songs the tempo leaves, before a search by name.

    Any tempo includes those that are not known yet.
    """
    if unknown:
        count = len(found.unknown)
    else:
        count = found.total if band == ANY_TEMPO else len(found.inside)
    return translate("slow", "%n songs", None, PLURAL, count)
