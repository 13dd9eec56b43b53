"""Six small takes of synthetic singers in rain or brown noise.

`python -m tests.following.small_takes` writes them to `tests/data/following` anew.

The voices are those of `tests/takes/singer.py`, the noises the application's own: all is CC0.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from lullaby.following.melody import melody_of
from lullaby.following.pitch_candidates import RATE
from lullaby.songbook.soundscapes import soundscape
from lullaby.songbook.timeline import SungNote, Timeline
from tests.takes.singer import VOICES, performed, sing

FOLDER = Path(__file__).parent.parent / "data" / "following"
BEFORE_MS = 1_000.0
PLAIN, PAUSE, AGAIN = "plain", "pause", "again"
PAUSE_MS = 3_000.0

TAKES = (
    ("suo-gan", "woman", "rain", 10, PLAIN),
    ("twinkle", "man", "brown", 10, PAUSE),
    ("au-clair-de-la-lune", "child", "rain", 5, AGAIN),
    ("schlaf-kindlein", "breathy", "brown", 5, PLAIN),
    ("glade-jul", "trained", "rain", 10, PAUSE),
    ("tu-scendi", "man", "brown", 5, AGAIN),
)
"""Song, voice, noise, its level in dB below the voice, and what the singer does."""

SOUNDS = {"rain": "rain", "brown": "brown_noise"}
LINES = 3
BIT_RATE = 32_000


def name_of(take: tuple[str, str, str, int, str]) -> str:
    song, voice, noise, snr, manner = take
    return f"{song}-{voice}-{noise}-{snr}-{manner}"


def sung_notes(song: Timeline, manner: str) -> list[tuple[SungNote, int]]:
    """Notes with their syllables: three lines; after the first a pause, or the first again."""
    melody = melody_of(song)
    rows = list(zip(song.notes, melody.notes, strict=True))
    lines = [[row for row in rows if row[1].line == line] for line in range(LINES)]
    order = [0, 0, 1, 2] if manner == AGAIN else [0, 1, 2]
    sung: list[tuple[SungNote, int]] = []
    at = BEFORE_MS
    for turn, line in enumerate(order):
        row = lines[line]
        shift = at - row[0][0].start_ms
        for note, heard in row:
            moved = SungNote(note.start_ms + shift, note.end_ms + shift, note.pitch)
            sung.append((moved, heard.syllable))
        at = sung[-1][0].end_ms + 400.0
        if manner == PAUSE and turn == 0:
            at += PAUSE_MS
    return sung


def sound_of(take: tuple[str, str, str, int, str], seed: int) -> NDArray[np.float32]:
    """Mono at 16 kHz."""
    song, voice, noise, snr, manner = take
    notes = [note for note, _ in sung_notes(performed(song), manner)]
    sound = sing(notes, seed, VOICES[voice], snr_db=40.0, wander_ms=30.0)
    around = soundscape(SOUNDS[noise], RATE)[:, 0].astype(np.float32)
    around = np.resize(around, len(sound))
    level = np.sqrt(np.mean(sound[sound != 0] ** 2)) * 10 ** (-snr / 20)
    return (sound + around * level / around.std()).astype(np.float32)


def truth_of(take: tuple[str, str, str, int, str]) -> dict[str, Any]:
    sung = sung_notes(performed(take[0]), take[4])
    rows: list[list[float]] = []
    for note, syllable in sung:
        if not rows or rows[-1][1] != syllable or note.start_ms > 1000 * rows[-1][0] + 5_000:
            rows.append([round(note.start_ms / 1000, 3), syllable])
    return {"song": take[0], "sung": rows, "end": round(sung[-1][0].end_ms / 1000, 3)}


def write(takes: Iterable[tuple[str, str, str, int, str]]) -> None:
    FOLDER.mkdir(exist_ok=True)
    truth: dict[str, Any] = {}
    for seed, take in enumerate(takes):
        sound = sound_of(take, seed)
        _write_opus(FOLDER / f"{name_of(take)}.opus", 0.5 * sound / np.abs(sound).max())
        truth[name_of(take)] = truth_of(take)
    (FOLDER / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


def _write_opus(path: Path, sound: NDArray[np.float32]) -> None:
    with av.open(path, "w") as file:
        stream = file.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        whole = (sound * 32_767).astype(np.int16)
        for at in range(0, len(whole), RATE):
            frame = av.AudioFrame.from_ndarray(whole[None, at : at + RATE], "s16", "mono")
            frame.sample_rate = RATE
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


if __name__ == "__main__":
    write(TAKES)
