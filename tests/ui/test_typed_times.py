"""Times of day and minutes as people type them."""

from collections.abc import Iterator
from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from lullaby.ui.text.digits import in_digits, whole_number_in
from lullaby.ui.text.locale import clock_time, clock_time_in

LOCALES = ("en_US", "en_GB", "de_DE", "fi_FI", "ar_EG", "fa_IR", "ja_JP", "ko_KR", "hi_IN", "fr_CA")


@pytest.fixture(autouse=True)
def locale() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@given(st.sampled_from(LOCALES), st.times())
def test_a_time_as_it_is_shown_is_read(language: str, at: time) -> None:
    QLocale.setDefault(QLocale(language))
    shown = clock_time(datetime(2026, 5, 3, at.hour, at.minute))  # noqa: DTZ001
    assert clock_time_in(shown) == time(at.hour, at.minute)


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("19:40", time(19, 40)),
        ("19.40", time(19, 40)),
        ("1940", time(19, 40)),
        (" 19h40 ", time(19, 40)),
        ("19 40", time(19, 40)),
        ("7:40 pm", time(19, 40)),
        ("7:40 P.M.", time(19, 40)),
        ("12am", time(0, 0)),
        ("3", time(3, 0)),
        ("٠٣:٠٧", time(3, 7)),
        ("", None),
        ("soon", None),
        ("25:00", None),
        ("7:72", None),
        ("13 pm", None),
        ("-3", None),
        ("194000", None),
    ],
)
def test_times_of_any_habit_are_read(language: str, typed: str, read: time | None) -> None:
    QLocale.setDefault(QLocale(language))
    assert clock_time_in(typed) == read


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = clock_time_in(text)
    assert found is None or found.second == 0


@given(st.sampled_from(LOCALES), st.integers(0, 9999))
def test_a_number_among_words_is_read(language: str, number: int) -> None:
    QLocale.setDefault(QLocale(language))
    assert whole_number_in(in_digits(f"{number} min")) == number


@pytest.mark.parametrize("text", ["", "many", "1:30", "1.5", "-4", "12345"])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert whole_number_in(text) is None
