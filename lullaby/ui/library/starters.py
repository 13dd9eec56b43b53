"""Smart playlists to start from, created only when chosen."""

from lullaby.frozen import frozen
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
from lullaby.ui.text.translate import translate

A_MONTH = 30


@frozen
class Starter:
    name: str
    rules: Rules


def starters() -> tuple[Starter, ...]:
    """In the order of the menu; the last one has no rules yet."""
    slow = PaceRule(Pace.SLOW)
    long_ago = LastPlayedRule(LastPlayed.NOT_WITHIN, A_MONTH)
    return (
        Starter(translate("rules", "Slow and with words"), Rules((slow, WordsRule()))),
        Starter(translate("rules", "Has calmed before"), Rules((CalmNightsRule(),))),
        Starter(
            translate("rules", "Slow, not played for a month"),
            Rules((slow, long_ago), order=Order.LONGEST_SINCE),
        ),
        Starter(translate("rules", "Custom rules"), Rules()),
    )
