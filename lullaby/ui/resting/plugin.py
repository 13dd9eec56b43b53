"""Registers the resting screen: the moon, the minutes, and what matters all night."""

from PySide6.QtCore import Qt

from lullaby.ui.resting.rest import RESTING, Rest
from lullaby.ui.resting.view import RestingView
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import Action, ScreenKeys
from lullaby.ui.shell.screen_spec import Landscape, Screen, ScreenSpec
from lullaby.ui.text.translate import translate

KEYS = ScreenKeys(asleep=True)
HOUSE_AT = 0.335
"""As a share of the window's width."""


def screen_spec() -> ScreenSpec:
    return ScreenSpec(
        RESTING, _title, build, fills_window=True, shows_notices=False, shows_undo=False
    )


def build(context: AppContext) -> Screen:
    rest = Rest(context.window, context.bridge, context.navigation)
    return Screen(
        RestingView(context.theme, context.bridge, context.board),
        enter=lambda: context.window.setCursor(Qt.CursorShape.BlankCursor),
        leave=context.window.unsetCursor,
        actions={Action.WAKE: rest.wake},
        keys=lambda: KEYS,
        landscape=lambda room: Landscape(room.width() * HOUSE_AT),
    )


def _title() -> str:
    return translate("resting", "At rest")
