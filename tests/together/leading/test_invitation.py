"""An invitation is found in whatever a messenger makes of it, and nothing else is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.leading.invitation import (
    InvitationError,
    InvitationProblem,
    LeadInvitation,
    read_invitation,
    write_invitation,
)

INVITATION = LeadInvitation("192.168.178.23", 8450, bytes(range(32)), bytes(range(100, 116)))

hosts = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
    st.from_regex(r"[a-z][a-z0-9]{0,9}(\.[a-z][a-z0-9]{1,9}){0,3}", fullmatch=True),
)
invitations = st.builds(
    LeadInvitation,
    hosts,
    st.integers(1, 65_535),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=16, max_size=16),
    st.booleans(),
)


def problem_of(text: str) -> InvitationProblem:
    with pytest.raises(InvitationError) as raised:
        read_invitation(text)
    return raised.value.problem


@given(invitations)
def test_what_is_written_is_read(invitation: LeadInvitation) -> None:
    address, secret = write_invitation(invitation)
    assert len(secret) == 68
    assert read_invitation(f"Sing with me in Lullaby: {address}\n{secret}") == invitation


@given(st.text(max_size=300))
def test_any_other_text_is_refused(text: str) -> None:
    assert problem_of(text) in (InvitationProblem.NONE_FOUND, InvitationProblem.DAMAGED)


@pytest.mark.parametrize(
    "text",
    [
        "{0}\n{1}",
        "  > Sing with me: {0}\n  > {1}\n\nsent from my telephone",
        "[12:30, 01/12/2026] Ann: Sing with me in Lullaby: {0}\r\n{1}\r\n[12:31] see you at 19:00",
        "{0} {1}",
        "*{0}*\n`{1}`",
        "\u200e{0}\u00a0\n\u2066{1}\u2069",
    ],
)
def test_what_messengers_put_around_it_does_not_matter(text: str) -> None:
    assert read_invitation(text.format(*write_invitation(INVITATION))) == INVITATION


def test_each_way_in_which_it_is_none_has_a_name() -> None:
    address, secret = write_invitation(INVITATION)
    assert problem_of("") is InvitationProblem.NONE_FOUND
    assert problem_of(secret) is InvitationProblem.NO_ADDRESS
    assert problem_of(f"{secret}\n{address}") is InvitationProblem.NO_ADDRESS
    assert problem_of(f"{address}\n{secret[:-1]}") is InvitationProblem.DAMAGED
    changed = secret[:20] + ("A" if secret[20] != "A" else "B") + secret[21:]
    assert problem_of(f"{address}\n{changed}") is InvitationProblem.DAMAGED
    assert problem_of(f"host:0\n{secret}") is InvitationProblem.NO_ADDRESS
    assert problem_of(f"host:70000\n{secret}") is InvitationProblem.NO_ADDRESS


def test_a_newer_one_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("lullaby.together.leading.invitation.VERSION", 2)
        text = "\n".join(write_invitation(INVITATION))
    assert problem_of(text) is InvitationProblem.NEWER


def test_a_relay_knows_the_two_by_something_that_tells_nothing_of_the_key() -> None:
    other_key = LeadInvitation("h", 1, INVITATION.fingerprint, bytes(16))
    other_leader = LeadInvitation("h", 1, bytes(32), INVITATION.key)
    assert INVITATION.meeting == other_key.meeting != other_leader.meeting
    assert INVITATION.fingerprint.hex()[:8] not in INVITATION.meeting
