"""Writes and reads bundles: zip files with a manifest, whose names and sizes are bounded.

Reading trusts nothing: sizes are counted while inflating, and every file has to have the hash that
the manifest tells. Only a name of a bundle's own form is ever made into a path.
"""

import errno
import hashlib
import os
import re
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lullaby.bundles.manifest import (
    CAPTIONS,
    LARGEST,
    SCORE,
    SONG_FOLDER,
    TAKE_FILE,
    WORDS,
    BundleError,
    BundleProblem,
    FileFacts,
    Manifest,
    from_json,
    to_json,
)
from lullaby.frozen import frozen
from lullaby.regular_file import open_regular, sha256_of

SUFFIX = ".lullaby"
MIME_TYPE = "application/vnd.lullaby.song+zip"

_TYPE, _MANIFEST = "mimetype", "manifest.json"
_OF_SONG = f"(?:{SCORE.pattern}|{re.escape(WORDS)}|{re.escape(CAPTIONS)}|{TAKE_FILE.pattern})"
_NAME = re.compile(f"{SONG_FOLDER.pattern}/{_OF_SONG}")

MOST_FILES = 1_200
MOST_BYTES = 200_000_000
"""Of all files together."""
MOST_RATIO = 20
"""How many times larger a file may become."""
MOST_SCORE = 8_000_000
MOST_WORDS = 2_000_000

_LARGEST = {"abc": 200_000, "lrc": MOST_WORDS, "vtt": MOST_WORDS, "opus": MOST_BYTES}
"""Bytes, by suffix; other files are scores."""

_SMALL = 100_000
"""Bytes that any file may become."""

_CHUNK = 65_536
_MADE = (2020, 1, 1, 0, 0, 0)
"""The time of all entries, so that equal songs make equal bundles."""


def digest_of(path: Path) -> FileFacts:
    """Size and hash of a file. Raises OSError."""
    return FileFacts(path.stat().st_size, sha256_of(path))


def facts_of(data: bytes) -> FileFacts:
    return FileFacts(len(data), hashlib.sha256(data).hexdigest())


def write_bundle(target: Path, manifest: Manifest, contents: Mapping[str, bytes | Path]) -> int:
    """Write a bundle, all or nothing; its size in bytes. Raises OSError.

    `contents` are the files that the manifest names, and captions. A file that changed since the
    manifest was made raises OSError too.
    """
    import secrets

    temporary = target.with_name(f".lullaby-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as out:
            with ZipFile(out, "w") as archive:
                archive.writestr(_entry(_TYPE, ZIP_STORED), MIME_TYPE)
                archive.writestr(_entry(_MANIFEST), to_json(manifest))
                for name, content in contents.items():
                    _add(archive, name, content, manifest.files)
            out.flush()
            os.fsync(out.fileno())
            size = out.tell()
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return size


def _entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, _MADE)
    entry.compress_type = compression
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def _add(
    archive: ZipFile, name: str, content: bytes | Path, facts: Mapping[str, FileFacts]
) -> None:
    if isinstance(content, bytes):
        archive.writestr(_entry(name), content)
        return
    entry = _entry(name, ZIP_STORED)
    digest = hashlib.sha256()
    with content.open("rb") as source, archive.open(entry, "w") as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != facts[name].sha256:
        raise OSError(f"{content} changed while it was read")


@frozen
class OpenedBundle:
    """A bundle that was read whole and found right."""

    manifest: Manifest
    size: int
    """Of the bundle, in bytes."""


def look_into(path: Path) -> OpenedBundle:
    """Check every byte of a bundle and keep none. Raises BundleError, OSError."""
    with open_regular(path) as file:
        manifest = _read(file, None)
        return OpenedBundle(manifest, os.fstat(file.fileno()).st_size)


def extract(path: Path, folder: Path) -> Manifest:
    """Put the files of a bundle into an empty folder of ours. Raises BundleError, OSError.

    What was written when an error is raised is of no use.
    """
    with open_regular(path) as file:
        return _read(file, folder)


def _read(file: BinaryIO, folder: Path | None) -> Manifest:
    if os.fstat(file.fileno()).st_size > MOST_BYTES + MOST_FILES * 1_000:
        raise BundleError(BundleProblem.TOO_LARGE)
    try:
        with ZipFile(file) as archive:
            return _read_archive(archive, folder)
    except BadZipFile:
        started = _starts_like_a_bundle(file)
        problem = BundleProblem.DAMAGED if started else BundleProblem.NO_BUNDLE
        raise BundleError(problem) from None
    except (zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise BundleError(BundleProblem.DAMAGED) from None
    except OSError as problem:
        if problem.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        raise BundleError(BundleProblem.DAMAGED) from None


def _starts_like_a_bundle(file: BinaryIO) -> bool:
    file.seek(0)
    return MIME_TYPE.encode() in file.read(200)


def _read_archive(archive: ZipFile, folder: Path | None) -> Manifest:
    entries = archive.infolist()
    if not entries or entries[0].filename != _TYPE:
        raise BundleError(BundleProblem.NO_BUNDLE)
    if len(entries) > MOST_FILES:
        raise BundleError(BundleProblem.TOO_LARGE)
    named = {entry.filename: entry for entry in entries}
    if len(named) < len(entries) or not all(map(_is_plain, entries)):
        raise BundleError(BundleProblem.UNSAFE)
    if _whole(archive, named[_TYPE], 200) != MIME_TYPE.encode():
        raise BundleError(BundleProblem.NO_BUNDLE)
    if _MANIFEST not in named:
        raise BundleError(BundleProblem.DAMAGED)
    manifest = from_json(_whole(archive, named[_MANIFEST], LARGEST))
    files = {name: entry for name, entry in named.items() if name not in (_TYPE, _MANIFEST)}
    if not all(_NAME.fullmatch(name) for name in files):
        raise BundleError(BundleProblem.UNSAFE)
    extra = [name for name in files if name not in manifest.files]
    if not all(name.endswith(f"/{CAPTIONS}") for name in extra):
        raise BundleError(BundleProblem.DAMAGED)
    for name in extra:  # for other programs; nobody reads them here
        del files[name]
    if files.keys() != manifest.files.keys():
        raise BundleError(BundleProblem.DAMAGED)
    left = MOST_BYTES
    for name, entry in files.items():
        left -= _take_out(archive, entry, manifest.files[name], left, folder)
    return manifest


def _is_plain(entry: ZipInfo) -> bool:
    """Whether an entry is an ordinary file in clear."""
    mode = stat.S_IFMT(entry.external_attr >> 16)
    return (
        mode in (0, stat.S_IFREG)
        and not entry.is_dir()
        and not entry.flag_bits & 0x1
        and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)
    )


def _take_out(
    archive: ZipFile, entry: ZipInfo, facts: FileFacts, left: int, folder: Path | None
) -> int:
    """Check a file, and write it below `folder`; its size in bytes."""
    most = min(left, _LARGEST.get(entry.filename.rpartition(".")[2], MOST_SCORE))
    digest, size = hashlib.sha256(), 0
    target = None
    if folder is not None:
        path = folder / entry.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.open("xb")
    try:
        for chunk in _inflated(archive, entry, most):
            digest.update(chunk)
            size += len(chunk)
            if target is not None:
                target.write(chunk)
        if target is not None:
            target.flush()
            os.fsync(target.fileno())
    finally:
        if target is not None:
            target.close()
    if size != facts.bytes or digest.hexdigest() != facts.sha256:
        raise BundleError(BundleProblem.DAMAGED)
    return size


def _whole(archive: ZipFile, entry: ZipInfo, most: int) -> bytes:
    return b"".join(_inflated(archive, entry, most))


def _inflated(archive: ZipFile, entry: ZipInfo, most: int) -> Iterator[bytes]:
    """The bytes of a file, counted as they come. Raises BundleError."""
    most = min(most, max(_SMALL, MOST_RATIO * entry.compress_size))
    size = 0
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise BundleError(BundleProblem.TOO_LARGE)
            yield chunk
