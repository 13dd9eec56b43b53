"""The numbers of the page to hand over."""

from dataclasses import replace
from datetime import timedelta
from math import inf

from lullaby.journal.entry import EntryId, EntrySong, Help, JournalEntry, Kind, Mood, Outcome
from lullaby.journal.filling import night_of
from lullaby.journal.handover_report import NOTES, handover_report
from lullaby.units import Ms
from tests.fakes import A_NIGHT


def night(day: int, minutes: int | None = 10, **values: object) -> JournalEntry:
    outcome = Outcome.NOT_THIS_TIME if minutes is None else Outcome.ASLEEP
    entry = JournalEntry(EntryId(day + 1), A_NIGHT - timedelta(days=day), outcome=outcome)
    return replace(entry, minutes_to_calm=minutes, routine="bedtime", **values)


def test_no_nights_make_no_page() -> None:
    assert handover_report([], None) is None


def test_three_nights_give_no_minutes() -> None:
    page = handover_report([night(day) for day in range(3)], "Ada")
    assert page is not None
    assert (page.child, page.nights, page.median, page.wakings) == ("Ada", 3, None, None)
    assert page.helps == ()


def test_four_nights_tell_how_long_it_took() -> None:
    page = handover_report([night(0, 20), night(1, None), night(2, 8), night(3, 12)], None)
    assert page is not None
    assert (page.first, page.last) == (night_of(night(3).started_at), night_of(A_NIGHT))
    assert (page.low, page.median, page.high) == (11.0, 16.0, inf)
    assert page.wakings == 1
    assert [entry.id for entry in page.answered] == [4, 3, 2, 1]


def test_nights_without_an_answer_tell_no_minutes() -> None:
    unanswered = [replace(night(day), outcome=None, minutes_to_calm=None) for day in range(4)]
    page = handover_report([*unanswered, night(4)], None)
    assert page is not None
    assert (page.median, page.outcomes[Outcome.ASLEEP]) == (None, 1)
    assert [entry.id for entry in page.answered] == [5]


def test_a_mood_is_counted_where_both_are_known() -> None:
    awake = replace(night(0), outcome=None)
    page = handover_report(
        [replace(awake, before=Mood.CRYING), replace(awake, id=EntryId(7))], "Ada"
    )
    assert page is not None
    assert page.moods == {}


def test_the_strip_has_the_last_four_weeks_and_the_nights_between() -> None:
    page = handover_report([night(0), replace(night(0), id=EntryId(9)), night(2), night(40)], None)
    assert page is not None
    last = night_of(A_NIGHT)
    assert [day for day, _ in page.strip] == [
        last - timedelta(days=ago) for ago in range(27, -1, -1)
    ]
    assert [len(entries) for _, entries in page.strip[-3:]] == [1, 0, 2]
    few = handover_report([night(0), night(2)], None)
    assert few is not None
    assert [len(entries) for _, entries in few.strip] == [1, 0, 1]


def test_the_page_has_the_name_of_the_only_child() -> None:
    ada, both = night(0, children=("Ada",)), night(1, children=("Ada", "Ben"))
    named = [handover_report(nights, None) for nights in ([ada, night(2)], [ada, both], [night(2)])]
    assert [page and page.child for page in named] == ["Ada", None, None]


def test_weeks_begin_as_they_do_where_the_family_lives() -> None:
    """Five nights from a Saturday on are one week, or the end of one and part of the next."""
    ago = range(4, 11)
    saturday = next(day for day in ago if night_of(night(day).started_at).isoweekday() == 6)
    nights = [night(day) for day in range(saturday - 4, saturday + 1)]
    whole, parted = handover_report(nights, None, 6), handover_report(nights, None, 1)
    assert whole is not None
    assert parted is not None
    assert whole.bedtimes is None, "one week tells nothing yet"
    assert parted.bedtimes is not None


def test_the_page_counts_what_was_written_down() -> None:
    songs = (EntrySong(None, "Suo Gân", Ms(1)),)
    nights = [
        night(
            day, 10 + day, songs=songs, helped=(Help.FEEDING,), before=Mood.CRYING, note=f"n{day}"
        )
        for day in range(8)
    ]
    nights += [night(0, None), night(1, 5, kind=Kind.NAP)]
    page = handover_report(nights, None)
    assert page is not None
    assert (page.entries, page.nights) == (10, 8)
    assert page.outcomes[Outcome.NOT_THIS_TIME] == 1
    assert page.kinds == {Kind.BEDTIME: 0, Kind.NAP: 1, Kind.NIGHT_WAKING: 9, Kind.FUSSING: 0}
    assert page.wakings == 1
    assert page.median is not None
    assert 10 < page.median < inf
    assert page.helped == {Help.FEEDING: 8}
    assert page.moods == {(Mood.CRYING, Mood.ASLEEP): 8}
    assert len(page.notes) == NOTES
    assert [row.name for row in page.helps if row.nights == 8][:1] == ["Suo Gân"]
