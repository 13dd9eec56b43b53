"""Times and chords as other programs, web pages and keyboards write them."""

import json

import pytest

from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Format, Line, Lyrics, Reason, Timing
from lullaby.lyrics.not_words import NotWords, reason_of
from lullaby.lyrics.sniffing import words_from_text, words_of_file
from lullaby.units import Ms

TIMED = [(1_000, "hush now"), (4_000, "la la lo"), (7_000, "sleep well")]
WORDS = ["hush now", "la la lo", "sleep well"]


def read(text: str, name: str = "a.lrc") -> list[tuple[int | None, str]]:
    words = words_of_file(text.encode(), name)
    return [(line.start_ms, line.text) for line in words.lines if line.text]


def rows(first: str, second: str, third: str, end: str = "\n") -> str:
    return f"{first}{end}{second}{end}{third}{end}"


def stamped(pattern: str, end: str = "\n") -> str:
    """The three lines; in the pattern `{s}` is the second, `{e}` the end, `{w}` the words."""
    lines = [pattern.format(s=s, e=s + 2, w=w) for s, w in zip((1, 4, 7), WORDS, strict=True)]
    return rows(*lines, end=end)


@pytest.mark.parametrize(
    "pattern",
    [
        "[00:0{s}.00-00:0{e}.00]{w}",
        "[00:0{s}.00 --> 00:0{e}.00] {w}",
        "[00:0{s};00]{w}",
        "[00:0{s}'00]{w}",
        "[00.0{s}.00]{w}",
        "[[00:0{s}.00]]{w}",
        "(00:0{s}.00){w}",
        "00:0{s}.00 {w}",
        "0:0{s} {w}",
        "00:00:0{s}:{w}",
        "{w}[00:0{s}.00]",
        "\u200f[00:0{s}.00]\u200f{w}\u202c",
        "\u200b[00:0{s}.00]{w}",
        "[\u0660\u0660:\u0660{d}.\u0660\u0660]{w}",
    ],
)
def test_stamps_of_other_programs(pattern: str) -> None:
    text = "".join(
        pattern.format(s=s, e=s + 2, w=w, d=chr(0x660 + s)) + "\n"
        for s, w in zip((1, 4, 7), WORDS, strict=True)
    )
    assert read(text) == TIMED


def test_numbers_in_pointed_brackets_that_are_sung_stay_when_written() -> None:
    text = "[ti:Hush]\x02[00:01.00]<500>hush <500>now\n[00:04.00]<500>la <500>&lt;3\n"
    words = words_of_file(text.encode(), "a.lrc")
    assert [line.text for line in words.lines] == ["<500>hush <500>now", "la <3"]
    assert read(to_lrc(words)) == [(line.start_ms, line.text) for line in words.lines]


@pytest.mark.parametrize("control", ["\x18", "\ufeff", "\x00"])
def test_a_control_character_in_a_range_is_left_out(control: str) -> None:
    text = f"[00:01.{control}00-00:03.00]hush now\n[00:04.00-00:06.00]la la lo\n"
    assert read(text) == TIMED[:2]


@pytest.mark.parametrize("end", ["<br>", "<br/>\n", "\\n", "\\r\\n", "\u2028", "\x85", "\f"])
def test_what_stands_for_a_line_end_before_a_stamp(end: str) -> None:
    assert read(stamped("[00:0{s}.00]{w}", end)) == TIMED


def test_marks_that_join_letters_inside_words_stay() -> None:
    assert read("[00:01.00]\u200f\u0645\u06cc\u200c\u0631\u0648\u062f\n") == [
        (1_000, "\u0645\u06cc\u200c\u0631\u0648\u062f")
    ]


def test_words_with_lengths_of_ttpod() -> None:
    text = "[00:01.00]<500>hush <500>now\n[00:04.00]<500>la <500>la <500>lo\n"
    words = words_of_file(text.encode(), "a.trc")
    assert [(s.text, s.start_ms, s.end_ms) for s in words.lines[0].syllables] == [
        ("hush ", 1_000, 1_500),
        ("now", 1_500, 2_000),
    ]


def test_words_timed_with_three_groups_count_hundredths() -> None:
    text = "[00:01:00]\u6b4c[00:01:50]\u8a5e[00:02:00]\n@Ruby1=\u6b4c,\u3046\u305f\n"
    assert read(text) == [(1_000, "\u6b4c\u8a5e")]


@pytest.mark.parametrize(
    "text",
    [
        "At 5:30 we rise\nWe sing till nine\nAnd then we rest\n",
        "10:00 is late\n9:00 was fine\n8:00 is sleep\n",
        "Do: a deer\nRe: a drop\nMi: a name\n",
    ],
)
def test_times_of_day_and_colons_are_sung(text: str) -> None:
    assert [words for _, words in read(text, "a.txt")] == text.splitlines()


def test_captions_of_youtube() -> None:
    srv1 = (
        '<?xml version="1.0" encoding="utf-8" ?><transcript><text start="1" dur="2.5">hush now'
        '</text><text start="4" dur="2">la la lo</text><text start="7.0" dur="2">sleep well</text>'
        "</transcript>"
    )
    srv3 = (
        '<timedtext format="3"><head><pen id="1"/></head><body><p t="1000" d="2500"><s>hush</s>'
        '<s t="500"> now</s></p><p t="3500" d="100" a="1">\n</p><p t="4000" d="2000">la la lo</p>'
        '<p t="7000" d="2000">sleep well</p></body></timedtext>'
    )
    json3 = json.dumps(
        {
            "events": [
                {"tStartMs": 0, "dDurationMs": 9_000, "id": 1},
                {"tStartMs": 1_000, "dDurationMs": 2_000, "segs": [{"utf8": "hush now"}]},
                {"tStartMs": 3_000, "aAppend": 1, "segs": [{"utf8": "\n"}]},
                {"tStartMs": 4_000, "dDurationMs": 2_000, "segs": [{"utf8": "la la lo"}]},
                {"tStartMs": 7_000, "dDurationMs": 2_000, "segs": [{"utf8": "sleep well"}]},
            ]
        }
    )
    assert read(srv1, "a.xml") == read(srv3, "a.xml") == read(json3, "a.json") == TIMED
    words = words_of_file(srv3.encode(), "a.xml").lines[0]
    assert [syllable.start_ms for syllable in words.syllables] == [1_000, 1_500]


@pytest.mark.parametrize(
    "pattern",
    [
        '<transcript><text start="1" dur="2">{}</text></transcript>',
        '<timedtext format="3"><body><p t="1000" d="2000">{}</p></body></timedtext>',
        '<tt><body><p begin="1s" end="3s">{}</p></body></tt>',
        "<sami><sync start=1000>{}<sync start=3000>&nbsp",
        "WEBVTT\n\n00:01.000 --> 00:03.000\n{}\n",
        "1\n00:00:01,000 --> 00:00:03,000\n{}\n",
        "[00:01.00]{}\n",
    ],
)
def test_entities_that_were_escaped_twice(pattern: str) -> None:
    text = pattern.format("it&amp;#39;s rock &amp;amp; roll")
    assert read(text, "a.xml") == [(1_000, "it's rock & roll")]


@pytest.mark.parametrize("words", ["&lt;3", "&amp;", "&amp;lt;3", "&amp;amp;#39;", "R&B", "a&b;"])
def test_words_like_entities_stay_when_they_are_written(words: str) -> None:
    assert read(to_lrc(Lyrics((Line(words, Ms(1_000), Ms(2_000)),), Timing.LINES))) == [
        (1_000, words)
    ]


def test_letters_set_off_in_captions_of_youtube() -> None:
    text = '<transcript><text start="1" dur="2">&lt;i&gt;hush&lt;/i&gt; now</text></transcript>'
    assert read(text, "a.xml") == [(1_000, "hush now")]


def test_signs_for_music_part_words_in_time() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\n\u266a hush<00:02.000> now \u266a\n"
    assert read(text, "a.vtt") == [(1_000, "hush now")]


def test_a_caption_with_an_empty_row_is_whole() -> None:
    text = json.dumps(
        {"events": [{"tStartMs": 1_000, "dDurationMs": 10, "segs": [{"utf8": "hush\n\nnow"}]}]}
    )
    assert [words for _, words in read(text, "a.json")] == ["hush", "now"]


@pytest.mark.parametrize(
    "text",
    [
        "[00:01.00]hush now[00:04.00]la la lo[00:07.00]sleep well",
        "[ti:Hush]\n[00:01.00]hush now [00:04.00] la la lo [00:07.00] sleep well\n",
        "[00:01.00] hush now [00:04.00][00:07.00] la la lo [00:10.00]sleep well",
        "[00:01.00]hush now[00:04.00]la la lo\n[00:07.00]sleep well[00:10.00]good night\n",
    ],
)
def test_lines_all_in_one_row(text: str) -> None:
    found = read(text)
    assert found[0] == (1_000, "hush now")
    assert len(found) > 2
    assert set(found) <= {
        *TIMED,
        (7_000, "la la lo"),
        (10_000, "sleep well"),
        (10_000, "good night"),
    }


def test_untimed_words_with_stamps_inside_stay_in_their_row_when_written() -> None:
    text = "hush [00:01.00]now my dear [00:04.00]la la lo"
    written = to_lrc(Lyrics((Line(text), Line("sleep")), Timing.NONE))
    assert read(written) == [
        (None, "hush (00:01.00)now my dear (00:04.00)la la lo"),
        (None, "sleep"),
    ]


def test_single_words_behind_stamps_stay_in_their_row() -> None:
    text = "[00:01.00]hush [00:01.50]now [00:02.00]my [00:02.50]dear[00:03.00]\n"
    assert read(text) == [(1_000, "hush now my dear")]


@pytest.mark.parametrize("text", ["[00:01.00]hush\0now\n", "[00:01.00]hush\0now\0my\0dear\n\0"])
def test_zeros_between_words_are_blanks(text: str) -> None:
    ((time, words),) = read(text)
    assert (time, words[:8]) == (1_000, "hush now")
    words_of_tag = words_from_text(text)
    assert words_of_tag.lines[0].text[:8] == "hush now"


EXPORT = """[Lyricify Quick Export]
[version:1.0]
[ti:Hush]
[by:]

[lyrics: format@Lyricify Syllable, language@en]
[4]hush (1000,500)now(1500,500)
[7](1000,300)la (1000,300)la(1300,300)
[4]la (4000,500)la (4500,500)lo(5000,500)

[translation: language@de, format@LRC]
[00:01.000]still nun
[00:01.000](lei lei)
[00:04.000]la la lo
[pronunciation: format@LRC, language@en]
[00:04.003]ra ra ro
"""


def test_words_and_translations_of_a_quick_export() -> None:
    words = words_of_file(EXPORT.replace("[7](1000,300)", "[7]").encode(), "a.lqe")
    assert words.title == "Hush"
    assert [(line.start_ms, line.text, line.translation) for line in words.lines] == [
        (1_000, "hush now", "still nun"),
        (1_000, "la la", "lei lei"),
        (4_000, "la la lo", "la la lo\nra ra ro"),
    ]
    assert words.lines[0].syllables[1].start_ms == 1_500


def test_a_quick_export_of_lines() -> None:
    text = "[Lyricify Quick Export]\n[1000,2000,0]hush now\n[4000,6000,0]la la lo\n"
    assert read(text, "a.lqe") == TIMED[:2]
    text = "[Lyricify Quick Export]\n[lyrics: format@LRC]\n[00:01.00]hush now\n"
    assert read(text, "a.lqe") == TIMED[:1]


def test_captions_of_sami() -> None:
    text = (
        "<SAMI><HEAD><STYLE><!--\nP {margin:0}\n--></STYLE></HEAD><BODY>\n"
        "<SYNC Start=1000><P Class=ENCC>hush now\n<SYNC Start=3000><P Class=ENCC>&nbsp;\n"
        "<SYNC Start=4000><P Class=ENCC>la la<br>lo\n</BODY></SAMI>\n"
    )
    assert [words for _, words in read(text, "a.smi")] == ["hush now", "la la", "lo"]
    assert read(text, "a.smi")[0][0] == 1_000


def test_two_languages_of_sami() -> None:
    lead = "<SYNC Start={}><P Class=KRCC>{}"
    both = [
        ("1000", "\uc790\uc7a5", "hush"),
        ("4000", "\uc798\ub3c4", "sleep"),
        ("6000", "&nbsp;", "&nbsp;"),
    ]
    together = "".join(f"{lead}<P Class=ENCC>{{}}".format(*each) for each in both)
    apart = "".join(lead.format(time, one) for time, one, _ in both) + "".join(
        lead.replace("KRCC", "ENCC").format(time, other) for time, _, other in both
    )
    for body in (together, apart, together.replace("<P", "</P>\n<P")):
        words = words_of_file(f"<SAMI><BODY>{body}</BODY></SAMI>".encode(), "a.smi")
        assert [
            (line.start_ms, line.end_ms, line.text, line.translation) for line in words.lines
        ] == [
            (1_000, 4_000, "\uc790\uc7a5", "hush"),
            (4_000, 6_000, "\uc798\ub3c4", "sleep"),
        ]


MICRODVD = "{25}{75}{y:i}hush now\n{100}{150}la la lo\n{175}{200}/sleep well\n"
MPL2 = "[10][30] hush now\n[40][60] /la la lo\n[70][90] sleep well\n"
SUBVIEWER = (
    "[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n[SUBTITLE]\n[COLF]&HFFFFFF\n"
    "00:00:01.00,00:00:03.00\nhush now\n\n00:00:04.00,00:00:06.00\nla la lo\n\n"
    "00:00:07.00,00:00:09.00\nsleep well\n"
)
KSC = (
    "karaoke := CreateKaraokeObject;\nkaraoke.rows := 2;\nkaraoke.songname := 'x';\n"
    "karaoke.add('00:01.000', '00:02.000', '[hush ][now]', '500,500');\n"
    "karaoke.add('00:04.000', '00:05.500', '[la ][la ][lo]', '500,500,500');\n"
    "karaoke.add('00:07.000', '00:09.000', 'sleep well', '');\n"
)


@pytest.mark.parametrize("text", ["{1}{1}25\n" + MICRODVD, MPL2, SUBVIEWER, KSC])
def test_captions_of_older_players(text: str) -> None:
    assert read(text, "a.sub") == TIMED


def test_pictures_without_a_rate_are_no_times() -> None:
    words = words_of_file(MICRODVD.encode(), "a.sub")
    assert [(line.start_ms, line.text) for line in words.lines] == [(None, w) for w in WORDS]
    assert [(c.number, c.reason) for c in words.complaints] == [
        (row, Reason.BAD_STAMP) for row in (1, 2, 3)
    ]


def test_words_with_lengths_of_ksc() -> None:
    words = words_of_file(KSC.encode(), "a.ksc").lines[0]
    assert [(s.text, s.start_ms, s.end_ms) for s in words.syllables] == [
        ("hush ", 1_000, 1_500),
        ("now", 1_500, 2_000),
    ]


def test_letters_with_lengths_of_ksc() -> None:
    text = KSC.replace("sleep well', ''", "\u665a\u5b89', '500,600'")
    words = words_of_file(text.encode(), "a.ksc").lines[2]
    assert [(s.text, s.start_ms) for s in words.syllables] == [("\u665a", 7_000), ("\u5b89", 7_500)]


def test_letters_and_brackets_of_ksc_have_lengths() -> None:
    text = (
        "karaoke.songname := 'Hush';\nkaraoke.singer := 'Nobody';\n"
        "karaoke.add('00:00.000', '00:00.900', '[\u25cf\u25cf]', '900', RGB(255,0,0));\n"
        "karaoke.add('00:03.197','00:06.612','\u8521\u5065\u96c5[-beautiful ][love]',"
        "'691,768,579,583,794');\n"
    )
    words = words_of_file(text.encode(), "a.ksc")
    assert (words.title, words.artist) == ("Hush", "Nobody")
    (line,) = words.lines
    assert line.text == "\u8521\u5065\u96c5-beautiful love"
    assert [s.start_ms for s in line.syllables] == [3_197, 3_888, 4_656, 5_235, 5_818]


def test_singers_and_pictures_of_nicokara_are_not_sung() -> None:
    text = (
        "\u3010sv1\u3011[00:18:74]\u62bc[00:19:74]\u3057[00:20:00]\n"
        "[00:21:00]\u3010sv9\u3011\u591c[00:22:00]\n@Emoji=\u3010sv1\u3011,a.png\n@Ruby1=\u62bc,\u304a\n"
    )
    assert read(text) == [(18_740, "\u62bc\u3057"), (21_000, "\u591c")]


@pytest.mark.parametrize("arrow", ["-->", "->", "==>", "\u2192", "\u27f6"])
@pytest.mark.parametrize("colon", [":", "\uff1a"])
def test_arrows_and_colons_between_the_times_of_captions(arrow: str, colon: str) -> None:
    text = stamped("1\n00:00:0{s},000 > 00:00:0{e},000\n{w}\n")
    assert read(text.replace(">", arrow).replace(":", colon), "a.srt") == TIMED


def test_the_head_of_captions_in_small_letters() -> None:
    assert read("webvtt\n\n" + stamped("00:0{s}.000 --> 00:0{e}.000\n{w}\n"), "a.vtt") == TIMED


SHEET = """Artist: Nobody
Capo: 2

[Intro]
e|---0---|
B|---1---|

[Verse 1]
C        G
hush now my dear
Am       F
la la lo

[Chorus]
   C     G7
sleep well
"""


@pytest.mark.parametrize(
    "text",
    [
        "[am]hush now my [g]dear\n[f]la la [e7]lo\n",
        "[c]hush now my [g]dear\n[f]la la [c]lo\n",
        "[C]hush now my [a]dear\n[d]la la [fis]lo\n",
        "{title: Hush}\n[am]hush now my [g]dear\nla la [e7/h]lo\n",
    ],
)
def test_chords_in_small_letters(text: str) -> None:
    words = words_of_file(text.encode(), "a.txt")
    assert [line.text for line in words.lines] == ["hush now my dear", "la la lo"]
    assert words.lines[0].chords[1].at == len("hush now my ")


@pytest.mark.parametrize(
    "text",
    [
        "[a] hush now\n[b] la la lo\n[c] sleep well\n",
        "[bis]hush now\nla [bis]la lo\n",
        "[all]hush now\n[men]la la lo\n[all]sleep [men]well\n",
    ],
)
def test_marks_in_brackets_are_no_chords(text: str) -> None:
    assert words_of_file(text.encode(), "a.txt").format is not Format.CHORDPRO


def test_chords_above_the_words() -> None:
    words = words_of_file(SHEET.encode(), "a.txt")
    assert [line.text for line in words.lines] == ["hush now my dear", "la la lo", "", "sleep well"]
    first = words.lines[0]
    assert [(chord.name, chord.at) for chord in first.chords] == [("C", 0), ("G", 9)]
    tagged = SHEET.replace("C        G\n", "[tab][ch]C[/ch]        [ch]G[/ch]\n")
    assert [line.text for line in words_of_file(tagged.encode(), "a.txt").lines] == [
        line.text for line in words.lines
    ]


def test_tagged_chords_and_their_grips_are_not_sung() -> None:
    text = (
        "A:      |X02220|\nAmaj7:  |X02120|\nE7sus4: |020200|\nDm      x  x  0  2  3  1\n\n"
        "[ch]G[/ch]        [ch]Bm[/ch]\nhush now my dear\nla la lo\n[ch]F[/ch]\n"
        "sleep well\n1 2 3 4 5\n"
    )
    words = words_of_file(text.encode(), "a.txt")
    sung = ["hush now my dear", "la la lo", "sleep well", "1 2 3 4 5"]
    assert [line.text for line in words.lines if line.text] == sung


def test_grips_in_a_chordpro_sheet_are_no_notes_of_ultrastar() -> None:
    text = "{meta: title Hush}\nhush now\nF 1 3 3 2 1 1\nG 3 2 0 0 0 3\nla la lo\n"
    assert words_of_file(text.encode(), "a.pro").title == "Hush"


@pytest.mark.parametrize(
    "text",
    [
        "A B C D E F G\nH I J K L M N O P\nQ R S\n",
        "A B C D\nE F G\nnow I know my letters\nA B C\nsing with me\n",
    ],
)
def test_a_song_of_letters_is_sung(text: str) -> None:
    assert [words for _, words in read(text, "a.txt")] == text.splitlines()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<div class="lyrics">hush</div>\n<script>var x=1</script>', NotWords.WEB_PAGE),
        ('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>', NotWords.DATA),
        ("<movie><title>x</title></movie>", NotWords.DATA),
        ("[General]\nname=x\n[Other]\nb = 2\n", NotWords.DATA),
        ("---\nname: x\nitems:\n  - a\n", NotWords.DATA),
        ("#!/bin/sh\necho hush\n", NotWords.DATA),
        ("karaoke := CreateKaraokeObject;\n", NotWords.DATA),
        ("song.flac:d41d8cd98f00b204e9800998ecf8427e\n", NotWords.CHECKSUMS),
        ("SGVsbG8gd29ybGQsIHRoaXMgaXMgYSB2ZXJ5IGxvbmcgYmFzZTY0IHN0cmluZyB0\n" * 3, NotWords.LOCKED),
        ("Title,Artist,Length\nHush,Nobody,120\nLa,Nobody,100\n", NotWords.DATA),
        ("Name\tArtist\tTime\nHush\tNobody\t10\n", NotWords.DATA),
        ("From: a\nSubject: hush\nMIME-Version: 1.0\n\nhush\n", NotWords.DOCUMENT),
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-hush\n+now\n", NotWords.DATA),
        ("local x = {\n  a = 1,\n}\nreturn x\n", NotWords.DATA),
        (".a { color: red; }\n.b {\n  margin: 0;\n}\n", NotWords.DATA),
        ("https://example.org/watch?v=abc\n", NotWords.PLAYLIST),
    ],
)
def test_what_is_no_words_is_told(text: str, what: NotWords) -> None:
    words = words_of_file(text.encode(), "a.txt")
    assert not words.has_words
    assert reason_of(words) is what


@pytest.mark.parametrize(
    "text",
    [
        "I <3 you\nhush now <3\n",
        "<i>hush now</i>\n<i>sleep well</i>\n",
        "<Verse 1>\nhush now\n<Ending>\n",
        "love = you\nyou = love\n",
        "Title, artist\nla, la\nla, la\n",
        "From: your mother\nSubject: sleep\n\nhush now\n",
        "[10][30]\nhush now\n",
        "one -> two\ntwo \u2192 three\n",
        "{hush}\n{now}\nsleep well\n",
        "see https://example.org\nhush now\n",
    ],
)
def test_signs_in_words_are_no_data(text: str) -> None:
    assert read(text, "a.txt")
