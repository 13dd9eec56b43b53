"""What is known of a song's tempo and calm, in plain words."""

from lullaby.library.track import Track
from lullaby.tempo.analysis import CalmReason
from lullaby.tempo.answer import Pace, TempoSource
from lullaby.tempo.tapping import Steadiness
from lullaby.ui.text.lists import clauses, listed
from lullaby.ui.text.translate import translate


def reason_words(reason: CalmReason) -> str:
    words = {
        CalmReason.FEW_ONSETS: translate("tempo", "few notes"),
        CalmReason.MANY_ONSETS: translate("tempo", "many notes"),
        CalmReason.SMOOTH: translate("tempo", "smooth"),
        CalmReason.RESTLESS: translate("tempo", "restless"),
        CalmReason.SOFT_ATTACKS: translate("tempo", "soft attacks"),
        CalmReason.HARD_ATTACKS: translate("tempo", "sharp attacks"),
        CalmReason.SLOW_CHANGES: translate("tempo", "slow changes"),
        CalmReason.QUICK_CHANGES: translate("tempo", "quick changes"),
        CalmReason.EVEN_LEVEL: translate("tempo", "even loudness"),
        CalmReason.UNEVEN_LEVEL: translate("tempo", "changing loudness"),
        CalmReason.CLEAR_SOUND: translate("tempo", "clear"),
        CalmReason.ROUGH_SOUND: translate("tempo", "rough"),
        CalmReason.SLOW_BEAT: translate("tempo", "a slow beat"),
        CalmReason.QUICK_BEAT: translate("tempo", "a quick beat"),
        CalmReason.NO_STEADY_BEAT: translate("tempo", "no steady beat"),
        CalmReason.TOO_LITTLE: translate("tempo", "too little to hear"),
    }
    return words[reason]


def verdict_words(track: Track) -> str:
    """The source of the verdict and the evidence; empty if it comes from the file's tag alone."""
    if track.calms is not None:
        return (
            translate("tempo", "you marked it as calming")
            if track.calms
            else translate("tempo", "you hid it from calm lists")
        )
    if track.tempo.source is TempoSource.CHOSEN:
        return translate("tempo", "you set the tempo")
    if track.tempo.source is TempoSource.TAPPED:
        return translate("tempo", "you tapped it")
    why = listed([reason_words(reason) for reason in track.reasons])
    parts = [translate("tempo", "may be counted at half or double")] if track.tempo.doubtful else []
    if why:
        parts.append(_pace_sentence(track.pace).format(why=why))
    return clauses(parts)


def _pace_sentence(pace: Pace) -> str:
    match pace:
        case Pace.SLOW:
            return translate("tempo", "sounds slow: {why}")
        case Pace.NOT_SLOW:
            return translate("tempo", "does not sound slow: {why}")
        case Pace.UNKNOWN:
            return translate("tempo", "hard to tell: {why}")


def steadiness_words(steadiness: Steadiness) -> str:
    match steadiness:
        case Steadiness.TOO_FEW:
            return translate("tempo", "Tap along, as if you were rocking.")
        case Steadiness.STEADY:
            return translate("tempo", "Your taps are steady.")
        case Steadiness.FAIRLY:
            return translate("tempo", "Your taps are fairly steady.")
        case Steadiness.WANDERING:
            return translate("tempo", "Keep tapping…")
