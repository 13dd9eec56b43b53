"""Texts about copies of everything."""

from datetime import date
from errno import EIO, ENODEV, ENOENT, ENOSPC

from lullaby.storage.transaction import StorageError
from lullaby.ui.text.lists import sentences
from lullaby.ui.text.locale import day_of, whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.whole_copy import Copied, CopyProblem

GONE = (EIO, ENODEV, ENOENT)
MEGABYTE = 1_000_000


def made(copied: Copied) -> tuple[str, str]:
    """The message after a copy was made and checked."""
    text = translate("copies", "Everything is copied to “{folder}”, and the copy is checked.")
    return text.replace("{folder}", copied.folder.name), holds(copied)


def holds(copied: Copied) -> str:
    """3 recordings of your voice, your journal, playlists and settings. 12 MB."""
    count = copied.recordings
    voices = translate("copies", "%n recordings of your voice", None, PLURAL, count)
    text = translate("copies", "It holds your journal, playlists, settings and {recordings}.")
    what = text.replace("{recordings}", voices)
    size = translate("copies", "It takes {n} MB.")
    return sentences((what, size.replace("{n}", whole(max(1, copied.size / MEGABYTE)))))


def question(copied: Copied, today: date) -> str:
    text = translate("copies", "Bring back the copy of {day}?")
    return text.replace("{day}", day_of(copied.made_at.date(), today))


def what_stays() -> str:
    return translate("copies", "What is here now is kept, and you can undo it.")


def brought_back(copied: Copied, today: date) -> str:
    text = translate("copies", "The copy of {day} is back.")
    return text.replace("{day}", day_of(copied.made_at.date(), today))


def problem_words(problem: CopyProblem) -> tuple[str, str]:
    match problem:
        case CopyProblem.NO_COPY:
            text = translate("copies", "There is no copy from Lullaby in this folder.")
            hint = translate("copies", "Choose the folder whose name begins with “Lullaby”.")
            return text, hint
        case CopyProblem.NEWER:
            return (
                translate("copies", "A newer Lullaby made this copy."),
                translate("copies", "Nothing was changed. A newer Lullaby can bring it back."),
            )
        case CopyProblem.DAMAGED:
            return (
                translate("copies", "This copy is damaged: a file in it is not as it was written."),
                translate("copies", "Nothing was changed. Is there another copy?"),
            )
        case CopyProblem.CANCELLED:
            return translate("copies", "Nothing was changed."), ""


def failed(problem: Exception) -> tuple[str, str]:
    """What to say when the disk refuses; nothing is lost then."""
    nothing = translate("copies", "Nothing was lost. What you have here is as it was.")
    if isinstance(problem, OSError) and problem.errno == ENOSPC:
        text = translate("copies", "There is not enough room there.")
        return text, sentences((nothing, translate("copies", "Free some space, or use another.")))
    if isinstance(problem, OSError) and problem.errno in GONE:
        text = translate("copies", "The folder or USB stick went away.")
        return text, sentences((nothing, translate("copies", "Plug it in again, then try again.")))
    if isinstance(problem, StorageError):
        return translate("copies", "The journal could not be copied just now."), nothing
    return translate("copies", "The copy could not be made there."), nothing


def lacking(count: int) -> str:
    """What the daily copy lacks; empty if nothing."""
    if not count:
        return ""
    text = translate("copies", "%n recordings are in no copy yet.", None, PLURAL, count)
    return sentences((text, translate("copies", "Copy everything to be safe.")))
