"""Who may come in, by where it comes from and what it names."""

import pytest

from lullaby.together.admission import (
    MOST_CONNECTIONS,
    MOST_FROM_ONE_ADDRESS,
    Admission,
    ConnectionLimits,
    Network,
    PageRequest,
    admit,
)
from tests.fakes import FakeClock

ADDRESS, PORT = "192.168.178.23", 8437
HOST = f"{ADDRESS}:{PORT}"
ORIGIN = f"http://{HOST}"


def answer(
    method: str = "GET",
    path: str = "/",
    hosts: tuple[str, ...] = (HOST,),
    origins: tuple[str, ...] = (),
) -> Admission:
    return admit(PageRequest(method, path, hosts, origins), ADDRESS, PORT)


def test_the_page_and_its_socket_are_served() -> None:
    assert answer() is Admission.PAGE
    assert answer(path="/ws", origins=(ORIGIN,)) is Admission.SOCKET


def test_answers_are_those_of_http() -> None:
    assert [each.value for each in Admission] == [200, 101, 403, 404, 405, 421]


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD", "TRACE", "OPTIONS", "get", "CONNECT"])
def test_there_is_no_method_but_get(method: str) -> None:
    assert answer(method) is Admission.WRONG_METHOD
    assert answer(method, "/ws", origins=(ORIGIN,)) is Admission.WRONG_METHOD


@pytest.mark.parametrize(
    "hosts",
    [
        (),
        ("",),
        (ADDRESS,),
        (f"{ADDRESS}:80",),
        ("evil.example",),
        (f"evil.example:{PORT}",),
        (f"{HOST}.evil.example",),
        (f"evil@{HOST}",),
        (f" {HOST}",),
        (HOST, HOST),
        (HOST, "evil.example"),
        (f"localhost:{PORT}",),
        (f"192.168.178.023:{PORT}",),
    ],
)
def test_another_host_is_refused(hosts: tuple[str, ...]) -> None:
    assert answer(hosts=hosts) is Admission.WRONG_HOST
    assert answer(path="/ws", hosts=hosts, origins=(ORIGIN,)) is Admission.WRONG_HOST


@pytest.mark.parametrize(
    "origins",
    [
        (),
        ("null",),
        ("",),
        ("http://evil.example",),
        (f"http://{ADDRESS}",),
        (f"http://{ADDRESS}:8438",),
        (f"https://{HOST}",),
        (ORIGIN.upper(),),
        (f"{ORIGIN}/",),
        (ORIGIN, ORIGIN),
        (ORIGIN, "http://evil.example"),
    ],
)
def test_a_socket_of_another_page_is_refused(origins: tuple[str, ...]) -> None:
    assert answer(path="/ws", origins=origins) is Admission.WRONG_ORIGIN


def test_host_and_origin_that_agree_with_each_other_prove_nothing() -> None:
    evil = f"evil.example:{PORT}"
    assert answer(path="/ws", hosts=(evil,), origins=(f"http://{evil}",)) is Admission.WRONG_HOST


@pytest.mark.parametrize(
    "path",
    [
        "/words.html",
        "/favicon.ico",
        "/..",
        "/../lullaby.db",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/?k=secret",
        "/ws/",
        "/ws?x",
        "*",
        "",
        f"http://{HOST}/",
    ],
)
def test_there_is_no_other_path(path: str) -> None:
    assert answer(path=path, origins=(ORIGIN,)) is Admission.UNKNOWN_PATH


def test_a_network_knows_its_addresses() -> None:
    home = Network("192.168.178.23", 24)
    assert home.includes("192.168.178.1")
    for other in ("192.168.179.1", "10.0.0.1", "8.8.8.8", "::1", "fe80::1%eth0", "", "evil"):
        assert home.includes(other) is False


@pytest.mark.parametrize("address", ["", "fe80::1", "localhost", "192.168.178.256"])
def test_a_network_is_one_of_ipv4(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Network(address, 24)


def limits(clock: FakeClock | None = None) -> ConnectionLimits:
    return ConnectionLimits(Network("10.0.0.1", 16), clock or FakeClock())


def test_one_address_gets_a_dozen_connections() -> None:
    some = limits()
    assert [some.enter("10.0.0.2") for _ in range(MOST_FROM_ONE_ADDRESS + 1)] == [
        *[True] * MOST_FROM_ONE_ADDRESS,
        False,
    ]
    some.leave("10.0.0.2")
    assert some.enter("10.0.0.2")
    assert some.enter("10.0.0.3")


def test_all_addresses_together_get_so_many() -> None:
    some = limits()
    entered = [some.enter(f"10.0.{each // 200}.{each % 200}") for each in range(300)]
    assert sum(entered) == MOST_CONNECTIONS == 128


def test_another_network_gets_none() -> None:
    assert limits().enter("10.1.0.2") is False


def test_connections_that_come_and_go_quickly_have_to_wait() -> None:
    clock = FakeClock()
    some = limits(clock)
    served: list[bool] = []
    for _ in range(1_000):
        served.append(some.enter("10.0.0.2"))
        if served[-1]:
            some.leave("10.0.0.2")
    assert served == [True] * 30 + [False] * 970
    clock.advance(500)
    assert some.enter("10.0.0.2")


def test_quiet_addresses_are_forgotten() -> None:
    clock = FakeClock()
    some = limits(clock)
    for each in range(200):
        some.enter(f"10.0.0.{each}")
    assert some.remembered == 200
    clock.advance(60_000)
    some.forget_idle()
    assert some.remembered == 0
