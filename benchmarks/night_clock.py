"""The evening's timing: the position after a standstill, and the end of the process.

Part of `night_safety`; `python -m benchmarks.night_clock` runs it alone.
"""

import tempfile
from pathlib import Path

from tests.audio.standstills import CASES, play_through
from tests.end_to_end.test_closing import CASES as HANGING
from tests.end_to_end.test_closing import close_while
from tests.sound_server import available


def standstills(folder: Path) -> None:
    """For each incident, the ms of the song that were skipped and repeated, as recorded from the
    monitor of a separate sink."""
    if not available():
        print("no PulseAudio here")
        return
    skipped, repeated = [0.0], [0.0]
    for number, (case, befall) in enumerate(CASES.items()):
        place = folder / str(number)
        place.mkdir()
        result = play_through(place, befall, before_ms=2_000, after_ms=5_500).reading
        skipped.append(result.skipped)
        repeated.append(result.repeated)
        print(f"{case:40} skipped {skipped[-1]:4.0f} ms   heard again {abs(repeated[-1]):4.0f} ms")
    print(f"{'the worst':40} skipped {max(skipped):4.0f} ms   heard again {max(repeated):4.0f} ms")


def exits(folder: Path) -> None:
    """For each thing that hangs, the ms from closing the window to the end of the process."""
    longest = 0.0
    for number, case in enumerate(HANGING):
        place = folder / str(number)
        place.mkdir()
        took, _, _ = close_while(case, place)
        longest = max(longest, took)
        print(f"{case:40} gone {1000 * took:5.0f} ms after closing", flush=True)
    print(f"{'the longest':40} {1000 * longest:10.0f} ms")


if __name__ == "__main__":
    for part in (standstills, exits):
        with tempfile.TemporaryDirectory() as name:
            part(Path(name))
