"""The person's corrections to a song: half, double or tapped tempo, calming or not. All
undoable.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from lullaby.library.analysis_store import NO_WORD, AnalysisStore, PersonsWord
from lullaby.library.track import Track
from lullaby.tempo.answer import TempoAnswer, TempoSource
from lullaby.tempo.choices import TempoCandidate, choices
from lullaby.tempo.tag import MOST
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.tag_controller import TagController
from lullaby.ui.library.tap_sheet import TapSheet
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.units import Bpm


class TempoController(QObject):
    changed = Signal()

    def __init__(
        self,
        store: AnalysisStore,
        library_model: LibraryModel,
        undo: UndoController,
        sheet: TapSheet,
        tags: TagController,
    ) -> None:
        super().__init__(sheet)
        self._store = store
        self._library_model = library_model
        self._undo = undo
        self.sheet = sheet
        self._tags = tags
        self._tapped: Track | None = None
        sheet.kept.connect(self._keep_taps)

    def has_word(self, track: Track) -> bool:
        return self._store.word(track.id) != NO_WORD

    def count(self, track: Track, times: float) -> None:
        """Count a song's beats at half (0.5) or double (2.0) the tempo."""
        if track.tempo.bpm is not None and track.tempo.bpm * times <= MOST:
            self._say_tempo(track, Bpm(track.tempo.bpm * times), TempoSource.CHOSEN)

    def choices(self, track: Track) -> tuple[TempoCandidate, ...]:
        """The possible values of a doubtful tempo."""
        return choices(track.tempo.bpm, self._store.analysis_of(track.id), track.tempo.bpm)

    def choose(self, track: Track, bpm: Bpm) -> None:
        self._say_tempo(track, bpm, TempoSource.CHOSEN)

    def can_be_written(self, track: Track) -> bool:
        return self._tags.can_write(track)

    def write(self, track: Track) -> None:
        """Write the tempo into the song's own file."""
        self._tags.write(track)

    def tap(self, track: Track) -> None:
        self._tapped = track
        self.sheet.open_for(track.title)

    def calm(self, track: Track, calms: bool) -> None:
        text = (
            self.tr("“{title}” marked as calming")
            if calms
            else self.tr("“{title}” hidden from calm lists")
        )
        word = replace(self._store.word(track.id), calms=calms)
        self._say(track, word, text.format(title=track.title))

    def calm_several(self, tracks: Sequence[Track], calms: bool | None) -> None:
        """Mark songs as calming or not; None removes the marks."""

        def mark(store: AnalysisStore) -> None:
            store.say_calms([track.id for track in tracks], calms)

        def mark_as_before(store: AnalysisStore) -> None:
            for each in (True, False, None):
                store.say_calms([track.id for track in tracks if track.calms is each], each)

        def write(work: Callable[[AnalysisStore], None], done: Callable[[], None]) -> None:
            self._library_model.write(self._store, len(tracks), work, lambda _: done())

        def marked() -> None:
            self.changed.emit()
            self._undo.offer(
                _calm_words(len(tracks), calms), lambda: write(mark_as_before, self.changed.emit)
            )

        write(mark, marked)

    def take_back(self, track: Track) -> None:
        text = self.tr("Your mark on “{title}” was removed").format(title=track.title)
        self._say(track, NO_WORD, text)

    def _keep_taps(self, bpm: Bpm) -> None:
        if self._tapped is not None:
            self._say_tempo(self._tapped, bpm, TempoSource.TAPPED)

    def _say_tempo(self, track: Track, bpm: Bpm, source: TempoSource) -> None:
        word = replace(self._store.word(track.id), tempo=TempoAnswer(bpm, source))
        beats = round(bpm)
        text = translate(
            "TempoController", "“{title}” set to %n beats a minute", None, PLURAL, beats
        )
        self._say(track, word, text.format(title=track.title))

    def _say(self, track: Track, word: PersonsWord, text: str) -> None:
        before = self._store.word(track.id)

        def take_back() -> None:
            self._store.say(track.id, before)
            self.changed.emit()

        self._store.say(track.id, word)
        self.changed.emit()
        self._undo.offer(text, take_back)


def _calm_words(count: int, calms: bool | None) -> str:
    if calms is None:
        return translate(
            "TempoController", "Your marks on %n songs were removed", None, PLURAL, count
        )
    if calms:
        return translate("TempoController", "%n songs marked as calming", None, PLURAL, count)
    return translate("TempoController", "%n songs hidden from calm lists", None, PLURAL, count)
