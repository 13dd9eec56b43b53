"""Smart playlists in the database: evaluated, started, copied, exported and restored."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.library import exchange, playlist_file
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.routine import Playlist
from lullaby.library.rules import (
    CalmNightsRule,
    History,
    LanguageRule,
    LastPlayed,
    LastPlayedRule,
    Order,
    Rules,
    TempoRule,
    UnreadRule,
    WordsRule,
)
from lullaby.library.track import Fault, TrackId, Words
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, over
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm, Ms
from tests.fakes import A_NIGHT, FakeClock
from tests.library.tempos import keep_tempo

SLOW = Rules((TempoRule(high=Bpm(80)),))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def stores(memory: sqlite3.Connection, clock: FakeClock) -> Stores:
    stores = over(memory, (), clock=clock)
    songs = (
        Tags("a", "Anna", duration_ms=Ms(60_000), bpm=Bpm(60), words=Words.PLAIN, language="cy"),
        Tags("b", duration_ms=Ms(90_000)),
        Tags("c", duration_ms=Ms(120_000), bpm=Bpm(72)),
        Tags("d", duration_ms=Ms(120_000), bpm=Bpm(120)),
    )
    files = tuple(FoundFile(Path(f"/m/{tags.title}.ogg"), 1, 1, 0, tags) for tags in songs)
    stores.scans.apply(ScanBatch(found=files))
    return stores


def number(stores: Stores, title: str) -> TrackId:
    return next(track.id for track in stores.library.tracks() if track.title == title)


def titles(stores: Stores, rules: Rules) -> list[str]:
    made = stores.playlists.create("x", rules=rules)
    return [item.title for item in stores.playlists.items(made)]


def night(stores: Stores, days_ago: float, outcome: Outcome | None, *songs: str) -> EntryId:
    started = A_NIGHT - timedelta(days=days_ago)
    played = tuple(EntrySong(number(stores, title), title, Ms(60_000)) for title in songs)
    return stores.journal.add(JournalEntry(EntryId(0), started, outcome=outcome, songs=played))


def test_a_playlist_by_rules_follows_the_library(stores: Stores) -> None:
    made = stores.playlists.create("Slow", rules=SLOW)

    def now() -> list[str]:
        return [item.title for item in stores.playlists.items(made)]

    assert now() == ["c", "a"]
    assert stores.smart_playlists.find(SLOW).unknown == 1
    assert stores.smart_playlists.find(SLOW).length_ms == 180_000
    keep_tempo(stores, number(stores, "b"), TempoSource.CHOSEN, Bpm(66))
    assert now() == ["c", "b", "a"]
    stores.library.mark(number(stores, "c"), Fault.MISSING)
    stores.library.set_hidden(number(stores, "a"), True)
    assert now() == ["b"]


def test_the_journal_is_asked_too(stores: Stores, clock: FakeClock) -> None:
    night(stores, 40, Outcome.ASLEEP, "a", "c")
    night(stores, 20, Outcome.CALMER, "a")
    night(stores, 10, Outcome.NOT_THIS_TIME, "d")
    night(stores, 9, None, "d")
    by_title = Order.TITLE
    assert titles(stores, Rules((CalmNightsRule(1),), order=by_title)) == ["a", "c"]
    assert titles(stores, Rules((CalmNightsRule(2),), order=by_title)) == ["a"]
    month = Rules((LastPlayedRule(LastPlayed.NOT_WITHIN, 30),), order=by_title)
    assert titles(stores, month) == ["b", "c"]
    assert titles(stores, Rules((LastPlayedRule(LastPlayed.NEVER),))) == ["b"]
    since = Rules(order=Order.LONGEST_SINCE)
    assert titles(stores, since) == ["b", "c", "a", "d"]
    assert stores.smart_playlists.histories()[number(stores, "a")] == History(
        A_NIGHT - timedelta(days=20), 2
    )
    clock.advance(11 * 24 * 3_600_000)
    assert titles(stores, month) == ["a", "b", "c"]


def test_language_and_words(stores: Stores) -> None:
    assert titles(stores, Rules((LanguageRule("cy"), WordsRule(True)))) == ["a"]
    assert stores.smart_playlists.find(Rules((LanguageRule("cy"),))).unknown == 3


def test_songs_of_a_season_fit_in_their_season_alone(
    memory: sqlite3.Connection, clock: FakeClock
) -> None:
    stores = over(memory, catalogue(assets() / "songs"), clock=clock)
    polish = Rules((LanguageRule("pl"),))
    assert titles(stores, polish) == [], "it is early November"
    clock.advance(35 * 24 * 3_600_000)
    assert titles(stores, polish) == ["Lulajże, Jezuniu"]


def test_a_routine_plays_what_fits_now(stores: Stores) -> None:
    routine = stores.routines.all()[0]
    assert routine.playlist is not None
    stores.playlists.set_rules(routine.playlist, SLOW)
    assert [track.title for track in stores.routines.tracks(routine)] == ["c", "a"]


def test_rules_come_back_with_their_playlist(stores: Stores) -> None:
    newer = Rules((UnreadRule('{"kind": "moon"}'), *SLOW.rules), version=9, more='{"x": 1}')
    made = stores.playlists.create("Slow", rules=newer)
    whole = next(each for each in stores.playlists.all() if each.id == made)
    assert whole == Playlist(made, "Slow", None, newer)
    deleted = stores.playlists.delete(made)
    assert deleted is not None
    assert stores.playlists.rules(made) is None
    stores.playlists.restore(deleted)
    assert whole in stores.playlists.all()


def test_a_copy_goes_by_the_same_rules(stores: Stores) -> None:
    made = stores.playlists.create("Slow", rules=SLOW)
    copy = stores.playlists.duplicate(made, "Copy")
    assert stores.playlists.rules(copy) == SLOW
    stores.playlists.set_rules(copy, Rules())
    assert stores.playlists.rules(made) == SLOW


@pytest.mark.parametrize("kind", ["m3u8", "xspf"])
def test_matching_songs_are_exported_like_any_playlist(
    stores: Stores, tmp_path: Path, kind: str
) -> None:
    made = stores.playlists.create("Slow", rules=SLOW)
    file = tmp_path / f"slow.{kind}"
    playlist_file.write(file, "Slow", exchange.entries_of(stores.playlists.items(made)))
    back = playlist_file.read(file)
    assert [entry.path.name for entry in back.entries] == ["c.ogg", "a.ogg"]
    assert back.name == "Slow"
