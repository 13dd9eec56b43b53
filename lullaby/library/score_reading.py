"""Reads the person's own scores as songs of the library."""

from pathlib import Path

from lullaby.library.found import Tags
from lullaby.library.renditions import RENDERED
from lullaby.library.track import Fault, Words
from lullaby.lyrics.languages import code_of
from lullaby.regular_file import NotRegularError, open_regular
from lullaby.songbook.notes import Choice, Score
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.score_names import is_other_xml
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import TAIL_MS, Timeline, timeline, verses_to_last
from lullaby.units import Ms


def read_score_tags(path: Path) -> tuple[Tags, Fault | None, str]:
    """Tags of a score, its fault, and the fault's position as "line:bar:reason".

    Line and bar are 0 if the fault has no position. Never raises for a file's content."""
    named = Tags(title=path.stem)
    try:
        if path.stat().st_size == 0:
            return named, Fault.EMPTY, ""
        if is_other_xml(path):
            return named, Fault.NOT_AUDIO, ""
        open_regular(path).close()
    except PermissionError:
        return named, Fault.NO_PERMISSION, ""
    except NotRegularError:
        return named, Fault.NOT_AUDIO, ""
    except OSError:
        return named, Fault.MISSING, ""
    found = read_score(path)
    if isinstance(found, RefusedScore):
        return named, Fault.UNREADABLE, f"{found.line or 0}:{found.bar or 0}:{found.reason}"
    score = found.score
    performed = timeline(score, Setting(verses=verses_to_last(score)))
    tags = Tags(
        title=score.about.title,
        artist=score.about.composer or score.about.origin,
        duration_ms=Ms(round(performed.end_ms + TAIL_MS)),
        bpm=score.bpm,
        bpm_text=f"{score.bpm:g}",
        words=_kind_of_words(score, performed),
        loudness=RENDERED,
        language=code_of(score.about.language),
        songs=_songs_in_file(score),
    )
    return tags, None, ""


def _songs_in_file(score: Score) -> int:
    more = (each.detail for each in score.remarks if each.choice is Choice.MORE_SONGS)
    return int(next(more, "1"))


def _kind_of_words(score: Score, performed: Timeline) -> Words:
    if performed.lines:
        return Words.SYLLABLES
    return Words.PLAIN if score.words_below else Words.NONE
