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
    CloseCode,
    Farewell,
    GuestRole,
    Hello,
    MalformedMessageError,
    PageLight,
    Tick,
    Wish,
    WishMessage,
    WishOutcome,
    parse,
)
from lullaby.together.shared_timer import SharedTimer
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
    del told["lines"]
    assert told == {
        "t": "words",
        "song": "suo-gan",
        "title": "Suo Gân",
        "lang": "cy",
        "dir": "ltr",
        "singers": ["", ""],
        "beat": 1_000,
    }


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


def test_what_is_left_of_the_evening_is_told_as_it_is() -> None:
    told = json.loads(messages.timer(SharedTimer(5.0, 60_000.0, None, 480_000.0)))
    assert told == {
        "t": "timer",
        "phase": "running",
        "at": 5.0,
        "left": 60_000.0,
        "total": None,
        "fade": 480_000.0,
    }
    assert json.loads(messages.timer(None)) == {"t": "timer", "phase": None}


def test_a_welcome_tells_role_and_light() -> None:
    told = json.loads(messages.welcome("ticket", GuestRole.REMOTE, PageLight.NIGHT))
    assert told == {"t": "welcome", "ticket": "ticket", "may": "remote", "light": "night"}


def test_a_message_may_have_two_kilobytes() -> None:
    tick = '{"t":"tick","c0":1}'
    assert parse(tick.ljust(2_048)) == Tick(1)
    with pytest.raises(MalformedMessageError):
        parse(tick.ljust(2_049))


def test_a_hello_without_a_language_has_none() -> None:
    hello = parse('{"t":"hello","v":1}')
    assert isinstance(hello, Hello)
    assert (hello.code, hello.proof, hello.ticket, hello.language) == (None, None, None, "")


def test_stamps_and_numbers_reach_as_far_as_a_guest_can_count_exactly() -> None:
    assert parse('{"t":"tick","c0":-1000000000000000}') == Tick(-1e15)
    assert parse('{"t":"wish","do":"fade","n":1000000000000000}') == WishMessage(Wish.FADE, 10**15)
    for text in (
        '{"t":"tick","c0":1000000000000001}',
        '{"t":"wish","do":"fade","n":1000000000000001}',
    ):
        with pytest.raises(MalformedMessageError):
            parse(text)


def test_short_messages_are_those_of_the_protocol() -> None:
    told = [
        messages.nonce("abc"),
        messages.light_changed(PageLight.DUSK),
        messages.tock(1.5, 20.0, 30.0),
        messages.done(7, WishOutcome.REFUSED),
        messages.words(None),
        *(messages.bye(why) for why in Farewell),
    ]
    assert [json.loads(each) for each in told] == [
        {"t": "nonce", "v": 1, "nonce": "abc"},
        {"t": "light", "light": "dusk"},
        {"t": "tock", "c0": 1.5, "s1": 20.0, "s2": 30.0},
        {"t": "done", "n": 7, "what": "no"},
        {"t": "words", "song": None},
        *({"t": "bye", "why": why} for why in ("closed", "disconnected", "full", "expired")),
    ]


def test_words_of_the_protocol_are_those_that_the_page_knows() -> None:
    assert [*Wish] == ["softer", "awake", "fade"]
    assert [*WishOutcome] == ["softer", "softest", "awake", "fading", "no"]
    assert [*GuestRole] == ["words", "remote"]
    assert [*PageLight] == ["dusk", "night", "contrast"]
    codes = (CloseCode.GOING_AWAY, CloseCode.FORM, CloseCode.CODE, CloseCode.REFUSED)
    assert codes == (1001, 4400, 4401, 4403)
    assert (CloseCode.REPLACED, CloseCode.TOO_OFTEN) == (4409, 4429)


def test_letters_are_sent_as_they_are_and_no_number_that_is_none() -> None:
    """An escaped letter would take six bytes of the little room that words have."""
    assert '"title":"Suo Gân"' in messages.words(some_words(1))
    with pytest.raises(ValueError, match="JSON"):
        messages.where(Anchor("a", 3, float("nan"), 500.0, 0.9, True))


def test_a_line_without_more_is_told_by_its_text_and_times() -> None:
    plain = SharedWords("1", "Suo Gân", lines=(SharedLine(Ms(0), Ms(900), "Huna"),))
    assert json.loads(messages.words(plain))["lines"] == [
        {"at": 0, "end": 900, "text": "Huna", "part": "everyone"}
    ]
