"""Smart playlists in the window: created, edited, started, saved, and undone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.playlist_file import read
from lullaby.library.routine import Playlist
from lullaby.library.rules import (
    CalmNightsRule,
    CalmRule,
    Found,
    Join,
    LanguageRule,
    LastPlayed,
    LastPlayedRule,
    LengthRule,
    Limit,
    LimitKind,
    Order,
    PaceRule,
    Rule,
    Rules,
    TempoRule,
    UnreadRule,
    WordsRule,
)
from lullaby.settings import Settings
from lullaby.tempo.answer import Pace
from lullaby.ui.library import rule_words
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.rule_forms import (
    KINDS,
    MINUTES,
    Offered,
    chosen,
    form_of,
    limit_form,
    limit_stepped,
    on_ladder,
    stepped,
)
from lullaby.ui.library.rules_sheet import RulesSheet
from lullaby.ui.library.starters import starters
from lullaby.ui.shell.keys import Action
from lullaby.units import Bpm, Ms
from tests.fakes import A_NIGHT
from tests.world import World, make_world

NEWER = UnreadRule('{"kind": "moon phase"}')


NOTHING = Offered()


@pytest.fixture
def menus(monkeypatch: pytest.MonkeyPatch) -> list[QMenu]:
    """Menus that were opened; none is shown."""
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda self, _: opened.append(self))
    return opened


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    world.go("library")
    world.library.show_tab(1)
    yield world
    world.close()


def the_tab(world: World) -> PlaylistsTab:
    return world.find(PlaylistsTab)


def the_sheet(world: World) -> RulesSheet:
    return world.rules.sheet


def make(world: World, rules: Rules, name: str = "Mine") -> Playlist:
    made = world.stores.playlists.create(name, rules=rules)
    the_tab(world).choose(made)
    return the(world, name)


def the(world: World, name: str) -> Playlist:
    return next(each for each in world.stores.playlists.all() if each.name == name)


def titles(world: World) -> list[str]:
    return [item.title for item in the_tab(world).model.items]


def actions(world: World, menus: list[QMenu]) -> dict[str, QAction]:
    """The menu of the playlist on show."""
    the_tab(world).menu_requested.emit(the_tab(world).chosen, world.services.gui.window.pos())
    return {action.text(): action for action in menus.pop().actions()}


def test_a_starter_is_created_shown_and_opened_and_can_be_undone(world: World) -> None:
    before = world.stores.playlists.all()
    assert all(playlist.rules is None for playlist in before), "none is made by itself"
    starter = starters()[0]
    the_tab(world).starter_requested.emit(starter)
    sheet = the_sheet(world)
    assert sheet.isVisibleTo(world.services.gui.window)
    assert the(world, starter.name).rules == starter.rules
    assert the_tab(world).chosen == the(world, starter.name)
    assert titles(world), "the songbook has slow songs with words"
    world.act(Action.BACK)
    assert not sheet.isVisibleTo(world.services.gui.window)
    world.act(Action.UNDO)
    assert world.stores.playlists.all() == before


def test_changes_in_the_sheet_are_counted_at_once_and_saved_when_it_closes(
    world: World,
) -> None:
    world.clock.advance(35 * 24 * 3_600_000)
    playlist = make(world, Rules())
    count = len(world.stores.library.tracks())
    the_tab(world).rules_requested.emit(playlist)
    sheet = the_sheet(world)
    assert sheet.words.text().startswith(f"{count} songs match, about ")
    sheet.add_rule(LanguageRule("cy"))
    assert sheet.words.text().startswith("2 songs match, about ")
    (row,) = sheet.rows
    languages = form_of(LanguageRule("cy"), world.library_actions._library_model.offered()).choices
    row.choice.chosen.emit(languages.index("German"))
    assert sheet.words.text().startswith("5 songs match")
    assert the(world, "Mine").rules == Rules(), "nothing is written before the sheet closes"
    sheet.add_rule(TempoRule(high=Bpm(60)))
    sheet.rows[1].steppers[0].more.click()
    sheet.join.chosen.emit(1)
    sheet.order.choice.chosen.emit(list(Order).index(Order.TITLE))
    sheet.limit.choice.chosen.emit(2)
    sheet.limit.steppers[0].less.click()
    world.act(Action.BACK)
    wanted = Rules(
        (LanguageRule("de"), TempoRule(high=Bpm(65))),
        Join.ANY,
        Order.TITLE,
        Limit(LimitKind.SONGS, 8),
    )
    assert the(world, "Mine").rules == wanted
    assert len(titles(world)) == 8
    world.act(Action.UNDO)
    assert the(world, "Mine").rules == Rules()
    assert len(titles(world)) == count


def test_a_rule_can_be_removed_and_an_untouched_sheet_changes_nothing(world: World) -> None:
    rules = Rules((LanguageRule("cy"), WordsRule(False)))
    playlist = make(world, rules)
    assert titles(world) == []
    the_tab(world).rules_requested.emit(playlist)
    world.act(Action.BACK)
    assert the(world, "Mine").rules == rules
    the_tab(world).rules_requested.emit(playlist)
    sheet = the_sheet(world)
    assert sheet.words.text() == "No song matches right now."
    sheet.rows[1].cross.click()
    assert sheet.words.text().startswith("2 songs match")
    sheet.close_sheet()
    assert the(world, "Mine").rules == Rules((LanguageRule("cy"),))


def test_songs_that_are_not_known_are_counted(world: World) -> None:
    unknown = tuple(
        FoundFile(Path(f"/m/{name}.ogg"), 1, 1, 0, Tags(name, duration_ms=Ms(60_000)))
        for name in ("x", "y")
    )
    world.stores.scans.apply(ScanBatch(found=unknown))
    world.services.gui.folders.songs_changed.emit()
    rules = Rules((TempoRule(high=Bpm(60)),))
    playlist = make(world, rules)
    the_tab(world).rules_requested.emit(playlist)
    assert the_sheet(world).words.text().endswith("; 2 not known yet.")
    assert "2 not known yet." in the_tab(world)._line.text()
    assert not {"x", "y"} & set(titles(world))


def test_rules_of_a_newer_lullaby_are_shown_and_kept(world: World) -> None:
    rules = Rules((NEWER, LanguageRule("cy")), version=9)
    playlist = make(world, rules)
    assert "1 rule needs a newer version of Lullaby; it is kept." in the_tab(world)._line.text()
    the_tab(world).rules_requested.emit(playlist)
    sheet = the_sheet(world)
    assert "newer version of Lullaby" in sheet.words.text()
    sheet.order.choice.chosen.emit(list(Order).index(Order.TITLE))
    sheet.close_sheet()
    assert the(world, "Mine").rules == replace(rules, order=Order.TITLE)


def test_nothing_is_put_in_order_by_hand(world: World, menus: list[QMenu]) -> None:
    make(world, Rules((LanguageRule("de"),)))
    tab = the_tab(world)
    before = titles(world)
    tab.view.setCurrentIndex(tab.model.index(0))
    QTest.keyClick(tab.view, Qt.Key.Key_Delete)
    QTest.keyClick(tab.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    tab.sort_by_tempo()
    assert titles(world) == before
    flags = tab.model.flags(tab.model.index(0))
    assert not flags & Qt.ItemFlag.ItemIsDragEnabled
    assert "Sort fast to slow" not in actions(world, menus)


def test_it_is_kept_as_a_plain_playlist(world: World, menus: list[QMenu]) -> None:
    make(world, Rules((LanguageRule("de"),)))
    songs = titles(world)
    actions(world, menus)["Convert to a normal playlist"].trigger()
    plain = the(world, "Mine (converted)")
    assert plain.rules is None
    assert [item.title for item in world.stores.playlists.items(plain.id)] == songs
    tab = the_tab(world)
    assert tab.chosen == plain
    QTest.keyClick(tab.view, Qt.Key.Key_Delete)
    assert len(titles(world)) == len(songs) - 1
    assert "Convert to a normal playlist" not in actions(world, menus)


def test_it_is_started_like_any_playlist(world: World) -> None:
    make(world, Rules((LanguageRule("de"),), order=Order.TITLE))
    songs = titles(world)
    the_tab(world).begin_requested.emit(the(world, "Mine").id, 1)
    world.pass_time(2_000)
    programme = world.services.bridge.state.programme
    assert programme is not None
    assert [track.title for track in programme.tracks] == songs
    assert programme.first == 1


def test_one_press_starts_what_matches_then(world: World) -> None:
    """A routine with a smart playlist reads the journal again at each press."""
    never = make(
        world, Rules((LastPlayedRule(LastPlayed.NEVER), LanguageRule("cy")), order=Order.TITLE)
    )
    routine = world.stores.routines.all()[0]
    world.library_actions.controller.use_for(routine, never)
    heard, left = world.stores.playlists.items(never.id)
    assert heard.track is not None
    song = EntrySong(heard.track.id, heard.title, Ms(60_000))
    world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, songs=(song,)))
    world.go("tonight")
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    programme = world.services.bridge.state.programme
    assert programme is not None
    assert programme.tracks == (left.track,)


def test_an_answer_in_the_morning_changes_what_has_calmed(world: World) -> None:
    make(world, Rules((CalmNightsRule(),)))
    assert titles(world) == []
    track = world.stores.library.tracks()[0]
    song = EntrySong(track.id, track.title, Ms(60_000))
    night = world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, songs=(song,)))
    world.stores.journal.answer(night, Outcome.ASLEEP, 12)
    world.library_actions._library_model.refresh()
    assert titles(world) == [track.title]


def test_it_is_exported_for_other_players(
    world: World, menus: list[QMenu], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(world, Rules((LanguageRule("cy"),), order=Order.TITLE))
    file = tmp_path / "welsh.m3u8"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(file), ""))
    actions(world, menus)["Export…"].trigger()
    assert [entry.title.split(" - ")[-1] for entry in read(file).entries] == titles(world)


def test_songs_are_added_to_hand_made_playlists_only(world: World, menus: list[QMenu]) -> None:
    make(world, Rules())
    gui = world.services.gui
    world.library_actions.song_menu(tuple(world.stores.library.tracks()), 0, gui.window.pos())
    (more,) = [a.menu() for a in menus.pop().actions() if a.text() == "Add to a playlist"]
    assert isinstance(more, QMenu)
    offered = [action.text() for action in more.actions()]
    assert "Bedtime" in offered
    assert "Mine" not in offered


@pytest.mark.parametrize("rule", KINDS, ids=lambda rule: type(rule).__name__)
def test_every_kind_of_rule_has_a_row_and_words(world: World, rule: Rule) -> None:
    sheet = the_sheet(world)
    sheet.open_for("x", Rules())
    sheet.add_rule(rule)
    (row,) = sheet.rows
    form = form_of(rule, Offered(["cy", "en"]))
    assert row.choice.isVisibleTo(row) == bool(form.choices)
    shown = [stepper for stepper in row.steppers if stepper.isVisibleTo(row)]
    assert [stepper.value.text() for stepper in shown] == list(form.values)
    for stepper in shown:
        stepper.more.click()
    assert (row.rule != rule) == bool(shown)
    assert rule_words.phrase(rule)
    assert rule_words.kind_name(type(rule)) in row.cross.accessibleName()
    sheet.close_sheet()


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (Rules(), "Every song."),
        (Rules((PaceRule(), WordsRule())), "Sounds slow, with words."),
        (Rules((PaceRule(), WordsRule()), Join.ANY), "Sounds slow or with words."),
        (Rules((TempoRule(Bpm(60), Bpm(80)),)), "60 to 80 bpm."),
        (
            Rules((TempoRule(high=Bpm(70)),), limit=Limit(LimitKind.MINUTES, 30)),
            "At most 70 bpm; at most 30 minutes.",
        ),
        (Rules((LengthRule(low=Ms(90_000)),)), "At least 1:30 long."),
        (Rules((LastPlayedRule(), LanguageRule("sco"))), "Not played for 30 days, in Scots."),
        (
            Rules((CalmNightsRule(2), CalmRule(0.6))),
            "Calmed on 2 nights or more, calm, 6 of 10 or more.",
        ),
        (Rules((NEWER,)), "1 rule needs a newer version of Lullaby; it is kept."),
    ],
)
def test_rules_as_a_sentence(qapp: QApplication, rules: Rules, words: str) -> None:
    assert rule_words.sentence(rules) == words


def test_how_many_fit_as_a_sentence(world: World) -> None:
    track = replace(world.stores.library.tracks()[0], duration_ms=Ms(240_000))
    assert rule_words.fits(Found((track,) * 12, 5, 12)) == (
        "12 songs match, about 48 minutes; 5 not known yet."
    )
    assert rule_words.fits(Found((track,), 0, 9)) == "1 of the 9 matching songs, about 4 minutes."
    assert rule_words.fits(Found((), 3)) == "No song matches right now; 3 not known yet."


def test_a_range_of_tempos_in_steps(qapp: QApplication) -> None:
    most = TempoRule(high=Bpm(70))
    assert chosen(most, 1, NOTHING) == TempoRule(low=Bpm(70))
    between = chosen(most, 2, NOTHING)
    assert between == TempoRule(Bpm(50), Bpm(70))
    assert stepped(between, 0, 5) == TempoRule(Bpm(75), Bpm(75)), "one end pushes the other"
    assert stepped(between, 1, -9) == TempoRule(Bpm(40), Bpm(40)), "and neither leaves the scale"
    assert form_of(chosen(TempoRule(), 2, NOTHING), NOTHING).values == ("120 bpm", "140 bpm")
    assert chosen(between, 0, NOTHING) == most
    assert stepped(TempoRule(), 0, 1) == TempoRule()


def test_choices_keep_what_was_chosen(qapp: QApplication) -> None:
    never = chosen(LastPlayedRule(days=60), 0, NOTHING)
    assert form_of(never, NOTHING).values == ()
    assert chosen(never, 2, NOTHING) == LastPlayedRule(LastPlayed.WITHIN, 60)
    assert chosen(PaceRule(), list(Pace).index(Pace.UNKNOWN), NOTHING) == PaceRule(Pace.UNKNOWN)
    form = form_of(LanguageRule("mi"), Offered(["cy", "de"]))
    assert (form.choices, form.chosen) == (("German", "Māori", "Welsh"), 1)
    assert chosen(LanguageRule("mi"), 2, Offered(["cy", "de"])) == LanguageRule("cy")
    assert stepped(CalmRule(0.95), 0, 1) == CalmRule(1.0)
    assert stepped(CalmNightsRule(1), 0, -1) == CalmNightsRule(1)


def test_numbers_go_up_and_down_their_ladder(qapp: QApplication) -> None:
    assert on_ladder(MINUTES, 30, 1) == 45
    assert on_ladder(MINUTES, 33, 1) == 45
    assert on_ladder(MINUTES, 33, -1) == 30
    assert on_ladder(MINUTES, 5, -3) == 5
    assert on_ladder(MINUTES, 1_000, 1) == 480
    assert limit_form(limit_stepped(Limit(LimitKind.SONGS, 2), -1)).values == ("1 song",)


def test_starters_are_offered_beside_new_playlist(world: World, menus: list[QMenu]) -> None:
    (button,) = [
        each
        for each in the_tab(world).findChildren(QAbstractButton)
        if each.text() == "New smart playlist"
    ]
    button.click()
    offered = {action.text(): action for action in menus.pop().actions() if action.text()}
    assert list(offered) == [starter.name for starter in starters()]
    offered["Has calmed before"].trigger()
    assert the(world, "Has calmed before").rules == Rules((CalmNightsRule(),))


def test_a_choice_opens_as_a_menu_with_the_present_one_checked(
    world: World, menus: list[QMenu]
) -> None:
    sheet = the_sheet(world)
    sheet.open_for("x", Rules((PaceRule(Pace.NOT_SLOW),)))
    sheet.rows[0].choice.click()
    offered = menus.pop().actions()
    assert [action.isChecked() for action in offered] == [False, True, False]
    offered[0].trigger()
    assert sheet.rules.rules == (PaceRule(Pace.SLOW),)
    assert sheet.rows[0].choice.accessibleName() == "How it sounds: slow"
    sheet.add.click()
    kinds = menus.pop().actions()
    assert len(kinds) == len(KINDS)
    kinds[0].trigger()
    assert sheet.rules.rules[1:] == KINDS[:1]
    sheet.close_sheet()
