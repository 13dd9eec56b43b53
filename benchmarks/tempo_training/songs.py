"""Art songs with the composer's tempo words: scores in compressed MusicXML, played as MIDI.

Made for the OpenScore Lieder corpus (CC0), one folder for each composer: a word such as "Langsam"
or "Allegro" says what is slow, so no estimator has a part in the labels.
"""

import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.tempo_training.midi import midi_file

SLOW = re.compile(
    r"\b(langsam|adagio|lento|largo|larghetto|grave|lent|slow|ruhig|getragen|andante|calm|still"
    r"|tranquillo|adagietto|feierlich|sostenuto)\b",
    re.IGNORECASE,
)
LIVELY = re.compile(
    r"\b(allegro|presto|vivace|vivo|lebhaft|rasch|geschwind|schnell|munter|animato|anim[eé]|vif"
    r"|lively|fast|quick|agitato|con spirito|con fuoco|feurig|leidenschaftlich|prestissimo)\b",
    re.IGNORECASE,
)
NEITHER = re.compile(
    r"(allegretto|moderato|m[aä](ss|ß)ig|modéré|andantino|con moto|nicht zu|non troppo|not too"
    r"|poco|pas trop|etwas|ziemlich|ma non)",
    re.IGNORECASE,
)
LULLABY = re.compile(
    r"wiegenlied|lullaby|berceuse|cradle|schlummerlied|slumber|dors", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Song:
    """`notes` are (start in s, end in s, MIDI pitch, part) as the score says, from the start."""

    composer: str
    title: str
    number: str
    word: str
    calm: bool
    bpm: float
    notes: tuple[tuple[float, float, int, int], ...]


def read(path: Path, seconds: float) -> Song | None:
    """The first `seconds` of a song; None if its words leave open whether it is slow."""
    root = _root(path)
    word = next((w.text or "" for w in root.iterfind(".//direction//words")), "").strip()
    title = path.parent.name.replace("_", " ")
    calm = calm_by_words(word, title)
    tempos = sorted(_tempos(root.find("part")))
    if calm is None or not tempos:
        return None
    notes = [
        (_seconds(start, tempos), _seconds(end, tempos), pitch, number)
        for number, part in enumerate(root.iterfind("part"))
        for start, end, pitch in _notes(part)
    ]
    kept = tuple(sorted(note for note in notes if note[0] < seconds))
    if len(kept) < 20:
        return None
    composer = path.parts[-4]
    return Song(composer, title, path.stem, word, calm, tempos[0][1], kept)


def chorale(path: Path) -> list[tuple[float, float, int, int]]:
    """All notes as (start, end, MIDI pitch, part), in quarter notes."""
    parts = _root(path).iterfind("part")
    return sorted((*note, number) for number, part in enumerate(parts) for note in _notes(part))


def _root(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.endswith("xml") and "META" not in n)
        return ElementTree.fromstring(archive.read(name))


def calm_by_words(word: str, title: str) -> bool | None:
    """Whether a tempo word (or the title of a lullaby) says slow; None if it does not tell."""
    if LIVELY.search(word):
        return None if NEITHER.search(word) or SLOW.search(word) else False
    if LULLABY.search(title):
        return True
    if SLOW.search(word):
        return None if NEITHER.search(word) else True
    return None


def perform(song: Song, seconds: float, dice: random.Random) -> bytes:
    """A MIDI file: the voice on some melody instrument, the rest on piano, more or less freely."""
    lead = dice.choice((52, 52, 53, 53, 54, 40, 68, 71, 73))
    drift = dice.choice((0.0, 0.0, 0.03, 0.06))
    loose = dice.choice((0.0, 0.01, 0.02))
    wander, at, pace = [(0.0, 0.0)], 0.0, 0.0
    now = 0.0
    while now < seconds + 60:
        pace = 0.9 * pace + dice.gauss(0, drift * 0.5)
        now += 0.5
        at += 0.5 * (1 + max(-0.2, min(0.2, pace)))
        wander.append((now, at))
    events: list[tuple[float, int, bytes]] = []
    level = dice.uniform(50, 90)
    for start, end, pitch, part in song.notes:
        begin = max(0.0, _played(start, wander) + dice.gauss(0, loose))
        release = max(begin + 0.05, _played(end, wander) - 0.01)
        strength = max(15, min(120, round(level + (12 if part == 0 else -6) + dice.gauss(0, 6))))
        channel = 0 if part == 0 else 1
        events.append((begin, 1, bytes((0x90 | channel, pitch, strength))))
        events.append((release, 0, bytes((0x80 | channel, pitch, 0))))
    return midi_file(events, (lead, 0))


def _played(at: float, wander: list[tuple[float, float]]) -> float:
    index = min(int(at / 0.5), len(wander) - 2)
    (low, start), (high, end) = wander[index], wander[index + 1]
    return start + (at - low) / (high - low) * (end - start)


def _tempos(part: ElementTree.Element | None) -> Iterator[tuple[float, float]]:
    """(quarter notes from the start, BPM of quarter notes); nothing if it does not say."""
    if part is None:
        return
    for kind, at, element in _walk(part):
        if kind in ("direction", "sound"):
            sound = element if kind == "sound" else element.find("sound")
            if sound is not None and float(sound.get("tempo", 0)) > 5:
                yield at + 1e-9, float(sound.get("tempo", 0))


def _seconds(at: float, tempos: list[tuple[float, float]]) -> float:
    total, before, bpm = 0.0, 0.0, tempos[0][1]
    for position, new in tempos:
        if position >= at:
            break
        total += (position - before) * 60 / bpm
        before, bpm = position, new
    return total + (at - before) * 60 / bpm


def _notes(part: ElementTree.Element) -> Iterator[tuple[float, float, int]]:
    tied: dict[int, float] = {}
    transpose = 0
    for kind, at, element in _walk(part):
        if kind == "attributes":
            transpose = int(element.findtext("transpose/chromatic", str(transpose)))
        if kind != "note" or element.find("pitch") is None or element.find("grace") is not None:
            continue
        step = element.findtext("pitch/step", "C")
        octave = int(element.findtext("pitch/octave", "4"))
        alter = round(float(element.findtext("pitch/alter", "0")))
        pitch = 12 * (octave + 1) + {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[step]
        pitch = max(21, min(108, pitch + alter + transpose))
        ties = {tie.get("type") for tie in element.iterfind("tie")}
        start = tied.pop(pitch, at) if "stop" in ties else at
        end = at + float(element.get("_length", 0))
        if "start" in ties:
            tied[pitch] = start
        else:
            yield start, end, pitch


def _walk(part: ElementTree.Element) -> Iterator[tuple[str, float, ElementTree.Element]]:
    """Each element of the measures with its place in quarter notes; repeats are not followed."""
    divisions, at, chord_at = 1.0, 0.0, 0.0
    for measure in part.iterfind("measure"):
        furthest = at
        for element in measure:
            kind = element.tag
            length = float(element.findtext("duration", "0")) / divisions
            if kind == "attributes":
                divisions = float(element.findtext("divisions", str(divisions)))
                yield kind, at, element
            elif kind == "backup":
                at -= length
            elif kind == "forward":
                at += length
            elif kind == "note":
                if element.find("chord") is None:
                    chord_at = at
                    at += length
                element.set("_length", str(length))
                yield kind, chord_at, element
            else:
                yield kind, at, element
            furthest = max(furthest, at)
        at = furthest
