"""The sentences of a choir."""

from datetime import date
from errno import ENOSPC

from lullaby.library.choirs import ChoirMix, ChoirPart
from lullaby.library.take import Take
from lullaby.library.take_list import singers_of
from lullaby.ui.text.lists import all_of, sentences
from lullaby.ui.text.locale import day_of, whole
from lullaby.ui.text.names import length
from lullaby.ui.text.translate import PLURAL, translate

BETWEEN = " · "


def heading(title: str) -> str:
    return translate("choir", "Together: {title}").replace("{title}", title)


def summary(mix: ChoirMix) -> str:
    """Such as "3 of 4 voices · 2:14 · the music 6 dB softer"."""
    text = translate("choir", "{on} of {all} voices")
    text = text.replace("{on}", whole(len(mix.singing))).replace("{all}", whole(len(mix.parts)))
    if mix.music:
        music = translate("choir", "the music {n} dB softer").replace("{n}", whole(6))
    else:
        music = translate("choir", "without the music")
    return BETWEEN.join((text, length(mix.length_ms), music))


def origin(part: ChoirPart, child: str, today: date) -> str:
    """When and for whom it was sung, and what is done so that it fits the others."""
    facts = part.take.facts
    parts = [day_of(facts.recorded_at.date(), today)]
    if child:
        parts.append(translate("choir", "for {child}").replace("{child}", child))
    return BETWEEN.join((*parts, *moved(part)))


def twice(mix: ChoirMix) -> str:
    """Who is heard with the music of their own loudspeaker; empty if nobody is."""
    with_it = [part.take for part in mix.singing if part.take.facts.music_audible]
    if not with_it or not mix.music:
        return ""
    names = all_of(tuple(dict.fromkeys(take.facts.singer for take in with_it)))
    text = translate(
        "choir",
        "The loudspeaker can be heard in the recording of {names}, so the music may sound twice.",
    )
    return text.replace("{names}", names)


def moved(part: ChoirPart) -> list[str]:
    """Such as "moved up 2 semitones" and "3 % slower"; empty if it is as it was sung."""
    told: list[str] = []
    semitones = part.moved.semitones
    steps = round(abs(semitones))
    if semitones and not steps:
        told.append(translate("choir", "moved by half a semitone"))
    elif semitones > 0:
        told.append(translate("choir", "moved up %n semitones", None, PLURAL, steps))
    elif semitones < 0:
        told.append(translate("choir", "moved down %n semitones", None, PLURAL, steps))
    percent = round(abs(part.moved.pace - 1) * 100)
    if percent and part.moved.pace > 1:
        told.append(translate("choir", "{n} % faster").replace("{n}", whole(percent)))
    elif percent:
        told.append(translate("choir", "{n} % slower").replace("{n}", whole(percent)))
    return told


def left_out(strangers: tuple[Take, ...]) -> str:
    """Why takes of the song are not listed; empty if all are."""
    if not strangers:
        return ""
    names = all_of(tuple(dict.fromkeys(name for take in strangers for name in singers_of(take))))
    text = translate(
        "choir",
        "Not here: {names}. More than two semitones or a tenth of the tempo apart, voices would"
        " sound strange.",
    )
    return text.replace("{names}", names)


def alone() -> str:
    return translate(
        "choir", "One voice is no choir yet. Record another one, or open a song that came with one."
    )


def later(ms: int) -> str:
    """By how much a voice was moved: "10 ms later"."""
    if not ms:
        return translate("choir", "on time")
    text = translate("choir", "{n} ms later")
    if ms < 0:
        text = translate("choir", "{n} ms earlier")
    return text.replace("{n}", whole(abs(ms)))


def volume(louder_db: int) -> str:
    """Such as "3 dB softer"."""
    if not louder_db:
        return translate("choir", "as sung")
    text = translate("choir", "{n} dB louder")
    if louder_db < 0:
        text = translate("choir", "{n} dB softer")
    return text.replace("{n}", whole(abs(louder_db)))


def under_way(share: float) -> str:
    text = translate("choir", "Laying the voices together… {n} %")
    return text.replace("{n}", whole(100 * share))


def kept(take: Take) -> str:
    text = translate("choir", "Kept: {singers} sing “{title}” together, {length}.")
    text = text.replace("{length}", length(take.facts.length_ms))
    return text.replace("{title}", take.facts.title).replace("{singers}", all_of(singers_of(take)))


def where_kept() -> str:
    return translate("choir", "You’ll find it in the library, under My voice.")


def exported(file: str) -> tuple[str, str]:
    return translate("choir", "Saved as {file}.").replace("{file}", file), ""


def failed(why: object) -> tuple[str, str]:
    """What to say when nothing was written."""
    if isinstance(why, OSError) and why.errno == ENOSPC:
        text = translate("choir", "The disk is full, so nothing was saved.")
        return text, translate("choir", "Free some space, then try again.")
    if isinstance(why, OSError):
        text = translate("choir", "Lullaby can’t write there. Nothing was changed.")
        return text, translate("choir", "Choose another folder.")
    text = translate("choir", "The voices could not be laid together.")
    return sentences((text, translate("choir", "All recordings are as they were."))), ""
