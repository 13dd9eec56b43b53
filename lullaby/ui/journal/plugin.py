"""Registers the Journal: the nights and their summary."""

from functools import partial

from lullaby.journal.store import JournalStore
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.text.translate import translate

JOURNAL = ScreenId("journal")


def screen_spec() -> ScreenSpec:
    return ScreenSpec(JOURNAL, _title, prepare, icon="notebook-text", shortcut="4")


def prepare(context: AppContext) -> PreparedScreen:
    return PreparedScreen(partial(build, context))


def build(context: AppContext) -> Building:
    from lullaby.ui.journal.screen import JournalScreen

    yield
    from lullaby.ui.journal.export_controller import ExportController

    yield
    journal, nights = context.stores.journal, context.nights
    screen = JournalScreen(
        context.theme,
        journal,
        context.writer,
        context.clock,
        context.undo,
        context.next_session.journal_names,
        context.window,
    )
    export = ExportController(
        screen,
        journal,
        context.files,
        context.notices,
        context.undo,
        context.quick,
        context.helpers,
        lambda: JournalStore(context.stores.beside.here()).entries(),
    )
    export.changed.connect(screen.refresh)
    export.changed.connect(nights.changed)
    screen.changed.connect(nights.changed)
    screen.not_kept.connect(context.notices.report_not_saved)
    nights.restored.connect(screen.reload)
    return Screen(screen, enter=screen.enter, focus=screen.focus_first)


def _title() -> str:
    return translate("journal", "Journal")
