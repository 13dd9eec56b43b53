"""Options of a song with a score: melody on or off, verses, and its key by name."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from lullaby.audio.port import SpeedPitch
from lullaby.library.score_catalogue import Scored
from lullaby.library.singing import Singing
from lullaby.library.track import Track, TrackId
from lullaby.session.state import SessionState
from lullaby.songbook.notes import HOLD, SKIP, Verse
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.menus import corner_below, open_at
from lullaby.ui.sing.aid_tile import AidTile
from lullaby.ui.sing.dock import Dock
from lullaby.ui.sing.verses_menu import VersesMenu
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.theme.theme import Theme

FindScore = Callable[[Track], Scored | None]
KeepSinging = Callable[[TrackId, Singing], None]


class SingingOptions(QObject):
    """Two tiles for the dock, hidden for songs without a score."""

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        find: FindScore,
        keep: KeepSinging,
        parent: QObject | None = None,
    ) -> None:
        """`keep` stores the options of a song."""
        super().__init__(parent)
        self._bridge = bridge
        self._find = find
        self._keep = keep
        self.melody = AidTile(theme, "music-2", self.tr("Melody"))
        self.verses = AidTile(theme, "list", self.tr("All verses"))
        self.menu: VersesMenu | None = None
        self._dock: Dock | None = None
        for tile in (self.melody, self.verses):
            tile.setCheckable(True)
        self.melody.clicked.connect(self.toggle_melody)
        self.verses.clicked.connect(self.choose_verses)
        for signal in (bridge.track_changed, bridge.speed_pitch_changed, bridge.stage_changed):
            signal.connect(self._on_change)

    def stand_in(self, dock: Dock) -> None:
        """Show the tiles in a dock whenever they are useful."""
        self._dock = dock
        dock.hold(self.melody, self.verses)

    def scored(self) -> Scored | None:
        """The current song, if it has a score."""
        state = self._bridge.state
        return self._find(state.track) if state.sounding and state.track is not None else None

    def key_value(self, track: Track | None, speed_pitch: SpeedPitch) -> str:
        """The key for the dock: E♭, F♯m; in steps if the song's key is unknown."""
        scored = self._find(track) if track is not None else None
        if scored is None:
            return names.key_steps(speed_pitch)
        return names.key_short(scored.score.key, round(speed_pitch.semitones))

    def key_words(self, track: Track, speed_pitch: SpeedPitch) -> str:
        """The key for the line under the title: Key of E♭, 2 semitones lower."""
        moved = names.key_words(speed_pitch)
        scored = self._find(track)
        if scored is None:
            return moved
        key = names.key_name(scored.score.key, round(speed_pitch.semitones))
        return listed((self.tr("Key of {key}").format(key=key), moved))

    def toggle_melody(self) -> None:
        if self.scored() is not None:
            singing = self._bridge.state.singing
            self._sing(replace(singing, with_tune=not singing.with_tune))

    def choose_verses(self) -> None:
        """Open the menu above the tile, or in the middle of the window if there is no tile."""
        scored = self.scored()
        self._on_change(self._bridge.state)
        if scored is None or scored.score.verses < 2:
            return
        window = self.verses.window()
        beginnings = [beginning(scored, verse) for verse in range(scored.score.verses)]
        verses = self._bridge.state.singing.verses
        self.menu = VersesMenu(window, beginnings, verses, self._choose)
        self.menu.aboutToHide.connect(self._forget_menu)
        _open_above(self.verses, window, self.menu)

    def _forget_menu(self) -> None:
        self.menu = None

    def _choose(self, verses: tuple[int, ...] | None) -> None:
        self._sing(replace(self._bridge.state.singing, verses=verses))

    def _sing(self, singing: Singing) -> None:
        track = self._bridge.state.track
        if track is not None:
            self._bridge.set_singing(singing)
            self._keep(track.id, singing)

    def _on_change(self, state: SessionState) -> None:
        singing = state.singing
        self.melody.setChecked(singing.with_tune)
        self.melody.setAccessibleName(
            self.tr("Melody on") if singing.with_tune else self.tr("Melody off, accompaniment only")
        )
        text = names.verses(singing.verses)
        self.verses.setText(text)
        self.verses.setAccessibleName(text)
        self.verses.setChecked(singing.verses is not None)
        self.verses.updateGeometry()
        if self._dock is not None:
            scored = self.scored()
            self._dock.show_aid(self.melody, scored is not None)
            self._dock.show_aid(self.verses, scored is not None and scored.score.verses > 1)


def as_played(state: SessionState) -> Track | None:
    """The current song, with the verses that are heard."""
    track = state.track
    return track and replace(track, singing=replace(state.singing, verses=state.verses))


def beginning(scored: Scored, verse: int) -> str:
    """The first line of a verse that tells it from the others."""
    first = ""
    for phrase in scored.score.phrases:
        lines = [_line(words) for words in phrase.verses]
        if verse < len(lines) and lines[verse]:
            first = first or lines[verse]
            if lines.count(lines[verse]) == 1:
                return lines[verse]
    return first


def _line(words: Verse) -> str:
    text = "".join(slot for slot in words.slots if slot not in (HOLD, SKIP))
    return words.script or text.strip()


def _open_above(tile: QWidget, window: QWidget, menu: QMenu) -> None:
    size = menu.sizeHint()
    if tile.isVisible():
        open_at(menu, corner_below(tile) - QPoint(0, tile.height() + size.height() + 8))
        return
    middle = window.mapToGlobal(window.rect().center())
    menu.popup(QPoint(middle.x() - size.width() // 2, middle.y() - size.height() // 2))
