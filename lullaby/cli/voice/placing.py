"""`voice place`: where in its song a recorded voice sings."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.port import Trouble
from lullaby.cli.reading import print_json
from lullaby.cli.songbook import find_score
from lullaby.cli.voice.describing import complain_of
from lullaby.cli.wording import name_of, say
from lullaby.helpers import Helpers, Unanswered
from lullaby.library.bringing_in import as_sung
from lullaby.songbook.catalogue import SongEntry
from lullaby.takes.in_helper import place_in_helper

if TYPE_CHECKING:
    from lullaby.takes.placing import Placement


def place(arguments: Namespace, songs: tuple[SongEntry, ...], helpers: Helpers) -> int:
    """Run `place` and return the exit code: 0 done, 1 an input could not be used."""
    found = find_score(arguments.song, songs)
    if found is None:
        return 1
    title = found.score.about.title
    placement = place_in_helper(arguments.file.absolute(), as_sung(found.score), helpers)
    if placement is None or isinstance(placement, Trouble | Unanswered):
        complain_of(arguments.file, title, placement)
        return 1
    if arguments.json:
        print_json(_as_json(arguments.file, arguments.song, placement))
    else:
        say(_as_line(title, placement))
    return 0


def _as_json(path: Path, song: str, placement: "Placement") -> dict[str, object]:
    return {
        "file": name_of(path),
        "song": song,
        "place_ms": round(placement.first_ms, 1),
        "transposition": placement.semitones,
        "pace": round(placement.pace, 4),
        "doubt_ms": round(placement.doubt_ms, 1),
        "agreement": round(placement.agreement, 3),
    }


def _as_line(title: str, placement: "Placement") -> str:
    """Such as "Suo Gân: the recording begins at 0.35 s, in its key, at its pace (within 5 ms)"."""
    seconds = abs(placement.first_ms) / 1000
    where = f"{seconds:.2f} s before the song" if placement.first_ms < 0 else f"at {seconds:.2f} s"
    return (
        f"{title}: the recording begins {where}, {_key(placement.semitones)},"
        f" {_pace(placement.pace)} (within {placement.doubt_ms:.0f} ms)"
    )


def _key(semitones: float) -> str:
    if not semitones:
        return "in its key"
    unit = "semitone" if abs(semitones) == 1 else "semitones"
    return f"{abs(semitones):g} {unit} {'lower' if semitones < 0 else 'higher'}"


def _pace(pace: float) -> str:
    percent = abs(pace - 1) * 100
    if percent < 0.05:
        return "at its pace"
    return f"{percent:.1f} % {'slower' if pace < 1 else 'faster'}"
