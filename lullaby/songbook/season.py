"""Decides on which days a seasonal song is offered."""

from datetime import date
from enum import StrEnum

CHRISTMAS_BEGINS = (12, 1)
CHRISTMAS_ENDS = (1, 6)
"""(month, day), inclusive: from 1 December to Epiphany."""


class Season(StrEnum):
    """A season in which a song is sung; most songs have none."""

    CHRISTMAS = "christmas"


def in_season(season: str | None, day: date) -> bool:
    """Whether a song is offered on `day`; always true without a season or for an unknown one."""
    if season != Season.CHRISTMAS:
        return True
    today = (day.month, day.day)
    return today >= CHRISTMAS_BEGINS or today <= CHRISTMAS_ENDS
