"""The words on screen: one line gone, the current one with its wipe, and two to come.

All that stands still is painted once for each line, the current line twice, sung and unsung. While
it is sung only the edge between them moves, and only the strip that it passed is painted anew.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.lyrics.cursor import Cursor
from lullaby.lyrics.model import Lyrics, Part
from lullaby.lyrics.windows import ManualCursor, Window
from lullaby.ui.sing import frame_times, line_painting, ribbon, wipe
from lullaby.ui.sing.halves import Halves, halves
from lullaby.ui.sing.slide import SLIDE_MS, Slide
from lullaby.ui.sing.slots import ROOM, SING, Arrangement, Role, Slot, arrange
from lullaby.ui.sing.staging import Staging, next_event, stage
from lullaby.ui.sing.still_words import Sheet, StillWords, paint_still
from lullaby.ui.sing.stroke import Stroke, stroke
from lullaby.ui.sing.voices import MARGIN, Voices, voice_colour
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

RING_MS_PER_PX = 100.0
"""How seldom the ring of a long gap needs to be painted, ms."""

NOTHING = Window(None, None, None, None)


class WordsView(QWidget):
    """Timed words follow `show_position`; untimed ones are turned by `turn`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground: tuple[QWidget, Callable[[], QPixmap]] | None = None
        self._lyrics: Lyrics | None = None
        self._compass: ribbon.Compass | None = None
        self._cursor: Cursor | None = None
        self._manual: ManualCursor | None = None
        self._beat_ms, self._room = 1_000.0, False
        self._translated, self._melody = True, False
        self.voices = Voices(theme, self._lay_out)
        self._staging = Staging(NOTHING)
        self._sheet = Sheet(QSize(), 0, 1.0)
        self._arrangement: Arrangement | None = None
        self._slot: Slot | None = None
        self._at = (0.0, 0.0)
        """The corner of the current line in `_slot`, px."""
        self._still: StillWords | None = None
        self._current: tuple[Slot, line_painting.Pictures] | None = None
        self._edge: wipe.Edge | None = None
        self._position = Ms(0)
        self._stroke: Stroke | None = None
        """While it holds, only `_along` of its row changes; `_staging` is of its beginning."""
        self._along = 0.0
        self._halves: Halves | None = None
        self._slide = Slide(self)
        self._slide.moved.connect(self._slid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Words of the song"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._lay_out)

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
        return self._manual.before(self._staging.window.current) if self._manual else 0

    def stand_on(self, ground: QWidget, picture: Callable[[], QPixmap]) -> None:
        """Paint this `picture` of the widget behind, so that it need not paint with each frame."""
        self._ground = (ground, picture)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_lyrics(self, lyrics: Lyrics | None, beat_ms: float) -> None:
        """Other words, or none; `beat_ms` sets how fast a count-in goes."""
        self._lyrics = lyrics
        self._compass = ribbon.compass(lyrics) if lyrics else None
        self.voices.take(lyrics)
        self._beat_ms = beat_ms
        self._cursor = Cursor(lyrics) if lyrics else None
        self._manual = ManualCursor.over(lyrics.lines) if lyrics else None
        self._staging = Staging(NOTHING)
        self._take(self._first_staging(), slide=False)

    def show_position(self, position_ms: Ms) -> None:
        """Where the recording is; untimed words stay where they are."""
        self._position = position_ms
        if self._stroke is not None and self._stroke.holds(position_ms):
            self._move_on(self._stroke.along(position_ms))
        elif self._cursor is not None and self.timed:
            if self._stroke is not None:
                self._edge, self._stroke = wipe.Edge(self._stroke.row, self._along), None
            self._take(stage(self._cursor, position_ms, self._beat_ms), slide=True)
            self._begin_stroke(self._cursor, position_ms)

    def wait_ms(self, position_ms: Ms) -> float | None:
        """How long what is shown may stand, in ms of the song; None where nothing moves."""
        if self._stroke is not None and self._stroke.holds(position_ms):
            left_ms = self._stroke.until_ms - position_ms
            return frame_times.wait_ms(left_ms, self._stroke.ms_per_px)
        if self._cursor is None or not self.timed:
            return None
        event = next_event(self._cursor, position_ms, self._beat_ms)
        wiped = self._cursor.course(position_ms).wipe_ms
        slot, speed = self._slot, None
        if self._staging.music is not None:
            speed = RING_MS_PER_PX
        elif wiped and slot is not None and not self._theme.reduce_motion:
            travel = slot.layout.travel(self._staging.syllable) * self._sheet.ratio
            speed = wiped / travel if travel > 0 else None
        return frame_times.wait_ms(None if event is None else event - position_ms, speed)

    def finish_slide(self) -> None:
        """The lines stand at their places at once."""
        self._slide.finish()

    def turn(self, by: int) -> None:
        """Turn untimed words by so many lines."""
        if self._manual is not None and not self.timed:
            self._manual = self._manual.turned(by)
            self._take(Staging(self._manual.window, fraction=0.0), slide=True)

    def line_beside(self, by: int) -> Ms | None:
        """When the line before (-1) or after (+1) the current one begins, for going there."""
        if self._cursor is None or self._lyrics is None:
            return None
        wanted = self._staging.window.next if by > 0 else self._staging.window.gone
        return None if wanted is None else self._cursor.start_of(wanted)

    def set_room(self, room: bool) -> None:
        """Letters for across a room."""
        if room != self._room:
            self._room = room
            self._lay_out()

    def set_translated(self, shown: bool) -> None:
        self._translated = shown
        self._lay_out()

    def set_melody(self, shown: bool) -> None:
        """The tune over the current line, where it is known."""
        if shown != self._melody:
            self._melody = shown
            self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._halves is not None and self._paint_strip(painter, event):
            return
        self._paint_ground(painter)
        arrangement = self._arrangement
        if arrangement is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, self._slide.px)
        still = self._still_words(arrangement)
        if self._slide.px or not still.empty.contains(event.rect()):
            still.paint(painter, max(0.0, 1.0 - self._slide.px / arrangement.pitch))
        if self._slot is not None:
            self._paint_current(painter, self._slot)
        if self._staging.music is not None:
            hum = self._staging.hum
            paint = line_painting.paint_hum if hum else line_painting.paint_music
            word = self.tr("hum along") if hum else self.tr("music")
            paint(painter, self._theme, self._music_box(), word, self._staging.music)

    @property
    def _scale(self) -> float:
        """Words grow with their own size and with that of all text, the larger one wins."""
        return max(self._theme.words_scale, self._theme.scale)

    def _first_staging(self) -> Staging:
        if self._cursor is None or self._manual is None:
            return Staging(NOTHING)
        if self.timed:
            return stage(self._cursor, Ms(0), self._beat_ms)
        return Staging(self._manual.window)

    def _take(self, staging: Staging, slide: bool) -> None:
        before, self._staging = self._staging, staging
        if before.window != staging.window:
            self._lay_out()
            moved_on = (before.window.next, before.window.current) in (
                (staging.window.current, staging.window.gone),
                (staging.window.current, None),
            )
            if slide and moved_on and self._arrangement is not None:
                self._slide.begin(self._arrangement.pitch, self._theme.duration(SLIDE_MS))
            self._say_line()
        elif not self._slide.px:
            self._repaint_between(before, staging)
        elif before.syllable != staging.syllable or (staging.fraction and not before.fraction):
            self.update()

    def _say_line(self) -> None:
        current = self._staging.window.current
        self.setAccessibleDescription("" if current is None else self.voices.spoken(current))

    def _repaint_between(self, before: Staging, after: Staging) -> None:
        """A moment of singing went by; while the words slide, the slide paints most of it."""
        if self._arrangement is None:
            return
        if (before.music is None) != (after.music is None):
            self.update()
            return
        if after.music is not None:
            self.update(self._music_box().toAlignedRect())
        slot = self._slot
        if slot is None:
            return
        if before.moons != after.moons and self.voices.named(slot.line):
            self._still = self._halves = None
            self.update()
        elif before.moons != after.moons:
            self.update(line_painting.moons_box(self._at, slot.layout).toAlignedRect())
        area = wipe.dirty(slot.layout, self._edge, self._edge_now(slot))
        if area is not None:
            self.update(area.translated(*self._at).toAlignedRect())

    def _begin_stroke(self, cursor: Cursor, position_ms: Ms) -> None:
        """If nothing but the edge moves for a while, the next moments need not be staged."""
        staging, slot, ratio = self._staging, self._slot, self._sheet.ratio
        if self._slide.px or slot is None or staging.music is not None or staging.moons:
            return
        if self._theme.reduce_motion or staging.window.current is None:
            return
        event = next_event(cursor, position_ms, self._beat_ms)
        course = cursor.course(position_ms)
        made = stroke(slot.layout, staging.syllable, course, event, position_ms, ratio)
        if made is not None:
            self._stroke, self._along = made, made.along(position_ms)
            if self._halves is None or self._halves.row != made.row:
                self._halves = self._make_halves(slot, made.row)

    def _slid(self) -> None:
        """The words moved up or down; all that there is of them lies in one upright strip."""
        arrangement, sheet = self._arrangement, self._sheet
        if arrangement is None or sheet.signed or self._translation:
            self.update()
            return
        right = max((slot.layout.width for slot in arrangement.slots), default=0.0)
        mirrored = any(slot.layout.right_to_left for slot in arrangement.slots)
        wide = sheet.right if mirrored else min(sheet.right, int(right) + 2 * wipe.GLOW)
        self.update(0, 0, wide, self.height())

    def _move_on(self, along: float) -> None:
        if along != self._along and self._halves is not None:
            strip = self._halves.strip(self._along, along)
            self._along = along
            self.repaint(*strip)

    def _make_halves(self, slot: Slot, row: int) -> Halves:
        assert self._arrangement is not None
        still, pictures = self._still_words(self._arrangement), self._pictures(slot)

        def paint(painter: QPainter, edge: wipe.Edge) -> None:
            self._paint_ground(painter)
            still.paint(painter, 1.0)
            self._paint_line(painter, slot, edge)

        at, layout = self._at, slot.layout
        return halves(self.size(), self._sheet.ratio, layout, at, row, pictures.bead, paint)

    def _paint_strip(self, painter: QPainter, event: QPaintEvent) -> bool:
        """False where more than the strip of a wipe is to be painted."""
        drawn, stroke = self._halves, self._stroke
        if drawn is None or stroke is None or not drawn.box.contains(event.rect()):
            return False
        drawn.paint(painter, self._along)
        return True

    def _edge_now(self, slot: Slot) -> wipe.Edge:
        if self._stroke is not None:
            return wipe.Edge(self._stroke.row, self._along)
        staging, slow = self._staging, self._theme.reduce_motion
        share = slot.layout.share(staging.syllable, staging.fraction, slow)
        return wipe.edge_at(slot.layout, share, self._sheet.ratio)

    def _lay_out(self) -> None:
        if self._stroke is not None and self._cursor is not None:
            self._staging = stage(self._cursor, self._position, self._beat_ms)
        self._halves = self._stroke = None
        self._still = self._current = self._edge = self._arrangement = self._slot = None
        if self._lyrics is not None:
            signed = bool(self._lyrics.parts & {Part.FIRST, Part.SECOND})
            left = MARGIN if signed else 0
            sheet = self._sheet = Sheet(self.size(), left, self.devicePixelRatioF())
            self._arrangement = arrange(
                self._lyrics.lines,
                self._staging.window,
                (sheet.right - sheet.left, self.height()),
                ROOM if self._room else SING,
                self._scale,
                bool(self._translation),
                self._theme.lyric_font,
                self._melody and self._compass is not None,
            )
            self._slot = self._arrangement.slot(Role.CURRENT)
            self._at = sheet.corner(self._slot) if self._slot else (0.0, 0.0)
        self.update()

    @property
    def _translation(self) -> str:
        current = self._staging.window.current
        if self._lyrics is None or current is None or not self._translated:
            return ""
        return self._lyrics.lines[current].translation

    def _still_words(self, arrangement: Arrangement) -> StillWords:
        if self._still is None:
            moons = self._staging.moons
            self._still = paint_still(
                self._sheet, self._theme, self.voices, arrangement, self._translation, moons
            )
        return self._still

    def _paint_ground(self, painter: QPainter) -> None:
        if self._ground is not None:
            behind, picture = self._ground
            origin = self.mapTo(behind, QPoint(0, 0))
            painter.drawPixmap(-origin, picture())

    def _paint_current(self, painter: QPainter, slot: Slot) -> None:
        at, pictures = self._at, self._pictures(slot)
        edge = self._edge = self._edge_now(slot)
        self._paint_line(painter, slot, edge)
        if self.timed:
            line_painting.paint_bead(painter, slot.layout, pictures, edge, at)
        if self._staging.moons:
            line_painting.paint_moons(painter, self._theme, self._staging.moons, at, slot.layout)

    def _paint_line(self, painter: QPainter, slot: Slot, edge: wipe.Edge) -> None:
        at, pictures = self._at, self._pictures(slot)
        line_painting.paint_wipe(painter, slot.layout, pictures, edge, at)
        if self.timed:
            line_painting.paint_track(painter, slot.layout, self._theme, pictures, edge, at)

    def _pictures(self, slot: Slot) -> line_painting.Pictures:
        if self._current is None or self._current[0] is not slot:
            assert self._lyrics is not None
            line, theme, bars = self._lyrics.lines[slot.line], self._theme, []
            if slot.layout.band and self._compass is not None:
                bars = ribbon.bars(line, slot.layout, self._compass)
            ratio, colour = self._sheet.ratio, self._sung_colour(line.part)
            made = line_painting.pictures(slot.layout, theme, colour, ratio, bars)
            self._current = (slot, made)
        return self._current[1]

    def _sung_colour(self, part: Part) -> QColor:
        return voice_colour(self._theme.tokens, part)

    def _music_box(self) -> QRectF:
        assert self._arrangement is not None
        size = (ROOM if self._room else SING).current * self._scale * 0.6
        left = self._sheet.left
        return QRectF(left, self._arrangement.current_y, self.width() - left, size * 1.8)
