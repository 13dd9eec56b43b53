"""Keeps the files of takes in the folder of voices, with their words in time beside them."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from lullaby.library.take import Take, TakeFacts, TakeId
from lullaby.library.take_store import TakeStore
from lullaby.library.take_words import words_of_take
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.saving import save_words
from lullaby.regular_file import sha256_of

BIN = ".deleted"
"""Below the folder of voices; no scan looks into it."""

KEPT_FOR = timedelta(days=7)
"""How long a deleted take can be brought back."""

NEW = ".new-"
"""How the names of files begin that are being written; no scan looks at hidden ones."""

FORGOTTEN_AFTER = timedelta(days=1)
"""A file that is still being written after so long was left by a crash."""

SUFFIX = ".opus"
LONGEST_NAME = 60


class KeptTakes:
    """Methods raise OSError or `StorageError`; what was there before is untouched then."""

    def __init__(self, store: TakeStore, folder: Path, now: Callable[[], datetime]) -> None:
        self._store = store
        self._folder = folder
        self._now = now

    @property
    def folder(self) -> Path:
        """The folder of voices."""
        return self._folder

    def new_file(self, song: str) -> Path:
        """Where to write a recording before it is added; no two calls give the same path.

        The caller removes the file if it is not added."""
        folder = self._folder / _name(song)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{NEW}{secrets.token_hex(8)}{SUFFIX}"

    def add(self, facts: TakeFacts, written: Path, words: Lyrics | None, sha256: str = "") -> Take:
        """Keep the recording that was written to `new_file`, with the words of its whole song.

        It is read for its hash unless that is known.
        """
        digest = sha256 or sha256_of(written)
        path = self._free(written.parent, facts)
        written.rename(path)
        try:
            if words is not None and words.lines:
                save_words(_words_file(path), words_of_take(words, facts), facts.length_ms)
            return self._store.add(facts, path.relative_to(self._folder).as_posix(), digest)
        except Exception:
            path.unlink(missing_ok=True)
            _words_file(path).unlink(missing_ok=True)
            raise

    def path_of(self, take: Take) -> Path:
        root = self._folder if take.deleted_at is None else self._folder / BIN
        return root / take.file

    def delete(self, take: Take) -> None:
        """Delete a take; for a week `restore` brings it back."""
        self._carry(take, self._folder, self._folder / BIN, self._now())

    def restore(self, take: Take) -> None:
        self._carry(take, self._folder / BIN, self._folder, None)

    def _carry(self, take: Take, source: Path, target: Path, deleted_at: datetime | None) -> None:
        """Move the files, back again if that cannot be noted."""
        self._move(source / take.file, target / take.file)
        try:
            self._store.mark_deleted(take.id, deleted_at)
        except Exception:
            self._move(target / take.file, source / take.file)
            raise

    def empty_bin(self) -> None:
        """Remove for good what was deleted a week ago or longer, and what a crash left behind."""
        for take in self._store.deleted():
            if take.deleted_at is not None and self._now() - take.deleted_at >= KEPT_FOR:
                self._remove(take)
        before = (self._now() - FORGOTTEN_AFTER).timestamp()
        for left in (*self._folder.glob(f"*/{NEW}*"), *self._folder.glob(f"*/.{NEW}*")):
            if left.stat().st_mtime < before:
                left.unlink(missing_ok=True)

    def remove(self, take: TakeId) -> None:
        """Remove a deleted take for good, now; one that was brought back stays."""
        found = self._store.find(take)
        if found is not None and found.deleted_at is not None:
            self._remove(found)

    def _remove(self, take: Take) -> None:
        for path in files_of(self._folder / BIN / take.file):
            path.unlink(missing_ok=True)
        self._store.forget(take.id)

    def _move(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        for one, other in zip(files_of(source), files_of(target), strict=True):
            if one.exists():
                one.replace(other)

    def _free(self, folder: Path, facts: TakeFacts) -> Path:
        """A name that neither a take nor a deleted one has."""
        name = f"{facts.recorded_at:%Y-%m-%d} {_name(facts.singer)}"
        number = 1
        while True:
            path = folder / f"{name}{f' {number}' if number > 1 else ''}{SUFFIX}"
            binned = self._folder / BIN / path.relative_to(self._folder)
            if not path.exists() and not binned.exists():
                return path
            number += 1


def _words_file(path: Path) -> Path:
    return path.with_suffix(".lrc")


def files_of(path: Path) -> tuple[Path, Path]:
    """A recording, and its words beside it."""
    return path, _words_file(path)


def _name(text: str) -> str:
    """The text as a name that every file system takes."""
    return re.sub(r"[^\w-]+", "-", text).strip("-")[:LONGEST_NAME] or "voice"
