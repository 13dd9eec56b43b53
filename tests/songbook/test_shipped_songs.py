"""The bundled songs: scores, words, sound and licence agree."""

import json
import re
from pathlib import Path

import mutagen
import numpy as np
import pytest

from benchmarks.listening import decoded, level_swing, onset_error
from lullaby.audio.decoder import RATE
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.library.song_words import words_of
from lullaby.lyrics.finder import read_words
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Timing
from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.catalogue import SongEntry, catalogue
from lullaby.songbook.notes import Checked, Score
from lullaby.songbook.season import Season
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import Timeline, timeline, verses_to_last

FOLDER = assets() / "songs"
SONGS = catalogue(FOLDER)
MOST_ERROR_MS = 1.0
MOST_BYTES = 25_000_000


@pytest.fixture(params=SONGS, ids=lambda song: song.id)
def song(request: pytest.FixtureRequest) -> SongEntry:
    return request.param


MEASURED_EACH_TIME = {"joseph-lieber", "suo-gan", "twinkle"}
"""The shortest, the longest and a typical one; the sound of the others is measured with `long`."""


@pytest.fixture(
    params=[
        pytest.param(song, marks=() if song.id in MEASURED_EACH_TIME else pytest.mark.long)
        for song in SONGS
    ],
    ids=lambda song: song.id,
)
def played_song(request: pytest.FixtureRequest) -> SongEntry:
    """For checks that need the whole recording decoded."""
    return request.param


def performance_of(song: SongEntry) -> Timeline:
    assert song.score is not None
    read = read_abc(song.score.read_text(encoding="utf-8"), song.score.name)
    return timeline(read, Setting(verses=song.sung))


@pytest.fixture
def score(song: SongEntry) -> Score:
    assert song.score is not None
    return read_abc(song.score.read_text(encoding="utf-8"), song.score.name)


@pytest.fixture
def performed(song: SongEntry, score: Score) -> Timeline:
    return timeline(score, Setting(verses=song.sung))


def test_there_is_something_to_press_on_first_start() -> None:
    assert len(SONGS) >= 20
    assert len({song.id for song in SONGS}) == len(SONGS)
    assert len({song.language for song in SONGS}) >= 16


def test_four_languages_came_to_those_of_the_first_sixteen_songs() -> None:
    assert {"haw", "bar", "es", "da"} <= {song.language for song in SONGS}


def test_every_syllable_stands_on_its_note(song: SongEntry, performed: Timeline) -> None:
    wanted = [syllable for line in performed.lines for syllable in line.syllables]
    words = read_words(song.words, song.duration_ms)
    assert words is not None
    assert words.timing is Timing.SYLLABLES
    assert words.complaints == ()
    found = [syllable for line in words.lines for syllable in line.syllables]
    assert [s.text.strip() for s in found] == [s.text.strip() for s in wanted]
    onsets = [note.start_ms for note in performed.notes]
    for syllable in found:
        assert min(abs(syllable.start_ms - onset) for onset in onsets) <= MOST_ERROR_MS
        assert 0 <= syllable.start_ms < syllable.end_ms <= song.duration_ms


def test_the_words_file_is_what_the_score_gives(
    song: SongEntry, score: Score, performed: Timeline
) -> None:
    text = to_lrc(words_of(score, performed), duration_ms=song.duration_ms)
    assert song.words.read_text(encoding="utf-8") == text


def test_the_index_says_what_the_score_says(song: SongEntry, score: Score) -> None:
    about = score.about
    assert (song.id, song.title, song.composer) == (about.id, about.title, about.composer)
    assert song.subtitle == about.subtitle
    assert (song.people, song.story, song.language) == (about.origin, about.story, about.language)
    assert (song.checked, song.season) == (about.checked.value, about.season)
    assert (song.verses, song.bpm, song.words_by) == (score.verses, score.bpm, about.words_by)
    assert (song.source, song.licence) == (about.source, about.licence)
    assert song.words_checked == about.words_checked.value
    assert song.words_source == about.words_source
    assert song.sung == verses_to_last(score)


def test_a_song_tells_where_it_comes_from(song: SongEntry, score: Score) -> None:
    about = score.about
    assert about.id == song.audio.stem
    assert 20 < len(about.story) < 140
    assert all((about.origin, about.composer, about.words_by, about.source))
    assert about.licence == "CC0-1.0"


def test_songs_of_a_season_say_so() -> None:
    named = {song.id for song in SONGS if song.season}
    assert {"el-noi-de-la-mare", "tu-scendi", "lulajze", "glade-jul"} <= named
    assert {song.season for song in SONGS} == {None, Season.CHRISTMAS}


def test_what_nobody_has_compared_is_marked() -> None:
    known = {each.value for each in Checked}
    assert {song.checked for song in SONGS} <= known
    assert {song.words_checked for song in SONGS} <= known - {Checked.UNCHECKED}


def test_two_sources_are_claimed_only_where_two_are_named(song: SongEntry) -> None:
    """One collection for the first line and a common form for the rest is one source."""
    for level, source in ((song.checked, song.source), (song.words_checked, song.words_source)):
        if level == Checked.TWO_SOURCES:
            counted = r"\b(two|three|four|five|six|seven|eight)\b|\band one\b"
            assert re.search(counted, source), (level, source)
            assert "memory" not in source


def test_nothing_for_makers_reaches_a_page(song: SongEntry) -> None:
    """How a score is spelled, which verses were taken and who should still review it."""
    texts = (song.composer, song.words_by, song.story, song.source, song.words_source)
    for text in texts:
        assert not re.search(r"%%|\bv\.\s?\d, v|\bkana\b|romani[sz]|needs? a|from memory", text), (
            text
        )


WORDS = {
    "edo-komoriuta": ("Bōya no omori wa", "sato e itta."),
    "rozhinkes": ("shteyt a klor vays tsigele.",),
    "aloha-oe": ("ke nihi aʻela i ka nahele,", "e hahai ana paha i ka liko,"),
    "guten-abend": ("schau im Traum ’s Paradies,",),
    "es-wird-scho-glei-dumpa": (
        *("drum kimm i zu dir her, mei Heiland, auf d’Wacht.", "Will singa a Liadl dem Liabling,"),
        *("Mach zua deine Äugerl in Ruah und in Fried", "Schlaf süaß, herzliabs Kind."),
    ),
}
"""What printed texts agree on."""


@pytest.mark.parametrize("name", WORDS)
def test_words_are_those_of_the_prints(name: str) -> None:
    (song,) = (each for each in SONGS if each.id == name)
    words = read_words(song.words, song.duration_ms)
    assert words is not None
    sung = "\n".join(line.text for line in words.lines)
    for wanted in WORDS[name]:
        assert wanted in sung


def test_a_king_stands_on_the_beat_not_inside_a_slur() -> None:
    (song,) = (each for each in SONGS if each.id == "tu-scendi")
    words = read_words(song.words, song.duration_ms)
    assert words is not None
    king = next(s for line in words.lines for s in line.syllables if s.text.strip() == "Re")
    assert king.start_ms == pytest.approx(10_435, abs=2)


def test_a_line_that_ends_on_two_syllables_has_two_notes() -> None:
    (song,) = (each for each in SONGS if each.id == "aloha-oe")
    words = read_words(song.words, song.duration_ms)
    assert words is not None
    ends = [tuple(s.text.strip() for s in line.syllables[-2:]) for line in words.lines[:4]]
    assert ends == [("pa", "li,"), ("he", "le,"), ("li", "ko,"), ("u", "ka.")]


def test_the_recording_is_as_long_as_the_index_says(song: SongEntry) -> None:
    assert song.accompaniment is not None
    for path in (song.audio, song.accompaniment):
        file = mutagen.File(path)
        assert file is not None
        assert abs(file.info.length * 1000 - song.duration_ms) < 60
        assert (file.tags or {})["title"][0].startswith(song.title)


def test_both_mixes_are_as_loud_as_the_night(played_song: SongEntry) -> None:
    song = played_song
    assert song.accompaniment is not None
    for path in (song.audio, song.accompaniment):
        reading = measure(path)
        assert isinstance(reading, LoudnessReading)
        assert reading.integrated_lufs == pytest.approx(-23, abs=0.5)
        assert reading.true_peak_db < -6
    assert song.gain_db == pytest.approx(5.0, abs=0.3)


def test_the_sound_is_where_the_score_puts_it(played_song: SongEntry) -> None:
    error = onset_error(decoded(played_song.audio), performance_of(played_song))
    assert error.found > 0.97
    assert error.median < 5
    assert error.most < 10


def test_nothing_in_it_is_sudden(played_song: SongEntry) -> None:
    assert level_swing(decoded(played_song.audio), performance_of(played_song)) < 13


def test_a_shift_of_20_ms_would_be_noticed() -> None:
    song = SONGS[0]
    assert song.score is not None
    score = read_abc(song.score.read_text(encoding="utf-8"))
    performed = timeline(score, Setting(verses=song.sung))
    sound = np.concatenate(list(decoded(song.audio)))
    for shifted in (
        np.concatenate((np.zeros((RATE // 50, 2), np.float32), sound)),
        sound[RATE // 50 :],
    ):
        assert onset_error([shifted], performed).median > 10


def test_the_licence_names_every_song_and_the_sound_font() -> None:
    text = (FOLDER / "LICENSE.md").read_text(encoding="utf-8")
    for song in SONGS:
        assert f"`{song.id}`" in text
    assert "FluidR3" in text
    assert "Frank Wen" in text


def test_nothing_is_in_the_folder_that_the_index_does_not_know() -> None:
    known = {"LICENSE.md", "index.json"}
    for song in SONGS:
        paths = (song.audio, song.words, song.score, song.accompaniment)
        known |= {path.name for path in paths if path is not None}
    assert {path.name for path in FOLDER.iterdir()} == known


def test_the_folder_is_not_too_heavy() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_a_damaged_index_gives_no_songs_and_no_error(tmp_path: Path) -> None:
    assert catalogue(tmp_path) == ()
    (tmp_path / "index.json").write_text(json.dumps({"songs": [{"id": 1}]}))
    assert catalogue(tmp_path) == ()


def test_an_index_of_the_first_edition_is_read(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "title": "A",
        "origin": "Welsh",
        "composer": "B",
        "language": "cy",
        "bpm": 60,
        "duration_ms": 1_000,
        "audio": "a.opus",
        "words": "a.lrc",
        "gain_db": 5.0,
        "peak": 0.4,
    }
    (tmp_path / "index.json").write_text(json.dumps({"songs": [row]}))
    (song,) = catalogue(tmp_path)
    assert (song.season, song.accompaniment, song.verses, song.checked) == (
        *(None, None, 1, "unchecked"),
    )
