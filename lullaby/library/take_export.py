"""Writes a take for other players, with its words beside it as LRC."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.helpers import Helpers, Unanswered
from lullaby.library.take import Take
from lullaby.takes.exporting import ExportOrder, export_in_helper

if TYPE_CHECKING:
    from lullaby.audio.port import Trouble


def export(
    take: Take, source: Path, target: Path, helpers: Helpers
) -> "Trouble | Unanswered | OSError | None":
    """Write a take as .opus, .mp3 or .flac with its tags; None once sound and words are written.

    Words that were beside an earlier file of that name are kept as .bak. Raises NoHelperError.
    """
    from lullaby.lyrics.lrc import parse_bytes
    from lullaby.lyrics.saving import save_words

    facts = take.facts
    failed = export_in_helper(ExportOrder(source, target, facts.title, facts.singer), helpers)
    words = source.with_suffix(".lrc")
    try:
        if failed is None and words.exists():
            sheet = replace(parse_bytes(words.read_bytes()), artist=facts.singer)
            save_words(target.with_suffix(".lrc"), sheet, facts.length_ms)
    except OSError as problem:
        return problem
    return failed
