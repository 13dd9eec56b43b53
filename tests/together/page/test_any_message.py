"""Whatever arrives, the page goes on: nothing throws, and the next real song is shown."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.together.page.conftest import Open
from tests.together.page.laptop import Laptop
from tests.together.page.looking import drawn, joined
from tests.together.page.songs import SUO_GAN, standing, words

pytestmark = pytest.mark.long
"""Frames are drawn, for which a busy machine may wait long."""

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
TIME = st.floats(-1e15, 1e15) | ANYTHING


def message(kind: str, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"t": st.just(kind)}, optional=fields)


SONG = st.just("suo") | ANYTHING
MORE_OF_A_LINE = {
    "part": st.sampled_from(["first", "second"]) | ANYTHING,
    "also": ANYTHING,
    "s": st.lists(st.tuples(st.text(max_size=3), TIME, TIME), max_size=3) | ANYTHING,
    "chords": st.lists(st.tuples(st.text(max_size=3), TIME), max_size=3) | ANYTHING,
}
LINE = st.fixed_dictionaries(
    {}, optional={"at": TIME, "end": TIME, "text": ANYTHING, **MORE_OF_A_LINE}
)
SUNG_LINE = st.fixed_dictionaries(
    {
        "at": st.floats(0, 9_000),
        "end": st.floats(0, 20_000),
        "text": st.text(max_size=9),
        **MORE_OF_A_LINE,
    }
)
SUNG = st.fixed_dictionaries(
    {
        "t": st.just("words"),
        "song": st.just("suo"),
        "lines": st.lists(SUNG_LINE | LINE, min_size=1, max_size=4),
    },
    optional={"dir": st.just("rtl"), "beat": TIME, "singers": ANYTHING, "title": ANYTHING},
)
MESSAGE = st.one_of(
    SUNG,
    message(
        "where", song=SONG, rev=ANYTHING, at=TIME, pos=TIME, pace=TIME, play=ANYTHING, earlier=TIME
    ),
    message(
        "words",
        song=SONG,
        title=ANYTHING,
        lang=ANYTHING,
        dir=ANYTHING,
        beat=TIME,
        singers=ANYTHING,
        lines=st.lists(LINE | ANYTHING, max_size=4) | ANYTHING,
    ),
    message("tock", c0=TIME, s1=TIME, s2=TIME),
    message(
        "timer",
        phase=st.sampled_from(["running", "paused", "fading", "last song"]) | ANYTHING,
        at=TIME,
        left=TIME,
        total=TIME,
        fade=TIME,
    ),
    message("done", n=ANYTHING, what=ANYTHING),
    message("light", light=ANYTHING),
    message("welcome", ticket=ANYTHING, may=ANYTHING, light=ANYTHING),
    ANYTHING,
)

TAKE = """([where, texts]) => {
    mine.chords = true;
    for (const text of texts) {
        try {
            const message = JSON.parse(text);
            if (message && message.t !== 'bye') take(message);
            if (message && message.t === 'words') take(JSON.parse(where));
            if (shown === 'sing') draw(performance.now());
        } catch (error) {
            return text + ': ' + error;
        }
    }
    return null;
}"""

AT_ONCE = 100


def drawn_messages() -> list[str]:
    """Messages that hypothesis thinks up, before the browser is asked."""
    texts: list[str] = []

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(st.lists(MESSAGE, max_size=6))
    def keep(messages: list[Any]) -> None:
        texts.extend(json.dumps(each) for each in messages)

    keep()
    return [text for text in texts if "NaN" not in text and "Infinity" not in text]


def test_any_messages_leave_the_page_as_it_was(open_page: Open, laptop: Laptop) -> None:
    texts = drawn_messages()
    song = (words(SUO_GAN), standing(SUO_GAN, 7_000))
    page = joined(open_page, laptop, *song)
    for first in range(0, len(texts), AT_ONCE):
        assert page.evaluate(TAKE, [song[1], texts[first : first + AT_ONCE]]) is None
    page.evaluate(TAKE, [song[1], list(song)])
    assert drawn(page, "[shown, byId('line').textContent]") == ["sing", SUO_GAN.lines[1].text]
