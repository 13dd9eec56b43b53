"""tempo --write: steady answers, and the person's word, into the files' own tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lullaby.cli.tempo import Row
from lullaby.cli.wording import UNWRITTEN, complain
from lullaby.stores import Stores
from lullaby.tempo.choices import NotWritten, to_write
from lullaby.tempo.tag_writer import write_tempo
from lullaby.units import Bpm

NOT_WRITTEN = {
    NotWritten.SAYS_SO: "its tag says so already",
    NotWritten.TAGGED: "its tag says otherwise; your word in the library would replace it",
    NotWritten.NOT_STEADY: "not steady enough to be written",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one file: the tempo that was written, or why none was."""

    bpm: Bpm | None = None
    said: bool = False
    """Whether it is the person's word."""
    kept: NotWritten | None = None
    troubled: bool = False


def write_all(rows: Sequence[Row], stores: Stores) -> list[Written]:
    """Files that cannot be written are named on stderr and stay as they are."""
    words = _words([row.path for row in rows], stores)
    return [_write(row, words.get(row.path)) for row in rows]


def as_json(written: Written) -> dict[str, Any]:
    return {"written": written.bpm, "not_written": written.kept and NOT_WRITTEN[written.kept]}


def as_line(written: Written) -> str:
    """What to print below the file's own line; empty where it was named on stderr already."""
    if written.bpm is not None:
        return f"wrote {written.bpm:.0f}" + (", your word" if written.said else "")
    return "" if written.kept is None else f"left as it is: {NOT_WRITTEN[written.kept]}"


def _words(paths: Sequence[Path], stores: Stores) -> dict[Path, Bpm | None]:
    """What the person says of those that are in the library."""
    names = {path: (path.absolute(), path.resolve()) for path in paths}
    known = stores.library.by_path({name for both in names.values() for name in both})
    found: dict[Path, Bpm | None] = {}
    for path, both in names.items():
        track = next((known[name] for name in both if name in known), None)
        if track is not None:
            found[path] = stores.hearing.word(track).tempo.bpm
    return found


def _write(row: Row, said: Bpm | None) -> Written:
    wanted = to_write(row.tags.bpm, row.heard, said)
    if isinstance(wanted, NotWritten):
        return Written(kept=wanted)
    try:
        refused = write_tempo(row.path, wanted)
    except OSError as problem:
        complain(row.path, f"cannot be written ({problem.strerror}); nothing was changed")
        return Written(troubled=True)
    if refused is not None:
        complain(row.path, UNWRITTEN[refused])
        return Written(troubled=True)
    return Written(wanted, said is not None)
