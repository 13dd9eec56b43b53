"""A recording's tags written on a copy, which takes over once it has proved to sound the same.

The one way in which Lullaby ever writes into a song. Off unless asked for.
"""

import errno
import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from lullaby.helper_process import Bounds, Helpers, Unanswered, ask, costing, needing
from lullaby.regular_file import open_regular

if TYPE_CHECKING:
    import mutagen

BOUNDS = Bounds(memory=256 << 20, cpu_s=300)
"""Two recordings are decoded from end to end, their tags held as text; a night of ten hours takes
about a minute."""

PATIENCE_S = 900.0
"""At the low priority of a helper, and from a slow disk."""


class Change(Protocol):
    """What is to become of some tags. It is carried out in a helper, and pickled for that."""

    def put(self, tags: Any) -> bool:
        """Change tags that were read; false where such tags have no place for it."""
        ...

    def holds(self, file: "mutagen.FileType") -> bool:
        """Whether a file that was read again holds what was to be written."""
        ...

    def ours(self, name: str) -> bool:
        """Whether a tag of this name, in small letters, may have changed."""
        ...


class RewriteFailure(Enum):
    """Why a recording was left as it is."""

    NO_PLACE = "its tags have no place for it"
    UNREADABLE = "not readable"
    NOT_THE_SAME = "the copy did not prove equal"
    TOO_MUCH = "takes more time or memory than a recording may"


UNANSWERED = {
    Unanswered.TOO_MUCH: RewriteFailure.TOO_MUCH,
    Unanswered.NOT_IN_TIME: RewriteFailure.TOO_MUCH,
    Unanswered.BROKEN: RewriteFailure.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Make `copy`, which is there and empty, the recording with other tags."""

    audio: Path
    copy: Path
    change: Change


def rewrite(audio: Path, change: Change, helpers: Helpers) -> RewriteFailure | None:
    """Change the tags of `audio`; None when it is done.

    The copy lies beside it. Its packets and what they decode to are compared with the original's,
    its tags are read again, and it is on the disk before it takes the original's name. Rights,
    owner and name stay; the time of change is now, so that backups and scans see it. All that
    reads the recording is done by `helpers`, within `BOUNDS` and `PATIENCE_S`. Raises OSError
    where there is no room, no right to write, or no helper. Then, and whenever anything differs,
    the recording is untouched.
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
    """Make the copy and compare it, in this process; None when it may take over."""
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
    """A digest of the packets of sound and of what they decode to, whatever holds them.

    A packet that cannot be decoded counts as it is. None where there is no sound.
    """
    import av
    from av.error import FFmpegError

    digest = hashlib.blake2b()
    decoded = 0
    try:
        with av.open(f"file:{path}") as container:
            stream = container.streams.audio[0]
            for packet in container.demux(stream):
                digest.update(bytes(packet))
                try:
                    frames = packet.decode()
                except FFmpegError:
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
    """All that is in the tags besides what may have changed; covers too."""
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
    """Onto the disk, as far as the system lets one say so of a folder."""
    if path.is_dir():
        if os.name == "posix":
            handle = os.open(path, os.O_RDONLY)
            with suppress(OSError):
                os.fsync(handle)
            os.close(handle)
        return
    with path.open("rb+") as out:
        os.fsync(out.fileno())
