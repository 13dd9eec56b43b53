"""What files state in their tags, in every container."""

import math
from pathlib import Path

import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import FLAC
from mutagen.id3 import COMM, ID3, RVA2, SYLT, TBPM, TIT2, TXXX, USLT
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.oggvorbis import OggVorbis

from lullaby.library.cover import embedded_cover
from lullaby.library.tags import read_tags
from lullaby.library.track import Fault, GainSource, Words
from lullaby.lyrics.finder import find_words
from tests.library.songs import FORMATS, PNG, make, plain


@pytest.mark.parametrize("kind", FORMATS)
def test_every_container_yields_all_tags(tmp_path: Path, kind: str) -> None:
    path = make(tmp_path / f"a.{kind}")
    tags, fault = read_tags(path)
    assert fault is None
    assert (tags.title, tags.artist, tags.album, tags.genre) == (
        "Suo Gân",
        "Welsh",
        "Cradle",
        "Lullaby",
    )
    assert tags.duration_ms == pytest.approx(400, abs=120)
    assert tags.bpm == 66
    assert tags.words is Words.LINES
    assert tags.has_cover
    assert embedded_cover(path) == PNG
    assert tags.loudness is not None
    assert tags.loudness.gain_db == pytest.approx(-4.5, abs=0.01)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_without_tags_is_named_after_itself(tmp_path: Path, kind: str) -> None:
    tags, fault = read_tags(plain(tmp_path / f"Fais dodo.{kind}"))
    assert fault is None
    assert tags.title == "Fais dodo"
    assert tags.words is Words.NONE
    assert not tags.has_cover
    assert tags.bpm is None


@pytest.mark.parametrize(
    ("text", "bpm"),
    [
        ("72", 72),
        ("72,5", 72.5),
        (" 120 BPM", 120),
        ("0", None),
        ("-3", None),
        ("999", None),
        ("slow", None),
    ],
)
def test_an_implausible_tempo_counts_as_unknown(
    tmp_path: Path, text: str, bpm: float | None
) -> None:
    path = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(TBPM(encoding=3, text=text))
    tags.save(path)
    assert read_tags(path)[0].bpm == bpm
    assert read_tags(path)[0].bpm_text == text.strip()


def test_a_misnamed_file_is_known_by_its_content(tmp_path: Path) -> None:
    song = make(tmp_path / "a.flac")
    wrong = song.rename(tmp_path / "a.mp3")
    tags, fault = read_tags(wrong)
    assert (tags.title, fault) == ("Suo Gân", None)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("empty.mp3", b"", Fault.EMPTY),
        ("text.ogg", b"just some words about a song\n" * 40, Fault.NOT_AUDIO),
        ("head.flac", b"fLaC" + b"\xff" * 400, Fault.UNREADABLE),
        ("half.ogg", b"OggS" + b"\0" * 30, Fault.UNREADABLE),
        ("photo.m4a", PNG * 20, Fault.NOT_AUDIO),
    ],
)
def test_a_bad_file_says_why(tmp_path: Path, name: str, content: bytes, fault: Fault) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    tags, why = read_tags(path)
    assert why in (fault, Fault.UNREADABLE, Fault.NOT_AUDIO)
    assert (why is Fault.EMPTY) == (fault is Fault.EMPTY)
    assert tags.title == path.stem
    assert path.read_bytes() == content


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    assert read_tags(tmp_path / "gone.mp3")[1] is Fault.MISSING


@pytest.mark.parametrize("kind", FORMATS)
def test_files_cut_short_anywhere_never_raise(tmp_path: Path, kind: str) -> None:
    whole = make(tmp_path / f"a.{kind}").read_bytes()
    cut = tmp_path / f"cut.{kind}"
    for share in range(0, 100, 7):
        cut.write_bytes(whole[: len(whole) * share // 100])
        tags, fault = read_tags(cut)
        assert tags.title
        assert fault is None or isinstance(fault, Fault)


def test_a_blank_title_falls_back_and_line_breaks_go(tmp_path: Path) -> None:
    path = plain(tmp_path / "name.mp3")
    tags = ID3()
    tags.add(TIT2(encoding=3, text="  "))
    tags.save(path)
    assert read_tags(path)[0].title == "name"
    tags.add(TIT2(encoding=3, text="Two\nlines"))
    tags.save(path)
    assert read_tags(path)[0].title == "Two lines"


@pytest.mark.parametrize("text", ["nan", "1e9 dB", "-200 dB", "loud", ""])
def test_an_impossible_loudness_is_ignored(tmp_path: Path, text: str) -> None:
    path = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(TXXX(encoding=3, desc="replaygain_track_gain", text=text))
    tags.save(path)
    loudness = read_tags(path)[0].loudness
    assert loudness is None or abs(loudness.gain_db) <= 60


def test_rva2_is_loudness_too(tmp_path: Path) -> None:
    path = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(RVA2(desc="track", channel=1, gain=-3.0, peak=0.9))
    tags.save(path)
    loudness = read_tags(path)[0].loudness
    assert loudness is not None
    assert loudness.gain_db == pytest.approx(-3.0, abs=0.01)
    assert loudness.source is GainSource.RVA2


SOUND_CHECK = " 00001E86 00001E86 0000A2A3 0000A2A3 000006A6 000006A6 000078FA 000078FA 211 211"
"""The sample of id3.org: the second pair is the louder one, 0xA2A3 / 2500 = 16.7 times."""


@pytest.mark.parametrize("kind", ["mp3", "m4a"])
def test_sound_check_is_loudness_too(tmp_path: Path, kind: str) -> None:
    path = plain(tmp_path / f"a.{kind}")
    _write_sound_check(path, SOUND_CHECK)
    loudness = read_tags(path)[0].loudness
    assert loudness is not None
    assert loudness.source is GainSource.SOUND_CHECK
    assert loudness.gain_db == pytest.approx(-10 * math.log10(0xA2A3 / 2500) - 2, abs=1e-6)
    assert loudness.peak == pytest.approx(0x78FA / 32768)


@pytest.mark.parametrize("text", ["", "0 " * 10, "FFFFFFFFF " * 10, "1 2 3", "x " * 10])
def test_a_sound_check_that_says_nothing(tmp_path: Path, text: str) -> None:
    path = plain(tmp_path / "a.m4a")
    _write_sound_check(path, text)
    assert read_tags(path)[0].loudness is None


def test_replaygain_takes_precedence_over_sound_check(tmp_path: Path) -> None:
    path = make(tmp_path / "a.m4a")
    file = MP4(path)
    file["----:com.apple.iTunes:iTunNORM"] = [MP4FreeForm(SOUND_CHECK.encode())]
    file.save()
    loudness = read_tags(path)[0].loudness
    assert loudness is not None
    assert (loudness.gain_db, loudness.source) == (-4.5, GainSource.REPLAYGAIN)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_tag_that_says_the_loudness_is_named(tmp_path: Path, kind: str) -> None:
    loudness = read_tags(make(tmp_path / f"a.{kind}"))[0].loudness
    assert loudness is not None
    assert loudness.source is (GainSource.R128 if kind == "opus" else GainSource.REPLAYGAIN)


def _write_sound_check(path: Path, text: str) -> None:
    if path.suffix == ".mp3":
        tags = ID3()
        tags.add(COMM(encoding=0, lang="eng", desc="iTunNORM", text=text))
        tags.save(path)
    else:
        file = MP4(path)
        file["----:com.apple.iTunes:iTunNORM"] = [MP4FreeForm(text.encode())]
        file.save()


@pytest.mark.parametrize(
    ("key", "text", "gain"),
    [
        ("REPLAYGAIN_TRACK_GAIN", "-.5 dB", -0.5),
        ("REPLAYGAIN_TRACK_GAIN", "- 6,50", -6.5),
        ("replaygain_album_gain", "-3.00 dB", -3.0),
        ("R128_TRACK_GAIN", "-7,03 dB", -2.03),
        ("R128_ALBUM_GAIN", "-1280", 0.0),
    ],
)
def test_gains_as_people_and_programs_spell_them(
    tmp_path: Path, key: str, text: str, gain: float
) -> None:
    file = OggVorbis(plain(tmp_path / "a.ogg"))
    file[key] = text
    file.save()
    loudness = read_tags(tmp_path / "a.ogg")[0].loudness
    assert loudness is not None
    assert loudness.gain_db == pytest.approx(gain)


def test_track_gain_takes_precedence_over_album_gain(tmp_path: Path) -> None:
    file = OggVorbis(plain(tmp_path / "a.ogg"))
    file["replaygain_album_gain"], file["replaygain_track_gain"] = "-9 dB", "-2 dB"
    file.save()
    loudness = read_tags(tmp_path / "a.ogg")[0].loudness
    assert loudness is not None
    assert loudness.gain_db == -2.0


def test_a_tempo_with_decimals_in_an_m4a(tmp_path: Path) -> None:
    file = MP4(make(tmp_path / "a.m4a", bpm="66"))
    file["----:com.apple.iTunes:BPM"] = [MP4FreeForm(b"66.5")]
    file.save()
    assert read_tags(tmp_path / "a.m4a")[0].bpm == 66.5


TIMED = "[00:01.00]hush now\n[00:04.00]sleep well\n"


def lines_of(song: Path, *languages: str) -> list[str]:
    words = find_words(song, languages=languages)
    return [] if words is None else [line.text for line in words.lines]


@pytest.mark.parametrize(
    "name",
    [
        *("LYRICS", "lyrics-eng", "Lyrics_XXX", "UNSYNCEDLYRICS", "UNSYNCED LYRICS"),
        *("SyncedLyrics", "UNSYNCHRONISEDLYRICS", "LYRICS UNSYNCED", "lyric"),
    ],
)
def test_every_name_for_words_in_every_kind_of_tags(tmp_path: Path, name: str) -> None:
    mp3, flac = plain(tmp_path / "a.mp3"), plain(tmp_path / "a.flac")
    m4a, ape = plain(tmp_path / "a.m4a"), plain(tmp_path / "b.mp3")
    frames = ID3()
    frames.add(TXXX(encoding=3, desc=name, text=TIMED))
    frames.save(mp3)
    comments = FLAC(flac)
    comments[name] = TIMED
    comments.save()
    atoms = MP4(m4a)
    atoms[f"----:com.apple.iTunes:{name}"] = [MP4FreeForm(TIMED.encode())]
    atoms.save()
    items = APEv2()
    items[name] = TIMED
    items.save(ape)
    for song in (mp3, flac, m4a, ape):
        assert lines_of(song) == ["hush now", "sleep well"], song.name
        assert read_tags(song)[0].words is Words.LINES


@pytest.mark.parametrize("name", ["LYRICIST", "LYRICS_URL", "LYRICS BY", "COMMENT", "lyricsource"])
def test_other_tags_are_not_sung(tmp_path: Path, name: str) -> None:
    song = plain(tmp_path / "a.flac")
    file = FLAC(song)
    file[name] = TIMED
    file.save()
    assert lines_of(song) == []


def test_words_in_the_language_of_the_person_come_first(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    tags = ID3()
    for lang, text in (("eng", "sleep"), ("deu", "schlaf"), ("XXX", "la la")):
        tags.add(USLT(encoding=3, lang=lang, desc="", text=text))
    tags.save(song)
    assert lines_of(song, "en") == ["sleep"]
    assert lines_of(song, "de-AT", "en") == ["schlaf"]
    assert lines_of(song, "fr", "en") == ["sleep"]


def test_lip_movements_are_not_sung(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    pieces = [("X", 0), ("F", 100), ("C", 200)]
    tags = ID3()
    tags.add(SYLT(encoding=3, lang="eng", format=2, type=0, desc="", text=pieces))
    tags.add(USLT(encoding=3, lang="eng", desc="", text="hush now"))
    tags.save(song)
    assert lines_of(song) == ["hush now"]
    assert read_tags(song)[0].words is Words.PLAIN


def test_timed_text_of_no_kind_counts_where_it_times_the_words(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    tags = ID3()
    pieces = [("Hush", 1000), ("\nnow", 2000)]
    tags.add(SYLT(encoding=3, lang="eng", format=2, type=0, desc="", text=pieces))
    tags.add(USLT(encoding=3, lang="eng", desc="", text="hush\nnow"))
    tags.save(song)
    words = find_words(song)
    assert words is not None
    assert [line.start_ms for line in words.lines] == [1000, 2000]
    assert read_tags(song)[0].words is Words.LINES
