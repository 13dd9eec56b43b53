"""Puts takes into a folder for a hospital ward: plain files, one long one, and a sheet to print."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from lullaby.helpers import Helpers, Unanswered
from lullaby.library.take import Take
from lullaby.library.ward_sheet import HOUR, SHEET, WardSheet
from lullaby.takes.exporting import ExportOrder, export_in_helper
from lullaby.takes.ward import HOUR_S, HourOrder, write_hour_in_helper

if TYPE_CHECKING:
    from lullaby.audio.port import Trouble

SUFFIX = ".mp3"
"""What every player on a ward knows."""

FOLDER = "Lullaby"
LONGEST_NAME = 50


def export_for_ward(
    takes: Sequence[Take],
    path_of: Callable[[Take], Path],
    into: Path,
    sheet: WardSheet,
    helpers: Helpers,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = HOUR_S,
) -> "Path | Trouble | Unanswered | OSError":
    """Write takes into a new folder in `into`, and return that folder; the long file lasts about
    `seconds`.

    It has its name only once everything is written; otherwise nothing is left. Raises
    NoHelperError.
    """
    folder = _free(into)
    part = folder.with_name(f".{folder.name}.part")
    try:
        rmtree(part, ignore_errors=True)
        part.mkdir()
        failed = _fill(part, takes, path_of, sheet, helpers, cancelled, seconds)
        if failed is None:
            part.rename(folder)
        return folder if failed is None else failed
    except OSError as problem:
        return problem
    finally:
        rmtree(part, ignore_errors=True)


def _fill(
    folder: Path,
    takes: Sequence[Take],
    path_of: Callable[[Take], Path],
    sheet: WardSheet,
    helpers: Helpers,
    cancelled: Callable[[], bool],
    seconds: float,
) -> "Trouble | Unanswered | OSError | None":
    for number, take in enumerate(takes, start=1):
        facts = take.facts
        name = f"{number:02} {plain(facts.title)} - {plain(facts.singer)}{SUFFIX}"
        order = ExportOrder(path_of(take), folder / name, facts.title, facts.singer)
        failed = Unanswered.NOT_IN_TIME if cancelled() else export_in_helper(order, helpers)
        if failed is not None:
            return failed
    singers = ", ".join(dict.fromkeys(take.facts.singer for take in takes))
    paths, target = tuple(map(path_of, takes)), folder / f"{HOUR}{SUFFIX}"
    hour = HourOrder(paths, target, sheet.title, singers, seconds)
    failed = write_hour_in_helper(hour, helpers, cancelled)
    if failed is None:
        (folder / SHEET).write_text(_page(sheet), encoding="utf-8")
    return failed


def plain(text: str) -> str:
    """A name that old players show: letters without accents, where there are any."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = letters if re.search("[A-Za-z0-9]", letters) else text
    return re.sub(r"[^\w ]+", " ", name).strip()[:LONGEST_NAME].strip() or "Song"


def _free(into: Path) -> Path:
    """A folder that does not exist yet."""
    number = 1
    while (folder := into / (FOLDER if number == 1 else f"{FOLDER} {number}")).exists():
        number += 1
    return folder


def _page(sheet: WardSheet) -> str:
    lines = "\n".join(f"<p>{escape(text)}</p>" for text in sheet.paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{escape(sheet.language)}" dir="auto">
<head><meta charset="utf-8"><title>{escape(sheet.title)}</title>
<style>
body {{ font: 14pt/1.5 sans-serif; max-width: 36em; margin: 2em auto; padding: 0 1em; }}
</style></head>
<body>
<h1>{escape(sheet.title)}</h1>
{lines}
</body>
</html>
"""
