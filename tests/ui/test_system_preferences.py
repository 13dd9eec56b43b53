"""The window follows what a person asked the whole desktop for; settings add to it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from lullaby.desktop.system_preferences import SystemPreferences
from lullaby.settings import Settings
from lullaby.ui.theme.tokens import tokens_of
from tests.ui.desktop_fakes import RecordedDesktop, attach_fake_desktop
from tests.world import make_world


class Told:
    """A desktop whose preferences change when the test says so."""

    def start(self, changed: Callable[[SystemPreferences], None]) -> None:
        self.change = changed

    def stop(self) -> None:
        pass


def test_contrast_motion_and_text_follow_the_desktop(qapp: QApplication, tmp_path: Path) -> None:
    world, told = make_world(qapp, tmp_path, Settings(welcomed=True, text_percent=120)), Told()
    theme = world.services.theme
    desktop = attach_fake_desktop(world, RecordedDesktop(), watch=told)
    desktop.start(tray=False)
    told.change(SystemPreferences(high_contrast=True, reduce_motion=True, text_scale=1.5))
    assert theme.tokens == tokens_of(theme.night, 0, high_contrast=True)
    assert theme.reduce_motion
    assert theme.scale == 1.5
    told.change(SystemPreferences())
    assert theme.tokens == tokens_of(theme.night, 0, high_contrast=False)
    assert not theme.reduce_motion
    assert theme.scale == 1.2, "the person's own"
    assert world.services.gui.settings_controller.now.text_percent == 120
    desktop.shutdown()
    world.close()
