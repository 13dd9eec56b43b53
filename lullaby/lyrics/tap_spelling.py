"""Notation for editing the syllables of a line: `Hu/na blen/tyn`.

A slash or a space separates syllables, `_` is a space inside a syllable, and a doubled sign is the
sign itself.
"""

CUT, TIE = "/", "_"


def spelled(pieces: tuple[str, ...]) -> str:
    """A line as text for editing its syllables."""
    written: list[str] = []
    for place, piece in enumerate(pieces):
        body = piece.rstrip(" ")
        tail = piece[len(body) :]
        last = place == len(pieces) - 1
        lead = body[: len(body) - len(body.lstrip(" "))]
        middle = body[len(lead) :].replace(CUT, CUT * 2).replace(TIE, TIE * 2).replace(" ", TIE)
        written.append(lead.replace(" ", TIE) + middle)
        written.append(tail if tail or last else CUT)
    return "".join(written).rstrip(" ")


def pieces_of(written: str) -> tuple[str, ...]:
    """Parse the notation; the syllables join to the line."""
    pieces: list[str] = []
    piece = ""
    at = 0
    text = written.strip()
    while at < len(text):
        sign = text[at]
        at += 1
        if sign in (CUT, TIE) and text[at : at + 1] == sign:
            piece, at = piece + sign, at + 1
        elif sign == CUT:
            pieces, piece = [*pieces, piece], ""
        elif sign.isspace():
            while text[at : at + 1].isspace():
                at += 1
            pieces, piece = [*pieces, _blank(piece)], ""
        else:
            piece = _blank(piece) if sign == TIE else piece + sign
    return _with_something(*pieces, piece)


def _blank(piece: str) -> str:
    """The piece with one space at its end."""
    return piece if piece.endswith(" ") else piece + " "


def _with_something(*pieces: str) -> tuple[str, ...]:
    """Drop pieces of spaces only, joining them to the syllable before."""
    kept: list[str] = []
    for piece in pieces:
        if piece.strip():
            kept.append(piece)
        elif kept and piece and not kept[-1].endswith(" "):
            kept[-1] += piece
    return (*kept[:-1], kept[-1].rstrip()) if kept else ()
