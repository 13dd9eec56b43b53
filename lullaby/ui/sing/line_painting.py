"""Painting of single lines of words: rows, the wipe, the track with its bead, signs of voices."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRadialGradient

from lullaby.ui.sing.line_layout import BASELINE, LineLayout
from lullaby.ui.theme import fonts
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import with_alpha

At = tuple[float, float]
"""Left edge and top of a line, px."""

OVERHANG = 12
"""Letters may reach beyond their row by so much, px."""

TRACK_BELOW = 0.14
"""From the last row's box to the track, as a share of the letter size."""


def paint_rows(
    painter: QPainter, layout: LineLayout, theme: Theme, colour: QColor, at: At, right: float
) -> None:
    """All rows in one colour; right-to-left ones end at `right` px."""
    painter.setFont(theme.lyric_font(layout.size))
    painter.setPen(colour)
    for index, row in enumerate(layout.rows):
        x = at[0] + row_left(layout, index, right)
        y = at[1] + index * layout.pitch + layout.size * BASELINE
        painter.drawText(QPointF(x, y), row.text)


def picture(
    layout: LineLayout, theme: Theme, colour: QColor, right: float, ratio: float
) -> QPixmap:
    """The rows of a line, drawn once; blitted at `at - OVERHANG`."""
    size = QSize(round(right) + 2 * OVERHANG, round(layout.height) + 2 * OVERHANG)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_rows(painter, layout, theme, colour, (OVERHANG, OVERHANG), right)
    painter.end()
    return pixmap


def paint_wipe(
    painter: QPainter,
    layout: LineLayout,
    pictures: tuple[QPixmap, QPixmap],
    share: float,
    at: At,
    right: float,
) -> None:
    """Sung up to `share` of the line's way, unsung after it."""
    sung, unsung = pictures
    here, part = layout.place(share)
    end = right + OVERHANG
    for index, row in enumerate(layout.rows):
        done = 1.0 if index < here else (part if index == here else 0.0)
        if layout.right_to_left:
            edge = row_left(layout, index, right) + row.width * (1 - done)
            edge = -OVERHANG if done >= 1 else (end if done <= 0 else edge)
            first, second = unsung, sung
        else:
            edge = row.width * done
            edge = end if done >= 1 else (-OVERHANG if done <= 0 else edge)
            first, second = sung, unsung
        top = index * layout.pitch
        _blit(painter, first, at, (-OVERHANG, edge), top, layout)
        _blit(painter, second, at, (edge, end), top, layout)


def _blit(
    painter: QPainter,
    source: QPixmap,
    at: At,
    span: tuple[float, float],
    top: float,
    layout: LineLayout,
) -> None:
    start, end = span
    if end <= start:
        return
    ratio = source.devicePixelRatio()
    area = QRectF(start + OVERHANG, top + OVERHANG, end - start, layout.pitch)
    target = QRectF(at[0] + start, at[1] + top, end - start, layout.pitch)
    wanted = QRectF(
        area.left() * ratio, area.top() * ratio, area.width() * ratio, area.height() * ratio
    )
    painter.drawPixmap(target, source, wanted)


def paint_track(
    painter: QPainter,
    layout: LineLayout,
    theme: Theme,
    colour: QColor,
    share: float,
    at: At,
    right: float,
) -> None:
    """Under the row that is sung: a thin line and a bead, for those who see no colour change."""
    index, part = layout.place(share)
    row = layout.rows[index]
    left = at[0] + row_left(layout, index, right)
    last = index == len(layout.rows) - 1
    y = at[1] + (index + 1) * layout.pitch + (layout.size * TRACK_BELOW if last else -2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(theme.tokens.unsung, 0.25))
    painter.drawRoundedRect(QRectF(left, y - 1.5, row.width, 3), 1.5, 1.5)
    if share <= 0:
        return
    bead = left + row.width * (1 - part if layout.right_to_left else part)
    painter.setBrush(colour)
    start, end = (bead, left + row.width) if layout.right_to_left else (left, bead)
    painter.drawRoundedRect(QRectF(start, y - 2, end - start, 4), 2, 2)
    glow = QRadialGradient(QPointF(bead, y), 18)
    glow.setColorAt(0, with_alpha(colour, 0.45))
    glow.setColorAt(1, with_alpha(colour, 0.0))
    painter.setBrush(glow)
    painter.drawEllipse(QPointF(bead, y), 18, 18)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(bead, y), 6.5, 6.5)


def paint_moons(
    painter: QPainter, theme: Theme, count: int, at: At, layout: LineLayout, right: float
) -> None:
    """The moons that set one after another before the voice enters, above where it begins."""
    start, step = (at[0] + right - 10, -28) if layout.right_to_left else (at[0] + 10, 28)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens.glyph)
    for place in range(count):
        painter.drawEllipse(QPointF(start + place * step, at[1] - 16), 7, 7)


def paint_music(painter: QPainter, theme: Theme, box: QRectF, word: str, share: float) -> None:
    """A long stretch without words: the word for it and a ring that closes."""
    t = theme.tokens
    size = box.height() / 1.8
    radius = size * 0.3
    centre = QPointF(box.left() + radius + 3, box.center().y())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(with_alpha(t.outline, 0.5), 2))
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(QPen(t.accent, 3))
    ring = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.drawArc(ring, 90 * 16, round(-360 * 16 * share))
    painter.setFont(fonts.font(fonts.SERIF, size * 0.7, fonts.Weight.Medium, italic=True))
    painter.setPen(t.next)
    words = box.adjusted(2 * radius + 24, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, word)


def row_left(layout: LineLayout, index: int, right: float) -> float:
    """Where a row begins from the left, px."""
    return right - layout.rows[index].width if layout.right_to_left else 0.0
