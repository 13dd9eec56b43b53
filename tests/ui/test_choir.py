"""Takes of a song put together in the window: heard, kept as a take of their own, exported."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import Take, TakeFacts, TakeKind, TakePlace
from lullaby.paths import paths_under
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.choir.controller import PREVIEW, ChoirController
from lullaby.ui.choir.screen import ChoirScreen
from lullaby.ui.library.screen import VOICES
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.voices.voice_actions import VoiceActions
from lullaby.units import Ms
from tests.audio.sounds import tone, write
from tests.fakes import A_NIGHT
from tests.world import World, make_world

FACTS = TakeFacts("suo-gan", "Suo Gân", "Ana", A_NIGHT, Ms(1_000), TakePlace(2_000.0))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    yield world
    world.close()


@pytest.fixture
def kept(world: World, tmp_path: Path) -> KeptTakes:
    folder = paths_under(tmp_path / "data").voices
    return KeptTakes(world.stores.takes, folder, world.clock.now)


def add(kept: KeptTakes, singer: str, days: int, place: TakePlace = FACTS.place) -> Take:
    target = kept.new_file(FACTS.song)
    write(target, 0.1 * tone(1.0, pitch=200.0 + 40 * days)[:, :1])
    day = A_NIGHT - timedelta(days=days)
    return kept.add(replace(FACTS, singer=singer, recorded_at=day, place=place), target, None)


@pytest.fixture
def screen(world: World, kept: KeptTakes) -> ChoirScreen:
    """That of three takes, the newest of which is two semitones lower."""
    add(kept, "Ana", 3)
    lead = add(kept, "Ben", 2, TakePlace(2_300.0))
    add(kept, "Grandma", 1, TakePlace(1_900.0, semitones=-2.0))
    world.go("library")
    world.library.show_tab(VOICES)
    world.post.deliver()
    world.find(VoiceActions).together_requested.emit(lead)
    world.post.deliver()
    return world.find(ChoirScreen)


def shown(screen: ChoirScreen) -> list[tuple[bool, str, str]]:
    return [
        (row.switch.isChecked(), row._name.text(), row._origin.text().partition(" · ")[2])
        for row in screen.rows.values()
    ]


def row_of(screen: ChoirScreen, number: int):
    return list(screen.rows.values())[number]


def notice(world: World) -> str:
    current = world.find(NoticeBoard).current
    return "" if current is None else current[1].text


def test_the_voices_are_listed_with_what_is_done_to_them(world: World, screen: ChoirScreen) -> None:
    assert world.services.gui.window.current == "choir"
    assert shown(screen) == [
        (True, "Ana", ""),
        (True, "Ben", ""),
        (False, "Grandma", "moved up 2 semitones"),
    ]
    assert screen._title.text() == "Together: Suo Gân"
    assert screen._summary.text() == "2 of 3 voices · 0:01 · the music 6 dB softer"
    screen.music.click()
    assert screen._summary.text() == "2 of 3 voices · 0:01 · without the music"


def test_space_plays_them_together_and_changes_are_heard_at_once(
    world: World, screen: ChoirScreen
) -> None:
    screen.music.click()
    screen.focus()
    QTest.keyClick(screen._card, Qt.Key.Key_Space)
    world.post.deliver()
    state = world.services.bridge.state
    assert state.stage is Stage.PLAYING
    assert state.track is not None
    assert state.track.id == PREVIEW
    first = state.track.path
    assert first.stat().st_size > 100_000
    row_of(screen, 2).switch.click()
    world.post.deliver()
    now = world.services.bridge.state.track
    assert now is not None
    assert now.path != first
    assert not first.exists()
    assert screen.listen.text() == "Pause"
    QTest.keyClick(screen._card, Qt.Key.Key_Space)
    world.post.deliver()
    assert screen.listen.text() == "Listen"


def test_a_voice_is_made_louder_and_moved_in_time(world: World, screen: ChoirScreen) -> None:
    controller = world.find(ChoirController)
    row = row_of(screen, 1)
    row.volume._press(-1)
    row.volume._press(-1)
    row._later.click()
    assert controller.view.mix is not None
    part = controller.view.mix.parts[1]
    assert (part.louder_db, part.later_ms) == (-2, 10)
    assert row._time.text() == "10 ms later"
    assert row.volume.accessibleDescription() == "2 dB softer"
    screen.step(+1)
    screen.step(+1)
    QTest.keyClick(row.switch, Qt.Key.Key_BracketLeft)
    assert row._time.text() == "on time"


def test_the_last_voice_cannot_be_switched_off(world: World, screen: ChoirScreen) -> None:
    row_of(screen, 0).switch.click()
    row_of(screen, 1).switch.click()
    assert [on for on, _, _ in shown(screen)] == [False, True, False]
    assert not screen.keep.isEnabled()


def test_the_choir_is_kept_as_a_take_of_its_own(
    world: World, screen: ChoirScreen, kept: KeptTakes
) -> None:
    screen.music.click()
    screen.keep.click()
    world.post.deliver()
    assert notice(world) == "Kept: Ana and Ben sing “Suo Gân” together, 0:01."
    (choir,) = (each for each in world.stores.takes.all() if each.facts.kind is TakeKind.CHOIR)
    assert (choir.facts.singer, choir.facts.place.first_ms) == ("Ana, Ben", 2_000.0)
    path = kept.path_of(choir)
    assert path.is_file()
    assert path.with_suffix(".lrc").is_file()
    assert path in {track.path for track in world.stores.library.tracks()}
    assert len(world.stores.takes.all()) == 4


def test_the_choir_is_exported_with_its_words(
    world: World, screen: ChoirScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "ours.mp3"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    screen.music.click()
    screen.export.click()
    world.post.deliver()
    assert notice(world) == "Saved as ours.mp3."
    assert target.stat().st_size > 1_000
    assert "Ana, Ben" in target.with_suffix(".lrc").read_text("utf-8")


def test_a_file_that_is_gone_is_told_and_nothing_is_kept(
    world: World, screen: ChoirScreen, kept: KeptTakes
) -> None:
    kept.path_of(world.stores.takes.all()[0]).unlink()
    screen.music.click()
    screen.keep.click()
    world.post.deliver()
    assert (
        notice(world) == "The voices could not be laid together. All recordings are as they were."
    )
    assert len(world.stores.takes.all()) == 3


def test_leaving_gives_back_the_evening_and_removes_what_was_only_heard(
    world: World, screen: ChoirScreen, tmp_path: Path
) -> None:
    screen.music.click()
    screen.listen.click()
    world.post.deliver()
    screen.left.emit()
    world.post.deliver()
    assert world.services.gui.window.current == "library"
    assert not world.services.bridge.state.sounding or (
        world.services.bridge.state.stage is Stage.ENDING
    )
    assert not (paths_under(tmp_path / "data").cache / "choir").exists()


def test_takes_too_far_apart_are_named(world: World, kept: KeptTakes) -> None:
    lead = add(kept, "Ana", 1)
    add(kept, "Ben", 2, TakePlace(0.0, semitones=5.0))
    world.go("library")
    world.library.show_tab(VOICES)
    world.find(VoiceActions).together_requested.emit(lead)
    world.post.deliver()
    screen = world.find(ChoirScreen)
    assert screen._hint.text().startswith("Not here: Ben.")
