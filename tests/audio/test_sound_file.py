"""Data before or after a song costs no more than the song: unfinished downloads."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from lullaby.audio.content import content_of
from lullaby.audio.decoder import Decoder
from lullaby.audio.file_access import CannotPlay
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from tests.audio.fuzzed_files import encoded, fuzzed
from tests.audio.sounds import CODECS, RATE, tone, write
from tests.library.hostile import id3, packed_frame

SECONDS = 3.0
ASKS_FOR_EXABYTES = 3
"""A seed of damage for which FFmpeg seeks far beyond what any file system holds."""

MOST_MB = 100
"""More than the decoding libraries use without a song."""

PRICE = """
import resource, sys
from pathlib import Path
from lullaby.audio.content import content_of
from lullaby.audio.decoder import CannotPlay
from lullaby.audio.loudness import measure

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

def loud(path):
    reading = measure(path)
    assert abs(reading.heard_ms - 3_000) < 120
    return reading.integrated_lufs, reading.true_peak_db, reading.range_lu

path, whole = map(Path, sys.argv[1:])
measure(whole), content_of(whole)
before = peak()
print(loud(path) == loud(whole), end=" ")
content_of(path)
print(peak() - before)
"""


def unfinished(path: Path, size: int, filling: bytes = b"") -> Path:
    """A song followed by zeros, without taking disk space, or by `filling`."""
    write(path, tone(SECONDS))
    with path.open("rb+") as file:
        if filling:
            file.seek(0, 2)
            file.write(filling * (size // len(filling)))
        else:
            file.truncate(size)
    return path


def price(tmp_path: Path, path: Path) -> tuple[bool, int]:
    """Whether the song is as loud as by itself, and the MB that this took, in a fresh process."""
    whole = write(tmp_path / f"whole{path.suffix}", tone(SECONDS))
    done = subprocess.run(
        [sys.executable, "-c", PRICE, path, whole],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    same, megabytes = done.stdout.split()
    return same == "True", int(megabytes)


@pytest.mark.skipif(sys.platform == "win32", reason="counts as POSIX does")
def test_zeros_after_a_song_cost_no_memory(tmp_path: Path) -> None:
    same, megabytes = price(tmp_path, unfinished(tmp_path / "song.mp3", 300 << 20))
    assert same
    assert megabytes < MOST_MB


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="counts as POSIX does")
@pytest.mark.parametrize("kind", CODECS)
def test_gigabytes_of_zeros_after_a_song_of_any_kind(tmp_path: Path, kind: str) -> None:
    same, megabytes = price(tmp_path, unfinished(tmp_path / f"song.{kind}", 5 << 30))
    assert same
    assert megabytes < MOST_MB


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="counts as POSIX does")
@pytest.mark.parametrize("kind", ["mp3", "flac", "ogg"])
@pytest.mark.parametrize("filling", [b"\xff", b"no frame begins here. "])
def test_anything_else_after_a_song(tmp_path: Path, kind: str, filling: bytes) -> None:
    _, megabytes = price(tmp_path, unfinished(tmp_path / f"song.{kind}", 400 << 20, filling))
    assert megabytes < MOST_MB


def test_a_leading_tag_is_not_unpacked_and_does_not_count(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.mp3", tone(SECONDS))
    bomb = tmp_path / "bomb.mp3"
    bomb.write_bytes(id3(packed_frame(b"TIT2", 200)) + plain.read_bytes())
    begun = time.process_time()
    assert content_of(bomb) == content_of(plain)
    assert measure(bomb) == measure(plain)
    assert time.process_time() - begun < 2.0


def test_a_tag_that_claims_the_whole_file_is_ignored(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.mp3", tone(SECONDS))
    claims = tmp_path / "claims.mp3"
    claims.write_bytes(id3(b"", 0x0FFFFFFF) + plain.read_bytes())
    try:
        Decoder(claims).close()
    except CannotPlay:
        return
    assert isinstance(measure(claims), LoudnessReading | Unmeasured)


@pytest.mark.parametrize("kind", ["mp3", "flac", "wav"])
def test_measuring_an_unfinished_download_can_be_cancelled(tmp_path: Path, kind: str) -> None:
    path = unfinished(tmp_path / f"song.{kind}", 200 << 20)
    assert measure(path, lambda: True) is Unmeasured.CANCELLED


@pytest.mark.parametrize("kind", ["wav", "aiff", "m4a"])
def test_a_long_silence_before_a_song_is_not_its_end(tmp_path: Path, kind: str) -> None:
    silence = tone(20.0, level=0.0)
    silence[-RATE:] = tone(1.0)
    decoder = Decoder(write(tmp_path / f"song.{kind}", silence))
    loudest = 0.0
    while (block := decoder.read()) is not None:
        loudest = max(loudest, float(block.max()))
    decoder.close()
    assert loudest > 0.4


def test_a_place_that_no_file_has_is_no_noise_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = encoded(tmp_path, "wave 64")
    assert whole is not None
    path = fuzzed(whole, tmp_path, ASKS_FOR_EXABYTES)
    with suppress(CannotPlay):
        decoder = Decoder(path)
        while decoder.read() is not None:
            pass
    assert capfd.readouterr().err == ""
