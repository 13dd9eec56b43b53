"""Words of any kind: no reader fails, times stay in order, no text is lost."""

import sys
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lullaby.lyrics import subtitles, ttml, ultrastar
from lullaby.lyrics.assemble import sung_apart
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Format, Line, Lyrics, Part, Reason, Syllable, Timing
from lullaby.lyrics.pieces import RawLine
from lullaby.lyrics.sniffing import words_from_bytes
from lullaby.units import Ms
from tests.lyrics.midi_making import lyric, midi, note, tempo, text, track

DURATIONS = st.none() | st.integers(0, 400_000).map(Ms)
SYLLABLES = st.sampled_from(
    ["Hush", " Hu", "na ", " la ", "~", "~ ", "", " ", "don't", "子守", "v1:"]
)
BEATS = st.integers(-20, 400)

NOTES = st.one_of(
    st.tuples(
        st.sampled_from(":*FRGX"), BEATS, st.integers(0, 9), st.integers(-9, 9), SYLLABLES
    ).map(lambda n: f"{n[0]} {n[1]} {n[2]} {n[3]} {n[4]}"),
    st.tuples(BEATS, BEATS).map(lambda pair: f"- {pair[0]} {pair[1]}"),
    BEATS.map(lambda beat: f"- {beat}"),
    st.sampled_from(["P1", "P2", "P3", "-", "E", ": 1 x 3 oh", ": oh", "B 8 90", "#GAP:-500", ""]),
    st.text(max_size=6),
)
HEADS = st.sampled_from(
    [
        *("#BPM:120\n", "#BPM:93,75\n#GAP:1250,5\n", "#BPM:0\n", "#BPM:60\n#RELATIVE:yes\n", ""),
        "#TITLE: Hush\n#ARTIST:Trad\n#LANGUAGE:Welsh\n#BPM:300\n#VERSION:2.0.0\n",
    ]
)
ULTRASTAR = st.tuples(HEADS, st.lists(NOTES, max_size=14)).map(lambda f: f[0] + "\n".join(f[1]))

LYRICSFILE = "metadata:\n  title: Hush\nlines:\n- text: La\n  start_ms: "
LATE = [
    "0:00:01.000,65536:00:02.500\nHush\n\n0:00:03.000,0:00:04.000\nLa\n",
    "99999:00:01.000,99999:00:02.500\nHush\n\n0:00:03.000,0:00:04.000\nLa\n",
    LYRICSFILE + "99999999999\n",
    LYRICSFILE + "1\n  words:\n  - text: La\n    start_ms: 1\n    end_ms: 99999999999\n",
]


@pytest.mark.parametrize("text", LATE)
def test_times_later_than_any_stamp_are_left_out(text: str) -> None:
    words = words_from_bytes(text.encode())
    assert "La" in [line.text for line in words.lines]
    assert parse(to_lrc(words)).lines == words.lines


CLOCKS = st.integers(0, 90_000).map(
    lambda ms: f"{ms // 60000:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
)
TAGS = st.one_of(
    st.tuples(CLOCKS, CLOCKS).map(lambda t: f'<p begin="{t[0]}" end="{t[1]}">'),
    st.tuples(CLOCKS, CLOCKS).map(lambda t: f'<span begin="{t[0]}" end="{t[1]}">'),
    st.sampled_from(
        [
            *(
                "</p>",
                "</span>",
                "<br/>",
                '<span ttm:role="x-bg">',
                "Hush ",
                "&amp;",
                "&nbsp;",
                "&x;",
            ),
            *(
                '<p ttm:agent="v2" begin="3s" dur="2s">',
                '<p begin="1:00:00:12">',
                "<!-- x -->",
                "\n",
            ),
            *(
                '<span ttm:role="x-translation">',
                '<div begin="10s">',
                '<div xml:lang="de">',
                '<p begin="3s">',
                "</div>",
                "<p>",
                "la",
                "<",
                "]]>",
            ),
        ]
    ),
)
TTML = st.lists(TAGS, max_size=16).map(lambda tags: "<tt><body>" + "".join(tags) + "</body></tt>")

CUES = st.one_of(
    st.tuples(CLOCKS, CLOCKS).map(lambda t: f"{t[0]} --> {t[1]}"),
    CLOCKS.map(lambda clock: f"<{clock}>"),
    st.sampled_from(
        [
            *(
                "\n",
                "\n",
                "\n\n",
                "1\n",
                "Hush ",
                "<i>little</i>",
                "<v Anna>",
                "<v Bob>",
                "♪",
                "{\\an8}",
            ),
            *("00:00:1x --> 00:02", "NOTE\n", "baby", "&lt;", "<rt>x</rt>", "-->", "STYLE\n"),
        ]
    ),
)
SUBTITLES = st.lists(CUES, max_size=24).map("".join)

ASS_CLOCKS = st.integers(0, 9_000).map(
    lambda cs: f"0:{cs // 6000:02d}:{cs // 100 % 60:02d}.{cs % 100:02d}"
)
ASS_TEXTS = st.lists(
    st.sampled_from(
        [
            *(
                "{\\k50}",
                "{\\kf20\\k5}",
                "{\\K0}",
                "{\\kt100}",
                "{\\p1}",
                "{\\p0}",
                "{",
                "}",
                "\\N",
                "\\h",
            ),
            *("Hush ", "now", "la", "子|こ", "#|り", "♪", ","),
        ]
    ),
    max_size=9,
).map("".join)
ASS_ROWS = st.one_of(
    st.tuples(
        st.sampled_from(["Dialogue", "Dialogue", "Comment"]),
        ASS_CLOCKS,
        ASS_CLOCKS,
        st.sampled_from(["Default", "English"]),
        st.sampled_from(["", "Anna", "Ben"]),
        st.sampled_from(["", "fx", "karaoke"]),
        ASS_TEXTS,
    ).map(lambda r: f"{r[0]}: 0,{r[1]},{r[2]},{r[3]},{r[4]},0,0,0,{r[5]},{r[6]}"),
    st.sampled_from(
        ["Dialogue: 0,x", "Format: Start, Text", "Dialogue:", "[Fonts]", "Title: Hush"]
    ),
)
ASS = st.lists(ASS_ROWS, max_size=9).map(lambda rows: "[Script Info]\n[Events]\n" + "\n".join(rows))

NUMBERS = st.sampled_from(["0", "1000", "1500", "99999"])
SYLLABLE_ROWS = st.lists(
    st.one_of(
        st.tuples(NUMBERS, NUMBERS).map(lambda t: f"\n[{t[0]},{t[1]}]"),
        st.tuples(NUMBERS, NUMBERS).map(lambda t: f"({t[0]},{t[1]})"),
        st.tuples(NUMBERS, NUMBERS).map(lambda t: f"({t[0]},{t[1]},0)"),
        st.tuples(NUMBERS, NUMBERS).map(lambda t: f"<{t[0]},{t[1]},0>"),
        st.sampled_from(
            ["\n[4]", "\n[5]", "\n[6]", "\n[ti:Hush]", "\n[offset:200]", "\n[language:e30=]"]
        ),
        st.sampled_from(["Hush ", "now", " ", "(la)", "子", "\n", '"', '<Lyric_1 LyricContent="']),
    ),
    max_size=16,
).map("".join)

PIECES = st.sampled_from(
    ["Hu", "na ", "\\Hush", "/la", "\r", "\n", "ba-", "", "@Lx", "@THush", "子"]
)
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 700),
        st.one_of(
            PIECES.map(text),
            PIECES.map(lyric),
            st.integers(1, 2_000_000).map(tempo),
            st.tuples(st.integers(50, 70), st.sampled_from([0, 64])).map(lambda n: note(*n)),
        ),
    ),
    max_size=14,
)
DIVISIONS = st.sampled_from([1, 96, 480, 0, 0xE728, 0xE200])


def _midi(parts: tuple[list[list[tuple[int, bytes]]], int]) -> bytes:
    tracks, division = parts
    made = [track(*sorted(events, key=lambda event: event[0])) for events in tracks]
    return midi(made, division)


MIDI = st.tuples(st.lists(EVENTS, max_size=3), DIVISIONS).map(_midi)
FILES = st.one_of(
    ULTRASTAR.map(str.encode),
    TTML.map(str.encode),
    SUBTITLES.map(str.encode),
    SUBTITLES.map(lambda cues: f"WEBVTT\n\n{cues}".encode()),
    ASS.map(str.encode),
    SYLLABLE_ROWS.map(str.encode),
    MIDI,
)
CUT = st.tuples(FILES, st.integers(0, 400)).map(lambda cut: cut[0][: cut[1]])
SPOILT = st.tuples(FILES, st.integers(0, 200), st.binary(max_size=4)).map(
    lambda spoilt: spoilt[0][: spoilt[1]] + spoilt[2] + spoilt[0][spoilt[1] + 2 :]
)


@given(st.one_of(FILES, CUT, SPOILT, st.binary(max_size=200)), DURATIONS)
def test_any_bytes_give_words_in_time(data: bytes, duration_ms: Ms | None) -> None:
    lyrics = words_from_bytes(data, duration_ms=duration_ms)
    starts = [line.start_ms for line in lyrics.lines if line.start_ms is not None]
    assert starts == sorted(starts)
    assert all(complaint.number >= 1 for complaint in lyrics.complaints)
    for line in lyrics.lines:
        assert "\n" not in line.text
        if line.start_ms is not None:
            assert line.end_ms is not None
            assert 0 <= line.start_ms <= line.end_ms
        if line.syllables:
            assert "".join(syllable.text for syllable in line.syllables) == line.text
            times = [time for s in line.syllables for time in (s.start_ms, s.end_ms)]
            assert times == sorted(times)
            assert line.end_ms == times[-1]
        for syllable in line.syllables:
            _melody_fits(syllable)


def _melody_fits(syllable: Syllable) -> None:
    times = [time for note in syllable.notes for time in (note.start_ms, note.end_ms)]
    assert times == sorted(times)
    if times:
        assert syllable.start_ms <= times[0]
        assert times[-1] <= syllable.end_ms


@example(b"\n[0,0](0,0)\n[6](0,0,0)", None)
@given(FILES, DURATIONS)
def test_words_of_any_kind_survive_as_lrc(data: bytes, duration_ms: Ms | None) -> None:
    once = words_from_bytes(data, duration_ms=duration_ms)
    twice = parse(to_lrc(once, duration_ms=duration_ms), duration_ms=duration_ms)
    if once.timing is Timing.NONE:
        assert text_of(twice) == text_of(once)
    else:
        assert twice.lines == tuple(unsung(line) for line in once.lines)
    named = [twice.title, twice.artist, twice.language, twice.tags]
    assert named == [once.title, once.artist, once.language, once.tags]


def unsung(line: Line) -> Line:
    """LRC has no place for a melody."""
    return replace(line, syllables=tuple(replace(s, notes=()) for s in line.syllables))


def letters(words: str) -> str:
    return "".join(character for character in words if character.isalnum())


def text_of(lyrics: Lyrics) -> str:
    return letters("".join(f"{line.text}{line.translation}" for line in lyrics.lines))


WORD_STARTS = st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True).map(sorted)


@given(st.lists(WORD_STARTS, min_size=3, max_size=9), st.booleans(), st.data())
def test_one_stamp_does_not_move_a_whole_ttml_file(
    words: list[list[int]], relative: bool, data: st.DataObject
) -> None:
    """Lines every 10 s; one word or section is stamped anywhere before its line."""
    rows: list[str] = []
    odd = data.draw(st.integers(0, len(words) - 1))
    early = data.draw(st.integers(1, 1000))
    for place, starts in enumerate(words):
        at = 10_000 * (place + 1)
        stamps = [100 * start + (0 if relative else at) for start in starts]
        if place == odd and not relative:
            stamps[0] = at - early
        elif relative:
            stamps[0] = 0
        spans = "".join(f'<span begin="{s}ms" end="{s + 50}ms">la </span>' for s in stamps)
        rows.append(f'<p begin="{at}ms" end="{at + 7000}ms">{spans}</p>')
    lyrics = ttml.parse("<tt><body><div>" + "".join(rows) + "</div></body></tt>")
    told = [complaint.reason for complaint in lyrics.complaints]
    assert told == ([Reason.READ_AS_RELATIVE] if relative else [])
    for place, line in enumerate(lyrics.lines):
        assert line.start_ms is not None
        at = 10_000 * (place + 1)
        assert at - early <= line.start_ms <= at + 6000


PLAIN = st.text("abcdefgé子א ", min_size=1, max_size=8)


@given(st.lists(st.tuples(st.sampled_from(":*FRG"), PLAIN, st.booleans()), max_size=12))
def test_no_syllable_of_a_good_ultrastar_file_is_lost(notes: list[tuple[str, str, bool]]) -> None:
    rows = ["#TITLE:x", "#BPM:100"]
    for place, (kind, word, ends) in enumerate(notes):
        rows.append(f"{kind} {place * 4} 3 2 {word}")
        rows += [f"- {place * 4 + 3}"] if ends else []
    lyrics = ultrastar.parse("\n".join([*rows, "E"]))
    assert text_of(lyrics) == letters("".join(word for _, word, _ in notes))
    assert lyrics.complaints == ()


@given(st.lists(PLAIN, max_size=8), st.sampled_from([Format.SRT, Format.WEBVTT]))
def test_no_cue_is_lost(texts: list[str], kind: Format) -> None:
    cues = [
        f"{place}\n00:00:{place:02d}.000 --> 00:00:{place:02d}.900\n{word}\n"
        for place, word in enumerate(texts)
    ]
    head = ["WEBVTT\n"] if kind is Format.WEBVTT else []
    lyrics = subtitles.parse("\n".join([*head, *cues]), kind)
    assert text_of(lyrics) == letters("".join(texts))


@given(st.lists(PLAIN.filter(str.strip), min_size=2, max_size=9), st.integers(2, 3))
def test_rows_that_roll_up_are_sung_once(texts: list[str], high: int) -> None:
    """Each row appears at the bottom and moves up; a row that is sung twice is two rows."""
    cues = ["WEBVTT\n"]
    for place in range(len(texts)):
        shown = "\n".join(texts[max(0, place + 1 - high) : place + 1])
        cues.append(f"00:{place:02d}.000 --> 00:{place + 1:02d}.000\n{shown}\n")
    lyrics = subtitles.parse("\n".join(cues), Format.WEBVTT)
    sung = [(line.start_ms, letters(line.text)) for line in lyrics.lines]
    assert sung == [(place * 1000, letters(text)) for place, text in enumerate(texts)]


@pytest.mark.parametrize(("below", "times"), [("[Music]", 1), ("[Applause] ", 1), ("", 2)])
def test_a_row_that_stands_above_a_described_sound_is_not_sung_again(
    below: str, times: int
) -> None:
    rows = ["evening star", "evening star\nshining bright", f"shining bright\n{below}"]
    cues = [f"00:{n:02d}.000 --> 00:{n + 1:02d}.000\n{row}\n" for n, row in enumerate(rows)]
    cues.insert(2, "00:01.990 --> 00:02.000\nshining bright\n")
    lyrics = subtitles.parse("\n".join(["WEBVTT\n", *cues]), Format.WEBVTT)
    assert [line.text for line in lyrics.lines] == ["evening star"] + times * ["shining bright"]


@given(st.lists(PLAIN, max_size=8), st.integers(0, 30))
def test_xml_that_breaks_off_keeps_what_was_whole(texts: list[str], cut: int) -> None:
    lines = [f'<p begin="{n}s" end="{n}.9s">{word}</p>\n' for n, word in enumerate(texts)]
    whole = f"<tt><body>\n{''.join(lines)}</body></tt>"
    lyrics = ttml.parse(whole[: len(whole) - cut])
    kept = [word for word, line in zip(texts, lines, strict=True) if line in whole[: -cut or None]]
    assert text_of(lyrics).startswith(letters("".join(kept)))


def test_words_without_a_tempo_have_no_times() -> None:
    lyrics = ultrastar.parse("#TITLE:x\n: 0 4 1 Hush\n: 4 4 1  now\nE")
    assert lyrics.timing is Timing.NONE
    assert [line.text for line in lyrics.lines] == ["Hush now"]


def test_what_looks_like_a_stamp_in_other_files_stays_text() -> None:
    cues = "1\n00:00:01,000 --> 00:00:02,000\nat [00:30.00] we [bg:sing]\n"
    written = to_lrc(subtitles.parse(cues, Format.SRT))
    (line,) = parse(written).lines
    assert (line.start_ms, line.text) == (1000, "at (00:30.00) we (bg:sing]")


def test_untimed_words_that_look_like_stamps_or_tags_stay_untimed() -> None:
    once = ultrastar.parse("#BPM:0\n: 0 1 0 <00:02.00>now\n- 1\n: 2 1 0 [ti:no]\nE")
    again = parse(to_lrc(once))
    assert again.timing is Timing.NONE
    assert [line.text for line in again.lines] == ["(00:02.00)now", "(ti:no]"]


def test_two_voices_beside_a_line_for_everyone_are_not_made_one() -> None:
    rows = ": 0 4 0 All", "P1", ": 0 4 0 Hush", "P2", ": 0 4 0 Hush"
    once = ultrastar.parse("\n".join(["#BPM:100", "#oops", *rows, "E"]))
    assert [line.part for line in once.lines] == [Part.EVERYONE, Part.FIRST, Part.SECOND]
    assert [line.text for line in parse(to_lrc(once)).lines] == ["All", "Hush", "Hush"]
    assert [complaint.reason for complaint in once.complaints] == [Reason.BAD_HEADER]


def test_a_background_voice_with_half_a_bracket_is_written_whole() -> None:
    """Found by the fuzzer: the bracket around the voice was closed by one inside it."""
    syllables = (Syllable("(ooh)", Ms(1_500), Ms(2_000)), Syllable("]", Ms(2_000), Ms(2_500)))
    voice = Line("(ooh)]", Ms(1_500), Ms(2_500), syllables, part=Part.BACKGROUND)
    words = Lyrics((Line("Hush", Ms(1_000), Ms(2_000)), voice), Timing.SYLLABLES)
    again = parse(to_lrc(words))
    assert [(line.start_ms, line.text) for line in again.lines] == [
        (1_000, "Hush"),
        (1_500, "(ooh))"),
    ]


def test_a_word_of_ass_that_is_sung_again_at_once_is_kept() -> None:
    times = ["0:00:01.00,0:00:01.40", "0:00:01.40,0:00:01.80", "0:00:01.80,0:00:02.20"]
    rows = [f"Dialogue: 0,{time},Default,,0,0,0,,la" for time in times]
    words = words_from_bytes("\n".join(["[Events]", *rows]).encode())
    assert [line.start_ms for line in words.lines] == [1000, 1400, 1800]


def crowd(count: int) -> list[RawLine]:
    """Lines of two captions that overlap, several at each millisecond."""
    return [
        RawLine(number, f"{voice} {number}", start=first + number // 8)
        for voice, first in (("row", 0), ("other", count // 32))
        for number in range(count)
    ]


def steps(count: int) -> int:
    """How many lines of Python run until a crowd of this size has its voices."""
    ran = 0

    def ran_line(_frame: FrameType, event: str, _what: object) -> Any:
        nonlocal ran
        ran += event == "line"
        return ran_line

    lines = crowd(count)
    before = sys.gettrace()
    sys.settrace(ran_line)
    try:
        sung_apart(lines)
    finally:
        sys.settrace(before)
    return ran


def test_a_crowd_of_lines_at_one_moment_costs_no_more_than_as_many_apart() -> None:
    assert steps(1600) < 3 * steps(800)


def test_a_line_in_a_crowd_is_sung_once_where_its_twin_is() -> None:
    lines = [RawLine(number, f"row {number}", start=0) for number in range(30)]
    placed = {line.text: line.start for line in sung_apart(lines)}
    again = sung_apart([*lines, RawLine(31, "row 20", start=0)])[-1]
    assert again.start == placed["row 20"] == 6
