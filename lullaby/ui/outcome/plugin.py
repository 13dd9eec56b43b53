"""Registers the card that asks how a night went."""

from functools import partial

from PySide6.QtCore import QRect

from lullaby.session.state import Stage
from lullaby.ui.outcome.answers import Answers
from lullaby.ui.outcome.card import OutcomeCard
from lullaby.ui.outcome.controller import OUTCOME, OutcomeController
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import NUMBERS, Action, ScreenKeys
from lullaby.ui.shell.screen_spec import Landscape, Screen, ScreenSpec, nothing
from lullaby.ui.text.translate import translate

KEYS = ScreenKeys(single=NUMBERS)
PLACES = (Action.FIRST, Action.SECOND, Action.THIRD)


def screen_spec() -> ScreenSpec:
    return ScreenSpec(
        OUTCOME,
        _title,
        build,
        key_lines=_key_lines,
        fills_window=True,
        modal=True,
        shows_undo=False,
    )


def build(context: AppContext) -> Screen:
    bridge = context.bridge
    card = OutcomeCard(context.theme)
    answers = Answers(context.stores.journal, context.writer, context.undo, card)
    controller = OutcomeController(
        card, answers, bridge, context.navigation, context.next_session, context.settings
    )
    card.undo_requested.connect(context.undo.undo)
    answers.changed.connect(context.nights.answered)

    def close() -> bool:
        card.close_card()
        return True

    def landscape(room: QRect) -> Landscape:
        return Landscape(plain=True, lit=bridge.state.stage is not Stage.ENDED)

    places = {action: partial(card.choose_place, at) for at, action in enumerate(PLACES)}
    return Screen(
        card,
        step_back=close,
        actions={Action.NOTE: controller.note, Action.STILL_AWAKE: controller.still_awake},
        own_actions={**places, Action.FOURTH: nothing},
        keys=lambda: KEYS,
        landscape=landscape,
    )


def _title() -> str:
    return translate("outcome", "How did it go?")


def _key_lines() -> list[tuple[str, str]]:
    return [("J", translate("outcome", "note how it went"))]
