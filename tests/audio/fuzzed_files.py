"""One song in every format that PyAV can write here, and copies with every kind of damage."""

from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.error import FFmpegError

from tests.audio.sounds import RATE, Sound

FORMATS: dict[str, tuple[str, str, str]] = {
    "mp3": ("mp3", "libmp3lame", "mp3"),
    "mp2": ("mp2", "mp2", "mp2"),
    "aac": ("aac", "aac", "adts"),
    "m4a": ("m4a", "aac", "mp4"),
    "vorbis": ("ogg", "vorbis", "ogg"),
    "opus": ("opus", "libopus", "opus"),
    "opus in webm": ("webm", "libopus", "webm"),
    "flac": ("flac", "flac", "flac"),
    "flac in ogg": ("oga", "flac", "ogg"),
    "alac": ("m4a", "alac", "mp4"),
    "wavpack": ("wv", "wavpack", "wv"),
    "true audio": ("tta", "tta", "tta"),
    "wma": ("wma", "wmav2", "asf"),
    "wma 1": ("wma", "wmav1", "asf"),
    "ac3": ("ac3", "ac3", "ac3"),
    "eac3": ("eac3", "eac3", "eac3"),
    "adpcm": ("wav", "adpcm_ms", "wav"),
    "ima adpcm": ("wav", "adpcm_ima_wav", "wav"),
    "a-law": ("wav", "pcm_alaw", "wav"),
    "wav, 8 bits": ("wav", "pcm_u8", "wav"),
    "wav, 16 bits": ("wav", "pcm_s16le", "wav"),
    "wav, 24 bits": ("wav", "pcm_s24le", "wav"),
    "wav, 32 bits": ("wav", "pcm_s32le", "wav"),
    "wav, float": ("wav", "pcm_f32le", "wav"),
    "wav, double": ("wav", "pcm_f64le", "wav"),
    "aiff": ("aiff", "pcm_s16be", "aiff"),
    "aiff, float": ("aiff", "pcm_f32be", "aiff"),
    "caf": ("caf", "pcm_s16be", "caf"),
    "caf, double": ("caf", "pcm_f64be", "caf"),
    "au, float": ("au", "pcm_f32be", "au"),
    "wave 64": ("w64", "pcm_s16le", "w64"),
    "matroska": ("mka", "vorbis", "matroska"),
}
"""Suffix, codec and container of each."""

SECONDS = 4.0
LEVEL_DB = -24.0


def _song() -> Sound:
    """A calm chord, in which any burst stands out."""
    at = np.arange(round(SECONDS * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * hz * at) for hz in (220.0, 277.2, 329.6)) / 3
    level = 10 ** (LEVEL_DB / 20) * np.sqrt(2)
    edge = np.minimum(1, np.minimum(at, SECONDS - at) / 0.2)
    return np.repeat((wave * level * edge)[:, None], 2, axis=1).astype(np.float32)


def encoded(folder: Path, name: str) -> Path | None:
    """The song in this format; None if FFmpeg was built without it."""
    suffix, codec, container = FORMATS[name]
    path = folder / f"{name.replace(',', '').replace(' ', '-')}.{suffix}"
    try:
        _write(path, _song(), codec, container)
    except (FFmpegError, ValueError, LookupError):
        return None
    return path


def _write(path: Path, sound: Sound, codec: str, container: str) -> None:
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(codec, rate=RATE, layout="stereo")
        assert isinstance(stream, AudioStream)
        stream.codec_context.options = {"strict": "-2"}
        if container == "asf":
            stream.bit_rate = 128_000
        frame = AudioFrame.from_ndarray(
            np.ascontiguousarray(sound).reshape(1, -1), format="flt", layout="stereo"
        )
        frame.sample_rate, frame.pts = RATE, 0
        stream.codec_context.open()
        size = stream.codec_context.frame_size or 1_024
        resampler = AudioResampler(stream.format, "stereo", RATE, frame_size=size)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))


def fuzzed(whole: Path, folder: Path, seed: int) -> Path:
    """A damaged copy: bytes changed, lost, doubled, moved or randomised, or the end cut off."""
    random = np.random.default_rng(seed)
    data = bytearray(whole.read_bytes())
    head = min(len(data) // 8, 4_096)
    for _ in range(int(random.integers(1, 4))):
        at = int(random.integers(head, max(head + 1, len(data) - 1)))
        size = int(random.choice([1, 16, 256, 4_096, 20_000]))
        size = max(1, min(size, len(data) - at))
        match int(random.integers(6)):
            case 0:
                data[at : at + size] = random.bytes(size)
            case 1:
                for place in random.integers(at, at + size, max(1, size // 16)):
                    data[place] ^= 1 << int(random.integers(8))
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size]
            case 4:
                data[at : at + size] = bytes([int(random.choice([0, 0x7F, 0xFF]))]) * size
            case _:
                if seed % 5 == 0:
                    del data[at:]
                else:
                    data[at : at + size] = random.bytes(size)
    path = folder / f"{whole.stem}-{seed}{whole.suffix}"
    path.write_bytes(data)
    return path
