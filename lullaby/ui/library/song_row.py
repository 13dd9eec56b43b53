"""Where the parts of a row of the song list are, and which of them can be pressed."""

from enum import Enum, auto

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtWidgets import QStyle

from lullaby.library.track import NOT_THERE, Fault, Track
from lullaby.ui.library.song_columns import BETWEEN, COVER, Columns, button_side, columns
from lullaby.ui.mirroring import as_in_english
from lullaby.ui.text import names
from lullaby.ui.text.lines import broken
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import LEADING, Text, Theme

ROW, FOLDED = 58, 72
"""Heights of a row, in px at 100 %; a folded one may have a title of two lines."""
STORY = 26
"""How much higher the chosen row is, for a line about the song's origin."""
STORY_LINES = 6
"""The most that a story takes; in a wide window one."""
TARGET = 48


class RowControl(Enum):
    """What a press in a row can reach."""

    PLAY = auto()
    TEMPO = auto()
    """A doubtful tempo."""
    HEART = auto()
    MORE = auto()
    """The menu, or what helps with a song that cannot be used."""


class SongRow:
    """Sizes and boxes in px; boxes are as in English, in a row that begins at 0, 0."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def columns(self, width: float) -> Columns:
        return columns(width, self._theme.scale)

    def height(self, width: float) -> int:
        """The height of a row `width` px wide."""
        return self._theme.px(FOLDED if self.columns(width).folded else ROW)

    def height_with_story(self, width: float, story: str) -> int:
        more = len(self.story_lines(width, story)) - 1
        line = self._theme.metrics(Text.CAPTION).height() + self._theme.px(LEADING)
        return self.height(width) + self._theme.px(STORY) + round(more * line)

    def story_lines(self, width: float, story: str) -> list[str]:
        """The lines of a story under the title of a row `width` px wide.

        One line may go on below the nights; several would run into them.
        """
        cols = self.columns(width)
        font = self._theme.font(Text.CAPTION)
        whole = broken(story, font, max(0.0, self.story_end(width) - cols.title), STORY_LINES)
        if len(whole) == 1:
            return whole
        return broken(story, font, max(0.0, cols.title_end - cols.title), STORY_LINES)

    def story_end(self, width: float) -> float:
        """How far to the right a story may go."""
        cols = self.columns(width)
        if cols.tempo is None:
            return cols.title_end
        return max(cols.title_end, cols.tempo - self._theme.px(BETWEEN))

    def control_at(
        self, point: QPointF, row: QRect, direction: Qt.LayoutDirection, track: Track
    ) -> RowControl | None:
        """The control at `point` of the list."""
        area = QRectF(0, 0, row.width(), row.height())
        at = as_in_english(point - QPointF(row.topLeft()), area, direction)
        if track.fault is not None:
            return RowControl.MORE if self.fault_box(area, track.fault).contains(at) else None
        boxes = {
            RowControl.MORE: self.button_box(area),
            RowControl.HEART: self.heart_box(area),
            RowControl.PLAY: self.play_box(area),
            RowControl.TEMPO: self.doubt_box(area, track),
        }
        return next((each for each, box in boxes.items() if box.contains(at)), None)

    def cover_box(self, area: QRectF) -> QRectF:
        """Where the cover is; empty if it does not fit."""
        left = self.columns(area.width()).cover
        if left is None:
            return QRectF()
        side = self._theme.px(COVER)
        return QRectF(left, area.center().y() - side / 2, side, side)

    def play_box(self, area: QRectF) -> QRectF:
        """The cover plays its song; empty if it does not fit."""
        return self.cover_box(area)

    def button_box(self, area: QRectF) -> QRectF:
        side = button_side(self._theme.scale)
        left = self.columns(area.width()).button
        return QRectF(left, area.center().y() - side / 2, side, side)

    def heart_box(self, area: QRectF) -> QRectF:
        """Where the heart is; empty if it does not fit."""
        left = self.columns(area.width()).heart
        if left is None:
            return QRectF()
        side = button_side(self._theme.scale)
        return QRectF(left, area.center().y() - side / 2, side, side)

    def doubt_box(self, area: QRectF, track: Track) -> QRectF:
        """Where a doubtful tempo can be pressed; empty if there is no doubt."""
        if not track.tempo.doubtful:
            return QRectF()
        px = self._theme.px
        number = self._theme.width(Text.STRONG, names.tempo(track.tempo.bpm, True))
        unit = self._theme.width(Text.CAPTION, beats_unit())
        cols = self.columns(area.width())
        wide = number + px(6) + unit + px(24)
        if cols.tempo is None:
            return QRectF(cols.title - px(12), px(FOLDED - TARGET), wide, px(TARGET))
        top = area.center().y() - px(TARGET) / 2
        return QRectF(cols.tempo - px(12), top, wide, px(TARGET))

    def tempo_corner(self, row: QRect, direction: Qt.LayoutDirection) -> QPoint:
        """The point below the start of the tempo of a row, in the list."""
        cols = self.columns(row.width())
        left = cols.title if cols.tempo is None else cols.tempo
        corner = QPoint(row.left() + round(left), row.bottom() - self._theme.px(6))
        return QStyle.visualPos(direction, row, corner)

    def menu_corner(self, row: QRect, direction: Qt.LayoutDirection) -> QPoint:
        """The point below the menu's button, in the list."""
        corner = row.topRight() + QPoint(-self._theme.px(TARGET), self._theme.px(TARGET))
        return QStyle.visualPos(direction, row, corner)

    def fault_box(self, area: QRectF, fault: Fault) -> QRectF:
        """The pill beside a song that cannot be used; a disc if the row is folded."""
        if self.columns(area.width()).folded:
            return self.button_box(area)
        px = self._theme.px
        width = self._theme.width(Text.STRONG, fault_action(fault)) + px(44)
        top = area.center().y() - px(TARGET) / 2
        return QRectF(area.right() - 12 - width, top, width, px(TARGET))


def beats_unit() -> str:
    return translate("songs", "bpm")


def fault_sign(fault: Fault) -> str:
    """The icon for what can be done about a song that cannot be used."""
    return "search" if fault in NOT_THERE else "eye-off"


def fault_action(fault: Fault) -> str:
    """What can be done about a song that cannot be used."""
    if fault in NOT_THERE:
        return translate("songs", "Find it")
    return translate("songs", "Hide")
