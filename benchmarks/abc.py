"""Songs in ABC of a folder: which share is played, and at the times that abc2midi gives them.

`python -m benchmarks.abc FOLDER` goes through all songs with notes in all `.abc` files below the
folder. Where abc2midi and mido are installed, each song is also converted by abc2midi, without
grace notes and fermatas; the two agree if one of its tracks has just the onsets of our melody,
repeats written out, counted in quarters. A syllable on the second note of a tie divides the tie
for us; such songs are counted apart. Processor time is ours, without arranging.
"""

import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from lullaby.songbook.abc_dialect import read_dialect
from lullaby.songbook.abc_reader import AbcError
from lullaby.songbook.abc_text import decode, songs_in
from lullaby.songbook.arrangement import arrange
from lullaby.songbook.notes import Score
from lullaby.songbook.timeline import timeline

NEAR = 0.03
"""Onsets may differ by this much, in quarters: abc2midi rounds to ticks and spreads chords."""

SHOWN = 30


@dataclass
class Count:
    songs: int = 0
    played: int = 0
    sung: int = 0
    """Songs with words under their notes."""
    compared: int = 0
    agreed: int = 0
    divided: int = 0
    """Songs that agree but for ties that their words divide."""
    slowest_ms: float = 0.0
    notes: list[str] = field(default_factory=list)


def main(folder: Path) -> int:
    """Print the shares; the exit code."""
    count = Count()
    mido = _found("mido")
    for path in sorted(folder.rglob("*.abc")):
        text = decode(path.read_bytes())
        for lines in songs_in(text):
            song = "\n".join(line.text for line in lines)
            if "\nK:" in song and "|" in song:
                _try(f"{path.relative_to(folder)}:{lines[-1].number}", song, count, mido)
    print(f"{count.songs} songs, {count.played} played, {count.sung} of them with words")
    print(f"{count.agreed} of {count.compared} have the onsets of abc2midi,")
    print(f"{count.divided} more but for ties that words divide")
    print(f"slowest: {count.slowest_ms:.0f} ms of processor time")
    for note in count.notes[:SHOWN]:
        print(f"  {note}")
    return 0


def _try(name: str, song: str, count: Count, mido: Any) -> None:
    count.songs += 1
    before = time.process_time()
    try:
        score = read_dialect(song)
    except AbcError as problem:
        count.notes.append(f"{name}: refused, line {problem.line}: {problem.reason}")
        return
    finally:
        count.slowest_ms = max(count.slowest_ms, (time.process_time() - before) * 1000)
    arrange(score, timeline(score))
    count.played += 1
    count.sung += score.verses > 0
    if mido is None:
        return
    tracks = _theirs(song, mido)
    if not tracks:
        return
    count.compared += 1
    ours = _ours(score)
    if any(_alike(ours, track) for track in tracks):
        count.agreed += 1
    elif any(_alike(_ours(read_dialect(_without_words(song))), track) for track in tracks):
        count.divided += 1
    else:
        count.notes.append(f"{name}: other onsets, {_first_difference(ours, tracks)}")


def _ours(score: Score) -> list[float]:
    found: list[float] = []
    at = Fraction(0)
    tied = False
    for phrase in score.phrases:
        for note in phrase.notes:
            if note.pitch is not None and not tied:
                found.append(float(at * 4))
            tied = note.tied
            at += note.length
    return found


def _theirs(song: str, mido: Any) -> list[list[float]]:
    """The onsets of each track, in quarters; none if abc2midi cannot convert the song."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "song.abc", Path(folder) / "song.mid"
        source.write_text(song, "utf-8")
        command = ["abc2midi", str(source), "-NGRA", "-NFER", "-o", str(target)]
        subprocess.run(command, capture_output=True, timeout=20, check=False)
        files = sorted(Path(folder).glob("*.mid"))
        if not files:
            return []
        midi = mido.MidiFile(files[0])
    return [_apart(sorted(_onsets(track, midi.ticks_per_beat))) for track in midi.tracks]


def _apart(onsets: list[float]) -> list[float]:
    """The onsets without those of the other notes of a chord."""
    found: list[float] = []
    for onset in onsets:
        if not found or onset - found[-1] >= NEAR:
            found.append(onset)
    return found


def _without_words(song: str) -> str:
    return "\n".join(line for line in song.split("\n") if not line.startswith("w:"))


def _onsets(track: Any, ticks: int) -> Iterator[float]:
    at = 0
    for message in track:
        at += message.time
        if message.type == "note_on" and message.velocity:
            yield at / ticks


def _alike(ours: list[float], theirs: list[float]) -> bool:
    return len(ours) == len(theirs) and all(
        abs(one - other) < NEAR for one, other in zip(ours, theirs, strict=True)
    )


def _first_difference(ours: list[float], tracks: list[list[float]]) -> str:
    nearest = min(tracks, key=lambda track: abs(len(track) - len(ours)))
    for place, (one, other) in enumerate(zip(ours, nearest, strict=False)):
        if abs(one - other) >= NEAR:
            return f"note {place + 1} at {one:.2f} instead of {other:.2f}"
    return f"{len(ours)} notes instead of {len(nearest)}"


def _found(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
