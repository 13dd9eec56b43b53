"""What the page on phones says, in every language that the application speaks."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTranslator

from lullaby.together.words_page import CountedText, PageTexts, counted
from lullaby.ui.text import names
from lullaby.ui.text.digits import in_digits
from lullaby.ui.text.language import SOURCE
from lullaby.ui.text.language_names import own_name
from lullaby.ui.text.locale import language
from lullaby.ui.text.translate import translate
from lullaby.units import Ms

Translate = Callable[[str, str], str]


def page_texts(folder: Path) -> tuple[PageTexts, ...]:
    """The texts of the page in the application's language, then in English and in every other
    language that `folder` has a file for."""
    own = language()
    offered = {own: _in_language(own, translate, _minutes_left), **dict(_others(folder, own))}
    return tuple(offered.values())


def _others(folder: Path, own: str) -> Iterator[tuple[str, PageTexts]]:
    spoken = own.partition("-")[0]
    if spoken != SOURCE:
        english = QTranslator()
        english.load(str(folder / f"lullaby_{SOURCE}.qm"))  # has only what has a plural
        yield SOURCE, _in_language(SOURCE, lambda _, text: text, _minutes_left_by(english))
    for file in sorted(folder.glob("lullaby_*.qm")):
        other = file.stem.removeprefix("lullaby_").replace("_", "-")
        translator = QTranslator()
        if other.partition("-")[0] not in (spoken, SOURCE) and translator.load(str(file)):
            yield other, _in_language(other, _by(translator), _minutes_left_by(translator))


def _by(translator: QTranslator) -> Translate:
    return lambda context, text: translator.translate(context, text) or text


def _minutes_left(minutes: int) -> str:
    text = names.minutes_left(Ms(minutes * 60_000))
    return text.replace(in_digits(str(minutes)), "{n}")


def _minutes_left_by(translator: QTranslator) -> Callable[[int], str]:
    """The same by a translator that is not installed."""
    text = "%n minutes left"
    return lambda n: (translator.translate("names", text, None, n) or text).replace("%n", "{n}")


def _in_language(
    language: str, translate: Translate, minutes_left: Callable[[int], str]
) -> PageTexts:
    mirrored = QLocale(language).textDirection() is Qt.LayoutDirection.RightToLeft
    counts: dict[str, CountedText] = {"minutes_left": counted(minutes_left)}
    return PageTexts(language, own_name(language), mirrored, _texts(translate), counts)


def _texts(translate: Translate) -> dict[str, str]:
    return {
        "code_title": translate("phone page", "The six digits on the laptop"),
        "code_note": translate("phone page", "Only on this Wi-Fi. Nothing is kept on this phone."),
        "code_wrong": translate("phone page", "That is not the code. Look at the laptop again."),
        "code_wait": translate("phone page", "Wait a moment, then try again."),
        "code_changed": translate("phone page", "The laptop has a new code now."),
        "delete_digit": translate("phone page", "Delete the last digit"),
        "language": translate("phone page", "Language"),
        "joined": translate("phone page", "You’re in"),
        "stays_bright": translate("phone page", "This phone stays bright while you sing."),
        "touch_bright": translate("phone page", "Touch the screen now and then to keep it bright."),
        "pauses_music": translate("phone page", "Other music on this phone may pause meanwhile."),
        "sing_along": translate("phone page", "Sing along"),
        "on_this_phone": translate("phone page", "On this phone"),
        "everything": translate("phone page", "Everything"),
        "first_voice": translate("voices", "Singer 1"),
        "second_voice": translate("voices", "Singer 2"),
        "waiting_title": translate("phone page", "Waiting for the song"),
        "waiting_text": translate(
            "phone page", "The words appear by themselves when someone starts it on the laptop."
        ),
        "wordless_title": translate("phone page", "A song without words"),
        "wordless_text": translate("phone page", "The next words appear here by themselves."),
        "in_time": translate("phone page", "in time"),
        "waiting_for_laptop": translate("phone page", "waiting for the laptop"),
        "settings": translate("phone page", "Words on this phone"),
        "size": translate("phone page", "Size of words"),
        "smaller": translate("phone page", "Smaller words"),
        "larger": translate("phone page", "Larger words"),
        "words": translate("phone page", "Words"),
        "earlier": translate("phone page", "Words earlier"),
        "later": translate("phone page", "Words later"),
        "ms_earlier": translate("phone page", "{ms} ms earlier"),
        "ms_later": translate("phone page", "{ms} ms later"),
        "brightness": translate("phone page", "Brightness"),
        "darker": translate("phone page", "Darker"),
        "brighter": translate("phone page", "Brighter"),
        "meaning": translate("phone page", "Translation"),
        "chords": translate("phone page", "Chords"),
        "capo": translate("phone page", "Capo"),
        "capo_lower": translate("phone page", "Capo one fret lower"),
        "capo_higher": translate("phone page", "Capo one fret higher"),
        "capo_fret": translate("phone page", "fret {fret}"),
        "as_sounding": translate("phone page", "none"),
        "remote": translate("phone page", "Remote"),
        "quieter": translate("phone page", "Quieter"),
        "quieter_hint": translate("phone page", "by one step"),
        "awake": translate("phone page", "Still awake"),
        "awake_hint": translate("phone page", "adds 10 minutes"),
        "fade": translate("phone page", "Fade out"),
        "fade_hint": translate("phone page", "fades over 60 seconds"),
        "keep_playing": translate("phone page", "Keep playing"),
        "keep_playing_hint": translate("phone page", "cancels the fade"),
        "softer_done": translate("phone page", "quieter by one step"),
        "softest_done": translate("phone page", "as quiet as it gets"),
        "awake_done": translate("phone page", "10 more minutes"),
        "fading_done": translate("phone page", "fading"),
        "kept_done": translate("phone page", "keeps playing"),
        "refused_done": translate("phone page", "the laptop did not do that"),
        "paused": translate("tonight", "Paused"),
        "place_kept": translate("tonight", "your place is kept"),
        "fading_now": translate("tonight", "Fading now"),
        "last_song": translate("tonight", "Last song, then quiet"),
        "no_end": translate("tonight", "No end set"),
        "fades_from": translate("tonight", "fades from {time}"),
        "silent_at": translate("tonight", "silent at {time}"),
        "show_words": translate("phone page", "Show the words"),
        "away_title": translate("phone page", "The laptop is not answering."),
        "away_text": translate("phone page", "The words go on at the same tempo. Trying again."),
        "lost_title": translate("phone page", "Lost the laptop"),
        "lost_text": translate("phone page", "Trying again."),
        "good_night": translate("phone page", "Good night"),
        "closed_text": translate("phone page", "The laptop has stopped sharing the words."),
        "disconnected_title": translate("phone page", "The laptop disconnected this phone"),
        "disconnected_text": translate("phone page", "Type the code on the laptop to come back."),
        "replaced_title": translate("phone page", "The words are shown in another tab."),
        "full_title": translate("phone page", "No room for another phone"),
        "full_text": translate("phone page", "Try again when another phone has left."),
        "refused_title": translate("phone page", "The laptop did not let this phone in"),
        "refused_text": translate("phone page", "Look at the laptop for the code."),
        "type_code": translate("phone page", "Type the code"),
        "try_again": translate("phone page", "Try again"),
    }
