"""Shows the edited lines: the current one large, with its syllables; stamps in the margin."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from lullaby.lyrics.model import Part
from lullaby.lyrics.tapping import TapUnit
from lullaby.ui.mirroring import draw_text, draw_words, mirror, upright
from lullaby.ui.sing.singer_signs import paint_voice, voice_colour
from lullaby.ui.theme import fonts
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha
from lullaby.ui.words_editor import piece_layout
from lullaby.ui.words_editor.lines_model import Index, LinesModel
from lullaby.ui.words_editor.piece_layout import Piece
from lullaby.ui.words_editor.sentences import stamp
from lullaby.ui.words_editor.state import Editing

LARGE = 44
ROWS_SHARE = 0.2
"""The most of the list's height that a row of the large line takes."""
PLAIN = 24
ROW = 48
GAP = 22
STAMP_WIDTH = 92
SIGN_WIDTH = 40
INSET = 16


class LinesDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: LinesModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        editing = self._model.editing
        if editing is None:
            return QSize(0, 0)
        row, px = index.row(), self._theme.px
        if not editing.session.lines[row].text:
            return QSize(100, px(GAP))
        if row != editing.line:
            return QSize(100, px(ROW))
        width = self.parent_width()
        pieces = self._pieces(editing, row)
        layout = piece_layout.laid_out(pieces, self._large, width)
        high = piece_layout.height_of(layout, self._large) + 2 * INSET
        below = editing.session.lines[row].translation
        high += px(28) * (below.count("\n") + 1) if below else 0
        return QSize(100, round(high))

    def parent_width(self) -> float:
        """The width available for the letters of a line."""
        return self._viewport.width() - self._left - 2 * INSET

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        editing = self._model.editing
        if editing is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        mirror(painter, box, option.direction)
        row = index.row()
        line = editing.session.lines[row]
        if line.text:
            if row == editing.line:
                self._paint_large(painter, box, editing, row)
            else:
                self._paint_plain(painter, box, editing, row)
            self._paint_margin(painter, box, editing, row)
        painter.restore()

    @property
    def _large(self) -> QFont:
        """The large font, smaller if only a few rows would be visible."""
        least = 1.15 * PLAIN * self._theme.scale
        room = max(least, ROWS_SHARE * self._viewport.height())
        return self._theme.lyric_font(min(LARGE * self._scale, room))

    @property
    def _viewport(self) -> QSize:
        view = self.parent()
        return view.viewport().size() if isinstance(view, QListView) else QSize(600, 400)

    @property
    def _scale(self) -> float:
        return max(self._theme.scale, min(self._theme.words_scale, 1.5))

    @property
    def _left(self) -> float:
        px, editing = self._theme.px, self._model.editing
        signs = editing is not None and any(
            line.part is not Part.EVERYONE for line in editing.session.lines
        )
        return px(STAMP_WIDTH) + (px(SIGN_WIDTH) if signs else 0)

    def _pieces(self, editing: Editing, row: int) -> tuple[Piece, ...]:
        """Stamped syllables in the voice's colour; when timing by line, the line as one piece."""
        t, session = self._theme.tokens, editing.session
        line, marks = session.lines[row], session.marks
        sung = voice_colour(t, line.part)
        places = marks.pieces(row)
        if session.unit is TapUnit.LINES:
            known = bool(places) and marks.starts[places.start] is not None
            return (Piece(line.text, sung if known else t.unsung),)
        return tuple(
            Piece(
                text,
                sung if marks.starts[place] is not None else t.unsung,
                not session.done and place == marks.at,
            )
            for text, place in zip(line.pieces, places, strict=True)
        )

    def _paint_large(self, painter: QPainter, box: QRectF, editing: Editing, row: int) -> None:
        t, px = self._theme.tokens, self._theme.px
        pinned = editing.pinned is not None and editing.pinned.line == row
        painter.setPen(QPen(t.accent if pinned else t.line, 1.5 if pinned else 1))
        painter.setBrush(with_alpha(t.surface2, 0.6))
        painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), 20, 20)
        pieces, font = self._pieces(editing, row), self._large
        layout = piece_layout.laid_out(pieces, font, self.parent_width())
        at = QPointF(box.left() + self._left, box.top() + INSET - 2)
        ticks = t.outline if editing.session.unit is TapUnit.SYLLABLES else None
        with upright(painter, QRectF(at.x(), at.y(), self.parent_width(), box.height())):
            piece_layout.paint(painter, layout, pieces, at, ticks, t.accent)
        below = editing.session.lines[row].translation
        if below:
            top = at.y() + piece_layout.height_of(layout, font) + 4
            painter.setFont(fonts.font(fonts.SERIF, px(20), fonts.Weight.Medium, italic=True))
            painter.setPen(t.trans)
            width = self.parent_width()
            metrics = QFontMetricsF(painter.font())
            for number, text in enumerate(below.split("\n")):
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
                spot = QRectF(at.x(), top + number * px(28), width, px(28))
                draw_words(painter, spot, shown)

    def _paint_plain(self, painter: QPainter, box: QRectF, editing: Editing, row: int) -> None:
        t = self._theme.tokens
        start = editing.session.marks.starts[editing.session.marks.firsts[row]]
        painter.setFont(self._theme.lyric_font(PLAIN * self._theme.scale))
        painter.setPen(t.text2 if start is not None else t.next)
        width = self.parent_width()
        metrics = QFontMetricsF(painter.font())
        text = editing.session.lines[row].text
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        spot = QRectF(box.left() + self._left, box.top(), width, box.height())
        draw_words(painter, spot, shown)

    def _paint_margin(self, painter: QPainter, box: QRectF, editing: Editing, row: int) -> None:
        """Paint when the line starts, whether it is being sung, and who sings it."""
        t, px = self._theme.tokens, self._theme.px
        here = row == editing.line
        middle = box.top() + (INSET + self._large.pixelSize() * 0.62 if here else box.height() / 2)
        start = editing.session.marks.starts[editing.session.marks.firsts[row]]
        painter.setFont(self._theme.font(Text.CAPTION))
        painter.setPen(t.text if here else t.text2)
        spot = QRectF(box.left() + px(12), middle - px(14), px(STAMP_WIDTH - 24), px(28))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        draw_text(painter, spot, stamp(start), align)
        if row == self._model.sounding:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.accent)
            bar = QRectF(box.left() + px(6), middle - px(11), px(4), px(22))
            painter.drawRoundedRect(bar, px(2), px(2))
        if self._left > px(STAMP_WIDTH):
            centre = QPointF(box.left() + px(STAMP_WIDTH + SIGN_WIDTH / 2 - 2), middle)
            paint_voice(painter, self._theme, editing.session.lines[row].part, centre, 0.9)


class LinesView(QListView):
    """The surrounding editor handles its keys."""

    chosen = Signal(int)
    replay_requested = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.lines = LinesModel()
        self.setModel(self.lines)
        self._delegate = LinesDelegate(theme, self.lines)
        self._delegate.setParent(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMinimumHeight(120)
        self._shown: tuple[int | None, object] = (None, None)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.doubleClicked.connect(lambda _: self.replay_requested.emit())
        theme.changed.connect(self._restyle)

    def show_editing(self, editing: Editing) -> None:
        self.lines.show(editing)
        line = editing.line
        shape = (line, editing.session.lines if line is None else editing.session.lines[line])
        if shape != self._shown:
            self._shown = shape
            self.doItemsLayout()
        if line is not None:
            index = self.lines.index(line)
            if index != self.currentIndex():
                self.setCurrentIndex(index)
            self.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        self.doItemsLayout()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QListView.ScrollHint.PositionAtCenter)
