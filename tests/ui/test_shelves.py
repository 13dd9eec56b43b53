"""The songbook in the Library: languages, seasons, stories; and the credits."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from lullaby.library.track import Track
from lullaby.paths import assets
from lullaby.settings import Settings
from lullaby.songbook.catalogue import catalogue
from lullaby.ui.controls.reading import Reading
from lullaby.ui.credits import pages, sources
from lullaby.ui.credits.controller import CreditsController, CreditsPages
from lullaby.ui.library.language_button import LanguageButton
from lullaby.ui.library.season_line import SeasonLine, season_action, season_words
from lullaby.ui.library.slow_line import SlowLine
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.shell.keys import Action
from lullaby.ui.text.language_names import beside, full_name, own_name, translated_name
from tests.world import World, make_world

ABOUT = 5
"""The place of the group in Settings."""


SONGS = catalogue(assets() / "songs")
CHRISTMAS = {song.title for song in SONGS if song.season == "christmas"}
ADVENT = datetime(2024, 12, 8, 2, 14, tzinfo=UTC)

POPUPS = pytest.mark.qt_log_ignore("This plugin does not support")
"""Without a display a menu cannot grab the keyboard, and Qt says so."""


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, light="dusk")
    world = make_world(qapp, tmp_path, settings)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    yield world
    world.close()


def tab(world: World) -> SongsTab:
    return world.find(SongsTab)


def titles(world: World) -> set[str]:
    return {track.title for track in tab(world).model.tracks}


def open_library(world: World, any_tempo: bool = True) -> None:
    world.go("library")
    if any_tempo:
        press_in_card(world, "Any tempo")


def press_in_card(world: World, text: str) -> None:
    """Press a button of the card, which is closed again."""
    line = world.find(SlowLine)
    line.click()
    press(world, text)
    line.click()


def press(world: World, text: str) -> None:
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    (button,) = [b for b in buttons if b.isVisible() and b.text() == text]
    button.click()


def language_button(world: World) -> LanguageButton:
    (found,) = tab(world).findChildren(LanguageButton)
    return found


def season_line(world: World) -> SeasonLine:
    (found,) = tab(world).findChildren(SeasonLine)
    return found


def offered(menu: QMenu) -> dict[str, str]:
    rows = [a.text().split("\t") for a in menu.actions() if not a.isSeparator()]
    return {row[0]: row[1] for row in rows}


def choose(world: World, language: str) -> None:
    menu = language_button(world).menu_of_languages()
    (action,) = [a for a in menu.actions() if a.text().split("\t")[0] == language]
    action.trigger()


def song(world: World, songbook_id: str) -> Track:
    tracks = world.stores.library.tracks()
    return next(track for track in tracks if track.songbook_id == songbook_id)


def controller(world: World) -> CreditsController:
    return world.find(CreditsController)


def read(world: World) -> str:
    shown = world.find(Reading)
    assert shown.isVisible()
    return shown.toPlainText()


def test_a_language_has_its_own_name_and_a_translated_one() -> None:
    assert full_name("cy") == "Cymraeg · Welsh"
    assert full_name("en") == "English"
    assert full_name("sco") == "Scots"
    assert full_name("mi") == "Te reo Māori"
    assert full_name("bar") == "Boarisch · Bavarian"
    assert full_name("qqq") == "qqq"


@pytest.mark.parametrize("language", sorted({s.language.split("-")[0] for s in SONGS}))
def test_every_language_of_the_songbook_has_names(language: str) -> None:
    assert own_name(language) != language
    assert translated_name(language) != language


def test_the_line_under_a_title_says_nothing_twice() -> None:
    assert beside("Welsh, traditional", "cy") == "Welsh, traditional · Cymraeg"
    assert beside("Johannes Brahms", "de") == "Johannes Brahms · Deutsch · German"
    assert beside("", "en") == "English"


def test_rows_show_language_origin_and_story(world: World) -> None:
    open_library(world)
    model = tab(world).model
    rows = [model.index(row) for row in range(model.rowCount())]
    (suo_gan,) = [row for row in rows if model.track(row).songbook_id == "suo-gan"]
    assert model.below(suo_gan) == "Welsh, traditional · Cymraeg"
    assert model.story(suo_gan).startswith("Its name simply means lullaby")
    spoken = model.data(suo_gan, Qt.ItemDataRole.AccessibleTextRole)
    assert "Welsh, traditional, Cymraeg" in str(spoken)
    assert model.story(suo_gan) in str(spoken)
    assert all(model.story(row) for row in rows)


def test_the_menu_counts_each_language(world: World) -> None:
    open_library(world)
    menu = language_button(world).menu_of_languages()
    shown = offered(menu)
    everyday = [s for s in SONGS if s.season is None]
    assert shown["Any language"] == str(len(everyday))
    assert shown["Cymraeg · Welsh"] == "2"
    assert shown["Deutsch · German"] == str(sum(s.language == "de" for s in everyday))
    assert "Polski · Polish" not in shown
    assert [a.isChecked() for a in menu.actions()].index(True) == 0


@POPUPS
def test_a_language_is_chosen_with_keys_and_left_again(world: World) -> None:
    open_library(world)
    everything = titles(world)
    button = language_button(world)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    (menu,) = [m for m in button.findChildren(QMenu) if m.isVisible()]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    wanted = menu.activeAction().text().split("\t")[0]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert button.text() == wanted
    assert wanted in button.accessibleName()
    assert titles(world) < everything
    choose(world, "Any language")
    assert titles(world) == everything
    assert button.text() == "Any language"


def test_language_combines_with_tempo_and_name(world: World) -> None:
    open_library(world)
    choose(world, "Deutsch · German")
    all_german = titles(world)
    press_in_card(world, "Resting heart")
    assert titles(world) < all_german
    press_in_card(world, "Any tempo")
    tab(world).search("mond")
    assert titles(world) == {"Der Mond ist aufgegangen"}
    tab(world).search("suo")
    assert titles(world) == set()
    assert language_button(world).isVisible()


def test_christmas_songs_are_hidden_until_requested(world: World) -> None:
    open_library(world)
    assert not titles(world) & CHRISTMAS
    line = season_line(world)
    assert line.isVisible()
    press(world, "Show them")
    assert titles(world) >= CHRISTMAS
    choose(world, "Polski · Polish")
    assert titles(world) == {"Lulajże, Jezuniu"}
    press(world, "Hide it")
    assert not titles(world) & CHRISTMAS
    assert language_button(world).text() == "Any language"


def test_the_menu_shows_them_too_if_the_line_does_not_fit(world: World) -> None:
    world.services.gui.window.resize(1000, 620)
    open_library(world, any_tempo=False)
    assert not season_line(world).isVisible()
    assert offered(language_button(world).menu_of_languages())["Christmas songs too"] == "8"
    choose(world, "Christmas songs too")
    tab(world).search("jezuniu")
    assert titles(world) == {"Lulajże, Jezuniu"}
    menu = language_button(world).menu_of_languages()
    assert "Polski · Polish" in offered(menu)
    assert menu.actions()[-1].isChecked()


def test_a_christmas_song_is_found_by_its_name_all_year(world: World) -> None:
    open_library(world)
    tab(world).search("stille")
    assert titles(world) == {"Stille Nacht"}


def test_at_christmas_they_are_listed_without_a_line(world: World) -> None:
    open_library(world)
    assert not titles(world) & CHRISTMAS
    world.go("tonight")
    world.clock.jump_wall(round((ADVENT - world.clock.now()) / timedelta(milliseconds=1)))
    world.go("library")
    assert titles(world) >= CHRISTMAS
    assert not season_line(world).isVisible()


def test_a_playlist_that_holds_one_plays_it_in_any_season(world: World) -> None:
    playlists = world.stores.playlists
    made = playlists.create("Ours")
    stille = song(world, "stille-nacht")
    playlists.add(made, [stille])
    world.library_actions.start_playlist(made, 0)
    world.pass_time(5_000)
    state = world.services.bridge.state
    assert state.track is not None
    assert state.track.id == stille.id


def test_the_season_line_counts() -> None:
    assert season_words(0, False) == ""
    assert season_words(1, False) == "1 Christmas song is hidden until December."
    assert season_words(5, False) == "5 Christmas songs are hidden until December."
    assert season_action(1, False) == "Show it"
    assert season_action(5, True) == "Hide them"


def test_credits_open_from_settings_and_close_with_escape(world: World) -> None:
    world.go("settings")
    world.settings_screen.show_group(ABOUT)
    press(world, "Credits")
    text = read(world)
    for each in SONGS:
        assert each.title in text
        assert each.composer in text
        assert each.words_by in text
        assert each.source in text
    world.act(Action.BACK)
    shown = world.find(Reading)
    assert not shown.isVisible()


def test_credits_can_be_browsed_with_keys(world: World) -> None:
    world.go("settings")
    world.settings_screen.show_group(ABOUT)
    press(world, "Credits")
    shown = world.find(CreditsPages)
    reading, bar = shown.reading, shown.reading.verticalScrollBar()
    assert reading.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(reading, Qt.Key.Key_Down)
    assert bar.value() > 0
    QTest.keyClick(reading, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(shown.topics.chips[1], Qt.Key.Key_Space)
    assert "Frank Wen" in read(world)
    assert bar.value() == 0


@POPUPS
def test_the_menu_of_a_song_opens_its_credits(world: World) -> None:
    open_library(world)
    world.library_actions.song_menu((song(world, "suo-gan"),), 0, world.services.gui.window.pos())
    menus = world.services.gui.window.findChildren(QMenu)
    (about,) = [a for m in menus for a in m.actions() if a.text() == "About this song"]
    about.trigger()
    text = read(world)
    assert "Cymraeg · Welsh" in text
    assert "Robert Bryan" in text
    assert "The notes match one other source." in text
    assert "CC0-1.0" in text


def test_focus_is_where_it_was_when_a_sheet_closes(world: World) -> None:
    open_library(world)
    tab(world).list.setFocus()
    controller(world).open_song(song(world, "suo-gan"))
    assert not tab(world).list.hasFocus()
    world.act(Action.BACK)
    assert tab(world).list.hasFocus()


def test_the_persons_own_files_have_no_credits(world: World) -> None:
    own = Track(song(world, "suo-gan").id, Path("/m/own.ogg"), "own")
    assert not controller(world).knows(own)
    controller(world).open_song(own)
    assert not world.services.gui.window.findChildren(Reading)


def test_how_far_a_song_was_checked_is_said_in_plain_words() -> None:
    assert "two independent" in pages.notes_checked("A")
    assert "one other" in pages.notes_checked("B")
    assert "not been compared" in pages.notes_checked("unchecked")
    assert "several published" in pages.words_checked("A")
    assert "one published" in pages.words_checked("B")
    assert "not been compared" in pages.words_checked("unchecked")


def test_licences_are_read_from_the_files_beside_the_work() -> None:
    sound = pages.sound_page(assets())
    assert "Frank Wen" in sound
    assert "release Fluid under the MIT license" in sound
    letters = pages.letters_page(assets())
    assert all(name in letters for name in ("Andika", "Lato", "Vollkorn", "Lucide"))
    assert "OFL" in letters
    named = sources.songs_notice(assets())
    assert not any("|" in text or "`" in text for text in named)


def test_every_bundled_library_is_credited() -> None:
    project = Path(__file__).parents[2] / "pyproject.toml"
    wanted = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    text = (assets() / sources.SOFTWARE).read_text(encoding="utf-8")
    for requirement in wanted:
        name = requirement.split(">")[0]
        assert f'"package": "{name}"' in text
    credited = {each.name: each for each in sources.software(assets())}
    assert all(each.licence and each.by for each in credited.values())
    assert "LGPL" in credited["PySide6 and Qt"].licence
    assert "LGPL" in credited["pygame-ce and SDL"].licence
    assert credited["mutagen"].licence.startswith("GPL")
    assert credited["NumPy"].version


def test_foreign_texts_are_not_treated_as_markup(world: World) -> None:
    assert "&lt;tsmithe@ubuntu.com&gt;" in pages.sound_page(assets())
