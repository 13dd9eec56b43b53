"""Connects the editor's keys and buttons with its controller."""

from collections.abc import Callable
from dataclasses import replace

from lullaby.lyrics.model import Part
from lullaby.lyrics.tap_lines import by_rule, joined, with_pieces, with_translation
from lullaby.lyrics.tap_spelling import pieces_of
from lullaby.lyrics.tapping import COARSE_MS, FINE_MS, TapUnit
from lullaby.ui.words_editor import state
from lullaby.ui.words_editor.controller import EditorController
from lullaby.ui.words_editor.keys import EditorAction
from lullaby.units import Ms


class EditorActions:
    def __init__(self, controller: EditorController, save: Callable[[], None]) -> None:
        self._controller = controller
        self._typing: int | None = None
        """The line whose translation is being typed, which counts as one step for Undo."""
        self._acts: dict[EditorAction, Callable[[], None]] = {
            EditorAction.TAP: controller.tap,
            EditorAction.PAUSE: controller.toggle,
            EditorAction.UNDO: lambda: controller.act(lambda session: session.undo()),
            EditorAction.REDO: lambda: controller.act(lambda session: session.redo()),
            EditorAction.LINE_BEFORE: lambda: self.step(-1),
            EditorAction.LINE_AFTER: lambda: self.step(+1),
            EditorAction.PIECE_BEFORE: lambda: self._step_piece(-1),
            EditorAction.PIECE_AFTER: lambda: self._step_piece(+1),
            EditorAction.EARLIER: lambda: self.nudge(-COARSE_MS),
            EditorAction.LATER: lambda: self.nudge(COARSE_MS),
            EditorAction.EARLIER_FINE: lambda: self.nudge(-FINE_MS),
            EditorAction.LATER_FINE: lambda: self.nudge(FINE_MS),
            EditorAction.PLAY_LINE: controller.play_line,
            EditorAction.END_LINE: controller.end_line,
            EditorAction.CLEAR_LINE: self._clear,
            EditorAction.LOOP: controller.toggle_loop,
            EditorAction.SLOWER: lambda: controller.set_pace(-1),
            EditorAction.FASTER: lambda: controller.set_pace(+1),
            EditorAction.UNIT: self.other_unit,
            EditorAction.FIRST: lambda: self.voice(Part.FIRST),
            EditorAction.SECOND: lambda: self.voice(Part.SECOND),
            EditorAction.TOGETHER: lambda: self.voice(Part.EVERYONE),
            EditorAction.SAVE: save,
        }

    def perform(self, act: EditorAction) -> None:
        self._typing = None
        self._acts[act]()

    def nudge(self, by_ms: int) -> None:
        self._controller.move(lambda editing: state.nudge(editing, Ms(by_ms)))

    def voice(self, part: Part) -> None:
        self._typing = None
        self._controller.move(lambda editing: state.voiced(editing, part))

    def set_whole_verse(self, whole: bool) -> None:
        """Set whether a voice applies to the rest of the verse."""
        self._controller.move(lambda editing: replace(editing, whole_verse=whole))

    def choose(self, line: int) -> None:
        """Choose the line that was clicked."""
        self._typing = None
        self._controller.move(lambda editing: state.moved_to(editing, line))

    def set_unit(self, unit: TapUnit) -> None:
        self._controller.act(lambda session: session if session.unit is unit else session.by(unit))

    def other_unit(self) -> None:
        editing = self._controller.editing
        if editing is not None:
            lines = editing.session.unit is TapUnit.LINES
            self.set_unit(TapUnit.SYLLABLES if lines else TapUnit.LINES)

    def spell(self, written: str) -> None:
        """Set the syllables of the current line as they were typed."""
        self._typing = None
        line = self._line
        if line is not None:
            self._controller.act(lambda session: with_pieces(session, line, pieces_of(written)))

    def join(self) -> None:
        """Join the marked syllable with the next."""
        editing, line = self._controller.editing, self._line
        if editing is None or line is None:
            return
        session = editing.session
        chosen = session.selected if session.selected is not None else session.marks.at
        piece = chosen - session.marks.firsts[line]
        last = len(session.lines[line].pieces) - 2
        self._controller.act(lambda session: joined(session, line, max(0, min(piece, last))))

    def cut_by_rule(self) -> None:
        editing, line = self._controller.editing, self._line
        if editing is not None and line is not None:
            language = editing.like.language
            self._controller.act(lambda session: by_rule(session, [line], language))

    def speak(self, language: str) -> None:
        """Set the language; lines without stamped syllables are split again by its rules."""
        self._controller.set_language(language)
        editing = self._controller.editing
        if editing is None:
            return
        marks = editing.session.marks
        open_lines = [
            i
            for i, line in enumerate(editing.session.lines)
            if line.pieces and all(marks.starts[piece] is None for piece in marks.pieces(i)[1:])
        ]
        self._controller.act(lambda session: by_rule(session, open_lines, language))

    def translate(self, text: str) -> None:
        line = self._line
        if line is None:
            return
        again, self._typing = self._typing == line, line
        editing = self._controller.editing
        before = None if editing is None else editing.session.lines[line].translation
        self._controller.act(lambda session: with_translation(session, line, text, again))
        after = self._controller.editing
        if after is not None and after.session.lines[line].translation == before and not again:
            self._typing = None

    @property
    def _line(self) -> int | None:
        editing = self._controller.editing
        return None if editing is None else editing.line

    def step(self, by: int) -> None:
        """Move one line back or on."""
        self._controller.move(lambda editing: state.stepped(editing, by))

    def _step_piece(self, by: int) -> None:
        editing = self._controller.editing
        if editing is not None and editing.session.unit is TapUnit.SYLLABLES:
            self._controller.move(lambda editing: state.piece_stepped(editing, by))

    def _clear(self) -> None:
        line = self._line
        if line is not None:
            self._controller.act(lambda session: session.clear_line(line))
