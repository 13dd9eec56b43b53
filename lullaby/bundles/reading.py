"""Looks into bundles in a helper process, since they are files of any origin."""

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.bundles.archive import OpenedBundle, extract, look_into
from lullaby.bundles.manifest import BundleError, BundleProblem, Manifest
from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.lyrics.model import Lyrics
    from lullaby.songbook.notes import Score

PATIENCE_S = 60.0
BOUNDS = Bounds(memory=256 << 20, cpu_s=30)
"""200 MB are hashed in a second; sixteen takes of three minutes are decoded in five."""


@frozen
class UnpackedSong:
    """What the files of a song hold; the rest is in the manifest."""

    score: "Score | None" = None
    words: "Lyrics | None" = None


@frozen
class Unpacked:
    """A bundle whose files lie in a folder of ours, each of them found readable."""

    manifest: Manifest
    folder: Path
    songs: tuple[UnpackedSong, ...]


def look_in_helper(path: Path, helpers: Helpers) -> OpenedBundle | BundleProblem | OSError:
    """What is in a bundle; nothing is kept. Raises NoHelperError."""
    answer = ask(helpers, _look, path, patience_s=PATIENCE_S)
    return _PROBLEMS[answer] if isinstance(answer, Unanswered) else answer


FOLDER = ".opened-"
"""How the names of folders begin into which bundles are unpacked."""

FORGOTTEN_AFTER_S = 24 * 3_600
"""An older folder, in seconds, was left by a crash."""


def new_folder(data: Path) -> Path:
    """An empty folder to unpack into, on the disk of `data`; removes those of interrupted openings.

    Another Lullaby may be using a younger one. Raises OSError.
    """
    data.mkdir(parents=True, exist_ok=True)
    for left in data.glob(f"{FOLDER}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > FORGOTTEN_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=FOLDER, dir=data))


def unpack_in_helper(
    path: Path, folder: Path, helpers: Helpers
) -> Unpacked | BundleProblem | OSError:
    """Put the files of a bundle into an empty folder of ours, after reading all of them.

    The caller removes the folder, also after a problem. Raises NoHelperError.
    """
    answer = ask(helpers, _unpack, (path, folder), patience_s=PATIENCE_S)
    return _PROBLEMS[answer] if isinstance(answer, Unanswered) else answer


_PROBLEMS = {
    Unanswered.TOO_MUCH: BundleProblem.TOO_LARGE,
    Unanswered.NOT_IN_TIME: BundleProblem.TOO_LARGE,
    Unanswered.BROKEN: BundleProblem.DAMAGED,
}


@costing(BOUNDS)
def _look(path: Path) -> OpenedBundle | BundleProblem | OSError:
    try:
        return look_into(path)
    except BundleError as refused:
        return refused.problem
    except OSError as problem:
        return problem


@costing(BOUNDS)
@needing("lullaby.audio.decoder", "lullaby.songbook.score_folder", "lullaby.lyrics.finder")
def _unpack(asked: tuple[Path, Path]) -> Unpacked | BundleProblem | OSError:
    path, folder = asked
    try:
        manifest = extract(path, folder)
        return Unpacked(manifest, folder, _songs(manifest, folder))
    except BundleError as refused:
        return refused.problem
    except OSError as problem:
        return problem


def _songs(manifest: Manifest, folder: Path) -> tuple[UnpackedSong, ...]:
    """Read every score, words file and take. Raises BundleError, OSError."""
    from lullaby.lyrics.finder import read_words
    from lullaby.songbook.score_folder import RefusedScore, read_score

    found: list[UnpackedSong] = []
    for song in manifest.songs:
        score = words = None
        if song.score:
            read = read_score(folder / song.score)
            if isinstance(read, RefusedScore):
                raise BundleError(BundleProblem.DAMAGED)
            score = read.score
        if song.words:
            words = read_words(folder / song.words, song.duration_ms if not song.score else None)
            if words is None or not words.has_words:
                raise BundleError(BundleProblem.DAMAGED)
        for take in song.takes:
            _check_take(folder / take.file, take.length_ms)
        found.append(UnpackedSong(score, words))
    return tuple(found)


TOLERANCE_MS = 2_000
"""How much the length of a take may differ from what the manifest tells."""

DECODED_MS = 4_000
"""How much of a long take is decoded at each end; its hash proves that the rest came whole."""


def _check_take(path: Path, length_ms: int) -> None:
    """Decode a short take whole, a long one at both ends.

    Raises BundleError unless it is sound of its told length.
    """
    if length_ms <= 2 * DECODED_MS:
        _check_sound(path, 0, length_ms)
        return
    if _decoded_ms(path, 0, DECODED_MS) < DECODED_MS:
        raise BundleError(BundleProblem.DAMAGED)
    _check_sound(path, length_ms - DECODED_MS, DECODED_MS)


def _check_sound(path: Path, start_ms: int, length_ms: int) -> None:
    """Raises BundleError unless there is about so much sound from `start_ms` to the end."""
    decoded = _decoded_ms(path, start_ms, length_ms + TOLERANCE_MS)
    if abs(decoded - length_ms) > TOLERANCE_MS:
        raise BundleError(BundleProblem.DAMAGED)


def _decoded_ms(path: Path, start_ms: int, most_ms: int) -> float:
    """How much sound there is from `start_ms` on; not much more than `most_ms` is decoded."""
    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.file_access import CannotPlay

    try:
        decoder = Decoder(path, Ms(start_ms))
    except CannotPlay:
        raise BundleError(BundleProblem.DAMAGED) from None
    try:
        frames = 0
        while frames * 1000 <= most_ms * RATE and (block := decoder.read()) is not None:
            frames += len(block)
    except CannotPlay:
        raise BundleError(BundleProblem.DAMAGED) from None
    finally:
        decoder.close()
    return frames * 1000 / RATE
