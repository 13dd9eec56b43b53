"""Every text of the application can be translated: it is marked, and Qt's tools find it."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QApplication

from lullaby.paths import assets
from lullaby.ui.text import names
from lullaby.ui.text.language import locale_for
from lullaby.ui.text.locale import whole
from lullaby.units import Ms
from tests.ui.marked_texts import SOURCE, Marked, marked_texts, source_files, wrong_in

SHOWN_BY = frozenset(
    {
        "addAction",
        "addItem",
        "addMenu",
        "QLabel",
        "setAccessibleDescription",
        "setAccessibleName",
        "setPlaceholderText",
        "setStatusTip",
        "setText",
        "setTitle",
        "setToolTip",
        "setWhatsThis",
        "setWindowTitle",
    }
)
"""Calls whose first argument is shown or spoken."""

ENGLISH = assets() / "translations" / "lullaby_en.ts"

GLUE = re.compile(r"^[,.:;] |[,.:;] $")
"""What stands between two parts of a sentence."""

FORMATTING = (("text", "locale.py"), ("text", "digits.py"))
"""Where the default locale is used, in `ui`."""

COUNTS = frozenset({"all", "k", "most", "n", "step"})
"""Places in texts that hold nothing but a number."""

ALIKE = frozenset({"Lullaby"})
"""The same in every language."""


def tool(name: str) -> str:
    """A program that comes with PySide6; the test is skipped if it is missing."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def extracted(folder: Path) -> set[Marked]:
    """What `pyside6-lupdate` finds in the source."""
    texts = folder / "all.ts"
    files = map(str, source_files())
    run = [tool("pyside6-lupdate"), *files, "-locations", "none", "-ts", str(texts)]
    subprocess.run(run, check=True, capture_output=True, timeout=300)
    found: set[Marked] = set()
    for context in ElementTree.parse(texts).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            plural = message.get("numerus") == "yes"
            text, comment = message.findtext("source") or "", message.findtext("comment") or ""
            found.add(Marked(name, text, comment, plural))
    return found


@pytest.mark.parametrize(
    ("number", "right"),
    [("n", True), ("self._n", True), ("len(x)", False), ("max(0, x.count(1))", False)],
)
def test_the_number_of_a_plural_is_a_plain_name(number: str, right: bool) -> None:
    assert (not wrong_in(f"translate('a', '%n songs', None, PLURAL, {number})")) is right


def test_lupdate_finds_every_marked_text(tmp_path: Path) -> None:
    assert extracted(tmp_path) == marked_texts()
    assert len(marked_texts()) > 1_000


def test_english_has_both_forms_of_every_plural(tmp_path: Path) -> None:
    messages = list(ElementTree.parse(ENGLISH).getroot().iter("message"))
    plurals = {each.text for each in marked_texts() if each.plural}
    assert {message.findtext("source") for message in messages} == plurals
    for message in messages:
        assert all(form.text for form in message.iter("numerusform"))
        assert len(list(message.iter("numerusform"))) == 2
    compiled = tmp_path / "en.qm"
    run = [tool("pyside6-lrelease"), str(ENGLISH), "-qm", str(compiled)]
    subprocess.run(run, check=True, capture_output=True)
    assert compiled.read_bytes() == ENGLISH.with_suffix(".qm").read_bytes()


def test_dates_and_numbers_are_formatted_in_one_place() -> None:
    """Only `FORMATTING` uses the default locale, and nothing Python's English names."""
    elsewhere: list[str] = []
    for file in source_files():
        where = file.relative_to(SOURCE)
        if where.parts[0] != "ui" or where.parts[1:] in FORMATTING:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="strftime" | "ctime")):
                    elsewhere.append(f"{where}:{node.lineno}")
                case ast.Call(func=ast.Name("QLocale"), args=[]):
                    elsewhere.append(f"{where}:{node.lineno}")
                case ast.Import(names=[ast.alias("calendar" | "locale")]):
                    elsewhere.append(f"{where}:{node.lineno}")
    assert not elsewhere


@pytest.mark.parametrize(
    ("language", "system", "hours", "first", "month"),
    [
        ("en", "en_US", "3:07 AM", 7, "May"),
        ("en", "en_GB", "03:07", 1, "May"),
        ("en", "de_DE", "03:07", 1, "May"),
        ("de", "de_AT", "03:07", 1, "Mai"),
        ("de", "en_US", "03:07", 1, "Mai"),
        ("en", "ar_EG", "3:07 AM", 6, "May"),
    ],
)
def test_names_come_from_the_language_and_habits_from_the_place(
    language: str, system: str, hours: str, first: int, month: str
) -> None:
    locale = locale_for(language, QLocale(system))
    time_text = locale.toString(QTime(3, 7), QLocale.FormatType.ShortFormat)
    assert time_text.replace("\u202f", " ").upper() == hours
    assert locale.firstDayOfWeek().value == first
    assert locale.standaloneMonthName(5) == month


@pytest.mark.parametrize(
    ("language", "number", "length"), [("en", "1200", "3:12"), ("ar_EG", "١٢٠٠", "٣:١٢")]
)
def test_numbers_are_written_in_the_digits_of_the_language(
    language: str, number: str, length: str
) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        assert whole(1199.6) == number
        assert names.length(Ms(192_000)) == length
        assert names.songs(1200).split()[0] == number
    finally:
        QLocale.setDefault(before)


def test_one_and_many(qapp: QApplication) -> None:
    assert names.minutes_left(Ms(30_000)) == "1 minute left"
    assert names.minutes_left(Ms(90_000)) == "2 minutes left"
    assert [names.nights(count) for count in (0, 1, 2)] == ["0 nights", "1 night", "2 nights"]
    assert names.verses((1,)) == "Verse 2"
    assert names.verses((0, 2)) == "Verses 1, 3"


def test_nothing_is_shown_that_was_not_marked() -> None:
    unmarked: list[str] = []
    for file in source_files():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in SHOWN_BY:
                unmarked += [
                    f"{file.relative_to(SOURCE)}:{node.lineno}: {text}"
                    for text in _own_words(node.args[0])
                    if text.strip() not in ALIKE
                ]
    assert not unmarked


def test_parts_are_joined_and_numbers_written_by_the_language() -> None:
    """`text.lists` joins what is shown, and `text.locale` writes the numbers put into a text."""
    by_hand: list[str] = []
    for file in source_files():
        where = file.relative_to(SOURCE)
        if where.parts[0] != "ui" or where.parts[1:] == ("text", "complaints.py"):
            continue
        composes = where.parts[1] in ("text", "paper")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if not composes and node.args and _name(node.func) in SHOWN_BY:
                glue = [each for each in _glue(node.args[0]) if GLUE.search(each)]
                by_hand += [f"{where}:{node.lineno}: {each!r}" for each in glue]
            if _name(node.func) == "format":
                numbers = [each for each in node.keywords if _is_number(each)]
                by_hand += [f"{where}:{each.value.lineno}: a number" for each in numbers]
    assert not by_hand


def _glue(shown: ast.AST) -> list[str]:
    """Literals between the parts of what is shown, but for those inside other calls."""
    if isinstance(shown, ast.Call):
        joins = _name(shown.func) == "join" and isinstance(shown.func, ast.Attribute)
        return _glue(shown.func.value) if joins and isinstance(shown.func, ast.Attribute) else []
    if isinstance(shown, ast.Constant):
        return [shown.value] if isinstance(shown.value, str) else []
    return [text for child in ast.iter_child_nodes(shown) for text in _glue(child)]


def _is_number(place: ast.keyword) -> bool:
    """Whether a value that `str.format` puts into a text is a number nothing has formatted."""
    match place.value:
        case ast.Call(func=ast.Name("round" | "abs" | "len" | "int" | "str")) | ast.BinOp():
            return True
        case ast.JoinedStr(values=parts):
            return any(isinstance(part, ast.FormattedValue) and part.format_spec for part in parts)
        case ast.Name() | ast.Attribute():
            return place.arg in COUNTS
    return False


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _own_words(shown: ast.AST) -> list[str]:
    """Literals with letters in shown text, except inside calls."""
    if isinstance(shown, ast.Call):
        return []
    if isinstance(shown, ast.Constant):
        text = shown.value
        return [text] if isinstance(text, str) and any(map(str.isalpha, text)) else []
    return [text for child in ast.iter_child_nodes(shown) for text in _own_words(child)]
