"""The singing aids at the foot of the words."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.audio.port import SpeedPitch
from lullaby.ui.controls.labels import Card
from lullaby.ui.controls.more import make_room, row_width, set_spacing
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.sing.aid_tile import AidTile
from lullaby.ui.sing.more_tile import MoreTile
from lullaby.ui.sing.transport import Transport
from lullaby.ui.text import names
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Theme

TIGHT = 700
"""Below this height, in px, everything moves closer together."""

TIGHT_EDGE = 10


class Dock(Card):
    """Songs, lines and pause; key and tempo; the translation if there is one."""

    key_requested = Signal(int)
    pace_requested = Signal(int)
    translation_requested = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 30, 0.9)
        self.transport = Transport(theme)
        self._key = Stepper(
            theme, (self.tr("Lower key"), self.tr("Higher key")), self.tr("Key"), growth=1.0
        )
        self._pace = Stepper(
            theme, (self.tr("Slower"), self.tr("Faster")), self.tr("Tempo"), growth=1.0
        )
        self._translation = AidTile(theme, "languages", self.tr("Translation"))
        self._translation.setCheckable(True)
        self._translation.hide()
        self._there: dict[AidTile, bool] = {self._translation: False}
        """The tiles in the order in which they are hidden, and whether this song uses them."""
        self.last: AidTile | None = None
        """The tile that stays longest."""
        self._room = 1 << 20
        self._more = MoreTile(theme, self.tr("More"), self.tr("More for singing"))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(24, 14, 24, 14)
        row.setSpacing(12)
        row.addWidget(self.transport)
        row.addSpacing(12)
        row.addWidget(self._key)
        row.addWidget(self._pace)
        row.addWidget(self._translation)
        row.addWidget(self._more)
        self._key.requested.connect(self.key_requested)
        self._pace.requested.connect(self.pace_requested)
        self._translation.clicked.connect(self.translation_requested)

    def hold(self, *tiles: AidTile) -> None:
        """Add tiles, from left to right."""
        for tile in tiles:
            self._row.insertWidget(self._row.indexOf(self._translation), tile)
            tile.hide()
        self._there |= dict.fromkeys(reversed(tiles), False)

    def hold_last(self, tile: AidTile) -> None:
        """Add a tile that every song uses, and that stays while anything else can be hidden."""
        self._row.insertWidget(self._row.indexOf(self._more), tile)
        self.last = tile
        self._fold()

    def show_aid(self, tile: AidTile, there: bool) -> None:
        """Show a tile if this song has a use for it."""
        self._there[tile] = there
        self._fold()

    def show_speed_pitch(self, speed_pitch: SpeedPitch, there: bool, key: str = "") -> None:
        """Show key (by name if known) and tempo of the current song; without a song both are
        disabled."""
        self._key.show_text(key or names.key_steps(speed_pitch))
        self._pace.show_text(self.tr("{n} %").format(n=whole(100 * speed_pitch.pace)))
        for stepper in (self._key, self._pace):
            stepper.setEnabled(there)

    def show_pace(self, speed: float) -> None:
        """Show a singer's own tempo; without a recording the key cannot be changed."""
        self._pace.show_text(self.tr("{n} %").format(n=whole(100 * speed)))
        self._key.setEnabled(False)

    def show_translated(self, shown: bool) -> None:
        self._translation.setChecked(shown)

    def show_translation(self, there: bool) -> None:
        """Show the tile if the song has a translation."""
        self.show_aid(self._translation, there)

    def fit(self, room: int) -> None:
        """Hide tiles, then the rest, behind the last button until all fits into `room` px."""
        self._room = room
        self._fold()

    def _fold(self) -> None:
        for tile in (tile for tile, there in self._there.items() if not there):
            tile.hide()
        tiles = [tile for tile, there in self._there.items() if there]
        last = () if self.last is None else (self.last,)
        leaving = (*tiles, *self.transport.songs, self._key, self._pace, *last)
        self.transport.show_names(self._room_for_names(leaving, tiles))
        left = make_room(self._row, self._more, leaving, self._room)
        needed = row_width(self._row, self._more, leaving, left, squeezed=False)
        self._more.set_labelled(needed + self._more.name_width() <= self._room)

    def _room_for_names(self, leaving: Sequence[QWidget], tiles: Sequence[AidTile]) -> int:
        """What is left for the names of songs and lines, in px, after everything else.

        All moves closer together before a name leaves, and names leave before a tile.
        """
        spaces = ((8, TIGHT_EDGE, 6),) if self._room < TIGHT else ((12, 24, 14), (8, 16, 14))
        left = 0
        for gap, edge, around in spaces:
            self._row.setContentsMargins(edge, around, edge, around)
            set_spacing(self._row, gap)
            self.transport.set_gap(gap)
            left = self._room - self._width_without_names(leaving, ())
            if left >= self.transport.names_width():
                return left
        return left if left >= 0 else self._room - self._width_without_names(leaving, tiles)

    def _width_without_names(self, leaving: Sequence[QWidget], left: Sequence[QWidget]) -> int:
        now = row_width(self._row, self._more, leaving, left, squeezed=False)
        return now + self.transport.missing_width() - self.transport.names_width()

    def minimumSizeHint(self) -> QSize:
        """The size with everything hidden behind the last button that may be."""
        width = self.transport.least_width() + 8 + self._more.least_width() + 12
        return QSize(width + 2 * TIGHT_EDGE, super().sizeHint().height())
