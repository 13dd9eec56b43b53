"""Messages survive the way, and foreign bytes are refused without a crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.leading.wire import (
    LARGEST,
    LARGEST_FRAME,
    LONGEST_NAME,
    EndReason,
    FollowerReport,
    FollowerState,
    Goodbye,
    JoinAnswer,
    JoinRequest,
    LeaderPlace,
    Message,
    SongOffer,
    TimeAnswer,
    TimeQuestion,
    VoiceFrame,
    WireError,
    read,
    shown_name,
    write,
)

numbers = st.integers(0, 2**32 - 1)
moments = st.floats(-1e12, 1e12)
places = st.floats(-60_000, 3_600_000)
names = st.text(st.characters(exclude_categories=["Cs"])).map(shown_name)
messages = st.one_of(
    st.builds(JoinRequest, st.binary(min_size=16, max_size=16), names),
    st.builds(JoinAnswer, names),
    st.builds(TimeQuestion, moments),
    st.builds(lambda asked, came: TimeAnswer(asked, came, came), moments, moments),
    st.builds(SongOffer, numbers, st.binary(min_size=1, max_size=200)),
    st.builds(
        LeaderPlace, numbers, moments, places, st.sampled_from((0.5, 1.0, 1.25)), st.booleans()
    ),
    st.builds(VoiceFrame, numbers, places, moments, st.binary(min_size=1, max_size=LARGEST_FRAME)),
    st.builds(
        FollowerReport, numbers, st.sampled_from(FollowerState), st.just(600.0), numbers, st.just(0)
    ),
    st.builds(Goodbye, st.sampled_from(EndReason)),
)


@given(messages)
def test_a_message_arrives_as_it_was_sent(message: Message) -> None:
    assert read(write(message)) == message


@given(st.binary(max_size=80))
def test_foreign_bytes_are_a_message_of_ours_or_refused(data: bytes) -> None:
    try:
        message = read(data)
    except WireError:
        return
    assert read(write(message)) == message


@given(messages, st.data())
def test_a_message_cut_short_is_no_other_message(message: Message, data: st.DataObject) -> None:
    whole = write(message)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    try:
        assert type(read(cut)) is type(message)
    except WireError:
        return


@pytest.mark.parametrize(
    "message",
    [
        LeaderPlace(1, float("nan"), 0.0, 1.0, True),
        LeaderPlace(1, 0.0, float("inf"), 1.0, True),
        LeaderPlace(1, 0.0, 4e6, 1.0, True),
        LeaderPlace(1, 0.0, 0.0, 3.0, True),
        LeaderPlace(1, 0.0, 0.0, float("nan"), True),
        TimeQuestion(1e300),
        TimeAnswer(0.0, 2.0, 1.0),
        VoiceFrame(1, 0.0, 0.0, b""),
        VoiceFrame(1, 0.0, 0.0, bytes(LARGEST_FRAME + 1)),
        SongOffer(1, b""),
        FollowerReport(1, FollowerState.SINGING, float("nan"), 2, 1),
        FollowerReport(1, FollowerState.SINGING, 600.0, 2, 3),
    ],
)
def test_what_is_out_of_range_is_refused(message: Message) -> None:
    with pytest.raises(WireError):
        read(write(message))


def test_what_is_too_long_is_not_even_sent() -> None:
    with pytest.raises(WireError):
        write(SongOffer(1, bytes(LARGEST)))


def test_a_name_is_one_short_line() -> None:
    assert shown_name("  Gran\n\tma\x00\u202e  ") == "Gran ma"
    assert len(shown_name("a" * 500)) == LONGEST_NAME
    with pytest.raises(WireError):
        read(b"W" + b"a" * 500)
