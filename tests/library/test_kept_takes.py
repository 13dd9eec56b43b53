"""Takes by song, singer and child; their files and words; deleted, brought back, gone."""

import os
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lullaby.background import FindWords
from lullaby.helpers import Inline
from lullaby.library.bringing_in import as_sung
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.kept_takes import KEPT_FOR, KeptTakes
from lullaby.library.song_preferences import EVERYBODY, ChildId
from lullaby.library.song_words import MIDDLE_C, words_of
from lullaby.library.take import MESSAGES, Take, TakeFacts, TakeKind, TakePlace
from lullaby.library.take_list import by_song
from lullaby.library.take_words import words_of_take
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.model import Line, Lyrics, Syllable, Timing
from lullaby.paths import assets, paths_under
from lullaby.songbook.catalogue import catalogue
from lullaby.songbook.score_folder import ScoreFile, read_score
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, open_stores, over
from lullaby.units import Ms
from tests.fakes import A_NIGHT

FACTS = TakeFacts("suo-gan", "Suo Gân", "Ana", A_NIGHT, Ms(8_000), TakePlace(1_000.0, 0.8))


def line(text: str, start_ms: int) -> Line:
    start, end = Ms(start_ms), Ms(start_ms + 800)
    return Line(text, start, end, (Syllable(text, start, end),))


WORDS = Lyrics(
    (line("before", 600), line("first", 1_800), line("last", 7_000), line("after", 7_500)),
    Timing.SYLLABLES,
    title="Suo Gân",
)


class Evening:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = A_NIGHT


@pytest.fixture
def evening() -> Evening:
    return Evening()


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, ())


@pytest.fixture
def kept(stores: Stores, tmp_path: Path, evening: Evening) -> KeptTakes:
    return KeptTakes(stores.takes, tmp_path / "voices", lambda: evening.time)


def add(kept: KeptTakes, facts: TakeFacts = FACTS) -> Take:
    target = kept.new_file(facts.song)
    target.write_bytes(b"sound of " + facts.singer.encode())
    return kept.add(facts, target, WORDS)


def test_two_recordings_are_written_at_a_time(kept: KeptTakes) -> None:
    one, other = kept.new_file("suo-gan"), kept.new_file("suo-gan")
    one.write_bytes(b"one")
    other.write_bytes(b"other")
    first = kept.add(FACTS, one, None)
    second = kept.add(replace(FACTS, singer="Ben"), other, None)
    assert kept.path_of(first).read_bytes() == b"one"
    assert kept.path_of(second).read_bytes() == b"other"


def test_what_a_crash_left_behind_goes_after_a_day(kept: KeptTakes, evening: Evening) -> None:
    left, young = kept.new_file("suo-gan"), kept.new_file("suo-gan")
    for path, age in ((left, timedelta(days=2)), (young, timedelta(hours=2))):
        path.write_bytes(b"half")
        written = (evening.time - age).timestamp()
        os.utime(path, (written, written))
    kept.empty_bin()
    assert not left.exists()
    assert young.exists(), "another Lullaby may be writing it"


def test_takes_are_found_by_song_singer_and_child(kept: KeptTakes, stores: Stores) -> None:
    mila = stores.song_preferences.name_child("Mila")
    ana = add(kept)
    ben = add(kept, replace(FACTS, singer="Ben", child=mila))
    other = add(kept, replace(FACTS, song="twinkle"))
    assert stores.takes.all() == [ana, ben, other]
    assert stores.takes.all(song="suo-gan") == [ana, ben]
    assert stores.takes.all(singer="Ben") == [ben]
    assert stores.takes.all(child=mila) == [ben]
    stores.song_preferences.forget_child(mila)
    assert [take.facts.child for take in stores.takes.all(singer="Ben")] == [EVERYBODY]


def test_the_words_are_in_the_time_of_the_take(kept: KeptTakes) -> None:
    words = words_of_take(WORDS, FACTS)
    assert [(each.text, each.start_ms) for each in words.lines] == [
        ("first", 1_000),
        ("last", 7_500),
    ]
    assert words.lines[0].syllables == (Syllable("first", Ms(1_000), Ms(2_000)),)
    text = kept.path_of(add(kept)).with_suffix(".lrc").read_text("utf-8")
    assert "[ar:Ana]" in text
    assert "[00:01.00]" in text


def test_two_takes_of_one_day_have_files_of_their_own(kept: KeptTakes) -> None:
    one, other = add(kept), add(kept)
    assert kept.path_of(one) != kept.path_of(other)
    kept.delete(other)
    third = add(kept)
    kept.delete(third)
    kept.restore(replace(other, deleted_at=A_NIGHT))
    assert kept.path_of(other).exists()


@pytest.mark.parametrize("singer", ["../..", "a/b", "...", "Ömer \N{CHICKEN}", "x" * 300])
def test_no_name_leaves_the_folder(kept: KeptTakes, tmp_path: Path, singer: str) -> None:
    path = kept.path_of(add(kept, replace(FACTS, singer=singer, song=singer)))
    assert path.exists()
    assert path.resolve().parent.parent == (tmp_path / "voices").resolve()


def test_a_deleted_take_comes_back_within_a_week_and_is_gone_after(
    kept: KeptTakes, stores: Stores, evening: Evening, tmp_path: Path
) -> None:
    take = add(kept)
    kept.delete(take)
    assert stores.takes.all() == []
    evening.time += KEPT_FOR - timedelta(seconds=1)
    kept.empty_bin()
    deleted = stores.takes.find(take.id)
    assert deleted is not None
    kept.restore(deleted)
    assert stores.takes.all() == [take]
    assert kept.path_of(take).with_suffix(".lrc").exists()
    kept.delete(take)
    evening.time += KEPT_FOR
    kept.empty_bin()
    assert stores.takes.find(take.id) is None
    assert not [path for path in (tmp_path / "voices").rglob("*") if path.is_file()]


def test_a_take_that_cannot_be_stored_leaves_no_file(
    kept: KeptTakes, memory: sqlite3.Connection, tmp_path: Path
) -> None:
    memory.execute("DROP TABLE take")
    with pytest.raises(Exception, match="take"):
        add(kept)
    assert not [path for path in (tmp_path / "voices").rglob("*") if path.is_file()]


def test_songs_of_the_library_know_who_sings_in_a_take(tmp_path: Path) -> None:
    paths = paths_under(tmp_path)
    stores = open_stores(paths.database, A_NIGHT, ())
    kept = KeptTakes(stores.takes, paths.voices, lambda: A_NIGHT)
    take = add(kept)
    other = Path("/music/voices/suo-gan") / Path(take.file).name
    found = [
        FoundFile(path, 1, 1, 0, Tags(title="Suo Gân", artist="Ana"))
        for path in (kept.path_of(take), other)
    ]
    stores.scans.apply(ScanBatch(found=tuple(found)))
    sung = {track.path: track.sung_by for track in stores.library.tracks()}
    assert sung == {kept.path_of(take): "Ana", other: ""}
    stores.takes.rename(take.id, "Grandma", EVERYBODY)
    (id_,) = stores.library.by_path([kept.path_of(take)]).values()
    assert [each.sung_by for each in stores.library.some([id_])] == ["Grandma"]
    assert stores.takes.singers() == ["Grandma"]
    stores.takes.mark_deleted(take.id, A_NIGHT)
    assert [each.sung_by for each in stores.library.some([id_])] == [""]
    stores.connection.close()


def test_files_below_a_folder_of_another_computer_are_found_below_the_new_one(
    stores: Stores,
) -> None:
    old = ("C:\\Users\\Ana\\Lullaby\\voices\\a.opus", "C:\\Users\\Ana\\Lullaby 2\\b.opus")
    stores.scans.apply(
        ScanBatch(found=tuple(FoundFile(Path(path), 1, 1, 0, Tags(title="x")) for path in old))
    )
    stores.library.move_under(Path("C:\\Users\\Ana\\Lullaby"), Path("/home/ana/lullaby"))
    paths = {str(track.path) for track in stores.library.tracks()}
    assert paths == {"/home/ana/lullaby/voices/a.opus", old[1]}


def test_what_cannot_be_noted_is_not_moved(
    kept: KeptTakes, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = add(kept)

    def refuse(*_: object) -> None:
        raise StorageError

    monkeypatch.setattr(stores.takes, "mark_deleted", refuse)
    with pytest.raises(StorageError):
        kept.delete(take)
    assert kept.path_of(take).exists()
    assert kept.path_of(take).with_suffix(".lrc").exists()


def test_only_a_deleted_take_is_removed_for_good(kept: KeptTakes, stores: Stores) -> None:
    take = add(kept)
    kept.remove(take.id)
    assert kept.path_of(take).exists()
    kept.delete(take)
    kept.remove(take.id)
    assert stores.takes.find(take.id) is None
    assert not [path for path in kept.path_of(take).parents[1].rglob("*") if path.is_file()]
    kept.remove(take.id)


def test_takes_are_listed_by_song_the_newest_first_and_messages_last(
    kept: KeptTakes, evening: Evening
) -> None:
    old = add(kept, replace(FACTS, recorded_at=A_NIGHT - timedelta(days=2)))
    ben = add(kept, replace(FACTS, singer="Ben"))
    both = add(kept, replace(FACTS, singer="Ana, Ben", kind=TakeKind.CHOIR))
    about = replace(FACTS, song=MESSAGES, title="A good night", kind=TakeKind.MESSAGE)
    message = add(kept, about)
    songs = by_song([old, message, ben, both])
    assert [(song.title, song.takes) for song in songs] == [
        ("Suo Gân", (both, ben, old)),
        ("A good night", (message,)),
    ]
    (of_ben,) = by_song([old, ben, both], singer="Ben")
    assert of_ben.takes == (both, ben)
    assert by_song([old], child=ChildId(7)) == ()


def test_a_take_brings_the_tune_of_its_song_in_its_own_time_and_key(tmp_path: Path) -> None:
    songs = catalogue(assets() / "songs")
    score = next(song.score for song in songs if song.id == "suo-gan")
    assert score is not None
    read = read_score(score)
    assert isinstance(read, ScoreFile)
    performed = as_sung(read.score)
    paths = paths_under(tmp_path)
    stores = open_stores(paths.database, A_NIGHT, ())
    kept = KeptTakes(stores.takes, paths.voices, lambda: A_NIGHT)
    facts = replace(FACTS, length_ms=Ms(60_000), place=TakePlace(500.0, 0.9, -14.0))
    target = kept.new_file(facts.song)
    target.write_bytes(b"sound")
    take = kept.add(facts, target, words_of(read.score, performed))
    path = kept.path_of(take)
    find = FindWords(songs, Inline(), take_at=lambda path: stores.takes.at(path, paths.voices))
    track = Track(TrackId(1), path, "Suo Gân", sung_by="Ana")
    words = find(track)
    assert words is not None
    first = next(each for each in words.lines[0].syllables if each.notes)
    note = performed.notes[0]
    assert first.notes[0].start_ms == pytest.approx((note.start_ms - 500) / 0.9, abs=1)
    assert first.pitch == note.pitch - 2 - MIDDLE_C
    assert all(each.notes for line in words.lines for each in line.syllables)
    stores.takes.mark_deleted(take.id, A_NIGHT)
    assert find(track) is not None, "words stay without the tune"
    stores.connection.close()
