"""What the subcommands of `voice` print about takes."""

from pathlib import Path

from lullaby.audio.port import Trouble
from lullaby.cli.wording import FAULTS, complain, trouble_words
from lullaby.helpers import Unanswered
from lullaby.library.take import Take
from lullaby.library.track import Fault

UNPLACED = {
    Unanswered.TOO_MUCH: "takes more time or memory than a recording does",
    Unanswered.NOT_IN_TIME: FAULTS[Fault.NO_ANSWER],
    Unanswered.BROKEN: FAULTS[Fault.UNREADABLE],
}


def complain_of(path: Path, title: str, why: Trouble | Unanswered | None) -> None:
    """Say why a recording was not placed; None if the tune is not heard in it."""
    if why is None:
        complain(path, f"the tune of “{title}” is not heard in it")
    elif isinstance(why, Unanswered):
        complain(path, UNPLACED[why])
    else:
        complain(path, trouble_words(why))


def named(take: Take) -> str:
    """Such as "Suo Gân, Ana, 2026-12-01, 2:11"."""
    facts = take.facts
    minutes, seconds = divmod(facts.length_ms // 1000, 60)
    return f"{facts.title}, {facts.singer}, {facts.recorded_at:%Y-%m-%d}, {minutes}:{seconds:02d}"


def as_json(take: Take) -> dict[str, object]:
    facts, place = take.facts, take.facts.place
    return {
        "take": take.id,
        "kind": facts.kind.value,
        "song": facts.song,
        "title": facts.title,
        "singer": facts.singer,
        "recorded_at": facts.recorded_at.isoformat(),
        "length_ms": facts.length_ms,
        "place_ms": round(place.first_ms, 1),
        "transposition": place.semitones,
        "pace": round(place.pace, 4),
        "doubt_ms": round(place.doubt_ms, 1),
        "placed_by": place.by.value,
        "file": take.file,
    }
