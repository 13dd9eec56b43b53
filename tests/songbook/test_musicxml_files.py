"""Files of MusicXML that are damaged, huge or hostile are refused, and nothing is looked up."""

import io
import re
import zipfile
from contextlib import suppress
from fractions import Fraction
from math import lcm
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.songbook import musicxml_tree
from lullaby.songbook.arrangement import arrange
from lullaby.songbook.musicxml_about import Head
from lullaby.songbook.musicxml_parts import GRID, MOST_PARTS, MOST_SLURS, Parts
from lullaby.songbook.musicxml_reader import read_musicxml
from lullaby.songbook.musicxml_tree import MusicXmlError, read_cells
from lullaby.songbook.notes import HOLD, SKIP, Phrase, Score
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.timeline import timeline
from tests.damaging import damaged_for
from tests.songbook.musicxml_files import (
    CONTAINER,
    DOCTYPE,
    FOUR_FOUR,
    HEAD,
    LULLABY,
    bar,
    compressed,
    note,
    parts,
    score,
)


def refused(data: bytes) -> MusicXmlError:
    with pytest.raises(MusicXmlError) as problem:
        read_musicxml(data)
    return problem.value


@pytest.mark.parametrize(
    "inside",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY secret SYSTEM "file:///etc/passwd">',
        '<!ENTITY % other SYSTEM "http://127.0.0.1:9/x.dtd"> %other;',
        "<!ELEMENT note ANY>",
    ],
)
def test_declarations_are_refused(inside: str) -> None:
    text = LULLABY.replace(DOCTYPE, f"<!DOCTYPE score-partwise [{inside}]>")
    assert refused(text.encode()).reason == "declares entities, which are not read"
    container = CONTAINER.replace("<container>", f"<!DOCTYPE container [{inside}]><container>")
    if "ENTITY a" in inside:
        assert "entities" in refused(compressed(LULLABY, container=container)).reason


def test_the_usual_document_type_is_not_looked_up(tmp_path: Path) -> None:
    dtd = tmp_path / "partwise.dtd"
    dtd.write_text('<!ENTITY title "from outside">')
    text = LULLABY.replace("http://www.musicxml.org/dtds/partwise.dtd", dtd.as_uri())
    found = read_musicxml(text.replace("Sleep, my dear", "a&title;b").encode())
    assert found.about.title == "ab"


def test_a_file_that_unpacks_to_more_than_a_song_is_refused() -> None:
    bomb = LULLABY.replace("<part-list>", " " * 8_100_000 + "<part-list>")
    assert refused(compressed(bomb)).reason == "is larger than any song"
    assert refused(bomb.encode()).reason == "is larger than any song"
    huge = CONTAINER.replace("<rootfiles>", " " * 100_001 + "<rootfiles>")
    assert refused(compressed(LULLABY, container=huge)).reason == "is larger than any song"


def test_an_archive_that_tells_a_smaller_size_is_not_believed() -> None:
    bomb = LULLABY.replace("<part-list>", " " * 8_100_000 + "<part-list>")
    data = bytearray(compressed(bomb))
    size = len(bomb.encode()).to_bytes(4, "little")
    told = (1_000).to_bytes(4, "little")
    assert data.count(size) == 2
    refused(bytes(data).replace(size, told))


def test_an_archive_with_too_many_entries_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(1_001):
            archive.writestr(str(number), "")
    assert refused(packed.getvalue()).reason == "is larger than any song"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_compress_are_not_opened(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("score.xml", LULLABY)
    assert refused(packed.getvalue()).reason == "is an archive that only its own program opens"


@pytest.mark.parametrize(
    "container",
    [
        "",
        "<container>",
        CONTAINER.format(name="../../other.xml"),
        CONTAINER.replace("?>", ' encoding="x-unknown"?>', 1),
        CONTAINER.replace("?>", ' encoding="hex"?>', 1),
        CONTAINER.replace("?>", ' encoding="utf-7"?>', 1),
    ],
)
def test_without_a_good_container_the_first_score_is_taken(container: str) -> None:
    data = compressed(LULLABY, "deep/song.musicxml", container)
    assert read_musicxml(data) == read_musicxml(LULLABY.encode())


def test_the_container_names_the_score_among_others() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER.format(name="scores/song.xml"))
        archive.writestr("a.xml", "<style/>")
        archive.writestr("scores/song.xml", LULLABY)
    assert read_musicxml(packed.getvalue()) == read_musicxml(LULLABY.encode())


def test_a_damaged_archive_says_so() -> None:
    data = compressed(LULLABY)
    assert refused(data[: len(data) // 2]).reason == "is a damaged archive"
    assert refused(b"PK\x03\x04" + bytes(200)).reason == "is a damaged archive"
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("picture.png", b"")
    assert refused(empty.getvalue()).reason == "holds no score in MusicXML"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is damaged here, or no MusicXML"),
        ("<html/>", "holds no score in MusicXML"),
        ("<opus/>", "holds no score in MusicXML"),
        (LULLABY[:-60], "is damaged here, or no MusicXML"),
        (score("<a>" * 50 + "</a>" * 50), "has a bar longer than any"),
        (f"{HEAD}<score-partwise>{'<stem>' * 50}", "is no MusicXML: it is nested too deeply"),
        (score(*["<a/>" * 10_000] * 41), "is larger than any song"),
        (score(*[""] * 2_001), "is larger than any song"),
        (score(*["<a/>" * 200] * 1_001), "is larger than any song"),
        (score(*[note("r", 1) * 200] * 151), "has more notes than any song"),
    ],
)
def test_what_is_no_song_is_refused(text: str, reason: str) -> None:
    assert refused(text.encode()).reason == reason


def test_a_large_file_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(musicxml_tree, "MOST_ELEMENTS", 20)
    assert refused(b"<score-partwise>" + b"<a>" * 20).line == 0


@pytest.mark.parametrize(
    ("declared", "times"), [("", 1), (' encoding="utf-8"', 1), (' encoding="us-ascii"', 2)]
)
def test_a_wrong_encoding_is_found_out_before_the_file_is_parsed(declared: str, times: int) -> None:
    """A file may tell by its last letter alone that it is in another encoding."""
    text = f"<?xml version='1.0'{declared}?>" + score(note("C4", 16, "L\u00e2")).replace(HEAD, "")
    begun: list[None] = []
    taken = Parts()
    read_cells(text.encode("latin-1"), taken.take, Head(taken).take, lambda: begun.append(None))
    assert len(begun) == times


def divided(number: int) -> str:
    return f"<attributes><divisions>{number}</divisions></attributes>"


def test_divisions_that_change_at_each_note_keep_the_numbers_small() -> None:
    """Lengths without a common unit would make their sums, and the time to add them, grow."""
    bars = [
        "".join(divided(10**8 + 7 + 2 * (8 * n + at)) + note("C4", 10**8) for at in range(8))
        for n in range(40)
    ]
    found = read_musicxml(score(FOUR_FOUR + bars[0], *bars[1:]).encode())
    units = lcm(*(each.length.denominator for phrase in found.phrases for each in phrase.notes))
    assert GRID % units == 0
    playable(found)


@pytest.mark.parametrize("divisions", [1, 96, 256, 480, 768, 1024, 10_080, 11 * 13, 17 * 19])
def test_usual_divisions_are_exact(divisions: int) -> None:
    text = score(FOUR_FOUR + divided(divisions) + note("C4", 1) + note("D4", divisions))
    found = read_musicxml(text.encode())
    lengths = [each.length for phrase in found.phrases for each in phrase.notes]
    assert lengths == [Fraction(1, 4 * divisions), Fraction(1, 4)]


def test_only_so_many_slurs_are_open_at_once() -> None:
    """Each note asks for all open slurs."""
    slurs = "".join(f'<slur type="start" number="{n}"/>' for n in range(1_000))
    taken = Parts()
    text = score(FOUR_FOUR + note("C4", 16, more=f"|<notations>{slurs}</notations>"))
    read_cells(text.encode(), taken.take, Head(taken).take, taken.clear)
    assert len(taken.parts["P1"].slurs) == MOST_SLURS


def many_parts(count: int, listed: int) -> bytes:
    whole = note("C4", 16)
    text = parts(*((f"P{n}", "", [bar(1, FOUR_FOUR + whole)]) for n in range(count)))
    names = "".join(f'<score-part id="N{n}"/>' for n in range(listed))
    return text.replace("</part-list>", f"{names}</part-list>").encode()


@pytest.mark.parametrize(("count", "listed"), [(MOST_PARTS + 1, 0), (1, MOST_PARTS)])
def test_more_parts_than_any_song_are_refused(count: int, listed: int) -> None:
    assert refused(many_parts(count, listed)).reason == "has more parts than any song"
    playable(read_musicxml(many_parts(count - bool(count > 1), listed - bool(listed))))


def test_more_parts_that_no_list_names_are_refused() -> None:
    text = re.sub("<part-list>.*</part-list>", "", many_parts(MOST_PARTS + 1, 0).decode())
    assert refused(text.encode()).reason == "has more parts than any song"


def test_a_damaged_file_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "song.musicxml"
    path.write_text(LULLABY.replace("</measure>", "</measure>\n", 1)[:-60], "utf-8")
    found = read_score(path)
    assert isinstance(found, RefusedScore)
    assert (found.line, found.bar) == (4, None)


def playable(found: Score) -> None:
    """A score keeps what every other part of the app relies on."""
    performed = timeline(found)
    assert arrange(found, performed)
    starts = [note.start_ms for note in performed.notes]
    assert starts == sorted(starts)
    for phrase in found.phrases:
        sung = [n for n in phrase.notes if n.pitch is not None]
        assert phrase.notes
        assert len(phrase.verses) in (0, found.verses)
        assert all(len(verse.slots) == len(sung) for verse in phrase.verses)
        assert all(n.length > 0 for n in phrase.notes)
    syllables = [s for line in performed.lines for s in line.syllables]
    assert all(s.start_ms < s.end_ms for s in syllables)
    assert all(s.text.strip() for s in syllables)


WORDS = st.sampled_from(["", "hush", "lul-", "-la-", "-by,", "Moon", "sleep.", "_", "*", "1. Oh"])
NOTES = st.tuples(
    st.sampled_from(["C4", "D4", "F#4", "G4", "B3", "C5", "r"]),
    st.integers(1, 12),
    st.lists(WORDS, max_size=3),
    st.sampled_from(
        [
            *("", "", "", "", "<chord/>", "<grace/>", "<cue/>"),
            *('|<tie type="start"/>', '|<tie type="stop"/>'),
            *('|<notations><slur type="start"/></notations>',),
            *('|<notations><slur type="stop"/><fermata/></notations>',),
        ]
    ),
    st.sampled_from(["1", "1", "1", "2"]),
).map(lambda n: note(n[0], n[1], *n[2], more=n[3], voice=n[4]))
SIGNS = st.sampled_from(
    [
        *(
            f"<{what}><duration>{ticks}</duration></{what}>"
            for what in ("backup", "forward")
            for ticks in (2, 16)
        ),
        *(f'<barline><repeat direction="{way}"/></barline>' for way in ("forward", "backward")),
        '<barline><repeat direction="backward" times="9"/></barline>',
        *(f'<barline><ending number="{n}" type="start"/></barline>' for n in ("1", "2", "1,2")),
        '<barline><ending number="1" type="stop"/></barline>',
        *(f'<sound {sign}="yes"/>' for sign in ("dacapo", "dalsegno", "fine", "tocoda", "coda")),
        '<sound segno="yes" tempo="70"/>',
        "<attributes><time><beats>3</beats><beat-type>8</beat-type></time></attributes>",
        "<attributes><transpose><chromatic>-2</chromatic></transpose></attributes>",
        "<attributes><divisions>0</divisions><key><fifths>99</fifths></key></attributes>",
        "<harmony><root><root-step>A</root-step></root><kind>minor</kind></harmony>",
        "<harmony><root><root-step>H</root-step></root><kind>other</kind></harmony>",
    ]
)
BARS = st.lists(st.lists(NOTES | SIGNS, max_size=8).map("".join), min_size=1, max_size=8)


@given(BARS)
def test_any_score_is_played_or_refused(bars: list[str]) -> None:
    with suppress(MusicXmlError):
        playable(read_musicxml(score(FOUR_FOUR + bars[0], *bars[1:]).encode()))


SHAPES = st.lists(st.sampled_from(["{}", "{}-", "-{}-", "-{},", ""]), max_size=3)


@given(st.lists(SHAPES, min_size=1, max_size=30))
def test_no_word_is_lost(shapes: list[list[str]]) -> None:
    """Each syllable of each verse is sung in that verse, once and in order."""
    notes = [
        [shape.format(f"{'abc'[verse]}{at}") for verse, shape in enumerate(each)]
        for at, each in enumerate(shapes)
    ]
    content = [note("C4", 4, *words) for words in notes]
    found = read_musicxml(score(FOUR_FOUR + content[0], *content[1:]).encode())
    texts = [
        [words[verse].strip("-") for words in notes if "".join(words[verse : verse + 1])]
        for verse in range(3)
    ]
    for number, wanted in enumerate(each for each in texts if each):
        slots = [
            s.strip() for phrase in found.phrases if phrase.verses for s in _of(phrase, number)
        ]
        assert [text for text in slots if text in wanted] == wanted


def _of(phrase: Phrase, verse: int) -> list[str]:
    return [slot for slot in phrase.verses[verse].slots if slot not in (HOLD, SKIP)]


@given(st.binary(max_size=300), st.integers(0, 2_000), st.integers(0, 60))
def test_a_damaged_file_is_played_or_refused(noise: bytes, at: int, cut: int) -> None:
    for data in (LULLABY.encode(), compressed(LULLABY)):
        damaged = data[:at] + noise + data[at + cut :]
        with suppress(MusicXmlError):
            playable(read_musicxml(damaged))


ODD_BYTES = (
    b"<",
    b">",
    b"</note>",
    b"<note>",
    b"<chord/>",
    b'"',
    b"9",
    b"-",
    b"\0",
    b"&#0;",
    b"<a>",
)


@pytest.mark.long
def test_two_minutes_of_damaged_files() -> None:
    """Each is played or refused, whatever was cut, doubled or changed."""
    for data in damaged_for([LULLABY.encode(), compressed(LULLABY)], ODD_BYTES):
        with suppress(MusicXmlError):
            playable(read_musicxml(data))
