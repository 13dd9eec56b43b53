"""Texts about a song's preferences and about who leads it."""

from datetime import date

from lullaby.audio.port import AS_RECORDED
from lullaby.library.song_preferences import Child, SongPreferences
from lullaby.library.take import Take
from lullaby.library.take_list import singers_of
from lullaby.lyrics.prompting import Way
from lullaby.session.vocal_mode import VocalMode
from lullaby.ui.text import names
from lullaby.ui.text.lists import all_of, listed
from lullaby.ui.text.locale import day_of, whole
from lullaby.ui.text.translate import translate
from lullaby.units import Ms

A_LITTLE, MUCH = 0.04, 0.16


def sentence(song_preferences: SongPreferences, child: Child | None) -> str:
    """As with {name}: 2 semitones lower, a little slower. Empty if everything is original."""
    speed_pitch = song_preferences.speed_pitch or AS_RECORDED
    parts = [
        names.key_words(speed_pitch),
        pace(speed_pitch.pace),
        volume(song_preferences.louder or 0),
    ]
    if song_preferences.singing is not None and not song_preferences.singing.with_tune:
        parts.append(translate("kin", "melody off"))
    if song_preferences.singing is not None and song_preferences.singing.verses is not None:
        parts.append(names.verses_in_sentence(song_preferences.singing.verses))
    if song_preferences.swapped:
        parts.append(translate("kin", "parts swapped"))
    text = listed(parts)
    if not text:
        return ""
    if child is None:
        return translate("kin", "Your version: {how}").format(how=text)
    return translate("kin", "Your version with {name}: {how}").format(name=child.name, how=text)


def pace(share: float) -> str:
    """A speed relative to the recording, in words; empty if they are equal."""
    off = abs(share - 1.0)
    if off < A_LITTLE:
        return ""
    if share < 1.0:
        return (
            translate("kin", "much slower") if off > MUCH else translate("kin", "a little slower")
        )
    return translate("kin", "a little faster")


def volume(steps: int) -> str:
    if not steps:
        return ""
    return translate("kin", "a little softer") if steps < 0 else translate("kin", "a little louder")


def moved_words(earlier_ms: Ms) -> str:
    """Words 150 ms earlier; empty if they are on time."""
    if not earlier_ms:
        return ""
    text = (
        translate("kin", "words {n} ms earlier")
        if earlier_ms > 0
        else translate("kin", "words {n} ms later")
    )
    return text.format(n=whole(abs(earlier_ms)))


def steps_of_time(earlier_ms: Ms) -> str:
    """For a stepper: 150 ms earlier, on time."""
    if not earlier_ms:
        return translate("kin", "on time")
    text = (
        translate("kin", "{n} ms earlier") if earlier_ms > 0 else translate("kin", "{n} ms later")
    )
    return text.format(n=whole(abs(earlier_ms)))


def cleared(child: Child | None) -> str:
    if child is None:
        return translate("kin", "Reset this song")
    return translate("kin", "Same for everyone, not only {name}").format(name=child.name)


def way(vocal_mode: VocalMode) -> str:
    """What moves the words of a singer without a recording."""
    prompt = vocal_mode.prompt
    if prompt.way is Way.HAND:
        return translate("kin", "Space or → for the next line")
    if prompt.way is Way.VOICE:
        return translate("kin", "The words follow your voice")
    if prompt.way is Way.TAP:
        bpm = prompt.taps.bpm
        if bpm is None:
            return translate("kin", "Tap Space as you rock")
        beats = names.beats_a_minute(bpm)
        how = (
            translate("kin", "steady")
            if prompt.taps.steady
            else translate("kin", "finding your beat")
        )
        return listed((beats, how))
    percent = round(100 * prompt.speed)
    return (
        translate("kin", "At its own tempo")
        if percent == 100
        else translate("kin", "{n} % of its tempo").format(n=whole(percent))
    )


def leading(vocal_mode: VocalMode) -> str:
    if vocal_mode.refused:
        return translate("kin", "The recording can’t play right now")
    return translate("kin", "Singing without music")


def itself() -> str:
    """The choice of no recording."""
    return translate("kin", "The song itself")


def recording(take: Take, today: date) -> str:
    """Ana · 3 December."""
    return f"{all_of(singers_of(take))} · {day_of(take.facts.recorded_at.date(), today)}"
