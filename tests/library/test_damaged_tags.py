"""Whatever is damaged in a song's file, its tags are read or refused, with a plausible length."""

from pathlib import Path

import pytest

from lullaby.library.tags import LONGEST_S, LONGEST_TEXT, read_tags
from tests.damaging import damaged_for
from tests.library.songs import FORMATS, make

SIGNS = (
    *(b"\0", b"\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\x01"),
    *(b"ID3\x04\0\0\0\0\x0f\x76", b"TAG", b"APETAGEX", b"LIST", b"INFOINAM", b"NAME", b"elst"),
    *(b"moov", b"mdat", b"stts", b"OggS", b"fLaC", b"RIFF", b"FORM", b"TIT2", b"\xff\xfb\x90"),
)


@pytest.mark.long
@pytest.mark.parametrize("kind", FORMATS)
def test_two_minutes_of_damaged_files(tmp_path: Path, kind: str) -> None:
    whole = make(tmp_path / f"whole.{kind}").read_bytes()
    file = tmp_path / f"song.{kind}"
    for data in damaged_for([whole], SIGNS):
        file.write_bytes(data)
        tags, fault = read_tags(file)
        assert fault is not None or tags.title
        assert len(tags.title) <= LONGEST_TEXT
        assert tags.duration_ms is None or 0 < tags.duration_ms < LONGEST_S * 1000
