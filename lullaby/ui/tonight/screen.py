"""Tonight. The state of the evening decides which view it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from lullaby.clock import Clock
from lullaby.journal.entry import JournalEntry
from lullaby.library.routine import STEPS
from lullaby.session.state import SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.areas import FillArea, QuietArea
from lullaby.ui.controls.labels import Card
from lullaby.ui.graphics.covers import Covers
from lullaby.ui.mirroring import place, set_margins
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.text import names, sentences
from lullaby.ui.text.lists import listed
from lullaby.ui.theme.theme import Theme
from lullaby.ui.tonight.idle_view import IdleView
from lullaby.ui.tonight.routine_panel import RoutinePanel

if TYPE_CHECKING:
    from lullaby.ui.tonight.playing_panel import PlayingPanel
    from lullaby.ui.tonight.playing_view import PlayingView

PANEL = 384
MARGIN = 32
EDGES = ((840, 32, 20), (800, 24, 12), (0, 12, 12))
"""From which height of the window, in px, how much space is above and below the panel, and above
and below what is in it."""

FOLD_BELOW = 1100
"""Window width in px, and text scale, at which the side panel folds into buttons."""
FOLD_FROM = 1.5

LEAST_WIDTH = 320

LastNight = Callable[[], JournalEntry | None]


class TonightScreen(QWidget):
    """The first screen. `playing` and `playing_panel`, for an evening, are made when first used.

    `last_night` reads the newest night of the journal, for the line at the foot. In a small window
    the panel becomes a sheet over `sheet_parent`.
    """

    sing_requested = Signal()
    begun = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        next_session: NextSession,
        covers: Covers,
        clock: Clock,
        last_night: LastNight,
        fade_minutes: int,
        sheet_parent: QWidget,
    ) -> None:
        super().__init__()
        self._sheet_parent = sheet_parent
        self._sheet: Sheet | None = None
        self._theme = theme
        self._bridge = bridge
        self._covers = covers
        self._next_session = next_session
        self._clock = clock
        self._last_night = last_night
        self._folded = False
        self._least = QSize()
        self.idle = IdleView(theme)
        self._views = QStackedWidget(self)
        self._views.addWidget(self.idle)
        self._card = Card(theme, 28, 0.93, self)
        self.routine_panel = RoutinePanel(theme, next_session, fade_minutes)
        self._playing: PlayingView | None = None
        self._playing_panel: PlayingPanel | None = None
        self._limit = STEPS
        self._panels = QStackedWidget()
        self._panels.addWidget(FillArea(self.routine_panel))
        self._inside = QVBoxLayout(self._card)
        self._inside.addWidget(self._panels)
        self.idle.begun.connect(self.begun)
        self.idle.choice_requested.connect(self._open_choice)
        next_session.changed.connect(self.refresh)
        bridge.stage_changed.connect(self._on_change)
        theme.changed.connect(self._place)
        self.refresh()
        self._on_change(bridge.state)

    @property
    def playing(self) -> PlayingView:
        """The view during an evening."""
        if self._playing is None:
            from lullaby.ui.tonight.playing_view import PlayingView

            self._playing = PlayingView(self._theme, self._bridge)
            self._playing.set_folded(self._folded)
            self._playing.sing_requested.connect(self.sing_requested)
            self._playing.sound_requested.connect(self._open_sound)
            self._views.addWidget(self._playing)
        return self._playing

    @property
    def playing_panel(self) -> PlayingPanel:
        """The panel during an evening."""
        if self._playing_panel is None:
            from lullaby.ui.tonight.playing_panel import PlayingPanel

            self._playing_panel = PlayingPanel(self._theme, self._bridge, self._covers)
            self._playing_panel.set_limit(self._limit)
            self._panels.addWidget(FillArea(self._playing_panel))
        return self._playing_panel

    @property
    def folded(self) -> bool:
        return self._folded

    @property
    def content(self) -> QRect:
        """The rectangle of the moon, without the panel: the landscape places its house there."""
        return self._views.geometry()

    def set_limit(self, limit: int) -> None:
        """Set the gentle limit, 0 to 20 (Settings)."""
        self._limit = limit
        self.routine_panel.set_limit(limit)
        if self._playing_panel is not None:
            self._playing_panel.set_limit(limit)

    def refresh(self) -> None:
        """Update after the evening, the hour or the last night changed."""
        routine = self._next_session.chosen
        count = self._next_session.songs.count(routine)
        name = names.routine_name(routine)
        now = self._clock.now()
        self.idle.say(
            sentences.greeting(now.hour),
            name,
            sentences.short_summary(count, routine.ambient)
            if self._folded
            else sentences.summary(count, routine.ambient, routine.minutes),
            self._last_sentence(now),
        )
        self.idle.moon.setAccessibleName(sentences.begin_spoken(name, routine.minutes))
        choices = self.idle.choices
        choices[0].show_value(name, names.routine_icon(routine))
        choices[1].show_value(
            names.minutes_short(routine.minutes) if routine.minutes else self.tr("No end")
        )
        audible = [sound.name for sound in routine.ambient if sound.step]
        choices[2].show_value(
            listed([names.ambient_name(sound) for sound in audible]) or self.tr("Nothing"),
            names.AMBIENT_ICONS[audible[0]] if audible else "volume-x",
        )

    def focus_first(self) -> None:
        """Focus the moon."""
        at_idle = self._views.currentWidget() is self.idle
        target = self.idle.moon if at_idle else self.playing.pause
        target.show_ring()

    def tab_regions(self) -> tuple[QWidget, QWidget]:
        """What Tab goes through: the moon and what is around it, then the panel."""
        return self._views, self._card

    def lay_out(self) -> None:
        """Lay out again after something at the foot came or went."""
        self.idle.place()
        self._place()

    def close_sheet(self) -> bool:
        """Close what lies over the screen; False if there is nothing."""
        return self._sheet is not None and self._sheet.close_sheet()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height; in a lower window it scrolls."""
        room = width if self._folded else width - self._panel_width(width) - MARGIN
        at_idle = self._views.currentWidget() is self.idle
        view = self.idle if at_idle else self.playing
        return view.least_height(room)

    def minimumSizeHint(self) -> QSize:
        """The least width; in a narrower window it scrolls sideways."""
        if not self._folded or self._views.currentWidget() is self.idle:
            return QSize(LEAST_WIDTH, 0)
        return QSize(max(LEAST_WIDTH, self.playing.least_width()), 0)

    def _panel_width(self, width: int) -> int:
        return min(round(PANEL * self._theme.scale), width * 46 // 100)

    def _on_change(self, state: SessionState) -> None:
        sounding = state.sounding
        view = self.playing if sounding else self.idle
        if self._views.currentWidget() is not view:
            self.close_sheet()
            self._views.setCurrentWidget(view)
            panel = self.playing_panel if sounding else self.routine_panel
            self._panels.setCurrentIndex(0 if panel is self.routine_panel else 1)
            if self.isVisible():
                self.focus_first()
        if sounding:
            self.playing.show_state(state)
        else:
            self.refresh()
        self._place()

    def _last_sentence(self, now: datetime) -> str:
        return sentences.last_night(self._last_night(), now)

    def _open_choice(self, at: int) -> None:
        """Show what the button names, at the top if it does not all fit."""
        self._show_sheet(0, self.tr("Tonight"))
        assert self._sheet is not None
        self._sheet.scroll_to(self.routine_panel.sections[at])

    def _open_sound(self) -> None:
        self._show_sheet(1, self.tr("Sound"))

    def _show_sheet(self, at: int, title: str) -> None:
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self._sheet_parent, 520)
        self._sheet.hold(self.routine_panel if at == 0 else self.playing_panel)
        self._sheet.open(title)

    def _place(self) -> None:
        scale = self._theme.scale
        window = self.window()
        folded = scale >= FOLD_FROM or window.width() < FOLD_BELOW
        if folded != self._folded:
            self._fold(folded)
        width = self._panel_width(self.width())
        room = self.width() if folded else self.width() - width - MARGIN
        self._card.setVisible(not folded)
        _, edge, inside = next(each for each in EDGES if self.height() >= each[0])
        set_margins(self._inside, 22, inside, 12, inside)
        place(self._card, QRect(room, edge, width, self.height() - 2 * edge))
        place(self._views, QRect(0, 0, room, self.height()))
        least = QSize(self.minimumSizeHint().width(), self.heightForWidth(self.width()))
        if least != self._least:
            self._least = least
            self.updateGeometry()

    def _fold(self, folded: bool) -> None:
        """Move the panels to the sheet of a small window, or back to the card."""
        self._folded = folded
        self.close_sheet()
        self.idle.set_folded(folded)
        if self._playing is not None:
            self._playing.set_folded(folded)
        if not folded:
            self._hold(0, self.routine_panel)
            if self._playing_panel is not None:
                self._hold(1, self._playing_panel)
        self.refresh()

    def _hold(self, at: int, panel: QWidget) -> None:
        area = self._panels.widget(at)
        assert isinstance(area, QuietArea)
        area.hold(panel)
