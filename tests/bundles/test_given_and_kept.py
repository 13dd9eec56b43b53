"""A song given away on one computer and kept on another is there as it was sent, and once."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.audio.content import content_of
from lullaby.audio.port import SpeedPitch
from lullaby.bundles.archive import write_bundle
from lullaby.bundles.gathering import Gatherer
from lullaby.bundles.giving import Chosen, Giveable, bundle_of, song_gift
from lullaby.bundles.keeping import EVERYTHING, Accepted, BundleKeeper, KeptBundle, KeptSong
from lullaby.bundles.list_keeping import ListKeeper
from lullaby.bundles.manifest import BundleProblem
from lullaby.bundles.reading import Unpacked, look_in_helper, unpack_in_helper
from lullaby.helpers import Inline
from lullaby.jobs import Job
from lullaby.library.found import Named, ScanBatch
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.own_words import song_of
from lullaby.library.scanner import read_files
from lullaby.library.score_catalogue import ScoreCatalogue
from lullaby.library.singing import Singing
from lullaby.library.song_preferences import EVERYBODY, SongPreferences
from lullaby.library.song_words import words_of
from lullaby.library.take import Take, TakeFacts, TakeId, TakeKind, TakePlace
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.model import Line, Lyrics, Timing
from lullaby.lyrics.placing import stored_words
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.songbook.soundscapes import NAMES
from lullaby.songbook.timeline import timeline
from lullaby.storage.database import open_database
from lullaby.stores import over
from lullaby.units import Ms
from tests.audio.sounds import tone, write
from tests.bundles.examples import CONTENTS, SONG, manifest_of
from tests.fakes import A_NIGHT

OWN_SCORE = """\
X:1
T:Our song
M:3/4
L:1/4
Q:1/4=60
K:G
G A B|c3|B A G|D3|]
w:sleep my lit-tle one, sleep my love
"""
SONGS = catalogue(assets() / "songs")


class Computer:
    """A person's library, with its folders."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.stores = over(connection, SONGS)
        self.scores = ScoreCatalogue(SONGS)
        self.drafts = DraftStore(folder / "words")
        self.kept_takes = KeptTakes(self.stores.takes, folder / "voices", lambda: A_NIGHT)
        self.lists = ListKeeper(
            self.stores.library, self.stores.playlists, self.stores.routines, NAMES, ["Bedtime"]
        )
        self.keeper = BundleKeeper(
            self.stores,
            self.scores,
            self.kept_takes,
            self.drafts,
            folder / "songs",
            self.lists,
        )
        self._opened = 0

    def read(self, files: list[Path]) -> None:
        read_files(files, Job(), self.stores.scans.apply, Inline())

    def song(self, name: str) -> Track:
        return next(t for t in self.stores.library.tracks() if t.songbook_id == name)

    def titled(self, title: str) -> list[Track]:
        return [t for t in self.stores.library.tracks() if t.title == title]

    def own_song(self) -> Track:
        path = self.folder / "songs" / "our-song.abc"
        path.parent.mkdir(exist_ok=True)
        path.write_text(OWN_SCORE)
        self.read([path])
        return self.titled("Our song")[0]

    def sing(self, track: Track, singer: str, seconds: float = 2.0) -> Take:
        """A recording of a song that was kept here; its sound depends on the singer."""
        scored = self.scores.find(track)
        assert scored is not None
        about = scored.score.about
        target = self.kept_takes.new_file(about.id)
        write(target, tone(seconds, pitch=200.0 + sum(singer.encode()))[:, :1])
        place = TakePlace(1_200.0, 0.95, -2.0, 4.0)
        facts = TakeFacts(about.id, track.title, singer, A_NIGHT, Ms(round(seconds * 1000)), place)
        return self.kept_takes.add(facts, target, words_of(scored.score, timeline(scored.score)))

    @property
    def gatherer(self) -> Gatherer:
        return Gatherer(
            self.stores.library,
            self.stores.song_preferences,
            self.stores.takes,
            self.kept_takes,
            self.drafts,
            SONGS,
            lambda _: None,
        )

    def giveable(self, track: Track, words: Lyrics | None = None) -> Giveable:
        gatherer = replace(self.gatherer, find_words=lambda _: words)
        return gatherer.giveable(self.stores.library.track(track.id) or track)

    def give(self, track: Track, chosen: Chosen = Chosen(), words: Lyrics | None = None) -> Path:  # noqa: B008
        bundle = bundle_of(song_gift(self.giveable(track, words)), chosen)
        path = self.folder / f"{track.id}.lullaby"
        write_bundle(path, bundle.manifest, bundle.contents)
        return path

    def all_takes(self, track: Track) -> Chosen:
        return Chosen(takes=frozenset(t.take.id for t in self.giveable(track).takes))

    def open(self, bundle: Path, accepted: Accepted = EVERYTHING) -> list[KeptSong]:
        return list(self.open_whole(bundle, accepted).songs)

    def open_whole(self, bundle: Path, accepted: Accepted = EVERYTHING) -> KeptBundle:
        self._opened += 1
        folder = self.folder / f"opened-{self._opened}"
        folder.mkdir()
        unpacked = unpack_in_helper(bundle, folder, Inline())
        assert isinstance(unpacked, Unpacked)
        placed = self.keeper.place_scores(unpacked)
        self.read(placed)
        kept = self.keeper.keep(unpacked, placed, accepted)
        self.read(list(kept.files))
        return kept


@pytest.fixture
def here(memory: sqlite3.Connection, tmp_path: Path) -> Computer:
    return Computer(memory, tmp_path / "here")


@pytest.fixture
def there(other_memory: sqlite3.Connection, tmp_path: Path) -> Computer:
    return Computer(other_memory, tmp_path / "there")


def test_a_bundled_song_arrives_as_it_is_sung(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    sung = SongPreferences(
        SpeedPitch(0.85, -2.0), earlier_ms=Ms(100), swapped=True, singing=Singing(True, (0,))
    )
    here.stores.song_preferences.keep(track.id, EVERYBODY, sung)
    (kept,) = there.open(here.give(track))
    arrived = there.song("suo-gan")
    assert (kept.track, kept.added, kept.takes) == (arrived.id, False, 0)
    assert arrived.speed_pitch == SpeedPitch(0.85, -2.0)
    assert arrived.singing == Singing(True, (0,))
    own = there.stores.song_preferences.own(arrived.id, EVERYBODY)
    assert (own.earlier_ms, own.swapped) == (Ms(100), True)


def test_how_it_was_sung_before_is_told_and_can_be_refused(here: Computer, there: Computer) -> None:
    track, other = here.song("suo-gan"), there.song("suo-gan")
    here.stores.library.set_speed_pitch(track.id, SpeedPitch(0.8))
    there.stores.library.set_speed_pitch(other.id, SpeedPitch(0.9, 1.0))
    bundle = here.give(track)
    (kept,) = there.open(bundle, Accepted(manner=False))
    assert kept.before is None
    assert there.song("suo-gan").speed_pitch == SpeedPitch(0.9, 1.0)
    (kept,) = there.open(bundle)
    assert kept.before is not None
    assert kept.before.speed_pitch == SpeedPitch(0.9, 1.0)
    assert there.song("suo-gan").speed_pitch == SpeedPitch(0.8)


def test_how_it_is_sung_can_be_left_out(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    here.stores.library.set_speed_pitch(track.id, SpeedPitch(0.8))
    there.open(here.give(track, Chosen(manner=False)))
    assert there.song("suo-gan").speed_pitch == SpeedPitch()


def test_somebodys_own_score_becomes_a_song_once(here: Computer, there: Computer) -> None:
    bundle = here.give(here.own_song())
    (first,), (again,) = there.open(bundle), there.open(bundle)
    assert (first.added, again.added) == (True, False)
    (track,) = there.titled("Our song")
    assert first.track == again.track == track.id
    scored = there.scores.find(track)
    assert scored is not None
    assert scored.score.verses == 1
    assert track.path.read_text() == OWN_SCORE


def test_another_song_of_the_same_name_stays(here: Computer, there: Computer) -> None:
    bundle = here.give(here.own_song())
    path = there.folder / "songs" / "our-song.abc"
    path.parent.mkdir()
    path.write_text(OWN_SCORE.replace("G A B", "B A G"))
    there.read([path])
    (kept,) = there.open(bundle)
    assert kept.added
    assert len(there.titled("Our song")) == 2
    assert path.read_text() != OWN_SCORE


def test_a_take_arrives_with_its_place_and_words(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    take = here.sing(track, "Gran")
    (kept,) = there.open(here.give(track, Chosen(takes=frozenset([take.id]))))
    assert kept.takes == 1
    (arrived,) = there.stores.takes.all("suo-gan")
    assert arrived.facts == take.facts
    assert arrived.sha256 == take.sha256
    path = there.kept_takes.path_of(arrived)
    assert path.with_suffix(".lrc").read_text() == (
        here.kept_takes.path_of(take).with_suffix(".lrc").read_text()
    )
    assert path in {each.path for each in there.stores.library.tracks()}


def test_a_choir_arrives_as_a_choir(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    take = here.sing(track, "Gran, Grandpa")
    here.stores.takes.forget(take.id)
    facts = replace(take.facts, kind=TakeKind.CHOIR)
    take = here.stores.takes.add(facts, take.file, take.sha256)
    there.open(here.give(track, Chosen(takes=frozenset([take.id]))))
    (arrived,) = there.stores.takes.all("suo-gan")
    assert arrived.facts.kind is TakeKind.CHOIR


def test_only_chosen_takes_go_and_only_accepted_ones_are_kept(
    here: Computer, there: Computer
) -> None:
    track = here.song("suo-gan")
    one, other = here.sing(track, "One"), here.sing(track, "Other")
    assert there.open(here.give(track))[0].takes == 0
    assert there.open(here.give(track, Chosen(takes=frozenset([one.id]))))[0].takes == 1
    both = here.give(track, Chosen(takes=frozenset([one.id, other.id])))
    assert there.open(both, Accepted(takes=frozenset()))[0].takes == 0
    assert [t.facts.singer for t in there.stores.takes.all()] == ["One"]


def test_a_childs_name_goes_only_if_that_is_wanted(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    take = here.sing(track, "Gran")
    child = here.stores.song_preferences.name_child("Robin")
    facts = replace(take.facts, child=child)
    here.stores.takes.forget(take.id)
    take = here.stores.takes.add(facts, take.file, take.sha256)
    chosen = frozenset([take.id])
    bundle = here.give(track, Chosen(takes=chosen))
    assert b"Robin" not in bundle.read_bytes()
    opened = look_in_helper(bundle, Inline())
    assert not isinstance(opened, BundleProblem | OSError)
    assert opened.manifest.songs[0].takes[0].child == ""
    there.open(here.give(track, Chosen(takes=chosen, child_names=True)))
    (arrived,) = there.stores.takes.all()
    named = {c.id: c.name for c in there.stores.song_preferences.children()}
    assert named[arrived.facts.child] == "Robin"


def test_a_take_that_was_deleted_comes_back(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    take = here.sing(track, "Gran")
    bundle = here.give(track, Chosen(takes=frozenset([take.id])))
    there.open(bundle)
    (arrived,) = there.stores.takes.all()
    there.kept_takes.delete(arrived)
    (kept,) = there.open(bundle)
    assert kept.takes == 1
    assert [t.id for t in there.stores.takes.all()] == [arrived.id]
    assert there.kept_takes.path_of(arrived).is_file()


OWN = Lyrics((Line("our own words", Ms(1_000), Ms(2_000)),), Timing.LINES)


def test_words_that_somebody_edited_arrive(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    here.drafts.keep_words("suo-gan", OWN, track.duration_ms)
    (kept,) = there.open(here.give(track))
    assert not kept.own_words_stayed
    words = stored_words(song_of(there.song("suo-gan")), there.drafts)
    assert words is not None
    assert [line.text for line in words.lines if line.text] == ["our own words"]


def test_the_persons_own_words_are_never_replaced(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    here.drafts.keep_words("suo-gan", OWN, track.duration_ms)
    mine = Lyrics((Line("mine", Ms(1_000), Ms(2_000)),), Timing.LINES)
    there.drafts.keep_words("suo-gan", mine, track.duration_ms)
    (kept,) = there.open(here.give(track))
    assert kept.own_words_stayed
    words = stored_words(song_of(there.song("suo-gan")), there.drafts)
    assert words is not None
    assert [line.text for line in words.lines if line.text] == ["mine"]


def with_recording(computer: Computer, name: str, pitch: float = 300.0) -> Track:
    path = write(computer.folder / name, tone(2.0, pitch=pitch))
    computer.read([path])
    found = computer.stores.library.by_path([path])
    return computer.stores.library.track(found[path]) or pytest.fail("not read")


def test_a_recording_is_never_given(here: Computer, there: Computer) -> None:
    track = with_recording(here, "bought.flac")
    bundle = here.give(track, words=OWN)
    assert bundle.stat().st_size < 4_000
    (kept,) = there.open(bundle)
    assert kept.track is None
    assert not there.titled("bought")


def test_words_arrive_at_the_same_recording(here: Computer, there: Computer) -> None:
    track, other = with_recording(here, "lullaby.flac"), with_recording(there, "other name.flac")
    for computer, each in ((here, track), (there, other)):
        status = each.path.stat()
        sound = Named(each.id, status.st_size, status.st_mtime_ns, content_of(each.path))
        computer.stores.scans.apply(ScanBatch(named=(sound,)))
    here.drafts.keep_words(song_of(track).key, OWN, track.duration_ms)
    (kept,) = there.open(here.give(track))
    assert kept.track == other.id
    words = stored_words(song_of(other), there.drafts)
    assert words is not None
    assert [line.text for line in words.lines if line.text] == ["our own words"]


def test_takes_that_are_no_sound_are_refused(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    take = here.sing(track, "Gran")
    path = here.kept_takes.path_of(take)
    path.write_bytes(b"not a sound")
    bundle = here.give(track, Chosen(takes=frozenset([take.id])))
    folder = there.folder / "opened"
    folder.mkdir()
    assert unpack_in_helper(bundle, folder, Inline()) is BundleProblem.DAMAGED


def test_a_take_that_is_longer_than_it_tells_is_refused(here: Computer, there: Computer) -> None:
    track = here.song("suo-gan")
    take = here.sing(track, "Gran", 8.0)
    wrong = replace(take.facts, length_ms=Ms(1_000))
    here.stores.takes.forget(take.id)
    take = here.stores.takes.add(wrong, take.file, take.sha256)
    bundle = here.give(track, Chosen(takes=frozenset([take.id])))
    folder = there.folder / "opened"
    folder.mkdir()
    assert unpack_in_helper(bundle, folder, Inline()) is BundleProblem.DAMAGED


def test_a_song_of_the_songbook_is_small(here: Computer) -> None:
    from lullaby.background import FindWords

    track = here.song("suo-gan")
    words = FindWords(SONGS, Inline())(track)
    assert here.give(track, words=words).stat().st_size <= 4_000


@given(st.permutations(["One", "Two", "Three"]), st.lists(st.integers(0, 2), max_size=6))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_handed_round_in_any_order_nobodys_take_is_lost(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], repeats: list[int]
) -> None:
    root = tmp_path_factory.mktemp("round")
    connections = [open_database(root / name, A_NIGHT).connection for name in order]
    try:
        family = {
            name: Computer(connection, root / f"{name} at home")
            for name, connection in zip(order, connections, strict=True)
        }
        bundle: Path | None = None
        passed: list[Path] = []
        for name in order:
            computer = family[name]
            if bundle is not None:
                computer.open(bundle)
            track = computer.song("suo-gan")
            computer.sing(track, name)
            bundle = computer.give(track, computer.all_takes(track))
            passed.append(bundle)
        first = family[order[0]]
        for number in repeats:
            first.open(passed[number])
        first.open(passed[-1])
        takes = first.stores.takes.all("suo-gan")
        assert sorted(t.facts.singer for t in takes) == ["One", "Three", "Two"]
        assert len({t.sha256 for t in takes}) == 3
    finally:
        for connection in connections:
            connection.close()


def test_a_take_id_of_another_song_is_not_given(here: Computer) -> None:
    track = here.song("suo-gan")
    bundle = bundle_of(song_gift(here.giveable(track)), Chosen(takes=frozenset([TakeId(99)])))
    assert bundle.manifest.songs[0].takes == ()


@pytest.mark.parametrize(("told_s", "right"), [(12, True), (11, True), (60, False), (9, False)])
def test_a_long_take_has_the_length_that_is_told(tmp_path: Path, told_s: int, right: bool) -> None:
    sound = write(tmp_path / "take.opus", tone(12.0)[:, :1])
    contents = {**CONTENTS, "songs/1/takes/1.opus": sound.read_bytes()}
    take = replace(SONG.takes[0], length_ms=Ms(told_s * 1000))
    path = tmp_path / "song.lullaby"
    write_bundle(path, manifest_of(replace(SONG, takes=(take,)), contents), contents)
    (tmp_path / "folder").mkdir()
    found = unpack_in_helper(path, tmp_path / "folder", Inline())
    assert isinstance(found, Unpacked) is right
    if not right:
        assert found is BundleProblem.DAMAGED
