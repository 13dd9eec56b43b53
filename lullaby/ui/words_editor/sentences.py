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
        return translate("words editor", "{n} of %n syllables timed", None, PLURAL, total).format(
            n=whole(done)
        )
    return translate("words editor", "{n} of %n lines timed", None, PLURAL, total).format(
        n=whole(done)
    )


def hint(editing: Editing, playing: bool) -> str:
    """The next thing to do."""
    session = editing.session
    if editing.measured is not None:
        return _measuring(editing, playing)
    if editing.pinned is not None and playing:
        return translate("words editor", "This line repeats. Press R to go on.")
    if not session.lines:
        return translate("words editor", "No words yet.")
    if not playing:
        if session.done:
            return translate("words editor", "Every line is timed. Save, or press Enter to listen.")
        return translate(
            "words editor", "Press Space to start the song, then again as each line starts."
        )
    if session.done:
        if session.unit is TapUnit.LINES:
            return translate("words editor", "That was the last line. Save, or go on by syllable.")
        return translate("words editor", "That was the last syllable. Listen once more, or save.")
    if session.unit is TapUnit.SYLLABLES:
        return translate("words editor", "Press Space as the marked syllable starts.")
    return translate("words editor", "Press Space as the large line starts.")


def _measuring(editing: Editing, playing: bool) -> str:
    if not playing:
        return translate(
            "words editor", "Press Space to start the song, then tap along with the timed words."
        )
    delay = delay_measured(editing)
    if delay is None:
        left = ENOUGH_TAPS - len(editing.measured or ())
        return translate("words editor", "Tap with each line, %n more.", None, PLURAL, left)
    return translate("words editor", "Your taps are {n} ms late. We’ll correct for that.").format(
        n=whole(delay)
    )


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
        parts[1] = translate("words editor", "not timed yet")
    if each.part is not Part.EVERYONE:
        parts.append(voice_name(each.part, singers))
    if editing.session.unit is TapUnit.SYLLABLES:
        parts.append(spelled(each.pieces))
    return listed(parts)


def resume(done: int, total: int) -> str:
    return translate(
        "words editor", "You have unfinished work here: {n} of %n timed.", None, PLURAL, total
    ).format(n=whole(done))


def placed(where: Placed) -> str:
    """The message after saving."""
    if where.beside:
        text = translate("words editor", "Saved beside the song as {file}.").format(
            file=where.file.name
        )
    else:
        text = translate("words editor", "Saved in Lullaby (the song’s folder is read-only).")
    if where.kept is not None:
        text += " " + translate("words editor", "The earlier words are kept as {file}.").format(
            file=where.kept.name
        )
    if where.tags is TagsOutcome.WRITTEN:
        text += " " + translate("words editor", "Also written into the file’s tags.")
    elif where.tags is TagsOutcome.LEFT_ALONE:
        text += " " + translate("words editor", "The recording itself was not changed.")
    return text


def not_kept() -> str:
    return translate(
        "words editor",
        "The disk is full, so this was not saved. The words stay here while Lullaby is open.",
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
