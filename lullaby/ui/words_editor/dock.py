"""The foot of the words editor: play, tap, undo, loop, speed."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout

from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton, RoundToggle
from lullaby.ui.controls.labels import Card
from lullaby.ui.controls.more import MoreButton, make_room
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.mirroring import never_mirrored
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Theme
from lullaby.ui.words_editor.keys import EditorAction
from lullaby.ui.words_editor.state import Editing


class EditorDock(Card):
    acted = Signal(object)
    """Act"""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 30, 0.9)

        def round_button(icon: str, name: str, act: EditorAction) -> RoundButton:
            button = RoundButton(theme, icon, name, icon_size=18, growth=1.0)
            button.clicked.connect(lambda: self.acted.emit(act))
            return button

        self._play = RoundButton(
            theme, "play-solid", self.tr("Begin"), 72, ButtonStyle.FILLED, growth=1.0
        )
        self._play.clicked.connect(lambda: self.acted.emit(EditorAction.PAUSE))
        self._undo = round_button("undo-2", self.tr("Undo"), EditorAction.UNDO)
        self._redo = round_button("redo-2", self.tr("Redo"), EditorAction.REDO)
        self.tap = PillButton(theme, self.tr("Tap"), height=60, key=self.tr("Space"))
        self.tap.setAccessibleName(self.tr("Tap, or Space"))
        self.tap.pressed.connect(lambda: self.acted.emit(EditorAction.TAP))
        self._loop = RoundToggle(theme, "refresh-cw", self.tr("Repeat this line"), growth=1.0)
        self._loop.clicked.connect(lambda: self.acted.emit(EditorAction.LOOP))
        self._pace = Stepper(
            theme, (self.tr("Slower"), self.tr("Faster")), self.tr("Tempo"), growth=1.0
        )
        self._pace.requested.connect(
            lambda by: self.acted.emit(EditorAction.SLOWER if by < 0 else EditorAction.FASTER)
        )
        back = round_button("chevron-up", self.tr("Previous line"), EditorAction.LINE_BEFORE)
        on = round_button("chevron-down", self.tr("Next line"), EditorAction.LINE_AFTER)
        self._leaving = (back, on, self._redo, self._loop, self._pace, self._undo)
        self._more = MoreButton(theme, self.tr("More"), growth=1.0)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(10)
        for control in never_mirrored((back, self._play, on)):
            row.addWidget(control)
        row.addWidget(self.tap, 1)
        for control in (self._undo, self._redo, self._loop, self._pace, self._more):
            row.addWidget(control)

    def fit(self, room: int) -> None:
        """Hide buttons behind the last one until all fits into `room` px, first those that lines
        and keys offer too."""
        layout = self.layout()
        assert layout is not None
        make_room(layout, self._more, self._leaving, room, squeezed=True)

    def minimumSizeHint(self) -> QSize:
        """The size with everything hidden behind the last button that may be."""
        shown = (self._play, self.tap, self._more)
        width = sum(each.minimumSizeHint().width() + 10 for each in shown) + 40
        return QSize(width, self._play.minimumSizeHint().height() + 24)

    def show_editing(self, editing: Editing, playing: bool, here: bool, pace: float) -> None:
        self._undo.setEnabled(bool(editing.session.past))
        self._redo.setEnabled(bool(editing.session.future))
        self._loop.setChecked(editing.pinned is not None)
        self._pace.show_text(self.tr("{n} %").format(n=whole(100 * pace)))
        self._play.set_icon("pause-solid" if playing else "play-solid")
        if playing:
            self._play.set_name(self.tr("Pause"))
        else:
            self._play.set_name(self.tr("Resume") if here else self.tr("Begin"))
        self.tap.setEnabled(bool(editing.session.lines))
