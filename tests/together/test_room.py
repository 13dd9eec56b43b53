"""The sharing room: who gets in, what guests hear, and what their wishes come to."""

import pytest

from lullaby.together.anchor import Anchor
from lullaby.together.events import DeviceKind, GuestsChanged, InvitationChanged
from lullaby.together.guests import hello_proof, wish_mac
from lullaby.together.messages import CloseCode, GuestRole, PageLight, Wish, WishOutcome
from lullaby.together.room import MOST_GUESTS
from lullaby.together.shared_timer import SharedTimer, TimerPhase
from tests.together.test_messages import some_words
from tests.together.visiting import MemoryHouse


def test_a_typed_code_gives_the_words_only() -> None:
    house = MemoryHouse()
    assert house.by_code().hear("welcome")["may"] == "words"
    assert [guest.role for guest in house.guests] == [GuestRole.WORDS]


def test_a_scanned_address_gives_what_it_says() -> None:
    house = MemoryHouse()
    words = house.by_secret(house.words_secret)
    assert words.visitor.hear("welcome")["may"] == "words"
    remote = house.by_secret(house.remote_secret)
    assert remote.visitor.hear("welcome")["may"] == "remote"


def test_without_remotes_there_is_no_such_address() -> None:
    house = MemoryHouse(remote=False)
    assert house.invitation.remote_url is None
    assert house.by_secret(house.words_secret).visitor.hear("welcome")["may"] == "words"


def test_a_guest_hears_at_once_what_plays_where() -> None:
    house = MemoryHouse()
    house.room.show_words(some_words(2))
    house.room.show_anchor(Anchor("suo-gan", 1, 10.0, 500.0, 1.0, True))
    house.room.set_light(PageLight.NIGHT)
    guest = house.by_code()
    assert guest.hear("welcome")["light"] == "night"
    assert guest.hear("words")["title"] == "Suo Gân"
    assert guest.hear("where")["pos"] == 500.0


def test_guests_hear_what_changes_and_strangers_nothing() -> None:
    house = MemoryHouse()
    guest, stranger = house.by_code(), house.visit()
    guest.hear("where")
    house.carry_out(house.room.show_words(some_words(1)))
    house.carry_out(house.room.show_anchor(None))
    house.carry_out(house.room.set_light(PageLight.CONTRAST))
    assert [message["t"] for message in guest.heard] == ["words", "where", "light"]
    assert [message["t"] for message in stranger.heard] == ["nonce"]


def test_only_remotes_are_told_how_much_of_the_evening_is_left() -> None:
    house = MemoryHouse()
    remote, guest = house.remote().visitor, house.by_code()
    assert remote.hear("timer") == {"t": "timer", "phase": None}
    timer = SharedTimer(5.0, 60_000.0, 1_800_000.0, 480_000.0, TimerPhase.PAUSED)
    house.carry_out(house.room.show_timer(timer))
    told = {
        "t": "timer",
        "phase": "paused",
        "at": 5.0,
        "left": 60_000.0,
        "total": 1_800_000.0,
        "fade": 480_000.0,
    }
    assert remote.hear("timer") == told
    assert house.remote().visitor.hear("timer") == told
    assert "timer" not in [message["t"] for message in guest.heard]


def test_the_time_may_be_asked_for_in_the_same_breath_as_the_hello() -> None:
    """A phone saves a way there and back, and is told nothing if its hello is refused."""
    house = MemoryHouse()
    guest, stranger = house.visit(), house.visit()
    guest.say("hello", v=1, code=house.invitation.code)
    guest.say("tick", c0=1)
    assert guest.hear("tock")["c0"] == 1
    stranger.say("hello", v=1, code="000000")
    stranger.say("tick", c0=1)
    assert [message["t"] for message in stranger.heard] == ["nonce"]


def test_a_tick_is_answered_with_the_clock_of_the_anchors() -> None:
    house = MemoryHouse()
    guest = house.by_code()
    house.clock.advance(70)
    guest.say("tick", c0=12.5)
    now = house.clock.monotonic_ms()
    assert guest.hear("tock") == {"t": "tock", "c0": 12.5, "s1": now, "s2": now}


@pytest.mark.parametrize(
    "text",
    ['{"t":"tick","c0":1}', '{"t":"wish","do":"fade","n":1}', "{", '{"t":"hello","v":1}', b"{}"],
)
def test_a_stranger_says_hello_or_goes(text: str | bytes) -> None:
    house = MemoryHouse()
    stranger = house.visit()
    stranger.say_text(text)
    assert stranger.hear_close() in (CloseCode.FORM, CloseCode.CODE)
    assert house.guests == ()
    stranger.say("hello", v=1, code=house.invitation.code)
    assert house.guests == ()


def test_a_second_hello_is_no_message_of_the_protocol() -> None:
    house = MemoryHouse()
    guest = house.by_code()
    guest.say("hello", v=1, code=house.invitation.code)
    assert guest.hear_close() == CloseCode.FORM
    assert house.guests == ()


def test_a_stranger_that_says_nothing_is_gone_after_five_seconds() -> None:
    house = MemoryHouse()
    stranger = house.visit()
    house.pass_time(4_999)
    assert stranger.closed is None
    house.pass_time(1)
    assert stranger.aborted


def test_more_than_forty_messages_a_second_end_a_connection_at_once() -> None:
    house = MemoryHouse()
    guest = house.by_code()
    for _ in range(39):
        guest.say("tick", c0=1)
    assert guest.closed is None
    guest.say("tick", c0=1)
    assert guest.hear_close() == CloseCode.TOO_OFTEN
    assert guest.aborted
    assert house.guests == ()


def test_after_five_wrong_codes_an_address_waits_even_with_the_right_one() -> None:
    house = MemoryHouse()
    assert [house.guess("000000") for _ in range(7)] == [
        *[CloseCode.CODE] * 5,
        *[CloseCode.TOO_OFTEN] * 2,
    ]
    assert house.guess(house.invitation.code) == CloseCode.TOO_OFTEN
    assert house.by_code("127.0.0.3").hear("welcome")
    house.pass_time(12_000)
    assert house.by_code().hear("welcome")


def test_twenty_wrong_codes_from_anywhere_change_the_code() -> None:
    house = MemoryHouse()
    before = house.invitation
    for number in range(20):
        assert house.invitation.code == before.code
        house.guess("000000", f"127.0.1.{number}")
    assert house.invitation.code != before.code
    assert house.invitation.words_url == before.words_url


def test_however_many_addresses_guess_they_get_sixty_tries_and_then_one_a_minute() -> None:
    house = MemoryHouse()
    answers = [house.guess("000000", f"127.1.{n // 250}.{n % 250}") for n in range(500)]
    assert answers.count(CloseCode.CODE) == 60
    house.pass_time(60_000)
    answers = [house.guess("000000", f"127.2.{n // 250}.{n % 250}") for n in range(500)]
    assert answers.count(CloseCode.CODE) == 1


def test_a_code_lasts_ten_minutes() -> None:
    house = MemoryHouse()
    code = house.invitation.code
    house.pass_time(599_999)
    assert house.invitation.code == code
    house.pass_time(1)
    assert house.invitation.code != code
    assert house.guess(code) == CloseCode.CODE


def test_wrong_proofs_cost_no_tries() -> None:
    house = MemoryHouse()
    for _ in range(50):
        stranger = house.by_secret("A" * 22)
        assert stranger.visitor.hear("bye")["why"] == "expired"
        assert stranger.visitor.hear_close() == CloseCode.CODE
    assert house.by_code().hear("welcome")


def test_a_ticket_brings_a_guest_back_as_the_one_it_was() -> None:
    house = MemoryHouse()
    guest = house.by_code()
    ticket = guest.hear("welcome")["ticket"]
    before = house.guests
    guest.hang_up()
    assert house.guests == ()
    back = house.visit()
    back.say("hello", v=1, ticket=ticket)
    assert back.hear("welcome")["ticket"] == ticket
    assert house.guests == before


def test_a_ticket_replaces_the_connection_that_hangs() -> None:
    house = MemoryHouse()
    guest = house.by_code()
    ticket = guest.hear("welcome")["ticket"]
    back = house.visit()
    back.say("hello", v=1, ticket=ticket)
    assert guest.closed == CloseCode.REPLACED
    assert len(house.guests) == 1
    guest.hang_up()
    assert len(house.guests) == 1


def test_a_ticket_that_was_overheard_opens_nothing_without_the_secret() -> None:
    house = MemoryHouse()
    remote = house.by_secret(house.remote_secret)
    ticket = remote.visitor.hear("welcome")["ticket"]
    thief = house.visit("127.0.0.9")
    thief.say("hello", v=1, ticket=ticket)
    assert thief.hear_close() == CloseCode.CODE
    assert remote.visitor.closed is None
    again = house.by_secret(remote.secret, ticket=ticket)
    assert again.visitor.hear("welcome")["ticket"] == ticket


def test_tickets_end_with_the_sharing() -> None:
    house = MemoryHouse()
    guest = house.by_code()
    ticket = guest.hear("welcome")["ticket"]
    house.carry_out(house.room.close())
    assert guest.hear("bye")["why"] == "closed"
    assert guest.hear_close() == CloseCode.GOING_AWAY
    late = house.visit()
    late.say("hello", v=1, ticket=ticket)
    late.say("hello", v=1, code=house.invitation.code)
    assert late.hear_close() == CloseCode.GOING_AWAY
    assert not late.heard


def test_a_guest_that_was_sent_away_does_not_come_back_by_itself() -> None:
    house = MemoryHouse()
    secret = house.words_secret
    sent, stays = house.by_secret(secret), house.by_secret(secret)
    ticket = sent.visitor.hear("welcome")["ticket"]
    kept = stays.visitor.hear("welcome")["ticket"]
    house.carry_out(house.room.disconnect(house.guests[0].id))
    assert sent.visitor.hear("bye")["why"] == "disconnected"
    assert sent.visitor.hear_close() == CloseCode.REFUSED
    assert [guest.number for guest in house.guests] == [2]
    assert house.by_secret(secret, ticket=ticket).visitor.hear_close() == CloseCode.CODE
    stays.visitor.hang_up()
    assert house.by_secret(secret, ticket=kept).visitor.hear("welcome")


def test_another_invitation_leaves_those_who_are_here() -> None:
    house = MemoryHouse()
    remote, before = house.remote(), house.invitation
    house.carry_out(house.room.new_invitation())
    after = house.invitation
    assert isinstance(after, InvitationChanged)
    assert len({before.words_url, after.words_url, before.remote_url, after.remote_url}) == 4
    assert before.code != after.code
    remote.wish("softer", 1)
    assert [wish.wish for wish in house.wishes] == [Wish.SOFTER]


def test_the_guest_after_the_last_is_told_that_it_is_full() -> None:
    house = MemoryHouse()
    for number in range(MOST_GUESTS):
        assert house.by_code(f"127.0.3.{number}").hear("welcome")
    late = house.by_code("127.0.4.1")
    assert late.hear("bye")["why"] == "full"
    assert late.hear_close() == CloseCode.REFUSED
    assert len(house.guests) == MOST_GUESTS


def test_one_address_brings_six_guests() -> None:
    house = MemoryHouse()
    for _ in range(6):
        assert house.by_code().hear("welcome")
    assert house.by_code().hear("bye")["why"] == "full"
    assert house.by_code("127.0.0.3").hear("welcome")


def test_a_ticket_brings_no_seventh_guest_from_one_address() -> None:
    """It did while the connection that it replaced was still there."""
    house = MemoryHouse()
    elsewhere = house.by_code("127.0.0.3")
    ticket = elsewhere.hear("welcome")["ticket"]
    here = [house.by_code() for _ in range(6)]
    moved = house.visit()
    moved.say("hello", v=1, ticket=ticket)
    assert moved.hear("bye")["why"] == "full"
    assert elsewhere.closed is None
    here[0].hang_up()
    again = house.visit()
    again.say("hello", v=1, ticket=ticket)
    assert again.hear("welcome")["ticket"] == ticket
    assert elsewhere.closed == CloseCode.REPLACED
    assert len(house.guests) == 6


def test_guests_are_listed_by_what_they_are() -> None:
    house = MemoryHouse()
    guest = house.visit(user_agent="Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130 Mobile")
    guest.say("hello", v=1, code=house.invitation.code)
    assert [(guest.number, guest.device) for guest in house.guests] == [(1, DeviceKind.ANDROID)]


def test_a_wish_is_reported_and_its_outcome_told() -> None:
    house = MemoryHouse()
    remote = house.remote()
    remote.wish("softer", 7)
    (wish,) = house.wishes
    assert (wish.guest_id, wish.wish) == (house.guests[0].id, Wish.SOFTER)
    assert wish.until_ms == house.clock.monotonic_ms() + 4_000
    house.carry_out(house.room.answer("another", wish.number, WishOutcome.SOFTER))
    house.carry_out(house.room.answer(wish.guest_id, wish.number, WishOutcome.SOFTEST))
    assert remote.visitor.hear("done") == {"t": "done", "n": 7, "what": "softest"}
    house.carry_out(house.room.answer(wish.guest_id, wish.number, WishOutcome.SOFTER))
    assert not remote.visitor.heard


def test_two_wishes_wait_at_most() -> None:
    house = MemoryHouse()
    remote = house.remote()
    for number in (1, 2, 3):
        remote.wish("awake", number)
    assert len(house.wishes) == 2
    assert remote.visitor.hear("done") == {"t": "done", "n": 3, "what": "no"}
    assert remote.visitor.closed is None


def test_a_wish_that_nobody_answers_holds_up_others_for_five_seconds() -> None:
    house = MemoryHouse()
    remote = house.remote()
    remote.wish("awake", 1)
    remote.wish("awake", 2)
    house.pass_time(5_000)
    assert remote.visitor.hear("done")["what"] == "no"
    remote.wish("awake", 3)
    assert len(house.wishes) == 3


@pytest.mark.parametrize("attack", ["no mac", "forged", "other wish", "other number", "replayed"])
def test_a_wish_that_is_not_a_guests_own_is_refused_and_the_third_ends_it(attack: str) -> None:
    house = MemoryHouse()
    remote = house.remote()
    remote.wish("softer", 5)
    fields: dict[str, object] = {"do": "softer", "n": 6}
    match attack:
        case "forged":
            fields["mac"] = "0" * 64
        case "other wish":
            fields["mac"] = wish_mac(remote.secret, remote.nonce, 6, "fade")
        case "other number":
            fields["mac"] = wish_mac(remote.secret, remote.nonce, 5, "softer")
        case "replayed":
            fields = {"do": "softer", "n": 5}
            fields["mac"] = wish_mac(remote.secret, remote.nonce, 5, "softer")
    for attempt in range(3):
        assert remote.visitor.closed is None, attempt
        remote.visitor.say("wish", **fields)
        assert remote.visitor.hear("done")["what"] == "no"
    assert remote.visitor.hear_close() == CloseCode.REFUSED
    assert len(house.wishes) == 1


def test_wishes_out_of_order_count_as_replayed() -> None:
    house = MemoryHouse()
    remote = house.remote()
    remote.wish("softer", 9)
    remote.wish("softer", 8)
    assert remote.visitor.hear("done") == {"t": "done", "n": 8, "what": "no"}
    assert len(house.wishes) == 1


def test_a_wish_of_another_connection_is_worth_nothing() -> None:
    house = MemoryHouse()
    old, new = house.remote(), house.remote()
    old.wish("softer", 1)
    mac = wish_mac(old.secret, old.nonce, 1, "softer")
    new.visitor.say("wish", do="softer", n=1, mac=mac)
    assert new.visitor.hear("done")["what"] == "no"
    assert len(house.wishes) == 1


def test_a_guest_of_the_words_wishes_in_vain() -> None:
    house = MemoryHouse()
    words = house.by_secret(house.words_secret)
    words.wish("softer", 1)
    assert words.visitor.hear("done")["what"] == "no"
    assert not house.wishes


def test_a_secret_is_neither_shown_nor_part_of_what_is_sent() -> None:
    house = MemoryHouse()
    remote = house.remote()
    code, secrets = house.invitation.code, (house.words_secret, house.remote_secret)
    told = str([remote.visitor.heard, house.by_code().heard, house.events])
    assert not any(secret in told for secret in secrets)
    assert code not in told


def test_a_proof_belongs_to_its_connection() -> None:
    house = MemoryHouse()
    first, second = house.visit(), house.visit()
    proof = hello_proof(house.words_secret, first.hear("nonce")["nonce"])
    second.say("hello", v=1, proof=proof)
    assert second.hear_close() == CloseCode.CODE


def test_a_guest_that_leaves_is_no_longer_listed() -> None:
    house = MemoryHouse()
    guest = house.by_code()
    guest.hang_up()
    assert house.events[-1] == GuestsChanged(())
