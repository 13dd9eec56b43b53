"""The current look: light, text size, motion. Every widget gets this one object."""

from enum import Enum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontMetricsF

from lullaby.paths import assets
from lullaby.settings import Face
from lullaby.ui.theme import fonts
from lullaby.ui.theme.icons import Icons
from lullaby.ui.theme.tokens import Tokens, tokens_of

LEADING = 4
"""The gap between a name and the line under it, in px at 100 %."""

MOST_WIDTHS = 1_000
"""The number of widths kept in the cache."""


def plain_theme() -> "Theme":
    """Colours alone, enough to paint a picture."""
    return Theme(Icons(assets() / "icons"))


class Text(Enum):
    """Kinds of text: family, size in px at 100 %, weight, italic."""

    TITLE = (fonts.SERIF, 36, fonts.Weight.Medium, False)
    NUMBER = (fonts.SERIF, 40, fonts.Weight.Medium, False)
    BEGIN = (fonts.SERIF, 32, fonts.Weight.DemiBold, False)
    SENTENCE = (fonts.SERIF, 27, fonts.Weight.Medium, False)
    SECTION = (fonts.SERIF, 28, fonts.Weight.Medium, False)
    HEADING = (fonts.SERIF, 22, fonts.Weight.DemiBold, False)
    BODY = (fonts.SANS, 18, fonts.Weight.Normal, False)
    STRONG = (fonts.SANS, 18, fonts.Weight.Medium, False)
    ROW = (fonts.SANS, 17, fonts.Weight.Normal, False)
    CAPTION = (fonts.SANS, 15, fonts.Weight.Normal, False)
    LABEL = (fonts.SANS, 16, fonts.Weight.Medium, False)
    KEY = (fonts.SANS, 14, fonts.Weight.Medium, False)
    NOTE = (fonts.SERIF, 17, fonts.Weight.Medium, True)


class Theme(QObject):
    """Widgets read it when they paint, and lay out again on `changed`."""

    changed = Signal()

    def __init__(self, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.icons = icons
        self.night = False
        self.scale = 1.0
        self.reduce_motion = False
        self.face: Face = "storybook"
        self.words_scale = 1.0
        self._light = (False, 0, False)
        self._fonts: dict[Text, QFont] = {}
        self._metrics: dict[Text, QFontMetricsF] = {}
        self._widths: dict[tuple[Text, str], float] = {}
        self.tokens: Tokens = tokens_of(*self._light)

    def set_light(self, night: bool, dimmer: int, high_contrast: bool = False) -> None:
        """Set Dusk or Night; `dimmer` is an index into the dimming steps of Night."""
        if (night, dimmer, high_contrast) == self._light:
            return
        self.night, self._light = night, (night, dimmer, high_contrast)
        self.tokens = tokens_of(*self._light)
        self.changed.emit()

    @property
    def high_contrast(self) -> bool:
        return self._light[2]

    def set_text(self, percent: int, words_percent: int, face: Face) -> None:
        """Set the text size of the interface and of the words, 100 to 200 percent."""
        wanted = (percent / 100, words_percent / 100, face)
        if wanted != (self.scale, self.words_scale, self.face):
            self.scale, self.words_scale, self.face = wanted
            self.forget_fonts()
            self.changed.emit()

    def set_motion(self, reduced: bool) -> None:
        if reduced != self.reduce_motion:
            self.reduce_motion = reduced
            self.changed.emit()

    def px(self, size: float) -> int:
        """A length in px that grows with the text."""
        return round(size * self.scale)

    def duration(self, ms: int) -> int:
        """The duration of a transition in ms; 0 if motion is reduced."""
        return 0 if self.reduce_motion else ms

    def font(self, text: Text) -> QFont:
        """The font of a kind of text at the current text size."""
        found = self._fonts.get(text)
        if found is None:
            family, size, weight, italic = text.value
            found = self._fonts[text] = fonts.font(family, size * self.scale, weight, italic)
        return QFont(found)

    def metrics(self, text: Text) -> QFontMetricsF:
        """The metrics of that font."""
        found = self._metrics.get(text)
        if found is None:
            found = self._metrics[text] = QFontMetricsF(self.font(text))
        return found

    def width(self, text: Text, words: str) -> float:
        """The width of `words` in that font, in px. Cached: layouts ask many times."""
        key = (text, words)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            found = self._widths[key] = self.metrics(text).horizontalAdvance(words)
        return found

    def forget_fonts(self) -> None:
        """Clear the caches after a change of the text size or the registered typefaces."""
        self._fonts.clear()
        self._metrics.clear()
        self._widths.clear()

    def lyric_font(self, size_px: float) -> QFont:
        """The words' own face at a size that already includes their scale."""
        return fonts.lyric_font(self.face, size_px)
