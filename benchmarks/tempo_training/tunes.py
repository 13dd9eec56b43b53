"""Reads melodies from ABC collections leniently: it skips everything but notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SHARPS = "FCGDAEB"
MAJOR_AT = {"maj": 0, "ion": 0, "mix": -1, "dor": -2, "m": -3, "min": -3, "aeo": -3, "phr": -4}
CIRCLE = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F": -1}
TOKEN = re.compile(
    r"(?P<skip>\"[^\"]*\"|\{[^}]*\}|![^!]*!|\[[A-Z]:[^]]*\])"
    r"|\((?P<tuplet>[2-9])(?=[\^_=A-Ga-gz])"
    r"|(?P<acc>\^\^|__|\^|_|=)?(?P<note>[A-Ga-gzx])(?P<oct>[,']*)(?P<len>\d*/*\d*)"
    r"(?P<broken>[<>]?)"
    r"|(?P<bar>\|)"
)
TUPLETS = {2: Fraction(3, 2), 3: Fraction(2, 3), 4: Fraction(3, 4), 6: Fraction(1, 3)}
DANCES = ("slip jig", "slipjig", "jig", "reel", "hornpipe", "strathspey", "clog", "fling", "waltz")


@dataclass(frozen=True, slots=True)
class Tune:
    """`notes` are (start, length, MIDI pitch), in whole notes."""

    name: str
    source: str
    meter: tuple[int, int]
    tonic: int
    minor: bool
    notes: tuple[tuple[float, float, int], ...]
    word: str = ""
    """A tempo word or the kind of dance, in lower case."""
    marked: float | None = None
    """BPM of the beat, if the collection states it."""

    @property
    def beat(self) -> float:
        """The felt beat in whole notes, from the meter and the density of notes."""
        over, under = self.meter
        beat = 3 / under if under >= 8 and over % 3 == 0 and over > 3 else 1 / under
        if self.meter == (2, 2):
            beat = 1 / 2
        end = self.notes[-1][0] + self.notes[-1][1]
        density = len(self.notes) / (end / beat)
        if density < 0.72 and beat < 0.5:
            beat *= 2
        if density > 3.4 and beat >= 0.25 and not (under >= 8 and over % 3 == 0):
            beat /= 2
        return beat


def read(path: Path) -> Iterator[Tune]:
    text = path.read_text(encoding="latin-1")
    for part in re.split(r"(?m)^X:", text)[1:]:
        tune = _tune(part, path.parent.name)
        if tune is not None:
            yield tune


def _tune(text: str, source: str) -> Tune | None:
    heads: dict[str, list[str]] = {}
    body: list[str] = []
    for line in text.splitlines()[1:]:
        head = re.match(r"([A-Za-z]):(.*)", line)
        if head and head.group(1) not in "wW":
            heads.setdefault(head.group(1), []).append(head.group(2).split("%")[0].strip())
        elif heads.get("K") and not line.startswith("%"):
            body.append(line)
    key = re.match(r"([A-G])([#b]?)\s*([A-Za-z]*)", heads.get("K", [""])[0])
    if key is None or not body:
        return None
    mode = key.group(3).lower()[:3]
    mode = "m" if mode == "m" else mode
    fifths = CIRCLE[key.group(1)] + {"#": 7, "b": -7, "": 0}[key.group(2)]
    fifths += MAJOR_AT.get(mode, 0)
    meter_text = heads.get("M", ["4/4"])[0].replace("C|", "2/2").replace("C", "4/4")
    meter = re.match(r"(\d+)/(\d+)", meter_text)
    if meter is None or not -7 <= fifths <= 7:
        return None
    size = int(meter.group(1)), int(meter.group(2))
    unit = re.match(r"(\d+)/(\d+)", heads.get("L", ["1/8"])[0])
    length = Fraction(int(unit.group(1)), int(unit.group(2))) if unit else Fraction(1, 8)
    notes = _notes("\n".join(body), fifths, length)
    if len(notes) < 16:
        return None
    words = " ".join(heads.get("R", []) + heads.get("N", []) + heads.get("T", [])).lower()
    marked = re.search(r"(\d+)/(\d+)\s*=\s*(\d+)", heads.get("Q", [""])[0])
    title = heads.get("T", ["?"])[0]
    tonic = (STEPS[key.group(1)] + {"#": 1, "b": -1, "": 0}[key.group(2)]) % 12
    minor = mode in ("m", "min", "aeo", "dor", "phr")
    tune = Tune(title, source, size, tonic, minor, tuple(notes), words)
    if marked:
        note = int(marked.group(1)) / int(marked.group(2))
        bpm = float(marked.group(3)) * note / tune.beat
        return Tune(title, source, size, tonic, minor, tuple(notes), words, bpm)
    return tune


def _notes(body: str, fifths: int, unit: Fraction) -> list[tuple[float, float, int]]:
    signature = dict.fromkeys(SHARPS[: max(0, fifths)], 1)
    signature |= dict.fromkeys(SHARPS[::-1][: max(0, -fifths)], -1)
    local: dict[str, int] = {}
    notes: list[tuple[float, float, int]] = []
    at, left, factor, stretch = Fraction(0), 0, Fraction(1), Fraction(1)
    for token in TOKEN.finditer(body):
        if token.group("skip"):
            continue
        if token.group("bar"):
            local = {}
            continue
        if token.group("tuplet"):
            left = int(token.group("tuplet"))
            factor = TUPLETS.get(left, Fraction(1))
            continue
        name = token.group("note")
        length = unit * _length(token.group("len")) * stretch * (factor if left else 1)
        left = max(0, left - 1)
        stretch = Fraction(1)
        if token.group("broken") == ">":
            length, stretch = length * Fraction(3, 2), Fraction(1, 2)
        elif token.group("broken") == "<":
            length, stretch = length / 2, Fraction(3, 2)
        if name not in "zx":
            letter = name.upper()
            sign = token.group("acc")
            if sign:
                local[letter] = {"^^": 2, "^": 1, "=": 0, "_": -1, "__": -2}[sign]
            shift = local.get(letter, signature.get(letter, 0))
            octave = token.group("oct").count("'") - token.group("oct").count(",")
            pitch = 60 + STEPS[letter] + 12 * (octave + name.islower()) + shift
            notes.append((float(at), float(length), pitch))
        at += length
    return notes


def _length(text: str) -> Fraction:
    if not text:
        return Fraction(1)
    over, _, under = text.partition("/")
    if "/" not in text:
        return Fraction(int(over))
    slashes = text.count("/")
    under = under.lstrip("/")
    return Fraction(int(over or 1), int(under) if under.isdigit() else 2**slashes)
