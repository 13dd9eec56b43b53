"""Registers the Journal: the nights and their summary."""

from lullaby.ui.journal.export_controller import ExportController
from lullaby.ui.journal.screen import JournalScreen
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.screen_spec import Screen, ScreenSpec
from lullaby.ui.text.translate import translate

JOURNAL = ScreenId("journal")


def screen_spec() -> ScreenSpec:
    return ScreenSpec(JOURNAL, _title, build, icon="notebook-text", shortcut="4")


def build(context: AppContext) -> Screen:
    journal, nights = context.stores.journal, context.nights
    screen = JournalScreen(
        context.theme, journal, context.writer, context.clock, context.undo, context.window
    )
    export = ExportController(
        screen,
        journal,
        context.files,
        context.notices,
        context.undo,
        context.quick,
        context.helpers,
    )
    export.changed.connect(screen.refresh)
    export.changed.connect(nights.changed)
    screen.changed.connect(nights.changed)
    nights.restored.connect(screen.reload)
    return Screen(screen, enter=screen.enter, focus=screen.focus_first)


def _title() -> str:
    return translate("journal", "Journal")
