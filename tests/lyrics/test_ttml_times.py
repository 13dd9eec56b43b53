"""How TTML writes times, and what they count from."""

import pytest

from lullaby.lyrics.model import Reason
from lullaby.lyrics.ttml import parse
from lullaby.lyrics.ttml_times import ElementTimes, Rates
from lullaby.lyrics.xml_tree import read_tree

FILM = Rates(frames=25.0, ticks=10_000.0)


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("7", 7_000),
        ("1:02", 62_000),
        ("1:02.5", 62_500),
        ("1:02,05", 62_050),
        ("0:00.0019", 1),
        ("2:01:02.250", 7_262_250),
        ("00:00:01:15", 1_600),
        ("01:00:00:00", 3_600_000),
        ("0.5h", 1_800_000),
        ("1.5m", 90_000),
        ("62.5s", 62_500),
        ("40 ms", 40),
        ("50f", 2_000),
        ("3750t", 375),
        ("", None),
        ("soon", None),
        ("1:02:03:04:05", None),
        ("5 years", None),
    ],
)
def test_times_as_they_are_written(written: str, ms: int | None) -> None:
    assert FILM.ms(written) == ms


@pytest.mark.parametrize(
    ("told", "frames", "ticks"),
    [
        ("", 30.0, 1.0),
        ('frameRate="24"', 24.0, 1.0),
        ('tickRate="1000"', 30.0, 1000.0),
        ('frameRate="30" frameRateMultiplier="1000 1001"', 30_000 / 1001, 1.0),
        ('frameRate="60" frameRateMultiplier="1:2"', 30.0, 1.0),
        ('frameRate="60" frameRateMultiplier="2"', 60.0, 1.0),
        ('frameRate="60" frameRateMultiplier="x 2"', 60.0, 1.0),
        ('frameRate="60" frameRateMultiplier="2 0"', 60.0, 1.0),
        ('frameRate="0" tickRate="-5"', 30.0, 1.0),
    ],
)
def test_rates_as_they_are_told(told: str, frames: float, ticks: float) -> None:
    assert Rates.of(read_tree(f"<tt {told}/>").nodes[1]) == Rates(frames, ticks)


def starts(body: str, duration_ms: int | None = None) -> list[int | None]:
    """Of the lines in a file."""
    tree = read_tree(f"<tt>{body}</tt>")
    times = ElementTimes(tree.root, duration_ms)
    return [times.of(node)[0] for node in tree.nodes if node.name == "p"]


def section(*begins: str, around: str = 'begin="10s" end="40s"') -> str:
    lines = "".join(f'<p begin="{begin}">la</p>' for begin in begins)
    return f"<body><div {around}>{lines}</div></body>"


def test_lines_count_from_their_section_if_the_first_is_nearer_to_zero() -> None:
    assert starts(section("0s", "8s")) == [10_000, 18_000]
    assert starts(section("8s", "0s")) == [18_000, 10_000], "in whatever order they stand"
    assert starts(section("4.999s", "8s")) == [14_999, 18_000]
    assert starts(section("5s", "8s")) == [5_000, 8_000], "halfway nobody knows"
    assert starts(section("6s", "8s")) == [6_000, 8_000]
    assert starts(section("2s", around='begin="0s"')) == [2_000]


@pytest.mark.parametrize(("last", "shift"), [("30.1s", 10_000), ("30.101s", 0)])
def test_a_line_that_would_outlast_its_section_is_not_counted_from_it(
    last: str, shift: int
) -> None:
    assert starts(section("1s", last))[0] == 1_000 + shift


def test_words_count_from_their_lines() -> None:
    rows = [
        f'<p begin="{at}s" end="{at + 4}s"><span begin="0s" end="1s">Hu</span>'
        '<span begin="1s" end="2s">sh</span></p>'
        for at in (10, 20)
    ]
    lyrics = parse("<tt><body>\n" + "\n".join(rows) + "</body></tt>")
    told = [[(s.start_ms, s.end_ms) for s in each.syllables] for each in lyrics.lines]
    assert told == [
        [(10_000, 11_000), (11_000, 12_000)],
        [(20_000, 21_000), (21_000, 22_000)],
    ]
    assert [(each.number, each.reason) for each in lyrics.complaints] == [
        (2, Reason.READ_AS_RELATIVE)
    ]


def test_the_greater_number_decides() -> None:
    from_section = section("0s", "3s")
    absolute = section("11s", "12s")
    assert starts(from_section + absolute + from_section)[0] == 10_000
    assert starts(from_section + absolute)[0] == 0
    assert starts(from_section + absolute + absolute)[0] == 0


def test_no_line_counts_from_its_section_where_words_are_absolute() -> None:
    absolute = '<p begin="1s" end="3s"><span begin="1s">Hush</span></p>'
    assert starts(f'<body><div begin="10s" end="40s">{absolute}</div></body>') == [1_000]


@pytest.mark.parametrize("told", [{"end": 'end="32s"'}, {"end": 'dur="32s"'}, {"duration": 32_000}])
def test_lines_that_would_end_after_the_song_are_absolute(told: dict[str, str | int]) -> None:
    body = section("1s", "22s", around='begin="10s"')
    body = body.replace("<body", f"<body {told.get('end', '')}")
    duration = told.get("duration")
    assert isinstance(duration, int | None)
    assert starts(body, duration) == [11_000, 32_000]
    assert starts(body.replace("22s", "22.101s"), duration) == [1_000, 22_101]
    assert starts(body.replace("22s", "33s"), duration) == [11_000, 43_000], "late either way"


def test_a_background_voice_may_begin_before_its_line() -> None:
    line = (
        '<p begin="10s" end="14s"><span role="x-bg" begin="1s"><b begin="1s">ooh</b></span>la</p>'
    )
    assert starts(f"<body>{line}</body>") == [10_000]
    tree = read_tree(f"<tt><body>{line}</body></tt>")
    times = ElementTimes(tree.root)
    assert [times.of(node)[0] for node in tree.nodes if node.name == "b"] == [1_000]


def test_an_end_or_a_length_alone_counts_from_the_section_too() -> None:
    lines = (
        '<p begin="0s" dur="2s">a</p><p end="4s">b</p><p>c</p><p begin="5s" end="6s" dur="9s">d</p>'
    )
    tree = read_tree(f'<tt><body><div begin="10s" end="40s">{lines}</div></body></tt>')
    times = ElementTimes(tree.root)
    assert [times.of(node) for node in tree.nodes if node.name == "p"] == [
        (10_000, 12_000),
        (None, 14_000),
        (None, None),
        (15_000, 16_000),
    ]
