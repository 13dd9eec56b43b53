"""The collector stays away from what stays, and finds the rest."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from lullaby import collector


class Cycle:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.enable()
    collector.visit_all()


def test_what_is_kept_is_not_visited_until_the_application_is_closed() -> None:
    made = Cycle()
    kept = weakref.ref(made)
    collector.keep_all()
    del made
    gc.collect()
    assert kept() is not None
    collector.visit_all()
    gc.collect()
    assert kept() is None


def test_cycles_made_later_are_found() -> None:
    collector.keep_all()
    later = weakref.ref(Cycle())
    gc.collect()
    assert later() is None


def test_pausing_ends_with_its_block_and_never_resumes_what_was_off() -> None:
    with collector.paused():
        assert not gc.isenabled()
        with collector.paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    collector.pause()
    with collector.paused():
        pass
    assert not gc.isenabled()
    collector.resume()
    assert gc.isenabled()
