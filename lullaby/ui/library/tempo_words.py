"""What is known of a song's tempo and calm, in plain words."""

from PySide6.QtCore import QCoreApplication

from lullaby.library.track import Track
from lullaby.tempo.analysis import CalmReason
from lullaby.tempo.answer import Pace, TempoSource
from lullaby.tempo.tapping import Steadiness


def _tr(text: str) -> str:
    return QCoreApplication.translate("tempo", text)


def reason_words(reason: CalmReason) -> str:
    words = {
        CalmReason.FEW_ONSETS: _tr("few notes"),
        CalmReason.MANY_ONSETS: _tr("many notes"),
        CalmReason.SMOOTH: _tr("smooth"),
        CalmReason.RESTLESS: _tr("restless"),
        CalmReason.SOFT_ATTACKS: _tr("soft beginnings"),
        CalmReason.HARD_ATTACKS: _tr("hard beginnings"),
        CalmReason.SLOW_CHANGES: _tr("slow changes"),
        CalmReason.QUICK_CHANGES: _tr("quick changes"),
        CalmReason.EVEN_LEVEL: _tr("evenly loud"),
        CalmReason.UNEVEN_LEVEL: _tr("now loud, now soft"),
        CalmReason.CLEAR_SOUND: _tr("clear"),
        CalmReason.ROUGH_SOUND: _tr("rough"),
        CalmReason.SLOW_BEAT: _tr("a slow beat"),
        CalmReason.QUICK_BEAT: _tr("a quick beat"),
        CalmReason.NO_STEADY_BEAT: _tr("no steady beat"),
        CalmReason.TOO_LITTLE: _tr("too little to hear"),
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
