"""A tempo written into a file's own tags: every format, only when it is sure, never by halves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mutagen
import pytest
from mutagen.id3 import APIC, ID3, TIT2
from mutagen.mp4 import MP4, MP4FreeForm

from lullaby import verified_copy
from lullaby.audio.content import content_of
from lullaby.helpers import Inline
from lullaby.library.tags import read_tags
from lullaby.tempo.analysis import Alternative, TempoAnalysis
from lullaby.tempo.answer import Pace
from lullaby.tempo.choices import NotWritten, choices, to_write
from lullaby.tempo.tag_writer import tempo_text, write_tempo, write_tempo_text
from lullaby.units import Bpm
from lullaby.verified_copy import RewriteFailure, sound_of
from tests.library.songs import FORMATS, make, plain

STEADY = TempoAnalysis(
    Bpm(72.3),
    (Alternative(Bpm(144.6), 0.2), Alternative(Bpm(36.2), 0.05)),
    0.8,
    Pace.SLOW,
    (),
    66.0,
)
WAVERING = TempoAnalysis(Bpm(72.3), (Alternative(Bpm(96.0), 0.4),), 0.8, Pace.SLOW, (), 66.0)
RAIN = TempoAnalysis(None, (), 0.7, Pace.UNKNOWN, (), 66.0)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("tagged", [True, False])
def test_every_format_takes_it_and_keeps_all_else(
    tmp_path: Path, suffix: str, tagged: bool
) -> None:
    path = tmp_path / f"a.{suffix}"
    make(path) if tagged else plain(path)
    path.chmod(0o640)
    before, content, sound = read_tags(path)[0], content_of(path), sound_of(path)
    assert write_tempo(path, Bpm(71.6), Inline()) is None
    after, fault = read_tags(path)
    assert fault is None
    assert after.bpm == 72
    assert (after.title, after.artist, after.words) == (before.title, before.artist, before.words)
    assert (after.loudness, after.has_cover) == (before.loudness, before.has_cover)
    assert content_of(path) == content, "it is not analysed again"
    assert sound_of(path) == sound
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_previous_tag_can_be_restored(tmp_path: Path, suffix: str) -> None:
    path = make(tmp_path / f"a.{suffix}", bpm="72.5")
    former = tempo_text(mutagen.File(path))  # type: ignore[arg-type]
    assert former == ("" if suffix == "m4a" else "72.5")
    assert write_tempo(path, Bpm(64), Inline()) is None
    assert write_tempo_text(path, former, Inline()) is None
    assert read_tags(path)[0].bpm == (None if suffix == "m4a" else 72.5)


def test_a_song_with_a_tag_from_before_unicode_takes_it_too(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.mp3")
    id3v1 = b"TAG" + "schläft".encode("latin-1").ljust(124, b"\0") + b"\x0c"
    ID3(path).delete()
    path.write_bytes(path.read_bytes() + id3v1)
    assert write_tempo(path, Bpm(66), Inline()) is None
    tags, fault = read_tags(path)
    assert (tags.title, tags.bpm, fault) == ("schläft", 66, None)


def test_an_mp4_file_does_not_contradict_itself(tmp_path: Path) -> None:
    path = make(tmp_path / "a.m4a")
    file = MP4(path)
    file["----:com.apple.iTunes:BPM"] = [MP4FreeForm(b"131.9")]
    file.save()
    assert write_tempo(path, Bpm(66), Inline()) is None
    assert read_tags(path)[0].bpm == 66
    assert "----:com.apple.iTunes:BPM" not in MP4(path)
    assert write_tempo_text(path, "131.9", Inline()) is None
    assert read_tags(path)[0].bpm == 131.9


def test_old_tags_keep_their_version(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(TIT2(encoding=1, text="Suo Gân"))
    tags.add(APIC(encoding=0, mime="image/png", type=3, desc="", data=b"x" * 9))
    tags.save(path, v2_version=3)
    assert write_tempo(path, Bpm(66), Inline()) is None
    assert path.read_bytes()[3] == 3
    assert str(ID3(path)["TBPM"]) == "66"
    assert str(ID3(path)["TIT2"]) == "Suo Gân"


@contextmanager
def disk_that_ends_at(size: int) -> Iterator[None]:
    """No file may grow beyond this, as if the disk ended there."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("room", [0.5, 1.0])
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_leaves_the_original(tmp_path: Path, suffix: str, room: float) -> None:
    """With room for half of the copy, and for all of it but not for the tag."""
    path = plain(tmp_path / f"a.{suffix}")
    before = path.read_bytes()
    with disk_that_ends_at(round(room * len(before))), pytest.raises(OSError, match="too large"):
        write_tempo_text(path, "sixty-six " * 900, Inline())
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_read_only_song_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.mp3")
    before = path.read_bytes()
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        monkeypatch.setattr(verified_copy.os, "access", lambda *_: False)
    with pytest.raises(PermissionError):
        write_tempo(path, Bpm(66), Inline())
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.mp3"]


def test_a_copy_with_different_sound_never_replaces_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(tmp_path / "a.ogg")
    before = path.read_bytes()
    sounds = iter(["one", "another"])
    monkeypatch.setattr(verified_copy, "sound_of", lambda _: next(sounds))
    assert write_tempo(path, Bpm(72), Inline()) is RewriteFailure.NOT_THE_SAME
    assert path.read_bytes() == before


def test_what_is_no_song_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"no song at all")
    assert write_tempo(path, Bpm(72), Inline()) is RewriteFailure.UNREADABLE
    assert path.read_bytes() == b"no song at all"
    with pytest.raises(FileNotFoundError):
        write_tempo(tmp_path / "gone.mp3", Bpm(72), Inline())


@pytest.mark.parametrize(
    ("tag", "analysis", "persons_bpm", "wanted"),
    [
        (None, STEADY, None, 72),
        (None, WAVERING, None, NotWritten.NOT_STEADY),
        (None, RAIN, None, NotWritten.NOT_STEADY),
        (None, None, None, NotWritten.NOT_STEADY),
        (72.0, STEADY, None, NotWritten.SAYS_SO),
        (144.0, STEADY, None, NotWritten.TAGGED),
        (144.0, STEADY, 72.4, 72),
        (None, RAIN, 60.0, 60),
        (72.0, STEADY, 72.2, NotWritten.SAYS_SO),
        (72.0, STEADY, 36.0, 36),
    ],
)
def test_what_may_be_written(
    tag: float | None, analysis: TempoAnalysis | None, persons_bpm: float | None, wanted: object
) -> None:
    person = None if persons_bpm is None else Bpm(persons_bpm)
    assert to_write(None if tag is None else Bpm(tag), analysis, person) == wanted


def test_tempos_to_choose_from() -> None:
    offered = choices(Bpm(144), STEADY, Bpm(144))
    assert [(each.bpm, each.weight, each.estimated, each.tagged) for each in offered] == [
        (72.3, 0.75, True, False),
        (144, 0.2, False, True),
        (36.2, 0.05, False, False),
        (288, None, False, False),
    ]
    alone = choices(Bpm(72), None, Bpm(72))
    assert [each.bpm for each in alone] == [72, 36, 144]
    best = choices(Bpm(72), STEADY)[0]
    assert (best.bpm, best.estimated, best.tagged) == (72.3, True, True)
    assert choices(None, None) == ()
    assert choices(None, RAIN) == ()
