"""Chooses the next routine: by day the last one chosen, by night that of last night."""

from collections.abc import Sequence

from lullaby.library.routine import BuiltIn, Routine
from lullaby.settings import Settings, in_night_hours


def routine_due(
    routines: Sequence[Routine], settings: Settings, hour: int, just_chosen: bool
) -> Routine:
    """The routine that is due; `just_chosen`: the last choice is recent, and wins at any hour."""
    last = _found(routines, settings.last_routine)
    by_night = settings.night_by_itself and in_night_hours(settings, hour)
    if just_chosen or not by_night:
        return last or routines[0]
    of_nights = _found(routines, settings.last_night_routine)
    if of_nights is None and last is not None and last.built_in is not BuiltIn.NAP:
        of_nights = last
    return of_nights or next((r for r in routines if r.built_in is not BuiltIn.NAP), routines[0])


def _found(routines: Sequence[Routine], wanted: int | None) -> Routine | None:
    return next((routine for routine in routines if routine.id == wanted), None)
