"""Any file content: no reader fails, times stay in order, writing loses nothing."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from lullaby.lyrics.lrc import parse, parse_bytes
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Line, Lyrics, Part
from lullaby.units import Ms

CLOCKS = st.from_regex(r"\A[0-9]{1,2}:[0-9]{1,2}([.:,][0-9]{1,3})?\Z")
PIECES = st.one_of(
    CLOCKS.map(lambda clock: f"[{clock}]"),
    CLOCKS.map(lambda clock: f"<{clock}>"),
    st.sampled_from(
        [
            *("Hush", " little ", "baby", "v1:", "v2: ", "F:", "M: ", "D:", "[bg:", "]", "[", "<"),
            *("\n", "\n", "\n", "\r", "\r\n", " ", "\t", "[ti:", "[offset:", "+500]", "-70]"),
            *("[by:me]", "[x:y]", "[Chorus]", "[00:1x.00]", "[00:01", "\ufeff", "\u3000", "\x00"),
            *("[00:01.00]", "[00:02.50]", "[00:02.50]", "[00:11:00]", "[offset:2500]", "子守唄"),
        ]
    ),
    st.text(max_size=4),
)
STAMPS = st.integers(0, 9000).map(
    lambda ms: f"{ms // 60000:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
)
WORDS = st.sampled_from(["Hush", "little ", " ba", "by ", "la", "", " ", "don't"])
TIMED = st.lists(st.tuples(STAMPS, WORDS).map(lambda pair: f"<{pair[0]}>{pair[1]}"), max_size=5)
HEADS = st.lists(STAMPS.map(lambda stamp: f"[{stamp}]"), max_size=2).map("".join)
MARKS = st.sampled_from(["", "", "", "v1:", "v2: ", "v3:", "F: ", "M: ", "D: "])
BEHIND = st.sampled_from(["", "", "[bg:ooh]", "[bg:<00:02.00>ooh<00:03.00>]"])
ROWS = st.tuples(HEADS, MARKS, WORDS, TIMED.map("".join), WORDS, BEHIND).map("".join)
TAGS = st.sampled_from(["[offset:3000]", "[offset: -500]", "[ti:Hush]", "[x:y]", ""])
PROPER = st.tuples(TAGS, st.lists(ROWS, max_size=12), TAGS).map(
    lambda parts: "\n".join([parts[0], *parts[1], parts[2]])
)
FILES = st.one_of(st.lists(PIECES, max_size=40).map("".join), PROPER)
DURATIONS = st.none() | st.integers(0, 400_000).map(Ms)


def rounded(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def words(lyrics: Lyrics) -> Lyrics:
    """Brackets within a background voice may return as round ones, because it is written in
    brackets."""

    def plain(line: Line) -> Line:
        if line.part is not Part.BACKGROUND:
            return line
        syllables = tuple(replace(each, text=rounded(each.text)) for each in line.syllables)
        return replace(line, text=rounded(line.text), syllables=syllables)

    return replace(lyrics, complaints=(), lines=tuple(map(plain, lyrics.lines)))


@example("[0:0][bg:v1:", None)
@example("[x:y]\n[offset:3000]", None)
@example("[bg:[0:0]<0:0>", None)
@given(FILES, DURATIONS)
def test_words_survive_being_written(text: str, duration_ms: Ms | None) -> None:
    once = parse(text, duration_ms=duration_ms)
    twice = parse(to_lrc(once, duration_ms=duration_ms), duration_ms=duration_ms)
    assert words(twice) == words(once)


@given(FILES, DURATIONS)
def test_times_run_forwards(text: str, duration_ms: Ms | None) -> None:
    lyrics = parse(text, duration_ms=duration_ms)
    starts = [line.start_ms for line in lyrics.lines if line.start_ms is not None]
    assert starts == sorted(starts)
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


@given(st.binary(max_size=300) | FILES.map(lambda text: text.encode("utf-16")), DURATIONS)
def test_any_bytes_give_words_or_none(data: bytes, duration_ms: Ms | None) -> None:
    lyrics = parse_bytes(data, duration_ms=duration_ms)
    assert all(complaint.number >= 1 for complaint in lyrics.complaints)


@given(
    st.integers(0, 99), st.integers(0, 59), st.sampled_from(("", ".5", ",34", ".345")), st.text()
)
def test_a_stamp_reads_the_same_in_the_usual_spelling_and_with_blanks(
    minutes: int, seconds: int, fraction: str, words: str
) -> None:
    usual = parse(f"[{minutes}:{seconds}{fraction}]{words}")
    assert parse(f"[ {minutes}:{seconds}{fraction} ]{words}") == usual
