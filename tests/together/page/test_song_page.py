"""The page of a song in a real browser without a network: read, and lit up in time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lullaby.bundles.manifest import SingAt
from lullaby.bundles.song_page import PageSong, SongPageTexts, song_page
from lullaby.lyrics.model import Line, Lyrics, Syllable, Timing
from lullaby.units import Ms

Show = Callable[..., Any]
LOADED_WITHIN = timedelta(seconds=40)
"""The clock of the page stands still from then on, however busy the machine is."""


def line(start: int, *texts: str, translation: str = "") -> Line:
    pieces = tuple(
        Syllable(text, Ms(start + 500 * place), Ms(start + 500 * (place + 1)))
        for place, text in enumerate(texts)
    )
    return Line(
        "".join(texts),
        Ms(start),
        Ms(start + 500 * len(texts)),
        pieces,
        translation=translation,
    )


WORDS = Lyrics(
    (
        line(2_000, "Hu", "na ", "blen", "tyn", translation="Sleep, child"),
        line(4_000, "ar ", "fy ", "myn", "wes"),
        line(12_000, "clyd ", "a ", "chyn", "nes"),
    ),
    Timing.SYLLABLES,
    language="cy",
)
SONG = PageSong("Suo <Gân>", "Welsh & traditional", WORDS, 1.0, 500.0)


@pytest.fixture
def show(chromium: Any, tmp_path: Path) -> Iterator[Show]:
    """Opens a page from a file, offline; complaints of the browser and requests fail the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def shown(
        song: PageSong,
        texts: SongPageTexts | None = None,
        size: tuple[int, int] = (390, 844),
        now: datetime | None = None,
        **context: Any,
    ) -> Any:
        path = tmp_path / "song.html"
        path.write_text(song_page(song, texts) if texts else song_page(song), encoding="utf-8")
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(chromium.new_context(viewport=viewport, offline=True, **context))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("file:", "data:"))
                else complaints.append(request.url)
            ),
        )
        start = now or datetime(2026, 12, 1, 20, tzinfo=UTC)
        if context.get("java_script_enabled", True):
            page.clock.install(time=start - LOADED_WITHIN)
        page.goto(path.as_uri())
        if context.get("java_script_enabled", True):
            page.clock.pause_at(start)
        return page

    yield shown
    for context in contexts:
        context.close()
    assert not complaints


def lit(page: Any) -> str:
    """The text of the line that is sung now; empty before and after the song."""
    return page.evaluate("(document.querySelector('.now .words') || {textContent: ''}).textContent")


def sung(page: Any) -> str:
    return page.evaluate(
        "[...document.querySelectorAll('.now .sung, .now .here')].map(e => e.textContent).join('')"
    )


def test_it_can_be_read_without_any_script(show: Show) -> None:
    page = show(SONG, java_script_enabled=False)
    assert page.inner_text("h1") == "Suo <Gân>"
    assert page.inner_text(".by") == "Welsh & traditional"
    assert [e.inner_text() for e in page.query_selector_all(".words")] == [
        "Huna blentyn",
        "ar fy mynwes",
        "clyd a chynnes",
    ]
    assert page.inner_text(".below") == "Sleep, child"
    assert not page.is_visible("#controls")


def test_a_press_counts_in_and_lights_up_the_words(show: Show) -> None:
    page = show(SONG)
    page.clock.run_for(100)
    page.click("#begin")
    page.clock.run_for(600)
    assert page.inner_text("#count") in "321"
    assert lit(page) == ""
    page.clock.run_for(1_400 + 2_700)
    assert (lit(page), sung(page)) == ("Huna blentyn", "Huna ")
    page.clock.run_for(2_000)
    assert lit(page) == "ar fy mynwes"
    page.clock.run_for(8_000)
    assert lit(page) == "clyd a chynnes"
    page.clock.run_for(9_000)
    assert lit(page) == ""
    assert page.inner_text("#told") == "The song is over."
    assert page.inner_text("#begin") == "Begin"


def test_its_pace_is_that_in_which_it_is_sung(show: Show) -> None:
    page = show(replace(SONG, pace=0.5, beat_ms=1_000.0))
    page.click("#begin")
    page.clock.run_for(4_000 + 5_400)
    assert (lit(page), sung(page)) == ("Huna blentyn", "Huna ")


def test_it_begins_by_itself_at_the_agreed_moment(show: Show) -> None:
    now = datetime(2026, 12, 24, 17, 59, tzinfo=UTC)
    at = SingAt(now + timedelta(seconds=60), beats=4)
    page = show(replace(SONG, sing_at=at), now=now, timezone_id="Europe/Berlin")
    page.clock.run_for(1_500)
    told = page.inner_text("#told")
    assert re.search(r"24 at 7:00\sPM", told)
    page.clock.run_for(58_100)
    assert page.inner_text("#count") == "1"
    page.clock.run_for(400 + 2_700)
    assert (lit(page), sung(page)) == ("Huna blentyn", "Huna ")


def test_who_comes_late_joins_in(show: Show) -> None:
    at = SingAt(datetime(2026, 12, 24, 18, tzinfo=UTC))
    page = show(replace(SONG, sing_at=at), now=at.at + timedelta(seconds=4, milliseconds=400))
    page.clock.run_for(200)
    assert lit(page) == "ar fy mynwes"


def test_who_comes_after_the_song_can_begin_it_alone(show: Show) -> None:
    at = SingAt(datetime(2026, 12, 24, 18, tzinfo=UTC))
    page = show(replace(SONG, sing_at=at), now=at.at + timedelta(hours=1))
    page.clock.run_for(1_000)
    assert (lit(page), page.inner_text("#told"), page.inner_text("#begin")) == ("", "", "Begin")


def test_words_can_come_earlier(show: Show) -> None:
    page = show(SONG)
    page.click("#earlier")
    page.click("#earlier")
    assert page.inner_text("#told") == "100 ms earlier"
    page.click("#begin")
    page.clock.run_for(2_000 + 1_950)
    assert lit(page) == "Huna blentyn"
    page.click("#begin")
    assert (lit(page), page.inner_text("#told")) == ("", "Stopped")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_cut_or_scrolls_sideways(show: Show, width: int) -> None:
    page = show(SONG, size=(width, 700))
    page.click("#begin")
    page.clock.run_for(2_000 + 2_700)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for button in page.query_selector_all("button"):
        box = button.bounding_box()
        assert box["height"] >= 48
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    box = page.query_selector(".now").bounding_box()
    assert 0 <= box["y"] <= 700 - box["height"]


def test_words_from_right_to_left(show: Show) -> None:
    words = Lyrics((line(0, "נו", "מי ", "נו", "מי"),), Timing.SYLLABLES, language="he")
    texts = SongPageTexts("ar", right_to_left=True)
    page = show(replace(SONG, words=words), texts)
    assert page.evaluate("getComputedStyle(document.querySelector('.words')).direction") == "rtl"
    page.click("#begin")
    page.clock.run_for(2_000 + 200)
    assert "to left" in page.evaluate(
        "getComputedStyle(document.querySelector('.here')).backgroundImage"
    )


def test_words_without_times_are_only_read(show: Show) -> None:
    words = Lyrics((Line("Sleep"), Line(""), Line("my love")), Timing.NONE)
    page = show(replace(SONG, words=words))
    assert not page.is_visible("#controls")
    assert page.inner_text(".how") == "These words have no times yet."
    assert len(page.query_selector_all(".line.break")) == 1


def test_foreign_text_is_no_markup() -> None:
    evil = "</script><script>alert(1)</script>"
    words = Lyrics((line(0, evil, translation=evil),), Timing.SYLLABLES, language='x"onload="')
    made = song_page(PageSong(evil, evil, words), SongPageTexts(how=evil, at=evil))
    assert made.count("<script") == 2
    assert "alert(1)</script>" not in made
    assert 'onload="' not in made
