"""Names and codes of languages, as words files spell them, to BCP 47."""

import re

from lullaby.lyrics.language_codes import KNOWN, NAMES, TWO_LETTERS

_OWN_NAMES = {
    "cymraeg": "cy",
    "deutsch": "de",
    "español": "es",
    "français": "fr",
    "italiano": "it",
    "maori": "mi",
    "nederlands": "nl",
    "polski": "pl",
    "português": "pt",
    "svenska": "sv",
}
_NO_LANGUAGE = frozenset(("mis", "mul", "und", "unk", "xxx", "zxx"))
"""Codes that say: several, not known, not told, nothing spoken."""
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def tag_of(written: str) -> str:
    """The BCP 47 tag of a code or an English name; what is not known stays as written."""
    text = written.strip()
    folded = text.casefold()
    known = NAMES.get(folded) or _OWN_NAMES.get(folded) or TWO_LETTERS.get(folded)
    if known is not None:
        return known
    return text.replace("_", "-") if _CODE.fullmatch(text) else text


def base_of(written: str) -> str:
    """The language alone, in lower case: `de` for `de-AT`, `German` or `ger`."""
    base = tag_of(written).split("-")[0].casefold()
    return TWO_LETTERS.get(base, base)


def code_of(written: str) -> str:
    """The code of one language, in two letters where there is such; empty for anything else."""
    base = base_of(re.split(r"[,;/]", written, maxsplit=1)[0])
    three_letters = len(base) == 3 and base.isascii() and base.isalpha()
    return base if base in KNOWN or (three_letters and base not in _NO_LANGUAGE) else ""
