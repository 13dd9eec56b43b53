"""Words files of a folder, read by us and by another reader: which share of its lines we find.

`python -m benchmarks.readers FOLDER` goes through all files below the folder. The other readers are
lxml (TTML), webvtt-py, pysubs2 (SRT and SBV) and mido (MIDI), where they are installed, and for LRC
one plain pattern. They know nothing of translations or of rows that roll up, so a row counts as
found when its letters are sung, translated or sung behind at its time. Rows such as `[Music]` are
no words for us and stay missing. Processor time is ours.

Scores (MusicXML, MXL and ABC) have no times: of each, the different syllables that a plain pattern
finds below the notes are looked for in all verses that we sing. Those of voices that are not sung
stay missing, and a score that we refuse has none. `benchmarks.musicxml` and `benchmarks.abc`
compare the notes.
"""

import importlib
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.sniffing import words_from_bytes
from lullaby.songbook.musicxml_file import score_in
from lullaby.songbook.notes import ScoreError
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.score_names import ABC, LOOKED_AT, MUSICXML, is_musicxml

NEAR_MS = 250
"""A line begins with its first word or with its element; they may differ by this much."""
LARGEST = 2_000_000

Row = tuple[int, int, str]
"""Beginning and end in ms, and the text."""


@dataclass(slots=True)
class Tally:
    files: int = 0
    whole: int = 0
    rows: int = 0
    found: int = 0
    unread: int = 0
    ms_for_100_kb: float = 0.0

    def told(self, kind: str) -> str:
        share = 100 * self.found / max(1, self.rows)
        whole = 100 * self.whole / max(1, self.files)
        return (
            f"{kind:6} {self.files:6} files, {whole:6.2f} % wholly; {self.rows:7} rows, "
            f"{share:6.2f} % found; {self.unread} not read by the other; "
            f"slowest {self.ms_for_100_kb:.0f} ms for 100 kB"
        )


def letters(text: str) -> str:
    """What two readers must agree on."""
    return "".join(c for c in text.casefold() if c.isalnum())


def ttml(path: Path) -> Iterator[Row]:
    """Paragraphs with their own text, without voices behind and translations."""
    etree: Any = importlib.import_module("lxml.etree")
    root = etree.fromstring(path.read_bytes())
    for node in root.iter("{*}p"):
        start = _clock(node.get("begin") or "")
        if start is not None:
            end = _clock(node.get("end") or "")
            yield start, start if end is None else end, _own(node)


def _own(node: Any) -> str:
    said = node.text or ""
    for child in node:
        role = next((v for k, v in child.attrib.items() if k.endswith("role")), "")
        said += ("" if role else _own(child)) + (child.tail or "")
    return said


def _clock(text: str) -> int | None:
    found = re.fullmatch(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)s?", text.strip())
    if found is None:
        return None
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0)
    return round((minutes * 60 + float(found[3])) * 1000)


def webvtt(path: Path) -> Iterator[Row]:
    """Rows of captions."""
    for caption in importlib.import_module("webvtt").read(str(path)):
        start, end = _clock(caption.start), _clock(caption.end)
        for row in caption.text.splitlines():
            if start is not None and end is not None:
                yield start, max(start, end), row


def subtitles(path: Path) -> Iterator[Row]:
    """Rows of events."""
    for event in importlib.import_module("pysubs2").load(str(path)):
        for row in event.plaintext.splitlines():
            yield event.start, max(event.start, event.end), row


def midi(path: Path) -> Iterator[Row]:
    """Lyric events, or texts where there are none, each as a row."""
    file = importlib.import_module("mido").MidiFile(str(path), charset="utf-8", clip=True)
    events: list[tuple[str, int, str]] = []
    at = 0.0
    for message in file:
        at += message.time
        if message.is_meta and message.type in {"lyrics", "text"}:
            events.append((message.type, round(at * 1000), message.text))
    kind = "lyrics" if any(name == "lyrics" for name, _, _ in events) else "text"
    for name, start, text in events:
        if name == kind and not text.startswith("@"):
            yield start, start, text


def lrc(path: Path) -> Iterator[Row]:
    """Rows with one plain stamp and no offset."""
    text = path.read_bytes().decode("utf-8-sig")
    if re.search(r"\[offset:\s*[+-]?0*[1-9]", text):
        raise ValueError("an offset")
    for found in re.finditer(r"^\[(\d+):(\d\d(?:\.\d+)?)\]([^\[\]<>\n]*)\r?$", text, re.MULTILINE):
        start = round((int(found[1]) * 60 + float(found[2])) * 1000)
        yield start, start, found[3]


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".ttml": ttml,
    ".vtt": webvtt,
    ".srt": subtitles,
    ".sbv": subtitles,
    ".kar": midi,
    ".mid": midi,
    ".lrc": lrc,
}


def score_syllables(path: Path) -> set[str]:
    """The syllables of a score, as a plain pattern finds them."""
    data = path.read_bytes()
    if path.suffix.lower() == ".abc":
        lines = re.findall(r"^w:(.*)$", data.decode("utf-8", "replace"), re.MULTILINE)
        texts = [each for line in lines for each in re.split(r"[\s\-_*|~]+", line)]
    else:
        text = score_in(data).decode("utf-8-sig")
        lyrics = re.findall(r"<lyric\b.*?</lyric>", text, re.DOTALL)
        texts = [unescape("".join(_TEXT.findall(lyric))) for lyric in lyrics]
    return {said for text in texts if (said := letters(text))}


_TEXT = re.compile(r"<text\b[^>]*>([^<]*)</text>")


def sung_syllables(path: Path) -> set[str]:
    """The syllables that we sing; none of a score that we refuse."""
    found = read_score(path)
    if isinstance(found, RefusedScore):
        return set()
    phrases = found.score.phrases
    return {letters(each) for phrase in phrases for row in phrase.verses for each in row.slots}


def compare_score(path: Path, tally: Tally) -> None:
    """Count one score; those in other XML are no scores."""
    try:
        written = score_syllables(path)
    except (UnicodeDecodeError, ScoreError):
        tally.unread += 1
        return
    begun = time.process_time()
    sung = sung_syllables(path)
    took = (time.process_time() - begun) * 1000
    size = len(score_in(path.read_bytes()))
    if size > 20_000:
        tally.ms_for_100_kb = max(tally.ms_for_100_kb, took * 100_000 / size)
    tally.files += 1
    tally.whole += written <= sung
    tally.rows += len(written)
    tally.found += len(written & sung)


def _is_score(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in MUSICXML:
        return suffix == ABC
    return path.is_file() and is_musicxml(path.read_bytes()[:LOOKED_AT])


def missing(rows: list[Row], lyrics: Lyrics) -> list[Row]:
    """The rows whose letters are not sung at their time."""
    sung: dict[str, list[tuple[int, int]]] = {}
    for line in lyrics.lines:
        start = line.start_ms
        if start is None:
            continue
        end = line.end_ms or start
        pieces = [(s.text, s.start_ms, s.end_ms) for s in line.syllables]
        pieces += [(text, start, end) for text in (line.text, *line.translation.split("\n"))]
        for text, begins, ends in pieces:
            sung.setdefault(letters(text), []).append((begins, ends))
    lost: list[Row] = []
    for start, end, text in rows:
        said = letters(text)
        times = sung.get(said, ())
        if not any(one - NEAR_MS <= end and start <= other + NEAR_MS for one, other in times):
            lost.append((start, end, text))
    return lost


def compare(folder: Path, show: int) -> dict[str, Tally]:
    """Read all files below the folder; print the first files that differ."""
    tallies: dict[str, Tally] = {}
    for path in sorted(folder.rglob("*")):
        reader = READERS.get(path.suffix.lower())
        score = _is_score(path)
        if not (reader or score) or not path.is_file() or path.stat().st_size > LARGEST:
            continue
        tally = tallies.setdefault(path.suffix.lower(), Tally())
        if reader is None:
            compare_score(path, tally)
            continue
        try:
            rows = [row for row in reader(path) if letters(row[2])]
        except Exception:  # the other reader may fail in any way
            tally.unread += 1
            continue
        data = path.read_bytes()
        begun = time.process_time()
        lyrics = words_from_bytes(data, source=path.name)
        took = (time.process_time() - begun) * 1000
        if len(data) > 20_000:
            tally.ms_for_100_kb = max(tally.ms_for_100_kb, took * 100_000 / len(data))
        lost = missing(rows, lyrics)
        tally.files += 1
        tally.whole += not lost
        tally.rows += len(rows)
        tally.found += len(rows) - len(lost)
        if lost and show > 0:
            show -= 1
            reasons = Counter(complaint.reason.name for complaint in lyrics.complaints)
            print(f"  {path.name}: {len(lost)} of {len(rows)}, {lost[0]}, {dict(reasons)}")
    return tallies


def main() -> int:
    """`FOLDER [HOW MANY DIFFERENCES TO SHOW]`."""
    folders = sys.argv[1:2]
    if not folders:
        print("a folder with words files is needed", file=sys.stderr)
        return 2
    show = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for kind, tally in sorted(compare(Path(folders[0]), show).items()):
        print(tally.told(kind))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
