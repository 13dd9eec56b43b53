"""A child erased: nights, preferences and recordings, brought back, and gone from copies."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lullaby.erasing import ChildEraser, ChildTraces, TakeEraser
from lullaby.journal.entry import JournalEntry
from lullaby.library.kept_takes import BIN, KeptTakes
from lullaby.library.song_preferences import EVERYBODY, Child, ChildId, SongPreferences
from lullaby.library.take import Take, TakeFacts, TakePlace
from lullaby.paths import Paths, paths_under
from lullaby.storage import backups
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, open_stores
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.journal.test_store import blank

NAME, OTHER = "Zwetschge", "Mirabelle"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_under(tmp_path / "data")


@pytest.fixture
def stores(paths: Paths) -> Stores:
    return open_stores(paths.database, A_NIGHT, ())


@pytest.fixture
def child(stores: Stores, paths: Paths) -> Child:
    """With a night alone, one with another child, a song and a recording."""
    return Child(fill(stores, paths), NAME)


def fill(stores: Stores, paths: Paths) -> ChildId:
    number = stores.song_preferences.name_child(NAME)
    other = stores.song_preferences.name_child(OTHER)
    for at, children in enumerate(((NAME,), (OTHER, NAME), (OTHER,), ())):
        stores.journal.add(replace(blank(), children=children, note=f"night {at}"))
    with stores.connection as db:
        db.execute("INSERT INTO track (id, path, title) VALUES (1, '/x.mp3', 'x')")
    track = stores.library.tracks()[0].id
    stores.song_preferences.keep(track, number, SongPreferences(louder=2))
    stores.song_preferences.keep(track, other, SongPreferences(louder=3))
    for whom, sound in ((number, b"for one"), (other, b"for another"), (EVERYBODY, b"for all")):
        record(stores, paths, whom, sound)
    return number


def record(stores: Stores, paths: Paths, child: ChildId, sound: bytes) -> Take:
    kept = kept_takes(stores, paths)
    target = kept.new_file("song")
    target.write_bytes(sound)
    facts = TakeFacts("song", "Song", "Singer", A_NIGHT, Ms(1_000), TakePlace(0.0), child)
    return kept.add(facts, target, None)


def kept_takes(stores: Stores, paths: Paths) -> KeptTakes:
    return KeptTakes(stores.takes, paths.voices, lambda: A_NIGHT)


def eraser(stores: Stores, paths: Paths) -> ChildEraser:
    return ChildEraser(stores.beside, paths, lambda: A_NIGHT)


def nights(stores: Stores) -> list[JournalEntry]:
    return sorted(stores.journal.entries(), key=lambda each: each.id)


def everything(stores: Stores) -> tuple[object, ...]:
    preferences = stores.song_preferences
    return (
        nights(stores),
        preferences.children(),
        [preferences.preferences_of(each.id) for each in preferences.children()],
        stores.takes.all(),
    )


def sounds(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.rglob("*.opus")}


def test_what_there_is_of_a_child_is_counted(stores: Stores, paths: Paths, child: Child) -> None:
    assert eraser(stores, paths).traces(child) == ChildTraces(1, 1, 1, 1)


def test_a_child_is_erased_and_the_others_keep_all_of_theirs(
    stores: Stores, paths: Paths, child: Child
) -> None:
    eraser(stores, paths).erase(child)
    assert [each.children for each in nights(stores)] == [(OTHER,), (OTHER,), ()]
    assert [each.name for each in stores.song_preferences.children()] == [OTHER]
    assert stores.song_preferences.preferences_of(child.id) == []
    assert [take.facts.child == EVERYBODY for take in stores.takes.all()] == [False, True]
    assert sounds(paths.voices / BIN) == {b"for one"}


def test_erasing_can_be_undone(stores: Stores, paths: Paths, child: Child) -> None:
    before = everything(stores)
    erased = eraser(stores, paths).erase(child)
    assert eraser(stores, paths).bring_back(erased) == child
    assert everything(stores) == before
    assert b"for one" in sounds(paths.voices / "song")


def test_undoing_displaces_nothing_that_came_meanwhile(
    stores: Stores, paths: Paths, child: Child
) -> None:
    before = nights(stores)
    stores.journal.forget([before[2].id, before[3].id])
    erased = eraser(stores, paths).erase(child)
    stores.song_preferences.forget_child(stores.song_preferences.children()[0].id)
    new = stores.song_preferences.name_child("Newcomer")
    stores.journal.add(
        replace(blank(A_NIGHT + timedelta(days=3)), note="new", children=("Newcomer",))
    )
    back = eraser(stores, paths).bring_back(erased)
    assert back.id != new
    assert {each.note for each in nights(stores)} == {before[0].note, before[1].note, "new"}
    assert [each.facts.child for each in stores.takes.all(child=back.id)] == [back.id]


def test_nothing_of_it_is_left_in_any_file(stores: Stores, paths: Paths, child: Child) -> None:
    backups.back_up_if_due(paths.database, A_NIGHT.date())
    aside = paths.database.with_name("lullaby.before-restore-20261101-000000.sqlite3")
    backups.copy_database(paths.database, aside)
    former = paths.data / "voices.before-20261101-000000" / "song"
    former.mkdir(parents=True)
    (former / "2026-11-04 Singer.opus").write_bytes(b"somebody else's")
    take = stores.takes.all(child=child.id)[0]
    (former / Path(take.file).name).write_bytes(b"for one")
    erasing = eraser(stores, paths)
    erasing.erase(child)
    assert erasing.erase_from_copies(NAME) == ()
    stores.beside.close()
    stores.connection.close()
    for path in (path for path in paths.data.rglob("*") if path.is_file()):
        assert NAME.encode() not in path.read_bytes(), path
    assert b"for one" not in sounds(paths.data)
    assert sounds(paths.data) >= {b"for another", b"for all"}
    held = backups.look_into(aside)
    assert held is not None
    assert held.nights == 3


def test_a_copy_that_cannot_be_read_is_named_and_left(
    stores: Stores, paths: Paths, child: Child
) -> None:
    broken = paths.database.with_name("lullaby.damaged-20261101-000000.sqlite3")
    broken.write_bytes(b"no database")
    erasing = eraser(stores, paths)
    erasing.erase(child)
    assert erasing.erase_from_copies(NAME) == (broken,)
    assert broken.read_bytes() == b"no database"


def test_a_failure_changes_nothing(
    stores: Stores, paths: Paths, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(stores)

    def fail(*_: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr("lullaby.erasing.erase_nights", fail)
    with pytest.raises(StorageError):
        eraser(stores, paths).erase(child)
    assert everything(stores) == before
    assert sounds(paths.voices / "song") == {b"for one", b"for another", b"for all"}


def test_one_recording_is_erased_from_the_copies_and_no_other(
    stores: Stores, paths: Paths, child: Child
) -> None:
    gone, *others = stores.takes.all()
    assert backups.back_up_if_due(paths.database, A_NIGHT.date())
    aside = paths.voices.with_name("voices.before-20241103-021400")
    for take in stores.takes.all():
        target = aside / take.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((paths.voices / take.file).read_bytes())
    binned = aside / BIN / gone.file
    binned.parent.mkdir(parents=True)
    binned.write_bytes(b"for one")
    everywhere = TakeEraser(stores.beside, paths, lambda: A_NIGHT)
    assert everywhere.erase(gone.id) == ()
    assert gone in stores.takes.all(), "it was not deleted, or brought back"
    kept_takes(stores, paths).delete(gone)
    assert everywhere.erase(gone.id) == ()
    assert stores.takes.find(gone.id) is None
    assert stores.takes.all() == others
    assert b"for one" not in sounds(paths.voices) | sounds(aside)
    assert len(sounds(paths.voices)) == len(sounds(aside)) == 2
    (copy,) = backups.copies_of(paths.database)
    again = open_stores(copy, A_NIGHT, ())
    assert [take.file for take in again.takes.all()] == [take.file for take in others]
    again.connection.close()
