"""Choosing a reader quickly never gives another result than mutagen's own choice."""

from pathlib import Path

import mutagen
import pytest

from lullaby.library.kinds import HEADER, kind_of, open_usual
from tests.library.songs import FORMATS, make

SUFFIXES = (*(f".{kind}" for kind in FORMATS), ".oga", ".mp4", ".m4b", ".aac", ".mp2", ".wv", "")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_correctly_named_file_is_recognised_at_once(kind: str, tmp_path: Path) -> None:
    song = make(tmp_path / f"song.{kind}")
    found, usual = open_usual(song), mutagen.File(song)
    assert found is not None
    assert usual is not None
    assert type(found) is type(usual)
    assert found.tags == usual.tags
    assert vars(found.info) == vars(usual.info)


@pytest.mark.parametrize("kind", FORMATS)
def test_under_any_name_it_agrees_with_mutagen_or_says_nothing(kind: str, tmp_path: Path) -> None:
    song = make(tmp_path / f"song.{kind}")
    for suffix in SUFFIXES:
        named = song.rename(tmp_path / f"name{suffix}")
        found = kind_of(suffix, named.read_bytes()[:HEADER])
        if found is not None:
            assert type(mutagen.File(named)) is found, suffix
        song = named


def test_ogg_files_of_several_streams_are_left_to_mutagen() -> None:
    both = b"OggS" + 24 * b"\0" + b"\x01vorbis" + 30 * b"\0" + b"OggS\x80theora"
    assert kind_of(".ogg", both) is None
    assert kind_of(".ogg", b"OggS" + 24 * b"\0" + b"Speex   ") is None
