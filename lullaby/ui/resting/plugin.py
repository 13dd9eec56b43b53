"""Registers the resting screen: the moon, the minutes, and what matters all night."""

from functools import partial

from PySide6.QtCore import Qt

from lullaby.ui.resting.rest import RESTING, Rest
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import Action, ScreenKeys
from lullaby.ui.shell.screen_spec import (
    Building,
    Landscape,
    PreparedScreen,
    Screen,
    ScreenSpec,
)
from lullaby.ui.text.translate import translate

KEYS = ScreenKeys(asleep=True)
HOUSE_AT = 0.335
"""As a share of the window's width."""


def screen_spec() -> ScreenSpec:
    return ScreenSpec(
        RESTING, _title, prepare, fills_window=True, shows_notices=False, shows_undo=False
    )


def prepare(context: AppContext) -> PreparedScreen:
    rest = Rest(context.window, context.bridge, context.navigation)
    return PreparedScreen(partial(build, context), actions={Action.WAKE: rest.wake})


def build(context: AppContext) -> Building:
    from lullaby.ui.resting.view import RestingView

    yield
    return Screen(
        RestingView(context.theme, context.bridge, context.board),
        enter=lambda: context.window.setCursor(Qt.CursorShape.BlankCursor),
        leave=context.window.unsetCursor,
        keys=lambda: KEYS,
        landscape=lambda room: Landscape(room.width() * HOUSE_AT),
    )


def _title() -> str:
    return translate("resting", "At rest")
