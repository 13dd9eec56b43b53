"""A recording is identified by its sound, whatever the file's name and tags."""

from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import Picture
from mutagen.id3 import APIC, ID3, TBPM, TIT2

from lullaby.audio.content import content_of
from lullaby.audio.decoder import CannotPlay
from lullaby.audio.port import Trouble
from tests.audio.sounds import tone, write

KINDS = ("wav", "flac", "mp3", "ogg", "opus", "m4a")
COVER = bytes(range(256)) * 2_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_moved_and_retagged_file_is_the_same_recording(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / f"a.{kind}", tone(3.0, 0.3))
    before = content_of(path)
    moved = path.rename(tmp_path / f"elsewhere.{kind}")
    bytes_before = moved.read_bytes()
    if kind in ("wav", "mp3"):
        tag_with_id3(moved)
    else:
        tags = opened(moved, easy=True)
        tags["title"] = "Quite another name " * 400
        tags.save()
    assert moved.read_bytes() != bytes_before
    assert content_of(moved) == before
    assert len(before) == 32


def opened(path: Path, easy: bool = False) -> Any:
    return mutagen.File(path, easy=easy)


def tag_with_id3(path: Path) -> None:
    file = opened(path)
    if file.tags is None:
        file.add_tags()
    tags: Any = file.tags
    tags.add(TIT2(encoding=3, text="Quite another name"))
    tags.add(TBPM(encoding=3, text="72"))
    tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=COVER))
    file.save()


def test_tags_at_the_end_of_an_mp3_are_ignored(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", tone(3.0, 0.3))
    before = content_of(path)
    ape = APEv2()
    ape["Title"] = "Another name"
    ape.save(path)
    assert content_of(path) == before
    ID3().save(path, v1=2)
    assert content_of(path) == before


def test_a_cover_in_a_flac_is_ignored(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", tone(3.0, 0.3))
    before = content_of(path)
    tags = opened(path)
    cover = Picture()
    cover.mime, cover.data = "image/png", COVER
    tags.add_picture(cover)
    tags.save()
    assert content_of(path) == before


def test_different_sound_is_a_different_recording(tmp_path: Path) -> None:
    sound = tone(3.0, 0.3)
    late = sound.copy()
    late[-40_000:] *= 0.5
    paths = [
        write(tmp_path / "a.flac", sound),
        write(tmp_path / "b.flac", late),
        write(tmp_path / "c.wav", sound),
        write(tmp_path / "d.flac", np.zeros_like(sound)),
    ]
    assert len({content_of(path) for path in paths}) == len(paths)


def test_a_file_without_sound_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CannotPlay) as gone:
        content_of(tmp_path / "gone.mp3")
    assert gone.value.trouble is Trouble.MISSING
    (tmp_path / "bad.mp3").write_bytes(b"no song at all" * 50)
    with pytest.raises(CannotPlay) as bad:
        content_of(tmp_path / "bad.mp3")
    assert bad.value.trouble is Trouble.UNREADABLE
