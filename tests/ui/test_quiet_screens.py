"""What a screen does by itself during an evening: it updates what changed and no more."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.bridge import RESTING_TICK_MS, TICK_MS
from lullaby.ui.graphics.moon import TimerMoon
from lullaby.ui.resting.rest import Rest
from lullaby.ui.shell.keys import Action
from lullaby.ui.theme.theme import plain_theme
from lullaby.ui.tonight.playing_view import PlayingView
from tests.ui.scenes import fill
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, light="dusk")
    world = make_world(qapp, tmp_path, settings, fill)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    yield world
    world.close()


def test_tonight_is_laid_out_when_its_text_changes_and_not_with_the_moon(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[int] = []
    moved: list[int] = []
    place = PlayingView._place

    def counted(view: PlayingView) -> None:
        placed.append(1)
        place(view)

    monkeypatch.setattr(PlayingView, "_place", counted)
    world.services.bridge.timer_changed.connect(lambda _: moved.append(1))
    world.pass_time(50_000)
    assert 10 <= len(moved) <= 16, "when the ring around the moon has moved, not every second"
    assert len(placed) <= 3, "about once a minute"
    world.act(Action.TOGGLE)
    assert len(placed) > 0, "a pause is shown at once"
    view = world.services.gui.window.findChild(PlayingView)
    assert view is not None
    assert view.pause.accessibleName() == "Resume"


def test_the_moon_is_painted_when_its_ring_has_moved_by_a_pixel(qtbot: QtBot) -> None:
    moon = TimerMoon(plain_theme(), 240)
    qtbot.addWidget(moon)
    painted: list[int] = []
    moon.update = lambda *_: painted.append(1)
    half_an_hour = 1_800
    for second in range(half_an_hour):
        moon.show_time(1 - second / half_an_hour, 0.1)
    ring = 754
    assert ring - 5 <= len(painted) <= ring + 5
    for left in (None, 0.0, 1.0):
        before = len(painted)
        moon.show_time(left, 0.1)
        assert len(painted) == before + 1, "no end, the end and a fresh timer look different"


def largest_difference(one: QImage, other: QImage, outside: list[QRect]) -> int:
    """Of any channel of any pixel that lies outside these boxes, 0 to 255."""
    shape = (one.height(), one.width(), 4)
    pixels = [np.asarray(image.constBits(), np.uint8).reshape(shape) for image in (one, other)]
    difference = np.abs(pixels[0].astype(np.int16) - pixels[1])
    for box in outside:
        difference[box.top() : box.bottom() + 1, box.left() : box.right() + 1] = 0
    return int(difference.max())


def test_a_step_of_the_ring_repaints_all_that_it_changes(qtbot: QtBot) -> None:
    moon = TimerMoon(plain_theme(), 240, resting=True)
    qtbot.addWidget(moon)
    moon.resize(moon.sizeHint())
    painted: list[QRect] = []
    moon.update = lambda *area: painted.append(area[0] if area else moon.rect())
    half_an_hour, small = 1_800, 0
    for first in (0, 217, 433, 900, 1_345, 1_700):
        moon.show_time(1 - first / half_an_hour, 0.1)
        before = moon.grab().toImage()
        for second in range(first + 1, first + 12):
            painted.clear()
            moon.show_time(1 - second / half_an_hour, 0.1)
            after = moon.grab().toImage()
            assert largest_difference(before, after, outside=painted) <= 4
            small += sum(box.width() < 40 for box in painted)
            before = after
    assert small > 10, "mostly only its end is painted"


def test_a_resting_screen_ticks_once_a_second(world: World) -> None:
    bridge, rest = world.services.bridge, world.services.gui.window.findChild(Rest)
    assert rest is not None
    timer = bridge.findChildren(QTimer)[0]
    assert timer.interval() == TICK_MS
    rest.rest()
    assert timer.interval() == RESTING_TICK_MS
    rest.wake()
    assert timer.interval() == TICK_MS
