"""The panel beside the lines: actions on the current one, tap delay, and saving."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.lyrics.languages import base_of
from lullaby.lyrics.tap_spelling import spelled
from lullaby.lyrics.tapping import COARSE_MS, FINE_MS
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.controls.pages import Framed, TextPage
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.switch import Switch
from lullaby.ui.mirroring import set_margins
from lullaby.ui.sing.singer_signs import Singers
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.words_editor import sentences
from lullaby.ui.words_editor.nudges import Nudges
from lullaby.ui.words_editor.state import Editing, nudged
from lullaby.ui.words_editor.voice_chips import VoiceChips

DELAY_STEP_MS = 10


class Panel(QWidget):
    nudged = Signal(int)
    """By so many ms."""
    voice_chosen = Signal(object)
    whole_verse_requested = Signal(bool)
    spelled_anew = Signal(str)
    joined = Signal()
    cut_by_rule = Signal()
    language_chosen = Signal(str)
    translation_typed = Signal(str)
    delay_requested = Signal(int)
    """By so many ms more or less."""
    measure_requested = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: int | None = None
        self.nudges = Nudges(theme, (COARSE_MS, FINE_MS))
        self.voices = VoiceChips(theme)
        self._verse = Switch(theme, self.tr("For the rest of the verse"))
        self.syllables = PillField(theme, "pencil", self.tr("Syllables"))
        self.syllables.setAccessibleDescription(self._how_to_cut())
        self._join = PillButton(theme, self.tr("Join with next"), height=48)
        self._rule = PillButton(theme, self.tr("Split automatically"), height=48)
        self._language = PillButton(theme, "", "languages", height=48)
        self.translation = TextPage(
            theme,
            self.tr("Translation or pronunciation"),
            self.tr("Translation, or how it sounds; one per row"),
            2,
        )
        self._delay = Stepper(
            theme, (self.tr("Less delay"), self.tr("More delay")), held=5, diameter=48, growth=1.0
        )
        self._measure = PillButton(theme, self.tr("Measure my delay"), height=48)
        self._measure.setCheckable(True)
        self.into_tags = Switch(theme, self.tr("Write them into the file’s tags too"))
        self._lay_out()
        self._connect()

    def show_editing(self, editing: Editing, delay_ms: int) -> None:
        line = editing.line
        session = editing.session
        another = line != self._line
        self._line = line
        for control in (self.nudges, self.voices, self.syllables, self._join, self._rule):
            control.setEnabled(line is not None)
        self.translation.setEnabled(line is not None)
        self.nudges.show_time(*nudged(editing))
        self._verse.setChecked(editing.whole_verse)
        self._delay.show_text(self.tr("{n} ms").format(n=whole(delay_ms)))
        self._measure.setChecked(editing.measured is not None)
        self._measure.setText(
            self.tr("Done") if editing.measured is not None else self._measure_text()
        )
        language = sentences.language_name(base_of(editing.like.language))
        self._language.setText(language)
        self._language.setAccessibleName(self.tr("Language: {name}").format(name=language))
        if line is None:
            return
        each = session.lines[line]
        self.voices.show_part(each.part)
        if another or not self.syllables.hasFocus():
            self.syllables.setText(spelled(each.pieces))
            self.syllables.setCursorPosition(0)
        if another or not self.translation.hasFocus():
            self._put_translation(each.translation)

    def show_singers(self, singers: Singers) -> None:
        self.voices.show_singers(singers)

    def _put_translation(self, text: str) -> None:
        if self.translation.toPlainText() != text:
            blocked = self.translation.blockSignals(True)
            self.translation.setPlainText(text)
            self.translation.blockSignals(blocked)

    def _connect(self) -> None:
        self.nudges.nudged.connect(self.nudged)
        self.voices.chosen.connect(self.voice_chosen)
        self._verse.clicked.connect(self.whole_verse_requested)
        self.syllables.editingFinished.connect(
            lambda: self.spelled_anew.emit(self.syllables.text())
        )
        self._join.clicked.connect(self.joined)
        self._rule.clicked.connect(self.cut_by_rule)
        self._language.clicked.connect(self._choose_language)
        self.translation.textChanged.connect(
            lambda: self.translation_typed.emit(self.translation.toPlainText())
        )
        self._delay.requested.connect(lambda by: self.delay_requested.emit(by * DELAY_STEP_MS))
        self._measure.clicked.connect(self.measure_requested)

    def _choose_language(self) -> None:
        menu = PassingMenu(self)
        for code in (*sentences.LANGUAGES, ""):
            name = sentences.language_name(code)
            menu.addAction(name, lambda code=code: self.language_chosen.emit(code))
        open_below(menu, self._language)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 8, 0)
        column.setSpacing(10)

        def head(text: str) -> None:
            if column.count():
                column.addSpacing(12)
            column.addWidget(Label(self._theme, text, Text.HEADING, wrap=True))

        def hint(text: str) -> None:
            column.addWidget(Label(self._theme, text, Text.CAPTION, "text2", wrap=True))

        def switched(text: str, switch: Switch) -> None:
            row = QHBoxLayout()
            row.addWidget(Label(self._theme, text, Text.ROW, wrap=True), 1)
            row.addWidget(switch)
            column.addLayout(row)

        head(self.tr("Start of this line"))
        column.addWidget(self.nudges)
        head(self.tr("Who sings it"))
        column.addWidget(self.voices)
        switched(self.tr("For the rest of the verse"), self._verse)
        head(self.tr("Syllables"))
        column.addWidget(self.syllables)
        hint(self._how_to_cut())
        column.addWidget(self._join)
        column.addWidget(self._rule)
        column.addWidget(self._language)
        head(self.tr("Translation or pronunciation"))
        column.addWidget(Framed(self._theme, self.translation))
        head(self.tr("Tap delay"))
        hint(self.tr("Taps come a little late; we subtract this much."))
        column.addWidget(self._delay)
        column.addWidget(self._measure)
        head(self.tr("When saving"))
        switched(self.tr("Write them into the file’s tags too"), self.into_tags)
        column.addStretch(1)

    def _how_to_cut(self) -> str:
        return self.tr(
            "Use / to split syllables (Hu/na blen/tyn). You can fix spelling here. Press Enter"
            " to keep."
        )

    def _measure_text(self) -> str:
        return self.tr("Measure my delay")
