"""The words editor: taps along with the song, undone, played slowly, corrected, kept, saved."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot

from lullaby.audio.port import SpeedPitch, Trouble
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.own_words import song_of
from lullaby.library.track import Origin, Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.finder import read_words
from lullaby.lyrics.model import Part, Timing
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.shell.keys import Action, Focus, ScreenId
from lullaby.ui.words_editor.keys import EditorAction, action_for
from lullaby.ui.words_editor.screen import WordsEditor
from lullaby.units import Ms
from tests.world import World, make_world

WORDS = "Huna blentyn ar fy mynwes\nclyd a chynnes ydyw hon\n\nbreichiau mam\n"
DELAY = 100
Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    (folder / "hush.ogg").write_bytes(b"sound")
    (folder / "bare.ogg").write_bytes(b"sound")
    (folder / "hush.lrc").write_text("[la:cy]\n" + WORDS, encoding="utf-8")
    return folder


def world_of(qapp, folder: Path, music: Path, settings: Settings) -> World:
    def prepare(stores: Stores) -> None:
        names = ("hush", "bare")
        found = tuple(FoundFile(music / f"{n}.ogg", 9, 7, 0, Tags(n)) for n in names)
        stores.scans.apply(ScanBatch(found=found))

    world = make_world(qapp, folder, settings, prepare)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    return world


SETTINGS = Settings(welcomed=True, reduce_motion=True, light="dusk", tap_delay_ms=DELAY)


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path, music: Path) -> Iterator[World]:
    world = world_of(qapp, tmp_path / "data", music, SETTINGS)
    yield world
    world.close()


def track(world: World, title: str) -> Track:
    return next(each for each in world.stores.library.tracks() if each.title == title)


def edit(world: World, title: str = "hush") -> WordsEditor:
    world.services.gui.song_words.edit(track(world, title))
    world.post.deliver()
    return world.editor


def press(
    world: World, editor: WordsEditor, key: Key, modifiers: Qt.KeyboardModifier = NONE
) -> None:
    QTest.keyClick(editor.tapping.list, key, modifiers)
    world.post.deliver()


def starts(editor: WordsEditor, line: int) -> list[int | None]:
    assert editor.controller.editing is not None
    marks = editor.controller.editing.session.marks
    return [marks.starts[piece] for piece in marks.pieces(line)]


def library_model(world_folder: Path) -> DraftStore:
    return DraftStore(world_folder / "words")


def button(window: QWidget, text: str) -> QAbstractButton:
    found = [
        each
        for each in window.findChildren(QAbstractButton)
        if each.isVisible() and text in (each.text(), each.accessibleName())
    ]
    assert len(found) == 1, (text, found)
    return found[0]


def tap_all_lines(world: World, editor: WordsEditor) -> None:
    """Start, then tap at 5, 9 and 14 seconds."""
    press(world, editor, Key.Key_Space)
    for wait in (5_000, 4_000, 5_000):
        world.pass_time(wait)
        press(world, editor, Key.Key_Space)


def test_space_begins_the_song_and_then_stamps_each_line(world: World) -> None:
    editor = edit(world)
    assert world.services.gui.window.current == "words editor"
    tap_all_lines(world, editor)
    state = world.services.bridge.state
    assert (state.stage, state.track) == (Stage.PLAYING, track(world, "hush"))
    at = [4_900, 8_900, 13_900]
    assert [starts(editor, line)[0] for line in (0, 1, 3)] == at, "the late hand is made up for"
    assert editor.controller.editing is not None
    assert editor.controller.editing.session.done


def test_timing_words_is_no_evening_of_the_journal(world: World) -> None:
    before = world.stores.journal.entries()
    editor = edit(world)
    tap_all_lines(world, editor)
    world.pass_time(200_000, 1_000)
    assert world.services.bridge.state.stage is Stage.ENDED, "the song came to its end"
    assert world.stores.journal.entries() == before
    assert world.services.gui.window.current == "words editor", "no card asks how it went"
    world.act(Action.BACK)
    assert world.services.gui.window.current == world.services.gui.window.place


def test_a_running_evening_continues_behind_the_editor(world: World) -> None:
    world.library_actions.start_songs((track(world, "hush"),), 0)
    world.pass_time(3_000)
    world.act(Action.SING)
    world.act(Action.EDIT_WORDS)
    editor = world.editor
    assert len(world.player.cues) == 1, "nothing was begun anew"
    press(world, editor, Key.Key_Space)
    assert starts(editor, 0)[0] == 3_000 - DELAY
    world.act(Action.BACK)
    assert world.services.gui.window.current == "sing"


def evening_of_another_song(world: World) -> WordsEditor:
    """An evening plays; the editor is open on another song, which plays slowly for a while."""
    world.library_actions.start_songs((track(world, "bare"), track(world, "hush")), 0)
    world.pass_time(20_000)
    editor = edit(world)
    press(world, editor, Key.Key_Space)
    editor.controller.set_pace(-1)
    world.pass_time(5_000)
    assert world.services.bridge.state.track == track(world, "hush")
    return editor


LEAVING = {
    "esc": lambda world: world.act(Action.BACK),
    "back": lambda world: world.editor.top.back.click(),
    "another screen": lambda world: world.services.gui.window.show_screen(ScreenId("journal")),
}


@pytest.mark.parametrize("way", LEAVING)
def test_an_evening_has_its_song_place_timer_and_tempo_back_however_the_editor_is_left(
    world: World, way: str
) -> None:
    bridge = world.services.bridge
    evening_of_another_song(world)
    LEAVING[way](world)
    now = bridge.state
    assert (now.stage, now.track, now.index) == (Stage.PLAYING, track(world, "bare"), 0)
    assert (now.position_ms, now.elapsed_ms) == (20_000, 20_000)
    assert now.speed_pitch == SpeedPitch()
    assert now.remaining_ms is not None
    assert now.total_ms is not None
    assert now.total_ms - now.remaining_ms == 20_000


def test_a_paused_evening_is_still_paused_after_the_editor(world: World) -> None:
    world.library_actions.start_songs((track(world, "bare"),), 0)
    world.pass_time(20_000)
    world.act(Action.TOGGLE)
    editor = edit(world)
    press(world, editor, Key.Key_Space)
    assert world.services.bridge.state.stage is Stage.PLAYING
    world.act(Action.BACK)
    now = world.services.bridge.state
    assert (now.stage, now.track) == (Stage.PAUSED, track(world, "bare"))


def test_an_evening_of_the_same_song_returns_to_its_place(world: World) -> None:
    world.library_actions.start_songs((track(world, "hush"),), 0)
    world.pass_time(20_000)
    editor = edit(world)
    tap_all_lines(world, editor)
    assert starts(editor, 0)[0] == 20_000 - DELAY
    world.act(Action.BACK)
    now = world.services.bridge.state
    assert (now.stage, now.position_ms, now.elapsed_ms) == (Stage.PLAYING, 20_000, 20_000)


def test_an_evening_waits_if_the_song_of_the_editor_breaks(world: World) -> None:
    bridge = world.services.bridge
    world.player.troubles[track(world, "hush").path] = Trouble.UNREADABLE
    world.library_actions.start_songs((track(world, "bare"), track(world, "hush")), 0)
    world.pass_time(20_000)
    press(world, edit(world), Key.Key_Space)
    world.pass_time(400)
    assert bridge.state.stage is Stage.PAUSED
    world.act(Action.BACK)
    assert (bridge.state.stage, bridge.state.track) == (Stage.PLAYING, track(world, "bare"))


def test_closing_in_the_editor_closes_the_night_of_the_evening(world: World) -> None:
    evening_of_another_song(world)
    world.services.gui.window.close()
    world.pass_time(3_000)
    (night,) = world.stores.journal.entries()
    assert night.ended_at is not None
    assert {song.title for song in night.songs} == {"bare"}


def test_an_open_editor_without_sound_leaves_the_evening_alone(world: World) -> None:
    world.library_actions.start_songs((track(world, "bare"), track(world, "hush")), 0)
    world.pass_time(20_000)
    edit(world)
    world.pass_time(5_000)
    world.act(Action.BACK)
    assert world.services.bridge.state.position_ms == 25_000
    assert len(world.player.cues) == 1


def test_undo_and_redo(world: World) -> None:
    editor = edit(world)
    tap_all_lines(world, editor)
    press(world, editor, Key.Key_Backspace)
    press(world, editor, Key.Key_Z, CTRL)
    assert [starts(editor, line)[0] for line in (0, 1, 3)] == [4_900, None, None]
    press(world, editor, Key.Key_Y, CTRL)
    assert [starts(editor, line)[0] for line in (0, 1, 3)] == [4_900, 8_900, None]
    button(editor, "Redo").click()
    assert starts(editor, 3)[0] == 13_900
    button(editor, "Undo").click()
    assert starts(editor, 3)[0] is None


def test_every_tap_is_on_the_disk_at_once(qapp, qtbot: QtBot, tmp_path: Path, music: Path) -> None:
    """As after kill -9: nothing of the first application is closed, and a second one starts."""
    first = world_of(qapp, tmp_path / "data", music, SETTINGS)
    editor = edit(first)
    press(first, editor, Key.Key_Space)
    first.pass_time(5_000)
    press(first, editor, Key.Key_Space)
    second = world_of(qapp, tmp_path / "data", music, SETTINGS)
    again = edit(second)
    assert again.resume.isVisible()
    button(again, "Continue").click()
    assert starts(again, 0)[0] == 4_900
    assert again.controller.editing is not None
    assert again.controller.editing.session.line == 1
    second.close()
    first.close()


def test_starting_over_can_be_undone(world: World) -> None:
    editor = edit(world)
    tap_all_lines(world, editor)
    world.act(Action.BACK)
    editor = edit(world)
    button(editor, "Start from the saved words").click()
    assert starts(editor, 0)[0] is None
    press(world, editor, Key.Key_Z, CTRL)
    assert starts(editor, 0)[0] == 4_900


def test_a_line_is_heard_again_and_again_at_a_slower_pace(world: World) -> None:
    editor = edit(world)
    tap_all_lines(world, editor)
    press(world, editor, Key.Key_Up)
    press(world, editor, Key.Key_R)
    world.pass_time(400)
    assert editor.controller.editing is not None
    pinned = editor.controller.editing.pinned
    assert pinned is not None
    loop = pinned.loop
    assert (pinned.line, loop.start_ms) == (1, 8_900 - 1_500)
    for _ in range(4):
        press(world, editor, Key.Key_Minus)
    assert world.services.bridge.state.speed_pitch.pace == 0.6
    places = []
    for _ in range(150):
        world.pass_time(200)
        places.append(world.services.bridge.state.position_ms)
    assert max(places) <= loop.end_ms + 200
    back = [b for a, b in pairwise(places) if b < a]
    assert len(back) >= 2, "it came round more than once"
    press(world, editor, Key.Key_Space)
    at = world.services.bridge.state.position_ms
    assert starts(editor, 1)[0] == round(at - DELAY * 0.6), "the hand is late in real time"
    world.act(Action.BACK)
    assert world.services.bridge.state.speed_pitch == SpeedPitch(), "the song's own pace is back"
    assert track(world, "hush").speed_pitch == SpeedPitch(), "and none was remembered"


def test_nudging_by_keys_and_buttons(world: World) -> None:
    editor = edit(world)
    tap_all_lines(world, editor)
    press(world, editor, Key.Key_Left, CTRL)
    press(world, editor, Key.Key_Right, ALT)
    assert starts(editor, 3)[0] == 13_900 - 50 + 10
    button(editor, "50 ms later").click()
    button(editor, "10 ms earlier").click()
    assert starts(editor, 3)[0] == 13_900
    press(world, editor, Key.Key_Up)
    press(world, editor, Key.Key_Right, CTRL)
    assert starts(editor, 1)[0] == 8_950, "the arrows chose another line"


def test_syllables_in_the_second_pass(world: World) -> None:
    editor = edit(world)
    tap_all_lines(world, editor)
    button(editor, "By syllable").click()
    assert editor.controller.editing is not None
    assert editor.controller.editing.session.lines[0].pieces[:2] == ("Hu", "na ")
    editor.editor_actions.choose(0)
    press(world, editor, Key.Key_Right)
    world.services.bridge.seek(Ms(5_000))
    for wait in (400, 400):
        world.pass_time(wait)
        press(world, editor, Key.Key_Space)
    assert starts(editor, 0)[:4] == [4_900, 5_300, 5_700, None]


def test_syllables_are_corrected_by_hand_and_by_rule(world: World) -> None:
    editor = edit(world)
    field = editor.tapping.panel.syllables
    assert field.text() == "Hu/na blen/tyn ar fy myn/wes"
    field.setText("Huna ble/ntyn ar fy mynwes")
    field.editingFinished.emit()
    assert editor.controller.editing is not None
    assert editor.controller.editing.session.lines[0].pieces[:3] == ("Huna ", "ble", "ntyn ")
    button(editor, "Join with next").click()
    assert editor.controller.editing.session.lines[0].pieces[0] == "Huna ble"
    button(editor, "Split automatically").click()
    assert field.text() == "Hu/na blen/tyn ar fy myn/wes"


def test_voices_for_a_line_and_for_the_rest_of_the_verse(world: World) -> None:
    editor = edit(world)
    press(world, editor, Key.Key_2)
    button(editor, "For the rest of the verse").click()
    button(editor, "Sung by: Singer 1").click()
    assert editor.controller.editing is not None
    parts = [line.part for line in editor.controller.editing.session.lines]
    assert parts == [Part.FIRST, Part.FIRST, Part.EVERYONE, Part.EVERYONE]
    press(world, editor, Key.Key_Z, CTRL)
    assert editor.controller.editing.session.lines[0].part is Part.SECOND


def test_the_singers_have_their_names(qapp, qtbot: QtBot, tmp_path: Path, music: Path) -> None:
    named = Settings(welcomed=True, first_singer="Ana", second_singer="Ben", light="dusk")
    world = world_of(qapp, tmp_path / "data", music, named)
    editor = edit(world)
    button(editor, "Sung by: Ben").click()
    index = editor.tapping.list.lines.index(0)
    assert index.data() == "Huna blentyn ar fy mynwes, not timed yet, Ben"
    world.close()


def test_a_translation_is_typed_as_one_act(world: World) -> None:
    editor = edit(world)
    QTest.keyClicks(editor.tapping.panel.translation, "sleep")
    assert editor.controller.editing is not None
    assert editor.controller.editing.session.lines[0].translation == "sleep"
    press(world, editor, Key.Key_Z, CTRL)
    assert editor.controller.editing.session.lines[0].translation == ""


def test_saved_beside_the_song_and_shown_at_once(world: World, music: Path) -> None:
    world.library_actions.start_songs((track(world, "hush"),), 0)
    world.act(Action.SING)
    assert not world.sing.words.timed
    world.act(Action.EDIT_WORDS)
    editor = world.editor
    for _ in range(3):
        world.pass_time(2_000)
        press(world, editor, Key.Key_Space)
    press(world, editor, Key.Key_S, CTRL)
    words = read_words(music / "hush.lrc")
    assert words is not None
    assert (words.timing, words.language) == (Timing.LINES, "cy")
    assert [line.start_ms for line in words.lines] == [1_900, 3_900, 5_900]
    assert (music / "hush.lrc.bak").read_text(encoding="utf-8") == "[la:cy]\n" + WORDS
    assert editor.top._line.text() == (
        "Saved beside the song as hush.lrc. The earlier words are kept as hush.lrc.bak."
    )
    world.act(Action.BACK)
    assert world.sing.words.timed
    assert not edit(world).resume.isVisible(), "what was saved whole is not offered again"


def test_if_nothing_can_be_written_lullaby_keeps_the_words(world: World, music: Path) -> None:
    (music / "bare.lrc").mkdir()
    editor = edit(world, "bare")
    editor.typing.text.setPlainText("Sleep, baby\nsleep")
    button(editor, "Use these words").click()
    press(world, editor, Key.Key_Space)
    for _ in range(2):
        world.pass_time(2_000)
        press(world, editor, Key.Key_Space)
    button(editor, "Save").click()
    world.post.deliver()
    line = editor.top._line.text()
    assert line == "Saved in Lullaby (the song’s folder is read-only)."
    world.act(Action.BACK)
    world.act(Action.SING)
    sung = world.sing.words.lyrics
    assert sung is not None
    assert [line.start_ms for line in sung.lines] == [1_900, 3_900]


def test_corrected_songbook_words_are_kept_in_the_data_folder(world: World) -> None:
    song = next(t for t in world.stores.library.tracks() if t.origin is Origin.SONGBOOK)
    before = song.path.with_suffix(".lrc").read_bytes()
    editor = edit(world, song.title)
    press(world, editor, Key.Key_1)
    press(world, editor, Key.Key_S, CTRL)
    assert song.path.with_suffix(".lrc").read_bytes() == before
    world.act(Action.BACK)
    again = edit(world, song.title)
    assert again.controller.editing is not None
    assert any(line.part is Part.FIRST for line in again.controller.editing.session.lines)
    assert song_of(song).key == song.songbook_id


def test_words_are_typed_from_nothing_and_never_lost(world: World, tmp_path: Path) -> None:
    editor = edit(world, "bare")
    assert editor.typing.isVisible()
    QTest.keyClicks(editor.typing.text, "Sleep baby sleep")
    assert editor.typing.text.toPlainText() == "Sleep baby sleep", "letters are letters here"
    editor.typing.keep()
    kept = library_model(tmp_path / "data").draft(song_of(track(world, "bare")).key)
    assert kept is not None
    assert [line.text for line in kept.session.lines] == ["Sleep baby sleep"]
    QTest.keyClicks(editor.typing.text, "!")
    world.go("journal")
    assert world.services.gui.window.current == world.services.gui.window.place
    again = edit(world, "bare")
    button(again, "Continue").click()
    assert again.controller.editing is not None
    assert again.controller.editing.session.lines[0].text == "Sleep baby sleep!"
    button(again, "All words").click()
    again.typing.text.appendPlainText("hush")
    button(again, "Use these words").click()
    assert [line.text for line in again.controller.editing.session.lines] == [
        "Sleep baby sleep!",
        "hush",
    ]


def test_a_words_file_is_opened(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "found.lrc"
    file.write_text("[00:07.00]Only\n[00:09.00]Two\n", encoding="utf-8")
    editor = edit(world, "bare")
    monkeypatch.setattr(editor, "_open_file", lambda track: file)
    button(editor, "Open a words file").click()
    assert [starts(editor, line) for line in (0, 1)] == [[7_000, None], [9_000]]
    kept = library_model(tmp_path / "data").draft(song_of(track(world, "bare")).key)
    assert kept is not None
    assert len(kept.session.lines) == 2


def test_a_full_disk_is_reported_calmly(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = edit(world)

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(DraftStore, "keep", full)
    tap_all_lines(world, editor)
    assert editor.top._line.text().startswith("The disk is full, so this was not saved.")
    assert starts(editor, 0)[0] == 4_900


def test_the_tap_delay_is_measured_on_timed_words(world: World, music: Path) -> None:
    lines = "".join(f"[00:{n * 4:02}.00]line {n}\n" for n in range(1, 9))
    (music / "bare.lrc").write_text(lines, encoding="utf-8")
    editor = edit(world, "bare")
    button(editor, "Measure my delay").click()
    assert editor.tapping.list.hasFocus(), "Space is still a tap"
    press(world, editor, Key.Key_Space)
    world.pass_time(4_160, 20)
    for _ in range(5):
        press(world, editor, Key.Key_Space)
        world.pass_time(4_000)
    assert world.services.gui.settings_controller.now.tap_delay_ms == 160
    assert starts(editor, 0)[0] == 4_000, "measuring stamps nothing"
    button(editor, "Done").click()
    button(editor, "Less delay").click()
    assert world.services.gui.settings_controller.now.tap_delay_ms == 150


def test_the_library_and_the_sing_screen_open_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    world.go("library")
    world.library_actions.song_menu((track(world, "hush"),), 0, QPoint(0, 0))
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    menu = world.services.gui.window.findChildren(QMenu, options=direct)[-1]
    (action,) = [
        a for a in menu.actions() if isinstance(a, QAction) and "sync the words" in a.text()
    ]
    action.trigger()
    world.post.deliver()
    assert world.services.gui.window.current == "words editor"
    world.act(Action.BACK)
    world.act(Action.SING)
    QCoreApplication.sendPostedEvents()
    QTest.keyClick(world.sing.words, Key.Key_W)
    assert world.services.gui.window.current == "words editor"


@pytest.mark.parametrize(
    ("key", "modifiers", "focus", "act"),
    [
        (Key.Key_Space, NONE, Focus.LIST, EditorAction.TAP),
        (Key.Key_Space, NONE, Focus.BUTTON, None),
        (Key.Key_Space, NONE, Focus.TEXT, None),
        (Key.Key_Backspace, NONE, Focus.BUTTON, EditorAction.UNDO),
        (Key.Key_Backspace, NONE, Focus.TEXT, None),
        (Key.Key_Z, CTRL, Focus.TEXT, None),
        (Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier, Focus.LIST, EditorAction.REDO),
        (Key.Key_S, CTRL, Focus.TEXT, EditorAction.SAVE),
        (Key.Key_Left, ALT, Focus.LIST, EditorAction.EARLIER_FINE),
        (Key.Key_Period, NONE, Focus.LIST, EditorAction.END_LINE),
    ],
)
def test_keys(
    key: Key, modifiers: Qt.KeyboardModifier, focus: Focus, act: EditorAction | None
) -> None:
    assert action_for(key, modifiers, focus) is act


def test_single_letters_can_be_switched_off() -> None:
    assert action_for(Key.Key_R, NONE, Focus.LIST, single_keys=False) is None
    assert action_for(Key.Key_Space, NONE, Focus.LIST, single_keys=False) is EditorAction.TAP
