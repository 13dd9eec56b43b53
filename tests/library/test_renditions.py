"""Which renditions of a song exist, and in which order they are made."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.jobs import JobRunner
from lullaby.library.renditions import SongRenditions
from lullaby.library.score_catalogue import BackgroundScores, ScoreCatalogue
from lullaby.library.singing import WHOLE_SONG, Singing, as_text, chosen, from_text
from lullaby.library.track import Track, TrackId
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.songbook.notes import Score
from lullaby.songbook.setting import Setting
from tests.fakes import PatientExecutor, Postbox

SONGS = {song.id: song for song in catalogue(assets() / "songs")}
MINE = """X:1
T:Mine
M:4/4
L:1/4
Q:1/4=60
K:C
"C"c d e c |]
w: sleep my dear one
"""
LOWER = SpeedPitch(semitones=-2.0)
WITHOUT = Singing(with_tune=False)


@dataclass
class FakeKept:
    """Names a file for each setting, and writes it at once or fails."""

    folder: Path
    made: list[Setting] = field(default_factory=list)
    full: bool = False
    meanwhile: Callable[[], None] = lambda: None

    def path_of(self, score: Score, setting: Setting) -> Path:
        return self.folder / f"{score.about.id} {hash(score)} {setting}.opus"

    def make(self, score: Score, setting: Setting, cancelled: Callable[[], bool]) -> Path | None:
        self.meanwhile()
        if self.full:
            raise OSError("no room")
        if cancelled():
            return None
        path = self.path_of(score, setting)
        path.write_bytes(b"sound")
        self.made.append(setting)
        return path


class Workshop:
    def __init__(self, folder: Path) -> None:
        self.kept = FakeKept(folder)
        self.work, self.post = PatientExecutor(), Postbox()
        self.renditions = SongRenditions(
            ScoreCatalogue(SONGS.values()), self.kept, JobRunner(self.work, self.post)
        )

    def do(self, most: int = 99) -> None:
        for _ in range(most):
            if not self.work.work():
                return
            self.post.deliver()


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def bundled(song: str, number: int = 1) -> Track:
    entry = SONGS[song]
    return Track(TrackId(number), entry.audio, entry.title, songbook_id=song)


def own(folder: Path) -> Track:
    path = folder / "mine.abc"
    path.write_text(MINE)
    return Track(TrackId(7), path, "Mine")


def test_in_the_original_key_recordings_exist_with_and_without_melody(shop: Workshop) -> None:
    track, entry = bundled("schlaf-kindlein"), SONGS["schlaf-kindlein"]
    with_tune = shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG)
    without = shop.renditions.exact(track, AS_RECORDED, WITHOUT)
    assert with_tune is not None
    assert without is not None
    assert (with_tune.path, without.path) == (entry.audio, entry.accompaniment)
    assert with_tune.passes == without.passes


def test_another_key_is_rendered_with_its_twin(shop: Workshop) -> None:
    track = bundled("schlaf-kindlein")
    assert shop.renditions.exact(track, LOWER, WHOLE_SONG) is None
    shop.renditions.make(track, LOWER, WHOLE_SONG)
    shop.do()
    order = SONGS["schlaf-kindlein"].sung
    assert shop.kept.made == [Setting(-2, 1.0, order), Setting(-2, 1.0, order, with_tune=False)]
    for singing in (WHOLE_SONG, WITHOUT):
        made = shop.renditions.exact(track, LOWER, singing)
        assert made is not None
        assert (made.made, made.singing, made.recorded) == (LOWER, singing, False)


def test_chosen_verses_last_as_long_as_a_recording(shop: Workshop) -> None:
    track = bundled("schlaf-kindlein")
    shop.renditions.make(track, AS_RECORDED, Singing(verses=(1,)))
    shop.do()
    order = shop.kept.made[0].verses
    assert order is not None
    assert set(order) == {1}
    assert len(order) > 1


def test_a_later_request_for_the_song_replaces_an_earlier_one(shop: Workshop) -> None:
    track = bundled("schlaf-kindlein")
    for steps in (-1.0, -2.0, -3.0):
        shop.renditions.make(track, SpeedPitch(semitones=steps), WHOLE_SONG)
    shop.do()
    assert [setting.key for setting in shop.kept.made] == [-3, -3]


def test_a_request_precedes_preparation_and_loses_nothing(shop: Workshop) -> None:
    later = [
        replace(bundled(song, number), speed_pitch=LOWER)
        for number, song in enumerate(("aloha-oe", "fais-dodo"), start=2)
    ]
    for track in later:
        shop.renditions.prepare(track)
        shop.renditions.prepare(track)
    requested = bundled("twinkle")
    shop.kept.meanwhile = lambda: None
    shop.renditions.make(requested, LOWER, WHOLE_SONG)
    shop.do()
    verses = [setting.verses for setting in shop.kept.made]
    twinkle = SONGS["twinkle"].sung
    assert verses == [twinkle, twinkle, SONGS["aloha-oe"].sung, SONGS["fais-dodo"].sung]


def test_an_existing_file_is_not_rendered_again(shop: Workshop) -> None:
    track = bundled("twinkle")
    shop.renditions.make(track, LOWER, WHOLE_SONG)
    shop.do()
    shop.renditions.make(track, LOWER, WHOLE_SONG)
    shop.renditions.prepare(replace(track, speed_pitch=LOWER))
    shop.renditions.prepare(track)
    assert not len(shop.work)


def test_an_own_song_has_nothing_to_play_until_it_is_made(shop: Workshop, tmp_path: Path) -> None:
    track = own(tmp_path)
    assert shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG) is None
    assert shop.renditions.meanwhile(track, WHOLE_SONG) is None
    shop.renditions.make(track, AS_RECORDED, WHOLE_SONG)
    shop.do()
    made = shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG)
    assert made is not None
    assert made.path.is_file()


def test_a_full_disk_leaves_the_recording_and_an_own_song_says_so(
    shop: Workshop, tmp_path: Path
) -> None:
    shop.kept.full = True
    mine, theirs = own(tmp_path), bundled("twinkle")
    for track in (mine, theirs):
        shop.renditions.make(track, LOWER, WHOLE_SONG)
    shop.do()
    given_up = shop.renditions.exact(mine, LOWER, WHOLE_SONG)
    assert given_up is not None
    assert given_up.path == mine.path, "which no player can play, and tells"
    assert shop.renditions.exact(theirs, LOWER, WHOLE_SONG) is None
    assert shop.renditions.meanwhile(theirs, WHOLE_SONG) is not None


def test_a_changed_score_is_another_song(shop: Workshop, tmp_path: Path) -> None:
    track = own(tmp_path)
    shop.renditions.make(track, AS_RECORDED, WHOLE_SONG)
    shop.do()
    before = shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG)
    track.path.write_text(track.path.read_text().replace("c d e c", "c d e g"))
    os.utime(track.path, (1, 1))
    assert before is not None
    assert shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG) is None


def test_an_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    track = own(tmp_path)
    track.path.write_text(track.path.read_text().replace("M:4/4", "%%lb-id ../../out\nM:4/4"))
    scored = ScoreCatalogue(()).find(track)
    assert scored is not None
    kept = KeptSongs(tmp_path / "kept", lambda path, blocks: None)
    assert kept.path_of(scored.score, Setting()).parent == tmp_path / "kept"


def test_rendering_stops_when_nobody_waits(tmp_path: Path) -> None:
    taken = 0

    def write(path: Path, blocks) -> None:
        nonlocal taken
        for _ in blocks:
            taken += 1

    scored = ScoreCatalogue(SONGS.values()).find(bundled("fais-dodo"))
    assert scored is not None
    kept = KeptSongs(tmp_path, write)
    assert kept.make(scored.score, Setting(key=1), lambda: taken > 1) is None
    assert taken == 2
    assert kept.make(scored.score, Setting(key=2), iter([False, False, True]).__next__) is None
    assert taken == 2, "its loudness was not even measured"


@pytest.mark.parametrize(
    ("ticked", "there", "kept"),
    [((), 3, None), ((0, 1, 2), 3, None), ((2, 0), 3, (0, 2)), ((5,), 3, None), ((1, 1), 2, (1,))],
)
def test_a_choice_of_verses(
    ticked: tuple[int, ...], there: int, kept: tuple[int, ...] | None
) -> None:
    assert chosen(ticked, there) == kept
    assert from_text(as_text(kept)) == kept


class ReadingWorkshop(Workshop):
    """Scores are read in the background, when `read` says so."""

    def __init__(self, folder: Path) -> None:
        self.kept = FakeKept(folder)
        self.work, self.reading, self.post = PatientExecutor(), PatientExecutor(), Postbox()
        self.scores = BackgroundScores(SONGS.values(), JobRunner(self.reading, self.post))
        self.renditions = SongRenditions(self.scores, self.kept, JobRunner(self.work, self.post))

    def read(self) -> int:
        read = 0
        while self.reading.work():
            read += 1
            self.post.deliver()
        return read


def test_a_shipped_song_is_played_before_its_score_is_read(tmp_path: Path) -> None:
    shop, track = ReadingWorkshop(tmp_path), bundled("schlaf-kindlein")
    assert shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG) is None
    meanwhile = shop.renditions.meanwhile(track, WHOLE_SONG)
    assert meanwhile is not None
    assert (meanwhile.path, meanwhile.passes) == (track.path, None)
    assert shop.read() == 1, "once, however often it was asked for"
    exact = shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG)
    assert exact is not None
    assert exact.path == track.path
    assert exact.passes is not None


def test_a_song_stored_in_another_key_waits_for_its_score_and_is_rendered(tmp_path: Path) -> None:
    shop = ReadingWorkshop(tmp_path)
    track = replace(bundled("schlaf-kindlein"), speed_pitch=LOWER)
    assert shop.renditions.meanwhile(track, WHOLE_SONG) is None
    shop.renditions.make(track, LOWER, WHOLE_SONG)
    shop.do()
    assert not shop.kept.made
    shop.read()
    shop.do()
    assert [setting.key for setting in shop.kept.made] == [-2, -2]
    assert shop.renditions.exact(track, LOWER, WHOLE_SONG) is not None


def test_a_score_of_ones_own_is_waited_for_and_told_of_once_it_is_read(tmp_path: Path) -> None:
    shop, track, read = ReadingWorkshop(tmp_path), own(tmp_path), []
    shop.scores.when_read(read.append)
    assert shop.scores.find(track) is None
    assert shop.renditions.meanwhile(track, WHOLE_SONG) is None
    shop.renditions.prepare(track)
    shop.read()
    assert read == [track]
    assert shop.scores.find(track) is not None
    shop.do()
    assert shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG) is not None


def test_a_score_that_cannot_be_read_is_a_file_like_any_other(tmp_path: Path) -> None:
    shop, path = ReadingWorkshop(tmp_path), tmp_path / "broken.abc"
    path.write_text("no music")
    track = Track(TrackId(9), path, "Broken")
    assert not shop.scores.is_read(track)
    shop.read()
    rendition = shop.renditions.exact(track, AS_RECORDED, WHOLE_SONG)
    assert rendition is not None
    assert rendition.path == path
