"""The bar above the dock: how to begin; while a singer leads, what moves the words, the beat, and
the ear."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lullaby.lyrics.prompting import Way
from lullaby.session.state import SessionState
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.labels import Card, Elided, Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.sing import song_preferences_words
from lullaby.ui.sing.aid_tile import AidTile
from lullaby.ui.sing.ear_pill import EarPill, EarTexts
from lullaby.ui.sing.prompter import WAYS
from lullaby.ui.text.lists import full_stop, sentences
from lullaby.ui.theme.theme import Text, Theme

TEXT_WIDTH = 250
"""Wide enough for its longest sentence, so that the bar keeps its width."""

VOICE = WAYS.index(Way.VOICE)


class SingerBar(Card):
    way_requested = Signal(object)
    voice_requested = Signal()
    """The words are to follow the voice."""
    ear_pressed = Signal()
    verse_requested = Signal()
    """The singer is in another verse than the one on show."""
    key_requested = Signal()
    """The singer wants to know which key suits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 30, 0.9)
        self._room = 1 << 20
        self._way = Way.PACE
        self._begins = self._wanted = False
        """Whether it tells how to begin, and whether there is anything to show."""
        self._leading = Label(theme, "", Text.STRONG)
        self._how = Label(theme, "", Text.CAPTION, "text2")
        self.ear = EarPill(theme)
        self.ear.hide()
        self.note = Elided(theme, "", Text.CAPTION, "text2")
        self.note.hide()
        self._find_key = AidTile(theme, "mic", self.tr("Find my key"))
        self._find_key.hide()
        self.verse = WrappingPill(theme, self.tr("Another verse?"))
        self.verse.setToolTip(self.tr("The same place of the next verse"))
        self.verse.hide()
        self._offered = self._listening = self._has_verses = False
        texts = [
            self.tr("Automatically"),
            self.tr("With my voice (try it)"),
            self.tr("With my taps"),
            self.tr("Line by line"),
        ]
        self._ways = Segmented(theme, texts)
        for chip, name in zip(
            self._ways.chips,
            (
                self.tr("The words move automatically"),
                self.tr("The words follow your voice. This is new: try it"),
                self.tr("Tap Space to the beat to move the words"),
                self.tr("Press Space for the next line"),
            ),
            strict=True,
        ):
            chip.setAccessibleName(name)
            chip.setToolTip(name)
        self._caption = Label(theme, self.tr("Words move"), Text.CAPTION, "text2")
        self._caption.setIndent(20)
        self._ways.chosen.connect(self._choose)
        self._ways.show_chip(VOICE, False)
        self.verse.clicked.connect(self.verse_requested)
        self.ear.clicked.connect(self.ear_pressed)
        self._find_key.clicked.connect(self.key_requested)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._leading)
        words.addWidget(self._how)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        set_margins(self._row, 24, 8, 12, 8)
        self._row.setSpacing(20)
        self._row.addWidget(self.ear)
        self._row.addWidget(self.verse)
        self._row.addLayout(words)
        moved = QVBoxLayout()
        moved.setSpacing(0)
        moved.addStretch(1)
        moved.addWidget(self._caption)
        moved.addWidget(self._ways)
        moved.addStretch(1)
        self._row.addLayout(moved)
        self._row.addWidget(self._find_key)
        theme.changed.connect(self._fold)
        self.hide()

    def offer_voice(self, offered: bool, has_verses: bool) -> None:
        """Whether this song can follow a voice, and has several verses of the same tune."""
        if (offered, has_verses) != (self._offered, self._has_verses):
            self._offered, self._has_verses = offered, has_verses
            self._ways.show_chip(VOICE, offered)
            self._fold()

    def show_voice(self, texts: EarTexts, listening: bool, note: str) -> None:
        """What the ear shows, and a note while the microphone is open."""
        self._listening = listening
        self.ear.show_texts(texts)
        self.note.setText(note)
        self._fold()

    def stop_listening(self) -> bool:
        """Close the microphone; False if it is not open."""
        if self._listening:
            self.ear_pressed.emit()
            return True
        return False

    def show_state(self, state: SessionState, room: bool) -> None:
        """`room`: the Room view, which shows only words."""
        prompt = state.vocal_mode.prompt
        leads = state.sounding and state.vocal_mode.alone and state.track is not None
        self._begins = not state.sounding
        if self._begins:
            self._leading.setText(self.tr("Press Space or the play button to begin."))
            self.setAccessibleName(self._leading.text())
        else:
            self._leading.setText(song_preferences_words.leading(state.vocal_mode))
            self.setAccessibleName(self.tr("Singing without music"))
        self._how.setText(song_preferences_words.way(state.vocal_mode))
        about = sentences((full_stop(self._leading.text()), self._how.text()))
        self.setAccessibleDescription("" if self._begins else about)
        self._ways.choose(WAYS.index(prompt.way))
        self.ear.setVisible(prompt.way is Way.VOICE and not self._begins)
        self._wanted = (leads or self._begins) and not room
        self._way = prompt.way
        self._fold()

    def fit(self, room: int) -> None:
        """Hide the sentences if not everything fits into `room` px."""
        self._room = room
        self._fold()

    def minimumSizeHint(self) -> QSize:
        """The size without the sentences, and with the choices stacked."""
        if self._begins:
            return super().minimumSizeHint()
        least = self._ways.minimumSizeHint() + QSize(16, 16)
        if not self.ear.isHidden():
            least += QSize(self.ear.minimumSizeHint().width() + self._row.spacing(), 0)
        return QSize(least.width(), max(least.height(), super().minimumSizeHint().height()))

    def _choose(self, at: int) -> None:
        """A voice moves the words only once it may be listened to."""
        if at == VOICE:
            self._ways.choose(WAYS.index(self._way))
            self.voice_requested.emit()
        else:
            self.way_requested.emit(WAYS[at])

    def _fold(self) -> None:
        """The way to find a key leaves first, then the sentences; the ear always stays."""
        self._ways.setVisible(not self._begins)
        if self._begins:
            self._caption.hide()
            self._say_how_to_begin()
            return
        self.setVisible(self._wanted)
        wide, gap = self._theme.px(TEXT_WIDTH), self._row.spacing()
        voice = not self.ear.isHidden()
        beside = self.ear.sizeHint().width() if voice else wide
        needed = self._ways.sizeHint().width() + beside + 2 * gap + 36
        roomy = needed <= self._room
        for widget, there in (
            (self.verse, voice and self._listening and self._has_verses),
            (self._find_key, self._offered),
        ):
            needed += widget.sizeHint().width() + gap if there else 0
            widget.setVisible(there and needed <= self._room)
        self.note.setVisible(self._listening and not self.isHidden())
        self._caption.setVisible(roomy)
        with_text = roomy and not voice
        for label in (self._leading, self._how):
            label.setVisible(with_text)
            label.setMinimumWidth(wide if with_text else 0)
        set_margins(self._row, 24 if roomy else 8, 8, 12 if roomy else 8, 8)

    def _say_how_to_begin(self) -> None:
        """In one line, or not at all."""
        for widget in (self._how, self.verse, self._find_key, self.note):
            widget.hide()
        self._leading.setMinimumWidth(0)
        self._leading.show()
        set_margins(self._row, 24, 8, 24, 8)
        needed = self._leading.sizeHint().width() + 2 * 24
        self.setVisible(self._wanted and needed <= self._room)
