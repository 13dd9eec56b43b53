"""What a person is shown of how well the singer is heard."""

from lullaby.following.attention import (
    LOST_AFTER_S,
    SILENT_AFTER_S,
    Attention,
    Hearing,
)

STEP = 0.04


def after(
    attention: Attention, seconds: float, voiced: float, begun: bool, waits: bool
) -> Attention:
    for _ in range(round(seconds / STEP)):
        attention = attention.after(STEP, voiced, begun, waits, STEP)
    return attention


def test_before_anybody_sings_it_is_ready() -> None:
    assert after(Attention(), 5, 0.0, False, False).hearing is Hearing.READY


def test_at_a_line_that_was_chosen_it_is_ready_until_somebody_sings() -> None:
    chosen = after(Attention(), 2, 0.0, True, False)
    assert chosen.hearing is Hearing.READY
    assert after(chosen, 0.5, 1.0, True, False).hearing is Hearing.FOLLOWING


def test_a_pause_is_no_doubt() -> None:
    sung = after(Attention(), 5, 1.0, True, False)
    paused = after(sung, 20, 0.0, True, False)
    assert (sung.hearing, paused.hearing) == (Hearing.FOLLOWING, Hearing.FOLLOWING)
    assert after(paused, 3, 0.0, True, True).hearing is Hearing.UNSURE


def test_after_some_time_of_voice_in_doubt_the_singer_is_lost_and_found_again_at_once() -> None:
    unsure = after(Attention(), LOST_AFTER_S - 0.5, 1.0, True, True)
    lost = after(unsure, 1, 1.0, True, True)
    assert (unsure.hearing, lost.hearing) == (Hearing.UNSURE, Hearing.LOST)
    assert after(lost, 0.04, 1.0, True, False).hearing is Hearing.FOLLOWING


def test_silence_ends_it_and_only_what_was_followed_counts_as_sung() -> None:
    sung = after(Attention(), 10, 1.0, True, False)
    doubted = after(sung, 5, 1.0, True, True)
    stalled = doubted.without_sound(SILENT_AFTER_S)
    assert (stalled.hearing, stalled.sung_s) == (Hearing.SILENT, doubted.sung_s)
    silent = after(doubted, SILENT_AFTER_S + 1, 0.0, True, False)
    assert silent.hearing is Hearing.SILENT
    assert abs(silent.sung_s - 10) < 0.1
