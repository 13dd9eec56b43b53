"""Sentences for the terminal."""

import json
import re
import sys
from pathlib import Path
from typing import TextIO

from lullaby.audio.loudness_reading import Unmeasured
from lullaby.audio.port import Trouble
from lullaby.library.playlist_entry import MOST_SONGS, Refusal
from lullaby.library.routine import Playlist, Routine
from lullaby.library.track import Fault
from lullaby.library.underlay import Misfit, Misplaced
from lullaby.regular_file import NotRegularError, TooLargeError
from lullaby.songbook.notes import Choice, Remark
from lullaby.songbook.score_folder import Advice
from lullaby.verified_copy import RewriteFailure

FAULTS = {
    Fault.MISSING: "not there",
    Fault.AWAY: "away: its folder is not here right now",
    Fault.EMPTY: "empty",
    Fault.UNREADABLE: "cannot be read; the original is untouched",
    Fault.NOT_AUDIO: "no sound in it; the original is untouched",
    Fault.NO_PERMISSION: "may not be opened",
    Fault.TOO_MUCH: "its tags hold far more than a song's do; the original is untouched",
    Fault.NO_ANSWER: "did not answer in time; the original is untouched",
}
UNMEASURED = {
    Unmeasured.MISSING: "not there",
    Unmeasured.UNREADABLE: "cannot be read; the original is untouched",
    Unmeasured.TOO_SHORT: "too short to tell how loud it is",
    Unmeasured.SILENT: "it is silent",
}
UNWRITTEN = {
    RewriteFailure.NO_PLACE: "its tags have no place for this; nothing was changed",
    RewriteFailure.UNREADABLE: "cannot be read; nothing was changed",
    RewriteFailure.TOO_MUCH: "takes more time or memory than a song does; nothing was changed",
    RewriteFailure.NOT_THE_SAME: "a trial copy came out different; nothing was changed",
}
REFUSALS = {
    Refusal.STREAM: "a stream from the network, not a list of songs",
    Refusal.NOT_A_PLAYLIST: "not a playlist",
    Refusal.DAMAGED: "damaged; the original is untouched",
    Refusal.UNREADABLE: "cannot be read",
    Refusal.UNKNOWN_FORMAT: "an unknown kind of playlist",
    Refusal.TOO_LONG: f"a list of more than {MOST_SONGS:,} songs, too many for one playlist",
}
MISFITS = {
    Misfit.INSIDE_SLUR: "“{syllable}” begins inside a slur",
    Misfit.ON_ONE_NOTE: "“{syllable}” has two sung vowels on one note",
}
ADVICE = {
    Advice.NO_TITLE: "it has no title (T:)",
    Advice.NO_ID: "its id (%%lb-id) is not the name of its file",
    Advice.NO_LANGUAGE: "its language is missing (%%lb-lang, such as cy)",
    Advice.NO_ORIGIN: "its origin is missing (O:, such as Welsh)",
    Advice.NO_COMPOSER: "its composer is missing (C:)",
    Advice.NO_WORDS: "it has no words to sing",
    Advice.NO_STORY: "it has no story line (%%lb-story)",
    Advice.NO_LICENCE: "its licence is missing (%%lb-licence, such as CC0-1.0)",
    Advice.UNCHECKED: "nobody has compared its notes with a source yet (%%lb-level)",
    Advice.WORDS_UNCHECKED: "nobody has compared its words with a source yet (%%lb-words-level)",
    Advice.WIDE: "it is wider than an octave; not everybody can sing that at 3 am",
}


REMARKS = {
    Choice.SUNG_PART: "several parts have words; this one is sung: {detail}",
    Choice.GRACE_NOTES: "its grace notes are left out",
    Choice.FERMATAS: "its fermatas are not held",
    Choice.MORE_SONGS: "its file holds {detail} songs; this is the first",
    Choice.TEMPO_IN_WORDS: "a change of tempo without a number is left out",
    Choice.JUMPS: "it is not clear where its D.C. or D.S. leads; it is left out",
}


def remark_words(remark: Remark) -> str:
    """What was chosen or left out of a score."""
    return REMARKS[remark.choice].format(detail=remark.detail)


_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that move the cursor, colour or rename a terminal, end a line or turn its direction
around; and what no encoding can write."""


def shown(text: str) -> str:
    """Text of a file, path or tag for a terminal, which must not obey it: as `\\x1b`, `\\u202e`."""
    return _COMMANDS.sub(_escaped, text)


def as_json(value: object) -> str:
    """JSON without characters that a terminal would obey; any reader gets them back."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    lines = text.split("\n")
    return "\n".join(_COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", row) for row in lines)


def trouble_words(trouble: Trouble) -> str:
    """Why a recording cannot be decoded."""
    return FAULTS[Fault.MISSING if trouble is Trouble.MISSING else Fault.UNREADABLE]


UNREADABLE = (OSError, UnicodeDecodeError)
"""What reading a text file raises."""


def unreadable_words(problem: Exception) -> str:
    """Why a text file could not be read, by one of UNREADABLE."""
    if isinstance(problem, FileNotFoundError):
        return "not there"
    if isinstance(problem, (NotRegularError, TooLargeError)) or not isinstance(problem, OSError):
        return "is no text, or too large"
    return f"cannot be opened ({problem.strerror})"


def say(text: str, end: str = "\n", file: TextIO | None = None, flush: bool = False) -> None:
    """Print a line, on stdout unless a `file` is given; everything the commands tell goes here."""
    print(shown(text), end=end, file=file, flush=flush)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def name_of(path: Path) -> str:
    """A path as printable text, whatever its bytes."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def placed(line: int | None, bar: int | None, reason: str) -> str:
    """Why a score was refused and where: "line 12, bar 3: the bar has 5 of 6 eighths"."""
    places = [f"{name} {at}" for name, at in (("line", line), ("bar", bar)) if at]
    return f"{', '.join(places)}: {reason}" if places else reason


def misplaced_words(found: Misplaced) -> str:
    """Where in a score a syllable looks misplaced, and why."""
    reason = MISFITS[found.misfit].format(syllable=found.syllable)
    return f"line {found.line} of the song, verse {found.verse}: {reason}"


def fault_words(fault: Fault, note: str) -> str:
    """Why a file cannot be used; `note` is a `Track.fault_note`."""
    if not note:
        return FAULTS[fault]
    line, bar, reason = note.split(":", 2)
    return placed(int(line), int(bar), reason)


def count_of(number: int, what: str) -> str:
    """A count with its noun: "1 song", "2 songs"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def complain(path: Path | str, reason: str) -> None:
    """Name an input that could not be used, on stderr."""
    name = name_of(path) if isinstance(path, Path) else path
    say(f"lullaby: {name}: {reason}", file=sys.stderr)


def file_size(size: int) -> str:
    """Such as "2 KB", "1.9 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"


def playlist_name(playlist: Playlist | Routine) -> str:
    """The own name of a playlist or routine, or that of a built-in one: Night waking."""
    if playlist.built_in is None:
        return playlist.name
    return playlist.built_in.value.replace("_", " ").capitalize()
