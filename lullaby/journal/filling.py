"""What an entry can say by itself, from its routine, its hour and its answer."""

from datetime import date, datetime, timedelta

from lullaby.journal.entry import JournalEntry, Kind, Mood, Outcome

OF_ROUTINES = {"bedtime": Kind.BEDTIME, "nap": Kind.NAP, "night_waking": Kind.NIGHT_WAKING}
"""By the value of a built-in routine (`library.routine.BuiltIn`)."""

DAY = range(6, 18)
"""Hours in which one naps."""
EVENING = range(17, 23)
"""Hours in which one is put to bed."""
NOON = timedelta(hours=12)


def kind_of(routine: str, hour: int) -> Kind:
    """What an evening with this routine is for, begun at this hour (0 to 23).

    The routine counts where the hour agrees with it: the bedtime songs at three in the morning are
    a night waking, and those of a night waking at noon soothe somebody who fusses.
    """
    said = OF_ROUTINES.get(routine)
    if said is Kind.NIGHT_WAKING:
        return Kind.FUSSING if hour in DAY else Kind.NIGHT_WAKING
    if said is Kind.NAP:
        return Kind.NAP if hour in DAY or hour in EVENING else Kind.NIGHT_WAKING
    if said is Kind.BEDTIME:
        return Kind.BEDTIME if 6 <= hour <= 23 else Kind.NIGHT_WAKING
    if hour in DAY:
        return Kind.NAP
    return Kind.BEDTIME if hour in EVENING else Kind.NIGHT_WAKING


def after_of(entry: JournalEntry) -> Mood | None:
    """How they were at the end: as told, or as the outcome tells."""
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
    """The evening that a moment belongs to: a night runs from noon to noon."""
    return (moment - NOON).date()


def kind_of_entry(entry: JournalEntry) -> Kind:
    """The kind of an entry: as told or filled then, else as it would be filled now."""
    return entry.kind or kind_of(entry.routine, entry.started_at.hour)
