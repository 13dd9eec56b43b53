"""Draws the summary page on one sheet of paper."""

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from lullaby.journal.handover_report import NOTES, HandoverReport
from lullaby.ui.journal import report_words
from lullaby.ui.journal.paper_chart import PaperChart
from lullaby.ui.paper.book import paper
from lullaby.ui.theme import fonts

MARGIN_MM = 18
DPI = 1200
INK = "#241f33"
PALE = "#5d5670"
FEWER = ((NOTES, 8, 6), (4, 6, 4), (2, 5, 3), (1, 4, 2), (0, 4, 1), (0, 3, 0))
"""The numbers of rows of notes, of factors, and of either other list, to try until all fits."""


def page_bytes(page: HandoverReport, pdf: bool, size: QPageSize.PageSizeId | None = None) -> bytes:
    """The summary page as a PDF, or else as Markdown in UTF-8.

    `size` is that of the paper, by default the usual one here.
    """
    if not pdf:
        return report_words.as_markdown(page).encode("utf-8")
    made = QBuffer()
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    _print(page, made, paper() if size is None else size)
    return bytes(made.data().data())


def _print(page: HandoverReport, device: QIODevice, size: QPageSize.PageSizeId) -> None:
    writer = QPdfWriter(device)
    writer.setResolution(DPI)
    writer.setTitle(report_words.title(page))
    writer.setCreator("Lullaby")
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(size),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter(writer)
    paint_page(page, painter, QSizeF(writer.pageLayout().paintRectPixels(DPI).size()))
    painter.end()


def paint_page(page: HandoverReport, painter: QPainter, room: QSizeF) -> float:
    """Paint the page from the origin of `painter`; returns how much of the height is used, in px.

    Notes and other rows are left out from the end until everything fits.
    """
    device = painter.device()
    direction = QGuiApplication.layoutDirection()
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    chart = PaperChart(page, room.width(), device.logicalDpiY() / 72, direction)
    head = _document(report_words.head_as_html(page), device, room.width())
    above = head.size().height() + chart.height
    body = head
    for notes, helps, others in FEWER:
        html = report_words.as_html(page, notes, helps, others, mirrored)
        body = _document(html, device, room.width())
        if above + body.size().height() <= room.height():
            break
    head.drawContents(painter)
    chart.paint(painter, head.size().height())
    painter.translate(0, above)
    body.drawContents(painter)
    painter.translate(0, -above)
    return above + body.size().height()


def _document(html: str, device: QPaintDevice, width: float) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDefaultFont(_plain(fonts.font(fonts.SANS, 11, fonts.Weight.Normal, False)))
    document.setDefaultStyleSheet(_style())
    document.setDocumentMargin(0)
    option = document.defaultTextOption()
    option.setTextDirection(QGuiApplication.layoutDirection())
    document.setDefaultTextOption(option)
    document.setHtml(html)
    document.setTextWidth(width)
    return document


def _plain(font: QFont) -> QFont:
    """The font without ligatures, which could not be searched for in the file or copied from it."""
    if hasattr(QFont, "setFeature"):
        font.setFeature(QFont.Tag("liga"), 0)
    return font


def _style() -> str:
    return (
        f"body, td {{ font-size: 10.5pt; color: {INK}; }}"
        "b { font-weight: 500; }"
        f".title {{ font-family: '{fonts.SERIF}'; font-size: 22pt; font-weight: 500; color: {INK};"
        " margin-bottom: 2px; }"
        f".head {{ font-size: 12.5pt; font-weight: 600; color: {INK}; margin-top: 16px;"
        " margin-bottom: 4px; }"
        "td { padding-top: 2px; padding-bottom: 2px; padding-right: 10px; }"
        f".under {{ font-size: 11pt; color: {PALE}; }}"
        f".foot {{ font-size: 8.5pt; color: {PALE}; margin-top: 20px; }}"
    )
