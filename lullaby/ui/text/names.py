"""Texts for values of the core, shared by the screens."""

from lullaby.audio.port import SpeedPitch
from lullaby.journal.entry import FROM_LIBRARY, Ending, JournalEntry, Outcome
from lullaby.library.routine import BuiltIn, Playlist, Routine, RoutineIcon
from lullaby.library.track import Fault
from lullaby.songbook.pitches import moved_key
from lullaby.ui.text.digits import in_digits
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import signed, whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.units import Bpm, Ms


def routine_name(routine: Routine | Playlist) -> str:
    """The person's name for it, or ours for a built-in one."""
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
    """The name of a routine by its value in a journal row or programme."""
    if value == FROM_LIBRARY:
        return translate("names", "From the Library")
    try:
        return built_in_name(BuiltIn(value))
    except ValueError:
        return value


OWN_ICONS = {
    RoutineIcon.HEART: "heart",
    RoutineIcon.MOON: "moon",
    RoutineIcon.SUN: "sun",
    RoutineIcon.BED: "bed-single",
    RoutineIcon.FEATHER: "feather",
    RoutineIcon.NOTE: "music-2",
    RoutineIcon.BOOK: "book-text",
    RoutineIcon.PEOPLE: "users",
}
"""The drawings for routines of the person's own."""


def icon_name(icon: RoutineIcon) -> str:
    """What the picture of a routine shows, for screen readers."""
    match icon:
        case RoutineIcon.HEART:
            return translate("names", "Heart")
        case RoutineIcon.MOON:
            return translate("names", "Moon")
        case RoutineIcon.SUN:
            return translate("names", "Sun")
        case RoutineIcon.BED:
            return translate("names", "Bed")
        case RoutineIcon.FEATHER:
            return translate("names", "Feather")
        case RoutineIcon.NOTE:
            return translate("names", "Note")
        case RoutineIcon.BOOK:
            return translate("names", "Book")
        case RoutineIcon.PEOPLE:
            return translate("names", "Two people")


def routine_icon(routine: Routine) -> str:
    """The drawing beside a routine's name."""
    return OWN_ICONS[routine.icon] if routine.icon else ROUTINE_ICONS[routine.built_in]


ROUTINE_ICONS: dict[BuiltIn | None, str] = {
    BuiltIn.NIGHT_WAKING: "cloud-moon",
    BuiltIn.BEDTIME: "moon",
    BuiltIn.NAP: "bed",
    BuiltIn.JUST_SOUND: "cloud-rain",
    None: "heart",
}

AMBIENT_NAMES = ("rain", "ocean", "heartbeat", "pink_noise", "brown_noise", "fan", "crickets")
"""The background sounds in the order of their tiles."""

AMBIENT_ICONS: dict[str, str] = {
    "rain": "cloud-rain",
    "ocean": "waves",
    "heartbeat": "heart",
    "pink_noise": "audio-lines",
    "brown_noise": "audio-lines",
    "fan": "fan",
    "crickets": "moon",
}


def ambient_name(name: str) -> str:
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


def ambient_in_sentence(name: str) -> str:
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


def ambient_at_start(name: str) -> str:
    """A background sound at the start of a sentence: Rain; A fan."""
    if name == "fan":
        return translate("names", "A fan", "begins a sentence")
    return ambient_name(name)


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


def outcome_in_sentence(outcome: Outcome | None) -> str:
    match outcome:
        case Outcome.ASLEEP:
            return translate("names", "asleep")
        case Outcome.CALMER:
            return translate("names", "calmer")
        case Outcome.NOT_THIS_TIME:
            return translate("names", "not this time")
        case None:
            return translate("names", "no answer")


def ending_name(ending: Ending | None) -> str:
    match ending:
        case Ending.TIMER:
            return translate("names", "faded out by the timer")
        case Ending.STOPPED:
            return translate("names", "stopped early")
        case Ending.END_OF_LIST:
            return translate("names", "played to the end")
        case Ending.INTERRUPTED:
            return translate("names", "interrupted")
        case None:
            return translate("names", "still running")


def fault_sentence(fault: Fault, note: str = "") -> str:
    """`note` says where in the file the fault is, as `Track.fault_note`."""
    if note:
        return fault_note(note)
    match fault:
        case Fault.MISSING:
            return translate("names", "This file has moved.")
        case Fault.AWAY:
            return translate("names", "Unavailable: its folder is not here right now.")
        case Fault.NO_PERMISSION:
            return translate(
                "names", "We are not allowed to open this one. The original is untouched."
            )
        case Fault.EMPTY:
            return translate("names", "This file is empty. The original is untouched.")
        case Fault.NOT_AUDIO:
            return translate("names", "There is no sound in this one. The original is untouched.")
        case Fault.TOO_MUCH:
            return translate(
                "names", "Its tags are far too large for a song. The original is untouched."
            )
        case Fault.NO_ANSWER:
            return translate(
                "names", "It took too long to read. We will try again at the next scan."
            )
        case Fault.UNREADABLE:
            return translate("names", "We can’t read this one. The original is untouched.")


def sung_by(singer: str) -> str:
    """Under the title of one of the person's own recordings: sung by Ana."""
    return translate("names", "sung by {singer}").replace("{singer}", singer)


def length(duration_ms: Ms | None) -> str:
    """A song's length: 3:12, or 1:02:03; a dash if unknown."""
    if duration_ms is None:
        return "–"
    seconds = round(duration_ms / 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return in_digits(text)


def minutes_left(remaining_ms: Ms) -> str:
    """The text on the moon: 22 minutes left; the last minute counts down in words."""
    if remaining_ms <= 0:
        return translate("names", "Good night")
    minutes = -(-remaining_ms // 60_000)
    return translate("names", "%n minutes left", None, PLURAL, minutes)


def minutes_long(minutes: int) -> str:
    """1 minute; 12 minutes."""
    return translate("names", "%n minutes", None, PLURAL, minutes)


def minutes_short(minutes: int) -> str:
    return translate("names", "%n min", None, PLURAL, minutes)


def minutes_noted(minutes: int | None) -> str:
    """12 min; not noted."""
    return translate("names", "not noted") if minutes is None else minutes_short(minutes)


def days(number: int) -> str:
    return translate("names", "%n days", None, PLURAL, number)


def nights(number: int) -> str:
    return translate("names", "%n nights", None, PLURAL, number)


def beats_a_minute(bpm: Bpm) -> str:
    """64 beats a minute."""
    beats = round(bpm)
    return translate("names", "%n beats a minute", None, PLURAL, beats)


def tempo(bpm: Bpm | None, doubtful: bool = False) -> str:
    """A tempo as a number: 64, or ≈ 62 if in doubt; empty if unknown."""
    if bpm is None:
        return ""
    return f"≈ {whole(bpm)}" if doubtful else whole(bpm)


def key_steps(speed_pitch: SpeedPitch) -> str:
    """The distance from its own key in semitones: −2, 0, +3."""
    return signed(round(speed_pitch.semitones))


def key_words(speed_pitch: SpeedPitch) -> str:
    """The change of key in words; empty if there is none."""
    steps = round(speed_pitch.semitones)
    if not steps:
        return ""
    if steps > 0:
        return translate("names", "%n semitones higher", None, PLURAL, steps)
    return translate("names", "%n semitones lower", None, PLURAL, -steps)


def key_short(key: str, semitones: int) -> str:
    """A key moved by so many semitones, in short form: E♭, F♯m, D dor."""
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


def verses_in_sentence(chosen: tuple[int, ...]) -> str:
    """verse 2; verses 1, 3."""
    numbers, count = listed([whole(verse + 1) for verse in chosen]), len(chosen)
    return translate("names", "verses {numbers}", None, PLURAL, count).format(numbers=numbers)


def verses(chosen: tuple[int, ...] | None) -> str:
    """The chosen verses: All verses, Verse 2, Verses 1, 3."""
    if chosen is None:
        return translate("names", "All verses")
    numbers, count = listed([whole(verse + 1) for verse in chosen]), len(chosen)
    return translate("names", "Verses {numbers}", None, PLURAL, count).format(numbers=numbers)


def fault_note(note: str) -> str:
    """Where in a file its fault is: Line 12, bar 3: the bar has 5 of 6 eighths."""
    line, bar, reason = note.split(":", 2)
    if line == "0" and bar == "0":
        return reason
    if line == "0":
        text = translate("names", "Bar {bar}: {reason}")
    elif bar == "0":
        text = translate("names", "Line {line}: {reason}")
    else:
        text = translate("names", "Line {line}, bar {bar}: {reason}")
    return text.format(line=in_digits(line), bar=in_digits(bar), reason=reason)


def songs(count: int) -> str:
    return translate("names", "%n songs", None, PLURAL, count)


def songs_and_minutes(count: int, duration_ms: Ms) -> str:
    """Under a playlist's name: 6 songs · 16 min."""
    minutes = minutes_short(round(duration_ms / 60_000))
    return f"{songs(count)}  ·  {minutes}" if count else songs(count)


def by_rules(count: int) -> str:
    """Under the name of a smart playlist: By rules · 6 songs."""
    return translate("names", "Smart playlist  ·  {songs}").format(songs=songs(count))


def evening_name(entry: JournalEntry) -> str:
    """What was started, and the background sounds, of a journal row: Night waking, rain."""
    begun = routine_name_of_value(entry.routine)
    if entry.routine == FROM_LIBRARY:
        begun = _from_library(entry)
    return listed([begun, *(ambient_in_sentence(sound) for sound in entry.ambient)])


def _from_library(entry: JournalEntry) -> str:
    """“Suo Gân”, from the Library; “Suo Gân” and 3 more, from the Library."""
    titles = tuple(dict.fromkeys(song.name for song in entry.songs))
    if not titles:
        return translate("names", "From the Library")
    if len(titles) == 1:
        return translate("names", "“{title}”, from the Library").format(title=titles[0])
    more = len(titles) - 1
    text = translate("names", "“{title}” and %n more, from the Library", None, PLURAL, more)
    return text.format(title=titles[0])
