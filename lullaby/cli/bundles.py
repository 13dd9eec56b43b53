"""The command `open`: songs that somebody gave, shown and kept."""

import shutil
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from lullaby.bundles.keeping import BundleKeeper, KeptBundle, KeptSong
from lullaby.bundles.list_keeping import KeptList, ListKeeper
from lullaby.bundles.manifest import BundleProblem, GivenRoutine, GivenSong, GivenTake, Manifest
from lullaby.bundles.reading import Unpacked, look_in_helper, new_folder, unpack_in_helper
from lullaby.cli.parser import AMBIENT_NAMES
from lullaby.cli.reading import print_json
from lullaby.cli.wording import complain, count_of, file_size, playlist_name, say
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers
from lullaby.jobs import Job
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.scanner import read_files
from lullaby.library.score_catalogue import ScoreCatalogue
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
        print_json(
            {
                "songs": [_kept_json(song) for song in kept.songs],
                "list": kept.kept_list and _list_json(kept.kept_list, unpacked.manifest),
            }
        )
    else:
        for song in kept.songs:
            say(_kept_line(song))
        if kept.kept_list is not None:
            say(_list_line(kept.kept_list, unpacked.manifest))
    return int(any(song.track is None for song in kept.songs))


def _keep(unpacked: Unpacked, stores: Stores, paths: Paths, helpers: Helpers) -> KeptBundle:
    def read(files: Sequence[Path]) -> None:
        read_files(files, Job(), stores.scans.apply, helpers, own_languages())

    keeper = BundleKeeper(
        stores,
        ScoreCatalogue(stores.songs),
        KeptTakes(stores.takes, paths.voices, SystemClock().now),
        DraftStore(paths.words),
        paths.songs,
        ListKeeper(
            stores.library,
            stores.playlists,
            stores.routines,
            AMBIENT_NAMES,
            [playlist_name(each) for each in stores.routines.all() if each.built_in],
        ),
    )
    placed = keeper.place_scores(unpacked)
    read(placed)
    kept = keeper.keep(unpacked, placed)
    read(kept.files)
    return kept


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
                "routine": manifest.routine and _routine_json(manifest.routine),
                "songs": [_song_json(song, manifest) for song in manifest.songs],
            }
        )
        return
    say(f"{manifest.name}, from {manifest.giver}" if manifest.giver else manifest.name)
    for song in manifest.songs:
        say(f"  {song.title}")
        for what, file in (("words", song.words), ("music", song.score)):
            if file:
                say(f"    {what}, {file_size(manifest.files[file].bytes)}")
        for take in song.takes:
            size = file_size(manifest.files[take.file].bytes)
            say(f"    the voice of {take.singer}, {_length(take)}, {size}")
    if manifest.routine is not None:
        minutes = manifest.routine.minutes
        sounds = [sound.name.replace("_", " ") for sound in manifest.routine.ambient]
        time = "without an end" if minutes is None else count_of(minutes, "minute")
        say(f"  a routine: {', '.join((time, *sounds))}")
    if manifest.sing_at is not None:
        say(f"  to sing together on {manifest.sing_at.at.astimezone():%Y-%m-%d at %H:%M} here")
    say("“--keep” puts this into your library. Nothing was kept yet.")


def _routine_json(routine: GivenRoutine) -> dict[str, object]:
    return {
        "minutes": routine.minutes,
        "fade_minutes": routine.fade_minutes,
        "volume": routine.music_step,
        "sounds": {sound.name: sound.step for sound in routine.ambient},
    }


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


def _list_json(kept: KeptList, manifest: Manifest) -> dict[str, object]:
    return {
        "kind": "playlist" if manifest.routine is None else "routine",
        "name": kept.name,
        "added": kept.added,
        "left_out": kept.left_out,
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


def _list_line(kept: KeptList, manifest: Manifest) -> str:
    what = "playlist" if manifest.routine is None else "routine"
    return f"The {what} “{kept.name}”: {'made' if kept.added else 'was here already'}"


def _length(take: GivenTake) -> str:
    minutes, seconds = divmod(take.length_ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"
