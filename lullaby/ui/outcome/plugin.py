"""Registers the card that asks how a night went."""

from collections.abc import Callable
from enum import Enum
from functools import partial

from PySide6.QtCore import QRect

from lullaby.session.state import Stage
from lullaby.ui.outcome.answers import Answers
from lullaby.ui.outcome.controller import OUTCOME, OutcomeController
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import NUMBERS, Action, ScreenKeys
from lullaby.ui.shell.screen_spec import (
    Building,
    Landscape,
    PreparedScreen,
    Screen,
    ScreenSpec,
    nothing,
)
from lullaby.ui.text.translate import translate

KEYS = ScreenKeys(single=NUMBERS)
PLACES = (Action.FIRST, Action.SECOND, Action.THIRD)


def screen_spec() -> ScreenSpec:
    return ScreenSpec(
        OUTCOME,
        _title,
        prepare,
        key_lines=_key_lines,
        fills_window=True,
        modal=True,
        shows_notices=False,
        shows_undo=False,
    )


def prepare(context: AppContext) -> PreparedScreen:
    answers = Answers(context.stores.journal, context.writer, context.undo, context.window)
    controller = OutcomeController(
        answers,
        context.bridge,
        context.navigation,
        context.next_session,
        context.settings,
        context.window,
    )
    answers.changed.connect(context.nights.answered)
    return PreparedScreen(
        partial(build, context, answers, controller),
        actions={Action.NOTE: controller.note, Action.STILL_AWAKE: controller.still_awake},
    )


def build(context: AppContext, answers: Answers, controller: OutcomeController) -> Building:
    from lullaby.ui.outcome.card import OutcomeCard

    yield
    bridge, card = context.bridge, OutcomeCard(context.theme)
    card.answered.connect(answers.write)
    card.awake_requested.connect(controller.still_awake)
    card.undo_requested.connect(context.undo.undo)
    card.closed.connect(controller.leave)
    controller.asked.connect(card.ask)
    controller.withdrawn.connect(card.close_card)
    answers.taken_back.connect(lambda _: card.choose(None))

    def close() -> bool:
        card.close_card()
        return True

    def landscape(room: QRect) -> Landscape:
        return Landscape(plain=True, lit=bridge.state.stage is not Stage.ENDED)

    numbers: dict[Enum, Callable[[], None]] = dict.fromkeys(NUMBERS.values(), nothing)
    for at, action in enumerate(PLACES):
        numbers[action] = partial(card.choose_place, at)
    return Screen(
        card,
        step_back=close,
        focus=card.focus_first,
        own_actions=numbers,
        keys=lambda: KEYS,
        landscape=landscape,
    )


def _title() -> str:
    return translate("outcome", "How did it go?")


def _key_lines() -> list[tuple[str, str]]:
    return [("J", translate("outcome", "note how it went"))]
