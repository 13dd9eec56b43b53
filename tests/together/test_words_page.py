"""The page for phones as one document: its language, its size, and what it may not contain."""

import gzip
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.content_security import page_headers
from lullaby.together.words_page import (
    FOLDER,
    PageTexts,
    WordsPages,
    best_language,
    counted,
    without_indents,
)

LARGEST = 40 * 1024
"""Bytes of the one request."""

NONCE = "AbCdEf0123456789-_wxyz"

ENGLISH = PageTexts("en", "English", False, {"joined": "You’re in"})
ARABIC = PageTexts("ar", "العربية", True, {"joined": "</script><script>"})


def data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="texts">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", None),
        ("de", "de"),
        ("de-AT,en;q=0.5", "de"),
        ("en;q=0.5, de;q=0.9", "de"),
        ("fr, pt;q=0.8", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("d", None),
        ("fr, *;q=0.1", "en"),
        ("de;q=0, en", "en"),
        ("de;q=x", None),
        ("de;q=nan", None),
        (",;,;q=1,", None),
    ],
)
def test_the_language_that_the_browser_would_rather_have(accepted: str, chosen: str | None) -> None:
    assert best_language(accepted, ["en", "de", "pt-BR"]) == chosen


@given(st.text())
def test_any_header_gets_a_language_or_none(accepted: str) -> None:
    assert best_language(accepted, ["en", "de"]) in ("en", "de", None)


def test_each_language_has_a_page_of_its_own() -> None:
    pages = WordsPages([ENGLISH, ARABIC])
    assert pages.choose("ar-EG").language == "ar"
    assert '<html lang="ar" dir="rtl" data-nonce="">' in pages.choose("ar").html
    assert '<html lang="en" dir="ltr" data-nonce="">' in pages.choose("fr").html
    told = data(pages.choose("ar").html)
    assert told["texts"] == ARABIC.texts, "a text cannot end the block that it stands in"
    assert told["languages"] == [["en", "English"], ["ar", "العربية"]]
    with pytest.raises(ValueError, match="language"):
        WordsPages([])


def test_a_number_has_the_plural_form_of_its_language() -> None:
    """As in Welsh, where one, two and others differ,."""

    def text(n: int) -> str:
        return {1: "{n} funud", 2: "{n} funud i fynd"}.get(n, "{n} munud")

    welsh = counted(text)
    assert [welsh.forms[welsh.by_number[n]] for n in (1, 2, 3, 102)] == [
        "{n} funud",
        "{n} funud i fynd",
        "{n} munud",
        "{n} munud",
    ]
    page = WordsPages([replace(ENGLISH, counted={"minutes_left": welsh})]).choose("")
    forms, by_number = data(page.html)["counted"]["minutes_left"]
    assert forms == list(welsh.forms)
    assert [int(each) for each in by_number] == list(welsh.by_number)


def test_it_arrives_whole_in_one_small_answer() -> None:
    page = WordsPages([ENGLISH]).choose("")
    assert len(page.gzipped(NONCE)) < LARGEST
    assert gzip.decompress(page.gzipped(NONCE)) == page.with_nonce(NONCE)
    assert not re.findall(r"\{[A-Z][A-Z_0-9]+\}", page.html), "every place is filled"
    addresses = re.findall(r"https?://[^\s'\"]+", page.html)
    assert set(addresses) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.findall(r"\b(?:src|href)=\"(?!data:|#)", page.html)


@pytest.mark.parametrize("nonce", [NONCE, "", "v" * 60_000])
def test_copies_differ_in_their_nonce_alone(nonce: str) -> None:
    page = WordsPages([ENGLISH, ARABIC]).choose("ar")
    copy = gzip.decompress(page.gzipped(nonce)).decode()
    assert copy == page.with_nonce(nonce).decode()
    assert copy.replace(f'data-nonce="{nonce}"', 'data-nonce=""') == page.html
    assert page_headers(copy, "10.0.0.1", 1) == page_headers(page.html, "10.0.0.1", 1)


def test_texts_of_others_are_never_read_as_html() -> None:
    html = (FOLDER / "words.html").read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("):
        assert way not in html
    assert " style=" not in html, "the policy forbids it"
    assert not re.findall(r"\son[a-z]+=\"", html)


def test_only_what_no_browser_needs_is_left_out() -> None:
    assert without_indents("<p>\n  // why\n\n  a; // b\n</p>") == "<p>\na; // b\n</p>\n"
