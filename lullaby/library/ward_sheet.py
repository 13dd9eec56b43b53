"""The sheet that goes with recordings for a hospital ward."""

from lullaby.frozen import frozen

HOUR = "00 One hour"
"""The name of the file that plays for an hour, without its ending."""

SHEET = "Please read.html"


@frozen
class WardSheet:
    """Its title, its paragraphs, and their language, as BCP 47."""

    title: str
    paragraphs: tuple[str, ...]
    language: str = "en"
