"""The dialogs for files: the system's own by day, a dark one at night; several songs at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.files import Files
from lullaby.ui.theme.theme import plain_theme
from tests.world import World, make_world

OWN = QFileDialog.Option.DontUseNativeDialog
ASKS: dict[str, Callable[[Files], object]] = {
    "getExistingDirectory": lambda files: files.ask_folder("Folder"),
    "getOpenFileName": lambda files: files.ask_open("File", "All (*)"),
    "getOpenFileNames": lambda files: files.ask_several("Files", "All (*)"),
    "getSaveFileName": lambda files: files.ask_save("File", "name", "Pages (*.pdf)"),
}


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


@pytest.mark.parametrize("name", ASKS)
@pytest.mark.parametrize("night", [False, True])
def test_at_night_the_dialog_is_our_dark_one(
    qapp, monkeypatch: pytest.MonkeyPatch, name: str, night: bool
) -> None:
    asked: list[QFileDialog.Option] = []

    def answer(*arguments: object, options: QFileDialog.Option | None = None) -> object:
        given = arguments[-1] if options is None else options
        assert isinstance(given, QFileDialog.Option)
        asked.append(given)
        return "" if name == "getExistingDirectory" else ([] if name.endswith("s") else "", "")

    monkeypatch.setattr(QFileDialog, name, answer)
    theme = plain_theme()
    theme.set_light(night, 0)
    ASKS[name](Files(QWidget(), theme))
    assert [bool(options & OWN) for options in asked] == [night]


def test_chosen_songs_join_the_library_and_play_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    songs = [tmp_path / f"{name}.wav" for name in ("one", "two")]
    for song in songs:
        song.write_bytes(b"sound")
    chosen = ([str(song) for song in songs], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: chosen)
    before = {track.path for track in world.stores.library.tracks()}
    (songs_entry,) = (each for each in world.library.add_menu().actions() if "songs" in each.text())
    songs_entry.trigger()
    world.post.deliver()
    assert {track.path for track in world.stores.library.tracks()} - before == set(songs)
    assert not world.services.bridge.state.sounding
