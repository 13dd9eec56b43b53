"""Smart playlists to begin with. They are offered, and made only when one is chosen."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from lullaby.library.rules import (
    CalmNightsRule,
    LastPlayed,
    LastPlayedRule,
    Order,
    PaceRule,
    Rules,
    WordsRule,
)
from lullaby.tempo.answer import Pace

A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Starter:
    name: str
    rules: Rules


def _tr(text: str) -> str:
    return QCoreApplication.translate("rules", text)


def starters() -> tuple[Starter, ...]:
    """In the order of the menu; the last one leaves everything to the person."""
    slow = PaceRule(Pace.SLOW)
    long_ago = LastPlayedRule(LastPlayed.NOT_WITHIN, A_MONTH)
    return (
        Starter(_tr("Slow and with words"), Rules((slow, WordsRule()))),
        Starter(_tr("Has calmed before"), Rules((CalmNightsRule(),))),
        Starter(
            _tr("Slow, not heard for a month"), Rules((slow, long_ago), order=Order.LONGEST_SINCE)
        ),
        Starter(_tr("Rules of my own"), Rules()),
    )
