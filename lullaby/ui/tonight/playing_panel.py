"""The side panel during playback: current song, next songs, levels."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.routine import MOST_AMBIENT_SOUNDS, STEPS, STEPS_PER_DOT, dots, dots_of
from lullaby.library.track import Track
from lullaby.session import queue
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.buttons import RoundToggle
from lullaby.ui.controls.labels import Elided, Label
from lullaby.ui.controls.slider import StepSlider
from lullaby.ui.controls.song_place import SongPlace
from lullaby.ui.controls.sounds import SoundPicker
from lullaby.ui.graphics.covers import Covers, CoverTile
from lullaby.ui.mirroring import mirror, set_margins
from lullaby.ui.text import names, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.tonight.routine_panel import BETWEEN

SONGS_AHEAD = 3


class PlayingPanel(QWidget):
    """Shows the state of the evening; its sliders request changes."""

    def __init__(self, theme: Theme, bridge: SessionBridge, covers: Covers) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._last = False
        self._loudest = STEPS
        self._tile = CoverTile(theme, covers, 64)
        self._title = Elided(theme, "", Text.HEADING)
        self._artist = Elided(theme, "", Text.ROW, "text2")
        self._progress = SongPlace(theme)
        self._progress.chosen.connect(bridge.seek)
        self.repeat = RoundToggle(theme, "repeat-1", self.tr("Repeat this song"), diameter=48)
        self.shuffle = RoundToggle(theme, "shuffle", self.tr("Shuffle the next songs"), diameter=48)
        self.repeat.clicked.connect(bridge.set_repeat)
        self.shuffle.clicked.connect(bridge.set_shuffle)
        self._then = Label(theme, self.tr("Then"), Text.LABEL, "text2")
        self._ahead = [NextRow(theme) for _ in range(SONGS_AHEAD)]
        self._music = StepSlider(
            theme, 0, STEPS, (self.tr("Music"), self.tr("Music softer"), self.tr("Music louder"))
        )
        self._music.requested.connect(bridge.set_music_step)
        self._music_label = Label(theme, self.tr("Music"), Text.LABEL, "text2")
        self._sounds = SoundPicker(theme)
        self._sounds.requested.connect(self._set_dots)
        self._limit = LimitLine(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(theme, self.tr("Now"), Text.LABEL, "text2"))
        column.addLayout(self._song_row())
        column.addLayout(self._place_row())
        column.addWidget(self._then)
        for row in self._ahead:
            column.addWidget(row)
        column.addSpacing(BETWEEN)
        column.addWidget(self._music_label)
        column.addWidget(self._music)
        column.addSpacing(BETWEEN)
        column.addWidget(self._sounds)
        column.addStretch(1)
        column.addWidget(self._limit)
        for songs_change in (bridge.stage_changed, bridge.track_changed):
            songs_change.connect(self._show_songs)
        bridge.timer_changed.connect(self._show_end)
        bridge.levels_changed.connect(self._show_sounds)
        bridge.stage_changed.connect(self._show_levels)
        bridge.position_changed.connect(self._progress.show_state)
        self._show_songs(bridge.state)
        self._show_levels(bridge.state)

    def set_limit(self, limit: int) -> None:
        """Set the gentle limit, 0 to 20 (Settings)."""
        self._loudest = limit
        self._show_levels(self._bridge.state)

    def _song_row(self) -> QHBoxLayout:
        """Cover, title and artist of what plays."""
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._artist)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        return row

    def _place_row(self) -> QHBoxLayout:
        """The place in the song, and what plays after it."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._progress, 1)
        row.addWidget(self.repeat)
        row.addWidget(self.shuffle)
        return row

    def _show_songs(self, state: SessionState) -> None:
        self._last = state.last_song
        track = state.track
        self._tile.show_track(track, "beds")
        self._title.setText(sentences.sounding_title(state))
        self._artist.setText(track.artist if track else "")
        self._artist.setVisible(bool(track and track.artist))
        for control in (self._progress, self.repeat, self.shuffle):
            control.setVisible(track is not None)
        self.repeat.setChecked(state.repeat)
        self.shuffle.setChecked(state.shuffled)
        ending = sentences.after_songs(state)
        coming: list[Track | str] = [*_ahead(state), *([ending] if ending else [])]
        self._then.setVisible(bool(coming))
        for at, row in enumerate(self._ahead):
            row.setVisible(at < len(coming))
            if at < len(coming):
                row.say(coming[at])

    def _show_end(self, state: SessionState) -> None:
        """Update after the current song became the last one, or ceased to be."""
        if state.last_song != self._last:
            self._show_songs(state)

    def _show_sounds(self, state: SessionState) -> None:
        """Update after a level changed: a sound is also what plays, or what follows the songs."""
        self._show_levels(state)
        self._show_songs(state)

    def _show_levels(self, state: SessionState) -> None:
        has_music = bool(state.programme and state.programme.tracks)
        self._music.setVisible(has_music)
        self._music_label.setVisible(has_music)
        self._music.show_value(state.music_step)
        self._sounds.show_dots(dots_of(state.ambient), dots(self._loudest))
        self._limit.say(sentences.limit_sentence(state), state.at_limit)

    def _set_dots(self, name: str, wanted: int) -> None:
        """Set a background sound's level; a new one takes the place of the first of too many."""
        on = dots_of(self._bridge.state.ambient)
        if wanted and name not in on and len(on) >= MOST_AMBIENT_SOUNDS:
            self._bridge.set_ambient_sound(next(iter(on)), 0)
        self._bridge.set_ambient_sound(name, wanted * STEPS_PER_DOT)


class NextRow(QWidget):
    """A coming song and its tempo."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = Elided(theme, "", Text.ROW)
        self._tempo = Label(theme, "", Text.CAPTION, "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.addWidget(self._title, 1)
        row.addWidget(self._tempo)

    def say(self, what: Track | str) -> None:
        """Show a song, or a sentence about what follows the last one."""
        if isinstance(what, str):
            self._title.setText(what)
            self._tempo.setText("")
            return
        self._title.setText(what.title)
        bpm, text = what.tempo.bpm, self.tr("{n} bpm")
        tempo = text.format(n=names.tempo(bpm, what.tempo.doubtful)) if bpm is not None else ""
        self._tempo.setText(tempo)


class LimitLine(QWidget):
    """Whether the volume is within the gentle limit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._met = False
        self._text = Label(theme, "", Text.ROW, wrap=True)
        row = QHBoxLayout(self)
        set_margins(row, 48, 10, 16, 10)
        row.addWidget(self._text)
        theme.changed.connect(self.update)

    def say(self, text: str, met: bool) -> None:
        self._text.setText(text)
        self._met = met
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        painter.setPen(t.surface2)
        painter.setBrush(t.surface2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 20, 20)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        icon, colour = ("info", t.accent) if self._met else ("check", t.good)
        spot = QRectF(14, (self.height() - 20) / 2, 20, 20)
        self._theme.icons.paint(painter, icon, colour, spot)


def _ahead(state: SessionState) -> list[Track]:
    """The playable songs after the current one."""
    found: list[Track] = []
    if state.programme is None or state.index is None or state.last_song or state.repeat:
        return found
    tracks, at = state.programme.tracks, state.index
    while len(found) < SONGS_AHEAD:
        following = queue.following(tracks, at, state.skipped)
        if following is None:
            break
        found.append(tracks[following])
        at = following
    return found
