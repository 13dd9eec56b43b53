"""What the page on phones says and how it looks belongs to the application."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from lullaby.paths import assets
from lullaby.together.words_page import FOLDER, PageTexts
from lullaby.ui.theme.tokens import DUSK, NIGHT, Tokens, contrasted, readable
from lullaby.ui.together.page_texts import page_texts
from tests.ui.pseudo import pseudo_language

PAGE = (FOLDER / "words.html").read_text(encoding="utf-8")


def test_the_page_says_nothing_that_is_not_translated(qapp: QApplication) -> None:
    named = re.findall(r"data-(?:text|label)=\"(\w+)\"", PAGE)
    named += re.findall(r"\b(?:say|askCode|wrongCode)\('(\w+)'", PAGE)
    (english,) = page_texts(assets() / "translations")
    assert set(named) <= set(english.texts)
    quoted = set(re.findall(r"['\"](\w+)['\"]", PAGE)) | {"first_voice", "second_voice"}
    assert set(english.texts) <= quoted, "no text is translated for nothing"
    assert (english.language, english.name, english.right_to_left) == ("en", "English", False)


def test_minutes_are_counted_in_every_language(qapp: QApplication) -> None:
    (english,) = page_texts(assets() / "translations")
    assert _minutes_left(english, 1) == "{n} minute left"
    assert _minutes_left(english, 22) == "{n} minutes left"
    before = QLocale()
    QLocale.setDefault(QLocale("ar_EG"))
    try:
        arabic, beside = page_texts(assets() / "translations")
    finally:
        QLocale.setDefault(before)
    assert "{n}" in _minutes_left(arabic, 22), "its digits are those of the page"
    assert _minutes_left(beside, 1) == "{n} minute left"


def _minutes_left(texts: PageTexts, minutes: int) -> str:
    counted = texts.counted["minutes_left"]
    return counted.forms[counted.by_number[minutes]]


def test_it_speaks_the_language_of_the_application(qapp: QApplication, tmp_path: Path) -> None:
    with pseudo_language():
        (own,) = page_texts(tmp_path)
    assert all(text.startswith("[") for text in own.texts.values())


def test_english_and_every_translation_stand_beside_it(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "lullaby_de.qm").write_bytes(b"no translation")
    before = QLocale()
    QLocale.setDefault(QLocale("ar_EG"))
    try:
        arabic, english = page_texts(tmp_path)
    finally:
        QLocale.setDefault(before)
    assert (arabic.language, arabic.right_to_left) == ("ar", True)
    assert english.language == "en"


@pytest.mark.parametrize(
    ("light", "tokens"),
    [("night", readable(NIGHT)), ("dusk", readable(DUSK)), ("contrast", contrasted(NIGHT))],
)
def test_its_colours_are_those_of_the_application(light: str, tokens: Tokens) -> None:
    listed = re.search(rf"{light}: '([^']*)'", PAGE)
    assert listed is not None
    pieces = listed[1].split()
    colours = dict(zip(pieces[::2], pieces[1::2], strict=True))
    assert colours == {name: getattr(tokens, name).name() for name in colours}
    first = dict(re.findall(r"--(\w+): (#\w+);", PAGE))
    if light == "night":
        assert colours == first, "the first pixel is as dark as the others"
