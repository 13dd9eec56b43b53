"""How slow?, by the verdict of tag, analysis and person; tempo analysis; the person's word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu
from pytestqt.qtbot import QtBot

from lullaby.library.analysis_queue import AnalysisProgress
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.tempo.analysis import CalmReason, TempoAnalysis
from lullaby.tempo.answer import Pace, TempoSource
from lullaby.tempo.spectrum import RATE
from lullaby.ui.controls.buttons import RoundToggle
from lullaby.ui.controls.fields import PillField, SearchField
from lullaby.ui.library.menus import song_menu
from lullaby.ui.library.range_slider import TempoRange
from lullaby.ui.library.scan_bar import ScanBar, listening_words
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.slow_line import SlowLine
from lullaby.ui.library.songs_model import NOT_TRIED, spoken_row
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.tempo_words import reason_words
from lullaby.ui.shell.keys import Action
from lullaby.units import Bpm, Ms
from tests.audio.sounds import write
from tests.tempo.pieces import song as piece
from tests.world import World, make_world

WHY = (CalmReason.FEW_ONSETS, CalmReason.SOFT_ATTACKS)
ANALYSES = {
    "slow": TempoAnalysis(Bpm(66.0), (), 0.8, Pace.SLOW, WHY, 66.0),
    "brisk but soft": TempoAnalysis(Bpm(104.0), (), 0.7, Pace.SLOW, WHY, 66.0),
    "restless": TempoAnalysis(Bpm(70.0), (), 0.1, Pace.NOT_SLOW, (CalmReason.RESTLESS,), 66.0),
    "quick": TempoAnalysis(Bpm(128.0), (), 0.1, Pace.NOT_SLOW, (CalmReason.MANY_ONSETS,), 66.0),
    "between": TempoAnalysis(Bpm(76.0), (), 0.4, Pace.UNKNOWN, (), 66.0),
    "rain": TempoAnalysis(None, (), 0.7, Pace.UNKNOWN, (CalmReason.NO_STEADY_BEAT,), 66.0),
}


def analyze_songs(stores: Stores) -> None:
    """Six analysed songs, and nothing of the app's own in sight."""
    for track in stores.library.tracks():
        stores.library.set_hidden(track.id, True)
    files = tuple(FoundFile(Path(f"/m/{name}.ogg"), 9, 7, 0, Tags(name)) for name in ANALYSES)
    stores.scans.apply(ScanBatch(found=files))
    for name, answer in ANALYSES.items():
        song = stores.analyses.next()
        assert song is not None
        assert song.path.stem == name
        stores.analyses.write(song, name, answer)


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, light="dusk")
    world = make_world(qapp, tmp_path, settings, analyze_songs)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.go("library")
    yield world
    world.close()


def tab(world: World) -> SongsTab:
    return world.find(SongsTab)


def titles(world: World) -> list[str]:
    return sorted(track.title for track in tab(world).model.tracks)


def press(world: World, text: str) -> None:
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    (button,) = [b for b in buttons if b.isVisible() and b.text() == text]
    button.click()
    world.post.deliver()


def track(world: World, title: str) -> Track:
    return next(each for each in world.stores.library.tracks() if each.title == title)


def press_in_card(world: World, text: str) -> None:
    """Press a button of the card, which is closed again."""
    line = world.find(SlowLine)
    line.click()
    press(world, text)
    line.click()


def menu(world: World, title: str) -> QMenu:
    """What can be done with a song."""
    gui = world.services.gui

    def nothing(*_: object) -> None:
        """The rest of the menu is of no matter here."""

    editor_actions = (nothing,) * 9
    return song_menu(gui.window, track(world, title), (), None, world.tempo, *editor_actions)


def choices(menu: QMenu) -> list[QAction]:
    """All that can be chosen, in the menus inside too."""
    found: list[QAction] = []
    for action in menu.actions():
        inside = action.menu()
        found += choices(inside) if isinstance(inside, QMenu) else [action]
    return found


def choose(world: World, title: str, starts: str) -> None:
    (action,) = [each for each in choices(menu(world, title)) if each.text().startswith(starts)]
    action.trigger()


def offered(world: World, title: str) -> list[str]:
    return [each.text() for each in choices(menu(world, title))]


def test_the_menu_of_a_song_is_short(world: World) -> None:
    """What is counted and where to add it lie in menus of their own."""
    shown_texts = [each.text() for each in menu(world, "slow").actions() if not each.isSeparator()]
    assert shown_texts == [
        "Play",
        "Sing along",
        "Sing without music",
        "Edit or sync the words…",
        "Give this song to someone…",
        "Add to a playlist",
        "Add to favourites",
        "Tempo",
        "Mark as calming",
        "Hide from calm lists",
        "Hide “slow”",
    ]
    inside = {"New playlist", "Halve the tempo: 33", "Double the tempo: 132", "Tap the tempo…"}
    assert inside < set(offered(world, "slow"))


def test_a_resting_heart_is_asked_for_once_half_of_the_songs_are_known(world: World) -> None:
    assert titles(world) == ["between", "restless", "slow"]
    (card,) = tab(world).findChildren(SlowCard)
    shown_texts = [label.text() for label in card.findChildren(QLabel)]
    assert (
        "3 of 6 songs have a calm, resting-heart tempo. 2 songs sound slow, at any tempo."
        in shown_texts
    )
    (bars,) = card.findChildren(TempoRange)
    assert sum(bars.inside) == 3
    press_in_card(world, "1 with unknown tempo")
    assert titles(world) == ["rain"]
    press_in_card(world, "Any tempo")
    assert len(titles(world)) == 6
    world.go("tonight")
    world.go("library")
    assert len(titles(world)) == 6, "the choice stays"


def test_with_little_known_nothing_is_filtered(world: World) -> None:
    files = tuple(FoundFile(Path(f"/m/{n}.ogg"), 9, 7, 0, Tags(str(n))) for n in range(9))
    world.stores.scans.apply(ScanBatch(found=files))
    world.services.gui.folders.songs_changed.emit()
    world.go("tonight")
    world.go("library")
    assert len(titles(world)) == 6 + 9


def test_a_song_is_found_by_its_name_whatever_its_tempo_until_a_band_is_chosen(
    world: World,
) -> None:
    tab(world).search("quick")
    assert titles(world) == ["quick"]
    tab(world).search("")
    press_in_card(world, "Very slow")
    tab(world).search("quick")
    assert titles(world) == []
    assert "No match at this tempo." in labels(world)
    tab(world).search("nothing like it")
    assert "No songs found." in labels(world)
    assert not [each for each in buttons(world) if each.text() == "Search all songs"]


def buttons(world: World) -> list[QAbstractButton]:
    return [each for each in tab(world).findChildren(QAbstractButton) if each.isVisible()]


def test_one_press_searches_songs_of_any_tempo(world: World) -> None:
    press_in_card(world, "Very slow")
    tab(world).search("quick")
    press(world, "Search all songs")
    assert titles(world) == ["quick"]
    assert tab(world).list.hasFocus()
    tab(world).search("")
    assert len(titles(world)) == 6, "the tempo filter is gone"


def test_one_press_searches_beyond_the_favourites(world: World) -> None:
    slow = track(world, "slow")
    world.stores.library.set_favourite([slow.id], True)
    world.services.gui.folders.songs_changed.emit()
    (only,) = tab(world).findChildren(RoundToggle)
    only.click()
    tab(world).search("quick")
    assert "No match among your favourites." in labels(world)
    press(world, "Search all songs")
    assert titles(world) == ["quick"]
    assert not only.isChecked()


def test_a_press_clears_what_was_typed(world: World) -> None:
    world.act(Action.FIND)
    (query,) = [f for f in world.services.gui.window.findChildren(SearchField) if f.isVisible()]
    (clear,) = query.findChildren(QAbstractButton)
    assert not clear.isVisible()
    QTest.keyClicks(query, "qui")
    assert clear.isVisible()
    assert query.rect().contains(clear.geometry())
    clear.click()
    assert query.text() == ""
    assert query.hasFocus()
    assert not clear.isVisible()


def labels(world: World) -> list[str]:
    return [label.text() for label in tab(world).findChildren(QLabel) if label.isVisible()]


def test_the_down_key_leads_from_a_name_to_the_songs_of_it(world: World) -> None:
    world.act(Action.FIND)
    (query,) = [f for f in world.services.gui.window.findChildren(PillField) if f.isVisible()]
    assert query.hasFocus()
    QTest.keyClick(query, Qt.Key.Key_Down)
    assert tab(world).list.hasFocus()


def test_the_row_says_why(world: World) -> None:
    spoken = spoken_row(track(world, "slow"), NOT_TRIED)
    assert spoken == "slow, 66 beats a minute, sounds slow: few notes, soft attacks"
    assert spoken_row(track(world, "rain"), NOT_TRIED) == "rain, hard to tell: no steady beat"
    model = tab(world).model
    index = model.index([each.title for each in model.tracks].index("slow"))
    tip = model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Sounds slow: few notes, soft attacks"
    assert all(reason_words(reason) for reason in CalmReason)


def test_halved_doubled_and_undone(world: World) -> None:
    choose(world, "quick", "Halve the tempo: 64")
    quick = track(world, "quick")
    assert (quick.tempo.bpm, quick.tempo.source) == (64, TempoSource.CHOSEN)
    assert titles(world) == ["between", "quick", "restless", "slow"]
    choose(world, "quick", "Double the tempo: 128")
    assert track(world, "quick").tempo.bpm == 128
    world.act(Action.UNDO)
    assert track(world, "quick").tempo.bpm == 64
    choose(world, "quick", "Remove my mark")
    assert track(world, "quick").tempo.source is TempoSource.ANALYSIS
    assert "Remove my mark" not in offered(world, "quick")
    world.act(Action.UNDO)
    assert track(world, "quick").tempo.bpm == 64


def test_calm_and_not_for_us(world: World) -> None:
    choose(world, "rain", "Mark as calming")
    choose(world, "slow", "Hide from calm lists")
    assert (track(world, "rain").pace, track(world, "slow").pace) == (Pace.SLOW, Pace.NOT_SLOW)
    assert titles(world) == ["between", "restless", "slow"], "the tempo is another fact"
    assert "Mark as calming" not in offered(world, "rain")
    world.act(Action.UNDO)
    assert track(world, "slow").pace is Pace.SLOW


def test_tapped_with_space_and_kept_with_enter(world: World) -> None:
    choose(world, "between", "Tap the tempo")
    sheet = world.tempo.sheet
    assert sheet.isVisible()
    for _ in range(9):
        world.clock.advance(1_000)
        QTest.keyClick(sheet._tap, Qt.Key.Key_Space)
    assert sheet.taps.bpm == 60
    QTest.keyClick(sheet._tap, Qt.Key.Key_Return)
    assert not sheet.isVisible()
    between = track(world, "between")
    assert (between.tempo.bpm, between.tempo.source) == (60, TempoSource.TAPPED)
    assert not world.services.bridge.state.sounding, "Space tapped, it did not begin the evening"
    world.act(Action.UNDO)
    assert track(world, "between").tempo.source is TempoSource.ANALYSIS


def test_esc_discards_the_taps(world: World) -> None:
    choose(world, "between", "Tap the tempo")
    sheet = world.tempo.sheet
    for _ in range(5):
        world.clock.advance(1_000)
        sheet.tap()
    world.act(Action.BACK)
    assert not sheet.isVisible()
    assert track(world, "between").tempo.source is TempoSource.ANALYSIS
    choose(world, "between", "Tap the tempo")
    sheet.tap()
    sheet.keep()
    assert track(world, "between").tempo.source is TempoSource.ANALYSIS, "one tap is no tempo"


def test_analysis_starts_after_a_scan_can_pause_and_goes_on(world: World, tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    for name, bpm in (("one", 64), ("two", 72)):
        write(music / f"{name}.flac", piece(bpm, 12.0)[:, None], RATE)
    bar = world.find(ScanBar)
    analysis_runner = world.analysis_runner
    world.services.gui.folders.add(music)
    pausing = analysis_runner.progressed.connect(lambda _: analysis_runner.pause())
    world.post.deliver()
    assert analysis_runner.progress == AnalysisProgress(0, 2, paused=True), "the other six are away"
    press(world, "OK")
    assert bar.accessibleName() == "Analysing tempo: paused at 0 of 2."
    analysis_runner.disconnect(pausing)
    press(world, "Resume")
    assert analysis_runner.progress is None
    assert not bar.isVisible()
    assert all(track(world, title).tempo.source is TempoSource.ANALYSIS for title in ("one", "two"))


@pytest.mark.parametrize(
    ("left_ms", "text"),
    [
        (None, "Analysing tempo: 212 of 412."),
        (20_000, "Analysing tempo: 212 of 412, less than a minute left."),
        (50_000, "Analysing tempo: 212 of 412, about a minute left."),
        (170_000, "Analysing tempo: 212 of 412, about 3 minutes left."),
        (7_000_000, "Analysing tempo: 212 of 412, about 2 hours left."),
    ],
)
def test_how_far_the_analysis_is(left_ms: int | None, text: str) -> None:
    left = None if left_ms is None else Ms(left_ms)
    assert listening_words(AnalysisProgress(212, 412, left)) == text


def test_while_a_song_sounds_only_one_is_analysed_at_a_time(world: World) -> None:
    limit = world.services.analysis_limit
    assert limit.at_a_time(2) == 1, "it is night"
    world.clock.advance(10 * 3_600_000)
    assert limit.at_a_time(2) == 2
    world.act(Action.TOGGLE)
    assert limit.at_a_time(2) == 1


def test_any_tempo_counts_every_song_listed(world: World) -> None:
    """The rain has no tempo, and is listed and counted."""
    press_in_card(world, "Any tempo")
    assert len(titles(world)) == len(ANALYSES)
    assert world.find(SlowLine).accessibleDescription() == "6 songs"
