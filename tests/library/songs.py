"""A folder of real small songs in every format, tagged in the way of their containers."""

import base64
from pathlib import Path

from mutagen.aiff import AIFF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, TALB, TBPM, TCON, TIT2, TPE1, TXXX, USLT
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from tests.audio.sounds import tone, write

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LRC = "[00:00.10]Sleep, my child\n[00:00.30]and peace attend thee\n"
SECONDS = 0.4
FORMATS = ("mp3", "ogg", "opus", "flac", "wav", "aiff", "m4a")


def make(path: Path, title: str = "Suo Gân", bpm: str = "66") -> Path:
    """A short song with title, artist, album, genre, tempo, loudness, words and cover."""
    write(path, tone(SECONDS, 0.2))
    TAGGERS[path.suffix[1:]](path, title, bpm)
    return path


def plain(path: Path) -> Path:
    """A short song without tags."""
    return write(path, tone(SECONDS, 0.2))


def _id3(tags: ID3, title: str, bpm: str) -> None:
    tags.add(TIT2(encoding=3, text=title))
    tags.add(TPE1(encoding=3, text="Welsh"))
    tags.add(TALB(encoding=3, text="Cradle"))
    tags.add(TCON(encoding=3, text="Lullaby"))
    tags.add(TBPM(encoding=3, text=bpm))
    tags.add(TXXX(encoding=3, desc="REPLAYGAIN_TRACK_GAIN", text="-4.50 dB"))
    tags.add(TXXX(encoding=3, desc="replaygain_track_peak", text="0.5"))
    tags.add(USLT(encoding=3, lang="eng", desc="", text=LRC))
    tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=PNG))


def _mp3(path: Path, title: str, bpm: str) -> None:
    tags = ID3()
    _id3(tags, title, bpm)
    tags.save(path)


def _wav(path: Path, title: str, bpm: str) -> None:
    file = WAVE(path)
    file.add_tags()
    assert file.tags is not None
    _id3(file.tags, title, bpm)
    file.save()


def _aiff(path: Path, title: str, bpm: str) -> None:
    file = AIFF(path)
    file.add_tags()
    assert file.tags is not None
    _id3(file.tags, title, bpm)
    file.save()


def _vorbis(file: OggVorbis | OggOpus | FLAC, title: str, bpm: str) -> None:
    file["title"], file["artist"], file["album"] = title, "Welsh", "Cradle"
    file["genre"], file["bpm"], file["lyrics"] = "Lullaby", bpm, LRC
    if isinstance(file, OggOpus):
        file["R128_TRACK_GAIN"] = str(round(-9.5 * 256))
    else:
        file["REPLAYGAIN_TRACK_GAIN"], file["REPLAYGAIN_TRACK_PEAK"] = "-4.50 dB", "0.5"
    picture = Picture()
    picture.type, picture.mime, picture.data = 3, "image/png", PNG
    if isinstance(file, FLAC):
        file.add_picture(picture)
    else:
        file["metadata_block_picture"] = base64.b64encode(picture.write()).decode()
    file.save()


def _m4a(path: Path, title: str, bpm: str) -> None:
    file = MP4(path)
    file["\xa9nam"], file["\xa9ART"], file["\xa9alb"] = [title], ["Welsh"], ["Cradle"]
    file["\xa9gen"], file["\xa9lyr"] = ["Lullaby"], [LRC]
    if bpm.isdigit():
        file["tmpo"] = [int(bpm)]
    gain = MP4FreeForm(b"-4.50 dB")
    file["----:com.apple.iTunes:replaygain_track_gain"] = [gain]
    file["covr"] = [MP4Cover(PNG, MP4Cover.FORMAT_PNG)]
    file.save()


TAGGERS = {
    "mp3": _mp3,
    "wav": _wav,
    "aiff": _aiff,
    "ogg": lambda path, title, bpm: _vorbis(OggVorbis(path), title, bpm),
    "opus": lambda path, title, bpm: _vorbis(OggOpus(path), title, bpm),
    "flac": lambda path, title, bpm: _vorbis(FLAC(path), title, bpm),
    "m4a": _m4a,
}
