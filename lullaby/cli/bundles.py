"""The commands `give` and `open`: songs as a file for somebody else."""

import shutil
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from lullaby import __version__
from lullaby.background import FindWords
from lullaby.bundles.archive import SUFFIX, write_bundle
from lullaby.bundles.calendar import calendar_event
from lullaby.bundles.gathering import Gatherer
from lullaby.bundles.giving import Bundle, Chosen, Giveable, bundle_of, page_song
from lullaby.bundles.keeping import BundleKeeper, KeptSong
from lullaby.bundles.manifest import (
    BundleKind,
    BundleProblem,
    GivenSong,
    GivenTake,
    Manifest,
    SingAt,
)
from lullaby.bundles.reading import Unpacked, look_in_helper, new_folder, unpack_in_helper
from lullaby.bundles.song_page import song_page
from lullaby.cli.reading import print_json
from lullaby.cli.wording import complain, count_of, name_of, say
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers
from lullaby.jobs import Job
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.scanner import read_files
from lullaby.library.score_catalogue import ScoreCatalogue
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

REFUSED = {
    BundleProblem.NO_BUNDLE: "is not a song from Lullaby",
    BundleProblem.DAMAGED: "is damaged; nothing of it was kept",
    BundleProblem.UNSAFE: "holds what no song from Lullaby holds; nothing of it was kept",
    BundleProblem.TOO_LARGE: "holds far more than songs do; nothing of it was kept",
    BundleProblem.NEWER: "was made by a newer Lullaby; nothing of it was kept",
}


def give(arguments: Namespace, stores: Stores, paths: Paths, helpers: Helpers) -> int:
    """Write a bundle and return the exit code: 0 done, 1 an input could not be used."""
    tracks = [_find(name, stores) for name in arguments.songs]
    songs = [track for track in tracks if track is not None]
    if len(songs) < len(tracks):
        return 1
    gatherer = Gatherer(
        stores.library,
        stores.song_preferences,
        stores.takes,
        KeptTakes(stores.takes, paths.voices, SystemClock().now),
        DraftStore(paths.words),
        stores.songs,
        FindWords(stores.songs, helpers, own_languages),
    )
    gathered = [gatherer.giveable(track) for track in songs]
    chosen = Chosen(
        not arguments.as_written,
        frozenset(TakeId(number) for number in arguments.take),
        arguments.child_names,
    )
    there = {each.take.id for song in gathered for each in song.takes}
    for number in chosen.takes - there:
        complain(str(number), "no take of this song has this number; “voice list” names them")
    if chosen.takes - there:
        return 1
    return _write(arguments, gathered, chosen)


def _write(arguments: Namespace, songs: list[Giveable], chosen: Chosen) -> int:
    target: Path = arguments.output
    at = None if arguments.at is None else SingAt(arguments.at)
    if target.suffix.lower() != SUFFIX:
        return _write_words(target, songs, chosen, at)
    kind = BundleKind.SONG if len(songs) == 1 else BundleKind.PLAYLIST
    name = arguments.name or (songs[0].track.title if len(songs) == 1 else target.stem)
    try:
        given = [(song, chosen) for song in songs]
        bundle = bundle_of(kind, name, given, arguments.giver or "", at)
        size = write_bundle(target, bundle.manifest, bundle.contents)
        if at is not None:
            target.with_suffix(".ics").write_bytes(_event(name, songs, at))
    except OSError as problem:
        complain(problem.filename or target, f"cannot be used ({problem.strerror or problem})")
        return 1
    for song in bundle.manifest.songs:
        say(f"{song.title}: {', '.join(_parts(song, bundle))}")
    say(f"{name_of(target)}: {_size(size)}")
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
    say(f"{song.track.title}: {name_of(target)}, {_size(len(text.encode()))}")
    return 0


def _event(name: str, songs: list[Giveable], at: SingAt) -> bytes:
    lengths = [song.track.duration_ms or Ms(0) for song in songs]
    what = "You both begin by your own clocks. Open the song in Lullaby shortly before."
    now = SystemClock().now()
    return calendar_event(name, what, at, Ms(sum(lengths)), now, f"Lullaby {__version__}")


def _parts(song: GivenSong, bundle: Bundle) -> list[str]:
    named = [("words", song.words), ("music", song.score)]
    parts = [f"{what} {_size(bundle.size_of(file))}" for what, file in named if file]
    return parts + [
        f"the voice of {take.singer} {_size(bundle.size_of(take.file))}" for take in song.takes
    ]


def _find(name: str, stores: Stores) -> Track | None:
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


def open_bundle(arguments: Namespace, stores: Stores, paths: Paths, helpers: Helpers) -> int:
    """Show what is in a bundle; with `--keep` put it into the library."""
    file: Path = arguments.file.absolute()
    if not arguments.keep:
        opened = look_in_helper(file, helpers)
        if isinstance(opened, BundleProblem | OSError):
            return _refuse(file, opened)
        _show(opened.manifest, arguments.json)
        return 0
    folder = new_folder(paths.data)
    try:
        unpacked = unpack_in_helper(file, folder, helpers)
        if isinstance(unpacked, BundleProblem | OSError):
            return _refuse(file, unpacked)
        kept = _keep(unpacked, stores, paths, helpers)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if arguments.json:
        print_json([_kept_json(song) for song in kept])
    else:
        for song in kept:
            say(_kept_line(song))
    return int(any(song.track is None for song in kept))


def _keep(
    unpacked: Unpacked, stores: Stores, paths: Paths, helpers: Helpers
) -> tuple[KeptSong, ...]:
    def read(files: Sequence[Path]) -> None:
        read_files(files, Job(), stores.scans.apply, helpers, own_languages())

    keeper = BundleKeeper(
        stores,
        ScoreCatalogue(stores.songs),
        KeptTakes(stores.takes, paths.voices, SystemClock().now),
        DraftStore(paths.words),
        paths.songs,
    )
    placed = keeper.place_scores(unpacked)
    read(placed)
    kept = keeper.keep(unpacked, placed)
    read(kept.files)
    return kept.songs


def _refuse(file: Path, problem: BundleProblem | OSError) -> int:
    if isinstance(problem, BundleProblem):
        complain(file, REFUSED[problem])
    else:
        complain(file, f"cannot be opened ({problem.strerror})")
    return 1


def _show(manifest: Manifest, wants_json: bool) -> None:
    if wants_json:
        print_json(
            {
                "kind": manifest.kind.value,
                "name": manifest.name,
                "from": manifest.giver,
                "sing_at": manifest.sing_at and manifest.sing_at.at.isoformat(),
                "songs": [_song_json(song, manifest) for song in manifest.songs],
            }
        )
        return
    say(f"{manifest.name}, from {manifest.giver}" if manifest.giver else manifest.name)
    for song in manifest.songs:
        say(f"  {song.title}")
        for what, file in (("words", song.words), ("music", song.score)):
            if file:
                say(f"    {what}, {_size(manifest.files[file].bytes)}")
        for take in song.takes:
            size = _size(manifest.files[take.file].bytes)
            say(f"    the voice of {take.singer}, {_length(take)}, {size}")
    if manifest.sing_at is not None:
        say(f"  to sing together on {manifest.sing_at.at.astimezone():%Y-%m-%d at %H:%M} here")
    say("“--keep” puts this into your library. Nothing was kept yet.")


def _song_json(song: GivenSong, manifest: Manifest) -> dict[str, object]:
    def size(file: str) -> int | None:
        return manifest.files[file].bytes if file else None

    return {
        "title": song.title,
        "song": song.id,
        "language": song.language,
        "words_bytes": size(song.words),
        "music_bytes": size(song.score),
        "pace": song.speed_pitch.pace if song.speed_pitch else None,
        "semitones": song.speed_pitch.semitones if song.speed_pitch else None,
        "takes": [
            {"singer": take.singer, "length_ms": take.length_ms, "bytes": size(take.file)}
            for take in song.takes
        ],
    }


def _kept_json(song: KeptSong) -> dict[str, object]:
    return {
        "title": song.title,
        "in_library": song.track is not None,
        "added": song.added,
        "new_takes": song.takes,
        "own_words_stayed": song.own_words_stayed,
    }


def _kept_line(song: KeptSong) -> str:
    if song.track is None:
        return (
            f"{song.title}: its recording is not in your library, and recordings are not given"
            " away. Open this file again once you have it."
        )
    what = "added" if song.added else "was in your library already"
    takes = f", with {count_of(song.takes, 'new recording')}" if song.takes else ""
    words = "; your own words stay as they are" if song.own_words_stayed else ""
    return f"{song.title}: {what}{takes}{words}"


def _size(size: int) -> str:
    """Such as "2 KB", "1.9 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"


def _length(take: GivenTake) -> str:
    minutes, seconds = divmod(take.length_ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"
