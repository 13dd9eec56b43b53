"""The sentences of Tonight, without widgets."""

from datetime import datetime, timedelta

from lullaby.audio.port import Device
from lullaby.journal.calm_song import song_when_calm
from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.library.routine import AmbientStep, Routine
from lullaby.session.end_offer import EndOffer
from lullaby.session.finish import Finish
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.ui.text import names
from lullaby.ui.text.lists import all_of, listed
from lullaby.ui.text.locale import clock_time, whole
from lullaby.ui.text.translate import PLURAL, translate


def greeting(hour: int) -> str:
    """By the hour of the day, 0 to 23."""
    if 5 <= hour < 12:
        return translate("tonight", "Good morning")
    if 12 <= hour < 17:
        return translate("tonight", "Good afternoon")
    if 17 <= hour < 22:
        return translate("tonight", "Good evening")
    return translate("tonight", "A quiet hour")


def songs(count: int | None) -> str:
    """None if they have not been counted yet."""
    if count is None:
        return translate("tonight", "your songs")
    return names.songs(count) if count else translate("tonight", "no music")


def routine_line(routine: Routine, count: int | None) -> str:
    """Under a routine's name in the list: 6 songs, rain."""
    ambient = _audible(routine.ambient)
    return listed([*ambient, songs(0)] if count == 0 and ambient else [songs(count), *ambient])


def summary(count: int | None, ambient: tuple[AmbientStep, ...], minutes: int | None) -> str:
    """Under the moon: 6 songs with rain · fades out in 30 minutes."""
    audible = _audible(ambient)
    if count != 0 and audible:
        what = translate("tonight", "{songs} with {bed}").format(
            songs=songs(count), bed=all_of(audible)
        )
    else:
        what = songs(count) if not audible else all_of(_audible(ambient, starts=True))
    if minutes is None:
        return translate("tonight", "{what}  ·  plays until you stop it").format(what=what)
    return translate("tonight", "{what}  ·  fades out in %n minutes", None, PLURAL, minutes).format(
        what=what
    )


def short_summary(count: int | None, ambient: tuple[AmbientStep, ...]) -> str:
    """The folded form: 6 songs, rain."""
    audible = _audible(ambient, starts=count == 0)
    if count != 0:
        return listed([songs(count), *audible])
    return listed(audible) or translate("tonight", "No music")


def _audible(ambient: tuple[AmbientStep, ...], starts: bool = False) -> list[str]:
    """The audible background sounds; `starts` if the first of them starts a line."""
    audible = [sound.name for sound in ambient if sound.step]
    spoken = [names.ambient_in_sentence(name) for name in audible]
    return [names.ambient_at_start(audible[0]), *spoken[1:]] if starts and audible else spoken


def fade_hint(minutes: int | None, fade_minutes: int, finish: Finish) -> str:
    """Under the timer: fades out over the last 8 minutes."""
    if minutes is None:
        return translate("tonight", "plays until you stop it")
    if finish is Finish.SONG:
        return translate("tonight", "then the current song finishes")
    if finish is Finish.PLANNED:
        return translate("tonight", "songs are picked to end around then")
    softer = min(fade_minutes, minutes // 2)
    return translate("tonight", "fades out over the last %n minutes", None, PLURAL, softer)


def calm_offer(state: SessionState) -> str:
    """On the button: They are calm now; afterwards: Calm after 12 minutes. Undo."""
    if state.calm_after_ms is None:
        return translate("tonight", "They are calm now")
    minutes = round(state.calm_after_ms / 60_000)
    if minutes < 1:
        return translate("tonight", "Calm within a minute. Undo")
    return translate("tonight", "Calm after %n minutes. Undo", None, PLURAL, minutes)


def calm_short(state: SessionState) -> str:
    """The same where space is short: They are calm now; Calm after 12 min."""
    if state.calm_after_ms is None:
        return calm_offer(state)
    minutes = round(state.calm_after_ms / 60_000)
    if minutes < 1:
        return translate("tonight", "Calm within a minute")
    return translate("tonight", "Calm after {time}").format(time=names.minutes_short(minutes))


def end_offer_text(offer: EndOffer) -> str:
    """On the button."""
    return {
        EndOffer.FADE: translate("tonight", "Fade out now"),
        EndOffer.KEEP_PLAYING: translate("tonight", "Keep playing"),
        EndOffer.STILL_AWAKE: translate("tonight", "Still awake"),
    }[offer]


def song_of(state: SessionState) -> str:
    """Under the routine's name: song 4 of 6, or the background sounds alone."""
    if state.programme is None:
        return ""
    if state.index is not None:
        return translate("tonight", "song {n} of {all}").format(
            n=whole(state.index + 1), all=whole(len(state.programme.tracks))
        )
    audible = _audible(state.ambient)
    return translate("tonight", "just {bed}").format(bed=all_of(audible)) if audible else ""


def continues_at(programme: Programme) -> str:
    """Where an evening goes on: Suo Gân, song 4 of 6; or with its background sounds."""
    if programme.first < len(programme.tracks):
        return translate("tonight", "{title}, song {n} of {all}").format(
            title=programme.tracks[programme.first].title,
            n=whole(programme.first + 1),
            all=whole(len(programme.tracks)),
        )
    return all_of(_audible(programme.ambient, starts=True))


def time_left(state: SessionState) -> str:
    """The large line under the moon."""
    if state.stage is Stage.PAUSED:
        return translate("tonight", "Paused")
    if state.fade_requested or state.final_fade:
        return translate("tonight", "Fading now")
    if state.last_song:
        return translate("tonight", "Last song, then quiet")
    if state.remaining_ms is None:
        return translate("tonight", "No end set")
    return names.minutes_left(state.remaining_ms)


def times_of_day(state: SessionState) -> str:
    """Under the time left: softer from 3:29 · silent at 3:37."""
    if state.stage is Stage.PAUSED:
        return translate("tonight", "your place is kept")
    if state.silent_at is None:
        return translate("tonight", "Press F to fade out")
    if state.fade_requested:
        return translate("tonight", "silent in a minute")
    if state.final_fade:
        return translate("tonight", "silent in a moment")
    if state.last_song or state.planned:
        return songs_end(state)
    silent = translate("tonight", "silent at {time}").format(time=clock_time(state.silent_at))
    own = state.programme is not None and state.programme.finish is not Finish.FADE
    if own and state.index is not None and state.fade_ms == 0:
        when = clock_time(state.silent_at)
        return translate("tonight", "plays until the song at {time} ends").format(time=when)
    if state.softer_at is None or state.remaining_ms is None or state.fade_ms == 0:
        return silent
    if state.remaining_ms <= state.fade_ms:
        return translate("tonight", "fading out  ·  {silent}").format(silent=silent)
    softer = translate("tonight", "fades from {time}").format(time=clock_time(state.softer_at))
    return f"{softer}  ·  {silent}"


def songs_end(state: SessionState) -> str:
    """How the songs end the evening: ends with “Suo Gân”  ·  silent at 3:37."""
    if state.silent_at is None or state.programme is None:
        return ""
    silent = translate("tonight", "silent at {time}").format(time=clock_time(state.silent_at))
    if state.last_song:
        return translate("tonight", "plays to its end  ·  {silent}").format(silent=silent)
    last = state.programme.tracks[-1].title
    return translate("tonight", "ends with “{song}”  ·  {silent}").format(song=last, silent=silent)


def last_night(entry: JournalEntry | None, now: datetime) -> str:
    """At the foot: Last night: calm after 12 minutes. “Suo Gân” was playing.

    Empty without an answer. It names a song only if that was playing at that minute.
    """
    if entry is None or entry.outcome in (None, Outcome.NOT_THIS_TIME):
        return ""
    if now - entry.started_at > timedelta(hours=36):
        return ""
    minutes, song = entry.minutes_to_calm, song_when_calm(entry)
    if minutes is None:
        calm = (
            translate("tonight", "asleep")
            if entry.outcome is Outcome.ASLEEP
            else translate("tonight", "calmer")
        )
    elif minutes < 1:
        calm = translate("tonight", "calm within a minute")
    else:
        calm = translate("tonight", "calm after {minutes}").format(
            minutes=names.minutes_long(minutes)
        )
    text = (
        translate("tonight", "{when}: {calm}.")
        if song is None
        else translate("tonight", "{when}: {calm}. “{title}” was playing.")
    )
    return text.format(when=_when(entry.started_at, now), calm=calm, title=song and song.name)


def _when(started: datetime, now: datetime) -> str:
    """Last night; earlier today; yesterday."""
    if started.date() == now.date():
        return (
            translate("tonight", "Last night")
            if started.hour < 7
            else translate("tonight", "Earlier today")
        )
    next_session = started.hour >= 17 or started.hour < 7
    return translate("tonight", "Last night") if next_session else translate("tonight", "Yesterday")


def limit_sentence(state: SessionState) -> str:
    if state.at_limit:
        return translate("tonight", "This is the gentle limit.")
    return translate("tonight", "Volume is within the gentle limit.")


def sounding_title(state: SessionState) -> str:
    """What plays, as a title: the song, or Just rain."""
    if state.track is not None:
        return state.track.title
    return _just_ambient(state)


def bar_line(state: SessionState) -> str:
    """Under the title in the bar: Night waking · song 4 of 6, or what it waits for."""
    if state.programme is None:
        return ""
    if state.device is not Device.READY:
        return translate("tonight", "waiting for a speaker")
    name = names.routine_name_of_value(state.programme.routine)
    return f"{name}  ·  {song_of(state)}" if state.index is not None else name


def moon_shares(state: SessionState) -> tuple[float | None, float]:
    """The shares of the timer that remain and that belong to the fade, 0 to 1; None: no end."""
    if state.total_ms is None or state.remaining_ms is None:
        return None, 0.0
    total = max(1, state.total_ms)
    return min(1.0, state.remaining_ms / total), min(1.0, state.fade_ms / total)


def after_songs(state: SessionState) -> str:
    """The last line of what comes next: Just rain. Empty if nothing follows the songs."""
    if state.repeat and not state.last_song:
        return translate("tonight", "This song repeats until the evening ends")
    return _just_ambient(state) if state.index is not None else ""


def _just_ambient(state: SessionState) -> str:
    audible = _audible(state.ambient)
    return translate("tonight", "Just {bed}").format(bed=all_of(audible)) if audible else ""


def begin_spoken(name: str, minutes: int | None) -> str:
    """The moon's accessible name: Begin Night waking, 30 minutes."""
    if minutes is None:
        return translate("tonight", "Begin {name}, no end").format(name=name)
    return translate("tonight", "Begin {name}, {minutes}").format(
        name=name, minutes=names.minutes_long(minutes)
    )


def begun_spoken(name: str, minutes: float | None) -> str:
    """Announced at the press: Night waking, 30 minutes."""
    if minutes is None:
        return translate("tonight", "{name}, no end").format(name=name)
    return translate("tonight", "{name}, {minutes}").format(
        name=name, minutes=names.minutes_long(round(minutes))
    )
