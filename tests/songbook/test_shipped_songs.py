"""The songs that come with the app: scores, words, sound and licence agree."""

import json
from pathlib import Path

import mutagen
import pytest

from lullaby.lyrics.finder import read_words
from lullaby.lyrics.model import Timing
from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.catalogue import SongEntry, catalogue
from lullaby.songbook.timeline import timeline, verses_to_last

SONGS = catalogue(assets() / "songs")
MOST_ERROR_MS = 1.0


@pytest.fixture(params=SONGS, ids=lambda song: song.id)
def song(request: pytest.FixtureRequest) -> SongEntry:
    return request.param


def test_there_is_something_to_press_on_first_start() -> None:
    assert len(SONGS) >= 4
    assert len({song.id for song in SONGS}) == len(SONGS)


def test_every_syllable_stands_on_its_note(song: SongEntry) -> None:
    score = read_abc(song.audio.with_suffix(".abc").read_text(encoding="utf-8"))
    performed = timeline(score, verses_to_last(score, 75_000))
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


def test_the_recording_is_as_long_as_the_index_says(song: SongEntry) -> None:
    file = mutagen.File(song.audio)
    assert file is not None
    assert abs(file.info.length * 1000 - song.duration_ms) < 60
    assert (file.tags or {}).get("title") == [song.title]


def test_the_licence_names_every_song_and_the_sound_font() -> None:
    text = (assets() / "songs" / "LICENSE.md").read_text(encoding="utf-8")
    for song in SONGS:
        assert f"`{song.id}`" in text
    assert "FluidR3" in text
    assert "Frank Wen" in text


def test_nothing_is_in_the_folder_that_the_index_does_not_know() -> None:
    known = {path.name for song in SONGS for path in (song.audio, song.words)}
    known |= {song.audio.with_suffix(".abc").name for song in SONGS} | {"LICENSE.md", "index.json"}
    assert {path.name for path in (assets() / "songs").iterdir()} == known


def test_a_damaged_index_gives_no_songs_and_no_error(tmp_path: Path) -> None:
    assert catalogue(tmp_path) == ()
    (tmp_path / "index.json").write_text(json.dumps({"songs": [{"id": 1}]}))
    assert catalogue(tmp_path) == ()
