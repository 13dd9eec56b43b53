"""Songs given away and opened in the window: what is shown, what is kept, what is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from lullaby.audio.port import SpeedPitch
from lullaby.bundles.archive import look_into, write_bundle
from lullaby.bundles.manifest import SingAt
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.routine import RoutineIcon
from lullaby.library.take import TakeFacts, TakePlace
from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.ui.bundles.controller import BundlesController
from lullaby.ui.bundles.give_sheet import GiveSheet
from lullaby.ui.bundles.open_sheet import OpenSheet
from lullaby.ui.controls.labels import Label
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notices import Notice, NoticeBoard
from lullaby.ui.shell.undo import UndoController
from lullaby.units import Ms
from tests.audio.sounds import tone, write
from tests.bundles.examples import CONTENTS, good, manifest_of
from tests.fakes import A_NIGHT
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


@pytest.fixture
def other(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "other", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


def song(world: World, name: str = "suo-gan") -> Track:
    return next(t for t in world.stores.library.tracks() if t.songbook_id == name)


def sing(world: World, singer: str) -> int:
    kept = KeptTakes(world.stores.takes, world.services.paths.voices, lambda: A_NIGHT)
    target = kept.new_file("suo-gan")
    write(target, tone(2.0, pitch=200.0 + sum(singer.encode()))[:, :1])
    facts = TakeFacts("suo-gan", "Suo Gân", singer, A_NIGHT, Ms(2_000), TakePlace(0.0))
    return kept.add(facts, target, None).id


def give(world: World, track: Track | None = None) -> GiveSheet:
    world.find(BundlesController).give(track or song(world))
    world.post.deliver()
    return world.find(GiveSheet)


def save(
    world: World, sheet: GiveSheet, path: Path, monkeypatch: pytest.MonkeyPatch, page: bool = False
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    (sheet.page if page else sheet.save).click()
    world.post.deliver()


def open_file(world: World, path: Path) -> None:
    world.services.gui.opener.open_files([str(path)])
    world.post.deliver()


def notice(world: World) -> Notice:
    current = world.find(NoticeBoard).current
    assert current is not None
    return current[1]


def test_what_goes_in_is_listed_and_chosen(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.stores.library.set_speed_pitch(song(world).id, SpeedPitch(0.85, -2.0))
    sing(world, "Gran")
    sheet = give(world)
    assert sheet.isVisible()
    assert sheet.accessibleName() == "Give “Suo Gân” to someone"
    assert sheet.manner is not None
    assert sheet.manner.ticked
    (row,) = sheet.takes.values()
    assert row.box is not None
    assert not row.ticked
    assert row.box.accessibleName().startswith("Gran’s singing, 3 November, 0:02, ")
    row.box.click()
    path = tmp_path / "for you.lullaby"
    save(world, sheet, path, monkeypatch)
    assert not sheet.isVisible()
    (given,) = look_into(path).manifest.songs
    assert given.speed_pitch == SpeedPitch(0.85, -2.0)
    assert [each.singer for each in given.takes] == ["Gran"]
    assert notice(world).text.startswith("“for you.lullaby” is saved, ")


def test_the_whole_row_is_the_target(world: World, qtbot: QtBot) -> None:
    sing(world, "Gran")
    (row,) = give(world).takes.values()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().center())
    assert row.ticked


def test_a_page_for_people_who_have_only_a_browser(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "song.html"
    save(world, give(world), path, monkeypatch, page=True)
    assert ">blen</span>" in path.read_text(encoding="utf-8")
    assert notice(world).text.startswith("“song.html” is saved, ")


def test_a_place_that_cannot_be_written_is_told(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(world, give(world), tmp_path / "gone" / "song.lullaby", monkeypatch)
    assert notice(world).text == "“song.lullaby” could not be saved there. Choose another place."


def test_what_came_is_shown_and_nothing_is_kept_before_the_press(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sing(world, "Gran")
    world.stores.library.set_speed_pitch(song(world).id, SpeedPitch(0.85, -2.0))
    sheet = give(world)
    for row in sheet.takes.values():
        assert row.box is not None
        row.box.click()
    path = tmp_path / "song.lullaby"
    save(world, sheet, path, monkeypatch)
    before = other.stores.library.track(song(other).id)
    open_file(other, path)
    shown = other.find(OpenSheet)
    assert shown.isVisible()
    assert other.stores.library.track(song(other).id) == before
    assert other.stores.takes.all() == []
    assert other.services.bridge.state.programme is None
    shown.keep.click()
    other.post.deliver()
    assert not shown.isVisible()
    assert song(other).speed_pitch == SpeedPitch(0.85, -2.0)
    assert [take.facts.singer for take in other.stores.takes.all()] == ["Gran"]
    assert notice(other).text == "“Suo Gân” is in your library, with 1 new recording."
    assert not list(other.services.paths.data.glob(".opened-*"))
    assert other.services.gui.window.current == "library"
    assert other.services.bridge.state.programme is None, "nothing plays by itself"
    other.find(UndoController).undo()
    assert song(other).speed_pitch == SpeedPitch()


def test_a_playlist_is_given_and_made_there_once(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.stores.playlists.create("Ours")
    world.stores.playlists.add(made, [song(world), song(world, "stille-nacht")])
    playlist = next(each for each in world.stores.playlists.all() if each.id == made)
    world.library_actions.give_playlist_requested.emit(playlist)
    world.post.deliver()
    sheet = world.find(GiveSheet)
    assert sheet.accessibleName() == "Give “Ours” to someone"
    assert not sheet.page.isVisible()
    path = tmp_path / "ours.lullaby"
    save(world, sheet, path, monkeypatch)
    for told in ("“Ours” is here now.", "“Ours” was here already."):
        open_file(other, path)
        other.find(OpenSheet).keep.click()
        other.post.deliver()
        assert notice(other).text == told
    (there,) = [each for each in other.stores.playlists.all() if each.name == "Ours"]
    items = other.stores.playlists.items(there.id)
    assert [item.title for item in items] == ["Suo Gân", "Stille Nacht"]


def test_a_list_that_came_can_be_taken_back(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world.stores.playlists.create("Ours")
    world.stores.playlists.add(made, [song(world)])
    playlist = next(each for each in world.stores.playlists.all() if each.id == made)
    world.library_actions.give_playlist_requested.emit(playlist)
    world.post.deliver()
    path = tmp_path / "ours.lullaby"
    save(world, world.find(GiveSheet), path, monkeypatch)
    open_file(other, path)
    other.find(OpenSheet).keep.click()
    other.post.deliver()
    assert "Ours" in [each.name for each in other.stores.playlists.all()]
    other.find(UndoController).undo()
    assert "Ours" not in [each.name for each in other.stores.playlists.all()]


def test_a_routine_is_given_from_its_sheet(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bedtime = world.stores.routines.all()[1]
    ours = replace(bedtime, name="Ours", built_in=None, icon=RoutineIcon.MOON)
    world.stores.routines.add(ours)
    world.find(BundlesController).give_routine(ours)
    world.post.deliver()
    path = tmp_path / "ours.lullaby"
    save(world, world.find(GiveSheet), path, monkeypatch)
    open_file(other, path)
    shown = other.find(OpenSheet)
    texts = [label.text() for label in shown.findChildren(Label)]
    assert any(text.startswith("A routine with ") for text in texts)
    shown.keep.click()
    other.post.deliver()
    here = other.find(NextSession).routines[-1]
    assert (here.name, here.minutes, here.ambient) == ("Ours", ours.minutes, ours.ambient)


def test_the_library_asks_once(world: World) -> None:
    actions = world.library_actions
    for signal in ("give_requested", "give_playlist_requested", "print_requested"):
        method = next(
            method
            for number in range(actions.metaObject().methodCount())
            if (method := actions.metaObject().method(number)).name() == signal.encode()
        )
        sent = f"2{bytes(method.methodSignature().data()).decode()}"
        assert actions.receivers(sent) == 1, signal


def test_not_now_keeps_nothing(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "song.lullaby"
    world.stores.library.set_speed_pitch(song(world).id, SpeedPitch(0.85))
    save(world, give(world), path, monkeypatch)
    open_file(other, path)
    sheet = other.find(OpenSheet)
    sheet.refuse.click()
    other.post.deliver()
    assert not sheet.isVisible()
    assert song(other).speed_pitch == SpeedPitch()


def test_damaged_files_are_refused_with_a_sentence(world: World, tmp_path: Path) -> None:
    path = good(tmp_path / "song.lullaby")
    path.write_bytes(path.read_bytes()[:-100])
    open_file(world, path)
    text = "“song.lullaby” is damaged. Ask for it again; nothing of it was kept."
    assert notice(world).text == text


def test_a_file_whose_take_is_no_sound_leaves_nothing(world: World, tmp_path: Path) -> None:
    path = good(tmp_path / "song.lullaby")
    open_file(world, path)
    world.find(OpenSheet).keep.click()
    world.post.deliver()
    assert notice(world).text.startswith("“song.lullaby” is damaged.")
    assert not list(world.services.paths.data.glob(".opened-*"))
    assert world.stores.takes.all() == []


def test_an_agreed_time_is_told_in_the_time_of_this_place(world: World, tmp_path: Path) -> None:
    at = SingAt(datetime(2026, 12, 24, 19, tzinfo=timezone(timedelta(hours=1))))
    path = tmp_path / "song.lullaby"
    write_bundle(path, replace(manifest_of(), sing_at=at), CONTENTS)
    open_file(world, path)
    texts = [label.text() for label in world.find(OpenSheet).findChildren(Label)]
    here = at.at.astimezone()
    told = next(text for text in texts if text.startswith("Giver would like"))
    assert f"{here:%H:%M}" in told or f"{here:%I:%M}".lstrip("0") in told


def give_all(world: World, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with all takes of the song."""
    sheet = give(world)
    for row in sheet.takes.values():
        assert row.box is not None
        row.box.click()
    save(world, sheet, path, monkeypatch)


def keep_all(world: World, path: Path) -> None:
    open_file(world, path)
    world.find(OpenSheet).keep.click()
    world.post.deliver()


def test_several_voices_that_came_are_offered_as_a_choir(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "song.lullaby"
    sing(other, "Gran")
    give_all(other, path, monkeypatch)
    keep_all(world, path)
    assert notice(world).action_text == "", "one voice is no choir"
    sing(other, "Grandpa")
    give_all(other, path, monkeypatch)
    keep_all(world, path)
    offered = notice(world)
    assert offered.action_text == "Sing together…"
    assert offered.action is not None
    offered.action()
    world.post.deliver()
    assert world.services.gui.window.current == "choir"
