"""The small picture beside a song: its own cover, or a painted landscape if it has none.

At Night every picture is shown in the single hue of the embers, so that nothing white lights the
room.
"""

import logging
import zlib
from collections.abc import Hashable, Iterable

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.frozen import frozen
from lullaby.helpers import Helpers, ask
from lullaby.jobs import Job, JobRunner
from lullaby.library.track import Track, TrackId
from lullaby.ui.graphics.cover_picture import picture_of, small_cover
from lullaby.ui.graphics.moon_shape import lit_path
from lullaby.ui.mirroring import upright
from lullaby.ui.newest_first import NewestFirst
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import mixed, with_alpha

log = logging.getLogger(__name__)

MOST_KEPT = 400

MOST_WAITING = 60
"""The most covers that wait to be loaded; more than a large screen shows."""


@frozen
class Shades:
    """Colours of the upper sky, the lower sky and the hills."""

    high: QColor
    low: QColor
    hill: QColor


SHADES = (
    Shades(QColor("#A7C4B8"), QColor("#5E8A8A"), QColor("#2F5A66")),
    Shades(QColor("#F0CBA0"), QColor("#CF8A72"), QColor("#A85C58")),
    Shades(QColor("#A9BCE2"), QColor("#7A7DB4"), QColor("#514A86")),
    Shades(QColor("#C9B4E2"), QColor("#8A72B4"), QColor("#5A4888")),
    Shades(QColor("#E6C9A8"), QColor("#A98A86"), QColor("#5E5470")),
)


class Covers(QObject):
    """Loads each cover once, in the background; `loaded` announces it.

    Covers painted last come first. One that is scrolled past before its turn is dropped, even while
    it is being read, and requested again when it is painted again.
    """

    loaded = Signal(object)

    def __init__(self, jobs: JobRunner, helpers: Helpers, parent: QObject | None = None) -> None:
        """`helpers` read files and decode pictures."""
        super().__init__(parent)
        self._requests: NewestFirst[QImage | None] = NewestFirst(jobs, MOST_WAITING)
        self._helpers = helpers
        self._kept: dict[TrackId, QImage | None] = {}
        self._listed: set[TrackId] = set()
        """Covers that only lists have requested."""
        self._on_screen: dict[Hashable, frozenset[TrackId]] = {}

    def show_only(self, view: Hashable, tracks: Iterable[TrackId]) -> None:
        """Set the songs that a list shows now; no other cover is read for it."""
        self._on_screen[view] = frozenset(tracks)
        wanted = frozenset().union(*self._on_screen.values())
        self._requests.leave(lambda track: track in self._listed and track not in wanted)

    def image(self, track: Track, listed: bool = False) -> QImage | None:
        """The cover if it is loaded; otherwise it is requested, and this returns None.

        `listed`: for a list that reports by `show_only` what it shows.
        """
        if not track.has_cover:
            return None
        if not listed:
            self._listed.discard(track.id)
        elif track.id not in self._kept:
            self._listed.add(track.id)
        if track.id not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[track.id] = None
            self._requests.request(
                track.id,
                lambda job: self._read(track, job),
                lambda image: self._take(track.id, image),
                lambda: self._leave(track.id),
            )
        elif self._kept[track.id] is None:
            self._requests.prefer(track.id)
        return self._kept.get(track.id)

    def _read(self, track: Track, job: Job) -> QImage | None:
        pixels = ask(self._helpers, small_cover, track.path, lambda: job.cancelled)
        return picture_of(pixels) if isinstance(pixels, bytes) else None

    def _leave(self, track: TrackId) -> None:
        """Forget a request, so that the cover can be requested again."""
        self._kept.pop(track, None)
        self._listed.discard(track)

    def _take(self, track: TrackId, image: QImage | None) -> None:
        self._listed.discard(track)
        if image is not None:
            self._kept[track] = image
            self.loaded.emit(track)


def paint_cover(
    painter: QPainter, theme: Theme, box: QRectF, key: str, image: QImage | None = None
) -> None:
    """Paint the picture of a song into `box`; `key` selects the landscape."""
    radius = box.width() * 0.21
    frame = QPainterPath()
    frame.addRoundedRect(box, radius, radius)
    painter.save()
    painter.setClipPath(frame)
    with upright(painter, box):
        if image is not None:
            painter.drawImage(box, _embers(image, theme) if theme.night else image)
        else:
            _landscape(painter, theme, box, zlib.crc32(key.encode("utf-8", "replace")))
    painter.restore()


def _embers(image: QImage, theme: Theme) -> QImage:
    """The picture's grey values, tinted in the moon's ember."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    made = grey.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(made.rect(), mixed(theme.tokens.moon, theme.tokens.bg, 0.35))
    painter.end()
    return made


def _landscape(painter: QPainter, theme: Theme, box: QRectF, number: int) -> None:
    shades = SHADES[number % len(SHADES)]
    if theme.night:
        t = theme.tokens
        shades = Shades(mixed(t.moon2, t.bg, 0.1), mixed(t.moon2, t.bg, 0.5), t.surface3)
    sky = QLinearGradient(box.topLeft(), box.bottomLeft())
    sky.setColorAt(0, shades.high)
    sky.setColorAt(1, shades.low)
    painter.fillRect(box, sky)
    side = box.width()
    painter.setPen(Qt.PenStyle.NoPen)
    light = theme.tokens.moon if theme.night else QColor("#FBF0DC")
    painter.setBrush(light)
    match number // 7 % 3:
        case 0:
            for x, y, r in ((0.3, 0.27, 0.045), (0.68, 0.19, 0.03)):
                spot = QPointF(box.left() + x * side, box.top() + y * side)
                painter.drawEllipse(spot, r * side, r * side)
            _hills(painter, box, shades.hill)
        case 1:
            disc = QRectF(box.left() + 0.22 * side, box.top() + 0.25 * side, side / 2, side / 2)
            painter.drawPath(lit_path(disc, 0.28))
        case _:
            spot = QPointF(box.left() + 0.65 * side, box.top() + 0.36 * side)
            painter.drawEllipse(spot, 0.13 * side, 0.13 * side)
            _hills(painter, box, shades.hill)


def _hills(painter: QPainter, box: QRectF, colour: QColor) -> None:
    side = box.width()
    for top, centre, alpha in ((0.52, 0.25, 0.35), (0.64, 0.8, 0.5), (0.76, 0.4, 0.75)):
        painter.setBrush(with_alpha(colour, alpha))
        painter.drawEllipse(
            QPointF(box.left() + centre * side, box.top() + (top + 0.42) * side),
            0.95 * side,
            0.42 * side,
        )


class CoverTile(QWidget):
    """A song's picture as a widget."""

    def __init__(self, theme: Theme, covers: Covers, side: int) -> None:
        super().__init__()
        self._theme = theme
        self._covers = covers
        self._side = side
        self._track: Track | None = None
        self._key = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        covers.loaded.connect(self.update)
        self._restyle()

    def show_track(self, track: Track | None, key: str = "") -> None:
        """Show a song's picture, or the landscape for `key` if there is no song."""
        self._track = track
        self._key = track.title if track else key
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = self._covers.image(self._track) if self._track else None
        paint_cover(painter, self._theme, QRectF(self.rect()), self._key, image)

    def _restyle(self) -> None:
        side = self._theme.px(self._side)
        self.setFixedSize(side, side)
