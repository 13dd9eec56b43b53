"""The evening in the head of the Sing screen: calm, the end, and the timer."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.session.end_offer import EndOffer, end_offer
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.sing.aid_tile import HeadTile
from lullaby.ui.sing.timer_chip import TimerChip
from lullaby.ui.text import sentences
from lullaby.ui.theme.theme import Theme

END_ICONS = {
    EndOffer.FADE: "feather",
    EndOffer.KEEP_PLAYING: "feather",
    EndOffer.STILL_AWAKE: "clock",
}


def calm_icon(state: SessionState) -> str:
    """A moon, or a check once calm was noted."""
    return "moon" if state.calm_after_ms is None else "check"


def take_end_offer(bridge: SessionBridge) -> None:
    """Fade out, keep playing or play on longer, whichever is offered now."""
    if end_offer(bridge.state) is EndOffer.STILL_AWAKE:
        bridge.still_awake()
    else:
        bridge.toggle_fade()


class EveningTiles(QWidget):
    """They are calm now, and Fade out now or what takes its place."""

    resized = Signal()
    """They need another width."""

    def __init__(self, theme: Theme, bridge: SessionBridge) -> None:
        super().__init__()
        self._sounding = False
        self.calm = HeadTile(theme, "moon", "")
        self.end = HeadTile(theme, "feather", "")
        self.chip = TimerChip(theme)
        """The timer, to be placed beside them. Until then it is a child, so as to be no window."""
        self.chip.setParent(self)
        self.calm.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.calm)
        row.addWidget(self.end)
        self.calm.clicked.connect(bridge.toggle_calm)
        self.end.clicked.connect(partial(take_end_offer, bridge))
        self.chip.clicked.connect(lambda: bridge.cycle_minutes(+1))
        for signal in (bridge.stage_changed, bridge.timer_changed):
            signal.connect(self.show_state)
        self.show_state(bridge.state)

    @property
    def leaving(self) -> tuple[HeadTile, ...]:
        """The buttons that may be shown now, in the order in which they leave."""
        return (self.end, self.calm) if self._sounding else ()

    def show_state(self, state: SessionState) -> None:
        began = state.sounding is not self._sounding
        self._sounding = state.sounding
        if not state.sounding:
            self.calm.hide()
            self.end.hide()
        self.chip.show_state(state)
        offer = end_offer(state)
        self.calm.set_icon(calm_icon(state))
        self.calm.setChecked(state.calm_after_ms is not None)
        self.end.set_icon(END_ICONS[offer])
        labels = (
            self.calm.say(sentences.calm_short(state), sentences.calm_offer(state)),
            self.end.say(sentences.end_offer_text(offer)),
        )
        if began or any(labels):
            self.resized.emit()
