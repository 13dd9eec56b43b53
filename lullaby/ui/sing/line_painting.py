"""Paints single lines of words: rows, the wipe, the track with its bead, count-in and gaps."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QRadialGradient

from lullaby.frozen import frozen
from lullaby.ui.mirroring import draw_text, upright
from lullaby.ui.sing.line_layout import BASELINE, LineLayout
from lullaby.ui.sing.wipe import ABOVE as OVERHANG
from lullaby.ui.sing.wipe import GLOW, Edge, across, track_y
from lullaby.ui.theme import fonts
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import with_alpha

At = tuple[float, float]
"""Left edge and top of a line, in px."""

BEAD = 6.5


def corner(layout: LineLayout, y: float, left: float, right: float) -> At:
    """The corner of a line between `left` and `right` px: in their middle, or on the side where
    reading starts."""
    if layout.centred:
        return float(round((left + right - layout.width) / 2)), y
    return (right - layout.width if layout.right_to_left else left), y


def paint_rows(painter: QPainter, layout: LineLayout, theme: Theme, colour: QColor, at: At) -> None:
    """Paint all rows in one colour."""
    painter.setFont(theme.lyric_font(layout.size))
    painter.setPen(colour)
    painter.setLayoutDirection(layout.direction)
    for index, row in enumerate(layout.rows):
        x = at[0] + layout.left(index)
        y = at[1] + index * layout.pitch + layout.above + layout.size * BASELINE
        painter.drawText(QPointF(x, y), row.text)


@frozen
class Pictures:
    """The current line drawn once sung and once unsung, and its bead."""

    sung: QPixmap
    unsung: QPixmap
    bead: QPixmap
    colour: QColor


def pictures(
    layout: LineLayout,
    theme: Theme,
    colour: QColor,
    ratio: float,
    beads: "Beads",
    bars: Sequence[QRectF] = (),
) -> Pictures:
    """`bars` are those of the melody, in px from the line's corner."""
    t = theme.tokens
    return Pictures(
        _letters(layout, theme, colour, ratio, bars, colour),
        _letters(layout, theme, t.unsung, ratio, bars, with_alpha(t.unsung, 0.4)),
        beads.bead(colour, ratio),
        colour,
    )


def _letters(
    layout: LineLayout,
    theme: Theme,
    colour: QColor,
    ratio: float,
    bars: Sequence[QRectF],
    bar_colour: QColor,
) -> QPixmap:
    """The letters; to be drawn at `at - OVERHANG`."""
    size = (round(layout.width) + 2 * OVERHANG, round(layout.height) + 2 * OVERHANG)

    def draw(painter: QPainter) -> None:
        paint_rows(painter, layout, theme, colour, (OVERHANG, OVERHANG))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bar_colour)
        painter.translate(OVERHANG, OVERHANG)
        for bar in bars:
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)

    return layer(QSize(*size), ratio, draw)


def layer(size: QSize, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    """A transparent picture of `size` logical px."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return pixmap


def paint_wipe(
    painter: QPainter, layout: LineLayout, pictures: Pictures, edge: Edge, at: At
) -> None:
    """Paint the line sung up to the edge, and unsung after it."""
    end = round(layout.width) + OVERHANG
    last = len(layout.rows) - 1
    for index, row in enumerate(layout.rows):
        done = row.width if index < edge.row else (edge.along if index == edge.row else 0.0)
        if done <= 0:
            place = end if layout.right_to_left else -OVERHANG
        elif done >= row.width:
            place = -OVERHANG if layout.right_to_left else end
        else:
            place = across(layout, Edge(index, done))
        first, second = pictures.sung, pictures.unsung
        if layout.right_to_left:
            first, second = second, first
        top = round(index * layout.pitch) if index else -OVERHANG
        bottom = round((index + 1) * layout.pitch) + (OVERHANG if index == last else 0)
        _blit(painter, first, at, QRectF(-OVERHANG, top, place + OVERHANG, bottom - top))
        _blit(painter, second, at, QRectF(place, top, end - place, bottom - top))


def paint_light(painter: QPainter, pictures: Pictures, light: float, at: At) -> None:
    """Paint the whole line at once: unsung at a `light` of 0, sung at 1."""
    corner = QPointF(at[0] - OVERHANG, at[1] - OVERHANG)
    before = painter.opacity()
    if light < 1:
        painter.drawPixmap(corner, pictures.unsung)
    if light > 0:
        painter.setOpacity(before * light)
        painter.drawPixmap(corner, pictures.sung)
        painter.setOpacity(before)


def _blit(painter: QPainter, source: QPixmap, at: At, part: QRectF) -> None:
    if part.width() <= 0:
        return
    ratio = source.devicePixelRatio()
    left, top = (part.left() + OVERHANG) * ratio, (part.top() + OVERHANG) * ratio
    wanted = QRectF(left, top, part.width() * ratio, part.height() * ratio)
    painter.drawPixmap(part.translated(*at), source, wanted)


def paint_track(
    painter: QPainter, layout: LineLayout, theme: Theme, pictures: Pictures, edge: Edge, at: At
) -> None:
    """Paint a thin line under the current row, for people who cannot see the colour change."""
    row = layout.rows[edge.row]
    left = at[0] + layout.left(edge.row)
    y = round(at[1] + track_y(layout, edge.row))
    groove = with_alpha(theme.tokens.unsung, 0.25)
    painter.fillRect(QRect(round(left), y - 1, round(row.width), 3), groove)
    bead = at[0] + across(layout, edge)
    start, end = (bead, left + row.width) if layout.right_to_left else (left, bead)
    painter.fillRect(QRect(round(start), y - 2, round(end) - round(start), 4), pictures.colour)


def paint_bead(
    painter: QPainter, layout: LineLayout, pictures: Pictures, edge: Edge, at: At
) -> None:
    """Paint the bead on the track, where the voice is."""
    if edge.row or edge.along > 0:
        x, y = at[0] + across(layout, edge), round(at[1] + track_y(layout, edge.row))
        painter.drawPixmap(QPointF(x - GLOW, y - GLOW), pictures.bead)


class Beads:
    """Keeps the bead of each colour, because its glow takes a quarter of what a new line does."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, float], QPixmap] = {}

    def bead(self, colour: QColor, ratio: float) -> QPixmap:
        """The bead with its glow, for a screen of this pixel ratio."""
        key = (colour.rgba(), ratio)
        if key not in self._kept:
            self._kept[key] = _bead(colour, ratio)
        return self._kept[key]


def _bead(colour: QColor, ratio: float) -> QPixmap:

    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        centre = QPointF(GLOW, GLOW)
        glow = QRadialGradient(centre, GLOW)
        glow.setColorAt(0, with_alpha(colour, 0.45))
        glow.setColorAt(1, with_alpha(colour, 0.0))
        painter.setBrush(glow)
        painter.drawEllipse(centre, GLOW, GLOW)
        painter.setBrush(colour)
        painter.drawEllipse(centre, BEAD, BEAD)

    return layer(QSize(2 * GLOW, 2 * GLOW), ratio, draw)


def moons_box(at: At, layout: LineLayout) -> QRectF:
    """The rectangle above a line that may hold count-in moons."""
    left = at[0] + layout.width - 90 if layout.right_to_left else at[0]
    return QRectF(left, at[1] - 26, 90, 20)


def paint_moons(painter: QPainter, theme: Theme, count: int, at: At, layout: LineLayout) -> None:
    """Paint the moons that disappear one by one before the voice enters, above its start."""
    start, step = (at[0] + layout.width - 10, -28) if layout.right_to_left else (at[0] + 10, 28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.glyph)
    for place in range(count):
        painter.drawEllipse(QPointF(start + place * step, at[1] - 16), 7, 7)


def paint_music(painter: QPainter, theme: Theme, box: QRectF, word: str, share: float) -> None:
    """Paint a long instrumental gap: the word for it, and a ring that closes."""
    t = theme.tokens
    size = box.height() / 1.8
    radius = size * 0.3
    centre = QPointF(box.left() + radius + 3, box.center().y())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(with_alpha(t.outline, 0.5), 2))
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(QPen(t.accent, 3))
    ring = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    with upright(painter, ring):
        painter.drawArc(ring, 90 * 16, round(-360 * 16 * share))
    painter.setFont(fonts.font(fonts.SERIF, size * 0.7, fonts.Weight.Medium, italic=True))
    painter.setPen(t.next)
    words = box.adjusted(2 * radius + 24, 0, 0, 0)
    _draw_word(painter, words, word)


def paint_hum(painter: QPainter, theme: Theme, box: QRectF, word: str, share: float) -> None:
    """Paint a gap of a bar or two: what to do, and a soft wave that fills."""
    t = theme.tokens
    size = box.height() / 1.8
    wide, high = size * 1.7, size * 0.14
    wave = QPainterPath(QPointF(box.left() + 2, box.center().y()))
    for half in range(4):
        start = box.left() + 2 + half * wide / 4
        peak = box.center().y() + (high if half % 2 else -high) * 2
        wave.quadTo(QPointF(start + wide / 8, peak), QPointF(start + wide / 4, box.center().y()))
    pen = QPen(with_alpha(t.outline, 0.7), 3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(wave)
    painter.save()
    painter.setClipRect(
        QRectF(box.left() - 4, box.top(), 6 + wide * share, box.height()),
        Qt.ClipOperation.IntersectClip,
    )
    pen.setColor(t.accent)
    painter.setPen(pen)
    painter.drawPath(wave)
    painter.restore()
    painter.setFont(fonts.font(fonts.SERIF, size * 0.7, fonts.Weight.Medium, italic=True))
    painter.setPen(t.next)
    _draw_word(painter, box.adjusted(wide + 22, 0, 0, 0), word)


def _draw_word(painter: QPainter, box: QRectF, word: str) -> None:
    """Draw the word for a gap beside its sign."""
    turned = painter.worldTransform().m11() < 0
    begin = Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight
    draw_text(painter, box, word, Qt.AlignmentFlag.AlignVCenter, begin)
