"""Sounds for which there is no decoder: protected purchases, kinds of television, typos."""

from collections.abc import Mapping
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream

from lullaby.audio.content import content_of
from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.file_access import CannotPlay
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.audio.port import Trouble
from lullaby.audio.sound_facts import facts_of
from lullaby.library.tags import read_tags
from lullaby.library.track import Fault
from lullaby.tempo_analysis import analyze_file
from tests.audio.sounds import tone, write
from tests.decoding import duration_of

KINDS = {
    "m4a": {b"mp4a": b"ac-4", b"esds": b"free"},
    "wav": {b"fmt \x10\0\0\0\x01\0": b"fmt \x10\0\0\0\x34\x12"},
}
"""Where a file names its codec, and the name of one that FFmpeg cannot decode."""


def renamed(path: Path, names: Mapping[bytes, bytes]) -> Path:
    data = path.read_bytes()
    for old, new in names.items():
        assert data.count(old) == 1
        data = data.replace(old, new)
    path.write_bytes(data)
    return path


def two_sounds(path: Path) -> Path:
    """A Matroska file with a second of silence, then, beside it, two seconds of a tone."""
    with av.open(str(path), "w", format="matroska") as file:
        streams = [file.add_stream(codec, rate=RATE) for codec in ("pcm_s16le", "flac")]
        for seconds, stream in enumerate(streams, start=1):
            assert isinstance(stream, AudioStream)
            sound = np.full((1, seconds * RATE * 2), 1_000, np.int16)
            frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, 0
            for part in av.AudioResampler(format=stream.format, layout="stereo").resample(frame):
                file.mux(stream.encode(part))
            file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_it_cannot_be_played_and_is_no_song(tmp_path: Path, kind: str) -> None:
    path = renamed(write(tmp_path / f"song.{kind}", tone(2.0)), KINDS[kind])
    for read in (content_of, facts_of, Decoder, analyze_file):
        with pytest.raises(CannotPlay) as unreadable:
            read(path)
        assert unreadable.value.trouble is Trouble.UNREADABLE
    assert duration_of(path) is Trouble.UNREADABLE
    assert measure(path) is Unmeasured.UNREADABLE
    assert read_tags(path)[1] is Fault.UNREADABLE


def test_another_sound_of_the_file_is_played(tmp_path: Path) -> None:
    path = renamed(two_sounds(tmp_path / "song.mka"), {b"A_PCM/INT/LIT": b"A_PCM/INT/XYZ"})
    heard = measure(path)
    assert isinstance(heard, LoudnessReading)
    assert heard.heard_ms == 2_000
    tags, fault = read_tags(path)
    assert (tags.duration_ms, fault) == (2_000, None)
    assert content_of(path)
