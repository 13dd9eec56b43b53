"""The takes of a song as a choir: a row for each voice, over what is to be done with them all."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lullaby.library.choirs import ChoirMix
from lullaby.library.take import TakeId
from lullaby.ui.choir import texts
from lullaby.ui.choir.controller import ChoirView
from lullaby.ui.choir.voice_row import VoiceRow
from lullaby.ui.controls.areas import FillArea
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton, WrappingPill
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Card, Elided, Label, Separator
from lullaby.ui.graphics.backdrop import Backdrop
from lullaby.ui.mirroring import set_margins
from lullaby.ui.text.lists import sentences
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme

EDGE, INSIDE = 32, 25


class Folding(QWidget):
    """Folds what it holds when it gets another width."""

    def __init__(self, fold: Callable[[], None]) -> None:
        super().__init__()
        self._fold = fold

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fold()


class ChoirScreen(QWidget):
    left = Signal()
    add_requested = Signal()
    """Record another voice."""
    switched = Signal(object, bool)
    louder_requested = Signal(object, int)
    """A TakeId, and by how many dB."""
    nudged = Signal(object, int)
    music_requested = Signal(bool)
    listen_requested = Signal()
    keep_requested = Signal()
    export_requested = Signal()
    stop_requested = Signal()

    def __init__(
        self, theme: Theme, child_names: Callable[[], dict[int, str]], today: Callable[[], date]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._child_names = child_names
        self._today = today
        self._mix: ChoirMix | None = None
        self.rows: dict[TakeId, VoiceRow] = {}
        self._backdrop = Backdrop(theme)
        self._back = RoundButton(theme, "arrow-left", translate("choir", "Back"))
        self._title = Elided(theme, "", Text.TITLE)
        self._summary = Elided(theme, "", Text.ROW, "text2")
        self.add = PillButton(theme, translate("choir", "Add a voice"), "plus")
        self._card = Card(theme, 28)
        self._card_column = QVBoxLayout(self._card)
        self._inside = Folding(self._fold)
        self._hint = Label(theme, "", Text.ROW, "text2", wrap=True)
        self.music = WrappingPill(theme, "", "volume-x")
        self.listen = WrappingPill(
            theme, translate("choir", "Listen"), "play-solid", ButtonStyle.FILLED, 72
        )
        self.keep = WrappingPill(theme, translate("choir", "Keep as our choir"), "check", height=72)
        self.export = WrappingPill(theme, translate("choir", "Export…"), "upload", height=72)
        self.stop = WrappingPill(theme, translate("choir", "Stop"), "square")
        self._lay_out()
        theme.changed.connect(self._fold)
        self._back.clicked.connect(self.left)
        self.add.clicked.connect(self.add_requested)
        self.music.clicked.connect(self._toggle_music)
        self.listen.clicked.connect(self.listen_requested)
        self.keep.clicked.connect(self.keep_requested)
        self.export.clicked.connect(self.export_requested)
        self.stop.clicked.connect(self.stop_requested)

    def show_view(self, view: ChoirView) -> None:
        self._title.say(texts.heading(view.title))
        mix = view.mix
        if mix is None:
            self._clear()
        elif self._mix is None or [p.take for p in mix.parts] != [p.take for p in self._mix.parts]:
            self._build(mix)
        self._mix = mix
        for part in mix.parts if mix is not None else ():
            self.rows[part.take.id].show_part(part)
        singing = 0 if mix is None else len(mix.singing)
        summary = "" if mix is None else texts.summary(mix)
        self._summary.say(summary if view.share is None else texts.under_way(view.share))
        hint = texts.left_out(view.strangers)
        if mix is not None:
            hint = sentences((texts.twice(mix), hint))
            hint = hint or (texts.alone() if len(mix.parts) < 2 else "")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        with_music = mix is None or mix.music
        if with_music:
            self._say(self.music, translate("choir", "Without the music"), "volume-x")
        else:
            self._say(self.music, translate("choir", "With the music"), "volume-2")
        text = translate("choir", "Pause") if view.playing else translate("choir", "Listen")
        self._say(self.listen, text, "pause-solid" if view.playing else "play-solid")
        self.listen.setEnabled(singing > 0)
        self.music.setEnabled(singing > 0)
        for button in (self.keep, self.export):
            button.setEnabled(singing > 1 and view.share is None)
        self.stop.setVisible(view.share is not None)

    def focus(self) -> None:
        """Focus what is no button, so that Space listens."""
        self._card.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def voice(self) -> TakeId | None:
        """The voice in whose row the focus is, or else the first one."""
        focused = self.focusWidget()
        inside = (take for take, row in self.rows.items() if row.isAncestorOf(focused))
        return next(inside, next(iter(self.rows), None))

    def step(self, by: int) -> None:
        """Move the focus to the switch of the next row, or the one before."""
        rows = list(self.rows.values())
        if not rows:
            return
        focused = self.focusWidget()
        at = next((n for n, row in enumerate(rows) if row.isAncestorOf(focused)), None)
        first = 0 if by > 0 else len(rows) - 1
        at = first if at is None else max(0, min(len(rows) - 1, at + by))
        rows[at].switch.show_ring()

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._backdrop.picture(self.size(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)

    def hideEvent(self, event: QHideEvent) -> None:
        self._backdrop.forget()

    def _fold(self) -> None:
        """Put the parts of all rows below each other if there is too little width for one."""
        room = self._inside.width() - 2 * (EDGE + INSIDE)
        narrow = any(row.least_width() > room for row in self.rows.values())
        for row in self.rows.values():
            row.fold(narrow)
        self._card.updateGeometry()

    def _toggle_music(self) -> None:
        if self._mix is not None:
            self.music_requested.emit(not self._mix.music)

    def _say(self, button: WrappingPill, text: str, icon: str) -> None:
        if text != button.text():
            button.setText(text)
            button.setAccessibleName(text)
            button.set_icon(icon)

    def _clear(self) -> None:
        self.rows = {}
        while self._card_column.count():
            item = self._card_column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _build(self, mix: ChoirMix) -> None:
        self._clear()
        names, today = self._child_names(), self._today()
        for number, part in enumerate(mix.parts):
            take, child = part.take.id, names.get(part.take.facts.child, "")
            row = self.rows[take] = VoiceRow(self._theme, part, texts.origin(part, child, today))
            row.switched.connect(partial(self.switched.emit, take))
            row.louder_requested.connect(partial(self.louder_requested.emit, take))
            row.nudged.connect(partial(self.nudged.emit, take))
            if number:
                self._card_column.addWidget(Separator(self._theme))
            self._card_column.addWidget(row)
        self._fold()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._summary)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._back)
        head.addLayout(names, 1)
        head.addWidget(self.add)
        set_margins(self._card_column, INSIDE, 8, INSIDE, 8)
        self._card_column.setSpacing(0)
        self._card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._card.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._card.setAccessibleName(translate("choir", "Voices"))
        column = QVBoxLayout(self._inside)
        set_margins(column, EDGE, 0, EDGE, 24)
        column.setSpacing(16)
        column.addWidget(self._card)
        column.addWidget(self._hint)
        column.addStretch(1)
        for buttons in ((self.music, self.stop), (self.listen, self.keep, self.export)):
            flow = Flow(14)
            flow.add(*buttons)
            column.addWidget(flow)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(20)
        set_margins(head, EDGE, 28, EDGE, 0)
        whole.addLayout(head)
        whole.addWidget(FillArea(self._inside), 1)
