"""ASS and SSA: columns, sections, what is drawn twice, and what a second style means."""

import pytest

from lullaby.lyrics.ass import GLIMPSE_MS, LAYERS_MS, LOOSELY_MS, MOST_ROWS, TOGETHER_MS, parse
from lullaby.lyrics.model import Line, Lyrics, Part, Reason


def clock(ms: int) -> str:
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1_000 % 60:02}.{ms % 1_000:03}"


def event(
    text: str,
    start: int = 1_000,
    end: int | None = 9_000,
    style: str = "Default",
    name: str = "",
    effect: str = "",
    kind: str = "Dialogue",
) -> str:
    until = "?" if end is None else clock(end)
    return f"{kind}: 0,{clock(start)},{until},{style},{name},0,0,0,{effect},{text}"


def sung(*events: str) -> Lyrics:
    return parse("\n".join(["[Script Info]", "[Events]", *events]))


def texts(*events: str) -> list[str]:
    return [line.text for line in sung(*events).lines]


def times(*lines: Line) -> list[tuple[int | None, int | None]]:
    return [(line.start_ms, line.end_ms) for line in lines]


def test_events_alone_are_read() -> None:
    words = parse(event("Hush"))
    assert [line.text for line in words.lines] == ["Hush"]
    assert times(*words.lines) == [(1_000, 9_000)]


def test_columns_stand_where_the_file_says() -> None:
    words = sung(
        "Format: Start, End, Actor, Text",
        "Dialogue: 0:00:01.00,0:00:02.00,Ann,Hush, now",
        "Dialogue: 0:00:03.00,0:00:04.00,Bea,my love",
    )
    assert [line.text for line in words.lines] == ["Hush, now", "my love"]
    assert [line.part for line in words.lines] == [Part.FIRST, Part.SECOND]


def test_columns_that_do_not_end_with_the_text_are_not_believed() -> None:
    assert texts("Format: Text, Start, End", event("Hush")) == ["Hush"]


def test_a_row_with_too_few_columns_keeps_its_last_as_words() -> None:
    words = sung("Dialogue: 0,later,0:00:02.00,Hush now")
    assert [(line.text, line.start_ms) for line in words.lines] == [("Hush now", None)]
    assert [each.reason for each in words.complaints] == [Reason.BAD_STAMP]


def test_other_sections_hold_no_words() -> None:
    words = parse(
        "[Script Info]\nTitle: Cradle\nLanguage: cy\n[V4+ Styles]\n"
        f"{event('style')}\n[Events]\n{event('Hush')}\n[Fonts]\n{event('font')}\n"
    )
    assert [line.text for line in words.lines] == ["Hush"]
    assert (words.title, words.language) == ("Cradle", "cy")


def test_the_usual_title_of_a_program_is_none() -> None:
    assert parse(f"[Script Info]\nTitle: <untitled>\n[Events]\n{event('Hush')}").title == ""


def test_an_end_before_the_start_is_none() -> None:
    (line,) = sung(event("Hush", 5_000, 2_000)).lines
    assert line.end_ms is not None
    assert line.end_ms > 5_000
    assert times(*sung(event("Hush", 5_000, 5_000)).lines) == [(5_000, 5_000)]


def test_signs_for_music_are_no_words() -> None:
    assert texts(event("♪ Hush ♫"), event("♪ ♪", 10_000)) == ["Hush"]


def test_comments_are_no_words_unless_effects_were_made_from_them() -> None:
    note = event(r"{\k50}Hush", kind="Comment")
    assert texts(event("Hush now"), note) == ["Hush now"]
    karaoke = event(r"{\k50}Hush {\k50}now", kind="Comment", effect="karaoke")
    assert len(sung(karaoke, event("Hush now", effect="fx")).lines[0].syllables) == 2
    plain = event(r"{\k50}Hush {\k50}now", kind="Comment")
    assert len(sung(plain, event("H", effect="fx"), event("ush", effect="fx")).lines) == 1
    assert texts(plain, event("H", effect="fx"), event("other", 20_000)) == ["Hush now", "other"]


def test_an_effect_among_the_comments_makes_no_words_of_others() -> None:
    comment = event(r"{\k50}Hush", kind="Comment")
    drawn = event("x", kind="Comment", effect="fx")
    assert texts(comment, drawn, event("Sleep", 20_000)) == ["Sleep"]


def test_layers_are_drawn_twice_and_sung_once() -> None:
    assert texts(event("Hush"), event("Hush", 1_000 + LAYERS_MS)) == ["Hush"]
    assert texts(event("Hush"), event("Hush", 1_001 + LAYERS_MS)) == ["Hush", "Hush"]
    assert texts(event("Hush", 3_000), event("Hush", 3_000 - LAYERS_MS)) == ["Hush"]


def test_of_two_layers_the_one_with_syllables_is_sung() -> None:
    (line,) = sung(event("Hush now"), event(r"{\k50}Hush {\k50}now", 1_100)).lines
    assert [each.text for each in line.syllables] == ["Hush ", "now"]


def test_the_same_words_again_after_the_first_have_ended_are_sung_again() -> None:
    long = event("la", 1_000, 1_001 + GLIMPSE_MS)
    assert texts(long, event("la", 1_001 + GLIMPSE_MS)) == ["la", "la"]
    assert texts(long, event("la", 1_000 + GLIMPSE_MS)) == ["la"]


def test_pictures_of_an_effect_go_on_with_each_other() -> None:
    pictures = [
        event("la", 1_000 + at, 1_000 + at + GLIMPSE_MS) for at in range(0, 500, GLIMPSE_MS)
    ]
    assert texts(*pictures) == ["la"]


def test_a_layer_without_an_end_is_drawn_twice_too() -> None:
    assert texts(event("la", 1_000, None), event("la", 1_300)) == ["la"]


def test_rows_of_one_event_share_its_time() -> None:
    made = sung(event(r"Hush\Nnow\nlove")).lines
    assert [line.text for line in made] == ["Hush", "now", "love"]
    assert made[0].start_ms == 1_000
    assert made[-1].end_ms == 9_000
    assert texts(event(r"la\N" * (MOST_ROWS - 1))) == ["la"] * (MOST_ROWS - 1)
    assert len(texts(event(r"la\N" * 50))) == 1


def test_two_named_singers_have_parts_and_three_have_none() -> None:
    two = (event("a", 1_000, name="Ann"), event("b", 10_000, name="Bea"), event("c", 20_000))
    assert [line.part for line in sung(*two).lines] == [Part.FIRST, Part.SECOND, Part.EVERYONE]
    three = (*two, event("d", 30_000, name="Cat"))
    assert {line.part for line in sung(*three).lines} == {Part.EVERYONE}


def test_two_singers_at_once_are_two_voices_and_no_translation() -> None:
    made = sung(event("a", name="Ann"), event("b", name="Bea")).lines
    assert [(line.text, line.part, line.translation) for line in made] == [
        ("a", Part.FIRST, ""),
        ("b", Part.SECOND, ""),
    ]


def accompanied(by: int, count: int = 5, aside: int = 0) -> Lyrics:
    """Sung lines, and as many of another style `by` ms later; `aside` of them far from any."""
    lines = [event(rf"{{\k50}}line {{\k50}}{at}", 10_000 * at + 1_000) for at in range(count)]
    others = [
        event(f"told {at}", 10_000 * at + 1_000 + (5_000 if at < aside else by), style="Other")
        for at in range(count)
    ]
    return sung(*lines, *others)


@pytest.mark.parametrize("by", [0, LOOSELY_MS, -LOOSELY_MS])
def test_a_style_that_starts_with_the_sung_one_translates_it(by: int) -> None:
    made = accompanied(by).lines
    assert [(line.text, line.translation) for line in made] == [
        (f"line {at}", f"told {at}") for at in range(5)
    ]


def test_a_style_with_times_of_its_own_is_sung_too() -> None:
    assert len(accompanied(LOOSELY_MS + 1).lines) == 10


def test_most_lines_of_a_translation_have_to_start_with_others() -> None:
    assert [line.translation for line in accompanied(0, aside=1).lines if line.translation] == [
        f"told {at}" for at in range(1, 5)
    ]
    assert not any(line.translation for line in accompanied(0, aside=2).lines)


@pytest.mark.parametrize(("by", "lines"), [(TOGETHER_MS, 2), (TOGETHER_MS + 1, 4)])
def test_another_writing_with_syllables_starts_closer(by: int, lines: int) -> None:
    made = sung(
        event(r"{\k50}ねん{\k50}ねん", 1_000),
        event(r"{\k50}ころ{\k50}り", 11_000),
        event(r"{\k50}nen {\k50}nen", 1_000 + by, style="Romaji"),
        event(r"{\k50}koro {\k50}ri", 11_000 + by, style="Romaji"),
    )
    assert len(made.lines) == lines


def test_words_at_the_very_beginning_are_translated_too() -> None:
    made = sung(event(r"{\k50}Hush {\k50}now", 0), event("still", 0, style="Told"))
    assert [(line.text, line.translation) for line in made.lines] == [("Hush now", "still")]
