"""The welcome screen and Settings ask which languages the family sings in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.library.routine import BuiltIn
from lullaby.library.scanner import ScanProgress
from lullaby.settings import Settings
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.language_chips import LanguageChips
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.settings.languages_card import LanguagesCard
from tests.world import World, make_world


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(reduce_motion=True))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    yield world
    world.close()


def first_languages(world: World, built_in: BuiltIn) -> list[str]:
    (routine,) = (r for r in world.stores.routines.all() if r.built_in is built_in)
    songs = {song.id: song.language for song in world.stores.songs}
    return [songs[t.songbook_id or ""] for t in world.stores.routines.tracks(routine)]


def chips(world: World) -> LanguageChips:
    assert world.welcome is not None
    (found,) = world.welcome.findChildren(LanguageChips)
    return found


def press(world: World, language: str) -> None:
    (chip,) = (each for each in chips(world).chips if each.language == language)
    chip.click()


def test_songs_in_the_chosen_languages_come_first_in_each_routine(world: World) -> None:
    before = set(first_languages(world, BuiltIn.NIGHT_WAKING))
    for language in chips(world).languages:
        press(world, language)
    press(world, "haw")
    press(world, "mi")
    assert world.services.settings.now.sung_languages.split() == list(chips(world).languages)
    for routine in (BuiltIn.NIGHT_WAKING, BuiltIn.BEDTIME, BuiltIn.NAP):
        languages = first_languages(world, routine)
        assert set(languages[:2]) == {"haw", "mi"}
    assert before <= set(first_languages(world, BuiltIn.NIGHT_WAKING))


def test_a_language_with_songs_of_a_season_alone_is_told(world: World) -> None:
    press(world, "pl")
    assert "pl" not in first_languages(world, BuiltIn.NIGHT_WAKING)
    assert "Polski" in chips(world)._note.text()


def test_the_choice_can_be_changed_in_settings(world: World) -> None:
    press(world, "cy")
    world.go("settings")
    card = world.find(LanguagesCard)
    (found,) = card.findChildren(LanguageChips)
    assert "cy" in found.languages
    (chip,) = (each for each in found.chips if each.language == "cy")
    chip.click()
    assert "cy" not in world.services.settings.now.sung_languages.split()


def test_more_shows_every_language_and_finds_one_by_name(world: World) -> None:
    found = chips(world)
    assert 0 < sum(not chip.isHidden() for chip in found.chips) < len(found.chips)
    found.more.click()
    assert all(not chip.isHidden() for chip in found.chips)
    (field,) = found.findChildren(PillField)
    field.setText("polish")
    assert [chip.language for chip in found.chips if not chip.isHidden()] == ["pl"]


def test_look_around_shows_the_library_in_silence(world: World) -> None:
    assert world.welcome is not None
    (look,) = (
        each for each in world.welcome.findChildren(PillButton) if each.text() == "Look around"
    )
    look.click()
    assert world.library.isVisible()
    assert not world.services.bridge.state.sounding
    assert world.services.settings.now.welcomed


def test_a_folder_that_was_taken_is_told_with_its_songs(world: World) -> None:
    assert world.welcome is not None
    (row,) = (r for r in world.welcome.findChildren(IconRow) if "own music" in r.text())
    world.services.gui.folders.progressed.emit(ScanProgress(0, None))
    assert "Your folder is added" in row.accessibleName()
    world.welcome.show_songs(31)
    assert "31 songs found" in row.accessibleName()
    world.welcome.show_songs(0)
    assert "No songs found" in row.accessibleName()


def test_a_language_without_a_song_is_told(qapp: QApplication, world: World) -> None:
    found = LanguageChips(world.services.theme, {"fi": 0, "en": 1}, ("fi",))
    labels = " ".join(each.text() for each in found.findChildren(type(found._note)))
    assert "No lullaby for all year in Suomi" in labels
    found.deleteLater()
