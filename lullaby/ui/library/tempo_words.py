"""What is known of a song's tempo and calm, in plain words."""

from PySide6.QtCore import QCoreApplication

from lullaby.library.track import Track
from lullaby.tempo.answer import Pace, TempoSource
from lullaby.tempo.heard import Reason
from lullaby.tempo.tapping import Steadiness


def _tr(text: str) -> str:
    return QCoreApplication.translate("tempo", text)


def reason_words(reason: Reason) -> str:
    words = {
        Reason.FEW_ONSETS: _tr("few notes"),
        Reason.MANY_ONSETS: _tr("many notes"),
        Reason.SMOOTH: _tr("smooth"),
        Reason.RESTLESS: _tr("restless"),
        Reason.SOFT_ATTACKS: _tr("soft beginnings"),
        Reason.HARD_ATTACKS: _tr("hard beginnings"),
        Reason.SLOW_CHANGES: _tr("slow changes"),
        Reason.QUICK_CHANGES: _tr("quick changes"),
        Reason.EVEN_LEVEL: _tr("evenly loud"),
        Reason.UNEVEN_LEVEL: _tr("now loud, now soft"),
        Reason.CLEAR_SOUND: _tr("clear"),
        Reason.ROUGH_SOUND: _tr("rough"),
        Reason.SLOW_BEAT: _tr("a slow beat"),
        Reason.QUICK_BEAT: _tr("a quick beat"),
        Reason.NO_STEADY_BEAT: _tr("no steady beat"),
        Reason.TOO_LITTLE: _tr("too little to hear"),
    }
    return words[reason]


def verdict_words(track: Track) -> str:
    """Whose word it is and what speaks for it; empty where only the file itself tells."""
    if track.calms is not None:
        return _tr("you call it calm") if track.calms else _tr("you said: not for us")
    if track.tempo.source is TempoSource.SAID:
        return _tr("the tempo is your word")
    if track.tempo.source is TempoSource.TAPPED:
        return _tr("you tapped it")
    why = ", ".join(reason_words(reason) for reason in track.reasons)
    parts = [_tr("may be counted at half or double")] if track.tempo.doubtful else []
    if why:
        parts.append(_heard(track.pace).format(why=why))
    return "; ".join(parts)


def _heard(pace: Pace) -> str:
    match pace:
        case Pace.SLOW:
            return _tr("sounds slow: {why}")
        case Pace.NOT_SLOW:
            return _tr("does not sound slow: {why}")
        case Pace.UNKNOWN:
            return _tr("hard to tell: {why}")


def steadiness_words(steadiness: Steadiness) -> str:
    match steadiness:
        case Steadiness.TOO_FEW:
            return _tr("Tap along, as you would rock.")
        case Steadiness.STEADY:
            return _tr("Your taps are steady.")
        case Steadiness.FAIRLY:
            return _tr("Your taps are fairly steady.")
        case Steadiness.WANDERING:
            return _tr("Your taps still wander. A few more help.")
