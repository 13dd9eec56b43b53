"""What the night's clock is worth: the place after a standstill, and the end of the process.

`standstills` and `exits` are for whoever wants the figures; `main` prints them.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.audio.standstills import CASES, play_through
from tests.end_to_end.test_closing import CASES as HANGING
from tests.end_to_end.test_closing import close_while
from tests.sound_server import available


def standstills() -> Iterator[tuple[str, float, float]]:
    """Per mishap the ms of the song that were skipped, and those that were heard again."""
    for case, befall in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            told = play_through(Path(folder), befall, before_ms=2_000, after_ms=5_500).told
        yield case, told.skipped, told.repeated


def exits() -> Iterator[tuple[str, float]]:
    """Per thing that hangs the seconds from closing the window to the end of the process."""
    for case in HANGING:
        with tempfile.TemporaryDirectory() as folder:
            took, _, _ = close_while(case, Path(folder))
        yield case, took


def main() -> None:
    if available():
        for case, skipped, repeated in standstills():
            print(f"{case:40} skipped {skipped:4.0f} ms   heard again {repeated:4.0f} ms")
    for case, took in exits():
        print(f"{case:40} gone {1000 * took:5.0f} ms after closing")


if __name__ == "__main__":
    main()
