"""Words from before Unicode: three lines are enough to read them right, and the guess is told."""

import unicodedata
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3, SYLT

from lullaby.lyrics.encoding_choice import ways_to_read
from lullaby.lyrics.encoding_guess import ENCODINGS, guesses
from lullaby.lyrics.finder import find_words
from lullaby.lyrics.language_hints import (
    hints_for,
    language_of_locale,
    named_languages,
    own_languages,
)
from lullaby.lyrics.model import Reason
from lullaby.lyrics.smf import read_midi
from lullaby.lyrics.sniffing import words_from_bytes, words_from_text, words_of_file
from lullaby.lyrics.text_decoding import decode_as, decode_words, repaired
from tests.library.songs import plain
from tests.lyrics import midi_making
from tests.lyrics.lullaby_lines import LINES, PAIRS, encoded


@pytest.mark.parametrize(("encoding", "language"), PAIRS)
def test_three_lines_are_read_right(encoding: str, language: str) -> None:
    text = LINES[language]
    decoded = decode_words(encoded(text, encoding))
    assert unicodedata.normalize("NFC", decoded.text) == text


@pytest.mark.parametrize(("encoding", "language"), PAIRS)
def test_three_stamped_lines_are_read_right(encoding: str, language: str) -> None:
    rows = LINES[language].split("\n")
    stamped = "[ti:Lullaby]\r\n" + "".join(
        f"[00:{number * 4:02d}.50]{row}\r\n" for number, row in enumerate(rows)
    )
    words = words_from_bytes(encoded(stamped, encoding))
    assert [unicodedata.normalize("NFC", line.text) for line in words.lines] == rows
    reasons = [complaint.reason for complaint in words.complaints]
    assert reasons == [] if encoding.startswith("utf") else [Reason.GUESSED_ENCODING]


@pytest.mark.parametrize("language", [name for name in LINES if name not in {"ja", "ko"}])
def test_a_tag_stored_as_latin_1_is_read_as_what_it_is(language: str) -> None:
    old = {"zh": "gbk", "zh-Hant": "big5"}.get(language) or next(
        encoding for encoding, name in PAIRS if name == language
    )
    words = words_from_text(encoded(LINES[language], old).decode("latin-1"))
    found = "\n".join(line.text for line in words.lines)
    assert unicodedata.normalize("NFC", found) == LINES[language]


@pytest.mark.parametrize(
    ("encoding", "language"),
    [("cp1251", "ru"), ("cp1250", "cs"), ("cp1253", "el"), ("shift_jis", "ja"), ("cp1252", "de")],
)
def test_syllables_of_a_karaoke_file_are_read_right(encoding: str, language: str) -> None:
    rows = LINES[language].split("\n")
    pieces = [
        ("/" if at == 0 else "") + row[at : at + 2] for row in rows for at in range(0, len(row), 2)
    ]
    events = [(480 * n, midi_making.text(piece, encoding)) for n, piece in enumerate(pieces)]
    words = words_from_bytes(midi_making.midi([midi_making.track(*events)]))
    assert [line.text for line in words.lines] == rows
    assert Reason.GUESSED_ENCODING in [complaint.reason for complaint in words.complaints]


def test_western_text_of_a_tag_stays_as_it_is() -> None:
    for text in ("Schläft mein Kindlein süß", "Fais dodo, mon p'tit frère", "¿Dónde está?", "été"):
        words = words_from_text(text)
        assert [line.text for line in words.lines] == [text]
        assert words.complaints == ()


def test_utf_8_that_a_tag_calls_latin_1_is_read_as_utf_8() -> None:
    stored = "¿Dónde está? Баю-бай".encode().decode("latin-1")
    assert [line.text for line in words_from_text(stored).lines] == ["¿Dónde está? Баю-бай"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Don’t you cry\nit’s late, it’s late\nhush now", "cp1252"),
        ("Hush now… my “little” one\nsleep – sleep", "cp1252"),
        ("© 2001\nhush now", "cp1252"),
        ("L’enfant dort\nl’étoile brille", "mac_roman"),
        ("Weiße Wolken\nsüß", "cp437"),
        ("Kołysanka\nśpij", "iso8859-2"),
        ("שָׁלוֹם\nנוּמִי נוּמִי", "cp1255"),
        ("БАЮ БАЮ БАЮШКИ БАЮ\nСПИ", "koi8-r"),
        ("Love me おやすみ\nGood night よい夢を\nbaby", "shift_jis"),
        ("Love me 사랑해\nGood night 잘자\nbaby", "euc_kr"),
        ("I love you 我爱你\nbaby 宝贝\nla la", "gbk"),
        ("Спи, baby\nsleep my love\nhush", "cp1251"),
    ],
)
def test_little_that_is_not_ascii_is_enough(text: str, encoding: str) -> None:
    assert decode_words(encoded(text, encoding)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "ﾈﾝﾈｺ ｵｺﾛﾘﾖ\nﾎﾞｳﾔﾊ ﾖｲｺﾀﾞ ﾈﾝﾈｼﾅ",
        "ﾕﾘｶｺﾞﾉ ｳﾀｦ\nｶﾅﾘﾔｶﾞ ｳﾀｳﾖ",
        "ﾄﾞﾚﾐﾉｳﾀ",
        "ｵﾔｽﾐﾅｻｲ",
        "ﾈﾝﾈﾝｺﾛﾘﾖ ｵｺﾛﾘﾖ",
    ],
)
def test_half_width_katakana_alone_are_japanese(text: str) -> None:
    assert decode_words(text.encode("cp932")).text == text


def test_the_language_of_a_recording_and_of_the_person_count_beside_words_without_any() -> None:
    data = "Ой".encode("cp1251")
    of = words_from_bytes(data, hints=hints_for("rus", ("en_US",)))
    read_by = words_from_bytes(data, hints=hints_for("eng", ("el-GR", "en")))
    assert [line.text for line in of.lines] == ["Ой"]
    assert [line.text for line in read_by.lines] == [data.decode("cp1253")]
    named = words_of_file(data, "song.ru.lrc", hints=hints_for("gre"))
    assert [line.text for line in named.lines] == ["Ой"]


def test_the_languages_of_the_system_are_those_of_its_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de:en:el_GR")
    own_languages.cache_clear()
    try:
        assert own_languages() == ("de", "el", "uk")
        assert hints_for("").own == ("de", "el", "uk")
        assert hints_for("", ("ja",)).own == ("ja",)
    finally:
        own_languages.cache_clear()


def test_text_that_was_taken_for_windows_1252_is_read_as_what_it_is() -> None:
    stored = "Шёлковое\nбаю-бай, спи".encode("cp1251").decode("cp1252", "replace")
    assert "\ufffd" not in stored
    assert [line.text for line in words_from_text(stored).lines] == ["Шёлковое", "баю-бай, спи"]
    twice = "l’été – “dodo”".encode().decode("latin-1").translate({0x80: "€", 0x99: "™"})
    assert [line.text for line in words_from_text(twice).lines] == ["l’été – “dodo”"]


@pytest.mark.parametrize("language", [name for code, name in PAIRS if code == "cp1252"])
def test_western_text_with_printed_signs_stays_as_it_is(language: str) -> None:
    text = f"“{LINES[language]}” – …".replace("'", "’")
    assert repaired(text).text == text


def test_timed_pieces_of_a_tag_are_read_as_what_they_are(tmp_path: Path) -> None:
    rows = LINES["ru"].split("\n")
    pieces = [("\n" * bool(n) + row, n * 1000) for n, row in enumerate(rows)]
    stored = [(text.encode("cp1251").decode("latin-1"), time) for text, time in pieces]
    song = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(SYLT(encoding=0, lang="rus", format=2, type=1, desc="", text=stored))
    tags.save(song)
    words = find_words(song)
    assert words is not None
    assert words.ways is not None
    assert [line.text for line in words.lines] == rows
    assert [each.detail for each in words.complaints] == ["cp1251"]
    again = find_words(song, encodings={words.ways.content: "cp1252"})
    assert again is not None
    assert again.lines[0].text == rows[0].encode("cp1251").decode("cp1252")
    assert [each.reason for each in again.complaints] == [Reason.CHOSEN_ENCODING]


def test_a_karaoke_file_may_be_read_in_another_encoding(tmp_path: Path) -> None:
    rows = LINES["ru"].split("\n")
    events = [(480 * n, midi_making.text("/" + row, "cp1251")) for n, row in enumerate(rows)]
    (tmp_path / "a.kar").write_bytes(midi_making.midi([midi_making.track(*events)]))
    words = find_words(plain(tmp_path / "a.mp3"))
    assert words is not None
    assert words.ways is not None
    assert words.ways.ways[0].lines == tuple(rows[:2])
    other = words.ways.ways[1]
    again = find_words(tmp_path / "a.mp3", encodings={words.ways.content: other.encoding})
    assert again is not None
    assert again.lines[0].text == other.lines[0]


def test_offering_encodings_reads_the_notes_of_a_karaoke_file_once() -> None:
    rows = LINES["ru"].split("\n")
    words = [(480 * n, midi_making.text("/" + row, "cp1251")) for n, row in enumerate(rows)]
    notes = [(n, midi_making.note(60 + n % 2, 64 * (n % 4 < 2))) for n in range(4_000)]
    bare = midi_making.midi([midi_making.track(*words)])
    full = midi_making.midi([midi_making.track(*words), midi_making.track(*notes)])
    ways_to_read(bare, "a.kar")  # what is loaded once is loaded
    more = calls_in(lambda: ways_to_read(full, "a.kar")) - calls_in(
        lambda: ways_to_read(bare, "a.kar")
    )
    assert more < 2 * calls_in(lambda: read_midi(full))


def calls_in(work: Callable[[], object]) -> int:
    """Calls of functions while it works: the effort, whatever else the machine does."""
    profile = Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def test_a_file_that_tells_a_wrong_encoding_may_be_read_otherwise(tmp_path: Path) -> None:
    text = "#ENCODING:CP1252\n#TITLE:x\n#BPM:150\n: 0 4 0 Баю\n: 4 4 0  бай\n- 9\nE\n"
    (tmp_path / "a.txt").write_bytes(text.encode("cp1251"))
    words = find_words(plain(tmp_path / "a.mp3"))
    assert words is not None
    assert words.ways is not None
    assert words.ways.encoding == "cp1252"
    assert "cp1251" in [way.encoding for way in words.ways.ways]


def test_certain_words_offer_nothing(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    for data in (LINES["ru"].encode(), LINES["ru"].encode("utf-16"), b"hush"):
        (tmp_path / "a.lrc").write_bytes(data)
        words = find_words(song)
        assert words is not None
        assert words.ways is None


def test_printed_apostrophes_of_a_tag_are_kept() -> None:
    stored = "Don’t you cry\nit’s late".encode("cp1252").decode("latin-1")
    assert [line.text for line in words_from_text(stored).lines] == ["Don’t you cry", "it’s late"]


def test_the_language_of_the_song_decides_what_letters_cannot() -> None:
    data = encoded("Ой", "cp1251")
    assert decode_words(data, named=("ru",)).text == "Ой"
    assert decode_words(data, named=("el",)).text == data.decode("cp1253")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("de_DE", "de"),
        ("German_Germany", "de"),
        ("zh_CN", "zh"),
        ("C", ""),
        ("", ""),
        ("POSIX", ""),
    ],
)
def test_the_language_of_a_locale(name: str, language: str) -> None:
    assert language_of_locale(name) == language


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("song.el.lrc", ("el",)),
        ("нани.lrc", ("ru", "uk", "bg", "sr", "mk", "be")),
        ("ねんね.lrc", ("ja",)),
        ("song.lrc", ()),
        ("Mr. Sandman.lrc", ()),
    ],
)
def test_a_file_name_tells_the_language(name: str, languages: tuple[str, ...]) -> None:
    assert named_languages(name) == languages
    assert named_languages("x.lrc", b"[la:uk]\n[00:01.00]la") == ("uk",)


def test_ascii_needs_no_guess() -> None:
    assert guesses(b"[00:01.00]Hush, little baby\n") == []


@given(st.binary(max_size=400))
def test_any_bytes_become_text(data: bytes) -> None:
    decoded = decode_words(data)
    assert isinstance(decoded.text, str)
    again = decode_as(data, decoded.encoding) if decoded.guessed else decoded
    assert again.text == decoded.text or decoded.encoding == "iso2022_jp"


@settings(max_examples=40)
@given(st.sampled_from(PAIRS), st.integers(1, 40), st.randoms(use_true_random=False))
def test_more_of_the_same_is_read_the_same(
    pair: tuple[str, str], times: int, order: Random
) -> None:
    encoding, language = pair
    rows = LINES[language].split("\n") * times
    order.shuffle(rows)
    text = "\n".join([*rows, *LINES[language].split("\n")])
    assert unicodedata.normalize("NFC", decode_words(encoded(text, encoding)).text) == text


def test_every_encoding_is_one_that_python_knows() -> None:
    for encoding in ENCODINGS:
        assert b"".decode(encoding.name) == ""
