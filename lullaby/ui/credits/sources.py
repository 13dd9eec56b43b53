"""Collects the works that Lullaby uses, from the licence files beside them."""

import json
import re
from pathlib import Path

from lullaby.frozen import frozen

SONGS = Path("songs", "LICENSE.md")
SOFTWARE = Path("software", "LICENSES.json")
SOUND_FONT = "## The sound font"
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@frozen
class LicenceNotice:
    """The licence of a work, as in its file."""

    name: str
    text: str


@frozen
class Software:
    """`version` is empty if the work is not installed by itself."""

    name: str
    does: str
    by: str
    licence: str
    home: str
    version: str = ""


def songs_notice(assets: Path) -> tuple[str, ...]:
    """The notes that apply to all songs: paragraphs of plain text."""
    return _paragraphs(_songs_file(assets).partition(SOUND_FONT)[0])


def sound_font_notice(assets: Path) -> tuple[str, ...]:
    return _paragraphs(_songs_file(assets).partition(SOUND_FONT)[2])


def notices(folder: Path) -> tuple[LicenceNotice, ...]:
    """The `LICENSE-Name.txt` files of a folder."""
    found = sorted(folder.glob("LICENSE-*.txt"))
    return tuple(
        LicenceNotice(path.stem.partition("-")[2], path.read_text(encoding="utf-8").strip())
        for path in found
    )


def software(assets: Path) -> tuple[Software, ...]:
    rows = json.loads((assets / SOFTWARE).read_text(encoding="utf-8"))["software"]
    return tuple(
        Software(
            name=row["name"],
            does=row["does"],
            by=row["by"],
            licence=row["licence"],
            home=row["home"],
            version=_version(row.get("package")),
        )
        for row in rows
    )


def _version(package: str | None) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package) if package else ""
    except PackageNotFoundError:
        return ""


def _songs_file(assets: Path) -> str:
    return (assets / SONGS).read_text(encoding="utf-8")


def _paragraphs(markdown: str) -> tuple[str, ...]:
    """The paragraphs without headings and tables; fenced text keeps its lines."""
    parts: list[str] = []
    for at, block in enumerate(markdown.split("```")):
        if at % 2:
            parts.append(block.strip())
            continue
        for part in block.split("\n\n"):
            text = part.strip()
            if text and text[0] not in "#|":
                parts.append(LINK.sub(r"\1", " ".join(text.split())).replace("`", ""))
    return tuple(parts)
