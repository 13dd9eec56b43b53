"""Playlists in the window: foreign files, routines, and undo."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from lullaby.helper_pool import HelperPool
from lullaby.library.calm import HIGHEST, LOWEST
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.routine import Playlist, PlaylistId, Routine
from lullaby.library.track import Fault
from lullaby.settings import Settings
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.fields import PillField
from lullaby.ui.library.library_actions import playable_from
from lullaby.ui.library.library_model import FEW, LibraryModel
from lullaby.ui.library.menus import playlist_menu
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.library.playlist_list import PlaylistRow
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.range_slider import TempoRange
from lullaby.ui.library.season_line import SeasonLine
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.settings.folders_topic import FoldersTopic
from lullaby.ui.shell.files import with_ending
from lullaby.ui.shell.keys import Action
from tests.library.songs import make
from tests.ui.reach import settle
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    yield world
    world.close()


@pytest.fixture
def pick(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Choose a file in the picker."""

    def choose(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(path), ""))

    return choose


def test_songs_of_a_playlist_from_elsewhere_can_be_played(
    world: World, tmp_path: Path, pick: Callable[[Path], None]
) -> None:
    song = make(tmp_path / "one.mp3", "One")
    listed = tmp_path / "list.m3u8"
    listed.write_text("one.mp3\ngone.mp3\n", encoding="utf-8")
    pick(listed)
    world.library_actions.import_playlist()
    world.post.deliver()
    made = world.stores.playlists.all()[-1]
    first, second = world.stores.playlists.items(made.id)
    assert first.track is not None
    assert (first.track.title, first.path) == ("One", song)
    assert second == PlaylistItem(None, tmp_path / "gone.mp3", "")


def test_the_window_stays_responsive_while_a_playlist_is_read(
    world: World, tmp_path: Path, pick: Callable[[Path], None]
) -> None:
    listed = tmp_path / "list.m3u8"
    listed.write_text("one.mp3\nhttps://example.org/two.mp3\n", encoding="utf-8")
    pick(listed)
    tab, before = world.find(PlaylistsTab), world.stores.playlists.all()
    chosen = tab.chosen
    world.library_actions.import_playlist()
    assert tab.chosen == chosen, "nothing is shown before the background is done"
    world.post.deliver()
    assert len(world.stores.playlists.all()) == len(before) + 1
    assert tab.chosen == world.stores.playlists.all()[-1]
    assert notice_text(world) == "1 internet address is kept, but not played."


def long_playlist(world: World) -> PlaylistId:
    items = [PlaylistItem(None, Path(f"/m/{n}.ogg"), str(n)) for n in range(FEW + 1)]
    return world.stores.playlists.create_from("long", items, None)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What the background will deliver, in order."""
    coming: list[Callable[[], None]] = []

    def ask(_: object, __: object, look: Callable, deliver: Callable) -> None:
        coming.append(lambda: deliver(look(None)))

    monkeypatch.setattr(LibraryModel, "ask", ask)
    return coming


def playlists_on_show(world: World) -> PlaylistsTab:
    world.services.gui.window.show()
    world.go("library")
    world.library.show_tab(1)
    return world.find(PlaylistsTab)


def test_a_long_playlist_is_read_in_the_background(
    world: World, answers: list[Callable[[], None]]
) -> None:
    tab, made = playlists_on_show(world), long_playlist(world)
    answers.clear()
    before = list(tab.model.items)
    tab.choose(made)
    assert list(tab.model.items) == before
    tab.view.remove_requested.emit(tab.model.index(0))
    assert len(world.stores.playlists.items(made)) == FEW + 1, "no other place is meant"
    answers.pop()()
    assert [item.title for item in tab.model.items] == [str(n) for n in range(FEW + 1)]
    tab.view.remove_requested.emit(tab.model.index(0))
    assert tab.model.items[0].title == "1"


def test_a_playlist_chosen_meanwhile_stays_on_show(
    world: World, answers: list[Callable[[], None]]
) -> None:
    tab, made = playlists_on_show(world), long_playlist(world)
    answers.clear()
    short, before = tab.chosen, list(tab.model.items)
    assert short is not None
    tab.choose(made)
    tab.choose(short.id)
    answers.pop()()
    assert list(tab.model.items) == before


def test_a_file_that_is_no_playlist_or_hangs_is_reported(
    world: World,
    tmp_path: Path,
    pick: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library_actions, before = world.library_actions, world.stores.playlists.all()
    pick(tmp_path / "gone.m3u")
    library_actions.import_playlist()
    world.post.deliver()
    assert notice_text(world) == "We can’t read “gone.m3u”. The original is untouched."
    stream = tmp_path / "stream.m3u8"
    stream.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:10\na.ts\n", encoding="utf-8")
    pick(stream)
    library_actions.import_playlist()
    world.post.deliver()
    assert notice_text(world) == "“stream.m3u8” is a stream from the internet."
    silent = HelperPool()
    silent.close()
    monkeypatch.setattr(library_actions, "_helpers", silent)
    library_actions.import_playlist()
    world.post.deliver()
    assert notice_text(world) == "We can’t read “stream.m3u8”. The original is untouched."
    assert world.stores.playlists.all() == before


def notice_text(world: World) -> str:
    """The current notice about playlists."""
    notice = world.services.gui.notices._board.notice("playlist")
    assert notice is not None
    return notice.text


def test_a_missing_file_located_by_hand_can_be_played(
    world: World, tmp_path: Path, pick: Callable[[Path], None]
) -> None:
    stores = world.stores
    made = stores.playlists.create("x")
    stores.playlists.set_items(made, [PlaylistItem(None, Path("/gone/one.mp3"), "One")])
    song = make(tmp_path / "here.mp3", "One")
    pick(song)
    world.library_actions.find_item(made, 0)
    world.post.deliver()
    (item,) = stores.playlists.items(made)
    assert item.track is not None
    assert item.path == song


@pytest.mark.parametrize("kind", ["m3u8", "xspf"])
def test_an_imported_list_goes_out_in_its_own_format_as_it_came(
    world: World,
    tmp_path: Path,
    pick: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    listed = tmp_path / f"in.{kind}"
    data = Path(__file__).parents[1] / "data" / "playlists" / f"everything.{kind}"
    listed.write_bytes(data.read_bytes())
    pick(listed)
    world.library_actions.import_playlist()
    world.post.deliver()
    offered: list[str] = []

    def save(*asked: str, **_: object) -> tuple[str, str]:
        offered.append(Path(asked[2]).suffix)
        return str(tmp_path / f"out.{kind}"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    world.library_actions._export_playlist(world.stores.playlists.all()[-1])
    world.post.deliver()
    assert offered == [f".{kind}"]
    assert (tmp_path / f"out.{kind}").read_bytes() == listed.read_bytes()


def test_what_stood_above_a_song_that_is_taken_out_goes_out_again(
    world: World,
    tmp_path: Path,
    pick: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed, out = tmp_path / "in.m3u", tmp_path / "out.m3u"
    listed.write_text("#EXTM3U\na.ogg\n# Quiet ones\n#EXTINF:9,B\nb.ogg\n", encoding="utf-8")
    pick(listed)
    world.library_actions.import_playlist()
    world.post.deliver()
    made = world.stores.playlists.all()[-1]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(out), ""))
    world.library_actions.controller.take_out(made.id, 1, "B taken out")
    world.library_actions._export_playlist(made)
    world.post.deliver()
    assert out.read_text(encoding="utf-8") == "#EXTM3U\na.ogg\n# Quiet ones\n"
    assert notice_text(world) == "Saved as out.m3u."
    world.act(Action.UNDO)
    world.library_actions._export_playlist(made)
    world.post.deliver()
    assert out.read_bytes() == listed.read_bytes()
    other = tmp_path / "out.xspf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(other), ""))
    world.library_actions._export_playlist(made)
    world.post.deliver()
    assert notice_text(world) == (
        "Saved as out.xspf, without the comments of the imported list, as this is another kind"
        " of file."
    )


def test_songs_at_another_place_are_used_for_the_whole_list_at_once(
    world: World, tmp_path: Path, pick: Callable[[Path], None]
) -> None:
    folder = tmp_path / "Music" / "Night"
    folder.mkdir(parents=True)
    songs = [make(folder / f"{name}.mp3", name) for name in ("one", "two")]
    files = tuple(FoundFile(song, 9, 1, 0, Tags(song.stem)) for song in songs)
    world.stores.scans.apply(ScanBatch(found=files))
    world.go("library")
    listed = tmp_path / "win.m3u"
    rows = "".join(f"D:\\Lists\\NIGHT\\{name}.MP3\r\n" for name in ("One", "Two", "Three"))
    listed.write_text(rows, encoding="utf-8", newline="")
    pick(listed)
    world.library_actions.import_playlist()
    world.post.deliver()
    notice = world.services.gui.notices._board.notice("elsewhere")
    assert notice is not None
    assert notice.text == "2 of 3 songs were found in another place."
    made = world.stores.playlists.all()[-1].id
    assert not any(item.track for item in world.stores.playlists.items(made))
    assert notice.action is not None
    notice.action()
    paths = [item.path for item in world.stores.playlists.items(made)]
    assert paths[:2] == songs
    assert world.stores.playlists.items(made)[2].track is None
    world.act(Action.UNDO)
    assert not any(item.track for item in world.stores.playlists.items(made))


def test_a_routine_can_be_given_another_playlist(world: World) -> None:
    gui, stores = world.services.gui, world.stores
    made = Playlist(stores.playlists.create("Mine"), "Mine")
    nap = stores.routines.all()[2]
    controller = world.library_actions.controller

    def use(routine: Routine, used: bool) -> None:
        controller.use_for(routine, made if used else None)

    def nothing() -> None:
        pass

    def menu() -> dict[str, QAction]:
        made_menu = playlist_menu(
            gui.window,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            playlist=made,
            routines=controller.routines(),
            use_for=use,
        )
        (uses,) = [
            menu for menu in made_menu.findChildren(QMenu) if menu.title() == "Use in routine"
        ]
        return {action.text(): action for action in uses.actions()}

    assert not menu()["Nap"].isChecked()
    menu()["Nap"].trigger()
    assert stores.routines.all()[2].playlist == made.id
    assert menu()["Nap"].isChecked()
    menu()["Nap"].trigger()
    assert stores.routines.all()[2].playlist is None
    controller.use_for(nap, made)
    world.act(Action.UNDO)
    assert stores.routines.all()[2] == nap


def test_renaming_a_built_in_playlist_is_undone_whole(world: World) -> None:
    controller = world.library_actions.controller
    before = controller.all()
    controller.rename(before[0], "Ours")
    assert controller.all()[0].name == "Ours"
    world.act(Action.UNDO)
    assert controller.all() == before


def test_the_levels_of_an_evening_are_stored_with_its_routine(world: World) -> None:
    night, bedtime = world.stores.routines.all()[:2]
    assert bedtime.playlist is not None
    world.library_actions.start_playlist(bedtime.playlist, 0)
    world.pass_time(5_000)
    world.act(Action.SOFTER)
    world.act(Action.FADE)
    world.pass_time(61_000)
    after = world.stores.routines.all()
    assert after[0] == night
    assert after[1].ambient == bedtime.ambient
    assert after[1].music_step == bedtime.music_step - 1


def test_the_song_that_was_pressed_is_the_one_that_begins(world: World) -> None:
    one, two, three = world.stores.library.tracks()[:3]
    lost = replace(two, fault=Fault.MISSING)
    assert playable_from([one, two, one, three], 2) == ((one, two, one, three), 2)
    assert playable_from([one, lost, None, three], 1) == ((one, three), 1)
    assert playable_from([one, lost], 1) == ((one,), 0)
    assert playable_from([None], 0) == ((), 0)


KINDS = "Table (*.csv);;Everything (*.json)"


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("nights.csv", "Everything (*.json)", "nights.csv"),
        ("nights", "Everything (*.json)", "nights.json"),
        ("nights 3.11", "Table (*.csv)", "nights 3.11.csv"),
        ("old", "Table (*.csv)", "old 2.csv"),
        ("nights", "", "nights.csv"),
    ],
)
def test_a_saved_file_gets_the_extension_of_its_kind(
    tmp_path: Path, typed: str, kind: str, name: str
) -> None:
    (tmp_path / "old.csv").touch()
    assert with_ending(tmp_path / typed, KINDS, kind) == tmp_path / name


def test_what_is_counted_is_what_is_listed(world: World) -> None:
    library = world.stores.library
    tracks = library.tracks()
    library.mark(tracks[0].id, Fault.MISSING)
    faulty = FoundFile(Path("/m/x.mp3"), 0, 1, 0, Tags("x"), Fault.EMPTY)
    unknown = FoundFile(Path("/m/y.mp3"), 9, 1, 0, Tags("y"))
    world.stores.scans.apply(ScanBatch(found=(faulty, unknown)))
    world.go("library")
    tab = world.find(SongsTab)
    (season,) = tab.findChildren(SeasonLine)
    season.requested.emit(True)
    (every,) = [b for b in tab.findChildren(QAbstractButton) if b.text() == "Any tempo"]
    every.click()
    (button,) = [b for b in tab.findChildren(PillButton) if b.text() == "1 with unknown tempo"]
    button.click()
    assert [track.title for track in tab.model.tracks] == ["y"]
    button.click()
    assert len(tab.model.tracks) == len(tracks) + 2
    (range_,) = tab.findChildren(TempoRange)
    range_.low.setValue(int(LOWEST) + 1)
    assert len(tab.model.tracks) == len(tracks) - 1


def test_hidden_songs_can_be_brought_back_later(world: World) -> None:
    track = world.stores.library.tracks()[0]
    world.library_actions.hide([track])
    world.go("settings")
    card = world.find(FoldersTopic)
    (button,) = [b for b in card.findChildren(PillButton) if "hidden" in b.text()]
    assert button.text() == "Show 1 hidden song again"
    button.click()
    assert track in world.stores.library.tracks()
    world.go("library")
    tab = world.find(SongsTab)
    tab.search(track.title)
    assert track.id in [each.id for each in tab.model.tracks]


def test_esc_leaves_a_text_field_before_the_screen(world: World, qtbot: QtBot) -> None:
    window, library = world.services.gui.window, world.library
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    world.go("library")
    library.show_tab(1)
    tab = world.find(PlaylistsTab)
    before = world.stores.playlists.all()
    tab.rename()
    (name,) = [f for f in tab.findChildren(PillField) if f.isVisible()]
    name.setText("Something else")
    world.act(Action.BACK)
    assert window.place == "library"
    assert not name.isVisible()
    assert world.stores.playlists.all() == before
    world.act(Action.FIND)
    (query,) = [f for f in library.findChildren(PillField) if f.isVisible()]
    query.setText("suo")
    query.setFocus()
    world.act(Action.BACK)
    assert (query.text(), window.place) == ("", "library")
    world.act(Action.BACK)
    assert window.place == "tonight"


def test_the_keyboard_stays_in_the_list_of_playlists(world: World, qtbot: QtBot) -> None:
    """Each choice reads the playlists anew, and a removed one leaves the keyboard to another."""
    window = world.services.gui.window
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    world.go("library")
    world.library.show_tab(1)
    world.post.deliver()
    settle()

    def row() -> PlaylistRow:
        focused = window.window().focusWidget()
        assert isinstance(focused, PlaylistRow)
        return focused

    first = next(each for each in window.findChildren(PlaylistRow) if each.isVisible())
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Down)
    world.post.deliver()
    second = row()
    assert second is not first
    assert second.isChecked()
    title = second.text()
    world.find(PlaylistController).create("Another one")
    world.post.deliver()
    assert row().text() == title
    (gone,) = [each for each in world.stores.playlists.all() if each.name == "Another one"]
    tab = world.find(PlaylistsTab)
    tab.choose(gone.id)
    world.post.deliver()
    world.find(PlaylistController).delete(gone)
    world.post.deliver()
    assert row().isVisible()


def test_nothing_moves_when_the_filter_finds_nothing(world: World, qtbot: QtBot) -> None:
    window = world.services.gui.window
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    world.go("library")
    tab = world.find(SongsTab)
    (slider,) = tab.findChildren(TempoRange)
    window.grab()
    before = slider.size()
    tab.list.setFocus()
    slider.low.setValue(int(HIGHEST) - 3)
    window.grab()
    assert tab.model.tracks == ()
    assert slider.size() == before
    assert tab.list.hasFocus()


def test_the_ends_of_the_range_never_meet(world: World) -> None:
    slider = world.find(TempoRange)
    slider.low.setValue(int(HIGHEST))
    assert slider.high.value() - slider.low.value() >= 2
    slider.high.setValue(int(LOWEST))
    assert slider.high.value() - slider.low.value() >= 2
