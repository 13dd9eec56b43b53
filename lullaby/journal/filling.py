"""Fills in an entry's missing details from its routine, hour and outcome."""

from datetime import date, datetime, timedelta

from lullaby.journal.entry import JournalEntry, Kind, Mood, Outcome

OF_ROUTINES = {"bedtime": Kind.BEDTIME, "nap": Kind.NAP, "night_waking": Kind.NIGHT_WAKING}
"""Kinds by the value of a built-in routine (`library.routine.BuiltIn`)."""

DAY = range(6, 18)
"""Hours of naps."""
EVENING = range(17, 23)
"""Hours of bedtime."""
NOON = timedelta(hours=12)


def kind_of(routine: str, hour: int) -> Kind:
    """The kind of an evening with this routine, started at this hour (0 to 23).

    The routine counts only if the hour agrees: a bedtime routine at three in the morning is a night
    waking, and a night-waking routine at noon is soothing.
    """
    of_routine = OF_ROUTINES.get(routine)
    if of_routine is Kind.NIGHT_WAKING:
        return Kind.FUSSING if hour in DAY else Kind.NIGHT_WAKING
    if of_routine is Kind.NAP:
        return Kind.NAP if hour in DAY or hour in EVENING else Kind.NIGHT_WAKING
    if of_routine is Kind.BEDTIME:
        return Kind.BEDTIME if 6 <= hour <= 23 else Kind.NIGHT_WAKING
    if hour in DAY:
        return Kind.NAP
    return Kind.BEDTIME if hour in EVENING else Kind.NIGHT_WAKING


def after_of(entry: JournalEntry) -> Mood | None:
    """The mood at the end: as entered, else derived from the outcome."""
    if entry.after is not None:
        return entry.after
    match entry.outcome:
        case Outcome.ASLEEP:
            return Mood.ASLEEP
        case Outcome.CALMER:
            return Mood.CALM
        case _:
            return None


def night_of(moment: datetime) -> date:
    """The date of the night that a moment belongs to; a night runs from noon to noon."""
    return (moment - NOON).date()


def kind_of_entry(entry: JournalEntry) -> Kind:
    """The kind of an entry: as stored, else as it would be filled in now."""
    return entry.kind or kind_of(entry.routine, entry.started_at.hour)
