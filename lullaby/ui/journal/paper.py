"""Writes the summary page on one sheet of paper."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from lullaby.journal.handover_report import NOTES, HandoverReport
from lullaby.settings import write_atomically
from lullaby.ui.journal import report_words
from lullaby.ui.paper.book import paper
from lullaby.ui.theme import fonts

MARGIN_MM = 18
DPI = 1200
INK = "#241f33"
PALE = "#5d5670"
FEWER = ((NOTES, 8), (4, 6), (2, 5), (0, 4))
"""The numbers of rows of notes and factors to try, until everything fits on one page."""


def write_page(page: HandoverReport, path: Path) -> None:
    """Write a PDF for `.pdf`, otherwise Markdown. Raises OSError."""
    if path.suffix.lower() != ".pdf":
        write_atomically(path, report_words.as_markdown(page))
        return
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.touch()
        _print(page, beside)
        if not beside.stat().st_size:
            raise OSError(f"nothing could be written to {path}")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _print(page: HandoverReport, path: Path) -> None:
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setTitle(report_words.title(page))
    writer.setCreator("Lullaby")
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(paper())
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    room = writer.pageLayout().paintRectPixels(DPI)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDefaultFont(_plain(fonts.font(fonts.SANS, 11, fonts.Weight.Normal, False)))
    document.setDefaultStyleSheet(_style())
    document.setDocumentMargin(0)
    direction, option = QGuiApplication.layoutDirection(), document.defaultTextOption()
    option.setTextDirection(direction)
    document.setDefaultTextOption(option)
    mirrored = direction is Qt.LayoutDirection.RightToLeft
    for notes, helps in FEWER:
        document.setHtml(report_words.as_html(page, notes, helps, mirrored))
        document.setPageSize(QSizeF(room.size()))
        if document.pageCount() == 1:
            break
    document.print_(writer)


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
