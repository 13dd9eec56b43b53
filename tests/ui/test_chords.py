"""Chords above the words: on request, in the key that is sung, each above its letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from lullaby.lyrics.chord_names import transposed_names
from lullaby.lyrics.model import Chord
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.line_layout import LayoutRow
from lullaby.ui.sing.slots import Role
from lullaby.ui.sing.song_preferences_panel import SongPreferencesPanel
from lullaby.ui.sing.sung_chords import places
from tests.ui.test_singing_options import sing, song_of
from tests.ui.test_words_editor import track, world_of
from tests.world import World

SHEET = (
    "{title: Hush}\n[G]Hush, little [D7]baby, don’t say a [G]word\n"
    "[G]Mama’s going to [D7/F#]buy you a [G]mockingbird\nAnd if that [C]mockingbird don’t sing\n"
)
HEBREW = "{title: Numi}\n[Am]נומי [Dm]נומי ילדתי\n[E7]נומי [Am]נים\n"
LETTER, NAME = 10.0, 7.0


@pytest.fixture(params=[100, 200])
def world(request: pytest.FixtureRequest, qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    music = tmp_path / "music"
    music.mkdir()
    for name, sheet in (("hush", SHEET), ("bare", HEBREW)):
        (music / f"{name}.ogg").write_bytes(b"sound")
        (music / f"{name}.cho").write_text(sheet, encoding="utf-8")
    large: int = request.param
    settings = Settings(
        welcomed=True, reduce_motion=True, light="dusk", text_percent=large, words_percent=large
    )
    world = world_of(qapp, tmp_path / "data", music, settings)
    yield world
    world.close()


def panel_of(world: World, title: str) -> SongPreferencesPanel:
    sing(world, track(world, title))
    world.post.deliver()
    world.act(Action.SONG_PREFERENCES)
    (panel,) = world.services.gui.window.findChildren(SongPreferencesPanel)
    return panel


def names(world: World) -> list[list[str]]:
    chords = world.sing.words.chords
    lyrics = world.sing.words.lyrics
    assert lyrics is not None
    return [[chord.name for chord in chords.of(at)] for at in range(len(lyrics.lines))]


def above(world: World, role: Role) -> QImage:
    """What is painted above the letters of a line."""
    words = world.sing.words
    assert words.canvas is not None
    slot = words.canvas.arrangement.slot(role)
    assert slot is not None
    tall = slot.layout.chords or 30
    place = QRect(0, int(slot.y + slot.layout.above - tall), words.width(), int(tall))
    return words.grab(place).toImage()


def is_empty(picture: QImage) -> bool:
    """Whether all pixels of each row are nearly alike, as on the ground alone."""
    for y in range(picture.height()):
        grey = [picture.pixelColor(x, y).lightness() for x in range(picture.width())]
        if max(grey) - min(grey) > 60:
            return False
    return True


def test_chords_are_shown_on_request_and_put_away_again(world: World) -> None:
    panel = panel_of(world, "hush")
    assert panel._chords_row.isVisible()
    assert not panel._chords.isChecked()
    assert names(world) == [[], [], []]
    panel._chords.click()
    assert world.services.gui.settings_controller.now.show_chords
    assert names(world) == [["G", "D7", "G"], ["G", "D7/F#", "G"], ["C"]]
    panel.close_sheet()
    assert not is_empty(above(world, Role.CURRENT))
    assert not is_empty(above(world, Role.NEXT))
    world.services.gui.settings_controller.change(show_chords=False)
    assert not panel._chords.isChecked()
    assert names(world) == [[], [], []]


def test_chords_follow_the_key_that_is_sung(world: World) -> None:
    world.services.gui.settings_controller.change(show_chords=True)
    sing(world, track(world, "hush"))
    world.post.deliver()
    world.act(Action.HIGHER_KEY)
    world.act(Action.HIGHER_KEY)
    assert names(world) == [["A", "E7", "A"], ["A", "E7/G#", "A"], ["D"]]
    world.act(Action.LOWER_KEY)
    assert names(world) == [["Ab", "Eb7", "Ab"], ["Ab", "Eb7/G", "Ab"], ["Db"]]


def test_a_line_written_from_the_right_begins_its_chords_there(world: World) -> None:
    world.services.gui.settings_controller.change(show_chords=True)
    sing(world, track(world, "bare"))
    world.post.deliver()
    picture = above(world, Role.CURRENT)
    assert not is_empty(picture)
    half = QRect(0, 0, picture.width() // 4, picture.height())
    assert is_empty(picture.copy(half)), "the chords stand on the right"


def test_a_song_of_the_songbook_has_the_chords_of_its_score(world: World) -> None:
    world.services.gui.settings_controller.change(show_chords=True)
    song = song_of(world, "schlaf-kindlein")
    sing(world, song)
    world.post.deliver()
    lyrics = world.sing.words.lyrics
    assert lyrics is not None
    sung = [at for at, line in enumerate(lyrics.lines) if line.text]
    assert all(names(world)[at] for at in sung)
    before = names(world)
    moved = transposed_names((name for line in before for name in line), 1)
    world.act(Action.HIGHER_KEY)
    assert names(world) == [[moved[name] for name in line] for line in before]


def test_songs_without_chords_have_no_such_switch(world: World) -> None:
    song = track(world, "hush")
    song.path.with_suffix(".cho").write_text("Hush now", encoding="utf-8")
    panel = panel_of(world, "hush")
    assert not panel._chords_row.isVisible()


def letters(text: str) -> float:
    return LETTER * len(text)


def chord_width(text: str) -> float:
    return NAME * len(text)


def test_chords_stand_above_their_letters_on_their_rows() -> None:
    first, second = LayoutRow("Hush, little", 120.0, 0), LayoutRow("baby", 40.0, 13)
    chords = (Chord("G", 0), Chord("D7", 6), Chord("G", 13), Chord("C", 17))
    measures = (letters, chord_width)
    over = [(each.name, each.along) for each in places(first, 13, chords, measures, 500.0)]
    assert over == [("G", 0.0), ("D7", 60.0)]
    over = [(each.name, each.along) for each in places(second, None, chords, measures, 500.0)]
    assert over == [("G", 0.0), ("C", 40.0)]


@given(
    st.lists(st.tuples(st.sampled_from(("G", "D7", "F#m7b5/C#")), st.integers(0, 40)), max_size=8),
    st.integers(0, 40),
)
def test_chords_never_touch_and_stay_within_the_row(
    chosen: list[tuple[str, int]], length: int
) -> None:
    text = "x" * length
    chords = sorted((Chord(*each) for each in chosen), key=lambda chord: chord.at)
    placed = places(LayoutRow(text, letters(text)), None, chords, (letters, chord_width), 1_000.0)
    assert [each.name for each in placed] == [chord.name for chord in chords]
    ends = [each.along + chord_width(each.name) for each in placed]
    for end, following in zip(ends, placed[1:], strict=False):
        assert end < following.along
    assert all(each.along >= 0 and end <= 1_000 for each, end in zip(placed, ends, strict=True))
