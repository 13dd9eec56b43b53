"""The typefaces: Vollkorn for headings and words, Lato for the interface, Andika on request."""

import logging
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from lullaby.settings import Face

log = logging.getLogger(__name__)

SERIF = "Vollkorn"
SANS = "Lato"
EASY = "Andika"

FIRST_FILES = (
    "Vollkorn-Medium.ttf",
    "Vollkorn-SemiBold.ttf",
    "Lato-Regular.ttf",
    "Lato-Medium.ttf",
)
LATER_FILES = ("Lato-Semibold.ttf", "Vollkorn-MediumItalic.ttf", "Andika-Regular.ttf")

Weight = QFont.Weight


class Fonts:
    """Registers the bundled font files; the first screen waits only for those it shows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._later_done = False
        self._register(FIRST_FILES)

    def register_rest(self) -> None:
        """Register the faces that the first screen does not show, once."""
        if not self._later_done:
            self._later_done = True
            self._register(LATER_FILES)

    def _register(self, names: tuple[str, ...]) -> None:
        for name in names:
            if QFontDatabase.addApplicationFont(str(self._folder / name)) < 0:
                log.warning("the font %s could not be loaded", name)


def font(family: str, size_px: float, weight: Weight, italic: bool = False) -> QFont:
    """A font by pixel size, with tabular figures in Lato and lining figures in Vollkorn."""
    made = QFont(family)
    made.setPixelSize(max(1, round(size_px)))
    made.setWeight(weight)
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if hasattr(QFont, "setFeature"):
        made.setFeature(QFont.Tag("tnum" if family == SANS else "lnum"), 1)
    return made


def lyric_font(face: Face, size_px: float) -> QFont:
    """The face that the words are set in."""
    if face == "plain":
        return font(SANS, size_px, Weight.DemiBold)
    if face == "easy":
        return font(EASY, size_px, Weight.Normal)
    return font(SERIF, size_px, Weight.DemiBold)
