"""Texts about takes."""

from datetime import date
from errno import EACCES, ENOSPC, EPERM, EROFS
from pathlib import Path

from lullaby.library.take import Take, TakeKind
from lullaby.library.take_list import SongTakes
from lullaby.library.voice_work import Failure
from lullaby.library.ward_sheet import SHEET
from lullaby.ui.text import names
from lullaby.ui.text.lists import all_of, labelled, sentences
from lullaby.ui.text.locale import day_of, whole
from lullaby.ui.text.translate import PLURAL, translate

BETWEEN = " · "

SURE_MS = 40
"""Doubt from which words may be seen to be early or late, in ms."""


def who(take: Take, child: str) -> str:
    """Ana, for Mila; Ana; for a message, its title before that: Good night: Ana, for Mila."""
    singer = take.facts.singer
    if child:
        text = translate("voices", "{singer}, for {child}")
        singer = text.replace("{singer}", singer).replace("{child}", child)
    return labelled(take.facts.title, singer) if is_message(take) else singer


def is_message(take: Take) -> bool:
    return take.facts.kind is TakeKind.MESSAGE


def heading(song: SongTakes) -> str:
    """The song of takes that are listed together."""
    if is_message(song.takes[0]):
        return translate("voices", "Stories and messages")
    return song.title


def facts(take: Take, today: date) -> str:
    """3 December · 2 semitones lower · 90 %."""
    place, kind = take.facts.place, take.facts.kind
    together = translate("voices", "several voices") if kind is TakeKind.CHOIR else ""
    heard = translate("voices", "music audible") if take.facts.music_audible else ""
    parts = [
        day_of(take.facts.recorded_at.date(), today),
        together,
        key(place.semitones),
        pace(place.pace),
        heard,
    ]
    return BETWEEN.join(part for part in parts if part)


def key(semitones: float) -> str:
    """2 semitones lower; empty for the song's own key, in any octave."""
    steps = round(semitones) % 12
    if steps > 6:
        steps -= 12
    if not steps:
        return ""
    if steps > 0:
        return translate("names", "%n semitones higher", None, PLURAL, steps)
    return translate("names", "%n semitones lower", None, PLURAL, -steps)


def pace(pace: float) -> str:
    """90 %; empty for the song's own tempo."""
    percent = round(pace * 100)
    if percent == 100:
        return ""
    return translate("voices", "{percent} %").replace("{percent}", whole(percent))


def deleted(take: Take, everywhere: bool) -> str:
    """Offered to be undone."""
    text = translate("voices", "“{title}”, sung by {singer}, deleted")
    if everywhere:
        text = translate("voices", "“{title}”, sung by {singer}, deleted, soon from backups too")
    return text.replace("{title}", take.facts.title).replace("{singer}", take.facts.singer)


def erased(take: Take, unreadable: int) -> tuple[str, str]:
    """That a recording is gone from the backups, too."""
    text = translate("voices", "“{title}” is gone from the backups on this computer, too.")
    hint = ""
    if unreadable:
        hint = translate(
            "voices", "%n backups could not be changed and may hold it.", None, PLURAL, unreadable
        )
    return text.replace("{title}", take.facts.title), hint


def used_in(routines: tuple[str, ...]) -> str:
    """plays in Bedtime and Nap; empty if it plays in none."""
    if not routines:
        return ""
    return translate("voices", "plays in {routines}").replace("{routines}", all_of(routines))


def recordings(count: int) -> str:
    return translate("voices", "%n recordings", None, PLURAL, count)


def kept(take: Take) -> str:
    """The message once a recording is kept."""
    text = translate("voices", "Kept: {singer} sings “{title}”, {length}.")
    if is_message(take):
        text = translate("voices", "Kept: “{title}” by {singer}, {length}.")
    text = text.replace("{title}", take.facts.title).replace("{singer}", take.facts.singer)
    return text.replace("{length}", names.length(take.facts.length_ms))


def placed(take: Take) -> str:
    """Its key, and how surely its words are in time."""
    if is_message(take):
        return translate("voices", "Its menu plays it first or last in a routine.")
    steps, doubt = key(take.facts.place.semitones), round(take.facts.place.doubt_ms)
    in_key = (
        translate("voices", "Key: {key}.").replace("{key}", steps)
        if steps
        else translate("voices", "It is in the song’s own key.")
    )
    if doubt > SURE_MS:
        timed = translate("voices", "Its words may be a little early or late.")
    else:
        timed = translate("voices", "Its words are in time.")
    return sentences((in_key, timed))


def not_kept(why: Failure | None, title: str | None) -> tuple[str, str]:
    """Why a recording of a song, or of a message without a title, was not kept, and what to do."""
    if isinstance(why, OSError):
        return disk_refused(why)
    if why is None and title is None:
        text = translate("voices", "We could not hear anything in this recording.")
        return text, translate("voices", "Is it the right file? Nothing was changed.")
    if why is None and title is not None:
        text = translate("voices", "We could not hear the tune of “{title}” in this recording.")
        hint = translate("voices", "Is it another song? Several people or loud music hide a tune.")
        return text.replace("{title}", title), hint
    text = translate("voices", "We can’t read this recording. The original is untouched.")
    return text, ""


def exported(target: Path, why: Failure | None) -> tuple[str, str]:
    """What became of an export."""
    if why is None:
        return translate("voices", "Saved as {file}.").replace("{file}", target.name), ""
    if isinstance(why, OSError):
        return disk_refused(why)
    return translate("voices", "This recording can’t be read right now. Nothing was saved."), ""


def for_ward(found: Path | Failure, into: Path) -> tuple[str, str]:
    """What became of the recordings for a ward."""
    if isinstance(found, Path):
        text = translate("voices", "The recordings for the ward are in “{folder}”.")
        hint = translate("voices", "Print the sheet “{sheet}” and give it to the staff.")
        return text.replace("{folder}", found.name), hint.replace("{sheet}", SHEET)
    return exported(into, found)


def disk_refused(problem: OSError) -> tuple[str, str]:
    """What to say when a file cannot be written."""
    if problem.errno == ENOSPC:
        text = translate("voices", "The disk is full, so nothing was saved.")
        return text, translate("voices", "Free some space, then try again.")
    if problem.errno in (EACCES, EROFS, EPERM):
        text = translate("voices", "Lullaby can’t write there. Nothing was changed.")
        return text, translate("voices", "Choose another folder.")
    text = translate("voices", "The disk did not answer. Nothing was changed.")
    return text, translate("voices", "Is it still plugged in? Try again.")
