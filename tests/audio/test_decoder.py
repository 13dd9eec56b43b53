"""Any file becomes stereo blocks at 48 kHz, from any position, exact to the sample."""

import os
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE, CannotPlay, Decoder
from lullaby.audio.port import Trouble
from lullaby.units import Ms
from tests.audio.sounds import CODECS, Sound, clicks, steady, tone, write
from tests.decoding import duration_of

RATES = {"opus": 48_000, "aiff": 22_050}
NEAR = 2
"""Frames by which a resampled click may be off."""


def read(path: Path, start_ms: int = 0) -> Sound:
    decoder = Decoder(path, Ms(start_ms))
    blocks = []
    while (block := decoder.read()) is not None:
        assert block.dtype == np.float32
        assert len(block)
        blocks.append(block)
    decoder.close()
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)


def tops(sound: Sound, start_ms: int, count: int) -> list[int]:
    """By how many frames the top of each click follows its half second of the song."""
    starts = [round((i * 0.5 - start_ms / 1000) * RATE) for i in range(1, count + 1)]
    return [int(np.argmax(sound[at : at + 400, 0])) for at in starts if at >= 0]


@pytest.mark.parametrize("kind", CODECS)
@pytest.mark.parametrize("start_ms", [0, 730, 1000])
def test_every_format_is_read_from_any_position(tmp_path: Path, kind: str, start_ms: int) -> None:
    rate = RATES.get(kind, 44_100)
    path = write(tmp_path / f"song.{kind}", clicks(2.2, rate=rate), rate)
    sound = read(path, start_ms)
    top = 20 * RATE / rate
    found = tops(sound, start_ms, 3)
    assert found
    assert all(abs(at - top) <= NEAR for at in found)
    assert len(sound) == pytest.approx((2200 - start_ms) * RATE / 1000, abs=60)


@pytest.mark.parametrize("kind", CODECS)
def test_the_duration_is_known_when_the_file_is_open(tmp_path: Path, kind: str) -> None:
    rate = RATES.get(kind, 44_100)
    path = write(tmp_path / f"song.{kind}", tone(1.5, rate=rate), rate)
    assert duration_of(path) == pytest.approx(1500, abs=8)


def test_levels_are_unchanged(tmp_path: Path) -> None:
    path = write(tmp_path / "song.wav", steady(0.5, 0.25))
    assert np.allclose(read(path), 0.25, atol=1e-4)


def test_mono_plays_on_both_channels_at_its_own_level(tmp_path: Path) -> None:
    path = write(tmp_path / "song.wav", steady(0.5, 0.25)[:, :1])
    assert np.allclose(read(path), 0.25, atol=1e-4)


def test_a_start_after_the_end_gives_nothing(tmp_path: Path) -> None:
    for kind in CODECS:
        path = write(tmp_path / f"song.{kind}", tone(0.5))
        assert len(read(path, 9_000)) == 0


def test_a_wrong_suffix_does_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path / "song.mp3", tone(1.0), kind="flac")
    assert len(read(path)) == RATE


def test_a_name_may_contain_what_looks_like_a_protocol(tmp_path: Path) -> None:
    plain = write(tmp_path / "song.wav", tone(0.5))
    odd = plain.rename(tmp_path / "concat:søng | 1?#.wav") if os.name != "nt" else plain
    assert len(read(odd)) == RATE // 2


def test_a_file_that_does_not_exist_is_missing(tmp_path: Path) -> None:
    inside_a_file = write(tmp_path / "song.wav", tone(0.1)) / "song.wav"
    assert duration_of(tmp_path / "song.mp3") is Trouble.MISSING
    assert duration_of(inside_a_file) is Trouble.MISSING
    with pytest.raises(CannotPlay):
        Decoder(tmp_path / "song.mp3")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"once upon a time " * 300,
        bytes(20_000),
        np.random.default_rng(5).bytes(50_000),
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/x.ts\n",
    ],
    ids=["empty", "text", "zeros", "noise", "stream list"],
)
def test_a_file_without_sound_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(content)
    assert duration_of(path) is Trouble.UNREADABLE
    assert duration_of(tmp_path) is Trouble.UNREADABLE
    assert path.read_bytes() == content


@pytest.mark.parametrize("kind", ["flac", "mp3", "ogg", "wav"])
def test_a_truncated_file_plays_as_far_as_it_goes(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, (4 * RATE, 2)).astype(np.float32)
    path = write(tmp_path / f"song.{kind}", noise)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert 0.5 * RATE < len(read(path)) < 3.5 * RATE


def test_damage_in_the_middle_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "song.mp3", tone(4.0))
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 1500] = np.random.default_rng(3).bytes(1500)
    path.write_bytes(whole)
    assert len(read(path)) > 3.5 * RATE


@pytest.mark.parametrize("encoding", ["latin-1", "shift-jis", "gb18030"])
def test_a_song_with_tags_in_an_old_encoding_plays(tmp_path: Path, encoding: str) -> None:
    title = ("schläft" if encoding == "latin-1" else "小星").encode(encoding)
    id3v1 = b"TAG" + title.ljust(124, b"\0") + b"\x0c"
    old = write(tmp_path / "a.mp3", tone(2.0))
    old.write_bytes(old.read_bytes() + id3v1)
    info = b"INFOINAM" + len(title).to_bytes(4, "little") + title + bytes(len(title) % 2)
    wave = write(tmp_path / "a.wav", tone(2.0))
    wave.write_bytes(wave.read_bytes() + b"LIST" + len(info).to_bytes(4, "little") + info)
    for path in (old, wave):
        assert len(read(path)) >= 2 * RATE
        assert duration_of(path) == pytest.approx(2_000, abs=60)
