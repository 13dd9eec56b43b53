"""Paints once per line all words that do not move while the line is sung."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from lullaby.frozen import frozen
from lullaby.ui.mirroring import draw_text
from lullaby.ui.sing import line_painting
from lullaby.ui.sing.singer_signs import SingerSigns
from lullaby.ui.sing.slots import Arrangement, Role, Slot
from lullaby.ui.sing.sung_chords import SungChords, paint_chords
from lullaby.ui.theme import fonts
from lullaby.ui.theme.theme import Theme

AROUND = (-line_painting.OVERHANG,) * 2 + (line_painting.OVERHANG,) * 2
TRANSLATION_HIGH = 1.6
"""The height of the translation's row, as a share of its letter size."""

SIGN_FREE = 14
"""The part of the margin beside the words without signs, in px."""


@frozen
class WordsArea:
    """Where words may stand: from `left` px on, with signs of the voices in the margin before."""

    size: QSize
    left: int
    ratio: float

    @property
    def right(self) -> int:
        return self.size.width()

    @property
    def signed(self) -> bool:
        """Whether there is a margin for signs."""
        return self.left > 0

    def corner(self, slot: Slot) -> line_painting.At:
        """The corner of a line; the margin for signs is where reading starts."""
        if slot.layout.right_to_left:
            return line_painting.corner(slot.layout, slot.y, 0, self.right - self.left)
        return line_painting.corner(slot.layout, slot.y, self.left, self.right)


@frozen
class StillLayer:
    """A picture with a transparent background, and what it fills: some rectangles of the sheet."""

    picture: QPixmap
    corner: QPoint
    """Where the picture's corner is, in px."""
    spots: tuple[QRect, ...]

    @classmethod
    def painted(
        cls, spots: tuple[QRect, ...], ratio: float, draw: Callable[[QPainter], None]
    ) -> "StillLayer":
        """`draw` paints on the sheet; what lies outside the rectangles may be left out."""
        around = QRect()
        for spot in spots:
            around = around.united(spot)
        corner = around.topLeft()

        def draw_there(painter: QPainter) -> None:
            painter.translate(-corner)
            draw(painter)

        picture = QPixmap()
        if not around.isEmpty():
            picture = line_painting.layer(around.size(), ratio, draw_there)
        return cls(picture, corner, spots)

    def paint(self, painter: QPainter) -> None:
        ratio = self.picture.devicePixelRatio()
        for spot in self.spots:
            there = QRectF(spot.translated(-self.corner))
            corner, size = there.topLeft() * ratio, there.size() * ratio
            painter.drawPixmap(QRectF(spot), self.picture, QRectF(corner, size))


@frozen
class StillWords:
    staying: StillLayer
    coming: StillLayer
    """The line that comes last; it appears while the others slide."""
    empty: QRect
    """The rectangle of the current line, where both are empty; none if it has chords."""

    def paint(self, painter: QPainter, arrived: float) -> None:
        """Paint; `arrived` is the opacity of the line that comes last, 0 to 1."""
        self.staying.paint(painter)
        painter.setOpacity(arrived)
        self.coming.paint(painter)
        painter.setOpacity(1.0)


def paint_still(
    sheet: WordsArea,
    theme: Theme,
    voices: SingerSigns,
    arrangement: Arrangement,
    translation: str,
    moons: int,
    chords: SungChords,
) -> StillWords:
    """`translation` stands under the current line, if any; `moons` count in above it."""

    def stay(painter: QPainter) -> None:
        for slot in arrangement.slots:
            if slot.role in (Role.GONE, Role.NEXT):
                _words(painter, theme, sheet, slot)
            if slot.layout.chords:
                _chords(painter, theme, sheet, slot, chords)
            if slot.role is not Role.AFTER and sheet.signed:
                _voice(painter, sheet, voices, slot, moons)
        if translation:
            _translation(painter, theme, sheet, arrangement, translation)

    def come(painter: QPainter) -> None:
        slot = arrangement.slot(Role.AFTER)
        if slot is not None:
            _words(painter, theme, sheet, slot)
            if sheet.signed:
                _voice(painter, sheet, voices, slot, moons)

    chorded = any(slot.layout.chords for slot in arrangement.slots)
    empty = _empty(sheet, voices, arrangement, bool(translation))
    everything = sheet.signed or chorded
    stays = _spots(sheet, arrangement, (Role.GONE, Role.NEXT), translation, everything)
    comes = _spots(sheet, arrangement, (Role.AFTER,), "", sheet.signed)
    return StillWords(
        StillLayer.painted(stays, sheet.ratio, stay),
        StillLayer.painted(comes, sheet.ratio, come),
        QRect() if chorded else empty,
    )


def _spots(
    sheet: WordsArea,
    arrangement: Arrangement,
    roles: tuple[Role, ...],
    translation: str,
    everything: bool,
) -> tuple[QRect, ...]:
    """The rectangles of lines with these roles, and of the translation.

    Everything if there are signs or chords, which have a place of their own beside or above lines.
    """
    if everything:
        return (QRect(QPoint(0, 0), sheet.size),)
    spots = [
        QRectF(*sheet.corner(slot), slot.layout.width, slot.layout.height)
        .adjusted(*AROUND)
        .toAlignedRect()
        for slot in arrangement.slots
        if slot.role in roles
    ]
    if translation:
        top = int(arrangement.translation_y)
        high = arrangement.translation_size * TRANSLATION_HIGH
        spots.append(QRect(0, top, sheet.size.width(), round(high) + 1))
    return tuple(spots)


def _empty(
    sheet: WordsArea, voices: SingerSigns, arrangement: Arrangement, translated: bool
) -> QRect:
    """The space from below the previous line to above what follows the track.

    Empty if the name of a voice stands in between.
    """
    slot = arrangement.slot(Role.CURRENT)
    if slot is None:
        return QRect()
    if sheet.signed and (
        arrangement.centred or slot.layout.right_to_left or voices.named(slot.line)
    ):
        return QRect()
    below = [other.y - line_painting.OVERHANG for other in arrangement.slots if other.y > slot.y]
    below += [arrangement.translation_y] if translated else []
    top, bottom = slot.y - line_painting.OVERHANG, min(below, default=sheet.size.height())
    left = sheet.left - SIGN_FREE if sheet.signed else 0
    return QRect(left, int(top), sheet.right - left, int(bottom - top))


def _words(painter: QPainter, theme: Theme, sheet: WordsArea, slot: Slot) -> None:
    colour = theme.tokens.past if slot.role is Role.GONE else theme.tokens.next
    line_painting.paint_rows(painter, slot.layout, theme, colour, sheet.corner(slot))


def _chords(
    painter: QPainter, theme: Theme, sheet: WordsArea, slot: Slot, chords: SungChords
) -> None:
    t, current = theme.tokens, slot.role is Role.CURRENT
    rtl = slot.layout.right_to_left
    edges = (0, sheet.right - sheet.left) if rtl else (sheet.left, sheet.right)
    colour = t.accent if current else t.text2
    shown = chords.of(slot.line)
    paint_chords(painter, theme, slot.layout, shown, colour, sheet.corner(slot), edges)


def _voice(
    painter: QPainter, sheet: WordsArea, voices: SingerSigns, slot: Slot, moons: int
) -> None:
    count = moons if slot.role is Role.CURRENT else None
    voices.paint(painter, slot.line, slot.layout, sheet.corner(slot), sheet.right, count)


def _translation(
    painter: QPainter, theme: Theme, sheet: WordsArea, arrangement: Arrangement, text: str
) -> None:
    size = arrangement.translation_size
    painter.setFont(fonts.font(fonts.SERIF, size, fonts.Weight.Medium, italic=True))
    painter.setPen(theme.tokens.trans)
    slot = arrangement.slot(Role.CURRENT)
    mirrored = slot is not None and slot.layout.right_to_left
    left = 0 if mirrored else sheet.left
    high = size * TRANSLATION_HIGH
    box = QRectF(left, arrangement.translation_y, sheet.right - sheet.left, high)
    begin = Qt.LayoutDirection.LeftToRight if slot is None else slot.layout.direction
    first = text.split("\n", maxsplit=1)[0]
    across = Qt.AlignmentFlag.AlignHCenter if arrangement.centred else Qt.AlignmentFlag.AlignLeft
    draw_text(painter, box, first, Qt.AlignmentFlag.AlignTop | across, begin)
