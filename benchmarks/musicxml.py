"""Scores in MusicXML of a folder: which share is played, and with the notes that music21 finds.

`python -m benchmarks.musicxml FOLDER [NUMBER]` goes through all `.musicxml`, `.mxl` and `.xml`
files below the folder that hold a score, or through NUMBER of them, chosen with a fixed seed. Where
music21 is installed, the two agree if one voice of one part, with its repeats written out and
without tied notes, has the onsets and pitches of our melody, and each syllable that we sing to a
note is one that it has there. music21 needs seconds for a score with a piano. Processor time is
ours, for scores of at least 20 kB, without arranging.
"""

import importlib
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from lullaby.songbook.arrangement import arrange
from lullaby.songbook.musicxml_file import score_in
from lullaby.songbook.musicxml_reader import read_musicxml
from lullaby.songbook.notes import HOLD, SKIP, Score, ScoreError
from lullaby.songbook.score_names import MUSICXML, is_musicxml
from lullaby.songbook.timeline import timeline

SEED = 1849
SHOWN = 40
TIMED = 20_000
LYRIC = re.compile(rb"<lyric[ >]")

Sung = tuple[Fraction, int, frozenset[str]]
"""Onset in quarters from the first note, MIDI number, and the texts of the syllables there."""


@dataclass
class Count:
    files: int = 0
    worded: int = 0
    """Files with a lyric in them."""
    played: int = 0
    sung: int = 0
    compared: int = 0
    notes: int = 0
    """Files with the same onsets and pitches."""
    words: int = 0
    """Of these, files with the same syllables."""
    slowest: float = 0.0
    """Milliseconds of processor time for 100 kB."""
    refusals: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)


def main(folder: Path, number: int) -> int:
    """Print the shares; the exit code."""
    count = Count()
    music21 = _found("music21")
    every = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in MUSICXML]
    scores = [path for path in every if path.is_file() and is_musicxml(path.read_bytes()[:8000])]
    if number and number < len(scores):
        scores = sorted(random.Random(SEED).sample(scores, number))
    for path in scores:
        _try(path, path.name, count, music21)
    print(f"{count.files} scores, {count.played} played; {count.sung} of {count.worded} with words")
    print(f"refused: {dict(count.refusals)}")
    print(
        f"{count.notes} of {count.compared} have the notes of music21, {count.words} its syllables"
    )
    print(f"slowest: {count.slowest:.0f} ms of processor time for 100 kB")
    for each in count.told[:SHOWN]:
        print(f"  {each}")
    return 0


def _try(path: Path, name: str, count: Count, music21: Any) -> None:
    data = path.read_bytes()
    count.files += 1
    before = time.process_time()
    try:
        score = read_musicxml(data)
    except ScoreError as problem:
        count.refusals[problem.reason] += 1
        count.worded += LYRIC.search(data.replace(b"\0", b"")) is not None
        return
    took = (time.process_time() - before) * 1000
    xml = score_in(data)
    if len(xml) >= TIMED:
        count.slowest = max(count.slowest, took * 100_000 / len(xml))
    arrange(score, timeline(score))
    count.played += 1
    count.worded += LYRIC.search(xml.replace(b"\0", b"")) is not None
    count.sung += score.verses > 0
    if music21 is None:
        return
    try:
        theirs = list(_theirs(path, music21))
    except Exception as problem:  # another reader may fail in any way
        count.told.append(f"{name}: music21 says {problem!r:.60}")
        return
    count.compared += 1
    ours = _ours(score)
    same = [voice for voice in theirs if _same_notes(ours, voice)]
    count.notes += bool(same)
    if not same:
        count.told.append(f"{name}: {_first_difference(ours, theirs)}")
    elif any(_same_words(ours, voice) for voice in same):
        count.words += 1
    else:
        count.told.append(f"{name}: {_first_word(ours, same[0])}")


def _ours(score: Score) -> list[Sung]:
    found: list[Sung] = []
    at = start = Fraction(0)
    held: set[str] = set()
    tied = False
    for phrase in score.phrases:
        slot = 0
        for note in phrase.notes:
            if note.pitch is not None:
                held |= {verse.slots[slot] for verse in phrase.verses} - {HOLD, SKIP}
                start = start if tied else at
                if not note.tied:
                    words = frozenset(_letters(each) for each in held)
                    found.append((start * 4, note.pitch, words - {""}))
                    held = set()
                tied = note.tied
                slot += 1
            at += note.length
    return found


def _theirs(path: Path, music21: Any) -> Iterator[list[Sung]]:
    """Every voice of every part."""
    score = music21.converter.parse(path, forceSource=True)
    score = score.toSoundingPitch()
    for part in score.parts:
        try:
            whole = part.expandRepeats()
        except music21.exceptions21.Music21Exception:
            whole = part
        voices: dict[str, dict[Fraction, tuple[int, set[str], bool]]] = {}
        for note in whole.flatten().notes:
            if note.duration.isGrace or (not note.isNote and not note.isChord):
                continue
            if not note.pitches or getattr(note.style, "noteSize", None) == "cue":
                continue
            context = note.getContextByClass("Voice")
            voice = "" if context is None else str(context.id)
            at = Fraction(note.getOffsetInHierarchy(whole)).limit_denominator(2000)
            top = max(int(pitch.midi) for pitch in note.pitches)
            texts = {_letters(text) for lyric in note.lyrics for text in _texts(lyric)}
            goes_on = note.tie is not None and note.tie.type in ("stop", "continue")
            here = voices.setdefault(voice, {})
            if at not in here or here[at][0] < top:
                here[at] = (top, texts - {""}, goes_on)
        plain = voices.get("", {})
        for name, notes in voices.items():
            every = sorted((plain | notes).items()) if name else sorted(notes.items())
            yield _without_ties(every)
        if len(voices) > 1:
            together: dict[Fraction, tuple[int, set[str], bool]] = {}
            for notes in voices.values():
                for at, each in notes.items():
                    if at not in together or together[at][0] < each[0]:
                        together[at] = each
            yield _without_ties(sorted(together.items()))


def _texts(lyric: Any) -> Iterator[str]:
    yield lyric.text or ""
    yield lyric.rawText or ""


def _without_ties(every: list[tuple[Fraction, tuple[int, set[str], bool]]]) -> list[Sung]:
    found: list[Sung] = []
    for at, (pitch, texts, goes_on) in every:
        if goes_on and found and found[-1][1] == pitch and not texts:
            continue
        found.append((at, pitch, frozenset(texts)))
    return found


def _same_notes(ours: list[Sung], theirs: list[Sung]) -> bool:
    if len(ours) != len(theirs):
        return False
    late, high = theirs[0][0] - ours[0][0], theirs[0][1] - ours[0][1]
    return high % 12 == 0 and all(
        abs(their_at - our_at - late) < Fraction(1, 40) and their_pitch - our_pitch == high
        for (our_at, our_pitch, _), (their_at, their_pitch, _) in zip(ours, theirs, strict=True)
    )


def _same_words(ours: list[Sung], theirs: list[Sung]) -> bool:
    every = frozenset[str]().union(*(one for _, _, one in ours))
    return all(
        one <= other <= every for (_, _, one), (_, _, other) in zip(ours, theirs, strict=True)
    )


def _first_word(ours: list[Sung], theirs: list[Sung]) -> str:
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        if not one[2] <= other[2]:
            return f"note {number} has {sorted(one[2])} instead of {sorted(other[2])}"
    return "a syllable is missing"


def _first_difference(ours: list[Sung], voices: list[list[Sung]]) -> str:
    if not voices:
        return "no voice of theirs"
    nearest = min(voices, key=lambda voice: abs(len(voice) - len(ours)))
    for number, (one, other) in enumerate(zip(ours, nearest, strict=False), start=1):
        late = other[0] - nearest[0][0] - one[0] + ours[0][0]
        if abs(late) >= Fraction(1, 40) or (other[1] - one[1]) % 12:
            return f"note {number} of {len(ours)}, {len(nearest)} theirs: {one} instead of {other}"
    return f"{len(ours)} notes instead of {len(nearest)}"


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def _found(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
