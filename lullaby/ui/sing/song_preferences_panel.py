"""The panel of a song's preferences: child, words, volume, parts, and a way to reset them."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.library.song_preferences import EVERYBODY, SONG_ITSELF, TakeId
from lullaby.library.track import Track, TrackId
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.chips import Chip
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.switch import Switch
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.sing import song_preferences_words
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.text.locale import signed
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Ms

TIME_WIDTH = 124
"""Fits "150 ms earlier", in px at 100 %, so that the steppers are aligned."""


class SongPreferencesPanel(Sheet):
    encoding_requested = Signal()
    """The words look wrong; another encoding may be chosen."""
    chords_switched = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        controller: SongPreferencesController,
        bridge: SessionBridge,
        today: Callable[[], date],
    ) -> None:
        super().__init__(theme, window, 620)
        self._today = today
        self._controller = controller
        self._bridge = bridge
        self._track: Track | None = None
        self._how = Label(theme, "", Text.BODY, "text2", wrap=True)
        self._children = Flow(8)
        self._group = RadioGroup(self)
        self._speaker = Label(theme, "", Text.BODY, wrap=True)
        self._on_speaker = Stepper(
            theme, (self.tr("Words later"), self.tr("Words earlier")), usual=TIME_WIDTH
        )
        self._in_song = Stepper(
            theme,
            (self.tr("Words of this song later"), self.tr("Words of this song earlier")),
            usual=TIME_WIDTH,
        )
        self._volume = Stepper(
            theme, (self.tr("This song softer"), self.tr("This song louder")), usual=TIME_WIDTH
        )
        self._swapped = Switch(theme, self.tr("Swap the two singers"))
        self._chords = Switch(theme, self.tr("Show chords"))
        self._letters = WrappingPill(
            theme, self.tr("Do the letters look wrong? Choose others…"), "languages"
        )
        self._clear = WrappingPill(theme, "", "undo-2")
        self._recorded = Label(
            theme, self.tr("What plays, from the next time on"), Text.BODY, wrap=True
        )
        self._recordings = Flow(8)
        self._recording_group = RadioGroup(self)
        content = QWidget()
        self._rows = QVBoxLayout(content)
        set_margins(self._rows, 0, 0, 6, 0)
        self._rows.setSpacing(14)
        self._rows.addWidget(self._how)
        self._rows.addWidget(self._children)
        self._row(self._speaker, self._on_speaker)
        self._row(Label(theme, self.tr("Sync of words for this song"), wrap=True), self._in_song)
        self._row(Label(theme, self.tr("This song’s volume"), wrap=True), self._volume)
        parts = Label(theme, self.tr("Swap the two singers"), wrap=True)
        self._parts = self._row(parts, self._swapped)
        self._chords_row = self._row(Label(theme, self.tr("Show chords"), wrap=True), self._chords)
        self._rows.addWidget(self._recorded)
        self._rows.addWidget(self._recordings)
        self._rows.addWidget(self._letters, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)
        self.hold(content)
        self._on_speaker.requested.connect(controller.move_words_on_speaker)
        self._in_song.requested.connect(self._move_words)
        self._volume.requested.connect(self._louder)
        self._swapped.clicked.connect(self._swap)
        self._chords.clicked.connect(self.chords_switched)
        self._letters.clicked.connect(self._choose_letters)
        self._clear.clicked.connect(self._clear_all)
        controller.changed.connect(self._show)

    def show_chords(self, shown: bool) -> None:
        self._chords.setChecked(shown)

    def open_for(
        self, track: Track, *, two_voices: bool, other_letters: bool, has_chords: bool
    ) -> None:
        """Show the preferences of this song.

        Without two voices there are no parts to swap; `other_letters` tells whether its words can
        be read in another encoding.
        """
        self._track = track
        self._chords_row.setVisible(has_chords)
        self._letters.setVisible(other_letters)
        self._parts.setVisible(two_voices)
        self._show_children()
        self._show_recordings()
        self._show()
        self._rows.activate()
        self.open(track.title)

    def _row(self, label: Label, control: QWidget) -> FoldingRow:
        row = FoldingRow((label, control), 12, (1, 0), words=True)
        self._rows.addWidget(row)
        return row

    def _show(self) -> None:
        if self._track is None:
            return
        song_preferences, child = (
            self._controller.song_preferences(self._track.id),
            self._controller.child,
        )
        text = self._controller.words(self._track)
        plain = self.tr("Key, tempo and what you set here are remembered for this song.")
        self._how.setText(text or plain)
        name = self._bridge.state.speaker
        self._speaker.setText(
            self.tr("Sync of words on {speaker}").format(speaker=name)
            if name
            else self.tr("Sync of words on this speaker")
        )
        self._on_speaker.show_text(
            song_preferences_words.steps_of_time(self._controller.on_speaker)
        )
        self._in_song.show_text(
            song_preferences_words.steps_of_time(song_preferences.earlier_ms or Ms(0))
        )
        louder = song_preferences.louder or 0
        self._volume.show_text(signed(louder))
        self._swapped.setChecked(bool(song_preferences.swapped))
        self._clear.setText(
            self.tr("Reset this song")
            if child is None
            else self.tr("Same for everyone, not only {name}").format(name=child.name)
        )
        self._clear.setEnabled(self._controller.is_kept(self._track.id))
        self._clear.updateGeometry()

    def _show_children(self) -> None:
        for chip in self._group.buttons():
            self._group.remove(chip)
        self._children.clear()
        children = self._controller.named()
        self._children.setVisible(bool(children))
        now = EVERYBODY if self._controller.child is None else self._controller.child.id
        choices = [(EVERYBODY, self.tr("Everyone")), *((each.id, each.name) for each in children)]
        for child, name in choices:
            chip = Chip(self._theme, name)
            chip.setChecked(child == now)
            self._group.add(chip)
            chip.clicked.connect(lambda *_, child=child: self._controller.sing_with(child))
            self._children.add(chip)

    def _show_recordings(self) -> None:
        for chip in self._recording_group.buttons():
            self._recording_group.remove(chip)
        self._recordings.clear()
        assert self._track is not None
        song, takes = self._controller.recordings(self._track)
        for part in (self._recorded, self._recordings):
            part.setVisible(bool(takes))
        if not takes:
            return
        chosen = self._controller.song_preferences(song.id).recording or SONG_ITSELF
        choices = [(SONG_ITSELF, song_preferences_words.itself())]
        choices += [(t.id, song_preferences_words.recording(t, self._today())) for t in takes]
        for recording, text in choices:
            chip = Chip(self._theme, text)
            chip.setChecked(recording == chosen)
            self._recording_group.add(chip)
            chip.clicked.connect(partial(self._play_instead, song.id, recording))
            self._recordings.add(chip)

    def _play_instead(self, song: TrackId, recording: TakeId, *_: object) -> None:
        self._controller.play_instead(song, recording)

    def _choose_letters(self) -> None:
        self.close_sheet()
        self.encoding_requested.emit()

    def _move_words(self, steps: int) -> None:
        if self._track is not None:
            self._controller.move_words(self._track.id, steps)

    def _louder(self, steps: int) -> None:
        if self._track is not None:
            self._controller.louder(self._track.id, steps)

    def _swap(self, swapped: bool) -> None:
        if self._track is not None:
            self._controller.swap_parts(self._track.id, swapped)

    def _clear_all(self) -> None:
        if self._track is not None:
            self._controller.clear(self._track.id)
