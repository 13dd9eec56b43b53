"""The command `merge`: journals, lists and song preferences of two computers of a family."""

from argparse import Namespace
from pathlib import Path

from lullaby.bundles.family_file import FamilyFile, read_in_helper
from lullaby.bundles.family_merging import FamilyMerger, Together
from lullaby.bundles.manifest import BundleProblem
from lullaby.cli.parser import AMBIENT_NAMES
from lullaby.cli.wording import complain, count_of, say
from lullaby.helpers import Helpers
from lullaby.stores import Stores

REFUSED = {
    BundleProblem.NO_BUNDLE: "was not written by “lullaby merge --write”",
    BundleProblem.DAMAGED: "is damaged; nothing of it was kept",
    BundleProblem.UNSAFE: "is damaged; nothing of it was kept",
    BundleProblem.TOO_LARGE: "holds far more than a family does; nothing of it was kept",
    BundleProblem.NEWER: "was made by a newer Lullaby; nothing of it was kept",
}


def merge(arguments: Namespace, stores: Stores, helpers: Helpers) -> int:
    """Write or bring in a file; 0 done, 1 it could not be used."""
    file: Path = arguments.file.absolute()
    merger = FamilyMerger(stores, AMBIENT_NAMES)
    if arguments.write:
        try:
            merger.write(file)
        except OSError as problem:
            complain(file, f"cannot be written ({problem.strerror})")
            return 1
        say(f"{arguments.file}: bring it to the other computer, then “lullaby merge” it there")
        return 0
    found = read_in_helper(file, helpers)
    if not isinstance(found, FamilyFile):
        told = REFUSED.get(found) if isinstance(found, BundleProblem) else None
        complain(file, told or f"cannot be opened ({getattr(found, 'strerror', '')})")
        return 1
    _tell(merger.merge(found).brought)
    return 0


def _tell(brought: Together) -> None:
    if brought.nothing_new:
        say("nothing new: all of it is here already")
    if brought.nights:
        say(f"{count_of(len(brought.nights), 'night')} added to the journal")
    for what, new in (("playlist", brought.playlists), ("routine", brought.routines)):
        for each in new:
            say(f"{what} “{each.name}” added")
    if brought.preferences:
        songs = count_of(len(brought.preferences), "song")
        say(f"{songs} sung as there, where nothing was chosen here")
    if brought.differing:
        say(f"{count_of(brought.differing, 'night')} different there; here the own ones stay")
