"""Nothing of the shared words is loaded, and no socket is open, before somebody shares them."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.together.whole_evening import internet_sockets

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for sockets")
def test_a_whole_evening_loads_nothing_of_it_and_opens_no_socket() -> None:
    told = json.loads(
        subprocess.run(
            [sys.executable, "-m", "tests.together.whole_evening"],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=True,
            timeout=240,
        ).stdout.splitlines()[-1]
    )
    assert told["ended"], "the evening was one"
    assert "lullaby.ui.sing.screen" in told["modules"]
    unwanted = ("asyncio", "websockets", "segno", "ssl", "http.server", "lullaby.together")
    dotted = tuple(f"{name}." for name in unwanted)
    loaded = [name for name in told["modules"] if f"{name}.".startswith(dotted)]
    assert loaded == []
    assert told["sockets"] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for sockets")
@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_an_open_socket_would_be_seen(
    family: socket.AddressFamily, kind: socket.SocketKind
) -> None:
    before = len(internet_sockets())
    with socket.socket(family, kind) as made:
        made.bind(("127.0.0.1" if family is socket.AF_INET else "::1", 0))
        if kind is socket.SOCK_STREAM:
            made.listen()
        assert len(internet_sockets()) == before + 1
