"""Messages with a few changes reach the page: nothing throws and nothing is read as HTML."""

import json
import random
from typing import Any

import pytest

from tests.together.page.conftest import Open
from tests.together.page.fuzz_page import HEAR, hear, mutated, seeds, shows_the_song
from tests.together.page.laptop import REMOTE_SECRET, Laptop
from tests.together.page.looking import press
from tests.together.page.songs import SUO_GAN, standing

pytestmark = pytest.mark.long
"""Frames are drawn, for which a busy machine may wait long."""

PATIENT = {"mine": {}, "remote": True, "slow": 1e9}


def remote(open_page: Open) -> Any:
    page = open_page(f"#k={REMOTE_SECRET}")
    press(page, "Sing along")
    return page


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_changed_messages_break_nothing(open_page: Open, laptop: Laptop, seed: int) -> None:
    page, dice, known = remote(open_page), random.Random(seed), seeds()
    for _ in range(5):
        texts = [mutated(dice, known) for _ in range(40)]
        wrong = [found for found in hear(page, texts, dice) if found[1] != "slow"]
        assert wrong == []
        assert shows_the_song(page)


@pytest.mark.parametrize("number", ["__proto__", "constructor", "toString", None, [], {}])
def test_an_answer_to_no_wish_is_none(open_page: Open, laptop: Laptop, number: Any) -> None:
    page = remote(open_page)
    told = json.dumps({"t": "done", "n": number, "what": "no"})
    assert page.evaluate(HEAR, [[told], PATIENT]) == []


def test_a_title_without_an_end_leaves_room_for_the_words(open_page: Open, laptop: Laptop) -> None:
    page = remote(open_page)
    song = next(each for each in seeds() if each["t"] == "words" and each["song"] == "suo")
    page.evaluate(HEAR, [[json.dumps({**song, "title": "a" * 9_000})], PATIENT])
    assert page.evaluate("byId('title').textContent.length") == 120


@pytest.mark.parametrize("sung", [True, False])
def test_a_whole_song_in_one_line_does_not_hold_the_page_up(
    open_page: Open, laptop: Laptop, sung: bool
) -> None:
    """Two thousand chords in one line took over a minute to place."""
    page = remote(open_page)
    line = {
        "at": 6_000,
        "end": 9_000,
        "text": "la " * 2_500,
        "s": [["la ", 6_000 + at, 6_001 + at] for at in range(2_500)] if sung else [],
        "chords": [[chord, at] for at in range(1_000) for chord in "FC"],
    }
    song = next(each for each in seeds() if each["t"] == "words" and each["song"] == "suo")
    page.evaluate(HEAR, [[json.dumps({**song, "lines": [line]})], PATIENT])
    setup = {**PATIENT, "mine": {"chords": True}, "remote": False}
    assert page.evaluate(HEAR, [[standing(SUO_GAN, 7_000)], setup]) == []
    assert page.evaluate("shown") == "sing"
    assert page.evaluate("byId('line').textContent.length") in (399, 400)
    assert page.evaluate("all('.chord').length") == 60
