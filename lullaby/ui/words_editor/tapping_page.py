"""The lines, what can be done with one of them, and the dock; folded where room is short."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.lyrics.tapping import TapUnit
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.sing.singer_signs import Singers
from lullaby.ui.sing.words_notes import NotesLine
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.words_editor import sentences, state
from lullaby.ui.words_editor.actions import EditorActions
from lullaby.ui.words_editor.controller import EditorController
from lullaby.ui.words_editor.dock import EditorDock
from lullaby.ui.words_editor.lines_view import LinesView
from lullaby.ui.words_editor.panel import Panel
from lullaby.ui.words_editor.place import EditorPlace
from lullaby.ui.words_editor.state import Editing

PANEL = 348
LEAST_LIST = 500
"""Where less than this is left beside the panel, one of them is shown at a time."""

LEAST_PLACED = 640
"""Below this height, in px at 100 %, the place in the song leaves its room to the lines."""

DOCK_EDGE = 28

UNITS = (TapUnit.LINES, TapUnit.SYLLABLES)


class TappingPage(QWidget):
    def __init__(
        self, theme: Theme, controller: EditorController, editor_actions: EditorActions
    ) -> None:
        super().__init__()
        self._theme = theme
        self._controller = controller
        self.folded = False
        self.turned = False
        """Folded, and the panel is the one that is shown."""
        self._hint = Label(theme, "", Text.BODY, "text2", wrap=True)
        self.units = Segmented(theme, [self.tr("By line"), self.tr("By syllable")])
        self.list = LinesView(theme, self.tr("Lines"))
        self.panel = Panel(theme)
        self.place = EditorPlace(theme)
        self.dock = EditorDock(theme)
        self.notes = NotesLine(theme)
        self._side = Card(theme, 26, 0.9)
        self._lay_out()
        self._connect(editor_actions)
        theme.changed.connect(self._refold)

    def show_editing(self, editing: Editing) -> None:
        controller = self._controller
        self._hint.setText(sentences.hint(editing, controller.playing))
        self.notes.show_words(editing.like)
        self.units.choose(UNITS.index(editing.session.unit))
        self.list.show_editing(editing)
        self.panel.show_editing(editing, controller.delay_ms)
        self.place.show_lines(state.timed_lines(editing), editing.line)
        self.place.show_place(*controller.place)
        self.dock.show_editing(editing, controller.playing, controller.here, controller.pace)

    def show_singers(self, singers: Singers) -> None:
        self.list.lines.singers = singers
        self.list.viewport().update()
        self.panel.show_singers(singers)

    def focus_first(self) -> None:
        """Space is a tap from here."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, width: int, height: int) -> None:
        """`width` and `height` px are there for the whole screen."""
        self.place.setVisible(height >= self._theme.px(LEAST_PLACED))
        self._width = width
        self._refold()
        self.dock.fit(width - 2 * DOCK_EDGE)

    def turn(self) -> None:
        """From the lines to the panel, and back."""
        self.turned = not self.turned
        self._refold()

    _width = 1 << 20

    def _refold(self) -> None:
        px = self._theme.px
        self.folded = self._width < px(PANEL + LEAST_LIST)
        self.turned = self.turned and self.folded
        self._side.setVisible(not self.folded or self.turned)
        self.list.setVisible(not self.turned)
        wide = self._width if self.folded else px(PANEL)
        self._side.setMaximumWidth(wide)
        self._side.setMinimumWidth(0 if self.folded else wide)

    def _connect(self, editor_actions: EditorActions) -> None:
        panel, controller = self.panel, self._controller
        self.units.chosen.connect(lambda place: editor_actions.set_unit(UNITS[place]))
        self.list.chosen.connect(editor_actions.choose)
        self.list.replay_requested.connect(controller.play_line)
        self.place.chosen.connect(controller.go_to)
        self.dock.acted.connect(editor_actions.perform)
        panel.nudged.connect(editor_actions.nudge)
        panel.voice_chosen.connect(editor_actions.voice)
        panel.whole_verse_requested.connect(editor_actions.set_whole_verse)
        panel.spelled_anew.connect(editor_actions.spell)
        panel.joined.connect(editor_actions.join)
        panel.cut_by_rule.connect(editor_actions.cut_by_rule)
        panel.language_chosen.connect(editor_actions.speak)
        panel.translation_typed.connect(editor_actions.translate)
        panel.delay_requested.connect(lambda by: controller.set_delay(controller.delay_ms + by))
        panel.measure_requested.connect(controller.measure)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._hint, 1)
        head.addWidget(self.units)
        inside = QVBoxLayout(self._side)
        set_margins(inside, 22, 20, 14, 20)
        inside.addWidget(QuietArea(self.panel))
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addWidget(self.list, 1)
        middle.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(middle, 1)
        column.addWidget(self.notes, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.place)
        column.addWidget(self.dock)
