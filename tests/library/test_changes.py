"""The database reports which songs changed, whoever changed them."""

import sqlite3
from pathlib import Path

import pytest

from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.library.analysis_store import NO_WORD, PersonsWord, UnanalyzedTrack
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.loudness_store import UnmeasuredTrack
from lullaby.library.snapshot import LibrarySnapshot, snapshot_of
from lullaby.library.store import LibraryStore
from lullaby.library.track import Fault, TrackId
from lullaby.storage.transaction import transaction
from lullaby.stores import Stores, over
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.answer import Pace, TempoAnswer, TempoSource
from lullaby.units import Bpm, Decibels, Lufs

MUSIC = Path("/music")


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    stores = over(memory, ())
    files = tuple(found(name) for name in "abc")
    stores.scans.apply(ScanBatch(found=files))
    stores.changes.watch()
    return stores


def found(name: str, content: str = "", title: str = "") -> FoundFile:
    return FoundFile(MUSIC / f"{name}.mp3", 1, 1, 0, Tags(title or name), content=content)


def ids(stores: Stores, *names: str) -> set[TrackId]:
    paths = [MUSIC / f"{name}.mp3" for name in names]
    return set(stores.library.by_path(paths).values())


def test_every_store_reports_the_songs_it_changes(stores: Stores) -> None:
    (song,) = ids(stores, "b")
    word = PersonsWord(calms=True)
    analysis = TempoAnalysis(Bpm(60), (), 0.8, Pace.SLOW, (), 60.0)
    changes = (
        lambda: stores.library.set_hidden(song, True),
        lambda: stores.analyses.say(song, PersonsWord(TempoAnswer(Bpm(70), TempoSource.CHOSEN))),
        lambda: stores.analyses.say(song, NO_WORD),
        lambda: stores.library.mark(song, Fault.EMPTY),
        lambda: stores.library.mark(song, None),
        lambda: stores.analyses.say(song, word),
        lambda: stores.analyses.write(UnanalyzedTrack(song, MUSIC, 1, 1), "abc", analysis),
        lambda: stores.loudness.write(
            UnmeasuredTrack(song, MUSIC, 1, 1), LoudnessReading(Lufs(-20), Decibels(-1), 3.0)
        ),
        lambda: stores.scans.apply(ScanBatch(found=(found("b", title="other"),))),
    )
    for change in changes:
        change()
        assert stores.changes.take().ids == {song}
        assert not stores.changes.take()


def test_a_rollback_reports_no_change(stores: Stores) -> None:
    (song,) = ids(stores, "a")

    def give_up() -> None:
        with transaction(stores.connection):
            stores.library.set_hidden(song, True)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    assert not stores.changes.take()


def test_a_missing_song_is_reported_when_another_with_its_sound_changes(stores: Stores) -> None:
    files = (found("lost", "same"), found("there", "same"))
    stores.scans.apply(ScanBatch(found=files))
    (lost,), (there,) = ids(stores, "lost"), ids(stores, "there")
    stores.library.mark(lost, Fault.MISSING)
    stores.changes.take()
    stores.library.mark(there, Fault.MISSING)
    assert stores.changes.take().ids == {lost, there}


def test_what_background_work_changes_is_noted_there(stores: Stores) -> None:
    """Also a missing song that is listed again, because another with its sound is not any more."""
    files = (found("lost", "same"), found("there", "same"))
    stores.scans.apply(ScanBatch(found=files))
    (lost,), (there,) = ids(stores, "lost"), ids(stores, "there")
    stores.library.mark(lost, Fault.MISSING)
    stores.changes.take()
    here = stores.library.here()
    value, changes = here.noting(lambda: here.set_hidden(there, True))
    assert value is None
    assert changes.ids == {lost, there}
    assert not stores.changes.take(), "this connection changed nothing"
    assert not here.noting(lambda: None)[1]


def listed(snapshot: LibrarySnapshot) -> list[str]:
    return [track.title for track in snapshot.tracks]


def follow(stores: Stores, snapshot: LibrarySnapshot) -> LibrarySnapshot:
    changed = stores.changes.take().ids
    return snapshot.updated(stores.library.listed(changed), changed)


def test_an_updated_snapshot_equals_a_fresh_one(stores: Stores) -> None:
    library: LibraryStore = stores.library
    snapshot = snapshot_of(track for batch in library.in_batches(2) for track in batch)
    before = {track.id: track for track in snapshot.tracks}
    (b,) = ids(stores, "b")
    stores.scans.apply(ScanBatch(found=(found("b", title="zz"), found("d", title="Äb"))))
    snapshot = follow(stores, snapshot)
    assert listed(snapshot) == ["a", "Äb", "c", "zz"]
    assert snapshot == snapshot_of(library.tracks())
    assert all(track is before[track.id] for track in snapshot.tracks if track.title in ("a", "c"))
    library.set_hidden(b, True)
    snapshot = follow(stores, snapshot)
    assert listed(snapshot) == ["a", "Äb", "c"]
    many = tuple(found(f"m{n}", title=f"{n:03}") for n in range(100))
    stores.scans.apply(ScanBatch(found=many))
    snapshot = follow(stores, snapshot)
    assert snapshot == snapshot_of(library.tracks())


def test_a_snapshot_is_searched_by_every_word(stores: Stores) -> None:
    stores.scans.apply(ScanBatch(found=(found("x", title="Suo Gân"), found("y", title="Suo"))))
    snapshot = snapshot_of(stores.library.tracks())
    assert [track.title for track in snapshot.find("GAN suo")] == ["Suo Gân"]
    assert snapshot.find("  ") is snapshot.tracks
