"""Looking quickly at words gives the same result as reading them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.glance import timing_at_a_glance
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Timing
from tests.lyrics.test_lrc_properties import FILES

PLAIN = st.lists(st.sampled_from(["", " ", "Hush", "♪", "F: ", "v1:", "子守唄", "\t", "1:23", "]"]))
LINES = st.lists(
    st.tuples(
        st.sampled_from(
            ["[00:01.00]", "[00:01.000]", "[01:02.50]", "[ti:x]", "[by:]", "[x:y]", ""]
        ),
        st.sampled_from(["Hush", "", " ", "F: ", "F: Hush", "♪", "]", "\ufeffla", "\x07"]),
    ).map("".join)
)
TEXTS = st.one_of(FILES, PLAIN.map("\n".join), LINES.map("\r\n".join))


@given(TEXTS)
def test_a_quick_look_never_differs_from_reading(text: str) -> None:
    seen = timing_at_a_glance(text)
    read = parse(text)
    if seen is not None:
        assert read.has_words
        assert seen is read.timing


@pytest.mark.parametrize(
    ("text", "timing"),
    [
        ("Hush, little baby\n\ndon't say a word", Timing.NONE),
        ("[ti:Hush]\n[00:01.00]Hush\r\n[00:02.00]\n", Timing.LINES),
        ("[00:01.00]<00:01.00>Hush", None),
        ("[00:01.00]F: ", None),
        ("\n \n", None),
        ("", None),
    ],
)
def test_usual_texts_are_classified_at_once(text: str, timing: Timing | None) -> None:
    assert timing_at_a_glance(text) is timing
