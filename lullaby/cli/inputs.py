"""Expands the files and folders named on the command line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from lullaby.cli.wording import complain
from lullaby.helpers import Helpers
from lullaby.library.walk import walk
from lullaby.songbook.score_names import is_score_name


def audio_files(inputs: Sequence[Path], helpers: Helpers) -> Iterator[Path]:
    """Yield the named files, and for folders all recordings inside except scores."""
    for path in inputs:
        if path.is_dir():
            walked = walk(path, helpers)
            for closed in walked.closed:
                complain(closed, "this folder may not be opened")
            paths = (Path(file.path) for file in walked.files)
            yield from sorted(path for path in paths if not is_score_name(path))
        else:
            yield path
