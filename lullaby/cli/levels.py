"""The command `loudness`: measured loudness and the gain that playback would use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.cli.inputs import audio_files
from lullaby.cli.reading import print_json_rows
from lullaby.cli.wording import FAULTS, UNMEASURED, complain, name_of, say
from lullaby.helpers import Helpers
from lullaby.library.in_helper import tags_of
from lullaby.library.loudness_store import loudness_of_reading
from lullaby.library.track import Loudness
from lullaby.session.loudness import PEAK_LIMIT, TARGET, cue_gain

UNKNOWN = "unknown"


def loudness(inputs: list[Path], only_tags: bool, wants_json: bool, helpers: Helpers) -> int:
    """Print each file's loudness and playback gain; returns 1 if any could not be measured."""
    unanswered = False

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal unanswered
        for path in audio_files(inputs, helpers):
            tags, fault = tags_of(path, helpers)
            if fault is not None:
                complain(path, FAULTS[fault])
                unanswered = True
                continue
            reading = None if only_tags else _measured(path)
            if isinstance(reading, Unmeasured):
                complain(path, UNMEASURED[reading])
                unanswered = True
                if reading in (Unmeasured.MISSING, Unmeasured.UNREADABLE):
                    continue
            yield _row(path, reading, tags.loudness)

    if wants_json:
        print_json_rows(rows())
    else:
        for row in rows():
            _print_row(row)
    return int(unanswered)


def _measured(path: Path) -> LoudnessReading | Unmeasured:
    from lullaby.audio.loudness import measure

    return measure(path)


def _row(
    path: Path, reading: LoudnessReading | Unmeasured | None, tag: Loudness | None
) -> dict[str, Any]:
    known = isinstance(reading, LoudnessReading)
    used = loudness_of_reading(reading) if known else tag
    return {
        "file": name_of(path),
        "lufs": round(reading.integrated_lufs, 2) if known else None,
        "true_peak_db": round(reading.true_peak_db, 2) if known else None,
        "range_lu": round(reading.range_lu, 1) if known else None,
        "gain_db": round(cue_gain(used, TARGET, PEAK_LIMIT), 2),
        "source": used.source.value if used else UNKNOWN,
        "tag": tag
        and {"source": tag.source.value, "gain_db": round(tag.gain_db, 2), "peak": tag.peak},
    }


def _print_row(row: dict[str, Any]) -> None:
    lufs = "–" if row["lufs"] is None else f"{row['lufs']:.1f}"
    peak = "–" if row["true_peak_db"] is None else f"{row['true_peak_db']:+.1f}"
    gain = f"{round(row['gain_db'], 1) + 0.0:+.1f}"
    say(
        f"{lufs:>6} LUFS  {peak:>6} dBTP  {gain:>6} dB  {row['source']:<11}  {row['file']}",
        flush=True,
    )
