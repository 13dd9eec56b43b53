"""Names of languages, in themselves and in the language of the application."""

from PySide6.QtCore import QLocale

from lullaby.ui.text.translate import translate

OWN_NAMES = {
    "bar": "Boarisch",
    "en": "English",
    "es": "Español",
    "mi": "Te reo Māori",
    "sco": "Scots",
    "zh": "中文",
}
"""For languages where Qt has no name, or one that includes a country."""


def own_name(language: str) -> str:
    """Cymraeg for `cy`; an unknown code is returned unchanged."""
    if language in OWN_NAMES:
        return OWN_NAMES[language]
    locale = QLocale(language)
    if locale.language() is QLocale.Language.C:
        return language
    name = locale.nativeLanguageName()
    return name[:1].upper() + name[1:]


def translated_name(language: str) -> str:
    """Welsh for `cy`; for languages outside the songbook, Qt's English name."""
    known = _of_the_songbook().get(language.partition("-")[0])
    if known is not None:
        return known
    locale = QLocale(language)
    if locale.language() is QLocale.Language.C:
        return language
    return QLocale.languageToString(locale.language())


def _of_the_songbook() -> dict[str, str]:
    return {
        "bar": translate("languages", "Bavarian"),
        "ca": translate("languages", "Catalan"),
        "cy": translate("languages", "Welsh"),
        "da": translate("languages", "Danish"),
        "de": translate("languages", "German"),
        "en": translate("languages", "English"),
        "es": translate("languages", "Spanish"),
        "fr": translate("languages", "French"),
        "haw": translate("languages", "Hawaiian"),
        "it": translate("languages", "Italian"),
        "ja": translate("languages", "Japanese"),
        "mi": translate("languages", "Māori"),
        "pl": translate("languages", "Polish"),
        "sco": translate("languages", "Scots"),
        "sv": translate("languages", "Swedish"),
        "yi": translate("languages", "Yiddish"),
    }


def full_name(language: str) -> str:
    """Cymraeg · Welsh; a single name if they are the same."""
    own, translated = own_name(language), translated_name(language)
    return own if translated in own else f"{own} · {translated}"


def beside(origin: str, language: str) -> str:
    """The line under a title: where a song comes from, and its language.

    It omits a language that the origin already names: Welsh, traditional · Cymraeg.
    """
    own, translated = own_name(language), translated_name(language)
    name = own if translated in own or translated in origin else f"{own} · {translated}"
    return f"{origin} · {name}" if origin else name
