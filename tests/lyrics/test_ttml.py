"""TTML element by element: what is sung, by whom, when, and what stands beside it."""

import pytest

from lullaby.lyrics.model import Complaint, Line, Lyrics, Part, Reason
from lullaby.lyrics.ttml import parse


def words(body: str, head: str = "", root: str = "") -> Lyrics:
    return parse(f"<tt {root}>{head}<body><div>{body}</div></body></tt>")


def line(body: str) -> Line:
    (only,) = words(body).lines
    return only


def syllables(body: str) -> list[tuple[str, int, int]]:
    return [(s.text, s.start_ms, s.end_ms) for s in line(body).syllables]


def test_who_made_a_song_is_named_once() -> None:
    names = "<artist>Ana</artist><songwriter>Ben</songwriter><songwriter>Ana</songwriter>"
    lyrics = words("", head=f"<head><title>Hush</title>{names}</head>", root='xml:lang="cy"')
    assert (lyrics.title, lyrics.artist, lyrics.language) == ("Hush", "Ana, Ben", "cy")


@pytest.mark.parametrize("kind", ["head", "metadata"])
def test_what_is_told_about_the_words_is_not_sung(kind: str) -> None:
    assert line(f'<p begin="1s">Hush<{kind}>verse</{kind}></p>').text == "Hush"
    assert words(f'<{kind}><p begin="1s">verse</p></{kind}>').lines == ()


@pytest.mark.parametrize("role", ["x-translation", "x-roman", "x-transliteration"])
def test_what_stands_for_the_words_is_shown_beside_them(role: str) -> None:
    beside = f'<span role="{role}"> so  la </span><span role="{role}"/>'
    sung = line(
        f'<p begin="1s"><span begin="1s" end="2s">La<i role="{role}">so</i></span>{beside}</p>'
    )
    assert (sung.text, sung.translation) == ("La", "so la")


def test_a_word_ends_where_the_next_begins() -> None:
    early = (
        '<p begin="1s"><span begin="1s" end="3s">Hu</span><span begin="2s" end="4s">sh</span></p>'
    )
    assert syllables(early) == [("Hu", 1000, 2000), ("sh", 2000, 4000)]
    assert words(early).complaints == ()
    spaced = early.replace("</span><span", "</span> <span")
    assert syllables(spaced) == [("Hu ", 1000, 2000), ("sh", 2000, 4000)]
    gap = '<p begin="1s"><span begin="1s" end="2s">Hu</span><span begin="3s" end="4s">sh</span></p>'
    assert syllables(gap) == [("Hu", 1000, 2000), ("sh", 3000, 4000)]
    back = (
        '<p begin="1s"><span begin="3s" end="4s">Hu</span><span begin="2s" end="4s">sh</span></p>'
    )
    assert words(back).complaints == (Complaint(1, Reason.WORDS_OUT_OF_ORDER),)


def test_a_line_takes_its_times_from_its_words_where_it_has_none() -> None:
    spans = '<span begin="2s" end="3s">Hush </span><span begin="3s" end="4s">now</span>'
    sung = line(f"<p>{spans}</p>")
    assert (sung.start_ms, sung.end_ms, sung.text) == (2000, 4000, "Hush now")
    early = line(f'<p begin="2.5s" end="5s">{spans}</p>')
    assert (early.start_ms, early.end_ms) == (2000, 4000)
    late = line(f'<p begin="1s" end="5s">{spans}</p>')
    assert (late.start_ms, late.syllables[0].start_ms) == (1000, 2000)


def test_a_line_ends_where_it_says() -> None:
    assert line('<p begin="1s" end="4s">Hush</p>').end_ms == 4000
    assert line('<p begin="1s" dur="2s">Hush</p>').end_ms == 3000


@pytest.mark.parametrize(("end", "start"), [("8s", 7000), ("7.999s", 10_000)])
def test_a_word_that_ends_two_seconds_before_its_line_was_left_at_zero(
    end: str, start: int
) -> None:
    body = (
        f'<p begin="10s" end="13s"><span begin="7s" end="{end}">Hush </span>'
        '<span begin="11s" end="13s">now</span></p>'
    )
    assert (line(body).start_ms, line(body).text) == (start, "Hush now")


def test_a_beginning_that_is_no_time_is_reported() -> None:
    lyrics = words('<p begin="1s">Hush</p>\n<p begin="soon">now</p>\n<p>la</p>')
    assert Complaint(2, Reason.BAD_STAMP) in lyrics.complaints
    assert [each.number for each in lyrics.complaints if each.reason is Reason.BAD_STAMP] == [2]


def test_the_first_two_voices_have_a_part_and_others_sing_as_everyone() -> None:
    lyrics = words(
        '<p begin="1s" agent="v9">a</p><p begin="2s" agent="v2">b</p><p begin="3s" agent="v5">c</p>'
        '<p begin="4s">d</p><p begin="5s" agent="v1000">e</p><p begin="6s" agent="v9">f</p>'
    )
    first, second, everyone = Part.FIRST, Part.SECOND, Part.EVERYONE
    assert [each.part for each in lyrics.lines] == [
        *(first, second, everyone, everyone, everyone, first)
    ]
    alone = words('<p begin="1s" agent="v1">a</p><p begin="2s" agent="v1000">b</p>')
    assert [each.part for each in alone.lines] == [everyone, everyone]


def test_a_section_may_name_its_voice() -> None:
    sections = (
        '<div agent="v1"><p begin="1s">a</p></div>'
        '<div agent="v2"><p begin="2s">b</p><p begin="3s" agent="v1">c</p></div>'
    )
    parts = [each.part for each in words(sections).lines]
    assert parts == [Part.FIRST, Part.SECOND, Part.FIRST]


def test_a_background_voice_without_times_sounds_with_its_line() -> None:
    lyrics = words('<p begin="1s" end="4s">Hush<span role="x-bg">(ooh)</span></p>')
    told = [(each.text, each.start_ms, each.end_ms, each.part) for each in lyrics.lines]
    assert told == [
        ("Hush", 1000, 4000, Part.EVERYONE),
        ("(ooh)", 1000, 4000, Part.BACKGROUND),
    ]
    own = words('<p begin="1s" end="4s">Hush<span role="x-bg" begin="2s" end="3s">ooh</span></p>')
    assert [(each.text, each.start_ms, each.end_ms) for each in own.lines] == [
        *(("Hush", 1000, 4000), ("ooh", 2000, 3000))
    ]


def test_the_language_of_the_whole_file_is_not_that_of_a_section() -> None:
    lyrics = parse(
        '<tt xml:lang="en"><body xml:lang="en"><div><p begin="1s">Schlaf</p></div>'
        '<div xml:lang="en"><p begin="1s">Sleep</p></div></body></tt>'
    )
    (sung,) = lyrics.lines
    assert (sung.text, sung.translation) == ("Schlaf", "Sleep")


def test_two_dialects_of_a_language_are_no_translations() -> None:
    lyrics = words(
        '<div xml:lang="de-AT"><p begin="1s">Schlaf</p></div>'
        '<div xml:lang="de"><p begin="1s">la</p></div>'
    )
    assert [each.text for each in lyrics.lines] == ["Schlaf", "la"]


def test_a_translation_in_the_head_belongs_to_the_line_of_its_key() -> None:
    texts = (
        '<text for="L2">Sleep <span role="x-bg">softly</span><br/>now</text><text>no key</text>'
        '<text for="L2"><span role="x-bg">sacht</span></text>'
    )
    lyrics = words(
        '<p begin="1s" key="L1">Huna</p>'
        '<p begin="3s" key="L2">Cwsg<span role="x-bg">yn dawel</span></p><p begin="6s">la</p>',
        head=f"<head>{texts}</head>",
    )
    assert [(each.text, each.translation) for each in lyrics.lines] == [
        ("Huna", ""),
        ("Cwsg", "Sleep now"),
        ("yn dawel", "softly"),
        ("la", ""),
    ]


def test_line_ends_and_indents_of_the_file_are_single_spaces() -> None:
    assert line('<p begin="1s">\n  Hush,\n  <b>my</b><br/>baby\n</p>').text == "Hush, my baby"
    timed = (
        '<p begin="1s"><span begin="1s" end="2s">a<br/>b\n</span>\n<b begin="2s" end="3s">c</b></p>'
    )
    assert syllables(timed) == [("a b ", 1000, 2000), ("c", 2000, 3000)]
    nested = '<p begin="1s" end="9s"><i begin="1s" end="9s"><b begin="1s" end="2s">a</b>-b</i></p>'
    assert syllables(nested) == [("a", 1000, 2000), ("-b", 2000, 5000)], "at most 3 s"
