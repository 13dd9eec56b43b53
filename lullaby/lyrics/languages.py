"""Converts language names and codes, as words files spell them, to BCP 47."""

import re

from lullaby.lyrics.language_codes import KNOWN, NAMES, TWO_LETTERS

# fmt: off
_OTHER_NAMES = {
    "afrikaans": "af", "العربية": "ar", "azərbaycan": "az", "bahasa_indonesia": "id",
    "bahasa_melayu": "ms", "bosanski": "bs", "brasileiro": "pt-BR", "brazilian": "pt-BR",
    "brazilian_portuguese": "pt-BR", "bretagne": "br", "brezhoneg": "br", "bulgarisch": "bg",
    "български": "bg", "cantonese": "yue", "castellano": "es", "castilian": "es",
    "català": "ca", "chinesisch": "zh", "cymraeg": "cy", "čeština": "cs", "cesky": "cs",
    "česky": "cs", "dansk": "da", "dänisch": "da", "deutsch": "de", "eesti": "et",
    "ελληνικά": "el", "englisch": "en", "anglais": "en", "inglés": "en", "español": "es",
    "espanol": "es", "euskara": "eu", "farsi": "fa", "finnisch": "fi", "flemish": "nl",
    "français": "fr", "francais": "fr", "französisch": "fr", "gaeilge": "ga", "gàidhlig": "gd",
    "galego": "gl", "griechisch": "el", "עברית": "he", "hebräisch": "he", "hindī": "hi",
    "हिन्दी": "hi", "hrvatski": "hr", "íslenska": "is", "italiano": "it", "italienisch": "it",
    "japanisch": "ja", "日本語": "ja", "kiswahili": "sw", "한국어": "ko", "koreanisch": "ko",
    "latein": "la", "latviešu": "lv", "lietuvių": "lt", "magyar": "hu", "mandarin": "zh",
    "中文": "zh", "汉语": "zh", "漢語": "zh", "普通话": "zh", "国语": "zh", "maori": "mi",
    "nederlands": "nl", "niederländisch": "nl", "norsk": "nb", "norwegian": "nb",
    "bokmål": "nb", "nynorsk": "nn", "norwegisch": "nb", "persian": "fa", "polski": "pl",
    "polnisch": "pl", "português": "pt", "portugues": "pt", "portugiesisch": "pt",
    "română": "ro", "romana": "ro", "russisch": "ru", "русский": "ru", "schwedisch": "sv",
    "slovenčina": "sk", "slovensky": "sk", "slovenščina": "sl", "spanisch": "es",
    "српски": "sr", "srpski": "sr", "suomi": "fi", "svenska": "sv", "tagalog": "tl",
    "ไทย": "th", "tschechisch": "cs", "türkçe": "tr", "turkce": "tr", "türkisch": "tr",
    "українська": "uk", "ungarisch": "hu", "tiếng_việt": "vi", "walisisch": "cy",
}
# fmt: on
"""Language names other than English ones: in the language itself, or in German."""
_NO_LANGUAGE = frozenset(("mis", "mul", "und", "unk", "xxx", "zxx"))
"""Codes for several, unknown, unspecified and no languages."""
_FURTHER = re.compile(r"[,;/&+(\[|]|\band\b|\bund\b")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def tag_of(written: str) -> str:
    """The BCP 47 tag of a code or name; unknown ones stay as written.

    Of several names, as in `English, German`, the first counts; text in brackets is ignored.
    """
    text = written.strip()
    known = _named(text)
    if known is not None:
        return known
    if _CODE.fullmatch(text):
        return text.replace("_", "-")
    return _named(_FURTHER.split(text, maxsplit=1)[0].strip()) or text


def _named(name: str) -> str | None:
    folded = name.casefold()
    other = _OTHER_NAMES.get(folded.replace(" ", "_"))
    return NAMES.get(folded) or other or TWO_LETTERS.get(folded)


def base_of(written: str) -> str:
    """The base language in lower case: `de` for `de-AT`, `German` or `ger`."""
    base = tag_of(written).split("-")[0].casefold()
    return TWO_LETTERS.get(base, base)


def code_of(written: str) -> str:
    """The code of one language, with two letters if possible; empty for anything else."""
    base = base_of(re.split(r"[,;/]", written, maxsplit=1)[0])
    three_letters = len(base) == 3 and base.isascii() and base.isalpha()
    return base if base in KNOWN or (three_letters and base not in _NO_LANGUAGE) else ""
