"""`voice export` and `voice choir`: takes for other players."""

from argparse import Namespace
from pathlib import Path

from lullaby.audio.port import Trouble
from lullaby.cli.voice.describing import UNPLACED, named
from lullaby.cli.wording import complain, name_of, say, trouble_words
from lullaby.helpers import Helpers, Unanswered
from lullaby.library.choirs import MOST_VOICES, WhyApart, voices_of, why_apart
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import Take, TakeId
from lullaby.library.take_export import export as write_take
from lullaby.library.ward_export import export_for_ward
from lullaby.stores import Stores
from lullaby.takes.exporting import ChoirOrder, sing_together_in_helper
from lullaby.ui.text.complaints import in_english
from lullaby.ui.text.ward_words import ward_sheet

WHY_APART = {
    WhyApart.SONG: "is another song",
    WhyApart.KEY: "is sung in another key",
    WhyApart.PACE: "is sung at another pace",
}


def export(arguments: Namespace, stores: Stores, kept: KeptTakes, helpers: Helpers) -> int:
    """Write one take as a file, or several for a hospital ward; returns the exit code."""
    takes = _takes(arguments.takes, stores)
    if takes is None:
        return 1
    if arguments.ward is not None:
        return _for_ward(takes or stores.takes.all(), kept, arguments.ward, helpers)
    if len(takes) != 1:
        complain("export", "one take goes into a file; --ward FOLDER takes several")
        return 1
    (take,), target = takes, arguments.output
    source = kept.path_of(take)
    if _failed(write_take(take, source, target, helpers), source, target):
        return 1
    say(f"{named(take)}: {name_of(target)}")
    return 0


def _for_ward(takes: list[Take], kept: KeptTakes, into: Path, helpers: Helpers) -> int:
    if not takes:
        complain("export", "there is no take yet; “voice add” keeps one")
        return 1
    singers = tuple(dict.fromkeys(take.facts.singer for take in takes))
    sheet = ward_sheet(singers, len(takes), in_english)
    done = export_for_ward(takes, kept.path_of, into, sheet, helpers)
    if not isinstance(done, Path):
        _failed(done, kept.path_of(takes[0]), into)
        return 1
    say(name_of(done))
    return 0


def _takes(numbers: list[int], stores: Stores) -> list[Take] | None:
    """The takes of these numbers; None, once it is told, if one of them is not kept."""
    found: list[Take] = []
    for number in dict.fromkeys(numbers):
        take = stores.takes.find(TakeId(number))
        if take is None or take.deleted_at is not None:
            complain(str(number), "no take has this number; “voice list” names them")
            return None
        found.append(take)
    return found


def write_choir(arguments: Namespace, stores: Stores, kept: KeptTakes, helpers: Helpers) -> int:
    """Lay takes together that are sung in one song, key and pace; returns the exit code."""
    takes = _takes(arguments.takes, stores)
    if takes is None:
        return 1
    if len(takes) > MOST_VOICES:
        complain("choir", f"wants up to {MOST_VOICES} takes")
        return 1
    for take in takes:
        why = why_apart(take, takes[0])
        if why is not None:
            complain(named(take), WHY_APART[why])
            return 1
    title, target = takes[0].facts.title, arguments.output
    singers = ", ".join(dict.fromkeys(take.facts.singer for take in takes))
    order = ChoirOrder(voices_of(takes, kept.path_of), target, title, singers)
    if _failed(sing_together_in_helper(order, helpers), kept.path_of(takes[0]), target):
        return 1
    say(f"{title}, {singers}: {name_of(target)}")
    return 0


def _failed(why: Trouble | Unanswered | OSError | None, source: Path, target: Path) -> bool:
    """Say why nothing was written, if so."""
    if isinstance(why, OSError):
        complain(target, f"cannot be written ({why.strerror})")
    elif isinstance(why, Unanswered):
        complain(source, UNPLACED[why])
    elif why is not None:
        complain(source, trouble_words(why))
    return why is not None
