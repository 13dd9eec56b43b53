"""A song in the person's own key is rendered once and found again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lullaby.audio.decoder import Decoder
from lullaby.audio.writer import write_sound
from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.songbook.renderer import Block
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import TAIL_MS, timeline

SCORE = read_abc((assets() / "songs" / "fais-dodo.abc").read_text(encoding="utf-8"))


class CountingWriter:
    """Writes a name instead of sound."""

    def __init__(self) -> None:
        self.written: list[Path] = []

    def __call__(self, path: Path, blocks: Iterator[Block]) -> None:
        self.written.append(path)
        path.write_bytes(b"sound")


def test_it_is_the_song_in_the_setting(tmp_path: Path) -> None:
    setting = Setting(key=-3, pace=0.9)
    path = KeptSongs(tmp_path / "songs", write_sound).file(SCORE, setting)
    decoder = Decoder(path)
    wanted = timeline(SCORE, setting).end_ms + TAIL_MS
    assert decoder.duration_ms == pytest.approx(wanted, abs=60)
    decoder.close()


def test_played_once_unless_it_is_damaged(tmp_path: Path) -> None:
    writer = CountingWriter()
    kept = KeptSongs(tmp_path, writer)
    assert not kept.is_ready(SCORE, Setting(key=1))
    first = kept.file(SCORE, Setting(key=1))
    assert kept.is_ready(SCORE, Setting(key=1))
    assert kept.file(SCORE, Setting(key=1)) == first
    assert len(writer.written) == 1
    kept.file(SCORE, Setting(key=1), anew=True)
    assert len(writer.written) == 2


def test_every_setting_and_score_has_its_own_file(tmp_path: Path) -> None:
    kept = KeptSongs(tmp_path, write_sound)
    settings = [Setting(), Setting(key=1), Setting(pace=0.9), Setting(verses=(0,))]
    settings += [Setting(with_tune=False)]
    other = read_abc((assets() / "songs" / "twinkle.abc").read_text(encoding="utf-8"))
    paths = [kept.path_of(score, each) for score in (SCORE, other) for each in settings]
    assert len(set(paths)) == len(paths)
    assert kept.path_of(SCORE, Setting(key=1)) == kept.path_of(SCORE, Setting(key=1))


def test_the_least_recently_used_file_is_deleted(tmp_path: Path) -> None:
    writer = CountingWriter()
    kept = KeptSongs(tmp_path, writer, most=2)
    paths = [kept.file(SCORE, Setting(key=key)) for key in (1, 2)]
    os.utime(paths[0], ns=(2, 2))
    os.utime(paths[1], ns=(1, 1))
    third = kept.file(SCORE, Setting(key=3))
    assert set(tmp_path.iterdir()) == {paths[0], third}


def test_a_song_continues_at_the_same_note() -> None:
    before, after = Setting(pace=1.0), Setting(key=-2, pace=0.8)
    for old, new in zip(timeline(SCORE, before).notes, timeline(SCORE, after).notes, strict=True):
        assert new.start_ms == pytest.approx(old.start_ms / 0.8)
