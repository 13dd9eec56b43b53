"""A doubtful tempo is chosen, the band moved by hand, and a tempo written to a file if allowed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from lullaby.library.calm import ANY_TEMPO, RESTING_HEART, Band
from lullaby.library.found import FoundFile, ScanBatch
from lullaby.library.tags import read_tags
from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.tempo.analysis import Alternative, TempoAnalysis
from lullaby.tempo.answer import Pace, TempoSource
from lullaby.ui.library.band_steps import BandSteps
from lullaby.ui.library.range_slider import EDGE, TempoRange
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.slow_line import SlowLine
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.tempo_menu import tempo_menu
from lullaby.ui.shell.keys import Action
from lullaby.units import Bpm
from tests.library.songs import make, plain
from tests.world import World, make_world

OCTAVE_OFF = TempoAnalysis(
    Bpm(72.0), (Alternative(Bpm(143.2), 0.21), Alternative(Bpm(36.0), 0.06)), 0.8, Pace.SLOW, (), 66
)
OFFERED = ["72 (measured) · 73 %", "144 (from tag) · 21 %", "36 · 6 %", "288"]
POPS_UP = pytest.mark.qt_log_ignore("This plugin does not support")
SETTINGS = Settings(welcomed=True, reduce_motion=True, light="dusk")


def songs_of(stores: Stores, folder: Path) -> None:
    """One song with a tag an octave off, one without a tag and one tagged 60."""
    for track in stores.library.tracks():
        stores.library.set_hidden(track.id, True)
    files = (
        make(folder / "doubled.flac", "doubled", "144"),
        plain(folder / "untagged.mp3"),
        make(folder / "tagged.ogg", "tagged", "60"),
    )
    found: list[FoundFile] = []
    for path in files:
        facts = path.stat()
        found.append(FoundFile(path, facts.st_size, facts.st_mtime_ns, 0, read_tags(path)[0]))
    stores.scans.apply(ScanBatch(found=tuple(found)))
    for song in stores.analyses.waiting(9):
        stores.analyses.write(song, song.path.stem, OCTAVE_OFF)


@pytest.fixture
def settings() -> Settings:
    return SETTINGS


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path, settings: Settings) -> Iterator[World]:
    music = tmp_path / "music"
    music.mkdir()
    world = make_world(qapp, tmp_path / "data", settings, lambda stores: songs_of(stores, music))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.go("library")
    yield world
    world.close()


def track(world: World, title: str) -> Track:
    return next(each for each in world.stores.library.tracks() if each.title == title)


def tab(world: World) -> SongsTab:
    return world.find(SongsTab)


def only(world: World, title: str) -> QPoint:
    """Limit the list to one song; returns where its tempo is."""
    tab(world).search(title)
    index = tab(world).model.index(0)
    row = tab(world).list.visualRect(index)
    corner = tab(world)._row.tempo_corner(row, Qt.LayoutDirection.LeftToRight)
    return QPoint(corner.x() + 10, row.center().y())


def opened(world: World) -> QMenu:
    (menu,) = [each for each in world.services.gui.window.findChildren(QMenu) if each.isVisible()]
    return menu


def offered(world: World, title: str) -> list[str]:
    gui = world.services.gui
    return [
        each.text() for each in tempo_menu(gui.window, track(world, title), world.tempo).actions()
    ]


def take(world: World, title: str, text: str) -> None:
    gui = world.services.gui
    menu = tempo_menu(gui.window, track(world, title), world.tempo)
    (action,) = [each for each in menu.actions() if each.text() == text]
    action.trigger()
    world.post.deliver()


@POPS_UP
def test_a_press_on_the_doubtful_tempo_offers_what_it_might_be(world: World) -> None:
    assert track(world, "doubled").tempo.doubtful
    where = only(world, "doubled")
    QTest.mouseClick(tab(world).list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    menu = opened(world)
    assert [each.text() for each in menu.actions()][:4] == OFFERED
    menu.actions()[0].trigger()
    menu.close()
    chosen = track(world, "doubled")
    assert (chosen.tempo.bpm, chosen.tempo.source) == (72, TempoSource.CHOSEN)
    assert not chosen.tempo.doubtful, "the person's word is locked"
    take(world, "doubled", "Remove my mark")
    assert track(world, "doubled").tempo.doubtful
    world.act(Action.UNDO)
    assert track(world, "doubled").tempo.source is TempoSource.CHOSEN


def test_a_song_without_doubt_is_only_chosen_by_a_press(world: World) -> None:
    where = only(world, "untagged")
    QTest.mouseClick(tab(world).list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not [each for each in world.services.gui.window.findChildren(QMenu) if each.isVisible()]


@POPS_UP
def test_alt_and_enter_do_the_same(world: World) -> None:
    only(world, "doubled")
    QTest.keyClick(tab(world).list, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    menu = opened(world)
    assert menu.activeAction() is menu.actions()[0]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert track(world, "doubled").tempo.bpm == 144
    assert track(world, "doubled").tempo.source is TempoSource.CHOSEN


def test_writing_is_not_offered_unless_it_is_allowed(world: World) -> None:
    assert "Write tempo into the file" not in offered(world, "untagged")
    world.services.gui.settings_controller.change(write_tempo_tags=True)
    assert "Write tempo into the file" in offered(world, "untagged")
    tracks = world.stores.library.tracks(include_hidden=True)
    own = next(each for each in tracks if each.title not in ("doubled", "untagged", "tagged"))
    assert not world.tempo.can_be_written(own), "songs of the songbook are the app's own"


@pytest.mark.parametrize("settings", [replace(SETTINGS, write_tempo_tags=True)])
def test_a_tempo_is_written_to_the_file_and_removed_again(world: World) -> None:
    song = track(world, "untagged")
    before = song.path.read_bytes()
    take(world, "untagged", "Write tempo into the file")
    assert read_tags(song.path)[0].bpm == 72
    world.act(Action.UNDO)
    assert read_tags(song.path)[0].bpm is None
    assert len(before) <= song.path.stat().st_size


@pytest.mark.parametrize("settings", [replace(SETTINGS, write_tempo_tags=True)])
def test_the_persons_word_replaces_a_tag_and_the_tag_comes_back(world: World) -> None:
    path = track(world, "doubled").path
    take(world, "doubled", "Write tempo into the file")
    assert read_tags(path)[0].bpm == 144, "the tag is somebody's work"
    assert (
        notice_text(world)
        == "The tag of “doubled” has a different tempo. Your value would replace it."
    )
    take(world, "doubled", OFFERED[0])
    take(world, "doubled", "Write tempo into the file")
    assert read_tags(path)[0].bpm == 72
    world.act(Action.UNDO)
    assert read_tags(path)[0].bpm == 144


@pytest.mark.parametrize("settings", [replace(SETTINGS, write_tempo_tags=True)])
def test_a_missing_file_is_reported_calmly(world: World) -> None:
    track(world, "untagged").path.unlink()
    take(world, "untagged", "Write tempo into the file")
    assert notice_text(world) == "To be safe, “untagged” was not changed."


def notice_text(world: World) -> str:
    board = world.services.gui.notices._board
    notice = board.notice("tempo tag")
    return "" if notice is None else notice.text


def bands(world: World) -> tuple[TempoRange, BandSteps, list[Band]]:
    (card,) = tab(world).findChildren(SlowCard)
    (tempo,), (steps,) = card.findChildren(TempoRange), card.findChildren(BandSteps)
    asked: list[Band] = []
    card.band_requested.connect(asked.append)
    return tempo, steps, asked


def at(tempo: TempoRange, bpm: float) -> QPoint:
    x = EDGE + (bpm - 40) / 100 * (tempo.width() - 2 * EDGE)
    return QPoint(round(x), round(tempo._line_y))


def drag(tempo: TempoRange, start: float, end: float) -> None:
    QTest.mousePress(tempo, Qt.MouseButton.LeftButton, pos=at(tempo, start))
    QTest.mouseMove(tempo, at(tempo, end))
    QTest.mouseRelease(tempo, Qt.MouseButton.LeftButton, pos=at(tempo, end))


def test_both_handles_by_mouse(world: World) -> None:
    tempo, _, asked = bands(world)
    tempo.show_band(RESTING_HEART)
    drag(tempo, 60, 50)
    assert asked[-1] == Band(Bpm(50), Bpm(80))
    drag(tempo, 80, 110)
    assert asked[-1] == Band(Bpm(50), Bpm(110))
    drag(tempo, 50, 120)
    assert asked[-1] == Band(Bpm(120), Bpm(122)), "one handle pushes the other"


def test_both_handles_by_keys(world: World) -> None:
    tempo, _, asked = bands(world)
    tempo.show_band(RESTING_HEART)
    assert (tempo.low.accessibleName(), tempo.high.accessibleName()) == (
        "Slowest tempo",
        "Fastest tempo",
    )
    QTest.keyClick(tempo.low, Qt.Key.Key_Left)
    assert asked[-1] == Band(Bpm(59), Bpm(80))
    QTest.keyClick(tempo.high, Qt.Key.Key_PageUp)
    assert asked[-1] == Band(Bpm(59), Bpm(85))
    QTest.keyClick(tempo.low, Qt.Key.Key_Home)
    QTest.keyClick(tempo.high, Qt.Key.Key_End)
    assert asked[-1] == ANY_TEMPO


def test_both_ends_by_buttons(world: World) -> None:
    _, steps, asked = bands(world)
    (card,) = tab(world).findChildren(SlowCard)
    world.find(SlowLine).click()
    assert not steps.isVisible()
    card._by_hand.click()
    assert steps.isVisible()
    card.band_requested.emit(RESTING_HEART)
    steps.low.less.click()
    assert asked[-1] == Band(Bpm(59), Bpm(80))
    steps.high.more.click()
    assert asked[-1] == Band(Bpm(59), Bpm(81))
    assert (steps.low.value.text(), steps.high.value.text()) == ("59", "81")
    card.band_requested.emit(Band(Bpm(78), Bpm(80)))
    count = len(asked)
    steps.low.more.click()
    assert len(asked) == count, "the ends do not pass each other"


@pytest.mark.parametrize("settings", [replace(SETTINGS, text_percent=200)])
def test_with_very_large_text_the_line_stays(world: World, qtbot: QtBot) -> None:
    """The card opens in a sheet, so that the list keeps some rows."""
    world.services.gui.window.resize(1366, 768)
    line, (card,) = world.find(SlowLine), tab(world).findChildren(SlowCard)
    qtbot.waitUntil(line.isVisible)
    rows = tab(world).list
    qtbot.waitUntil(lambda: rows.height() > 1.8 * rows.sizeHintForRow(0))
    line.click()
    assert card.isVisible()
    assert not line.isChecked()
    assert not tab(world).isAncestorOf(card)


def test_the_line_says_the_tempo_and_opens_the_card(world: World) -> None:
    line, (card,) = world.find(SlowLine), tab(world).findChildren(SlowCard)
    assert not card.isVisible()
    line.click()
    assert card.isVisible()
    card.band_requested.emit(RESTING_HEART)
    assert line.text() == "How slow? Resting heart, 60 to 80"
    card.band_requested.emit(Band(Bpm(50), Bpm(80)))
    assert line.text() == "How slow? 50 to 80 bpm"
    card.band_requested.emit(ANY_TEMPO)
    assert line.text() == "How slow? Any tempo"
    line.click()
    assert not card.isVisible()
