"""`frozen` makes the same classes as `dataclass(frozen=True, slots=True)`."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.frozen import frozen

T = TypeVar("T")


class Fields:
    number: int
    text: str = "moon"
    names: list[str] = field(default_factory=list[str])
    unseen: int = field(default=0, repr=False)
    aside: float = field(default=0.0, compare=False)


def made(make: Callable[[Any], Any]) -> Any:
    return make(type("Fields", (), {**vars(Fields), "__qualname__": "Fields"}))


OURS, THEIRS = made(frozen), made(dataclass(frozen=True, slots=True))


@frozen
class Point:
    """A point."""

    x: float
    y: float = 0.0

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("no negative x")


@frozen
class High(Point):
    z: float = 1.0


@frozen
class Only(Generic[T]):
    it: T


@frozen
class Nothing:
    pass


@frozen
class Named:
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and other.name.casefold() == self.name.casefold()

    def __hash__(self) -> int:
        return hash(self.name.casefold())

    def __repr__(self) -> str:
        return f"<{self.name}>"


VALUES = st.fixed_dictionaries(
    {"number": st.integers(-2, 2)},
    optional={
        "text": st.sampled_from(["", "moon"]),
        "names": st.lists(st.sampled_from("ab"), max_size=2),
        "unseen": st.integers(0, 1),
        "aside": st.floats(allow_nan=True),
    },
)


@given(VALUES, VALUES)
def test_it_compares_shows_and_replaces_like_a_dataclass(
    first: dict[str, Any], other: dict[str, Any]
) -> None:
    ours, theirs = OURS(**first), THEIRS(**first)
    assert repr(ours) == repr(theirs)
    assert (ours == OURS(**other)) == (theirs == THEIRS(**other))
    assert repr(replace(ours, **other)) == repr(replace(theirs, **other))
    assert repr(asdict(ours)) == repr(asdict(theirs))
    assert ours != theirs


@pytest.mark.parametrize("arguments", [(), (1, "a", [], 2, 3.0, 4), ("x",)])
def test_it_takes_the_same_arguments(arguments: tuple[Any, ...]) -> None:
    def outcome(cls: Any) -> str:
        try:
            return repr(cls(*arguments))
        except TypeError as problem:
            return str(problem)

    assert outcome(OURS) == outcome(THEIRS)


def test_every_object_gets_its_own_default() -> None:
    first, second = OURS(1), OURS(1)
    assert first.names == second.names == []
    assert first.names is not second.names


def test_it_can_be_hashed_by_what_it_is_compared_by() -> None:
    assert hash(Point(1.0, 2.0)) == hash(Point(1.0, 2.0))
    assert len({Point(1.0), Point(1.0), Point(2.0), High(1.0)}) == 3
    assert hash(Only("moon")) == hash(Only("moon"))
    with pytest.raises(TypeError, match="unhashable"):
        hash(OURS(1))


def test_it_cannot_be_changed() -> None:
    point = Point(1.0)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2.0  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(FrozenInstanceError):
        point.colour = "blue"  # pyright: ignore[reportAttributeAccessIssue]
    assert not hasattr(point, "__dict__")


def test_it_survives_pickling_and_copying() -> None:
    high = High(1.0, 2.0, 3.0)
    assert pickle.loads(pickle.dumps(high)) == copy.deepcopy(high) == copy.copy(high) == high


def test_a_subclass_has_the_fields_of_both() -> None:
    assert [each.name for each in fields(High)] == ["x", "y", "z"]
    assert High(1.0, z=2.0) == High(1.0, 0.0, 2.0) != Point(1.0, 0.0)


def test_it_checks_itself_at_the_end_of_its_creation() -> None:
    with pytest.raises(ValueError, match="no negative x"):
        replace(Point(1.0), x=-1.0)


def test_its_own_methods_are_kept() -> None:
    assert Named("Moon") == Named("MOON")
    assert len({Named("Moon"), Named("MOON")}) == 1
    assert repr(Named("Moon")) == "<Moon>"


def test_it_can_be_matched_and_have_one_field_or_none() -> None:
    match High(1.0, 2.0, 3.0):
        case High(x, y, z):
            assert (x, y, z) == (1.0, 2.0, 3.0)
    not_a_number = float("nan")
    assert Only(not_a_number) == Only(not_a_number), "the same object"
    assert Only(1) != Only(2)
    assert Nothing() == Nothing()
    assert repr(Nothing()) == "Nothing()"
