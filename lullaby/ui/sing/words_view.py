"""The words on screen: one line gone, the current one with its wipe, and two to come.

The current line is painted twice into pictures, sung and unsung; while it is sung only the edge
between them moves, and only the line's own rectangle is painted anew.
"""

from PySide6.QtCore import QEasingCurve, QRect, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.lyrics.cursor import Cursor
from lullaby.lyrics.model import Lyrics, Part
from lullaby.lyrics.windows import ManualCursor, Window
from lullaby.ui.sing import line_painting
from lullaby.ui.sing.slots import ROOM, SING, Arrangement, Role, Slot, arrange
from lullaby.ui.sing.staging import Staging, stage
from lullaby.ui.theme import fonts
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

SLIDE_MS = 450
NOTHING = Window(None, None, None, None)
MARK_ROOM = 44
"""Margin for the signs of the voices, px."""


class WordsView(QWidget):
    """Timed words follow `show_position`; untimed ones are turned by `turn`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lyrics: Lyrics | None = None
        self._cursor: Cursor | None = None
        self._manual: ManualCursor | None = None
        self._beat_ms = 1_000.0
        self._room = False
        self._translated = True
        self._staging = Staging(NOTHING)
        self._arrangement: Arrangement | None = None
        self._pictures: tuple[Slot, QPixmap, QPixmap] | None = None
        self._shift = 0.0
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.setStartValue(1.0)
        self._slide.setEndValue(0.0)
        self._slide.setDuration(SLIDE_MS)
        self._slide.valueChanged.connect(self._set_shift)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Words of the song"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._restyle)

    @property
    def timed(self) -> bool:
        """The words follow the recording."""
        return self._cursor is not None and self._cursor.timed

    @property
    def lyrics(self) -> Lyrics | None:
        return self._lyrics

    @property
    def place(self) -> int:
        """How many lines with text lie before the current one."""
        current = self._staging.window.current
        if current is None or self._manual is None:
            return 0
        return self._manual.to(current).place

    def show_lyrics(self, lyrics: Lyrics | None, beat_ms: float) -> None:
        """Other words, or none; `beat_ms` sets how fast a count-in goes."""
        self._lyrics = lyrics
        self._beat_ms = beat_ms
        self._cursor = Cursor(lyrics) if lyrics else None
        self._manual = ManualCursor.over(lyrics.lines) if lyrics else None
        self._staging = Staging(NOTHING)
        self._take(self._first_staging(), slide=False)

    def show_position(self, position_ms: Ms) -> None:
        """Where the recording is; untimed words stay where they are."""
        if self._cursor is not None and self.timed:
            self._take(stage(self._cursor, position_ms, self._beat_ms), slide=True)

    def turn(self, by: int) -> None:
        """Turn untimed words by so many lines."""
        if self._manual is not None and not self.timed:
            self._manual = self._manual.turned(by)
            self._take(Staging(self._manual.window, fraction=0.0), slide=True)

    def line_beside(self, by: int) -> Ms | None:
        """When the line before (-1) or after (+1) the current one begins, for going there."""
        if self._cursor is None or self._lyrics is None:
            return None
        window = self._staging.window
        wanted = window.next if by > 0 else window.gone
        return None if wanted is None else self._cursor.start_of(wanted)

    def set_room(self, room: bool) -> None:
        """Letters for across a room."""
        if room != self._room:
            self._room = room
            self._lay_out()

    def set_translated(self, shown: bool) -> None:
        self._translated = shown
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        arrangement = self._arrangement
        if arrangement is None or self._lyrics is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.translate(0, self._shift * arrangement.pitch)
        for slot in arrangement.slots:
            if slot.role is Role.CURRENT:
                self._paint_current(painter, slot)
            else:
                self._paint_other(painter, slot)
        if self._staging.music is not None:
            size = (SING.current if not self._room else ROOM.current) * self._scale * 0.6
            line_painting.paint_music(
                painter,
                self._theme,
                QRectF(self._left, arrangement.current_y, self.width() - self._left, size * 1.8),
                self.tr("music"),
                self._staging.music,
            )

    @property
    def _scale(self) -> float:
        """Words grow with their own size and with that of all text, the larger one wins."""
        return max(self._theme.words_scale, self._theme.scale)

    @property
    def _left(self) -> int:
        parts = self._lyrics is not None and any(
            line.part in (Part.FIRST, Part.SECOND) for line in self._lyrics.lines
        )
        return MARK_ROOM if parts else 0

    def _first_staging(self) -> Staging:
        if self._cursor is None or self._manual is None:
            return Staging(NOTHING)
        return (
            stage(self._cursor, Ms(0), self._beat_ms)
            if self.timed
            else Staging(self._manual.window)
        )

    def _take(self, staging: Staging, slide: bool) -> None:
        before, self._staging = self._staging, staging
        if before.window != staging.window:
            self._lay_out()
            moved_on = (before.window.next, before.window.current) in (
                (staging.window.current, staging.window.gone),
                (staging.window.current, None),
            )
            duration = self._theme.duration(SLIDE_MS)
            if slide and duration and moved_on:
                self._slide.stop()
                self._slide.start()
            self._say_line()
        elif before != staging:
            if (before.music is None) != (staging.music is None) or before.moons != staging.moons:
                self.update()
            else:
                self.update(self._busy_area())

    def _say_line(self) -> None:
        current = self._staging.window.current
        text = self._lyrics.lines[current].text if self._lyrics and current is not None else ""
        self.setAccessibleDescription(text)

    def _busy_area(self) -> QRect:
        """Where a moment of singing changes anything."""
        arrangement = self._arrangement
        if arrangement is None or self._shift:
            return self.rect()
        slot = arrangement.slot(Role.CURRENT)
        tall = slot.layout.height if slot else 200
        top = int(arrangement.current_y + self._shift * arrangement.pitch)
        return QRect(0, top - 12, self.width(), int(tall) + 12 + 40)

    def _lay_out(self) -> None:
        self._pictures = None
        if self._lyrics is None:
            self._arrangement = None
        else:
            current = self._staging.window.current
            lines = self._lyrics.lines
            translated = (
                self._translated and current is not None and bool(lines[current].translation)
            )
            self._arrangement = arrange(
                lines,
                self._staging.window,
                (self.width() - self._left, self.height()),
                ROOM if self._room else SING,
                self._scale,
                translated,
                self._theme.lyric_font,
            )
        self.update()

    def _paint_other(self, painter: QPainter, slot: Slot) -> None:
        assert self._lyrics is not None
        t = self._theme.tokens
        colour = t.past if slot.role is Role.GONE else t.next
        faded = self._shift and slot.role is Role.AFTER
        painter.setOpacity(1.0 - self._shift if faded else 1.0)
        line_painting.paint_rows(
            painter, slot.layout, self._theme, colour, (self._left, slot.y), self._right
        )
        painter.setOpacity(1.0)
        self._paint_part(painter, slot)

    def _paint_current(self, painter: QPainter, slot: Slot) -> None:
        assert self._lyrics is not None
        line = self._lyrics.lines[slot.line]
        sung, unsung = self._current_pictures(slot)
        share = slot.layout.share(
            self._staging.syllable, self._staging.fraction, self._theme.reduce_motion
        )
        at = (self._left, slot.y)
        colour = self._sung_colour(line.part)
        line_painting.paint_wipe(painter, slot.layout, (sung, unsung), share, at, self._right)
        if self.timed:
            line_painting.paint_track(
                painter, slot.layout, self._theme, colour, share, at, self._right
            )
        if self._staging.moons:
            line_painting.paint_moons(painter, self._theme, self._staging.moons, at)
        if self._translated and line.translation and self._arrangement is not None:
            font = fonts.font(fonts.SERIF, 25 * self._scale, fonts.Weight.Medium, italic=True)
            painter.setFont(font)
            painter.setPen(self._theme.tokens.trans)
            box = QRectF(self._left, self._arrangement.translation_y, self.width() - self._left, 80)
            first = line.translation.split("\n")[0]
            painter.drawText(box, Qt.AlignmentFlag.AlignTop, first)
        self._paint_part(painter, slot)

    def _current_pictures(self, slot: Slot) -> tuple[QPixmap, QPixmap]:
        if self._pictures is None or self._pictures[0] != slot:
            assert self._lyrics is not None
            ratio = self.devicePixelRatioF()
            colour = self._sung_colour(self._lyrics.lines[slot.line].part)
            right = self._right
            sung = line_painting.picture(slot.layout, self._theme, colour, right, ratio)
            unsung = line_painting.picture(
                slot.layout, self._theme, self._theme.tokens.unsung, right, ratio
            )
            self._pictures = (slot, sung, unsung)
        return self._pictures[1], self._pictures[2]

    @property
    def _right(self) -> float:
        """The width that right-to-left lines are set against."""
        return self.width() - self._left

    def _sung_colour(self, part: Part) -> QColor:
        t = self._theme.tokens
        return {Part.FIRST: t.part_a, Part.SECOND: t.part_b}.get(part, t.sung)

    def _paint_part(self, painter: QPainter, slot: Slot) -> None:
        if self._left and self._lyrics is not None:
            line_painting.paint_part_sign(
                painter, self._theme, self._lyrics.lines[slot.line].part, slot.layout, slot.y
            )

    def _set_shift(self, shift: float) -> None:
        self._shift = shift
        self.update()

    def _restyle(self) -> None:
        self._lay_out()
