"""The cues of SRT, WebVTT and YouTube's SBV: rows of text with a beginning and an end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lullaby.lyrics.model import Complaint, Format, Reason

TIME = (
    r"(?:(\d{1,5})[ \t]*[:\uff1a][ \t]*)?(\d{1,3})[ \t]*[:\uff1a][ \t]*(\d{1,2})"
    r"(?:[ \t]*[.,:\uff0c\uff0e\uff1a][ \t]*(\d{1,9}))?"
)
ANY_ARROW = re.compile("[-=]>|[\u2192\u21d2\u2794\u27f6]")
"""What stands between the times; some programs make one sign of it."""
_TO = "[ \t]*(?:[-=]{1,2}>|[\u2192\u21d2\u2794\u27f6])[ \t]*"
CUE = re.compile(r"[ \t]*" + TIME + _TO + TIME + r"(?:\s.*)?$")
SBV_CUE = re.compile(r"[ \t]*" + TIME + r"[ \t]*,[ \t]*" + TIME + r"[ \t]*$")
_ARROWS = {Format.SBV: SBV_CUE}
_ARROW = "-->"
_SKIPPED = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(slots=True)
class SubtitleCue:
    """Times in ms; None where they could not be read. Rows have their number in the file."""

    number: int
    start: int | None
    end: int | None
    rows: list[tuple[int, str]] = field(default_factory=list)


def read_cues(rows: Sequence[str], kind: Format, complaints: list[Complaint]) -> list[SubtitleCue]:
    """All cues, in the order of the file.

    In SRT and SBV everything up to the next time belongs to a cue, blank rows or not. WebVTT ends
    a cue at an empty row and ignores what comes then; a file without any cue gives its rows.
    """
    reader = _Reader(kind, complaints)
    for number, row in enumerate(rows, start=1):
        reader.take(number, row, rows[number] if number < len(rows) else "")
    if kind is Format.WEBVTT and not reader.cues:
        loose = [(number, row) for number, row in reader.ignored if row.strip()]
        return [SubtitleCue(loose[0][0], None, None, loose)] if loose else []
    if reader.passed_over is not None:
        complaints.append(Complaint(reader.passed_over, Reason.UNSTAMPED))
    return [cue for cue in reader.cues if cue.rows or cue.start is not None]


def stamp_ms(match: re.Match[str], group: int) -> int:
    """The time that `TIME` found, whose first group is `group`."""
    hours, minutes, seconds, fraction = match.group(group, group + 1, group + 2, group + 3)
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + (int((fraction + "00")[:3]) if fraction else 0)


class _Reader:
    """Goes down the rows."""

    def __init__(self, kind: Format, complaints: list[Complaint]) -> None:
        self.cues: list[SubtitleCue] = []
        self.ignored: list[tuple[int, str]] = []
        self.passed_over: int | None = None
        """The first row after a cue that the standard says to ignore."""
        self._kind = kind
        self._complaints = complaints
        self._times = _ARROWS.get(kind, CUE)
        self._open = kind is not Format.WEBVTT
        self._head = kind is Format.WEBVTT
        self._skips = False
        self._after_blank = True

    def take(self, number: int, row: str, following: str) -> None:
        vtt = self._kind is Format.WEBVTT
        if not row.strip():
            if not (row and vtt and self._open):
                self._open = self._open and not vtt
                self._head = False
                self._after_blank = True
            return
        begins, self._after_blank = self._after_blank, False
        if begins and vtt and not self._head:
            self._skips = _SKIPPED.match(row) is not None or (
                self._skips and _ARROW not in row and _ARROW not in following
            )
        if self._skips and vtt:
            return
        if self._is_time(row):
            self._begin(number, row)
        elif self._names_a_cue(row, following, begins) or (self._head and not self.cues):
            return
        elif not self._open:
            self.ignored.append((number, row))
            if self.cues and self.passed_over is None:
                self.passed_over = number
        else:
            self._say(number, row)

    def _is_time(self, row: str) -> bool:
        if self._kind is Format.SBV:
            return SBV_CUE.match(row) is not None
        if _ARROW in row:
            return True
        return ANY_ARROW.search(row) is not None and CUE.match(row) is not None

    def _names_a_cue(self, row: str, following: str, begins: bool) -> bool:
        """A number before the times, or in WebVTT any name; a number that ends the file too."""
        if row.strip().isdigit() and (self._is_time(following) or (begins and not following)):
            return self._kind is not Format.SBV
        return begins and self._kind is Format.WEBVTT and self._is_time(following)

    def _begin(self, number: int, row: str) -> None:
        times = self._times.match(row)
        if times is None:
            self._complaints.append(Complaint(number, Reason.BAD_STAMP))
        start = None if times is None else stamp_ms(times, 1)
        end = None if times is None else stamp_ms(times, 5)
        until = None if start is None or end is None else max(start, end)
        self.cues.append(SubtitleCue(number, start, until))
        self._open = True

    def _say(self, number: int, row: str) -> None:
        if not self.cues:
            self.cues.append(SubtitleCue(number, None, None))
        self.cues[-1].rows.append((number, row))
