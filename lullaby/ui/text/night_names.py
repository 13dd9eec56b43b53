"""Texts for the details of a night: its kind, moods, what else helped."""

from lullaby.journal.entry import Help, Kind, Mood
from lullaby.ui.text.translate import translate


def kind_name(kind: Kind) -> str:
    match kind:
        case Kind.BEDTIME:
            return translate("night", "Bedtime")
        case Kind.NAP:
            return translate("night", "Nap")
        case Kind.NIGHT_WAKING:
            return translate("night", "Night waking")
        case Kind.FUSSING:
            return translate("night", "Fussing")


def kind_in_sentence(kind: Kind) -> str:
    match kind:
        case Kind.BEDTIME:
            return translate("night", "bedtime")
        case Kind.NAP:
            return translate("night", "nap")
        case Kind.NIGHT_WAKING:
            return translate("night", "night waking")
        case Kind.FUSSING:
            return translate("night", "fussing")


def mood_name(mood: Mood) -> str:
    match mood:
        case Mood.ASLEEP:
            return translate("night", "Asleep")
        case Mood.DROWSY:
            return translate("night", "Drowsy")
        case Mood.CALM:
            return translate("night", "Calm")
        case Mood.FUSSY:
            return translate("night", "Fussy")
        case Mood.CRYING:
            return translate("night", "Crying")


def mood_in_sentence(mood: Mood) -> str:
    match mood:
        case Mood.ASLEEP:
            return translate("night", "asleep")
        case Mood.DROWSY:
            return translate("night", "drowsy")
        case Mood.CALM:
            return translate("night", "calm")
        case Mood.FUSSY:
            return translate("night", "fussy")
        case Mood.CRYING:
            return translate("night", "crying")


def help_name(thing: Help) -> str:
    match thing:
        case Help.FEEDING:
            return translate("night", "Feeding")
        case Help.ROCKING:
            return translate("night", "Rocking")
        case Help.SINGING:
            return translate("night", "Singing")
        case Help.RUBBING:
            return translate("night", "Stroking")
        case Help.DUMMY:
            return translate("night", "Dummy / pacifier")
        case Help.NAPPY:
            return translate("night", "Nappy / diaper change")
        case Help.SHUSHING:
            return translate("night", "Shushing")
        case Help.MUSIC:
            return translate("night", "Music")
        case Help.WAITING:
            return translate("night", "Just waiting")
        case Help.OWN_BED:
            return translate("night", "Own bed")
        case Help.SWADDLING:
            return translate("night", "Swaddling")
        case Help.SCREEN:
            return translate("night", "Screen")
