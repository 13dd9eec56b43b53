"""Small files in every container, crafted to cost their reader memory or time."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1 << 20
MPEG = (b"\xff\xfb\x90\x64" + b"\0" * 413) * 40
"""A second of silence: MPEG 1, layer III, 128 kbit/s."""


def synchsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def zeros_packed(megabytes: int) -> bytes:
    """So many MB of zeros compressed by zlib, made without holding them in memory."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


def id3(frames: bytes, declared: int | None = None) -> bytes:
    """A tag of version 2.4; `declared` is the length that it claims."""
    return b"ID3\4\0\0" + synchsafe(len(frames) if declared is None else declared) + frames


def frame(name: bytes, content: bytes, flags: int = 0) -> bytes:
    return name + synchsafe(len(content)) + struct.pack(">H", flags) + content


def packed_frame(name: bytes, megabytes: int) -> bytes:
    """A frame whose content unpacks to far more than it states."""
    content = synchsafe(megabytes * MEGABYTE & 0x0FFFFFFF) + zeros_packed(megabytes)
    return frame(name, content, 0x0009)


def bomb_in_a_title(path: Path, megabytes: int = 300) -> None:
    path.write_bytes(id3(packed_frame(b"TIT2", megabytes)) + MPEG)


def bomb_in_a_picture(path: Path, megabytes: int = 300) -> None:
    path.write_bytes(id3(packed_frame(b"APIC", megabytes)) + MPEG)


def bombs_in_many_frames(path: Path, frames: int = 60) -> None:
    path.write_bytes(id3(packed_frame(b"TXXX", 10) * frames) + MPEG)


def many_frames(path: Path, frames: int = 1_000_000) -> None:
    path.write_bytes(id3(frame(b"TXXX", b"\0a\0b") * frames) + MPEG)


def many_values(path: Path, values: int = 2_000_000) -> None:
    path.write_bytes(id3(frame(b"TPE1", b"\3" + b"a\0" * values)) + MPEG)


def a_tag_that_claims_all_there_is(path: Path) -> None:
    path.write_bytes(id3(b"", 0x0FFFFFFF) + MPEG)


def a_huge_picture(path: Path, megabytes: int = 100) -> None:
    picture = b"\0image/png\0\3\0" + bytes(megabytes * MEGABYTE)
    path.write_bytes(id3(frame(b"APIC", picture)) + MPEG)


def apev2_items(path: Path, items: int = 1_000_000) -> None:
    content = b"".join(
        struct.pack("<II", 1, 0) + f"{number:08x}".encode() + b"\0x" for number in range(items)
    )
    foot = struct.pack("<IIII", 2000, len(content) + 32, items, 0) + bytes(8)
    path.write_bytes(MPEG + content + b"APETAGEX" + foot)


def atom(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def many_atoms(path: Path, atoms: int = 1_000_000) -> None:
    path.write_bytes(atom(b"ftyp", b"M4A \0\0\0\0") + atom(b"moov", atom(b"free", b"") * atoms))


def deep_atoms(path: Path, depth: int = 20_000) -> None:
    inner = b""
    for _ in range(depth):
        inner = struct.pack(">I", len(inner) + 8) + b"moov" + inner
    path.write_bytes(atom(b"ftyp", b"M4A \0\0\0\0") + inner)


def many_covers(path: Path, covers: int = 200_000) -> None:
    data = atom(b"data", b"\0\0\0\x0d\0\0\0\0x") * covers
    listed = atom(b"meta", b"\0\0\0\0" + atom(b"ilst", atom(b"covr", data)))
    path.write_bytes(atom(b"ftyp", b"M4A \0\0\0\0") + atom(b"moov", atom(b"udta", listed)))


STREAM_INFO = b"\x10\0\x10\0" + bytes(6) + b"\x0a\xc4\x42\xf0" + bytes(4) + bytes(16)


def flac(path: Path, *blocks: tuple[int, bytes]) -> None:
    """Metadata blocks by type, after the stream's own."""
    whole = [(0, STREAM_INFO), *blocks]
    with path.open("wb") as out:
        out.write(b"fLaC")
        for at, (kind, content) in enumerate(whole):
            last = 0x80 if at == len(whole) - 1 else 0
            out.write(bytes([kind | last]) + len(content).to_bytes(3, "big") + content)


def pictures(path: Path, count: int = 12) -> None:
    """Each as large as a block can be: 16 MB."""
    data = bytes((1 << 24) - 64)
    head = struct.pack(">II", 3, 9) + b"image/png" + bytes(20) + struct.pack(">I", len(data))
    flac(path, *[(6, head + data)] * count)


def empty_blocks(path: Path, count: int = 300_000) -> None:
    flac(path, *[(1, b"")] * count)


def comments(count: int) -> bytes:
    return struct.pack("<I", 0) + struct.pack("<I", count) + (struct.pack("<I", 3) + b"a=b") * count


def many_comments(path: Path, count: int = 2_000_000) -> None:
    flac(path, (4, comments(count)[: (1 << 24) - 1]))


def ogg_page(body: bytes, number: int, kind: int, continued: bool) -> bytes:
    lacing = bytes([255] * (len(body) // 255)) if len(body) % 255 == 0 and body else b""
    if not lacing:
        lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = b"OggS\0" + bytes([kind | (1 if continued else 0)]) + bytes(8)
    head += struct.pack("<II", 1, number) + bytes(4) + bytes([len(lacing)])
    return head + lacing + body


def an_endless_comment(path: Path, pages: int = 2_000) -> None:
    """A comment packet that spans 130 MB of pages."""
    first = b"OpusHead\1\2\0\0\x80\xbb\0\0\0\0\0"
    with path.open("wb") as out:
        out.write(ogg_page(first, 0, 2, False))
        body = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 1)
        body += struct.pack("<I", 255 * 255 * pages) + b"a="
        out.write(ogg_page(body.ljust(255 * 255, b"x"), 1, 0, False))
        for number in range(2, pages):
            out.write(ogg_page(b"x" * 255 * 255, number, 0, True))


def chunks_without_end(path: Path, count: int = 1_000_000) -> None:
    body = b"WAVE" + (b"junk" + struct.pack("<I", 0)) * count
    path.write_bytes(b"RIFF" + struct.pack("<I", 0x7FFFFFFF) + body)


def nothing_but_zeros(path: Path, size: int = 5 << 30) -> None:
    """A sparse file, which takes no disk space."""
    with path.open("wb") as out:
        out.truncate(size)


def an_unfinished_download(path: Path, size: int = 5 << 30) -> None:
    with path.open("wb") as out:
        out.write(MPEG)
        out.truncate(size)


KINDS: dict[str, Callable[[Path], None]] = {
    "title bomb.mp3": bomb_in_a_title,
    "picture bomb.mp3": bomb_in_a_picture,
    "many bombs.mp3": bombs_in_many_frames,
    "many frames.mp3": many_frames,
    "many values.mp3": many_values,
    "claims.mp3": a_tag_that_claims_all_there_is,
    "huge picture.mp3": a_huge_picture,
    "ape items.mp3": apev2_items,
    "many atoms.m4a": many_atoms,
    "deep atoms.m4a": deep_atoms,
    "many covers.m4a": many_covers,
    "pictures.flac": pictures,
    "empty blocks.flac": empty_blocks,
    "many comments.flac": many_comments,
    "endless comment.opus": an_endless_comment,
    "chunks.wav": chunks_without_end,
    "zeros.mp3": nothing_but_zeros,
    "zeros.m4a": nothing_but_zeros,
    "zeros.flac": nothing_but_zeros,
    "zeros.wav": nothing_but_zeros,
    "zeros.ogg": nothing_but_zeros,
    "unfinished.mp3": an_unfinished_download,
}
