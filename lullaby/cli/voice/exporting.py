"""`voice export` and `voice choir`: takes for other players."""

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from lullaby.audio.port import Trouble
from lullaby.cli.voice.describing import UNPLACED, named
from lullaby.cli.wording import complain, name_of, say, trouble_words
from lullaby.helpers import Helpers, Unanswered
from lullaby.library.choirs import MOST_VOICES, ChoirMix, ChoirPart, TooFarApart, moved_to
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import Take, TakeId
from lullaby.library.take_export import export as write_take
from lullaby.library.ward_export import export_for_ward
from lullaby.stores import Stores
from lullaby.takes.choir_in_helper import sing_together_in_helper
from lullaby.takes.choir_order import ChoirOrder
from lullaby.ui.text.complaints import in_english
from lullaby.ui.text.ward_words import ward_sheet

TOO_FAR_APART = {
    TooFarApart.SONG: "is another song",
    TooFarApart.KEY: "is sung more than two semitones higher or lower",
    TooFarApart.PACE: "is sung more than a tenth slower or faster",
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
    """Lay takes of one song together, in the key and at the pace of the first; returns the exit
    code."""
    takes = _takes(arguments.takes, stores)
    if takes is None:
        return 1
    if len(takes) > MOST_VOICES:
        complain("choir", f"wants up to {MOST_VOICES} takes")
        return 1
    parts: list[ChoirPart] = []
    for take in takes:
        moved = moved_to(take, takes[0])
        if isinstance(moved, TooFarApart):
            complain(named(take), TOO_FAR_APART[moved])
            return 1
        parts.append(ChoirPart(take, moved))
    mix, target = ChoirMix(takes[0].facts.place, tuple(parts)), arguments.output
    title, singers = takes[0].facts.title, mix.singers
    with TemporaryDirectory() as workplace:
        voices = mix.voices(kept.path_of)
        order = ChoirOrder(voices, target, title, singers, Path(workplace))
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
