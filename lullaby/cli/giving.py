"""The command `give`: songs as a file for somebody else."""

from argparse import Namespace
from pathlib import Path

from lullaby import __version__
from lullaby.background import FindWords
from lullaby.bundles.archive import SUFFIX, write_bundle
from lullaby.bundles.calendar import calendar_event
from lullaby.bundles.gathering import Gatherer
from lullaby.bundles.giving import (
    Bundle,
    Chosen,
    Gift,
    Giveable,
    TooManySongsError,
    bundle_of,
    page_song,
    song_gift,
)
from lullaby.bundles.list_gathering import playlist_gift, routine_gift, songbook_gift
from lullaby.bundles.manifest import MOST_SONGS, BundleKind, GivenSong, SingAt
from lullaby.bundles.song_page import song_page
from lullaby.cli.wording import complain, file_size, name_of, playlist_name, say
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.take import TakeId
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.language_hints import own_languages
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.vtt_writer import to_vtt
from lullaby.paths import Paths
from lullaby.settings import write_atomically
from lullaby.stores import Stores
from lullaby.units import Ms


def give(arguments: Namespace, stores: Stores, paths: Paths, helpers: Helpers) -> int:
    """Write a bundle and return the exit code: 0 done, 1 an input could not be used."""
    gatherer = gatherer_of(stores, paths, helpers)
    gift = _gift(arguments, stores, gatherer)
    if gift is None:
        return 1
    chosen = Chosen(
        not arguments.as_written,
        frozenset(TakeId(number) for number in arguments.take),
        arguments.child_names,
    )
    there = {each.take.id for song in gift.songs for each in song.takes}
    for number in chosen.takes - there:
        complain(str(number), "no take of this song has this number; “voice list” names them")
    if chosen.takes - there:
        return 1
    return _write(arguments, gift, chosen)


def gatherer_of(stores: Stores, paths: Paths, helpers: Helpers) -> Gatherer:
    return Gatherer(
        stores.library,
        stores.song_preferences,
        stores.takes,
        KeptTakes(stores.takes, paths.voices, SystemClock().now),
        DraftStore(paths.words),
        stores.songs,
        FindWords(stores.songs, helpers, own_languages),
    )


def _gift(arguments: Namespace, stores: Stores, gatherer: Gatherer) -> Gift | None:
    """What is asked for; None after telling what is wrong."""
    name: str | None = arguments.name
    wanted = (arguments.playlist, arguments.routine, arguments.songbook or None, arguments.songs)
    if sum(each not in (None, []) for each in wanted) != 1:
        complain("give", "wants songs, or one of --playlist, --routine and --songbook")
        return None
    if arguments.playlist is not None:
        for playlist in stores.playlists.all():
            shown = playlist_name(playlist)
            if shown.casefold() == arguments.playlist.casefold():
                return playlist_gift(gatherer, stores.playlists, playlist.id, name or shown)
        complain(arguments.playlist, "no playlist of that name (see: lullaby playlist list)")
        return None
    if arguments.routine is not None:
        for routine in stores.routines.all():
            shown = playlist_name(routine)
            if shown.casefold() == arguments.routine.casefold():
                lists = {each.id: playlist_name(each) for each in stores.playlists.all()}
                of = "" if routine.playlist is None else lists.get(routine.playlist, "")
                return routine_gift(gatherer, stores.playlists, routine, name or shown, of)
        known = "”, “".join(playlist_name(each) for each in stores.routines.all())
        complain(arguments.routine, f"no routine of that name; there are “{known}”")
        return None
    if arguments.songbook:
        gift = songbook_gift(gatherer, stores.library, name or arguments.output.stem)
        if not gift.songs:
            complain("--songbook", "nobody added a song with a score yet")
            return None
        return gift
    tracks = [find_track(each, stores) for each in arguments.songs]
    songs = [track for track in tracks if track is not None]
    if len(songs) < len(tracks):
        return None
    if len(songs) == 1 and not name:
        return song_gift(gatherer.giveable(songs[0]))
    kind = BundleKind.SONG if len(songs) == 1 else BundleKind.PLAYLIST
    return gatherer.gift(kind, name or arguments.output.stem, songs)


def _write(arguments: Namespace, gift: Gift, chosen: Chosen) -> int:
    target: Path = arguments.output
    at = None if arguments.at is None else SingAt(arguments.at)
    if target.suffix.lower() != SUFFIX:
        return _write_words(target, list(gift.songs), chosen, at)
    try:
        bundle = bundle_of(gift, chosen, arguments.giver or "", at)
        size = write_bundle(target, bundle.manifest, bundle.contents)
        if at is not None:
            target.with_suffix(".ics").write_bytes(_event(gift.name, list(gift.songs), at))
    except TooManySongsError:
        complain(gift.name, f"holds more songs than one file takes, which are {MOST_SONGS}")
        return 1
    except OSError as problem:
        complain(problem.filename or target, f"cannot be used ({problem.strerror or problem})")
        return 1
    for song in bundle.manifest.songs:
        say(f"{song.title}: {', '.join(_parts(song, bundle))}")
    say(f"{name_of(target)}: {file_size(size)}")
    if at is not None:
        say(f"{name_of(target.with_suffix('.ics'))}: for a calendar")
    return 0


def _write_words(target: Path, songs: list[Giveable], chosen: Chosen, at: SingAt | None) -> int:
    """Write the words of one song for people without Lullaby."""
    song = songs[0]
    if len(songs) > 1 or song.words is None or not song.words.has_words:
        complain(target, "wants one song that has words")
        return 1
    length = song.track.duration_ms
    match target.suffix.lower():
        case ".lrc":
            text = to_lrc(song.words, duration_ms=length)
        case ".vtt":
            text = to_vtt(song.words, duration_ms=length)
        case _:
            text = song_page(page_song(song, chosen, at))
    if not text:
        complain(song.track.title, "its words have no times")
        return 1
    try:
        write_atomically(target, text)
    except OSError as problem:
        complain(target, f"cannot be written ({problem.strerror})")
        return 1
    say(f"{song.track.title}: {name_of(target)}, {file_size(len(text.encode()))}")
    return 0


def _event(name: str, songs: list[Giveable], at: SingAt) -> bytes:
    lengths = [song.track.duration_ms or Ms(0) for song in songs]
    what = "You both begin by your own clocks. Open the song in Lullaby shortly before."
    now = SystemClock().now()
    return calendar_event(name, what, at, Ms(sum(lengths)), now, f"Lullaby {__version__}")


def _parts(song: GivenSong, bundle: Bundle) -> list[str]:
    named = [("words", song.words), ("music", song.score)]
    parts = [f"{what} {file_size(bundle.size_of(file))}" for what, file in named if file]
    return parts + [
        f"the voice of {take.singer} {file_size(bundle.size_of(take.file))}" for take in song.takes
    ]


def find_track(name: str, stores: Stores) -> Track | None:
    """A song by the id of the songbook, or by the path of its file."""
    for track in stores.library.songbook():
        if track.songbook_id == name:
            return track
    path = Path(name).absolute()
    found = stores.library.by_path([path])
    if path not in found:
        complain(name, "no song of the songbook or the library; “songbook list” names the first")
        return None
    return stores.library.track(found[path])
