"""Words for what may be told of a night: what for, how they were, what else helped."""

from PySide6.QtCore import QCoreApplication

from lullaby.journal.entry import Help, Kind, Mood


def _tr(text: str) -> str:
    return QCoreApplication.translate("night", text)


def kind_name(kind: Kind) -> str:
    match kind:
        case Kind.BEDTIME:
            return _tr("Bedtime")
        case Kind.NAP:
            return _tr("Nap")
        case Kind.NIGHT_WAKING:
            return _tr("Night waking")
        case Kind.FUSSING:
            return _tr("Fussing")


def mood_name(mood: Mood) -> str:
    match mood:
        case Mood.ASLEEP:
            return _tr("Asleep")
        case Mood.DROWSY:
            return _tr("Drowsy")
        case Mood.CALM:
            return _tr("Calm")
        case Mood.FUSSY:
            return _tr("Fussy")
        case Mood.CRYING:
            return _tr("Crying")


def help_name(thing: Help) -> str:
    match thing:
        case Help.FEEDING:
            return _tr("Feeding")
        case Help.ROCKING:
            return _tr("Rocking")
        case Help.SINGING:
            return _tr("Singing")
        case Help.RUBBING:
            return _tr("Rubbing")
        case Help.DUMMY:
            return _tr("Dummy")
        case Help.NAPPY:
            return _tr("Nappy")
        case Help.SHUSHING:
            return _tr("Shushing")
        case Help.MUSIC:
            return _tr("Music")
        case Help.WAITING:
            return _tr("Waiting")
        case Help.OWN_BED:
            return _tr("Own bed")
        case Help.SWADDLING:
            return _tr("Swaddling")
        case Help.SCREEN:
            return _tr("A screen")
