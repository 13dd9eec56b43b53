"""The recorder: the words of a song over the controls of a recording, then the card of its take."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lullaby.library.track import Track
from lullaby.lyrics.model import Lyrics
from lullaby.takes.raw_take import Music
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.areas import FillArea
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.choice import ChoicePill
from lullaby.ui.controls.labels import Elided, Label
from lullaby.ui.graphics.backdrop import Backdrop
from lullaby.ui.mirroring import set_margins
from lullaby.ui.recorder import texts
from lullaby.ui.recorder.count_moons import CountMoons
from lullaby.ui.recorder.delay_controller import DelayStep, DelayView
from lullaby.ui.recorder.delay_row import DelayRow
from lullaby.ui.recorder.recording_dock import RecordingDock
from lullaby.ui.recorder.recording_sign import RecordingSign
from lullaby.ui.recorder.state import LISTENING, RECORDED, RecorderView, Step
from lullaby.ui.recorder.take_card import TakeCard
from lullaby.ui.sing.prompter import Prompter
from lullaby.ui.sing.pulse import WordsPulse
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController
from lullaby.ui.sing.staging import beat_of
from lullaby.ui.sing.words_source import WordsSource, asked_for
from lullaby.ui.sing.words_view import WordsView
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Ms

EDGE, WORDS_EDGE = 32, 150
CARD_WIDTH = 880
NARROW = 760
MUSIC = (Music.HEADPHONES, Music.LOUDSPEAKER, Music.NONE)


class RecorderScreen(QWidget):
    left = Signal()
    music_chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        source: WordsSource,
        song_preferences: SongPreferencesController,
        sign_shown: Callable[[], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._source = source
        self._track: Track | None = None
        self._view = RecorderView()
        self._line = 0
        self._shown = False
        self._backdrop = Backdrop(theme, with_light=True)
        self.words = WordsView(theme)
        self.words.stand_on(self, self._ground)
        self._pulse = WordsPulse(self.words, bridge.position_now)
        self._prompter = Prompter(bridge, self.words, self._pulse, song_preferences)
        self._back = RoundButton(theme, "arrow-left", translate("recorder", "Back"))
        self._title = Elided(theme, "", Text.HEADING)
        self._under = Elided(theme, "", Text.CAPTION, "text2")
        self.music = ChoicePill(theme, translate("recorder", "Music"), 140)
        self.sign = RecordingSign(theme, sign_shown)
        self._hint = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.moons = CountMoons(theme)
        self._prompt = Label(theme, texts.prompt(), Text.TITLE, "text2", wrap=True)
        self._prompt.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._prompt.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.delay = DelayRow(theme)
        self.dock = RecordingDock(theme)
        self.card = TakeCard(theme)
        self._pages = QStackedWidget()
        self._lay_out()
        self._back.clicked.connect(self.left)
        self.music.chosen.connect(lambda at: self.music_chosen.emit(MUSIC[at]))
        self.dock.line_requested.connect(self.turn)
        source.found.connect(self._take_words)
        theme.changed.connect(self._restyle)
        self.show_view(self._view)

    @property
    def line_ms(self) -> float:
        """Where in the song the chosen line begins."""
        starts = self._starts
        return float(starts[self._line]) if starts else 0.0

    @property
    def _starts(self) -> list[Ms]:
        lyrics = self.words.lyrics
        if lyrics is None:
            return []
        return [line.start_ms for line in lyrics.lines if line.start_ms is not None and line.text]

    def enter(self) -> None:
        if not self._shown:
            self._bridge.position_changed.connect(self._prompter.show_position)
        self._shown = True

    def leave(self) -> None:
        if self._shown:
            self._bridge.position_changed.disconnect(self._prompter.show_position)
        self._shown = False
        self._pulse.rest()

    def open_track(self, track: Track, under: str) -> None:
        """Show the words of a song; `under` is the line under its title."""
        self._track, self._line = track, 0
        self._title.say(track.title)
        self._under.say(under)
        self._prompter.take(None, None, 1_000)
        self._source.ask(track)

    def open_message(self) -> None:
        """Show that a story or a few words are recorded."""
        self._track, self._line = None, 0
        self.show_title(translate("recorder", "A message"), "")
        self._prompter.take(None, None, 1_000)

    def show_title(self, title: str, under: str) -> None:
        """Show the song of a recording."""
        self._title.say(title)
        self._under.say(under)

    def turn(self, by: int) -> None:
        """Choose a line, while the recording pauses."""
        starts = self._starts
        if self._view.step is Step.PAUSED and starts:
            self._line = max(0, min(len(starts) - 1, self._line + by))
            self.words.show_position(starts[self._line])

    def show_view(self, view: RecorderView) -> None:
        before, self._view = self._view, view
        self.music.offer([texts.music(each) for each in MUSIC], MUSIC.index(view.music))
        self.music.setEnabled(view.step is Step.READY)
        recorded = view.step in RECORDED
        self._show_music()
        self.sign.set_on(view.step in LISTENING)
        self.moons.setVisible(view.step is Step.COUNT_IN)
        self.words.setVisible(not view.message)
        self._prompt.setVisible(view.message)
        self.moons.show_beats(view.beats_left)
        self.dock.show_view(view)
        hint = texts.hint(view)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._pages.setCurrentIndex(1 if recorded else 0)
        if view.step is Step.PAUSED and before.step is not Step.PAUSED:
            self._line = self._line_now()
        if recorded is not (before.step in RECORDED):
            self.focus()

    def show_delay(self, view: DelayView) -> None:
        """Ask for the measurement of the delay, or tell what came of it."""
        self.delay.show_view(view)
        measuring = view.step is DelayStep.MEASURING
        self.sign.set_on(measuring or self._view.step in LISTENING)
        self.dock.main.setEnabled(not measuring)
        self.music.setEnabled(not measuring and self._view.step is Step.READY)

    def _show_music(self) -> None:
        """The sign needs the room of the music's choice in a narrow window."""
        hidden = (*RECORDED, Step.RECORDING)
        if self.width() < self._theme.px(NARROW):
            hidden = (*RECORDED, *LISTENING)
        self.music.setVisible(self._view.step not in hidden and not self._view.message)

    def focus(self) -> None:
        """Focus what is no button, so that Space and Enter do what the keys of this screen say."""
        page = self._prompt if self._view.message else self.words
        shown = self.card if self._view.step in RECORDED else page
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line_now(self) -> int:
        """The line that was sung when the recording paused."""
        position = self._bridge.state.position_ms
        return max(0, sum(start <= position for start in self._starts) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._ground())

    def hideEvent(self, event: QHideEvent) -> None:
        self._backdrop.forget()

    def _ground(self) -> QPixmap:
        return self._backdrop.picture(self.size(), self.devicePixelRatioF())

    def _take_words(self, asked: object, words: Lyrics | None) -> None:
        if self._track is not None and asked == asked_for(self._track):
            there = words if words and words.has_words else None
            self._prompter.take(self._track, there, beat_of(self._track.tempo.bpm))

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._under)
        head = QHBoxLayout()
        set_margins(head, EDGE, 28, EDGE, 0)
        head.setSpacing(20)
        head.addWidget(self._back)
        head.addLayout(names, 1)
        head.addWidget(self.music)
        head.addWidget(self.sign)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(12)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self.moons)
        self._middle.addWidget(self.words, 1)
        self._middle.addWidget(self._prompt, 1)
        column.addLayout(self._middle, 1)
        column.addWidget(self._hint)
        column.addWidget(self.delay)
        column.addWidget(self.dock, 0, Qt.AlignmentFlag.AlignCenter)
        after = QWidget()
        around = QHBoxLayout(after)
        set_margins(around, EDGE, 32, EDGE, EDGE)
        around.addStretch(1)
        around.addWidget(self.card, 1_000)
        around.addStretch(1)
        self._scroll = FillArea(after)
        self._pages.addWidget(page)
        self._pages.addWidget(self._scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._pages, 1)

    def _restyle(self) -> None:
        width = self.width()
        edge = min(WORDS_EDGE, max(24, width // 9))
        set_margins(self._middle, edge, 24, min(edge, 100), 0)
        self.dock.fit(width - 32, self.height())
        self._show_music()
        self.card.setMaximumWidth(self._theme.px(CARD_WIDTH))
        self.card.fit(min(width - 2 * EDGE, self._theme.px(CARD_WIDTH)))
        self.update()
