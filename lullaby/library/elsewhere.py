"""Proposes songs of the library for files of a playlist that are not where the playlist says.

A playlist from another computer has other drives and folders, but often the same last parts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from lullaby.library.folder_listings import folded


def find_elsewhere(wanted: Sequence[Path], present: Iterable[Path]) -> dict[Path, Path]:
    """For each path of `wanted`, the one of `present` that shares most of its last parts.

    Letter case and Unicode form do not count. The name itself must be equal. Paths for which two
    fit equally well are left out, and so is a file that would be taken for two wanted ones.
    """
    by_name: dict[str, list[Path]] = defaultdict(list)
    names = {folded(path.name) for path in wanted}
    for path in present:
        name = folded(path.name)
        if name in names:
            by_name[name].append(path)
    found: dict[Path, Path] = {}
    for path in dict.fromkeys(wanted):
        rated = sorted(
            ((_shared(path, each), each) for each in by_name[folded(path.name)]), reverse=True
        )
        if rated and (len(rated) == 1 or rated[0][0] > rated[1][0]):
            found[path] = rated[0][1]
    taken = defaultdict[Path, list[Path]](list)
    for path, other in found.items():
        taken[other].append(path)
    return {path: other for path, other in found.items() if len(taken[other]) == 1}


def _shared(one: Path, other: Path) -> int:
    """The number of equal parts at the ends of two paths."""
    count = 0
    for a, b in zip(reversed(one.parts), reversed(other.parts), strict=False):
        if folded(a) != folded(b):
            break
        count += 1
    return count
