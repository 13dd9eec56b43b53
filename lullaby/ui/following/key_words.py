"""What “Find my key” says."""

from lullaby.audio.port import SpeedPitch
from lullaby.ui.sing.ear_pill import EarTexts
from lullaby.ui.text import names
from lullaby.ui.text.translate import PLURAL, translate


def title() -> str:
    return translate("key", "Find my key")


def ask() -> str:
    return translate("key", "Sing a line you know, as you would for the baby.")


def not_yet() -> str:
    return translate("key", "The key is not sure yet. Sing the line once more.")


def no_microphone() -> str:
    return translate(
        "key", "No microphone. Check that one is plugged in and that Lullaby may use it."
    )


def ear(listening: bool) -> EarTexts:
    if listening:
        stop = translate("key", "Stop listening")
        return EarTexts(translate("key", "Listening"), "", stop, True)
    again = translate("key", "Press here to sing again")
    return EarTexts(translate("key", "The microphone is off"), again, again)


def answer(moved: int) -> str:
    """The title of an answer."""
    if not moved:
        return translate("key", "The song’s own key suits you")
    if moved > 0:
        return translate("key", "%n semitones higher suits you", None, PLURAL, moved)
    return translate("key", "%n semitones lower suits you", None, PLURAL, -moved)


def sung_in(key: str, moved: int) -> str:
    """The key that was sung, by name if the song's own is known."""
    if key:
        name = names.key_name(key, moved)
        return translate("key", "You sang it in {key}.").format(key=name)
    return translate("key", "That is where you sang it.")


def sung_before() -> str:
    return translate("key", "As you sang before. You can sing again at any time.")


def voice_bar() -> str:
    return translate("key", "You, easily")


def song_bar(key: str) -> str:
    if not key:
        return translate("key", "The song")
    return translate("key", "Song in {key}").format(key=names.key_short(key, 0))


def moved_bar(moved: int) -> str:
    return names.key_words(SpeedPitch(semitones=moved))


def all_moved(count: int) -> str:
    return translate("key", "%n songs moved to keys that suit you", None, PLURAL, count)
