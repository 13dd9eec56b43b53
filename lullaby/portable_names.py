"""Names that every file system takes, also that of a USB stick (FAT and exFAT)."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

UNFIT = re.compile(r'[<>:"\\|?*%\x00-\x1f\x7f\ud800-\udfff]|[. ]+$|^ +')
"""What FAT does not take in a name; a lone surrogate stands for a byte that is no text. The sign
that stands for them is among them, so that two names never become one."""

RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
"""Names of devices on Windows, with any suffix."""

LONGEST = 120
"""Characters of a name; FAT takes 255 units of UTF-16, and a path as many on Windows."""


def portable_name(name: str, taken: Iterable[str]) -> str:
    """A path with `/` like `name` whose parts fit everywhere, and that is none of `taken` in any
    case."""
    path = PurePosixPath(*(_fit(part) for part in name.split("/")))
    known = {each.casefold() for each in taken}
    number, found = 1, path
    while str(found).casefold() in known:
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return str(found)


def _fit(part: str) -> str:
    fit = UNFIT.sub(lambda found: "".join(f"%{ord(sign):02X}" for sign in found[0]), part)
    if part.split(".", maxsplit=1)[0].casefold() in RESERVED:
        fit = f"%{fit}"
    path = PurePosixPath(fit)
    return fit if len(fit) <= LONGEST else path.stem[: LONGEST - len(path.suffix)] + path.suffix


def file_name(title: str, otherwise: str) -> str:
    """A title as the name of a new file, without what some file system does not take; `otherwise`
    if nothing is left."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]+', " ", title)
    plain = " ".join(plain.split()).strip(" .")[:LONGEST].strip(" .")
    return otherwise if plain.split(".")[0].casefold() in (*RESERVED, "") else plain
