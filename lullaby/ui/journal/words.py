"""The sentences of the Journal, without widgets."""

from datetime import datetime, timedelta

from lullaby.journal.entry import Ending, EntrySong, JournalEntry, Outcome
from lullaby.journal.summary import Pattern
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import clock_time, day_of, weekday, whole
from lullaby.ui.text.translate import PLURAL, translate

LEAST_SUNG_MS = 30_000
"""Less singing than this is not told in minutes."""


def when(entry: JournalEntry, now: datetime) -> str:
    """Last night, 3:07; Saturday, 19:40; 3 May, 2:15."""
    started = entry.started_at
    time = clock_time(started)
    days = (now.date() - started.date()).days
    if started.hour < 12 and days == 0:
        day = (
            translate("journal", "Last night")
            if started.hour < 7
            else translate("journal", "This morning")
        )
    elif days == 0:
        day = translate("journal", "Today")
    elif days == 1 and started.hour >= 19 and now - started < timedelta(hours=20):
        day = translate("journal", "Last night")
    elif 0 < days < 7:
        day = weekday(started)
    else:
        day = day_of(started, now)
    return listed((day, time))


def what(entry: JournalEntry) -> str:
    """12 min · Night waking, rain; without an answer, calm after 12 min or how it ended."""
    next_session = names.evening_name(entry)
    if entry.outcome is Outcome.NOT_THIS_TIME:
        first = names.outcome_in_sentence(entry.outcome)
    elif entry.outcome is None and entry.minutes_to_calm is not None:
        first = _calm_after(entry.minutes_to_calm)
    elif entry.outcome is None:
        first = (
            names.ending_name(entry.ending)
            if entry.ending
            else translate("journal", "added by you")
        )
    elif entry.minutes_to_calm is not None:
        first = names.minutes_short(entry.minutes_to_calm)
    else:
        first = names.outcome_in_sentence(entry.outcome)
    return "  ·  ".join(part for part in (first, next_session) if part)


def _calm_after(minutes: int) -> str:
    if minutes < 1:
        return translate("journal", "calm within a minute")
    return translate("journal", "calm after {time}").format(time=names.minutes_short(minutes))


def spoken(entry: JournalEntry, now: datetime) -> str:
    """A row as one sentence for a screen reader."""
    parts = [names.outcome_name(entry.outcome), when(entry, now), what(entry), entry.note]
    return listed([each for part in parts for each in part.split("  ·  ")])


def quoted(note: str) -> str:
    return translate("journal", "“{note}”").format(note=note) if note else ""


def sentence(pattern: Pattern | None) -> tuple[str, str]:
    """The sentence at the top, and its basis."""
    if pattern is None:
        return translate("journal", "A few more nights and a pattern may show."), ""
    minutes = names.minutes_long(pattern.median_minutes)
    if pattern.median_minutes < 1:
        minutes = translate("journal", "less than a minute")
    text = translate("journal", "Calm has usually come after about {minutes}.").format(
        minutes=minutes
    )
    if pattern.sound is not None:
        text = translate(
            "journal", "On nights with {bed}, calm came after about {minutes}."
        ).format(bed=names.ambient_in_sentence(pattern.sound), minutes=minutes)
    nights = pattern.nights
    source = translate(
        "journal", "From %n nights. Your pattern so far, not a promise.", None, PLURAL, nights
    )
    return text, source


def empty_sentence() -> str:
    return translate(
        "journal", "After a session, note with one tap how it went. It will appear here."
    )


def songs_played(entry: JournalEntry) -> str:
    """Songs with their minutes, the levels, and how it ended."""
    parts = [listed(_songs(entry)), _levels(entry), ending(entry)]
    return "  ·  ".join(part for part in parts if part)


def _songs(entry: JournalEntry) -> list[str]:
    """Suo Gân (3 min, sung along), or sung for 2 min where that was heard.

    Two songs with the same title are listed separately."""
    played: dict[tuple[int | None, str], int] = {}
    for song in entry.songs:
        played[_which(song)] = played.get(_which(song), 0) + song.played_ms
    sung = {_which(song) for song in entry.songs if song.sung}
    heard: dict[tuple[int | None, str], int] = {}
    for song in entry.songs:
        heard[_which(song)] = heard.get(_which(song), 0) + song.sung_ms
    found = []
    for which, ms in played.items():
        text = translate("journal", "{title} ({minutes})")
        if heard[which] >= LEAST_SUNG_MS:
            text = translate("journal", "{title} ({minutes}, sung for {sung})")
        elif which in sung:
            text = translate("journal", "{title} ({minutes}, sung along)")
        minutes, singing = (
            names.minutes_short(max(1, round(each / 60_000))) for each in (ms, heard[which])
        )
        found.append(text.format(title=which[1], minutes=minutes, sung=singing))
    return found


def _which(song: EntrySong) -> tuple[int | None, str]:
    return song.track_id, song.name


def _levels(entry: JournalEntry) -> str:
    """Music at 8 of 20, rain at 4."""
    steps = dict(zip(entry.ambient, entry.ambient_steps, strict=False))
    ambient = [
        translate("journal", "{bed} {step} of 20").format(
            bed=names.ambient_in_sentence(sound), step=whole(step)
        )
        for sound, step in steps.items()
    ]
    if entry.music_step is None:
        return listed(ambient)
    music = translate("journal", "music volume {step} of 20").format(step=whole(entry.music_step))
    return listed((music, *ambient))


def ending(entry: JournalEntry) -> str:
    """Still awake at 12 min, then faded out by the timer."""
    ended = names.ending_name(entry.ending) if entry.ending else ""
    if entry.ending is Ending.TIMER:
        ended = {
            "song": translate("journal", "ended with the song"),
            "planned": translate("journal", "ended with the last song, as planned"),
        }.get(entry.finish, ended)
    if not entry.awake_ms:
        return ended
    at = [names.minutes_short(max(1, round(ms / 60_000))) for ms in entry.awake_ms]
    awake = translate("journal", "still awake after {minutes}").format(minutes=listed(at))
    return (
        translate("journal", "{awake}, then {ended}").format(awake=awake, ended=ended)
        if ended
        else awake
    )
