"""My voice in the Library: takes brought in, listed, played, renamed, deleted and exported."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from mutagen.oggopus import OggOpus
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from lullaby.library.kept_takes import KeptTakes
from lullaby.library.song_preferences import EVERYBODY
from lullaby.library.take import MESSAGES, Take, TakeFacts, TakeKind, TakePlace
from lullaby.library.track import Track
from lullaby.lyrics.model import Line, Lyrics, Syllable, Timing
from lullaby.paths import paths_under
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.storage import backups
from lullaby.takes.salience import RATE
from lullaby.ui.controls.chips import Chip
from lullaby.ui.library.screen import VOICES
from lullaby.ui.shell.changes import SongRecordings
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text.locale import day_and_month
from lullaby.ui.voices.bring_in_sheet import A_MESSAGE, BringInSheet
from lullaby.ui.voices.record_sheet import RecordSheet
from lullaby.ui.voices.rename_sheet import RenameSheet
from lullaby.ui.voices.voice_actions import VoiceActions
from lullaby.ui.voices.voices_controller import VoicesController
from lullaby.ui.voices.voices_model import Heading, TakeRow
from lullaby.ui.voices.voices_tab import VoicesTab
from lullaby.units import Ms
from tests.audio.sounds import write
from tests.fakes import A_NIGHT
from tests.library.songs import make
from tests.takes.singer import VOICES as SINGERS
from tests.takes.singer import first_verse, performed, sing
from tests.ui.reach import settle
from tests.world import World, find_one, make_world

FACTS = TakeFacts("suo-gan", "Suo Gân", "Ana", A_NIGHT, Ms(8_000), TakePlace(0.0))
WORDS = Lyrics(
    (Line("Huna", Ms(500), Ms(2_000), (Syllable("Huna", Ms(500), Ms(2_000)),)),),
    Timing.SYLLABLES,
)


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


@pytest.fixture(scope="module")
def sung(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sung") / "Suo Gân on my phone.flac"
    mono = sing(first_verse(performed("suo-gan")), 1, SINGERS["woman"], 350.0)
    write(path, np.repeat(mono[:, np.newaxis], 2, axis=1), RATE)
    return path


def add(kept: KeptTakes, facts: TakeFacts = FACTS) -> Take:
    target = kept.new_file(facts.song)
    make(target.with_suffix(".mp3"), facts.title).rename(target)
    return kept.add(facts, target, WORDS)


def open_tab(world: World) -> VoicesTab:
    world.go("library")
    world.library.show_tab(VOICES)
    world.post.deliver()
    return world.find(VoicesTab)


def texts(tab: VoicesTab) -> list[str]:
    return [row.title if isinstance(row, Heading) else row.who for row in tab.model.rows]


def notice(world: World) -> str:
    current = world.find(NoticeBoard).current
    return "" if current is None else current[1].text


def press(tab: VoicesTab, key: Qt.Key) -> None:
    QTest.keyClick(tab.view, key)


def undo(world: World) -> None:
    world.find(UndoController).undo()
    world.post.deliver()


def test_takes_are_listed_by_song_with_who_sings_for_whom(world: World, kept: KeptTakes) -> None:
    mila = world.stores.song_preferences.name_child("Mila")
    day = A_NIGHT - timedelta(days=3)
    lower = TakePlace(0.0, 0.9, -2.0)
    add(kept, replace(FACTS, title="Twinkle", song="twinkle", recorded_at=day))
    add(kept, replace(FACTS, singer="Ben", child=mila, place=lower, recorded_at=day))
    add(kept, replace(FACTS, singer="Ana", place=TakePlace(0.0, 1.0, -12.0)))
    tab = open_tab(world)
    assert texts(tab) == ["Suo Gân", "Ana", "Ben, for Mila", "Twinkle", "Ana"]
    rows = [row for row in tab.model.rows if isinstance(row, TakeRow)]
    assert [row.facts for row in rows[:2]] == [
        day_and_month(A_NIGHT.date()),
        f"{day_and_month(day.date())} · 2 semitones lower · 90 %",
    ], "an octave lower is no other key"
    chips = {chip.text(): chip for chip in tab.filters.findChildren(Chip)}
    assert list(chips) == ["All children", "Mila", "Everyone", "Ana", "Ben"]
    chips["Ben"].click()
    assert texts(tab) == ["Suo Gân", "Ben, for Mila"]


def test_the_title_above_the_first_take_is_seen_in_a_low_window(
    world: World, kept: KeptTakes
) -> None:
    for _ in range(9):
        add(kept)
    tab = open_tab(world)
    world.services.gui.window.resize(1000, 640)
    settle()
    tab.view.scrollToBottom()
    tab.view.choose(2)
    tab.view.choose(1)
    assert tab.view.visualRect(tab.model.index(0)).top() >= 0
    tab.view.choose(9)
    assert tab.view.visualRect(tab.model.index(9)).bottom() <= tab.view.viewport().height()


def button(tab: VoicesTab, text: str) -> QAbstractButton:
    (found,) = (each for each in tab.findChildren(QAbstractButton) if each.text() == text)
    return found


def asked_to_record(world: World) -> list[Track]:
    """The songs for which the recorder was asked from now on."""
    asked: list[Track] = []
    recordings = world.find(SongRecordings)
    recordings.requested.disconnect()
    recordings.requested.connect(asked.append)
    return asked


def test_a_song_to_record_is_found_by_name(world: World) -> None:
    tab, asked = open_tab(world), asked_to_record(world)
    button(tab, "Record a song").click()
    sheet = world.find(RecordSheet)
    assert sheet.isVisible()
    assert len(sheet.list.songs) > 10
    QTest.keyClicks(sheet.search, "xyz")
    assert not sheet.list.songs
    sheet.search.clear()
    QTest.keyClicks(sheet.search, "suo")
    QTest.keyClick(sheet.search, Qt.Key.Key_Return)
    assert [each.songbook_id for each in asked] == ["suo-gan"]
    assert not sheet.isVisible()


def test_a_click_on_a_song_takes_it_and_esc_takes_none(world: World) -> None:
    tab, asked = open_tab(world), asked_to_record(world)
    button(tab, "Record a song").click()
    sheet = world.find(RecordSheet)
    world.act(Action.BACK)
    assert not sheet.isVisible()
    button(tab, "Record a song").click()
    second = sheet.list.model().index(1, 0)
    place = sheet.list.visualRect(second).center()
    QTest.mouseClick(sheet.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [each.title for each in asked] == [sheet.list.songs[1].title]


@pytest.mark.parametrize("width", [1280, 700])
def test_a_song_is_recorded_again_from_its_title(world: World, kept: KeptTakes, width: int) -> None:
    world.services.gui.window.resize(width, 800)
    add(kept)
    tab, asked = open_tab(world), asked_to_record(world)
    settle()
    area = tab.view.visualRect(tab.model.index(0, 0))
    box = tab.view._delegate.record_box(QRectF(0, 0, area.width(), area.height()))
    assert min(box.width(), box.height()) >= 48
    place = area.topLeft() + box.center().toPoint()
    QTest.mouseClick(tab.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [each.songbook_id for each in asked] == ["suo-gan"]
    QTest.mouseClick(
        tab.view.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft() + QPoint(90, 20)
    )
    assert len(asked) == 1


def test_the_words_of_a_message_are_not_recorded_again_as_a_song(
    world: World, kept: KeptTakes
) -> None:
    add(kept, replace(FACTS, song=MESSAGES, kind=TakeKind.MESSAGE))
    tab = open_tab(world)
    heading = tab.model.rows[0]
    assert isinstance(heading, Heading)
    assert not heading.song


def test_without_takes_it_says_how_to_begin(world: World) -> None:
    tab = open_tab(world)
    shown = [each.text() for each in tab.findChildren(QAbstractButton) if each.isVisible()]
    assert shown == ["Record a song", "Bring in a recording", "Record a message"]
    assert not tab.view.isVisible()


def test_space_plays_a_take_and_pauses_it(world: World, kept: KeptTakes) -> None:
    take = add(kept)
    tab = open_tab(world)
    press(tab, Qt.Key.Key_Space)
    world.post.deliver()
    state = world.services.bridge.state
    assert state.track is not None
    assert state.track.path == kept.path_of(take)
    assert tab.model.sounding == take.id
    press(tab, Qt.Key.Key_Space)
    world.post.deliver()
    assert world.services.bridge.state.stage is Stage.PAUSED
    assert tab.model.paused


def test_enter_shows_the_words_of_a_take(world: World, kept: KeptTakes) -> None:
    add(kept)
    tab = open_tab(world)
    press(tab, Qt.Key.Key_Return)
    world.post.deliver()
    assert world.services.gui.window.current == "sing"


def test_a_deleted_take_comes_back_or_goes_for_good(world: World, kept: KeptTakes) -> None:
    take = add(kept)
    tab = open_tab(world)
    press(tab, Qt.Key.Key_Delete)
    world.post.deliver()
    assert (texts(tab), kept.path_of(take).exists()) == ([], False)
    undo(world)
    assert texts(tab) == ["Suo Gân", "Ana"]
    assert kept.path_of(take).exists()
    press(tab, Qt.Key.Key_Delete)
    world.post.deliver()
    world.find(UndoController).withdraw()
    world.post.deliver()
    assert world.stores.takes.find(take.id) is None
    files = [each for each in kept.path_of(take).parents[1].rglob("*") if each.is_file()]
    assert files == []


def test_a_take_goes_from_backups_too_if_that_is_asked(world: World, kept: KeptTakes) -> None:
    take = add(kept)
    copy = backups.back_up_if_due(world.services.paths.database, A_NIGHT.date())
    assert copy is not None
    open_tab(world)
    world.find(VoicesController).delete(take, everywhere=True)
    world.post.deliver()
    undo(world)
    assert kept.path_of(take).exists()
    world.find(VoicesController).delete(take, everywhere=True)
    world.post.deliver()
    world.find(UndoController).withdraw()
    world.post.deliver()
    assert notice(world) == "“Suo Gân” is gone from the backups on this computer, too."
    with closing(sqlite3.connect(copy)) as held:
        assert held.execute("SELECT count(*) FROM take").fetchone() == (0,)


def test_another_change_ends_the_time_for_undoing_the_first(world: World, kept: KeptTakes) -> None:
    first, second = add(kept), add(kept, replace(FACTS, singer="Ben"))
    tab = open_tab(world)
    for _ in (first, second):
        press(tab, Qt.Key.Key_Delete)
        world.post.deliver()
    assert [world.stores.takes.find(each.id) is None for each in (first, second)].count(True) == 1
    undo(world)
    assert len(world.stores.takes.all()) == 1


def test_a_take_is_renamed_and_the_name_undone(world: World, kept: KeptTakes) -> None:
    take = add(kept)
    world.stores.song_preferences.name_child("Mila")
    tab = open_tab(world)
    world.find(VoiceActions)._ask_name(take)
    sheet = find_one(world.services.gui.window, RenameSheet)
    sheet.singer.setText("  Grandma  ")
    assert sheet._for is not None
    sheet._for.findChildren(QAbstractButton)[0].click()
    sheet._finish()
    world.post.deliver()
    assert texts(tab) == ["Suo Gân", "Grandma, for Mila"]
    undo(world)
    assert texts(tab) == ["Suo Gân", "Ana"]


def test_a_take_used_in_a_routine_says_so(world: World, kept: KeptTakes) -> None:
    take = add(kept)
    tab = open_tab(world)
    actions = world.find(VoiceActions)
    (name, playlist) = next(each for each in actions._routines() if each[0] == "Bedtime")
    actions._use_in(take, playlist)
    world.post.deliver()
    (row,) = [row for row in tab.model.rows if isinstance(row, TakeRow)]
    assert row.used == f"plays in {name}"


@pytest.fixture
def save_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    def choose(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))

    return choose


def test_a_take_is_exported_with_its_words(
    world: World, kept: KeptTakes, tmp_path: Path, save_as: Callable[[Path], None]
) -> None:
    take = add(kept)
    open_tab(world)
    target = tmp_path / "ana.mp3"
    save_as(target)
    world.find(VoiceActions)._export(take)
    world.post.deliver()
    assert notice(world) == "Saved as ana.mp3."
    assert target.stat().st_size > 1_000
    assert "Huna" in target.with_suffix(".lrc").read_text("utf-8")


def test_an_export_to_a_missing_folder_says_so_calmly(
    world: World, kept: KeptTakes, tmp_path: Path, save_as: Callable[[Path], None]
) -> None:
    take = add(kept)
    open_tab(world)
    save_as(tmp_path / "gone" / "ana.opus")
    world.find(VoiceActions)._export(take)
    world.post.deliver()
    assert notice(world) == "The disk did not answer. Nothing was changed."


def test_a_recording_is_brought_in_and_selected(world: World, kept: KeptTakes, sung: Path) -> None:
    tab = open_tab(world)
    world.find(VoiceActions).ask_about(sung)
    sheet = find_one(world.services.gui.window, BringInSheet)
    sheet._finish()
    assert sheet.isVisible(), "nobody sings yet"
    sheet.singer.setText("Ana")
    sheet._finish()
    world.post.deliver()
    assert not sheet.isVisible()
    assert texts(tab) == ["Suo Gân", "Ana"]
    (take,) = world.stores.takes.all()
    assert take.facts.place.semitones == SINGERS["woman"].semitones
    assert notice(world).startswith("Kept: Ana sings “Suo Gân”, ")
    assert kept.path_of(take).with_suffix(".lrc").exists()
    assert sung.exists()


def test_a_recording_of_another_song_says_so(world: World, sung: Path) -> None:
    tab = open_tab(world)
    world.find(VoiceActions).ask_about(sung)
    sheet = find_one(world.services.gui.window, BringInSheet)
    sheet.search.setText("stille nacht")
    sheet.singer.setText("Ana")
    sheet._finish()
    world.post.deliver()
    assert texts(tab) == []
    assert notice(world) == "We could not hear the tune of “Stille Nacht” in this recording."


def test_a_message_is_brought_in_without_a_song(world: World, kept: KeptTakes, sung: Path) -> None:
    tab = open_tab(world)
    world.find(VoiceActions).ask_about(sung)
    sheet = find_one(world.services.gui.window, BringInSheet)
    sheet.kind.chips[A_MESSAGE].click()
    assert (sheet.title.isVisible(), sheet.list.isVisible()) == (True, False)
    sheet.singer.setText("Ana")
    sheet._finish()
    assert sheet.isVisible(), "it has no title yet"
    sheet.title.setText(" Good night ")
    sheet._finish()
    world.post.deliver()
    assert texts(tab) == ["Stories and messages", "Good night: Ana"]
    (take,) = world.stores.takes.all()
    assert take.facts.kind is TakeKind.MESSAGE
    assert notice(world).startswith("Kept: “Good night” by Ana, ")
    assert not kept.path_of(take).with_suffix(".lrc").exists()


def test_silence_is_no_message(world: World, tmp_path: Path) -> None:
    tab = open_tab(world)
    path = tmp_path / "nothing.flac"
    write(path, np.zeros((RATE * 3, 2), np.float32), RATE)
    world.find(VoiceActions).ask_about(path)
    sheet = find_one(world.services.gui.window, BringInSheet)
    sheet.choose_kind(A_MESSAGE)
    sheet.title.setText("Good night")
    sheet.singer.setText("Ana")
    sheet._finish()
    world.post.deliver()
    assert texts(tab) == []
    assert notice(world) == "We could not hear anything in this recording."


def test_an_export_carries_the_new_name(
    world: World, kept: KeptTakes, sung: Path, tmp_path: Path, save_as: Callable[[Path], None]
) -> None:
    open_tab(world)
    world.find(VoiceActions).ask_about(sung)
    sheet = find_one(world.services.gui.window, BringInSheet)
    sheet.singer.setText("Ana")
    sheet._finish()
    world.post.deliver()
    (take,) = world.stores.takes.all()
    world.stores.takes.rename(take.id, "Grandma", EVERYBODY)
    (renamed,) = world.stores.takes.all()
    target = tmp_path / "given.opus"
    save_as(target)
    world.find(VoiceActions)._export(renamed)
    world.post.deliver()
    assert OggOpus(target)["artist"] == ["Grandma"]
    assert "[ar:Grandma]" in target.with_suffix(".lrc").read_text("utf-8")
    assert OggOpus(kept.path_of(take))["artist"] == ["Ana"], "what is kept stays as it is"


def test_a_full_disk_changes_nothing(world: World, kept: KeptTakes) -> None:
    take = add(kept)
    tab = open_tab(world)
    world.fill_disk()
    press(tab, Qt.Key.Key_Delete)
    world.post.deliver()
    world.fill_disk(False)
    assert kept.path_of(take).exists()
    assert world.stores.takes.all() == [take]
