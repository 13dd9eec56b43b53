"""Continues an evening that something cut off: a crash, a power cut, a window closed too early,
or songs that somebody played instead.

Within `AWAKE_MS` of its end the same night goes on, as with "still awake". Later it is another
night of the journal, because the child has slept or been awake in between.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from lullaby.journal.entry import FROM_LIBRARY, Ending, JournalEntry
from lullaby.journal.left_off import LeftOff
from lullaby.library.routine import AmbientStep
from lullaby.library.track import Track
from lullaby.session.finish import Finish
from lullaby.session.state import AWAKE_MS, Programme, SessionState
from lullaby.session.timer import MS_PER_MINUTE
from lullaby.units import Ms

CONTINUED_WITHIN = timedelta(hours=20)
"""An evening that ended longer ago is not offered; so the next evening still begins afresh."""

LEAST_LEFT_MS = 60_000
"""With no more than this left, in ms, an evening was over: a fade to silence takes as long."""

WORTH_RETURNING_MS = 60_000
"""Songs from the library that played for less, in ms, were only tried."""

CUT_OFF = (Ending.INTERRUPTED, Ending.STOPPED)


def left_off(state: SessionState, track_ids: tuple[int, ...]) -> LeftOff:
    """Where the evening is now; `track_ids` are those of its songs."""
    return LeftOff(
        track_ids=track_ids,
        place=state.index,
        position_ms=state.position_ms,
        remaining_ms=state.remaining_ms,
        elapsed_ms=state.elapsed_ms,
        music_step=state.music_step,
        ambient=tuple((sound.name, sound.step) for sound in state.ambient),
        finish=state.programme.finish.value if state.programme else "",
        by_voice=state.vocal_mode.alone,
    )


def can_continue(night: JournalEntry, left: LeftOff, now: datetime) -> bool:
    """Whether this night was stopped early, and recently."""
    if night.ending not in CUT_OFF or night.ended_at is None:
        return False
    enough = left.remaining_ms is None or left.remaining_ms > LEAST_LEFT_MS
    return enough and abs(now - night.ended_at) < CONTINUED_WITHIN


def continued(
    night: JournalEntry, left: LeftOff, known: Sequence[Track], now: datetime, fade_minutes: int
) -> Programme | None:
    """What continues the evening; None if nothing of it can be played any more.

    `known` are the songs that are still there. If the one that was playing is not, the next one
    begins.
    """
    by_id = {int(track.id): track for track in known if track.fault is None}
    place = len(left.track_ids) if left.place is None else left.place
    before = [by_id[each] for each in left.track_ids[:place] if each in by_id]
    after = [by_id[each] for each in left.track_ids[place:] if each in by_id]
    if not after and not any(step for _, step in left.ambient):
        return None
    same_song = bool(after) and int(after[0].id) == left.track_ids[place]
    same_night = night.ended_at is not None and now - night.ended_at <= timedelta(
        milliseconds=AWAKE_MS
    )
    return Programme(
        routine=night.routine,
        tracks=(*before, *after),
        ambient=tuple(AmbientStep(name, step) for name, step in left.ambient),
        music_step=left.music_step,
        minutes=None if left.remaining_ms is None else left.remaining_ms / MS_PER_MINUTE,
        fade_minutes=fade_minutes,
        first=len(before),
        finish=_finish(left.finish),
        by_voice=left.by_voice,
        first_at_ms=left.position_ms if same_song else Ms(0),
        elapsed_ms=left.elapsed_ms if same_night else None,
        reopened=night.id if same_night else None,
    )


def worth_returning(state: SessionState) -> bool:
    """Whether an evening that something else is to replace is one to return to."""
    programme = state.programme
    if not state.changeable or programme is None or not programme.remembered:
        return False
    enough = state.remaining_ms is None or state.remaining_ms > 0
    tried = programme.routine == FROM_LIBRARY and state.elapsed_ms < WORTH_RETURNING_MS
    return enough and not tried


def returning(replaced: SessionState) -> Programme | None:
    """What returns to a replaced evening where it was, as the same night; None without one."""
    programme = replaced.programme
    if programme is None:
        return None
    remaining_ms = replaced.remaining_ms
    return replace(
        programme,
        ambient=replaced.ambient,
        music_step=replaced.music_step,
        minutes=None if remaining_ms is None else remaining_ms / MS_PER_MINUTE,
        first=len(programme.tracks) if replaced.index is None else replaced.index,
        by_voice=replaced.vocal_mode.alone,
        first_at_ms=replaced.position_ms,
        elapsed_ms=replaced.elapsed_ms,
        reopened=replaced.entry,
    )


def _finish(stored: str) -> Finish:
    return next((each for each in Finish if each.value == stored), Finish.FADE)
