"""The option `tempo --write`: writes the person's or a steady analysed tempo into tags."""

from pathlib import Path
from typing import Any

from lullaby.cli.tempo import JudgedFile
from lullaby.cli.wording import UNWRITTEN, complain
from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.stores import Stores
from lullaby.tempo.choices import NotWritten, to_write
from lullaby.tempo.tag_writer import write_tempo
from lullaby.units import Bpm

NOT_WRITTEN = {
    NotWritten.SAYS_SO: "its tag already says so",
    NotWritten.TAGGED: "its tag says otherwise; a tempo you set in the library would replace it",
    NotWritten.NOT_STEADY: "not steady enough to be written",
}


@frozen
class TagOutcome:
    """The result for one file: the tempo written, or why none was."""

    bpm: Bpm | None = None
    by_person: bool = False
    """Whether the tempo is the person's own."""
    kept: NotWritten | None = None
    troubled: bool = False


def write(row: JudgedFile, stores: Stores, helpers: Helpers) -> TagOutcome:
    """Write one file's tempo; a file that cannot be written is named on stderr and unchanged."""
    return _write(row, _word(row.path, stores), helpers)


def as_json(written: TagOutcome) -> dict[str, Any]:
    return {"written": written.bpm, "not_written": written.kept and NOT_WRITTEN[written.kept]}


def as_line(written: TagOutcome) -> str:
    """The line to print below the file's row; empty if it was named on stderr."""
    if written.bpm is not None:
        return f"wrote {written.bpm:.0f}" + (", as you set it" if written.by_person else "")
    return "" if written.kept is None else f"left as it is: {NOT_WRITTEN[written.kept]}"


def _word(path: Path, stores: Stores) -> Bpm | None:
    """The tempo that the person set for a song in the library."""
    names = (path.absolute(), path.resolve())
    known = stores.library.by_path(set(names))
    track = next((known[name] for name in names if name in known), None)
    return None if track is None else stores.analyses.word(track).tempo.bpm


def _write(row: JudgedFile, persons_bpm: Bpm | None, helpers: Helpers) -> TagOutcome:
    wanted = to_write(row.tags.bpm, row.analysis, persons_bpm)
    if isinstance(wanted, NotWritten):
        return TagOutcome(kept=wanted)
    try:
        refused = write_tempo(row.path, wanted, helpers)
    except OSError as problem:
        complain(row.path, f"cannot be written ({problem.strerror}); nothing was changed")
        return TagOutcome(troubled=True)
    if refused is not None:
        complain(row.path, UNWRITTEN[refused])
        return TagOutcome(troubled=True)
    return TagOutcome(wanted, persons_bpm is not None)
