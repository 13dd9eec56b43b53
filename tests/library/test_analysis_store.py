"""Tag, analysis and person on a song's tempo: kept apart, weighed together, cached by content."""

import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.library.analysis_store import NO_WORD, PersonsWord, UnanalyzedTrack
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Fault, Track
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.storage import database
from lullaby.storage.database import migrations
from lullaby.stores import Stores, open_stores, over
from lullaby.tempo.analysis import Alternative, CalmReason, TempoAnalysis
from lullaby.tempo.answer import Pace, TempoAnswer, TempoSource
from lullaby.units import Bpm
from tests.fakes import A_NIGHT

CALM = TempoAnalysis(
    Bpm(62.0),
    (Alternative(Bpm(124.0), 0.3),),
    0.81,
    Pace.SLOW,
    (CalmReason.FEW_ONSETS, CalmReason.SOFT_ATTACKS),
    66.0,
)
RAIN = TempoAnalysis(None, (), 0.7, Pace.UNKNOWN, (CalmReason.NO_STEADY_BEAT,), 66.0)


def found(name: str, bpm: float | None = None, mtime_ns: int = 7) -> FoundFile:
    tags = Tags(name, bpm=None if bpm is None else Bpm(bpm), bpm_text=str(bpm or ""))
    return FoundFile(Path(f"/m/{name}.ogg"), 9, mtime_ns, 0, tags)


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    stores = over(memory, ())
    stores.scans.apply(ScanBatch(found=(found("tagged", 124), found("a"), found("b"))))
    return stores


def song(stores: Stores, title: str) -> Track:
    return next(track for track in stores.library.tracks() if track.title == title)


def waiting(stores: Stores) -> UnanalyzedTrack:
    song = stores.analyses.next()
    assert song is not None
    return song


def analyze_next(stores: Stores, analysis: TempoAnalysis = CALM) -> str:
    """The title of the song that it was."""
    song = waiting(stores)
    stores.analyses.write(song, f"sound of {song.path.stem}", analysis)
    return song.path.stem


def say(stores: Stores, title: str, word: PersonsWord) -> Track:
    stores.analyses.say(song(stores, title).id, word)
    return song(stores, title)


def test_songs_without_a_tempo_are_heard_first(stores: Stores) -> None:
    assert stores.analyses.counts() == (0, 3)
    assert [analyze_next(stores) for _ in range(3)] == ["a", "b", "tagged"]
    assert stores.analyses.next() is None
    assert stores.analyses.counts() == (3, 3)


def test_all_that_was_heard_is_kept(stores: Stores) -> None:
    assert analyze_next(stores) == "a"
    assert analyze_next(stores, RAIN) == "b"
    assert stores.analyses.analysis_of(song(stores, "a").id) == CALM
    assert stores.analyses.analysis_of(song(stores, "b").id) == RAIN
    assert stores.analyses.analysis_of(song(stores, "tagged").id) is None
    a, b = song(stores, "a"), song(stores, "b")
    assert (a.tempo, a.pace, a.calm) == (
        TempoAnswer(Bpm(62), TempoSource.ANALYSIS),
        Pace.SLOW,
        0.81,
    )
    assert a.reasons == CALM.reasons
    assert (b.tempo.bpm, b.pace, b.reasons) == (None, Pace.UNKNOWN, RAIN.reasons)
    rows = stores.connection.execute("SELECT no_beat FROM hearing ORDER BY content").fetchall()
    assert [row[0] for row in rows] == [0, 1]


def test_a_tag_an_octave_off_is_doubtful_and_the_pace_is_by_analysis(stores: Stores) -> None:
    assert song(stores, "tagged").pace is Pace.NOT_SLOW
    for _ in range(3):
        analyze_next(stores)
    tagged = song(stores, "tagged")
    assert tagged.tempo == TempoAnswer(Bpm(124), TempoSource.TAG, doubtful=True)
    assert tagged.pace is Pace.SLOW


def test_the_persons_word_wins_and_stays_through_scan_and_analysis(stores: Stores) -> None:
    tapped = PersonsWord(TempoAnswer(Bpm(58), TempoSource.TAPPED))
    tagged = say(stores, "tagged", tapped)
    assert (tagged.tempo, tagged.pace) == (tapped.tempo, Pace.SLOW)
    for _ in range(3):
        analyze_next(stores)
    stores.scans.apply(ScanBatch(found=(found("tagged", 140, mtime_ns=8),)))
    tagged = song(stores, "tagged")
    assert tagged.tempo == tapped.tempo
    assert stores.analyses.word(tagged.id) == tapped
    word = PersonsWord(TempoAnswer(Bpm(116), TempoSource.CHOSEN), calms=True)
    tagged = say(stores, "tagged", word)
    assert (tagged.tempo, tagged.pace, tagged.calms) == (word.tempo, Pace.SLOW, True)
    assert stores.analyses.word(tagged.id) == word
    tagged = say(stores, "tagged", NO_WORD)
    assert stores.analyses.word(tagged.id) == NO_WORD
    assert tagged.tempo.source is TempoSource.TAG
    assert tagged.calms is None


def test_not_for_us_leaves_the_tempo(stores: Stores) -> None:
    analyze_next(stores)
    a = say(stores, "a", PersonsWord(calms=False))
    assert (a.tempo.bpm, a.pace, a.calms) == (62, Pace.NOT_SLOW, False)


def test_a_recording_that_is_known_is_not_heard_again(stores: Stores) -> None:
    song_a = waiting(stores)
    assert not stores.analyses.recognise(song_a, "the sound")
    stores.analyses.write(song_a, "the sound", CALM)
    song_b = waiting(stores)
    assert stores.analyses.recognise(song_b, "the sound")
    assert song(stores, "b").tempo == song(stores, "a").tempo
    assert waiting(stores).path.stem == "tagged"


def test_a_file_that_was_tagged_anew_waits_and_its_tempo_holds_meanwhile(stores: Stores) -> None:
    analyze_next(stores)
    stores.scans.apply(ScanBatch(found=(found("a", mtime_ns=8),)))
    assert song(stores, "a").tempo.bpm == 62
    again = waiting(stores)
    assert again.path.stem == "a"
    assert stores.analyses.recognise(again, "sound of a")
    assert waiting(stores).path.stem == "b"


def test_results_of_an_older_analyser_hold_until_they_are_renewed(stores: Stores) -> None:
    for _ in range(3):
        analyze_next(stores)
    stores.connection.execute("UPDATE hearing SET ear = 0 WHERE content = 'sound of b'")
    assert song(stores, "b").tempo.bpm == 62
    again = waiting(stores)
    assert again.path.stem == "b"
    assert not stores.analyses.recognise(again, "sound of b")


def test_a_retrained_analyser_leaves_the_persons_word(stores: Stores) -> None:
    for _ in range(3):
        analyze_next(stores)
    word = PersonsWord(TempoAnswer(Bpm(58), TempoSource.TAPPED), calms=True)
    say(stores, "b", word)
    stores.connection.execute("UPDATE hearing SET ear = ear - 1")
    anew = replace(CALM, bpm=Bpm(116.0), pace=Pace.NOT_SLOW)
    assert sorted(analyze_next(stores, anew) for _ in range(3)) == ["a", "b", "tagged"]
    assert (song(stores, "a").tempo.bpm, song(stores, "a").pace) == (116, Pace.NOT_SLOW)
    assert (song(stores, "b").tempo, song(stores, "b").pace) == (word.tempo, Pace.SLOW)
    assert stores.analyses.word(song(stores, "b").id) == word


def test_what_cannot_be_heard_is_not_asked_again(stores: Stores) -> None:
    stores.analyses.give_up(waiting(stores), missing=False)
    assert song(stores, "a").tempo.bpm is None
    assert waiting(stores).path.stem == "b"
    stores.analyses.give_up(waiting(stores), missing=True)
    assert song(stores, "b").fault is Fault.MISSING
    assert waiting(stores).path.stem == "tagged"
    stores.scans.apply(ScanBatch(found=(found("b"),)))
    assert waiting(stores).path.stem == "b"


def test_an_analysis_that_fails_takes_no_known_tempo_away(stores: Stores) -> None:
    for _ in range(3):
        analyze_next(stores)
    stores.connection.execute("UPDATE hearing SET ear = ear - 1 WHERE content = 'sound of a'")
    again = waiting(stores)
    assert not stores.analyses.recognise(again, "sound of a")
    stores.analyses.give_up(again, missing=False)
    assert song(stores, "a").tempo.bpm == 62
    assert stores.analyses.next() is None
    stores.scans.apply(ScanBatch(found=(found("a", mtime_ns=8),)))
    stores.analyses.give_up(waiting(stores), missing=False)
    assert song(stores, "a").tempo.bpm == 62
    assert stores.analyses.next() is None


def test_a_tempo_does_not_count_for_another_sound_that_cannot_be_analysed(stores: Stores) -> None:
    analyze_next(stores)
    stores.scans.apply(ScanBatch(found=(found("a", mtime_ns=8),)))
    again = waiting(stores)
    assert not stores.analyses.recognise(again, "another sound")
    stores.analyses.give_up(again, missing=False)
    assert song(stores, "a").tempo.bpm is None
    assert waiting(stores).path.stem == "b"


def test_what_was_heard_of_a_song_that_left_serves_when_it_comes_back(stores: Stores) -> None:
    left = waiting(stores)
    stores.library.remove_folder(Path("/m"))
    stores.analyses.write(left, "the sound", CALM)
    stores.analyses.say(left.track, PersonsWord(calms=True))
    assert stores.connection.execute("SELECT count(*) FROM recording").fetchone()[0] == 0
    stores.scans.apply(ScanBatch(found=(found("a"),)))
    assert stores.analyses.recognise(waiting(stores), "the sound")
    assert song(stores, "a").tempo.bpm == 62


def test_a_folder_left_out_by_mistake_comes_back_with_every_word(stores: Stores) -> None:
    stores.library.add_folder(Path("/m"))
    analyze_next(stores)
    say(stores, "a", PersonsWord(TempoAnswer(Bpm(70), TempoSource.TAPPED), calms=True))
    before = stores.library.tracks()
    stores.library.restore(stores.library.remove_folder(Path("/m")))
    assert stores.library.tracks() == before
    assert waiting(stores).path.stem == "b"


def test_the_songs_of_the_app_need_no_analysis(memory: sqlite3.Connection) -> None:
    stores = over(memory, catalogue(assets() / "songs"))
    assert stores.analyses.next() is None
    assert stores.analyses.counts() == (0, 0)
    assert all(track.tempo.bpm is not None for track in stores.library.tracks())


def test_a_library_of_the_third_schema_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lullaby.sqlite3"
    with monkeypatch.context() as patch:
        patch.setattr(database, "migrations", lambda: migrations()[:3])
        old = database.open_database(path, A_NIGHT).connection
    old.execute("INSERT INTO track (path, size, mtime_ns, title) VALUES ('/m/a.ogg', 9, 7, 'a')")
    old.execute("INSERT INTO tempo (track_id, source, bpm) VALUES (1, 'tapped', 66)")
    old.close()
    stores = open_stores(path, A_NIGHT, ())
    assert song(stores, "a").tempo == TempoAnswer(Bpm(66), TempoSource.TAPPED)
    assert analyze_next(stores) == "a"
    assert song(stores, "a").tempo.bpm == 66
    stores.connection.close()


def test_ten_thousand_heard_songs_and_who_sings_are_read_in_two_statements(stores: Stores) -> None:
    stores.scans.apply(ScanBatch(found=tuple(found(str(n), 60 + n % 80) for n in range(10_000))))
    while (song := stores.analyses.next()) is not None and song.path.stem != "0":
        stores.analyses.write(song, song.path.stem, CALM)
    stores.connection.execute(
        "INSERT OR IGNORE INTO recording SELECT id, size, mtime_ns, 'a' FROM track"
    )
    asked: list[str] = []
    stores.connection.set_trace_callback(asked.append)
    begun = time.perf_counter()
    tracks = stores.library.tracks()
    took = time.perf_counter() - begun
    stores.connection.set_trace_callback(None)
    assert len(tracks) == 10_003
    assert sum(1 for statement in asked if statement.lstrip().startswith("SELECT")) == 2
    assert all(track.reasons for track in tracks)
    print(f"read in {took * 1000:.0f} ms")
