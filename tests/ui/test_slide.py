"""The words slide up by a line, in few steps."""

from pytestqt.qtbot import QtBot

from lullaby.ui.sing.slide import STEP_MS, Slide


def test_a_slide_starts_a_line_below_and_rises_to_its_place_in_few_steps(qtbot: QtBot) -> None:
    slide, places = Slide(), list[int]()
    slide.moved.connect(lambda: places.append(slide.px))
    slide.begin(100.0, 5 * STEP_MS)
    qtbot.waitUntil(lambda: slide.px == 0)
    assert places[0] == 100
    assert places == sorted(places, reverse=True)
    assert len(places) <= 7


def test_a_slide_without_a_duration_ends_at_once(qtbot: QtBot) -> None:
    slide = Slide()
    slide.begin(100.0, 10_000)
    slide.begin(50.0, 0)
    assert slide.px == 0
