"""YAML as programs write it: mappings, lists, every style of text, and rows that are none."""

import pytest

from lullaby.lyrics.block_yaml import DEEPEST, Mapping, read_yaml


def read(text: str) -> Mapping:
    found, strange = read_yaml(text.split("\n"))
    assert strange == ()
    return found


def test_the_first_value_of_a_key_counts() -> None:
    assert read("a: one\na: two").text("a") == "one"


@pytest.mark.parametrize("nothing", ["", "null", "~", "[]", "{}", "# only a remark"])
def test_nothing_is_an_empty_text(nothing: str) -> None:
    assert read(f"a: {nothing}").text("a") == ""
    assert read("b: x").text("a") == ""


@pytest.mark.parametrize(
    ("written", "whole"),
    [("12", 12), ("-3", -3), ("+4", 4), ("1500.75", 1500), ("'7'", 7), ("1e3", None), ("x", None)],
)
def test_whole_numbers(written: str, whole: int | None) -> None:
    assert read(f"a: {written}").whole("a") == whole


def test_mappings_and_lists_within() -> None:
    found = read("a:\n  b: one\n  c:\n  - d: two\n    e: three\n  - d: four\n  - plain\nf: five")
    assert found.inner("a").text("b") == "one"
    assert [each.text("d") for each in found.inner("a").items("c")] == ["two", "four"]
    assert found.inner("a").items("c")[0].text("e") == "three"
    assert found.text("f") == "five"
    assert found.items("f") == []
    assert found.inner("f").values == {}


def test_rows_are_numbered_from_one() -> None:
    found = read("# remark\na:\n- b: one\n\n- b: two")
    assert found.number == 1
    assert [each.number for each in found.items("a")] == [3, 5]
    assert found.inner("none").number == 1


def test_a_list_may_stand_at_the_column_of_its_key() -> None:
    assert len(read("a:\n- b: 1\n- b: 2\nc: 3").items("a")) == 2
    assert len(read("a:\n  - b: 1\n  -\n    b: 2").items("a")) == 2


def test_what_is_no_key_is_told_and_left_out() -> None:
    found, strange = read_yaml(["---", "a: one", "?!", "b: two", "...", "   odd", "[x]"])
    assert (found.text("a"), found.text("b")) == ("one", "two")
    assert strange == (3, 6, 7)


def test_plain_text_goes_on_in_deeper_rows() -> None:
    assert read("a: one\n  two # remark\n  three\nb: four").text("a") == "one two three"


def test_text_may_begin_below_its_key() -> None:
    assert read("a:\n  one two\nb: x").text("a") == "one two"
    assert read("a:\n  'one'\nb: x").text("a") == "one"


def test_remarks_end_plain_text_only() -> None:
    assert read("a: one # remark").text("a") == "one"
    assert read("a: one#two").text("a") == "one#two"
    assert read('a: "one # two"').text("a") == "one # two"


def test_quoted_text_keeps_its_signs() -> None:
    assert read("a: 'it''s \\n'").text("a") == "it's \\n"
    assert read("a: '\"x\" '' y'").text("a") == '"x" \' y'
    assert read("a: \"it''s\"").text("a") == "it''s"
    assert read(r'a: "tab\tquote\" A=\x41 e=\u00e9 face=\U0001F600"').text("a") == (
        'tab\tquote" A=A e=é face=😀'
    )


def test_letters_beyond_all_letters_are_replaced() -> None:
    assert read(r'a: "\U00110000"').text("a") == "\N{REPLACEMENT CHARACTER}"
    assert read(r'a: "\U0010FFFF"').text("a") == "\U0010ffff"


def test_halves_of_a_letter_are_joined_and_lonely_ones_are_replaced() -> None:
    assert read(r'a: "\ud83d\ude00"').text("a") == "😀"
    assert read(r'a: "x\ud83dy"').text("a") == "x?y"


def test_quoted_text_goes_on_in_deeper_rows() -> None:
    assert read('a: "one\n  two"\nb: x').text("a") == "one two"
    assert read('a: "one\n\n  two"\nb: x').text("a") == "one\ntwo"
    assert read('a: "one\\\n  two"\nb: x').text("a") == "onetwo"
    assert read('a: "one\n\n\n  two\n  three"').text("a") == "one\n\ntwo three"


def test_quoted_text_that_is_never_closed_ends_with_its_rows() -> None:
    found, strange = read_yaml(['a: "one', "  two", "b: x"])
    assert (found.text("a"), found.text("b"), strange) == ("one two", "x", ())


def test_a_block_keeps_its_rows_or_folds_them() -> None:
    assert read("a: |\n  one\n    two\n\n  three\nb: x").text("a") == "one\n  two\n\nthree"
    assert read("a: >\n  one\n  two\n\n  three\nb: x").text("a") == "one two\nthree"
    assert read("a: |-\n\n  one\n\nb: x").text("a") == "one"
    assert read("a: |2 # remark\n   one\n  two\nb: x").text("a") == " one\ntwo"


def test_a_block_without_rows_is_empty() -> None:
    assert read("a: |\nb: x").text("a") == ""
    assert read("a: |\n\n\nb: x").text("b") == "x"


def nested(levels: int) -> str:
    return "\n".join("  " * level + "a:" for level in range(levels)) + " end"


def test_mappings_are_read_so_deep_and_no_deeper() -> None:
    found = read(nested(DEEPEST + 1))
    for _ in range(DEEPEST):
        found = found.inner("a")
    assert found.text("a") == "end"
    deeper, strange = read_yaml(nested(DEEPEST + 2).split("\n"))
    for _ in range(DEEPEST):
        deeper = deeper.inner("a")
    assert deeper.text("a") == ""
    assert strange == (DEEPEST + 2,)
