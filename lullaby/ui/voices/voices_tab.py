"""The tab My voice: the person's own recordings by song, of one singer or for one child."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.song_preferences import ChildId
from lullaby.library.take import Take, TakeId
from lullaby.library.take_list import by_song
from lullaby.session.state import SessionState, Stage
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.chips import ChipRow
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.voices.voices_controller import VoicesController, VoicesFound
from lullaby.ui.voices.voices_model import VoicesModel, rows_of
from lullaby.ui.voices.voices_view import VoicesView


class VoicesTab(QWidget):
    play_requested = Signal(object, int)
    """The listed takes, and the index of the one to begin with."""
    toggle_requested = Signal()
    """Pause the current take, or resume it."""
    words_requested = Signal(object, int)
    menu_requested = Signal(object, object)
    """A take, and where to open on the screen."""
    delete_requested = Signal(object)
    bring_requested = Signal()
    record_requested = Signal()
    """Record a song that is still to be chosen."""
    again_requested = Signal(str)
    """Record the song with this score again."""
    message_requested = Signal()
    """Record a story or a few words."""
    ward_requested = Signal(object)
    """Export the listed takes for a hospital ward."""

    def __init__(
        self, theme: Theme, controller: VoicesController, today: Callable[[], date]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._controller = controller
        self._today = today
        self._found = VoicesFound()
        self._child: ChildId | None = None
        self._singer: str | None = None
        """Whose takes are listed; None for all."""
        self._stale = True
        self._wanted: TakeId | None = None
        self._state: SessionState | None = None
        self.filters = Flow(28)
        self._for: ChipRow | None = None
        self._by: ChipRow | None = None
        self.model = VoicesModel()
        self.view = VoicesView(theme, self.model)
        self._empty = Label(theme, "", Text.BODY, "text2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bring = PillButton(theme, self.tr("Bring in a recording"), "download")
        self._bring.clicked.connect(self.bring_requested)
        self._record = PillButton(theme, self.tr("Record a song"), "circle-dot", ButtonStyle.FILLED)
        self._record.clicked.connect(self.record_requested)
        self._message = PillButton(theme, self.tr("Record a message"), "circle-dot", height=48)
        self._message.clicked.connect(self.message_requested)
        self._foot = Label(
            theme,
            self.tr("Recordings stay on this computer. Deleting can be undone for 8 seconds."),
            Text.CAPTION,
            "text2",
            wrap=True,
        )
        self._ward = PillButton(theme, self.tr("For a hospital ward…"), "upload", height=48)
        self._ward.clicked.connect(lambda: self.ward_requested.emit(tuple(self.model.takes)))
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the takes; if the tab is hidden, read them once it is visible."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._controller.read(self._show)

    def show_take(self, take: TakeId) -> None:
        """List all takes, with this one selected."""
        self._child = self._singer = None
        self._wanted = take
        self.refresh()

    def show_sounding(self, state: SessionState) -> None:
        self._state = state
        track = state.track if state.sounding else None
        take = self._controller.take_of(track.path, self._found) if track else None
        paused = state.stage is Stage.PAUSED
        if (take, paused) != (self.model.sounding, self.model.paused):
            self.model.sounding, self.model.paused = take, paused
            self.view.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self.refresh()

    def _lay_out(self) -> None:
        stays = QWidget()
        row = QHBoxLayout(stays)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(_Lock(self._theme))
        row.addWidget(self._foot, 1)
        foot = FoldingRow((stays, self._message, self._ward), 10, (1, 0, 0), words=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        column.addWidget(self._empty)
        self._begin = Flow(16, centred=True)
        self._begin.add(self._record, self._bring)
        column.addWidget(self._begin)
        column.addStretch(0)
        column.addWidget(foot)
        self._column = column
        self._show(self._found)

    def _connect(self) -> None:
        self.view.play_requested.connect(self._play)
        self.view.words_requested.connect(
            lambda index: self.words_requested.emit(*self._from(index))
        )
        self.view.delete_requested.connect(
            lambda index: self.delete_requested.emit(self.model.take(index))
        )
        self.view.menu_requested.connect(
            lambda index, where: self.menu_requested.emit(self.model.take(index), where)
        )
        self.view.record_requested.connect(self.again_requested)
        self._controller.changed.connect(self.refresh)
        self._controller.brought.connect(self.show_take)

    def _show(self, found: VoicesFound) -> None:
        self._found = found
        if self._child not in [each.id for each in found.children]:
            self._child = None
        if self._singer not in found.singers:
            self._singer = None
        self._show_filters(found)
        self._list()

    def _list(self) -> None:
        chosen = self.model.take(self.view.currentIndex())
        songs = by_song(self._found.takes, self._child, self._singer)
        self.model.show(rows_of(songs, self._found.usage, self._today()))
        if self._state is not None:
            self.show_sounding(self._state)
        wanted = self._wanted or (chosen.id if chosen else None)
        at = self.model.place_of(wanted) if wanted is not None else None
        self._wanted = None
        if at is not None:
            self.view.choose(at)
        elif songs:
            self.view.choose(1)
        self._show_whether_empty(bool(songs))

    def _show_whether_empty(self, listed: bool) -> None:
        nothing = not self._found.takes
        self.view.setVisible(listed)
        self._empty.setVisible(not listed)
        self._begin.setVisible(nothing)
        self._ward.setVisible(listed)
        for at in (2, 5):
            self._column.setStretch(at, 0 if listed else 1)
        self._empty.setText(
            self.tr(
                "Keep your own singing here for the nights when you cannot be there. Record a song,"
                " or bring in a recording from your phone: its words come with it, in time."
            )
            if nothing
            else self.tr("No recordings like this yet.")
        )

    def _show_filters(self, found: VoicesFound) -> None:
        """Show a choice only where there is one."""
        self.filters.clear()
        self._for = self._by = None
        several = len({take.facts.child for take in found.takes}) > 1
        if found.children and several:
            texts = [self.tr("All children"), *(each.name for each in found.children)]
            places: list[ChildId | None] = [None, *(each.id for each in found.children)]
            self._for = self._filter(self.tr("For"), texts, places.index(self._child))
            self._for.chosen.connect(lambda at: self._choose(places[at], self._singer))
        if len(found.singers) > 1:
            texts = [self.tr("Everyone"), *found.singers]
            who: list[str | None] = [None, *found.singers]
            self._by = self._filter(self.tr("Sung by"), texts, who.index(self._singer))
            self._by.chosen.connect(lambda at: self._choose(self._child, who[at]))
        self.filters.setVisible(self._for is not None or self._by is not None)

    def _filter(self, name: str, texts: Sequence[str], place: int) -> ChipRow:
        row = ChipRow(self._theme, texts, gap=10)
        row.set_name(name)
        row.choose(place)
        group = QWidget()
        line = QHBoxLayout(group)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(Label(self._theme, name, Text.BODY, "text2"))
        line.addWidget(row, 1)
        self.filters.add(group)
        group.show()
        return row

    def _choose(self, child: ChildId | None, singer: str | None) -> None:
        self._child, self._singer = child, singer
        self._list()

    def _from(self, index: QModelIndex) -> tuple[tuple[Take, ...], int]:
        """The listed takes, and which of them is in this row."""
        takes, take = self.model.takes, self.model.take(index)
        return tuple(takes), 0 if take is None else takes.index(take)

    def _play(self, index: QModelIndex) -> None:
        take = self.model.take(index)
        if take is not None and take.id == self.model.sounding:
            self.toggle_requested.emit()
        elif take is not None:
            self.play_requested.emit(*self._from(index))


class _Lock(QWidget):
    """A small lock."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self._fit)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._theme.icons.paint(painter, "lock", self._theme.tokens.text2, QRectF(self.rect()))

    def _fit(self) -> None:
        side = self._theme.px(18)
        self.setFixedSize(side, side)
        self.update()
