"""Words from before Unicode: three lines are enough to read them right, and the guess is told."""

import unicodedata
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.lyrics.encoding_guess import ENCODINGS, guesses
from lullaby.lyrics.language_hints import language_of_locale, named_languages
from lullaby.lyrics.model import Reason
from lullaby.lyrics.sniffing import words_from_bytes, words_from_text
from lullaby.lyrics.text_decoding import decode_as, decode_words
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
