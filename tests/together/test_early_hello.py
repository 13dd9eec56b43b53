"""The hello in the request of a socket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.early_hello import EarlyHello, early_hello
from lullaby.together.messages import Hello

NONCE = "noncenoncenoncenoncexx"
PROOF = "0123456789abcdef" * 4
TICKET = "tickettickettickettick"


def test_it_tells_what_a_hello_tells() -> None:
    offered = f"lullaby, nonce.{NONCE}, proof.{PROOF}, ticket.{TICKET}, lang.pt-BR"
    hello = Hello(proof=PROOF, ticket=TICKET, language="pt-BR")
    assert early_hello([offered]) == EarlyHello(NONCE, hello)
    assert early_hello(offered.split(",")) == EarlyHello(NONCE, hello)
    assert early_hello([f"lullaby,nonce.{NONCE}"]) == EarlyHello(NONCE, Hello())


@pytest.mark.parametrize(
    "offered",
    [
        "",
        "lullaby",
        f"nonce.{NONCE}",
        "lullaby, nonce.",
        f"lullaby, proof.{PROOF}",
        f"lullaby, nonce.{NONCE}, nonce.{NONCE}",
        f"lullaby, nonce.{NONCE}, code.482913",
        f"lullaby, nonce.{NONCE}, t.wish",
        f"lullaby, nonce.{NONCE}, proof.1234",
        f"lullaby, nonce.{NONCE}, proof",
        f"lullaby, nonce.{NONCE}, ticket.{'a' * 3_000}",
        f"lullaby, nonce.{NONCE}, chat",
    ],
)
def test_anything_else_is_none(offered: str) -> None:
    assert early_hello([offered]) is None


@given(st.lists(st.text()))
def test_whatever_is_offered_is_read_or_not(offered: list[str]) -> None:
    assert early_hello(["lullaby", *offered]) is None or any("nonce." in each for each in offered)
