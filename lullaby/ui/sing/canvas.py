"""Caches the pictures from which one arrangement of the words is painted."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from lullaby.frozen import frozen
from lullaby.lyrics.cursor import UpcomingTimes
from lullaby.lyrics.model import Lyrics
from lullaby.ui.sing import line_painting, ribbon, wipe
from lullaby.ui.sing.glide import Glide
from lullaby.ui.sing.halves import Halves, halves
from lullaby.ui.sing.singer_signs import SingerSigns, voice_colour
from lullaby.ui.sing.slots import Arrangement, Role, Slot
from lullaby.ui.sing.still_words import TRANSLATION_HIGH, StillWords, WordsArea, paint_still
from lullaby.ui.sing.sung_chords import SungChords
from lullaby.ui.sing.wipe_segment import wipe_segment
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

MUSIC_HIGH = 1.08
"""The size of the sign for a long gap, as a share of the current line's letter size."""

TRACK_FOOT = 8.0
"""From the middle of the track to its lower end with the bead, in px."""

MUSIC_WIDE = 1.6
"""Its usual width, as a share of its height."""


@frozen
class ShownWords:
    """Which words of a song are shown; `timed` words have a track."""

    lyrics: Lyrics
    compass: ribbon.Compass | None
    translation: str
    timed: bool
    chords: SungChords


class Canvas:
    """Created again for every other arrangement, size or colour scheme."""

    def __init__(
        self,
        theme: Theme,
        voices: SingerSigns,
        sheet: WordsArea,
        arrangement: Arrangement,
        shown: ShownWords,
        beads: line_painting.Beads,
        ground: Callable[[QPainter], None],
    ) -> None:
        """`ground` paints what is behind the words."""
        self._theme = theme
        self._voices = voices
        self.sheet = sheet
        self.arrangement = arrangement
        self._shown = shown
        self._beads = beads
        self._ground = ground
        self.slot = arrangement.slot(Role.CURRENT)
        self.at = sheet.corner(self.slot) if self.slot else (0.0, 0.0)
        """The corner of the current line, in px."""
        self._still: StillWords | None = None
        self._pictures: line_painting.Pictures | None = None
        self._halves: Halves | None = None

    def still(self, moons: int) -> StillWords:
        """Everything that does not move, with a count-in of `moons` beside a voice's name."""
        if self._still is None:
            self._still = paint_still(
                self.sheet,
                self._theme,
                self._voices,
                self.arrangement,
                self._shown.translation,
                moons,
                self._shown.chords,
            )
        return self._still

    def forget_still(self) -> None:
        self._still = self._halves = None

    @property
    def line_boxes(self) -> tuple[tuple[int, QRectF], ...]:
        """Each visible line with its rectangle in px; that of the current one has its track
        and its translation too."""
        boxes: list[tuple[int, QRectF]] = []
        for slot in self.arrangement.slots:
            layout = slot.layout
            box = QRectF(*self.sheet.corner(slot), layout.width, layout.height)
            if slot.role is Role.CURRENT and self._shown.timed:
                box.setBottom(box.top() + wipe.track_y(layout, len(layout.rows) - 1) + TRACK_FOOT)
            if slot.role is Role.CURRENT and self._shown.translation:
                translated = self.arrangement.translation_size * TRANSLATION_HIGH
                box.setBottom(self.arrangement.translation_y + translated)
            boxes.append((slot.line, box))
        return tuple(boxes)

    @property
    def music_box(self) -> QRectF:
        """The rectangle of the sign for a long instrumental gap."""
        sheet, arrangement = self.sheet, self.arrangement
        high = arrangement.current_size * MUSIC_HIGH
        left = sheet.left if self.direction is Qt.LayoutDirection.LeftToRight else 0
        wide = sheet.right - sheet.left
        if arrangement.centred:
            indent = round(max(0.0, wide - high * MUSIC_WIDE) / 2)
            rtl = self.direction is Qt.LayoutDirection.RightToLeft
            left, wide = left + (0 if rtl else indent), wide - indent
        return QRectF(left, arrangement.current_y, wide, high)

    @property
    def direction(self) -> Qt.LayoutDirection:
        """The reading direction of the visible lines, by their own script."""
        slots = self.arrangement.slots
        return slots[0].layout.direction if slots else Qt.LayoutDirection.LeftToRight

    @property
    def reach(self) -> int:
        """How far from the left anything extends that slides with the lines, in px."""
        slots = self.arrangement.slots
        everywhere = self.sheet.signed or self._shown.translation or self.arrangement.centred
        if everywhere or any(s.layout.right_to_left or s.layout.chords for s in slots):
            return self.sheet.right
        return int(max((slot.layout.width for slot in slots), default=0.0)) + 2 * wipe.GLOW

    def glide(
        self,
        syllable: int | None,
        light: float | None,
        course: UpcomingTimes,
        event_ms: float | None,
        position_ms: Ms,
    ) -> Glide | None:
        """The wipe from here up to an event, if there is one."""
        slot, ratio = self.slot, self.sheet.ratio
        if slot is None:
            return None
        made = wipe_segment(slot.layout, syllable, course, event_ms, position_ms, ratio)
        return made and Glide(made, self._half(slot, made.row, light), position_ms)

    def _half(self, slot: Slot, row: int, light: float | None) -> Halves:
        """The current line sung and unsung, while `row` is being sung."""
        if self._halves is None or self._halves.row != row:
            still = self.still(0)

            def paint(painter: QPainter, edge: wipe.Edge) -> None:
                self._ground(painter)
                still.paint(painter, 1.0)
                self._paint_letters(painter, slot, edge, light)

            ratio, bead = self.sheet.ratio, self._both(slot).bead
            self._halves = halves(ratio, slot.layout, self.at, row, bead, paint)
        return self._halves

    def paint_current(
        self, painter: QPainter, slot: Slot, edge: wipe.Edge, light: float | None, moons: int
    ) -> None:
        """Paint the current line; `light` (0 to 1) if it is lit as a whole."""
        self._paint_letters(painter, slot, edge, light)
        if self._shown.timed:
            line_painting.paint_bead(painter, slot.layout, self._both(slot), edge, self.at)
        if moons:
            line_painting.paint_moons(painter, self._theme, moons, self.at, slot.layout)

    def _paint_letters(
        self, painter: QPainter, slot: Slot, edge: wipe.Edge, light: float | None
    ) -> None:
        at, both = self.at, self._both(slot)
        if light is None:
            line_painting.paint_wipe(painter, slot.layout, both, edge, at)
        else:
            line_painting.paint_light(painter, both, light, at)
        if self._shown.timed:
            line_painting.paint_track(painter, slot.layout, self._theme, both, edge, at)

    def _both(self, slot: Slot) -> line_painting.Pictures:
        if self._pictures is None:
            line, theme, bars = self._shown.lyrics.lines[slot.line], self._theme, []
            if slot.layout.band and self._shown.compass is not None:
                bars = ribbon.bars(line, slot.layout, self._shown.compass)
            colour = voice_colour(theme.tokens, line.part)
            ratio = self.sheet.ratio
            beads = self._beads
            self._pictures = line_painting.pictures(slot.layout, theme, colour, ratio, beads, bars)
        return self._pictures
