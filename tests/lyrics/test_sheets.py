"""Song sheets: what is sung is kept, and chords, directives and headings never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics import chordpro, openlyrics, opensong, songselect
from lullaby.lyrics.model import Format
from lullaby.lyrics.sheets import is_chord, is_heading
from lullaby.lyrics.sniffing import words_from_text

WORDS = st.text("abcdefghijkläöü' ", min_size=1, max_size=30).filter(
    lambda text: any(map(str.isalpha, text))
)
CHORD = st.sampled_from(["C", "Am7", "F#m", "Bb/D", "Gsus4", "H7", "N.C."])


@pytest.mark.parametrize(
    "name", ["C", "Am", "F#m7b5", "Bb/D", "Cmaj7", "Gsus4", "H7", "Fis", "N.C."]
)
def test_chords_are_known(name: str) -> None:
    assert is_chord(name)


@pytest.mark.parametrize("name", ["Chorus", "Hush", "Baby", "Amen", "Dad", "la", "1", ""])
def test_words_are_no_chords(name: str) -> None:
    assert not is_chord(name)


@pytest.mark.parametrize(
    "row", ["Verse 1", "[Chorus]", "Bridge:", "Pre-Chorus 2", "Refrain", "(Coda)"]
)
def test_headings_are_known(row: str) -> None:
    assert is_heading(row)


@pytest.mark.parametrize("row", ["Verse by verse", "Tag me", "The chorus sings", "Hush", ""])
def test_words_are_no_headings(row: str) -> None:
    assert not is_heading(row)


@given(st.lists(st.lists(st.tuples(CHORD, WORDS), min_size=1, max_size=4), min_size=1, max_size=6))
def test_chordpro_keeps_every_word_and_places_every_chord(
    rows: list[list[tuple[str, str]]],
) -> None:
    sheet = "\n".join("".join(f"[{name}]{words}" for name, words in row) for row in rows)
    lyrics = chordpro.parse("{title: Hush}\n" + sheet)
    texts = [" ".join("".join(words for _, words in row).split()) for row in rows]
    assert [line.text for line in lyrics.lines if line.text] == texts
    for line, row in zip(lyrics.lines, rows, strict=True):
        assert [chord.name for chord in line.chords] == [name for name, _ in row]
        assert all(0 <= chord.at <= len(line.text) for chord in line.chords)


def test_rows_that_are_played_and_directives_with_hyphens_are_not_sung() -> None:
    rows = ["{title: Hush}", "{Start-of-verse}", "[C]hush now", "| C7 <pickup> |", "| . / |"]
    words = chordpro.parse(
        "\n".join([*rows, "A B | C", "{end-of-verse}", "| Am | G7 |", "la | la"])
    )
    assert [line.text for line in words.lines if line.text] == ["hush now", "la | la"]


@given(st.text("{}[]:\\#<>\nCGchorusmetansl *", max_size=200) | st.text(max_size=200))
def test_chordpro_reads_anything(text: str) -> None:
    for line in chordpro.parse(text).lines:
        assert "\n" not in line.text
        assert all(0 <= chord.at <= len(line.text) for chord in line.chords)


def test_many_repeats_of_a_chorus_stay_small() -> None:
    sheet = "{soc}\n" + "la " * 10_000 + "\n{eoc}\n" + "{chorus}\n" * 5_000
    lines = chordpro.parse(sheet).lines
    assert sum(len(line.text) for line in lines) < 200_000


@pytest.mark.parametrize(
    "text",
    [
        "[00:01.00]{title: Hush}\n[C]la [G]la",
        "[Verse 1]\nHush now\n[Chorus]\nla la",
        "{Chorus}\nHush now",
        "[A]\nHush now\n[B]\nla la\n[Chorus]\n[Bridge]",
        "Hush now\nla la",
    ],
)
def test_other_words_are_no_chordpro(text: str) -> None:
    assert words_from_text(text).format is not Format.CHORDPRO


def test_rows_for_players_are_not_sung() -> None:
    sheet = "{t: Hush}\nSolo:\nG  D/F#  Am7\n| | | |\n[C]Hush now {gc:(x2)}\nA baby\n"
    assert [line.text for line in chordpro.parse(sheet).lines] == ["Hush now", "A baby"]


def test_a_sheet_in_a_tag_is_read_as_one() -> None:
    lyrics = words_from_text("{t:Hush}\n[C]Hush [G]now")
    assert [line.text for line in lyrics.lines] == ["Hush now"]
    assert lyrics.title == "Hush"


@given(st.lists(st.lists(st.tuples(CHORD, WORDS), min_size=1, max_size=4), min_size=1, max_size=6))
def test_openlyrics_keeps_every_word_and_places_every_chord(
    rows: list[list[tuple[str, str]]],
) -> None:
    inside = "<br/>".join("".join(f'<chord name="{n}"/>{words}' for n, words in r) for r in rows)
    sheet = f'<song><lyrics><verse name="v1"><lines>{inside}</lines></verse></lyrics></song>'
    lyrics = openlyrics.parse(sheet)
    texts = [" ".join("".join(words for _, words in row).split()) for row in rows]
    assert [line.text for line in lyrics.lines] == texts
    for line, row in zip(lyrics.lines, rows, strict=True):
        assert [chord.name for chord in line.chords] == [name for name, _ in row]
        assert all(0 <= chord.at <= len(line.text) for chord in line.chords)


TAGS = ["song", "lyrics", 'verse name="v1"', 'verse name="v1" lang="de"', "lines", "br/", "chord"]


@given(st.lists(st.sampled_from([f"<{t}>" for t in TAGS] + ["</lines>", "</verse>"]) | WORDS))
def test_openlyrics_reads_anything(pieces: list[str]) -> None:
    for line in openlyrics.parse("<song>" + "".join(pieces)).lines:
        assert "\n" not in line.text


def test_many_repeats_of_a_verse_stay_small() -> None:
    verse = '<verse name="c"><lines repeat="99">' + "la " * 10_000 + "</lines></verse>"
    order = "<verseOrder>" + "c " * 30_000 + "</verseOrder>"
    lines = openlyrics.parse(f"<song>{order}{verse}</song>").lines
    assert sum(len(line.text) for line in lines) < 500_000


@given(st.lists(st.lists(st.tuples(CHORD, WORDS), min_size=1, max_size=4), min_size=1, max_size=6))
def test_opensong_keeps_every_word_and_places_every_chord(
    rows: list[list[tuple[str, str]]],
) -> None:
    above = ["".join(f"{name} ".ljust(8 + len(words)) for name, words in row) for row in rows]
    below = ["".join(words.ljust(8 + len(words), "_") for _, words in row) for row in rows]
    sheet = "\n".join(f".{a}\n {b}" for a, b in zip(above, below, strict=True))
    lyrics = opensong.parse(f"<song><lyrics>[V1]\n{sheet}</lyrics></song>")
    texts = [" ".join("".join(words for _, words in row).split()) for row in rows]
    assert [line.text for line in lyrics.lines] == texts
    for line, row in zip(lyrics.lines, rows, strict=True):
        assert [chord.name for chord in line.chords] == [name for name, _ in row]
        assert all(0 <= chord.at <= len(line.text) for chord in line.chords)


@given(st.text("[]V1C.; -|_\nla&", max_size=200) | st.text(max_size=100), st.text("VC12 ,"))
def test_opensong_reads_anything(text: str, order: str) -> None:
    head = f"<song><presentation>{order}</presentation><lyrics>"
    for line in opensong.parse(f"{head}{text}</lyrics></song>").lines:
        assert "\n" not in line.text
        assert all(0 <= chord.at <= len(line.text) for chord in line.chords)


VERSES = st.lists(
    st.lists(WORDS.map(lambda t: " ".join(t.split())), min_size=1), min_size=1, max_size=5
)


@given(VERSES)
def test_songselect_keeps_every_verse_and_nothing_else(verses: list[list[str]]) -> None:
    body = "\n\n".join("\n".join((f"Verse {i}", *rows)) for i, rows in enumerate(verses, start=1))
    sheet = f"A title\n\n{body}\n\nCCLI Song # 1234567\nNobody\n\u00a9 1999\nCCLI License # 7654\n"
    lyrics = songselect.parse(sheet)
    assert songselect.is_songselect(sheet)
    assert (lyrics.title, lyrics.artist) == ("A title", "Nobody")
    assert [line.text for line in lyrics.lines if line.text] == [row for v in verses for row in v]


@given(st.text("CLI Song#123\n=/tn|Verse", max_size=200) | st.text(max_size=100))
def test_songselect_reads_anything(text: str) -> None:
    for end in ("", "\nCCLI Song # 123456", "\nType=SongSelect Import File"):
        assert all("\n" not in line.text for line in songselect.parse(text + end).lines)


def test_words_that_only_name_the_licence_office_stay_plain() -> None:
    assert words_from_text("Hush now\nCCLI is no rhyme").format is Format.TEXT


def test_repeats_and_languages_of_openlyrics_do_not_grow_beyond_bounds() -> None:
    rows = "a<br/>" * 9_000
    several = '<lines repeat="10">' + rows + "</lines>"
    words = words_from_text(f'<song xmlns="openlyrics"><verse name="v1">{several}</verse></song>')
    assert 9_000 <= len([line for line in words.lines if line.text]) < 20_000
    languages = "".join(
        f'<verse name="v1" lang="l{number}"><lines>b{number}</lines></verse>'
        for number in range(50)
    )
    words = words_from_text(f'<song xmlns="openlyrics">{languages}</song>')
    assert [line.text for line in words.lines] == ["b0"]
    assert words.lines[0].translation.split("\n") == [f"b{number}" for number in range(1, 12)]


def test_xml_that_is_marked_as_plain_text_keeps_its_signs() -> None:
    words = words_from_text("<song><lyrics><![CDATA[[V1]\n Sleep & dream]]></lyrics></song>")
    assert [line.text for line in words.lines] == ["Sleep & dream"]
