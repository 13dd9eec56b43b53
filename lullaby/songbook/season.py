"""When the songs of a season are sung. The rest of the year they rest."""

from datetime import date

from lullaby.songbook.notes import Season

CHRISTMAS_BEGINS = (12, 1)
CHRISTMAS_ENDS = (1, 6)
"""(Month, day), both inside: from the first door of the calendar to Epiphany."""


def in_season(season: str | None, day: date) -> bool:
    """Whether a song is sung on that day; one without a season is sung on every day.

    A season that is not known keeps nothing back.
    """
    if season != Season.CHRISTMAS:
        return True
    today = (day.month, day.day)
    return today >= CHRISTMAS_BEGINS or today <= CHRISTMAS_ENDS
