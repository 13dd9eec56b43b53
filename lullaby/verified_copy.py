"""Writes tags to a copy of a recording, which replaces it once it is proved to sound the same.

The only code in Lullaby that writes into a song, and only when the person asks for it.
"""

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing
from lullaby.regular_file import open_regular

if TYPE_CHECKING:
    import mutagen

BOUNDS = Bounds(memory=256 << 20, cpu_s=300)
"""Two recordings are decoded completely, with their tags held in memory; ten hours of sound take
about a minute."""

PATIENCE_S = 900.0
"""Seconds, for a low-priority helper that reads from a slow disk."""


class Change(Protocol):
    """A change of tags. It is pickled and applied in a helper process."""

    def put(self, tags: Any) -> bool:
        """Change tags that were read; False if this tag format cannot hold the change."""
        ...

    def holds(self, file: "mutagen.FileType") -> bool:
        """Whether a reread file holds what was to be written."""
        ...

    def ours(self, name: str) -> bool:
        """Whether the tag of this name, in lower case, may differ."""
        ...


class RewriteFailure(Enum):
    """Why a recording was left unchanged."""

    NO_PLACE = "its tags have no place for it"
    UNREADABLE = "not readable"
    NOT_THE_SAME = "the copy did not prove equal"
    TOO_MUCH = "takes more time or memory than a recording may"


UNANSWERED = {
    Unanswered.TOO_MUCH: RewriteFailure.TOO_MUCH,
    Unanswered.NOT_IN_TIME: RewriteFailure.TOO_MUCH,
    Unanswered.BROKEN: RewriteFailure.UNREADABLE,
}


@frozen
class CopyRequest:
    """Fill the existing empty file `copy` with the recording and its new tags."""

    audio: Path
    copy: Path
    change: Change


def rewrite(audio: Path, change: Change, helpers: Helpers) -> RewriteFailure | None:
    """Change the tags of `audio`; None on success.

    The copy lies beside it. Its packets and what they decode to are compared with the original's,
    its tags are read again, and it is flushed to disk before it takes the original's name.
    Permissions, owner and name stay; the modification time is now, so that backups and scans
    notice. `helpers` read the recording, within `BOUNDS` and `PATIENCE_S`. Raises OSError without
    disk space, write permission or a helper. Then, and whenever anything differs, the recording
    is untouched.
    """
    audio = audio.resolve()
    if not os.access(audio, os.W_OK) and audio.exists():
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(audio))
    open_regular(audio).close()
    handle, name = tempfile.mkstemp(dir=audio.parent, prefix=".", suffix=audio.suffix)
    os.close(handle)
    copy = Path(name)
    try:
        answer = ask(helpers, prepare, CopyRequest(audio, copy, change), patience_s=PATIENCE_S)
        if isinstance(answer, OSError):
            raise answer
        if isinstance(answer, Unanswered):
            return UNANSWERED[answer]
        if answer is None:
            copy.replace(audio)
            _flush(audio.parent)
        return answer
    finally:
        copy.unlink(missing_ok=True)


@needing("av", "mutagen")
@costing(BOUNDS)
def prepare(request: CopyRequest) -> RewriteFailure | OSError | None:
    """Make and compare the copy in this process; None if it may replace the original."""
    audio, copy, change = request.audio, request.copy, request.change
    try:
        shutil.copy2(audio, copy)
        refused = _write(copy, change) or _verify(audio, copy, change)
        if refused is None:
            _keep_rights(audio, copy)
            _flush(copy)
    except OSError as problem:
        return problem
    return refused


def sound_of(path: Path) -> str | None:
    """A digest of the audio packets and their decoded samples, independent of the container.

    A packet that cannot be decoded counts by its bytes. None without audio.
    """
    import hashlib

    import av
    from av.error import FFmpegError

    digest = hashlib.blake2b()
    decoded = 0
    try:
        with av.open(f"file:{path}", metadata_errors="replace") as container:
            stream = container.streams.audio[0]
            for packet in container.demux(stream):
                digest.update(bytes(packet))
                try:
                    frames = packet.decode()
                except (FFmpegError, ValueError):
                    digest.update(b"undecodable")
                    continue
                for frame in frames:
                    decoded += 1
                    digest.update(frame.to_ndarray().tobytes())
    except (FFmpegError, IndexError):
        return None
    return digest.hexdigest() if decoded else None


def _write(copy: Path, change: Change) -> RewriteFailure | None:
    import mutagen
    from mutagen.id3 import ID3

    try:
        file = mutagen.File(copy)
        if file is None:
            return RewriteFailure.UNREADABLE
        if file.tags is None:
            file.add_tags()
        if not change.put(file.tags):
            return RewriteFailure.NO_PLACE
        if isinstance(file.tags, ID3) and file.tags.version[:2] == (2, 3):
            file.tags.update_to_v23()
            file.save(v2_version=3)
        else:
            file.save()
    except mutagen.MutagenError as problem:
        cause = problem.__cause__ or problem.__context__
        if isinstance(cause, OSError):
            raise cause from problem
        return RewriteFailure.UNREADABLE
    return None


def _verify(audio: Path, copy: Path, change: Change) -> RewriteFailure | None:
    import mutagen

    try:
        old, new = mutagen.File(audio), mutagen.File(copy)
    except mutagen.MutagenError:
        return RewriteFailure.UNREADABLE
    if old is None or new is None:
        return RewriteFailure.UNREADABLE
    if not change.holds(new):
        return RewriteFailure.NOT_THE_SAME
    sound = sound_of(audio)
    if sound is None:
        return RewriteFailure.UNREADABLE
    same = _others(old, change) == _others(new, change) and sound == sound_of(copy)
    return None if same else RewriteFailure.NOT_THE_SAME


def _others(file: "mutagen.FileType", change: Change) -> dict[str, str]:
    """All tags, covers included, except those that may have changed."""
    from mutagen.flac import FLAC

    found: dict[str, str] = {}
    if isinstance(file, FLAC):
        found["pictures"] = repr([(each.type, each.mime, each.data) for each in file.pictures])
    if file.tags is None:
        return found
    tags: Any = file.tags
    for name in tags.keys():  # noqa: SIM118 (Vorbis comments iterate over pairs)
        if not change.ours(str(name).casefold()):
            found[str(name)] = repr(tags[name])
    return found


def _keep_rights(audio: Path, copy: Path) -> None:
    shutil.copymode(audio, copy)
    if hasattr(os, "chown"):
        facts = audio.stat()
        with suppress(PermissionError):
            os.chown(copy, facts.st_uid, facts.st_gid)


def _flush(path: Path) -> None:
    """Flush to disk; for a folder, as far as the system allows."""
    if path.is_dir():
        if os.name == "posix":
            handle = os.open(path, os.O_RDONLY)
            with suppress(OSError):
                os.fsync(handle)
            os.close(handle)
        return
    with path.open("rb+") as out:
        os.fsync(out.fileno())
