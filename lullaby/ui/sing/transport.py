"""Pause in the middle, a line back and on beside it, a song back and on outside."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.session import queue
from lullaby.session.state import SessionState, Stage
from lullaby.ui.controls.buttons import ButtonStyle, RoundButton
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.mirroring import never_mirrored
from lullaby.ui.sing.aid_tile import BARE_SIDE, AidTile
from lullaby.ui.theme.theme import Theme

LEAST_GAP = 8


class Transport(QWidget):
    line_requested = Signal(int)
    """A line back (-1) or on (+1)."""
    song_requested = Signal(int)
    """A song back (-1) or on (+1)."""
    pause_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.previous_song = AidTile(theme, "skip-back-solid", self.tr("Previous song"))
        self.previous_line = AidTile(theme, "chevron-up", self.tr("Previous line"))
        self.pause = RoundButton(
            theme, "pause-solid", self.tr("Pause"), 72, ButtonStyle.FILLED, growth=1.0
        )
        self.next_line = AidTile(theme, "chevron-down", self.tr("Next line"))
        self.next_song = AidTile(theme, "skip-forward-solid", self.tr("Next song"))
        self._tiles = (self.previous_song, self.previous_line, self.next_line, self.next_song)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        buttons = (*self._tiles[:2], self.pause, *self._tiles[2:])
        for button in never_mirrored(buttons):
            row.addWidget(button)
        self.previous_song.clicked.connect(lambda: self.song_requested.emit(-1))
        self.previous_line.clicked.connect(lambda: self.line_requested.emit(-1))
        self.pause.clicked.connect(self.pause_requested)
        self.next_line.clicked.connect(lambda: self.line_requested.emit(+1))
        self.next_song.clicked.connect(lambda: self.song_requested.emit(+1))

    def show_state(self, state: SessionState) -> None:
        """What Pause would do, and whether there is a song before and after."""
        playing = state.stage is Stage.PLAYING
        self.pause.set_icon("pause-solid" if playing else "play-solid")
        if playing:
            self.pause.set_name(self.tr("Pause"))
        else:
            self.pause.set_name(self.tr("Resume") if state.sounding else self.tr("Begin"))
        following = queue.following(state.tracks, state.index, state.skipped)
        self.previous_song.setEnabled(state.sounding and state.track is not None)
        self.next_song.setEnabled(state.sounding and following is not None)

    @property
    def songs(self) -> tuple[AidTile, AidTile]:
        """The buttons that leave first if space is short."""
        return self.previous_song, self.next_song

    def show_names(self, room: int) -> None:
        """Show the names under the icons, if they fit into `room` px; else those of the lines, as
        the signs of the songs are known from every player."""
        lines = sum(tile.name_width() for tile in (self.previous_line, self.next_line))
        for tile in self._tiles:
            needed = self.names_width() if tile in self.songs else lines
            tile.set_labelled(room >= needed)

    def missing_width(self) -> int:
        """How much wider the buttons would be with their names, in px; 0 if these are shown."""
        return sum(tile.missing_width() for tile in self._tiles)

    def names_width(self) -> int:
        """How much wider the buttons are with their names than without, in px."""
        return sum(tile.name_width() for tile in self._tiles)

    def least_width(self) -> int:
        """The width without names and songs, in px."""
        lines = (self.previous_line, self.next_line)
        return len(lines) * (BARE_SIDE + LEAST_GAP) + self.pause.sizeHint().width()

    def set_gap(self, gap: int) -> None:
        set_spacing(self._row, gap)
