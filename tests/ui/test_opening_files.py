"""Files that the file manager or the command line hands to the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.library import library_actions
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.shell.notices import Notice, NoticeBoard
from tests.library.songs import make, plain
from tests.ui.desktop_fakes import RecordedDesktop, attach_fake_desktop
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


def open_files(world: World, *targets: Path | str) -> None:
    world.services.gui.opener.open_files([str(target) for target in targets])
    world.post.deliver()


def notice(world: World) -> Notice:
    current = world.find(NoticeBoard).current
    assert current is not None
    return current[1]


def take(world: World) -> None:
    """Press the button of the notice on show."""
    act = notice(world).action
    assert act is not None
    act()
    world.post.deliver()


def titles(world: World) -> list[str]:
    programme = world.services.bridge.state.programme
    return [track.title for track in programme.tracks] if programme else []


def test_songs_that_are_opened_play_and_are_shown_in_the_library(
    world: World, tmp_path: Path
) -> None:
    two, one = make(tmp_path / "2.mp3", "Two", "150"), make(tmp_path / "1.flac", "One", "60")
    open_files(world, two.as_uri(), one)
    state = world.services.bridge.state
    assert state.stage is Stage.PLAYING
    assert titles(world) == ["Two", "One"]
    assert state.music_step <= world.services.settings.now.gentle_limit
    assert world.services.gui.window.current == "library"
    songs = world.find(SongsTab)
    assert songs.model.track(songs.list.currentIndex()).title == "Two", "of any tempo"
    assert notice(world).text == "2 songs are now in your library."
    assert world.stores.library.folders() == []


def test_an_opened_song_stays_in_view_while_the_list_takes_its_size(
    world: World, tmp_path: Path
) -> None:
    world.services.gui.window.resize(1280, 1600)
    open_files(world, make(tmp_path / "z.mp3", "Zzz"))
    songs = world.find(SongsTab)
    world.services.gui.window.resize(1280, 800)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    row = songs.list.visualRect(songs.list.currentIndex())
    assert songs.model.track(songs.list.currentIndex()).title == "Zzz"
    assert songs.list.viewport().rect().contains(row)


def test_a_known_song_is_played_without_a_word(world: World, tmp_path: Path) -> None:
    song = make(tmp_path / "1.mp3", "One")
    open_files(world, song)
    world.find(NoticeBoard).dismiss()
    open_files(world, song)
    assert titles(world) == ["One"]
    assert world.find(NoticeBoard).current is None
    assert len([t for t in world.stores.library.tracks() if t.path == song]) == 1


def test_a_score_is_a_song(world: World, tmp_path: Path) -> None:
    score = tmp_path / "moon.abc"
    head = "X:1\nT:Moon\nM:4/4\nL:1/4\nQ:1/4=70\nK:C\n"
    score.write_text(head + "CDEF|GFED|C4|\nw:moon is in the sky to-night love\n")
    open_files(world, score)
    assert titles(world) == ["Moon"]


def test_a_file_without_sound_is_refused(world: World, tmp_path: Path) -> None:
    song = tmp_path / "holiday.mp3"
    song.write_bytes(b"no sound at all" * 50)
    open_files(world, song)
    assert world.services.bridge.state.stage is Stage.IDLE
    assert notice(world).text == "We can’t read “holiday.mp3”. The original is untouched."


def test_a_folder_becomes_a_music_folder_only_when_somebody_says_so(
    world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "Quiet songs"
    folder.mkdir()
    make(folder / "1.mp3", "One")
    open_files(world, folder)
    assert notice(world).text == "Use “Quiet songs” as a music folder?"
    assert world.stores.library.folders() == []
    take(world)
    assert [each.path for each in world.stores.library.folders()] == [folder]
    assert "One" in [track.title for track in world.stores.library.tracks()]
    open_files(world, folder)
    assert notice(world).text == "“Quiet songs” is already one of your music folders."


def test_a_playlist_is_imported(world: World, tmp_path: Path) -> None:
    make(tmp_path / "one.mp3", "One")
    listed = tmp_path / "Evening.m3u8"
    listed.write_text("one.mp3\n", encoding="utf-8")
    open_files(world, listed)
    assert world.services.gui.window.current == "library"
    assert "Evening" in [each.name for each in world.stores.playlists.all()]
    tab = world.find(PlaylistsTab)
    assert tab.isVisible(), "where the playlist is"
    assert tab.chosen is not None
    assert tab.chosen.name == "Evening"


def test_words_are_used_for_the_song_of_their_name(world: World, tmp_path: Path) -> None:
    song = make(tmp_path / "Moon.mp3", "Moon")
    (tmp_path / "downloads").mkdir()
    words = tmp_path / "downloads" / "moon.lrc"
    words.write_text("[00:01.00]The moon is in the sky\n", encoding="utf-8")
    open_files(world, song, words)
    assert notice(world).text == "Use “moon.lrc” as the words of “Moon”?"
    assert not song.with_suffix(".lrc").exists()
    take(world)
    assert song.with_suffix(".lrc").read_bytes() == words.read_bytes()


def test_words_beside_their_song_are_not_offered_again(world: World, tmp_path: Path) -> None:
    song = make(tmp_path / "Moon.mp3", "Moon")
    words = tmp_path / "Moon.lrc"
    words.write_text("[00:01.00]The moon is in the sky\n", encoding="utf-8")
    open_files(world, song)
    open_files(world, words)
    told = notice(world)
    assert told.text == "“Moon” finds the words in “Moon.lrc” by itself: they are next to it."
    assert told.action is None


def test_words_of_no_name_ask_for_their_song(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    song = make(tmp_path / "Moon.mp3", "Moon")
    (tmp_path / "downloads").mkdir()
    words = tmp_path / "downloads" / "text.lrc"
    words.write_text("[00:01.00]The moon is in the sky\n", encoding="utf-8")
    open_files(world, words)
    assert notice(world).text == "Which song are the words in “text.lrc” for?"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(song), ""))
    take(world)
    assert song.with_suffix(".lrc").read_bytes() == words.read_bytes()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("https://example.org/a.mp3", "Lullaby plays files on this computer, not internet"),
        ("cover.jpg", "Lullaby can’t open “cover.jpg”."),
        ("gone.mp3", "“gone.mp3” isn’t there, or its disk doesn’t answer."),
    ],
)
def test_what_cannot_be_opened_is_refused_kindly(
    world: World, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / "cover.jpg").write_bytes(b"a picture")
    open_files(world, name if "://" in name else tmp_path / name)
    assert notice(world).text.startswith(text)
    assert world.services.bridge.state.stage is Stage.IDLE


def test_a_locked_window_opens_files_once_it_is_unlocked(world: World, tmp_path: Path) -> None:
    integration = attach_fake_desktop(world, RecordedDesktop())
    integration.lock.lock()
    open_files(world, plain(tmp_path / "one.wav"))
    assert world.services.bridge.state.stage is Stage.IDLE
    integration.lock.unlock()
    world.post.deliver()
    assert world.services.bridge.state.stage is Stage.PLAYING
    integration.shutdown()


def test_a_question_is_answered_before_files_are_opened(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    world = make_world(qapp, tmp_path / "data", Settings(reduce_motion=True))
    world.services.gui.window.show()
    open_files(world, plain(tmp_path / "one.wav"))
    asking = world.services.gui.window.asking
    assert (world.services.bridge.state.stage is Stage.PLAYING) is not asking
    world.go("tonight")
    assert world.services.bridge.state.stage is Stage.PLAYING
    world.close()


COLLECTION = "".join(
    f"X:{number}\nT:Song {number}\nM:4/4\nL:1/4\nK:C\nCDEF|GFED|C4|\nw:hush now la lo\n\n"
    for number in range(1, 4)
)


def songs_below(world: World, folder: Path) -> set[str]:
    return {track.title for track in world.stores.library.tracks() if folder in track.path.parents}


def test_a_file_with_several_songs_offers_to_keep_all(world: World, tmp_path: Path) -> None:
    book = tmp_path / "book.abc"
    book.write_text(COLLECTION)
    open_files(world, book)
    assert songs_below(world, tmp_path) == {"Song 1"}
    offered = world.find(NoticeBoard).current
    assert offered is not None
    assert offered[1].text == "“book.abc” holds 3 songs."
    take(world)
    assert songs_below(world, tmp_path) == {"Song 1", "Song 2", "Song 3"}
    assert notice(world).text == "3 songs are in the library now."
    assert book.read_text() == COLLECTION


def test_a_folder_with_such_files_offers_it_too(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    (folder / "one.abc").write_text(COLLECTION)
    (folder / "two.abc").write_text(COLLECTION.replace("Song", "Air"))
    open_files(world, folder)
    take(world)
    assert notice(world).text == "Files with several songs hold 6."
    take(world)
    assert len(songs_below(world, folder)) == 6


def test_nothing_is_offered_for_a_file_that_is_known(world: World, tmp_path: Path) -> None:
    book = tmp_path / "book.abc"
    book.write_text(COLLECTION)
    open_files(world, book)
    world.find(NoticeBoard).dismiss()
    world.find(NoticeBoard).dismiss()
    open_files(world, book)
    assert world.find(NoticeBoard).current is None


def test_the_menu_of_a_song_keeps_all_songs_of_its_file(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book.abc"
    book.write_text(COLLECTION)
    open_files(world, book)
    (track,) = (t for t in world.stores.library.tracks() if t.path == book)
    menus: list[QMenu] = []
    monkeypatch.setattr(library_actions, "open_at", lambda menu, _: menus.append(menu))
    world.library_actions.song_menu((track,), 0, QPoint(0, 0))
    (keep,) = (a for a in menus[0].actions() if a.text() == "Keep all 3 songs of its file")
    keep.trigger()
    world.post.deliver()
    assert songs_below(world, tmp_path) == {"Song 1", "Song 2", "Song 3"}
    others = [t for t in world.stores.library.tracks() if t.title == "Song 2"]
    world.library_actions.song_menu(tuple(others), 0, QPoint(0, 0))
    assert not [a for a in menus[1].actions() if "of its file" in a.text()]


def test_a_length_that_was_heard_is_kept_where_the_header_told_another(
    world: World, tmp_path: Path
) -> None:
    song = make(tmp_path / "1.mp3", "One")
    open_files(world, song)
    world.stores.connection.execute("DELETE FROM loudness")
    for _ in range(world.player.usual_ms // 1_000):
        world.clock.advance(1_000)
        world.services.bridge.tick()
    (now,) = (t for t in world.stores.library.tracks() if t.path == song)
    assert now.duration_ms == world.player.usual_ms


def test_the_chosen_song_stays_so_when_newer_ones_come_above_it(
    world: World, tmp_path: Path
) -> None:
    open_files(world, make(tmp_path / "one.mp3", "One"))
    songs = world.find(SongsTab)
    assert songs.model.track(songs.list.currentIndex()).title == "One"
    world.clock.advance(60_000)
    world.services.gui.folders.take_in_now([make(tmp_path / "two.mp3", "Two")], lambda: None)
    world.post.deliver()
    assert "Two" in [track.title for track in songs.model.tracks]
    assert songs.model.track(songs.list.currentIndex()).title == "One"
    assert [track.title for track in songs.list.chosen()] == ["One"]
