"""Common paths stay short: a pause, an idle tick and Begin. Counts, not times."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from benchmarks.paths import MOST_FILES, MOST_FRAMES, SCORES, TICK_MS, Evening, open_evening
from tests.ui.desktop_fakes import RecordedDesktop, attach_fake_desktop


@pytest.fixture
def evening(qapp: QApplication, tmp_path: Path) -> Iterator[Evening]:
    evening = open_evening(qapp, tmp_path)
    yield evening
    evening.world.close()


def test_a_pause_crosses_few_frames_and_an_idle_tick_few_files(evening: Evening) -> None:
    begun = evening.begin()
    assert not [file for file in begun if file.startswith(SCORES)], "no score is parsed"
    for _ in range(60):
        evening.pass_ms(TICK_MS)
        evening.services.bridge.tick()
    idle = min(evening.idle_ticks(), key=len)
    assert len(idle) <= MOST_FILES, sorted(idle)
    stack = evening.pause()
    assert len(stack) <= MOST_FRAMES, stack


def test_reporting_the_song_to_the_desktop_adds_one_file(evening: Evening) -> None:
    integration = attach_fake_desktop(evening.world, RecordedDesktop())
    evening.begin()
    for _ in range(60):
        evening.pass_ms(TICK_MS)
        evening.services.bridge.tick()
    idle = min(evening.idle_ticks(), key=len)
    integration.shutdown()
    assert len(idle) <= MOST_FILES + 1, sorted(idle)
