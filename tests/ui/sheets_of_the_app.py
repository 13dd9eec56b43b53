"""Every sheet and page that lies over the screens, and how each is opened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.lyrics.model import Complaint, Decoding, Line, Lyrics, Reason, Timing, WaysToRead
from lullaby.settings import Settings
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.library.starters import starters
from lullaby.ui.settings.about_topic import AboutTopic
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.sheets import Sheet
from tests.lyrics.lullaby_lines import LINES
from tests.ui.scenes import fill, press
from tests.ui.voice_scenes import ask_about_recording, give, open_song
from tests.world import World, make_world

ROOMY, FOLDED = (1280, 800), (1000, 700)
"""Sizes of the window in px, with and without Tonight's panel beside the moon."""

Open = Callable[[World], None]


def world_for_sheets(qtbot: QtBot, qapp: QApplication, folder: Path) -> World:
    """An application on show with content for every sheet; the caller closes it."""
    world = make_world(qapp, folder, Settings(welcomed=True, reduce_motion=True), fill)
    with qtbot.waitActive(world.services.gui.window):
        world.services.gui.window.show()
    world.stores.song_preferences.name_child("Mila")
    world.services.gui.screens.build_all()
    world.backups.make()
    world.post.deliver()
    world.rules.make(starters()[0])
    close(world)
    return world


def open_sheet(world: World) -> Sheet | None:
    """The sheet on show."""
    sheets = world.services.gui.window.findChildren(Sheet)
    return next((sheet for sheet in sheets if sheet.isVisible()), None)


def is_over(world: World) -> bool:
    """Whether a sheet, the card or the editor is open."""
    window = world.services.gui.window
    return open_sheet(world) is not None or window.current in ("outcome", "words editor")


def _keys(world: World) -> None:
    world.act(Action.KEYS)


def _song_preferences(world: World) -> None:
    world.go("sing")
    world.act(Action.SONG_PREFERENCES)


def _encodings(world: World) -> None:
    """How the words of a song were read, with wide lines to choose from."""
    lines = tuple(LINES["ru"].split("\n"))
    ways = tuple(Decoding(encoding, lines) for encoding in ("cp1251", "koi8-r", "mac_cyrillic"))
    guess = Complaint(1, Reason.GUESSED_ENCODING, "cp1251")
    words = Lyrics(
        tuple(map(Line, lines)),
        Timing.NONE,
        complaints=(guess,),
        ways=WaysToRead("words", "cp1251", ways),
    )
    world.go("sing")
    world.sing.notes.show_words(words)
    world.sing.notes.click()


def _tap(world: World) -> None:
    world.go("library")
    world.tempo.tap(world.stores.library.tracks()[0])


def _rules(world: World) -> None:
    rules = world.rules
    smart = next(each for each in world.stores.playlists.all() if each.rules is not None)
    rules.edit(smart)


def _night(world: World) -> None:
    world.go("journal")
    nights = world.journal.list
    nights.opened.emit(nights.model().index(0, 0))


def _numbers(world: World) -> None:
    world.go("journal")
    press(world, "Details")


def _backups(world: World) -> None:
    world.go("settings")
    world.backups.open_sheet()
    world.post.deliver()


def _credits(world: World) -> None:
    world.go("settings")
    world.find(AboutTopic).credits_requested.emit()


def _about_song(world: World) -> None:
    world.go("library")
    tracks = world.stores.library.tracks()
    song = next(track for track in tracks if track.songbook_id == "suo-gan")
    controller = world.find(CreditsController)
    controller.open_song(song)


def _choice(world: World) -> None:
    """Routine and duration, in a narrow window, while nothing plays."""
    _fold(world)
    if world.services.bridge.state.sounding:
        world.services.bridge.stop()
        world.pass_time(2_000)
        world.act(Action.BACK)
    world.go("tonight")
    world.tonight.idle.choice_requested.emit(0)


def _own_routine(world: World) -> None:
    """A routine of the person's own, while nothing plays."""
    world.services.gui.window.resize(*ROOMY)
    if world.services.bridge.state.sounding:
        world.services.bridge.stop()
        world.pass_time(2_000)
        world.act(Action.BACK)
    world.go("tonight")
    world.tonight.routine_panel.own.click()


def _sound(world: World) -> None:
    """Volume and background sounds, in a narrow window, during playback."""
    _fold(world)
    world.go("tonight")
    if not world.services.bridge.state.sounding:
        world.act(Action.TOGGLE)
        world.pass_time(2_000)
    world.tonight.playing.sound_requested.emit()


def _card(world: World) -> None:
    world.act(Action.NOTE)


def _editor(world: World) -> None:
    world.services.gui.window.resize(*ROOMY)
    tracks = world.stores.library.tracks()
    song = next(track for track in tracks if track.songbook_id == "suo-gan")
    world.services.gui.song_words.edit(song)
    world.post.deliver()


def _fold(world: World) -> None:
    world.services.gui.window.resize(*FOLDED)


OPENERS: dict[str, Open] = {
    "keys": _keys,
    "how we sing": _song_preferences,
    "encodings": _encodings,
    "tapping": _tap,
    "rules": _rules,
    "night": _night,
    "numbers": _numbers,
    "backups": _backups,
    "credits": _credits,
    "about song": _about_song,
    "choice": _choice,
    "own routine": _own_routine,
    "bring in": ask_about_recording,
    "give song": give,
    "open song": open_song,
    "sound": _sound,
    "card": _card,
    "editor": _editor,
}


def close(world: World) -> None:
    """Esc."""
    world.act(Action.BACK)
    world.post.deliver()
