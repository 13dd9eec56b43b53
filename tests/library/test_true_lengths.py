"""Lengths where header and sound disagree, and songs that only the decoder knows."""

import re
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.sound_facts import facts_of
from lullaby.helpers import Inline
from lullaby.library.in_helper import read_songs, tags_of
from lullaby.library.stated_length import frame_rates
from lullaby.library.tags import read_header, read_tags
from lullaby.library.track import Fault
from lullaby.library.walk import AUDIO, look_at
from lullaby.tempo_analysis import analyze_file
from lullaby.units import Ms
from tests.audio.sounds import tone, write
from tests.decoding import duration_of
from tests.library.songs import FORMATS, plain

NEAR_MS = 120


def recorded(
    path: Path, codec: str, seconds: float = 3.0, title: str = "Moon", **options: str
) -> Path:
    """A tone in any container and codec, with title and artist for the container."""
    with av.open(str(path), "w", options=options) as file:
        file.metadata.update({"title": title, "artist": "Sea"})
        stream = file.add_stream(codec, rate=48_000, layout="mono")
        assert isinstance(stream, AudioStream)
        if codec == "wmav2":
            stream.bit_rate = 64_000
        size = 960
        sound = (8_000 * np.sin(np.arange(round(seconds * 48_000)) / 20)).astype(np.int16)
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=48_000)
        for at in range(0, len(sound) - size + 1, size):
            part = sound[None, at : at + size]
            frame = av.AudioFrame.from_ndarray(part, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, at, Fraction(1, 48_000)
            for each in resampler.resample(frame):
                file.mux(stream.encode(each))
        file.mux(stream.encode(None))
    return path


def length(path: Path) -> int:
    tags, fault = read_tags(path)
    assert fault is None
    assert tags.duration_ms is not None
    return tags.duration_ms


def test_a_wave_file_of_a_recorder_that_was_cut_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(0.5))
    data = bytearray(path.read_bytes())
    at = data.index(b"data")
    data[4:8] = data[at + 4 : at + 8] = b"\xff" * 4
    path.write_bytes(data)
    assert length(path) == 500


@pytest.mark.parametrize("codec", ["adpcm_ima_wav", "libmp3lame"])
def test_a_compressed_wave_file(tmp_path: Path, codec: str) -> None:
    assert length(recorded(tmp_path / "a.wav", codec)) == pytest.approx(3_000, abs=NEAR_MS)


@pytest.mark.parametrize("frames", [1, 20, 150_000])
def test_an_mp3_header_that_counts_wrongly(tmp_path: Path, frames: int) -> None:
    path = write(tmp_path / "a.mp3", tone(8.0))
    data = bytearray(path.read_bytes())
    at = max(data.find(b"Xing"), data.find(b"Info"))
    assert at > 0
    data[at + 8 : at + 12] = frames.to_bytes(4, "big")
    path.write_bytes(data)
    assert length(path) == pytest.approx(8_000, abs=NEAR_MS)


def test_an_mp3_file_of_two_bit_rates_without_a_header(tmp_path: Path) -> None:
    parts = [
        write(tmp_path / f"{rate}.mp3", tone(5.0), bit_rate=rate * 1000).read_bytes()
        for rate in (32, 320)
    ]
    path = tmp_path / "both.mp3"
    path.write_bytes(b"".join(parts).replace(b"Info", b"\0\0\0\0").replace(b"Xing", b"\0\0\0\0"))
    assert length(path) == pytest.approx(10_000, abs=300)


def test_an_mp3_file_of_which_half_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", tone(8.0), bit_rate=128_000)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert length(path) == pytest.approx(4_000, abs=NEAR_MS)


def test_a_short_flac_file_with_the_header_of_a_long_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", tone(2.0))
    data = bytearray(path.read_bytes())
    data[22:26] = (200 * 48_000).to_bytes(4, "big")
    path.write_bytes(data)
    assert length(path) == pytest.approx(2_000, abs=NEAR_MS)


def test_a_windows_media_file_of_which_half_is_missing(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.wma", "wmav2", seconds=10.0)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert length(path) == pytest.approx(5_000, abs=1_000)


def test_a_windows_media_file_without_a_bit_rate_is_no_song(tmp_path: Path) -> None:
    """FFmpeg does not decode it."""
    path = recorded(tmp_path / "a.wma", "wmav2")
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<HHI", 0x161, 1, 48_000)) + 8
    data[at : at + 4] = bytes(4)
    path.write_bytes(data)
    assert read_tags(path)[1] is Fault.UNREADABLE


def test_a_rate_that_cannot_be_played_is_no_song(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(1.0))
    data = bytearray(path.read_bytes())
    data[24:28] = (2**31 - 1).to_bytes(4, "little")
    path.write_bytes(data)
    assert read_tags(path)[1] is Fault.UNREADABLE


@pytest.mark.parametrize("edits", [[(0, 1_024)], [(0, -1), (0, 0)], [(0, 480_000)]])
def test_an_edit_list_that_plays_nothing_is_not_followed(
    tmp_path: Path, edits: list[tuple[int, int]]
) -> None:
    path = edited(tmp_path / "a.m4a", *edits)
    assert length(path) == pytest.approx(20_000, abs=NEAR_MS)
    assert heard_ms(path) == pytest.approx(20_000, abs=NEAR_MS)
    decoder = Decoder(path, Ms(19_000))
    assert decoder.read() is not None
    decoder.close()


def test_an_mp4_file_in_fragments(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.m4a", "aac", movflags="frag_keyframe+empty_moov")
    assert length(path) == pytest.approx(3_000, abs=NEAR_MS)


def edited(path: Path, *edits: tuple[int, int], version: int = 0) -> Path:
    """20 s of sound, of which each edit plays some milliseconds from a place in 1/48000 s."""
    data = bytearray(write(path, tone(20.0)).read_bytes())
    at = data.index(b"elst") - 4
    size = 8 if version else 4
    body = b"".join(
        lasts.to_bytes(size, "big") + start.to_bytes(size, "big", signed=True) + b"\0\1\0\0"
        for lasts, start in edits
    )
    box = b"elst" + bytes([version, 0, 0, 0]) + len(edits).to_bytes(4, "big") + body
    before = int.from_bytes(data[at : at + 4], "big")
    data[at : at + before] = (4 + len(box)).to_bytes(4, "big") + box
    for name in (b"moov", b"trak", b"edts"):
        to = data.index(name)
        grown = int.from_bytes(data[to - 4 : to], "big") + 4 + len(box) - before
        data[to - 4 : to] = grown.to_bytes(4, "big")
    path.write_bytes(data)
    return path


EDITS = {
    "the end is cut off": ([(10_000, 1_024)], 10_000),
    "the beginning is cut off": ([(10_000, 480_000)], 10_000),
    "two parts": ([(4_000, 48_000), (5_000, 480_000)], 9_000),
    "a part three times": ([(4_000, 48_000)] * 3, 12_000),
    "silence before it": ([(3_000, -1), (20_000, 1_024)], 20_000),
    "more than there is": ([(40_000, 1_024)], 20_000),
    "from late on": ([(20_000, 480_000)], 10_020),
}


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("what", EDITS)
def test_a_trimmed_mp4_file_is_as_long_as_it_is_heard(
    tmp_path: Path, what: str, version: int
) -> None:
    edits, expected = EDITS[what]
    path = edited(tmp_path / "a.m4a", *edits, version=version)
    header = read_header(path)
    assert (header.tags.duration_ms, header.unsure) == (pytest.approx(expected, abs=2), False)
    assert heard_ms(path) == pytest.approx(expected, abs=NEAR_MS)
    if what != "from late on":  # of which FFmpeg states more than it decodes
        assert facts_of(path).duration_ms == pytest.approx(expected, abs=NEAR_MS)


def heard_ms(path: Path) -> float:
    decoder = Decoder(path)
    frames = 0
    while (block := decoder.read()) is not None:
        frames += len(block)
    decoder.close()
    return 1_000 * frames / RATE


def test_a_damaged_edit_list_is_not_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.m4a", tone(5.0))
    whole = path.read_bytes()
    at = whole.index(b"elst")
    for damage in (b"elsu", b"elst\7\7\7\7\xff\xff\xff\xff", b"elst" + bytes(20)):
        path.write_bytes(whole[:at] + damage + whole[at + len(damage) :])
        assert read_header(path).tags.duration_ms == pytest.approx(5_000, abs=NEAR_MS)


def test_a_streamed_flac_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", tone(2.0))
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0
    data[22:26] = bytes(4)
    path.write_bytes(data)
    assert length(path) == pytest.approx(2_000, abs=NEAR_MS)


@pytest.mark.parametrize("kind", FORMATS)
def test_usual_files_are_believed(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / f"a.{kind}", tone(20.0))
    assert not read_header(path).unsure


@pytest.mark.parametrize("kind", ["ogg", "opus", "flac", "m4a"])
def test_a_small_file_without_sound_is_no_song(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / f"a.{kind}", tone(3.0))
    assert read_tags(path)[1] is None
    without_sound(path)
    assert read_header(path).fault is None
    tags, fault = read_tags(path)
    assert (tags.title, fault) == ("a", Fault.UNREADABLE)


def without_sound(path: Path) -> None:
    """Spoil the sound of a file, and keep its headers."""
    data = bytearray(path.read_bytes())
    if path.suffix in (".ogg", ".opus"):
        pages = [match.start() for match in re.finditer(b"OggS", data)]
        ends = [*pages[1:], len(data)]
        sound = [(at + 27 + data[at + 26], end) for at, end in zip(pages, ends, strict=True)][2:]
    elif path.suffix == ".m4a":
        sound = [(data.index(b"mdat") + 4, data.rindex(b"moov") - 4)]
    else:
        sound = [(data.index(b"\xff\xf8"), len(data))]
    for first, end in sound:
        data[first:end] = bytes(byte ^ 0x55 for byte in data[first:end])
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mka", "flac"),
        ("a.webm", "libopus"),
        ("a.caf", "pcm_s16be"),
        ("a.au", "pcm_s16be"),
        ("a.w64", "pcm_s16le"),
        ("a.aac", "aac"),
    ],
)
def test_what_the_decoder_plays_is_a_song(tmp_path: Path, name: str, codec: str) -> None:
    path = recorded(tmp_path / name, codec)
    assert path.suffix in AUDIO
    tags, fault = read_tags(path)
    assert fault is None
    assert tags.duration_ms == pytest.approx(3_000, abs=NEAR_MS)
    if name in ("a.mka", "a.webm"):
        assert (tags.title, tags.artist) == ("Moon", "Sea")
    assert tags_of(path, Inline()) == (tags, None)


def test_a_flac_file_with_a_bad_comment(tmp_path: Path) -> None:
    path = write(tmp_path / "Fais dodo.flac", tone(2.0))
    data = bytearray(path.read_bytes())
    at = data.index(b"Lavf") - 4
    data[at : at + 4] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    tags, fault = read_tags(path)
    assert (tags.title, tags.duration_ms, fault) == ("Fais dodo", 2_000, None)


def test_a_film_without_sound_is_no_song(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mpeg4", rate=5)
        assert isinstance(stream, VideoStream)
        stream.width = stream.height = 32
        for _ in range(5):
            picture = np.zeros((32, 32, 3), np.uint8)
            file.mux(stream.encode(VideoFrame.from_ndarray(picture)))
        file.mux(stream.encode(None))
    assert read_tags(path)[1] is Fault.NOT_AUDIO


def test_songs_are_read_once_each_whether_doubtful_or_not(tmp_path: Path) -> None:
    files = [plain(tmp_path / "a.ogg"), recorded(tmp_path / "b.mka", "flac"), tmp_path / "c.mp3"]
    files[2].write_bytes(b"no sound " * 99)
    read = [f for some in read_songs(list(look_at(files)), Inline()) for f in some]
    assert sorted((file.path.name, file.fault, file.unsure) for file in read) == [
        ("a.ogg", None, False),
        ("b.mka", None, False),
        ("c.mp3", read_header(files[2]).fault, False),
    ]


@given(st.binary(max_size=300))
def test_bit_rates_come_from_whole_frames_only(data: bytes) -> None:
    assert all(8_000 <= rate <= 320_000 for rate in frame_rates(data, 1, 3))


def test_a_song_is_analysed_although_its_header_states_far_too_much(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", tone(8.0))
    data = bytearray(path.read_bytes())
    at = max(data.find(b"Xing"), data.find(b"Info"))
    data[at + 8 : at + 12] = (150_000).to_bytes(4, "big")
    path.write_bytes(data)
    assert analyze_file(path).seconds == pytest.approx(8.0, abs=0.2)
    assert duration_of(path) == pytest.approx(8_000, abs=NEAR_MS), "as playback states it too"
