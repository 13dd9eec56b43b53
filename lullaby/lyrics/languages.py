"""Names and codes of languages, as words files spell them, to BCP 47."""

import re

_TWO_LETTERS = {
    "chi": "zh",
    "zho": "zh",
    "cym": "cy",
    "wel": "cy",
    "deu": "de",
    "ger": "de",
    "dut": "nl",
    "nld": "nl",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "ita": "it",
    "jpn": "ja",
    "mao": "mi",
    "mri": "mi",
    "por": "pt",
    "spa": "es",
}
_NAMES = {
    "chinese": "zh",
    "cymraeg": "cy",
    "deutsch": "de",
    "dutch": "nl",
    "english": "en",
    "español": "es",
    "français": "fr",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "maori": "mi",
    "māori": "mi",
    "portuguese": "pt",
    "spanish": "es",
    "welsh": "cy",
}
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def tag_of(written: str) -> str:
    """The BCP 47 tag of a code or an English name; what is not known stays as written."""
    text = written.strip()
    known = _NAMES.get(text.casefold()) or _TWO_LETTERS.get(text.casefold())
    if known is not None:
        return known
    return text.replace("_", "-") if _CODE.fullmatch(text) else text


def base_of(written: str) -> str:
    """The language alone, in lower case: `de` for `de-AT`, `German` or `ger`."""
    base = tag_of(written).split("-")[0].casefold()
    return _TWO_LETTERS.get(base, base)
