"""Human piano performances with annotated beats, for rubato that nobody invented.

Made for the ASAP dataset: MIDI performances, a text file of beats beside each (time, time, kind),
and a score in MusicXML whose first words say how fast the composer wanted it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.tempo_training.songs import calm_by_words


@dataclass(frozen=True, slots=True)
class Performance:
    """`bpm` is the median of the annotated beats within the excerpt."""

    composer: str
    title: str
    word: str
    calm: bool | None
    bpm: float
    midi: Path


def performances(folder: Path, start: float, end: float) -> Iterator[Performance]:
    """One performance of each piece, measured from `start` to `end`, in s."""
    for score in sorted(folder.rglob("xml_score.musicxml")):
        parts = score.relative_to(folder).parts[:-1]
        text = score.read_text(encoding="utf-8", errors="replace")[:400_000]
        found = re.search(r"<words[^>]*>([^<]+)</words>", text)
        word = found.group(1).strip() if found else ""
        for midi in sorted(score.parent.glob("*.mid")):
            beats = midi.with_name(f"{midi.stem}_annotations.txt")
            if midi.stem == "midi_score" or not beats.exists():
                continue
            times = np.array(
                [float(line.split("\t")[0]) for line in beats.read_text().splitlines() if line]
            )
            inside = times[(times >= start) & (times <= end)]
            if len(inside) > 8:
                bpm = 60 / float(np.median(np.diff(inside)))
                title = " ".join(parts[1:])
                yield Performance(parts[0], title, word, calm_by_words(word, title), bpm, midi)
                break
