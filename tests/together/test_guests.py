"""Who comes in by what they know: codes, proofs, tickets, and what a browser runs on."""

import random

import pytest

from lullaby.together.events import DeviceKind
from lullaby.together.guests import (
    GuestBook,
    device_kind,
    hello_proof,
    new_code,
    new_secret,
    wish_is_proven,
    wish_mac,
)
from lullaby.together.messages import GuestRole, Hello, Wish, WishMessage
from tests.fakes import FakeClock

SECRET, NONCE = "A" * 22, "B" * 22


def book(remote: bool = True, clock: FakeClock | None = None) -> GuestBook:
    return GuestBook(clock or FakeClock(), remote, random.Random(4).randbytes)


HELLO_PROOF = "bf132605d4ee8ad466bc2cf0cf7a573053e12694ba01bc2598fc215b8d44eb56"
WISH_MAC = "53ef37d0f0c4fa06af71dfe131e6c96359839d1dae6ef0e71f72bcadd762808d"
"""By `printf 'hello|NONCE' | openssl dgst -sha256 -hmac SECRET`; the other with another text."""


def test_proofs_are_those_of_any_other_program() -> None:
    assert hello_proof(SECRET, NONCE) == HELLO_PROOF
    assert wish_mac(SECRET, NONCE, 7, "softer") == WISH_MAC


def test_a_code_has_six_digits_and_is_another_one_each_time() -> None:
    zeros = iter((b"\x00" * 8, b"\x00" * 8, b"\x00" * 7 + b"\x07"))
    assert new_code(lambda _: next(zeros)) == "000000"
    assert new_code(lambda _: next(zeros), "000000") == "000007"
    assert new_code((1_000_003).to_bytes) == "000003"
    assert new_code(lambda size: bytes([size])) == "000008", "64 bits: no code is likelier"


def test_a_secret_is_128_bits_that_an_address_may_hold() -> None:
    asked: list[int] = []

    def entropy(size: int) -> bytes:
        asked.append(size)
        return b"\xff" * size

    assert new_secret(entropy) == "_" * 21 + "w"
    assert asked == [16]


def test_each_secret_proves_its_own_role() -> None:
    some = book()
    invitation = some.invitation
    assert invitation.remote_secret is not None
    for secret, role in (
        (invitation.words_secret, GuestRole.WORDS),
        (invitation.remote_secret, GuestRole.REMOTE),
    ):
        hello = Hello(proof=hello_proof(secret, NONCE))
        assert some.proven(hello, NONCE) == (role, secret)
        assert some.proven(hello, "C" * 22) is None
    assert some.proven(Hello(), NONCE) is None


def test_guests_that_were_away_longest_are_forgotten_first_and_none_that_is_here() -> None:
    some = book()
    here = some.add(DeviceKind.TV, GuestRole.WORDS, None)
    here.connection = 1
    away = [some.add(DeviceKind.IPHONE, GuestRole.WORDS, None) for _ in range(256)]
    known = [one for one in (here, *away) if some.returning(Hello(ticket=one.ticket), NONCE)]
    assert known == [here, *away[1:]]
    assert [one.guest.number for one in known] == [1, *range(3, 258)]


def test_all_are_forgotten_at_the_end_and_nothing_old_opens() -> None:
    some = book()
    guest = some.add(DeviceKind.TV, GuestRole.WORDS, None)
    before = some.invitation
    some.clear()
    assert some.returning(Hello(ticket=guest.ticket), NONCE) is None
    assert some.invitation != before
    assert some.proven(Hello(proof=hello_proof(before.words_secret, NONCE)), NONCE) is None
    assert not some.right_code(before.code, "127.0.0.2")


def test_another_code_is_due_after_ten_minutes_each_time() -> None:
    clock = FakeClock()
    some = book(clock=clock)
    for _ in range(3):
        before = some.invitation
        clock.advance(599_999)
        assert not some.renew_code_if_due()
        clock.advance(1)
        assert some.renew_code_if_due()
        assert some.invitation.code != before.code
        assert some.invitation.words_secret == before.words_secret


def test_twenty_wrong_codes_count_since_the_last_new_code() -> None:
    some = book()
    for number in range(19):
        some.right_code("000000", f"127.0.1.{number}")
    some.renew()
    code = some.invitation.code
    for number in range(19):
        some.right_code("000000", f"127.0.2.{number}")
    assert some.invitation.code == code
    some.right_code("000000", "127.0.3.1")
    assert some.invitation.code != code


@pytest.mark.parametrize("role", GuestRole)
@pytest.mark.parametrize("secret", [SECRET, None])
def test_only_a_remote_that_knows_its_secret_wishes(role: GuestRole, secret: str | None) -> None:
    guest = book().add(DeviceKind.IPHONE, role, secret)
    message = WishMessage(Wish.SOFTER, 7, wish_mac(SECRET, NONCE, 7, "softer"))
    allowed = role is GuestRole.REMOTE and secret is not None
    assert wish_is_proven(guest, message, NONCE) is allowed
    assert not wish_is_proven(guest, message, "C" * 22)


@pytest.mark.parametrize(
    ("user_agent", "kind"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", DeviceKind.IPHONE),
        ("Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) TV Safari/537.36", DeviceKind.TV),
        ("Mozilla/5.0 (Web0S; Linux/SmartTV) Chrome/79 LG Browser", DeviceKind.TV),
        ("Mozilla/5.0 (Linux; Android 9; AFTS Build/PS7) Silk/118", DeviceKind.TV),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", DeviceKind.COMPUTER),
        ("Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X)", DeviceKind.IPAD),
        ("", DeviceKind.UNKNOWN),
    ],
)
def test_a_browser_tells_what_it_runs_on(user_agent: str, kind: DeviceKind) -> None:
    assert device_kind(user_agent) is kind
