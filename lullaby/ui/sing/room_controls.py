"""The few controls of the Room view: they come when somebody touches anything, and leave again."""

from PySide6.QtCore import QObject, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtWidgets import (
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lullaby.session import queue
from lullaby.session.end_offer import end_offer
from lullaby.session.state import SessionState, Stage
from lullaby.ui.controls.labels import Elided
from lullaby.ui.mirroring import never_mirrored
from lullaby.ui.sing.evening_tiles import END_ICONS, calm_icon
from lullaby.ui.sing.named_pill import NamedPill
from lullaby.ui.sing.timer_chip import TimerChip
from lullaby.ui.text import sentences
from lullaby.ui.theme.theme import Text, Theme

EDGE = 48
LEAVE_AFTER_MS = 4_000
COME_MS, GO_MS = 200, 600
PAUSE_HIGH = 88
TITLE = 200
"""The least width of the titles beside the buttons with names, in px at 100 %."""


class RoomPlayer(QWidget):
    """The row of a player's buttons, in the same order in every language."""


class RoomControls(QObject):
    """`head` and `foot` keep their place beside the words, so that these never move."""

    left = Signal()
    pause_requested = Signal()
    previous_line_requested = Signal()
    next_song_requested = Signal()
    timer_requested = Signal()
    calm_requested = Signal()
    end_requested = Signal()
    shown = Signal(bool)
    """The controls came, or are gone."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._open = False
        self._there = True
        self._width = 0
        self.back = NamedPill(theme, "arrow-left", self.tr("Back"))
        self._title = Elided(theme, "", Text.HEADING)
        self._next_title = Elided(theme, "", Text.CAPTION, "text2")
        self.chip = TimerChip(theme)
        self._moon = TimerChip(theme, bare=True)
        self.calm = NamedPill(theme, "moon", self.tr("They are calm now"))
        self.end = NamedPill(theme, "feather", self.tr("Fade out now"))
        self.previous_line = NamedPill(theme, "chevron-up", self.tr("Previous line"))
        self.pause = NamedPill(theme, "pause-solid", self.tr("Begin"), PAUSE_HIGH)
        self.next_song = NamedPill(theme, "skip-forward-solid", self.tr("Next song"))
        self.head = QStackedWidget()
        self.foot = QWidget()
        self._low = RoomPlayer()
        self._lay_out()
        self._effects = [self._effect(each) for each in (self._high, self._low)]
        self._ease = QVariantAnimation(self)
        self._ease.valueChanged.connect(self._set_opacity)
        self._ease.finished.connect(self._end)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LEAVE_AFTER_MS)
        self._timer.timeout.connect(self.rest)
        self.back.clicked.connect(self.left)
        self.chip.clicked.connect(self.timer_requested)
        self.calm.clicked.connect(self.calm_requested)
        self.end.clicked.connect(self.end_requested)
        self.previous_line.clicked.connect(self.previous_line_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.next_song.clicked.connect(self.next_song_requested)
        self.set_open(False)

    @property
    def there(self) -> bool:
        """Whether the controls can be used now."""
        return self._there

    def set_open(self, room: bool) -> None:
        """Show them as the Room view begins, or take everything away as it ends."""
        self._open = room
        self.head.setVisible(room)
        self.foot.setVisible(room)
        self._timer.stop()
        if room:
            self.wake()
        else:
            self._ease.stop()
            self._show(False)
            self.shown.emit(True)

    def wake(self) -> None:
        """Bring the controls, for `LEAVE_AFTER_MS`."""
        if not self._open:
            return
        self._timer.start()
        if not self._there:
            self._show(True)
            self.shown.emit(True)
            self._fade(1.0, COME_MS)
        elif self._ease.endValue() == 0.0 and self._ease.state() is self._ease.State.Running:
            self._fade(1.0, COME_MS)

    def rest(self) -> None:
        """Let the controls leave."""
        self._timer.stop()
        if self._open and self._there:
            self._fade(0.0, GO_MS)

    def show_state(self, state: SessionState) -> None:
        """The song, the next one, the time left, and what Pause would do."""
        self.chip.show_state(state)
        self._moon.show_state(state)
        plays = state.stage is Stage.PLAYING
        self.pause.set_icon("pause-solid" if plays else "play-solid")
        self.pause.say(self._pause_text(plays, state.sounding))
        for button in (self.calm, self.end):
            button.setVisible(state.sounding)
        self._show_end(state)
        track = state.track
        self._title.setText("" if track is None else track.title)
        following = queue.following(state.tracks, state.index, state.skipped)
        coming = following is not None and state.sounding
        self.next_song.setEnabled(coming)
        text = ""
        if coming and following is not None:
            text = self.tr("Next: {title}").format(title=state.tracks[following].title)
        self._next_title.setText(text)

    def _show_end(self, state: SessionState) -> None:
        offer = end_offer(state)
        self.calm.set_icon(calm_icon(state))
        self.end.set_icon(END_ICONS[offer])
        names = sentences.calm_offer(state), sentences.end_offer_text(offer)
        if names != (self.calm.accessibleName(), self.end.accessibleName()):
            self.calm.say(names[0])
            self.end.say(names[1])
            self.fit(self._width)

    def fit(self, width: int) -> None:
        """Show the buttons' texts, if they fit into `width` px."""
        self._width = width
        foot = (self.previous_line, self.pause, self.next_song)
        labelled = sum(each.labelled_width() for each in foot) + 32 <= width
        for each in foot:
            each.set_labelled(labelled)
        named = (self.back, self.calm, self.end)
        beside = self.chip.whole_width() + self._theme.px(TITLE) + 2 * EDGE + 20
        labelled = sum(each.labelled_width() for each in named) + beside <= width
        for each in named:
            each.set_labelled(labelled)

    def _pause_text(self, plays: bool, sounding: bool) -> str:
        if plays:
            return self.tr("Pause")
        return self.tr("Resume") if sounding else self.tr("Begin")

    def _fade(self, to: float, ms: int) -> None:
        self._ease.stop()
        duration = self._theme.duration(ms)
        self._ease.setStartValue(1.0 - to)
        self._ease.setEndValue(to)
        if not duration:
            self._end()
            return
        for effect in self._effects:
            effect.setEnabled(True)
        self._set_opacity(1.0 - to)
        self._ease.setDuration(duration)
        self._ease.start()

    def _set_opacity(self, opacity: float) -> None:
        for effect in self._effects:
            effect.setOpacity(opacity)

    def _end(self) -> None:
        for effect in self._effects:
            effect.setEnabled(False)
        if self._ease.endValue() == 0.0:
            self._show(False)
            self.shown.emit(False)

    def _show(self, there: bool) -> None:
        self._there = there
        self.head.setCurrentIndex(1 if there else 0)
        self._low.setVisible(there)

    def _effect(self, widget: QWidget) -> QGraphicsOpacityEffect:
        effect = QGraphicsOpacityEffect(widget)
        effect.setEnabled(False)
        widget.setGraphicsEffect(effect)
        return effect

    def _lay_out(self) -> None:
        stage = QWidget()
        corner = QHBoxLayout(stage)
        corner.setContentsMargins(EDGE, 28, EDGE, 0)
        corner.addStretch(1)
        corner.addWidget(self._moon)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._next_title)
        self._high = QWidget()
        head = QHBoxLayout(self._high)
        head.setContentsMargins(EDGE, 28, EDGE, 0)
        head.setSpacing(20)
        head.addWidget(self.back)
        head.addLayout(names, 1)
        for button in (self.calm, self.end, self.chip):
            head.addWidget(button)
        self.head.addWidget(stage)
        self.head.addWidget(self._high)
        kept = self._low.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._low.setSizePolicy(kept)
        row = QHBoxLayout(self._low)
        row.setContentsMargins(16, 0, 16, 12)
        row.setSpacing(20)
        row.addStretch(1)
        for button in never_mirrored((self.previous_line, self.pause, self.next_song)):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._low)
