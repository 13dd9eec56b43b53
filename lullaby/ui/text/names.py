"""Words for the values of the core, shared by the screens and ready for translation."""

from datetime import datetime

from PySide6.QtCore import QLocale, QTime

from lullaby.audio.port import SpeedPitch
from lullaby.journal.entry import FROM_LIBRARY, Ending, JournalEntry, Outcome
from lullaby.library.routine import BuiltIn, Playlist, Routine
from lullaby.library.track import Fault
from lullaby.songbook.pitches import moved_key
from lullaby.ui.text.translate import translate
from lullaby.units import Bpm, Ms


def routine_name(routine: Routine | Playlist) -> str:
    """The person's own name for it, or ours for a built-in one."""
    return built_in_name(routine.built_in) if routine.built_in else routine.name


def built_in_name(built_in: BuiltIn) -> str:
    match built_in:
        case BuiltIn.NIGHT_WAKING:
            return translate("names", "Night waking")
        case BuiltIn.BEDTIME:
            return translate("names", "Bedtime")
        case BuiltIn.NAP:
            return translate("names", "Nap")
        case BuiltIn.JUST_SOUND:
            return translate("names", "Just sound")


def routine_name_of_value(value: str) -> str:
    """The name of a routine as a journal row or a programme keeps it."""
    if value == FROM_LIBRARY:
        return translate("names", "From the Library")
    try:
        return built_in_name(BuiltIn(value))
    except ValueError:
        return value


ROUTINE_ICONS: dict[BuiltIn | None, str] = {
    BuiltIn.NIGHT_WAKING: "cloud-moon",
    BuiltIn.BEDTIME: "moon",
    BuiltIn.NAP: "bed",
    BuiltIn.JUST_SOUND: "cloud-rain",
    None: "heart",
}

BED_NAMES = ("rain", "ocean", "heartbeat", "pink_noise", "brown_noise", "fan", "crickets")
"""The background sounds in the order of the Underneath tiles."""

BED_ICONS: dict[str, str] = {
    "rain": "cloud-rain",
    "ocean": "waves",
    "heartbeat": "heart",
    "pink_noise": "audio-lines",
    "brown_noise": "audio-lines",
    "fan": "fan",
    "crickets": "moon",
}


def bed_name(name: str) -> str:
    """A background sound as a title: Rain."""
    match name:
        case "rain":
            return translate("names", "Rain")
        case "ocean":
            return translate("names", "Ocean")
        case "heartbeat":
            return translate("names", "Heartbeat")
        case "pink_noise":
            return translate("names", "Pink noise")
        case "brown_noise":
            return translate("names", "Brown noise")
        case "fan":
            return translate("names", "Fan")
        case "crickets":
            return translate("names", "Night crickets")
        case _:
            return name


def bed_in_sentence(name: str) -> str:
    """A background sound inside a sentence: rain."""
    match name:
        case "rain":
            return translate("names", "rain")
        case "ocean":
            return translate("names", "ocean")
        case "heartbeat":
            return translate("names", "heartbeat")
        case "pink_noise":
            return translate("names", "pink noise")
        case "brown_noise":
            return translate("names", "brown noise")
        case "fan":
            return translate("names", "a fan")
        case "crickets":
            return translate("names", "night crickets")
        case _:
            return name


def outcome_name(outcome: Outcome | None) -> str:
    match outcome:
        case Outcome.ASLEEP:
            return translate("names", "Asleep")
        case Outcome.CALMER:
            return translate("names", "Calmer")
        case Outcome.NOT_THIS_TIME:
            return translate("names", "Not this time")
        case None:
            return translate("names", "No answer")


def ending_name(ending: Ending | None) -> str:
    match ending:
        case Ending.TIMER:
            return translate("names", "faded out by the timer")
        case Ending.STOPPED:
            return translate("names", "stopped by hand")
        case Ending.END_OF_LIST:
            return translate("names", "played to the end")
        case Ending.INTERRUPTED:
            return translate("names", "interrupted")
        case None:
            return translate("names", "still open")


def fault_sentence(fault: Fault, note: str = "") -> str:
    """`note` says where in the file the fault lies, as `Track.fault_note`."""
    if note:
        return fault_note(note)
    match fault:
        case Fault.MISSING:
            return translate("names", "This file has moved.")
        case Fault.AWAY:
            return translate("names", "Away: its folder is not here just now.")
        case Fault.NO_PERMISSION:
            return translate("names", "We may not open this one. The original is untouched.")
        case Fault.EMPTY:
            return translate("names", "This file is empty. The original is untouched.")
        case Fault.NOT_AUDIO:
            return translate("names", "There is no sound in this one. The original is untouched.")
        case Fault.TOO_MUCH:
            return translate(
                "names", "Its tags hold far more than a song’s do. The original is untouched."
            )
        case Fault.NO_ANSWER:
            return translate(
                "names", "It did not answer in time. We look again with the next scan."
            )
        case Fault.UNREADABLE:
            return translate("names", "We can’t read this one. The original is untouched.")


def clock_time(moment: datetime) -> str:
    """The time of day as this place writes it, without seconds: 3:07."""
    return QLocale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)


def hour(hour: int) -> str:
    """A full hour of the day, 0 to 23."""
    return f"{hour}:00"


def length(duration_ms: Ms | None) -> str:
    """A song's length: 3:12, or 1:02:03; a dash when not known."""
    if duration_ms is None:
        return "–"
    seconds = round(duration_ms / 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def minutes_left(remaining_ms: Ms) -> str:
    """What the moon says: 22 minutes left; the last minute counts down in words."""
    minutes = -(-remaining_ms // 60_000)
    if minutes > 1:
        return translate("names", "{n} minutes left").format(n=minutes)
    return (
        translate("names", "1 minute left")
        if remaining_ms > 0
        else translate("names", "Good night")
    )


def minutes_long(minutes: int) -> str:
    """1 minute; 12 minutes."""
    return (
        translate("names", "1 minute")
        if minutes == 1
        else translate("names", "{n} minutes").format(n=minutes)
    )


def minutes_short(minutes: int) -> str:
    return translate("names", "{n} min").format(n=minutes)


def tempo(bpm: Bpm | None, doubtful: bool = False) -> str:
    """The number of a tempo: 64, or ≈ 62 when in doubt; empty when not known."""
    if bpm is None:
        return ""
    return f"≈ {bpm:.0f}" if doubtful else f"{bpm:.0f}"


def key_steps(speed_pitch: SpeedPitch) -> str:
    """How far from its own key: "−2", "as it is", "+3"."""
    steps = round(speed_pitch.semitones)
    return f"{steps:+d}".replace("-", "−") if steps else "0"


def key_words(speed_pitch: SpeedPitch) -> str:
    """The change of key in words; empty where there is none."""
    steps = round(speed_pitch.semitones)
    if not steps:
        return ""
    text = translate("names", "{n} lower") if steps < 0 else translate("names", "{n} higher")
    return text.format(n=abs(steps))


def key_short(key: str, semitones: int) -> str:
    """A key so many semitones higher, in few letters: E♭, F♯m, D dor."""
    note, mode = moved_key(key, semitones)
    return _note(note) + (mode if mode in ("", "m") else f" {mode}")


def key_name(key: str, semitones: int) -> str:
    """The same in words: E♭, F♯ minor, D Dorian."""
    modes = {
        "m": translate("names", "{note} minor"),
        "dor": translate("names", "{note} Dorian"),
        "mix": translate("names", "{note} Mixolydian"),
        "phr": translate("names", "{note} Phrygian"),
        "lyd": translate("names", "{note} Lydian"),
        "loc": translate("names", "{note} Locrian"),
    }
    note, mode = moved_key(key, semitones)
    return modes.get(mode, "{note}").format(note=_note(note))


def _note(name: str) -> str:
    return name.replace("#", "♯").replace("b", "♭")


def verses(chosen: tuple[int, ...] | None) -> str:
    """Which verses are sung: All verses, Verse 2, Verses 1, 3."""
    if chosen is None:
        return translate("names", "All verses")
    numbers = ", ".join(str(verse + 1) for verse in chosen)
    return (
        translate("names", "Verse {n}") if len(chosen) == 1 else translate("names", "Verses {n}")
    ).format(n=numbers)


def fault_note(note: str) -> str:
    """Where in a file its fault lies: Line 12, bar 3: the bar has 5 of 6 eighths."""
    line, bar, reason = note.split(":", 2)
    if line == "0":
        return reason
    where = (
        translate("names", "Line {line}, bar {bar}")
        if bar != "0"
        else translate("names", "Line {line}")
    )
    return f"{where.format(line=line, bar=bar)}: {reason}"


def songs(count: int) -> str:
    return (
        translate("names", "1 song")
        if count == 1
        else translate("names", "{n} songs").format(n=count)
    )


def songs_and_minutes(count: int, duration_ms: Ms) -> str:
    """Under a playlist's name: 6 songs · 16 min."""
    minutes = minutes_short(round(duration_ms / 60_000))
    return f"{songs(count)}  ·  {minutes}" if count else songs(count)


def by_rules(count: int) -> str:
    """Under the name of a smart playlist: By rules · 6 songs."""
    return translate("names", "By rules  ·  {songs}").format(songs=songs(count))


def evening_name(entry: JournalEntry) -> str:
    """What was begun, and the background sounds of a journal row: Night waking, rain."""
    begun = routine_name_of_value(entry.routine)
    if entry.routine == FROM_LIBRARY:
        begun = _from_library(entry)
    names = [begun, *(bed_in_sentence(bed) for bed in entry.beds)]
    return ", ".join(name for name in names if name)


def _from_library(entry: JournalEntry) -> str:
    """“Suo Gân”, from the Library; “Suo Gân” and 3 more, from the Library."""
    titles = tuple(dict.fromkeys(song.title for song in entry.songs))
    if not titles:
        return translate("names", "From the Library")
    if len(titles) == 1:
        return translate("names", "“{title}”, from the Library").format(title=titles[0])
    text = translate("names", "“{title}” and {n} more, from the Library")
    return text.format(title=titles[0], n=len(titles) - 1)
