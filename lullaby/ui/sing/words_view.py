"""The words on screen: the previous line, the current one with its wipe, and two to come.

Everything static is painted once for each line, the current line twice, sung and unsung. During
singing only the edge between them moves, and only the strip that it passed is repainted.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from lullaby.lyrics.cursor import Cursor
from lullaby.lyrics.model import Lyrics, Part
from lullaby.lyrics.windows import ManualCursor, Window
from lullaby.ui.mirroring import mirror
from lullaby.ui.sing import frame_times, line_painting, ribbon, wipe
from lullaby.ui.sing.canvas import Canvas, ShownWords
from lullaby.ui.sing.glide import Glide
from lullaby.ui.sing.singer_signs import MARGIN, SingerSigns
from lullaby.ui.sing.slide import SLIDE_MS, Slide
from lullaby.ui.sing.slots import BESIDE, SING, Slot, Style, arrange, room_style
from lullaby.ui.sing.spoken_line import SpokenLine
from lullaby.ui.sing.staging import Staging, next_event, stage
from lullaby.ui.sing.still_words import WordsArea
from lullaby.ui.sing.sung_chords import SungChords
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

NOTHING = Window(None, None, None, None)


class WordsView(QLabel):
    """Timed words follow `show_position`; `turn` moves untimed ones.

    To a screen reader it is text whose description is the current line.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground: tuple[QWidget, Callable[[], QPixmap]] | None = None
        self._lyrics: Lyrics | None = None
        self._compass: ribbon.Compass | None = None
        self._cursor: Cursor | None = None
        self._manual: ManualCursor | None = None
        self._beat_ms, self._room, self._beside = 1_000.0, False, False
        self._translated, self._melody = True, False
        self.spoken = SpokenLine(self)
        self.voices = SingerSigns(theme, self._lay_out)
        self.chords = SungChords(self._lay_out)
        self._staging = Staging(NOTHING)
        self._sheet = WordsArea(QSize(), 0, 1.0)
        self.canvas: Canvas | None = None
        self._beads = line_painting.Beads()
        self._edge: wipe.Edge | None = None
        self._position = Ms(0)
        self._glide: Glide | None = None
        """While it holds, `_staging` is that of its start."""
        self._slide = Slide(self)
        self._slide.moved.connect(self._slid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Words of the song"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._lay_out)

    @property
    def timed(self) -> bool:
        """Whether the words follow the recording."""
        return self._cursor is not None and self._cursor.timed

    @property
    def lyrics(self) -> Lyrics | None:
        return self._lyrics

    @property
    def place(self) -> int:
        """How many lines with text come before the current one."""
        return self._manual.before(self._staging.window.current) if self._manual else 0

    def stand_on(self, ground: QWidget, picture: Callable[[], QPixmap]) -> None:
        """Use this `picture` of the widget behind, so that it need not paint with each frame."""
        self._ground = (ground, picture)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_lyrics(self, lyrics: Lyrics | None, beat_ms: float) -> None:
        """Set the words, or none; `beat_ms` is the tempo of a count-in."""
        self._lyrics = lyrics
        self._compass = ribbon.compass(lyrics) if lyrics else None
        self.voices.take(lyrics)
        self.chords.take(lyrics)
        self._beat_ms = beat_ms
        self._cursor = Cursor(lyrics) if lyrics else None
        self._manual = ManualCursor.over(lyrics.lines) if lyrics else None
        self._staging = Staging(NOTHING)
        self._take(self._first_staging(), slide=False)
        self._say_line()

    def show_position(self, position_ms: Ms) -> None:
        """Show the position of the recording; untimed words stay where they are."""
        self._position, glide = position_ms, self._glide
        if glide is not None and glide.holds(position_ms):
            strip = glide.move(position_ms)
            if strip is not None:
                self.repaint(*strip)
        elif self._cursor is not None and self.timed:
            if glide is not None:
                self._edge, self._glide = glide.edge, None
            self._take(stage(self._cursor, position_ms, self._beat_ms), slide=True)
            self._begin_glide(self._cursor, position_ms)

    def wait_ms(self, position_ms: Ms) -> float | None:
        """How long the picture may stay as it is, in ms of the song; None if nothing moves."""
        if self._glide is not None and self._glide.holds(position_ms):
            return self._glide.wait_ms(position_ms)
        if self._cursor is None or not self.timed:
            return None
        event = next_event(self._cursor, position_ms, self._beat_ms)
        wiped = self._cursor.upcoming(position_ms).wipe_ms
        slot, speed = self.canvas and self.canvas.slot, None
        if self._staging.music is not None:
            speed = frame_times.RING_MS_PER_PX
        elif wiped and slot and not self._theme.reduce_motion:
            travel = slot.layout.travel(self._staging.syllable) * self._sheet.ratio
            speed = wiped / travel if travel > 0 else None
            if self._light not in (None, 1.0):
                speed = frame_times.FRAME_MS / frame_times.STEP_PX
        return frame_times.wait_ms(None if event is None else event - position_ms, speed)

    def finish_slide(self) -> None:
        """Move the lines to their final places at once."""
        self._slide.finish()

    def turn(self, by: int) -> None:
        """Turn untimed words by so many lines."""
        if self._manual is not None and not self.timed:
            self._manual = self._manual.turned(by)
            self._take(Staging(self._manual.window, fraction=0.0), slide=True)

    def line_beside(self, by: int) -> Ms | None:
        """When the line before (-1) or after (+1) the current one starts, to seek there."""
        if self._cursor is None or self._lyrics is None:
            return None
        wanted = self._staging.window.next if by > 0 else self._staging.window.gone
        return None if wanted is None else self._cursor.start_of(wanted)

    def set_room(self, room: bool) -> None:
        """Switch to the large letters of the Room view, or back."""
        if room != self._room:
            self._room = room
            self._lay_out()

    def set_beside(self, beside: bool) -> None:
        """Switch to the smaller letters beside an open panel, or back."""
        if beside != self._beside:
            self._beside = beside
            self._lay_out()

    @property
    def _style(self) -> Style:
        if self._room:
            return room_style(*self._room_size())
        return BESIDE if self._beside else SING

    def set_translated(self, shown: bool) -> None:
        self._translated = shown
        self._lay_out()

    def set_melody(self, shown: bool) -> None:
        """Show the melody above the current line, if known."""
        if shown != self._melody:
            self._melody = shown
            self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, glide, canvas = QPainter(self), self._glide, self.canvas
        if glide is not None and glide.paint(painter, event.rect()):
            return
        self._paint_ground(painter)
        if canvas is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, self._slide.px)
        moons, slot = self._staging.moons, canvas.slot
        still = canvas.still(moons)
        if self._slide.px or not still.empty.contains(event.rect()):
            still.paint(painter, max(0.0, 1.0 - self._slide.px / canvas.arrangement.pitch))
        if slot is not None:
            self._edge = self._edge_now(slot)
            canvas.paint_current(painter, slot, self._edge, self._light, moons)
        if self._staging.music is not None:
            hum = self._staging.hum
            paint = line_painting.paint_hum if hum else line_painting.paint_music
            word = self.tr("hum along") if hum else self.tr("music")
            box = canvas.music_box
            mirror(painter, box, canvas.direction)
            paint(painter, self._theme, box, word, self._staging.music)

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
            if slide and moved_on and self.canvas is not None:
                self._slide.begin(self.canvas.arrangement.pitch, self._theme.duration(SLIDE_MS))
            self._say_line()
        elif not self._slide.px:
            self._repaint_between(before, staging)
        elif before.syllable != staging.syllable or (staging.fraction and not before.fraction):
            self.update()

    def _say_line(self) -> None:
        current = self._staging.window.current
        self.spoken.show(current, "" if current is None else self.voices.spoken(current))

    def _repaint_between(self, before: Staging, after: Staging) -> None:
        """Repaint what changed; while the words slide, the slide paints most of it."""
        canvas = self.canvas
        if canvas is None:
            return
        if (before.music is None) != (after.music is None):
            self.update()
            return
        if after.music is not None:
            self.update(canvas.music_box.toAlignedRect())
        slot = canvas.slot
        if slot is None:
            return
        if before.moons != after.moons and self.voices.named(slot.line):
            canvas.forget_still()
            self.update()
        elif before.moons != after.moons:
            self.update(line_painting.moons_box(canvas.at, slot.layout).toAlignedRect())
        painted = self._edge if before.light == after.light else None
        area = wipe.dirty(slot.layout, painted, self._edge_now(slot))
        if area is not None:
            self.update(area.translated(*canvas.at).toAlignedRect())

    def _begin_glide(self, cursor: Cursor, position_ms: Ms) -> None:
        """If only the edge moves for a while, skip staging until then."""
        now, canvas, ratio = self._staging, self.canvas, self._sheet.ratio
        if canvas is None or canvas.slot is None or self._slide.px or self._theme.reduce_motion:
            return
        if now.music is not None or now.moons or self._light not in (None, 1.0) or ratio % 1:
            return
        event = next_event(cursor, position_ms, self._beat_ms)
        course = cursor.upcoming(position_ms)
        self._glide = canvas.glide(now.syllable, self._light, course, event, position_ms)

    def _slid(self) -> None:
        if self.canvas is not None and self._staging.music is None:
            self.update(0, 0, self.canvas.reach, self.height())
        else:
            self.update()

    def _edge_now(self, slot: Slot) -> wipe.Edge:
        if self._glide is not None:
            return self._glide.edge
        share = slot.layout.share(
            self._staging.syllable, self._staging.fraction, self._theme.reduce_motion
        )
        return wipe.edge_at(slot.layout, share, self._sheet.ratio)

    @property
    def _light(self) -> float | None:
        """How far the current line is lit as a whole; at once if motion is reduced."""
        light = self._staging.light
        return 1.0 if light is not None and self._theme.reduce_motion else light

    def _lay_out(self) -> None:
        if self._glide is not None and self._cursor is not None:
            self._staging = stage(self._cursor, self._position, self._beat_ms)
        self.canvas = self._glide = self._edge = None
        if self._lyrics is not None:
            signed = bool(self._lyrics.parts & {Part.FIRST, Part.SECOND})
            left = MARGIN if signed else 0
            sheet = self._sheet = WordsArea(self.size(), left, self.devicePixelRatioF())
            beads = wipe.GLOW * (2 if self._room else 1)
            arrangement = arrange(
                self._lyrics.lines,
                self._staging.window,
                (sheet.right - sheet.left - beads, self.height()),
                self._style,
                max(self._theme.words_scale, self._theme.scale),
                bool(self._translation),
                self._theme.lyric_font,
                self._melody and self._compass is not None,
                self.chords,
            )
            shown = ShownWords(
                self._lyrics, self._compass, self._translation, self.timed, self.chords
            )
            self.canvas = Canvas(
                self._theme, self.voices, sheet, arrangement, shown, self._beads, self._paint_ground
            )
        self.update()

    def _room_size(self) -> tuple[int, int]:
        around = self.window() if self._ground is None else self._ground[0]
        return around.width(), around.height()

    @property
    def _translation(self) -> str:
        current = self._staging.window.current
        if self._lyrics is None or current is None or not self._translated:
            return ""
        return self._lyrics.lines[current].translation

    def _paint_ground(self, painter: QPainter) -> None:
        if self._ground is not None:
            behind, picture = self._ground
            origin = self.mapTo(behind, QPoint(0, 0))
            painter.drawPixmap(-origin, picture())
