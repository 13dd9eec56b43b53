"""Who made a song is told from what is sung, in timed words of every kind."""

import pytest

from lullaby.lyrics.credit_rows import Credit, credit_of
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Format, Lyrics
from lullaby.lyrics.sniffing import words_from_text

SURE, BESIDE = Credit.SURE, Credit.BESIDE_ANOTHER

KINDS = {
    "lines": (Format.LYL, "[type:LyricifyLines]", "[{0}000,{1}000]{2}"),
    "syllables": (Format.QRC, "", "[{0}000,900]{2}({0}000,900)"),
    "stamps": (Format.LRC, "", "[00:{0:02}.00]{2}"),
    "word stamps": (Format.LRC, "", "[00:{0:02}.00]<00:{0:02}.00>{2}<00:{1:02}.00>"),
}


def timed(kind: str, rows: str) -> str:
    _, head, form = KINDS[kind]
    lines = [form.format(n, n + 1, row) for n, row in enumerate(rows.split("|"))]
    return "\n".join([head, "[ti:Hush]", "[ar:Anon]", *lines])


def sung(words: Lyrics) -> str:
    return "|".join(line.text for line in words.lines if line.text)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("作词：无名", SURE),
        ("词:无名", SURE),
        ("編曲 Arranger : X", SURE),
        ("录音师 Recording Engineer：X", SURE),
        ("작사: X", SURE),
        ("Composed by: X", SURE),
        ("Lyrics by：X", SURE),
        ("Music by: X", SURE),
        ("OP: Someone", BESIDE),
        ("Music: X", BESIDE),
        ("（未经著作权人许可，不得翻唱、翻录或使用）", BESIDE),
        ("Mama said: sleep", None),
        ("The lyrics said: hush", None),
        ("By and by: hush", None),
        ("宝宝：睡吧", None),
        ("歌えば：おやすみ", None),
        ("作词", None),
        ("Stop: hush", None),
        ("作词：", None),
        ("录音" + 14 * "师" + "：X", SURE),
        ("录音" + 15 * "师" + "：X", None),
    ],
)
def test_who_made_a_song_is_told_from_what_is_sung(text: str, credit: Credit | None) -> None:
    assert credit_of(text) is credit


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ("Rock-a-bye baby - hush|Drums: boom|La", "Rock-a-bye baby - hush|Drums: boom|La"),
        ("Music: the food of love|La", "Music: the food of love|La"),
        ("鼓：咚咚|La", "鼓：咚咚|La"),
        ("吉他：叮叮|La", "吉他：叮叮|La"),
        ("Rock-a-bye baby - hush|作词：无名|La", "Rock-a-bye baby - hush|La"),
        ("Rock-a-bye baby - Anon|Drums: X|Bass: Y|La", "La"),
        ("Rock-a-bye baby - Anon|作词：无名|作曲：无名|La", "La"),
        ("Hush - Anon|作曲：无名|La", "La"),
        ("Anon – hush|Music by: X|La", "La"),
        ("作曲：无名|鼓：无名|La", "La"),
        ("Guitar: X||Vocals: Y|La", "La"),
        ("Hush - Anon|La", "Hush - Anon|La"),
        ("作词：X|作曲：Y|Hush|作词：X|作曲：Y|La", "Hush|La"),
        ("作词：X|Hush|鼓：咚咚|La", "Hush|鼓：咚咚|La"),
        ("La|Hush|混音：X|母带：Y", "La|Hush"),
        ("La|Hush|词：睡吧", "La|Hush|词：睡吧"),
        ("La|La|La|Hush|混音：X|母带：Y", "La|La|La|Hush"),
        ("La|La|La|Hush|混音：X", "La|La|La|Hush|混音：X"),
        ("Hush|作词：X|鼓：Y|La", "Hush|La"),
        ("Hush|作词：X|作曲：Y|La", "Hush|La"),
        ("作词：X|La|作曲：Y|La", "La|作曲：Y|La"),
        ("La|La|La|作词：X|作曲：Y|La", "La|La|La|作词：X|作曲：Y|La"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_left_out_only_if_it_is_surely_not_sung(kind: str, rows: str, kept: str) -> None:
    words = words_from_text(timed(kind, rows))
    assert words.format is KINDS[kind][0]
    assert sung(words) == kept


@pytest.mark.parametrize("kind", KINDS)
def test_who_made_a_song_stays_in_its_tags(kind: str) -> None:
    words = words_from_text(timed(kind, "作词 : X|La|混音：Y|母带：Z"))
    assert sung(words) == "La"
    assert words.tags[-3:] == (("au", "作词 : X"), ("au", "混音：Y"), ("au", "母带：Z"))
    again = parse(to_lrc(words))
    assert (again.lines, again.tags) == (words.lines, words.tags)


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_credits_alone_are_kept(kind: str) -> None:
    words = words_from_text(timed(kind, "作词：无名|作曲：无名"))
    assert sung(words) == "作词：无名|作曲：无名"
    assert words.tags == ()


def test_credits_at_one_stamp_are_no_translations_of_each_other() -> None:
    rows = ["[00:00.00]作词 : X", "[00:00.00]作曲 : Y", "[00:02.00]La", "[00:02.00]拉"]
    (line,) = parse("\n".join(rows)).lines
    assert (line.text, line.translation) == ("La", "拉")


def test_credits_come_first_by_their_time_also_in_a_second_block() -> None:
    rows = ["[00:00]作词：X", "[00:02]La", "[00:03]Hush", "[00:00]Lyrics by: X", "[00:02]拉"]
    assert sung(parse("\n".join(rows))) == "La|Hush"


def test_a_voice_of_its_own_sings_what_looks_like_credits() -> None:
    text = "[00:01.00]D: 作词：睡吧\n[00:02.00]La\n"
    words = parse(text)
    assert sung(words) == "作词：睡吧|La"
    assert parse(to_lrc(words)).lines == words.lines


@pytest.mark.parametrize("row", ["[300,30\ufffd]", "[0.5,4000](ooh)", "[10:00,900]la(4,5)"])
@pytest.mark.parametrize("kind", ["lines", "syllables"])
def test_a_row_without_a_time_before_credits_changes_nothing_by_being_saved(
    kind: str, row: str
) -> None:
    head, *rows = timed(kind, "Hush - Anon|编曲：無名|La").split("\n")
    words = words_from_text("\n".join([head, *rows[:3], row, *rows[3:]]))
    assert parse(to_lrc(words)).lines == words.lines


def test_a_translation_that_looks_like_credits_is_saved_as_one() -> None:
    text = "La\n[08:20]Composed by: N\nobody\n[08:20]Composed by: Nobody\nHush\n"
    words = parse(text)
    assert parse(to_lrc(words)).lines == words.lines


def test_words_without_times_are_shown_whole() -> None:
    assert sung(parse("Lyrics by: X\nHush now\nLa")) == "Lyrics by: X|Hush now|La"
