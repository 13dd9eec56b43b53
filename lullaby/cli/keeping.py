"""The commands `playlist` and `journal`: import and export."""

import argparse
from pathlib import Path

from lullaby.cli.wording import REFUSALS, complain, count_of, playlist_name, say
from lullaby.helpers import Helpers
from lullaby.jobs import Job
from lullaby.journal import export
from lullaby.journal.reading import MOST_BYTES, read_nights
from lullaby.library import exchange, playlist_file
from lullaby.library.elsewhere import find_elsewhere
from lullaby.library.locations import is_file
from lullaby.library.playlist_entry import NotAPlaylistError
from lullaby.library.scanner import read_files
from lullaby.lyrics.language_hints import own_languages
from lullaby.regular_file import read_regular
from lullaby.stores import Stores


def playlist(arguments: argparse.Namespace, stores: Stores, helpers: Helpers) -> int:
    match arguments.action:
        case "import":
            results = [
                _import_playlist(path, arguments.name, stores, helpers) for path in arguments.files
            ]
            return int(not all(results))
        case "export":
            return _take_out(arguments.name, arguments.file, stores)
        case _:
            counts = stores.playlists.counts()
            for each in stores.playlists.all():
                how, (songs, _) = "", counts.get(each.id, (0, 0))
                if each.rules is not None:
                    how, songs = ", by rules", len(stores.smart_playlists.find(each.rules).tracks)
                say(f"{playlist_name(each)}  ({songs}{how})")
            return 0


def journal(arguments: argparse.Namespace, stores: Stores) -> int:
    if arguments.action == "import":
        read = [_bring_nights_in(path, stores) for path in arguments.files]
        return 0 if all(read) else 1
    entries = stores.journal.entries()
    try:
        export.write(entries, arguments.file)
    except OSError as problem:
        complain(arguments.file, f"cannot be written ({problem.strerror})")
        return 1
    say(f"{count_of(len(entries), 'night')} written to {arguments.file}")
    return 0


def _bring_nights_in(path: Path, stores: Stores) -> bool:
    """Import nights; True if the file had any."""
    try:
        found = read_nights(read_regular(path, MOST_BYTES), None)
    except OSError as problem:
        complain(path, f"cannot be read ({problem.strerror})")
        return False
    if not found.entries:
        none = "no nights found in it"
        complain(path, "no start time found in it" if found.passed_over else none)
        return False
    compared = stores.journal.compare(found.entries, found.without_zone)
    added = len(stores.journal.insert(compared.new))
    say(f"{path}: {count_of(added, 'night')} imported, {compared.known} already there")
    if compared.differing:
        nights = count_of(len(compared.differing), "night")
        which = "it was" if len(compared.differing) == 1 else "they were"
        complain(path, f"{nights} differ from yours; {which} kept as here")
    if found.passed_over:
        complain(path, f"{count_of(found.passed_over, 'row')} had no start time")
    return True


def _import_playlist(path: Path, name: str | None, stores: Stores, helpers: Helpers) -> bool:
    """Import a playlist; True if it and all its files were found."""
    try:
        read = playlist_file.read(path.absolute())
    except NotAPlaylistError as problem:
        complain(path, REFUSALS[problem.refusal])
        return False
    missing = [entry.path for entry in read.entries if not is_file(entry.path)]
    tracks = stores.library.tracks() if missing else ()
    elsewhere = find_elsewhere(missing, [each.path for each in tracks if each.fault is None])
    for gone in missing:
        other = elsewhere.get(gone)
        hint = f" (is it {other}?)" if other is not None else ""
        complain(gone, f"not there; its place is kept{hint}")
    if read.skipped:
        what = "left out" if read.source is None else "kept, but not played"
        addresses = f"address{'es' if read.skipped > 1 else ''} on the network"
        complain(path, f"{read.skipped} {addresses} {what}")
    items = exchange.items_for(read.entries, stores.library)
    stores.playlists.create_from(name or read.name, items, read.source)
    strangers = exchange.strangers(items)
    read_files(strangers, Job(), stores.scans.apply, helpers, own_languages())
    say(f"{name or read.name}: {count_of(len(items), 'song')}, {len(missing)} not there")
    return not missing and not read.skipped


def _take_out(name: str, file: Path, stores: Stores) -> int:
    wanted = name.casefold()
    found = [p for p in stores.playlists.all() if playlist_name(p).casefold() == wanted]
    if not found:
        complain(name, "no playlist of that name (see: lullaby playlist list)")
        return 1
    entries = exchange.entries_of(stores.playlists.items(found[0].id))
    try:
        source = None if found[0].rules else stores.playlists.source(found[0].id)
        playlist_file.write(file.absolute(), playlist_name(found[0]), entries, source)
    except NotAPlaylistError as problem:
        complain(file, REFUSALS[problem.refusal])
        return 1
    except OSError as problem:
        complain(file, f"cannot be written ({problem.strerror})")
        return 1
    say(f"{count_of(len(entries), 'song')} written to {file}")
    return 0
