"""How well the words follow a voice: `python -m benchmarks.follow FOLDER [NUMBER]`.

FOLDER holds recordings of singing, `sheets.json` with the songs (`lullaby.following.sheet_file`),
and `truth.json`: for each file its `song`, `key` (semitones from the sheet), `snr`, `end` in s, and
`sung`, the rows of seconds and syllable; `ends`, when each syllable ended; `negative` files hold no
singing. With NUMBER, only every so many takes are heard. Peers, over the same ear: online dynamic
time warping that is given the key, and counting onsets. Time is the processor time of the thread.
"""

import json
import sys
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import title
from lullaby.audio.decoder import Decoder
from lullaby.following.cells import cells_of
from lullaby.following.follower import Follower
from lullaby.following.hearing import FRAMES, Ear, Heard
from lullaby.following.melody import Melody
from lullaby.following.pitch_candidates import RATE
from lullaby.following.sheet_file import read_sheet
from lullaby.following.shown import Shown

Answer = list[tuple[float, int]]
STEP_S = 0.05
"""How often what is shown is compared with what is sung."""

WARPING_CELL_MS = 40.0
ONSET_APART_S = 0.15
EARLY_S, LATE_S = 0.6, 0.3
"""A line shows at most so long before the last word is over, and after the singer begins."""


@dataclass(slots=True)
class Figures:
    """Seconds that are sung and that show the right thing, counts, and errors in s."""

    sung_s: float = 0.0
    right: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    lines: int = 0
    lines_in_time: int = 0
    wild: int = 0
    errors_s: list[float] = field(default_factory=list)


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1])
    every = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text())
    sheets = (folder / "sheets.json").read_text()
    found: dict[tuple[str, int], Figures] = defaultdict(Figures)
    changes: dict[str, dict[str, int]] = defaultdict(dict)
    steps_ms: list[float] = []
    heard_s = ear_s = 0.0
    takes = [name for name, take in truth.items() if not take.get("negative")]
    chosen = {take.rsplit("-", 1)[0] for take in takes[:: 3 * every]}
    for name, take in truth.items():
        if not take.get("negative") and name.rsplit("-", 1)[0] not in chosen:
            continue
        melody = read_sheet(sheets, take["song"])
        begun = time.thread_time()
        heard = list(Ear().hear(_sound(folder / name)))
        ear_s += time.thread_time() - begun
        heard_s += heard[-1].end_s
        for way, answer in _answers(melody, heard, take.get("key", 0), steps_ms).items():
            if take.get("negative"):
                changes[name][way] = len(_line_changes(melody, answer)[1:])
            else:
                _judge(found[way, take["snr"]], melody, take, answer)
    _print(found, changes)
    title("Processor time")
    ear, follower = 100 * ear_s / heard_s, sum(steps_ms) / (10 * heard_s)
    print(f"  ear {ear:.1f} %, follower {follower:.1f} % of a core")
    print(
        f"  step p50 {np.percentile(steps_ms, 50):.1f} ms, p99 {np.percentile(steps_ms, 99):.1f} ms"
    )


def _sound(path: Path) -> np.ndarray:
    decoder = Decoder(path, rate=RATE)
    blocks: list[np.ndarray] = []
    while (block := decoder.read()) is not None:
        blocks.append(block)
    decoder.close()
    return np.concatenate([block.mean(axis=1) for block in blocks]).astype(np.float32)


def _answers(
    melody: Melody, heard: list[Heard], key: float, steps_ms: list[float]
) -> dict[str, Answer]:
    return {
        "follower": _changes(_followed(melody, heard, steps_ms)),
        "warping, key given": _changes(_warped(melody, heard, key)),
        "onsets": _changes(_counted(melody, heard)),
    }


def _changes(places: Iterator[tuple[float, int | None]]) -> Answer:
    answer: Answer = []
    for at_s, syllable in places:
        if syllable is not None and (not answer or answer[-1][1] != syllable):
            answer.append((at_s, syllable))
    return answer


def _followed(
    melody: Melody, heard: list[Heard], steps_ms: list[float]
) -> Iterator[tuple[float, int | None]]:
    cells = cells_of(melody)
    follower, shown = Follower(cells), Shown(cells)
    for at in range(0, len(heard) - FRAMES + 1, FRAMES):
        begun = time.thread_time()
        believed = follower.step(heard[at : at + FRAMES])
        shown.update(believed)
        steps_ms.append(1000 * (time.thread_time() - begun))
        yield believed.end_s, shown.syllable


def _warped(melody: Melody, heard: list[Heard], key: float) -> Iterator[tuple[float, int | None]]:
    """The best path so far, over cells of 40 ms, that stays, goes on, or skips one."""
    counts = [max(1, round(note.ms / WARPING_CELL_MS)) for note in melody.notes]
    pitches = np.repeat([note.pitch for note in melody.notes], counts)
    syllables = np.repeat([note.syllable for note in melody.notes], counts)
    costs = np.full(len(pitches), 1e9)
    costs[0] = 0.0
    for frame in heard[::FRAMES]:
        if frame.first is None or frame.voiced < 0.5:
            continue
        off = np.abs((frame.first.pitch - key - pitches + 6) % 12 - 6)
        skipped = np.concatenate(([1e9, 1e9], costs[:-2])) + 0.5
        best = np.minimum(costs + 0.5, np.concatenate(([1e9], costs[:-1])))
        costs = np.minimum(best, skipped) + np.minimum(off, 3.0)
        costs -= costs.min()
        yield frame.end_s, int(syllables[int(np.argmin(costs))])


def _counted(melody: Melody, heard: list[Heard]) -> Iterator[tuple[float, int | None]]:
    at, last_s = -1, -1.0
    for frame in heard:
        if frame.onset > 0.5 and frame.voiced > 0.5 and frame.end_s - last_s > ONSET_APART_S:
            at, last_s = min(at + 1, len(melody.notes) - 1), frame.end_s
            yield frame.end_s, melody.notes[at].syllable


def _line_changes(melody: Melody, answer: Answer) -> Answer:
    lines = _lines(melody)
    return _changes((at_s, lines[syllable]) for at_s, syllable in answer)


def _lines(melody: Melody) -> dict[int, int]:
    return {note.syllable: note.line for note in reversed(melody.notes)}


def _judge(figures: Figures, melody: Melody, take: dict[str, Any], answer: Answer) -> None:
    lines = _lines(melody)
    cells = cells_of(melody)
    tune = dict(zip((n.syllable for n in melody.notes), cells.note_in_tune.tolist(), strict=True))
    shown = _at(answer)
    sung: list[tuple[float, int]] = [(float(at), int(each)) for at, each in take["sung"]]
    ends: list[float] = take["ends"]
    for at, (begins, syllable) in enumerate(sung):
        following = sung[at + 1][0] if at + 1 < len(sung) else take["end"]
        for moment in np.arange(begins, min(following, ends[at] + LATE_S), STEP_S):
            now = shown(float(moment))
            figures.sung_s += STEP_S
            if now is None:
                continue
            figures.right["line"] += STEP_S * (lines[now] == lines[syllable])
            figures.right["place"] += STEP_S * (abs(tune[now] - tune[syllable]) <= 2)
            figures.right["syllable"] += STEP_S * (abs(now - syllable) <= 1)
        near = [t - begins for t, each in answer if each == syllable and abs(t - begins) < 2]
        if near:
            figures.errors_s.append(abs(min(near, key=abs)))
        if at == 0 or lines[syllable] != lines[sung[at - 1][1]]:
            figures.lines += 1
            over = ends[at - 1] - EARLY_S if at else 0.0
            seen = {shown(begins + LATE_S), shown(begins + LATE_S / 2)}
            in_time = any(each is not None and lines[each] == lines[syllable] for each in seen)
            before = shown(min(over, begins - 0.2))
            torn = at > 0 and before is not None and lines[before] == lines[syllable]
            figures.lines_in_time += in_time and not torn
    for at_s, line in _line_changes(melody, answer):
        at = max(0, bisect_right([begins for begins, _ in sung], at_s) - 1)
        near_lines = {lines[each] for _, each in sung[max(0, at - 1) : at + 2]}
        near_lines.add(lines[sung[at][1]] + 1)
        tunes = {int(cells.line_tune[each]) for each in near_lines if each < cells.lines}
        figures.wild += line not in near_lines and int(cells.line_tune[line]) not in tunes


def _at(answer: Answer) -> Callable[[float], int | None]:
    times = [at_s for at_s, _ in answer]

    def shown(moment: float) -> int | None:
        at = bisect_right(times, moment) - 1
        return None if at < 0 else answer[at][1]

    return shown


def _print(found: dict[tuple[str, int], Figures], changes: dict[str, dict[str, int]]) -> None:
    title(
        "Singing: right line, place, syllable (+-1), lines in time in %; wild/min; syllable p50 ms"
    )
    for (way, snr), figures in sorted(found.items(), key=lambda row: (row[0][0], -row[0][1])):
        right = "".join(
            f"{100 * figures.right[what] / figures.sung_s:7.1f}"
            for what in ("line", "place", "syllable")
        )
        in_time = 100 * figures.lines_in_time / figures.lines
        wild = 60 * figures.wild / figures.sung_s
        error = 1000 * float(np.median(figures.errors_s)) if figures.errors_s else float("nan")
        print(f"  {way:<20}{snr:3} dB{right}{in_time:7.1f}{wild:7.2f}{error:7.0f}")
    title("Not this song: changes of the line")
    for name, ways in changes.items():
        print(f"  {name:<28}" + "".join(f"{way} {count:3}   " for way, count in ways.items()))


if __name__ == "__main__":
    main()
