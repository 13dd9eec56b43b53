"""Every screen at every size: nothing clips, targets are large and named, Night is dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QWidget,
)

from lullaby.settings import Settings
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.labels import Elided
from lullaby.ui.controls.rows import AmbientTile, BigChoice, IconRow
from lullaby.ui.controls.slider import GentleSlider
from lullaby.ui.shell.rail import RailButton
from tests.ui.scenes import OFTEN, SCREENS, every_screen, fill, go_to
from tests.world import World, make_world

SIZES = ((960, 600), (1280, 800), (1366, 768), (1920, 1080))
TEXTS = (100, 150, 200)
SETTLES = 3
"""Rounds of layout until nested layouts agree."""
CALM = Settings(welcomed=True, reduce_motion=True, light="dusk")


@pytest.fixture(scope="module", params=every_screen(OFTEN))
def shown(
    qapp: QApplication, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A screen that the tests check one after another; each says how it wants to see it."""
    with on_screen(qapp, tmp_path_factory.mktemp("shown"), request.param, SIZES[0], CALM) as world:
        yield world


@contextmanager
def on_screen(
    qapp: QApplication, folder: Path, screen: str, size: tuple[int, int], wanted: Settings
) -> Iterator[World]:
    """An application opened at this size and with these settings, on this screen."""
    world = make_world(qapp, folder, replace(wanted, welcomed=screen != "first-run"), fill)
    window = world.services.gui.window
    window.resize(*size)
    window.show()
    go_to(world, screen)
    settle(window)
    yield world
    world.close()


def settle(window: QWidget) -> None:
    for _ in range(SETTLES):
        QCoreApplication.sendPostedEvents()
    window.grab()


def resize(world: World, size: tuple[int, int]) -> QWidget:
    """Resize the window, as if the person had dragged it."""
    window = world.services.gui.window
    window.resize(*size)
    settle(window)
    return window


W = TypeVar("W", bound=QWidget)


def visible(window: QWidget, kind: type[W]) -> Iterator[W]:
    for widget in window.findChildren(kind):
        if widget.isVisible() and widget.width() > 0:
            yield widget


def scroll_area_of(widget: QWidget) -> QAbstractScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


def place_in(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_nothing_clips_while_the_window_grows(shown: World) -> None:
    for size in SIZES:
        look_for_clipping(resize(shown, size), size)


@pytest.mark.parametrize("screen", every_screen())
def test_the_largest_text_clips_nowhere_while_the_window_grows(
    qapp: QApplication, tmp_path: Path, screen: str
) -> None:
    wanted = replace(CALM, text_percent=TEXTS[-1], words_percent=TEXTS[-1])
    with on_screen(qapp, tmp_path, screen, SIZES[0], wanted) as world:
        for size in SIZES:
            look_for_clipping(resize(world, size), size)


@pytest.mark.long
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_clips_in_a_window_that_opens_so(
    qapp: QApplication, tmp_path: Path, screen: str, size: tuple[int, int], text: int
) -> None:
    wanted = replace(CALM, text_percent=text, words_percent=text)
    with on_screen(qapp, tmp_path, screen, size, wanted) as world:
        look_for_clipping(world.services.gui.window, size)


def look_for_clipping(window: QWidget, size: tuple[int, int]) -> None:
    assert (window.width(), window.height()) == size, "the window grew to fit its content"
    for area in visible(window, QuietArea):
        content = area.widget()
        assert content is not None
        assert content.width() <= area.viewport().width(), "it is cut off at the side"
    looked_at = 0
    for label in visible(window, QLabel):
        if isinstance(label, Elided) or not label.text():
            continue
        looked_at += 1
        wanted = (
            label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        )
        assert label.height() >= wanted - 1, f"“{label.text()}” is cut off below"
        if not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, f"“{label.text()}” is cut short"
    for button in visible(window, QAbstractButton):
        looked_at += 1
        if isinstance(button, (RailButton, IconRow, AmbientTile, BigChoice)):
            continue
        wanted = button.minimumSizeHint()
        name = button.accessibleName() or button.text() or type(button).__name__
        assert button.width() >= wanted.width() - 1, f"{name} is too narrow"
        assert button.height() >= wanted.height() - 1, f"{name} is too low"
    for control in (*visible(window, QAbstractButton), *visible(window, QLabel)):
        place = place_in(control, window)
        if scroll_area_of(control) is None:
            inside = window.rect().contains(place) or "Moon" in type(control).__name__
            assert inside, f"{type(control).__name__} {place} leaves the window"
    assert looked_at > 0


def test_targets_are_large_and_named(shown: World, request: pytest.FixtureRequest) -> None:
    window = resize(shown, (1280, 800))
    seen = 0
    for control in (*visible(window, QAbstractButton), *visible(window, GentleSlider)):
        seen += 1
        text = control.text() if isinstance(control, QAbstractButton) else ""
        assert control.accessibleName() or text, control
        assert control.height() >= 48, f"{control.accessibleName()} is only {control.height()} high"
        assert control.width() >= 48, f"{control.accessibleName()} is only {control.width()} wide"
    assert seen or request.node.callspec.params["shown"] in ("resting", "room")


STEPS = np.arange(256) / 255
LINEAR = np.where(STEPS <= 0.04045, STEPS / 12.92, ((STEPS + 0.055) / 1.055) ** 2.4)
"""Linear light of each value of sRGB (IEC 61966-2-1), white = 1."""


def linear(image: QImage) -> np.ndarray:
    """Linear light of a picture, shape (height, width, 3), white = 1."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return LINEAR[rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3)]


BUDGETS = {"resting": (0.005, 0.0045), "room": (0.025, 0.007)}
"""Mean luminance and mean blue that a Night screen may have (design, section 6)."""

USUAL = (0.016, 0.0045)


@pytest.mark.parametrize("screen", every_screen())
def test_night_keeps_its_light_budget(qapp: QApplication, tmp_path: Path, screen: str) -> None:
    sizes = ((1280, 800), (1366, 768))
    with on_screen(qapp, tmp_path, screen, sizes[0], replace(CALM, light="night")) as world:
        for size in sizes:
            look_at_the_light(linear(resize(world, size).grab().toImage()), screen)


SWITCHED = ("resting", "editor-typing")
"""The screens that have a palette of their own somewhere; the long run looks at all."""


@pytest.mark.parametrize(
    "screen",
    [pytest.param(each, marks=() if each in SWITCHED else pytest.mark.long) for each in SCREENS],
)
def test_night_chosen_on_an_open_screen_keeps_its_light_budget(
    qapp: QApplication, tmp_path: Path, screen: str
) -> None:
    size = (1280, 800)
    with on_screen(qapp, tmp_path, screen, size, CALM) as world:
        world.services.gui.settings_controller.change(light="night")
        look_at_the_light(linear(resize(world, size).grab().toImage()), screen)


def look_at_the_light(light: np.ndarray, screen: str) -> None:
    red, green, blue = (float(light[..., channel].mean()) for channel in range(3))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    most, most_blue = BUDGETS.get(screen, USUAL)
    assert luminance > 0.0005, "there is nothing to see"
    assert luminance <= most
    assert blue <= most_blue
    assert blue / red <= 0.16
    assert light.max(axis=2).min(axis=None) >= 0
    assert (light.min(axis=2) < 0.7).all(), "something is nearly white"
