"""Runs the subcommands of `voice` that use kept takes."""

from argparse import Namespace
from pathlib import Path

from lullaby.cli.reading import print_json
from lullaby.cli.songbook import find_score
from lullaby.cli.voice.describing import as_json, complain_of, named
from lullaby.cli.voice.exporting import export, write_choir
from lullaby.cli.wording import complain, say
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers
from lullaby.library.bringing_in import bring_in, bring_in_message
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.song_preferences import EVERYBODY, ChildId
from lullaby.library.take import Take, TakeId
from lullaby.library.voice_work import BroughtRecording
from lullaby.stores import Stores


def run_voice(arguments: Namespace, stores: Stores, folder: Path, helpers: Helpers) -> int:
    """Run a subcommand other than `place` and return the exit code."""
    kept = KeptTakes(stores.takes, folder, SystemClock().now)
    match arguments.action:
        case "add":
            kept.empty_bin()
            return _add(arguments, stores, kept, helpers)
        case "list":
            return _list(arguments, stores)
        case "choir":
            return write_choir(arguments, stores, kept, helpers)
        case "export":
            return export(arguments, stores, kept, helpers)
        case _:
            take = stores.takes.find(TakeId(arguments.take))
            gone = take is None or (take.deleted_at is not None) != (arguments.action == "restore")
            if take is None or gone:
                complain(str(arguments.take), "no take has this number; “voice list” names them")
                return 1
            return _change(arguments.action, take, kept)


def _change(action: str, take: Take, kept: KeptTakes) -> int:
    if action == "delete":
        kept.delete(take)
        kept.empty_bin()
        say(f"{named(take)} is deleted; “voice restore {take.id}” brings it back for a week")
    else:
        kept.restore(take)
        say(f"{named(take)} is back")
    return 0


def _add(arguments: Namespace, stores: Stores, kept: KeptTakes, helpers: Helpers) -> int:
    def child() -> ChildId:
        name = arguments.child
        return EVERYBODY if name is None else stores.song_preferences.name_child(name)

    if arguments.message is not None:
        title, singer = arguments.message, arguments.singer
        take = bring_in_message(arguments.file, title, singer, kept, helpers, child)
        if take is None:
            complain(arguments.file, "nothing is heard in it")
            return 1
    else:
        found = find_score(arguments.song, stores.songs)
        if found is None:
            return 1
        about = found.score.about
        title, song = about.title, about.id or found.path.stem
        recording = BroughtRecording(arguments.file, song, found.score, arguments.singer)
        take = bring_in(recording, kept, helpers, child)
    if isinstance(take, OSError):
        complain("take", f"cannot be written ({take.strerror})")
        return 1
    if not isinstance(take, Take):
        complain_of(arguments.file, title, take)
        return 1
    if arguments.json:
        print_json(as_json(take))
    else:
        say(f"{take.id}: {named(take)}")
    return 0


def _list(arguments: Namespace, stores: Stores) -> int:
    found = stores.takes.all(arguments.song, arguments.singer)
    if arguments.json:
        print_json([as_json(take) for take in found])
    else:
        for take in found:
            say(f"{take.id:>4}  {named(take)}")
    return 0
