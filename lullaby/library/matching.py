"""Matches songs to files after files were moved, copied, renamed, replaced or changed.

A song is identified by its sound, which overrides path, tags and times. If the sound is not known,
several facts must agree, for exactly one song and one file. Nothing is guessed: a song without a
match stays without a file until one is found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from lullaby.frozen import frozen
from lullaby.library.found import FoundFile, KnownFile, SeenFile
from lullaby.units import Ms

UNTOLD = "-"
"""Identity of a sound that cannot be read."""

NEAR_MS = 250
"""Two durations of one recording differ by less, in ms: for constant bit rates some readers count
tags after the sound."""

SAME_SONG_MS = 3_000
"""An edited recording at the same path differs in duration by at most this, in ms."""

Name = Callable[[Sequence[str]], Mapping[str, str]]
"""Identifies the sounds of files; '' or '-' if that fails, and no entry once stopped."""


def is_told(content: str) -> bool:
    """Whether `content` identifies a sound, and is neither unknown nor unreadable."""
    return len(content) > 1


def says_more_than_name(tag_text: str, path: str) -> bool:
    """Whether the tags say more than the file name."""
    return tag_text.rstrip("\n") != PurePath(path).stem


@frozen
class Matched:
    """The outcome of matching; files are identified by path."""

    moved: Mapping[str, str]
    """The new path of a song by its old one."""
    displaced: tuple[str, ...]
    """Songs whose path holds another song's sound, and whose own file was not found."""
    lost: tuple[str, ...]
    """Songs that were not found and whose path is empty."""
    contents: Mapping[str, str]
    """The identity of every sound that was computed."""


class Candidates:
    """Preselects files that may hold one of many sought songs, to avoid identifying every sound."""

    def __init__(self, songs: Mapping[str, KnownFile]) -> None:
        self._sizes: set[int] = set()
        self._tag_texts: set[str] = set()
        self._lengths: set[int] = set()
        self._without_length: set[str] = set()
        for path, song in songs.items():
            if song.size:
                self._sizes.add(song.size)
            if says_more_than_name(song.tag_text, path):
                self._tag_texts.add(song.tag_text)
            if song.duration_ms is None:
                self._without_length.add(_suffix(path))
            else:
                at = song.duration_ms // NEAR_MS
                self._lengths.update((at - 1, at, at + 1))

    def may_be(self, path: str, size: int, duration_ms: Ms | None, tag_text: str) -> bool:
        if size in self._sizes or tag_text in self._tag_texts:
            return True
        if duration_ms is None:
            return _suffix(path) in self._without_length
        return duration_ms // NEAR_MS in self._lengths


@dataclass(slots=True)
class _Search:
    songs: dict[str, KnownFile]
    files: dict[str, FoundFile]
    """Both by path, and only unmatched ones."""
    contents: dict[str, str]
    home: dict[str, str] = field(default_factory=dict)
    """The path of each matched song's file, by its old path."""

    def settle(self, song: str, file: str) -> None:
        self.home[song] = file
        del self.songs[song], self.files[file]


def match(
    songs: Mapping[str, KnownFile],
    files: Mapping[str, FoundFile],
    in_library: Callable[[str], bool],
    name: Name,
) -> Matched:
    """Find the files of `songs` among new and changed `files`.

    A changed file has the path of one of `songs`. `in_library` tells whether a song that is not
    sought has a given sound.
    """
    search = _Search(dict(songs), dict(files), {})
    identified = {path: song for path, song in songs.items() if is_told(song.content)}
    likely = Candidates(identified)
    asked = [
        p for p, f in files.items() if f.fault is None and (p in identified or _may_be(likely, f))
    ]
    search.contents.update(name(asked))
    _by_number(search)
    _by_content(search)
    _where_they_were(search)
    _by_facts(search, name)
    for path in [path for path in search.files if path in search.songs]:
        if _kept(search, path, in_library):
            search.settle(path, path)
    return Matched(
        {song: file for song, file in search.home.items() if song != file},
        tuple(path for path in search.songs if path in files),
        tuple(path for path in search.songs if path not in files),
        search.contents,
    )


def find_replacements(
    lost: Mapping[str, KnownFile], here: Mapping[str, KnownFile], name: Name
) -> tuple[dict[str, str], dict[str, str]]:
    """Known files with the sound of lost songs: their paths by the path of the song.

    Also returns the identities that had to be computed, by path.
    """
    identified = {path: song for path, song in lost.items() if is_told(song.content)}
    likely = Candidates(identified)
    asked = [
        path
        for path, file in here.items()
        if not file.content and likely.may_be(path, file.size, file.duration_ms, file.tag_text)
    ]
    contents = dict(name(asked)) if identified else {}
    by_content: dict[str, list[str]] = defaultdict(list)
    by_facts: dict[object, list[str]] = defaultdict(list)
    for path, file in here.items():
        by_content[contents.get(path, file.content)].append(path)
        by_facts[_facts(path, file.size, file.duration_ms, file.tag_text, file.mtime_ns)].append(
            path
        )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for path, song in lost.items():
        if path in identified:
            twins = by_content.get(song.content, [])
        else:
            facts = _facts(path, song.size, song.duration_ms, song.tag_text, song.mtime_ns)
            twins = by_facts.get(facts, []) if song.size else []
            twins = twins if len(twins) == 1 else []
        free = {each: here[each] for each in twins if each not in taken}
        for _, file in _pairs({path: song}, free):
            found[path] = file
            taken.add(file)
    return found, contents


def _may_be(likely: Candidates, file: FoundFile) -> bool:
    return likely.may_be(str(file.path), file.size, file.tags.duration_ms, file.tag_text)


def by_number(
    songs: Mapping[str, KnownFile], files: Mapping[str, SeenFile] | Mapping[str, FoundFile]
) -> dict[str, str]:
    """The songs' own files under another path, by inode: new path by old path.

    Files in a renamed folder keep their inode change time, which programs cannot set.
    """
    songs_of: dict[object, list[str]] = defaultdict(list)
    files_of: dict[object, list[str]] = defaultdict(list)
    for of, there in ((songs_of, songs), (files_of, files)):
        for path, file in there.items():
            if file.inode and file.ctime_ns:
                of[file.inode, file.size, file.mtime_ns, file.ctime_ns].append(path)
    alone = [key for key in songs_of if len(songs_of[key]) == len(files_of.get(key, ())) == 1]
    return {songs_of[key][0]: files_of[key][0] for key in alone}


def _by_number(search: _Search) -> None:
    for song, file in by_number(search.songs, search.files).items():
        search.settle(song, file)


def _by_content(search: _Search) -> None:
    songs: dict[str, dict[str, KnownFile]] = defaultdict(dict)
    files: dict[str, dict[str, FoundFile]] = defaultdict(dict)
    for path, song in search.songs.items():
        songs[song.content][path] = song
    for path, file in search.files.items():
        files[search.contents.get(path, "")][path] = file
    for content in songs.keys() & files.keys():
        if is_told(content):
            for song, file in _pairs(songs[content], files[content]):
                search.settle(song, file)


def _where_they_were(search: _Search) -> None:
    """Match files of which, as far as known, only the times have changed."""
    for path in [path for path in search.files if path in search.songs]:
        song, file = search.songs[path], search.files[path]
        same = (song.size, song.duration_ms, song.tag_text)
        if not is_told(song.content) and same == (
            file.size,
            file.tags.duration_ms,
            file.tag_text,
        ):
            search.settle(path, path)


def _by_facts(search: _Search, name: Name) -> None:
    songs: dict[object, list[str]] = defaultdict(list)
    files: dict[object, list[str]] = defaultdict(list)
    for path, song in search.songs.items():
        if song.size and not is_told(song.content):
            facts = _facts(path, song.size, song.duration_ms, song.tag_text, song.mtime_ns)
            songs[facts].append(path)
    for path, file in search.files.items():
        if file.fault is None:
            facts = _facts(path, file.size, file.tags.duration_ms, file.tag_text, file.mtime_ns)
            files[facts].append(path)
    for facts in songs.keys() & files.keys():
        if len(songs[facts]) > 1:
            continue
        (song,), alike = songs[facts], files[facts]
        if len(alike) > 1:
            search.contents.update(name([p for p in alike if p not in search.contents]))
            sounds = {search.contents.get(path, "") for path in alike}
            if len(sounds) > 1 or not all(map(is_told, sounds)):
                continue
        pairs = _pairs({song: search.songs[song]}, {p: search.files[p] for p in alike})
        for pair in pairs:
            search.settle(*pair)


def _facts(path: str, size: int, duration_ms: Ms | None, tag_text: str, mtime_ns: int) -> object:
    """Facts that a move does not change; the modification time counts only without tags."""
    return size, duration_ms, tag_text, None if says_more_than_name(tag_text, path) else mtime_ns


def _kept(search: _Search, path: str, in_library: Callable[[str], bool]) -> bool:
    """Whether a file with a changed or unknown sound is still the same song."""
    song, file = search.songs[path], search.files[path]
    content = search.contents.get(path, "")
    if not is_told(song.content) or not is_told(content):
        return True
    if (
        in_library(content)
        or song.tag_text != file.tag_text
        or not says_more_than_name(song.tag_text, path)
    ):
        return False
    if song.duration_ms is None or file.tags.duration_ms is None:
        return song.duration_ms == file.tags.duration_ms
    return abs(song.duration_ms - file.tags.duration_ms) <= SAME_SONG_MS


def _pairs(
    songs: Mapping[str, KnownFile], files: Mapping[str, KnownFile] | Mapping[str, FoundFile]
) -> Iterator[tuple[str, str]]:
    """Pair songs and files of the same sound; each song gets the most similar file."""
    left, free = dict(songs), dict(files)
    for like in _LIKE:
        waiting: dict[object, list[str]] = defaultdict(list)
        for path, file in reversed(free.items()):
            waiting[like(path, file)].append(path)
        for path, song in list(left.items()):
            found = waiting.get(like(path, song))
            if found:
                file = found.pop()
                del left[path], free[file]
                yield path, file
        if not left or not free:
            return


_LIKE: Sequence[Callable[[str, KnownFile | FoundFile], object]] = (
    lambda path, file: path,
    lambda path, file: (file.inode, file.size, file.mtime_ns, PurePath(path).name),
    lambda path, file: PurePath(path).parts[-3:],
    lambda path, file: PurePath(path).parts[-2:],
    lambda path, file: (PurePath(path).name, file.mtime_ns),
    lambda path, file: PurePath(path).name,
    lambda path, file: file.mtime_ns,
    lambda path, file: None,
)


def _suffix(path: str) -> str:
    return PurePath(path).suffix.lower()
