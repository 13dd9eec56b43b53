"""Messages of guests: what is of the protocol comes through, everything else is refused."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.model import Chord, Part
from lullaby.together import messages
from lullaby.together.anchor import Anchor
from lullaby.together.messages import (
    LARGEST_IN,
    LARGEST_OUT,
    GuestRole,
    Hello,
    MalformedMessageError,
    PageLight,
    Tick,
    Wish,
    WishMessage,
    parse,
)
from lullaby.together.shared_words import SharedLine, SharedSyllable, SharedWords
from lullaby.units import Ms

MAC = "0123456789abcdef" * 4


def test_a_hello_tells_what_the_guest_knows() -> None:
    assert parse('{"t":"hello","v":1,"code":"482913"}') == Hello(code="482913")
    assert parse(f'{{"t":"hello","v":1,"proof":"{MAC}","lang":"cy"}}') == Hello(
        proof=MAC, language="cy"
    )
    assert parse('{"t":"hello","v":1,"ticket":"abcdefghij_-ABCDEFGHIJ"}') == Hello(
        ticket="abcdefghij_-ABCDEFGHIJ"
    )


def test_a_tick_keeps_its_stamp() -> None:
    assert parse('{"t":"tick","c0":1234.5}') == Tick(1234.5)


def test_a_wish_may_lack_its_proof_so_that_it_can_be_answered() -> None:
    assert parse('{"t":"wish","do":"fade","n":2}') == WishMessage(Wish.FADE, 2)
    assert parse(f'{{"t":"wish","do":"softer","n":1,"mac":"{MAC}"}}') == WishMessage(
        Wish.SOFTER, 1, MAC
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "7",
        "[]",
        "{}",
        '"hello"',
        '{"t":"louder"}',
        '{"t":["hello"]}',
        '{"t":"hello"}',
        '{"t":"hello","v":2}',
        '{"t":"hello","v":true}',
        '{"t":"hello","v":1,"code":"48291"}',
        '{"t":"hello","v":1,"code":482913}',
        '{"t":"hello","v":1,"code":"٤٨٢٩١٣"}',
        '{"t":"hello","v":1,"code":"482913\\n"}',
        '{"t":"hello","v":1,"code":"482913","code":"482914"}',
        '{"t":"hello","v":1,"volume":20}',
        f'{{"t":"hello","v":1,"proof":"{MAC.upper()}"}}',
        '{"t":"hello","v":1,"ticket":"../../etc/passwd"}',
        '{"t":"hello","v":1,"lang":"a-language-that-is-too-long"}',
        '{"t":"hello","v":1,"lang":null}',
        '{"t":"tick"}',
        '{"t":"tick","c0":"1"}',
        '{"t":"tick","c0":true}',
        '{"t":"tick","c0":NaN}',
        '{"t":"tick","c0":Infinity}',
        '{"t":"tick","c0":1e999}',
        '{"t":"tick","c0":-1e16}',
        '{"t":"tick","c0":' + "9" * 1_000 + "}",
        '{"t":"wish","do":"louder","n":1}',
        '{"t":"wish","do":"play","n":1}',
        '{"t":"wish","do":["fade"],"n":1}',
        '{"t":"wish","do":"fade"}',
        '{"t":"wish","do":"fade","n":0}',
        '{"t":"wish","do":"fade","n":1.0}',
        '{"t":"wish","do":"fade","n":true}',
        '{"t":"wish","do":"fade","n":1,"mac":"short"}',
        '{"t":"wish","do":"fade","n":1,"by":20}',
        "[" * LARGEST_IN,
        '{"t":' * (LARGEST_IN // 5),
        '{"t":"tick","c0":1}' + " " * LARGEST_IN,
        "é" * (LARGEST_IN // 2 + 1),
        "\ud800",
    ],
)
def test_what_is_not_of_the_protocol_is_refused(text: str) -> None:
    with pytest.raises(MalformedMessageError):
        parse(text)


def test_binary_messages_are_refused() -> None:
    with pytest.raises(MalformedMessageError):
        parse(b'{"t":"tick","c0":1}')


def test_a_message_is_refused_however_little_stack_is_left() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(250)
    try:
        with pytest.raises(MalformedMessageError):
            parse("[" * 1_000)
    finally:
        sys.setrecursionlimit(limit)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)
almost = st.fixed_dictionaries(
    {"t": st.sampled_from(["hello", "tick", "wish"])},
    optional={
        "v": st.just(1) | json_values,
        "code": st.from_regex(r"[0-9]{6}", fullmatch=True) | json_values,
        "proof": st.just(MAC) | json_values,
        "ticket": json_values,
        "lang": st.just("en") | json_values,
        "c0": st.floats() | json_values,
        "do": st.sampled_from(["softer", "awake", "fade", "louder"]) | json_values,
        "n": st.integers() | json_values,
        "mac": st.just(MAC) | json_values,
    },
)


@given(st.one_of(st.text(), st.binary(), json_values.map(json.dumps), almost.map(json.dumps)))
def test_any_message_is_read_or_refused(text: str | bytes) -> None:
    try:
        message = parse(text)
    except MalformedMessageError:
        return
    assert isinstance(message, Hello | Tick | WishMessage)


def test_what_is_no_unicode_in_a_title_gets_a_mark_in_its_place() -> None:
    """Names of files may hold such bytes; they must not keep the words from all phones."""
    told = messages.words(SharedWords("1", "Canci\udcf3n"))
    assert json.loads(told.encode())["title"] == "Canci?n"


def some_words(lines: int) -> SharedWords:
    """Words of as many lines, with all that a line can have."""
    return SharedWords(
        "suo-gan",
        "Suo Gân",
        "cy",
        lines=tuple(
            SharedLine(
                Ms(number * 4_000),
                Ms(number * 4_000 + 3_900),
                "Huna blentyn",
                Part.FIRST,
                "Sleep, child",
                (
                    SharedSyllable("Huna ", Ms(number * 4_000), Ms(number * 4_000 + 900)),
                    SharedSyllable("blentyn", Ms(number * 4_000 + 900), Ms(number * 4_000 + 3_900)),
                ),
                (Chord("F", 0),),
            )
            for number in range(lines)
        ),
    )


def test_words_tell_each_line_and_syllable() -> None:
    told = json.loads(messages.words(some_words(1)))
    assert told["lines"] == [
        {
            "at": 0,
            "end": 3_900,
            "text": "Huna blentyn",
            "part": "first",
            "also": "Sleep, child",
            "s": [["Huna ", 0, 900], ["blentyn", 900, 3_900]],
            "chords": [["F", 0]],
        }
    ]
    assert (told["title"], told["lang"], told["dir"]) == ("Suo Gân", "cy", "ltr")


@pytest.mark.parametrize(("lines", "keeps"), [(430, "s"), (700, "also"), (900, "text")])
def test_words_that_are_too_long_lose_detail_before_lines(lines: int, keeps: str) -> None:
    text = messages.words(some_words(lines))
    assert len(text.encode()) <= LARGEST_OUT
    told = json.loads(text)["lines"]
    assert len(told) == lines
    assert keeps in told[0]
    assert "chords" not in told[0]


def test_words_without_an_end_keep_the_first_lines() -> None:
    text = messages.words(some_words(5_000))
    assert len(text.encode()) <= LARGEST_OUT
    assert len(json.loads(text)["lines"]) > 500


def test_a_title_without_an_end_is_no_words() -> None:
    assert json.loads(messages.words(SharedWords("a", "a" * LARGEST_OUT)))["song"] is None


def test_a_place_is_told_as_it_is() -> None:
    told = json.loads(messages.where(Anchor("a", 3, 10.0, 500.0, 0.9, True, Ms(80))))
    assert told == {
        "t": "where",
        "song": "a",
        "rev": 3,
        "at": 10.0,
        "pos": 500.0,
        "pace": 0.9,
        "play": True,
        "earlier": 80,
    }
    assert json.loads(messages.where(None)) == {"t": "where", "song": None}


def test_a_welcome_tells_role_and_light() -> None:
    told = json.loads(messages.welcome("ticket", GuestRole.REMOTE, PageLight.NIGHT))
    assert told == {"t": "welcome", "ticket": "ticket", "may": "remote", "light": "night"}
