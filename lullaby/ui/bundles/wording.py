"""Sentences about songs that are given away or come."""

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.bundles.keeping import KeptBundle
from lullaby.bundles.manifest import BundleProblem, GivenRoutine
from lullaby.library.take import TakeFacts
from lullaby.lyrics.model import Lyrics, Timing
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import day_and_month, decimal, whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.units import Ms

MEGABYTE = 1_000_000


def size_words(size: int) -> str:
    """Such as 2 KB, 1.9 MB."""
    if size < MEGABYTE:
        return translate("bundles", "{n} KB").format(n=whole(max(1, round(size / 1000))))
    return translate("bundles", "{n} MB").format(n=decimal(round(size / MEGABYTE, 1)))


def words_about(words: Lyrics) -> str:
    """How the words are timed, and that they have a translation."""
    timed = {
        Timing.NONE: translate("bundles", "without times"),
        Timing.LINES: translate("bundles", "timed line by line"),
        Timing.SYLLABLES: translate("bundles", "timed by syllable"),
    }[words.timing]
    if any(line.translation for line in words.lines):
        return listed((timed, translate("bundles", "with a translation")))
    return timed


def manner_about(speed_pitch: SpeedPitch | None, verses: tuple[int, ...] | None) -> str:
    """Key, tempo and verses as they are sung here."""
    parts: list[str] = []
    sung = speed_pitch or AS_RECORDED
    if sung.semitones:
        parts.append(names.key_words(sung))
    if sung.pace != AS_RECORDED.pace:
        text = translate("bundles", "{n} % tempo")
        parts.append(text.format(n=whole(round(100 * sung.pace))))
    if verses is not None:
        parts.append(names.verses_in_sentence(verses))
    return listed(parts) if parts else translate("bundles", "as it is written")


def routine_about(routine: GivenRoutine) -> str:
    """How long a routine plays, and its background sounds."""
    time = translate("bundles", "without end")
    if routine.minutes is not None:
        time = names.minutes_short(routine.minutes)
    known = [each.name for each in routine.ambient if each.name in names.AMBIENT_NAMES]
    return listed((time, *map(names.ambient_in_sentence, known)))


def take_title(singer: str) -> str:
    return translate("bundles", "{singer}’s singing").format(singer=singer)


def take_about(facts: TakeFacts) -> str:
    return listed((day_and_month(facts.recorded_at.date()), names.length(facts.length_ms)))


def length_about(length_ms: Ms) -> str:
    return names.length(length_ms)


def problem_sentence(problem: BundleProblem | OSError, name: str) -> str:
    """Why a bundle is refused; nothing of it was kept."""
    if isinstance(problem, OSError):
        return translate("bundles", "“{file}” could not be opened.").format(file=name)
    text = {
        BundleProblem.NO_BUNDLE: translate("bundles", "“{file}” is not a song from Lullaby."),
        BundleProblem.DAMAGED: translate(
            "bundles", "“{file}” is damaged. Ask for it again; nothing of it was kept."
        ),
        BundleProblem.UNSAFE: translate(
            "bundles", "“{file}” holds things no song has. Nothing of it was kept."
        ),
        BundleProblem.TOO_LARGE: translate(
            "bundles", "“{file}” is far larger than songs are. Nothing of it was kept."
        ),
        BundleProblem.NEWER: translate(
            "bundles", "“{file}” was made by a newer Lullaby. Update this one, then open it again."
        ),
    }[problem]
    return text.format(file=name)


def kept_sentences(kept: KeptBundle) -> tuple[str, str]:
    """What is in the library now, and a hint; empty if there is none."""
    there = [song for song in kept.songs if song.track is not None]
    missing = [song for song in kept.songs if song.track is None]
    hint = ""
    if missing:
        hint = translate(
            "bundles",
            "“{title}” needs its recording, and recordings are not given away. Open the file again"
            " once you have it.",
        ).format(title=missing[0].title)
    elif any(song.own_words_stayed for song in kept.songs):
        hint = translate("bundles", "Your own words stay as they are.")
    if kept.kept_list is not None:
        text = translate("bundles", "“{title}” is here now.")
        if not kept.kept_list.added:
            text = translate("bundles", "“{title}” was here already.")
        return text.format(title=kept.kept_list.name), hint
    if not there:
        return translate("bundles", "Nothing was added to your library."), hint
    takes, count = sum(song.takes for song in there), len(there)
    if count > 1:
        text = translate("bundles", "%n songs are in your library.", None, PLURAL, count)
    elif takes:
        text = translate(
            "bundles", "“{title}” is in your library, with %n new recordings.", None, PLURAL, takes
        )
    else:
        text = translate("bundles", "“{title}” is in your library.")
    return text.format(title=there[0].title), hint
