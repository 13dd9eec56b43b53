"""The command `tempo`: how fast and how calm recordings are, by tag and analysis."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lullaby.audio.port import Trouble
from lullaby.cli.inputs import audio_files
from lullaby.cli.wording import FAULTS, complain, name_of, trouble_words
from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.library.found import Tags
from lullaby.library.in_helper import tags_of
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.answer import Pace, TempoSource
from lullaby.tempo.verdict import Verdict, verdict
from lullaby.tempo_analysis import FileAnalysis
from lullaby.tempo_worker import analyze_files

PACES = {Pace.SLOW: "slow", Pace.NOT_SLOW: "not slow", Pace.UNKNOWN: "don't know"}


@frozen
class JudgedFile:
    path: Path
    verdict: Verdict
    tags: Tags
    analysis: TempoAnalysis


def judge(inputs: Sequence[Path], helpers: Helpers) -> Iterator[JudgedFile | None]:
    """Analyse all files, yielding each when ready; None for a failed one, named on stderr."""
    readable: dict[Path, Tags] = {}
    for path in audio_files(inputs, helpers):
        tags, fault = tags_of(path, helpers)
        if fault is None:
            readable[path] = tags
        else:
            complain(path, FAULTS[fault])
            yield None
    for done, each in enumerate(analyze_files(list(readable)), start=1):
        _progress(done, len(readable))
        yield _row(each, readable[each.path])


def as_json(row: JudgedFile) -> dict[str, Any]:
    """One file's result. `source` says whether `bpm` is from the tag or the analysis."""
    answer, analysis = row.verdict.tempo, row.analysis
    return {
        "file": name_of(row.path),
        "bpm": answer.bpm,
        "alternatives": [
            {"bpm": other.bpm, "weight": other.weight} for other in row.verdict.alternatives
        ],
        "calm": analysis.calm,
        "answer": PACES[row.verdict.pace],
        "source": answer.source and answer.source.value,
        "doubtful": answer.doubtful,
        "tag": row.tags.bpm,
        "ear": analysis.bpm,
        "reasons": [reason.value for reason in analysis.reasons],
        "seconds": round(analysis.seconds, 1),
    }


def as_line(row: JudgedFile) -> str:
    answer = row.verdict.tempo
    shown = "–" if answer.bpm is None else f"{answer.bpm:.0f}"
    shown = f"≈ {shown}" if answer.doubtful else shown
    why = f"  ({', '.join(reason.value for reason in row.analysis.reasons)})"
    why = why if row.analysis.reasons else ""
    by = "tag" if answer.source is TempoSource.TAG else ""
    return f"{shown:>6} {by:<3}  {PACES[row.verdict.pace]:<10}  {name_of(row.path)}{why}"


def _row(listened: FileAnalysis, tags: Tags) -> JudgedFile | None:
    if listened.analysis is None:
        trouble = listened.trouble or Trouble.UNREADABLE
        complain(listened.path, trouble_words(trouble))
        return None
    return JudgedFile(listened.path, verdict(tags.bpm, listened.analysis), tags, listened.analysis)


def _progress(done: int, total: int) -> None:
    """Show progress on stderr, cleared for the rows on stdout if both are one terminal."""
    if sys.stderr.isatty():
        end = "\r\x1b[K" if sys.stdout.isatty() else "\n" if done == total else ""
        print(f"\rlistening, {done} of {total}", end=end, file=sys.stderr, flush=True)
