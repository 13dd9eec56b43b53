"""LRC as programs have written it, case by case."""

import codecs

import pytest

from lullaby.lyrics.lrc import parse, parse_bytes
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Complaint, Format, Line, Lyrics, Part, Reason, Timing
from lullaby.units import Ms

MINUTES = Ms(180_000)


def starts(text: str) -> list[tuple[int | None, str]]:
    return [(line.start_ms, line.text) for line in parse(text, duration_ms=MINUTES).lines]


def test_lines() -> None:
    lyrics = parse("[ti:Suo Gân]\n[ar:Welsh]\n[00:01.00]Huna\n[00:03.50]clyd\n")
    assert lyrics.timing is Timing.LINES
    assert (lyrics.title, lyrics.artist) == ("Suo Gân", "Welsh")
    assert [line.start_ms for line in lyrics.lines] == [1000, 3500]
    assert lyrics.lines[0].end_ms == 3500


def test_words_and_syllables() -> None:
    (line, _) = parse(
        "[00:01.00]<00:01.00>Hu<00:01.50>na <00:02.00>blentyn<00:03.00>\n[00:03.00]"
    ).lines
    assert line.text == "Huna blentyn"
    assert [(s.text, s.start_ms, s.end_ms) for s in line.syllables] == [
        ("Hu", 1000, 1500),
        ("na ", 1500, 2000),
        ("blentyn", 2000, 3000),
    ]


@pytest.mark.parametrize(
    ("stamp", "ms"),
    [
        ("[00:01]", 1000),
        ("[00:01.5]", 1500),
        ("[00:01.50]", 1500),
        ("[00:01.500]", 1500),
        ("[00:01,50]", 1500),
        ("[1:02.00]", 62_000),
        ("[100:00.00]", 6_000_000),
    ],
)
def test_stamps_as_they_are_written(stamp: str, ms: int) -> None:
    assert parse(f"{stamp}x").lines[0].start_ms == ms


def test_a_repeated_line_is_sung_again() -> None:
    assert starts("[00:30.00][00:01.00]Hush\n[00:10.00]Little\n") == [
        (1000, "Hush"),
        (10_000, "Little"),
        (30_000, "Hush"),
    ]


def test_a_positive_offset_shows_the_words_earlier() -> None:
    assert starts("[offset:+500]\n[00:01.00]x") == [(500, "x")]
    assert starts("[offset:-500]\n[00:01.00]x") == [(1500, "x")]
    broken = parse("[offset:soon]\n[00:01.00]x")
    assert broken.lines[0].start_ms == 1000
    assert broken.complaints[0].reason is Reason.BAD_OFFSET


def test_an_empty_stamp_is_a_break() -> None:
    assert starts("[00:01.00]a\n[00:02.00]\n[00:09.00]b")[1] == (2000, "")


def test_plain_words_stay_plain_with_their_verses() -> None:
    lyrics = parse("Sleep, child\nand peace\n\n\nAll through\n")
    assert lyrics.timing is Timing.NONE
    assert [line.text for line in lyrics.lines] == [
        "Sleep, child",
        "and peace",
        "",
        "All through",
    ]
    assert all(line.start_ms is None for line in lyrics.lines)


def test_two_voices_and_a_background() -> None:
    lyrics = parse("[00:01.00]v1:One\n[00:02.00]v2: Two\n[00:03.00]F: Three\n[00:04.00]Four\n")
    assert [line.part for line in lyrics.lines] == [Part.FIRST, Part.SECOND, Part.FIRST, Part.FIRST]
    assert lyrics.lines[0].text == "One"


def test_the_same_stamp_twice_is_a_translation() -> None:
    (line,) = parse("[00:01.00]Schlaf\n[00:01.00]Sleep\n").lines
    assert (line.text, line.translation) == ("Schlaf", "Sleep")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[00:1x.00]x\n[00:02.00]y", Reason.BAD_STAMP),
        ("[00:60.00]x", Reason.SECONDS_OVER_59),
        ("[00:01.00]a\nno stamp\n[00:02.00]b", Reason.UNSTAMPED),
        ("[00:01.00]a\n[99:00.00]b", Reason.PAST_THE_END),
    ],
)
def test_guesses_are_reported(text: str, reason: Reason) -> None:
    complaints = parse(text, duration_ms=MINUTES).complaints
    assert reason in {complaint.reason for complaint in complaints}


@pytest.mark.parametrize(
    "data",
    [
        "[00:01.00]Gân â".encode(),
        codecs.BOM_UTF8 + "[00:01.00]Gân â".encode(),
        "[00:01.00]Gân â".encode("utf-16"),
        "[00:01.00]Gân â".encode("utf-16-le"),
        "[00:01.00]Gân â".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "[00:01.00]Gân â".encode("utf-32-le"),
        "[00:01.00]Gân â".encode("cp1252"),
        "\r\n[00:01.00]Gân â\r\n".encode(),
        "\r[00:01.00]Gân â\r".encode(),
    ],
)
def test_every_usual_encoding_and_line_end(data: bytes) -> None:
    lyrics = parse_bytes(data)
    assert [line.text for line in lyrics.lines if line.text] == ["Gân â"]
    assert lyrics.lines[-1].start_ms == 1000


def test_undecodable_bytes_are_reported_with_their_line() -> None:
    lyrics = parse_bytes(b"[00:01.00]good\n[00:02.00]" + "Gân".encode() + b" \xff\xfe bad\n" * 1)
    assert lyrics.lines[0] == Line("good", Ms(1000), Ms(2000))
    assert lyrics.has_words


def test_the_marks_of_two_singers_hold_until_the_next() -> None:
    lyrics = parse(
        "[00:01.00]F: One\n[00:02.00]two\n[00:03.00]M: Three\n[00:04.00]four\n"
        "[00:05.00]D: Five\n[00:06.00]v3: Six\n[00:07.00]v2:Seven\n[00:08.00]eight\n"
    )
    assert [line.part for line in lyrics.lines] == [
        *(Part.FIRST, Part.FIRST),
        *(Part.SECOND, Part.SECOND),
        *(Part.EVERYONE, Part.EVERYONE, Part.SECOND, Part.EVERYONE),
    ]
    assert [line.text for line in lyrics.lines][4:] == ["Five", "Six", "Seven", "eight"]


def test_a_background_voice_stays_one_whatever_mark_it_bears() -> None:
    lyrics = parse("[00:01.00]M: One[bg: F: ooh]\n[00:05.00]Two\n")
    assert [(line.text, line.part) for line in lyrics.lines] == [
        ("One", Part.SECOND),
        ("ooh", Part.BACKGROUND),
        ("Two", Part.SECOND),
    ]


def test_a_background_voice_on_a_row_of_its_own_sounds_with_the_line_above() -> None:
    assert starts("[00:05.00]Hush\n[bg:ooh]\n[00:09.00]now") == [
        *((5000, "Hush"), (5000, "ooh"), (9000, "now"))
    ]
    assert starts("[00:01.00]Hush\n[00:05.00][bg:ooh]") == [(1000, "Hush"), (5000, "ooh")]
    assert starts("[00:01.00]Hush\n[bg:<00:06.00>ooh]") == [(1000, "Hush"), (6000, "ooh")]
    assert starts("[00:01.00]Hush\n[00:05.00][bg:]") == [(1000, "Hush"), (5000, "")]


def test_the_kind_of_file_is_reported() -> None:
    assert parse("Hush\nlittle").format is Format.TEXT
    assert parse("[00:01.00]Hush").format is Format.LRC
    assert parse("").format is Format.TEXT
    assert parse("[00:01.00]<00:01.00>Hush").timing is Timing.SYLLABLES


def test_an_empty_offset_is_none_and_no_mistake() -> None:
    lyrics = parse("[offset:]\n[00:01.00]x")
    assert (lyrics.offset_ms, lyrics.complaints) == (0, ())
    assert parse("[offset: -250 ms]\n[00:01.00]x").lines[0].start_ms == 1250
    assert parse("[offset:250]\n[offset:100]\n[00:01.00]x").offset_ms == 100


@pytest.mark.parametrize(
    ("head", "start", "reason"),
    [
        ("[length:03:00]", 11_000, Reason.READ_AS_CENTISECONDS),
        ("[length:02:59.99]", 11_000, Reason.READ_AS_CENTISECONDS),
        ("[length:11:00]", 660_000, Reason.READ_AS_HOURS),
        ("[length:10:59]", 11_000, Reason.READ_AS_CENTISECONDS),
        ("[length:11:30]", 660_000, Reason.READ_AS_HOURS),
        ("[length:12:20:00]", 660_000, Reason.READ_AS_HOURS),
        ("[length:soon]", 660_000, Reason.READ_AS_HOURS),
        ("", 660_000, Reason.READ_AS_HOURS),
    ],
)
def test_the_length_that_a_file_tells_of_itself_settles_a_third_group(
    head: str, start: int, reason: Reason
) -> None:
    lyrics = parse(f"{head}\n[00:11:00]x")
    assert lyrics.lines[0].start_ms == start
    assert Complaint(2, reason) in lyrics.complaints


def test_the_recording_knows_its_length_better_than_the_file() -> None:
    lyrics = parse("[length:20:00]\n[00:11:00]x", duration_ms=MINUTES)
    assert lyrics.lines[0].start_ms == 11_000


def test_a_file_without_a_third_group_has_nothing_to_settle() -> None:
    assert parse("[00:01.00]x").complaints == ()


def test_times_that_run_backwards_are_reported_with_their_row() -> None:
    lyrics = parse("[00:01.00]a\n[00:03.00]<00:03.00>b <00:02.00>c\n[00:09.00]")
    assert lyrics.complaints == (Complaint(2, Reason.WORDS_OUT_OF_ORDER),)


def test_a_repeated_line_keeps_its_syllables() -> None:
    lyrics = parse("[00:10.00][00:20.00]<00:10.50>Hush <00:11.00>now\n")
    assert lyrics.complaints == (Complaint(1, Reason.WORDS_SHIFTED),)
    assert [
        (line.start_ms, [(s.start_ms, s.end_ms) for s in line.syllables]) for line in lyrics.lines
    ] == [
        (10_000, [(10_500, 11_000), (11_000, 14_000)]),
        (20_000, [(20_500, 21_000), (21_000, 24_000)]),
    ]
    once = parse("[00:10.00]<00:10.50>Hush <00:11.00>now\n")
    assert once.complaints == ()
    assert parse("[00:10.00][00:20.00]Hush").complaints == ()


def test_the_syllables_of_a_repeated_line_count_from_the_stamp_they_belong_to() -> None:
    last = parse("[00:10.00][00:00.00]<00:10.00>Hush<00:11.00>\n")
    assert [line.start_ms for line in last.lines] == [0, 10_000]
    assert last.lines[0].syllables[0].start_ms == 0
    assert last.lines[0].syllables[0].end_ms == 1000
    early = parse("[00:30.00][00:20.00]<00:19.00>Hush<00:21.00>\n")
    assert [line.start_ms for line in early.lines] == [19_000, 29_000]


def test_a_closing_stamp_is_repeated_with_its_line() -> None:
    lyrics = parse("[00:10.00][00:20.00]Hush<00:12.00>\n")
    assert [(line.start_ms, line.end_ms) for line in lyrics.lines] == [
        *((10_000, 12_000), (20_000, 22_000))
    ]


def test_a_line_may_be_stamped_by_its_words_alone() -> None:
    lyrics = parse("<00:02.00>Hush <00:03.00>now\nlittle\n[00:09.00]baby")
    assert [(line.start_ms, line.text) for line in lyrics.lines] == [
        *((2000, "Hush now"), (None, "little"), (9000, "baby"))
    ]


def test_a_song_gets_its_first_title_and_keeps_everything_else() -> None:
    lyrics = parse(
        "[ti:One]\n[ti:Two]\n[ar:Welsh]\n[ar:Other]\n[la:cy]\n[lang:de]\n[al:Nights]\n[by:Ana]\n"
        "[00:01.00]x\n"
    )
    assert (lyrics.title, lyrics.artist, lyrics.language) == ("One", "Welsh", "cy")
    assert lyrics.tags == (
        *(("ti", "Two"), ("ar", "Other"), ("lang", "de")),
        *(("al", "Nights"), ("by", "Ana")),
    )


def test_rows_of_brackets_are_tags_in_the_head_of_a_stamped_file_only() -> None:
    lyrics = parse("[Artist: Ana]\n[00:01.00]a\n[Chorus: all]\n[00:02.00]b\n")
    assert lyrics.tags == (("Artist", "Ana"),)
    assert [line.text for line in lyrics.lines] == ["a", "[Chorus: all]", "b"]
    plain = parse("[Chorus: all]\nHush\n")
    assert plain.tags == ()
    assert [line.text for line in plain.lines] == ["[Chorus: all]", "Hush"]


def test_verses_of_plain_words_are_separated_by_blank_rows_and_not_by_tags() -> None:
    lyrics = parse("\n\n[ti:Song]\nHush\n[by:Ana]\nlittle\n\nbaby\n\n")
    assert [line.text for line in lyrics.lines] == ["Hush", "little", "", "baby"]
    assert lyrics.title == "Song"


@pytest.mark.parametrize(
    "name", ["verse", "chorus", "bridge", "intro", "outro", "refrain", "hook", "Mood"]
)
def test_a_section_of_plain_words_is_no_tag(name: str) -> None:
    plain = parse(f"[by:Ana]\n[{name}:1]\nHush\n")
    assert [line.text for line in plain.lines] == [f"[{name}:1]", "Hush"]
    assert plain.tags == (("by", "Ana"),)
    assert parse("[by:Ana]\n[mood:1]\nHush\n").tags == (("by", "Ana"), ("mood", "1"))


def test_a_blank_row_ends_the_tags_above_plain_words() -> None:
    plain = parse("\n[by:Ana]\n\n[mood:1]\nHush\n")
    assert [line.text for line in plain.lines] == ["[mood:1]", "Hush"]
    assert plain.tags == (("by", "Ana"),)


def test_who_made_the_song_is_a_tag() -> None:
    lyrics = parse("[00:00.00]Composed by: X\n[00:02.00]La\n")
    assert lyrics.tags == (("au", "Composed by: X"),)
    assert [line.text for line in lyrics.lines] == ["La"]


@pytest.mark.parametrize(("offset", "times"), [("", [0, 1, 1000]), ("[offset:-500]", [0, 1, 1500])])
def test_stamps_before_the_beginning_stay_apart_and_in_order(offset: str, times: list[int]) -> None:
    rows = f"{offset}\n[-00:02.00]a\n[-00:01.00]b\n[00:01.00]c"
    assert starts(rows) == list(zip(times, "abc", strict=True))


def test_a_second_background_voice_at_one_stamp_translates_the_first() -> None:
    lyrics = parse("[00:01.00]Hush\n[00:05.00][bg:ooh]\n[00:05.00][bg:uuh]\n[00:09.00]now")
    assert [(line.text, line.translation) for line in lyrics.lines] == [
        *(("Hush", ""), ("ooh", "uuh"), ("now", ""))
    ]
    within = parse("[00:05.00]Hush[bg:ooh]\n[00:05.00]Sleep[bg:uuh]\n[00:09.00]now")
    assert [(line.text, line.translation) for line in within.lines] == [
        *(("Hush", "Sleep"), ("ooh", ""), ("uuh", ""), ("now", ""))
    ]


def test_the_words_know_where_they_came_from() -> None:
    lyrics = parse_bytes(b"[00:01.00]x", duration_ms=Ms(5000), source="song.lrc")
    assert lyrics.source == "song.lrc"
    assert lyrics.lines[0].end_ms == 5000


def test_a_background_voice_without_words_is_none() -> None:
    assert starts("[00:01.00]Hush\n[bg:<00:02.00>]\n[00:05.00]now") == [
        *((1000, "Hush"), (5000, "now"))
    ]


def test_a_line_from_the_very_beginning_is_sung_again_at_its_time() -> None:
    lyrics = parse("[00:00.00][00:10.00]Hush<00:00.00>")
    assert [(line.start_ms, line.end_ms) for line in lyrics.lines] == [(0, 0), (10_000, 10_000)]
    back = parse("[00:10.00][00:00.00]Hush<00:10.00>")
    assert [(line.start_ms, line.end_ms) for line in back.lines] == [(0, 0), (10_000, 10_000)]


def test_59_seconds_are_no_mistake() -> None:
    assert parse("[00:59.00]x").complaints == ()


@pytest.mark.parametrize(
    "key",
    [
        *("ti", "ar", "al", "au", "lr", "length", "by", "offset", "re", "tool", "ve"),
        *("la", "lang", "#", "TI", "By"),
    ],
)
def test_a_known_tag_is_never_sung(key: str) -> None:
    assert [line.text for line in parse(f"[{key}: 5]\nHush\n").lines] == ["Hush"]


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("[ti: Hush [live]]", "Hush [live]"),
        ("[ti: Hush [live] [2020]]", "Hush [live] [2020]"),
        ("[ti: Hush [live]", "Hush [live"),
    ],
)
def test_a_tag_may_contain_brackets(row: str, title: str) -> None:
    lyrics = parse(f"{row}\nHush\n")
    assert lyrics.title == title
    assert [line.text for line in lyrics.lines] == ["Hush"]


@pytest.mark.parametrize(
    "title", ["Hush <00:01.00>moon", "Hush [00:01.00]moon", "[00:01]", "<0:01>"]
)
def test_a_title_with_a_stamp_in_it_is_written_as_no_words(title: str) -> None:
    words = Lyrics((Line("sleep"),), Timing.NONE, title=title)
    again = parse(to_lrc(words))
    assert [(line.start_ms, line.text) for line in again.lines] == [(None, "sleep")]
    assert again.title == title.translate(str.maketrans("<>[]", "()()"))


def test_several_tags_may_share_a_row_of_the_head() -> None:
    lyrics = parse("[Artist: Ana] [Mood: soft]  [by:Ben] \n[00:01.00]a\n")
    assert lyrics.tags == (("Artist", "Ana"), ("Mood", "soft"), ("by", "Ben"))
    assert [line.text for line in lyrics.lines] == ["a"]
