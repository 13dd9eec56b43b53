"""The command `voice`: a person's own recordings of a song."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.port import Trouble
from lullaby.cli.reading import print_json
from lullaby.cli.songbook import find_score
from lullaby.cli.tempo import TROUBLES
from lullaby.cli.wording import FAULTS, complain, name_of, say
from lullaby.helpers import Helpers, Unanswered
from lullaby.library.track import Fault
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.notes import Score
from lullaby.takes.in_helper import place_in_helper

if TYPE_CHECKING:
    from lullaby.takes.placing import Placement

UNPLACED = {
    Unanswered.TOO_MUCH: "takes more time or memory than a recording does",
    Unanswered.NOT_IN_TIME: FAULTS[Fault.NO_ANSWER],
    Unanswered.BROKEN: FAULTS[Fault.UNREADABLE],
}


def voice(arguments: Namespace, songs: Sequence[SongEntry], helpers: Helpers) -> int:
    """Run the command and return the exit code: 0 done, 1 an input could not be used."""
    found = find_score(arguments.song, tuple(songs))
    if found is None:
        return 1
    placement = _placed(arguments.file, found.score, helpers)
    if placement is None:
        return 1
    if arguments.json:
        print_json(_as_json(arguments.file, arguments.song, placement))
    else:
        say(_as_line(found.score.about.title, placement))
    return 0


def _placed(path: Path, score: Score, helpers: Helpers) -> "Placement | None":
    """None if there is none, after saying why."""
    from lullaby.songbook.setting import Setting
    from lullaby.songbook.timeline import timeline, verses_to_last

    performed = timeline(score, Setting(verses=verses_to_last(score)))
    answer = place_in_helper(path, performed, helpers)
    if answer is None:
        complain(path, f"the tune of “{score.about.title}” is not heard in it")
    elif isinstance(answer, Unanswered):
        complain(path, UNPLACED[answer])
    elif isinstance(answer, Trouble):
        complain(path, FAULTS[TROUBLES.get(answer, Fault.UNREADABLE)])
    else:
        return answer
    return None


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
