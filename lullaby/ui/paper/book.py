"""Writes a songbook as a PDF in large type, for people without a screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSaveFile, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextLine

from lullaby.frozen import frozen
from lullaby.library.song_sheet import SongSheet
from lullaby.ui.paper.layout import CHORD_PT, SMALL_PT, Block, Leaf, PageFormat, Setter
from lullaby.ui.shell.pieces import Pieces
from lullaby.ui.text.locale import paper_in_inches, whole
from lullaby.ui.theme import fonts

DOTS = 300
"""Dots per inch; letters are outlines, so this only limits how precisely they are placed."""

INK, GREY = QColor("#000000"), QColor("#454545")
"""Both dark enough for weak eyes: contrast 21:1 and 9.5:1 on white."""


@frozen
class Cover:
    """The titles of the book. `sources` are printed below the songs, in the same order."""

    title: str
    sources: Sequence[str]


def write_book(path: Path, songs: Sequence[SongSheet], cover: Cover) -> Pieces[int]:
    """Write the PDF and return its number of pages; on an error the previous file stays.

    A piece lays out a song or draws a page, in about 5 ms. A table of contents comes first if there
    is more than one song. Raises OSError.
    """
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    writer = QPdfWriter(file)
    writer.setTitle(cover.title)
    writer.setCreator("Lullaby")
    writer.setResolution(DOTS)
    writer.setPageSize(QPageSize(paper()))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    page = PageFormat(writer.width(), writer.height(), DOTS)
    leaves = yield from _set(songs, cover, page, writer)
    painter = QPainter(writer)
    try:
        for number, leaf in enumerate(leaves):
            if number:
                writer.newPage()
            _draw(painter, leaf, page)
            yield
    finally:
        painter.end()
    if not file.commit():
        raise OSError(file.errorString())
    return len(leaves)


def paper() -> QPageSize.PageSizeId:
    """The usual paper size here: Letter in countries that measure in inches, else A4."""
    return QPageSize.PageSizeId.Letter if paper_in_inches() else QPageSize.PageSizeId.A4


def _set(
    songs: Sequence[SongSheet], cover: Cover, page: PageFormat, device: QPdfWriter
) -> Pieces[list[Leaf]]:
    """Lay out songs and contents; the contents twice, because their own pages shift the numbers."""
    if len(songs) == 1:
        alone = Setter(page, device)
        alone.set_song(songs[0], cover.sources[0])
        return alone.leaves
    titles = [song.title for song in songs]
    trial = Setter(page, device)
    trial.set_contents(cover.title, titles, [0] * len(titles))
    body = Setter(page, device, first=len(trial.leaves) + 1)
    firsts: list[int] = []
    for song, source in zip(songs, cover.sources, strict=True):
        yield
        firsts.append(body.set_song(song, source))
    contents = Setter(page, device)
    contents.set_contents(cover.title, titles, firsts)
    return [*contents.leaves, *body.leaves]


def _draw(painter: QPainter, leaf: Leaf, page: PageFormat) -> None:
    for top, block in leaf.blocks:
        _draw_block(painter, block, QPointF(page.margin, top), page)
    painter.setPen(GREY)
    painter.setFont(fonts.font(fonts.SANS, page.pt(SMALL_PT), fonts.Weight.Normal))
    foot = QRectF(page.margin, page.foot, page.column, page.height - page.margin - page.foot)
    painter.drawText(
        foot, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, whole(leaf.number)
    )


def _draw_block(painter: QPainter, block: Block, at: QPointF, page: PageFormat) -> None:
    painter.setPen(GREY if block.grey else INK)
    block.rows.draw(painter, at)
    if not block.chords:
        return
    painter.setPen(GREY)
    painter.setFont(fonts.font(fonts.SANS, page.pt(CHORD_PT), fonts.Weight.DemiBold))
    free: dict[float, float] = {}
    for chord in block.chords:
        row = block.rows.lineForTextPosition(min(chord.at, len(block.rows.text()) - 1))
        x = max(at.x() + _across(row, chord.at), free.get(row.y(), 0.0))
        painter.drawText(QPointF(x, at.y() + row.y() - page.pt(2)), chord.name)
        wide = painter.fontMetrics().horizontalAdvance(chord.name + " ")
        free[row.y()] = x + wide


def _across(row: QTextLine, place: int) -> float:
    """The x position of a character in its row, in px."""
    found: Any = row.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)
