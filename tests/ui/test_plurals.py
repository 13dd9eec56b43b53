"""One of a thing is not called many."""

from lullaby.library.rules import Limit, LimitKind
from lullaby.ui.library.rule_words import _limit
from lullaby.ui.text import sentences


def test_one_minute_is_one_minute() -> None:
    assert sentences.summary(1, (), 1) == "1 song  ·  fades out in 1 minute"
    assert sentences.begin_spoken("Nap", 1) == "Begin Nap, 1 minute"
    assert sentences.begun_spoken("Nap", 1.2) == "Nap, 1 minute"
    assert sentences.begun_spoken("Nap", 30) == "Nap, 30 minutes"


def test_a_playlist_of_one_minute_at_most() -> None:
    assert _limit(Limit(LimitKind.MINUTES, 1)) == "at most 1 minute"
    assert _limit(Limit(LimitKind.MINUTES, 2)) == "at most 2 minutes"
