"""Writes timed words as WebVTT, for players that know no LRC.

Each line is a cue; syllables are word stamps, singers are voices, a translation is a row below.
"""

from collections.abc import Iterator

from lullaby.lyrics.assemble import LONGEST_LINE_MS
from lullaby.lyrics.model import Line, Lyrics, Part, Timing
from lullaby.lyrics.pieces import clean
from lullaby.units import Ms

_VOICES = {Part.FIRST: "1", Part.SECOND: "2", Part.BACKGROUND: "Background"}
_LATEST_MS = 100 * 3_600_000 - 1


def to_vtt(lyrics: Lyrics, *, duration_ms: Ms | None = None) -> str:
    """The words as WebVTT; empty if they have no times."""
    if lyrics.timing is Timing.NONE:
        return ""
    head = f"WEBVTT\nLanguage: {lyrics.language}\n" if lyrics.language else "WEBVTT\n"
    sung = [line for line in lyrics.lines if line.text and line.start_ms is not None]
    return head + "".join(
        f"\n{_cue(line, end)}\n" for line, end in zip(sung, _ends(sung, duration_ms), strict=True)
    )


def _ends(lines: list[Line], duration_ms: Ms | None) -> Iterator[int]:
    """The end of each line: its own, else the next beginning or the end of the song."""
    starts = sorted({line.start_ms for line in lines if line.start_ms is not None})
    for line in lines:
        start = line.start_ms or 0
        if line.end_ms is not None:
            yield line.end_ms
            continue
        after = next((each for each in starts if each > start), duration_ms)
        latest = start + LONGEST_LINE_MS
        yield latest if after is None else min(after, latest)


def _cue(line: Line, end: int) -> str:
    start = max(0, line.start_ms or 0)
    rows = [_row(line, start), *(_escaped(each) for each in line.translation.split("\n"))]
    voice = f"<v {_VOICES[line.part]}>" if line.part in _VOICES else ""
    said = "\n".join(row for row in rows if row)
    return f"{_stamp(start)} --> {_stamp(max(start + 1, end))}\n{voice}{said}"


def _row(line: Line, start: int) -> str:
    if not line.syllables:
        return _escaped(line.text)
    pieces = (
        ("" if syllable.start_ms <= start else f"<{_stamp(syllable.start_ms)}>")
        + _escaped(syllable.text, keep_ends=True)
        for syllable in line.syllables
    )
    return "".join(pieces).strip()


def _escaped(text: str, keep_ends: bool = False) -> str:
    plain = clean(text).replace("\n", " ")
    plain = plain if keep_ends else plain.strip()
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(ms: int) -> str:
    seconds, part = divmod(min(ms, _LATEST_MS), 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}.{part:03}"
