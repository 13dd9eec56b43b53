"""Where no window can be opened, one calm sentence is said and nothing is aborted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lullaby.ui.shell.screen import NO_WINDOW, why_no_window

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have one screen")

NOWHERE = ("no screen", "from your desktop")
MISSING = ("is missing here", "packaging/run")
NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_PLUGIN_PATH")

slow = pytest.mark.long


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, NOWHERE),
        pytest.param({"DISPLAY": ":987"}, ("“:987” does not answer",), marks=slow),
        pytest.param({"DISPLAY": "nonsense"}, ("“nonsense” does not answer",), marks=slow),
        pytest.param({"WAYLAND_DISPLAY": "gone"}, ("“gone” does not answer",), marks=slow),
        pytest.param({"QT_QPA_PLATFORM": "wayland"}, NOWHERE, marks=slow),
        pytest.param({"QT_QPA_PLATFORM": "nonsense"}, MISSING, marks=slow),
    ],
)
def test_without_a_display_one_sentence_is_printed(
    tmp_path: Path, environment: dict[str, str], words: tuple[str, ...]
) -> None:
    others = {name: value for name, value in os.environ.items() if name not in NAMES}
    ended = subprocess.run(
        [sys.executable, "-m", "lullaby", "--data", str(tmp_path)],
        env={**others, "XDG_RUNTIME_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == NO_WINDOW
    (line,) = ended.stderr.splitlines()
    assert all(word in line for word in words)
    assert "Qt platform plugin" in (tmp_path / "logs" / "lullaby.log").read_text("utf-8")


def test_a_missing_library_is_not_reported_as_a_missing_display() -> None:
    messages = ['Could not load the Qt platform plugin "xcb" in "" even though it was found.']
    assert all(word in why_no_window({"DISPLAY": ":0"}, messages) for word in MISSING)
