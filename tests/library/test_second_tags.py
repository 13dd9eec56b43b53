"""Tags in the second place of a format, and in odd spellings."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import av
import pytest
from av.audio.stream import AudioStream
from hypothesis import given
from hypothesis import strategies as st
from mutagen import MutagenError
from mutagen.aiff import AIFF
from mutagen.apev2 import APEv2
from mutagen.asf import ASF
from mutagen.flac import FLAC
from mutagen.id3 import APIC, COMM, ID3, TALB, TCON, TIT2, TPE1, USLT
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.wavpack import WavPack

from lullaby.library.cover import embedded_cover
from lullaby.library.second_tags import spelled
from lullaby.library.tags import read_tags
from lullaby.library.track import GainSource, Words
from lullaby.lyrics.finder import find_words
from lullaby.lyrics.tagged_file import open_tagged
from tests.audio.sounds import tone, write
from tests.library.songs import PNG, plain
from tests.library.test_true_lengths import recorded


def chunk(kind: bytes, data: bytes, order: str = "little") -> bytes:
    size = len(data).to_bytes(4, "little" if order == "little" else "big")
    return kind + size + data + b"\0" * (len(data) % 2)


def with_chunk(path: Path, data: bytes, order: str = "little") -> Path:
    """Append chunks to a WAVE or AIFF file."""
    whole = path.read_bytes() + data
    size = (len(whole) - 8).to_bytes(4, "little" if order == "little" else "big")
    path.write_bytes(whole[:4] + size + whole[8:])
    return path


def info(title: bytes) -> bytes:
    return b"INFO" + chunk(b"INAM", title) + chunk(b"IART", b"Sea\0") + chunk(b"IPRD", b"Waves")


def named(path: Path) -> tuple[str, str, str]:
    tags, fault = read_tags(path)
    assert fault is None
    return tags.title, tags.artist, tags.album


def id3v1(title: bytes, artist: bytes = b"", genre: int = 255) -> bytes:
    fields = title.ljust(30, b"\0") + artist.ljust(30, b"\0") + bytes(30) + bytes(4) + bytes(30)
    return b"TAG" + fields + bytes([genre])


def ended_by(path: Path, data: bytes) -> Path:
    path.write_bytes(path.read_bytes() + data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_list_chunk_of_a_wave_file(tmp_path: Path, encoding: str) -> None:
    title = "Dors, petite étoile d'été"
    path = with_chunk(plain(tmp_path / "a.wav"), chunk(b"LIST", info(title.encode(encoding))))
    assert named(path) == (title, "Sea", "Waves")


def test_the_text_chunks_of_an_aiff_file(tmp_path: Path) -> None:
    chunks = chunk(b"NAME", b"Moon", "big") + chunk(b"AUTH", b"Makers", "big")
    path = with_chunk(plain(tmp_path / "a.aiff"), chunks, "big")
    assert named(path) == ("Moon", "Makers", "")
    file = AIFF(path)
    file.add_tags()
    assert file.tags is not None
    file.tags.add(TIT2(encoding=3, text="Sun"))
    file.save()
    assert named(path) == ("Sun", "Makers", "")


def test_an_ape_tag_at_the_end_of_an_mp3_file(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.mp3")
    tags = APEv2()
    tags["Title"], tags["Artist"] = "Moon", ["One", "Two"]
    tags["REPLAYGAIN_TRACK_GAIN"], tags["REPLAYGAIN_TRACK_PEAK"] = "-4.40 dB", "0.98"
    tags["MP3GAIN_MINMAX"] = "100,200"
    tags.save(path)
    found, fault = read_tags(path)
    assert (found.title, found.artist, fault) == ("Moon", "One, Two", None)
    assert found.loudness is not None
    assert found.loudness.source is GainSource.REPLAYGAIN
    assert (found.loudness.gain_db, found.loudness.peak) == (-4.4, 0.98)
    ended_by(path, id3v1(b"Sun"))
    found = read_tags(path)[0]
    assert (found.title, found.artist) == ("Sun", "One, Two")
    assert found.loudness is not None


def test_several_ape_values(tmp_path: Path) -> None:
    source = Path(tmp_path / "a.wv")
    with av.open(str(source), "w", format="wv") as file:
        stream = file.add_stream("wavpack", rate=48_000, layout="mono")
        assert isinstance(stream, AudioStream)
        for frame in silence(stream):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    tags = WavPack(source)
    tags["Artist"], tags["Title"] = ["One", "Two", "One", " "], ["T", "U"]
    tags.save()
    assert named(source) == ("T", "One, Two", "")


def silence(stream: AudioStream) -> list[av.AudioFrame]:
    frame = av.AudioFrame(format=stream.format.name, layout="mono", samples=48_000)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate, frame.pts = 48_000, 0
    return [frame]


def test_names_in_windows_media_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "a.wma"
    with av.open(str(path), "w", format="asf") as file:
        stream = file.add_stream("wmav2", rate=48_000, layout="mono")
        assert isinstance(stream, AudioStream)
        stream.bit_rate = 64_000
        for frame in silence(stream):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    tags = ASF(path)
    tags["TITLE"], tags["ARTIST"], tags["WM/ALBUMTITLE"] = "Moon", "Sea", "Waves"
    tags["REPLAYGAIN_TRACK_GAIN"] = "-3.00 dB"
    tags.save()
    assert named(path) == ("Moon", "Sea", "Waves")
    loudness = read_tags(path)[0].loudness
    assert loudness is not None
    assert loudness.gain_db == -3


def test_free_names_in_mp4_that_end_in_zero(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.m4a")
    file = MP4(path)
    file["----:com.apple.iTunes:bpm\0"] = [MP4FreeForm(b"72.5")]
    file["----:com.apple.iTunes:replaygain_track_gain\0"] = [MP4FreeForm(b"-3.00 dB")]
    file.save()
    tags = read_tags(path)[0]
    assert tags.bpm == 72.5
    assert tags.loudness is not None
    assert tags.loudness.gain_db == -3


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_texts_that_only_the_decoder_reads_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    title = "Dors, petite étoile d'été".encode(encoding)
    path = recorded(tmp_path / "a.mka", "flac", title="x" * len(title))
    path.write_bytes(path.read_bytes().replace(b"x" * len(title), title))
    assert named(path) == ("Dors, petite étoile d'été", "Sea", "")


@pytest.mark.parametrize(("number", "genre"), [(12, "Other"), (250, ""), (255, "")])
def test_a_genre_without_a_meaning_is_none(tmp_path: Path, number: int, genre: str) -> None:
    path = ended_by(plain(tmp_path / "a.mp3"), id3v1(b"Moon", genre=number))
    assert read_tags(path)[0].genre == genre
    tags = ID3()
    tags.add(TCON(encoding=3, text=f"({number})"))
    tags.save(path, v1=0)
    assert read_tags(path)[0].genre == genre


@pytest.mark.parametrize(
    ("title", "artist", "encoding"),
    [
        ("子守唄", "由紀さおり", "shift-jis"),
        ("Ой ходить сон", "Квітка", "utf-8"),
        ("Sov, du lilla vän", "Åse", "latin-1"),
        ("Dors, mon p'tit quinquin, été", "", "utf-8"),
        ("Bonne nuit, chère étoile", "Édith", "latin-1"),
    ],
)
def test_id3v1_in_any_encoding(tmp_path: Path, title: str, artist: str, encoding: str) -> None:
    data = id3v1(title.encode(encoding)[:30], artist.encode(encoding)[:30])
    path = ended_by(plain(tmp_path / "a.mp3"), data)
    whole = title.encode(encoding)[:30].decode(encoding, "ignore").strip()
    assert named(path)[:2] == (whole, artist)


def test_utf8_that_is_called_latin_1(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(TIT2(encoding=0, text="Suo Gân".encode().decode("latin-1")))
    tags.add(TPE1(encoding=0, text="Björk"))
    tags.add(TALB(encoding=0, text="x"))
    tags.add(COMM(encoding=3, text="c"))
    tags.save(path, v1=0)
    assert named(path) == ("Suo Gân", "Björk", "x")


@pytest.mark.parametrize("text", ["Mötley Crüe", "Fado é", "Ñu", "Ó meu menino", "Þú ert jörðin"])
def test_latin_1_stays(text: str) -> None:
    assert spelled({"title": text}) == {"title": text}


@given(st.dictionaries(st.sampled_from(["title", "artist", "album"]), st.text(max_size=30)))
def test_spelling_keeps_what_has_letters_beyond_latin_1(texts: dict[str, str]) -> None:
    texts = {key: value.replace("\n", " ") + "子" for key, value in texts.items()}
    assert spelled(texts) == texts


@given(st.binary(max_size=400))
def test_any_chunks_can_be_read(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.wav"
    write(path, tone(0.05))
    path.write_bytes(path.read_bytes() + b"LIST\xff\0\0\0INFO" + data)
    assert read_tags(path)[0].title


def id3(title: str) -> bytes:
    made = BytesIO()
    tags = ID3()
    tags.add(TIT2(encoding=3, text=title))
    tags.add(TPE1(encoding=3, text="Sea"))
    tags.add(USLT(encoding=3, text="Sleep now\nmy moon", lang="eng", desc=""))
    tags.add(APIC(encoding=3, mime="image/png", type=3, desc="", data=PNG))
    tags.save(made)
    return made.getvalue()


def behind(path: Path, data: bytes) -> Path:
    path.write_bytes(data + path.read_bytes())
    return path


@pytest.mark.parametrize(("name", "codec"), [("a.aac", "aac"), ("a.wv", "wavpack")])
def test_an_id3_tag_in_front_of_anything(tmp_path: Path, name: str, codec: str) -> None:
    path = recorded(tmp_path / name, codec)
    if codec == "wavpack":
        WavPack(path).delete()
    behind(path, id3("Moon"))
    assert named(path) == ("Moon", "Sea", "")
    tags, _ = read_tags(path)
    assert tags.duration_ms == pytest.approx(3_000, abs=120)
    assert (tags.words, tags.has_cover) == (Words.PLAIN, True)
    words = find_words(path)
    assert words is not None
    assert words.lines[0].text == "Sleep now"
    assert embedded_cover(path) == PNG


def test_the_own_tags_of_a_format_win_over_id3_in_front(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.flac")
    file = FLAC(path)
    file["title"] = "Sun"
    file.save()
    assert named(behind(path, id3("Moon"))) == ("Sun", "Sea", "")


def test_an_id3_tag_after_garbage(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.mp3")
    ID3(path).delete()
    assert named(behind(path, b"garbage " * 40 + id3("Moon"))) == ("Moon", "Sea", "")


@pytest.mark.parametrize("padding", [b"", b"\0"])
def test_an_id3_tag_after_an_odd_chunk(tmp_path: Path, padding: bytes) -> None:
    path = plain(tmp_path / "a.aiff")
    path.write_bytes(
        path.read_bytes() + b"ANNO\0\0\0\3odd" + padding + chunk(b"ID3 ", id3("Moon"), "big")
    )
    assert named(path) == ("Moon", "Sea", "")


@pytest.mark.parametrize("name", ["author", "artists", "album artist"])
def test_other_names_of_the_artist(tmp_path: Path, name: str) -> None:
    path = plain(tmp_path / "a.flac")
    file = FLAC(path)
    file["title"], file[name] = "Moon", ["Sea", "Sand"]
    file.save()
    assert named(path) == ("Moon", "Sea, Sand", "")


@given(st.binary(max_size=200))
def test_anything_behind_an_id3_tag_only_raises_what_mutagen_raises(data: bytes) -> None:
    with suppress(MutagenError):
        assert open_tagged(BytesIO(id3("Moon") + data)).file is None
