"""The window tells what was left out or guessed in the words, and lets an encoding be chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from mutagen.id3 import ID3, USLT
from pytestqt.qtbot import QtBot

from lullaby.lyrics.model import Complaint, Reason
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.song_preferences_panel import SongPreferencesPanel
from lullaby.ui.sing.words_notes import NotesSheet, summary
from lullaby.ui.text.complaints import in_english, sentence, with_place
from tests.library.songs import make
from tests.lyrics.lullaby_lines import LINES
from tests.ui.test_singing_options import sing as sing_song
from tests.ui.test_words_editor import SETTINGS, track, world_of
from tests.world import World

ROWS = LINES["ru"].split("\n")
STAMPED = f"[00:01.00]{ROWS[0]}\n[00:04.00]{ROWS[1]}\n[00:xx.00]{ROWS[2]}\n"


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    music = tmp_path / "music"
    music.mkdir()
    (music / "hush.ogg").write_bytes(b"sound")
    (music / "hush.lrc").write_bytes(STAMPED.encode("cp1251"))
    (music / "bare.ogg").write_bytes(b"sound")
    (music / "bare.lrc").write_text("Hush now", encoding="utf-8")
    world = world_of(qapp, tmp_path / "data", music, SETTINGS)
    yield world
    world.close()


def sing(world: World, title: str) -> None:
    sing_song(world, track(world, title))
    world.post.deliver()


def open_notes(world: World) -> NotesSheet:
    world.sing.notes.click()
    world.post.deliver()
    return next(s for s in world.services.gui.window.findChildren(NotesSheet) if s.isVisible())


def shown(world: World) -> list[str]:
    lyrics = world.sing.words.lyrics
    assert lyrics is not None
    return [line.text for line in lyrics.lines]


def ways(sheet: NotesSheet) -> dict[str, IconRow]:
    return {row.text(): row for row in sheet.findChildren(IconRow) if row.isVisible()}


def test_one_line_tells_of_guesses_and_lines_without_a_time(world: World) -> None:
    sing(world, "hush")
    assert world.sing.notes.isVisible()
    assert world.sing.notes.text() == "Read as Cyrillic text. 1 line had no readable time."
    sheet = open_notes(world)
    assert sheet._list.text().split("\n") == [
        "Read as Cyrillic text.",
        "Line 3: A time could not be read.",
    ]


def test_nothing_is_said_of_words_that_were_read_without_a_doubt(world: World) -> None:
    sing(world, "bare")
    assert not world.sing.notes.isVisible()


def test_a_song_whose_words_file_is_something_else_says_what(world: World) -> None:
    song = track(world, "bare")
    beside = song.path.with_suffix(".lrc")
    beside.write_text("#EXTM3U\nhush.ogg\n", encoding="utf-8")
    sing(world, "bare")
    assert world.sing.notes.isVisible()
    assert world.sing.notes.text() == "There are no words in “bare.lrc”. This is a playlist."
    song.path.with_suffix(".txt").write_text("<html><body>Hush</body></html>", encoding="utf-8")
    world.services.gui.song_words.changed.emit(song)
    world.post.deliver()
    told = world.sing.notes.text()
    assert told.endswith("This is a playlist. 1 other place has no words either.")
    sheet = open_notes(world)
    assert sheet._list.text().split("\n") == [
        "There are no words in “bare.lrc”. This is a playlist.",
        "There are no words in “bare.txt”. This is a web page.",
    ]
    beside.write_text("Hush now", encoding="utf-8")
    world.services.gui.song_words.changed.emit(song)
    world.post.deliver()
    assert not world.sing.notes.isVisible()
    assert shown(world) == ["Hush now"]


def test_the_room_view_shows_the_words_alone(world: World) -> None:
    sing(world, "hush")
    world.sing.set_room(True)
    assert not world.sing.notes.isVisible()
    world.sing.set_room(False)
    assert world.sing.notes.isVisible()


def test_another_encoding_is_chosen_and_kept(world: World) -> None:
    sing(world, "hush")
    assert shown(world) == ROWS
    sheet = open_notes(world)
    offered = ways(sheet)
    (now,) = [row for row in offered.values() if row.isChecked()]
    assert now.text() == f"{ROWS[0]}  ·  {ROWS[1]}"
    other = next(row for row in offered.values() if row is not now)
    lines = other.text().split("  ·  ")
    other.click()
    world.post.deliver()
    assert shown(world)[:2] == lines
    assert len(world.stores.song_preferences.chosen_encodings()) == 1
    sheet.close_sheet()
    back = ways(open_notes(world))[f"{ROWS[0]}  ·  {ROWS[1]}"]
    back.click()
    world.post.deliver()
    assert shown(world) == ROWS
    assert list(world.stores.song_preferences.chosen_encodings().values()) == ["cp1251"]


def test_words_that_look_wrong_are_read_otherwise_from_the_settings_of_the_song(
    world: World,
) -> None:
    """Letters of a tag that could be Western European are not doubted, and may still be wrong."""
    song = track(world, "bare")
    song.path.with_suffix(".lrc").unlink()
    made = make(song.path.with_suffix(".mp3"))
    tags = ID3()
    tags.add(USLT(encoding=0, lang="fra", desc="", text="été"))
    tags.save(made)
    made.replace(song.path)
    sing(world, "bare")
    assert shown(world) == ["été"]
    assert not world.sing.notes.isVisible()
    world.act(Action.SONG_PREFERENCES)
    (panel,) = world.services.gui.window.findChildren(SongPreferencesPanel)
    panel._letters.click()
    world.post.deliver()
    assert not panel.isVisible()
    sheets = world.services.gui.window.findChildren(NotesSheet)
    (sheet,) = [each for each in sheets if each.isVisible()]
    offered = ways(sheet)
    assert offered["été"].isChecked()
    other = next(text for text in offered if text != "été")
    offered[other].click()
    world.post.deliver()
    assert shown(world) == [other]
    assert world.sing.notes.text().startswith("Read as ")


def test_words_that_are_certain_have_no_other_letters(world: World) -> None:
    sing(world, "bare")
    world.act(Action.SONG_PREFERENCES)
    (panel,) = world.services.gui.window.findChildren(SongPreferencesPanel)
    assert panel.isVisible()
    assert not panel._letters.isVisible()


def test_the_words_editor_tells_it_too(world: World) -> None:
    world.services.gui.song_words.edit(track(world, "hush"))
    world.post.deliver()
    notes = world.editor.tapping.notes
    assert notes.text() == "Read as Cyrillic text. 1 line had no readable time."
    notes.click()
    world.post.deliver()
    sheets = world.services.gui.window.findChildren(NotesSheet)
    (sheet,) = [each for each in sheets if each.isVisible()]
    other = next(row for row in ways(sheet).values() if not row.isChecked())
    lines = other.text().split("  ·  ")
    other.click()
    world.post.deliver()
    editing = world.editor.controller.editing
    assert editing is not None
    assert [line.text for line in editing.session.lines][:2] == lines


def test_every_reason_has_a_sentence() -> None:
    details = {
        Reason.GUESSED_ENCODING: "cp1253",
        Reason.CHOSEN_ENCODING: "cp1253",
        Reason.NOT_WORDS: "a playlist",
        Reason.NOT_WORDS_IN_TAGS: "a web page",
    }
    for reason in Reason:
        complaint = Complaint(3, reason, details.get(reason, ""))
        text = sentence(complaint, in_english)
        assert text.endswith(".")
        assert text != reason.value
        assert text in with_place(complaint, in_english)
    assert summary([]) == ""


COLLECTION = """X:1
T:Hush now
M:4/4
L:1/4
K:C
C D E F | G4 |]
w: hush now my dear one

X:2
T:Sleep well
M:4/4
L:1/4
K:G
G A B c | d4 |]
w: sleep well my dear one
"""


def test_a_score_of_several_songs_is_parted_in_one_press(world: World, tmp_path: Path) -> None:
    collection = tmp_path / "music" / "many.abc"
    collection.write_text(COLLECTION, encoding="utf-8")
    world.services.gui.folders.take_in([collection])
    world.post.deliver()
    sing(world, "Hush now")
    assert world.sing.notes.text() == "This file holds several songs (2). The first one is sung."
    sheet = open_notes(world)
    sheet._split.click()
    world.post.deliver()
    folder = tmp_path / "music" / "many"
    assert sorted(path.name for path in folder.iterdir()) == ["sleep-well.abc"]
    titles = [song.title for song in world.stores.library.tracks()]
    assert (titles.count("Sleep well"), titles.count("Hush now")) == (1, 1)
    assert not sheet.isVisible()
    notice = world.services.gui.notices._board.notice("splitting")
    assert notice is not None
    assert notice.text == "2 songs are in the library now."
    (folder / "sleep-well.abc").write_text("of their own", encoding="utf-8")
    open_notes(world)._split.click()
    world.post.deliver()
    assert (folder / "sleep-well.abc").read_text(encoding="utf-8") == "of their own"


def test_other_notes_offer_to_part_nothing(world: World) -> None:
    sing(world, "hush")
    assert not open_notes(world)._split.isVisible()


def test_the_part_that_is_sung_is_said_in_the_line() -> None:
    told = [Complaint(1, Reason.SUNG_PART, "Soprano")]
    assert summary(told) == "Several parts have words. This one is sung: Soprano."
