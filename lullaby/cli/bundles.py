"""The commands `give` and `open`: songs as a file for somebody else."""

import tempfile
from argparse import Namespace
from pathlib import Path

from lullaby.background import FindWords
from lullaby.bundles.archive import write_bundle
from lullaby.bundles.gathering import giveable, words_of_whole_song
from lullaby.bundles.giving import Bundle, Chosen, Giveable, bundle_of
from lullaby.bundles.keeping import BundleKeeper, KeptSong
from lullaby.bundles.manifest import BundleKind, BundleProblem, GivenSong, GivenTake, Manifest
from lullaby.bundles.reading import look_in_helper, unpack_in_helper
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
from lullaby.paths import Paths
from lullaby.stores import Stores

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
    scores, drafts = ScoreCatalogue(stores.songs), DraftStore(paths.words)
    find_words = FindWords(stores.songs, helpers, own_languages)
    kept = KeptTakes(stores.takes, paths.voices, SystemClock().now)
    chosen = Chosen(
        not arguments.as_written,
        frozenset(TakeId(number) for number in arguments.take),
        arguments.child_names,
    )
    gathered = [
        giveable(track, words_of_whole_song(track, find_words, drafts), stores, scores, kept)
        for track in songs
    ]
    there = {each.take.id for song in gathered for each in song.takes}
    for number in chosen.takes - there:
        complain(str(number), "no take of this song has this number; “voice list” names them")
    if chosen.takes - there:
        return 1
    return _write(arguments, gathered, chosen)


def _write(arguments: Namespace, songs: list[Giveable], chosen: Chosen) -> int:
    target: Path = arguments.output
    kind = BundleKind.SONG if len(songs) == 1 else BundleKind.PLAYLIST
    name = arguments.name or (songs[0].track.title if kind is BundleKind.SONG else target.stem)
    try:
        bundle = bundle_of(kind, name, [(song, chosen) for song in songs], arguments.giver or "")
        size = write_bundle(target, bundle.manifest, bundle.contents)
    except OSError as problem:
        complain(problem.filename or target, f"cannot be used ({problem.strerror or problem})")
        return 1
    for song in bundle.manifest.songs:
        say(f"{song.title}: {', '.join(_parts(song, bundle))}")
    say(f"{name_of(target)}: {_size(size)}")
    return 0


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
    paths.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".opened-", dir=paths.data) as folder:
        unpacked = unpack_in_helper(file, Path(folder), helpers)
        if isinstance(unpacked, BundleProblem | OSError):
            return _refuse(file, unpacked)
        kept = _keeper(stores, paths, helpers).keep(unpacked)
    if arguments.json:
        print_json([_kept_json(song) for song in kept])
    else:
        for song in kept:
            say(_kept_line(song))
    return int(any(song.track is None for song in kept))


def _keeper(stores: Stores, paths: Paths, helpers: Helpers) -> BundleKeeper:
    def add(files: list[Path]) -> None:
        read_files(files, Job(), stores.scans.apply, helpers, own_languages())

    return BundleKeeper(
        stores,
        ScoreCatalogue(stores.songs),
        KeptTakes(stores.takes, paths.voices, SystemClock().now),
        DraftStore(paths.words),
        paths.songs,
        add,
    )


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
