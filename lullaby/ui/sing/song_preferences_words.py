"""What is said of how a song is sung, and of who leads it."""

from PySide6.QtCore import QCoreApplication

from lullaby.audio.port import AS_RECORDED
from lullaby.library.song_preferences import Child, SongPreferences
from lullaby.lyrics.prompting import Way
from lullaby.session.vocal_mode import VocalMode
from lullaby.ui.text import names
from lullaby.units import Ms

A_LITTLE, MUCH = 0.04, 0.16


def _tr(text: str) -> str:
    return QCoreApplication.translate("kin", text)


def sentence(song_preferences: SongPreferences, child: Child | None) -> str:
    """As with Mila: 2 lower, a little slower. Empty where all is as it came."""
    speed_pitch = song_preferences.speed_pitch or AS_RECORDED
    parts = [
        names.key_words(speed_pitch),
        pace(speed_pitch.pace),
        volume(song_preferences.louder or 0),
    ]
    if song_preferences.singing is not None and not song_preferences.singing.with_tune:
        parts.append(_tr("without the tune"))
    if song_preferences.singing is not None and song_preferences.singing.verses is not None:
        parts.append(names.verses(song_preferences.singing.verses).lower())
    if song_preferences.swapped:
        parts.append(_tr("parts swapped"))
    said = ", ".join(part for part in parts if part)
    if not said:
        return ""
    if child is None:
        return _tr("As you sing it: {how}").format(how=said)
    return _tr("As with {name}: {how}").format(name=child.name, how=said)


def pace(share: float) -> str:
    """A pace against the recording's own, in words; empty where they are the same."""
    off = abs(share - 1.0)
    if off < A_LITTLE:
        return ""
    if share < 1.0:
        return _tr("much slower") if off > MUCH else _tr("a little slower")
    return _tr("a little faster")


def volume(steps: int) -> str:
    if not steps:
        return ""
    return _tr("a little softer") if steps < 0 else _tr("a little louder")


def moved_words(earlier_ms: Ms) -> str:
    """Words 150 ms earlier; empty where they are on time."""
    if not earlier_ms:
        return ""
    text = _tr("words {n} ms earlier") if earlier_ms > 0 else _tr("words {n} ms later")
    return text.format(n=abs(earlier_ms))


def steps_of_time(earlier_ms: Ms) -> str:
    """For a stepper: 150 ms earlier, on time."""
    if not earlier_ms:
        return _tr("on time")
    text = _tr("{n} ms earlier") if earlier_ms > 0 else _tr("{n} ms later")
    return text.format(n=abs(earlier_ms))


def cleared(child: Child | None) -> str:
    if child is None:
        return _tr("As the song came")
    return _tr("As with everybody, not only {name}").format(name=child.name)


def way(vocal_mode: VocalMode) -> str:
    """What moves the words of a singer without a recording."""
    prompt = vocal_mode.prompt
    if prompt.way is Way.HAND:
        return _tr("Space or → turns the line")
    if prompt.way is Way.TAP:
        bpm = prompt.taps.bpm
        if bpm is None:
            return _tr("Tap Space as you rock")
        beats = _tr("{n} beats a minute").format(n=f"{bpm:.0f}")
        how = _tr("steady") if prompt.taps.steady else _tr("finding your beat")
        return f"{beats}, {how}"
    percent = round(100 * prompt.speed)
    return _tr("At its own pace") if percent == 100 else _tr("{n} % of its pace").format(n=percent)


def leading(vocal_mode: VocalMode) -> str:
    if vocal_mode.refused:
        return _tr("The recording cannot come just now")
    return _tr("Your voice leads")
