"""The sentences of the words editor."""

from lullaby.lyrics.model import Lyrics, Part
from lullaby.lyrics.not_words import reason_of
from lullaby.lyrics.placing import Placed, TagsOutcome
from lullaby.lyrics.tap_spelling import spelled
from lullaby.lyrics.tapping import TapUnit
from lullaby.ui.sing.singer_signs import voice_name
from lullaby.ui.text.complaints import what_it_is
from lullaby.ui.text.digits import in_digits
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.words_editor.state import ENOUGH_TAPS, Editing, delay_measured
from lullaby.units import Ms


def stamp(time: Ms | None) -> str:
    """A position in the song: 1:02.35; a dash for none."""
    if time is None:
        return "–"
    minutes, rest = divmod(round(time / 10), 6000)
    return in_digits(f"{minutes}:{rest / 100:05.2f}")


def progress(editing: Editing) -> str:
    """How many lines are timed."""
    done, total = editing.session.progress
    if editing.session.unit is TapUnit.SYLLABLES:
        return translate(
            "words editor", "{n} of %n syllables have their time", None, PLURAL, total
        ).format(n=whole(done))
    return translate("words editor", "{n} of %n lines have their time", None, PLURAL, total).format(
        n=whole(done)
    )


def hint(editing: Editing, playing: bool) -> str:
    """The next thing to do."""
    session = editing.session
    if editing.measured is not None:
        return _measuring(editing, playing)
    if editing.pinned is not None and playing:
        return translate("words editor", "This line comes again and again. R lets the song go on.")
    if not session.lines:
        return translate("words editor", "No words yet.")
    if not playing:
        if session.done:
            return translate(
                "words editor", "Every line has its time. Save, or hear it with Enter."
            )
        return translate(
            "words editor", "Space begins the song. Then press it as each line begins."
        )
    if session.done:
        if session.unit is TapUnit.LINES:
            return translate("words editor", "That was the last line. Save, or go on by syllable.")
        return translate("words editor", "That was the last syllable. Listen once more, or save.")
    if session.unit is TapUnit.SYLLABLES:
        return translate("words editor", "Press Space as the marked syllable begins.")
    return translate("words editor", "Press Space as the large line begins.")


def _measuring(editing: Editing, playing: bool) -> str:
    if not playing:
        return translate(
            "words editor", "Space begins the song. Tap along where the words are timed already."
        )
    delay = delay_measured(editing)
    if delay is None:
        left = ENOUGH_TAPS - len(editing.measured or ())
        return translate("words editor", "Tap with each line, %n more.", None, PLURAL, left)
    return translate(
        "words editor", "Your hand is {n} ms behind. It is taken off from now on."
    ).format(n=whole(delay))


def line_spoken(editing: Editing, line: int, singers: tuple[str, str]) -> str:
    """A line as one sentence, for screen readers."""
    each = editing.session.lines[line]
    if not each.text:
        return translate("words editor", "Verse ends")
    start = editing.session.marks.starts[editing.session.marks.firsts[line]]
    parts = [
        each.text,
        translate("words editor", "at {time}").format(time=stamp(start))
        if start is not None
        else "",
    ]
    if start is None:
        parts[1] = translate("words editor", "no time yet")
    if each.part is not Part.EVERYONE:
        parts.append(voice_name(each.part, singers))
    if editing.session.unit is TapUnit.SYLLABLES:
        parts.append(spelled(each.pieces))
    return listed(parts)


def resume(done: int, total: int) -> str:
    return translate(
        "words editor", "You began here before: {n} of %n have their time.", None, PLURAL, total
    ).format(n=whole(done))


def placed(where: Placed) -> str:
    """The message after saving."""
    if where.beside:
        text = translate("words editor", "Kept beside the song as {file}.").format(
            file=where.file.name
        )
    else:
        text = translate(
            "words editor", "Kept in Lullaby; nothing can be written beside this song."
        )
    if where.kept is not None:
        text += " " + translate("words editor", "What was there before is {file}.").format(
            file=where.kept.name
        )
    if where.tags is TagsOutcome.WRITTEN:
        text += " " + translate("words editor", "The recording carries them too.")
    elif where.tags is TagsOutcome.LEFT_ALONE:
        text += " " + translate("words editor", "The recording itself was left as it was.")
    return text


def not_kept() -> str:
    return translate(
        "words editor",
        "There is no room to keep this just now. The words stay here while Lullaby is open.",
    )


LANGUAGES = ("en", "de", "fr", "cy", "mi", "es", "it", "pt", "nl", "ja", "zh")
"""Languages with rules for syllables, or whose characters are sung one by one, as BCP 47."""


def language_name(code: str) -> str:
    names = {
        "en": translate("words editor", "English"),
        "de": translate("words editor", "German"),
        "fr": translate("words editor", "French"),
        "cy": translate("words editor", "Welsh"),
        "mi": translate("words editor", "Māori"),
        "es": translate("words editor", "Spanish"),
        "it": translate("words editor", "Italian"),
        "pt": translate("words editor", "Portuguese"),
        "nl": translate("words editor", "Dutch"),
        "ja": translate("words editor", "Japanese"),
        "zh": translate("words editor", "Chinese"),
        "": translate("words editor", "Another language"),
    }
    return names.get(code, code)


def no_words_in(name: str, read: Lyrics | None) -> str:
    """Why a chosen file gives nothing to sing."""
    what = None if read is None else reason_of(read)
    if what is None:
        return translate("words editor", "There are no words in “{file}”.").format(file=name)
    text = translate("words editor", "There are no words in “{file}”. {what}")
    return text.format(file=name, what=what_it_is(what, translate))
