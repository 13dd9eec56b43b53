"""The wheel scrolls the page and changes nothing else.

And only a second, separate press removes the gentle limit, never holding or dragging.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.controls.rows import AmbientTile
from lullaby.ui.controls.slider import GentleSlider
from lullaby.ui.controls.sounds import AmbientLevel, SoundPicker
from lullaby.ui.settings.limit_request import LEAST_LIMIT, NO_LIMIT, LimitRequest
from lullaby.ui.settings.sound_topic import SoundTopic
from lullaby.ui.shell.keys import Action
from tests.ui.scenes import SCREENS, fill, go_to
from tests.world import World, make_world

NOTCH = 120
SOUND = 1
"""The place of the group in Settings."""
SMALL_LAPTOP = (1366, 768)
EACH_TIME = ("tonight", "playing", "settings", "songs")
WITH_CONTROLS = [
    pytest.param(each, marks=() if each in EACH_TIME else pytest.mark.long)
    for each in SCREENS
    if each != "resting"
]


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), fill)
    world.services.gui.screens.build_all()
    window = world.services.gui.window
    window.resize(*SMALL_LAPTOP)
    with qtbot.waitActive(window):
        window.show()
    yield world
    world.close()


def roll(widget: QWidget, notches: int) -> bool:
    """Whether `widget` itself used the wheel, or left it to its surroundings."""
    where = QPointF(widget.rect().center())
    event = QWheelEvent(
        where,
        widget.mapToGlobal(where),
        QPoint(),
        QPoint(0, notches * NOTCH),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.setAccepted(True)
    widget.wheelEvent(event)
    return event.isAccepted()


def controls(world: World) -> list[QWidget]:
    """Everything on show that does not scroll by itself."""
    found: list[QWidget] = []
    for widget in world.services.gui.window.findChildren(QWidget):
        scrolls = isinstance(widget, QScrollBar | QAbstractScrollArea)
        scrolls = scrolls or isinstance(widget.parentWidget(), QAbstractScrollArea)
        if widget.isVisible() and not scrolls:
            found.append(widget)
    return found


def shown(widget: QWidget) -> object:
    """The value that a control shows."""
    if isinstance(widget, QAbstractSlider):
        return widget.value()
    text = widget.text() if isinstance(widget, QAbstractButton | QLineEdit) else ""
    chosen = widget.isChecked() if isinstance(widget, QAbstractButton) else None
    return widget.accessibleName(), text, chosen


def values(world: World) -> list[object]:
    """What every control shows, and what the application knows."""
    window, services = world.services.gui.window, world.services
    sliders = window.findChildren(QAbstractSlider)
    shown: list[object] = [each.value() for each in sliders if not isinstance(each, QScrollBar)]
    shown += [each.accessibleName() for each in window.findChildren(QAbstractButton)]
    return [*shown, services.settings.now, services.bridge.state]


@pytest.mark.parametrize("screen", WITH_CONTROLS)
def test_rolling_over_any_control_changes_nothing(world: World, screen: str) -> None:
    go_to(world, screen)
    before, rolled = values(world), 0
    for widget in controls(world):
        rolled += 1
        for notches in (+1, -1, -1):
            roll(widget, notches)
    assert values(world) == before
    assert rolled


@pytest.mark.parametrize("screen", WITH_CONTROLS)
def test_rolling_over_the_control_with_focus_changes_nothing(world: World, screen: str) -> None:
    go_to(world, screen)
    rolled = 0
    for widget in controls(world):
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            widget.setFocus(Qt.FocusReason.MouseFocusReason)
            before = shown(widget)
            for notches in (+1, -1, -1):
                roll(widget, notches)
                rolled += 1
            assert shown(widget) == before
    assert rolled


def test_a_slider_leaves_the_wheel_to_the_page_even_with_focus(world: World) -> None:
    world.go("settings")
    for slider in _limit(world).findChildren(GentleSlider):
        at = slider.value()
        slider.setFocus(Qt.FocusReason.MouseFocusReason)
        for notches in (+1, -1, -1):
            assert not roll(slider, notches)
        assert slider.value() == at


def test_no_sound_changes_by_scrolling_even_with_focus(world: World) -> None:
    picker = next(each for each in world.tonight.findChildren(SoundPicker) if each.isVisible())
    (row,) = picker.findChildren(AmbientLevel)
    (tile, *_) = [each for each in picker.findChildren(AmbientTile) if each.isVisible()]
    before = world.services.gui.dispatcher._next_session.chosen.ambient
    for control in (tile, row.less, row.more):
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert not roll(control, +1)
        assert not roll(control, -1)
    assert world.services.gui.dispatcher._next_session.chosen.ambient == before


def test_the_wheel_gives_no_control_focus(world: World) -> None:
    by_wheel = Qt.FocusPolicy.WheelFocus.value & ~Qt.FocusPolicy.StrongFocus.value
    for widget in world.services.gui.window.findChildren(QAbstractSlider):
        if not isinstance(widget, QScrollBar):
            assert not widget.focusPolicy().value & by_wheel


# The gentle limit


def test_rolling_and_dragging_further_never_remove_the_limit(world: World) -> None:
    world.go("settings")
    slider = _slider(world)
    slider.setFocus(Qt.FocusReason.MouseFocusReason)
    for _ in range(30):
        roll(slider, +1)
    assert world.services.settings.now.gentle_limit < NO_LIMIT
    end = QPoint(slider.width() - 1, slider.height() // 2)
    for _ in range(2):
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
        QTest.mouseMove(slider, end)
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=end)
    assert world.services.settings.now.gentle_limit < NO_LIMIT
    assert slider.value() == world.services.settings.now.gentle_limit


def test_a_second_press_removes_the_limit_and_undo_restores_it(world: World) -> None:
    world.go("settings")
    slider, card = _slider(world), _limit(world)
    before = world.services.settings.now.gentle_limit
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert world.services.settings.now.gentle_limit == NO_LIMIT - 1
    assert card.lift.isVisible()
    QTest.mouseClick(card.lift, Qt.MouseButton.LeftButton)
    assert world.services.settings.now.gentle_limit == NO_LIMIT
    assert not card.lift.isVisible()
    world.act(Action.UNDO)
    assert world.services.settings.now.gentle_limit == before
    QTest.keyClick(slider, Qt.Key.Key_End)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert not card.lift.isVisible()
    assert world.services.settings.now.gentle_limit == LEAST_LIMIT


@given(st.lists(st.tuples(st.integers(-3, 30), st.booleans())))
def test_no_order_of_requests_removes_the_limit_without_two_for_it(
    presses: list[tuple[int, bool]],
) -> None:
    action = LimitRequest(12)
    for at, (step, one_press) in enumerate(presses):
        before, action = action, action.requested(step, one_press)
        assert LEAST_LIMIT <= action.limit <= NO_LIMIT
        if action.limit == NO_LIMIT > before.limit:
            assert one_press
            assert at > 0
            assert presses[at - 1][0] >= NO_LIMIT
            assert action.lifted_from is not None
            assert action.lifted_from < NO_LIMIT


def _limit(world: World) -> SoundTopic:
    world.settings_screen.show_group(SOUND)
    (card,) = world.settings_screen.findChildren(SoundTopic)
    return card


def _slider(world: World) -> GentleSlider:
    (slider,) = _limit(world).findChildren(GentleSlider)
    return slider
