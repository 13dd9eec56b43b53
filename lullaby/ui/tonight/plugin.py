"""Registers Tonight, the first screen: start an evening, and follow it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle

from lullaby.library.routine import Routine
from lullaby.session.finish import Finish
from lullaby.settings import Settings
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.deferred import start_later
from lullaby.ui.shell.keys import ARROWS, NUMBERS, Action, ScreenId, ScreenKeys
from lullaby.ui.shell.screen_spec import (
    Building,
    Landscape,
    PreparedScreen,
    Screen,
    ScreenSpec,
)
from lullaby.ui.text.translate import translate

if TYPE_CHECKING:
    from lullaby.ui.tonight.own_routines import OwnRoutines
    from lullaby.ui.tonight.screen import TonightScreen

TONIGHT = ScreenId("tonight")
KEYS = ScreenKeys(single=NUMBERS, plain=ARROWS)
SUGGEST_AFTER_MS = 1_500
"""The line about a song appears after the screen has been visible for a while."""

PREPARE_AFTER_MS = 300
"""What an evening shows is made this long after the first paint, in two steps."""


def screen_spec(give: Callable[[Routine], None]) -> ScreenSpec:
    """`give` gives a routine away."""
    prepared = partial(prepare, give)
    return ScreenSpec(TONIGHT, _title, prepared, icon="moon", shortcut="1", key_lines=_key_lines)


def prepare(give: Callable[[Routine], None], context: AppContext) -> PreparedScreen:
    next_session = context.next_session

    def choose(at: int) -> None:
        if not context.bridge.state.sounding and at < len(next_session.routines):
            next_session.choose(next_session.routines[at])

    actions: dict[Enum, Callable[[], None]] = {
        action: partial(choose, at) for at, action in enumerate(NUMBERS.values())
    }
    own = cache(partial(_own_routines, context, give))
    actions[Action.NEW_ROUTINE] = lambda: own().make()
    return PreparedScreen(partial(build, context, own), actions)


def build(context: AppContext, own: Callable[[], OwnRoutines]) -> Building:
    from lullaby.ui.tonight.continuing import ContinueLastEvening
    from lullaby.ui.tonight.last_evening import LastEvening
    from lullaby.ui.tonight.screen import TonightScreen
    from lullaby.ui.tonight.suggestion import Suggestions

    yield
    bridge, next_session, settings = context.bridge, context.next_session, context.settings
    screen = TonightScreen(
        context.theme,
        bridge,
        next_session,
        context.covers,
        context.clock,
        context.stores.journal.last,
        settings.now.fade_minutes,
        context.window,
    )
    suggestions = Suggestions(
        screen.idle.suggestion, context.stores.journal, context.clock, settings, context.notices
    )
    last_evening = LastEvening(context.stores, settings, context.clock)
    continuing = ContinueLastEvening(screen.idle.continuing, bridge, last_evening.cut_off)

    def follow(now: Settings) -> None:
        screen.routine_panel.set_end(now.fade_minutes, Finish(now.finish))
        screen.set_limit(now.gentle_limit)

    def enter() -> None:
        screen.refresh()
        continuing.refresh()

    screen.routine_panel.own_wanted.connect(lambda: own().make())
    screen.routine_panel.edit_wanted.connect(lambda routine: own().edit(routine))
    screen.begun.connect(context.commands.start_evening)
    screen.sing_requested.connect(lambda: context.commands.dispatch(Action.SING))
    suggestions.changed.connect(screen.idle.place)
    continuing.changed.connect(screen.lay_out)
    continuing.continued.connect(next_session.continue_session)
    continuing.refresh()
    context.nights.answered.connect(screen.refresh)
    for signal in (context.nights.changed, context.nights.restored):
        signal.connect(suggestions.refresh)
        signal.connect(screen.refresh)
        signal.connect(continuing.refresh)
    settings.changed.connect(follow)
    follow(settings.now)

    def start() -> None:
        start_later(context.window, PREPARE_AFTER_MS, lambda: screen.playing)
        start_later(context.window, 2 * PREPARE_AFTER_MS, lambda: screen.playing_panel)
        start_later(context.window, SUGGEST_AFTER_MS, suggestions.start)

    return Screen(
        screen,
        enter=enter,
        focus=screen.focus_first,
        keys=lambda: KEYS,
        tab_regions=screen.tab_regions,
        landscape=lambda room: Landscape(_house_x(room, screen.content, bridge.state.sounding)),
        room_for_bars=lambda room: _beside_the_panel(room, screen),
        start=start,
    )


def _own_routines(context: AppContext, give: Callable[[Routine], None]) -> OwnRoutines:
    """Made with the first press on “Your own”, as most evenings need none of it."""
    from lullaby.ui.tonight.own_routines import OwnRoutines
    from lullaby.ui.tonight.routine_sheet import RoutineSheet

    own = OwnRoutines(
        context.stores.routines,
        context.stores.playlists.all,
        context.next_session,
        context.undo,
        lambda: context.settings.now.gentle_limit,
        RoutineSheet(context.theme, context.window),
    )
    own.sheet.give_requested.connect(give)
    own.not_kept.connect(context.notices.report_not_saved)
    return own


def _beside_the_panel(room: QRect, screen: TonightScreen) -> QRect:
    width = min(room.width(), screen.content.width())
    box = QRect(room.left(), 0, width, room.height())
    return QStyle.visualRect(screen.layoutDirection(), room, box)


def _house_x(room: QRect, content: QRect, sounding: bool) -> float:
    """The house's position beside the moon, in px of the window, as in English."""
    if sounding:
        return room.left() + min(94.0, content.width() * 0.11)
    return room.left() + content.width() / 2 - 100


def _title() -> str:
    return translate("tonight", "Tonight")


def _key_lines() -> list[tuple[str, str]]:
    text = translate("tonight", "choose a routine; afterwards, 1 – 3 say how it went")
    return [("1 – 9", text)]
