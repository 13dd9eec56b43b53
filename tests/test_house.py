"""What holds for the whole house: sizes of files, licences of assets, and Qt's reference counts."""

import ast
import re
import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.marked_texts import wrongly_marked

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "lullaby").rglob("*.py"))
LONGEST = 300
CALLS = 500


def test_no_class_is_longer_than_a_person_reads() -> None:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                assert (node.end_lineno or 0) - node.lineno < LONGEST, f"{path}: {node.name}"


def test_no_class_has_the_name_of_another() -> None:
    """Of two classes of one name, a search finds the wrong one first."""
    places: dict[str, Path] = {}
    for path in CODE:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                assert node.name not in places, f"{path} and {places[node.name]}: {node.name}"
                places[node.name] = path
    assert len(places) > 500


def test_frozen_classes_are_made_by_frozen() -> None:
    """Those compared by identity have no functions to save: decision record 74."""
    slow = re.compile(r"@dataclass\((?=.*\bfrozen=True)(?!.*\beq=False)")
    for path in CODE:
        assert not slow.search(path.read_text(encoding="utf-8")), f"{path}: use `frozen`"


def test_state_is_frozen() -> None:
    """What is read while music plays may not change under the reader."""
    places = ("session", "journal", "storage", "settings.py", "app.py")
    state = [path for path in CODE if path.relative_to(ROOT / "lullaby").parts[0] in places]
    made = 0
    for path in state:
        text = path.read_text(encoding="utf-8")
        made += len(re.findall(r"^@frozen$", text, re.MULTILINE))
        assert not re.search(r"^@dataclass\b", text, re.MULTILINE), f"{path}: use `frozen`"
    assert made >= 30


def test_tests_never_sleep() -> None:
    asleep = re.compile(r"\b(time\.sleep|qWait|processEvents)\s*\(")
    for path in sorted((ROOT / "tests").rglob("*.py")):
        assert not asleep.search(path.read_text(encoding="utf-8")), path


def test_tests_take_their_database_from_the_fixture_that_closes_it() -> None:
    """Python 3.13 complains of one left open, in whatever test comes next."""
    opened = re.compile(r"\bopen_in_memory\(\)")
    found = {
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        if opened.search(path.read_text("utf-8"))
    }
    assert found == {"conftest.py"}, "ask for the fixture `memory` instead"


def test_nothing_walks_qts_focus_chain() -> None:
    """PySide makes each widget of it the child of the one before: both die when one does."""
    walks = re.compile(r"\b(next|previous)InFocusChain\(")
    for path in CODE:
        assert not walks.search(path.read_text(encoding="utf-8")), f"{path}: see tab_order.py"


def test_a_menu_made_for_one_press_is_deleted() -> None:
    kept = {"menus.py", "tray.py"}
    made = re.compile(r"\bQMenu\(")
    for path in CODE:
        if path.name not in kept:
            assert not made.search(path.read_text(encoding="utf-8")), f"{path}: use PassingMenu"


def test_nothing_is_connected_twice() -> None:
    """What is connected twice happens twice: two menus lie over each other, or a copy is made
    twice. A merge of two branches may do this without a conflict."""
    calls = 0
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            said = [ast.unparse(each) for each in node.body if isinstance(each, ast.Expr)]
            connecting = [each for each in said if re.match(r"[\w.]*connect\w*\(", each)]
            calls += len(connecting)
            twice = {each for each in connecting if connecting.count(each) > 1}
            assert not twice, f"{path}: {node.name}: {twice}"
    assert calls > CALLS


def test_void_calls_leave_the_count_of_none_alone(qtbot: QtBot) -> None:
    """PySide6 6.12.0 lets it fall with every call on Python 3.11, until the interpreter dies."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.update()
        widget.setEnabled(True)
    assert abs(sys.getrefcount(None) - before) <= 50


def test_every_text_is_marked_so_that_qts_tools_can_read_it() -> None:
    assert not wrongly_marked(), "see docs/translating.md"


def test_every_asset_folder_states_its_licence() -> None:
    for folder in sorted((ROOT / "assets").iterdir()):
        if folder.is_dir():
            notices = [path for path in folder.iterdir() if "LICENSE" in path.name.upper()]
            notices += [path for path in folder.iterdir() if path.name.upper().startswith("OFL")]
            assert notices, f"{folder.name} has no licence"
            assert all(path.stat().st_size > 200 for path in notices)


def test_the_package_root_holds_nothing_else() -> None:
    allowed = {
        *("lullaby", "assets", "tests", "packaging", "pyproject.toml", "README.md", "LICENSE"),
        *("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md"),
        *("docs", "benchmarks", ".ci", ".github", "requirements.lock"),
        *(".git", ".gitignore", ".venv"),
    }
    made_by_tools = {".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "dist"}
    assert {path.name for path in ROOT.iterdir()} <= allowed | made_by_tools


def test_every_decision_has_a_status_and_stands_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(folder.glob("0*.md"))
    assert len(records) >= 50
    for path in records:
        third_line = path.read_text(encoding="utf-8").splitlines()[2]
        assert re.match(r"Status: (accepted|superseded), \d{4}-\d\d-\d\d", third_line), (
            f"{path.name}: line 3 is 'Status: accepted, YYYY-MM-DD.'"
        )
        assert f"]({path.name})" in index, f"docs/decisions/README.md lacks a row for {path.name}"
