"""What import-linter cannot see: parts of packages, Qt's own sockets, and what is loaded when."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CODE = sorted((Path(__file__).parents[2] / "lullaby").rglob("*.py"))

SPEAKS = "together/serving.py"

LOADS_SOCKETS = re.compile(
    r"lullaby\.together\.(serving|leading\.(certificate|channel|join_end|lead_end|relay))\b"
)

FORBIDDEN = ("urllib.request", "urllib.robotparser", "logging.handlers.SocketHandler")
OF_QT = ("QTcp", "QUdp", "QSsl", "QDtls", "QSctp", "QHttp", "QRest", "QWebSocket", "QDns")
ALSO_OF_QT = ("QNetworkAccessManager", "QNetworkRequest")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nothing_else_can_open_a_connection() -> None:
    seen = 0
    for path in CODE:
        if path.as_posix().endswith(SPEAKS):
            continue
        for name in imported(path):
            seen += 1
            assert not f"{name}.".startswith(tuple(f"{each}." for each in FORBIDDEN)), path
            last = name.rpartition(".")[2]
            assert not last.startswith(OF_QT), path
            assert last not in ALSO_OF_QT, path
    assert seen > 1_000


def test_sockets_are_loaded_after_the_press_only() -> None:
    """At its top level, nobody outside imports a module that loads sockets."""
    for path in CODE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if "together/leading/" in path.as_posix():
            continue
        for node in tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert not LOADS_SOCKETS.search(ast.unparse(node)), path
