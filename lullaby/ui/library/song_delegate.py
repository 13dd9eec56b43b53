"""Paints a song in the list: cover with play, title, nights, tempo, words, length and menu."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lullaby.library.track import Fault, Track, Words
from lullaby.tempo.analysis import CalmReason
from lullaby.tempo.answer import Pace
from lullaby.ui.controls.base import LEAST_TARGET
from lullaby.ui.controls.buttons import paint_icon
from lullaby.ui.controls.folded_row import paint_folded, paint_sign, tell_cut_title
from lullaby.ui.graphics.covers import Covers, paint_cover
from lullaby.ui.library.song_columns import LENGTH, NIGHTS, TEMPO, Columns
from lullaby.ui.library.song_row import (
    FOLDED,
    RowControl,
    SongRow,
    beats_unit,
    fault_action,
    fault_sign,
)
from lullaby.ui.library.songs_model import FEWEST_NIGHTS, Playing, SongsModel, Tally, journal_words
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text import names
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import LEADING, Text, Theme
from lullaby.ui.theme.tokens import with_alpha

Index = QModelIndex | QPersistentModelIndex
BETWEEN = "  ·  "
TIP = Qt.ItemDataRole.ToolTipRole
DISC = 32
"""The disc with the sign for play on a cover, in px at 100 %."""
DISC_OPACITY = 0.78


class SongDelegate(QStyledItemDelegate):
    """Paints rows and handles presses on their buttons."""

    play_pressed = Signal(object)
    """The index whose cover was pressed."""
    button_pressed = Signal(object)
    """The index whose menu (or Find it, Hide) was pressed."""
    heart_pressed = Signal(object)
    """The index whose heart was pressed."""
    tempo_pressed = Signal(object)
    """The index whose doubtful tempo was pressed."""

    def __init__(self, theme: Theme, covers: Covers, model: SongsModel, row: SongRow) -> None:
        super().__init__()
        self._theme = theme
        self._covers = covers
        self._model = model
        self._row = row
        self._at_heart = False
        self._pressed: tuple[int, RowControl] | None = None
        """The row and the control on which the pointer went down."""

    def show_heart_focus(self, focused: bool) -> None:
        """Show the focus ring around the heart of the current row, not around the row."""
        self._at_heart = focused

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(LEAST_TARGET, self._row.height(option.rect.width() or LEAST_TARGET))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect)
        track, playing = self._model.track(index), self._model.playing(index)
        self._paint_ground(painter, box, option.state, playing is not Playing.NO)
        painter.translate(box.topLeft())
        area = QRectF(0, 0, box.width(), box.height())
        mirror(painter, area, option.direction)
        cols = self._row.columns(area.width())
        self._paint_cover(painter, area, track, playing)
        if cols.folded:
            self._paint_folded(painter, area, cols, index)
        else:
            self._paint_title(painter, area, cols, index)
        button = self._row.button_box(area)
        if track.fault is None and not cols.folded:
            self._paint_facts(painter, area, cols, track, self._model.tally(index))
        if track.fault is None:
            self._paint_plain_sign(painter, "ellipsis", "text2", button)
            heart, colour = ("heart-filled", "accent") if track.favourite else ("heart", "text2")
            box = self._row.heart_box(area)
            self._paint_plain_sign(painter, heart, colour, box)
            if self._at_heart and option.state & QStyle.StateFlag.State_HasFocus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme.tokens.focus, 2))
                painter.drawEllipse(box.adjusted(2, 2, -2, -2))
        elif cols.folded:
            paint_sign(painter, self._theme, fault_sign(track.fault), button)
        else:
            self._paint_fault(painter, area, track.fault, track.fault_note)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Press a button: down and up on the same one, with the left button, once."""
        if not isinstance(event, QMouseEvent) or event.button() is not Qt.MouseButton.LeftButton:
            return False
        track, at = self._model.track(index), event.position()
        control = self._row.control_at(at, option.rect, option.direction, track)
        here = None if control is None else (index.row(), control)
        if event.type() is QEvent.Type.MouseButtonPress:
            self._pressed = here
        elif event.type() is QEvent.Type.MouseButtonRelease:
            pressed, self._pressed = self._pressed, None
            if control is not None and here == pressed:
                self._on_press(control, index)
                return True
        return False

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        cols = self._row.columns(option.rect.width())
        width = cols.title_end - cols.title
        title, tip = self._model.track(index).title, str(index.data(TIP) or "")
        handled = tell_cut_title(self._theme, title, width, cols.folded, event, view, tip)
        return handled or super().helpEvent(event, view, option, index)

    def _on_press(self, control: RowControl, index: Index) -> None:
        match control:
            case RowControl.PLAY:
                self.play_pressed.emit(index)
            case RowControl.TEMPO:
                self.tempo_pressed.emit(index)
            case RowControl.HEART:
                self.heart_pressed.emit(index)
            case RowControl.MORE:
                self.button_pressed.emit(index)

    def _paint_ground(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, sounding: bool
    ) -> None:
        t = self._theme.tokens
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or sounding:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.surface2)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 20, 20)
        if state & QStyle.StateFlag.State_HasFocus and not self._at_heart:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 2))
            painter.drawRoundedRect(box.adjusted(1.5, 2.5, -1.5, -2.5), 19, 19)

    def _paint_cover(self, painter: QPainter, area: QRectF, track: Track, playing: Playing) -> None:
        """Paint the cover, and on it the sign for what a press does."""
        t, px, spot = self._theme.tokens, self._theme.px, self._row.cover_box(area)
        if spot.isEmpty():
            return
        paint_cover(painter, self._theme, spot, track.title, self._covers.image(track, True))
        if track.fault is not None:
            return
        disc, sign = QRectF(0, 0, px(DISC), px(DISC)), QRectF(0, 0, px(14), px(14))
        for each in (disc, sign):
            each.moveCenter(spot.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(with_alpha(t.bg, DISC_OPACITY))
        painter.drawEllipse(disc)
        name = "pause-solid" if playing is Playing.SOUNDS else "play-solid"
        colour = t.text if playing is Playing.NO else t.accent
        paint_icon(painter, self._theme, name, colour, sign)

    def _paint_folded(self, painter: QPainter, area: QRectF, cols: Columns, index: Index) -> None:
        """Paint the tempo first, where it can be pressed if doubtful."""
        track, below = self._model.track(index), self._model.below(index)
        facts = [below]
        tempo = names.tempo(track.tempo.bpm, track.tempo.doubtful)
        if track.fault is not None:
            facts = [names.fault_sentence(track.fault, track.fault_note)]
        elif tempo:
            facts = [f"{tempo} {beats_unit()}", below]
        box = QRectF(cols.title, 0, max(0.0, cols.title_end - cols.title), area.height())
        if self._tells(area, index):
            top = self._theme.px(FOLDED) - 1
            for line in self._row.story_lines(area.width(), self._model.story(index)):
                self._text(painter, line, Text.CAPTION, "text", (cols.title, top, cols.title_end))
                top += self._theme.metrics(Text.CAPTION).height() + self._theme.px(LEADING)
            box.setHeight(self._theme.px(FOLDED))
        t = self._theme.tokens
        colour = t.text if self._model.playing(index) is Playing.NO else t.accent
        shown = BETWEEN.join(filter(None, facts))
        paint_folded(painter, self._theme, box, (track.title, colour), shown)

    def _tells(self, area: QRectF, index: Index) -> bool:
        """Whether the row is high enough for its story."""
        story = self._model.story(index)
        return bool(story) and area.height() >= self._row.height_with_story(area.width(), story)

    def _paint_title(self, painter: QPainter, area: QRectF, cols: Columns, index: Index) -> None:
        track, playing = self._model.track(index), self._model.playing(index)
        end = cols.title_end
        if track.fault is not None:
            end = min(end, area.width() * 0.44)
        upper = self._theme.metrics(Text.STRONG).height()
        lower = self._theme.metrics(Text.CAPTION).height()
        below = self._model.below(index)
        lines = [(below, "text2", end)] if below else []
        if track.fault is None and self._tells(area, index):
            story = self._row.story_lines(area.width(), self._model.story(index))
            lines += [(line, "text", self._row.story_end(area.width())) for line in story]
        gap = self._theme.px(LEADING)
        top = area.center().y() - (upper + len(lines) * (gap + lower)) / 2
        colour = "text" if playing is Playing.NO else "accent"
        width = self._text(painter, track.title, Text.STRONG, colour, (cols.title, top, end))
        if playing is not Playing.NO and track.fault is None:
            at = (cols.title + width + self._theme.px(6), top + upper - lower, end)
            self._text(painter, playing_words(playing), Text.CAPTION, colour, at)
        top += upper + gap
        for line, colour, limit in lines:
            self._text(painter, line, Text.CAPTION, colour, (cols.title, top, limit))
            top += lower + gap

    def _paint_facts(
        self, painter: QPainter, area: QRectF, cols: Columns, track: Track, tally: Tally
    ) -> None:
        t, px, middle = self._theme.tokens, self._theme.px, area.center().y()
        top = middle - self._theme.metrics(Text.CAPTION).height() / 2
        self._paint_tempo(painter, area, cols, track)
        if cols.journal is not None:
            colour = "text" if tally.answered >= FEWEST_NIGHTS else "text2"
            at = (cols.journal, top, cols.journal + px(NIGHTS))
            self._text(painter, journal_words(tally), Text.CAPTION, colour, at)
        if cols.words is not None and track.words is not Words.NONE:
            spot = QRectF(cols.words + px(3), middle - px(9), px(18), px(18))
            self._theme.icons.paint(painter, "text-align-start", t.text2, spot)
        if cols.length is not None:
            painter.setFont(self._theme.font(Text.CAPTION))
            painter.setPen(t.text2)
            box = QRectF(cols.length, 0, px(LENGTH), area.height())
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            draw_text(painter, box, names.length(track.duration_ms), align)

    def _paint_tempo(self, painter: QPainter, area: QRectF, cols: Columns, track: Track) -> None:
        assert cols.tempo is not None
        t, px = self._theme.tokens, self._theme.px
        upper = self._theme.metrics(Text.STRONG).height()
        lower = self._theme.metrics(Text.CAPTION).height()
        slow = sounds_slow(track) and not track.tempo.doubtful
        tall = upper + px(LEADING) + lower if slow else upper
        top, end = area.center().y() - tall / 2, cols.tempo + px(TEMPO)
        if track.tempo.doubtful:
            painter.setPen(QPen(t.outline, 1.2))
            painter.setBrush(t.surface2)
            pill = self._row.doubt_box(area, track)
            painter.drawRoundedRect(pill.adjusted(0.6, 0.6, -0.6, -0.6), px(23), px(23))
        tempo = names.tempo(track.tempo.bpm, track.tempo.doubtful)
        small = top + upper - lower - px(1)
        if tempo:
            width = self._text(painter, tempo, Text.STRONG, "text", (cols.tempo, top, end))
            at = (cols.tempo + width + px(6), small, end)
            self._text(painter, beats_unit(), Text.CAPTION, "text2", at)
        else:
            no_beat = CalmReason.NO_STEADY_BEAT in track.reasons
            text = self.tr("no steady beat") if no_beat else self.tr("not known")
            self._text(painter, text, Text.CAPTION, "text2", (cols.tempo, small, end))
        if slow:
            at = (cols.tempo, top + upper + px(LEADING), end)
            self._text(painter, self.tr("sounds slow"), Text.CAPTION, "good", at)

    def _paint_plain_sign(self, painter: QPainter, icon: str, colour: str, box: QRectF) -> None:
        if box.isEmpty():
            return
        side = self._theme.px(20)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(box.center())
        self._theme.icons.paint(painter, icon, getattr(self._theme.tokens, colour), spot)

    def _paint_fault(self, painter: QPainter, area: QRectF, fault: Fault, note: str) -> None:
        t, px = self._theme.tokens, self._theme.px
        pill = self._row.fault_box(area, fault)
        left = area.width() * 0.44 + 12
        spot = QRectF(left, area.center().y() - px(10), px(20), px(20))
        self._theme.icons.paint(painter, "info", t.text, spot)
        top = area.center().y() - self._theme.metrics(Text.CAPTION).height() / 2
        at = (left + px(30), top, pill.left() - 12)
        self._text(painter, names.fault_sentence(fault, note), Text.CAPTION, "text", at)
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
        style: Text,
        colour: str,
        at: tuple[float, float, float],
    ) -> float:
        """Paint one line from `at` (left, top, right), shortened with … if necessary; returns its
        width in px."""
        left, top, right = at
        metrics = self._theme.metrics(style)
        painter.setFont(self._theme.font(style))
        painter.setPen(getattr(self._theme.tokens, colour))
        width = max(0.0, right - left)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        draw_text(painter, QRectF(left, top, width, metrics.height()), shown)
        return metrics.horizontalAdvance(shown)


def sounds_slow(track: Track) -> bool:
    """Whether a song sounds slow although its tempo alone does not say so."""
    return track.felt is Pace.SLOW and track.tempo.pace is not Pace.SLOW


def playing_words(playing: Playing) -> str:
    """What stands beside the title of the current song."""
    if playing is Playing.SOUNDS:
        return translate("songs", "· playing")
    return translate("songs", "· paused")
