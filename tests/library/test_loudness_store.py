"""Measured loudness: what waits for it, what is stored, and which source applies."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.jobs import Job, JobRunner
from lullaby.library.found import FoundFile, Moved, ScanBatch, Tags
from lullaby.library.loudness_queue import LoudnessQueue, Result
from lullaby.library.track import Fault, GainSource, Loudness, Track, TrackId
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.storage import database
from lullaby.storage.database import migrations
from lullaby.stores import Stores, open_stores, over
from lullaby.units import Decibels, Lufs, Ms
from tests.audio.sounds import tone, write
from tests.fakes import A_NIGHT, ImmediateExecutor, Postbox

TAG = Loudness(Decibels(-4.5), 0.5, GainSource.REPLAYGAIN)
READING = LoudnessReading(Lufs(-14.0), Decibels(-6.0), 3.0, Ms(2_000))


def found(name: str, loudness: Loudness | None = None, mtime_ns: int = 7) -> FoundFile:
    return FoundFile(Path(f"/m/{name}.ogg"), 9, mtime_ns, 0, Tags(name, loudness=loudness))


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    stores = over(memory, ())
    stores.scans.apply(ScanBatch(found=(found("tagged", TAG), found("a"), found("b"))))
    return stores


def song(stores: Stores, title: str) -> Track:
    return next(track for track in stores.library.tracks() if track.title == title)


def measure_next(stores: Stores, result: Result = READING) -> str:
    """The title of the song that it was."""
    waiting = stores.loudness.next()
    assert waiting is not None
    stores.loudness.write(waiting, result)
    return waiting.path.stem


def test_songs_without_a_tag_are_measured_first(stores: Stores) -> None:
    assert stores.loudness.waiting() == 3
    assert [measure_next(stores) for _ in range(3)] == ["a", "b", "tagged"]
    assert stores.loudness.next() is None
    assert stores.loudness.waiting() == 0


def test_a_tag_applies_until_the_song_is_measured(stores: Stores) -> None:
    assert song(stores, "tagged").loudness == TAG
    assert song(stores, "a").loudness is None
    for _ in range(3):
        measure_next(stores)
    for title in ("tagged", "a"):
        loudness = song(stores, title).loudness
        assert loudness is not None
        assert loudness.source is GainSource.MEASURED
        assert loudness.gain_db == pytest.approx(-4.0)
        assert loudness.peak == pytest.approx(0.501, abs=0.001)
    one = stores.library.some([song(stores, "a").id])[0]
    assert one.loudness == song(stores, "a").loudness


def test_a_changed_file_is_measured_again_and_its_tag_applies_meanwhile(stores: Stores) -> None:
    for _ in range(3):
        measure_next(stores)
    stores.scans.apply(ScanBatch(found=(found("tagged", TAG, mtime_ns=8),)))
    assert song(stores, "tagged").loudness == TAG
    assert measure_next(stores) == "tagged"
    assert stores.loudness.next() is None


def test_a_file_that_moved_keeps_its_loudness(stores: Stores) -> None:
    assert measure_next(stores) == "a"
    there = Path("/elsewhere/a.ogg")
    stores.scans.apply(ScanBatch(moved=(Moved(song(stores, "a").id, there),)))
    stores.scans.apply(ScanBatch(found=(FoundFile(there, 9, 7, 0, Tags("a")),)))
    loudness = song(stores, "a").loudness
    assert loudness is not None
    assert loudness.source is GainSource.MEASURED


@pytest.mark.parametrize("reason", [Unmeasured.SILENT, Unmeasured.TOO_SHORT, Unmeasured.UNREADABLE])
def test_a_file_without_loudness_is_not_measured_again(stores: Stores, reason: Unmeasured) -> None:
    assert measure_next(stores, reason) == "a"
    assert song(stores, "a").loudness is None
    assert measure_next(stores) == "b"


def test_a_file_that_is_gone_waits_for_the_scan_that_finds_it(stores: Stores) -> None:
    assert measure_next(stores, Unmeasured.MISSING) == "a"
    assert song(stores, "a").fault is Fault.MISSING
    assert measure_next(stores) == "b"
    stores.scans.apply(ScanBatch(found=(found("a"),)))
    assert measure_next(stores) == "a"


def test_results_of_cancelled_or_removed_songs_are_not_kept(stores: Stores) -> None:
    assert measure_next(stores, Unmeasured.CANCELLED) == "a"
    waiting = stores.loudness.next()
    assert waiting is not None
    assert waiting.path.stem == "a"
    stores.library.remove_folder(Path("/m"))
    stores.loudness.write(waiting, READING)
    assert stores.connection.execute("SELECT count(*) FROM loudness").fetchone()[0] == 0


def test_the_songs_of_the_app_and_hidden_ones_are_left_alone(memory: sqlite3.Connection) -> None:
    stores = over(memory, catalogue(assets() / "songs"))
    assert stores.loudness.next() is None
    stores.scans.apply(ScanBatch(found=(found("a"),)))
    stores.library.set_hidden(song(stores, "a").id, True)
    assert stores.loudness.next() is None


def test_a_library_of_the_first_schema_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lullaby.sqlite3"
    with monkeypatch.context() as patch:
        patch.setattr(database, "migrations", lambda: migrations()[:1])
        old = database.open_database(path, A_NIGHT).connection
    old.execute(
        "INSERT INTO track (path, size, mtime_ns, title, gain_db, peak)"
        " VALUES ('/m/old.ogg', 9, 7, 'old', -4.5, 0.5), ('/m/new.ogg', 9, 7, 'new', NULL, NULL)"
    )
    old.execute("INSERT INTO tempo (track_id, source, bpm) VALUES (1, 'said', 66)")
    old.close()
    stores = open_stores(path, A_NIGHT, ())
    assert song(stores, "old").loudness == Loudness(Decibels(-4.5), 0.5, GainSource.TAG)
    assert song(stores, "old").tempo.bpm == 66
    assert [measure_next(stores) for _ in range(2)] == ["new", "old"]
    assert len(list(tmp_path.glob("*.before-step-2-*.sqlite3"))) == 1
    stores.connection.close()


def test_a_row_is_a_reading_or_a_reason(stores: Stores) -> None:
    for values in ("NULL, NULL, ''", "-14, NULL, ''", "-14, -6, 'silent'"):
        with pytest.raises(sqlite3.IntegrityError):
            stores.connection.execute(
                "INSERT INTO loudness (track_id, size, mtime_ns, lufs, true_peak_db, reason)"
                f" VALUES (1, 9, 7, {values})"
            )


def test_what_will_be_heard_next_is_measured_first_whatever_its_tag_says(stores: Stores) -> None:
    evening = [song(stores, title).id for title in ("b", "tagged", "b")]
    waiting = [stores.loudness.next(evening)]
    assert waiting[0] is not None
    stores.loudness.write(waiting[0], READING)
    waiting.append(stores.loudness.next(evening))
    assert [each.path.stem for each in waiting if each] == ["b", "tagged"]


def test_the_songs_of_the_app_count_as_measured(memory: sqlite3.Connection) -> None:
    for track in over(memory, catalogue(assets() / "songs")).library.tracks():
        assert track.loudness is not None
        assert track.loudness.source is GainSource.MEASURED


class Bench:
    """A queue with prepared measurements, in order."""

    def __init__(self, stores: Stores) -> None:
        self.post = Postbox()
        self.asked: list[str] = []
        self.known: list[TrackId] = []
        self.results: dict[str, Result] = {}
        self.awaited: Callable[[], bool] = lambda: False
        self.on_measure: Callable[[], object] = lambda: None
        runner = JobRunner(ImmediateExecutor(), self.post)
        self.queue = LoudnessQueue(stores.loudness, runner, self._measure, self.known.append)

    def _measure(self, path: Path, job: Job, awaited: Callable[[], bool]) -> Result:
        self.asked.append(path.stem)
        self.awaited = awaited
        self.on_measure()
        return Unmeasured.CANCELLED if job.cancelled else self.results.get(path.stem, READING)


def test_the_queue_measures_everything_and_then_idles(stores: Stores) -> None:
    bench = Bench(stores)
    bench.results["b"] = Unmeasured.SILENT
    bench.queue.start()
    bench.queue.start()
    assert bench.queue.running
    bench.post.deliver()
    assert bench.asked == ["a", "b", "tagged"]
    assert bench.known == [song(stores, title).id for title in ("a", "tagged")]
    assert not bench.queue.running
    bench.queue.start()
    assert bench.asked == ["a", "b", "tagged"]
    stores.scans.apply(ScanBatch(found=(found("c"),)))
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked[3:] == ["c"]


def test_a_stopped_queue_resumes_where_it_was(stores: Stores) -> None:
    bench = Bench(stores)
    bench.queue.start()
    bench.on_measure = bench.queue.stop
    bench.post.deliver()
    assert bench.asked == ["a", "b"]
    assert not bench.queue.running
    again = Bench(stores)
    again.queue.start()
    again.post.deliver()
    assert again.asked == ["tagged"], "b was done before the stop could be seen"


def test_a_queue_that_is_stopped_and_started_measures_nothing_twice_for_long(
    stores: Stores,
) -> None:
    bench = Bench(stores)
    bench.queue.start()
    bench.queue.stop()
    bench.queue.start()
    bench.post.deliver()
    assert sorted(bench.asked) == ["a", "a", "b", "tagged"]
    assert not bench.queue.running


def test_only_what_plays_and_what_follows_is_awaited_and_that_may_change(stores: Stores) -> None:
    bench = Bench(stores)
    known: dict[str, bool] = {}

    def ask() -> None:
        known[bench.asked[-1]] = bench.awaited()

    bench.on_measure = ask
    bench.queue.prefer([song(stores, title).id for title in ("b", "tagged", "a")])
    bench.queue.start()
    bench.post.deliver()
    assert known == {"b": True, "tagged": True, "a": False}
    bench.queue.prefer([song(stores, "a").id])
    assert bench.awaited(), "it has become the song that plays"


def test_a_failing_measurement_does_not_stop_the_rest(stores: Stores) -> None:
    bench = Bench(stores)

    def burst() -> None:
        if bench.asked[-1] == "a":
            raise ValueError("broken")

    bench.on_measure = burst
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "b", "tagged"]
    assert not bench.queue.running


def test_a_full_disk_ends_the_work_for_now(stores: Stores) -> None:
    bench = Bench(stores)
    bench.on_measure = lambda: stores.connection.execute("PRAGMA query_only = ON")
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a"]
    assert not bench.queue.running
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "a"], "a full disk can be read: it is tried once more"
    assert not bench.queue.running
    bench.on_measure = lambda: None
    stores.connection.execute("PRAGMA query_only = OFF")
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "a", "a", "b", "tagged"]


def test_a_real_file_through_the_queue(memory: sqlite3.Connection, tmp_path: Path) -> None:
    path = write(tmp_path / "song.flac", tone(2.0, 10 ** (-23 / 20), 1_000.0))
    stores, post = over(memory, ()), Postbox()
    stores.scans.apply(ScanBatch(found=(FoundFile(path, 1, 1, 0, Tags("song")),)))
    runner = JobRunner(ImmediateExecutor(), post)
    known: list[TrackId] = []
    LoudnessQueue(
        stores.loudness,
        runner,
        lambda path, job, _: measure(path, lambda: job.cancelled),
        known.append,
    ).start()
    post.deliver()
    assert len(known) == 1
    loudness = song(stores, "song").loudness
    assert loudness is not None
    assert loudness.gain_db == pytest.approx(5.0, abs=0.1)


def test_songs_measured_before_lengths_were_are_measured_once_more(stores: Stores) -> None:
    stores.scans.apply(ScanBatch(found=(found("c"),)))
    assert [measure_next(stores) for _ in range(3)] == ["a", "b", "c"]
    stores.connection.execute(
        "UPDATE loudness SET heard_ms = NULL WHERE track_id = ?", (song(stores, "b").id,)
    )
    assert stores.loudness.waiting() == 2
    assert measure_next(stores) == "tagged"
    assert song(stores, "b").duration_ms is None
    assert measure_next(stores) == "b"
    assert song(stores, "b").duration_ms == 2_000
    assert stores.loudness.next() is None


@pytest.mark.parametrize("failed", [Unmeasured.UNREADABLE, Unmeasured.SILENT])
def test_a_failure_takes_no_known_loudness_away(stores: Stores, failed: Unmeasured) -> None:
    assert [measure_next(stores) for _ in range(3)] == ["a", "b", "tagged"]
    stores.connection.execute("UPDATE loudness SET heard_ms = NULL")
    before = song(stores, "a").loudness
    assert before is not None
    assert sorted(measure_next(stores, failed) for _ in range(3)) == ["a", "b", "tagged"]
    assert (song(stores, "a").loudness, song(stores, "a").duration_ms) == (before, None)
    assert (stores.loudness.next(), stores.loudness.waiting()) == (None, 0)
    stores.scans.apply(ScanBatch(found=(found("a", mtime_ns=8),)))
    assert measure_next(stores, failed) == "a", "another file"
    assert song(stores, "a").loudness is None


def test_measuring_ends_soon_when_cancelled(tmp_path: Path) -> None:
    path = write(tmp_path / "song.flac", tone(4.0, 0.1))
    assert measure(path, lambda: True) is Unmeasured.CANCELLED


def test_the_length_that_was_measured_counts(tmp_path: Path, stores: Stores) -> None:
    """Whatever the header states, planned endings, rules and exports go by what was decoded."""
    path = write(tmp_path / "song.wav", tone(2.0))
    reading = measure(path)
    assert isinstance(reading, LoudnessReading)
    assert reading.heard_ms == 2_000
    wrong = Tags("song", duration_ms=Ms(268_435_456))
    stores.scans.apply(ScanBatch(found=(FoundFile(path, 1, 1, 0, wrong),)))
    assert song(stores, "song").duration_ms == 268_435_456
    while (waiting := stores.loudness.next()) is not None:
        stores.loudness.write(waiting, reading if waiting.path == path else Unmeasured.SILENT)
    assert song(stores, "song").duration_ms == 2_000
    playlist = stores.playlists.create("x")
    stores.playlists.add(playlist, [song(stores, "song")])
    assert stores.playlists.counts()[playlist] == (1, 2_000)
    assert stores.scans.known()[str(path)].duration_ms == 268_435_456, "as its header states"
    changed = Tags("song", duration_ms=Ms(3_000))
    stores.scans.apply(ScanBatch(found=(FoundFile(path, 2, 2, 0, changed),)))
    assert song(stores, "song").duration_ms == 3_000


def test_the_length_that_was_played_counts_until_the_file_is_measured_or_changed(
    stores: Stores,
) -> None:
    a = song(stores, "a")
    stores.scans.keep_played(a.id, Ms(61_000))
    assert song(stores, "a").duration_ms == 61_000
    stores.scans.apply(ScanBatch(found=(found("a"),)))
    assert song(stores, "a").duration_ms == 61_000, "the same file"
    assert measure_next(stores) == "a"
    measured = READING.heard_ms
    assert song(stores, "a").duration_ms == measured
    stores.scans.apply(ScanBatch(found=(replace(found("a"), size=99, mtime_ns=99),)))
    assert song(stores, "a").duration_ms == found("a").tags.duration_ms


def test_a_night_with_very_many_songs_finds_the_next_one_in_few_steps(
    stores: Stores, memory: sqlite3.Connection
) -> None:
    stores.scans.apply(ScanBatch(found=tuple(found(f"many {n}") for n in range(1_200))))
    wanted = [track.id for track in stores.library.tracks()][::-1]
    steps: list[int] = []
    memory.set_progress_handler(lambda: steps.append(1), 1_000)
    waiting = stores.loudness.next(wanted)
    memory.set_progress_handler(None, 0)
    assert waiting is not None
    assert waiting.track == wanted[0]
    assert len(steps) < 200, "a few for each song, and not for each pair of songs"
