"""Opens the files of MusicXML: plain ones, and compressed ones (`.mxl`), which are zip archives."""

import io
import zipfile
import zlib
from xml.parsers import expat

from lullaby.songbook.musicxml_tree import MusicXmlError
from lullaby.songbook.score_names import ARCHIVE, CONTAINER

LARGEST = 8_000_000
"""Most bytes of an unpacked score; songs for a voice and piano have up to 4,000,000."""

LARGEST_ARCHIVE = 2_000_000
MOST_ENTRIES = 1_000
LARGEST_CONTAINER = 100_000
_ENTRY = b"PK\x01\x02"
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SCORES = (".musicxml", ".xml")


def score_in(data: bytes) -> bytes:
    """The XML of a score. Raises MusicXmlError."""
    if len(data) > LARGEST:
        raise MusicXmlError("is larger than any song")
    if not data.startswith(ARCHIVE):
        return data
    if len(data) > LARGEST_ARCHIVE or data.count(_ENTRY) > MOST_ENTRIES:
        raise MusicXmlError("is larger than any song")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpacked(archive, _score_name(archive), LARGEST)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as problem:
        raise MusicXmlError("is a damaged archive") from problem
    except (NotImplementedError, RuntimeError) as problem:
        raise MusicXmlError("is an archive that only its own program opens") from problem


def _score_name(archive: zipfile.ZipFile) -> str:
    """The entry that the container names as the score, or the first that may be one."""
    names = archive.namelist()
    if CONTAINER in names:
        told = _rootfile(_unpacked(archive, CONTAINER, LARGEST_CONTAINER))
        if told in names:
            return told
    for name in names:
        if name.lower().endswith(_SCORES) and not name.startswith(("META-INF/", "__MACOSX/")):
            return name
    raise MusicXmlError("holds no score in MusicXML")


def _rootfile(container: bytes) -> str:
    """The path of the first root file that is MusicXML; empty if there is none."""
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("media-type", "").strip()
        if name.rpartition(":")[2] == "rootfile" and (not kind or "musicxml" in kind):
            found.append(attributes.get("full-path", "").strip())

    def refuse(*_: object) -> None:
        raise MusicXmlError("declares entities, which are not read")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(container, True)
    except (expat.ExpatError, LookupError, ValueError):
        return found[0] if found else ""
    return found[0] if found else ""


def _unpacked(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    entry = archive.getinfo(name)
    if entry.compress_type not in _PLAIN:
        raise NotImplementedError
    if entry.file_size > limit:
        raise MusicXmlError("is larger than any song")
    with archive.open(entry) as packed:
        data = packed.read(limit + 1)
    if len(data) > limit:
        raise MusicXmlError("is larger than any song")
    return data
