"""Only regular files of limited size are opened; others are refused at once."""

import os
import socket
import sys
from pathlib import Path

import pytest

from lullaby.regular_file import NotRegularError, TooLargeError, open_regular, read_regular

LIMIT = 1_000
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


def test_an_ordinary_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "words.lrc"
    file.write_bytes(b"x" * LIMIT)
    assert read_regular(file, LIMIT) == b"x" * LIMIT
    file.write_bytes(b"x" * (LIMIT + 1))
    with pytest.raises(TooLargeError):
        read_regular(file, LIMIT)
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "gone", LIMIT)


@POSIX
def test_a_special_file_is_not_opened(tmp_path: Path) -> None:
    fifo, listening = tmp_path / "fifo", tmp_path / "socket"
    os.mkfifo(fifo)
    link = tmp_path / "link"
    link.symlink_to(fifo)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
        for path in (fifo, link, listening, tmp_path, Path("/dev/zero")):
            with pytest.raises(NotRegularError, match="not an ordinary file"):
                open_regular(path)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_file_that_claims_to_be_empty_is_limited_too() -> None:
    maps = Path("/proc/self/maps")
    assert maps.stat().st_size == 0
    with pytest.raises(TooLargeError):
        read_regular(maps, 10)
