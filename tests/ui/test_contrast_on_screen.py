"""On every screen, texts stand out from what they really lie on, however it is mixed."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.settings import Settings
from lullaby.ui.theme.tokens import DIMMING, HIGH_READABLE, READABLE
from tests.ui import reach
from tests.ui.scenes import every_screen, fill, go_to
from tests.ui.text_contrast import ShownText, of_labels, painted, too_faint
from tests.world import World, make_world

CALM = Settings(welcomed=True, reduce_motion=True, light="dusk")

LIGHTS = (
    ({"light": "dusk"}, READABLE),
    ({"light": "night"}, READABLE),
    ({"light": "night", "dimmer": len(DIMMING) - 1}, READABLE),
    ({"light": "dusk", "high_contrast": True}, HIGH_READABLE),
    ({"light": "night", "high_contrast": True}, HIGH_READABLE),
)
ROUNDING = 0.05
"""What 8 bits a colour take from a ratio."""


def faint(world: World, least: float) -> list[str]:
    window = world.services.gui.window
    reach.settle()
    window.grab()
    reach.settle()
    shown: list[ShownText] = []
    root = reach.top_of(window)
    with painted(root, shown):
        image = window.grab().toImage()
    shown += of_labels(root)
    assert shown, "some text is shown"
    return too_faint(image, shown, least - ROUNDING)


@pytest.mark.parametrize("screen", every_screen(()))
def test_every_text_stands_out(qapp: QApplication, tmp_path: Path, screen: str) -> None:
    world = make_world(qapp, tmp_path, replace(CALM, welcomed=screen != "first-run"), fill)
    window = world.services.gui.window
    window.resize(1280, 800)
    window.show()
    go_to(world, screen)
    found = {}
    for light, least in LIGHTS:
        plain = {"dimmer": 0, "high_contrast": False}
        world.services.gui.settings_controller.change(**{**plain, **light})
        found[str(light)] = faint(world, least)
    assert {light: each for light, each in found.items() if each} == {}
    world.close()
