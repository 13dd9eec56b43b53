"""The app in a language that nobody speaks: nothing is left in English, nothing is cut."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from lullaby.paths import assets
from lullaby.settings import Settings
from lullaby.ui.sing.words_view import WordsView
from lullaby.ui.text.language_names import own_name
from lullaby.ui.text.locale import day_and_month
from tests.sharing_doubles import HOME
from tests.ui import reach
from tests.ui.marked_texts import marked_texts
from tests.ui.pseudo import pseudo, pseudo_language
from tests.ui.scenes import FOLDER, every_screen, fill, go_to, own_songs
from tests.ui.voice_scenes import GIVEN_SONG, GIVER
from tests.world import World, make_world

CALM = Settings(welcomed=True, reduce_motion=True, light="follow")
SIZE = (1280, 800)
TEXTS = (100, 200)
QUICK = ("playing", "settings")

QUOTING = frozenset({"about-song", "credits", "editor", "editor-resume", "editor-typing"})
"""Screens full of texts by others: licences, and words as they are written."""

SEEN_ROWS = 12

DATA = ("text", "accessibleName", "accessibleDescription", "toolTip", "placeholderText")
BRACKETS = re.compile(r"\[[^\[\]]*\]")
SHORTENED = re.compile(r"\[.*…$")
BETWEEN = re.compile(r"  ·  | · |, |: |\n|…|\. ")
ENGLISH = re.compile(r"(?=[A-Za-z]*[aceinosuyzACEINOSUYZ])[A-Za-z]{2}")
"""Two letters of a word with one that the language that nobody speaks has not."""
KEYS = re.compile(r"[A-Z0-9]( – 5)?|[A-G][♭♯]?m?( \w+)?")

KEY_OR_VERSION = re.compile(r"Çtrl\+\d|prééšš \d|^[1-9]$|\d+\.\d+\.\d+")
WESTERN, EASTERN = re.compile("[0-9]"), re.compile("[٠-٩]")


@dataclass
class Seen:
    """What is painted: whole texts, and those that had to be shortened."""

    texts: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    found = Seen()
    draw, elide = QPainter.drawText, QFontMetricsF.elidedText

    def draw_text(painter: QPainter, *arguments: object) -> object:
        found.texts |= {each for each in arguments if isinstance(each, str)}
        return draw(painter, *arguments)  # type: ignore[call-overload]

    def elided(metrics: QFontMetricsF, text: str, *arguments: object) -> str:
        shown = elide(metrics, text, *arguments)  # type: ignore[arg-type]
        if shown != text:
            found.cut.add(text)
        return shown

    monkeypatch.setattr(QPainter, "drawText", draw_text)
    monkeypatch.setattr(QFontMetricsF, "elidedText", elided)
    return found


@pytest.fixture
def open_world(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., World]]:
    opened: list[World] = []

    def make(screen: str) -> World:
        wanted = replace(CALM, welcomed=screen != "first-run")
        world = make_world(qapp, tmp_path, wanted, fill)
        opened.append(world)
        world.services.gui.window.resize(*SIZE)
        world.services.gui.window.show()
        go_to(world, screen)
        return world

    with pseudo_language():
        yield make
        for world in opened:
            world.close()


@pytest.fixture
def arabic() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("ar_EG"))
    yield
    QLocale.setDefault(before)


def look(world: World, text: int) -> QWidget:
    """The window with text of this size, painted."""
    gui = world.services.gui
    gui.settings_controller.change(text_percent=text, words_percent=text)
    reach.settle()
    gui.window.bars.show(notices=False, undo=False)
    gui.window.grab()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    reach.settle()
    return gui.window


def quoted(world: World) -> set[str]:
    """Names, titles and notes of people and songs: as they were written, in every language. An
    address too, because a phone takes no other digits."""
    stores, settings = world.stores, world.services.settings.now
    nights = stores.journal.entries()
    found = {"Lullaby", str(FOLDER), FOLDER.name, settings.first_singer, settings.second_singer}
    found.add(f"{HOME.address}:8437")
    found |= {child.name for child in stores.song_preferences.children()}
    found |= {told for song in own_songs() for told in (song.tags.title, song.tags.artist)}
    found |= {take.facts.singer for take in stores.takes.all()} | {GIVEN_SONG, GIVER}
    found |= {day_and_month(take.facts.recorded_at.date()) for take in stores.takes.all()}
    found |= {night.note for night in nights}
    found |= {song.title for night in nights for song in night.songs}
    songs = json.loads((assets() / "songs" / "index.json").read_text("utf-8"))
    found |= set(_texts(songs)) | {own_name(each["language"]) for each in songs["songs"]}
    return found - {""}


def _texts(value: object) -> Iterator[str]:
    """Every text in a value that was read from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def sung(world: World) -> str:
    """The words that are on show, with their translations."""
    views = world.services.gui.window.findChildren(WordsView)
    shown = [view.lyrics for view in views if view.isVisible() and view.lyrics is not None]
    lines = [line for lyrics in shown for line in lyrics.lines]
    return "\n".join(f"{line.text}\n{line.translation}" for line in lines)


def english_in(text: str, data: set[str]) -> list[str]:
    """What of `text` stands in no brackets, and is nobody's name."""
    bare, before = SHORTENED.sub("", text), ""
    while bare != before:
        bare, before = BRACKETS.sub("  ·  ", bare), bare
    whole = bare.strip().removesuffix("…")
    if any(each.startswith(whole) for each in data):
        return []
    parts = [part.strip(" .()“”") for part in BETWEEN.split(bare)]
    known = {part for each in data for part in BETWEEN.split(each)} | data
    return [
        part
        for part in parts
        if ENGLISH.search(part)
        and not part.startswith("[")
        and not KEYS.fullmatch(part)
        and not any(each.startswith(part) for each in known)
    ]


def shown_by(root: QWidget) -> set[str]:
    found: set[str] = set()
    for widget in root.findChildren(QWidget):
        if widget.isVisible():
            for name in DATA:
                getter = getattr(widget, name, None)
                found.add(str(getter()) if callable(getter) else "")
            if isinstance(widget, QAbstractItemView):
                found |= rows_of(widget)
    return found


def rows_of(view: QAbstractItemView) -> set[str]:
    model, role = view.model(), Qt.ItemDataRole.AccessibleTextRole
    rows = range(0 if model is None else min(SEEN_ROWS, model.rowCount()))
    shown = Qt.ItemDataRole.DisplayRole
    cells = [model.index(row, 0) for row in rows] if model is not None else []
    return {str(cell.data(role) or cell.data(shown) or "") for cell in cells}


def test_the_pseudo_language_is_longer_and_keeps_placeholders() -> None:
    assert pseudo("%n songs in {file}") == "[%n šööñgš ïïñ {file}~~]"
    assert english_in("[Ñïïght [6 šööñgš]~], rain", set()) == ["rain"]
    assert not english_in("hééààrd föör àà mööñth~~]", set()), "the second line of a name"


def test_a_text_of_the_class_above_is_translated() -> None:
    class Sheet(QObject):
        """Has a context of that name."""

    class RulesSheet(Sheet):
        """One of several sheets."""

    with pseudo_language():
        assert RulesSheet().tr("Done") == pseudo("Done")


@pytest.mark.parametrize("screen", every_screen(QUICK))
def test_nothing_stays_english_and_nothing_is_cut(
    open_world: Callable[..., World], seen: Seen, screen: str
) -> None:
    world = open_world(screen)
    data, lines, wrong = quoted(world), sung(world), set()
    for text in TEXTS:
        seen.texts.clear()
        seen.cut.clear()
        window = look(world, text)
        shown = shown_by(window)
        if screen not in QUOTING:
            found = {part for each in seen.texts | shown for part in english_in(each, data)}
            wrong |= {f"not marked: {part}" for part in found if part not in lines}
        whole = " ".join(shown)
        wrong |= {f"{text} %: {each} is cut" for each in seen.cut if not _is_whole(each, whole)}
        faults = [each for each in reach.faults(window) if "scrolls it" not in each]
        wrong |= {f"{text} %: {each}" for each in faults}
    assert not wrong, "\n".join(sorted(wrong))


def _is_whole(cut: str, whole: str) -> bool:
    """A text whose end has no room is told whole to a pointer that rests or a screen reader; the
    last of several facts in one line may go, and so may names."""
    return cut in whole or "·" in cut or not cut.startswith("[")


@pytest.mark.parametrize("screen", every_screen(QUICK))
def test_every_number_is_written_in_the_digits_of_the_language(
    open_world: Callable[..., World], seen: Seen, arabic: None, screen: str
) -> None:
    world = open_world(screen)
    left_alone = [*quoted(world), *sung(world).splitlines(), *_numbers_of_the_translator()]
    left_alone = sorted(filter(WESTERN.search, left_alone), key=len, reverse=True)
    shown = seen.texts | shown_by(look(world, 100))
    assert any(EASTERN.search(each) for each in shown), "a number was shown"
    wrong = []
    for text in shown:
        rest = text.removesuffix("…")
        if rest != text and any(each.startswith(rest) for each in left_alone):
            continue
        for each in left_alone:
            rest = rest.replace(each, "")
        wrong += [text] if WESTERN.search(KEY_OR_VERSION.sub("", rest)) else []
    assert not wrong, "\n".join(wrong)


def _numbers_of_the_translator() -> set[str]:
    """The parts of translated texts that hold numbers as they were marked."""
    return {part for each in marked_texts() for part in re.split(r"\{\w+\}|%n", pseudo(each.text))}


@pytest.mark.parametrize("screen", every_screen(QUICK))
def test_a_mirrored_window_clips_nothing(
    open_world: Callable[..., World], qapp: QApplication, screen: str
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        world = open_world(screen)
        window = look(world, 100)
        faults = [each for each in reach.faults(window) if "scrolls it" not in each]
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert not faults, "\n".join(faults)
