"""scan, words and tempo: what files say of themselves."""

import json
import sys
from pathlib import Path
from typing import Any

from lullaby.cli.wording import FAULTS, complain, count_of, name_of
from lullaby.clock import SystemClock
from lullaby.jobs import Job
from lullaby.library.found import FoundFile, KnownFile, ScanBatch, Tags
from lullaby.library.scanner import Progress, scan
from lullaby.library.tags import read_tags
from lullaby.lyrics.as_json import as_json
from lullaby.lyrics.finder import SUFFIXES, find_words, read_words
from lullaby.lyrics.model import Lyrics
from lullaby.stores import Stores


def words(files: list[Path], wants_json: bool) -> int:
    """Print the words of each file; one object for one file, a list for several."""
    failed = False
    found: list[tuple[Path, Lyrics]] = []
    for file in files:
        lyrics = _words_of(file)
        if lyrics is None:
            failed = True
        else:
            found.append((file, lyrics))
    if wants_json:
        values = [{"file": name_of(file), **as_json(lyrics)} for file, lyrics in found]
        print_json(values[0] if len(files) == 1 and values else values)
    else:
        for file, lyrics in found:
            _print_words(file, lyrics)
    return int(failed)


def tempo(inputs: list[Path], wants_json: bool) -> int:
    """Print how fast and how calm each file is; folders stand for all inside."""
    from lullaby.cli.tempo import as_json as row_as_json
    from lullaby.cli.tempo import as_line, judge

    rows, troubled = judge(inputs)
    if wants_json:
        print_json([row_as_json(row) for row in rows])
    else:
        for row in rows:
            print(as_line(row))
    return int(troubled)


def scan_folder(folder: Path, wants_json: bool, stores: Stores | None = None) -> int:
    """Read all songs of a folder; with `stores` they are kept in the library."""
    folder = folder.absolute()
    if not folder.is_dir():
        complain(folder, "no folder of that name")
        return 1
    known: dict[str, KnownFile] = {}
    if stores is not None:
        stores.library.add_folder(folder)
        whole = stores.scans.known()
        known = {path: file for path, file in whole.items() if folder in Path(path).parents}
    found: list[FoundFile] = []

    def deliver(batch: ScanBatch) -> None:
        found.extend(batch.found)
        if stores is not None:
            stores.scans.apply(batch)

    summary = scan([folder], known, Job(), deliver, _report)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for path, fault in summary.faults:
        complain(path, FAULTS[fault])
    for closed in summary.closed:
        complain(closed, "this folder may not be opened")
    if stores is not None:
        stores.scans.scanned(folder, SystemClock().now())
        tracks = [t for t in stores.library.tracks() if folder in t.path.parents]
        print(f"{count_of(len(tracks), 'song')} from this folder in the library", file=sys.stderr)
    good = [file for file in found if file.fault is None]
    if wants_json:
        print_json(
            {
                "folder": name_of(folder),
                "songs": [{"file": name_of(f.path), **_tags_json(f.tags)} for f in good],
                "unreadable": [
                    {"file": name_of(path), "reason": fault.value} for path, fault in summary.faults
                ],
                "new": summary.new,
                "changed": summary.changed,
                "moved": summary.moved,
                "missing": summary.missing,
                "unchanged": summary.unchanged,
            }
        )
    else:
        for file in good:
            by = f" – {file.tags.artist}" if file.tags.artist else ""
            print(f"{file.tags.title}{by}")
    return int(bool(summary.faults or summary.closed))


def _words_of(file: Path) -> Lyrics | None:
    if not file.is_file():
        complain(file, "not there")
        return None
    if file.suffix.lower() in SUFFIXES:
        lyrics = read_words(file)
    else:
        tags, fault = read_tags(file)
        if fault is not None:
            complain(file, FAULTS[fault])
            return None
        lyrics = find_words(file, tags.duration_ms)
    if lyrics is None or not lyrics.has_words:
        complain(file, "no words here")
        return None
    return lyrics


def _tags_json(tags: Tags) -> dict[str, Any]:
    return {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "genre": tags.genre,
        "duration_ms": tags.duration_ms,
        "bpm": tags.bpm,
        "words": tags.words.value,
        "gain_db": tags.loudness and round(tags.loudness.gain_db, 2),
        "peak": tags.loudness and tags.loudness.peak,
        "cover": tags.has_cover,
    }


def _print_words(file: Path, lyrics: Lyrics) -> None:
    print(f"# {lyrics.title or file.stem}")
    for line in lyrics.lines:
        stamp = "        " if line.start_ms is None else f"{line.start_ms / 1000:8.2f}"
        print(f"{stamp}  {line.text}")
    for complaint in lyrics.complaints:
        complain(file, f"line {complaint.number}: {complaint.reason.value}")


def _report(progress: Progress) -> None:
    if sys.stderr.isatty() and progress.total:
        print(f"\r{progress.done} of {progress.total}", end="", file=sys.stderr, flush=True)


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
