"""Long work in pieces: a generator that yields between them, so that the event loop can run."""

from collections.abc import Generator
from typing import TypeVar

Made = TypeVar("Made")

Pieces = Generator[None, None, Made]


def finish(pieces: Pieces[Made]) -> Made:
    """Run the remaining pieces at once and return the result."""
    while True:
        try:
            next(pieces)
        except StopIteration as done:
            made: Made = done.value
            return made
