"""Paints a song in the list: cover, title, tempo, words, journal facts, length, and +."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lullaby.library.track import NOT_THERE, Fault, Track, Words
from lullaby.tempo.analysis import CalmReason
from lullaby.ui.controls.base import LEAST_TARGET
from lullaby.ui.controls.folded_row import paint_folded, paint_sign, tell_cut_title
from lullaby.ui.graphics.covers import Covers, paint_cover
from lullaby.ui.graphics.moon import paint_glyph
from lullaby.ui.library.song_columns import COVER, Columns, button_side, columns
from lullaby.ui.library.songs_model import (
    FEWEST_NIGHTS,
    SongsModel,
    Tally,
    journal_words,
    words_words,
)
from lullaby.ui.mirroring import as_in_english, draw_text, mirror
from lullaby.ui.text import names
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import LEADING, Text, Theme

Index = QModelIndex | QPersistentModelIndex
ROW = 72
BETWEEN = "  ·  "
TIP = Qt.ItemDataRole.ToolTipRole
STORY = 22
"""How much higher rows are if any song has a line about its origin."""


class SongDelegate(QStyledItemDelegate):
    """Paints rows and handles presses on their buttons."""

    button_pressed = Signal(object)
    """The index whose + (or Find it, Hide) was pressed."""
    tempo_pressed = Signal(object)
    """The index whose doubtful tempo was pressed."""

    def __init__(self, theme: Theme, covers: Covers, model: SongsModel) -> None:
        super().__init__()
        self._theme = theme
        self._covers = covers
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        tall = ROW + STORY if self._model.tells_stories else ROW
        return QSize(LEAST_TARGET, round(tall * self._theme.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect)
        state = option.state
        track = self._model.track(index)
        sounding = self._model.is_sounding(index)
        self._paint_ground(painter, box, state, sounding)
        painter.translate(box.topLeft())
        area = QRectF(0, 0, box.width(), box.height())
        mirror(painter, area, option.direction)
        cols = columns(area.width(), self._theme.scale)
        button, story = self.button_box(area), self._model.story(index)
        if story and track.fault is None:
            top = self._theme.px(ROW - (1 if cols.folded else 12))
            at = (cols.title, top, cols.button - 12)
            small = self._theme.font(Text.CAPTION)
            self._text(painter, story, small, self._theme.tokens.text2, at)
            area.setHeight(ROW * self._theme.scale)
        self._paint_cover(painter, area, cols, track)
        if cols.folded:
            self._paint_folded(painter, area, cols, track, self._model.below(index), sounding)
        else:
            self._paint_title(painter, area, cols, track, self._model.below(index), sounding)
        if track.fault is None and not cols.folded:
            self._paint_facts(painter, area, cols, track, self._model.tally(index))
        if track.fault is None:
            paint_sign(painter, self._theme, "plus", button)
        elif cols.folded:
            paint_sign(painter, self._theme, fault_sign(track.fault), button)
        else:
            self._paint_fault(painter, area, track.fault, track.fault_note)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            track = self._model.track(index)
            area = QRectF(0, 0, option.rect.width(), option.rect.height())
            inside = event.position() - QPointF(option.rect.topLeft())
            at = as_in_english(inside, area, option.direction)
            box = self.fault_box(area, track.fault) if track.fault else self.button_box(area)
            if box.contains(at):
                self.button_pressed.emit(index)
                return True
            if track.fault is None and self.doubt_box(area, track).contains(at):
                self.tempo_pressed.emit(index)
                return True
        return False

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        cols = columns(option.rect.width(), self._theme.scale)
        width = cols.title_end - cols.title
        title, tip = self._model.track(index).title, str(index.data(TIP) or "")
        handled = tell_cut_title(self._theme, title, width, cols.folded, event, view, tip)
        return handled or super().helpEvent(event, view, option, index)

    def button_box(self, area: QRectF) -> QRectF:
        side = button_side(self._theme.scale)
        return QRectF(area.right() - 12 - side, area.center().y() - side / 2, side, side)

    def doubt_box(self, area: QRectF, track: Track) -> QRectF:
        """Where a doubtful tempo can be pressed; empty if there is no doubt."""
        if not track.tempo.doubtful:
            return QRectF()
        px = self._theme.px
        number = self._theme.width(Text.STRONG, names.tempo(track.tempo.bpm, True))
        unit = self._theme.width(Text.CAPTION, self.tr("bpm"))
        cols = columns(area.width(), self._theme.scale)
        wide = number + px(6) + unit + px(24)
        if cols.tempo is None:
            return QRectF(cols.title - px(12), px(ROW - 48), wide, px(48))
        return QRectF(cols.tempo - px(12), area.center().y() - px(24), wide, px(48))

    def tempo_corner(self, row: QRect, direction: Qt.LayoutDirection) -> QPoint:
        """The point below the start of the tempo of a row, in the list."""
        cols = columns(row.width(), self._theme.scale)
        left = cols.title if cols.tempo is None else cols.tempo
        corner = QPoint(row.left() + round(left), row.bottom() - self._theme.px(12))
        return QStyle.visualPos(direction, row, corner)

    def fault_box(self, area: QRectF, fault: Fault) -> QRectF:
        """The pill beside a song that cannot be used; a disc if the row is folded."""
        if columns(area.width(), self._theme.scale).folded:
            return self.button_box(area)
        px = self._theme.px
        text = self._theme.width(Text.STRONG, fault_action(fault))
        width = text + px(44)
        return QRectF(area.right() - 12 - width, area.center().y() - px(24), width, px(48))

    def _paint_ground(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, sounding: bool
    ) -> None:
        t = self._theme.tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or sounding:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.surface2)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 20, 20)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 2))
            painter.drawRoundedRect(box.adjusted(1.5, 2.5, -1.5, -2.5), 19, 19)

    def _paint_cover(self, painter: QPainter, area: QRectF, cols: Columns, track: Track) -> None:
        if cols.cover is not None:
            side = self._theme.px(COVER)
            spot = QRectF(cols.cover, area.center().y() - side / 2, side, side)
            paint_cover(painter, self._theme, spot, track.title, self._covers.image(track, True))

    def _paint_folded(
        self,
        painter: QPainter,
        area: QRectF,
        cols: Columns,
        track: Track,
        below: str,
        sounding: bool,
    ) -> None:
        """Paint the tempo first, where it can be pressed if doubtful."""
        facts = [below]
        tempo = names.tempo(track.tempo.bpm, track.tempo.doubtful)
        if track.fault is not None:
            facts = [names.fault_sentence(track.fault, track.fault_note)]
        elif tempo:
            facts = [f"{tempo} {self.tr('bpm')}", below]
        box = QRectF(cols.title, 0, max(0.0, cols.title_end - cols.title), area.height())
        colour = self._theme.tokens.accent if sounding else self._theme.tokens.text
        shown = BETWEEN.join(filter(None, facts))
        paint_folded(painter, self._theme, box, (track.title, colour), shown)

    def _paint_title(
        self,
        painter: QPainter,
        area: QRectF,
        cols: Columns,
        track: Track,
        below: str,
        sounding: bool,
    ) -> None:
        t, px = self._theme.tokens, self._theme.px
        end = cols.title_end
        if track.fault is not None:
            end = min(end, area.width() * 0.44)
        strong, small = self._theme.font(Text.STRONG), self._theme.font(Text.CAPTION)
        upper, lower = QFontMetricsF(strong), QFontMetricsF(small)
        under = upper.height() + px(LEADING)
        tall = under + lower.height() if below else upper.height()
        top = area.center().y() - tall / 2
        colour = t.accent if sounding else t.text
        self._text(painter, track.title, strong, colour, (cols.title, top, end))
        if below:
            at = (cols.title, top + under, end)
            self._text(painter, below, small, t.text2, at)

    def _paint_facts(
        self, painter: QPainter, area: QRectF, cols: Columns, track: Track, tally: Tally
    ) -> None:
        assert cols.tempo is not None
        t, px = self._theme.tokens, self._theme.px
        strong, small = self._theme.font(Text.STRONG), self._theme.font(Text.CAPTION)
        strong_top = area.center().y() - QFontMetricsF(strong).height() / 2
        top = area.center().y() - QFontMetricsF(small).height() / 2
        tempo = names.tempo(track.tempo.bpm, track.tempo.doubtful)
        if track.tempo.doubtful:
            painter.setPen(QPen(t.outline, 1.2))
            painter.setBrush(t.surface2)
            pill = self.doubt_box(area, track)
            painter.drawRoundedRect(pill.adjusted(0.6, 0.6, -0.6, -0.6), px(23), px(23))
        if tempo:
            wide = QFontMetricsF(strong).horizontalAdvance(tempo)
            self._text(painter, tempo, strong, t.text, (cols.tempo, strong_top, area.width()))
            at = (cols.tempo + wide + px(6), top + px(1), area.width())
            self._text(painter, self.tr("bpm"), small, t.text2, at)
        else:
            end = cols.words or cols.journal or cols.length or cols.button
            no_beat = CalmReason.NO_STEADY_BEAT in track.reasons
            text = self.tr("no steady beat") if no_beat else self.tr("not known")
            self._text(painter, text, small, t.text2, (cols.tempo, top, end))
        if cols.words is not None:
            left = cols.words
            if track.words is not Words.NONE:
                spot = QRectF(left + px(2), area.center().y() - px(9), px(18), px(18))
                self._theme.icons.paint(painter, "text-align-start", t.text2, spot)
                left += px(29)
            at = (left, top, cols.journal or cols.button)
            self._text(painter, words_words(track.words), small, t.text2, at)
        if cols.journal is not None:
            left = cols.journal
            if tally.answered >= FEWEST_NIGHTS:
                spot = QRectF(left, area.center().y() - px(8), px(16), px(16))
                share = tally.calmed / tally.answered
                lit = 1.0 if share >= 0.75 else (0.5 if share >= 0.4 else 0.15)
                paint_glyph(painter, spot, t.glyph, lit)
                left += px(26)
            colour = t.text if tally.answered >= FEWEST_NIGHTS else t.text2
            end = cols.length or cols.button
            self._text(painter, journal_words(tally), small, colour, (left, top, end - 8))
        if cols.length is not None:
            painter.setFont(small)
            painter.setPen(t.text2)
            box = QRectF(cols.length, 0, cols.button - 20 * self._theme.scale - cols.length, 0)
            box.setHeight(area.height())
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            draw_text(painter, box, names.length(track.duration_ms), align)

    def _paint_fault(self, painter: QPainter, area: QRectF, fault: Fault, note: str) -> None:
        t, px = self._theme.tokens, self._theme.px
        pill = self.fault_box(area, fault)
        left = area.width() * 0.44 + 12
        spot = QRectF(left, area.center().y() - px(10), px(20), px(20))
        self._theme.icons.paint(painter, "info", t.text, spot)
        font = self._theme.font(Text.CAPTION)
        top = area.center().y() - QFontMetricsF(font).height() / 2
        at = (left + px(30), top, pill.left() - 12)
        self._text(painter, names.fault_sentence(fault, note), font, t.text, at)
        painter.setPen(QPen(t.outline, 1.2))
        painter.setBrush(t.surface2)
        painter.drawRoundedRect(pill.adjusted(0.6, 0.6, -0.6, -0.6), px(23), px(23))
        painter.setFont(self._theme.font(Text.STRONG))
        painter.setPen(t.text)
        draw_text(painter, pill, fault_action(fault), Qt.AlignmentFlag.AlignCenter)

    def _text(
        self,
        painter: QPainter,
        text: str,
        font: QFont,
        colour: QColor,
        at: tuple[float, float, float],
    ) -> None:
        """Paint one line from `at` (left, top, right), shortened with … if necessary."""
        left, top, right = at
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(colour)
        width = max(0.0, right - left)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        draw_text(painter, QRectF(left, top, width, metrics.height()), shown)


def fault_sign(fault: Fault) -> str:
    """The icon for what can be done about a song that cannot be used."""
    return "search" if fault in NOT_THERE else "eye-off"


def fault_action(fault: Fault) -> str:
    """What can be done about a song that cannot be used."""
    if fault in NOT_THERE:
        return translate("songs", "Find it")
    return translate("songs", "Hide")
