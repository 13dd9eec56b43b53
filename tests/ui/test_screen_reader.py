"""A screen reader on a real accessibility bus gets the names, roles and states of a table."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.accessibility_bus import ScreenReader, Told, missing, screen_reader

TABLE = Path(__file__).with_name("screen_reader.txt")
Row = tuple[str, str, frozenset[str], float | None]
"""A role, a name, states that hold, and a value."""

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is of Linux"),
    pytest.mark.skipif(bool(missing), reason=f"{missing} is not installed"),
]


def sections() -> Iterator[tuple[str, list[Row]]]:
    """What is shown, and what is to be told of it."""
    text = "\n".join(each for each in TABLE.read_text("utf-8").splitlines() if each[:1] != "#")
    for section in text.split("\n[")[1:]:
        heading, *rows = section.split("\n")
        yield heading.rstrip("]"), [_row(row) for row in rows if row]


def _row(text: str) -> Row:
    role, name, states, *value = (each.strip() for each in text.split("|"))
    return role, name, frozenset(states.split()), float(value[0]) if value else None


def faults(shown: list[Told], said: list[str], wanted: list[Row]) -> Iterator[str]:
    """The rows of the table that do not hold, and what can have focus without a name."""
    for role, name, states, value in wanted:
        if role == "announced":
            if name not in said:
                yield f"not announced: {name}, but {said}"
            continue
        same = [each for each in shown if (each.role, each.name) == (role, name)]
        if not any(states <= each.states and value in (None, each.value) for each in same):
            yield f"not told: {role} {name} {sorted(states)} {value}, but {same}"
    for each in shown:
        if "focusable" in each.states and not each.name:
            yield f"without a name: {each}"
        if each.role == "radio button" and " of " not in each.description:
            yield f"without its place: {each}"


def check(reader: ScreenReader) -> dict[str, list[str]]:
    found = {}
    for at, (shows, wanted) in enumerate(sections()):
        reader.ask(shows)
        said = reader.announced()
        found[f"{at} {shows}"] = list(faults(reader.tree(), said, wanted))
    return {shows: each for shows, each in found.items() if each}


def test_a_screen_reader_gets_names_roles_states_and_announcements() -> None:
    with tempfile.TemporaryDirectory() as folder, screen_reader(Path(folder)) as reader:
        assert check(reader) == {}
