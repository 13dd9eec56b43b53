"""Songs with a score can be sung lower, without their melody, or with fewer verses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.singing_options import SingingOptions
from lullaby.ui.sing.verses_menu import VersesMenu, shortened
from lullaby.ui.text import names
from tests.library.test_scan import look
from tests.songbook.musicxml_files import LULLABY
from tests.world import World, make_world

MENUS = pytest.mark.qt_log_ignore("This plugin does not support")
"""Without a display a menu can neither be raised nor grab the keyboard."""


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True, light="dusk"))
    world.services.gui.window.resize(1366, 768)
    world.services.gui.window.show()
    yield world
    world.close()


def song_of(world: World, song: str) -> Track:
    return next(t for t in world.stores.library.tracks() if t.songbook_id == song)


def sing(world: World, track: Track) -> SingingOptions:
    world.services.gui.window.resize(1600, 900)  # every option stands beside the others
    world.library_actions._next_session.start_tracks((track,), 0)
    world.act(Action.SING)
    world.pass_time(1_000)
    (how,) = world.sing.findChildren(SingingOptions)
    return how


def line(world: World) -> str:
    return world.sing._line.text()


def test_two_lower_is_shown_and_heard(world: World) -> None:
    track = song_of(world, "schlaf-kindlein")
    sing(world, track)
    assert "Key of F" in line(world).split("  ·  ")
    world.act(Action.LOWER_KEY)
    world.act(Action.LOWER_KEY)
    assert "Your version: 2 semitones lower" in line(world)
    assert world.sing.dock._key.value.text() == "E♭"
    world.make_songs()
    world.pass_time(12_000)
    cue = world.player._cue
    assert cue is not None
    assert cue.made.semitones == -2
    assert cue.path.parent.name == "songs"
    assert cue.path.is_file()
    assert song_of(world, "schlaf-kindlein").speed_pitch.semitones == -2


def test_the_melody_is_switched_by_click_and_key_and_stored(qtbot: QtBot, world: World) -> None:
    how = sing(world, song_of(world, "schlaf-kindlein"))
    assert how.melody.isVisible()
    assert how.melody.isChecked()
    qtbot.mouseClick(how.melody, Qt.MouseButton.LeftButton)
    assert not how.melody.isChecked()
    cue = world.player._cue
    assert cue is not None
    assert cue.path.name == "schlaf-kindlein.accompaniment.opus"
    assert "accompaniment" in how.melody.accessibleName()
    assert song_of(world, "schlaf-kindlein").singing == Singing(with_tune=False)
    world.act(Action.MELODY)
    assert song_of(world, "schlaf-kindlein").singing == WHOLE_SONG


@MENUS
def test_fewer_verses_change_the_words_when_they_sound(world: World) -> None:
    track = song_of(world, "schlaf-kindlein")
    how = sing(world, track)
    world.act(Action.VERSES)
    menu = how.menu
    assert isinstance(menu, VersesMenu)
    whole = world.sing.words.lyrics
    next(a for a in menu.actions() if a.text() == "The first two").trigger()
    menu.close()
    assert how.verses.text() == "Verses 1, 2"
    assert world.sing.words.lyrics is whole, "still those that sound"
    assert song_of(world, "schlaf-kindlein").singing.verses == (0, 1)
    world.make_songs()
    world.pass_time(1_000)
    now = world.sing.words.lyrics
    assert whole is not None
    assert now is not None
    assert [each.text for each in now.lines] != [each.text for each in whole.lines]
    third = len(whole.lines) // 3
    assert [e.text for e in now.lines[: 2 * third]] == [e.text for e in whole.lines[: 2 * third]]


@MENUS
def test_ticks_leave_the_menu_open_and_one_verse_stays(qtbot: QtBot, world: World) -> None:
    chosen: list[tuple[int, ...] | None] = []
    menu = VersesMenu(world.services.gui.window, ["one", "two", "three"], None, chosen.append)
    menu.popup(world.services.gui.window.mapToGlobal(world.services.gui.window.rect().center()))
    for tick in menu._ticks:
        spot = menu.actionGeometry(tick).center()
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=spot)
        assert menu.isVisible()
    assert chosen == [(1, 2), (2,)], "the last one cannot go"
    menu.setActiveAction(menu._ticks[0])
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert chosen[-1] == (0, 2)
    assert menu.isVisible()
    menu.close()


def test_songs_without_a_score_have_neither(world: World) -> None:
    path = Path("/music/hum.flac")
    world.stores.scans.apply(ScanBatch(found=(FoundFile(path, 1, 1, 0, Tags("Hum")),)))
    hum = next(t for t in world.stores.library.tracks() if t.path == path)
    how = sing(world, hum)
    assert not how.melody.isVisible()
    assert not how.verses.isVisible()
    world.act(Action.LOWER_KEY)
    assert "1 semitone lower" in line(world)
    world.act(Action.MELODY)
    world.act(Action.VERSES)
    assert world.services.bridge.state.singing == WHOLE_SONG


def test_a_song_of_one_verse_has_no_choice(world: World) -> None:
    how = sing(world, song_of(world, "suo-gan"))
    assert how.melody.isVisible()
    assert not how.verses.isVisible()


@pytest.mark.parametrize(
    ("key", "steps", "short", "long"),
    [
        ("F", -2, "E♭", "E♭"),
        ("F", 0, "F", "F"),
        ("Bm", -1, "B♭m", "B♭ minor"),
        ("Am", -3, "F♯m", "F♯ minor"),
        ("Am", 6, "E♭m", "E♭ minor"),
        ("G", 6, "D♭", "D♭"),
        ("D dor", 2, "E dor", "E Dorian"),
        ("C", 6, "F♯", "F♯"),
    ],
)
def test_keys_by_name(key: str, steps: int, short: str, long: str) -> None:
    assert names.key_short(key, steps) == short
    assert names.key_name(key, steps) == long


PITCHES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11, "♯": 1, "♭": -1}
MODES = {
    "C": "",
    "Gb": "",
    "C#": "",
    "Abm": "minor",
    "F#m": "minor",
    "D dor": "Dorian",
    "E phr": "Phrygian",
    "B loc": "Locrian",
    "F lyd": "Lydian",
    "Bb mix": "Mixolydian",
}


def pitch_of(note: str) -> int:
    """Semitones above C, 0 to 11, of a note as shown."""
    return sum(PITCHES[letter] for letter in note) % 12


def test_a_key_that_is_moved_is_named_by_the_note_that_sounds_and_keeps_its_mode() -> None:
    """A singer who finds the tone by its name would otherwise start on a wrong one."""
    for key, mode in MODES.items():
        home = pitch_of(key.split(" ")[0].removesuffix("m").replace("b", "♭").replace("#", "♯"))
        for steps in range(-12, 13):
            note, _, named_mode = names.key_name(key, steps).partition(" ")
            assert pitch_of(note) == (home + steps) % 12, (key, steps)
            assert named_mode == mode
            assert len(note) <= 2, f"{note} is hard to read"
            short = names.key_short(key, steps)
            assert short.startswith(note)


def test_a_verse_begins_with_whole_words() -> None:
    assert shortened("Sleep, my child") == "Sleep, my child"
    long = shortened("Sleep, my child and peace attend thee, all through the night")
    assert long == "Sleep, my child and peace attend …"


def test_the_position_of_a_fault_is_reported_calmly() -> None:
    assert names.fault_note("8:2:the bar is too short") == "Line 8, bar 2: the bar is too short"
    assert names.fault_note("0:2:a note is too high") == "Bar 2: a note is too high"
    assert names.fault_note("0:0:is not UTF-8 text") == "is not UTF-8 text"


TUNE = "X:1\nT:Found\nM:3/4\nL:1/4\nK:G\n|:G2 A | B2 A |1 G3 :|2 G2 z |]\nw: soft-ly the moon now\n"


@pytest.mark.parametrize(("suffix", "content"), [(".abc", TUNE), (".musicxml", LULLABY)])
def test_a_tune_of_another_program_is_sung_lower(
    suffix: str, content: str, world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "found"
    folder.mkdir()
    (folder / f"found{suffix}").write_text(content)
    look(world.stores, folder)
    track = next(t for t in world.stores.library.tracks() if t.path.suffix == suffix)
    sing(world, track)
    world.act(Action.LOWER_KEY)
    assert "Your version: 1 semitone lower" in line(world)
    world.make_songs()
    world.pass_time(3_000)
    cue = world.player._cue
    assert cue is not None
    assert cue.path.suffix == ".opus"
    assert cue.made.semitones == -1
