"""What the singer's bar says while the words follow a voice."""

from lullaby.following.attention import Hearing
from lullaby.following.listening import End
from lullaby.ui.sing.ear_pill import EarTexts
from lullaby.ui.text.translate import translate


def ear(hearing: Hearing | None) -> EarTexts:
    """Texts of the ear; None while the microphone is closed."""
    stop = translate("voice", "Stop listening")
    match hearing:
        case Hearing.READY:
            return EarTexts(translate("voice", "Sing when you like"), "", stop, True)
        case Hearing.FOLLOWING:
            return EarTexts(translate("voice", "Following your voice"), "", stop, True)
        case Hearing.UNSURE:
            return EarTexts(translate("voice", "Following your voice"), "", stop)
        case Hearing.LOST:
            how = translate("voice", "Go on, or tap your line")
            return EarTexts(translate("voice", "I lost you"), how, stop)
        case Hearing.SILENT | None:
            return EarTexts(
                translate("voice", "The microphone is off"),
                translate("voice", "Press here to sing on"),
                translate("voice", "Listen again"),
            )


def privacy() -> str:
    return translate(
        "voice",
        "This is new: try it. Nothing is recorded. The microphone is off again when you leave.",
    )


def ended(end: End) -> tuple[str, str]:
    """Why the words do not follow the voice any more, and what to do."""
    if end is End.NO_MICROPHONE:
        return (
            translate("voice", "No microphone. The words go on at your pace."),
            translate("voice", "Check that one is plugged in and that Lullaby may use it."),
        )
    if end is End.TOO_SLOW:
        return (
            translate("voice", "This computer is too busy to follow your voice."),
            translate("voice", "The words go on at your pace."),
        )
    return (
        translate("voice", "Following your voice has stopped."),
        translate("voice", "The words go on at your pace."),
    )
