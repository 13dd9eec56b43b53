"""The sentences about how late a microphone hears a loudspeaker."""

from lullaby.takes.sound_delay import SoundDelay
from lullaby.ui.text.lists import sentences
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import translate


def title() -> str:
    return translate("recorder", "Three soft tones")


def question() -> str:
    return sentences(
        (
            translate("recorder", "Three soft tones tell how late your microphone hears."),
            translate("recorder", "With headphones, hold them to it. Once is enough."),
        )
    )


def measuring() -> str:
    return translate("recorder", "Listening to the three tones. Please be quiet for six seconds.")


def told(delay: SoundDelay) -> str:
    """What was measured."""
    if not delay.steady:
        return translate(
            "recorder", "This sound card wavers. Recordings are placed by their melody instead."
        )
    text = translate("recorder", "It hears the music {n} ms late. Recordings allow for that now.")
    return text.replace("{n}", whole(delay.ms))


def not_heard() -> str:
    return translate(
        "recorder",
        "The tones were not heard. Make the music a little louder, or hold the headphones to the"
        " microphone.",
    )
