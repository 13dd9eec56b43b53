"""The welcome screen and Settings ask which languages the family sings in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.routine import BuiltIn, Routine
from lullaby.library.scanner import ScanProgress
from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.language_chips import LanguageChips
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.library.playlist_list import PlaylistRow
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.screen import PLAYLISTS
from lullaby.ui.settings.languages_topic import LanguagesTopic
from lullaby.ui.shell.keys import Action
from lullaby.ui.text import names
from tests.library.songs import plain
from tests.world import World, make_world


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(reduce_motion=True))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    yield world
    world.close()


def routine_of(world: World, built_in: BuiltIn) -> Routine:
    return next(r for r in world.stores.routines.all() if r.built_in is built_in)


def played(world: World, built_in: BuiltIn) -> list[Track]:
    found = world.services.gui.dispatcher._next_session.tracks(routine_of(world, built_in))
    return list(found)


def stored(world: World) -> list[list[PlaylistItem]]:
    playlists = world.stores.playlists
    return [playlists.items(playlist.id) for playlist in playlists.all()]


def first_languages(world: World, built_in: BuiltIn) -> list[str]:
    songs = {song.id: song.language for song in world.stores.songs}
    return [songs[t.songbook_id or ""] for t in played(world, built_in)]


def only(world: World, *languages: str) -> None:
    """Sing in these languages alone."""
    for chip in chips(world).chips:
        if chip.isChecked() != (chip.language in languages):
            chip.click()


def chips(world: World) -> LanguageChips:
    assert world.welcome is not None
    (found,) = world.welcome.findChildren(LanguageChips)
    return found


def press(world: World, language: str) -> None:
    (chip,) = (each for each in chips(world).chips if each.language == language)
    chip.click()


def test_songs_in_the_chosen_languages_come_first_in_each_routine(world: World) -> None:
    night = world.stores.routines.tracks(routine_of(world, BuiltIn.NIGHT_WAKING))
    for language in chips(world).languages:
        press(world, language)
    press(world, "haw")
    press(world, "mi")
    assert world.services.settings.now.sung_languages.split() == list(chips(world).languages)
    for routine in (BuiltIn.NIGHT_WAKING, BuiltIn.BEDTIME, BuiltIn.NAP):
        languages = first_languages(world, routine)
        assert set(languages[:2]) == {"haw", "mi"}
    assert set(night) <= set(played(world, BuiltIn.NIGHT_WAKING))


def test_before_any_answer_nothing_is_kept(world: World) -> None:
    assert chips(world).languages == ("en",)
    assert world.services.settings.now.sung_languages == ""
    nap = routine_of(world, BuiltIn.NAP)
    assert played(world, BuiltIn.NAP) == world.stores.routines.tracks(nap)


@pytest.mark.parametrize("language", ["en", "haw"])
def test_the_first_evening_begins_with_the_languages_that_are_ticked(
    world: World, language: str
) -> None:
    """One of them is ticked as the language of the system."""
    if language != "en":
        only(world, language)
    world.act(Action.TOGGLE)
    state, songs = world.services.bridge.state, {s.id: s.language for s in world.stores.songs}
    assert songs[state.tracks[0].songbook_id or ""] == language
    assert state.tracks == tuple(played(world, BuiltIn.NIGHT_WAKING))
    assert world.services.settings.now.sung_languages == language


def test_the_songs_made_ready_are_those_of_the_first_evening(world: World) -> None:
    """The language of the system is ticked."""
    ready = world.services.gui.first_songs()
    world.act(Action.TOGGLE)
    assert ready == world.services.bridge.state.tracks[:2]


def test_looking_around_first_counts_as_an_answer_too(world: World) -> None:
    assert world.welcome is not None
    world.welcome.look_requested.emit()
    assert first_languages(world, BuiltIn.NIGHT_WAKING)[0] == "en"


def test_a_choice_leaves_nothing_behind(world: World) -> None:
    before, songs = stored(world), played(world, BuiltIn.NAP)
    only(world, "mi")
    assert "mi" in first_languages(world, BuiltIn.NAP)
    only(world, "en")
    added = [song.language for song in played(world, BuiltIn.NAP) if song not in songs]
    assert added == ["en"]
    assert stored(world) == before


def test_a_song_that_was_taken_out_and_an_order_of_ones_own_stay(world: World) -> None:
    night, bedtime = (
        routine_of(world, b).playlist for b in (BuiltIn.NIGHT_WAKING, BuiltIn.BEDTIME)
    )
    assert night is not None
    assert bedtime is not None
    controller, items = world.library_actions.controller, world.stores.playlists.items
    controller.take_out(night, 0, "")
    controller.set_items(bedtime, items(bedtime)[::-1], "")
    theirs = [[item.track for item in items(each)] for each in (night, bedtime)]
    only(world, "haw", "mi")
    assert [played(world, b) for b in (BuiltIn.NIGHT_WAKING, BuiltIn.BEDTIME)] == theirs
    assert {"haw", "mi"} == set(first_languages(world, BuiltIn.NAP)[:2])


@pytest.mark.parametrize("sung", ["en", "cy"])
def test_words_beside_a_song_are_those_of_the_family(
    world: World, tmp_path: Path, sung: str
) -> None:
    song = plain(tmp_path / "Calon.ogg")
    for language in ("cy", "en"):
        text = f"[la:{language}]\n[00:00.10]La"
        (tmp_path / f"Calon.{language}.lrc").write_text(text, encoding="utf-8")
    only(world, sung)
    world.services.gui.folders.take_in([song])
    world.post.deliver()
    (found,) = (track for track in world.stores.library.tracks() if track.path == song)
    assert found.language == sung


def test_tonight_tells_of_the_songs_that_play(world: World) -> None:
    only(world, "haw", "mi")
    next_session = world.services.gui.dispatcher._next_session
    songs = played(world, BuiltIn.NIGHT_WAKING)
    assert next_session.programme().tracks == tuple(songs)
    row = world.tonight.routine_panel._rows[routine_of(world, BuiltIn.NIGHT_WAKING).id]
    assert names.songs(len(songs)) in row.accessibleName()


def test_a_language_with_songs_of_a_season_alone_is_told(world: World) -> None:
    press(world, "pl")
    assert "pl" not in first_languages(world, BuiltIn.NIGHT_WAKING)
    assert "Polski" in chips(world)._note.text()


def test_the_choice_can_be_changed_in_settings(world: World) -> None:
    press(world, "cy")
    world.go("settings")
    card = world.find(LanguagesTopic)
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


def test_esc_ends_the_search_for_a_language_and_stays(world: World) -> None:
    found = chips(world)
    found.more.click()
    (field,) = found.findChildren(PillField)
    field.setText("polish")
    polish = next(chip for chip in found.chips if chip.language == "pl")
    polish.click()
    world.act(Action.BACK)
    welcome = world.welcome
    assert welcome is not None
    assert welcome.isVisible()
    assert field.isHidden()
    assert not polish.isHidden(), "what was chosen stays in sight"
    assert any(chip.isHidden() for chip in found.chips)
    assert world.services.gui.window.focusWidget() is found.more
    world.act(Action.BACK)
    assert not welcome.isVisible()


def test_esc_ends_the_search_for_a_language_in_settings_too(world: World) -> None:
    press(world, "cy")
    world.go("settings")
    (found,) = world.find(LanguagesTopic).findChildren(LanguageChips)
    world.settings_screen.show_group(3)
    found.more.click()
    (field,) = found.findChildren(PillField)
    field.setText("polish")
    world.act(Action.BACK)
    assert world.settings_screen.isVisible()
    assert field.isHidden()
    assert not found.more.isHidden()
    world.act(Action.BACK)
    assert not world.settings_screen.isVisible()


def shown_in_the_library(world: World, built_in: BuiltIn) -> tuple[list[Track | None], str]:
    """The songs of a playlist as the Library lists them, and what is said beside its name."""
    world.go("library")
    world.library.show_tab(PLAYLISTS)
    tab = world.find(PlaylistsTab)
    playlist = routine_of(world, built_in).playlist
    assert playlist is not None
    tab.choose(playlist)
    world.post.deliver()
    (row,) = (each for each in tab.findChildren(PlaylistRow) if each.isChecked())
    return [item.track for item in tab.model.items], row.accessibleName()


def test_the_library_lists_what_tonight_plays(world: World) -> None:
    only(world, "haw", "mi", "cy")
    songs = played(world, BuiltIn.NAP)
    listed, row = shown_in_the_library(world, BuiltIn.NAP)
    assert listed == songs
    assert names.songs(len(songs)) in row


def test_a_song_added_leaves_those_of_the_family_in_the_list(world: World) -> None:
    only(world, "haw", "mi")
    songs, nap = played(world, BuiltIn.NAP), routine_of(world, BuiltIn.NAP).playlist
    assert nap is not None
    controller = world.library_actions.controller
    another = next(t for t in world.stores.library.tracks() if t not in songs)
    (playlist,) = (each for each in controller.all() if each.id == nap)
    before = stored(world)
    controller.add(playlist, [another])
    assert played(world, BuiltIn.NAP) == [*songs, another]
    world.act(Action.UNDO)
    assert stored(world) == before
    assert played(world, BuiltIn.NAP) == songs


def test_the_song_taken_out_is_the_one_that_was_pressed(world: World) -> None:
    only(world, "haw", "mi")
    songs, nap = played(world, BuiltIn.NAP), routine_of(world, BuiltIn.NAP).playlist
    assert nap is not None
    world.library_actions.controller.take_out(nap, 1, "")
    assert played(world, BuiltIn.NAP) == [songs[0], *songs[2:]]


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
    assert "Folder added" in row.accessibleName()
    world.welcome.show_songs(31)
    assert "31 songs found" in row.accessibleName()
    world.welcome.show_songs(0)
    assert "No songs found" in row.accessibleName()


def test_a_language_without_a_song_is_told(qapp: QApplication, world: World) -> None:
    found = LanguageChips(world.services.theme, {"fi": 0, "en": 1}, ("fi",))
    labels = " ".join(each.text() for each in found.findChildren(type(found._note)))
    assert "There is no year-round lullaby in Suomi" in labels
    found.deleteLater()
