"""How many examples a property is tried with, by the profile of the run."""

from hypothesis import settings


def share(part: float) -> settings:
    """A part of the profile's examples, where each one is dear: of 100 in a quick run, 500 in a
    long one."""
    return settings(max_examples=max(1, round(settings().max_examples * part)))
