"""Collects the files that a scan reads, and matches them to songs at the end.

Files that may hold a song that is not at its path wait for the end, because another file may match
better. All others are delivered at once.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.jobs import Job
from lullaby.library.found import (
    FoundFile,
    KnownFile,
    Moved,
    Named,
    Replacement,
    ScanBatch,
    SeenFile,
)
from lullaby.library.in_helper import sounds_of
from lullaby.library.matching import Candidates, Matched, find_replacements, is_told, match
from lullaby.library.track import Fault, TrackId

BATCH = 100
"""Songs per batch; the window's thread writes them."""


@frozen
class ScanSummary:
    """The result of a scan; `closed` are folders that could not be listed.

    `missing` counts songs gone from present folders, `away` those whose folder is absent; only the
    first scan without them counts them.
    """

    new: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    away: int = 0
    unchanged: int = 0
    faults: tuple[tuple[Path, Fault], ...] = ()
    closed: tuple[Path, ...] = ()
    absent: tuple[Path, ...] = ()
    """Absent folders that held songs; of nested ones only the topmost."""
    stopped: bool = False


@dataclass(slots=True)
class _Count:
    new: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    away: int = 0
    unchanged: int = 0


class ScanResult:
    """Used on the scanning thread."""

    def __init__(
        self,
        known: Mapping[str, KnownFile],
        seen: Mapping[str, SeenFile],
        moved: Mapping[str, str],
        sought: Mapping[str, KnownFile],
        here: Collection[str],
        job: Job,
        helpers: Helpers,
    ) -> None:
        """`moved` maps old to new paths of known files. `sought` are songs that are not at their
        path or whose files have changed, `here` the present folders."""
        self._known = known
        self._contents = {song.content for song in known.values()}
        self._seen = seen
        self._job = job
        self._helpers = helpers
        self._here = here
        self._arrived = set(moved.values())
        self._sought = dict(sought)
        identified = {path: song for path, song in self._sought.items() if is_told(song.content)}
        self._likely, self._likely_identified = Candidates(self._sought), Candidates(identified)
        self._waiting: dict[str, FoundFile] = {}
        self._count = _Count(moved=len(moved))
        self._faults: list[tuple[Path, Fault]] = []
        self._away: list[str] = []

    def absent(self, folders: Sequence[Path]) -> tuple[Path, ...]:
        """As in `ScanSummary`; `folders` are the scanned ones."""
        tops: set[Path] = set()
        for folder in {Path(path).parent for path in self._away}:
            below = [each for each in (folder, *folder.parents) if str(each) not in self._here]
            inside = [b for b in below if any(top == b or top in b.parents for top in folders)]
            tops.add(inside[-1] if inside else folder)
        return tuple(sorted(tops))

    @property
    def waiting(self) -> bool:
        """Whether any file still waits for matching."""
        return bool(self._waiting)

    def take(self, files: Sequence[FoundFile]) -> tuple[FoundFile, ...]:
        """Add files that were read; return those that can be delivered at once."""
        ready: list[FoundFile] = []
        for file in files:
            path = str(file.path)
            if file.fault is Fault.MISSING:
                continue
            if self._has_to_wait(path, file):
                self._waiting[path] = file
            else:
                self._sought.pop(path, None)
                self._count_file(path, file)
                ready.append(file)
        return tuple(ready)

    def settle(self, deliver: Callable[[ScanBatch], None]) -> None:
        """Match all waiting files, and deliver them and the songs that were not found."""
        matched = match(self._sought, self._waiting, self._in_library, self._name)
        if self._job.cancelled and self._waiting:
            return
        for batch in self._batches(matched):
            deliver(batch)
        self._waiting = {}
        for batch in self._losses(matched):
            deliver(batch)

    def summary(self) -> ScanSummary:
        count = self._count
        return ScanSummary(
            count.new,
            count.changed,
            count.moved,
            count.missing,
            count.away,
            count.unchanged,
            tuple(self._faults),
        )

    def _has_to_wait(self, path: str, file: FoundFile) -> bool:
        if path in self._arrived:
            return False
        facts = (file.size, file.tags.duration_ms, file.tag_text)
        before = self._sought.get(path)
        if before is None:
            return (
                path not in self._known and file.fault is None and self._likely.may_be(path, *facts)
            )
        if is_told(before.content) or self._likely_identified.may_be(path, *facts):
            return True
        return facts != (before.size, before.duration_ms, before.tag_text)

    def _count_file(self, path: str, file: FoundFile) -> None:
        before = self._known.get(path)
        if before is None:
            self._count.new += file.fault is None and path not in self._arrived
        elif file.fault is before.fault is Fault.NO_PERMISSION:
            self._count.unchanged += 1
            return
        elif file.tag_text == before.tag_text and self._seen[path].same_state(before):
            self._count.unchanged += 1
        else:
            self._count.changed += 1
        if file.fault is not None:
            self._faults.append((file.path, file.fault))

    def _in_library(self, content: str) -> bool:
        return content in self._contents

    def _name(self, paths: Sequence[str]) -> dict[str, str]:
        return sounds_of(paths, self._helpers, lambda: self._job.cancelled)

    def _batches(self, matched: Matched) -> Iterator[ScanBatch]:
        """Batches of at most `BATCH` files; songs that swap paths share one."""
        displaced = tuple(self._sought[path].track for path in matched.displaced)
        self._count.missing += sum(
            self._sought[path].fault is not Fault.MISSING for path in matched.displaced
        )
        self._count.moved += len(matched.moved)
        moved = {
            new: Moved(self._sought[old].track, Path(new)) for old, new in matched.moved.items()
        }
        files = {
            path: replace(file, content=matched.contents.get(path, ""))
            for path, file in self._waiting.items()
        }
        first = tuple(
            new for old, new in matched.moved.items() if new in self._known or old in files
        )
        if displaced or first:
            found = tuple(files[path] for path in first)
            yield ScanBatch(displaced=displaced, moved=tuple(moved[p] for p in first), found=found)
        for path, file in files.items():
            if path in moved:
                if file.fault is not None:
                    self._faults.append((file.path, file.fault))
            elif path in matched.displaced and file.fault is None:
                self._count.new += 1
            else:
                self._count_file(path, file)
        rest = [path for path in files if path not in first]
        for at in range(0, len(rest), BATCH):
            some = rest[at : at + BATCH]
            yield ScanBatch(
                moved=tuple(moved[path] for path in some if path in moved),
                found=tuple(files[path] for path in some),
            )

    def _losses(self, matched: Matched) -> Iterator[ScanBatch]:
        lost = {path: self._sought[path] for path in matched.lost if path in self._known}
        if not lost:
            return
        here = {
            path: file
            for path in self._seen.keys() & self._known.keys()
            if (file := self._known[path]).fault is None
            and not file.ours
            and self._seen[path].sounds_as(file)
        }
        others, contents = find_replacements(lost, here, self._name)
        named = tuple(
            Named(file.track, file.size, file.mtime_ns, content)
            for path, content in contents.items()
            if content and (file := here[path])
        )
        standing = tuple(
            Replacement(song.track, here[others[path]].track, self._why(path))
            for path, song in lost.items()
            if path in others
        )
        missing: list[TrackId] = []
        away: list[TrackId] = []
        for path, song in lost.items():
            fault = self._why(path)
            if fault is Fault.AWAY and not song.removed:
                self._away.append(path)
            if path in others:
                self._count.moved += song.fault is None and not song.removed
            elif song.fault is not fault and not song.removed:
                (missing if fault is Fault.MISSING else away).append(song.track)
        self._count.missing += len(missing)
        self._count.away += len(away)
        yield ScanBatch(
            named=named, replacements=standing, missing=tuple(missing), away=tuple(away)
        )

    def _why(self, path: str) -> Fault:
        folder = str(Path(path).parent)
        gone = folder in self._here or folder in self._seen
        return Fault.MISSING if gone else Fault.AWAY
